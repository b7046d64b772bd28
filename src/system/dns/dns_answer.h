// SPDX-License-Identifier: BSD-2-Clause
//
// The bytes of a DNS answer (RFC 1035 4.1) to what the probes work with. Total, bounded, pure: a broken message is
// kFailed. Names keep their octets; CNAMEs are the resolver's work, so records of the wanted type are taken whoever
// owns them.
#pragma once

#include <string_view>

#include "probes/dns_probe.h"

namespace hfilter {

/// If the answer is neither found() nor nothing(), `why` names what the server sent: "SERVFAIL", "a broken answer".
DnsAnswer parse_dns_answer(std::string_view message, DnsType type);

/// The TC bit: the answer did not fit into UDP.
bool is_truncated(std::string_view message);

}  // namespace hfilter
