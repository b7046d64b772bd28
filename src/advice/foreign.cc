// SPDX-License-Identifier: BSD-2-Clause
#include "advice/foreign.h"

#include <algorithm>
#include <iterator>

#include "advice/expression.h"
#include "advice/foreign_condition.h"
#include "base/limits.h"
#include "base/text.h"
#include "language/parser.h"

namespace hfilter {

namespace {

struct ForeignHost {
  std::string_view name;
  std::string_view file;
  std::string_view rule;
  std::string_view call;     // how rules of the other filter call hfilter
  std::string_view section;  // the section of hfilter-recipes(7) about the other filter
};

constexpr ForeignHost kProcmail = {"procmail", "a procmailrc", "a recipe of procmail", "* ? hfilter test 'CONDITION'",
                                   "PROCMAIL"};
constexpr ForeignHost kSieve = {"Sieve", "a Sieve script", "a rule of Sieve", "filter \"hfilter\";", "DOVECOT"};
constexpr ForeignHost kMaildrop = {"maildrop", "a mailfilter of maildrop", "a rule of maildrop",
                                   "xfilter \"/usr/bin/hfilter\"", "MAILDROP"};

/// The beginning of a line that occurs only in files of this host. A blank matches any number of blanks.
struct Beginning {
  std::string_view text;
  const ForeignHost& host;
};

constexpr Beginning kBeginnings[] = {
    {":0", kProcmail},          {"* ^", kProcmail},          {"require [", kSieve},        {"require \"", kSieve},
    {"if header ", kSieve},     {"if address ", kSieve},     {"if envelope ", kSieve},     {"if exists ", kSieve},
    {"if size ", kSieve},       {"if body ", kSieve},        {"if allof", kSieve},         {"if anyof", kSieve},
    {"if not header ", kSieve}, {"if not address ", kSieve}, {"if not envelope ", kSieve}, {"if not exists ", kSieve},
    {"if not allof", kSieve},   {"if not anyof", kSieve},    {"if ( /", kMaildrop},        {"if ( ! /", kMaildrop},
    {"if ( $", kMaildrop},      {"xfilter \"", kMaildrop},   {"exception {", kMaildrop},
};

bool begins_like(std::string_view line, std::string_view beginning) {
  size_t at = 0;
  for (const char c : beginning) {
    if (c == ' ') {
      while (at < line.size() && is_blank(line[at])) ++at;
    } else if (at == line.size() || to_lower(line[at++]) != c) {
      return false;
    }
  }
  return true;
}

/// Returns the host whose files have lines like this one; null if there is none.
const ForeignHost* host_of(std::string_view line) {
  if (std::string_view(":*rRiIxXeE").find(line.substr(0, 1)) == line.npos) {
    return nullptr;  // a fast test, because each line comes here
  }
  const auto* const found = std::find_if(std::begin(kBeginnings), std::end(kBeginnings),
                                         [&](const Beginning& row) { return begins_like(line, row.text); });
  if (found == std::end(kBeginnings)) return nullptr;
  const bool ours =
      begins_like(line, "if") && line.find(" then ") != line.npos;  // a rule of hfilter has `if` instead of `match`
  return ours ? nullptr : &found->host;
}

std::string_view first_word(std::string_view line) { return line.substr(0, line.find_first_of(" \t")); }

/// Returns true for `NAME: match ...` and `NAME: trial ...`.
bool is_labelled_rule(std::string_view line) {
  const std::string_view name = first_word(line);
  const std::string_view rest = trim(line.substr(name.size()));
  return name.size() > 1 && name.back() == ':' &&
         (begins_ignoring_case(rest, "match ") || begins_ignoring_case(rest, "trial "));
}

/// Returns true for a line that occurs only in rule files of hfilter.
bool is_our_line(std::string_view line) {
  const std::string_view first = first_word(line);
  if (first.size() == line.size()) return false;
  for (const std::string_view word : {"hfilter", "match", "trial", "otherwise"}) {
    if (equal_ignoring_case(first, word)) return true;
  }
  return trust_list(first) != nullptr || is_labelled_rule(line);
}

/// Removes the first line from `text` and returns it without its line end.
std::string_view take_line(std::string_view* text) {
  const size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end == text->npos ? text->size() : end + 1);
  return line;
}

/// Text of another host, from its first line to the next statement of hfilter.
struct Part {
  std::string_view text;
  std::string_view line;  // the line that shows the other filter
  const ForeignHost* host;
};

/// Returns the foreign parts of `text`. A foreign file without any statement of hfilter is one part.
std::vector<Part> foreign_parts(std::string_view text) {
  std::vector<Part> parts;
  bool ours = false;
  bool open = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = take_line(&rest);
    ours = ours || is_our_line(line);
    const ForeignHost* const host = host_of(trim(line));
    const bool other = host != nullptr && open && host != parts.back().host;
    if (open && !other && !is_statement_word(first_word(line)) && !is_our_line(line)) continue;
    if (open) {
      Part& part = parts.back();
      part.text = part.text.substr(0, static_cast<size_t>(line.data() - part.text.data()));
    }
    open = host != nullptr;
    if (open) parts.push_back({text.substr(static_cast<size_t>(line.data() - text.data())), trim(line), host});
  }
  if (!ours && !parts.empty()) parts = {{text, parts.front().line, parts.front().host}};
  return parts;
}

/// Returns a line of help with the condition or the facts of hfilter that correspond to `condition`.
std::string help_for_condition(std::string_view condition, const ForeignAnswer& answer) {
  const bool exact = !answer.condition.empty() && parse_expression(answer.condition, {}).expr != nullptr;
  return "\n`" + std::string(condition) + (exact ? "` is in hfilter: " : "` asks for: ") +
         (exact ? answer.condition : std::string(answer.facts));
}

/// Returns the help for one condition of `text`: the first one about HELO, else the first one that hfilter has, too.
/// Returns "" if there is none.
std::string help_for_conditions(std::string_view text) {
  std::string help;
  bool other_text = false;  // the recipe has the flag B (body) or D (case-sensitive)
  while (!text.empty()) {
    const std::string_view line = trim(take_line(&text));
    if (begins_like(line, ":0")) other_text = line.substr(2, line.find(':', 2) - 2).find_first_of("BD") != line.npos;
    const std::optional<ForeignAnswer> answer = other_text ? std::nullopt : answer_foreign_condition(line);
    const bool helo = answer && !answer->condition.empty() && answer->facts.substr(0, 4) == "helo";
    if (answer && (helo || help.empty())) help = help_for_condition(line, *answer);
    if (helo) break;
  }
  return help;
}

}  // namespace

ForeignRules foreign_rules(const SourceText& source) {
  ForeignRules found;
  for (const Part& part : foreign_parts(source.text())) {
    found.places.push_back(part.text);
    if (found.diagnostics.size() >= kMaxErrorsPerFile) continue;
    const ForeignHost& host = *part.host;
    const bool whole = part.text.size() == source.text().size();
    const std::string text = whole ? "this is " + std::string(host.file) + ", not a file of hfilter"
                                   : "this is " + std::string(host.rule) + ", not a rule of hfilter";
    const std::string help = "keep it in " + std::string(host.name) +
                             ", and call hfilter from there: " + std::string(host.call) + " (hfilter-recipes(7), " +
                             std::string(host.section) + ")";
    found.diagnostics.push_back(source.error_at(part.line, text, help + help_for_conditions(part.text)));
  }
  return found;
}

}  // namespace hfilter
