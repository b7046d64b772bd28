// SPDX-License-Identifier: BSD-2-Clause
//
// One entry of a list: parsing, and how closely it matches a value.
// Source: hfilterrc(5), LISTS.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "address/hostname.h"
#include "address/ip_address.h"
#include "address/mail_address.h"
#include "base/result.h"

namespace hfilter {

enum class ListKind { kDomains, kNetworks, kHosts, kAddresses, kWords };

const char* list_kind_name(ListKind kind);  // Returns "domains", "networks", ...
/// Returns the kind of list with this name (in any case), or nullopt.
std::optional<ListKind> find_list_kind(std::string_view name);

/// Parses a date of a rule or list, "2026-12-31", to days since 1970-01-01.
std::optional<int64_t> parse_day(std::string_view text);

/// One entry of a list. `text` is canonical and without marks: `=` (only this name), `.` (only names below), `!`.
struct ListEntry {
  enum class Scope { kSelfAndBelow, kSelf, kBelow };
  std::string text;  // the value of the entry; in a list of mail addresses "user@dom", "@dom" or ".dom"
  std::optional<Network> network;
  Scope scope = Scope::kSelfAndBelow;
  bool excluded = false;             // the entry begins with "!": values that match are not in the list
  std::optional<int64_t> until_day;  // the last day on which the entry counts, as days_from_civil()
  int line = 0;                      // the number of the entry's line in its file
};

/// Parses one entry without its "until DATE": "!x.example.com", "192.0.2.0/24", "user@dom". Errors: kSyntax with help.
Result<ListEntry> parse_list_entry(ListKind kind, std::string_view text);

/// Returns the entry with its marks, in canonical form: "!192.0.2.0/24", "=example.com", ".example.com".
std::string list_entry_text(const ListEntry& entry, ListKind kind);

/// The value to look up. Exactly one of the three is set.
struct ListQuery {
  const Hostname* name = nullptr;
  const IpAddress* address = nullptr;
  const MailAddress* mail = nullptr;
};

/// Returns how closely `entry` matches, or nullopt if it does not. A longer entry has a higher rank. Ignores `until`.
std::optional<int> entry_rank(ListKind kind, const ListEntry& entry, const ListQuery& query);
/// Returns the rank of an entry for exactly this value; `=name` has a rank higher by 1.
int highest_rank(const ListQuery& query);

}  // namespace hfilter
