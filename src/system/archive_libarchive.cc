// SPDX-License-Identifier: BSD-2-Clause
#include "system/archive_libarchive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/late_library.h"
#include "base/limits.h"
#include "message/archive_listing.h"
#include "message/file_kind.h"

namespace hfilter {
namespace {

/// Never linked: its own libraries would double our start-up time.
struct Archive : LateLibrary {
  Archive() : LateLibrary("libarchive.so.13", "libarchive13") {}  // the interface of 3.x
  HFILTER_LOADED(archive_read_new);
  HFILTER_LOADED(archive_read_free);
  HFILTER_LOADED(archive_read_open_memory);
  HFILTER_LOADED(archive_read_next_header);
  HFILTER_LOADED(archive_read_data);
  HFILTER_LOADED(archive_read_has_encrypted_entries);
  HFILTER_LOADED(archive_entry_pathname);
  HFILTER_LOADED(archive_entry_pathname_utf8);
  HFILTER_LOADED(archive_entry_is_encrypted);
  HFILTER_LOADED(archive_format);
  HFILTER_LOADED(archive_filter_code);
  HFILTER_LOADED(archive_read_support_filter_gzip);
  HFILTER_LOADED(archive_read_support_filter_bzip2);
  HFILTER_LOADED(archive_read_support_filter_compress);
  HFILTER_LOADED(archive_read_support_filter_lzma);
  HFILTER_LOADED(archive_read_support_filter_xz);
  HFILTER_LOADED(archive_read_support_filter_lz4);
  HFILTER_LOADED(archive_read_support_filter_zstd);
  HFILTER_LOADED(archive_read_support_filter_rpm);
  HFILTER_LOADED(archive_read_support_format_zip);
  HFILTER_LOADED(archive_read_support_format_zip_streamable);
  HFILTER_LOADED(archive_read_support_format_rar);
  HFILTER_LOADED(archive_read_support_format_rar5);
  HFILTER_LOADED(archive_read_support_format_7zip);
  HFILTER_LOADED(archive_read_support_format_tar);
  HFILTER_LOADED(archive_read_support_format_cab);
  HFILTER_LOADED(archive_read_support_format_lha);
  HFILTER_LOADED(archive_read_support_format_iso9660);
  HFILTER_LOADED(archive_read_support_format_ar);
  HFILTER_LOADED(archive_read_support_format_cpio);
  HFILTER_LOADED(archive_read_support_format_raw);
};

/// Small things may be packed well: a ratio says nothing below this.
constexpr uint64_t kFreeDecodedBytes = 1'000'000;

class Lister {
 public:
  Lister(const Archive& functions, uint64_t max_decoded) : f_(functions), max_decoded_(max_decoded) {}

  ArchiveListing list(std::string_view bytes) {
    list_one(bytes, "", 1);
    return std::move(listing_);
  }

 private:
  using Handle = std::unique_ptr<archive, int (*)(archive*)>;

  Handle open(std::string_view bytes, bool streamed);
  void list_one(std::string_view bytes, const std::string& prefix, int depth);
  void list_entries(std::string_view bytes, const std::string& prefix, int depth, bool streamed);
  void list_central_names(std::string_view bytes, const std::string& prefix);
  void add(const std::string& name);
  void look_within(archive* from, archive_entry* entry, const std::string& name, int depth, size_t packed);
  std::optional<std::string> unpack(archive* from, size_t packed);
  std::string name_of(archive_entry* entry) const;
  void cut(const char* why, bool limit) {
    if (listing_.broken.empty()) listing_.broken = why;
    listing_.limit = listing_.limit || limit;
  }

  const Archive& f_;
  const uint64_t max_decoded_;
  ArchiveListing listing_;
  std::unordered_set<std::string> seen_;
  size_t name_bytes_ = 0;
  uint64_t decoded_ = 0;
};

Lister::Handle Lister::open(std::string_view bytes, bool streamed) {
  Handle handle(f_.archive_read_new(), f_.archive_read_free);
  archive* a = handle.get();
  if (!a) return handle;
  for (auto support :
       {f_.archive_read_support_filter_gzip, f_.archive_read_support_filter_bzip2,
        f_.archive_read_support_filter_compress, f_.archive_read_support_filter_lzma, f_.archive_read_support_filter_xz,
        f_.archive_read_support_filter_lz4, f_.archive_read_support_filter_zstd, f_.archive_read_support_filter_rpm}) {
    support(a);
  }
  if (streamed) {
    f_.archive_read_support_format_zip_streamable(a);
  } else {
    for (auto support :
         {f_.archive_read_support_format_zip, f_.archive_read_support_format_rar, f_.archive_read_support_format_rar5,
          f_.archive_read_support_format_7zip, f_.archive_read_support_format_tar, f_.archive_read_support_format_cab,
          f_.archive_read_support_format_lha, f_.archive_read_support_format_iso9660, f_.archive_read_support_format_ar,
          f_.archive_read_support_format_cpio, f_.archive_read_support_format_raw}) {
      support(a);
    }
  }
  if (f_.archive_read_open_memory(a, bytes.data(), bytes.size()) != ARCHIVE_OK) handle.reset();
  return handle;
}

// A zip names its files twice, before each and at the end, and may have files that only one of the two knows. Readers
// differ in which they believe, so all count. libarchive walks the list at the end but takes the names before the
// files.
void Lister::list_one(std::string_view bytes, const std::string& prefix, int depth) {
  list_entries(bytes, prefix, depth, false);
  if (bytes.substr(0, 2) != "PK") return;
  list_entries(bytes, prefix, depth, true);
  list_central_names(bytes, prefix);
}

uint32_t little_endian(std::string_view bytes, size_t at, size_t octets) {
  uint32_t value = 0;
  for (size_t i = octets; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

// APPNOTE.TXT 4.3.12 and 4.3.16: the end record, and before it one record a file.
void Lister::list_central_names(std::string_view bytes, const std::string& prefix) {
  const size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos || bytes.size() - end < 22) return;
  const size_t size = little_endian(bytes, end + 12, 4);
  if (size > end) return;
  size_t at = end - size;
  while (end - at >= 46 && bytes.compare(at, 4, "PK\x01\x02") == 0 && !listing_.limit) {
    const size_t name = little_endian(bytes, at + 28, 2);
    const size_t more = little_endian(bytes, at + 30, 2) + little_endian(bytes, at + 32, 2);
    if (end - at - 46 < name) return;
    if (little_endian(bytes, at + 8, 2) & 1) listing_.encrypted = true;
    add(prefix + std::string(bytes.substr(at + 46, std::min(name, kMaxArchiveNameBytes))));
    at += std::min(46 + name + more, end - at);
  }
}

std::string Lister::name_of(archive_entry* entry) const {
  const char* name = f_.archive_entry_pathname_utf8(entry);
  if (!name) name = f_.archive_entry_pathname(entry);
  return std::string(std::string_view(name ? name : "").substr(0, kMaxArchiveNameBytes));
}

void Lister::add(const std::string& name) {
  if (listing_.names.size() >= kMaxArchiveEntries) return cut("more than 10000 entries", true);
  name_bytes_ += name.size();
  if (name_bytes_ > kMaxArchiveNamesBytes) return cut("names beyond 4 MiB", true);
  if (seen_.insert(name).second) listing_.names.push_back(name);
}

void Lister::list_entries(std::string_view bytes, const std::string& prefix, int depth, bool streamed) {
  Handle handle = open(bytes, streamed);
  if (!handle) {
    if (!streamed) cut("not readable as an archive", false);
    return;
  }
  archive* a = handle.get();
  for (size_t count = 0; listing_.names.size() < kMaxArchiveEntries && count < kMaxArchiveEntries; count++) {
    archive_entry* entry = nullptr;
    const int status = f_.archive_read_next_header(a, &entry);
    if (f_.archive_read_has_encrypted_entries(a) > 0) listing_.encrypted = true;
    if (status == ARCHIVE_EOF) return;
    if (status < ARCHIVE_WARN) {
      // Of a local header without size nothing follows: the list at the end of the file is the whole one.
      if (!streamed) cut("the archive is damaged or cut off", false);
      return;
    }
    if (f_.archive_entry_is_encrypted(entry)) listing_.encrypted = true;
    const bool raw = f_.archive_format(a) == ARCHIVE_FORMAT_RAW;
    if (raw && f_.archive_filter_code(a, 0) == ARCHIVE_FILTER_NONE) {  // no format that we know
      return cut("not readable as an archive", false);
    }
    const std::string name = prefix + name_of(entry);
    if (!raw) add(name);  // a single compressed file has no name of its own
    if (!streamed) look_within(a, entry, name, depth, bytes.size());
    if (listing_.limit) return;
  }
  cut("more than 10000 entries", true);
}

void Lister::look_within(archive* from, archive_entry* entry, const std::string& name, int depth, size_t packed) {
  const bool raw = f_.archive_format(from) == ARCHIVE_FORMAT_RAW;
  if (!raw && !judge_file_name(name).archive) return;
  if (f_.archive_entry_is_encrypted(entry)) return;
  if (depth >= kMaxArchiveDepth) {
    if (!raw) cut("an archive in an archive in an archive", true);
    return;
  }
  std::optional<std::string> inner = unpack(from, packed);
  if (!inner) return;
  const Content content = judge_content(std::string_view(*inner).substr(0, kContentHeadBytes));
  if (content.kind == ContentKind::kExecutable) add(name + "/(" + content.name + ").exe");
  if (content.kind == ContentKind::kArchive) list_one(*inner, name + "/", depth + 1);
}

/// The content of an entry as far as it is needed: the whole of an archive, the beginning of anything else.
std::optional<std::string> Lister::unpack(archive* from, size_t packed) {
  std::string out;
  char buffer[16'384];
  bool judged = false;
  for (;;) {
    const la_ssize_t count = f_.archive_read_data(from, buffer, sizeof buffer);
    if (count == 0) return out;
    if (count < 0) {
      cut("an inner archive is damaged", false);
      return out;
    }
    decoded_ += static_cast<uint64_t>(count);
    if (decoded_ > max_decoded_) {
      cut("it decompresses to too much", true);
      return std::nullopt;
    }
    if (decoded_ > kFreeDecodedBytes && decoded_ / kMaxDecodedRatio > packed) {
      cut("it decompresses to more than 200 times its size", true);
      return std::nullopt;
    }
    if (out.size() + static_cast<size_t>(count) > kMaxInnerArchiveBytes) {
      cut("an inner archive beyond 8 MiB", true);
      return std::nullopt;
    }
    out.append(buffer, static_cast<size_t>(count));
    if (judged || out.size() < kContentHeadBytes) continue;
    judged = true;
    if (judge_content(out).kind != ContentKind::kArchive) return out;
  }
}

}  // namespace

ContainedJob libarchive_job(uint64_t max_decoded) {
  auto library = std::make_shared<std::optional<Archive>>();
  return {"archive", [library] { library->emplace(); },
          [library, max_decoded](std::string_view bytes, const ContainedJob::Ask&) {
            if (**library) return encode_archive_listing(Lister(**library, max_decoded).list(bytes));
            ArchiveListing none;
            none.broken = (*library)->why_not();
            return encode_archive_listing(none);
          }};
}

}  // namespace hfilter
