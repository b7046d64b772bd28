// SPDX-License-Identifier: BSD-2-Clause
//
// Decides whose address the sender of this delivery is. The first row that applies decides:
//
//   above the border line                                 the sender is       example
//   a line of a declared forwarder                        another's           forwarded mail
//   a pickup; the border line has another recipient       another's           .forward, a script
//   a field of a delivery or a list, not below LMTP       another's           Mailman 2, mlmmj, Sympa, ezmlm
//   the border line's recipient is in mylists, and the
//     recipient of this delivery is not                   another's           Mailman 3 over LMTP
//   both recipients are in mylists                        the stranger's      mail on its way to the list
//   the border line has no recipient; a pickup, or a
//     line from 127.0.0.1 without amavis; the sender
//     is like a list's                                    another's           a list, mail with several recipients
//   anything else                                         the stranger's      backup MX, content filter, store
//
// The answer is unknown if a row needs mylists and mylists cannot be read. A Return-Path directly above the border line
// is the stranger's own; envelope_sender.cc uses it before this table.
//
// Postfix local(8) and pipe(8) write X-Original-To, Delivered-To and Return-Path on top. Postfix removes Return-Path
// when the mail comes back. ezmlm-send writes its own fields on top. Mailman 3 appends its fields to the header, where
// anybody could have written them, so only the recipients reveal it.
#include "facts/sender/sent_on.h"

#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"
#include "facts/sender/delivery_envelope.h"

namespace hfilter {

namespace {

/// Fields that are written at a delivery, by a list, or by a person who resends a message (RFC 5322 3.6.6), and never
/// by a server that only relays it.
constexpr const char* kDeliveryFields[] = {"Return-Path", "Delivered-To", "X-Original-To", "Envelope-To",
                                           "List-Id",     "Mailing-List", "Resent-From",   "Resent-Sender",
                                           "Resent-To",   "Resent-Date"};

/// Returns the topmost line of the delivery in question: in fetched mail, the delivery to the provider.
int first_line(const Border& border) { return border.fetched + 1; }

Unknown sent_on(const std::string& why) {
  return {UnknownReason::kSentOn, "a list or forwarder of yours sent the mail on: " + why, false};
}

/// Finds a field of a delivery below a line by which the mail came in again. LMTP lines do not count, because the
/// server before the store may already have written such fields.
std::optional<Unknown> earlier_delivery(const FactContext& context) {
  for (int n = first_line(context.border); n < context.border.line; ++n) {
    if (context.chain.hop(n).kind == HopKind::kLmtp) continue;
    const auto [begin, end] = context.chain.fields_below(n);
    for (size_t i = begin; i < end; ++i) {
      for (const char* name : kDeliveryFields) {
        if (!equal_ignoring_case(context.message.fields()[i].name, name)) continue;
        return sent_on(std::string(name) + " is below hop " + std::to_string(n));
      }
    }
  }
  return std::nullopt;
}

/// Returns recipient_of this delivery if it is known, otherwise the recipient in the uppermost line that has one.
std::optional<MailAddress> last_recipient(const FactContext& context) {
  const Finding<MailAddress> known_recipient = recipient_of(context);
  if (known_recipient.has_value() && context.border.fetched == 0) return *known_recipient;
  for (int n = first_line(context.border); n < context.border.line; ++n) {
    const std::string_view recipient = context.chain.hop(n).for_recipient;
    if (!recipient.empty()) return parse_path(recipient);
  }
  return std::nullopt;
}

/// Returns the recipient in the border line; "" if there is none.
std::string_view first_recipient(const Border& border) {
  return border.hop != nullptr && border.hop->kind == HopKind::kSmtp ? border.hop->for_recipient : std::string_view();
}

bool is_same_mailbox(const MailAddress& a, const MailAddress& b) {
  return equal_ignoring_case(a.local, b.local) && a.domain == b.domain;
}

/// Returns true iff `address` is the recipient of this delivery, or an alias that led to it.
bool is_for(const FactContext& context, const MailAddress& address) {
  const std::optional<MailAddress> last = last_recipient(context);
  if (last && is_same_mailbox(*last, address)) return true;
  const auto [begin, end] = context.chain.fields_below(0);
  for (size_t i = begin; i < end; ++i) {
    const HeaderField& field = context.message.fields()[i];
    if (!equal_ignoring_case(field.name, "X-Original-To")) continue;
    if (is_same_mailbox(parse_path(unfold(field.value)), address)) return true;
  }
  return false;
}

/// Returns true iff the mail was picked up for another recipient than that of the border line. A filter that uses
/// sendmail(1) keeps the recipient, so a pickup alone proves nothing. The stranger chooses the spelling of the
/// recipient, so only a plain address is compared.
bool picked_up_for_another(const FactContext& context) {
  if (!context.border.picked_up) return false;
  const MailAddress first = parse_path(first_recipient(context.border));
  const bool is_plain =
      !first.malformed && !first.domain.empty() && first.local.find_first_of("%!@") == std::string::npos;
  return is_plain && !is_for(context, first);
}

/// Returns a reason if the border line's recipient is a list, and this delivery has another recipient.
std::optional<Unknown> written_to_list(const FactContext& context) {
  const std::string_view first = first_recipient(context.border);
  const List& lists = context.trust.mylists;
  const Membership list = lists.contains_mail(parse_path(first));
  if (list.value == Kleene::kFalse) return std::nullopt;
  if (const std::optional<MailAddress> last = last_recipient(context)) {
    if (lists.contains_mail(*last).value == Kleene::kTrue) return std::nullopt;  // the mail is on its way to a list
  }
  if (list.value == Kleene::kUnknown) return Unknown{UnknownReason::kList, list.why, false};
  return sent_on("the stranger wrote to " + quoted(first) + ", which is in mylists");
}

/// Returns true if a server took the mail from its own host, and the content filter amavis was not involved.
bool was_reinjected(const FactContext& context) {
  const auto is_filter = [&](int n) { return context.chain.hop(n).writer == std::string_view("amavis"); };
  for (int n = first_line(context.border); n < context.border.line; ++n) {
    const ReceivedHop& hop = context.chain.hop(n);
    const bool by_loopback = hop.kind == HopKind::kSmtp && hop.client && hop.client->is_loopback();
    if (by_loopback && !is_filter(n) && !is_filter(n + 1)) return true;
  }
  return false;
}

/// Looks up the list of a sender: talk-bounces, talk-owner, talk-return-7-bob=example.com, talk+bounces-7 and
/// owner-talk belong to the list `talk`.
Membership sender_in_lists(const List& lists, MailAddress sender) {
  Membership answer = lists.contains_mail(sender);
  if (begins_ignoring_case(sender.local, "owner-")) sender.local.erase(0, 6);
  const std::string whole = sender.local;
  size_t at = whole.size();
  for (size_t cuts = 0; cuts < kMaxListNameCuts && answer.value == Kleene::kFalse && at != std::string::npos; ++cuts) {
    sender.local = whole.substr(0, at);
    answer = lists.contains_mail(sender);
    at = at == 0 ? std::string::npos : whole.find_last_of("-+", at - 1);
  }
  return answer;
}

/// Returns a reason if the sender is a list's. Used if the border line has no recipient, as for several recipients.
std::optional<Unknown> sent_by_list(const FactContext& context) {
  if (!context.border.picked_up && !was_reinjected(context)) return std::nullopt;
  const std::optional<std::string> sender = delivery_sender(context);
  if (!sender) return std::nullopt;
  const Membership list = sender_in_lists(context.trust.mylists, parse_path(*sender));
  if (list.value == Kleene::kUnknown) return Unknown{UnknownReason::kList, list.why, false};
  if (list.value == Kleene::kFalse) return std::nullopt;
  return sent_on("the sender belongs to a list in mylists");
}

}  // namespace

std::optional<Unknown> sent_on_inside(const FactContext& context) {
  const Border& border = context.border;
  if (!border.has_stranger()) return std::nullopt;
  if (border.sent_on) return sent_on("it was forwarded");
  if (picked_up_for_another(context)) {
    return sent_on("a program on your host handed it in again, for another recipient");
  }
  if (std::optional<Unknown> why = earlier_delivery(context)) return why;
  if (border.hop == nullptr || border.hop->kind != HopKind::kSmtp) return std::nullopt;
  if (border.line <= first_line(border)) return std::nullopt;
  return border.hop->for_recipient.empty() ? sent_by_list(context) : written_to_list(context);
}

}  // namespace hfilter
