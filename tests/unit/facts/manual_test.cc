// SPDX-License-Identifier: BSD-2-Clause
//
// The list in hfilterrc(5), SECURITY CONSIDERATIONS, of who can forge each fact and who can make it unknown is what
// facts/all.def says. `make manual-facts` writes it anew (HFILTER_WRITE_MANUAL).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "facts/registry.h"
#include "rules/grammar.h"

namespace hfilter {
namespace {

constexpr char kPage[] = "src/man/hfilterrc.5";
constexpr char kBegin[] = ".\\\" The list is written by `make manual-facts`.\n";
constexpr char kEnd[] = ".\\\" End of the list.\n";

struct Entry {
  std::string name;
  Threat threat;
};

std::vector<Entry> entries() {
  std::vector<Entry> all;
  for (const FactDef& fact : all_facts()) all.push_back({fact.name, fact.threat});
  for (const SyntaxDef& syntax : all_syntax()) all.push_back({syntax.name, syntax.threat});
  return all;
}

/// Text of the registry as lines of mdoc. What is in backticks is of the language.
std::string mdoc(const std::string& text) {
  std::string out;
  std::istringstream parts(text);
  bool of_language = false;
  for (std::string part; std::getline(parts, part, '`'); of_language = !of_language) {
    if (!of_language && !out.empty() && std::string(",.;").find(part[0]) != std::string::npos) {
      out.insert(out.size() - 1, " " + part.substr(0, 1));
      part.erase(0, 1);
    }
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
    if (!part.empty()) out += (of_language ? ".Li " : "") + part + "\n";
  }
  return out;
}

/// Facts that the same people can forge and silence are one item; the item that a stranger can use best comes last.
std::string list() {
  std::map<std::pair<Forger, Silencer>, std::vector<Entry>> groups;
  for (const Entry& entry : entries()) groups[{entry.threat.forger, entry.threat.silencer}].push_back(entry);
  std::string text;
  for (const auto& [who, facts] : groups) {
    std::string names, notes;
    for (const Entry& fact : facts) {
      names += (names.empty() ? "" : " , ") + fact.name;
      if (*fact.threat.note != '\0') {
        notes += ".br\n.Cm " + fact.name + " :\n" + mdoc(std::string(fact.threat.note) + ".");
      }
    }
    text += ".It Cm " + names + "\nforged by: " + forger_text(who.first) +
            ".\n.br\nmade unknown by: " + silencer_text(who.second) + ".\n" + notes;
  }
  return text;
}

std::string page_text() {
  std::ifstream in(kPage);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Manual, SaysOfEachFactWhoCanForgeIt) {
  std::string page = page_text();
  const size_t begin = page.find(kBegin) + sizeof kBegin - 1;
  const size_t end = page.find(kEnd);
  ASSERT_TRUE(page.find(kBegin) != page.npos && end != page.npos && begin <= end) << "the marks are gone";
  if (std::getenv("HFILTER_WRITE_MANUAL") != nullptr) {
    page.replace(begin, end - begin, list());
    std::ofstream(kPage) << page;
    return;
  }
  EXPECT_EQ(page.substr(begin, end - begin), list()) << "run make manual-facts";
}

/// Returns the lines of the page from one heading to another, each with a blank at its end.
std::string part(const std::string& from, const std::string& to) {
  std::string text = page_text();
  const size_t begin = text.find(".Sh " + from + "\n");
  const size_t end = text.find(".Sh " + to + "\n");
  EXPECT_TRUE(begin < end && end != text.npos) << from << " to " << to;
  text = text.substr(begin, end - begin);
  for (size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.insert(at, " ");
  return text;
}

/// Returns true iff a line of the part that begins with `macro` names `word`.
bool is_named(const std::string& part, const std::string& macro, const std::string& word) {
  std::istringstream lines(part);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(macro + " ", 0) == 0 && line.find(" " + word + " ") != line.npos) return true;
  }
  return false;
}

// The list above names each fact, too, so a search in the whole page would find nothing missing.
TEST(Manual, HasAnItemForEachFactAndItsWords) {
  const std::string facts = part("FACTS OF THE STRANGER", "ACTIONS");
  for (const FactDef& fact : all_facts()) {
    EXPECT_TRUE(is_named(facts, ".It Cm", fact.name)) << "no item for " << fact.name << " in hfilterrc(5), FACTS";
  }
  for (const WordDef& word : all_words()) {
    EXPECT_TRUE(is_named(facts, ".It Cm", word.word) || is_named(facts, ".Cm", word.word))
        << fact_def(word.fact).name << " is " << word.word << " is not in hfilterrc(5), FACTS";
  }
}

TEST(Manual, HasAnItemForEachSetting) {
  const std::string settings = part("SETTINGS", "GRAMMAR");
  for (const std::string_view setting : setting_words()) {
    EXPECT_TRUE(is_named(settings, ".It Cm", std::string(setting))) << setting;
  }
}

}  // namespace
}  // namespace hfilter
