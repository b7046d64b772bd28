// SPDX-License-Identifier: BSD-2-Clause
//
// One Received field as values. received_parser writes the hop; relay_chain, border, facts and explain read it.
// Lifetime: views point into the Message or into `text`, which copies of a hop share.
// Source: RFC 5321 4.4. received_writers.cc has the forms of each MTA.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"

namespace hfilter {

enum class HopKind {
  kSmtp,       // a client handed the message over by SMTP (or HTTP): the line can be the border
  kLocal,      // the message was picked up on the same host: sendmail(1), qmail-inject, cron, PHP, a list manager
  kQueue,      // an internal step of an MTA: qmail-queue, internal lines of Google and Microsoft
  kLmtp,       // the message was delivered to the mail store
  kRetrieval,  // the message was fetched by POP or IMAP: fetchmail, getmail, fdm
  kAmbiguous,  // the line has more than one reading, and hfilter chooses none
  kUnparsed,   // the line is not readable
};

enum class RdnsState {
  kVerified,     // the writer looked the name up in both directions (Postfix, Exim, Sendmail ...)
  kUnverified,   // the writer does not verify the name ("may be forged", OpenSMTPD, qmail)
  kNone,         // the writer looked up the name and found none ("unknown")
  kNotLookedUp,  // the writer does not look up names, or its line does not show it
};

enum class HopAuth {
  kNone,
  kToken,    // the login is in the `with` token (ESMTPA ...), or in the writer's own mark in its fixed place
  kWebmail,  // the login is a webmail's own mark together with HTTP
};

struct ReceivedHop {
  int number = 0;                           // the position of the line; 1 is the topmost Received field
  std::string_view raw;                     // the value of the field as in the message
  std::shared_ptr<const std::string> text;  // the physical lines joined into one; null if there was only one
  HopKind kind = HopKind::kUnparsed;
  const char* writer = "unknown";  // the writer's name in received_writers.cc: "postfix", "exim", ...; static storage

  std::optional<IpAddress> client;
  std::optional<std::string_view> helo;  // HELO as sent; "": the client sent none; nullopt: the line does not show HELO
  bool helo_inferred = false;  // an Exim line without helo=: `helo` is the name or literal there, or nothing was sent
  std::string_view rdns;       // the reverse name without a trailing dot; empty unless verified or unverified
  RdnsState rdns_state = RdnsState::kNotLookedUp;
  std::string_view by;
  std::optional<IpAddress> by_address;
  std::string_view protocol;  // the `with` token as written: "ESMTPS", "esmtpsa", "HTTP"; may be empty
  bool tls = false;
  HopAuth auth = HopAuth::kNone;
  std::string_view auth_user;
  std::string_view id;
  std::string_view for_recipient;                 // the address of `for`, without angle brackets
  std::optional<std::string_view> envelope_from;  // the envelope sender, without brackets; "" is the null sender
  std::optional<int64_t> time;                    // the date in seconds since the epoch, UTC

  std::string why;  // the reason why the client cannot be read
};

const char* hop_kind_name(HopKind kind);       // Returns "smtp", "local", "queue", "lmtp", "retrieval", "ambiguous" ...
const char* rdns_state_name(RdnsState state);  // Returns "verified", "unverified", "none" or "not-looked-up".

}  // namespace hfilter
