// SPDX-License-Identifier: BSD-2-Clause
//
// Files that stand uuencoded in a text, as mail had them before MIME: "begin 644 name", lines of data, "end". Some mail
// programs still show them as attachments. Only what is followed by a line of data is one, so a letter that speaks of
// it is none. Fed in pieces; total, linear; a line is kept up to kMaxUuencodedLineBytes. Source: POSIX uuencode.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

struct UuencodedFile {
  std::string name;
  uint64_t size = 0;  // octets, decoded
};

class UuencodeFinder {
 public:
  void feed(std::string_view bytes);
  /// What was found; the text ends here.
  std::vector<UuencodedFile> finish();

 private:
  void line(std::string_view text);

  std::vector<UuencodedFile> files_;
  std::string held_;   // the line in hand
  std::string begun_;  // the name of a file whose data have not been seen
  bool within_ = false;
};

}  // namespace hfilter
