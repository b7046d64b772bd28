// SPDX-License-Identifier: BSD-2-Clause
//
// Messages made to make a MIME reader slow, fat or blind. Used by the tests and by the bench.
#ifndef HFILTER_TESTS_UNIT_HOSTILE_MAIL_H_
#define HFILTER_TESTS_UNIT_HOSTILE_MAIL_H_

#include <string>
#include <vector>

#include "base/escape.h"

namespace hfilter {

struct HostileMail {
  const char* name;
  std::string bytes;
};

inline std::string repeated(const std::string& text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; i++) out += text;
  return out;
}

/// `begin` (octets below 0x90) and `size` zeros, deflated without a library: a dynamic block would be smaller, but
/// fixed codes of length 258 do.
inline std::string deflate_with_zeros(const std::string& begin, size_t size) {
  std::string out;
  unsigned bits = 0, count = 0;
  const auto put = [&](unsigned value, unsigned width) {  // least significant bit first
    bits |= value << count;
    for (count += width; count >= 8; count -= 8, bits >>= 8) out.push_back(static_cast<char>(bits & 0xFF));
  };
  const auto put_code = [&](unsigned code) {  // of 8 bits, most significant bit first
    for (int i = 7; i >= 0; i--) put(code >> i & 1, 1);
  };
  put(1, 1);  // the last block
  put(1, 2);  // fixed codes
  for (const char c : begin) put_code(0x30u + static_cast<unsigned char>(c));
  put_code(0x30);  // literal 0
  for (size_t i = 0; i < size / 258; i++) {
    put(0xA3, 8);  // length 258: code 11000101
    put(0, 5);     // distance 1
  }
  put(0, 7);  // the end
  put(0, 7);
  return out;
}

inline std::string gzip_of_zeros(size_t size) {
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + deflate_with_zeros("", size) + std::string(8, '\0');
}

inline std::vector<HostileMail> hostile_mails() {
  const std::string mixed = "From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\n";
  std::vector<HostileMail> mails;

  std::string nested;
  for (int i = 0; i < 48'000; i++) {
    nested += "--x" + (i ? std::to_string(i) : "") + "\nContent-Type: multipart/mixed; boundary=x" +
              std::to_string(i + 1) + "\n\n";
  }
  mails.push_back({"48,000 nested multiparts", mixed + nested});
  std::string deep;
  for (int i = 0; i < 900; i++) {
    deep += "--x" + (i ? std::to_string(i) : "") + "\nContent-Type: multipart/mixed; boundary=x" +
            std::to_string(i + 1) + "\n\n";
  }
  mails.push_back({"900 nested multiparts", mixed + deep});
  mails.push_back({"a million tiny parts", mixed + repeated("--x\n\n\n", 1'000'000)});
  mails.push_back({"9,999 tiny parts", mixed + repeated("--x\n\n\n", 9'999)});
  mails.push_back({"a field of 4 MiB in a part",
                   mixed + "--x\nContent-Type: a/b; name=" + std::string(size_t{4} << 20, 'n') + "\n\nx\n--x--\n"});
  mails.push_back({"a field of 4 MiB of folded lines",
                   mixed + "--x\nContent-Type: a/b;\n" + repeated(" n=1;\n", 700'000) + "\n\nx\n--x--\n"});
  mails.push_back({"a million fields in a part", mixed + "--x\n" + repeated("A: b\n", 1'000'000) + "\nx\n--x--\n"});
  mails.push_back({"20 MiB of comments", mixed + "--x\nContent-Type: " + std::string(size_t{20} << 20, '(') + "\n\n"});
  mails.push_back({"a line of 50 MiB", mixed + "--x\n\n" + std::string(size_t{50} << 20, 'z')});
  mails.push_back({"base64 of strange octets", mixed +
                                                   "--x\nContent-Type: application/octet-stream; name=x\n"
                                                   "Content-Transfer-Encoding: base64\n\n" +
                                                   std::string(size_t{10} << 20, '|') + "\n--x--\n"});
  std::string boundaries;
  for (int i = 0; i < 900; i++) {
    boundaries +=
        "--x\nContent-Type: multipart/mixed; boundary=\"" + std::string(200, 'b') + std::to_string(i) + "\"\n\n";
  }
  mails.push_back({"900 boundaries that begin alike, 9,000 lines that nearly match",
                   mixed + boundaries + repeated("--" + std::string(200, 'b') + "\n", 9'000)});
  mails.push_back({"NUL, 8-bit names, no blank line",
                   mixed + "From x\n--x\n" + std::string("A\0: b\n\xc3\xbc: c\n", 12) + "Content-Type: text/plain"});
  mails.push_back({"a gzip bomb", mixed +
                                      "--x\nContent-Type: application/gzip; name=x.tgz\nContent-Transfer-Encoding: "
                                      "base64\n\n" +
                                      base64(gzip_of_zeros(size_t{300} << 20)) + "\n--x--\n"});
  return mails;
}

}  // namespace hfilter

#endif  // HFILTER_TESTS_UNIT_HOSTILE_MAIL_H_
