// SPDX-License-Identifier: BSD-2-Clause
#include "lists/list_entry.h"

#include <algorithm>
#include <array>

#include "address/idn.h"
#include "base/mail_date.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr int kNetworkBits = 128;
// The rank of a domain entry is twice its length, plus 1 with `=`. A whole mail address ranks above each domain.
constexpr int kWholeMailRank = 1 << 20;

std::string quoted(std::string_view text) { return "`" + std::string(text.substr(0, 80)) + "`"; }

[[gnu::cold]] Error bad_entry(std::string text, std::string help) {
  return failure(ErrorKind::kSyntax, std::move(text), std::move(help));
}

/// Takes "=" or "." from the front of a domain entry.
ListEntry::Scope take_scope(std::string_view* text) {
  if (text->empty() || ((*text)[0] != '=' && (*text)[0] != '.')) return ListEntry::Scope::kSelfAndBelow;
  const bool self = (*text)[0] == '=';
  text->remove_prefix(1);
  return self ? ListEntry::Scope::kSelf : ListEntry::Scope::kBelow;
}

/// Returns the host of "https://www.example.com/x" or "mail.example.com:25"; empty without a valid name.
std::string host_in(std::string_view text) {
  if (const size_t scheme = text.find("://"); scheme != text.npos) text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("/:?#"));
  return is_valid_hostname(text) && !IpAddress::parse(text) ? std::string(text) : std::string();
}

/// Explains why `text` is not a domain, and what to write.
[[gnu::cold]] Error bad_domain(std::string_view text) {
  const std::string what = quoted(text);
  if (text.find("://") != text.npos) {
    const std::string host = host_in(text);
    return bad_entry(what + " is a URL, not a domain", host.empty() ? "" : "write: " + host);
  }
  if (begins_ignoring_case(text, "*.")) {
    return bad_entry(what + " is not a domain", "for all names below a domain, write: ." + std::string(text.substr(2)));
  }
  if (text.find('@') != text.npos) {
    const std::string_view domain = text.substr(text.rfind('@') + 1);
    return bad_entry(
        what + " is a mail address, not a domain",
        "write the domain without the @" + (is_valid_hostname(domain) ? ": " + std::string(domain) : std::string()));
  }
  if (parse_address_literal(text) || text.find_first_not_of("0123456789./") == text.npos) {
    return bad_entry(what + " is an address, not a domain", "write addresses into a list of networks or hosts");
  }
  if (text.find_first_of("*?") != text.npos) {
    return bad_entry(
        what + " is a pattern, not a domain",
        "for all names below a domain, write .example.com; for a pattern, write a condition: helo like \"" +
            std::string(text) + "\"");
  }
  if (text.find(',') != text.npos) {
    return bad_entry(what + " is more than one entry", "separate the entries: a.example, b.example");
  }
  if (const std::string host = host_in(text); !host.empty()) {
    return bad_entry(what + " is more than a domain", "write: " + host);
  }
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 0x7f; })) {
    if (const std::string problem = idn_library_problem(); !problem.empty()) {
      return bad_entry(what + " needs the library for international names", problem);
    }
  }
  return bad_entry(what + " is not a domain", "write a domain as example.com, =example.com or .example.com");
}

Result<std::string> read_domain(std::string_view text) {
  std::string canonical = canonical_name(text);
  if (!is_valid_hostname(canonical) || IpAddress::parse(text)) return bad_domain(text);
  return canonical;
}

Result<ListEntry> read_domain_entry(std::string_view text) {
  ListEntry entry;
  entry.scope = take_scope(&text);
  Result<std::string> domain = read_domain(text);
  if (!domain) return domain.error();
  entry.text = std::move(*domain);
  return entry;
}

/// Returns "192.0.2.0/24" for "192.0.2.7/24". REQUIRES: host bits are the only fault of `text`.
std::string network_around(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  size_t bits = host.find(':') == host.npos ? 96 : 0;
  size_t prefix = 0;
  for (const char digit : text.substr(slash + 1)) prefix = prefix * 10 + static_cast<size_t>(digit - '0');
  bits += prefix;
  std::array<uint8_t, 16> octets = IpAddress::parse(host)->bytes();
  for (size_t bit = bits; bit < 128; ++bit) octets[bit / 8] &= static_cast<uint8_t>(~(0x80u >> bit % 8));
  return IpAddress::v6(octets).to_string() + "/" + std::to_string(prefix);
}

/// Returns "192.0.2.0/24" for "192.0.2.", "192.0.2.*" and "192.0.2.0/255.255.255.0"; empty for any other text.
std::string network_meant(std::string_view text) {
  if (const size_t slash = text.find('/'); slash != text.npos) {
    const std::optional<IpAddress> mask = IpAddress::parse(text.substr(slash + 1));
    if (!mask || !mask->is_v4()) return {};
    int prefix = 0;
    while (prefix < 32 && (mask->v4_bits() & (0x80000000u >> prefix)) != 0) ++prefix;
    const std::string network = std::string(text.substr(0, slash + 1)) + std::to_string(prefix);
    return Network::parse(network) ? network : std::string();
  }
  while (!text.empty() && (text.back() == '.' || text.back() == '*' || text.back() == 'x')) text.remove_suffix(1);
  const auto dots = std::count(text.begin(), text.end(), '.');
  std::string octets(text);
  for (auto dot = dots; dot < 3; ++dot) octets += ".0";
  const std::string network = octets + "/" + std::to_string(8 * (dots + 1));
  return !text.empty() && dots < 3 && Network::parse(network) ? network : std::string();
}

/// Explains why `text` is not a network, and what to write.
[[gnu::cold]] Error bad_network(std::string_view text) {
  const std::string what = quoted(text);
  if (const std::optional<IpAddress> address = parse_address_literal(text)) {
    return bad_entry(what + " is not a network", "write it without brackets and port: " + address->to_string());
  }
  if (const std::string network = network_meant(text); !network.empty()) {
    return bad_entry(what + " is not a network", "write: " + network);
  }
  const size_t hyphen = text.find('-');
  if (hyphen != text.npos && IpAddress::parse(text.substr(0, hyphen))) {
    return bad_entry(what + " is a range, not a network", "write the networks of the range, such as 192.0.2.0/28");
  }
  if (!text.empty() && host_in(text).size() == text.size()) {
    return bad_entry(what + " is a name, not a network", "write names into a list of domains or hosts");
  }
  return bad_entry(what + " is not a network", "write a network as 192.0.2.0/24, 192.0.2.1 or 2001:db8::/32");
}

Result<ListEntry> read_network_entry(std::string_view text) {
  bool has_host_bits = false;
  const std::optional<Network> network = Network::parse(text, &has_host_bits);
  if (!network && has_host_bits) {
    return bad_entry(quoted(text) + " is not a valid network: it has bits set after its prefix",
                     "write the network " + network_around(text) + ", or the one address " +
                         std::string(text.substr(0, text.find('/'))));
  }
  if (!network) return bad_network(text);
  ListEntry entry;
  entry.network = *network;
  entry.text = network->to_string();
  return entry;
}

Result<ListEntry> read_host_entry(std::string_view text) {
  const bool port = !host_in(text).empty() || text.find("://") != text.npos;
  const bool looks_like_address =
      (text.find(':') != text.npos && !port) || (!text.empty() && text[0] == '[') ||
      (!text.empty() && text.find_first_not_of("0123456789./") == text.npos && text[0] != '.');
  if (looks_like_address) return read_network_entry(text);
  Result<ListEntry> entry = read_domain_entry(text);
  if (entry && entry->scope == ListEntry::Scope::kSelfAndBelow) entry->scope = ListEntry::Scope::kSelf;
  return entry;
}

/// Returns an error if no mail address can match `text`, such as a pattern or a display name.
[[gnu::cold]] std::optional<Error> bad_mail(std::string_view text, std::string_view local, std::string_view domain) {
  const std::string what = quoted(text) + " is not a mail address";
  const std::string below = begins_ignoring_case(domain, "*.") ? std::string(domain.substr(1)) : std::string();
  if (local.empty() || local == "*") {
    if (!below.empty()) return bad_entry(what, "for all addresses below a domain, write: " + below);
    if (local == "*") return bad_entry(what, "for all addresses of a domain, write: @" + std::string(domain));
    return std::nullopt;
  }
  if (local.find_first_of(" \t,;<>") != local.npos || begins_ignoring_case(local, "mailto:")) {
    return bad_entry(what, "write only user@example.com, without a name or < >");
  }
  if (!below.empty() || local.find('*') != local.npos) {
    return bad_entry(quoted(text) + " is a pattern, not a mail address",
                     "for a pattern, write a condition: sender like \"" + std::string(text) + "\"");
  }
  if (local[0] == '=') {
    return bad_entry(what, "remove the `=`: it is for domains, and an address is always only itself");
  }
  return std::nullopt;
}

Result<ListEntry> read_mail_entry(std::string_view text) {
  const size_t at = text.rfind('@');
  const bool below = !text.empty() && text[0] == '.' && at == text.npos;
  if ((at == text.npos && !below) || at + 1 == text.size()) {
    return bad_entry(
        quoted(text) + " is not a mail address",
        "write an address as user@example.com, @example.com (all of the domain) or .example.com (all domains below)");
  }
  const std::string_view local = below ? std::string_view() : text.substr(0, at);
  if (!below) {
    if (std::optional<Error> error = bad_mail(text, local, text.substr(at + 1))) return *error;
  }
  Result<std::string> domain = read_domain(text.substr(below ? 1 : at + 1));
  if (!domain) return domain.error();
  ListEntry entry;
  entry.scope = below ? ListEntry::Scope::kBelow : ListEntry::Scope::kSelf;
  entry.text = below ? "." + *domain : lower(local) + "@" + *domain;
  return entry;
}

Result<ListEntry> read_word_entry(std::string_view text) {
  if (text.empty() || text.find_first_of(" \t") != text.npos) {
    return bad_entry(quoted(text) + " is not a single word",
                     "for a phrase, write a condition: subject contains \"two words\"");
  }
  if (text.size() > 1 && (text.front() == '*' || text.back() == '*')) {
    const bool name = text.find('.') != text.npos;
    return bad_entry(quoted(text) + " is not a word: there are no patterns in lists",
                     std::string("for a pattern, write a condition: ") + (name ? "attachment name" : "subject") +
                         " like \"" + std::string(text) + "\"");
  }
  ListEntry entry;
  entry.text = lower(text);
  return entry;
}

Result<ListEntry> read_unmarked(ListKind kind, std::string_view text) {
  switch (kind) {
    case ListKind::kDomains:
      return read_domain_entry(text);
    case ListKind::kNetworks:
      return read_network_entry(text);
    case ListKind::kHosts:
      return read_host_entry(text);
    case ListKind::kAddresses:
      return read_mail_entry(text);
    case ListKind::kWords:
      return read_word_entry(text);
  }
  return read_word_entry(text);
}

std::optional<int> name_rank(const ListEntry& entry, std::string_view name) {
  if (entry.network || !is_at_or_below(name, entry.text)) return std::nullopt;
  const bool same = name.size() == entry.text.size();
  if (same && entry.scope == ListEntry::Scope::kBelow) return std::nullopt;
  if (!same && entry.scope == ListEntry::Scope::kSelf) return std::nullopt;
  return static_cast<int>(2 * entry.text.size()) + (entry.scope == ListEntry::Scope::kSelf ? 1 : 0);
}

std::optional<int> address_rank(const ListEntry& entry, const IpAddress& address) {
  if (!entry.network || !entry.network->contains(address)) return std::nullopt;
  return entry.network->prefix + (address.is_v4() ? kNetworkBits - 32 : 0);
}

std::optional<int> mail_rank(const ListEntry& entry, const MailAddress& mail) {
  const std::string_view domain = mail.domain.canonical;
  const std::string_view text = entry.text;
  const size_t at = text.rfind('@');
  if (at == text.npos) {
    const std::string_view below = text.substr(1);
    if (domain.size() <= below.size() || !is_at_or_below(domain, below)) return std::nullopt;
    return static_cast<int>(2 * below.size());
  }
  if (text.substr(at + 1) != domain) return std::nullopt;
  if (at == 0) return static_cast<int>(2 * domain.size()) + 1;
  const std::string_view local = mail.local;
  if (equal_ignoring_case(text.substr(0, at), local)) return kWholeMailRank + 1;
  if (equal_ignoring_case(text.substr(0, at), local.substr(0, local.find('+')))) return kWholeMailRank;
  return std::nullopt;
}

}  // namespace

const char* list_kind_name(ListKind kind) {
  switch (kind) {
    case ListKind::kDomains:
      return "domains";
    case ListKind::kNetworks:
      return "networks";
    case ListKind::kHosts:
      return "hosts";
    case ListKind::kAddresses:
      return "addresses";
    case ListKind::kWords:
      return "words";
  }
  return "domains";
}

std::optional<ListKind> find_list_kind(std::string_view name) {
  for (const ListKind kind :
       {ListKind::kDomains, ListKind::kNetworks, ListKind::kHosts, ListKind::kAddresses, ListKind::kWords}) {
    if (equal_ignoring_case(list_kind_name(kind), name)) return kind;
  }
  return std::nullopt;
}

std::optional<int64_t> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : text) {
    if (c == '-') {
      ++part;
      continue;
    }
    if (!is_digit(c) || part > 2) return std::nullopt;
    parts[part] = parts[part] * 10 + (c - '0');
  }
  return days_from_civil(parts[0], parts[1], parts[2]);
}

Result<ListEntry> parse_list_entry(ListKind kind, std::string_view text) {
  const bool excluded = !text.empty() && text[0] == '!';
  if (excluded && kind == ListKind::kWords) {
    return bad_entry("a list of words cannot exclude a word with `!`", "remove the entry");
  }
  if (excluded) text.remove_prefix(1);
  Result<ListEntry> entry = read_unmarked(kind, text);
  if (entry) entry->excluded = excluded;
  return entry;
}

std::optional<int> entry_rank(ListKind kind, const ListEntry& entry, const ListQuery& query) {
  if (query.mail != nullptr) return kind == ListKind::kAddresses ? mail_rank(entry, *query.mail) : std::nullopt;
  if (query.address != nullptr) return address_rank(entry, *query.address);
  const bool names = kind == ListKind::kDomains || kind == ListKind::kHosts;
  return names && query.name != nullptr ? name_rank(entry, query.name->canonical) : std::nullopt;
}

int highest_rank(const ListQuery& query) {
  if (query.mail != nullptr) return kWholeMailRank + 1;
  if (query.address != nullptr) return kNetworkBits;
  return static_cast<int>(2 * query.name->canonical.size());
}

std::string list_entry_text(const ListEntry& entry, ListKind kind) {
  std::string mark = entry.excluded ? "!" : "";
  if (kind != ListKind::kAddresses && !entry.network) {
    if (entry.scope == ListEntry::Scope::kSelf && kind == ListKind::kDomains) mark += "=";
    if (entry.scope == ListEntry::Scope::kBelow) mark += ".";
  }
  return mark + entry.text;
}

}  // namespace hfilter
