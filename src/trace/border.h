// SPDX-License-Identifier: BSD-2-Clause
//
// The trust walk: who really handed the message to our servers. Pure and total.
// Never guessed: a line that can be read in two ways stops the walk, and the next one is never promoted.
// Lifetime: Border holds a pointer into the RelayChain; `why` texts are its own.
// Source: the walk of hfilterrc(5), TRUST, which is this file's specification.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lists/list.h"
#include "trace/relay_chain.h"
#include "trace/trust.h"

namespace hfilter {

/// What the MTA knows of the *topmost SMTP hop* (--client-ip, --helo, CLIENT_ADDRESS, CLIENT_HELO). `helo` is used
/// where the line has none. An empty `helo` counts as not known, with one exception: if there is an `address` and the
/// line's HELO is inferred, the client sent no HELO.
struct KnownClient {
  std::optional<IpAddress> address;
  std::optional<std::string> helo;
};

enum class BorderState {
  kFound,       // the stranger is known
  kNone,        // no stranger: the mail is yours
  kGuessed,     // known, but nothing was configured to be sure of it
  kAmbiguous,   // the border line, or whose it is, can be read in more than one way
  kUnreadable,  // the border line cannot be read
};

/// What the walk made of one hop, for explain.
struct HopRole {
  enum class Role { kYours, kBelieved, kInside, kStranger, kStop, kNotBelieved };
  Role role = Role::kNotBelieved;
  std::string why;  // "192.0.2.0/24 (line 4)", "scanner.example.net (line 5), scanner"
};

struct Border {
  BorderState state = BorderState::kNone;
  std::string why;                   // one sentence for explain
  const ReceivedHop* hop = nullptr;  // the border line; null for kNone, and where the keeper itself is the stranger
  int line = 0;  // its number; for kAmbiguous and kUnreadable the line that stopped the walk; 0 if none

  // The stranger. `client` is empty if the border is none, ambiguous or unreadable.
  std::optional<IpAddress> client;
  std::optional<std::string> helo;  // raw as said; empty optional: not known

  bool authenticated = false;  // a real authentication on one of my own lines (whatever `authenticated_is_mine` says)
  bool local = false;          // yours without any client: picked up, or from loopback only
  bool sent_on = false;    // forwarded inside the border, below `fetched`: the envelope sender is not the stranger's
  bool picked_up = false;  // picked up again there: sent on, or handed in again by a filter
  int fetched = 0;         // the lowest line of a POP or IMAP program above the border; 0: none

  std::vector<HopRole> roles;  // roles[i] is hop i+1; hops below the border are not walked and have no entry

  bool is_yours() const { return state == BorderState::kNone; }
  /// found, guessed, ambiguous or unreadable: somebody else handed it in.
  bool has_stranger() const { return state != BorderState::kNone; }
};

Border find_border(const RelayChain& chain, const TrustLists& trust, const KnownClient& known = {});

const char* border_state_name(BorderState state);  // "found", "none", "guessed", "ambiguous", "unreadable"

/// `via SET`: did the message pass one of these hosts inside your border? Unknown if the mail is yours or the border is
/// ambiguous or unreadable.
Truth passed_via(const RelayChain& chain, const Border& border, const List& hosts);

/// The `by` of the border line if it is in neither myhosts nor the scanners nor the forwarders though myhosts is set:
/// no condition for belief, but worth a warning in explain and check. Empty if there is nothing to warn of.
std::string unlisted_by(const Border& border, const TrustLists& trust);

}  // namespace hfilter
