// SPDX-License-Identifier: BSD-2-Clause
//
// The SPF record of a domain: which of its TXT records it is, and, asked ahead, what DNS will be needed to evaluate it.
// Asking ahead never changes a result. Pure but for the probe. Source: RFC 7208 4.4, 4.5.
#pragma once

#include <optional>
#include <string>

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
