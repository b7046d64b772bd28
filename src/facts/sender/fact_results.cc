// SPDX-License-Identifier: BSD-2-Clause
// `dkim`, `dmarc`: results of Authentication-Results fields that can be believed. hfilter checks no signature itself.
// Both facts are about the domain in From, because everybody passes with a domain of his own. If a message was checked
// and no result is about that domain, the fact does not pass. Otherwise a sender could make it unknown.
// Source: RFC 8601 2.7; RFC 7489 3.1 and 6.6.1 (From fields without a single domain).
#include "address/hostname.h"
#include "address/mail_address.h"
#include "facts/message/address_fields.h"
#include "facts/sender/believed_results.h"
#include "facts/sender/envelope_sender.h"
#include "facts/sender/sender_proof.h"
#include "facts/sender/sent_on.h"

namespace hfilter {
namespace {

/// Returns the domain in "bob@example.com", "<bob@example.com>", "@example.com" or "example.com", the forms in use.
std::string domain_in(std::string_view value) {
  const size_t at = value.rfind('@');
  if (at != value.npos && value.find('@') != at) return {};
  value = value.substr(at + 1);
  if (!value.empty() && value.back() == '>') value.remove_suffix(1);
  return canonical_name(value);
}

/// Returns the domain of a DKIM signature: d=, or the domain in i= (RFC 8601 2.7.1).
std::string signing_domain(const AuthResult& result) {
  const std::string_view d = result.property("header.d");
  return domain_in(d.empty() ? result.property("header.i") : d);
}

/// Returns true if both domains belong to one organisation, as in DMARC's relaxed mode (RFC 7489 3.1).
bool is_aligned(const std::string& by, const std::string& domain) {
  if (by.empty() || by == domain) return !by.empty();
  const std::string organisation = registered_domain(domain);
  return !organisation.empty() && registered_domain(by) == organisation;
}

std::vector<AuthResult> results_of(const FactContext& context, std::string_view method) {
  std::vector<AuthResult> results;
  for (AuthResult& result : believed_results(context)) {
    if (result.method == method) results.push_back(std::move(result));
  }
  return results;
}

FactValue no_believed_result(const char* method) {
  return FactValue::unknown(UnknownReason::kNotLookedUp,
                            std::string("no Authentication-Results field that is believed has a result for ") + method);
}

/// Returns true iff a DMARC result about `of` covers the domain in From. Some programs name the domain whose policy
/// they found, which can be the organizational domain.
bool is_about(const std::string& of, const Finding<Hostname>& author) {
  return author.has_value() && (of == author->canonical || of == registered_domain(author->canonical));
}

}  // namespace

FactValue fact_dkim(const FactContext& context) {
  const std::vector<AuthResult> results = results_of(context, "dkim");
  if (results.empty()) return no_believed_result("dkim");
  const Finding<Hostname> author = author_domain(context);
  std::vector<Scalar> values;
  for (const AuthResult& result : results) {
    const std::string by = signing_domain(result);
    const bool counts = by.empty() ? result.result != "pass" : author.has_value() && is_aligned(by, author->canonical);
    if (counts) values.emplace_back(result.result);
  }
  if (!values.empty()) return FactValue::several(std::move(values));
  if (!author.known()) return FactValue::unknown(author.why());
  return FactValue::one(std::string("none")).with_evidence("there is no signature by the domain in From");
}

FactValue fact_dmarc(const FactContext& context) {
  const Finding<Hostname> author = author_domain(context);
  const bool yours = context.border.is_yours();
  if (author.known() && !author.has_value() && !yours) {
    return FactValue::one(std::string("fail")).with_evidence("From does not name exactly one domain");
  }
  const std::vector<AuthResult> results = results_of(context, "dmarc");
  if (results.empty()) return no_believed_result("dmarc");
  std::vector<Scalar> values;
  bool of_another = false;
  for (const AuthResult& result : results) {
    const std::string of = domain_in(result.property("header.from"));
    if (of.empty() ? result.result != "pass" : is_about(of, author)) values.emplace_back(result.result);
    of_another |= !of.empty();
  }
  if (!values.empty()) return FactValue::several(std::move(values));
  if (!author.known()) return FactValue::unknown(author.why());
  // A list of yours may have put its own address into From after the check.
  if (!of_another || yours || sent_on_inside(context)) return no_believed_result("dmarc");
  return FactValue::one(std::string("fail")).with_evidence("the result is not about the domain in From");
}

Truth is_sender_signed(const FactContext& context) {
  const Finding<MailAddress> sender = sender_of(context);
  if (!sender.has_value() || sender->domain.empty()) return Truth::no("the sender is empty or unknown");
  const std::string& domain = sender->domain.canonical;
  for (const AuthResult& result : results_of(context, "dkim")) {
    const std::string by = signing_domain(result);
    if (result.result == "pass" && is_aligned(by, domain)) return Truth::yes("signed by " + by);
  }
  return Truth::no("there is no believed signature by " + domain);
}

Truth is_sender_proven(Facts& facts) {
  const Finding<MailAddress> sender = sender_of(facts.context());
  if (!sender.has_value() || sender->is_null()) return Truth::no("the sender is empty or unknown");
  Truth signature = is_sender_signed(facts.context());
  if (signature.is_true()) return signature;
  return facts.word(*find_word(FactId::spf, "pass"));
}

}  // namespace hfilter
