// SPDX-License-Identifier: BSD-2-Clause
#include "rules/procmail_use.h"

#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t kNowhere = std::string_view::npos;

/// One line, with those that a backslash joined to it.
struct Line {
  int number = 0;
  std::string text;
};

/// Comments and blank lines are left out; procmail joins lines before it looks for `#`.
std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  bool joined = false;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == kNowhere ? std::string_view() : text.substr(end + 1);
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
  std::vector<Line> kept;
  for (Line& line : lines) {
    const std::string_view said = trim(line.text);
    if (!said.empty() && said[0] != '#') kept.push_back(std::move(line));
  }
  return kept;
}

/// Where the program hfilter (or a path to it) begins as a word of `command`, or kNowhere.
size_t find_hfilter(std::string_view command) {
  constexpr std::string_view kName = "hfilter";
  for (size_t at = command.find(kName); at != kNowhere; at = command.find(kName, at + 1)) {
    const size_t end = at + kName.size();
    const bool whole =
        end == command.size() || is_space(command[end]) || std::string_view("\"';|&)<>").find(command[end]) != kNowhere;
    if (!whole) continue;
    size_t begin = at;
    while (begin > 0 &&
           (is_alnum(command[begin - 1]) || std::string_view("/._-~$").find(command[begin - 1]) != kNowhere)) {
      --begin;
    }
    if (begin == at || command[at - 1] == '/') return begin;
  }
  return kNowhere;
}

/// The command after `hfilter`: "" is the filter.
std::string_view command_of(std::string_view rest) {
  rest = trim(rest.substr(rest.find("hfilter") + 7));
  size_t end = 0;
  while (end < rest.size() && is_alpha(rest[end])) ++end;
  return rest.substr(0, end);
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  void read(const Line& line) {
    const std::string_view said = trim(line.text);
    if (said.substr(0, 2) == ":0") {
      begin_recipe(line, said.substr(2));
    } else if (in_recipe_ && said[0] == '*') {
      condition(line, trim(said.substr(1)));
    } else if (in_recipe_ && said[0] == '|') {
      action(line, said.substr(1));
      in_recipe_ = false;
    } else {
      in_recipe_ = false;
      assignment(line, said);
    }
  }

  bool runs_hfilter() const { return runs_hfilter_; }
  std::vector<Diagnostic> take() { return std::move(found_); }

 private:
  void begin_recipe(const Line& line, std::string_view rest) {
    in_recipe_ = true;
    recipe_ = line;
    flags_.clear();
    lock_.clear();
    const size_t end = rest.find_first_of(":#");
    for (const char c : rest.substr(0, end)) {
      if (!is_blank(c)) flags_ += c;
    }
    if (end != kNowhere && rest[end] == ':') lock_ = rest.substr(end);
  }

  // `* ? hfilter test ...`, `* ! ? ...`; a condition on a variable (`NAME ?? ...`) runs nothing.
  void condition(const Line& line, std::string_view rest) {
    const bool negated = !rest.empty() && rest[0] == '!';
    if (negated) rest = trim(rest.substr(1));
    if (rest.empty() || rest[0] != '?' || find_hfilter(rest) == kNowhere) return;
    runs_hfilter_ = true;
    if (!negated) return;
    report(line, line.text.find('!'), 1, "`!` also matches when hfilter fails or is missing",
           "let hfilter negate: * ? " + negate(std::string(trim(rest.substr(1)))));
  }

  /// The same command with its quoted condition negated.
  static std::string negate(std::string command) {
    const size_t open = command.find_first_of("'\"");
    const size_t close = open == kNowhere ? kNowhere : command.rfind(command[open]);
    if (open == kNowhere || close == open) return "hfilter test 'not (...)'";
    const std::string inner = command.substr(open + 1, close - open - 1);
    const bool simple = inner.find(" and ") == kNowhere && inner.find(" or ") == kNowhere;
    const std::string negated = !simple                        ? "not (" + inner + ")"
                                : inner.substr(0, 4) == "not " ? inner.substr(4)
                                                               : "not " + inner;
    return command.replace(open + 1, close - open - 1, negated);
  }

  void action(const Line& line, std::string_view command) {
    const size_t at = find_hfilter(command);
    if (at == kNowhere) return;
    runs_hfilter_ = true;
    const std::string_view name = command_of(command.substr(at));
    const int column = static_cast<int>(line.text.find('|') + 1 + at);
    const bool filters = has('f');
    if (filters && !name.empty() && name != "filter") {
      report(line, static_cast<size_t>(column), 7,
             "`hfilter " + std::string(name) + "` is no filter: its output would take the place of the mail",
             name == "deliver" ? "to deliver write " + header("fwW", "w")
                               : "as a condition write: * ? hfilter test '...'");
      return;
    }
    if (!has('w') && !has('W')) {
      report(recipe_, recipe_.text.find(":0"), static_cast<int>(trim(recipe_.text).size()),
             filters ? "without `w`, a mail whose filter failed is emptied"
                     : "without `w`, a mail that hfilter did not take is lost",
             "write " + header("", "w"));
    }
    if (filters && has('b') && !has('h')) {
      report(recipe_, recipe_.text.find(":0"), static_cast<int>(trim(recipe_.text).size()),
             "with `b` hfilter is given a mail without its header",
             "write " + header("b", has('w') || has('W') ? "" : "w"));
    }
    const size_t pipe = command.find('|', at);
    if (pipe != kNowhere && command.substr(pipe, 2) != "||") {
      report(line, line.text.find('|') + 1 + pipe, 1,
             "the status of a pipeline is that of its last program: nobody hears of it when hfilter fails",
             "give hfilter a recipe of its own");
    }
  }

  // A program that a signal ended leaves a negative number, which the mail server reads as success (seen: -9 is 0).
  void assignment(const Line& line, std::string_view said) {
    const size_t at = said.find("EXITCODE=$?");
    if (at == kNowhere) return;
    report(line, line.text.find("EXITCODE"), 11, "if hfilter was killed, this says \"delivered\" and the mail is lost",
           "write EXITCODE=75, and EXITCODE=77 where the status is 77: examples/procmailrc.deliver");
  }

  bool has(char flag) const { return flags_.find(flag) != std::string::npos; }

  /// ":0fw" and the lock file, without the flags of `less` and with those of `more`.
  std::string header(std::string_view less, std::string_view more) const {
    std::string flags;
    for (const char c : flags_) {
      if (less.find(c) == kNowhere) flags += c;
    }
    return ":0" + flags.append(more) + (lock_.empty() ? "" : " " + lock_);
  }

  void report(const Line& line, size_t at, int length, std::string text, std::string help) {
    Diagnostic diagnostic;
    diagnostic.error.file = file_;
    diagnostic.error.line = line.number;
    diagnostic.error.column = static_cast<int>(at) + 1;
    diagnostic.error.text = std::move(text);
    diagnostic.error.help = std::move(help);
    diagnostic.source_line = line.text;
    diagnostic.length = length;
    found_.push_back(std::move(diagnostic));
  }

  const std::string& file_;
  std::vector<Diagnostic> found_;
  bool runs_hfilter_ = false;
  bool in_recipe_ = false;
  Line recipe_;
  std::string flags_;
  std::string lock_;
};

}  // namespace

bool is_procmailrc_with_hfilter(std::string_view text) {
  const std::string no_name;
  Reader reader(no_name);
  for (const Line& line : lines_of(text)) reader.read(line);
  return reader.runs_hfilter();
}

std::vector<Diagnostic> check_procmailrc(std::string_view text, const std::string& file) {
  Reader reader(file);
  for (const Line& line : lines_of(text)) reader.read(line);
  return reader.take();
}

}  // namespace hfilter
