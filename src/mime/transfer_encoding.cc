// SPDX-License-Identifier: BSD-2-Clause
#include "mime/transfer_encoding.h"

#include <array>

#include "base/text.h"

namespace hfilter {
namespace {

constexpr uint8_t kStrange = 0xFF;
constexpr uint8_t kSkip = 0xFE;
constexpr uint8_t kPad = 0xFD;

constexpr std::array<uint8_t, 256> make_base64_table() {
  std::array<uint8_t, 256> table{};
  for (auto& entry : table) entry = kStrange;
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (uint8_t i = 0; i < 64; ++i) table[static_cast<uint8_t>(kAlphabet[i])] = i;
  table['\r'] = table['\n'] = table[' '] = table['\t'] = kSkip;
  table['='] = kPad;
  return table;
}
constexpr std::array<uint8_t, 256> kBase64 = make_base64_table();

uint8_t base64_value(char c) { return kBase64[static_cast<uint8_t>(c)]; }

}  // namespace

TransferEncoding parse_transfer_encoding(std::string_view value) {
  value = trim(value);
  // Ignores an invalid comment or parameter behind the token.
  value = trim(value.substr(0, value.find_first_of("(;")));
  if (value.empty()) return TransferEncoding::kIdentity;
  for (std::string_view name : {"7bit", "8bit", "binary"}) {
    if (equal_ignoring_case(value, name)) return TransferEncoding::kIdentity;
  }
  if (equal_ignoring_case(value, "base64")) return TransferEncoding::kBase64;
  if (equal_ignoring_case(value, "quoted-printable")) return TransferEncoding::kQuotedPrintable;
  return TransferEncoding::kUnknown;
}

void TransferDecoder::feed(std::string_view bytes, std::string* out) {
  switch (encoding_) {
    case TransferEncoding::kBase64:
      feed_base64(bytes, out);
      break;
    case TransferEncoding::kQuotedPrintable:
      feed_quoted(bytes, out);
      break;
    default:
      out->append(bytes);
  }
}

void TransferDecoder::finish(std::string* out) {
  if (encoding_ == TransferEncoding::kBase64) flush_bits(out);
  if (encoding_ == TransferEncoding::kQuotedPrintable) out->append(held_);
  held_.clear();
}

// Decodes the complete octets of an incomplete group, at "=" or at the end.
void TransferDecoder::flush_bits(std::string* out) {
  if (symbols_ >= 2) out->push_back(static_cast<char>(bits_ >> (6 * symbols_ - 8)));
  if (symbols_ == 3) out->push_back(static_cast<char>(bits_ >> 2));
  bits_ = 0;
  symbols_ = 0;
}

// Decodes base64. Continues after "=", because some mail programs do, and a program there must be found.
void TransferDecoder::feed_base64(std::string_view bytes, std::string* out) {
  const size_t old_size = out->size();
  out->resize(old_size + bytes.size() / 4 * 3 + 6);
  char* to = out->data() + old_size;
  size_t i = 0;
  while (i < bytes.size()) {
    if (symbols_ == 0 && bytes.size() - i >= 4) {
      const uint32_t a = base64_value(bytes[i]), b = base64_value(bytes[i + 1]), c = base64_value(bytes[i + 2]),
                     d = base64_value(bytes[i + 3]);
      if ((a | b | c | d) < 64) {
        const uint32_t group = a << 18 | b << 12 | c << 6 | d;
        *to++ = static_cast<char>(group >> 16);
        *to++ = static_cast<char>(group >> 8);
        *to++ = static_cast<char>(group);
        i += 4;
        continue;
      }
    }
    const uint8_t value = base64_value(bytes[i++]);
    if (value < 64) {
      bits_ = bits_ << 6 | value;
      if (++symbols_ < 4) continue;
      *to++ = static_cast<char>(bits_ >> 16);
      *to++ = static_cast<char>(bits_ >> 8);
      *to++ = static_cast<char>(bits_);
      bits_ = 0;
      symbols_ = 0;
    } else if (value == kPad) {
      if (symbols_ >= 2) *to++ = static_cast<char>(bits_ >> (6 * symbols_ - 8));
      if (symbols_ == 3) *to++ = static_cast<char>(bits_ >> 2);
      bits_ = 0;
      symbols_ = 0;
    } else if (value == kStrange) {
      ++strange_;
    }
  }
  out->resize(static_cast<size_t>(to - out->data()));
}

// Decodes quoted-printable. Holds blanks back: those at the end of a line were added in transit (RFC 2045 6.7 rule 3).
void TransferDecoder::feed_quoted(std::string_view bytes, std::string* out) {
  for (char c : bytes) {
    if (!held_.empty() && held_[0] == '=') {
      if (c == '\n') {  // the "=" is a soft line break, perhaps with blanks before the line end
        held_.clear();
        continue;
      }
      if (held_.size() == 1 && hex_digit(c) >= 0) {
        held_.push_back(c);
        continue;
      }
      if (held_.size() == 2 && hex_digit(held_[1]) >= 0 && hex_digit(c) >= 0) {
        out->push_back(static_cast<char>(hex_digit(held_[1]) * 16 + hex_digit(c)));
        held_.clear();
        continue;
      }
      if ((held_.size() == 1 || hex_digit(held_[1]) < 0) && is_space(c) && held_.size() < 1'024) {
        held_.push_back(c);
        continue;
      }
      ++strange_;
      out->append(held_);
      held_.clear();
    }
    if (c == '=') {
      out->append(held_);
      held_.assign(1, '=');
    } else if (is_blank(c) && held_.size() < 1'024) {
      held_.push_back(c);
    } else if (c == '\n' || c == '\r') {
      held_.clear();
      out->push_back(c);
    } else {
      if (!held_.empty()) out->append(held_);
      held_.clear();
      out->push_back(c);
    }
  }
}

std::string decode_transfer(TransferEncoding encoding, std::string_view bytes) {
  std::string out;
  TransferDecoder decoder(encoding);
  decoder.feed(bytes, &out);
  decoder.finish(&out);
  return out;
}

}  // namespace hfilter
