// SPDX-License-Identifier: BSD-2-Clause
//
// `in` and `via`: lists by name, in brackets, or one bare entry.
#include "base/text.h"
#include "language/parser/parser.h"
#include "rules/condition_types.h"

namespace hfilter {

bool Parser::in_clause(Condition& c, const FactDef* fact) {
  take();
  c.op = Operator::kIn;
  return set_reference(c, fact, type_row(fact, c.domain).inline_kind);
}

bool Parser::set_reference(Condition& c, const FactDef* fact, ListKind inline_kind) {
  const RuleToken token = peek();
  clause_ = {nullptr, subject_name(c, fact), "in", {}, {}, inline_kind};
  if (token.kind == RuleToken::Kind::kOpen) return inline_set(c, inline_kind);
  if (is_string() || ((token.is("file") || token.is("from")) && is_string(1))) {
    return refuse_file(c, fact, is_string() ? token : peek(1), inline_kind);
  }
  if (!token.is_word() || ends_a_condition(token)) {
    return fail_at(token, "a list is missing before " + named(token), "write the name of a list or (ENTRY, ENTRY)");
  }
  if (is_entry(token.text)) {
    if (peek(1).kind == RuleToken::Kind::kComma) {
      const std::string more = peek(2).is_word() && !ends_a_condition(peek(2)) ? std::string(peek(2).text) : "...";
      return fail_at(peek(1), "several entries need brackets",
                     "write: in (" + std::string(token.text) + ", " + more + ")");
    }
    clause_.entry = token.text;
    const bool name = is_alpha(token.text.back()) && is_valid_hostname(token.text);
    if (name && fact != nullptr && fact->type == FactType::kIp) {
      return fail_at(token, named(token) + " is a name, and `" + fact->name + "` an address",
                     "a DNS list: client listed in \"" + std::string(token.text) +
                         "\"; the name of the address: rdns in (" + std::string(token.text) + ")");
    }
    if (!inline_set(c, inline_kind)) return false;
    clause_.source = source_since(condition_begin_);
    return true;
  }
  take();
  clause_.source = source_since(condition_begin_);
  c.mine = trust_list(token.text);
  if (c.mine == nullptr) c.list = find_list(token.text);
  if (c.mine == nullptr && c.list == nullptr && is_lost(token.text)) return false;
  if (c.mine == nullptr && c.list == nullptr) return refuse_list(c, fact, token, inline_kind);
  const List& list = c.mine != nullptr ? known().trust.*c.mine : *c.list;
  return list_fits(c, fact, list.kind()) || refuse_kind(c, fact, token, list, inline_kind);
}

/// `in "x"`, `in file "x"`
bool Parser::refuse_file(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind) {
  const std::string list = std::string(list_kind_name(inline_kind)) + " NAME from " + std::string(token.raw);
  const std::string use = subject_name(c, fact) + (c.negated ? " not" : "") + (c.subject == Subject::kVia ? "" : " in");
  const bool file = !is_string() || token.text.find('/') != token.text.npos;
  if (file) return fail_at(peek(), "a file of entries needs a name", "write: " + list + ", and here: " + use + " NAME");
  return fail_at(token, named(token) + " is not a list", "write: " + use + " (" + std::string(token.raw) + ")");
}

/// There is no such list.
bool Parser::refuse_list(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind) {
  std::vector<std::string_view> names;
  for (const TrustListName& row : kTrustLists) {
    if (list_fits(c, fact, (known().trust.*row.list).kind())) names.emplace_back(row.name);
  }
  for (const auto& list : known().lists) {
    if (list_fits(c, fact, list->kind())) names.emplace_back(list->name());
  }
  std::string help = did_you_mean(token.text, names);
  const std::string both = std::string(token.text) + std::string(peek().text);  // `my domains`
  if (trust_list(both) != nullptr) help = "write: in " + both;
  if (help.empty() && find_test(token.text) != nullptr) help = "it is a test: write it without `in`";
  if (help.empty()) {
    help = std::string("define it: ") + list_kind_name(inline_kind) + " " + std::string(token.text) + " = ENTRY, ENTRY";
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
      if (at_end() || peek().is("then")) {
        return fail_at(open, "this `(` is not closed", "its `)` is missing before " + named(peek()));
      }
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
