// SPDX-License-Identifier: BSD-2-Clause
#include "rules/condition_types.h"

#include "address/hostname.h"
#include "address/mail_address.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr TypeRow kTypes[] = {
    {FactType::kFlag, false, false, false, false, ListKind::kWords, "it stands alone: %s, or: not %s"},
    {FactType::kName, true, true, true, false, ListKind::kDomains, "%s is NAME, %s in LIST, %s contains \"text\""},
    {FactType::kIp, true, true, false, false, ListKind::kNetworks, "%s is ADDRESS, %s in LIST, %s in NETWORK"},
    {FactType::kAddress, true, true, true, false, ListKind::kAddresses,
     "%s is ADDRESS, %s in LIST, %s contains \"text\", %s domain in LIST"},
    {FactType::kText, true, true, true, false, ListKind::kWords,
     "%s contains \"text\", %s matches /regex/, %s is \"text\", %s is missing"},
    {FactType::kWord, true, false, false, false, ListKind::kWords, "%s is WORD"},
    {FactType::kNumber, true, false, false, true, ListKind::kWords, "%s > 3, %s 3..5"},
    {FactType::kSize, true, false, false, true, ListKind::kWords, "%s > 15K, %s 15K..45K"},
    {FactType::kDuration, true, false, false, true, ListKind::kWords, "%s > 2h, %s 1d..2w"},
    {FactType::kDate, true, false, false, true, ListKind::kWords, "%s < 2026-12-31, %s 2026-01-01..2026-12-31"},
};

std::optional<IsItem> make_item(IsItem::Kind kind, std::string text) {
  IsItem item;
  item.kind = kind;
  item.text = std::move(text);
  return item;
}

}  // namespace

std::optional<Operator> text_operator(std::string_view word) {
  constexpr std::pair<std::string_view, Operator> kWords[] = {{"contains", Operator::kContains},
                                                              {"begins", Operator::kBegins},
                                                              {"ends", Operator::kEnds},
                                                              {"like", Operator::kLike},
                                                              {"matches", Operator::kMatches}};
  for (const auto& row : kWords) {
    if (equal_ignoring_case(word, row.first)) return row.second;
  }
  return std::nullopt;
}

std::optional<IsItem> quoted_value(FactType type, const std::string& text) {
  if (type == FactType::kText) return make_item(IsItem::Kind::kText, text);
  if (type == FactType::kName) return make_item(IsItem::Kind::kName, canonical_name(text));
  if (type != FactType::kAddress || text.find('@') == text.npos) return std::nullopt;
  const MailAddress mail = parse_path(text);
  return make_item(IsItem::Kind::kMail, lower(mail.local) + "@" + mail.domain.canonical);
}

std::optional<IsItem> bare_value(const FactDef* fact, FactType type, std::string_view text) {
  IsItem item;
  item.kind = IsItem::Kind::kWord;
  item.word = fact != nullptr ? find_word(fact->id, text) : nullptr;
  if (item.word != nullptr) return item;
  if (type == FactType::kText && fact == nullptr) {
    if (equal_ignoring_case(text, "missing")) return make_item(IsItem::Kind::kMissing, {});
    if (equal_ignoring_case(text, "empty")) return make_item(IsItem::Kind::kEmpty, {});
  }
  if (type == FactType::kIp) {
    const std::optional<IpAddress> address = IpAddress::parse(text);
    item.kind = IsItem::Kind::kAddress;
    item.address = address.value_or(IpAddress());
    return address ? std::optional<IsItem>(item) : std::nullopt;
  }
  const bool mail = type == FactType::kAddress && text.find('@') != text.npos && text[0] != '@';
  if (!mail && (type != FactType::kName || !is_entry(text))) return std::nullopt;
  const Result<ListEntry> entry = parse_list_entry(mail ? ListKind::kAddresses : ListKind::kDomains, text);
  if (!entry || entry->excluded) return std::nullopt;
  if (mail) return make_item(IsItem::Kind::kMail, entry->text);
  return make_item(IsItem::Kind::kName, (entry->scope == ListEntry::Scope::kBelow ? "." : "") + entry->text);
}

Needs needs_of(const IsItem& item) {
  if (item.word != nullptr) return item.word->needs;
  return item.kind == IsItem::Kind::kFact ? fact_def(item.fact).needs : kNeedsNothing;
}

std::optional<IsItem> fact_value(const FactDef* fact, bool domain, const FactDef& other, bool other_domain) {
  const FactType type = type_row(fact, domain).type;
  const bool is_name = type == FactType::kName || type == FactType::kAddress;
  if (fact == nullptr || fact->id == other.id || !is_name || type != type_row(&other, other_domain).type) {
    return std::nullopt;
  }
  IsItem item;
  item.kind = IsItem::Kind::kFact;
  item.fact = other.id;
  item.domain = other_domain;
  return item;
}

const TypeRow& type_row(const FactDef* fact, bool domain) {
  if (fact == nullptr) return kTypes[static_cast<size_t>(FactType::kText)];
  return kTypes[static_cast<size_t>(domain ? FactType::kName : fact->type)];
}

std::string subject_name(const Condition& c, const FactDef* fact) {
  if (c.subject == Subject::kVia) return "via";
  if (fact == nullptr) {
    return (c.header_scope == HeaderScope::kBelievedFields ? "believed header \"" : "header \"") + c.name + "\"";
  }
  return std::string(fact->name) + (c.domain ? " domain" : "");
}

std::string filled(const char* form, const std::string& name) {
  std::string text;
  for (const char* c = form; *c != '\0'; ++c) {
    if (c[0] == '%' && c[1] == 's') {
      text += name;
      ++c;
    } else {
      text += *c;
    }
  }
  return text;
}

bool is_entry(std::string_view word) { return word.find_first_of(".:/@=!") != word.npos; }

bool list_fits(const Condition& c, const FactDef* fact, ListKind kind) {
  if (c.subject == Subject::kVia) return kind == ListKind::kHosts || kind == ListKind::kNetworks;
  if (fact == nullptr) return kind == ListKind::kWords;
  switch (type_row(fact, c.domain).type) {
    case FactType::kName:
      return kind == ListKind::kDomains || (kind == ListKind::kHosts && fact->id != FactId::helo && !c.domain);
    case FactType::kIp:
      return kind == ListKind::kNetworks || kind == ListKind::kHosts;
    case FactType::kAddress:
      return kind == ListKind::kAddresses;
    case FactType::kText:
      return kind == ListKind::kWords;
    default:
      return false;
  }
}

}  // namespace hfilter
