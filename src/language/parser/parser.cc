// SPDX-License-Identifier: BSD-2-Clause
//
// The two passes over the statements, and those that are no list, rule or setting. The other productions are in
// parse_list, parse_rule, parse_settings, parse_expr (and, or, not, what a condition begins with), parse_condition
// (what stands behind a fact: parse_is, parse_set, parse_text, parse_number) and parse_actions; the cursor is
// parse_cursor.
#include "language/parser/parser.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "language/vocabulary.h"

namespace hfilter {

namespace {

constexpr int kMajor = 1;  // of the language
constexpr int kMinor = 0;

}  // namespace

std::optional<ListKind> list_kind(const RuleToken& token) {
  for (const ListKind kind :
       {ListKind::kDomains, ListKind::kNetworks, ListKind::kHosts, ListKind::kAddresses, ListKind::kWords}) {
    if (token.is(list_kind_name(kind))) return kind;
  }
  return std::nullopt;
}

List TrustLists::*trust_list(std::string_view name) {
  for (const TrustListName& row : kTrustLists) {
    if (equal_ignoring_case(row.name, name)) return row.list;
  }
  return nullptr;
}

void Parser::read_statements(const std::vector<std::string_view>& foreign) {
  auto part = foreign.begin();
  const auto is_foreign = [&](const Statement& statement) {
    const char* const at = statement.text.data();
    while (part != foreign.end() && part->data() + part->size() <= at) ++part;
    return part != foreign.end() && part->data() <= at;
  };
  Lexer lexer(source_.text());
  while (const std::optional<Statement> statement = lexer.next()) {
    if (is_foreign(*statement)) continue;
    at_ = 0;
    failed_ = false;
    first_pass(*statement);
    first_ = false;
  }
}

void Parser::read_waiting(Draft& draft, RuleSet& rules, RuleFiles* files) {
  draft.rules.reserve(draft.waiting.size());
  for (WaitingStatement& waiting : draft.waiting) {
    if (waiting.state != WaitingStatement::State::kWaits) continue;
    draft.main = waiting.main;
    Parser(rules, draft, *waiting.source, files, {}).finish(waiting);
  }
}

void Parser::finish(WaitingStatement& waiting) {
  waiting.state = WaitingStatement::State::kBeingRead;
  tokens_.swap(draft_->spare);
  lex(waiting.statement, &tokens_);
  const bool good = tokens_[0].is("test")        ? test_statement()
                    : tokens_[0].is("at")        ? threshold()
                    : tokens_[0].is("otherwise") ? otherwise()
                                                 : rule_statement();
  if (good) statement_end();
  if (failed_) poison();
  tokens_.swap(draft_->spare);
  waiting.state = WaitingStatement::State::kRead;
}

/// Does it begin a rule, a test, a threshold or `otherwise`? These wait until all lists of the file are known.
bool Parser::begins_rule() const {
  const RuleToken& first = peek();
  if (!first.is_word() || first.first_in_line) return false;
  for (const std::string_view word : {"match", "trial", "test", "at", "otherwise"}) {
    if (first.is(word)) return true;
  }
  return first.text.back() == ':' && first.text.size() > 1;
}

void Parser::first_pass(const Statement& statement) {
  lex(statement, &tokens_, 1);
  if (begins_rule()) return wait(statement);
  lex(statement, &tokens_);
  if (peek(1).is(":")) return wait(statement);  // the colon of a name
  if (definition()) statement_end();
  if (failed_) poison();
}

/// A statement of the first pass.
bool Parser::definition() {
  const RuleToken& first = peek();
  if (first.first_in_line) return fail_at(first, "an indented line with nothing to continue", kContinuesNothing);
  if (!first.is_word()) return refuse_statement();
  if (trust_list(first.text) != nullptr) return my_list();
  if (const std::optional<ListKind> kind = list_kind(first)) return named_list(*kind);
  if (first.is("set")) return set_statement();
  if (first.is("include")) return include_statement();
  if (first.is("hfilter")) return version();
  return refuse_statement();
}

void Parser::wait(const Statement& statement) {
  draft_->waiting.push_back({statement, &source_, draft_->main});
  if (!peek().is("test")) return;
  lex(statement, &tokens_, 2);
  draft_->tests.emplace(lower(peek(1).text), &draft_->waiting.back());
}

/// What the faulty statement was to define becomes unknown instead of missing or half there: a rule elsewhere must
/// not take it for empty.
void Parser::poison() {
  if (rules_ == nullptr) return;
  const std::string_view first_word = tokens_[0].text;
  std::vector<std::string_view> mine;
  for (const TrustListName& row : kTrustLists) mine.push_back(row.name);
  const std::string_view meant = trust_list(first_word) ? first_word : nearest_word(first_word, mine);
  List* list = nullptr;
  if (!meant.empty()) {
    list = &(rules_->trust.*trust_list(meant));
  } else if (const std::optional<ListKind> kind = list_kind(tokens_[0])) {
    const std::string name(tokens_.size() > 2 ? tokens_[1].text : std::string_view());
    list = find_list(name);
    if (list == nullptr && is_name(name) && find_test(name) == nullptr) {
      list = &add_list(*kind, name);
    }
  } else if (tokens_[0].is("test") && tokens_.size() > 2 && is_name(tokens_[1].text) &&
             find_test(tokens_[1].text) == nullptr && find_list(tokens_[1].text) == nullptr) {
    auto test = std::make_unique<TestDef>();
    test->name = tokens_[1].text;
    test->file = source_.path();
    test->line = tokens_[0].line;
    add_test(std::move(test));
  } else {
    // `partners = ...`, `acl partners = ...`: who names it elsewhere has made no second mistake.
    for (size_t i = 0; i < 2 && i + 1 < tokens_.size(); ++i) {
      const std::string_view behind = tokens_[i + 1].raw.substr(0, 1);
      if (is_name(tokens_[i].text) && (behind == "=" || behind == "+")) draft_->lost.insert(lower(tokens_[i].text));
    }
  }
  if (list != nullptr) {
    list->set_fault(source_.path() + ":" + std::to_string(tokens_[0].line) + ": the statement is faulty");
  }
}

bool Parser::statement_end() {
  if (failed_) return false;
  if (at_end()) return true;
  const RuleToken& token = peek();
  if (token.kind == RuleToken::Kind::kClose) {
    return fail_at(token, "a `)` without its `(`", "take it out, or open it before");
  }
  return fail_at(token, named(token) + " does not belong here",
                 token.first_in_line && is_statement_word(token.text) ? kContinuesNothing : "");
}

// ---- version, include ----

bool Parser::version() {
  const RuleToken keyword = take();
  const RuleToken& token = take();
  int major = 0;
  int minor = 0;
  const char* end = token.text.data() + token.text.size();
  std::from_chars_result got = std::from_chars(token.text.data(), end, major);
  if (got.ec == std::errc() && got.ptr != end && *got.ptr == '.') got = std::from_chars(got.ptr + 1, end, minor);
  if (!token.is_word() || got.ec != std::errc() || got.ptr != end) {
    return fail_at(token, "the version of the rule language is missing", "write: hfilter 1");
  }
  if (!first_) return fail_at(keyword, "`hfilter` stands first", "move this line to the top of the file");
  if (major == kMajor && minor <= kMinor) return true;
  const std::string wanted = std::to_string(major) + (minor > 0 ? "." + std::to_string(minor) : "");
  return fail_at(token,
                 "needs hfilter " + wanted + ", this is " + std::to_string(kMajor) + "." + std::to_string(kMinor));
}

bool Parser::include_statement() {
  take();
  const bool optional = take_if("optional");
  const RuleToken& token = peek();
  std::string path;
  if (!plain_string(path, "the file's name is missing", "write: include \"FILE\"")) return false;
  if (!at_end()) return true;  // statement_end() says what is wrong
  const std::optional<Error> error = include_(path, optional);
  if (error) return fail_at(token, error->text, error->help);
  return true;
}

}  // namespace hfilter
