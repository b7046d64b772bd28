// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/backscatter.h"

#include "address/generic_name.h"
#include "address/hostname.h"
#include "address/mail_address.h"
#include "address/message_id.h"
#include "base/glob.h"
#include "base/text.h"
#include "trace/relay_chain.h"
#include "trace/trust.h"

namespace hfilter {
namespace {

Truth unclear(std::string why, UnknownReason reason = UnknownReason::kNotGiven) {
  return Truth::unknown({reason, std::move(why), false});
}

std::string line_of(const ReceivedHop& hop) { return "line " + std::to_string(hop.number) + " of the returned header"; }

std::string client_text(const ReceivedHop& hop) { return hop.client->to_string() + " (" + line_of(hop) + ")"; }

/// Returns true for a line without a client: a queue run, a local delivery, a pickup.
bool passes_inside(const ReceivedHop& hop) {
  return hop.kind == HopKind::kLocal || hop.kind == HopKind::kQueue || hop.kind == HopKind::kLmtp;
}

/// Returns true if the client belongs to the bouncing site. A dial-up client in the provider's domain does not.
bool is_inside(const ReceivedHop& hop) {
  if (hop.client->is_private() || hop.client->is_loopback()) return true;
  if (hop.by_address && *hop.by_address == *hop.client) return true;
  if (hop.rdns_state != RdnsState::kVerified) return false;
  const std::string here = registered_domain(canonical_name(hop.by));
  if (here.empty() || registered_domain(canonical_name(hop.rdns)) != here) return false;
  return !is_generic_name(hop.rdns, &*hop.client).is_true();
}

bool is_by_name(const ReceivedHop& hop) {
  return !(hop.client->is_private() || hop.client->is_loopback() || (hop.by_address && *hop.by_address == *hop.client));
}

/// The client that sent the returned message to the bouncing site.
struct Handover {
  const ReceivedHop* hop = nullptr;  // the hop of the client; null if unknown
  std::string why;                   // the line of the client, or the reason why the client is unknown
};

Handover find_handover(const RelayChain& chain) {
  if (chain.size() == 0) return {nullptr, "the returned header has no Received line"};
  std::string site;  // the domain of a client that was skipped by name; this domain must have written the next line
  for (int number = 1; number <= chain.size(); ++number) {
    const ReceivedHop& hop = chain.hop(number);
    if (passes_inside(hop)) continue;
    if (hop.kind != HopKind::kSmtp) {
      return {nullptr, line_of(hop) + " cannot be read" + (hop.why.empty() ? "" : ": " + hop.why)};
    }
    if (!site.empty() && registered_domain(canonical_name(hop.by)) != site) {
      return {nullptr, line_of(hop) + " was not written by the site that the line above it names"};
    }
    if (!hop.client) return {nullptr, line_of(hop) + " names no address"};
    if (!is_inside(hop)) return {&hop, client_text(hop)};
    if (is_by_name(hop)) site = registered_domain(canonical_name(hop.by));
  }
  return {nullptr, "the returned header shows only the inside of the site that bounced it"};
}

bool has_addresses(const List& list) {
  bool found = false;
  list.for_each([&](const ListEntry& entry, const std::string&) { found = found || entry.network; });
  return found;
}

/// Looks up the client in `list` by address and by verified name. Without a verified name the answer is no if the list
/// has addresses.
Truth in_list(const List& list, const ReceivedHop& hop) {
  const Membership by_address = list.contains_address(*hop.client);
  if (by_address.excluded) return Truth::no(by_address.evidence());
  if (by_address.value == Kleene::kTrue) return Truth::yes(by_address.evidence());
  const Hostname name(hop.rdns);
  const Membership by_name = list.contains_name(name);
  const bool verified = hop.rdns_state == RdnsState::kVerified;
  if (verified && by_name.value == Kleene::kTrue) return Truth::yes(by_name.evidence());
  for (const Membership* one : {&by_address, &by_name}) {
    if (one->value == Kleene::kUnknown) return unclear(one->why, UnknownReason::kList);
  }
  if (has_addresses(list)) return Truth::no("not in " + list.name());
  // The list has only names. A client that claims another name is not in it, even if unverified.
  if (hop.rdns_state == RdnsState::kUnverified && by_name.value == Kleene::kFalse && !hop.rdns.empty()) {
    return Truth::no(std::string(hop.rdns) + " is not in " + list.name());
  }
  if (!verified && !list.entries().empty()) {
    return unclear(list.name() + " contains only names, and " + line_of(hop) + " has no verified name",
                   UnknownReason::kNotLookedUp);
  }
  return Truth::no("not in " + list.name());
}

/// Returns the sender of the returned message: Return-Path, envelope-from of the Received line, or From.
std::string returned_sender(const Message& returned, const ReceivedHop& hop) {
  if (const HeaderField* path = returned.find("Return-Path")) {
    const MailAddress address = parse_path(trim(path->value));
    if (!address.is_null() && !address.malformed) return address.text;
  }
  if (hop.envelope_from && !hop.envelope_from->empty()) return std::string(*hop.envelope_from);
  if (const HeaderField* from = returned.find("From")) {
    const AddressListValue list = parse_address_list(unfold(from->value));
    if (!list.addresses.empty()) return list.addresses.front().text;
  }
  return {};
}

}  // namespace

Truth has_own_message_id(const Message& returned, const std::vector<std::string>& globs) {
  const HeaderField* field = returned.find("Message-ID");
  if (!field) return Truth::no("the returned header has no Message-ID");
  const MailAddress id = parse_message_id(field->value);
  if (id.malformed) return Truth::no("the returned Message-ID is malformed");
  for (const std::string& glob : globs) {
    if (matches_glob(glob, id.text)) {
      return Truth::yes("the returned Message-ID is like \"" + glob + "\" (my-message-id)");
    }
  }
  return Truth::no("the returned Message-ID matches no pattern of my-message-id");
}

Truth judge_returned(const Message& returned, const TrustLists& trust, const MaySend& may_send) {
  const RelayChain chain(returned);
  const Handover handover = find_handover(chain);
  if (!handover.hop) return unclear(handover.why);
  const ReceivedHop& hop = *handover.hop;

  const Truth relay = in_list(trust.myrelays, hop);
  if (relay.is_true()) {
    return Truth::no(client_text(hop) + " handed the mail over, and is in myrelays (" + relay.why + ")");
  }
  const Standing standing = standing_of(hop, trust);
  if (standing.kind == Standing::Kind::kMine && !standing.guessed) {
    return Truth::no(client_text(hop) + " handed the mail over, and is yours: " + standing.why);
  }
  if (standing.kind == Standing::Kind::kBelieved) {
    return unclear(standing.why + " handed the mail over, and is only believed");
  }
  if (standing.kind == Standing::Kind::kUnknown) return unclear(standing.why, UnknownReason::kList);

  const std::string sender = returned_sender(returned, hop);
  const Membership domain = trust.mydomains.contains_name(parse_path(sender).domain);
  if (domain.value == Kleene::kTrue) {
    const Truth spf = may_send(*hop.client, hop.helo.value_or(""), sender);
    if (spf.is_true()) return Truth::no(client_text(hop) + " handed the mail over: " + spf.why);
    if (spf.is_unknown()) return spf;
  }
  if (relay.is_unknown()) return relay;
  return Truth::yes(client_text(hop) + " handed the mail over, and is not in myrelays");
}

}  // namespace hfilter
