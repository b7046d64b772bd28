// SPDX-License-Identifier: BSD-2-Clause
// `spf`, `spf helo`: the SPF result of the sender's domain, or of the name in HELO, for the client. Temperror is a
// reason and not a value: every other word is then unknown, also with `not`.
#include "facts/connection/connection.h"
#include "facts/connection/dns_facts.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

using Identity = const Finding<SpfReport>& (DnsFacts::*)(const FactContext&);

Finding<const SpfReport*> report_of(const FactContext& context, Identity identity) {
  const Finding<IpAddress> client = public_client_of(context);
  if (!client.known()) return client.why();
  const Finding<DnsFacts*> dns = dns_of(context);
  if (!dns.known()) return dns.why();
  const Finding<SpfReport>& report = ((*dns)->*identity)(context);
  if (!report.known()) return report.why();
  return &*report;
}

Unknown temperror_unknown(const SpfReport& report) {
  return {report.temperror_reason, "SPF of " + quoted(report.domain) + ": " + report.problem,
          report.temperror_reason != UnknownReason::kDnsOff};
}

FactValue spf_value(const FactContext& context, Identity identity) {
  const Finding<const SpfReport*> report = report_of(context, identity);
  if (!report.known()) return FactValue::unknown(report.why());
  if ((*report)->result == SpfResult::kTemperror) return FactValue::unknown(temperror_unknown(**report));
  return FactValue::one(std::string(spf_result_name((*report)->result)));
}

/// Formats the evidence: "SPF fail (example.com: -all)".
std::string evidence(const SpfReport& report) {
  const std::string& what = report.mechanism.empty() ? report.problem : report.mechanism;
  return std::string("SPF ") + spf_result_name(report.result) + " (" + report.domain.substr(0, 255) +
         (what.empty() ? "" : ": " + what.substr(0, 255)) + ")";
}

Truth spf_word(const FactContext& context, Identity identity, SpfResult wanted) {
  const Finding<const SpfReport*> report = report_of(context, identity);
  if (!report.known()) return Truth::unknown(report.why());
  const SpfReport& found = **report;
  if (found.result == SpfResult::kTemperror && wanted != SpfResult::kTemperror) {
    return Truth::unknown(temperror_unknown(found));
  }
  return Truth::of(found.result == wanted, evidence(found));
}

}  // namespace

FactValue fact_spf(const FactContext& context) { return spf_value(context, &DnsFacts::mailfrom); }
FactValue fact_spf_helo(const FactContext& context) { return spf_value(context, &DnsFacts::helo_identity); }

#define SPF_WORD(id, result)                                               \
  Truth word_spf_##id(const FactContext& context) {                        \
    return spf_word(context, &DnsFacts::mailfrom, SpfResult::result);      \
  }                                                                        \
  Truth word_spf_helo_##id(const FactContext& context) {                   \
    return spf_word(context, &DnsFacts::helo_identity, SpfResult::result); \
  }
SPF_WORD(pass, kPass)
SPF_WORD(fail, kFail)
SPF_WORD(softfail, kSoftfail)
SPF_WORD(neutral, kNeutral)
SPF_WORD(none, kNone)
SPF_WORD(permerror, kPermerror)
SPF_WORD(temperror, kTemperror)
#undef SPF_WORD

}  // namespace hfilter
