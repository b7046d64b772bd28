// SPDX-License-Identifier: BSD-2-Clause
//
// Could anybody make this rule accept a message? A claim is what a sender writes himself (HELO, addresses, header,
// text); a proof is what he cannot choose (his address, the trust walk, a login), or a name together with what proves
// this name: sender and SPF, HELO and the reverse name, From and DMARC or DKIM. A bare `spf is pass` proves nothing:
// everybody's own domain passes. Nor does `via`: everybody's mail passes the scanner. facts/all.def says which
// condition is a claim and which is a proof (THREAT, PROVEN, PROOF). A tag, and a score below zero, are worth what the
// rules are that give it. Only what the form of the conditions shows. Pure. Views are into the rule's source.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lint/clues.h"
#include "rules/expr.h"

namespace hfilter {

struct ForgeableClaim {
  std::string_view place;
  std::string text;
  std::string help;
};

/// What a rule has found about a message that it gave a tag or a score: what holds, and whether a claim is in it.
struct ClaimWorth {
  Clues clues;
  bool claims = false;
};

/// The rules are looked at in their order.
class ForgeableAccepts {
 public:
  /// The claim by which `rule` accepts without a proof; nullopt if it has one, does not accept, or claims nothing.
  std::optional<ForgeableClaim> look(const Rule& rule);

 private:
  void remember(const Rule& rule, const ClaimWorth& worth);

  std::map<std::string, ClaimWorth, std::less<>> tags_;
  std::optional<ClaimWorth> below_zero_;
};

}  // namespace hfilter
