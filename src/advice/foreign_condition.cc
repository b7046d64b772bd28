// SPDX-License-Identifier: BSD-2-Clause
#include "advice/foreign_condition.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "address/hostname.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr size_t kMaxConditionBytes = 300;  // The greatest length of a condition that the help shows.
constexpr size_t kMaxNames = 20;

struct Field {
  std::string_view name;
  std::string_view facts;  // the facts that hfilter offers for a condition on this field
  std::string_view fact;   // the fact with the address or the text of the field
  std::string_view whole;  // the subject with the whole field, which can be more than the fact
};

constexpr Field kFields[] = {
    {"Subject", "subject", "subject", "subject"},
    {"From", "from, header \"From\"", "from", "header \"From\""},
    {"Return-Path", "sender", "sender", ""},
    {"Received", "helo, client, rdns, via", "", ""},
};

const Field* find_field(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kFields), std::end(kFields),
                                         [&](const Field& row) { return equal_ignoring_case(row.name, name); });
  return found == std::end(kFields) ? nullptr : found;
}

/// Returns the subject of a condition on `text` in `field`. The fact of an address field has no display name, so only
/// an address can use it.
std::string_view subject_of(const Field& field, std::string_view test, std::string_view text) {
  const bool address = test == "contains" && text.find('@') != text.npos && text.find(' ') == text.npos;
  return address ? field.fact : field.whole;
}

std::string text_condition(std::string_view subject, std::string_view test, std::string_view text) {
  if (subject.empty() || text.empty()) return {};
  return std::string(subject) + " " + std::string(test) + " \"" + std::string(text) + "\"";
}

/// Returns the only text that a regular expression matches, such as example.com for `example\.com`; "" if it matches
/// several. A dot in an address counts as escaped.
std::string literal(std::string_view regex) {
  std::string text;
  const bool address = regex.find('@') != regex.npos;
  for (size_t i = 0; i < regex.size(); ++i) {
    const bool escaped =
        regex[i] == '\\' && i + 1 < regex.size() && std::string_view(".@-+/").find(regex[i + 1]) != regex.npos;
    if (escaped) ++i;
    const bool plain = is_alnum(regex[i]) || std::string_view(" @-_,!").find(regex[i]) != regex.npos;
    const bool dot = address && regex[i] == '.' && !(i + 1 < regex.size() && regex[i + 1] == '*');
    if (!escaped && !plain && !dot) return {};
    text += regex[i];
  }
  return text;
}

using Texts = std::vector<std::string>;

bool take(std::string_view* text, std::string_view prefix) {
  if (!begins_ignoring_case(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

/// Skips the text before a name: `HELO `, `(HELO|EHLO) +`, `\(helo=`, `HELO .*\.`.
void skip_before_name(std::string_view* regex) {
  constexpr std::string_view kBefore[] = {"HELO", "EHLO", "|", ")",   "\\(",   " ",  "[ ]",      "\\ ",
                                          "=",    "+",    "*", "\\<", ".*\\.", ".*", "(.*\\.)?", "(.+\\.)?"};
  while (
      std::any_of(std::begin(kBefore), std::end(kBefore), [&](std::string_view mark) { return take(regex, mark); })) {
  }
}

/// Returns true iff a name can end before `regex`.
bool is_end_of_name(std::string_view regex) {
  constexpr std::string_view kEnds[] = {")", "]", " ", "$", "\\)", "\\]", "\\(", "\\ ", "\\>", "[)", "[ ", "[]"};
  return regex.empty() || std::any_of(std::begin(kEnds), std::end(kEnds),
                                      [&](std::string_view end) { return regex.substr(0, end.size()) == end; });
}

/// Takes a character of a name, which may be escaped. A dot counts as escaped.
bool take_name_character(std::string_view* regex, Texts* texts) {
  const size_t escape = regex->size() > 1 && regex->front() == '\\' ? 1 : 0;
  const char c = regex->substr(escape).empty() ? '\0' : (*regex)[escape];
  const char next = regex->size() > escape + 1 ? (*regex)[escape + 1] : '\0';
  const bool plain = c == '-' || c == '.' || (escape == 0 && (is_alnum(c) || c == '_'));
  if (!plain || std::string_view("*+?{").find(next) != std::string_view::npos) return false;
  for (std::string& text : *texts) text += to_lower(c);
  regex->remove_prefix(escape + 1);
  return true;
}

/// Returns each of `begins` followed by each of `ends`; empty if these are too many.
Texts each_with_each(const Texts& begins, const Texts& ends) {
  Texts all;
  if (begins.size() * ends.size() > kMaxNames) return all;
  for (const std::string& begin : begins) {
    for (const std::string& end : ends) all.push_back(begin + end);
  }
  return all;
}

Texts take_names(std::string_view* regex, bool in_group);

/// Takes one pattern of names, such as `(mail\.)?b\.(com|net)`. Returns the names like take_names.
Texts take_name(std::string_view* regex) {
  Texts names = {""};
  while (true) {
    if (take_name_character(regex, &names)) continue;
    if (!take(regex, "(")) return names;
    Texts group = take_names(regex, true);
    if (group.empty() || !take(regex, ")")) return {};
    if (take(regex, "?")) group.emplace_back();
    names = each_with_each(names, group);
  }
}

/// Takes alternative patterns of names, such as `a.com|(mail\.)?b\.(com|net)`. Returns all names that they match; empty
/// if these are too many for the help.
Texts take_names(std::string_view* regex, bool in_group) {
  Texts all;
  do {
    if (!in_group) skip_before_name(regex);
    const Texts names = take_name(regex);
    all.insert(all.end(), names.begin(), names.end());
    if (names.empty() || all.size() > kMaxNames) return {};
  } while (take(regex, "|"));
  return all;
}

/// Returns the condition on `helo` for a regular expression with HELO: `.*(HELO hewgill.com)`, `\(HELO (a|b)\)`.
std::string helo_condition(std::string_view regex) {
  const size_t helo = find_ignoring_case(regex, "HELO");
  if (helo == regex.npos) return {};
  regex.remove_prefix(helo);
  while (regex.size() > 2 && regex.substr(regex.size() - 2) == ".*") regex.remove_suffix(2);
  const bool below = regex.find(".*") != regex.npos;
  const Texts names = take_names(&regex, false);
  std::string list;
  for (const std::string& name : names) {
    if (!is_valid_hostname(name) || (below && name.find('.') == name.npos)) return {};
    list += (list.empty() ? "" : ", ") + canonical_name(name);
  }
  if (names.empty() || !is_end_of_name(regex)) return {};
  if (list == "localhost") return "helo is localhost";
  return list.find_first_of(".,") == list.npos ? "helo is \"" + list + "\"" : "helo in (" + list + ")";
}

/// Returns the condition for a regular expression on the value of `field`: `.*x` is anywhere in the value, ` x` at its
/// beginning.
std::string regex_condition(const Field& field, std::string_view regex) {
  if (field.name == "Received") return helo_condition(regex);
  const bool anywhere = regex.substr(0, 2) == ".*";
  const std::string text = literal(anywhere ? regex.substr(2) : trim(regex));
  const std::string_view test = anywhere ? "contains" : "begins";
  if (text.substr(0, 1) == " ") return {};
  return text_condition(subject_of(field, test, text), test, text);
}

ForeignAnswer answer(const Field& field, bool negated, const std::string& condition) {
  return {field.facts, negated && !condition.empty() ? "not " + condition : condition};
}

/// Answers a regular expression on the header: `^Subject:.*x`.
std::optional<ForeignAnswer> answer_regex(bool negated, std::string_view regex) {
  const size_t colon = regex.find(':');
  if (regex.substr(0, 1) != "^" || colon == regex.npos) return std::nullopt;
  const Field* const field = find_field(regex.substr(1, colon - 1));
  if (field == nullptr) return std::nullopt;
  return answer(*field, negated, regex_condition(*field, regex.substr(colon + 1)));
}

/// Skips a weight (`1^0`), `$`, and `H ??`, which do not change the meaning of a condition on the header.
std::string_view without_prefix(std::string_view condition) {
  const size_t digits = condition.find_first_not_of("0123456789.+-");
  if (digits != 0 && digits != condition.npos && condition[digits] == '^') {
    condition.remove_prefix(std::min(condition.find(' '), condition.size()));
  }
  for (const std::string_view prefix : {"$", "H ??"}) {
    condition = trim(condition);
    if (condition.substr(0, prefix.size()) == prefix) condition.remove_prefix(prefix.size());
  }
  return trim(condition);
}

/// Answers a condition of procmail: `* ! ^Subject:.*x`.
std::optional<ForeignAnswer> answer_procmail(std::string_view line) {
  line = without_prefix(trim(line.substr(1)));
  const bool negated = line.substr(0, 1) == "!";
  return answer_regex(negated, negated ? trim(line.substr(1)) : line);
}

/// Answers a condition of maildrop: `if (! /^Subject:.*x/)`. `close` is the position of the last slash.
std::optional<ForeignAnswer> answer_maildrop(std::string_view line, size_t close) {
  const size_t open = std::min(line.find("/^"), close);
  const std::string_view before = trim(line.substr(0, open));
  return answer_regex(!before.empty() && before.back() == '!', line.substr(open + 1, close - open - 1));
}

/// Removes the next word from `text`, or the next quoted string with its quotes, and returns it.
std::string_view take_word(std::string_view* text) {
  *text = trim(*text);
  const bool quoted = text->substr(0, 1) == "\"";
  const size_t end = quoted ? text->find('"', 1) : text->find_first_of(" \t");
  const std::string_view word = text->substr(0, end == text->npos || !quoted ? end : end + 1);
  text->remove_prefix(word.size());
  return word;
}

std::string_view without_quotes(std::string_view word) {
  const bool quoted = word.size() > 1 && word.front() == '"' && word.back() == '"';
  return quoted && word.find('\\') == word.npos ? word.substr(1, word.size() - 2) : std::string_view();
}

/// Answers a condition of Sieve: `if not header :contains "Subject" "x"`.
std::optional<ForeignAnswer> answer_sieve(std::string_view line) {
  if (!equal_ignoring_case(take_word(&line), "if")) return std::nullopt;
  std::string_view kind = take_word(&line);
  const bool negated = equal_ignoring_case(kind, "not");
  if (negated) kind = take_word(&line);
  const bool envelope = equal_ignoring_case(kind, "envelope");
  if (!envelope && !equal_ignoring_case(kind, "header") && !equal_ignoring_case(kind, "address")) return std::nullopt;
  std::string_view tag;
  std::string_view name = take_word(&line);
  for (; name.substr(0, 1) == ":"; name = take_word(&line)) tag = tag.empty() ? name : ":several";
  const Field* field = find_field(without_quotes(name));
  if (envelope && field != nullptr) field = find_field("Return-Path");
  if (field == nullptr) return std::nullopt;
  if (field->name == "Received") return answer(*field, negated, helo_condition(without_quotes(take_word(&line))));
  constexpr std::pair<std::string_view, std::string_view> kTests[] = {
      {":contains", "contains"}, {":is", "is"}, {":matches", "like"}};
  const auto* const test =
      std::find_if(std::begin(kTests), std::end(kTests), [&](const auto& row) { return row.first == tag; });
  if (test == std::end(kTests)) return answer(*field, negated, {});
  const std::string_view text = without_quotes(take_word(&line));
  const bool header = equal_ignoring_case(kind, "header");
  const std::string_view subject = header ? subject_of(*field, test->second, text) : field->fact;
  return answer(*field, negated, text_condition(subject, test->second, text));
}

}  // namespace

std::optional<ForeignAnswer> answer_foreign_condition(std::string_view line) {
  if (line.size() > kMaxConditionBytes) return std::nullopt;
  if (line.substr(0, 1) == "*") return answer_procmail(line);
  const size_t slash = line.rfind("/)");
  return slash == line.npos || line.find("/^") >= slash ? answer_sieve(line) : answer_maildrop(line, slash);
}

std::optional<ForeignAnswer> find_foreign_condition(std::string_view line) {
  line = line.substr(0, find_ignoring_case(line, " then "));
  if (line.size() > kMaxConditionBytes) return std::nullopt;
  while (!line.empty() && (is_blank(line.back()) || line.back() == '/' || line.back() == '"')) line.remove_suffix(1);
  for (size_t at = line.find('^'); at != line.npos; at = line.find('^', at + 1)) {
    const std::string_view before = trim(line.substr(0, at));
    const bool negated = !before.empty() && before.back() == '!';
    if (std::optional<ForeignAnswer> found = answer_regex(negated, line.substr(at))) return found;
  }
  return std::nullopt;
}

}  // namespace hfilter
