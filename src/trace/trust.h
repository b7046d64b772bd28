// SPDX-License-Identifier: BSD-2-Clause
//
// What the rule files say about the servers, and what follows for one client: mine, believed, foreign, or not to be
// told because a list cannot be read. Pure. Names count only if the writer of the line verified them. Source:
// hfilterrc(5), TRUST.
#pragma once

#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "lists/list.h"
#include "trace/received_hop.h"

namespace hfilter {

/// What the rule files say about our own servers.
struct TrustLists {
  List mydomains{ListKind::kDomains, "mydomains"};
  List mynetworks{ListKind::kNetworks, "mynetworks"};
  List myhosts{ListKind::kHosts, "myhosts"};
  List myscanners{ListKind::kHosts, "myscanners"};
  List myforwarders{ListKind::kHosts, "myforwarders"};
  List myrelays{ListKind::kHosts, "myrelays"};            // never affects the walk
  List myaddresses{ListKind::kAddresses, "myaddresses"};  // never affects the walk
  List mylists{ListKind::kAddresses, "mylists"};          // nor does this: facts/sender/sent_on.h
  bool authenticated_is_mine = true;                      // set authenticated mine|stranger
};

/// Each of the lists, under its name in the language.
struct TrustListName {
  std::string_view name;
  List TrustLists::*list;
};
inline constexpr TrustListName kTrustLists[] = {
    {"mydomains", &TrustLists::mydomains},       {"mynetworks", &TrustLists::mynetworks},
    {"myhosts", &TrustLists::myhosts},           {"myscanners", &TrustLists::myscanners},
    {"myforwarders", &TrustLists::myforwarders}, {"myrelays", &TrustLists::myrelays},
    {"myaddresses", &TrustLists::myaddresses},   {"mylists", &TrustLists::mylists},
};

/// Returns the list of that name, in any case, or null.
List TrustLists::*trust_list(std::string_view name);

struct Standing {
  enum class Kind {
    kMine,
    kBelieved,
    kForeign,
    kUnknown,  // a list that could change the answer cannot be read: `why` names the file
  };
  Kind kind = Kind::kForeign;
  std::string why;         // "192.0.2.0/24 (line 4), scanner"; for kUnknown the file and what is wrong with it
  bool excluded = false;   // a `!` entry decided
  bool guessed = false;    // only by its name in mydomains, because no list of servers is set
  bool forwarder = false;  // in myforwarders: mail from there was sent on
};

/// One of mynetworks, myhosts, myscanners, myforwarders is set.
bool has_server_lists(const TrustLists& trust);

/// One of mynetworks, myhosts, myscanners is set: mail reaches the user through servers that write Received lines.
bool has_own_servers(const TrustLists& trust);

/// `hop` has a client.
Standing standing_of(const ReceivedHop& hop, const TrustLists& trust);
/// The same for an address of which no name is known.
Standing standing_of(const IpAddress& address, const TrustLists& trust);

}  // namespace hfilter
