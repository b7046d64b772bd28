// SPDX-License-Identifier: BSD-2-Clause
// The bytes of DNS answers, read as each type: total and bounded, and an answer is found exactly if something is in it.
#include <cstdlib>

#include "base/limits.h"
#include "probes/dns_probe.h"
#include "system/dns/dns_answer.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  for (const DnsType type : {DnsType::kA, DnsType::kAaaa, DnsType::kMx, DnsType::kTxt, DnsType::kPtr}) {
    const DnsAnswer answer = parse_dns_answer(message, type);
    const size_t count = answer.addresses.size() + answer.texts.size();
    if (answer.found() != (count > 0) || count > kMaxDnsRecords) std::abort();
    if (!answer.found() && answer.why.empty()) std::abort();
  }
  return 0;
}
