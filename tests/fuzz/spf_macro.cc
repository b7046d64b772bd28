// SPDX-License-Identifier: BSD-2-Clause
// Macros of SPF: bounded, total; what was refused as a macro-string never becomes a name.
#include <cstdlib>
#include <string>

#include "base/limits.h"
#include "spf/spf_macro.h"

using namespace hfilter;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t half = size / 2;
  SpfMacroValues values;
  values.local = text.substr(half).substr(0, kMaxNameBytes);
  values.sender_domain = "example.com";
  values.domain = "mail.example.com";
  values.helo = text.substr(0, kMaxNameBytes);
  values.client = *IpAddress::parse("2001:db8::7");
  values.validated_name = [] { return std::string("mx.example.org"); };
  for (const std::string_view spec : {text, text.substr(0, half)}) {
    if (const auto out = expand_explanation(spec, values); out && out->size() > kMaxSpfExplanationBytes) std::abort();
    if (!is_macro_string(spec)) continue;
    static_cast<void>(ends_with_macro(spec));
    const std::string name = expand_domain_spec(spec, values);
    if (name.size() > kMaxSpfExpansionBytes || (is_dns_name(name) && name.size() > 253)) std::abort();
  }
  return 0;
}
