// SPDX-License-Identifier: BSD-2-Clause
//
// The cursor over the tokens of a statement, the names of lists and tests, and faults.
#include "base/limits.h"
#include "language/parser.h"

namespace hfilter {

bool ends_a_condition(const RuleToken& token) {
  return token.kind == RuleToken::Kind::kEnd || token.kind == RuleToken::Kind::kClose || token.is("then") ||
         token.is("unless") || token.is("and") || token.is("or");
}

const RuleToken& Parser::take() {
  const RuleToken& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::take_if(std::string_view keyword) {
  if (!peek().is(keyword)) return false;
  take();
  return true;
}

bool Parser::take_kind(RuleToken::Kind kind) {
  if (peek().kind != kind) return false;
  take();
  return true;
}

/// Takes `=`, which may be the beginning of the next word (`=x` is an entry elsewhere).
bool Parser::take_equals() {
  RuleToken& token = tokens_[at_];
  if (token.is_operator("=")) {
    take();
    return true;
  }
  if (!token.is_word() || token.text.size() < 2 || token.text[0] != '=') return false;
  token.text.remove_prefix(1);
  token.raw.remove_prefix(1);
  return true;
}

bool Parser::string_value(std::string* value, Expected what) {
  const RuleToken& token = peek();
  size_t bad = 0;
  if (!token.is_string()) return unexpected(token, what);
  if (!unquote(token.text, value, &bad)) return fault(token, FaultCode::kEscape, what);
  take();
  return true;
}

/// Takes a text without placeholders, because the sender must not choose a path or a name.
bool Parser::plain_string(std::string* value, Expected what) {
  const RuleToken& token = peek();
  if (!string_value(value, what)) return false;
  return TextTemplate::first_placeholder(*value).empty() || fault(token, FaultCode::kPlaceholder, what);
}

bool Parser::date(int64_t* day) {
  const RuleToken& token = take();
  const std::optional<int64_t> value = token.is_word() ? parse_day(token.text) : std::nullopt;
  if (!value) return unexpected(token, Expected::kDate);
  *day = *value;
  return true;
}

std::string_view Parser::source_since(size_t first) const {
  if (at_ <= first) return {};
  const char* begin = tokens_[first].raw.data();
  const std::string_view last = before().raw;
  return std::string_view(begin, static_cast<size_t>(last.data() + last.size() - begin));
}

bool Parser::fault_at(std::string_view place, FaultCode code, Expected expected, int other_line) {
  // Beyond the limit statements are still read: the lists of a faulty file say which servers are mine.
  if (!failed_ && draft_.faults.size() < kMaxFaultsPerFile) {
    const char* const begin = tokens_[condition_begin_].raw.data();
    const std::string_view condition(begin, static_cast<size_t>(std::max<ptrdiff_t>(place.data() - begin, 0)));
    draft_.faults.push_back(
        {code, expected, place, &source_, statement_, condition, comparison_, fact_, in_hop_, other_line});
  }
  failed_ = true;
  return false;
}

bool Parser::fault(const RuleToken& token, FaultCode code, Expected expected, int other_line) {
  return fault_at(token.raw, token.kind == RuleToken::Kind::kBad ? FaultCode::kBadToken : code, expected, other_line);
}

/// Returns the test of that name; reads its statement first if it waits. Returns null, and refuses the statement if the
/// definition of the test depends on itself.
const TestDef* Parser::need_test(const RuleToken& name) {
  if (const TestDef* test = known_.find_test(name.text)) return test;
  const auto found = draft_.tests.find(lower(name.text));
  if (found == draft_.tests.end() || found->second->state == WaitingStatement::State::kRead) return nullptr;
  WaitingStatement* const waiting = found->second;
  const bool circle = waiting->state == WaitingStatement::State::kBeingRead;
  if (circle || draft_.nested >= kMaxTestDepth) {
    fault(name, circle ? FaultCode::kCircle : FaultCode::kTooMany, Expected::kTestName);
    return nullptr;
  }
  const bool main = std::exchange(draft_.main, waiting->main);
  ++draft_.nested;
  Parser(*rules_, draft_, *waiting->source, files_, {}).finish(waiting);
  --draft_.nested;
  draft_.main = main;
  return known_.find_test(name.text);
}

/// Refuses the statement without a second fault if a faulty statement would have defined this name.
bool Parser::is_undefined(std::string_view name) {
  if (draft_.undefined_names.count(lower(name)) == 0) return false;
  failed_ = true;
  return true;
}

}  // namespace hfilter
