// SPDX-License-Identifier: BSD-2-Clause
//
// What stands behind a fact: is, in, text tests, comparisons. Which of them a fact has follows from its type alone.
#include "language/parser/parser.h"
#include "rules/condition_types.h"

namespace hfilter {

namespace {

struct TextWord {
  std::string_view word;
  Operator op;
};

constexpr TextWord kTextWords[] = {
    {"contains", Operator::kContains}, {"begins", Operator::kBegins},   {"ends", Operator::kEnds},
    {"like", Operator::kLike},         {"matches", Operator::kMatches},
};

}  // namespace

bool Parser::after_fact(Condition& c, const FactDef* fact) {
  const TypeRow& type = type_row(fact, c.domain);
  const RuleToken& token = peek();
  if (!type.is && !type.in && !type.text && !type.number) {
    c.op = Operator::kFlag;
    if (token.is("is") || token.is("in")) return refuse_test(fact);
    return true;
  }
  if (token.is("is")) return is_clause(c, fact);
  if (token.is("listed") && fact != nullptr && fact->id == FactId::client) return listed_clause(c);
  const size_t skip = token.is("not") ? 1 : 0;
  if (peek(skip).is("in") && type.in) {
    c.negated = skip == 1;
    at_ += skip;
    return in_clause(c, fact);
  }
  for (const TextWord& row : kTextWords) {
    if (!type.text || !peek(skip).is(row.word)) continue;
    c.negated = skip == 1;
    at_ += skip;
    return text_clause(c, fact, row.op);
  }
  if (type.number && (token.kind == RuleToken::Kind::kOperator || token.is_word()) && !token.is("in") &&
      !(token.is_word() && is_reserved(token.text))) {
    return number_clause(c, *fact);
  }
  return refuse_test(fact);
}

/// client listed in "ZONE" [as NETWORK, ...]
bool Parser::listed_clause(Condition& c) {
  const RuleToken listed = take();
  constexpr const char* kForm = "write: client listed in \"bl.example.org\"";
  if (in_hop_) return fail_at(listed, "a DNS list is asked about the stranger only, not about a hop");
  if (!take_if("in")) {
    return fail_at(peek(), "`in` is missing behind `listed`",
                   is_string() ? "write: client listed in " + std::string(peek().raw) : kForm);
  }
  const RuleToken zone = peek();
  if (!plain_string(c.name, "the zone of the DNS list is missing", kForm)) return false;
  c.name = canonical_name(c.name);
  if (!is_valid_hostname(c.name)) return fail_at(zone, named(zone) + " is no name of a zone", kForm);
  c.op = Operator::kListed;
  c.needs |= kNeedsDnsList;
  if (!take_if("as")) return true;
  do {
    const RuleToken token = take();
    const auto network = Network::parse(token.text);
    if (!network || !network->address.is_loopback()) {
      return fail_at(token, named(token) + " is no answer of a DNS list",
                     "answers are in 127.0.0.0/8, one by one or as networks: as 127.0.0.2, 127.0.0.4/31");
    }
    c.networks.push_back(*network);
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

}  // namespace hfilter
