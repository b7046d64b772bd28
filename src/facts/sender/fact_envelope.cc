// SPDX-License-Identifier: BSD-2-Clause
// `sender`, `recipient`: the envelope of this delivery.
#include "address/mail_address.h"
#include "facts/connection/connection.h"
#include "facts/fact.h"
#include "facts/sender/delivery_envelope.h"
#include "facts/sender/envelope_sender.h"

namespace hfilter {

namespace {

MailAddress as_scalar(const MailAddress& address) { return address; }

Truth is_malformed(const MailAddress& address) { return Truth::of(address.malformed, quoted(address.text)); }

}  // namespace

FactValue fact_sender(const FactContext& context) { return as_fact(sender_of(context), as_scalar); }

Truth word_sender_empty(const FactContext& context) {
  return sender_of(context).as_truth(
      [](const MailAddress& sender) { return Truth::of(sender.is_null(), quoted(sender.text)); });
}

Truth word_sender_malformed(const FactContext& context) { return sender_of(context).as_truth(is_malformed); }

FactValue fact_recipient(const FactContext& context) { return as_fact(recipient_of(context), as_scalar); }

Truth word_recipient_malformed(const FactContext& context) { return recipient_of(context).as_truth(is_malformed); }

}  // namespace hfilter
