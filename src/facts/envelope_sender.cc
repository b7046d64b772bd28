// SPDX-License-Identifier: BSD-2-Clause
#include "facts/envelope_sender.h"

#include "base/text.h"

namespace hfilter {

namespace {

// Agents that have no way to write <> say MAILER-DAEMON: every `From ` line, Postfix's pipe(8), maildrop's FROM.
std::string without_stand_in(std::string_view path) {
  path = trim(path);
  const std::string_view bare = path.size() > 1 && path.front() == '<' ? path.substr(1, path.size() - 2) : path;
  return equal_ignoring_case(bare, "MAILER-DAEMON") ? std::string() : std::string(path);
}

// "From bob@example.com Wed Mar 24 16:00:00 2004".
std::optional<std::string_view> from_line_sender(std::string_view line) {
  if (!begins_ignoring_case(line, "From ")) return std::nullopt;
  line = trim(line.substr(5));
  if (line.empty()) return std::nullopt;
  return line.substr(0, line.find_first_of(" \t"));
}

}  // namespace

size_t fields_above_received(const Message& message, const RelayChain& chain) {
  return chain.size() > 0 ? chain.field_index(1) : message.fields().size();
}

std::optional<EnvelopeSender> find_envelope_sender(const Message& message, const RelayChain& chain,
                                                   const Envelope& envelope) {
  if (envelope.sender) return EnvelopeSender{without_stand_in(*envelope.sender), "told by the delivery agent"};
  if (const std::optional<std::string_view> who = from_line_sender(message.from_line())) {
    return EnvelopeSender{without_stand_in(*who), "`From ` line"};
  }
  for (size_t i = 0; i < fields_above_received(message, chain); i++) {
    const HeaderField& field = message.fields()[i];
    if (!equal_ignoring_case(field.name, "Return-Path")) continue;
    return EnvelopeSender{without_stand_in(unfold(field.value)), "Return-Path above the topmost Received"};
  }
  return std::nullopt;
}

Finding<MailAddress> sender_of(const FactContext& context) {
  const Border& border = context.border;
  // What the border line itself tells is the stranger's, whatever was done with the mail above it: a list that hands a
  // post back over loopback leaves no other mark.
  if (border.client && (border.line > 1 || border.sent_on) && border.hop && border.hop->envelope_from) {
    return parse_path(*border.hop->envelope_from);
  }
  if (border.sent_on && border.has_stranger()) {
    return Unknown{UnknownReason::kSentOn, "the mail was sent on inside your border", false};
  }
  const std::optional<EnvelopeSender> sender = find_envelope_sender(context.message, context.chain, context.envelope);
  if (!sender) return Unknown{UnknownReason::kNotGiven, "nobody says who the envelope sender is", false};
  return parse_path(sender->path);
}

}  // namespace hfilter
