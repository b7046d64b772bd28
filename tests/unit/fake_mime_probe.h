// SPDX-License-Identifier: BSD-2-Clause
//
// A MimeProbe without processes: the structure by mimetic in place, archives and character sets as the test says. It
// counts what it is asked.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "mime/mime_probe.h"
#include "probes/clock.h"
#include "system/child/mime_mimetic.h"
#include "unit/fake_child.h"

namespace hfilter {

/// The time of work, as the test says.
class FakeCpu : public WorkClock {
 public:
  WorkTime used() const override {
    us += us_a_look;
    wall_us += wall_us_a_look;
    return {us, wall_us};
  }
  mutable int64_t us = 0;
  mutable int64_t wall_us = 0;
  int64_t us_a_look = 0;  // passes at each look
  int64_t wall_us_a_look = 0;
};

class FakeMimeProbe : public MimeProbe {
 public:
  Result<std::vector<MimeEntityReport>> structure(const std::string& skeleton, int) override {
    ++structures;
    if (dead) return failure(ErrorKind::kTimeout, "MIME reader: no answer in time");
    FakeChild child(mimetic_job());
    const Result<std::string> answer = child.call(skeleton, size_t{1} << 20, 1'000);
    if (!answer) return answer.error();
    return decode_mime_answer(*answer);
  }
  Result<ArchiveListing> list_archive(const std::string&, int cpu_ms, int wait_ms) override {
    ++archives;
    if (clock != nullptr) clock->us += 1'000 * std::min(cpu_ms, archive_ms);
    if (clock != nullptr) clock->wall_us += 1'000 * std::min(wait_ms, archive_wall_ms);
    if (!listing) return failure(ErrorKind::kIo, "archive reader: died");
    return *listing;
  }
  Result<std::string> to_utf8(std::string_view charset, std::string_view text, int) override {
    ++conversions;
    if (clock != nullptr) clock->us += 1'000 * conversion_ms;
    if (charset == "x-unknown") return failure(ErrorKind::kUnsupported, "the character set is not supported");
    return "<" + std::string(text) + ">";
  }

  bool dead = false;
  std::optional<ArchiveListing> listing;
  FakeCpu* clock = nullptr;  // advanced by archives
  int archive_ms = 0;
  int conversion_ms = 0;
  int archive_wall_ms = 0;
  int structures = 0;
  int archives = 0;
  int conversions = 0;
};

}  // namespace hfilter
