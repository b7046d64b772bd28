// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter spf`: both identities of one client, HELO and sender, checked as a delivery would check them, with what was
// asked and what decided. Exit status: 0 pass; 1 fail or softfail; 2 none, neutral or permerror: nothing to go by; 75
// temperror; 64 an argument is wrong. It speaks of the sender, and of HELO where the sender is empty.
#ifndef HFILTER_APP_COMMANDS_SPF_COMMAND_H_
#define HFILTER_APP_COMMANDS_SPF_COMMAND_H_

#include <string>

#include "system/dns/dns_cares.h"

namespace hfilter {

struct SpfArguments {
  std::string ip;      // any form of parse_address_literal
  std::string helo;    // as said; may be empty if there is a sender
  std::string sender;  // without or with angle brackets; empty: postmaster@HELO (RFC 7208 2.4)
  std::string default_explanation;
  std::string receiver;  // the name of this host, for %{r}
  bool json = false;
  DnsSettings dns;
};

int run_spf(const SpfArguments& arguments);

}  // namespace hfilter

#endif  // HFILTER_APP_COMMANDS_SPF_COMMAND_H_
