// SPDX-License-Identifier: BSD-2-Clause
#include "base/escape.h"

#include <cstdint>

#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr char kHex[] = "0123456789abcdef";

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

bool is_plain(const Utf8Step& step) { return step.valid && !is_control(step.code) && !is_format_character(step.code); }

/// Calls `plain(bytes)` for runs of harmless characters and `other(bytes, step)` for each other character or byte.
template <class Plain, class Other>
void split(std::string_view text, Plain plain, Other other) {
  size_t begin = 0, at = 0;
  while (at < text.size()) {
    if (text[at] >= 0x20 && text[at] < 0x7f) {  // most octets are printable ASCII
      ++at;
      continue;
    }
    const Utf8Step step = utf8_step(text.substr(at));
    if (!is_plain(step)) {
      if (at > begin) plain(text.substr(begin, at - begin));
      other(text.substr(at, step.size), step);
      begin = at + step.size;
    }
    at += step.size;
  }
  if (at > begin) plain(text.substr(begin));
}

void append_u(std::string* out, char32_t unit) {
  *out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) *out += kHex[unit >> shift & 15];
}

void append_json_escape(std::string* out, char32_t code) {
  switch (code) {
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      break;
  }
  if (code < 0x10000) return append_u(out, code);
  append_u(out, 0xd800 + ((code - 0x10000) >> 10));
  append_u(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

std::string one_ascii_line(std::string_view text, size_t limit_bytes) {
  std::string out;
  for (size_t at = 0; at < text.size() && out.size() < limit_bytes;) {
    const Utf8Step step = utf8_step(text.substr(at));
    const char c = text[at];
    at += step.size;
    if (is_space(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c > 0x20 && c < 0x7f ? c : '?';
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::string escape_terminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  split(
      text, [&](std::string_view plain) { out += plain; },
      [&](std::string_view bytes, const Utf8Step&) {
        for (char c : bytes) {
          const auto byte = static_cast<unsigned char>(c);
          out += "\\x";
          out += kHex[byte >> 4];
          out += kHex[byte & 15];
        }
      });
  return out;
}

std::string escape_json(std::string_view text, bool* lossy) {
  std::string out;
  out.reserve(text.size());
  if (lossy) *lossy = false;
  split(
      text,
      [&](std::string_view plain) {
        for (char c : plain) {
          if (c == '"' || c == '\\') out += '\\';
          out += c;
        }
      },
      [&](std::string_view, const Utf8Step& step) {
        append_json_escape(&out, step.valid ? step.code : 0xfffd);
        if (lossy && !step.valid) *lossy = true;
      });
  return out;
}

std::string json_string(std::string_view text) { return '"' + escape_json(text) + '"'; }

std::string base64(std::string_view bytes) {
  static constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kAlphabet[group >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string escape_header(std::string_view text, size_t limit_bytes) { return one_ascii_line(text, limit_bytes); }

std::string escape_header_word(std::string_view text, size_t limit_bytes) {
  std::string out = one_ascii_line(text, limit_bytes);
  for (char& c : out) {
    if (std::string_view("; =\"'()\\").find(c) != std::string_view::npos) c = '?';
  }
  return out;
}

}  // namespace hfilter
