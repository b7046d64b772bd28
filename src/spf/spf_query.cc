// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_query.h"

#include <algorithm>

#include "address/hostname.h"
#include "base/limits.h"
#include "base/text.h"
#include "spf/spf_macro.h"

namespace hfilter {
namespace {

constexpr const char* kResultNames[] = {"none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"};

constexpr std::string_view kPostmaster = "postmaster";

/// Converts non-ASCII names to A-labels. Other names keep their spelling, because macros show it.
std::string domain_of(std::string_view name) {
  const auto ascii = [](char c) { return static_cast<signed char>(c) >= 0; };
  if (std::all_of(name.begin(), name.end(), ascii)) return std::string(without_final_dots(name));
  return canonical_name(name);
}

}  // namespace

const char* spf_result_name(SpfResult result) { return kResultNames[static_cast<size_t>(result)]; }

SpfQuery spf_mailfrom_query(const IpAddress& client, std::string_view helo, std::string_view sender) {
  SpfQuery query;
  if (sender.empty()) {
    query = spf_helo_query(client, helo);
    query.party = DnsParty::kSender;
    return query;
  }
  query.client = client;
  query.helo = domain_of(helo.substr(0, kMaxNameBytes));
  query.local = kPostmaster;
  if (sender.size() > kMaxNameBytes) return query;  // the query has no domain, so the result is none
  const size_t at = sender.rfind('@');
  if (at == std::string_view::npos) {
    query.domain = domain_of(sender);
  } else {
    if (at > 0) query.local = sender.substr(0, at);
    query.domain = domain_of(sender.substr(at + 1));
  }
  return query;
}

SpfQuery spf_helo_query(const IpAddress& client, std::string_view helo) {
  SpfQuery query;
  query.client = client;
  query.helo = domain_of(helo.substr(0, kMaxNameBytes));
  query.local = kPostmaster;
  query.domain = query.helo;
  query.party = DnsParty::kHelo;
  return query;
}

bool is_checkable_domain(std::string_view domain) {
  if (!is_dns_name(domain)) return false;
  const size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view top = domain.substr(dot + 1);
  return !std::all_of(top.begin(), top.end(), is_digit) && domain.front() != '[';
}

}  // namespace hfilter
