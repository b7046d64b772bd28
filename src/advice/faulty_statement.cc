// SPDX-License-Identifier: BSD-2-Clause
#include "advice/faulty_statement.h"

#include <algorithm>

#include "language/token_cursor.h"

namespace hfilter {
namespace {

/// Returns the last token that begins at or before `place`.
size_t index_of(const std::vector<RuleToken>& tokens, const char* place) {
  size_t index = tokens.size() - 1;
  while (index > 0 && tokens[index].raw.data() > place) --index;
  return index;
}

/// Returns true iff the token only begins or ends a block in other languages.
bool is_punctuation(const RuleToken& token, bool is_last) {
  const bool sign = token.is_operator("}") || token.is_operator(";") || token.raw == "[" || token.raw == "]";
  return sign || (is_last && (token.is("fi") || token.is("endif")));
}

}  // namespace

std::string_view our_word(const RuleToken& token) {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"&&", "and"},  {"&", "and"}, {"||", "or"},  {"|", "or"},  {"->", "then"}, {"=>", "then"}, {"{", "then"},
      {"do", "then"}, {"-gt", ">"}, {"-ge", ">="}, {"-lt", "<"}, {"-le", "<="},  {"-eq", "="},
  };
  if (!token.is_word() && token.kind != RuleToken::Kind::kOperator) return {};
  for (const auto& row : kRows) {
    if (equal_ignoring_case(token.text, row.first)) return row.second;
  }
  return {};
}

std::string named(const RuleToken& token) {
  constexpr size_t kLongest = 60;
  if (token.kind == RuleToken::Kind::kEnd) return "the end of the statement";
  return "`" + std::string(token.raw.substr(0, kLongest)) + (token.raw.size() > kLongest ? "..." : "") + "`";
}

ConditionSubject subject_at(const std::vector<RuleToken>& tokens, size_t begin) {
  const auto token = [&](size_t i) -> const RuleToken& { return tokens[std::min(begin + i, tokens.size() - 1)]; };
  ConditionSubject subject;
  if (begin == 0 && token(0).is("set")) {
    subject.name = lower(token(1).text);
    return subject;
  }
  size_t words = 1;
  subject.fact = token(0).is_word() ? find_fact(token(0).text, token(1).text, &words) : nullptr;
  if (token(0).is("is")) subject.fact = &fact_def(FactId::attachment);
  if (subject.fact == nullptr) subject.fact = find_fact("attachment " + std::string(token(0).text));
  if (subject.fact != nullptr) {
    subject.tokens = token(0).is("is") ? 0 : words;
    subject.domain = subject.fact->type == FactType::kAddress && token(subject.tokens).is("domain");
    subject.name = std::string(subject.fact->name) + (subject.domain ? " domain" : "");
    subject.tokens += subject.domain ? 1 : 0;
    return subject;
  }
  const size_t header = token(0).is("believed") ? 1 : 0;
  if (token(0).is("via") || !token(header).is("header")) {
    subject.name = "via";
    subject.tokens = 1;
    return subject;
  }
  subject.name = header == 1 ? "believed header " : "header ";
  subject.name += token(header + 1).is_string() ? std::string(token(header + 1).raw) : "\"NAME\"";
  subject.tokens = header + 2;
  return subject;
}

FaultyStatement::FaultyStatement(const Fault& its_fault, const RuleSet& its_rules)
    : fault(its_fault), rules(its_rules) {
  lex(fault.statement, &tokens);
  at = index_of(tokens, fault.place.data());
  subject = subject_at(tokens, index_of(tokens, fault.condition.data()));
}

const RuleToken& FaultyStatement::token(ptrdiff_t offset) const {
  static const RuleToken none;
  const ptrdiff_t index = static_cast<ptrdiff_t>(at) + offset;
  if (index < 0) return none;
  return tokens[std::min(static_cast<size_t>(index), tokens.size() - 1)];
}

std::string FaultyStatement::rewritten(size_t from, size_t to) const {
  std::string text;
  RuleToken::Kind before = RuleToken::Kind::kOpen;
  for (size_t i = from; i < to && i + 1 < tokens.size(); ++i) {
    const RuleToken& token = tokens[i];
    if (is_punctuation(token, i + 2 == tokens.size())) continue;
    if (token.is_operator("{") && i > from && tokens[i - 1].is("then")) continue;
    const bool tight = before == RuleToken::Kind::kOpen || token.kind == RuleToken::Kind::kClose ||
                       token.kind == RuleToken::Kind::kComma;
    if (!tight) text += ' ';
    const std::string_view ours = our_word(token);
    text += ours.empty() ? token.raw : ours;
    before = token.kind;
  }
  return text;
}

std::string_view FaultyStatement::up_to_blank(const RuleToken& token) const {
  const std::string_view all = fault.statement.text;
  const std::string_view rest = all.substr(std::min(static_cast<size_t>(token.raw.data() - all.data()), all.size()));
  return rest.substr(0, rest.find_first_of(" \t\r\n,"));
}

ListKind FaultyStatement::list_kind() const {
  if (List TrustLists::*mine = trust_list(tokens[0].text)) return (rules.trust.*mine).kind();
  const std::optional<ListKind> named_kind = find_list_kind(tokens[0].text);
  if (named_kind) return *named_kind;
  return subject.name == "via" ? ListKind::kHosts : subject.type().inline_kind;
}

std::string FaultyStatement::value_form(const RuleToken& value) const {
  const bool as_it_is = !value.is_word() || is_entry(value.text) || ends_a_condition(value) ||
                        subject.word(value.text) != nullptr ||
                        (subject.fact == nullptr && (value.is("missing") || value.is("empty")));
  return as_it_is ? std::string(value.raw) : "\"" + std::string(value.text) + "\"";
}

}  // namespace hfilter
