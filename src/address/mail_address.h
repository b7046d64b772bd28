// SPDX-License-Identifier: BSD-2-Clause
//
// Mail addresses (RFC 5321 4.1.2, RFC 5322 3.4). Lenient as RFC 5322 4.4 asks, total and linear: odd text becomes an
// address marked malformed, never an error. Owns its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "address/hostname.h"

namespace hfilter {

struct MailAddress {
  std::string text;   // local@domain as written, without display name, angle brackets, comments
  std::string local;  // quotes removed
  Hostname domain;    // empty for "postmaster" or ""
  bool malformed = false;

  /// "<>" or "".
  bool is_null() const { return local.empty() && domain.empty() && !malformed; }
  friend bool operator==(const MailAddress& a, const MailAddress& b) {
    return a.local == b.local && a.domain == b.domain;
  }
};

/// One address as SMTP and the options have it: "bob@example.com", "<bob@example.com>", "<>", "".
MailAddress parse_path(std::string_view text);

struct AddressListValue {
  std::vector<MailAddress> addresses;  // at most kMaxAddresses
  bool malformed = false;              // some part of the field is no address
  bool undisclosed = false;            // only an empty group, as "undisclosed-recipients:;", or what MTAs made of one
  bool group = false;                  // a group, as "Friends: a@example.com;", empty or not
  bool truncated = false;              // more than kMaxAddresses
};

/// The value of From, To, Cc ... (folding, comments, groups, quoted strings). Linear in its length.
AddressListValue parse_address_list(std::string_view field_value);

}  // namespace hfilter
