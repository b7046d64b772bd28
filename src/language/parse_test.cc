// SPDX-License-Identifier: BSD-2-Clause
//
// The test behind a fact: is, in, texts, numbers, DNS lists. The type of a fact says which tests it has.
#include <algorithm>

#include "address/hostname.h"
#include "base/limits.h"
#include "language/parser.h"
#include "rules/condition_types.h"
#include "rules/quantity.h"

namespace hfilter {
namespace {

constexpr std::pair<std::string_view, Operator> kTextWords[] = {{"contains", Operator::kContains},
                                                                {"begins", Operator::kBegins},
                                                                {"ends", Operator::kEnds},
                                                                {"like", Operator::kLike},
                                                                {"matches", Operator::kMatches}};

}  // namespace

bool Parser::test(Condition* c) {
  const TypeRow& type = type_row(fact_, c->domain);
  const RuleToken& token = peek();
  if (!type.is && !type.in && !type.text && !type.number) {
    c->op = Operator::kFlag;
    return (!token.is("is") && !token.is("in")) || unexpected(token, Expected::kTest);
  }
  if (token.is("is")) return is_clause(c);
  if (token.is("listed") && fact_ != nullptr && fact_->id == FactId::client) return listed_clause(c);
  const size_t skip = token.is("not") ? 1 : 0;
  const RuleToken& word = peek(skip);
  const auto* const text = std::find_if(std::begin(kTextWords), std::end(kTextWords),
                                        [&](const auto& row) { return type.text && word.is(row.first); });
  if ((word.is("in") && type.in) || text != std::end(kTextWords)) {
    c->negated = skip == 1;
    at_ += skip + 1;
    if (text != std::end(kTextWords)) return text_clause(c, text->second);
    c->op = Operator::kIn;
    return set_reference(c, type.inline_kind);
  }
  const bool number = token.kind == RuleToken::Kind::kOperator || (token.is_word() && !is_reserved(token.text));
  return type.number && number ? number_clause(c) : unexpected(token, Expected::kTest);
}

/// client listed in "ZONE" [as NETWORK, ...]
bool Parser::listed_clause(Condition* c) {
  const RuleToken& listed = take();
  if (in_hop_) return fault(listed, FaultCode::kNotOfHop, Expected::kZone);
  if (!take_if("in")) return unexpected(peek(), Expected::kZone);
  const RuleToken& zone = peek();
  if (!plain_string(&c->name, Expected::kZone)) return false;
  c->name = canonical_name(c->name);
  if (!is_valid_hostname(c->name)) return fault(zone, FaultCode::kInvalid, Expected::kZone);
  c->op = Operator::kListed;
  c->needs |= kNeedsDnsList;
  if (!take_if("as")) return true;
  do {
    const RuleToken& token = take();
    const auto network = Network::parse(token.text);
    if (!network || !network->address.is_loopback()) return unexpected(token, Expected::kAnswer);
    c->networks.push_back(*network);
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

bool Parser::is_clause(Condition* c) {
  take();
  c->op = Operator::kIs;
  c->negated = take_if("not");
  compared_ = nullptr;
  do {
    if (!is_item(c)) return false;
  } while (take_kind(RuleToken::Kind::kComma));
  comparison_ = source_since(condition_begin_);
  compared_ = c->domain ? nullptr : fact_;
  return true;
}

bool Parser::is_item(Condition* c) {
  const RuleToken& token = peek();
  const FactType type = type_row(fact_, c->domain).type;
  std::optional<IsItem> item;
  if (token.is_string()) {
    std::string text;
    if (!string_value(&text, Expected::kValue)) return false;
    item = quoted_value(type, text);
  } else if (token.is_word() && !ends_a_condition(token)) {
    take();
    const bool fact = type == FactType::kName || type == FactType::kAddress;
    item = c->domain ? bare_value(nullptr, type, token.text) : bare_value(fact_, type, token.text);
    if (!item && fact && find_fact(token.text) != nullptr) return is_fact(c, *find_fact(token.text), token);
  }
  if (!item) return fault(token, FaultCode::kUnexpected, Expected::kValue);
  if (item->word != nullptr) {
    if (in_hop_ && (item->word->needs & kNeedsDns) != 0) return fault(token, FaultCode::kNotOfHop, Expected::kValue);
    c->needs |= item->word->needs;
  }
  c->items.push_back(std::move(*item));
  return true;
}

/// Another fact of the same kind: two names, or two addresses.
bool Parser::is_fact(Condition* c, const FactDef& other, const RuleToken& token) {
  const bool address = other.type == FactType::kAddress;
  if (!address && other.type != FactType::kName) return unexpected(token, Expected::kValue);
  IsItem item;
  item.kind = IsItem::Kind::kFact;
  item.fact = other.id;
  item.domain = address && take_if("domain");
  const bool name = c->domain || fact_->type == FactType::kName;
  if (fact_->id == other.id) return fault(token, FaultCode::kSameFact);
  if (name != (item.domain || !address)) return fault(token, FaultCode::kMixedAddress);
  if (in_hop_ && !other.per_hop) return fault(token, FaultCode::kNotOfHop);
  c->needs |= other.needs;
  connection_ = connection_ || other.per_hop;
  c->items.push_back(std::move(item));
  return true;
}

bool Parser::text_clause(Condition* c, Operator op) {
  c->op = op;
  if (op == Operator::kBegins || op == Operator::kEnds) take_if("with");
  if (op == Operator::kMatches) return regex_clause(c);
  do {
    const RuleToken& token = peek();
    std::string text;
    if (!string_value(&text, Expected::kText)) return false;
    if (text.empty()) return fault(token, FaultCode::kEmpty, Expected::kText);
    c->texts.push_back(std::move(text));
  } while (take_kind(RuleToken::Kind::kComma));
  comparison_ = source_since(condition_begin_);
  compared_ = nullptr;
  return true;
}

bool Parser::regex_clause(Condition* c) {
  const RuleToken& token = take();
  if (token.kind != RuleToken::Kind::kRegex) return unexpected(token, Expected::kRegex);
  const std::string_view flags = token.raw.substr(token.text.size() + 2);
  if (!flags.empty() && flags != "c") return fault_at(flags, FaultCode::kUnexpected, Expected::kFlags);
  if (token.text.empty()) return fault(token, FaultCode::kEmpty, Expected::kRegex);
  if (token.text.size() > kMaxRegexBytes) return fault(token, FaultCode::kTooMany, Expected::kRegex);
  if (check_regex(token.text)) return fault(token, FaultCode::kInvalid, Expected::kRegex);
  c->regex = std::make_shared<Regex>(std::string(token.text), flags == "c");
  return true;
}

bool Parser::number_clause(Condition* c) {
  c->op = Operator::kNumber;
  const RuleToken& token = take();
  if (token.is_word() && token.text[0] != '=') return range(c, token);
  const std::string_view op = token.is_word() ? "=" : token.text;  // `hops =0` is one word
  if (op != "<" && op != "<=" && op != ">" && op != ">=" && op != "=") return unexpected(token, Expected::kCompare);
  const RuleToken& operand = token.is_word() ? token : take();
  double value = 0;
  if (!number(*fact_, operand.text.substr(token.is_word() ? 1 : 0), operand, &value)) return false;
  c->number = number_test(op, value);
  return true;
}

bool Parser::range(Condition* c, const RuleToken& token) {
  const size_t dots = token.text.find("..");
  if (dots == token.text.npos) return unexpected(token, Expected::kRange);
  double low = 0;
  double high = 0;
  if (!number(*fact_, token.text.substr(0, dots), token, &low)) return false;
  if (!number(*fact_, token.text.substr(dots + 2), token, &high)) return false;
  if (low > high) return fault(token, FaultCode::kEmpty, Expected::kRange);
  c->number.low = low;
  c->number.high = high;
  return true;
}

/// Reads the value `text` of `token` for `fact`. Only a score may be negative.
bool Parser::number(const FactDef& fact, std::string_view text, const RuleToken& token, double* value) {
  const std::optional<double> number =
      token.is_word() ? parse_quantity(fact.type, text) : std::optional<double>(std::nullopt);
  const bool negative = !text.empty() && text[0] == '-';
  fact_ = &fact;
  if (!number || (negative && fact.id != FactId::score)) return fault(token, FaultCode::kInvalid, Expected::kNumber);
  *value = *number;
  return true;
}

}  // namespace hfilter
