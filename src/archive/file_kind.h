// SPDX-License-Identifier: BSD-2-Clause
//
// Classifies a file by its name and first octets, as the reader's machine would. Windows runs a program on a double
// click, even if its name hides the extension (trailing dots and blanks, a second extension, bidi or invisible
// characters). Linear.
// Source: the extensions that Outlook and Gmail refuse; the magic of file(1).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// The kind of a file by its name.
struct NameKind {
  std::string extension;    // the extension that Windows would use, in lower case: "exe"
  bool executable = false;  // the file is a program or script: opening the file runs it
  bool archive = false;     // the file is an archive: it contains files
  bool document = false;    // the extension looks harmless: pdf, jpg, txt ...
  std::string disguise;     // the trick that hides the extension: "two extensions (pdf, exe)"; empty without a trick
};

/// Classifies a name in UTF-8; invalid octets stay unchanged. Of a path only the last component counts.
NameKind judge_file_name(std::string_view name);

/// Returns "x.exe", the name of the content, for "x.exe.gz"; empty without such a suffix.
std::string_view without_compression_suffix(std::string_view name);

/// The kind of a file by its first octets.
enum class ContentKind {
  kUnknown,
  kExecutable,   // a program: MZ, ELF, Mach-O, a Java class, a Windows shortcut or help file
  kScript,       // a script: the file begins with "#!" or "@echo off"
  kArchive,      // an archive: zip, rar, 7z, tar, gz, bz2, xz, cab, iso, arj, lzh, ace ...
  kZipDocument,  // an office document or a book in zip format; rules do not count it as an archive
  kCarrier,      // a file that contains files, but hfilter cannot open it: TNEF (winmail.dat)
  kImage,
  kPdf,
};

struct Content {
  ContentKind kind = ContentKind::kUnknown;
  const char* name = "";  // the name of the format, as the user reads it: "MZ", "zip"
};

/// The octets that judge_content() needs. The "CD001" of an ISO image is at offset 32,769.
inline constexpr size_t kContentHeadBytes = 33'000;

Content judge_content(std::string_view head);

/// Returns how the content contradicts name or declared type, "image/jpeg, but MZ", or an empty text.
std::string contradiction(const NameKind& name, std::string_view declared_type, const Content& content);

}  // namespace hfilter
