// SPDX-License-Identifier: BSD-2-Clause
//
// Walks down the Received lines to the border: the line that one of our servers wrote about the first client that is
// not ours, the stranger.
// Errors: a line with more than one reading stops the walk. The line below never becomes the border instead.
// Lifetime: Border points into the RelayChain.
// Source: hfilterrc(5), TRUST, specifies the walk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lists/list.h"
#include "trace/relay_chain.h"
#include "trace/trust.h"

namespace hfilter {

/// The client of the *topmost SMTP hop*, as the MTA passes it (--client-ip, --helo, CLIENT_ADDRESS, CLIENT_HELO). The
/// walk uses `helo` if the line has none. An empty `helo` means not known, except together with an `address` and a line
/// whose HELO is inferred: the client then sent no HELO.
struct KnownClient {
  std::optional<IpAddress> address;
  std::optional<std::string> helo;
};

enum class BorderState {
  kFound,       // the stranger is known
  kNone,        // there is no stranger: the mail is from your own servers
  kGuessed,     // the stranger is known, but no list of servers is set (has_server_lists())
  kAmbiguous,   // the border line, or the standing of its client, has more than one reading
  kUnreadable,  // the border line cannot be read
};

/// The result of the walk for one hop, which explain prints.
struct HopRole {
  enum class Role { kYours, kBelieved, kInside, kStranger, kStop, kNotBelieved };
  Role role = Role::kNotBelieved;
  std::string why;  // the entry that matched: "192.0.2.0/24 (line 4)", "scanner.example.net (line 5), scanner"
};

struct Border {
  BorderState state = BorderState::kNone;
  std::string why;                   // the sentence that `explain` prints about the border
  const ReceivedHop* hop = nullptr;  // the border line; null for kNone, and if a believed server itself is the stranger
  int line = 0;  // the number of the border line; for kAmbiguous and kUnreadable of the line that stopped the walk

  // The stranger. `client` is empty for kNone, kAmbiguous and kUnreadable.
  std::optional<IpAddress> client;
  std::optional<std::string> helo;  // the HELO of the stranger as sent; nullopt if not known

  bool authenticated = false;  // one of my own servers saw a login of the stranger, whatever `authenticated_is_mine` is
  bool local = false;          // the mail is yours and had no client: picked up, or from loopback only
  bool sent_on = false;        // a server forwarded the mail between `fetched` and the border; the sender is its own
  bool picked_up = false;      // a server picked the mail up between them: it forwarded it, or is a content filter
  int fetched = 0;             // the number of the lowest POP or IMAP line above the border; 0 if there is none

  std::vector<HopRole> roles;  // the role of each hop: roles[i] is for hop i+1; hops below the border have no entry

  bool is_yours() const { return state == BorderState::kNone; }
  /// Returns true if a stranger, known or not, handed the mail in.
  bool has_stranger() const { return state != BorderState::kNone; }
};

Border find_border(const RelayChain& chain, const TrustLists& trust, const KnownClient& known = {});

const char* border_state_name(BorderState state);  // Returns "found", "none", "guessed", "ambiguous" or "unreadable".

/// Evaluates `via SET`: whether the message passed one of `hosts` inside the border. Unknown if the mail is yours or
/// the border is ambiguous or unreadable.
Truth passed_via(const RelayChain& chain, const Border& border, const List& hosts);

/// Returns the `by` of the border line if myhosts is set and neither myhosts nor myscanners nor myforwarders has that
/// host. explain and check warn about it. The walk ignores it. Returns "" otherwise.
std::string unlisted_by(const Border& border, const TrustLists& trust);

}  // namespace hfilter
