// SPDX-License-Identifier: BSD-2-Clause
#include "system/archive_libarchive.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "base/limits.h"
#include "message/archive_listing.h"
#include "message/transfer_encoding.h"
#include "system/contained_child.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

std::string number(uint32_t value, int octets) {
  std::string out;
  for (int i = 0; i < octets; i++, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
  return out;
}

uint32_t crc32(const std::string& data) {
  uint32_t crc = ~0u;
  for (const char c : data) {
    crc ^= static_cast<uint8_t>(c);
    for (int i = 0; i < 8; i++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

struct ZipEntry {
  std::string local_name;
  std::string central_name;
  std::string data;
  uint32_t flags = 0;
  std::string deflated = {};  // not empty: this stands in the file for `data`
};

/// A zip, written here so that it can lie.
std::string zip(const std::vector<ZipEntry>& entries) {
  std::string out, central;
  for (const ZipEntry& e : entries) {
    const uint32_t offset = static_cast<uint32_t>(out.size());
    const std::string& packed = e.deflated.empty() ? e.data : e.deflated;
    const std::string common = number(e.flags, 2) + number(e.deflated.empty() ? 0 : 8, 2) + number(0, 4) +
                               number(crc32(e.data), 4) + number(static_cast<uint32_t>(packed.size()), 4) +
                               number(static_cast<uint32_t>(e.data.size()), 4);
    out += "PK\x03\x04" + number(20, 2) + common + number(static_cast<uint32_t>(e.local_name.size()), 2) +
           number(0, 2) + e.local_name + packed;
    central += "PK\x01\x02" + number(20, 2) + number(20, 2) + common +
               number(static_cast<uint32_t>(e.central_name.size()), 2) + number(0, 12) + number(offset, 4) +
               e.central_name;
  }
  const auto count = static_cast<uint32_t>(entries.size());
  return out + central + "PK\x05\x06" + number(0, 4) + number(count, 2) + number(count, 2) +
         number(static_cast<uint32_t>(central.size()), 4) + number(static_cast<uint32_t>(out.size()), 4) + number(0, 2);
}

std::string zip_of(const std::string& name, const std::string& data = "data") { return zip({{name, name, data, 0}}); }

/// gzip of stored blocks.
std::string gzip(const std::string& data) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  for (size_t at = 0; at < data.size() || at == 0; at += 65'535) {
    const std::string block = data.substr(at, 65'535);
    const auto size = static_cast<uint32_t>(block.size());
    out += number(at + 65'535 >= data.size() ? 1 : 0, 1) + number(size, 2) + number(~size & 0xFFFF, 2) + block;
  }
  return out + number(crc32(data), 4) + number(static_cast<uint32_t>(data.size()), 4);
}

/// One empty file in a tar.
std::string tar(const std::string& name) {
  std::string head(512, '\0');
  head.replace(0, name.size(), name);
  head.replace(100, 8, "0000644\0", 8);
  head.replace(124, 11, "00000000000");
  head.replace(136, 11, "00000000000");
  head.replace(156, 1, "0");
  head.replace(257, 6, "ustar\0", 6);
  head.replace(263, 2, "00");
  head.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : head) sum += static_cast<uint8_t>(c);
  char text[8];
  snprintf(text, sizeof text, "%06o", sum);
  head.replace(148, 6, text);
  head.replace(154, 2, "\0 ", 2);
  return head + std::string(1'024, '\0');
}

/// Lists in a real child: locked in as in the program.
class ArchiveReader : public testing::Test {
 protected:
  ArchiveListing list(const std::string& bytes) { return list(bytes, child_); }
  ArchiveListing list(const std::string& bytes, ForkedChild& child) {
    const Result<std::string> answer = child.call(bytes, size_t{8} << 20, 5'000);
    EXPECT_TRUE(answer.ok()) << answer.error().text;
    if (!answer) return {};
    const Result<ArchiveListing> listing = decode_archive_listing(*answer);
    EXPECT_TRUE(listing.ok());
    return listing ? *listing : ArchiveListing{};
  }
  std::string show(const std::string& bytes) {
    const ArchiveListing listing = list(bytes);
    std::string out;
    for (const std::string& name : listing.names) out += name + " ";
    if (listing.encrypted) out += "encrypted ";
    if (!listing.whole()) out += "(" + listing.broken + ")";
    return out;
  }

  ForkedChild child_{libarchive_job()};
};

TEST_F(ArchiveReader, Names) {
  EXPECT_EQ(show(zip_of("x.exe")), "x.exe ");
  EXPECT_EQ(show(zip({{"a.txt", "a.txt", "1", 0}, {"b/c.pif", "b/c.pif", "2", 0}})), "a.txt b/c.pif ");
  EXPECT_EQ(show(tar("x.scr")), "x.scr ");
  EXPECT_EQ(show(gzip(tar("x.scr"))), "x.scr ");
  EXPECT_EQ(show("this is no archive at all, only a line of text\n"), "(not readable as an archive)");
  EXPECT_EQ(show(""), "(not readable as an archive)");
}

TEST_F(ArchiveReader, SevenZip) {  // made with bsdtar 3.6
  EXPECT_EQ(show(decode_transfer(TransferEncoding::kBase64,
                                 "N3q8ryccAAOn78GCEgAAAAAAAABiAAAAAAAAACIh+cgAJpaABYGiR7LI9Nv///b6QAABBAYAAQkSAAcLAQ"
                                 "ABIwMBAQVdAACAAAwIAAgKAQHqgacAAAUBEQ0AeAAuAGUAeABlAAAAFAoBAMzVl+fted0BEgoBAMzVl+ft"
                                 "ed0BEwoBAMzVl+fted0BFQYBACCApIEAAA==")),
            "x.exe ");
}

// A zip names its files twice; readers differ in which they believe.
TEST_F(ArchiveReader, BothNamesOfAZipCount) {
  EXPECT_EQ(show(zip({{"x.txt", "x.exe", "1", 0}})), "x.txt x.exe ");
  const std::string whole = zip_of("x.exe");
  EXPECT_EQ(show(whole.substr(0, whole.size() - 30)).substr(0, 6), "x.exe ");
}

TEST_F(ArchiveReader, Encrypted) {
  EXPECT_EQ(show(zip({{"x.exe", "x.exe", std::string(20, 'r'), 1}})), "x.exe encrypted ");
}

TEST_F(ArchiveReader, OneLevelWithin) {
  EXPECT_EQ(show(zip_of("in.zip", zip_of("x.exe"))), "in.zip in.zip/x.exe ");
  EXPECT_EQ(show(zip_of("in.tgz", gzip(tar("x.exe")))), "in.tgz in.tgz/x.exe ");
  EXPECT_EQ(show(zip_of("in.zip", "no zip")), "in.zip ");
  std::string program("MZ\x90\0", 4);
  program.resize(100, '\0');
  EXPECT_EQ(show(gzip(program)), "data/(MZ).exe ");
}

TEST_F(ArchiveReader, DepthIsBounded) {
  EXPECT_EQ(show(zip_of("1.zip", zip_of("2.zip", zip_of("x.exe")))),
            "1.zip 1.zip/2.zip (an archive in an archive in an archive)");
  EXPECT_TRUE(list(zip_of("1.zip", zip_of("2.zip", zip_of("x.exe")))).limit);
}

TEST_F(ArchiveReader, EntriesAreBounded) {
  std::vector<ZipEntry> entries;
  for (size_t i = 0; i < kMaxArchiveEntries + 10; i++) {
    const std::string name = "f" + std::to_string(i);
    entries.push_back({name, name, "", 0});
  }
  const ArchiveListing got = list(zip(entries));
  EXPECT_EQ(got.names.size(), kMaxArchiveEntries);
  EXPECT_TRUE(got.limit);
}

TEST_F(ArchiveReader, NamesAreBounded) {
  std::vector<ZipEntry> entries;
  for (size_t i = 0; i < 1'500; i++) {
    const std::string name = std::string(4'000, 'n') + std::to_string(i);
    entries.push_back({name, name, "", 0});
  }
  const ArchiveListing got = list(zip(entries));
  EXPECT_LT(got.names.size(), 1'200u);
  EXPECT_EQ(got.broken, "names beyond 4 MiB");
  EXPECT_LE(list(zip_of(std::string(40'000, 'n'))).names.at(0).size(), kMaxArchiveNameBytes);
}

TEST_F(ArchiveReader, InnerSizeIsBounded) {
  const std::string bytes = zip_of("in.zip", zip_of("x.exe", std::string(kMaxInnerArchiveBytes, 'x')));
  EXPECT_EQ(list(bytes).broken, "an inner archive beyond 8 MiB");
}

// A tar.bz2 of in.zip, which is "PK\x03\x04" and 2,000,000 or 900,000 zeros; made with Python's tarfile.
TEST_F(ArchiveReader, DecodedRatioIsBounded) {
  const ArchiveListing bomb =
      list(decode_transfer(TransferEncoding::kBase64,
                           "QlpoOTFBWSZTWaK1PR4APZ5fiMyAQAF3gAAIQBBgIV4QBAAICCAAdQ0EgHqHqZAaegipANAAAab1yhBRURWmgAAUVjz"
                           "WXkbCoABQREYe5F7ZQSmCFEIO8mE1VjnLBTpCD6IqKxKUoiqiK/i7kinChIUVqejw"));
  EXPECT_EQ(bomb.broken, "it decompresses to more than 200 times its size");
  EXPECT_TRUE(bomb.limit);
  EXPECT_FALSE(list(decode_transfer(TransferEncoding::kBase64,
                                    "QlpoOTFBWSZTWW4moBYAHAxfgcyAQAF/"
                                    "gAAIQBBgIV4QAAgICCAAdQ0EgHqDT0gNPUG9VSGJ6I0yDTJifLeKqokBFfSCAin22d5TrLBAQjE7EXplBK"
                                    "YIHQwE1dpTDBwivfSJD2IqKxEcURAR/F3JFOFCQbiagFg="))
                   .limit);
}

// Files that are packed less than 200 times, and many of them. A gibibyte takes long, so the bound is lower here.
TEST_F(ArchiveReader, DecodedBytesAreBounded) {
  ForkedChild child(libarchive_job(2'000'000));
  const size_t zeros = 258 * 3'000;
  const std::string data = std::string("PK\x03\x04") + std::string(zeros + 1, '\0');
  const std::string deflated = deflate_with_zeros("PK\x03\x04", zeros);
  const auto many = [&](size_t count) {
    std::vector<ZipEntry> entries;
    for (size_t i = 0; i < count; i++) {
      const std::string name = std::to_string(i) + ".zip";
      entries.push_back({name, name, data, 0, deflated});
    }
    return list(zip(entries), child);
  };
  EXPECT_FALSE(many(2).limit);
  EXPECT_TRUE(many(3).limit);
}

TEST_F(ArchiveReader, DamageIsSaid) {
  const std::string bytes = gzip(tar("x.exe"));
  EXPECT_FALSE(list(bytes.substr(0, 40)).whole());
  EXPECT_FALSE(list(std::string("Rar!\x1a\x07\0 and no more", 20)).whole());
  EXPECT_FALSE(list("7z\xbc\xaf\x27\x1c" + std::string(40, 'x')).whole());
}

TEST(ArchiveListing, AWrongAnswerIsRefused) {
  for (const char* wrong : {"", "0", "9x", "0x"}) EXPECT_FALSE(decode_archive_listing(wrong).ok()) << wrong;
  std::string many("0\0", 2);
  for (size_t i = 0; i <= kMaxArchiveEntries; i++) many += std::string("n\0", 2);
  EXPECT_FALSE(decode_archive_listing(many).ok());
  ArchiveListing listing;
  listing.names = {"a", "b\nc", ""};
  listing.encrypted = true;
  listing.broken = "why";
  const auto back = decode_archive_listing(encode_archive_listing(listing));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->names, listing.names);
  EXPECT_TRUE(back->encrypted);
  EXPECT_EQ(back->broken, "why");
}

}  // namespace
}  // namespace hfilter
