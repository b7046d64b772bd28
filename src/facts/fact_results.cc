// SPDX-License-Identifier: BSD-2-Clause
// `dkim`, `dmarc`: what results fields say that can be believed. hfilter checks no signature itself.
#include "base/hostname.h"
#include "base/mail_address.h"
#include "facts/believed_results.h"
#include "facts/envelope_sender.h"
#include "facts/sender_proof.h"

namespace hfilter {
namespace {

FactValue results_of(const FactContext& context, const char* method) {
  std::vector<Scalar> values;
  for (const AuthResult& result : believed_results(context)) {
    if (result.method == method) values.emplace_back(result.result);
  }
  if (!values.empty()) return FactValue::several(std::move(values));
  return FactValue::unknown(UnknownReason::kNotLookedUp,
                            std::string("no results field that can be believed speaks of ") + method);
}

/// The domain that a DKIM signature is by: d=, else what stands behind the @ of i= (RFC 8601 2.7.1).
std::string signing_domain(const AuthResult& result) {
  const std::string_view d = result.property("header.d");
  if (!d.empty()) return canonical_name(d);
  const std::string_view i = result.property("header.i");
  const size_t at = i.rfind('@');
  return at == std::string_view::npos ? std::string() : canonical_name(i.substr(at + 1));
}

}  // namespace

FactValue fact_dkim(const FactContext& context) { return results_of(context, "dkim"); }
FactValue fact_dmarc(const FactContext& context) { return results_of(context, "dmarc"); }

Truth is_sender_signed(const FactContext& context) {
  const Finding<MailAddress> sender = sender_of(context);
  if (!sender.has_value() || sender->domain.empty()) return Truth::no("no sender");
  const std::string domain = sender->domain.canonical;
  const std::string organisation = registered_domain(domain);
  for (const AuthResult& result : believed_results(context)) {
    if (result.method != "dkim" || result.result != "pass") continue;
    const std::string by = signing_domain(result);
    const bool aligned = by == domain || (!organisation.empty() && registered_domain(by) == organisation);
    if (!by.empty() && aligned) return Truth::yes("signed by " + by);
  }
  return Truth::no("no signature of " + domain + " that can be believed");
}

Truth is_sender_proven(Facts& facts) {
  const Finding<MailAddress> sender = sender_of(facts.context());
  if (!sender.has_value() || sender->is_null()) return Truth::no("the sender is empty or not known");
  Truth signature = is_sender_signed(facts.context());
  if (signature.is_true()) return signature;
  return facts.word(*find_word(FactId::spf, "pass"));
}

}  // namespace hfilter
