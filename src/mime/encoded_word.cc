// SPDX-License-Identifier: BSD-2-Clause
#include "mime/encoded_word.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mime/charset_label.h"
#include "mime/transfer_encoding.h"

namespace hfilter {

namespace {

// windows-1252 from 0x80 to 0x9F; 0 for codes that are not assigned.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

uint16_t from_windows_1252(uint8_t octet) {
  if (octet < 0x80 || octet > 0x9F) return octet;
  const uint16_t code = kWindows1252[octet - 0x80];
  return code ? code : octet;
}

uint16_t from_iso_8859_15(uint8_t octet) {
  switch (octet) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x0160;
    case 0xA8:
      return 0x0161;
    case 0xB4:
      return 0x017D;
    case 0xB8:
      return 0x017E;
    case 0xBC:
      return 0x0152;
    case 0xBD:
      return 0x0153;
    case 0xBE:
      return 0x0178;
    default:
      return octet;
  }
}

uint16_t from_x_user_defined(uint8_t octet) { return octet < 0x80 ? octet : static_cast<uint16_t>(0xF700 + octet); }

struct Charset {
  const char* name;
  uint16_t (*code_of)(uint8_t);  // null if the octets are UTF-8
};

// The names are those of mime/charset_label.
constexpr Charset kCharsets[] = {
    {"utf-8", nullptr},
    {"us-ascii", nullptr},
    {"windows-1252", from_windows_1252},
    {"iso-8859-15", from_iso_8859_15},
    {"x-user-defined", from_x_user_defined},
};

const Charset* find_charset(std::string_view label) {
  const std::string_view name = charset_name(label);
  for (const Charset& charset : kCharsets) {
    if (name == charset.name) return &charset;
  }
  return nullptr;
}

// Decodes the Q encoding (RFC 2047 4.2). An invalid =XY stays unchanged.
std::string decode_q(std::string_view text) {
  std::string octets;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      octets += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      octets += text[i] == '_' ? ' ' : text[i];
    }
  }
  return octets;
}

// An encoded word, "=?charset?Q?text?=".
struct EncodedWord {
  size_t begin = 0;  // the offset of the word in the text
  std::string_view charset;
  bool is_base64 = false;
  std::string_view encoded;
  size_t end = 0;
};

// Parses the encoded word at `begin`. The cost is linear for all words of a text: the start of a word has a bounded
// length, and a word with a valid start extends to the next "?=".
std::optional<EncodedWord> parse_word(std::string_view text, size_t begin) {
  const std::string_view head = text.substr(begin + 2, kMaxCharsetBytes + 3);
  EncodedWord word;
  word.begin = begin;
  word.charset = head.substr(0, head.find('?'));
  const std::string_view encoding = head.substr(word.charset.size());
  if (word.charset.empty() || encoding.size() < 3 || encoding[2] != '?') return std::nullopt;
  for (const char c : word.charset) {
    if (!is_alnum(c) && std::string_view("-_.:+()*").find(c) == std::string_view::npos) return std::nullopt;
  }
  word.is_base64 = to_lower(encoding[1]) == 'b';
  if (!word.is_base64 && to_lower(encoding[1]) != 'q') return std::nullopt;
  const size_t encoded_begin = begin + 2 + word.charset.size() + 3;
  const size_t encoded_end = text.find("?=", encoded_begin);
  if (encoded_end == std::string_view::npos) return std::nullopt;
  word.encoded = text.substr(encoded_begin, encoded_end - encoded_begin);
  word.end = encoded_end + 2;
  return word;
}

// Returns the next word from `at` on. `last_end` is the offset of the last "?=", behind which no word begins.
std::optional<EncodedWord> next_word(std::string_view text, size_t at, size_t last_end) {
  for (size_t begin = text.find("=?", at); begin < last_end; begin = text.find("=?", begin + 2)) {
    if (std::optional<EncodedWord> word = parse_word(text, begin)) return word;
  }
  return std::nullopt;
}

std::string octets_of(const EncodedWord& word) {
  return word.is_base64 ? decode_transfer(TransferEncoding::kBase64, word.encoded) : decode_q(word.encoded);
}

std::string charset_of(const EncodedWord& word) {
  return lower(word.charset.substr(0, word.charset.find('*')));  // a language may follow (RFC 2231 5)
}

// Decodes adjacent words of one character set together, because a character can be split between them.
class Decoder {
 public:
  explicit Decoder(const CharsetDecoder& other) : other_(other) {}

  void text(std::string_view plain) {
    if (plain.empty()) return;
    flush();
    result_.text += plain;
  }
  void word(const EncodedWord& word) {
    const std::string charset = charset_of(word);
    if (charset != charset_) flush();
    charset_ = charset;
    octets_ += octets_of(word);
  }
  DecodedText take() {
    flush();
    return std::move(result_);
  }

 private:
  void flush() {
    const std::string octets = std::exchange(octets_, {});
    if (octets.empty()) return;
    const Charset* known = find_charset(charset_);
    if (!known) return foreign(octets);
    result_.text += known->code_of ? *decode_single_octets(charset_, octets) : octets;
  }
  void foreign(const std::string& octets) {
    Finding<std::string> text =
        Unknown{UnknownReason::kCharset, "the character set " + charset_ + " is not supported", false};
    if (other_ && ++asked_ <= kMaxForeignWords) text = other_(charset_, octets);
    result_.text += text.has_value() ? *text : octets;
    if (!text.known() && !result_.missing) result_.missing = text.why();
  }

  const CharsetDecoder& other_;
  size_t asked_ = 0;
  std::string charset_;
  std::string octets_;  // the octets of the words that are not decoded yet
  DecodedText result_;
};

}  // namespace

std::optional<std::string> decode_single_octets(std::string_view charset, std::string_view octets) {
  const Charset* known = find_charset(charset);
  if (known == nullptr || known->code_of == nullptr) return std::nullopt;
  std::string text;
  for (const char octet : octets) append_utf8(&text, known->code_of(static_cast<uint8_t>(octet)));
  return text;
}

DecodedText decode_words(std::string text, const CharsetDecoder& other) {
  const size_t last_end = text.rfind("?=");
  if (last_end == std::string::npos) return {std::move(text), std::nullopt};
  Decoder decoder(other);
  size_t at = 0;
  while (std::optional<EncodedWord> word = next_word(text, at, last_end)) {
    std::string_view between = std::string_view(text).substr(at, word->begin - at);
    if (at > 0 && trim(between).empty()) between = {};  // RFC 2047 6.2: drops blanks between two words
    decoder.text(between);
    decoder.word(*word);
    at = word->end;
  }
  decoder.text(std::string_view(text).substr(at));
  return decoder.take();
}

}  // namespace hfilter
