// SPDX-License-Identifier: BSD-2-Clause
//
// What a file is, by its name and by its first octets. Judged as the reader's machine would: what Windows runs at a
// double click, also when the name hides it (trailing dots and blanks, a second extension, characters that turn the
// text around or show nothing). Pure, total, linear in the name. Source: the extensions that Outlook and Gmail refuse,
// file(1)'s magic.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hfilter {

/// What the name of a file says.
struct NameKind {
  std::string extension;    // lower case, of the name as Windows would have it: "exe"
  bool executable = false;  // runs when it is opened
  bool archive = false;     // a container of files
  bool document = false;    // an extension that people take as harmless: pdf, jpg, txt ...
  std::string disguise;     // why the name hides what it is: "two extensions (pdf, exe)"; empty: it does not
};

/// `name` in UTF-8 (other octets are taken as they are); a path counts by its last part.
NameKind judge_file_name(std::string_view name);

/// For listings: without ".gz" and the like, whose content has the rest of the name ("x.exe.gz"). Empty if there is
/// no such ending.
std::string_view without_compression_suffix(std::string_view name);

/// What the first octets say.
enum class ContentKind {
  kUnknown,
  kExecutable,   // MZ, ELF, Mach-O, a Java class, a Windows shortcut or help file
  kScript,       // "#!", "@echo off"
  kArchive,      // zip, rar, 7z, tar, gz, bz2, xz, cab, iso, arj, lzh, ace ...
  kZipDocument,  // a zip that is an office document or a book: never shown as an archive
  kCarrier,      // holds files in a form that is not opened: TNEF (winmail.dat)
  kImage,
  kPdf,
};

struct Content {
  ContentKind kind = ContentKind::kUnknown;
  const char* name = "";  // "MZ", "zip"
};

/// What `judge_content` wants to see: "CD001" of an ISO image stands at 32,769.
inline constexpr size_t kContentHeadBytes = 33'000;

Content judge_content(std::string_view head);

/// Empty, or why the content contradicts what name and declared type promise: "image/jpeg, but MZ".
std::string contradiction(const NameKind& name, std::string_view declared_type, const Content& content);

}  // namespace hfilter
