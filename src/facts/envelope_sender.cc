// SPDX-License-Identifier: BSD-2-Clause
#include "facts/envelope_sender.h"

#include "base/text.h"

namespace hfilter {

namespace {

// "From bob@example.com Wed Mar 24 16:00:00 2004". Agents write the null sender as MAILER-DAEMON (mbox has no <>).
std::optional<std::string> from_line_sender(std::string_view line) {
  if (!begins_ignoring_case(line, "From ")) return std::nullopt;
  line = trim(line.substr(5));
  const size_t end = line.find_first_of(" \t");
  const std::string_view who = line.substr(0, end);
  if (who.empty()) return std::nullopt;
  return equal_ignoring_case(who, "MAILER-DAEMON") ? std::string() : std::string(who);
}

}  // namespace

size_t fields_above_received(const Message& message, const RelayChain& chain) {
  return chain.size() > 0 ? chain.field_index(1) : message.fields().size();
}

std::optional<EnvelopeSender> find_envelope_sender(const Message& message, const RelayChain& chain,
                                                   const Envelope& envelope) {
  if (envelope.sender) return EnvelopeSender{*envelope.sender, "told by the delivery agent"};
  if (std::optional<std::string> who = from_line_sender(message.from_line()))
    return EnvelopeSender{*who, "`From ` line"};
  for (size_t i = 0; i < fields_above_received(message, chain); i++) {
    const HeaderField& field = message.fields()[i];
    if (equal_ignoring_case(field.name, "Return-Path")) {
      return EnvelopeSender{unfold(field.value), "Return-Path above the topmost Received"};
    }
  }
  return std::nullopt;
}

}  // namespace hfilter
