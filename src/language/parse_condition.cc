// SPDX-License-Identifier: BSD-2-Clause
//
// and, or, not, brackets, and the beginning of a condition.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "language/parser.h"
#include "message/message.h"

namespace hfilter {

const FactDef* find_fact_at(const RuleToken& first, const RuleToken& second, size_t* words) {
  const char letter = to_lower(first.text.empty() ? '\0' : first.text[0]);
  for (const FactDef& fact : all_facts()) {
    const std::string_view name = fact.name;
    const size_t blank = name.find(' ');
    if (name[0] != letter || blank == name.npos || !second.is_word()) continue;
    if (!first.is(name.substr(0, blank)) || !second.is(name.substr(blank + 1))) continue;
    *words = 2;
    return &fact;
  }
  *words = 1;
  return find_fact(first.text);
}

bool Parser::expression(Expr* out) {
  const size_t begin = at_;
  if (!unary(out)) return false;
  const bool all = peek().is("and");
  if (!all && !peek().is("or")) return true;
  Expr first = std::exchange(*out, Expr());
  out->kind = all ? Expr::Kind::kAnd : Expr::Kind::kOr;
  out->children.reserve(2);
  out->children.push_back(std::move(first));
  while (take_if(all ? "and" : "or")) {
    if (!unary(&out->children.emplace_back())) return false;
  }
  if (peek().is(all ? "or" : "and")) return fault(peek(), FaultCode::kMixedAndOr);
  out->source = source_since(begin);
  return true;
}

bool Parser::unary(Expr* out) {
  constexpr std::pair<std::string_view, Expr::Kind> kPrefixes[] = {
      {"not", Expr::Kind::kNot}, {"possibly", Expr::Kind::kPossibly}, {"surely", Expr::Kind::kSurely}};
  if (depth_ >= kMaxExprDepth) return fault(peek(), FaultCode::kTooMany, Expected::kCondition);
  const size_t begin = at_;
  bool good = false;
  ++depth_;
  const auto* const prefix =
      std::find_if(std::begin(kPrefixes), std::end(kPrefixes), [&](const auto& row) { return peek().is(row.first); });
  if (prefix != std::end(kPrefixes)) {
    take();
    out->kind = prefix->second;
    good = unary(&out->children.emplace_back());
    out->source = source_since(begin);
  } else {
    good = peek().kind == RuleToken::Kind::kOpen ? in_brackets(out) : condition(out);
  }
  --depth_;
  return good;
}

bool Parser::in_brackets(Expr* out) {
  const RuleToken open = take();
  if (!expression(out)) return false;
  if (take_kind(RuleToken::Kind::kClose)) return true;
  const bool ends = at_end() || peek().is("then") || peek().is("unless");
  return ends ? fault(open, FaultCode::kUnclosed, Expected::kCondition) : unexpected(peek(), Expected::kThen);
}

/// `any hop ...`, `hop N ...`.
bool Parser::hop_condition(Expr* out) {
  const size_t begin = at_;
  if (in_hop_) return fault(peek(), FaultCode::kNested, Expected::kHop);
  out->kind = Expr::Kind::kHop;
  out->hop = Expr::kAnyHop;
  const bool any = take_if("any");
  take();
  if (!any) {
    const RuleToken& token = take();
    const char* const end = token.text.data() + token.text.size();
    const std::from_chars_result got = std::from_chars(token.text.data(), end, out->hop);
    const bool good = token.is_word() && got.ec == std::errc() && got.ptr == end && out->hop >= 1;
    if (!good) return unexpected(token, Expected::kHopNumber);
  }
  connection_ = true;
  in_hop_ = true;
  const bool good = scoped_condition(out);
  in_hop_ = false;
  out->source = source_since(begin);
  return good;
}

/// `any attachment ...`.
bool Parser::attachment_condition(Expr* out) {
  const size_t begin = at_;
  if (in_hop_) return fault(peek(1), FaultCode::kNotOfHop);
  if (in_attachment_) return fault(peek(), FaultCode::kNested, Expected::kAttachment);
  out->kind = Expr::Kind::kAttachment;
  at_ += 2;
  in_attachment_ = true;
  const bool good = scoped_condition(out);
  in_attachment_ = false;
  out->source = source_since(begin);
  return good;
}

/// Behind `any hop` and `any attachment`: one condition, or an expression in brackets.
bool Parser::scoped_condition(Expr* out) {
  Expr* const child = &out->children.emplace_back();
  if (depth_ >= kMaxExprDepth) return fault(peek(), FaultCode::kTooMany, Expected::kCondition);
  ++depth_;
  const bool good = peek().kind == RuleToken::Kind::kOpen ? in_brackets(child) : condition(child);
  --depth_;
  return good;
}

bool Parser::condition(Expr* out) {
  const size_t begin = at_;
  const RuleToken& token = peek();
  condition_begin_ = begin;
  fact_ = nullptr;
  const Expected what = in_hop_ ? Expected::kHop : in_attachment_ ? Expected::kAttachment : Expected::kCondition;
  if (!token.is_word()) return unexpected(token, what);
  if ((token.is("any") && peek(1).is("hop")) || token.is("hop")) return hop_condition(out);
  if (token.is("any") && peek(1).is("attachment")) return attachment_condition(out);
  ++weight_;
  out->kind = Expr::Kind::kCondition;
  Condition* const c = &out->condition;
  size_t words = token.is("is") ? 0 : 1;
  const FactDef* const fact = in_attachment_ ? attachment_fact() : find_fact_at(token, peek(1), &words);
  bool good = false;
  if (fact != nullptr) {
    if (is_ambiguous(*fact)) return fault(token, FaultCode::kAmbiguous);
    at_ += words;
    good = fact_condition(c, *fact, token);
  } else if (in_hop_ || in_attachment_) {
    return unexpected(token, what);
  } else if (token.is("header") || token.is("believed")) {
    good = header_condition(c);
  } else if (token.is("via")) {
    good = via_condition(c);
  } else if (token.is("tagged")) {
    good = tagged_condition(c);
  } else if (const TestDef* test = need_test(token)) {
    take();
    test_reference(out, *test);
    good = true;
  } else {
    return !failed_ && !is_undefined(token.text) && unexpected(token, what);
  }
  needs_ |= c->needs;
  out->source = source_since(begin);
  return good;
}

/// Returns the fact that is asked of one attachment: `name ...`, `type ...`, `size ...`, `is WORD`; or null.
const FactDef* Parser::attachment_fact() const {
  if (peek().is("is")) return &fact_def(FactId::attachment);
  return find_fact("attachment " + std::string(peek().text));
}

/// Returns true for `fact` in `x is a or fact`, if it is a word of x, too.
bool Parser::is_ambiguous(const FactDef& fact) const {
  return fact.type == FactType::kFlag && compared_ != nullptr && at_ > 0 && before().is("or") &&
         find_word(compared_->id, fact.name) != nullptr;
}

bool Parser::fact_condition(Condition* c, const FactDef& fact, const RuleToken& name) {
  if (in_hop_ && !fact.per_hop) return fault(name, FaultCode::kNotOfHop);
  fact_ = &fact;
  c->subject = Subject::kFact;
  c->fact = fact.id;
  c->needs = fact.needs;
  c->domain = fact.type == FactType::kAddress && take_if("domain");
  fixed_ = fixed_ && fact.id != FactId::score;
  connection_ = connection_ || fact.per_hop;
  return test(c);
}

bool Parser::header_condition(Condition* c) {
  const bool believed = take_if("believed");
  if (!peek().is("header")) return unexpected(peek(), Expected::kHeader);
  take();
  c->subject = Subject::kHeader;
  c->header_scope = believed ? HeaderScope::kBelievedFields : HeaderScope::kAllFields;
  c->needs = believed ? kNeedsHead | kNeedsTrace : kNeedsHead;
  connection_ = connection_ || believed;
  const RuleToken& name = peek();
  if (!plain_string(&c->name, Expected::kFieldName)) return false;
  return is_field_name(c->name) ? test(c) : fault(name, FaultCode::kInvalid, Expected::kFieldName);
}

bool Parser::tagged_condition(Condition* c) {
  take();
  const RuleToken& name = take();
  if (!name.is_word() || is_reserved(name.text)) return unexpected(name, Expected::kTagName);
  c->subject = Subject::kTagged;
  c->name = lower(name.text);
  fixed_ = false;
  return true;
}

bool Parser::via_condition(Condition* c) {
  take();
  c->subject = Subject::kVia;
  c->needs = kNeedsTrace;
  connection_ = true;
  take_if("in");
  return set_reference(c, ListKind::kHosts);
}

void Parser::test_reference(Expr* out, const TestDef& test) {
  out->kind = Expr::Kind::kTest;
  out->test = &test;
  needs_ |= test.needs;
  weight_ += test.weight;
  test_depth_ = std::max(test_depth_, test.depth);
  fixed_ = fixed_ && test.fixed;
  connection_ = connection_ || test.connection;
}

}  // namespace hfilter
