// SPDX-License-Identifier: BSD-2-Clause
//
// The SPF record of a domain: which of its TXT records it is, and, asked ahead, what DNS will be needed to evaluate it.
// Asking ahead never changes a result. Pure but for the probe. Source: RFC 7208 4.4, 4.5.
#ifndef HFILTER_SPF_SPF_DOMAIN_H_
#define HFILTER_SPF_SPF_DOMAIN_H_

#include <optional>
#include <string>
#include <string_view>

#include "address/ip_address.h"
#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

/// The one record, or why there is none.
struct SelectedSpfRecord {
  std::optional<std::string> text;
  SpfResult result = SpfResult::kNone;  // without a text
  std::string problem;
};

/// `answer` is that to the TXT question.
SelectedSpfRecord select_spf_record(const DnsAnswer& answer);

/// Asks the domain's record ahead, and from each record that arrives the names it will need, but never a name with a
/// macro: such a name tells its owner who is mailed.
void prefetch_spf(const SpfQuery& query, DnsProbe& dns);

}  // namespace hfilter

#endif  // HFILTER_SPF_SPF_DOMAIN_H_
