// SPDX-License-Identifier: BSD-2-Clause
//
// Finds `accept` rules that any sender can satisfy. A claim is text that a sender writes (HELO, addresses, header,
// body). A proof is what a sender cannot choose (the IP address, the trust walk, a login), or a name with its check:
// sender and SPF, HELO and the reverse name, From and DMARC or DKIM. `spf is pass` alone proves nothing, because
// everybody's own domain passes; nor does `via`, because everybody's mail passes the scanner. facts/all.def lists
// both (THREAT, PROVEN, PROOF). A tag, or a score below zero, is worth as much as the rules that give it. Only the
// form of the conditions counts. Pure. Views point into the rule's source.
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

/// The evidence behind a tag or a score: what certainly holds, and whether it rests on a claim.
struct StoredEvidence {
  Clues clues;
  bool claims = false;
};

/// Checks the rules in their order.
class ForgeableAccepts {
 public:
  /// Returns the claim by which `rule` accepts; nullopt if it has a proof, does not accept, or has no claim.
  std::optional<ForgeableClaim> look(const Rule& rule);

 private:
  void remember(const Rule& rule, const StoredEvidence& evidence);

  std::map<std::string, StoredEvidence, std::less<>> tags_;
  std::optional<StoredEvidence> below_zero_;
};

}  // namespace hfilter
