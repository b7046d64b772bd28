// SPDX-License-Identifier: BSD-2-Clause
//
// SPF reports and DNS lookups as text for people and as JSON: for `hfilter spf` and `hfilter explain`. Pure; foreign
// text goes through base/escape.
#pragma once

#include <string>
#include <vector>

#include "app/report/json_writer.h"
#include "app/report/terminal.h"
#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

/// Lines; `identity` stands before the first one.
std::string spf_report_text(const std::string& identity, const SpfReport& report, const Terminal& terminal);
/// A line a question, `head` before the first one.
std::string dns_lookups_text(const std::string& head, const std::vector<DnsLookup>& lookups, const Terminal& terminal);

void write_spf_report(JsonWriter& json, const SpfReport& report);
void write_dns_lookups(JsonWriter& json, const std::vector<DnsLookup>& lookups);

}  // namespace hfilter
