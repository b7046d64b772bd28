// SPDX-License-Identifier: BSD-2-Clause
#include "rules/foreign.h"

#include <algorithm>
#include <iterator>

#include "base/limits.h"
#include "base/text.h"
#include "rules/parser.h"

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
  return std::any_of(std::begin(kBeginnings), std::end(kBeginnings),
                     [&](std::string_view words) { return begins_ignoring_case(line, words); });
}

Language language_of(std::string_view text) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (is_procmail_line(line)) return Language::kProcmail;
    if (is_sieve_line(line)) return Language::kSieve;
  }
  return Language::kOurs;
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

std::vector<Diagnostic> foreign_rules(const SourceText& source) {
  const Language language = language_of(source.text());
  if (language == Language::kOurs) return {};
  const bool procmail = language == Language::kProcmail;
  const std::string name = procmail ? "procmail" : "Sieve";
  std::vector<Translation> all = procmail ? translate_procmail(source.text()) : translate_sieve(source.text());
  std::vector<Diagnostic> diagnostics;
  if (all.empty()) {
    diagnostics.push_back(source.error_at(source.text().substr(0, 1), "this is a file of " + name + ", not of hfilter",
                                          "a rule of hfilter is: match CONDITION then ACTION"));
  }
  for (Translation& translation : all) {
    if (diagnostics.size() == kMaxErrorsPerFile) break;
    check_rule(translation);
    const std::string text =
        diagnostics.empty() ? "this is a file of " + name + ", not of hfilter" : "a rule of " + name;
    diagnostics.push_back(source.error_at(translation.place, text, help_text(translation)));
  }
  return diagnostics;
}

}  // namespace hfilter
