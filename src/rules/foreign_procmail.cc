// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/text.h"
#include "rules/foreign.h"
#include "rules/regex.h"

namespace hfilter {

namespace {

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

class Recipe {
 public:
  explicit Recipe(std::string_view first_line) {
    result_.place = first_line;
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
    if (negated) condition = "not " + (condition.find(" or ") == condition.npos ? condition : "(" + condition + ")");
    if (!conditions_.empty()) conditions_ += " and ";
    conditions_ += condition.find(" or ") != condition.npos && !negated ? "(" + condition + ")" : condition;
  }

  Translation end(std::string_view action) {
    const std::string done = action_text(trim(action));
    if (flags_.find_first_of("AaEe") != flags_.npos) lose("the flags A, a, E, e hang on the recipe above");
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
  void lose(std::string what) {
    result_.lost.push_back("not translated: " + std::move(what));
    complete_ = false;
  }

  std::string translated(std::string_view text) {
    if (text.substr(0, 1) == ">" || text.substr(0, 1) == "<") {
      const std::string_view number = trim(text.substr(1));
      if (!number.empty() && std::all_of(number.begin(), number.end(), is_digit)) {
        return "message size " + std::string(text.substr(0, 1)) + " " + std::string(number);
      }
    }
    if (text.substr(0, 1) == "?") return lost("a program's answer (" + std::string(text) + ")");
    if (text.substr(0, 1) == "$") return lost("variables (" + std::string(text) + ")");
    if (text.find("??") != text.npos) return lost("a test of a variable or of the body (" + std::string(text) + ")");
    if (!text.empty() && is_digit(text[0]) && text.find('^') != text.npos) {
      return lost("weights (" + std::string(text) + "); write `then score N` and `at score N then ...`");
    }
    if (flags_.find('B') != flags_.npos) return lost("a test of the body (" + std::string(text) + ")");
    if (begins_ignoring_case(text, "^TO_") || (begins_ignoring_case(text, "^TO") && text.find(':') == text.npos)) {
      const std::string regex = regex_text(text.substr(text.size() > 3 && text[3] == '_' ? 4 : 3));
      return "to matches " + regex + " or cc matches " + regex;
    }
    if (text.substr(0, 5) == "^FROM")
      return lost(std::string(text) + "; near to it are: sender is empty, autoreply, mailing-list");
    return header_test(text);
  }

  std::string header_test(std::string_view text) {
    if (text.substr(0, 1) != "^") return lost("a test of the whole header (" + std::string(text) + "); name the field");
    text.remove_prefix(1);
    const size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    const bool plain =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-'; });
    if (colon == text.npos) return lost("a test of no single field (" + std::string(text) + ")");
    if (!plain && name.front() == '(' && name.back() == ')') return several_fields(name, text.substr(colon + 1));
    if (!plain) return lost("a test of no single field (" + std::string(text) + ")");
    if (equal_ignoring_case(name, "Received")) return received_test(text.substr(colon + 1));
    return field_test(name, text.substr(colon + 1));
  }

  std::string field_test(std::string_view name, std::string_view rest) {
    const std::string regex = value_regex(rest);
    if (regex.empty()) return "header " + quoted_text(name) + " is not missing";
    if (check_regex(std::string_view(regex).substr(1, regex.size() - 2))) {
      return lost("this regular expression (" + std::string(rest) + ")");
    }
    return field_subject(name) + " matches " + regex;
  }

  /// ^(To|Cc): ...
  std::string several_fields(std::string_view names, std::string_view rest) {
    names = names.substr(1, names.size() - 2);
    std::string all;
    while (!names.empty()) {
      const size_t bar = names.find('|');
      const std::string_view name = names.substr(0, bar);
      names.remove_prefix(bar == names.npos ? names.size() : bar + 1);
      const bool plain =
          !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-'; });
      if (!plain) return lost("a test of no single field");
      const std::string test = field_test(name, rest);
      if (test.empty()) return {};
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
    if (action.substr(0, 1) == "{") return lost("a block { }: write its conditions into each rule");
    if (action.substr(0, 1) == "!")
      return lost("forwarding (" + std::string(action) +
                  "); a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\"");
    if (action.substr(0, 1) == "|") return pipe_text(trim(action.substr(1)));
    const std::string deliver = deliver_to(action, copy);
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
};

}  // namespace

std::vector<Translation> translate_procmail(std::string_view text) {
  std::vector<Translation> all;
  std::vector<Recipe> open;  // none or one
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#') continue;
    if (line.substr(0, 2) == ":0") {
      open.clear();
      open.emplace_back(line);
    } else if (open.empty()) {
      continue;
    } else if (line[0] == '*') {
      open.front().condition(line);
    } else {
      all.push_back(open.front().end(line));
      open.clear();
    }
  }
  return all;
}

}  // namespace hfilter
