// SPDX-License-Identifier: BSD-2-Clause
#include "archive/file_kind.h"

#include <gtest/gtest.h>

#include <string>

namespace hfilter {
namespace {

TEST(FileKind, Names) {
  struct Row {
    const char* in;
    bool executable;
    bool archive;
    bool disguised;
  };
  const Row rows[] = {
      {"document.pif", true, false, false},
      {"SETUP.EXE", true, false, false},
      {"report.pdf", false, false, false},
      {"", false, false, false},
      {"exe", false, false, false},
      {".exe", true, false, false},
      {"a.zip", false, true, false},
      {"backup.tar.gz", false, true, false},
      {"v1.2.exe", true, false, false},
      // Two extensions.
      {"report.pdf.exe", true, false, true},
      {"photo.jpg.scr", true, false, true},
      {"letter.doc.zip", false, true, false},
      {"pack.zip.exe", true, false, true},
      {"invoice.pdf                    .exe", true, false, true},
      {"invoice               .exe", true, false, true},
      // What Windows drops.
      {"x.exe.", true, false, true},
      {"x.exe . . ", true, false, true},
      {"x.exe::$DATA", true, false, true},
      {"C:\\temp\\x.exe", true, false, false},
      {"notes.txt ", false, false, false},
      // Class names.
      {"x.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}", true, false, false},
      // Characters: right-to-left override, invisible, look-alike dots and letters, no-break blanks.
      {"ann\xe2\x80\xae"
       "fdp.exe",
       true, false, true},
      {"x.\xe2\x80\x8b"
       "exe",
       true, false, true},
      {"x\xef\xbc\x8e"
       "exe",
       true, false, true},
      {"x.\xef\xbd\x85\xef\xbd\x98\xef\xbd\x85", true, false, true},
      {"x\xe2\x80\xa4"
       "exe",
       true, false, true},
      {"x.pdf\xc2\xa0\xc2\xa0\xc2\xa0.exe", true, false, true},
      {"x.exe\xe3\x80\x80", true, false, true},
      {"\xd7\xa9\xd7\x9c\xe2\x80\x8f.pdf", false, false, false},
      // A path counts by its last part.
      {"a.exe/readme.txt", false, false, false},
      {"dir\\run.bat", true, false, false},
      {"\xff\xfe.exe", true, false, false},
  };
  for (const Row& row : rows) {
    const NameKind got = judge_file_name(row.in);
    EXPECT_EQ(got.executable, row.executable) << row.in;
    EXPECT_EQ(got.archive, row.archive) << row.in;
    EXPECT_EQ(!got.disguise.empty(), row.disguised) << row.in << ": " << got.disguise;
  }
}

TEST(FileKind, NulEndsANameForSome) {
  const NameKind got = judge_file_name(std::string_view("x.exe\0.jpg", 10));
  EXPECT_TRUE(got.executable);
  EXPECT_EQ(got.disguise, "name with a NUL");
}

// The lists are searched by halves: each extension must be found.
TEST(FileKind, ListsAreInOrder) {
  for (const char* name :
       {"action", "ade", "bat", "chm", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "jse", "lnk",
        "msi",    "pif", "ps1", "reg", "scr", "sct", "url", "vb",  "vbe", "vbs", "ws", "wsf", "xnk"}) {
    EXPECT_TRUE(judge_file_name(std::string("x.") + name).executable) << name;
  }
  for (const char* name : {"7z", "ace", "arj", "bz2", "cab", "gz", "iso", "lzh", "rar", "tar", "tgz", "zip", "zst"}) {
    EXPECT_TRUE(judge_file_name(std::string("x.") + name).archive) << name;
  }
  for (const char* name : {"avi", "doc", "htm", "jpg", "mp3", "pdf", "png", "txt", "xls", "xml"}) {
    EXPECT_TRUE(judge_file_name(std::string("x.") + name).document) << name;
  }
}

TEST(FileKind, CompressionSuffix) {
  EXPECT_EQ(without_compression_suffix("x.exe.gz"), "x.exe");
  EXPECT_EQ(without_compression_suffix("x.exe"), "");
  EXPECT_EQ(without_compression_suffix(""), "");
}

std::string pe() {
  std::string head("MZ\x90\0\x03\0\0\0", 8);
  head.resize(80, '\0');
  return head;
}

std::string at(size_t offset, const std::string& bytes) { return std::string(offset, '\0') + bytes; }

TEST(FileKind, Contents) {
  using K = ContentKind;
  struct Row {
    const char* name;
    std::string in;
    K want;
  };
  const std::string zip_head("PK\x03\x04\x14\0\0\0\x08\0", 10);
  const Row rows[] = {
      {"nothing", "", K::kUnknown},
      {"text", "Dear friend,\n", K::kUnknown},
      {"PE", pe(), K::kExecutable},
      {"a letter that begins with MZ", "MZ is my name, and I write a long letter to you about it.", K::kUnknown},
      {"ELF",
       "\x7f"
       "ELF\x02\x01",
       K::kExecutable},
      {"Mach-O", "\xcf\xfa\xed\xfe\x07", K::kExecutable},
      {"Mach-O of several machines", "\xca\xfe\xba\xbe", K::kExecutable},
      {"shortcut", std::string("L\0\0\0\x01\x14\x02\0", 8), K::kExecutable},
      {"#!", "#!/bin/sh\necho x\n", K::kScript},
      {"#! and blank", "#! /usr/bin/env python3\n", K::kScript},
      {"#! as text", "#!important\n", K::kUnknown},
      {"batch", "\r\n@ECHO OFF\r\n", K::kScript},
      {"zip", zip_head + std::string(20, '\0') + "x.exe", K::kArchive},
      {"docx", zip_head + std::string(20, '\0') + "[Content_Types].xml", K::kZipDocument},
      {"odt", zip_head + std::string(20, '\0') + "mimetypeapplication/vnd", K::kZipDocument},
      {"rar", "Rar!\x1a\x07\x01", K::kArchive},
      {"7z", "7z\xbc\xaf\x27\x1c", K::kArchive},
      {"gz", "\x1f\x8b\x08", K::kArchive},
      {"tar", at(257, "ustar"), K::kArchive},
      {"iso", at(32'769, "CD001"), K::kArchive},
      {"cab", std::string("MSCF\0\0\0\0", 8), K::kArchive},
      {"JPEG", "\xff\xd8\xff\xe0", K::kImage},
      {"PDF", "%PDF-1.4", K::kPdf},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(static_cast<int>(judge_content(row.in).kind), static_cast<int>(row.want)) << row.name;
  }
}

TEST(FileKind, Contradictions) {
  const Content program{ContentKind::kExecutable, "MZ"};
  const Content zip{ContentKind::kArchive, "zip"};
  const Content none{};
  struct Row {
    const char* name;
    const char* type;
    Content content;
    const char* want;
  };
  const Row rows[] = {
      {"x.exe", "application/octet-stream", program, ""},
      {"x.jpg", "application/octet-stream", program, ".jpg, but the content is MZ"},
      {"x.exe", "image/jpeg", program, "image/jpeg, but the content is MZ"},
      {"", "text/plain", program, "text/plain, but the content is MZ"},
      {"x.zip", "application/zip", zip, ""},
      {"x.pdf", "application/pdf", zip, ".pdf, but the content is zip"},
      {"x.zip", "image/gif", zip, "image/gif, but the content is zip"},
      {"x.jpg", "image/jpeg", none, ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(contradiction(judge_file_name(row.name), row.type, row.content), row.want) << row.name;
  }
}

}  // namespace
}  // namespace hfilter
