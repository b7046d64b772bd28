// SPDX-License-Identifier: BSD-2-Clause
//
// Finds uuencoded files in a text: "begin 644 name", lines of data, "end". Some mail programs show them as attachments.
// A line of data must follow "begin", so that text about uuencode is not a file. Linear. Reads the text in pieces, and
// at most kMaxUuencodedLineBytes of a line.
// Source: POSIX uuencode.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

struct UuencodedFile {
  std::string name;
  uint64_t size = 0;  // the number of decoded octets
};

class UuencodeFinder {
 public:
  void feed(std::string_view bytes);
  /// Ends the text and returns the files.
  std::vector<UuencodedFile> finish();

 private:
  void line(std::string_view text);

  std::vector<UuencodedFile> files_;
  std::string held_;   // the current line of the text
  std::string begun_;  // the name of a file whose first line of data did not come yet
  bool within_ = false;
};

}  // namespace hfilter
