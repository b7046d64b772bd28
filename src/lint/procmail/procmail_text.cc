// SPDX-License-Identifier: BSD-2-Clause
#include "lint/procmail/procmail_text.h"

#include <algorithm>

#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t kNotFound = std::string_view::npos;

bool is_name(char c) { return is_alnum(c) || c == '_'; }

/// Finds characters in a shell command outside quotes and not after a backslash.
class Unquoted {
 public:
  explicit Unquoted(std::string_view text, size_t at) : text_(text), at_(at) {}
  /// Returns the next position of one of `wanted`, or kNotFound.
  size_t next(std::string_view wanted) {
    for (char quote = '\0'; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '\\') {
        ++at_;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (wanted.find(c) != kNotFound) {
        return at_++;
      }
    }
    return kNotFound;
  }

 private:
  std::string_view text_;
  size_t at_;
};

/// Returns the first word of the program call that contains `at`.
std::string_view program_before(std::string_view command, size_t at) {
  const size_t end = command.substr(0, at).find_last_of(";|&(`");
  std::string_view words = trim(command.substr(end == kNotFound ? 0 : end + 1));
  if (!words.empty() && words[0] == '!') words = trim(words.substr(1));
  return words.substr(0, words.find_first_of(" \t"));
}

/// Returns true for programs that name another without running it.
bool only_names_it(std::string_view program) {
  constexpr std::string_view kPrograms[] = {"test", "[", "which", "type", "command", "ls", "stat", "echo", "logger"};
  return std::find(std::begin(kPrograms), std::end(kPrograms), program) != std::end(kPrograms);
}

/// Returns whether the failure stays visible after `||`: `exit 75`, `false` or a group.
bool keeps_failure_status(std::string_view behind_or) {
  behind_or = trim(behind_or);
  if (behind_or.substr(0, 5) == "exit ") return trim(behind_or.substr(5)).substr(0, 1) != "0";
  return behind_or.substr(0, 5) == "false" || (!behind_or.empty() && (behind_or[0] == '{' || behind_or[0] == '('));
}

}  // namespace

std::vector<ProcmailLine> procmail_lines(std::string_view text) {
  std::vector<ProcmailLine> lines;
  bool joined = false;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == kNotFound ? std::string_view() : text.substr(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const bool goes_on = !line.empty() && line.back() == '\\';
    if (goes_on) line.remove_suffix(1);
    if (joined) {
      lines.back().text += line;
    } else {
      lines.push_back({number, std::string(line)});
    }
    joined = goes_on;
  }
  std::vector<ProcmailLine> kept;
  for (ProcmailLine& line : lines) {
    const std::string_view line_text = trim(line.text);
    if (!line_text.empty() && line_text[0] != '#') kept.push_back(std::move(line));
  }
  return kept;
}

std::string_view ProcmailVariables::take_name(std::string_view* line) {
  *line = trim(*line);
  size_t end = 0;
  while (end < line->size() && is_name((*line)[end])) ++end;
  const std::string_view name = line->substr(0, end);
  line->remove_prefix(end);
  return name;
}

std::string ProcmailVariables::take_value(std::string_view* line) {
  std::string value;
  char quote = '\0';
  size_t at = 0;
  for (; at < line->size(); ++at) {
    const char c = (*line)[at];
    if (quote == '\0' && is_blank(c)) break;
    if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else {
      value += c;
    }
  }
  line->remove_prefix(at);
  return value;
}

std::string ProcmailVariables::expand(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const size_t dollar = text.find('$');
    out += text.substr(0, dollar);
    if (dollar == kNotFound) break;
    text.remove_prefix(dollar + 1);
    const bool braced = !text.empty() && text[0] == '{';
    size_t end = braced ? 1 : 0;
    while (end < text.size() && is_name(text[end])) ++end;
    const auto known = values_.find(std::string(text.substr(braced ? 1 : 0, end - (braced ? 1 : 0))));
    const bool closed = !braced || (end < text.size() && text[end] == '}');
    if (known == values_.end() || !closed || out.size() > kMaxProcmailBytes) {
      out += '$';
      continue;
    }
    out += known->second;
    text.remove_prefix(end + (braced ? 1 : 0));
  }
  return out;
}

size_t find_hfilter(std::string_view command) {
  constexpr std::string_view kName = "hfilter";
  command = command.substr(0, kMaxProcmailBytes);  // procmail's own LINEBUF is 2,048
  for (size_t at = command.find(kName); at != kNotFound; at = command.find(kName, at + 1)) {
    const size_t end = at + kName.size();
    const bool whole = end == command.size() || is_space(command[end]) ||
                       std::string_view("\"';|&)<>`").find(command[end]) != kNotFound;
    if (!whole) continue;
    size_t begin = at;
    while (begin > 0 &&
           (is_alnum(command[begin - 1]) || std::string_view("/._-~$").find(command[begin - 1]) != kNotFound)) {
      --begin;
    }
    if (begin != at && command[at - 1] != '/') continue;
    if (!only_names_it(program_before(command, begin))) return begin;
  }
  return kNotFound;
}

ShellTail shell_tail(std::string_view command, size_t at) {
  ShellTail tail;
  Unquoted walk(command, at);
  for (size_t here = walk.next(";|&>"); here != kNotFound; here = walk.next(";|&>")) {
    const char c = command[here];
    const char next = here + 1 < command.size() ? command[here + 1] : '\0';
    const char before = here > 0 ? command[here - 1] : '\0';
    if (c == '>') {
      if (before != '2' && tail.redirect == kNotFound) tail.redirect = here;
    } else if (c == next) {  // the operator is || or &&
      walk.next(";|&>");
      if (c == '|' && !keeps_failure_status(command.substr(here + 2))) tail.hidden = here;
      break;
    } else if (c == '|') {
      tail.pipe = here;
      break;
    } else if (c == ';' || (before != '>' && next != '>')) {  // the & is not that of 2>&1
      if (!trim(command.substr(here + 1)).empty() || c == '&') tail.hidden = here;
      break;
    }
  }
  return tail;
}

}  // namespace hfilter
