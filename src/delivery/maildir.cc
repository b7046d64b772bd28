// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/maildir.h"

#include <algorithm>
#include <optional>

#include "base/escape.h"
#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr size_t kMaxFolderBytes = 200;  // NAME_MAX is 255

void append_hex(std::string& out, uint64_t value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string reversed;
  do {
    reversed += kDigits[value & 15];
    value >>= 4;
  } while (value != 0);
  out.append(reversed.rbegin(), reversed.rend());
}

Error bad_folder(std::string_view name, const char* why) {
  return {ErrorKind::kSyntax,
          "no folder of a Maildir can be called \"" + std::string(name) + "\": " + why,
          {},
          0,
          0,
          "write \"Junk\" or \"Lists/work\""};
}

// RFC 3501 5.1.3: "&" UTF-16 in base 64, with "," for "/", "-".
void append_shifted(std::string& out, std::u32string& letters) {
  if (letters.empty()) return;
  std::string utf16;
  auto append_unit = [&utf16](char32_t unit) {
    utf16 += static_cast<char>(unit >> 8 & 0xff);
    utf16 += static_cast<char>(unit & 0xff);
  };
  for (char32_t letter : letters) {
    if (letter < 0x10000) {
      append_unit(letter);
    } else {
      append_unit(0xd800 + ((letter - 0x10000) >> 10));
      append_unit(0xdc00 + ((letter - 0x10000) & 0x3ff));
    }
  }
  out += '&';
  for (char c : base64(utf16)) {
    if (c != '=') out += c == '/' ? ',' : c;
  }
  out += '-';
  letters.clear();
}

// nullopt for bytes that are no text.
std::optional<std::string> modified_utf7(std::string_view text) {
  std::string out;
  std::u32string letters;
  while (!text.empty()) {
    Utf8Step step = utf8_step(text);
    text.remove_prefix(step.size);
    if (!step.valid || step.code < 0x20 || (step.code >= 0x7f && step.code < 0xa0)) return std::nullopt;
    if (step.code >= 0x80) {
      letters += step.code;
      continue;
    }
    append_shifted(out, letters);
    out += static_cast<char>(step.code);
    if (step.code == '&') out += '-';
  }
  append_shifted(out, letters);
  return out;
}

}  // namespace

Result<std::string> maildir_folder(std::string_view name) {
  std::string parts(name);
  std::replace(parts.begin(), parts.end(), '/', '.');
  if (!name.empty() && name[0] == '/') return bad_folder(name, "it is a path");
  if (equal_ignoring_case(parts, "inbox") || parts.empty()) return std::string();
  if (begins_ignoring_case(parts, "inbox.")) parts.erase(0, 5);
  if (parts[0] != '.') parts.insert(0, 1, '.');
  if (parts.back() == '.' || parts.find("..") != std::string::npos) return bad_folder(name, "a part is empty");
  std::optional<std::string> encoded = modified_utf7(parts);
  if (!encoded) return bad_folder(name, "it holds control characters or is no UTF-8");
  if (encoded->size() > kMaxFolderBytes) return bad_folder(name, "it is too long");
  return *encoded;
}

std::string maildir_file_name(const MaildirStamp& stamp) {
  std::string name = std::to_string(stamp.seconds) + ".M" + std::to_string(stamp.microseconds) + "P" +
                     std::to_string(stamp.process) + "R";
  append_hex(name, stamp.random);
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
  // "From : bob@example.com" is a field in its obsolete form (RFC 5322 4.5).
  size_t next = header.find_first_not_of(" \t", 5);
  if (next != std::string_view::npos && header[next] == ':') return header;
  size_t end = header.find('\n');
  return end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
}

}  // namespace hfilter
