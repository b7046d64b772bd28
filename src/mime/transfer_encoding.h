// SPDX-License-Identifier: BSD-2-Clause
//
// Content-Transfer-Encoding: what stands in a body part back to its octets. Total: octets that have no place in an
// encoding are skipped (RFC 2045 6.7 and 6.8 ask for that) and counted. Linear; a piece at a time, so that a large
// attachment is never held whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hfilter {

enum class TransferEncoding { kIdentity, kBase64, kQuotedPrintable, kUnknown };

/// The value of a Content-Transfer-Encoding field; empty is 7bit (RFC 2045 6.1).
TransferEncoding parse_transfer_encoding(std::string_view value);

class TransferDecoder {
 public:
  explicit TransferDecoder(TransferEncoding encoding) : encoding_(encoding) {}

  /// Appends to `*out`.
  void feed(std::string_view bytes, std::string* out);
  /// What was held back at the end of the last piece.
  void finish(std::string* out);
  /// Octets that have no place in the encoding (line ends and blanks not counted).
  uint64_t strange() const { return strange_; }

 private:
  void feed_base64(std::string_view bytes, std::string* out);
  void feed_quoted(std::string_view bytes, std::string* out);
  void flush_bits(std::string* out);

  TransferEncoding encoding_;
  uint32_t bits_ = 0;
  int symbols_ = 0;   // base64 symbols in bits_
  std::string held_;  // quoted-printable: "=", "=4", "=\r" or blanks that may stand at the end of a line
  uint64_t strange_ = 0;
};

/// All at once.
std::string decode_transfer(TransferEncoding encoding, std::string_view bytes);

}  // namespace hfilter
