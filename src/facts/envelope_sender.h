// SPDX-License-Identifier: BSD-2-Clause
//
// The envelope: who sent, to whom, and who says so. In this order: what the delivery agent told (--sender, SENDER,
// FROM; the caller fills Envelope), the `From ` line, Return-Path. Return-Path counts only above the topmost Received
// field: below it a stranger may have written it. Mail that was fetched by POP or IMAP has the sender of the delivery
// that it was fetched from. Pure and total; nothing is guessed: nullopt if nobody says it.
#ifndef HFILTER_FACTS_ENVELOPE_SENDER_H_
#define HFILTER_FACTS_ENVELOPE_SENDER_H_

#include <optional>
#include <string>

#include "base/mail_address.h"
#include "facts/facts.h"
#include "facts/finding.h"

namespace hfilter {

struct EnvelopeSender {
  std::string path;    // "bob@example.com"; "" is the null sender
  const char* source;  // for explain: "told by the delivery agent", "`From ` line", "Return-Path"; static storage
};

/// The sender of this delivery, or of the one that was fetched.
std::optional<EnvelopeSender> find_envelope_sender(const FactContext& context);

/// The envelope sender of the stranger. After a forwarder, a list or a re-sent pickup inside the border, the delivery's
/// sender is theirs: then only what stands in the border line or right above it counts.
Finding<MailAddress> sender_of(const FactContext& context);

/// The recipient of this delivery.
Finding<MailAddress> recipient_of(const FactContext& context);

}  // namespace hfilter

#endif  // HFILTER_FACTS_ENVELOPE_SENDER_H_
