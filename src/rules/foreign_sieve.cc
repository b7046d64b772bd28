// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "rules/foreign.h"
#include "rules/regex.h"

namespace hfilter {

namespace {

constexpr size_t kMaxRuleBytes = 2'000;  // of one translation: beyond it nobody would read it

struct Item {
  enum class Kind { kWord, kTag, kString, kSign, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;  // of a string its value; of a tag with the colon
  std::string_view place;
};

/// RFC 5228 2: words, :tags, "strings", numbers, signs; comments away. text: blocks are skipped as strings.
class Items {
 public:
  explicit Items(std::string_view text) : text_(text) {
    while (at_ < text_.size()) one();
    items_.push_back({});
  }
  const Item& peek(size_t ahead = 0) const { return items_[std::min(next_ + ahead, items_.size() - 1)]; }
  const Item& take() {
    const Item& item = peek();
    if (next_ + 1 < items_.size()) ++next_;
    return item;
  }
  bool is(std::string_view text) const {
    return (peek().kind == Item::Kind::kWord || peek().kind == Item::Kind::kTag || peek().kind == Item::Kind::kSign) &&
           equal_ignoring_case(peek().text, text);
  }
  bool take_if(std::string_view text) {
    if (!is(text)) return false;
    take();
    return true;
  }
  bool at_end() const { return peek().kind == Item::Kind::kEnd; }

 private:
  void one() {
    const size_t begin = at_;
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (text_.substr(at_, 2) == "/*") {
      const size_t end = text_.find("*/", at_ + 2);
      at_ = end == text_.npos ? text_.size() : end + 2;
    } else if (c == '"') {
      string(begin);
    } else if (is_alnum(c) || c == ':' || c == '_') {
      ++at_;
      while (at_ < text_.size() && (is_alnum(text_[at_]) || text_[at_] == '_')) ++at_;
      const std::string_view word = text_.substr(begin, at_ - begin);
      if (equal_ignoring_case(word, "text") && text_.substr(at_, 1) == ":") return multi_line(begin);
      push(c == ':' ? Item::Kind::kTag : Item::Kind::kWord, begin, std::string(word));
    } else {
      ++at_;
      push(Item::Kind::kSign, begin, std::string(1, c));
    }
  }

  /// text: lines up to one that is a dot. As one line: so hfilter has it.
  void multi_line(size_t begin) {
    at_ = std::min(text_.find('\n', at_), text_.size());
    std::string value;
    while (at_ < text_.size()) {
      const size_t end = std::min(text_.find('\n', ++at_), text_.size());
      const std::string_view line = trim(text_.substr(at_, end - at_));
      at_ = end;
      if (line == ".") break;
      value += (value.empty() ? "" : " ") + std::string(line.substr(0, 1) == "." ? line.substr(1) : line);
    }
    push(Item::Kind::kString, begin, value);
  }

  void string(size_t begin) {
    std::string value;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_++];
    }
    if (at_ < text_.size()) ++at_;
    push(Item::Kind::kString, begin, value);
  }

  void push(Item::Kind kind, size_t begin, std::string text) {
    items_.push_back({kind, std::move(text), text_.substr(begin, at_ - begin)});
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Item> items_;
  size_t next_ = 0;
};

class Script {
 public:
  explicit Script(std::string_view text) : items_(text) {}

  std::vector<Translation> run() {
    while (!items_.at_end()) {
      if (items_.is("if") || items_.is("elsif") || items_.is("else")) {
        conditional();
      } else if (items_.is("require")) {
        while (!items_.at_end() && !items_.take_if(";")) items_.take();
      } else if (items_.is("}") || items_.is(";")) {
        items_.take();
      } else {
        begin();
        finish("otherwise ", action());
      }
    }
    return std::move(all_);
  }

 private:
  void begin() {
    all_.push_back({});
    all_.back().place = items_.peek().place;
  }
  std::string lost(const std::string& what) {
    all_.back().lost.push_back("not translated: " + what);
    return {};
  }
  void finish(const std::string& start, const std::string& actions) {
    const std::string done = actions.size() > 2 && actions.substr(actions.size() - 2) == ", "
                                 ? actions.substr(0, actions.size() - 2)
                                 : actions;
    const bool whole = !done.empty() && !start.empty() && start.size() + done.size() <= kMaxRuleBytes;
    if (whole) all_.back().rule = start + done;
    if (!whole && !start.empty() && !done.empty()) lost("so long a test");
    if (all_.back().rule.empty() && all_.back().lost.empty()) all_.pop_back();
  }

  /// What stands in the { } behind an `if`, `elsif` or `else`: the last of the verdicts is the verdict, folders before
  /// it get copies.
  struct Actions {
    std::string notes;
    std::string verdict;
    bool decides = false;  // Sieve goes no further in this chain, and neither do we
  };

  void conditional() {
    begin();
    const bool first = items_.is("if");
    const bool otherwise = items_.is("else");
    items_.take();
    if (first) chain_ = {};
    const std::string own = otherwise ? "" : bare(test(0));
    while (!items_.at_end() && !items_.is("{")) items_.take();
    items_.take();
    const Actions done = block();
    std::string rule = "match " + own + " then ";
    bool complete = otherwise || !own.empty();
    if (!first && !chain_.complete) lost("it hangs on an `if` that is not translated");
    if (!first) complete = complete && chain_.complete;
    // Where what stands above it in the chain has decided, it is not reached.
    if (otherwise) {
      rule = items_.at_end() && chain_.decides ? "otherwise " : "match not " + chain_.text() + " then ";
    } else if (!first && !chain_.decides) {
      rule = "match (" + own + ") and not " + chain_.text() + " then ";
    }
    chain_.complete = complete;
    chain_.decides = chain_.decides && done.decides;
    chain_.conditions += (chain_.conditions.empty() ? "(" : " or (") + own + ")";
    ++chain_.parts;
    if (chain_.conditions.size() > kMaxRuleBytes) chain_.complete = false;
    if (!chain_.complete) chain_.conditions.clear();
    finish(complete ? rule : "", done.notes + done.verdict);
  }

  static std::string bare(const std::string& condition) {
    const bool wrapped = condition.size() > 2 && condition[0] == '(' && condition.back() == ')';
    return wrapped ? condition.substr(1, condition.size() - 2) : condition;
  }

  Actions block() {
    Actions actions;
    bool stopped = false;
    int depth = 1;
    while (!items_.at_end() && depth > 0) {
      if (depth == 1 && items_.is("if")) lost("an `if` inside an `if`: join the conditions with `and`");
      if (items_.is("if") || items_.is("elsif") || items_.is("else")) skip_test();
      if (items_.take_if("}")) {
        --depth;
      } else if (items_.take_if("{")) {
        ++depth;
      } else if (depth > 1) {
        items_.take();
      } else {
        stopped = stopped || items_.is("stop");
        add_action(action(), actions);
      }
    }
    if (stopped && actions.verdict.empty()) actions.verdict = "accept";  // the implicit keep
    actions.decides = !actions.verdict.empty();
    return actions;
  }

  void skip_test() {
    while (!items_.at_end() && !items_.is("{")) items_.take();
  }

  static bool is_note(const std::string& action) {
    return begins_ignoring_case(action, "copy ") || action.find(" header ") != action.npos;
  }

  void add_action(const std::string& action, Actions& actions) {
    if (action.empty()) return;
    if (!is_note(action) && actions.verdict.empty()) {
      actions.verdict = action;
    } else if (is_note(action)) {
      actions.notes += action + ", ";
    } else if (begins_ignoring_case(action, "deliver ")) {
      actions.notes += "copy " + action.substr(8) + ", ";
    } else if (begins_ignoring_case(actions.verdict, "deliver ") && action == "accept") {
      actions.notes += "copy " + actions.verdict.substr(8) + ", ";
      actions.verdict = action;
    } else if (action != "discard" && action != actions.verdict) {
      lost("two actions that exclude each other (" + actions.verdict + ", " + action + ")");
    }
  }

  std::string action() {
    const Item word = items_.take();
    std::string text;
    if (word.text == "fileinto") {
      bool copy = false;
      while (items_.peek().kind == Item::Kind::kTag) {
        const std::string tag = items_.take().text;
        copy = copy || tag == ":copy";
        if (tag == ":flags") strings();
      }
      text = deliver_to(items_.peek().text, copy);
      if (text.empty()) lost("the folder " + items_.peek().text);
    } else if (word.text == "discard" || word.text == "keep") {
      text = word.text == "keep" ? "accept" : "discard";
    } else if (word.text == "reject" || word.text == "ereject") {
      text = "reject " + quoted_text(items_.peek().text);
    } else if (word.text == "addheader" && items_.peek().kind == Item::Kind::kString) {
      text = "add header " + quoted_text(items_.peek().text + ": " + items_.peek(1).text);
    } else if (word.text == "deleteheader" && items_.peek().kind == Item::Kind::kString && items_.peek(1).text == ";") {
      text = "remove header " + quoted_text(items_.peek().text);
    } else if (word.text == "redirect") {
      lost("forwarding (redirect " + items_.peek().text +
           "); a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\"");
    } else if (word.text != "stop" && word.kind == Item::Kind::kWord) {
      lost("`" + word.text + "`");
    }
    while (!items_.at_end() && !items_.is(";") && !items_.is("}")) items_.take();
    items_.take_if(";");
    return text;
  }

  std::string test(int depth) {
    if (depth > kMaxSieveDepth) return lost("tests inside tests");
    if (items_.take_if("not")) {
      const std::string inner = test(depth + 1);
      return inner.empty() ? inner : "not " + inner;
    }
    if (items_.is("allof") || items_.is("anyof")) {
      const std::string join = items_.is("allof") ? " and " : " or ";
      items_.take();
      return all_of(join, depth);
    }
    if (items_.is("header") || items_.is("address") || items_.is("envelope")) return field_test();
    if (items_.take_if("size")) return size_test();
    if (items_.take_if("exists")) return exists_test();
    if (items_.take_if("body")) return body_test();
    const std::string word = items_.take().text;
    return lost("the test `" + word + "`");
  }

  std::string all_of(const std::string& join, int depth) {
    std::string all;
    bool good = items_.take_if("(");
    int parts = 0;
    do {
      const std::string one = test(depth + 1);
      good = good && !one.empty();
      all += (all.empty() ? "" : join) + one;
      ++parts;
    } while (items_.take_if(","));
    items_.take_if(")");
    if (!good) return {};
    return parts > 1 ? "(" + all + ")" : all;
  }

  std::vector<std::string> strings() {
    std::vector<std::string> all;
    const bool list = items_.take_if("[");
    do {
      if (items_.peek().kind == Item::Kind::kString) all.push_back(items_.take().text);
    } while (list && items_.take_if(","));
    if (list) items_.take_if("]");
    return all;
  }

  struct Match {
    std::string how = ":is";
    bool domain = false;
    std::string lost;  // a tag that has no translation
  };

  Match match_tags() {
    Match match;
    while (items_.peek().kind == Item::Kind::kTag) {
      const std::string tag = items_.take().text;
      if (tag == ":comparator") items_.take();
      if (tag == ":domain") match.domain = true;
      if (tag == ":is" || tag == ":contains" || tag == ":matches" || tag == ":regex") match.how = tag;
      for (const char* other : {":localpart", ":user", ":detail", ":count", ":value", ":list", ":content", ":mime"}) {
        if (tag == other) match.lost = tag;
      }
    }
    return match;
  }

  std::string field_test() {
    const std::string word = items_.take().text;
    const Match match = match_tags();
    if (!match.lost.empty()) return lost("`" + match.lost + "` of " + (word == "header" ? "a header" : "an address"));
    const std::vector<std::string> fields = strings();
    const std::vector<std::string> values = strings();
    if (fields.empty() || values.empty()) return lost("the test `" + word + "`");
    std::vector<std::string> tests;
    for (const std::string& field : fields) {
      std::string subject = text_subject(field, joined_values(values));
      if (word == "address") subject = field_subject(field);
      if (word == "envelope") subject = equal_ignoring_case(field, "to") ? "recipient" : "sender";
      const bool address = subject.substr(0, 6) != "header" && subject != "subject" && subject != "list-id";
      if (match.domain && !address) return lost("`:domain` of " + field);
      if (!add_value_tests(subject + (match.domain ? " domain" : ""), address && !match.domain, match.how, values,
                           tests)) {
        return lost("this regular expression");
      }
    }
    return any_of(tests);
  }

  static std::string any_of(const std::vector<std::string>& tests) {
    std::string all;
    for (const std::string& test : tests) all += (all.empty() ? "" : " or ") + test;
    return tests.size() > 1 ? "(" + all + ")" : all;
  }

  static std::string joined_values(const std::vector<std::string>& values) {
    std::string all;
    for (const std::string& value : values) all += value;
    return all;
  }

  /// `subject contains "a", "b"`; what is in every text is `is not missing`, the empty address `is empty`, a part of an
  /// address no whole one.
  static bool add_value_tests(const std::string& subject, bool address, const std::string& how,
                              const std::vector<std::string>& values, std::vector<std::string>& tests) {
    std::string texts;
    for (const std::string& value : values) {
      const bool all = value.empty() ? how != ":is" : how == ":matches" && value.find_first_not_of('*') == value.npos;
      if (how == ":regex") {
        std::string regex;
        for (const char c : value) regex += c == '/' ? std::string("\\/") : std::string(1, c);
        if (regex.empty() || check_regex(regex)) return false;
        tests.push_back(subject + " matches /" + regex + "/");
      } else if (all || value.empty()) {
        const bool sender = subject == "sender" || subject == "recipient";
        tests.push_back(subject + (!all ? " is empty" : sender ? " is not empty" : " is not missing"));
      } else if (address && how == ":is" && value.find('@') == value.npos) {
        tests.push_back(subject + " like " + quoted_text(value));
      } else {
        texts += (texts.empty() ? "" : ", ") + quoted_text(value);
      }
    }
    const char* word = how == ":contains" ? " contains " : how == ":matches" ? " like " : " is ";
    if (!texts.empty()) tests.push_back(subject + word + texts);
    return true;
  }

  std::string body_test() {
    const Match match = match_tags();
    const std::vector<std::string> values = strings();
    if (!match.lost.empty() || values.empty()) return lost("the test `body`");
    std::vector<std::string> tests;
    if (!add_value_tests("body", false, match.how, values, tests)) return lost("this regular expression");
    return any_of(tests);
  }

  std::string size_test() {
    const bool over = items_.is(":over");
    const bool known = over || items_.is(":under");
    items_.take();
    const std::string size = items_.take().text;
    const size_t unit = std::min(size.find_first_not_of("0123456789"), size.size());
    const bool good = unit > 0 && unit < 16 &&
                      (unit == size.size() ||
                       (unit + 1 == size.size() && std::string("KMGkmg").find(size[unit]) != std::string::npos));
    if (!known || !good) return lost("the test `size`");
    return std::string("message size ") + (over ? "> " : "< ") + size;
  }

  std::string exists_test() {
    const std::vector<std::string> fields = strings();
    if (fields.empty()) return lost("the test `exists`");
    std::string all;
    for (const std::string& field : fields) {
      all += (all.empty() ? "" : " and ") + std::string("header ") + quoted_text(field) + " is not missing";
    }
    return fields.size() > 1 ? "(" + all + ")" : all;
  }

  /// The `if` and `elsif` above, for the next of its branches.
  struct Chain {
    std::string text() const { return parts > 1 ? "(" + conditions + ")" : conditions; }
    std::string conditions;  // "(a) or (b)"
    int parts = 0;
    bool complete = true;
    bool decides = true;  // each of them had a verdict
  };

  Items items_;
  std::vector<Translation> all_;
  Chain chain_;
};

}  // namespace

std::vector<Translation> translate_sieve(std::string_view text) { return Script(text).run(); }

}  // namespace hfilter
