// SPDX-License-Identifier: BSD-2-Clause
//
// List statements and their entries, and the lists behind `in` and `via`.
#include "language/parser.h"
#include "rules/condition_types.h"

namespace hfilter {
namespace {

bool may_be_entry(const RuleToken& token) {
  if (!token.is_word()) return token.is_string();
  if (is_reserved(token.text)) return token.is("domain");
  return !token.first_in_line || token.text.back() != ':';
}

}  // namespace

bool Parser::my_list() {
  List* const list = &(rules_->trust.*trust_list(take().text));
  if (peek().is("from") && peek(1).is_string()) return list_from(list);
  if (peek().is_operator("=")) take();  // not take_equals(): in `mydomains =a.example` the entry is only itself
  return peek().is_operator("+=") ? unexpected(peek(), Expected::kEntry) : list_entries(list);
}

bool Parser::named_list(ListKind kind) {
  const RuleToken keyword = take();
  const RuleToken name = take();
  if (!name.is_word() || !is_name(name.text)) return unexpected(name, Expected::kListName);
  if (trust_list(name.text) != nullptr) return fault(name, FaultCode::kTaken, Expected::kListName);
  const bool adds = peek().is_operator("+=");
  const bool from = peek().is("from") && peek(1).is_string();
  if (!adds && !from && peek().raw.substr(0, 1) != "=") return unexpected(peek(), Expected::kAssign);
  const auto found = rules_->list_names.find(lower(name.text));
  List* list = found == rules_->list_names.end() ? nullptr : found->second;
  if (list == nullptr) {
    if (!new_name(name, Expected::kListName)) return false;
    list = &rules_->add_list(kind, name.text);
  } else if (list->kind() != kind) {
    return fault(keyword, FaultCode::kWrongList, Expected::kListName);
  } else if (!adds && !from && list->is_set()) {
    return fault(name, FaultCode::kTwice, Expected::kListName);
  }
  if (from) return list_from(list);
  if (!adds) return take_equals() && list_entries(list);
  take();
  return list_entries(list);
}

bool Parser::list_from(List* list) {
  take();
  const RuleToken& token = peek();
  std::string path;
  if (!plain_string(&path, Expected::kFile)) return false;
  if (path.empty()) return fault(token, FaultCode::kEmpty, Expected::kFile);
  const std::string file = files_->resolve(path, source_.path());
  list->add_file(files_->list_file(file));
  rules_->list_files.emplace_back(file, token.raw);
  return true;
}

bool Parser::list_entries(List* list) {
  list->mark_set();
  const bool bracket = take_kind(RuleToken::Kind::kOpen);
  if (bracket && take_kind(RuleToken::Kind::kClose)) return true;
  if (!list_entry(list)) return false;
  while (!at_end() && peek().kind != RuleToken::Kind::kClose) {
    take_kind(RuleToken::Kind::kComma);
    if (!list_entry(list)) return false;
  }
  return !bracket || take_kind(RuleToken::Kind::kClose) || fault(peek(), FaultCode::kUnclosed, Expected::kEntry);
}

bool Parser::list_entry(List* list) {
  const RuleToken token = take();
  if (list->name().empty() && token.is_word() && known_.find_list(token.text) != nullptr) {
    return fault(token, FaultCode::kListInList);
  }
  if (!may_be_entry(token)) return unexpected(token, Expected::kEntry);
  std::string text(token.text);
  size_t bad = 0;
  if (token.is_string() && !unquote(token.text, &text, &bad)) return fault(token, FaultCode::kEscape, Expected::kEntry);
  Result<ListEntry> entry = parse_list_entry(list->kind(), text);
  if (!entry) return fault(token, FaultCode::kInvalid, Expected::kEntry);
  entry->line = token.line;
  if (take_if("until")) {
    int64_t day = 0;
    if (!date(&day)) return false;
    entry->until_day = day;
  }
  list->add_entry(std::move(*entry), draft_.main ? std::string() : source_.path());
  return true;
}

/// The name of a list, entries in brackets, or one entry.
bool Parser::set_reference(Condition* c, ListKind inline_kind) {
  const RuleToken token = peek();
  if (token.kind == RuleToken::Kind::kOpen) return inline_set(c, inline_kind);
  if (!token.is_word() || ends_a_condition(token)) return unexpected(token, Expected::kList);
  if (is_entry(token.text)) {
    if (peek(1).kind == RuleToken::Kind::kComma) return unexpected(peek(1), Expected::kList);
    if (!inline_set(c, inline_kind)) return false;
  } else {
    take();
    c->mine = trust_list(token.text);
    if (c->mine == nullptr) c->list = known_.find_list(token.text);
    if (c->mine == nullptr && c->list == nullptr) {
      return !is_undefined(token.text) && fault(token, FaultCode::kUndefined, Expected::kList);
    }
    const List& list = c->mine != nullptr ? known_.trust.*c->mine : *c->list;
    if (!list_fits(*c, fact_, list.kind())) return fault(token, FaultCode::kWrongList, Expected::kList);
  }
  comparison_ = source_since(condition_begin_);
  return true;
}

/// `(a, b)`, or one entry.
bool Parser::inline_set(Condition* c, ListKind kind) {
  auto list = std::make_unique<List>(kind, std::string());
  list->set_today(known_.today);
  const RuleToken open = peek();
  if (!take_kind(RuleToken::Kind::kOpen)) {
    if (!list_entry(list.get())) return false;
  } else {
    list->mark_set();
    while (!take_kind(RuleToken::Kind::kClose)) {
      if (at_end() || peek().is("then")) return fault(open, FaultCode::kUnclosed, Expected::kList);
      if (!list->entries().empty()) take_kind(RuleToken::Kind::kComma);
      if (!list_entry(list.get())) return false;
    }
    if (list->entries().empty()) return fault(open, FaultCode::kEmpty, Expected::kList);
  }
  c->list = list.get();
  inline_lists_->push_back(std::move(list));
  return true;
}

}  // namespace hfilter
