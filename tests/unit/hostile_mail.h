// SPDX-License-Identifier: BSD-2-Clause
//
// Messages made to make a MIME reader slow, fat or blind. Used by the tests and by the bench.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/escape.h"
#include "unit/archives.h"

namespace hfilter {

struct HostileMail {
  const char* name;
  std::function<std::string()> make;
};

inline std::string repeated(const std::string& text, size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (size_t i = 0; i < count; ++i) out += text;
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
    for (int i = 7; i >= 0; --i) put(code >> i & 1, 1);
  };
  put(1, 1);  // the last block
  put(1, 2);  // fixed codes
  for (const char c : begin) put_code(0x30u + static_cast<unsigned char>(c));
  put_code(0x30);  // literal 0
  for (size_t i = 0; i < size / 258; ++i) {
    put(0xA3, 8);  // length 258: code 11000101
    put(0, 5);     // distance 1
  }
  put(0, 7);  // the end
  put(0, 7);
  return out;
}

inline std::string gzip_of_zeros(size_t size, const std::string& begin = "") {
  return std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) + deflate_with_zeros(begin, size) + std::string(8, '\0');
}

/// An xz whose only block asks for a dictionary of this class (40: 4 GiB - 1). Source: .xz file format 2.1, 3.1, 5.3.1.
inline std::string xz_header(int dictionary) {
  const std::string flags("\0\x04", 2);
  std::string block = "\x02" + std::string(1, '\0') + "\x21\x01" + std::string(1, static_cast<char>(dictionary));
  block.resize(8, '\0');
  return std::string(
             "\xfd"
             "7zXZ\0",
             6) +
         flags + number(crc32(flags), 4) + block + number(crc32(block), 4) + std::string("\x01\0\x02xyz\0", 7);
}

/// A zip in a zip in a zip ... `width` of them in each.
inline std::string nested_zips(int depth, int width) {
  if (depth == 0) return std::string(1'000, '\0');
  const std::string inner = nested_zips(depth - 1, width);
  std::vector<ZipEntry> entries;
  for (int i = 0; i < width; ++i) entries.push_back({std::to_string(i) + ".zip", std::to_string(i) + ".zip", inner});
  return zip(entries);
}

/// A zip of 50 zips that are 2 MB of zeros.
inline std::string zip_of_zeros(uint32_t flags) {
  const ZipEntry entry{"x.zip", "x.zip", "", flags, deflate_with_zeros("PK\x03\x04", 2'000'000), 2'000'004};
  return zip(std::vector<ZipEntry>(50, entry));
}

inline std::string nested_tars(int depth) {
  std::string bytes = gzip(tar("x.exe"));
  for (int i = 0; i < depth; ++i) bytes = gzip(tar("x.tgz", bytes));
  return bytes;
}

/// Archives made to make their reader decompress without end, or to fill its memory.
inline std::vector<HostileMail> hostile_archives() {
  return {
      {"a gzip bomb", [] { return gzip_of_zeros(size_t{300} << 20); }},
      {"a gzip bomb that is the file of a tar",
       [] { return gzip_of_zeros(size_t{100} << 20, tar_head("a.txt", size_t{8} << 30)); }},
      {"70,000 empty bzip2 streams",
       [] { return repeated(std::string("BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14), 70'000); }},
      {"40,000 empty gzips", [] { return repeated(gzip(""), 40'000); }},
      {"an xz of a huge dictionary", [] { return xz_header(40); }},
      {"zips in zips in zips", [] { return nested_zips(4, 5); }},
      {"21,000 files of one name",
       [] {
         return zip(std::vector<ZipEntry>(21'000, ZipEntry{"x", "x", ""}));
       }},
      {"50 zips of 2 MB of zeros in a zip", [] { return zip_of_zeros(0); }},
      {"the same, sizes behind", [] { return zip_of_zeros(8); }},
      {"100 tar.gz in one another", [] { return nested_tars(100); }},
  };
}

inline std::vector<HostileMail> hostile_mails() {
  static const std::string mixed = "From: a@example.com\nContent-Type: multipart/mixed; boundary=x\n\n";
  const auto nested = [](int count) {
    std::string out = mixed;
    for (int i = 0; i < count; ++i) {
      out += "--x" + (i ? std::to_string(i) : "") + "\nContent-Type: multipart/mixed; boundary=x" +
             std::to_string(i + 1) + "\n\n";
    }
    return out;
  };
  const auto alike = [] {
    std::string out = mixed;
    for (int i = 0; i < 900; ++i) {
      out += "--x\nContent-Type: multipart/mixed; boundary=\"" + std::string(200, 'b') + std::to_string(i) + "\"\n\n";
    }
    return out + repeated("--" + std::string(200, 'b') + "\n", 9'000);
  };
  std::vector<HostileMail> mails = {
      {"48,000 nested multiparts", [=] { return nested(48'000); }},
      {"900 nested multiparts", [=] { return nested(900); }},
      {"a million tiny parts", [] { return mixed + repeated("--x\n\n\n", 1'000'000); }},
      {"9,999 tiny parts", [] { return mixed + repeated("--x\n\n\n", 9'999); }},
      {"a field of 4 MiB in a part",
       [] { return mixed + "--x\nContent-Type: a/b; name=" + std::string(size_t{4} << 20, 'n') + "\n\nx\n--x--\n"; }},
      {"a field of 4 MiB of folded lines",
       [] { return mixed + "--x\nContent-Type: a/b;\n" + repeated(" n=1;\n", 700'000) + "\n\nx\n--x--\n"; }},
      {"a million fields in a part", [] { return mixed + "--x\n" + repeated("A: b\n", 1'000'000) + "\nx\n--x--\n"; }},
      {"20 MiB of comments",
       [] { return mixed + "--x\nContent-Type: " + std::string(size_t{20} << 20, '(') + "\n\n"; }},
      {"a line of 50 MiB", [] { return mixed + "--x\n\n" + std::string(size_t{50} << 20, 'z'); }},
      {"base64 of strange octets",
       [] {
         return mixed + "--x\nContent-Type: application/octet-stream; name=x\nContent-Transfer-Encoding: base64\n\n" +
                std::string(size_t{10} << 20, '|') + "\n--x--\n";
       }},
      {"900 boundaries that begin alike, 9,000 lines that nearly match", alike},
      {"NUL, 8-bit names, no blank line",
       [] { return mixed + "From x\n--x\n" + std::string("A\0: b\n\xc3\xbc: c\n", 12) + "Content-Type: text/plain"; }},
  };
  for (const HostileMail& archive : hostile_archives()) {
    mails.push_back({archive.name, [make = archive.make] {
                       return mixed +
                              "--x\nContent-Type: application/octet-stream; name=x.zip\n"
                              "Content-Transfer-Encoding: base64\n\n" +
                              base64(make()) + "\n--x--\n";
                     }});
  }
  return mails;
}

}  // namespace hfilter
