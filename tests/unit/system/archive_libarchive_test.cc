// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/archive_libarchive.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "archive/archive_listing.h"
#include "base/limits.h"
#include "mime/transfer_encoding.h"
#include "system/child/confine.h"
#include "system/child/contained_child.h"
#include "unit/archives.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

/// Lists in a real child: locked in as in the program.
class ArchiveReader : public testing::Test {
 protected:
  ArchiveListing list(const std::string& bytes) { return list(bytes, child_); }
  // Time enough for a program that is not optimised.
  ArchiveListing list(const std::string& bytes, ForkedChild& child, int cpu_ms = 5'000) {
    const Result<std::string> answer = child.call(encode_archive_request(bytes, cpu_ms), size_t{8} << 20, 5'000);
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
    if (!listing.whole()) out += "(" + listing.incomplete_because + ")";
    return out;
  }

  ForkedChild child_{libarchive_job()};
};

TEST_F(ArchiveReader, Names) {
  EXPECT_EQ(show(zip_of("x.exe")), "x.exe ");
  EXPECT_EQ(show(zip({{"a.txt", "a.txt", "1", 0}, {"b/c.pif", "b/c.pif", "2", 0}})), "a.txt b/c.pif ");
  EXPECT_EQ(show(tar("x.scr")), "x.scr ");
  EXPECT_EQ(show(gzip(tar("x.scr"))), "x.scr ");
  EXPECT_EQ(show("this is no archive at all, only a line of text\n"), "(the file cannot be read as an archive)");
  EXPECT_EQ(show(""), "(the file cannot be read as an archive)");
}

const std::string& seven_zip() {  // of x.exe; made with bsdtar 3.6
  static const std::string bytes = decode_transfer(
      TransferEncoding::kBase64,
      "N3q8ryccAAOn78GCEgAAAAAAAABiAAAAAAAAACIh+cgAJpaABYGiR7LI9Nv///b6QAABBAYAAQkSAAcLAQABIwMBAQVdAACAAAwIAAgKAQHqgacA"
      "AAUBEQ0AeAAuAGUAeABlAAAAFAoBAMzVl+fted0BEgoBAMzVl+fted0BEwoBAMzVl+fted0BFQYBACCApIEAAA==");
  return bytes;
}

struct Made {
  const char* name;
  std::string bytes;
  const char* want;
};

std::vector<Made> made_archives() {
  return {
      {"zip", zip_of("x.exe"), "x.exe "},
      {"rar 4", rar4(rar4_file("x.exe", "data")), "x.exe "},
      {"rar 4, folders as Windows has them", rar4(rar4_file("a\\x.exe", "data")), "a/x.exe "},
      {"rar 4, solid", rar4(rar4_file("a.txt", "1") + rar4_file("x.exe", "2", 0x10), 8), "a.txt x.exe "},
      {"rar 5", rar5(rar5_file({"x.exe", "data"})), "x.exe "},
      {"rar 5, solid", rar5(rar5_file({"a.txt", "1"}) + rar5_file({"x.exe", "2", false, true}), 4), "a.txt x.exe "},
      {"7z", seven_zip(), "x.exe "},
      {"tar", tar("x.exe"), "x.exe "},
      {"tar.gz", gzip(tar("x.exe")), "x.exe "},
      {"gz that keeps a name", gzip("data", "x.exe"), "x.exe "},
      {"cab", cab({{"a.txt", "one"}, {"x.exe", "three"}}), "a.txt x.exe "},
      {"iso", iso("X.EXE;1"), ". X.EXE "},
  };
}

TEST_F(ArchiveReader, EachKind) {
  for (const Made& made : made_archives()) EXPECT_EQ(show(made.bytes), made.want) << made.name;
}

TEST_F(ArchiveReader, EachKindOneLevelWithin) {
  for (const Made& made : made_archives()) {
    const std::string kind(made.name, 0, std::string(made.name).find_first_of(" ,"));
    const std::string name = "in." + (kind == "tar.gz" ? "tgz" : kind);
    for (const std::string& outer : {zip_of(name, made.bytes), tar(name, made.bytes), gzip(tar(name, made.bytes)),
                                     rar4(rar4_file(name, made.bytes)), rar5(rar5_file({name, made.bytes}))}) {
      const std::string got = show(outer);
      EXPECT_NE(got.find("x.exe "), got.find("X.EXE ")) << made.name << ": got " << got;
    }
  }
}

// Each volume names what it holds.
TEST_F(ArchiveReader, VolumesOfARar) {
  EXPECT_EQ(show(rar4(rar4_file("x.exe", "data", 2), 0x111, 0x4001)), "x.exe ");
  EXPECT_EQ(show(rar4(rar4_file("x.exe", "data", 1), 0x11)), "x.exe ");
  EXPECT_EQ(show(rar5(rar5_file({"x.exe", "data", false, false, 16}), 1)), "x.exe ");
  EXPECT_EQ(show(rar5(rar5_file({"x.exe", "data", false, false, 8}), 1)), "x.exe ");
}

TEST_F(ArchiveReader, EncryptedRar) {
  EXPECT_EQ(show(rar4(rar4_file("x.exe", "data", 0x404))), "x.exe encrypted ");
  EXPECT_EQ(show(rar5(rar5_file({"x.exe", "data", true}))), "x.exe encrypted ");
  EXPECT_EQ(show(rar5_encrypted_headers()), "encrypted (the names of the files in the archive need a password)");
  const std::string rar4_headers = std::string("Rar!\x1a\x07\0", 7) + rar4_block(0x73, 0x80, number(0, 6));
  EXPECT_EQ(show(rar4_headers + std::string(200, '\x5a')),
            "encrypted (the names of the files in the archive need a password)");
}

// An image that begins as a tar: Windows mounts the one, others unpack the other.
TEST_F(ArchiveReader, AnImageThatIsAlsoATar) {
  std::string both = iso("X.EXE;1");
  const std::string first = tar("a.txt");
  both.replace(0, first.size(), first);
  EXPECT_EQ(show(both), "a.txt (the file is an ISO image and something else, too)");
}

// A zip names its files twice; readers differ in which they believe.
TEST_F(ArchiveReader, BothNamesOfAZipCount) {
  EXPECT_EQ(show(zip({{"x.txt", "x.exe", "1", 0}})), "x.exe x.txt ");
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
  std::string nested = zip_of("x.exe");
  for (int depth = kMaxArchiveDepth; depth > 0; --depth) nested = zip_of(std::to_string(depth) + ".zip", nested);
  EXPECT_EQ(show(nested), "1.zip 1.zip/2.zip (the archives are nested too deeply)");
  EXPECT_TRUE(list(nested).bound_reached);
}

TEST_F(ArchiveReader, EntriesAreBounded) {
  std::vector<ZipEntry> entries;
  for (size_t i = 0; i < kMaxArchiveEntries + 10; ++i) {
    const std::string name = "f" + std::to_string(i);
    entries.push_back({name, name, "", 0});
  }
  const ArchiveListing got = list(zip(entries));
  EXPECT_EQ(got.names.size(), kMaxArchiveEntries);
  EXPECT_TRUE(got.bound_reached);
}

TEST_F(ArchiveReader, NamesAreBounded) {
  std::vector<ZipEntry> entries;
  for (size_t i = 0; i < kMaxArchiveNamesBytes / 4'000 + 300; ++i) {
    const std::string name = std::string(4'000, 'n') + std::to_string(i);
    entries.push_back({name, name, "", 0});
  }
  const ArchiveListing got = list(zip(entries));
  EXPECT_LE(got.names.size(), kMaxArchiveNamesBytes / 4'000);
  EXPECT_EQ(got.incomplete_because, "the names in the archive are longer than 4 MiB together");
  EXPECT_LE(list(zip_of(std::string(40'000, 'n'))).names.at(0).size(), kMaxArchiveNameBytes);
}

TEST_F(ArchiveReader, InnerSizeIsBounded) {
  const std::string bytes = zip_of("in.zip", zip_of("x.exe", std::string(kMaxInnerArchiveBytes, 'x')));
  EXPECT_EQ(list(bytes).incomplete_because, "an archive inside the archive is larger than 8 MiB");
}

// A tar.bz2 of in.zip, which is "PK\x03\x04" and 2,000,000 or 900,000 zeros; made with Python's tarfile.
TEST_F(ArchiveReader, DecodedRatioIsBounded) {
  const ArchiveListing bomb =
      list(decode_transfer(TransferEncoding::kBase64,
                           "QlpoOTFBWSZTWaK1PR4APZ5fiMyAQAF3gAAIQBBgIV4QBAAICCAAdQ0EgHqHqZAaegipANAAAab1yhBRURWmgAAUVjz"
                           "WXkbCoABQREYe5F7ZQSmCFEIO8mE1VjnLBTpCD6IqKxKUoiqiK/i7kinChIUVqejw"));
  EXPECT_EQ(bomb.incomplete_because,
            "the archive decompresses to more than " + std::to_string(kMaxDecodedRatio) + " times its size");
  EXPECT_TRUE(bomb.bound_reached);
  EXPECT_FALSE(list(decode_transfer(TransferEncoding::kBase64,
                                    "QlpoOTFBWSZTWW4moBYAHAxfgcyAQAF/"
                                    "gAAIQBBgIV4QAAgICCAAdQ0EgHqDT0gNPUG9VSGJ6I0yDTJifLeKqokBFfSCAin22d5TrLBAQjE7EXplBK"
                                    "YIHQwE1dpTDBwivfSJD2IqKxEcURAR/F3JFOFCQbiagFg="))
                   .bound_reached);
}

// Files that are packed less than 200 times, and many of them. A gibibyte takes long, so the bound is lower here.
TEST_F(ArchiveReader, DecodedBytesAreBounded) {
  ForkedChild child(libarchive_job(2'000'000));
  const size_t zeros = 258 * 3'000;
  const std::string data = std::string("PK\x03\x04") + std::string(zeros + 1, '\0');
  const std::string deflated = deflate_with_zeros("PK\x03\x04", zeros);
  const auto many = [&](size_t count) {
    std::vector<ZipEntry> entries;
    for (size_t i = 0; i < count; ++i) {
      const std::string name = std::to_string(i) + ".zip";
      entries.push_back({name, name, data, 0, deflated});
    }
    return list(zip(entries), child);
  };
  EXPECT_FALSE(many(2).bound_reached);
  EXPECT_TRUE(many(3).bound_reached);
}

// A file that nobody looks into is passed over, and counts.
TEST_F(ArchiveReader, DecodedBytesThatArePassedOverAreBounded) {
  ForkedChild child(libarchive_job(2'000'000));
  const ArchiveListing got = list(gzip_of_zeros(size_t{64} << 20, tar_head("a.txt", size_t{64} << 20)), child);
  EXPECT_EQ(got.names, std::vector<std::string>{"a.txt"});
  EXPECT_EQ(got.incomplete_because, "the archive decompresses to too much data");
}

TEST_F(ArchiveReader, TimeIsBounded) {
  if (is_sanitized()) GTEST_SKIP() << "time: no bound under sanitizers";
  ForkedChild little(libarchive_job(kMaxDecodedBytes));
  const ArchiveListing got = list(gzip_of_zeros(size_t{256} << 20, tar_head("x.exe", size_t{1} << 30)), little, 5);
  EXPECT_EQ(got.names, std::vector<std::string>{"x.exe"});
  EXPECT_EQ(got.incomplete_because, "the archive takes too long to read");
  // One call of the library that lasts: the process ends, the next archive gets another.
  const std::string endless = repeated(std::string("BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14), 1'000'000);
  const Result<std::string> answer = little.call(encode_archive_request(endless, 5), 1'000, 60'000);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().text, "the archive process ended");
  EXPECT_EQ(list(zip_of("x.exe"), little).names.size(), 1u);
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
  for (size_t i = 0; i <= kMaxArchiveEntries; ++i) many += std::string("n\0", 2);
  EXPECT_FALSE(decode_archive_listing(many).ok());
  ArchiveListing listing;
  listing.names = {"a", "b\nc", ""};
  listing.encrypted = true;
  listing.incomplete_because = "why";
  const auto back = decode_archive_listing(encode_archive_listing(listing));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->names, listing.names);
  EXPECT_TRUE(back->encrypted);
  EXPECT_EQ(back->incomplete_because, "why");
}

}  // namespace
}  // namespace hfilter
