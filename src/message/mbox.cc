// SPDX-License-Identifier: BSD-2-Clause
#include "message/mbox.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t kChunkBytes = 128 << 10;
constexpr size_t kLineBytes = 512;  // The most octets kept of a line. The rest of a longer line is skipped.

/// Returns true if `text` begins with the form of `pattern`, where 0 is any digit.
bool has_form(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() && std::equal(pattern.begin(), pattern.end(), text.begin(),
                                                     [](char p, char c) { return p == '0' ? is_digit(c) : p == c; });
}

/// Returns true for "From bob@example.com Wed Mar 24 16:00:00 2004"; seconds are optional, a zone is allowed.
bool is_separator(std::string_view line) {
  if (line.substr(0, 5) != "From ") return false;
  bool time = false;
  for (size_t at = line.find(' ', 5); at != line.npos; at = line.find(' ', at + 1)) {
    const std::string_view word = line.substr(at + 1);
    if (time && has_form(word, "0000")) return true;
    time = time || has_form(word, "00:00");
  }
  return false;
}

class Scan {
 public:
  void feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const size_t lf = bytes.find('\n');
      const std::string_view piece = bytes.substr(0, lf == bytes.npos ? lf : lf + 1);
      line_.append(piece.substr(0, kLineBytes - std::min(line_.size(), kLineBytes)));
      line_bytes_ += piece.size();
      bytes.remove_prefix(piece.size());
      if (lf != bytes.npos) end_line();
    }
  }

  Mbox finish() {
    if (line_bytes_ > 0) end_line();
    if (mbox_.messages == 1) mbox_.first_body_bytes = at_;
    return mbox_;
  }

 private:
  void end_line() {
    if (empty_bytes_ > 0 && is_separator(line_) && ++mbox_.messages == 2) {
      mbox_.first_body_bytes = at_ - std::min(at_, empty_bytes_);
    }
    at_ += line_bytes_;
    empty_bytes_ = line_ == "\n" || line_ == "\r\n" ? line_bytes_ : 0;
    line_.clear();
    line_bytes_ = 0;
  }

  Mbox mbox_;
  std::string line_;  // the current line, at most kLineBytes
  uint64_t line_bytes_ = 0;
  uint64_t at_ = 0;           // the offset of the current line in the body
  uint64_t empty_bytes_ = 1;  // the size of the previous line if it is empty, else 0; 1 at the beginning of the body
};

}  // namespace

Result<Mbox> read_mbox(const Message& first) {
  Scan scan;
  std::string chunk(kChunkBytes, '\0');
  for (uint64_t at = 0;;) {
    const Result<size_t> count = first.body().read_at(at, chunk.data(), chunk.size());
    if (!count) return count.error();
    if (*count == 0) return scan.finish();
    scan.feed({chunk.data(), *count});
    at += *count;
  }
}

}  // namespace hfilter
