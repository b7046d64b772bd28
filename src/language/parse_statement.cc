// SPDX-License-Identifier: BSD-2-Clause
//
// The two passes over the statements, `hfilter`, `include`, and the names that statements define.
#include <algorithm>

#include "language/parser.h"

namespace hfilter {
void Parser::read_statements() {
  Lexer lexer(source_.text());
  while (const std::optional<Statement> statement = lexer.next()) {
    at_ = 0;
    failed_ = false;
    first_pass(*statement);
    is_first_ = false;
  }
}

void Parser::read_waiting(Draft& draft, RuleSet& rules, RuleFiles* files) {
  draft.rules.reserve(draft.waiting.size());
  for (WaitingStatement& waiting : draft.waiting) {
    if (waiting.state != WaitingStatement::State::kWaits) continue;
    draft.main = waiting.main;
    Parser(rules, draft, *waiting.source, files, {}).finish(&waiting);
  }
}

void Parser::finish(WaitingStatement* waiting) {
  waiting->state = WaitingStatement::State::kBeingRead;
  statement_ = waiting->statement;
  tokens_.swap(draft_.spare);
  lex(statement_, &tokens_);
  const bool good = tokens_[0].is("test")        ? test_statement()
                    : tokens_[0].is("at")        ? threshold()
                    : tokens_[0].is("otherwise") ? otherwise()
                                                 : rule_statement();
  if (good) statement_end();
  if (failed_) poison();
  tokens_.swap(draft_.spare);
  waiting->state = WaitingStatement::State::kRead;
}

bool Parser::read_expression(Expr* out) {
  statement_ = {source_.text(), 1};
  lex(statement_, &tokens_);
  return expression(out) && (at_end() || unexpected(peek(), Expected::kNothing));
}

/// Returns true iff the statement is a rule, a test, a threshold or `otherwise`. These wait until all lists of the file
/// are known.
bool Parser::begins_rule() const {
  const RuleToken& first = peek();
  if (!first.is_word() || first.first_in_line) return false;
  for (const std::string_view word : {"match", "trial", "test", "at", "otherwise"}) {
    if (first.is(word)) return true;
  }
  return first.text.back() == ':' && first.text.size() > 1;
}

void Parser::first_pass(const Statement& statement) {
  statement_ = statement;
  lex(statement, &tokens_, 1);
  if (begins_rule()) return wait(statement);
  lex(statement, &tokens_);
  if (peek(1).is(":")) return wait(statement);  // a blank before the colon of a name
  if (definition()) statement_end();
  if (failed_) poison();
}

bool Parser::definition() {
  const RuleToken& first = peek();
  if (first.first_in_line || !first.is_word()) return unexpected(first, Expected::kStatement);
  if (trust_list(first.text) != nullptr) return my_list();
  if (const std::optional<ListKind> kind = find_list_kind(first.text)) return named_list(*kind);
  if (first.is("set")) return set_statement();
  if (first.is("include")) return include_statement();
  if (first.is("hfilter")) return version();
  return unexpected(first, Expected::kStatement);
}

void Parser::wait(const Statement& statement) {
  draft_.waiting.push_back({statement, &source_, draft_.main});
  if (!peek().is("test")) return;
  lex(statement, &tokens_, 2);
  draft_.tests.emplace(lower(peek(1).text), &draft_.waiting.back());
}

/// Makes the names unknown that the faulty statement would have defined. A rule elsewhere must not take a list for
/// empty, and a rule that names it has no fault of its own.
void Parser::poison() {
  if (rules_ == nullptr) return;
  if (List* const list = poisoned_list()) {
    list->set_fault(source_.path() + ":" + std::to_string(tokens_[0].line) + ": the statement is faulty");
    return;
  }
  const bool is_test = tokens_[0].is("test") && tokens_.size() > 2 && is_name(tokens_[1].text);
  if (is_test && known_.find_test(tokens_[1].text) == nullptr && known_.find_list(tokens_[1].text) == nullptr) {
    auto test = std::make_unique<TestDef>();
    test->name = tokens_[1].text;
    test->file = source_.path();
    test->line = tokens_[0].line;
    rules_->add_test(std::move(test));
  }
  for (size_t i = 0; i < 2 && i + 1 < tokens_.size(); ++i) {  // `partners = ...`, `acl partners = ...`
    const std::string_view behind = tokens_[i + 1].raw.substr(0, 1);
    if (is_name(tokens_[i].text) && (behind == "=" || behind == "+")) {
      draft_.undefined_names.insert(lower(tokens_[i].text));
    }
  }
}

/// Returns the list that the faulty statement would have defined, or null. "mydomain" means `mydomains`.
List* Parser::poisoned_list() {
  std::vector<std::string_view> mine;
  for (const TrustListName& row : kTrustLists) mine.push_back(row.name);
  const std::string_view word = tokens_[0].text;
  const std::string_view meant = trust_list(word) != nullptr ? word : nearest_word(word, mine);
  if (!meant.empty()) return &(rules_->trust.*trust_list(meant));
  const std::optional<ListKind> kind = find_list_kind(tokens_[0].text);
  if (!kind || tokens_.size() < 3 || !is_name(tokens_[1].text)) return nullptr;
  const auto found = rules_->list_names.find(lower(tokens_[1].text));
  if (found != rules_->list_names.end()) return found->second;
  return known_.find_test(tokens_[1].text) == nullptr ? &rules_->add_list(*kind, tokens_[1].text) : nullptr;
}

bool Parser::statement_end() { return !failed_ && (at_end() || unexpected(peek(), Expected::kEnd)); }

bool Parser::version() {
  const RuleToken& keyword = take();
  const RuleToken& token = take();
  const bool known = token.is_word() && (token.text == "1" || token.text == "1.0");
  if (!known) return unexpected(token, Expected::kVersion);
  return is_first_ || fault(keyword, FaultCode::kNotFirst);
}

bool Parser::include_statement() {
  take();
  const bool optional = take_if("optional");
  const RuleToken& token = peek();
  std::string path;
  if (!plain_string(&path, Expected::kFile)) return false;
  return !at_end() || include_(path, optional, token.raw) || fault(token, FaultCode::kInclude);
}

bool Parser::new_name(const RuleToken& token, Expected what) {
  if (!token.is_word() || !is_name(token.text)) return unexpected(token, what);
  const bool taken = is_reserved(token.text) || find_fact(token.text) != nullptr ||
                     known_.find_test(token.text) != nullptr || known_.find_list(token.text) != nullptr;
  return !taken || fault(token, FaultCode::kTaken, what);
}

}  // namespace hfilter
