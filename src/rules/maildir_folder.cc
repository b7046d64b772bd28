// SPDX-License-Identifier: BSD-2-Clause
#include "rules/maildir_folder.h"

#include <algorithm>
#include <optional>

#include "base/escape.h"
#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr size_t kMaxFolderBytes = 200;  // The greatest length of a folder's name. NAME_MAX is 255.

Error bad_folder(std::string_view name, const char* why) {
  return failure(ErrorKind::kSyntax, "`" + std::string(name) + "` is not a valid folder: " + why,
                 "write the name of a folder in the Maildir: \"Junk\" or \"Lists/work\"");
}

// Appends letters as in RFC 3501 5.1.3: "&", UTF-16 in base 64 with "," instead of "/", and "-".
void append_shifted(std::string* out, std::u32string* letters) {
  if (letters->empty()) return;
  std::string utf16;
  auto append_unit = [&utf16](char32_t unit) {
    utf16 += static_cast<char>(unit >> 8 & 0xff);
    utf16 += static_cast<char>(unit & 0xff);
  };
  for (char32_t letter : *letters) {
    if (letter < 0x10000) {
      append_unit(letter);
    } else {
      append_unit(0xd800 + ((letter - 0x10000) >> 10));
      append_unit(0xdc00 + ((letter - 0x10000) & 0x3ff));
    }
  }
  *out += '&';
  for (char c : base64(utf16)) {
    if (c != '=') *out += c == '/' ? ',' : c;
  }
  *out += '-';
  letters->clear();
}

// Returns `text` in modified UTF-7; nullopt if it has control characters or is not valid UTF-8.
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
    append_shifted(&out, &letters);
    out += static_cast<char>(step.code);
    if (step.code == '&') out += '-';
  }
  append_shifted(&out, &letters);
  return out;
}

}  // namespace

Result<std::string> folder_of_rule(std::string_view name) {
  const auto refuse = [&](const std::string& why, const std::string& help) {
    return failure(ErrorKind::kSyntax, name.empty() ? why : "`" + std::string(name) + "` " + why, help);
  };
  if (name.empty()) return refuse("the name of the folder is empty", "write: deliver \"FOLDER\"");
  if (name[0] == '|') return refuse("is a program, not a folder", "write: pipe \"/PATH\" \"ARGUMENT\" ...");
  if (name.find('@') != name.npos && name.find('/') == name.npos) {
    return refuse("is an address, not a folder",
                  "hfilter does not forward mail, but a program can: pipe \"/usr/sbin/sendmail\" \"-i\" \"ADDRESS\"");
  }
  const std::string parts = "/" + std::string(name) + "/";
  if (name[0] == '/' || name[0] == '~' || parts.find("/../") != parts.npos) {
    return refuse("is not a valid folder: it is outside the Maildir",
                  "write the name of a folder in the Maildir: \"Lists/debian\"");
  }
  if (name[0] == '$') {
    return refuse("is not a valid folder: variables are not replaced in the name of a folder",
                  "write the name of a folder in the Maildir: \"Junk\" or \"Lists/work\"");
  }
  const std::string plain = plain_folder(name);
  const Result<std::string> valid = maildir_folder(plain);
  if (!valid) return valid.error();
  return plain;
}

std::string plain_folder(std::string_view name) {
  std::string plain;
  while (name.substr(0, 2) == "./") name.remove_prefix(2);
  for (const char c : name) {
    if (c != '/' || plain.empty() || plain.back() != '/') plain += c;
  }
  if (plain.size() > 1 && plain.back() == '/') plain.pop_back();
  return plain;
}

Result<std::string> maildir_folder(std::string_view name) {
  std::string parts(name);
  std::replace(parts.begin(), parts.end(), '/', '.');
  if (!name.empty() && name[0] == '/') return bad_folder(name, "it is a path");
  if (equal_ignoring_case(parts, "inbox") || parts.empty()) return std::string();
  if (begins_ignoring_case(parts, "inbox.")) parts.erase(0, 5);
  if (parts[0] != '.') parts.insert(0, 1, '.');
  if (parts.back() == '.' || parts.find("..") != std::string::npos) {
    return bad_folder(name, "one of its parts is empty");
  }
  std::optional<std::string> encoded = modified_utf7(parts);
  if (!encoded) return bad_folder(name, "it contains control characters or is not valid UTF-8");
  if (encoded->size() > kMaxFolderBytes) return bad_folder(name, "it is too long");
  return *encoded;
}

}  // namespace hfilter
