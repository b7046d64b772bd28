// SPDX-License-Identifier: BSD-2-Clause
//
// Decodes Content-Transfer-Encoding piece by piece, so that a large attachment is never in memory as a whole. Linear.
// Errors: invalid octets of base64 are skipped and counted; invalid quoted-printable stays unchanged and is counted.
// Source: RFC 2045 6.7 and 6.8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hfilter {

enum class TransferEncoding { kIdentity, kBase64, kQuotedPrintable, kUnknown };

/// Parses the value of a Content-Transfer-Encoding field. Empty is 7bit (RFC 2045 6.1).
TransferEncoding parse_transfer_encoding(std::string_view value);

class TransferDecoder {
 public:
  explicit TransferDecoder(TransferEncoding encoding) : encoding_(encoding) {}

  void feed(std::string_view bytes, std::string* out);
  /// Appends the octets that feed() held back at the end of the last piece.
  void finish(std::string* out);
  /// Returns the number of invalid octets or sequences; line ends and blanks do not count.
  uint64_t strange() const { return strange_; }

 private:
  void feed_base64(std::string_view bytes, std::string* out);
  void feed_quoted(std::string_view bytes, std::string* out);
  void flush_bits(std::string* out);

  TransferEncoding encoding_;
  uint32_t bits_ = 0;
  int symbols_ = 0;   // the number of base64 symbols in bits_
  std::string held_;  // the quoted-printable input not yet decided: "=", "=4", "=\r", or blanks that may end a line
  uint64_t strange_ = 0;
};

std::string decode_transfer(TransferEncoding encoding, std::string_view bytes);

}  // namespace hfilter
