// SPDX-License-Identifier: BSD-2-Clause
#include "probes/dns_probe.h"

namespace hfilter {
namespace {

constexpr const char* kTypeNames[] = {"A", "AAAA", "MX", "TXT", "PTR"};

}  // namespace

const char* dns_type_name(DnsType type) { return kTypeNames[static_cast<size_t>(type)]; }

Unknown DnsAnswer::unknown() const {
  if (status == DnsStatus::kOff) return {UnknownReason::kDnsOff, why, false};
  return {status == DnsStatus::kLimit ? UnknownReason::kLimit : UnknownReason::kDns, why, true};
}

}  // namespace hfilter
