// SPDX-License-Identifier: BSD-2-Clause
//
// Interface to the MIME libraries. system/child implements it, tests have a fake.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive_listing.h"
#include "base/result.h"
#include "mime/mime_tree.h"

namespace hfilter {

/// The libraries that read the content of a message in a contained child. Each function waits at most `wait_ms`.
/// Errors: the child crashed or missed its deadline; kUnsupported for an unknown character set. No exceptions.
class MimeProbe {
 public:
  virtual ~MimeProbe() = default;
  /// Parses a skeleton (see mime/mime_scan.h) to the tree of its parts.
  virtual Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton, int wait_ms) = 0;
  /// Returns the names in an archive of at most kMaxArchiveBytes that can be read in `cpu_ms` of processor time.
  virtual Result<ArchiveListing> list_archive(const std::string& bytes, int cpu_ms, int wait_ms) = 0;
  virtual Result<std::string> to_utf8(std::string_view charset, std::string_view text, int wait_ms) = 0;
};

}  // namespace hfilter
