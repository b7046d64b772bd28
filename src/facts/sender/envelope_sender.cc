// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/envelope_sender.h"

#include "facts/sender/delivery_envelope.h"
#include "facts/sender/sent_on.h"

namespace hfilter {

Finding<MailAddress> sender_of(const FactContext& context) {
  const Border& border = context.border;
  // What the border line itself tells is the stranger's, whatever was done with the mail above it. The client of a line
  // that cannot be read may be known all the same, but then its words are anybody's.
  const bool is_read = border.client && border.hop && border.hop->kind == HopKind::kSmtp;
  if (is_read && border.hop->envelope_from) return parse_path(*border.hop->envelope_from);
  // Delivered by the server that took it: that delivery's sender is the stranger's.
  if (border.client && border.line > 1) {
    if (const std::optional<std::string> path = return_path_below(context, border.line - 1)) return parse_path(*path);
  }
  if (std::optional<Unknown> why = sent_on_inside(context)) return *std::move(why);
  const std::optional<std::string> sender = delivery_sender(context);
  if (sender) return parse_path(*sender);
  return Unknown{UnknownReason::kNotGiven,
                 border.fetched > 0 ? "the mail was fetched, and its provider wrote no Return-Path on top"
                                    : "nobody says who the envelope sender is",
                 false};
}

}  // namespace hfilter
