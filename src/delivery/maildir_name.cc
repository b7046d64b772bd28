// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/maildir_name.h"

namespace hfilter {
namespace {

void append_hex(std::string* out, uint64_t value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string reversed;
  do {
    reversed += kDigits[value & 15];
    value >>= 4;
  } while (value != 0);
  out->append(reversed.rbegin(), reversed.rend());
}

}  // namespace

std::string maildir_file_name(const MaildirStamp& stamp) {
  std::string name = std::to_string(stamp.seconds) + ".M" + std::to_string(stamp.microseconds) + "P" +
                     std::to_string(stamp.process) + "R";
  append_hex(&name, stamp.random);
  name += "Q" + std::to_string(stamp.attempt) + ".";
  for (char c : stamp.host) {
    if (c == '/') {
      name += "\\057";
    } else if (c == ':') {
      name += "\\072";
    } else {
      name += c;
    }
  }
  return name;
}

std::string_view without_from_line(std::string_view header) {
  if (header.substr(0, 5) != "From ") return header;
  // "From : bob@example.com" is a header field in obsolete form (RFC 5322 4.5).
  size_t next = header.find_first_not_of(" \t", 5);
  if (next != std::string_view::npos && header[next] == ':') return header;
  size_t end = header.find('\n');
  return end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
}

}  // namespace hfilter
