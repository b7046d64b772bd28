// SPDX-License-Identifier: BSD-2-Clause
//
// check_host() of RFC 7208 4, split in two. This half knows domains, macros, DNS and the limits; the engine (libspf2,
// in a contained child) matches and decides. The engine never sees text from the network: records go to it in a
// canonical form in which each name is a token, and it asks for what a token stands for. How it fails: the result is
// temperror. Source: RFC 7208.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

inline constexpr std::string_view kSpfStop = "!";
/// libspf2 drops, silently, what does not fit into 511 octets of compiled directives; sixteen ip6 take 384.
inline constexpr size_t kSpfTermsInPiece = 16;

/// Matches and decides for the checker. What is said between the two, in lines:
///   request     the client's address, then the record of the domain
///   record      "#N", then its pieces, each a line of one to kSpfTermsInPiece directives, evaluated in their order
///               until one matches; then perhaps "redirect=TOKEN"
///   questions   "record TOKEN" (of include and redirect), "A TOKEN", "AAAA TOKEN", "MX TOKEN"
///   replies     a record; addresses or host tokens, a line each (none: DNS has none); kSpfStop ends the evaluation
///   answer      "RESULT N PIECE DIRECTIVE": what record N's directive said; PIECE is -1 where none matched
class SpfEngine {
 public:
  virtual ~SpfEngine() = default;
  virtual Result<std::string> evaluate(std::string_view request,
                                       const std::function<std::string(std::string_view question)>& answer) = 0;
};

class SpfChecker : public SpfProbe {
 public:
  /// Keeps references.
  SpfChecker(DnsProbe& dns, SpfEngine& engine) : dns_(dns), engine_(engine) {}
  SpfReport check(const SpfQuery& query) override;

 private:
  DnsProbe& dns_;
  SpfEngine& engine_;
};

}  // namespace hfilter
