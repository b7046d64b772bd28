// SPDX-License-Identifier: BSD-2-Clause
//
// Whose is the sender of this delivery? In this order:
//
//   above the border line                                 the sender is       what it was
//   a line of a declared forwarder                        another's           mail that was forwarded
//   a pickup, the border line for the same recipient      the stranger's      a content filter
//   a pickup otherwise                                    another's           .forward, a script
//   a field of a delivery or a list, not below LMTP       another's           Mailman 2, mlmmj, Sympa, ezmlm
//   the border line is for one of mylists, this mail not  another's           Mailman 3 over LMTP
//   both are for one of mylists                           the stranger's      on its way to the list
//   the border line is for nobody, a line from 127.0.0.1
//     that is not amavis', a sender like a list's         another's           a list, with several recipients
//   anything else                                         the stranger's      backup MX, filter by SMTP, store
//
// Where mylists cannot be read and is asked, it is unknown. A Return-Path right above the border line is the stranger's
// own and is asked before (envelope_sender.h).
//
// Postfix' local(8) and pipe(8) write X-Original-To and Delivered-To on top, and Return-Path, which Postfix takes away
// when the mail comes back; ezmlm-send writes its own fields on top. Mailman 3 adds its fields at the end of the
// header, where anybody could have written them: there only the recipients tell.
#include "facts/sent_on.h"

#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "facts/connection.h"
#include "facts/envelope_sender.h"

namespace hfilter {

namespace {

/// Written when a message is delivered, or by a list, and never by what only passes it on.
constexpr const char* kDeliveryFields[] = {"Return-Path", "Delivered-To", "X-Original-To",
                                           "Envelope-To", "List-Id",      "Mailing-List"};

/// The topmost line of the delivery that is looked at: mail that was fetched had one of its own.
int first_line(const Border& border) { return border.fetched + 1; }

Unknown sent_on(const std::string& why) {
  return {UnknownReason::kSentOn, "the mail was sent on inside your border: " + why, false};
}

/// The fields between lines `number` and `number + 1`, as indexes [begin, end).
std::pair<size_t, size_t> fields_below(const RelayChain& chain, int number) {
  return {number == 0 ? 0 : chain.field_index(number) + 1, chain.field_index(number + 1)};
}

/// A field of a delivery that is below a line by which the mail came in again. LMTP is no such line: where a mail goes
/// to the store, the server before it may already have written them.
std::optional<Unknown> delivered_before(const FactContext& context) {
  for (int n = first_line(context.border); n < context.border.line; n++) {
    if (context.chain.hop(n).kind == HopKind::kLmtp) continue;
    const auto [begin, end] = fields_below(context.chain, n);
    for (size_t i = begin; i < end; i++) {
      for (const char* name : kDeliveryFields) {
        if (!equal_ignoring_case(context.message.fields()[i].name, name)) continue;
        return sent_on(std::string(name) + " stands below hop " + std::to_string(n));
      }
    }
  }
  return std::nullopt;
}

/// Whether `address` is one of mylists, and by which entry; unknown where the list is.
Membership in_lists(const FactContext& context, const MailAddress& address) {
  return context.trust.mylists.contains_mail(address);
}

/// Whom this delivery is for: as told, else by the uppermost line that says it.
std::optional<MailAddress> last_recipient(const FactContext& context) {
  const Finding<MailAddress> told = recipient_of(context);
  if (told.has_value() && context.border.fetched == 0) return *told;
  for (int n = first_line(context.border); n < context.border.line; n++) {
    const std::string_view recipient = context.chain.hop(n).for_recipient;
    if (!recipient.empty()) return parse_path(recipient);
  }
  return std::nullopt;
}

/// A filter that hands mail in by sendmail(1) keeps the recipient; who sends it on sends it to another one.
bool has_same_recipient(const FactContext& context) {
  const ReceivedHop* hop = context.border.hop;
  if (hop == nullptr || hop->kind != HopKind::kSmtp || hop->for_recipient.empty()) return false;
  const std::optional<MailAddress> last = last_recipient(context);
  return last && *last == parse_path(hop->for_recipient);
}

/// The border line says whom the stranger wrote to: a list, and this delivery is for somebody else.
std::optional<Unknown> written_to_list(const FactContext& context, std::string_view first_recipient) {
  const Membership list = in_lists(context, parse_path(first_recipient));
  if (list.value == Kleene::kFalse) return std::nullopt;
  if (const std::optional<MailAddress> last = last_recipient(context)) {
    if (in_lists(context, *last).value == Kleene::kTrue) return std::nullopt;  // it is still on its way to a list
  }
  if (list.value == Kleene::kUnknown) return Unknown{UnknownReason::kList, list.why, false};
  return sent_on("the stranger wrote to " + quoted(first_recipient) + ", in mylists");
}

/// A server took the mail from its own host, and not from a content filter that names itself.
bool came_in_again(const FactContext& context) {
  const auto is_filter = [&](int n) { return context.chain.hop(n).writer == std::string_view("amavis"); };
  for (int n = first_line(context.border); n < context.border.line; n++) {
    const ReceivedHop& hop = context.chain.hop(n);
    const bool by_loopback = hop.kind == HopKind::kSmtp && hop.client && hop.client->is_loopback();
    if (by_loopback && !is_filter(n) && !is_filter(n + 1)) return true;
  }
  return false;
}

/// talk-bounces, talk-owner, talk-return-7-bob=example.com, talk+bounces-7, owner-talk: of the list `talk`.
Membership sender_in_lists(const FactContext& context, MailAddress sender) {
  Membership answer = in_lists(context, sender);
  if (begins_ignoring_case(sender.local, "owner-")) sender.local.erase(0, 6);
  const std::string whole = sender.local;
  size_t at = whole.size();
  for (size_t cuts = 0; cuts < kMaxListNameCuts && answer.value == Kleene::kFalse && at != std::string::npos; cuts++) {
    sender.local = whole.substr(0, at);
    answer = in_lists(context, sender);
    at = at == 0 ? std::string::npos : whole.find_last_of("-+", at - 1);
  }
  return answer;
}

/// The border line does not say whom the stranger wrote to, as where it were several.
std::optional<Unknown> sent_by_list(const FactContext& context) {
  if (!came_in_again(context)) return std::nullopt;
  const std::optional<EnvelopeSender> sender = find_envelope_sender(context);
  if (!sender) return std::nullopt;
  const Membership list = sender_in_lists(context, parse_path(sender->path));
  if (list.value == Kleene::kUnknown) return Unknown{UnknownReason::kList, list.why, false};
  if (list.value == Kleene::kFalse) return std::nullopt;
  return sent_on("the sender is one of a list in mylists");
}

}  // namespace

std::optional<Unknown> sent_on_inside(const FactContext& context) {
  const Border& border = context.border;
  if (!border.has_stranger()) return std::nullopt;
  if (border.sent_on) return sent_on("it was forwarded");
  if (border.picked_up && !has_same_recipient(context)) return sent_on("it was picked up again");
  if (std::optional<Unknown> why = delivered_before(context)) return why;
  if (border.hop == nullptr || border.hop->kind != HopKind::kSmtp) return std::nullopt;
  if (border.line <= first_line(border)) return std::nullopt;
  const std::string_view first_recipient = border.hop->for_recipient;
  return first_recipient.empty() ? sent_by_list(context) : written_to_list(context, first_recipient);
}

std::optional<std::string_view> return_path_below(const FactContext& context, int number) {
  const auto [begin, end] = fields_below(context.chain, number);
  for (size_t i = begin; i < end; i++) {
    const HeaderField& field = context.message.fields()[i];
    if (equal_ignoring_case(field.name, "Return-Path")) return field.value;
  }
  return std::nullopt;
}

}  // namespace hfilter
