// SPDX-License-Identifier: BSD-2-Clause
//
// Formats SPF reports and DNS lookups as text and JSON. Pure; escapes foreign text.
#pragma once

#include <string>
#include <vector>

#include "app/report/json_writer.h"
#include "app/report/terminal.h"
#include "probes/dns_probe.h"
#include "spf/spf_query.h"

namespace hfilter {

/// Returns the report as lines; the first begins with `identity`.
std::string spf_report_text(const std::string& identity, const SpfReport& report, const Terminal& terminal);
/// Returns one line per query; the first begins with `head`.
std::string dns_lookups_text(const std::string& head, const std::vector<DnsLookup>& lookups, const Terminal& terminal);

void write_spf_report(JsonWriter& json, const SpfReport& report);
void write_dns_lookups(JsonWriter& json, const std::vector<DnsLookup>& lookups);

}  // namespace hfilter
