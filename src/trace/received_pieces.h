// SPDX-License-Identifier: BSD-2-Clause
//
// Parsers for pieces of the heads of Received lines, for received_layouts.h. A parser with a string_view* argument
// removes its piece from the front of the text. A parser with a ReceivedHop* argument stores the values there. All are
// linear.
// Errors: false or nullopt; the hop is then unusable, and hop->why has the reason if there are several readings.
// Lifetime: results are views into the argument.
#pragma once

#include <optional>
#include <string_view>

#include "address/ip_address.h"
#include "trace/received_hop.h"

namespace hfilter {

/// Removes and returns the characters before the first blank: a HELO that may contain anything except blanks.
std::string_view take_chunk(std::string_view* text);

/// Removes a comment from the front of `text` and returns its inside; nullopt if there is no closed comment.
std::optional<std::string_view> take_comment(std::string_view* text);

/// Parses "HELO x", "EHLO x" or "LHLO x" and sets *helo to "x". Returns false for other words.
bool is_helo_words(std::string_view inside, std::string_view* helo);

/// Sets the client's name in DNS, without a trailing dot. A word like "unknown" sets rdns_state to kNone instead.
void set_rdns(std::string_view name, ReceivedHop* hop);

/// Parses "rdns [ip]", "[ip]", "ident@rdns [ip]", "rdns 2001:db8::1" or "ip", with or without a port and a note. At
/// most one word precedes the address. Returns false for other text.
bool read_rdns_ip(std::string_view inside, ReceivedHop* hop, bool has_ident);

/// Returns true if `text` contains an address in brackets or ends with an address.
bool holds_address(std::string_view text);

/// Parses "[ip]", "[ip]:port", "ip", "(ip)" or "[(ip)]". Returns nullopt for other text.
std::optional<IpAddress> bare_address(std::string_view text);

/// Makes the hop ambiguous, because its head names several clients. Always returns false.
bool mark_several_clients(ReceivedHop* hop);

/// Returns true for a connection on the same host: OpenSMTPD's [local], Sendmail's [UNIX: localhost], Cyrus' [unix
/// socket]. Only the end of `inside` counts, because a PTR may contain the same text.
bool is_same_host(std::string_view inside);

/// Returns true for "user@host", "user" or "localhost", which Sendmail writes as $_ for a local submission: one word
/// that is not an address.
bool is_user_at_host(std::string_view inside);

/// Makes the hop a pickup, because its client was this host. Always returns true.
bool mark_as_pickup(ReceivedHop* hop);

/// Parses the comments after the client: TLS, and `auth_mark` with an optional user name. Returns false for other text
/// or a second address, because a PTR may close the client's comment. Postfix is exempt: it accepts only valid names,
/// and its comment with a certificate name may nest too deeply or look like an address.
bool read_marks(std::string_view rest, std::string_view auth_mark, ReceivedHop* hop);

/// Returns true if only comments without an address follow the client. Otherwise makes the hop ambiguous.
bool expect_only_comments(std::string_view rest, ReceivedHop* hop);

}  // namespace hfilter
