// SPDX-License-Identifier: BSD-2-Clause
// `bounce`, `backscatter`: a report that some mail was not delivered, and whether that mail was ever mine.
#include <memory>

#include "address/mail_address.h"
#include "base/limits.h"
#include "bounce/backscatter.h"
#include "bounce/bounce.h"
#include "bounce/returned_message.h"
#include "facts/connection/dns_facts.h"
#include "facts/fact_context.h"
#include "facts/message/header_text.h"
#include "facts/sender/delivery_envelope.h"
#include "spf/spf_query.h"

namespace hfilter {

namespace {

Truth is_bounce(const FactContext& context) {
  const std::optional<std::string> sender = delivery_sender(context);
  const bool null_sender = sender && parse_path(*sender).is_null();
  const BounceHeader header = read_bounce_header(context.message, null_sender);
  if (header.is_other_report) return Truth::no("the message is another kind of report");
  if (header.is_bounce()) return Truth::yes(header.why);
  if (header.points < kPointsToReadBody) return Truth::no("nothing in the header is typical of a bounce");
  if (!context.mime) return Truth::unknown(mime_not_read());
  const Finding<std::vector<MimePart>>& parts = context.mime->parts();
  if (!parts.known()) return Truth::unknown(parts.why());
  const BounceHeader whole = judge_bounce(context.message, null_sender, *context.mime);
  if (whole.is_bounce()) return Truth::yes(whole.why);
  return is_header_cut(context) ? Truth::unknown(header_cut())
                                : Truth::no("too little in the message is typical of a bounce");
}

/// Returns true if my own relay wrote the bounce after the next server refused the mail, or if the bounce never left
/// me.
Truth is_own_bounce(const FactContext& context) {
  if (context.border.is_yours()) return Truth::yes("the bounce is yours");
  if (!context.border.client) return Truth::no("the border is unknown");
  const ReceivedHop* hop = context.border.hop;
  const Membership by_address = context.trust.myrelays.contains_address(*context.border.client);
  if (by_address.value == Kleene::kTrue) return Truth::yes("written by your relay: " + by_address.evidence());
  if (hop && hop->rdns_state == RdnsState::kVerified && !by_address.excluded) {
    const Membership by_name = context.trust.myrelays.contains_name(Hostname(hop->rdns));
    if (by_name.value == Kleene::kTrue) return Truth::yes("written by your relay: " + by_name.evidence());
  }
  if (by_address.value == Kleene::kUnknown) return Truth::unknown({UnknownReason::kList, by_address.why, false});
  return Truth::no("another site wrote the bounce");
}

/// Checks SPF of `sender`, whose domain is mine. With `dns off` the answer is no, so that only myrelays counts.
Truth may_send(const FactContext& context, const IpAddress& client, std::string_view helo, std::string_view sender) {
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return Truth::no(dns.why().text);
  SpfQuery query = spf_mailfrom_query(client, helo, sender);
  query.party = DnsParty::kOwner;
  const SpfReport report = (*dns)->check(context, query);
  const std::string why = "SPF of " + report.domain.substr(0, kMaxNameBytes) + ": ";
  if (report.result != SpfResult::kTemperror) {
    return Truth::of(report.result == SpfResult::kPass, why + spf_result_name(report.result));
  }
  if (report.temperror_reason == UnknownReason::kDnsOff) return Truth::no(why + report.problem);
  return Truth::unknown({report.temperror_reason, why + report.problem, true});
}

Truth is_backscatter(const FactContext& context) {
  const Truth bounce = is_bounce(context);
  if (bounce.is_false()) return Truth::no("not a bounce: " + bounce.why);
  const List& relays = context.trust.myrelays;
  if (relays.entries().empty() && relays.files().empty() && !relays.is_faulty()) {
    return Truth::unknown({UnknownReason::kNotGiven,
                           "myrelays is empty, so the servers through which your mail leaves are not known", false});
  }
  const Truth own = is_own_bounce(context);
  if (own.is_true()) return Truth::no(own.why);
  if (own.is_unknown()) return own;
  if (bounce.is_unknown()) return bounce;
  if (!context.mime) return Truth::unknown(mime_not_read());
  const Finding<std::string> header = returned_header(*context.mime);
  if (!header.known()) return Truth::unknown(header.why());
  if (!header.has_value()) {
    return Truth::unknown(
        {UnknownReason::kNotGiven, "the bounce does not contain the header of the returned mail", false});
  }
  const Message returned(*header, std::make_unique<MemoryBody>(""));
  if (context.my_message_ids) {
    const Truth mine = has_own_message_id(returned, *context.my_message_ids);
    if (mine.is_true()) return Truth::no(mine.why);
  }
  return judge_returned(returned, context.trust,
                        [&](const IpAddress& client, std::string_view helo, std::string_view sender) {
                          return may_send(context, client, helo, sender);
                        });
}

FactValue as_flag(const Truth& truth) {
  if (truth.is_unknown()) return FactValue::unknown(truth.reason, truth.why, truth.temporary);
  return FactValue::one(truth.is_true()).with_evidence(truth.why);
}

}  // namespace

FactValue fact_bounce(const FactContext& context) { return as_flag(is_bounce(context)); }

FactValue fact_backscatter(const FactContext& context) { return as_flag(is_backscatter(context)); }

}  // namespace hfilter
