// SPDX-License-Identifier: BSD-2-Clause
//
// Could anybody make this rule accept a message? A claim is what a sender writes himself (HELO, addresses, header,
// text); a proof is what he cannot choose (his address, the trust walk, a login), or a name together with what proves
// this name: sender and SPF, HELO and the reverse name, From and DMARC. A bare `spf is pass` proves nothing:
// everybody's own domain passes. Only what the form of the condition shows. Pure. Views are into the rule's source.
#ifndef HFILTER_RULES_FORGEABLE_H_
#define HFILTER_RULES_FORGEABLE_H_

#include <optional>
#include <string>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

struct ForgeableClaim {
  std::string_view place;
  const char* text;
  const char* help;
};

/// The claim by which `rule` accepts without a proof; nullopt if it has one, does not accept, or claims nothing.
std::optional<ForgeableClaim> forgeable_accept(const Rule& rule);

}  // namespace hfilter

#endif  // HFILTER_RULES_FORGEABLE_H_
