// SPDX-License-Identifier: BSD-2-Clause
//
// Parses DNS answers (RFC 1035 4.1). Total, bounded, pure; a broken message is kFailed. Names keep their octets.
// Records of the wanted type count under any name, because the resolver follows CNAMEs.
#pragma once

#include <string_view>

#include "probes/dns_probe.h"

namespace hfilter {

/// Returns the answer. If it is neither found() nor does_not_exist(), `why` is the response, such as "SERVFAIL".
DnsAnswer parse_dns_answer(std::string_view message, DnsType type);

/// Returns the TC bit: the answer was too long for UDP.
bool is_truncated(std::string_view message);

}  // namespace hfilter
