// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_settings.h"

#include <algorithm>

#include "address/ip_address.h"
#include "base/text.h"

namespace hfilter {

Result<std::string> parse_dns_server(const std::string& text) {
  std::string address = text, port;
  if (!text.empty() && text[0] == '[') {
    const size_t close = text.find(']');
    address = text.substr(1, close == std::string::npos ? close : close - 1);
    if (close != std::string::npos) port = text.substr(close + 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    const size_t colon = text.find(':');
    address = text.substr(0, colon);
    port = text.substr(colon);
  }
  const auto ip = IpAddress::parse(address);
  const std::string digits = port.empty() ? "" : port.substr(1);
  const bool number = digits.size() <= 5 && std::all_of(digits.begin(), digits.end(), is_digit);
  const bool port_ok =
      port.empty() || (port[0] == ':' && !digits.empty() && number && stoi(digits) > 0 && stoi(digits) < 65'536);
  if (!ip || !port_ok) {
    return failure(ErrorKind::kSyntax, "`" + text + "` is not a valid address of a DNS server",
                   "write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353");
  }
  const std::string host = ip->is_v4() ? ip->to_string() : "[" + ip->to_string() + "]";
  return host + (port.empty() ? ":53" : port);
}

}  // namespace hfilter
