// SPDX-License-Identifier: BSD-2-Clause
//
// Tests, rules, thresholds, otherwise.
#include "base/limits.h"
#include "base/text.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"

namespace hfilter {

bool Parser::new_name(const RuleToken& token, const char* what) {
  if (!token.is_word() || !is_name(token.text)) {
    return fail_at(token, "the name of " + std::string(what) + " is missing", "a name has letters, digits and -");
  }
  if (is_reserved(token.text) || find_fact(token.text) != nullptr) {
    return fail_at(token, named(token) + " is a word of the language", "choose another name");
  }
  if (find_test(token.text) != nullptr) return fail_at(token, "there is a test " + named(token) + " already");
  if (find_list(token.text) != nullptr) return fail_at(token, "there is a list " + named(token) + " already");
  return true;
}

bool Parser::test_statement() {
  take();
  const RuleToken name = take();
  if (!new_name(name, "the test")) return false;
  if (!take_equals()) {
    return fail_at(peek(), "a test needs `=` behind its name",
                   "write: test " + std::string(name.text) + " = CONDITION");
  }
  auto test = std::make_unique<TestDef>();
  test->name = name.text;
  test->file = source_.path();
  test->line = name.line;
  test->expr = std::make_unique<Expr>();
  if (!expression(*test->expr)) return false;
  if (!at_end()) {
    if (peek().is("then")) return fail_at(peek(), "a test has no actions", "use it in a rule: match NAME then junk");
    return true;
  }
  if (test_depth_ >= kMaxTestDepth) return fail_at(name, "tests name tests more than 50 deep");
  if (weight_ > kMaxTestWeight) return fail_at(name, "the tests that this one names are too many together");
  test->depth = test_depth_ + 1;
  test->weight = weight_;
  test->needs = needs_;
  test->fixed = fixed_;
  test->connection = connection_;
  add_test(std::move(test));
  return true;
}

bool Parser::rule_label(Rule& rule) {
  const RuleToken& first = peek();
  if (first.is("match") || first.is("trial")) return true;
  std::string_view name = first.text;
  if (!name.empty() && name.back() == ':') {
    name.remove_suffix(1);
  } else if (peek(1).is(":")) {
    return fail_at(peek(1), "the colon stands at the name", "write: " + std::string(name) + ": match ...");
  }
  if (!is_name(name)) {
    return fail_at(first, "`" + std::string(name) + "` is no name for a rule", "a name has letters, digits and -");
  }
  // Valid, and not what was meant: the rule would act.
  if (equal_ignoring_case(name, "trial")) {
    return fail_at(first, "`trial:` would be the name of a rule", "write: trial match ..., or NAME: trial match ...");
  }
  if (!draft_->names.emplace(name).second) {
    return fail(name, "there is a rule `" + std::string(name) + "` already", "rules of one file have different names");
  }
  rule.name = name;
  take();
  return true;
}

bool Parser::rule_statement() {
  Rule rule;
  rule.line = peek().line;
  rule.file = &source_.path();
  if (!rule_label(rule)) return false;
  rule.trial = take_if("trial");
  if (!take_if("match")) return refuse_match(rule);
  const size_t begin = at_;
  rule.condition = std::make_unique<Expr>();
  if (!expression(*rule.condition)) return false;
  rule.connection = connection_;
  if (take_if("unless")) {
    rule.unless = std::make_unique<Expr>();
    if (!expression(*rule.unless)) return false;
    if (peek().is("unless")) return fail_at(peek(), "a rule has one `unless`", "join them: unless A or B");
  }
  rule.source = source_since(begin);
  if (!take_if("then")) return refuse_then();
  if (!actions(rule.actions, true) || !rule_dates(rule)) return false;
  if (!at_end()) return true;
  rule.number = static_cast<int>(draft_->rules.size()) + 1;
  draft_->rules.push_back(std::move(rule));
  return true;
}

bool Parser::rule_dates(Rule& rule) {
  while (peek().is("since") || peek().is("until")) {
    const RuleToken word = take();
    std::optional<int64_t>& day = word.is("since") ? rule.since : rule.until;
    if (day) return fail_at(word, "a second " + named(word));
    int64_t value = 0;
    if (!date(value)) return false;
    day = value;
    if (rule.since && rule.until && *rule.since > *rule.until) {
      return fail_at(word, "this rule is never in force: its `since` is after its `until`");
    }
  }
  return true;
}

bool Parser::threshold() {
  Rule rule;
  rule.kind = Rule::Kind::kThreshold;
  rule.line = peek().line;
  rule.file = &source_.path();
  take();
  const size_t end = tokens_.size() - 1;
  if (!take_if("score")) {
    const bool bare = peek().is_word() && is_digit(peek().text[0]);
    return fail_at(peek(), named(peek()) + " instead of `score`",
                   "write: at score " + (bare ? rewritten(at_, end) : "8 then junk"));
  }
  if (peek().kind == RuleToken::Kind::kOperator) {
    return fail_at(peek(), "a threshold is a number alone, reached at it and above",
                   "write: at score " + (peek(1).is_word() ? rewritten(at_ + 1, end) : "8 then junk"));
  }
  const RuleToken token = take();
  if (token.is_word() && token.text.back() == ':') {
    return fail_at(
        token, "no colon behind the score",
        "write: at score " + std::string(token.text.substr(0, token.text.size() - 1)) + " then " + rewritten(at_, end));
  }
  if (const size_t dots = token.text.find(".."); dots != token.text.npos) {
    return fail_at(token, "a threshold is one number, reached at it and above",
                   "write: at score " + std::string(token.text.substr(0, dots)) + " " + rewritten(at_, end) +
                       "; what happens higher up is a threshold of its own");
  }
  if (!number(fact_def(FactId::score), token.text, token, rule.at_score)) return false;
  if (!take_if("then")) {
    return fail_at(peek(), "`then` is missing", "write: at score " + std::string(token.text) + " then junk");
  }
  if (!actions(rule.actions, false)) return false;
  if (!at_end()) return true;
  for (const Rule& other : draft_->thresholds) {
    if (other.at_score == rule.at_score && other.file == rule.file) {
      return fail_at(token, "there is a threshold at this score already, in line " + std::to_string(other.line));
    }
  }
  draft_->thresholds.push_back(std::move(rule));
  return true;
}

bool Parser::otherwise() {
  Rule rule;
  rule.kind = Rule::Kind::kOtherwise;
  rule.line = peek().line;
  rule.file = &source_.path();
  const RuleToken word = take();
  if (peek().is("then")) {
    return fail_at(peek(), "no `then` here", "write: otherwise " + rewritten(at_ + 1, tokens_.size() - 1));
  }
  if (!actions(rule.actions, false)) return false;
  if (!at_end()) return true;
  if (!draft_->otherwise.empty()) {
    return fail_at(word, "a second `otherwise`",
                   "the first is in line " + std::to_string(draft_->otherwise.front().line) + "; keep one");
  }
  draft_->otherwise.push_back(std::move(rule));
  return true;
}

}  // namespace hfilter
