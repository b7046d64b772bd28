// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_names.h"

#include <algorithm>

#include "address/hostname.h"
#include "base/text.h"
#include "probes/dns_probe.h"

namespace hfilter {

const ReverseDns& SpfNames::reverse() {
  if (!reverse_) reverse_ = look_up_reverse(query_.client, dns_);
  return *reverse_;
}

bool SpfNames::is_confirmed(const std::string& domain) {
  const std::string wanted = lower(domain);
  const auto& names = reverse().verified;
  return std::any_of(names.begin(), names.end(), [&](const auto& name) { return is_at_or_below(lower(name), wanted); });
}

/// Returns %{p}: the domain itself, or a name below it, or any confirmed name, or "unknown" (RFC 7208 7.3).
std::string SpfNames::validated_name(const std::string& domain) {
  const std::string wanted = lower(domain);
  const std::string* best = nullptr;
  int best_rank = 0;
  for (const std::string& name : reverse().verified) {
    const std::string candidate = lower(name);
    const int rank = candidate == wanted ? 3 : is_at_or_below(candidate, wanted) ? 2 : 1;
    if (rank > best_rank) {
      best = &name;
      best_rank = rank;
    }
  }
  return best == nullptr ? "unknown" : *best;
}

SpfMacroValues SpfNames::values(const std::string& domain) {
  SpfMacroValues values;
  values.local = query_.local;
  values.sender_domain = query_.domain;
  values.domain = domain;
  values.helo = query_.helo;
  values.client = query_.client;
  values.validated_name = [this, domain] { return validated_name(domain); };
  values.receiver = query_.receiver;
  values.now = query_.now;
  return values;
}

std::string SpfNames::expand(const std::string& spec, const std::string& domain) {
  return spec.empty() ? domain : expand_domain_spec(spec, values(domain));
}

std::optional<std::string> SpfNames::explanation(const std::string& spec, const std::string& domain) {
  const std::string name = expand_domain_spec(spec, values(domain));
  if (!is_dns_name(name)) return std::nullopt;
  const DnsAnswer answer = dns_.ask({name, DnsType::kTxt}, query_.party);
  if (!answer.found() || answer.texts.size() != 1) return std::nullopt;
  return expand_explanation(answer.texts[0], values(domain));
}

}  // namespace hfilter
