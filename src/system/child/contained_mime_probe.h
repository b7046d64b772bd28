// SPDX-License-Identifier: BSD-2-Clause
//
// The MimeProbe of the real program: one contained child for each library, each started when it is first needed. So a
// message without archive never pays for libarchive, and a death in one costs nothing of the others. It also
// measures the processor time of this process and of the children.
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
  /// The processor's time of this process and of the children, in microseconds.
  int64_t used_us() const;
  /// Ends the children; a further question starts them anew.
  void stop();

 private:
  // Made at the first question: most messages have none.
  std::optional<ForkedChild> mimetic_;
  std::optional<ForkedChild> libarchive_;
  std::optional<ForkedChild> charset_;
  int64_t ended_us_ = 0;  // used by children that stop() ended
};

}  // namespace hfilter
