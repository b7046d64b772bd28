// SPDX-License-Identifier: BSD-2-Clause
// Escapes, dates, addresses of hosts, names: any bytes; what comes out is safe, and what was read is written and read
// back the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "address/hostname.h"
#include "address/ip_address.h"
#include "base/escape.h"
#include "base/mail_date.h"
#include "base/text.h"
#include "base/utf8.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void require_clean(std::string_view text) {
  while (!text.empty()) {
    const hfilter::Utf8Step step = hfilter::utf8_step(text);
    require(step.valid && step.code >= 0x20 && (step.code < 0x7f || step.code >= 0xa0));
    require(!hfilter::is_format_character(step.code));
    text.remove_prefix(step.size);
  }
}

void require_printable(std::string_view text) {
  for (char c : text) require(c >= 0x20 && c < 0x7f);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hfilter;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string& out : {escape_terminal(text), json_string(text)}) {
    require_clean(out);
  }
  require_printable(escape_header(text, 256));
  require_printable(escape_header_word(text, 256));
  require(escape_header_word(text, 256).find(' ') == std::string::npos);

  if (const auto address = parse_address_literal(text)) require(IpAddress::parse(address->to_string()) == address);
  if (const auto network = Network::parse(text)) {
    require(network->contains(network->address));
    require(Network::parse(network->to_string())->to_string() == network->to_string());
  }
  if (const auto seconds = parse_mail_date(text)) require(format_utc(*seconds).size() == 20);

  const std::string name = canonical_name(text);
  require(is_valid_hostname(name) || registered_domain(name).empty());
  require(registered_domain(name).empty() || is_at_or_below(name, registered_domain(name)));
  require(unfold(text).size() <= text.size());
  require(find_ignoring_case(text, text.substr(text.size() / 2)) <= text.size() / 2);
  return 0;
}
