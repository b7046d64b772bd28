// SPDX-License-Identifier: BSD-2-Clause
//
// Mail addresses and address fields. The parsers are linear, and lenient as RFC 5322 4.4 asks.
// Errors: none, invalid text becomes a malformed address.
// Source: RFC 5321 4.1.2, RFC 5322 3.4.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "address/hostname.h"

namespace hfilter {

struct MailAddress {
  std::string text;   // the address local@domain as written, without display name, angle brackets, comments
  std::string local;  // the part before the "@", without quotes
  Hostname domain;    // the part behind the "@"; empty for "postmaster" and for the null sender
  bool malformed = false;

  /// Returns true for "<>" and "".
  bool is_null() const { return local.empty() && domain.empty() && !malformed; }
  friend bool operator==(const MailAddress& a, const MailAddress& b) {
    return a.local == b.local && a.domain == b.domain;
  }
};

/// Parses an address in SMTP or in an option: "bob@example.com", "<bob@example.com>", "<>", "".
MailAddress parse_path(std::string_view text);

struct AddressListValue {
  std::vector<MailAddress> addresses;  // the addresses of the field, at most kMaxAddresses
  bool malformed = false;              // some part of the field is not an address
  bool undisclosed = false;            // the field is only an empty group: "undisclosed-recipients:;" or an MTA's form
  bool group = false;                  // the field contains a group such as "Friends: a@example.com;", empty or not
  bool truncated = false;              // the field has more addresses than kMaxAddresses
};

/// Parses the value of From, To, Cc ... with folding, comments, groups and quoted strings.
AddressListValue parse_address_list(std::string_view field_value);

}  // namespace hfilter
