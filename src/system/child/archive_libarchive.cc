// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/archive_libarchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/time.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "archive/archive_listing.h"
#include "archive/file_kind.h"
#include "archive/rar_names.h"
#include "archive/zip_names.h"
#include "base/late_library.h"
#include "base/limits.h"
#include "system/child/confine.h"

namespace hfilter {
namespace {

/// libarchive is loaded, never linked: its dependencies would double the start-up time.
struct Archive : LateLibrary {
  Archive() : LateLibrary("libarchive.so.13", "libarchive13") {}  // this is the ABI of libarchive 3
  HFILTER_LOADED(archive_read_new);
  HFILTER_LOADED(archive_read_free);
  HFILTER_LOADED(archive_read_open_memory);
  HFILTER_LOADED(archive_read_next_header);
  HFILTER_LOADED(archive_read_data);
  HFILTER_LOADED(archive_read_data_block);
  HFILTER_LOADED(archive_read_has_encrypted_entries);
  HFILTER_LOADED(archive_entry_pathname);
  HFILTER_LOADED(archive_entry_pathname_utf8);
  HFILTER_LOADED(archive_entry_is_encrypted);
  HFILTER_LOADED(archive_entry_size_is_set);
  HFILTER_LOADED(archive_format);
  HFILTER_LOADED(archive_filter_code);
  HFILTER_LOADED(archive_filter_count);
  HFILTER_LOADED(archive_read_support_filter_gzip);
  HFILTER_LOADED(archive_read_support_filter_bzip2);
  HFILTER_LOADED(archive_read_support_filter_compress);
  HFILTER_LOADED(archive_read_support_filter_lzma);
  HFILTER_LOADED(archive_read_support_filter_xz);
  HFILTER_LOADED(archive_read_support_filter_lz4);
  HFILTER_LOADED(archive_read_support_filter_zstd);
  HFILTER_LOADED(archive_read_support_filter_rpm);
  HFILTER_LOADED(archive_read_support_format_zip);
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

/// Any compression ratio is allowed below this size.
constexpr uint64_t kFreeDecodedBytes = 1'000'000;

constexpr int kOneStepMs = 30;  // The extra time for one call of the library.

/// Limits the processor time for listing one archive. The listing stops at its next step. SIGPROF ends the process
/// kOneStepMs later if one call of the library does not return.
class ProcessorTime {
 public:
  explicit ProcessorTime(int bound_ms) : bound_ms_(spent_ms() + bound_ms) {
    if (!is_sanitized()) set_alarm(bound_ms + kOneStepMs);
  }
  ~ProcessorTime() {
    if (!is_sanitized()) set_alarm(0);
  }
  ProcessorTime(const ProcessorTime&) = delete;
  ProcessorTime& operator=(const ProcessorTime&) = delete;
  bool is_over() const { return !is_sanitized() && spent_ms() > bound_ms_; }

 private:
  static double spent_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
  }
  static void set_alarm(int ms) {
    const itimerval timer{{0, 0}, {ms / 1'000, ms % 1'000 * 1'000}};
    setitimer(ITIMER_PROF, &timer, nullptr);  // the default action of SIGPROF ends the process
  }

  double bound_ms_;
};

constexpr const char* kDamaged = "the archive is damaged or cut off";

/// libarchive does not recognise shorter ISO images; other programs do.
constexpr size_t kIsoSeenBytes = 65'536;

bool is_iso_image(std::string_view bytes) {
  constexpr std::string_view kMark = "CD001";  // The mark of an ISO image (ECMA-119 8.1.2).
  return bytes.size() > 32'769 && bytes.compare(32'769, kMark.size(), kMark) == 0;
}

class Lister {
 public:
  Lister(const Archive& functions, std::string_view bytes, uint64_t max_decoded_bytes, int cpu_ms)
      : f_(functions), bytes_(bytes), max_decoded_(max_decoded_bytes), time_(cpu_ms) {}

  ArchiveListing list() {
    list_one(bytes_, "", 1);
    return std::move(listing_);
  }

 private:
  using Handle = std::unique_ptr<archive, int (*)(archive*)>;

  Handle open(std::string_view bytes);
  void list_one(std::string_view bytes, const std::string& prefix, int depth);
  void list_entries(std::string_view bytes, const std::string& prefix, int depth);
  void add(const std::string& name);
  void add_name(archive* from, archive_entry* entry, const std::string& prefix);
  void look_within(archive* from, archive_entry* entry, const std::string& name, int depth);
  void skip_entry(archive* from, archive_entry* entry);
  std::optional<std::string> unpack(archive* from);
  bool count(uint64_t decoded);
  std::string name_of(archive_entry* entry) const;
  int base_format(archive* a) const { return f_.archive_format(a) & ARCHIVE_FORMAT_BASE_MASK; }
  bool is_raw(archive* a) const { return f_.archive_format(a) == ARCHIVE_FORMAT_RAW; }
  void cut(const std::string& why, bool limit) {
    if (listing_.incomplete_because.empty()) listing_.incomplete_because = why;
    listing_.bound_reached = listing_.bound_reached || limit;
  }

  const Archive& f_;
  const std::string_view bytes_;
  const uint64_t max_decoded_;
  ProcessorTime time_;
  ArchiveListing listing_;
  std::unordered_set<std::string> seen_;
  size_t name_bytes_ = 0;
  uint64_t decoded_ = 0;
};

Lister::Handle Lister::open(std::string_view bytes) {
  Handle handle(f_.archive_read_new(), f_.archive_read_free);
  archive* a = handle.get();
  if (!a) return handle;
  for (auto support :
       {f_.archive_read_support_filter_gzip, f_.archive_read_support_filter_bzip2,
        f_.archive_read_support_filter_compress, f_.archive_read_support_filter_lzma, f_.archive_read_support_filter_xz,
        f_.archive_read_support_filter_lz4, f_.archive_read_support_filter_zstd, f_.archive_read_support_filter_rpm,
        f_.archive_read_support_format_zip, f_.archive_read_support_format_rar, f_.archive_read_support_format_rar5,
        f_.archive_read_support_format_7zip, f_.archive_read_support_format_tar, f_.archive_read_support_format_cab,
        f_.archive_read_support_format_lha, f_.archive_read_support_format_iso9660, f_.archive_read_support_format_ar,
        f_.archive_read_support_format_cpio, f_.archive_read_support_format_raw}) {
    support(a);
  }
  if (f_.archive_read_open_memory(a, bytes.data(), bytes.size()) != ARCHIVE_OK) handle.reset();
  return handle;
}

// Lists names of a zip or rar without libarchive, at low cost; libarchive then reads everything except a rar without
// inner archives.
void Lister::list_one(std::string_view bytes, const std::string& prefix, int depth) {
  bool within = false;
  size_t entries = 0;
  const auto take = [&](std::string_view name, bool encrypted) {
    std::string path(name.substr(0, kMaxArchiveNameBytes));
    std::replace(path.begin(), path.end(), '\\', '/');  // `\` is the separator of Windows
    within = within || judge_file_name(path).archive;
    listing_.encrypted = listing_.encrypted || encrypted;
    add(prefix + path);
    if (++entries > 2 * kMaxArchiveEntries) {
      cut("the archive has more than 10,000 files", true);  // a zip may have each name twice
    }
    return !listing_.bound_reached;
  };
  for_each_central_name(bytes, take);
  if (!listing_.bound_reached) for_each_local_name(bytes, take);
  const RarEnd rar = listing_.bound_reached ? RarEnd::kNoRar : for_each_rar_name(bytes, take);
  if (listing_.bound_reached) return;
  if (rar == RarEnd::kBroken) cut(kDamaged, false);
  if (rar == RarEnd::kEncrypted) {
    listing_.encrypted = true;
    return cut("the names of the files in the archive need a password", false);
  }
  const bool names_suffice = !within && (rar != RarEnd::kNoRar || entries > 0);
  if (!f_ && names_suffice) return;
  if (rar == RarEnd::kNoRar || within) list_entries(bytes, prefix, depth);
}

std::string Lister::name_of(archive_entry* entry) const {
  const char* name = f_.archive_entry_pathname_utf8(entry);
  if (!name) name = f_.archive_entry_pathname(entry);
  return std::string(std::string_view(name ? name : "").substr(0, kMaxArchiveNameBytes));
}

void Lister::add(const std::string& name) {
  if (!seen_.insert(name).second) return;
  if (listing_.names.size() >= kMaxArchiveEntries) return cut("the archive has more than 10,000 files", true);
  name_bytes_ += name.size();
  if (name_bytes_ > kMaxArchiveNamesBytes) return cut("the names in the archive are longer than 4 MiB together", true);
  listing_.names.push_back(name);
}

// A single compressed file has the name that gzip stored, or "data" in libarchive.
void Lister::add_name(archive* from, archive_entry* entry, const std::string& prefix) {
  const std::string name = name_of(entry);
  if (!is_raw(from) || name != "data") add(prefix + name);
}

void Lister::list_entries(std::string_view bytes, const std::string& prefix, int depth) {
  if (!f_) return cut(f_.missing_library_text(), false);
  const bool image = is_iso_image(bytes);
  std::string padded;
  if (image && bytes.size() < kIsoSeenBytes) {
    padded.assign(bytes).resize(kIsoSeenBytes);
    bytes = padded;
  }
  Handle handle = open(bytes);
  if (!handle) return cut("the file cannot be read as an archive", false);
  archive* a = handle.get();
  for (size_t entries = 0; entries < kMaxArchiveEntries; ++entries) {
    archive_entry* entry = nullptr;
    const int status = f_.archive_read_next_header(a, &entry);
    if (f_.archive_read_has_encrypted_entries(a) > 0) listing_.encrypted = true;
    if (image && base_format(a) != ARCHIVE_FORMAT_ISO9660) {
      cut("the file is an ISO image and something else, too", false);
    }
    if (status == ARCHIVE_EOF) return;
    if (status < ARCHIVE_WARN) return cut(kDamaged, false);
    if (f_.archive_entry_is_encrypted(entry)) listing_.encrypted = true;
    if (is_raw(a) && f_.archive_filter_code(a, 0) == ARCHIVE_FILTER_NONE) {  // the format is unknown
      return cut("the file cannot be read as an archive", false);
    }
    add_name(a, entry, prefix);
    if (!listing_.bound_reached) look_within(a, entry, prefix + name_of(entry), depth);
    if (!listing_.bound_reached) skip_entry(a, entry);
    if (listing_.bound_reached || !count(0)) return;
  }
  cut("the archive has more than 10,000 files", true);
}

void Lister::look_within(archive* from, archive_entry* entry, const std::string& name, int depth) {
  const bool raw = is_raw(from);
  if (!raw && !judge_file_name(name).archive) return;
  if (f_.archive_entry_is_encrypted(entry)) return;
  if (!raw && depth >= kMaxArchiveDepth) return cut("the archives are nested too deeply", true);
  std::optional<std::string> inner = unpack(from);
  if (!inner) return;
  const Content content = judge_content(std::string_view(*inner).substr(0, kContentHeadBytes));
  if (content.kind == ContentKind::kExecutable) add(name + "/(" + content.name + ").exe");
  if (content.kind != ContentKind::kArchive) return;
  if (depth >= kMaxArchiveDepth) return cut("the archives are nested too deeply", true);
  list_one(*inner, name + "/", depth + 1);
}

// Skips an entry. libarchive would decompress it in one long step; here each block counts.
void Lister::skip_entry(archive* from, archive_entry* entry) {
  const int format = base_format(from);
  const bool decodes = f_.archive_filter_count(from) > 1 || format == ARCHIVE_FORMAT_7ZIP ||
                       format == ARCHIVE_FORMAT_CAB || !f_.archive_entry_size_is_set(entry);
  if (!decodes || f_.archive_entry_is_encrypted(entry)) return;
  const void* block = nullptr;
  size_t size = 0;
  la_int64_t offset = 0;
  while (f_.archive_read_data_block(from, &block, &size, &offset) == ARCHIVE_OK && count(size)) {
  }
}

/// Counts decompressed bytes and time. Returns false beyond a limit.
bool Lister::count(uint64_t decoded) {
  decoded_ += decoded;
  if (decoded_ > max_decoded_) {
    cut("the archive decompresses to too much data", true);
  } else if (decoded_ > kFreeDecodedBytes && decoded_ / kMaxDecodedRatio > bytes_.size()) {
    cut("the archive decompresses to more than 200 times its size", true);
  } else if (time_.is_over()) {
    cut("the archive takes too long to read", true);
  } else {
    return true;
  }
  return false;
}

/// Returns as much of an entry as is needed: all of an archive, the beginning of anything else.
std::optional<std::string> Lister::unpack(archive* from) {
  std::string out;
  char buffer[16'384];
  bool judged = false;
  for (;;) {
    const la_ssize_t got = f_.archive_read_data(from, buffer, sizeof buffer);
    if (got == 0) return out;
    if (got < 0) {
      cut("an archive inside the archive is damaged", false);
      return out;
    }
    if (!count(static_cast<uint64_t>(got))) return std::nullopt;
    if (out.size() + static_cast<size_t>(got) > kMaxInnerArchiveBytes) {
      cut("an archive inside the archive is larger than 8 MiB", true);
      return std::nullopt;
    }
    out.append(buffer, static_cast<size_t>(got));
    if (judged || out.size() < kContentHeadBytes) continue;
    judged = true;
    if (judge_content(out).kind != ContentKind::kArchive) return out;
  }
}

}  // namespace

std::string archive_library_problem() { return Archive().problem(); }

ContainedJob libarchive_job(uint64_t max_decoded_bytes) {
  auto library = std::make_shared<std::optional<Archive>>();
  return {"archive", [library] { library->emplace(); },
          [library, max_decoded_bytes](std::string_view request, const ContainedJob::Ask&) {
            int32_t cpu_ms = 0;
            if (request.size() < sizeof cpu_ms) return encode_archive_listing({});
            memcpy(&cpu_ms, request.data(), sizeof cpu_ms);
            request.remove_prefix(sizeof cpu_ms);
            return encode_archive_listing(Lister(**library, request, max_decoded_bytes, cpu_ms).list());
          }};
}

std::string encode_archive_request(std::string_view bytes, int cpu_ms) {
  const int32_t ms = cpu_ms;
  std::string request(sizeof ms, '\0');
  memcpy(request.data(), &ms, sizeof ms);
  request.append(bytes);
  return request;
}

}  // namespace hfilter
