// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/envelope_sender.h"

#include "facts/sender/delivery_envelope.h"
#include "facts/sender/sent_on.h"

namespace hfilter {

Finding<MailAddress> sender_of(const FactContext& context) {
  const Border& border = context.border;
  // A sender in the border line is the stranger's, whatever happened to the mail later. The client of an unreadable
  // line may be known, but the text of that line is not reliable.
  const bool is_read = border.client && border.hop && border.hop->kind == HopKind::kSmtp;
  if (is_read && border.hop->envelope_from) return parse_path(*border.hop->envelope_from);
  // The server that took the mail delivered it, so the sender of that delivery is the stranger's.
  if (border.client && border.line > 1) {
    if (const std::optional<std::string> path = return_path_below(context, border.line - 1)) return parse_path(*path);
  }
  if (std::optional<Unknown> why = sent_on_inside(context)) return *std::move(why);
  const std::optional<std::string> sender = delivery_sender(context);
  if (sender) return parse_path(*sender);
  return Unknown{UnknownReason::kNotGiven,
                 border.fetched > 0 ? "the mail was fetched, and its provider wrote no Return-Path above it"
                                    : "nothing names the envelope sender (--sender, SENDER, Return-Path)",
                 false};
}

}  // namespace hfilter
