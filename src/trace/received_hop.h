// SPDX-License-Identifier: BSD-2-Clause
//
// One Received field as values. Written by received_parser, read by relay_chain, border, facts and explain.
// Lifetime: the views point into the Message or into `text`, which the copies of a hop share.
// Source: RFC 5321 4.4; the MTAs' own forms are in received_writers.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"

namespace hfilter {

enum class HopKind {
  kSmtp,       // a client handed the message over by SMTP (or HTTP): it can be the border
  kLocal,      // pickup on the same host: sendmail(1), qmail-inject, cron, PHP, a list manager
  kQueue,      // an MTA's own inside: qmail-queue, Google's and Microsoft's internal lines
  kLmtp,       // delivery to the store
  kRetrieval,  // POP or IMAP: fetchmail, getmail, fdm
  kAmbiguous,  // readable in more than one way: never guessed
  kUnparsed,   // not readable
};

enum class RdnsState {
  kVerified,     // the writer looked the name up both ways (Postfix, Exim, Sendmail, OpenSMTPD ...)
  kUnverified,   // a name is there, but the writer does not vouch for it ("may be forged", qmail)
  kNone,         // the writer looked and found none ("unknown")
  kNotLookedUp,  // the writer does not look
};

enum class HopAuth {
  kNone,
  kToken,    // the real top-level `with` token (ESMTPA ...) or the writer's own mark in its own place
  kWebmail,  // a webmail's own mark together with HTTP
};

struct ReceivedHop {
  int number = 0;                           // 1 is the topmost Received field
  std::string_view raw;                     // the field's value as it stands in the message
  std::shared_ptr<const std::string> text;  // what was folded, on one line; null if nothing was
  HopKind kind = HopKind::kUnparsed;
  const char* writer = "unknown";  // a row of received_writers.cc: "postfix", "exim", ...; static storage

  std::optional<IpAddress> client;
  std::optional<std::string_view> helo;  // raw as said; "": the client said none; nullopt: the line does not tell
  bool helo_inferred = false;  // Exim's line has no helo=: its HELO is the name or literal there, or was skipped
  std::string_view rdns;       // without a trailing dot; empty unless verified or unverified
  RdnsState rdns_state = RdnsState::kNotLookedUp;
  std::string_view by;
  std::optional<IpAddress> by_address;
  std::string_view protocol;  // the `with` token as written: "ESMTPS", "esmtpsa", "HTTP"; empty if there is none
  bool tls = false;
  HopAuth auth = HopAuth::kNone;
  std::string_view auth_user;
  std::string_view id;
  std::string_view for_recipient;                 // without angle brackets
  std::optional<std::string_view> envelope_from;  // without angle brackets; "" is the null sender
  std::optional<int64_t> time;                    // seconds since the epoch, UTC

  std::string why;  // for kAmbiguous and kUnparsed: what stood in the way
};

const char* hop_kind_name(HopKind kind);       // "smtp", "local", "queue", "lmtp", "retrieval", "ambiguous", "unparsed"
const char* rdns_state_name(RdnsState state);  // "verified", "unverified", "none", "not-looked-up"

}  // namespace hfilter
