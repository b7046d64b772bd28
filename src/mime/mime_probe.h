// SPDX-License-Identifier: BSD-2-Clause
//
// The readers of MIME as an interface: system/child has the real one, tests have a fake. It never throws; its answer
// says what failed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive_listing.h"
#include "base/result.h"
#include "mime/mime_tree.h"

namespace hfilter {

/// The libraries that read the inside of a message, contained. An error says what happened (a death, the deadline);
/// kUnsupported: a character set that is not decoded. Each answer is waited for at most `wait_ms`.
class MimeProbe {
 public:
  virtual ~MimeProbe() = default;
  /// How the parts of a skeleton (mime/mime_scan.h) stand in one another.
  virtual Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton, int wait_ms) = 0;
  /// The names in an archive of at most kMaxArchiveBytes, as far as they are read within `cpu_ms` of the processor.
  virtual Result<ArchiveListing> list_archive(const std::string& bytes, int cpu_ms, int wait_ms) = 0;
  virtual Result<std::string> to_utf8(std::string_view charset, std::string_view text, int wait_ms) = 0;
};

}  // namespace hfilter
