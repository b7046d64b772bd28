// SPDX-License-Identifier: BSD-2-Clause
//
// The real MimeProbe: a contained child for each library, started on first use. Without an archive, libarchive is
// not loaded; the death of a child does not affect the others. Also measures the processor time of all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mime/mime_probe.h"
#include "system/child/contained_child.h"

namespace hfilter {

class ContainedMimeProbe : public MimeProbe {
 public:
  Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton, int wait_ms) override;
  Result<ArchiveListing> list_archive(const std::string& bytes, int cpu_ms, int wait_ms) override;
  Result<std::string> to_utf8(std::string_view charset, std::string_view text, int wait_ms) override;
  /// Returns the processor time of this process and its children in microseconds.
  int64_t used_us() const;
  /// Ends the children; the next request starts new ones.
  void stop();

 private:
  // The children are created on first use, because most messages need none.
  std::optional<ForkedChild> mimetic_;
  std::optional<ForkedChild> libarchive_;
  std::optional<ForkedChild> charset_;
  int64_t ended_us_ = 0;  // the processor time of children that stop() ended
};

}  // namespace hfilter
