// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "rules/foreign.h"
#include "rules/regex.h"

namespace hfilter {

namespace {

constexpr size_t kMaxBlockDepth = 20;
constexpr size_t kMaxRuleBytes = 2'000;  // of one translation: beyond it nobody would read it

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

/// 2^1, -1.5^0
bool is_weight(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  const size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  return digits > 0 && text.substr(digits, 1) == "^";
}

/// procmail's regular expression as ours: \< \> are \b, ^^ and the match mark \/ go away, a slash is \/.
std::string regex_text(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "\\<" || two == "\\>") {
      result += "\\b";
      ++i;
    } else if (two == "\\/" || two == "^^") {
      ++i;
    } else if (two.size() == 2 && two[0] == '\\') {
      result += two;
      ++i;
    } else if (text[i] == '/') {
      result += "\\/";
    } else {
      result += text[i];
    }
  }
  return "/" + result + "/";
}

/// The text behind "^Subject:", as a regular expression over the value alone.
std::string value_regex(std::string_view rest) {
  bool anchored = true;
  if (begins_ignoring_case(rest, ".*")) {
    anchored = false;
    rest.remove_prefix(2);
  }
  if (begins_ignoring_case(rest, "[ ]*")) rest.remove_prefix(4);
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
  if (rest.empty()) return {};
  return regex_text((anchored ? "^" : "") + std::string(rest));
}

/// What encloses a recipe: the conditions of the blocks around it.
struct Block {
  std::string conditions;
  bool complete = true;  // false: one of them could not be translated
  bool used = false;     // a recipe stands in it
  Translation translation;
};

class Recipe {
 public:
  Recipe(std::string_view first_line, const Block* around) {
    result_.place = first_line;
    if (around != nullptr) {
      conditions_ = around->conditions;
      if (!around->complete) lose("it stands in a block whose conditions are not translated");
    }
    for (const char c : first_line.substr(2)) {
      if (c == ':') break;
      if (!is_blank(c) && !is_digit(c)) flags_ += c;
    }
  }

  void condition(std::string_view text) {
    text = trim(text.substr(1));
    const bool negated = text.substr(0, 1) == "!";
    if (negated) text = trim(text.substr(1));
    std::string condition = translated(text);
    if (condition.empty()) return;
    if (negated) condition = "not " + (several_ ? "(" + condition + ")" : condition);
    if (!conditions_.empty()) conditions_ += " and ";
    conditions_ += several_ && !negated ? "(" + condition + ")" : condition;
    if (conditions_.size() > kMaxRuleBytes) {
      conditions_.clear();
      lose("so long a recipe");
    }
  }

  /// `{` at its end: what the recipes inside it have in common.
  Block block() {
    if (flags_.find('c') != flags_.npos) lose("a block that works on a copy");
    lose_flags();
    return {conditions_, complete_, false, result_};
  }

  Translation end(std::string_view action) {
    const std::string done = action_text(trim(action));
    lose_flags();
    const bool alone =
        conditions_.size() >= 2 && conditions_[0] == '(' && conditions_.find(") and ") == conditions_.npos;
    if (alone) conditions_ = conditions_.substr(1, conditions_.size() - 2);
    // A condition that was lost would make the rule broader than the recipe: then there is none.
    if (done.empty() || !complete_) return result_;
    if (conditions_.empty()) result_.rule = "otherwise " + done;
    if (!conditions_.empty()) result_.rule = "match " + conditions_ + " then " + done;
    return result_;
  }

 private:
  void lose_flags() {
    if (flags_.find_first_of("AaEe") != flags_.npos) lose("the flags A, a, E, e hang on the recipe above");
  }

  void lose(std::string what) {
    result_.lost.push_back("not translated: " + std::move(what));
    complete_ = false;
  }

  std::string translated(std::string_view text) {
    several_ = false;
    if (text.substr(0, 1) == ">" || text.substr(0, 1) == "<") {
      const std::string_view number = trim(text.substr(1));
      if (!number.empty() && std::all_of(number.begin(), number.end(), is_digit)) {
        return "message size " + std::string(text.substr(0, 1)) + " " + std::string(number);
      }
    }
    if (text.substr(0, 1) == "?") return lost("a program's answer (" + std::string(text) + ")");
    if (text.substr(0, 1) == "$") return lost("variables (" + std::string(text) + ")");
    if (is_weight(text)) {
      return lost("weights (" + std::string(text) + "); write `then score N` and `at score N then ...`");
    }
    std::string where = flags_;
    if (const size_t mark = text.find("??"); mark != text.npos) {
      where = trim(text.substr(0, mark));
      if (where.empty() || where.find_first_not_of("HBD") != where.npos) {
        return lost("a test of a variable (" + std::string(text) + ")");
      }
      text = trim(text.substr(mark + 2));
    }
    if (text.find("\\/") != text.npos) lose("what `\\/` puts into MATCH");
    if (where.find('B') != where.npos) return body_test(text, where.find('H') != where.npos);
    if (begins_ignoring_case(text, "^TO_") || (begins_ignoring_case(text, "^TO") && text.find(':') == text.npos)) {
      const std::string regex = with_case(regex_text(text.substr(text.size() > 3 && text[3] == '_' ? 4 : 3)));
      if (is_faulty(regex)) return lost("this regular expression (" + std::string(text) + ")");
      several_ = true;
      return "to matches " + regex + " or cc matches " + regex;
    }
    if (text.substr(0, 5) == "^FROM")
      return lost(std::string(text) + "; near to it are: sender is empty, autoreply, mailing-list");
    return header_test(text);
  }

  static bool is_faulty(std::string_view regex) {
    const std::string_view inside = regex.substr(1, regex.rfind('/') - 1);
    return inside.empty() || check_regex(inside).has_value();
  }

  std::string with_case(std::string regex) const {
    return flags_.find('D') == flags_.npos ? regex : std::move(regex) + "c";
  }

  /// `^` is the beginning of each line to procmail.
  std::string body_test(std::string_view text, bool header_too) {
    if (header_too) return lost("a test of header and body at once (" + std::string(text) + ")");
    std::string regex = regex_text(text);
    if (text.find_first_of("^$") != text.npos) regex.insert(1, "(?m)");
    if (is_faulty(regex)) return lost("this regular expression (" + std::string(text) + ")");
    return "body matches " + with_case(regex);
  }

  std::string header_test(std::string_view text) {
    if (text.substr(0, 1) != "^") return lost("a test of the whole header (" + std::string(text) + "); name the field");
    text.remove_prefix(1);
    const size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const bool plain = is_plain_name(name);
    if (colon == text.npos) return lost("a test of no single field (" + std::string(text) + ")");
    if (!plain && name.front() == '(' && name.back() == ')') return several_fields(name, text.substr(colon + 1));
    if (!plain) return lost("a test of no single field (" + std::string(text) + ")");
    if (equal_ignoring_case(name, "Received")) return received_test(text.substr(colon + 1));
    return field_test(name, text.substr(colon + 1));
  }

  std::string field_test(std::string_view name, std::string_view rest) {
    const std::string regex = value_regex(rest);
    if (regex.empty()) return "header " + quoted_text(name) + " is not missing";
    if (is_faulty(regex)) return lost("this regular expression (" + std::string(rest) + ")");
    if (rest.find("=\\?") != rest.npos || rest.find("=[?]") != rest.npos) {
      return lost("encoded words (" + std::string(rest) + "): header fields are decoded before they are tested");
    }
    return text_subject(name, rest) + " matches " + with_case(regex);
  }

  /// ^(To|Cc): ...
  std::string several_fields(std::string_view names, std::string_view rest) {
    names = names.substr(1, names.size() - 2);
    std::string all;
    while (!names.empty()) {
      const size_t bar = names.find('|');
      const std::string_view name = names.substr(0, bar);
      names.remove_prefix(bar == names.npos ? names.size() : bar + 1);
      if (!is_plain_name(name)) return lost("a test of no single field");
      const std::string test = field_test(name, rest);
      if (test.empty()) return {};
      several_ = !all.empty();
      all += (all.empty() ? "" : " or ") + test;
    }
    return all;
  }

  /// What procmail users look for in Received lines is who handed the message over.
  std::string received_test(std::string_view rest) {
    const size_t helo = rest.find("HELO ");
    if (helo == rest.npos) {
      return lost("a test of Received lines; ask who handed it over: helo, client, rdns, via");
    }
    std::string_view name = rest.substr(helo + 5);
    name = name.substr(0, name.find_first_of(") ]("));
    std::string plain;
    for (const char c : name) {
      if (c != '\\') plain += c;
    }
    const std::string host = canonical_name(plain);
    if (!is_valid_hostname(host))
      return lost("a test of Received lines; ask who handed it over: helo, client, rdns, via");
    return host.find('.') == host.npos ? "helo is " + quoted_text(host) : "helo in (" + host + ")";
  }

  std::string action_text(std::string_view action) {
    const bool copy = flags_.find('c') != flags_.npos;
    if (action == "/dev/null") return "discard";
    if (action.substr(0, 1) == "{") return lost("a block (" + std::string(action) + ")");
    if (action.substr(0, 1) == "!")
      return lost("forwarding (" + std::string(action) +
                  "); a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\"");
    if (action.substr(0, 1) == "|") return pipe_text(trim(action.substr(1)));
    if (action.size() > 1 && action.front() == '"' && action.back() == '"') {
      action = action.substr(1, action.size() - 2);
    }
    const bool absolute = action.substr(0, 1) == "/" || action.find(' ') != action.npos;
    const std::string deliver = absolute ? std::string() : deliver_to(action, copy);
    return deliver.empty() ? lost("the folder " + std::string(action)) : deliver;
  }

  std::string pipe_text(std::string_view command) {
    const bool shell = command.find_first_of("|<>$`;&'\"*\\") != command.npos;
    if (shell || command.substr(0, 1) != "/" || flags_.find('f') != flags_.npos) {
      return lost("the command (" + std::string(command) +
                  "): hfilter runs no shell and is itself the filter; an absolute path with arguments is: pipe "
                  "\"/path\" \"argument\"");
    }
    std::string text = "pipe";
    while (!command.empty()) {
      const size_t blank = command.find(' ');
      if (blank != 0) text += " " + quoted_text(command.substr(0, blank));
      command.remove_prefix(blank == command.npos ? command.size() : blank + 1);
    }
    return text;
  }

  std::string lost(std::string what) {
    lose(std::move(what));
    return {};
  }

  Translation result_;
  std::string flags_;
  std::string conditions_;
  bool complete_ = true;
  bool several_ = false;  // the last condition is joined by `or`
};

/// The file line by line, a backslash at the end of one joins it with the next.
class Recipes {
 public:
  std::vector<Translation> of(std::string_view text) {
    while (!text.empty() && all_.size() <= kMaxErrorsPerFile) {
      const size_t end = text.find('\n');
      std::string_view part = text.substr(0, end);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
      if (!part.empty() && part.back() == '\r') part.remove_suffix(1);
      const bool more = !part.empty() && part.back() == '\\' && !text.empty();
      if (more) part.remove_suffix(1);
      line_ += joined_ ? trim_left(part) : part;
      joined_ = more;
      if (more) continue;
      line(trim(line_), trim(part));
      line_.clear();
    }
    while (!blocks_.empty()) end_block();
    return std::move(all_);
  }

 private:
  static std::string_view trim_left(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    return text;
  }

  /// `place` is where it stands in the file.
  void line(std::string_view text, std::string_view place) {
    if (text.empty() || text[0] == '#') return;
    if (text.substr(0, 2) == ":0") {
      recipe_.clear();
      if (!blocks_.empty()) blocks_.back().used = true;
      if (place.substr(0, 2) == ":0") recipe_.emplace_back(place, blocks_.empty() ? nullptr : &blocks_.back());
    } else if (text[0] == '}') {
      if (!blocks_.empty()) end_block();
    } else if (recipe_.empty()) {
      return;
    } else if (text[0] == '*') {
      recipe_.front().condition(text);
    } else {
      if (text == "{" && blocks_.size() < kMaxBlockDepth) {
        blocks_.push_back(recipe_.front().block());
      } else {
        all_.push_back(recipe_.front().end(text));
      }
      recipe_.clear();
    }
  }

  /// What a block says by itself: what of its conditions was lost, or that it holds no recipe.
  void end_block() {
    Block& block = blocks_.back();
    if (!block.used) block.translation.lost.emplace_back("not translated: a block { } without a recipe");
    if (!block.translation.lost.empty()) all_.push_back(std::move(block.translation));
    blocks_.pop_back();
  }

  std::vector<Translation> all_;
  std::vector<Recipe> recipe_;  // none or one
  std::vector<Block> blocks_;   // from the outermost
  std::string line_;
  bool joined_ = false;
};

}  // namespace

std::vector<Translation> translate_procmail(std::string_view text) { return Recipes().of(text); }

}  // namespace hfilter
