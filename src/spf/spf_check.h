// SPDX-License-Identifier: BSD-2-Clause
//
// check_host() of RFC 7208 4 in two halves. This half handles domains, macros, DNS and limits. The engine (libspf2 in a
// contained child) matches and decides. The engine never sees text from the network: it gets records in canonical form,
// where each name is a token, and asks this half to resolve tokens.
// Errors: the result is temperror.
// Source: RFC 7208.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

inline constexpr std::string_view kSpfStop = "!";
/// libspf2 silently drops compiled directives beyond 511 octets. Sixteen ip6 directives take 384.
inline constexpr size_t kSpfTermsInPiece = 16;

/// Matches the directives of records and decides the result. Checker and engine exchange lines:
///   request     the client's address, then the record of the domain
///   record      "#N", then pieces, then an optional "redirect=TOKEN". A piece is a line of one to kSpfTermsInPiece
///               directives. They are evaluated in order until one matches.
///   questions   "record TOKEN" (for include and redirect), "A TOKEN", "AAAA TOKEN", "MX TOKEN"
///   replies     a record; or addresses or host tokens, one a line (empty: DNS has none); kSpfStop ends the evaluation
///   answer      "RESULT N PIECE DIRECTIVE": result and place of the directive in record N; PIECE is -1 without a match
class SpfEngine {
 public:
  virtual ~SpfEngine() = default;
  virtual Result<std::string> evaluate(std::string_view request,
                                       const std::function<std::string(std::string_view question)>& answer) = 0;
};

class SpfChecker : public SpfProbe {
 public:
  /// Keeps references to both arguments.
  SpfChecker(DnsProbe& dns, SpfEngine& engine) : dns_(dns), engine_(engine) {}
  SpfReport check(const SpfQuery& query) override;

 private:
  DnsProbe& dns_;
  SpfEngine& engine_;
};

}  // namespace hfilter
