// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/text.h"
#include "rules/foreign.h"
#include "rules/regex.h"

namespace hfilter {

namespace {

constexpr int kMaxDepth = 50;  // tests inside tests

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
      push(c == ':' ? Item::Kind::kTag : Item::Kind::kWord, begin, std::string(text_.substr(begin, at_ - begin)));
    } else {
      ++at_;
      push(Item::Kind::kSign, begin, std::string(1, c));
    }
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
    if (!actions.empty() && !start.empty()) all_.back().rule = start + actions;
    if (all_.back().rule.empty() && all_.back().lost.empty()) all_.pop_back();
  }

  void conditional() {
    begin();
    const bool otherwise = items_.is("else");
    items_.take();
    std::string condition = otherwise ? "" : test(0);
    if (condition.size() > 2 && condition[0] == '(' && condition.back() == ')')
      condition = condition.substr(1, condition.size() - 2);
    while (!items_.at_end() && !items_.is("{")) items_.take();
    items_.take();
    std::string actions;
    int depth = 1;
    while (!items_.at_end() && depth > 0) {
      if (items_.is("if") || items_.is("elsif")) lost("an `if` inside an `if`: join the conditions with `and`");
      if (items_.take_if("}")) {
        --depth;
      } else if (items_.take_if("{")) {
        ++depth;
      } else if (depth > 1) {
        items_.take();
      } else {
        const std::string one = action();
        if (!one.empty()) actions += (actions.empty() ? "" : ", ") + one;
      }
    }
    finish(otherwise ? "otherwise " : condition.empty() ? "" : "match " + condition + " then ", actions);
  }

  std::string action() {
    const Item word = items_.take();
    std::string text;
    if (word.text == "fileinto") {
      const bool copy = items_.take_if(":copy");
      text = deliver_to(items_.peek().text, copy);
      if (text.empty()) lost("the folder " + items_.peek().text);
    } else if (word.text == "discard" || word.text == "keep") {
      text = word.text == "keep" ? "accept" : "discard";
    } else if (word.text == "reject" || word.text == "ereject") {
      text = "reject " + quoted_text(items_.peek().text);
    } else if (word.text == "addheader" && items_.peek().kind == Item::Kind::kString) {
      text = "add header " + quoted_text(items_.peek().text + ": " + items_.peek(1).text);
    } else if (word.text != "stop" && word.kind == Item::Kind::kWord) {
      lost("`" + word.text + "`");
    }
    while (!items_.at_end() && !items_.is(";") && !items_.is("}")) items_.take();
    items_.take_if(";");
    return text;
  }

  std::string test(int depth) {
    if (depth > kMaxDepth) return lost("tests inside tests");
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

  std::string field_test() {
    const std::string word = items_.take().text;
    std::string match = ":is";
    bool domain = false;
    while (items_.peek().kind == Item::Kind::kTag) {
      const std::string tag = items_.take().text;
      if (tag == ":domain") domain = true;
      if (tag == ":comparator") items_.take();
      if (tag == ":localpart" || tag == ":user" || tag == ":detail") return lost("`" + tag + "` of an address");
      if (tag == ":is" || tag == ":contains" || tag == ":matches" || tag == ":regex") match = tag;
      if (tag == ":count" || tag == ":value") return lost("`" + tag + "`");
    }
    const std::vector<std::string> fields = strings();
    const std::vector<std::string> values = strings();
    if (fields.empty() || values.empty()) return lost("the test `" + word + "`");
    std::string all;
    for (const std::string& field : fields) {
      std::string subject = field_subject(field);
      if (word == "envelope") subject = equal_ignoring_case(field, "to") ? "recipient" : "sender";
      all += (all.empty() ? "" : " or ") + subject + (domain ? " domain" : "") + value_test(match, values);
      if (all.find("//") != all.npos) return lost("this regular expression");
    }
    return fields.size() > 1 ? "(" + all + ")" : all;
  }

  /// " contains "a", "b"".
  static std::string value_test(const std::string& match, const std::vector<std::string>& values) {
    if (match == ":regex") {
      std::string regex;
      for (const char c : values.front()) regex += c == '/' ? std::string("\\/") : std::string(1, c);
      return " matches /" + (check_regex(regex) ? "" : regex) + "/";
    }
    std::string text = match == ":contains" ? " contains " : match == ":matches" ? " like " : " is ";
    for (size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : ", ") + quoted_text(values[i]);
    return text;
  }

  std::string size_test() {
    const bool over = items_.is(":over");
    items_.take();
    return std::string("message size ") + (over ? "> " : "< ") + items_.take().text;
  }

  std::string exists_test() {
    std::string all;
    for (const std::string& field : strings()) {
      all += (all.empty() ? "" : " and ") + std::string("header ") + quoted_text(field) + " is not missing";
    }
    return all;
  }

  Items items_;
  std::vector<Translation> all_;
};

}  // namespace

std::vector<Translation> translate_sieve(std::string_view text) { return Script(text).run(); }

}  // namespace hfilter
