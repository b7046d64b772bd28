// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/contained_mime_probe.h"

#include <ctime>

#include "base/limits.h"
#include "system/child/archive_libarchive.h"
#include "system/child/mime_charset.h"
#include "system/child/mime_mimetic.h"

namespace hfilter {
namespace {

// A report has 12 octets, one for each header in the skeleton. Listings have their own limits.
constexpr size_t kMaxReportBytes = kMaxMimeParts * sizeof(MimeEntityReport);
constexpr size_t kMaxListingBytes = kMaxArchiveNamesBytes + kMaxArchiveEntries + 4'096;

template <class MakeJob>
ForkedChild& made(std::optional<ForkedChild>* child, MakeJob make_job) {
  return *child ? **child : child->emplace(make_job());
}

}  // namespace

void ContainedMimeProbe::stop() {
  for (std::optional<ForkedChild>* child : {&mimetic_, &libarchive_, &charset_}) {
    if (!*child) continue;
    (*child)->stop();
    ended_us_ += (*child)->used_us();
    child->reset();
  }
}

int64_t ContainedMimeProbe::used_us() const {
  timespec own{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  int64_t used = int64_t{own.tv_sec} * 1'000'000 + own.tv_nsec / 1'000 + ended_us_;
  for (const std::optional<ForkedChild>* child : {&mimetic_, &libarchive_, &charset_}) {
    if (*child) used += (*child)->used_us();
  }
  return used;
}

Result<std::vector<MimeEntityReport>> ContainedMimeProbe::structure(const std::string& skeleton, int wait_ms) {
  const Result<std::string> answer = made(&mimetic_, mimetic_job).call(skeleton, kMaxReportBytes, wait_ms);
  if (!answer) return answer.error();
  return decode_mime_answer(*answer);
}

Result<ArchiveListing> ContainedMimeProbe::list_archive(const std::string& bytes, int cpu_ms, int wait_ms) {
  const Result<std::string> answer = made(&libarchive_, [] {
                                       return libarchive_job();
                                     }).call(encode_archive_request(bytes, cpu_ms), kMaxListingBytes, wait_ms);
  if (!answer) return answer.error();
  return decode_archive_listing(*answer);
}

Result<std::string> ContainedMimeProbe::to_utf8(std::string_view charset, std::string_view text, int wait_ms) {
  const Result<std::string> answer =
      made(&charset_, charset_job).call(encode_charset_request(charset, text), 4 * text.size() + 4'096, wait_ms);
  if (!answer) return answer.error();
  return decode_charset_answer(*answer);
}

}  // namespace hfilter
