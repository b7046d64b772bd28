// SPDX-License-Identifier: BSD-2-Clause
//
// Selects the SPF record among the TXT records of a domain, and prefetches the records that it needs. A prefetch never
// changes a result.
// Source: RFC 7208 4.4, 4.5.
#pragma once

#include <optional>
#include <string>

#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

/// The only SPF record of a domain, or the reason why there is none.
struct SelectedSpfRecord {
  std::optional<std::string> text;
  SpfResult result = SpfResult::kNone;  // the result if `text` is missing
  std::string problem;
};

/// Selects the SPF record. `answer` is the answer to the TXT question.
SelectedSpfRecord select_spf_record(const DnsAnswer& answer);

/// Prefetches the SPF record of the domain and the names in each record that arrives. Never prefetches a name with a
/// macro, because its owner would learn who gets mail.
void prefetch_spf(const SpfQuery& query, DnsProbe& dns);

}  // namespace hfilter
