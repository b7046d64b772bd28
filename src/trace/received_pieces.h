// SPDX-License-Identifier: BSD-2-Clause
//
// The pieces that heads of Received lines are made of, for received_layouts.h. Those that take a string_view* take the
// piece off its front; those that take a hop write what the piece says into it. How they fail: false or nullopt, the
// hop then being of no use (hop->why says it where there are several readings). Linear. Results are views of the
// argument.
#pragma once

#include <optional>
#include <string_view>

#include "address/ip_address.h"
#include "trace/received_hop.h"

namespace hfilter {

/// Takes the first run of octets without a blank off `text`: a HELO that cannot hold blanks, whatever else it holds.
std::string_view take_chunk(std::string_view* text);

/// Takes a comment off the front of `text`; its inside. Nullopt if there is none or it is not closed.
std::optional<std::string_view> take_comment(std::string_view* text);

/// Takes "HELO x" apart: true and *helo = "x" if `inside` begins with one of the verbs.
bool is_helo_words(std::string_view inside, std::string_view* helo);

/// The name that a writer found for the client: no trailing dot; none if it says that it found none.
void set_rdns(std::string_view name, ReceivedHop* hop);

/// "rdns [ip]", "[ip]", "ident@rdns [ip]", "rdns 2001:db8::1", "ip", perhaps with a port and a note, and nothing else:
/// one word at most stands before the address.
bool read_rdns_ip(std::string_view inside, ReceivedHop* hop, bool has_ident);

/// Returns true if an address in brackets stands anywhere in `text`, or one without brackets at its end.
bool holds_address(std::string_view text);

/// "[ip]", "[ip]:port", "ip", "(ip)", "[(ip)]" and nothing else.
std::optional<IpAddress> bare_address(std::string_view text);

/// Makes the hop ambiguous, because its head names several clients. Returns false.
bool several_addresses(ReceivedHop* hop);

/// A connection on the same host: OpenSMTPD's [local], Sendmail's [UNIX: localhost], Cyrus' [unix socket]. It stands
/// last, where a client has its address: a PTR may say the same before it.
bool is_same_host(std::string_view inside);

/// "user@host", "user" or "localhost": Sendmail's $_ for a local submission. One word, and no address in it.
bool is_user_at_host(std::string_view inside);

/// There was no client but this host: the hop is a pickup. True.
bool local_client(ReceivedHop* hop);

/// Comments behind the client: TLS, and the writer's mark of an authentication, a user's name behind it. False if
/// there is something else or a second address, because a PTR may close the client's comment. Not so with Postfix: it
/// takes valid names only, and has a certificate's name here, which may nest too deep or look like an address.
bool read_marks(std::string_view rest, std::string_view auth_mark, ReceivedHop* hop);

/// Nothing behind the client but comments, and no address in them.
bool only_comments(std::string_view rest, ReceivedHop* hop);

}  // namespace hfilter
