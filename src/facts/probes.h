// SPDX-License-Identifier: BSD-2-Clause
//
// The world outside, as small abstract interfaces: real ones in system/, fakes in tests/unit/fakes.h. A probe never
// throws; what it cannot tell is an Unknown.
#ifndef HFILTER_FACTS_PROBES_H_
#define HFILTER_FACTS_PROBES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "message/archive_listing.h"
#include "message/mime_tree.h"

namespace hfilter {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds since the epoch.
  virtual int64_t now() const = 0;
  /// The date, in local time, of a moment: as days_from_civil.
  virtual int64_t local_day(int64_t seconds) const = 0;
  /// Today's date in local time.
  int64_t today() const { return local_day(now()); }
};

/// The libraries that read the inside of a message, contained. An error says what happened (a death, the deadline);
/// kUnsupported: a character set that is not decoded.
class MimeProbe {
 public:
  virtual ~MimeProbe() = default;
  /// How the parts of a skeleton (message/mime_scan.h) stand in one another.
  virtual Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton) = 0;
  /// The names in an archive of at most kMaxArchiveBytes.
  virtual Result<ArchiveListing> list_archive(const std::string& bytes) = 0;
  virtual Result<std::string> to_utf8(std::string_view charset, std::string_view text) = 0;
};

}  // namespace hfilter

#endif  // HFILTER_FACTS_PROBES_H_
