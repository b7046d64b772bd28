// SPDX-License-Identifier: BSD-2-Clause
#include "trace/border.h"

namespace hfilter {
namespace {

using Role = HopRole::Role;

std::string hop_name(int number) { return "hop " + std::to_string(number); }

/// The walk down the lines. Its steps are those of hfilterrc(5), TRUST.
class Walk {
 public:
  Walk(const RelayChain& chain, const TrustLists& trust, const KnownClient& known)
      : chain_(chain), trust_(trust), known_(known), guessed_(!has_server_lists(trust)) {}

  Border run() {
    for (int n = 1; n <= chain_.size(); ++n) {
      if (!step(chain_.hop(n))) return finish();
    }
    no_line_left();
    return finish();
  }

 private:
  /// Processes one line. Returns false at the end of the walk.
  bool step(const ReceivedHop& hop) {
    const bool is_smtp =
        hop.kind == HopKind::kSmtp || hop.kind == HopKind::kAmbiguous || hop.kind == HopKind::kUnparsed;
    if (!is_smtp) return pass_no_client(hop);
    const bool topmost = !smtp_seen_;
    smtp_seen_ = true;
    if (hop.kind == HopKind::kSmtp && hop.client) return pass_client(hop, standing_of(hop, trust_), topmost);
    // The line has no readable client, but the MTA may have passed the client's address.
    if (topmost && known_.address) return pass_known(hop);
    if (hop.kind == HopKind::kSmtp && is_my_authentication(hop)) return yours_authenticated(hop);
    return stop(hop, hop.kind == HopKind::kAmbiguous ? BorderState::kAmbiguous : BorderState::kUnreadable,
                hop_name(hop.number) + ": " + (hop.why.empty() ? "the line names no client address" : hop.why));
  }

  bool pass_no_client(const ReceivedHop& hop) {
    switch (hop.kind) {
      case HopKind::kRetrieval:
        believe(hop);
        border_.fetched = hop.number;
        border_.sent_on = border_.picked_up = false;  // the hops above do not affect the delivery that was fetched
        return pass(Role::kYours, "fetched");
      case HopKind::kLocal:
        border_.picked_up = true;
        return pass(keeper_role(), "picked up locally");
      case HopKind::kLmtp:
        return pass(keeper_role(), "delivered to the mail store");
      default:
        return pass(keeper_role(), "no client");
    }
  }

  bool pass_client(const ReceivedHop& hop, Standing standing, bool topmost) {
    client_seen_ = client_seen_ || !hop.client->is_loopback();
    const bool foreign = standing.kind == Standing::Kind::kForeign;
    if (foreign && is_my_authentication(hop)) return yours_authenticated(hop);
    if (!keeper_mine_ && (hop.client->is_loopback() || hop.client->is_private())) {
      return pass(Role::kInside, "an internal server of " + keeper_name_);
    }
    switch (standing.kind) {
      case Standing::Kind::kUnknown:
        return stop(hop, BorderState::kAmbiguous, standing.why);
      case Standing::Kind::kMine:
        guessed_ = guessed_ || standing.guessed;
        keeper_mine_ = true;
        return pass(Role::kYours, std::move(standing.why));
      case Standing::Kind::kBelieved:
        border_.sent_on = border_.sent_on || (keeper_mine_ && standing.forwarder);  // a provider's forwarder is ignored
        believe(hop);
        return pass(Role::kBelieved, std::move(standing.why));
      case Standing::Kind::kForeign:
        break;
    }
    if (hop.client->is_private() && !standing.excluded) {
      if (has_server_lists(trust_)) {
        return stop(hop, BorderState::kAmbiguous,
                    "the private address " + hop.client->to_string() + " is not in mynetworks");
      }
      return pass(Role::kYours, "a guess: the address is private");
    }
    return stranger(hop, topmost);
  }

  /// Continues with the client that the MTA passed, because the topmost SMTP hop cannot be read.
  bool pass_known(const ReceivedHop& hop) {
    ReceivedHop known = hop;
    known.client = known_.address;
    known.helo.reset();
    known.helo_inferred = false;
    known.rdns = {};
    known.rdns_state = RdnsState::kNotLookedUp;
    known.auth = HopAuth::kNone;
    return pass_client(known, standing_of(*known_.address, trust_), /*topmost=*/true);
  }

  bool is_my_authentication(const ReceivedHop& hop) const { return keeper_mine_ && hop.auth != HopAuth::kNone; }

  bool yours_authenticated(const ReceivedHop& hop) {
    border_.authenticated = true;
    client_seen_ = true;
    if (!trust_.authenticated_is_mine && hop.client) return stranger(hop, /*topmost=*/false);
    border_.state = BorderState::kNone;
    border_.why = hop_name(hop.number) + ": the client logged in to your server";
    pass(Role::kYours, "authenticated");
    return false;
  }

  bool stranger(const ReceivedHop& hop, bool topmost) {
    border_.line = hop.number;
    border_.hop = &chain_.hop(hop.number);
    border_.client = hop.client;
    if (hop.helo) border_.helo = std::string(*hop.helo);
    border_.state = guessed_ ? BorderState::kGuessed : BorderState::kFound;
    border_.why = hop_name(hop.number) + (guessed_ ? ", a guess: no list says which servers are yours" : "");
    pass(Role::kStranger, "");
    if (topmost) compare_known(hop);
    return false;
  }

  /// Compares the stranger with the client that the MTA passed. The line takes precedence, because MTAs alter the
  /// values that they pass. A passed HELO completes the line. Only a different address contradicts the line.
  void compare_known(const ReceivedHop& hop) {
    if (known_.address && *known_.address != *border_.client) {
      ambiguous("the mail server says that the client is " + known_.address->to_string() + ", but " +
                hop_name(border_.line) + " names another address");
      return;
    }
    if (!known_.helo) return;
    const bool helo_was_skipped = hop.helo_inferred && known_.address && known_.helo->empty();
    const bool completes_line = !hop.helo && !known_.helo->empty();
    if (helo_was_skipped || completes_line) border_.helo = known_.helo;
  }

  bool stop(const ReceivedHop& hop, BorderState state, std::string why) {
    border_.line = hop.number;
    border_.hop = &chain_.hop(hop.number);
    border_.state = state;
    border_.why = std::move(why);
    pass(Role::kStop, border_.why);
    return false;
  }

  void ambiguous(std::string why) {
    border_.state = BorderState::kAmbiguous;
    border_.why = why;
    border_.client.reset();
    border_.helo.reset();
    border_.roles.back() = {Role::kStop, std::move(why)};
  }

  void no_line_left() {
    if (chain_.truncated()) {
      border_.state = BorderState::kUnreadable;
      border_.why = "the header is too long, so only a part of it was read";
      return;
    }
    if (chain_.size() == 0 && has_own_servers(trust_)) {
      border_.state = BorderState::kUnreadable;
      border_.why = "the message has no Received line, although each of your servers writes one";
      return;
    }
    if (keeper_mine_) {
      border_.state = BorderState::kNone;
      border_.why =
          chain_.size() == 0 ? "the message has no Received line" : "your own servers wrote every Received line";
      border_.local = !client_seen_;
      return;
    }
    border_.state = guessed_ ? BorderState::kGuessed : BorderState::kFound;
    border_.why = keeper_name_ + " is the last server that can be determined";
    border_.client = keeper_address_;
  }

  void believe(const ReceivedHop& hop) {
    keeper_mine_ = false;
    keeper_address_ = hop.client;
    keeper_name_ = hop.client ? hop.client->to_string() : std::string(hop.helo.value_or("a server"));
  }

  Role keeper_role() const { return keeper_mine_ ? Role::kYours : Role::kBelieved; }

  bool pass(Role role, std::string why) {
    border_.roles.push_back({role, std::move(why)});
    return true;
  }

  Border finish() {
    if (border_.state == BorderState::kNone) {  // without a stranger these values have no meaning
      border_.sent_on = border_.picked_up = false;
      border_.fetched = 0;
    }
    return std::move(border_);
  }

  const RelayChain& chain_;
  const TrustLists& trust_;
  const KnownClient& known_;
  Border border_;
  bool keeper_mine_ = true;
  std::optional<IpAddress> keeper_address_;
  std::string keeper_name_;
  bool guessed_;
  bool smtp_seen_ = false;
  bool client_seen_ = false;
};

/// Looks up an address and a name in `hosts`. `why` explains a match or an unknown result.
Kleene in_hosts(const List& hosts, const std::optional<IpAddress>& address, std::string_view name, std::string* why) {
  Kleene value = Kleene::kFalse;
  for (int ask_name = 0; ask_name < 2; ++ask_name) {
    if (ask_name ? name.empty() : !address) continue;
    const Membership one = ask_name ? hosts.contains_name(Hostname(name)) : hosts.contains_address(*address);
    if (one.value != Kleene::kFalse && one.value > value) *why = one.value == Kleene::kTrue ? one.evidence() : one.why;
    value = kleene_or(value, one.value);
  }
  return value;
}

}  // namespace

Border find_border(const RelayChain& chain, const TrustLists& trust, const KnownClient& known) {
  return Walk(chain, trust, known).run();
}

const char* border_state_name(BorderState state) {
  static const char* const names[] = {"found", "none", "guessed", "ambiguous", "unreadable"};
  return names[static_cast<int>(state)];
}

Truth passed_via(const RelayChain& chain, const Border& border, const List& hosts) {
  if (!border.has_stranger()) {
    return Truth::unknown({UnknownReason::kNoStranger, "the mail is yours: no stranger handed it in"});
  }
  if (border.state == BorderState::kAmbiguous || border.state == BorderState::kUnreadable) {
    return Truth::unknown({UnknownReason::kBorder, border.why});
  }
  const int last = border.hop ? border.line : chain.size();
  std::optional<std::string> unknown;
  for (int n = 1; n <= last; ++n) {
    const ReceivedHop& hop = chain.hop(n);
    std::string why;
    Kleene value = in_hosts(hosts, hop.by_address, hop.by, &why);
    if (value != Kleene::kTrue && n != border.line) {
      const bool verified = hop.rdns_state == RdnsState::kVerified;
      value = kleene_or(value, in_hosts(hosts, hop.client, verified ? hop.rdns : std::string_view(), &why));
    }
    if (value == Kleene::kTrue) return Truth::yes(hop_name(n) + ": " + why);
    if (value == Kleene::kUnknown && !unknown) unknown = why;
  }
  if (unknown) return Truth::unknown({UnknownReason::kList, *unknown});
  return Truth::no();
}

std::string unlisted_by(const Border& border, const TrustLists& trust) {
  const bool has_line = border.state == BorderState::kFound || border.state == BorderState::kGuessed;
  if (!has_line || !border.hop || border.hop->by.empty() || !trust.myhosts.is_set()) return {};
  std::string why;
  for (const List* list : {&trust.myhosts, &trust.myscanners, &trust.myforwarders}) {
    if (in_hosts(*list, border.hop->by_address, border.hop->by, &why) != Kleene::kFalse) return {};
  }
  return std::string(border.hop->by);
}

}  // namespace hfilter
