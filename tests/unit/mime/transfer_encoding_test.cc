// SPDX-License-Identifier: BSD-2-Clause
#include "mime/transfer_encoding.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(TransferEncoding, IsReadFromItsField) {
  struct Row {
    const char* name;
    const char* in;
    TransferEncoding want;
  };
  const Row rows[] = {
      {"none", "", TransferEncoding::kIdentity},
      {"7bit", " 7bit ", TransferEncoding::kIdentity},
      {"binary", "BINARY", TransferEncoding::kIdentity},
      {"base64", "Base64", TransferEncoding::kBase64},
      {"comment", "base64 (really)", TransferEncoding::kBase64},
      {"quoted-printable", "quoted-printable\r\n", TransferEncoding::kQuotedPrintable},
      {"parameter", "quoted-printable; x=y", TransferEncoding::kQuotedPrintable},
      {"unknown", "x-uuencode", TransferEncoding::kUnknown},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(static_cast<int>(parse_transfer_encoding(row.in)), static_cast<int>(row.want)) << row.name;
  }
}

struct DecodeRow {
  const char* name;
  TransferEncoding encoding;
  std::string in;
  std::string want;
  uint64_t strange;
};

const DecodeRow kRows[] = {
    {"identity", TransferEncoding::kIdentity, "a=41\r\n", "a=41\r\n", 0},
    {"base64", TransferEncoding::kBase64, "TVqQAA==", std::string("MZ\x90\0", 4), 0},
    {"base64 over lines", TransferEncoding::kBase64, "TV\r\nqQ\nAA==\r\n", std::string("MZ\x90\0", 4), 0},
    {"base64 without padding", TransferEncoding::kBase64, "TVqQAA", std::string("MZ\x90\0", 4), 0},
    {"base64 one octet", TransferEncoding::kBase64, "TQ==", "M", 0},
    {"base64 two octets", TransferEncoding::kBase64, "TVo=", "MZ", 0},
    {"base64 goes on behind =", TransferEncoding::kBase64, "TQ==Wg==", "MZ", 0},
    {"base64 with strange octets", TransferEncoding::kBase64, "T|V{q~Q\xff", std::string("MZ\x90"), 4},
    {"base64 one symbol", TransferEncoding::kBase64, "T", "", 0},
    {"base64 nothing", TransferEncoding::kBase64, "", "", 0},
    {"quoted", TransferEncoding::kQuotedPrintable, "a=3Db=3d", "a=b=", 0},
    {"quoted soft line break", TransferEncoding::kQuotedPrintable, "ab=\r\ncd=\nef", "abcdef", 0},
    {"quoted soft break behind blanks", TransferEncoding::kQuotedPrintable, "ab= \t\r\ncd", "abcd", 0},
    {"quoted blanks at the end of a line", TransferEncoding::kQuotedPrintable, "ab  \r\nc d\n", "ab\r\nc d\n", 0},
    {"quoted wrong hex", TransferEncoding::kQuotedPrintable, "=4g=zz", "=4g=zz", 2},
    {"quoted cut off", TransferEncoding::kQuotedPrintable, "ab=4", "ab=4", 0},
    {"quoted = twice", TransferEncoding::kQuotedPrintable, "==41", "=A", 1},
};

TEST(TransferEncoding, Decodes) {
  for (const DecodeRow& row : kRows) EXPECT_EQ(decode_transfer(row.encoding, row.in), row.want) << row.name;
}

// However the input is cut, the result is the same.
TEST(TransferEncoding, DecodesInPieces) {
  for (const DecodeRow& row : kRows) {
    for (size_t piece = 1; piece < 6; ++piece) {
      TransferDecoder decoder(row.encoding);
      std::string out;
      for (size_t at = 0; at < row.in.size(); at += piece) decoder.feed(row.in.substr(at, piece), &out);
      decoder.finish(&out);
      EXPECT_EQ(out, row.want) << row.name << ", pieces of " << piece;
      EXPECT_EQ(decoder.strange(), row.strange) << row.name;
    }
  }
}

}  // namespace
}  // namespace hfilter
