// SPDX-License-Identifier: BSD-2-Clause
//
// `in` and `via`: lists by name, in brackets, or one bare entry.
#include "base/text.h"
#include "rules/condition_types.h"
#include "rules/parser.h"
#include "rules/vocabulary.h"

namespace hfilter {

bool Parser::in_clause(Condition& c, const FactDef* fact) {
  take();
  c.op = Operator::kIn;
  return set_reference(c, fact, type_row(fact, c.domain).inline_kind);
}

bool Parser::set_reference(Condition& c, const FactDef* fact, ListKind inline_kind) {
  const RuleToken token = peek();
  if (token.kind == RuleToken::Kind::kOpen) return inline_set(c, inline_kind);
  if (token.kind == RuleToken::Kind::kString) {
    return fail_at(token, named(token) + " is not a list",
                   "write: (" + std::string(token.raw) + "), or define a list from a file");
  }
  if (!token.is_word() || token.is("then") || token.is("and") || token.is("or") || token.is("unless")) {
    return fail_at(token, "a list is missing before " + named(token), "write the name of a list or (ENTRY, ENTRY)");
  }
  if (is_entry(token.text)) {
    if (peek(1).kind == RuleToken::Kind::kComma) {
      return fail_at(peek(1), "several entries need brackets", "write: in (" + std::string(token.text) + ", ...)");
    }
    return inline_set(c, inline_kind);
  }
  take();
  c.mine = trust_list(token.text);
  if (c.mine == nullptr) c.list = find_list(token.text);
  if (c.mine == nullptr && c.list == nullptr && is_lost(token.text)) return false;
  if (c.mine == nullptr && c.list == nullptr) return refuse_list(c, fact, token, inline_kind);
  const List& list = c.mine != nullptr ? known().trust.*c.mine : *c.list;
  return list_fits(c, fact, list.kind()) || refuse_kind(c, fact, token, list, inline_kind);
}

/// There is no such list.
bool Parser::refuse_list(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind) {
  std::vector<std::string_view> names;
  for (const char* trust :
       {"mydomains", "mynetworks", "myscanners", "myforwarders", "myrelays", "myhosts", "myaddresses"}) {
    if (list_fits(c, fact, (known().trust.*trust_list(trust)).kind())) names.emplace_back(trust);
  }
  for (const auto& list : known().lists) {
    if (list_fits(c, fact, list->kind())) names.emplace_back(list->name());
  }
  std::string help = did_you_mean(token.text, names);
  if (help.empty() && find_test(token.text) != nullptr) help = "it is a test: write it without `in`";
  if (help.empty()) {
    help = std::string("define it above: ") + list_kind_name(inline_kind) + " " + std::string(token.text) +
           " = ENTRY, ENTRY";
  }
  return fail_at(token, "there is no list " + named(token), help);
}

/// The list is of another kind than this fact's values.
bool Parser::refuse_kind(const Condition& c, const FactDef* fact, const RuleToken& token, const List& list,
                         ListKind inline_kind) {
  const std::string name = subject_name(c, fact);
  const bool named_fact = fact != nullptr && (c.domain || fact->type == FactType::kName);
  std::string help = "`" + name + "` goes with a list of " + list_kind_name(inline_kind);
  if (fact != nullptr && fact->id == FactId::helo && list.kind() == ListKind::kHosts) {
    help = "anybody can say any name; for your own names write: helo is me, or a list of domains";
  } else if (fact != nullptr && fact->type == FactType::kAddress && !c.domain && list.kind() == ListKind::kDomains) {
    help = "write: " + name + " domain in " + list.name();
  } else if (c.domain && list.kind() == ListKind::kAddresses) {
    help = "write: " + std::string(fact->name) + " in " + list.name();
  } else if (named_fact && list.kind() == ListKind::kNetworks) {
    help = "the stranger's address is `client`: client in " + list.name();
  } else if (fact != nullptr && fact->type == FactType::kIp && list.kind() == ListKind::kDomains) {
    help = "names are `helo` and `rdns`: helo in " + list.name();
  }
  return fail_at(token, named(token) + " is a list of " + list_kind_name(list.kind()), help);
}

/// `(a, b)`, or one bare entry.
bool Parser::inline_set(Condition& c, ListKind kind) {
  auto list = std::make_unique<List>(kind, std::string());
  list->set_today(known().today);
  const RuleToken open = peek();
  if (!take_kind(RuleToken::Kind::kOpen)) {
    if (!list_entry(*list)) return false;
  } else {
    list->mark_set();
    while (peek().kind != RuleToken::Kind::kClose) {
      if (at_end() || peek().is("then"))
        return fail_at(open, "this `(` is not closed", "its `)` is missing before " + named(peek()));
      if (!list->entries().empty()) take_kind(RuleToken::Kind::kComma);
      if (!list_entry(*list)) return false;
    }
    take();
    if (list->entries().empty()) return fail_at(open, "an empty list", "nothing is in it");
  }
  c.list = list.get();
  inline_lists_->push_back(std::move(list));
  return true;
}
}  // namespace hfilter
