// SPDX-License-Identifier: BSD-2-Clause
#include "archive/file_kind.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

// The tables are sorted for binary search; a test checks this.
constexpr std::string_view kExecutable[] = {
    "action",     "ade",  "adp",        "apk",     "app",  "appinstaller", "application",
    "appref-ms",  "appx", "appxbundle", "asp",     "aspx", "bas",          "bat",
    "chm",        "cmd",  "com",        "command", "cpl",  "csh",          "desktop",
    "diagcab",    "dll",  "drv",        "ex",      "ex_",  "exe",          "fxp",
    "gadget",     "hlp",  "hta",        "inf",     "ins",  "isp",          "its",
    "jar",        "jnlp", "job",        "js",      "jse",  "ksh",          "lib",
    "library-ms", "lnk",  "mam",        "mde",     "mdt",  "mdw",          "mjs",
    "msc",        "msh",  "msh1",       "msh1xml", "msh2", "msh2xml",      "mshxml",
    "msi",        "msix", "msixbundle", "msp",     "mst",  "msu",          "nsh",
    "ocx",        "ops",  "osd",        "pcd",     "pif",  "plg",          "ppkg",
    "prf",        "prg",  "ps1",        "ps1xml",  "ps2",  "ps2xml",       "psc1",
    "psc2",       "psd1", "psdm1",      "psm1",    "pssc", "pyw",          "pyz",
    "pyzw",       "reg",  "scf",        "scr",     "sct",  "search-ms",    "settingcontent-ms",
    "shb",        "shs",  "sys",        "theme",   "url",  "vb",           "vbe",
    "vbp",        "vbs",  "vsmacros",   "vsw",     "vxd",  "webpnp",       "website",
    "workflow",   "ws",   "wsb",        "wsc",     "wsf",  "wsh",          "xbap",
    "xll",        "xnk",
};
constexpr std::string_view kArchive[] = {
    "7z",  "ace", "alz",  "arc", "arj",  "bz",  "bz2", "cab", "cpio", "daa",  "deb", "dmg",
    "egg", "gz",  "hqx",  "img", "iso",  "lha", "lz",  "lz4", "lzh",  "lzma", "pkg", "r00",
    "r01", "rar", "rpm",  "sit", "sitx", "tar", "taz", "tbz", "tbz2", "tgz",  "txz", "udf",
    "uue", "vhd", "vhdx", "wim", "xar",  "xxe", "xz",  "z",   "zip",  "zipx", "zoo", "zst",
};
constexpr std::string_view kDocument[] = {
    "avi", "bmp", "csv", "doc",  "docx", "eml", "gif", "htm", "html", "ico", "jpe", "jpeg", "jpg", "log",
    "mov", "mp3", "mp4", "mpeg", "mpg",  "msg", "odp", "ods", "odt",  "pdf", "php", "png",  "ppt", "pptx",
    "ps",  "rtf", "svg", "tif",  "tiff", "txt", "vcf", "wav", "wma",  "wmv", "xls", "xlsx", "xml",
};
constexpr std::string_view kCompression[] = {"bz2", "gz", "lz4", "lzma", "xz", "z", "zst"};

template <size_t N>
bool listed(const std::string_view (&list)[N], std::string_view word) {
  return std::binary_search(std::begin(list), std::end(list), word);
}

/// Returns the ASCII character that a dot, a blank or a fullwidth character looks like, otherwise `code`.
char32_t plain(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) return code - 0xFEE0;  // converts fullwidth forms to ASCII
  switch (code) {
    case 0x2024:  // one dot leader
    case 0x3002:  // ideographic full stop
    case 0xFE52:  // small full stop
    case 0xFF61:  // halfwidth ideographic full stop
    case 0x06D4:  // Arabic full stop
    case 0xA4F8:  // Lisu tone mya ti
      return '.';
    case 0x00A0:
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0x3164:  // Hangul filler: shows nothing
    case 0x2800:  // Braille blank
      return ' ';
    default:
      return code >= 0x2000 && code <= 0x200A ? U' ' : code;
  }
}

struct PlainName {
  std::string text;
  const char* trick = nullptr;
};

/// Removes invisible characters, replaces look-alikes, and says which trick the name used.
PlainName plain_name(std::string_view name) {
  PlainName out;
  while (!name.empty()) {
    const Utf8Step step = utf8_step(name);
    if (step.valid && is_format_character(step.code)) {
      const bool turns = (step.code >= 0x202A && step.code <= 0x202E) || (step.code >= 0x2066 && step.code <= 0x2069);
      out.trick = turns ? "characters that turn the text around" : "invisible characters";
    } else if (step.valid && step.code < 0x20 && step.code != '\t') {
      if (step.code == 0) out.trick = "a NUL";  // some programs end a name at a NUL
      out.text.push_back(step.code == 0 ? '\0' : ' ');
    } else if (step.valid) {
      const char32_t code = plain(step.code);
      if (code != step.code && code != ' ') out.trick = "look-alike characters";
      append_utf8(&out.text, code);
    } else {
      out.text.append(name.substr(0, step.size));
    }
    name.remove_prefix(step.size);
  }
  return out;
}

std::string_view base_name(std::string_view path) {
  const size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string extension_of(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : lower(trim(name.substr(dot + 1)));
}

/// Returns true for "{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}". Windows opens a file with this class and hides the
/// extension.
bool is_class_id(std::string_view extension) {
  return extension.size() == 38 && extension.front() == '{' && extension.back() == '}';
}

bool runs(std::string_view extension) { return listed(kExecutable, extension) || is_class_id(extension); }

/// Returns the name that Windows uses: "x.exe" for "x.exe. ." and for "x.exe:text".
std::string_view windows_name(std::string_view name, const char** trick) {
  const size_t colon = name.find(':', name.size() > 1 && name[1] == ':' ? 2 : 0);
  if (colon != std::string_view::npos && colon > 0) {
    const std::string_view rest = name.substr(0, colon);
    if (runs(extension_of(rest))) {
      *trick = "a colon after the extension";
      name = rest;
    }
  }
  size_t end = name.size();
  while (end > 0 && (name[end - 1] == '.' || name[end - 1] == ' ' || name[end - 1] == '\t')) --end;
  if (end < name.size()) *trick = "dots or blanks at the end";
  return name.substr(0, end);
}

void judge_extensions(std::string_view name, NameKind* kind) {
  kind->extension = extension_of(name);
  kind->executable = runs(kind->extension);
  kind->archive = listed(kArchive, kind->extension);
  kind->document = listed(kDocument, kind->extension);
  const size_t dot = name.rfind('.');
  if (!kind->executable || dot == std::string_view::npos) return;
  const std::string_view stem = name.substr(0, dot);
  const std::string inner = extension_of(stem);
  if (listed(kDocument, inner) || listed(kArchive, inner)) {
    kind->disguise = "two extensions (" + inner + ", " + kind->extension + ")";
  } else if (stem.size() >= 3 && stem.substr(stem.size() - 3) == "   ") {
    kind->disguise = "blanks before the extension";
  }
}

}  // namespace

NameKind judge_file_name(std::string_view name) {
  const PlainName plain = plain_name(name);
  NameKind kind;
  const char* trick = plain.trick;
  std::string_view text = plain.text;
  // Only some programs end a name at a NUL. The name before it counts if it is that of a program.
  const size_t nul = text.find('\0');
  if (nul != std::string_view::npos && runs(extension_of(text.substr(0, nul)))) text = text.substr(0, nul);
  text = base_name(text);
  judge_extensions(windows_name(text, &trick), &kind);
  // A trick in a name matters only if it hides a program.
  if (kind.disguise.empty() && trick && kind.executable) kind.disguise = std::string("name with ") + trick;
  return kind;
}

std::string_view without_compression_suffix(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !listed(kCompression, lower(name.substr(dot + 1)))) return {};
  return name.substr(0, dot);
}

namespace {

struct Magic {
  size_t offset;
  std::string_view bytes;
  ContentKind kind;
  const char* name;
};

using namespace std::string_view_literals;

constexpr Magic kMagic[] = {
    {0,
     "\x7f"
     "ELF"sv,
     ContentKind::kExecutable, "ELF"},
    {0, "\xfe\xed\xfa\xce"sv, ContentKind::kExecutable, "Mach-O"},
    {0, "\xfe\xed\xfa\xcf"sv, ContentKind::kExecutable, "Mach-O"},
    {0, "\xce\xfa\xed\xfe"sv, ContentKind::kExecutable, "Mach-O"},
    {0, "\xcf\xfa\xed\xfe"sv, ContentKind::kExecutable, "Mach-O"},
    {0, "\xca\xfe\xba\xbe"sv, ContentKind::kExecutable, "Mach-O or Java"},
    {0, "L\0\0\0\x01\x14\x02\0"sv, ContentKind::kExecutable, "Windows shortcut"},
    {0, "ITSF\x03\0\0\0"sv, ContentKind::kExecutable, "Windows help"},
    {0, "dex\n"sv, ContentKind::kExecutable, "Android"},
    {0, "REGEDIT4"sv, ContentKind::kScript, "Windows registry"},
    {0, "Windows Registry Editor"sv, ContentKind::kScript, "Windows registry"},
    {0, "PK\x03\x04"sv, ContentKind::kArchive, "zip"},
    {0, "PK\x05\x06"sv, ContentKind::kArchive, "zip"},
    {0, "PK\x07\x08"sv, ContentKind::kArchive, "zip"},
    {0, "PK00PK\x03\x04"sv, ContentKind::kArchive, "zip"},
    {0, "Rar!\x1a\x07"sv, ContentKind::kArchive, "rar"},
    {0, "RE~^"sv, ContentKind::kArchive, "rar"},
    {0, "7z\xbc\xaf\x27\x1c"sv, ContentKind::kArchive, "7z"},
    {0, "\x1f\x8b"sv, ContentKind::kArchive, "gzip"},
    {0, "\x1f\x9d"sv, ContentKind::kArchive, "compress"},
    {0, "BZh"sv, ContentKind::kArchive, "bzip2"},
    {0,
     "\xfd"
     "7zXZ\0"sv,
     ContentKind::kArchive, "xz"},
    {0, "\x28\xb5\x2f\xfd"sv, ContentKind::kArchive, "zstd"},
    {0, "\x04\x22\x4d\x18"sv, ContentKind::kArchive, "lz4"},
    {0, "MSCF\0\0\0\0"sv, ContentKind::kArchive, "cab"},
    {0, "\x60\xea"sv, ContentKind::kArchive, "arj"},
    {0, "!<arch>\n"sv, ContentKind::kArchive, "ar"},
    {0, "\xed\xab\xee\xdb"sv, ContentKind::kArchive, "rpm"},
    {0, "xar!"sv, ContentKind::kArchive, "xar"},
    {0, "MSWIM\0\0\0"sv, ContentKind::kArchive, "wim"},
    {0, "vhdxfile"sv, ContentKind::kArchive, "vhdx"},
    {0, "conectix"sv, ContentKind::kArchive, "vhd"},
    {0, "ALZ\x01"sv, ContentKind::kArchive, "alz"},
    {0, "EGGA"sv, ContentKind::kArchive, "egg"},
    {2, "-lh"sv, ContentKind::kArchive, "lzh"},
    {2, "-lz"sv, ContentKind::kArchive, "lzh"},
    {7, "**ACE**"sv, ContentKind::kArchive, "ace"},
    {257, "ustar"sv, ContentKind::kArchive, "tar"},
    {32'769, "CD001"sv, ContentKind::kArchive, "iso"},
    {0, "\x78\x9f\x3e\x22"sv, ContentKind::kCarrier, "TNEF"},
    {0, "\x89PNG\r\n\x1a\n"sv, ContentKind::kImage, "PNG"},
    {0, "\xff\xd8\xff"sv, ContentKind::kImage, "JPEG"},
    {0, "GIF8"sv, ContentKind::kImage, "GIF"},
    {0, "%PDF-"sv, ContentKind::kPdf, "PDF"},
};

/// Names of the first entry in office documents and books. ODF and EPUB require it to be first, OPC does not.
constexpr std::string_view kZipDocumentEntries[] = {
    "[Content_Types].xml", "_rels/", "docProps/", "mimetype", "word/", "xl/", "ppt/"};

bool is_zip_document(std::string_view head) {
  if (head.size() < 30 || head.compare(0, 4, "PK\x03\x04") != 0) return false;
  const std::string_view name = head.substr(30);
  return std::any_of(std::begin(kZipDocumentEntries), std::end(kZipDocumentEntries),
                     [&](std::string_view entry) { return name.compare(0, entry.size(), entry) == 0; });
}

/// Returns true for a DOS or Windows program. DOS needs only "MZ", but text that begins so has no NUL near its front.
bool is_mz(std::string_view head) {
  return head.size() > 32 && (head.compare(0, 2, "MZ") == 0 || head.compare(0, 2, "ZM") == 0) &&
         head.substr(0, 64).find('\0') != std::string_view::npos;
}

/// Returns true for "#!" and a path, and for the first words of batch and Windows script files.
bool is_script(std::string_view head) {
  if (head.compare(0, 3, "\xef\xbb\xbf") == 0) head.remove_prefix(3);
  if (head.compare(0, 2, "#!") == 0) {
    const size_t path = head.find_first_not_of(" \t", 2);
    return path != std::string_view::npos && head[path] == '/';
  }
  head = trim(head.substr(0, 200));
  return begins_ignoring_case(head, "@echo off") || begins_ignoring_case(head, "@if ") ||
         begins_ignoring_case(head, "<job") || begins_ignoring_case(head, "<package>");
}

bool declares(std::string_view type, std::string_view prefix) { return type.compare(0, prefix.size(), prefix) == 0; }

}  // namespace

Content judge_content(std::string_view head) {
  if (is_mz(head)) return {ContentKind::kExecutable, "MZ"};
  for (const Magic& magic : kMagic) {
    if (head.size() < magic.offset + magic.bytes.size()) continue;
    if (head.compare(magic.offset, magic.bytes.size(), magic.bytes) != 0) continue;
    if (is_zip_document(head)) return {ContentKind::kZipDocument, "zip document"};
    return {magic.kind, magic.name};
  }
  if (is_script(head)) return {ContentKind::kScript, "script"};
  return {};
}

// Reports only contradictions that deceive a reader: a program or an archive that looks harmless.
std::string contradiction(const NameKind& name, std::string_view declared_type, const Content& content) {
  const bool program = content.kind == ContentKind::kExecutable;
  if (!program && content.kind != ContentKind::kArchive) return {};
  if (program && !name.extension.empty() && !name.executable) {
    return "." + name.extension + ", but the content is " + content.name;
  }
  // Excludes .svgz and .emz, which are compressed by design.
  if (name.document && content.kind == ContentKind::kArchive) {
    return "." + name.extension + ", but the content is " + content.name;
  }
  for (std::string_view harmless : {"image/", "text/", "audio/", "video/", "application/pdf", "application/msword"}) {
    if (declares(declared_type, harmless)) return std::string(declared_type) + ", but the content is " + content.name;
  }
  return {};
}

}  // namespace hfilter
