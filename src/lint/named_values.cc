// SPDX-License-Identifier: BSD-2-Clause
#include "lint/named_values.h"

#include <algorithm>

#include "base/text.h"

namespace hfilter {

namespace {

/// Returns the list of `X in LIST` if all its entries are known, it has no exceptions, and it is short; else null.
const List* known_list(const Condition& c, const TrustLists& trust) {
  constexpr size_t kMaxEntries = 64;  // The most entries of a list. A longer list is expensive to compare.
  const List* list = c.mine != nullptr ? &(trust.*c.mine) : c.list;
  const auto is_plain = [](const ListEntry& entry) { return !entry.excluded && !entry.until_day; };
  const std::vector<ListEntry>& entries = list->entries();
  const bool known = list->files().empty() && !list->is_faulty() && entries.size() <= kMaxEntries &&
                     std::all_of(entries.begin(), entries.end(), is_plain);
  return known ? list : nullptr;
}

/// Adds values that represent the entry: a list that has all of them has the whole entry. Returns false for an entry
/// that cannot be represented.
bool add_values(ListKind kind, const ListEntry& entry, std::vector<Scalar>* values) {
  const std::string below = "x0-x0";  // This stands for any name below a domain; no real name contains it.
  if (kind == ListKind::kDomains) {
    if (entry.scope != ListEntry::Scope::kBelow) values->emplace_back(Hostname(entry.text));
    if (entry.scope != ListEntry::Scope::kSelf) values->emplace_back(Hostname(below + "." + entry.text));
  } else if (kind == ListKind::kAddresses) {
    const char first = entry.text.empty() ? '\0' : entry.text[0];
    values->emplace_back(parse_path((first == '.' ? below + "@" + below : first == '@' ? below : "") + entry.text));
  } else if (kind == ListKind::kNetworks) {
    const IpAddress& begin = entry.network->address;
    const uint64_t size = entry.network->size();
    values->emplace_back(begin);
    if (size > 1 && !begin.is_v4()) return false;
    if (size > 1) values->emplace_back(IpAddress::v4(begin.v4_bits() + static_cast<uint32_t>(size - 1)));
  } else {
    return false;
  }
  return true;
}

bool add_value(const IsItem& item, std::vector<Scalar>* values) {
  if (item.kind == IsItem::Kind::kAddress) {
    values->emplace_back(item.address);
  } else if (item.kind == IsItem::Kind::kMail) {
    values->emplace_back(parse_path(item.text));
  } else if (item.kind == IsItem::Kind::kName && item.text.substr(0, 1) != ".") {
    values->emplace_back(Hostname(item.text));
  } else {
    return false;
  }
  return true;
}

/// Returns values that represent all that the condition names; empty if some of it is not known.
std::vector<Scalar> values_of(const Condition& c, const TrustLists& trust) {
  std::vector<Scalar> values;
  if (c.op == Operator::kIs) {
    const auto add = [&](const IsItem& item) { return add_value(item, &values); };
    if (!std::all_of(c.items.begin(), c.items.end(), add)) return {};
  } else if (c.op == Operator::kIn) {
    const List* list = known_list(c, trust);
    const auto add = [&](const ListEntry& entry) { return add_values(list->kind(), entry, &values); };
    if (list == nullptr || !std::all_of(list->entries().begin(), list->entries().end(), add)) return {};
  }
  return values;
}

bool is_value(const IsItem& item, const Scalar& value) {
  const Hostname* name = std::get_if<Hostname>(&value);
  if (item.kind == IsItem::Kind::kMail) return value == Scalar(parse_path(item.text));
  if (item.kind == IsItem::Kind::kAddress) return value == Scalar(item.address);
  if (item.kind != IsItem::Kind::kName || name == nullptr) return false;
  return item.text == name->canonical || (item.text[0] == '.' && ends_ignoring_case(name->canonical, item.text));
}

bool is_in(const List& list, const Scalar& value) {
  Membership in;
  if (const MailAddress* mail = std::get_if<MailAddress>(&value)) in = list.contains_mail(*mail);
  if (const Hostname* name = std::get_if<Hostname>(&value)) in = list.contains_name(*name);
  if (const IpAddress* address = std::get_if<IpAddress>(&value)) in = list.contains_address(*address);
  return in.value == Kleene::kTrue;
}

bool has_text(Operator op, const std::string& value, const std::string& text) {
  return (op == Operator::kContains && find_ignoring_case(value, text) != value.npos) ||
         (op == Operator::kBegins && begins_ignoring_case(value, text)) ||
         (op == Operator::kEnds && ends_ignoring_case(value, text));
}

bool is_true_for(const Condition& c, const Scalar& value, const TrustLists& trust) {
  if (c.op == Operator::kIn) {
    const List* list = known_list(c, trust);
    return list != nullptr && is_in(*list, value);
  }
  return std::any_of(c.items.begin(), c.items.end(), [&](const IsItem& item) { return is_value(item, value); }) ||
         std::any_of(c.texts.begin(), c.texts.end(),
                     [&](const std::string& text) { return has_text(c.op, scalar_text(value), text); });
}

}  // namespace

bool names_within(const Condition& narrow, const Condition& broad, const TrustLists& trust) {
  const bool same = narrow.subject == Subject::kFact && broad.subject == Subject::kFact && narrow.fact == broad.fact;
  if (!same || narrow.negated || broad.negated || (narrow.domain && !broad.domain)) return false;
  const std::vector<Scalar> values = values_of(narrow, trust);
  return !values.empty() && std::all_of(values.begin(), values.end(), [&](const Scalar& value) {
    const MailAddress* mail = std::get_if<MailAddress>(&value);
    return is_true_for(broad, broad.domain && mail != nullptr ? Scalar(mail->domain) : value, trust);
  });
}

}  // namespace hfilter
