// SPDX-License-Identifier: BSD-2-Clause
// `sender`, `recipient`: the envelope of this delivery.
#include "base/mail_address.h"
#include "base/text.h"
#include "facts/connection.h"
#include "facts/envelope_sender.h"

namespace hfilter {

namespace {

Unknown not_given(const char* what) {
  return {UnknownReason::kNotGiven, std::string("nobody says who the envelope ") + what + " is", false};
}

// After a forwarder, a list or a re-sent pickup inside the border, the delivery's sender is theirs. The stranger's is
// what the border line says, if it says it.
Finding<MailAddress> sender_of(const FactContext& context) {
  const Border& border = context.border;
  if (border.sent_on && border.has_stranger()) {
    if (border.hop && border.hop->envelope_from) return parse_path(*border.hop->envelope_from);
    return Unknown{UnknownReason::kSentOn, "the mail was sent on inside your border", false};
  }
  const std::optional<EnvelopeSender> sender = find_envelope_sender(context.message, context.chain, context.envelope);
  if (!sender) return not_given("sender");
  return parse_path(sender->path);
}

Finding<MailAddress> recipient_of(const FactContext& context) {
  if (context.envelope.recipient) return parse_path(*context.envelope.recipient);
  for (size_t i = 0; i < fields_above_received(context.message, context.chain); i++) {
    const HeaderField& field = context.message.fields()[i];
    if (equal_ignoring_case(field.name, "Delivered-To") || equal_ignoring_case(field.name, "Envelope-To")) {
      return parse_path(unfold(field.value));
    }
  }
  return not_given("recipient");
}

MailAddress as_scalar(const MailAddress& address) { return address; }

Truth is_malformed(const MailAddress& address) { return Truth::of(address.malformed, quoted(address.text)); }

}  // namespace

FactValue fact_sender(const FactContext& context) { return sender_of(context).as_fact(as_scalar); }

Truth word_sender_empty(const FactContext& context) {
  return sender_of(context).as_truth(
      [](const MailAddress& sender) { return Truth::of(sender.is_null(), quoted(sender.text)); });
}

Truth word_sender_malformed(const FactContext& context) { return sender_of(context).as_truth(is_malformed); }

FactValue fact_recipient(const FactContext& context) { return recipient_of(context).as_fact(as_scalar); }

Truth word_recipient_malformed(const FactContext& context) { return recipient_of(context).as_truth(is_malformed); }

}  // namespace hfilter
