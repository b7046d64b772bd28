// SPDX-License-Identifier: BSD-2-Clause
//
// The lists of the user's servers, and the standing of one client: mine, believed, foreign, or unknown because a list
// cannot be read. Names count only if the writer of the line verified them.
// Source: hfilterrc(5), TRUST.
#pragma once

#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "lists/list.h"
#include "trace/received_hop.h"

namespace hfilter {

/// The lists and settings of the rule files about our own servers.
struct TrustLists {
  List mydomains{ListKind::kDomains, "mydomains"};
  List mynetworks{ListKind::kNetworks, "mynetworks"};
  List myhosts{ListKind::kHosts, "myhosts"};
  List myscanners{ListKind::kHosts, "myscanners"};
  List myforwarders{ListKind::kHosts, "myforwarders"};
  List myrelays{ListKind::kHosts, "myrelays"};            // the list never affects the walk down the Received lines
  List myaddresses{ListKind::kAddresses, "myaddresses"};  // the list never affects the walk down the Received lines
  List mylists{ListKind::kAddresses, "mylists"};          // only facts/sender/sent_on.h uses the list
  bool authenticated_is_mine = true;                      // true for `set authenticated mine`, false for `stranger`
};

/// Each list and its name in the rule language.
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

/// Returns the trust list with this name (in any case), or null.
List TrustLists::*trust_list(std::string_view name);
/// Returns the trust list whose name is `name` or is near it ("mydomain"), or null.
List TrustLists::*nearest_trust_list(std::string_view name);

struct Standing {
  enum class Kind {
    kMine,
    kBelieved,
    kForeign,
    kUnknown,  // the list that decides cannot be read; `why` names the file
  };
  Kind kind = Kind::kForeign;
  std::string why;         // the reason: "192.0.2.0/24 (line 4), scanner"; for kUnknown the file and the fault
  bool excluded = false;   // a `!` entry of a list matched
  bool guessed = false;    // only mydomains matched, and no list of servers is set
  bool forwarder = false;  // the client is in myforwarders: mail from it was forwarded
};

/// Returns true if mynetworks, myhosts, myscanners or myforwarders is set.
bool has_server_lists(const TrustLists& trust);

/// Returns true if mynetworks, myhosts or myscanners is set: mail then arrives through servers that write Received
/// lines.
bool has_own_servers(const TrustLists& trust);

/// Returns the standing of the hop's client, which must be known.
Standing standing_of(const ReceivedHop& hop, const TrustLists& trust);
/// Returns the standing of an address whose name is not known.
Standing standing_of(const IpAddress& address, const TrustLists& trust);

}  // namespace hfilter
