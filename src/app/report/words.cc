// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/words.h"

#include <algorithm>
#include <set>

#include "app/report/json_writer.h"
#include "base/text.h"
#include "facts/registry.h"
#include "rules/grammar.h"

namespace hfilter {
namespace {

constexpr int kHelpColumn = 26;
constexpr int kLabelColumn = 12;
constexpr std::string_view kFacts = "facts";
constexpr std::string_view kConditions = "conditions";

/// Returns `head`, and `help` from kHelpColumn on.
std::string entry(const std::string& head, std::string_view help, const Terminal& t) {
  return t.folded(head, help, kHelpColumn);
}

/// Returns a line such as "  needs     trace".
std::string labelled(const char* label, std::string_view text, const Terminal& t) {
  return t.folded(std::string("  ") + label, text, kLabelColumn);
}

std::string source_of(Needs needs) {
  std::string text;
  const auto add = [&](Needs bits, const char* name) {
    if (needs & bits) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  add(kNeedsTrace, "trace");
  add(kNeedsHead, "header");
  add(kNeedsBody, "body");
  add(kNeedsMime, "MIME");
  add(kNeedsDnsPtr, "DNS (PTR)");
  add(kNeedsConfirmation, "DNS (PTR, if the server does not verify)");
  add(kNeedsDnsHelo, "DNS (HELO)");
  add(kNeedsSpf | kNeedsSpfHelo, "DNS (SPF)");
  add(kNeedsDnsList, "DNS (list)");
  add(kNeedsResults, "results headers");
  return text.empty() ? "nothing" : text;
}

std::string examples_of(const char* const (&examples)[2], const Terminal& t) {
  std::string text;
  for (const char* example : examples) {
    if (example) text += labelled(text.empty() ? "examples" : "", example, t);
  }
  return text;
}

/// Returns the lines that say who can forge a fact, and who can make it unknown.
std::string threat_lines(const Threat& threat, const Terminal& t) {
  std::string text = labelled("forged by", forger_text(threat.forger), t);
  text += labelled("made unknown by", silencer_text(threat.silencer), t);
  return *threat.note == '\0' ? text : text + labelled("note", threat.note, t);
}

std::string fact_page(const FactDef& fact, const Terminal& t) {
  const FactManual& manual = fact.manual;
  std::string text = t.bold(fact.name) + " (" + fact_type_name(fact.type) + ")\n";
  text += labelled("is", fact.help, t) + labelled("needs", source_of(fact.needs), t);
  text += labelled("source", manual.source, t) + labelled("unknown", manual.unknown_when, t);
  text += threat_lines(fact.threat, t);
  if (fact.per_hop) {
    text += labelled("of a hop", std::string("any hop ") + fact.name + " ..., hop 2 " + fact.name + " ...", t);
  }
  const std::vector<const WordDef*> words = words_of(fact.id);
  if (!words.empty()) text += "  words after `is`\n";
  for (const WordDef* word : words) text += entry("    " + t.bold(word->word), word->help, t);
  return text + examples_of(manual.examples, t);
}

std::string syntax_page(const SyntaxDef& syntax, const Terminal& t) {
  return t.bold(syntax.form) + " (condition)\n" + labelled("is", syntax.help, t) +
         labelled("needs", source_of(syntax.needs), t) + labelled("source", syntax.manual.source, t) +
         labelled("unknown", syntax.manual.unknown_when, t) + threat_lines(syntax.threat, t) +
         examples_of(syntax.manual.examples, t);
}

std::string word_page(const WordDef& word, const Terminal& t) {
  const FactManual& manual = fact_def(word.fact).manual;
  const std::string condition = std::string(fact_def(word.fact).name) + " is " + word.word;
  return t.bold(std::string(fact_def(word.fact).name) + " is " + word.word) + " (word)\n" +
         labelled("is", word.help, t) + labelled("needs", source_of(word.needs), t) +
         labelled("source", manual.source, t) + labelled("unknown", manual.unknown_when, t) +
         labelled("examples", condition, t) + labelled("", "not " + condition, t);
}

std::string grammar_page(const GrammarWord& word, const Terminal& t) {
  std::string text = t.bold(word.word) + " (" + grammar_kind_name(word.kind) + ")\n" + labelled("form", word.form, t) +
                     labelled("is", word.help, t);
  if (word.standard) text += labelled("default", word.standard, t);
  const char* label = "example";
  for (std::string_view rest = word.example; !rest.empty(); label = "") {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    text += labelled(label, line, t);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return text;
}

/// Returns whether `name` is `called` ("begins with") or one of its words.
bool is_called(std::string_view called, const std::string& name) {
  if (equal_ignoring_case(called, name)) return true;
  for (std::string_view rest = called; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(' '));
    if (one.size() < called.size() && equal_ignoring_case(one, name)) return true;
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
  }
  return false;
}

/// The sections of the grammar table in the order of the list.
struct Section {
  std::string_view group;
  const char* title;
  GrammarKind kind;
};

constexpr Section kSections[] = {
    {kConditions, "operators", GrammarKind::kOperator},
    {"statements", "statements", GrammarKind::kStatement},
    {"statements", "lists of what is yours", GrammarKind::kMine},
    {"statements", "parts of statements", GrammarKind::kPart},
    {"actions", "verdicts", GrammarKind::kVerdict},
    {"actions", "notes", GrammarKind::kNote},
    {"actions", "variables in texts", GrammarKind::kPlaceholder},
    {"settings", "settings", GrammarKind::kSetting},
};

std::string facts_text(const Terminal& t) {
  std::string text;
  for (const FactDef& fact : all_facts()) {
    text += entry(t.bold(fact.name), fact.help, t);
    std::string words;
    for (const WordDef* word : words_of(fact.id)) words += (words.empty() ? "" : ", ") + std::string(word->word);
    if (!words.empty()) text += entry("  is", words, t);
  }
  return text;
}

std::string section_text(const Section& section, const Terminal& t) {
  std::string text;
  for (const GrammarWord& word : all_grammar_words()) {
    if (word.kind != section.kind) continue;
    const std::string standard = word.standard ? std::string(" (default: ") + word.standard + ")" : "";
    text += entry(t.bold(word.word), word.help + standard, t);
  }
  return text;
}

}  // namespace

const std::vector<std::string_view>& word_groups() {
  static const std::vector<std::string_view> groups = {kFacts, kConditions, "statements", "actions", "settings"};
  return groups;
}

std::string all_words_text(std::string_view group, const Terminal& t) {
  const auto wanted = [&](std::string_view name) { return group.empty() || group == name; };
  std::string text;
  const auto title = [&](const char* name) { text += (text.empty() ? "" : "\n") + t.bold(name) + ":\n"; };
  if (wanted(kFacts)) {
    title("facts");
    text += facts_text(t);
  }
  if (wanted(kConditions)) {
    title("conditions");
    for (const SyntaxDef& syntax : all_syntax()) text += entry(t.bold(syntax.form), syntax.help, t);
  }
  for (const Section& section : kSections) {
    if (!wanted(section.group)) continue;
    title(section.title);
    text += section_text(section, t);
  }
  if (group.empty()) {
    text +=
        "\n" + t.folded("", "`hfilter words helo` explains a word, and `hfilter words settings` lists one part.", 0);
  }
  return text;
}

std::optional<std::string> words_text(const std::string& name, const Terminal& t, std::string* near) {
  std::string pages;
  const auto add = [&](const std::string& page) { pages += (pages.empty() ? "" : "\n") + page; };
  if (const FactDef* fact = find_fact(name)) add(fact_page(*fact, t));
  for (const SyntaxDef& syntax : all_syntax()) {
    if (is_called(syntax.name, name)) add(syntax_page(syntax, t));
  }
  for (const GrammarWord& word : all_grammar_words()) {
    if (is_called(word.word, name)) add(grammar_page(word, t));
  }
  for (const WordDef& word : all_words()) {
    const std::string whole = std::string(fact_def(word.fact).name) + " is " + word.word;
    if (equal_ignoring_case(word.word, name) || equal_ignoring_case(whole, name)) add(word_page(word, t));
  }
  if (!pages.empty()) return pages;
  std::vector<std::string_view> names(word_groups());
  for (const FactDef& fact : all_facts()) names.push_back(fact.name);
  for (const WordDef& word : all_words()) names.push_back(word.word);
  for (const SyntaxDef& syntax : all_syntax()) names.push_back(syntax.name);
  for (const GrammarWord& word : all_grammar_words()) names.push_back(word.word);
  *near = std::string(nearest_word(name, names));
  return std::nullopt;
}

std::string words_names(std::string_view of) {
  std::set<std::string> names;
  const auto wanted = [&](std::string_view group) { return of.empty() || of == group; };
  const FactDef* fact = find_fact(of);
  for (const WordDef& word : all_words()) {
    if (fact ? word.fact == fact->id : wanted(kFacts) || wanted(kConditions)) names.insert(word.word);
  }
  if (!fact && (wanted(kFacts) || wanted(kConditions))) {
    for (const FactDef& each : all_facts()) names.insert(each.name);
  }
  if (!fact && wanted(kConditions)) {
    for (const SyntaxDef& syntax : all_syntax()) names.insert(syntax.name);
  }
  for (const Section& section : kSections) {
    if (fact || !wanted(section.group)) continue;
    for (const GrammarWord& word : all_grammar_words()) {
      if (word.kind == section.kind) names.insert(word.word);
    }
  }
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return text;
}

namespace {

void threat_json(const Threat& threat, JsonWriter* json) {
  json->key("forged_by").text(forger_text(threat.forger)).key("made_unknown_by").text(silencer_text(threat.silencer));
  json->key("note").text_or_null(threat.note);
}

}  // namespace

std::string words_json() {
  JsonWriter json;
  json.begin_object().key("schema").number(1).key("facts").begin_array();
  for (const FactDef& fact : all_facts()) {
    json.begin_object().key("name").text(fact.name).key("type").text(fact_type_name(fact.type));
    json.key("needs").text(source_of(fact.needs)).key("per_hop").boolean(fact.per_hop).key("help").text(fact.help);
    threat_json(fact.threat, &json);
    json.key("words").begin_array();
    for (const WordDef* word : words_of(fact.id)) {
      json.begin_object().key("word").text(word->word).key("needs").text(source_of(word->needs));
      json.key("help").text(word->help).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("conditions").begin_array();
  for (const SyntaxDef& syntax : all_syntax()) {
    json.begin_object().key("name").text(syntax.name).key("form").text(syntax.form);
    json.key("help").text(syntax.help);
    threat_json(syntax.threat, &json);
    json.end_object();
  }
  json.end_array().key("grammar").begin_array();
  for (const GrammarWord& word : all_grammar_words()) {
    json.begin_object().key("word").text(word.word).key("kind").text(grammar_kind_name(word.kind));
    json.key("form").text(word.form).key("help").text(word.help);
    json.key("default").text_or_null(word.standard ? word.standard : "");
    json.key("example").text(word.example).end_object();
  }
  json.end_array().end_object();
  return json.result() + "\n";
}

}  // namespace hfilter
