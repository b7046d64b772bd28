// SPDX-License-Identifier: BSD-2-Clause
//
// One entry of a list: its text, and how closely it fits a value. Pure. Source: hfilterrc(5), LISTS.
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

const char* list_kind_name(ListKind kind);  // "domains", "networks", ...
/// Returns the kind of that name, in any case; nullopt if there is none.
std::optional<ListKind> find_list_kind(std::string_view name);

/// A day as rules and lists write it, "2026-12-31": days since 1970-01-01, or nullopt.
std::optional<int64_t> parse_day(std::string_view text);

/// One entry. `text` is canonical and without its marks; a network also has `network`.
struct ListEntry {
  enum class Scope { kSelfAndBelow, kSelf, kBelow };
  std::string text;  // of an address "user@dom", "@dom" or ".dom"
  std::optional<Network> network;
  Scope scope = Scope::kSelfAndBelow;
  bool excluded = false;             // "!": what it matches is not in the list
  std::optional<int64_t> until_day;  // the last day, as days_from_civil
  int line = 0;                      // in its file
};

/// Reads one entry ("!x.example.com", "192.0.2.0/24", "user@dom", with "until DATE" already taken off). kSyntax with
/// help.
Result<ListEntry> parse_list_entry(ListKind kind, std::string_view text);

/// Returns the entry with its marks, in canonical form: "!192.0.2.0/24", "=example.com", ".example.com".
std::string list_entry_text(const ListEntry& entry, ListKind kind);

/// What is asked of a list: exactly one of the three is set.
struct ListQuery {
  const Hostname* name = nullptr;
  const IpAddress* address = nullptr;
  const MailAddress* mail = nullptr;
};

/// How closely `entry` fits: the longer the closer; nullopt if it does not match. `until` is not looked at.
std::optional<int> entry_rank(ListKind kind, const ListEntry& entry, const ListQuery& query);
/// The rank that nothing can exceed: the entry is the value itself.
int highest_rank(const ListQuery& query);

}  // namespace hfilter
