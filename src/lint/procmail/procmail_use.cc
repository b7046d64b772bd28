// SPDX-License-Identifier: BSD-2-Clause
#include "lint/procmail/procmail_use.h"

#include <set>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "lint/procmail/procmail_text.h"

namespace hfilter {
namespace {

constexpr size_t kNotFound = std::string_view::npos;

using Line = ProcmailLine;

/// Returns the command after `hfilter`; "" is filter.
std::string_view command_of(std::string_view rest) {
  rest = trim(rest.substr(rest.find("hfilter") + 7));
  size_t end = 0;
  while (end < rest.size() && is_alpha(rest[end])) ++end;
  return rest.substr(0, end);
}

class Reader {
 public:
  /// Reads the text of a procmailrc. If `files` is null, no other file is read.
  explicit Reader(RuleFiles* files) : files_(files) {
    if (files_ == nullptr) return;
    std::string home = files_->resolve("~/", {});
    home.pop_back();
    variables_.set("HOME", home);
    variables_.set("MAILDIR", home);
  }

  void look_at(std::string_view text, const std::string& file) {
    const std::string outer = std::exchange(file_, file);
    for (const Line& line : procmail_lines(text)) take_line(line);
    file_ = outer;
    in_recipe_ = false;
  }

  bool runs_hfilter() const { return runs_hfilter_; }
  std::vector<Diagnostic> take() { return std::move(found_); }

 private:
  void take_line(const Line& line) {
    std::string_view said = trim(line.text);
    while (!said.empty() && said[0] == '{') said = trim(said.substr(1));
    if (said.substr(0, 2) == ":0") {
      begin_recipe(line, said.substr(2));
    } else if (in_recipe_ && !said.empty() && said[0] == '*') {
      condition(line, trim(said.substr(1)));
    } else if (in_recipe_ && !said.empty() && said[0] == '|') {
      action(line, said.substr(1));
      in_recipe_ = false;
    } else {
      in_recipe_ = false;
      assignment(line, said);
    }
  }

  void begin_recipe(const Line& line, std::string_view rest) {
    in_recipe_ = true;
    recipe_ = line;
    flags_.clear();
    lock_.clear();
    const size_t end = rest.find_first_of(":#");
    for (const char c : rest.substr(0, end)) {
      if (!is_blank(c)) flags_ += c;
    }
    if (end != kNotFound && rest[end] == ':') lock_ = rest.substr(end);
  }

  /// Removes the weight (`1^0`), `!` and `$` before a condition. Returns whether the condition is negated.
  static bool take_negation(std::string_view* rest) {
    const size_t blank = rest->find_first_of(" \t");
    const bool weighed = blank != kNotFound && rest->substr(0, blank).find('^') != kNotFound &&
                         rest->substr(0, blank).find_first_not_of("+-.0123456789^") == kNotFound;
    if (weighed) rest->remove_prefix(blank);
    bool negated = false;
    for (*rest = trim(*rest); !rest->empty() && ((*rest)[0] == '!' || (*rest)[0] == '$');
         *rest = trim(rest->substr(1))) {
      if ((*rest)[0] == '!') negated = !negated;
    }
    return negated;
  }

  // Checks `* ? hfilter test ...`, `* ! ? ...` and `* ? ! ...`; `NAME ?? ...` runs no program.
  void condition(const Line& line, std::string_view rest) {
    const bool negated = take_negation(&rest);
    if (rest.empty() || rest[0] != '?') return;
    rest = trim(rest.substr(1));
    if (find_hfilter(variables_.expand(rest)) == kNotFound) return;
    runs_hfilter_ = true;
    const bool by_shell = rest[0] == '!';
    if (by_shell) rest = trim(rest.substr(1));
    if (!negated && !by_shell) return;
    report(line, line.text.find('!'), 1,
           by_shell ? "procmail runs `!` as a program; in a shell, `!` also matches if hfilter fails or is missing"
                    : "`!` also matches if hfilter fails or is missing",
           "write the negation inside the condition of hfilter: * ? " + negate(std::string(rest)));
  }

  /// Returns the command with its quoted condition negated.
  static std::string negate(std::string command) {
    const size_t open = command.find_first_of("'\"");
    const size_t close = open == kNotFound ? kNotFound : command.rfind(command[open]);
    if (open == kNotFound || close == open) return "hfilter test 'not (...)'";
    const std::string inner = command.substr(open + 1, close - open - 1);
    const bool simple = inner.find(" and ") == kNotFound && inner.find(" or ") == kNotFound;
    const std::string negated = !simple                        ? "not (" + inner + ")"
                                : inner.substr(0, 4) == "not " ? inner.substr(4)
                                                               : "not " + inner;
    return command.replace(open + 1, close - open - 1, negated);
  }

  void action(const Line& line, std::string_view written) {
    const std::string command = variables_.expand(written);
    const size_t at = find_hfilter(command);
    if (at == kNotFound) return;
    runs_hfilter_ = true;
    const std::string_view name = command_of(std::string_view(command).substr(at));
    const size_t seen = find_hfilter(written);
    const size_t begin = line.text.find('|') + 1;
    const size_t column = begin + (seen != kNotFound ? seen : written.find('$'));
    if (has('f') && !name.empty() && name != "filter") {
      report(line, column, 7, "`hfilter " + std::string(name) + "` is not a filter: its output would replace the mail",
             name == "deliver" ? "to deliver, write " + header("fwW", "w")
                               : "for a condition, write: * ? hfilter test '...'");
      return;
    }
    flags();
    ShellTail tail = shell_tail(written, seen != kNotFound ? seen : written.find('$'));
    if (tail.pipe != kNotFound) {
      report(line, begin + tail.pipe, 1,
             "the exit status of a pipeline is that of its last program: procmail does not notice if hfilter fails",
             "give hfilter a recipe of its own");
    }
    if (tail.hidden != kNotFound) {
      report(line, begin + tail.hidden, 1, "the command after hfilter hides a failure of hfilter",
             "end the command with hfilter, or write: || exit 75");
    }
    if (has('f') && tail.redirect != kNotFound) {
      report(line, begin + tail.redirect, 1,
             "the output of the filter is the mail: with a redirection the mail becomes empty",
             "remove the redirection");
    }
  }

  /// Checks the flags of a recipe that runs hfilter.
  void flags() {
    const bool filters = has('f');
    const std::string wait = has('w') || has('W') ? "" : "w";
    const bool one_half = has('h') != has('b');
    if (!wait.empty()) {
      report_flags(filters ? "without `w`, the mail becomes empty if the filter fails"
                           : "without `w`, the mail is lost if hfilter does not take it",
                   "", wait);
    }
    if (has('b') && one_half) {
      report_flags(filters ? "with `b`, hfilter gets the mail without its header"
                           : "with `b`, hfilter gets the mail without its header, and the header is lost",
                   "b", wait);
    } else if (one_half && !filters) {
      report_flags("with `h`, hfilter gets the mail without its body, and the body is lost", "h", wait);
    } else if (one_half && wait.empty()) {  // this is only a warning: it loses no mail
      report_flags("with `h`, hfilter gets the mail without its body: rules about the body find nothing", "h", wait);
      found_.back().is_error = false;
    }
  }

  void report_flags(std::string text, std::string_view less, std::string_view more) {
    report(recipe_, recipe_.text.find(":0"), static_cast<int>(trim(recipe_.text).size()), std::move(text),
           "write " + header(less, more));
  }

  // Checks an assignment of a procmailrc: EXITCODE=$?. procmail sets $? to a negative number if a signal ended hfilter,
  // and the mail server takes this number for success (observed: -9 became 0).
  void assignment(const Line& line, std::string_view said) {
    variables_.assign(said, [&](std::string_view name, const std::string& value) {
      if (name == "INCLUDERC" || name == "SWITCHRC") include(line, value);
    });
    const size_t at = said.find("EXITCODE=$?");
    if (at == kNotFound) return;
    report(line, line.text.find("EXITCODE"), 11,
           "if hfilter was killed, this line reports success and the mail is lost",
           "write EXITCODE=75, or EXITCODE=77 if the status is 77, as in examples/procmailrc.deliver");
  }

  /// Reads an included procmailrc in the way of procmail.
  void include(const Line& line, const std::string& value) {
    if (files_ == nullptr || value.empty()) return;  // INCLUDERC= with no value ends the reading
    const std::string path = value[0] == '/' ? value : variables_.expand("$MAILDIR/") + value;
    if (!included_.insert(path).second || included_.size() > kMaxIncludes) return;
    Result<std::string> text = path.find_first_of("$`") == kNotFound
                                   ? files_->read(path)
                                   : failure(ErrorKind::kUnsupported, "only procmail knows its name");
    if (text) return look_at(*text, path);
    if (text.error().kind == ErrorKind::kNotFound) return;
    report(line, line.text.find("RC=") + 3, 1, "this file is not checked: " + text.error().text,
           "check this file separately: hfilter check FILE");
    found_.back().is_error = false;
  }

  bool has(char flag) const { return flags_.find(flag) != std::string::npos; }

  /// Returns ":0fw" with the lock file, without the flags `less` and with the flags `more`.
  std::string header(std::string_view less, std::string_view more) const {
    std::string flags;
    for (const char c : flags_) {
      if (less.find(c) == kNotFound) flags += c;
    }
    return ":0" + flags.append(more) + (lock_.empty() ? "" : " " + lock_);
  }

  void report(const Line& line, size_t at, int length, std::string text, std::string help) {
    Diagnostic diagnostic;
    diagnostic.error =
        failure(ErrorKind::kIo, std::move(text), std::move(help)).at(file_, line.number, static_cast<int>(at) + 1);
    diagnostic.source_line = line.text;
    diagnostic.length = length;
    found_.push_back(std::move(diagnostic));
  }

  RuleFiles* const files_;
  std::string file_;
  std::set<std::string> included_;
  ProcmailVariables variables_;
  std::vector<Diagnostic> found_;
  bool runs_hfilter_ = false;
  bool in_recipe_ = false;
  Line recipe_;
  std::string flags_;
  std::string lock_;
};

}  // namespace

bool is_procmailrc_with_hfilter(std::string_view text, RuleFiles* files) {
  Reader reader(files);
  reader.look_at(text, {});
  return reader.runs_hfilter();
}

std::vector<Diagnostic> check_procmailrc(std::string_view text, const std::string& file, RuleFiles* files) {
  Reader reader(files);
  reader.look_at(text, file);
  return reader.take();
}

}  // namespace hfilter
