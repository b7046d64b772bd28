// SPDX-License-Identifier: BSD-2-Clause
#include "language/token_cursor.h"

#include <algorithm>

#include "base/limits.h"
#include "lists/list_entry.h"
#include "rules/text_template.h"

namespace hfilter {

void TokenCursor::read(const Statement& statement, size_t most) {
  statement_ = statement;
  lex(statement, &tokens_, most);
  at_ = condition_begin = 0;
  fact = nullptr;
  comparison = {};
  in_hop = failed_ = false;
}

const RuleToken& TokenCursor::take() {
  const RuleToken& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

void TokenCursor::take_equals(Expected what) {
  RuleToken& token = tokens_[at_];
  if (token.is_operator("=")) {
    take();
  } else if (token.is_word() && token.text.size() > 1 && token.text[0] == '=') {
    token.text.remove_prefix(1);
    token.raw.remove_prefix(1);
  } else {
    unexpected(what);
  }
}

std::string TokenCursor::take_string(Expected what) {
  std::string value;
  if (!peek().is_string()) {
    unexpected(what);
  } else if (unquote(peek().text, &value) != std::string::npos) {
    fault(peek(), FaultCode::kInvalid, what);
  }
  take();
  return value;
}

std::string TokenCursor::take_plain_string(Expected what) {
  const RuleToken& token = peek();
  std::string value = take_string(what);
  if (!TextTemplate::first_placeholder(value).empty()) fault(token, FaultCode::kInvalid, what);
  return value;
}

int64_t TokenCursor::take_date() {
  const std::optional<int64_t> day = peek().is_word() ? parse_day(peek().text) : std::nullopt;
  if (!day) unexpected(Expected::kDate);
  take();
  return day.value_or(0);
}

std::string_view TokenCursor::source_since(size_t first) const {
  if (at_ <= first) return {};
  const char* const begin = tokens_[first].raw.data();
  const std::string_view last = before().raw;
  return std::string_view(begin, static_cast<size_t>(last.data() + last.size() - begin));
}

void TokenCursor::fault(const RuleToken& token, FaultCode code, Expected expected, int other_line) {
  if (token.kind == RuleToken::Kind::kBad) code = FaultCode::kBadToken;
  // Beyond the limit statements are still read: the lists of a faulty file say which servers are mine.
  if (!failed_ && faults_.size() < kMaxFaultsPerFile) {
    const char* const begin = (*this)[condition_begin].raw.data();
    const auto size = static_cast<size_t>(std::max<ptrdiff_t>(token.raw.data() - begin, 0));
    faults_.push_back(
        {code, expected, token.raw, &source_, statement_, {begin, size}, comparison, fact, in_hop, other_line});
  }
  refuse();
}

void TokenCursor::refuse() {
  failed_ = true;
  at_ = tokens_.size() - 1;
}

bool ends_a_condition(const RuleToken& token) {
  return token.kind == RuleToken::Kind::kEnd || token.kind == RuleToken::Kind::kClose || token.is("then") ||
         token.is("unless") || token.is("and") || token.is("or");
}

}  // namespace hfilter
