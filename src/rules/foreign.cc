// SPDX-License-Identifier: BSD-2-Clause
#include "rules/foreign.h"

#include <algorithm>
#include <iterator>

#include "base/limits.h"
#include "base/text.h"
#include "rules/parser.h"
#include "rules/vocabulary.h"

namespace hfilter {

namespace {

enum class Language { kOurs, kProcmail, kSieve };

bool is_procmail_line(std::string_view line) {
  if (line.substr(0, 2) == ":0") return true;
  return line.size() > 2 && line[0] == '*' && is_blank(line[1]) && trim(line.substr(1)).substr(0, 1) == "^";
}

bool is_sieve_line(std::string_view line) {
  constexpr std::string_view kBeginnings[] = {
      "require [",       "require[",         "require \"",     "if header ",   "if address ", "if envelope ",
      "if size ",        "if allof",         "if anyof",       "if exists ",   "if body ",    "if not header ",
      "if not address ", "if not envelope ", "if not exists ", "if not allof", "if not anyof"};
  const char second = line.size() < 2 ? '\0' : to_lower(line[1]);
  if (second != 'e' && second != 'f') return false;  // each line of a file is asked
  const bool begins = std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                                  [&](std::string_view words) { return begins_ignoring_case(line, words); });
  return begins && line.find(" then ") == line.npos;  // that is our rule, with `if` instead of `match`
}

std::string_view first_word(std::string_view line) { return line.substr(0, line.find_first_of(" \t")); }

/// `NAME: match ...`
bool is_labelled_rule(std::string_view line) {
  const std::string_view name = first_word(line);
  const std::string_view rest = trim(line.substr(name.size()));
  return name.size() > 1 && name.back() == ':' &&
         (begins_ignoring_case(rest, "match ") || begins_ignoring_case(rest, "trial "));
}

/// A line as only we have it.
bool is_our_line(std::string_view line) {
  const std::string_view first = first_word(line);
  if (first.size() == line.size()) return false;
  for (const std::string_view word : {"hfilter", "match", "trial", "otherwise"}) {
    if (equal_ignoring_case(first, word)) return true;
  }
  return trust_list(first) != nullptr || is_labelled_rule(line);
}

/// What is written in another language, from its first line to our next statement.
struct Part {
  std::string_view text;
  Language language;
};

Language language_of(std::string_view line) {
  return is_procmail_line(line) ? Language::kProcmail : is_sieve_line(line) ? Language::kSieve : Language::kOurs;
}

/// The parts of `text`; all of it is one where nothing is ours.
std::vector<Part> foreign_parts(std::string_view text) {
  std::vector<Part> parts;
  bool ours = false;
  bool open = false;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t begin = text.size() - rest.size();
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    ours = ours || is_our_line(line);
    const Language language = language_of(line);
    const bool other = language != Language::kOurs && open && language != parts.back().language;
    if (open && !other && !is_statement_word(first_word(line)) && !is_our_line(line)) continue;
    if (open)
      parts.back().text =
          parts.back().text.substr(0, static_cast<size_t>(text.data() + begin - parts.back().text.data()));
    open = language != Language::kOurs;
    if (open) parts.push_back({text.substr(begin), language});
  }
  if (!ours && !parts.empty()) parts = {{text, parts.front().language}};
  return parts;
}

/// What we offer can be copied: whatever the foreign text was, our own parser has the last word.
bool is_of_our_language(const std::string& rule) {
  RuleSet rules;
  Draft draft;
  const SourceText source("", rule + "\n");
  Parser parser(rules, draft, source, nullptr, [](const std::string&, bool) { return std::nullopt; });
  parser.read_statements();
  Parser::read_waiting(draft, rules, nullptr);
  return draft.diagnostics.empty();
}

void check_rule(Translation& translation) {
  if (translation.rule.empty() || is_of_our_language(translation.rule)) return;
  translation.rule.clear();
  translation.lost.emplace_back("not translated: what is tested or done here has no form in hfilter");
}

std::string help_text(const Translation& translation) {
  std::string help;
  if (!translation.rule.empty()) help = "in hfilter's words:\n" + translation.rule;
  for (const std::string& lost : translation.lost) help += (help.empty() ? "" : "\n") + lost;
  return help;
}

}  // namespace

std::string quoted_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t') continue;
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string field_subject(std::string_view name) {
  for (const char* fact : {"subject", "from", "to", "cc", "reply-to", "list-id"}) {
    if (equal_ignoring_case(name, fact)) return fact;
  }
  return "header " + quoted_text(name);
}

std::string text_subject(std::string_view name, std::string_view pattern) {
  // The fact of an address field is the address, without the name beside it; that of List-Id has no < >.
  const bool list = equal_ignoring_case(name, "List-Id");
  const bool whole = pattern.find_first_of(list ? "<>" : "<>\" ") != pattern.npos;
  const bool address = pattern.find('@') != pattern.npos;
  if (equal_ignoring_case(name, "Subject") || (!whole && (list || address))) return field_subject(name);
  return "header " + quoted_text(name);
}

std::string deliver_to(std::string_view folder, bool copy) {
  for (const char* start : {"$MAILDIR/", "${MAILDIR}/", "$HOME/Maildir/", "$HOME/Mail/", "$HOME/", "~/", "./", "/"}) {
    if (folder.substr(0, std::string_view(start).size()) == start) folder.remove_prefix(std::string_view(start).size());
  }
  while (!folder.empty() && folder.front() == '.') folder.remove_prefix(1);
  if (folder.size() > 2 && folder.substr(folder.size() - 2) == "/.") folder.remove_suffix(2);  // MH
  while (!folder.empty() && folder.back() == '/') folder.remove_suffix(1);
  if (folder.empty() || folder.find('$') != folder.npos || folder.find("..") != folder.npos) return {};
  return (copy ? "copy " : "deliver ") + quoted_text(folder);
}

ForeignRules foreign_rules(const SourceText& source) {
  ForeignRules found;
  for (const Part& part : foreign_parts(source.text())) {
    found.places.push_back(part.text);
    const bool all = part.text.size() == source.text().size();
    const bool procmail = part.language == Language::kProcmail;
    const std::string name = procmail ? "procmail" : "Sieve";
    const std::string file = "this is a file of " + name + ", not of hfilter";
    std::vector<Translation> rules = procmail ? translate_procmail(part.text) : translate_sieve(part.text);
    if (rules.empty()) {
      found.diagnostics.push_back(source.error_at(part.text.substr(0, 1),
                                                  all ? file : "this is " + name + ", not hfilter",
                                                  "a rule of hfilter is: match CONDITION then ACTION"));
    }
    for (Translation& translation : rules) {
      if (found.diagnostics.size() >= kMaxErrorsPerFile) break;
      check_rule(translation);
      found.diagnostics.push_back(source.error_at(
          translation.place, all && found.diagnostics.empty() ? file : "a rule of " + name, help_text(translation)));
    }
  }
  return found;
}

}  // namespace hfilter
