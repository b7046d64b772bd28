// SPDX-License-Identifier: BSD-2-Clause
#include "mime/uuencode.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

/// Returns the name in "begin 644 x.exe", or an empty view for any other line.
std::string_view name_in_begin(std::string_view line) {
  constexpr std::string_view kBegin = "begin ";
  if (line.compare(0, kBegin.size(), kBegin) != 0) return {};
  line.remove_prefix(kBegin.size());
  const size_t digits = std::min(line.find_first_not_of("01234567"), line.size());
  if (digits < 3 || digits > 6 || digits == line.size() || line[digits] != ' ') return {};
  return trim(line.substr(digits));
}

/// Returns how many octets a line of data encodes, or 0. The line can have lost its final blanks.
size_t octets_in(std::string_view line) {
  if (line.empty() || line[0] <= ' ' || line[0] > 'M') return 0;
  const size_t octets = static_cast<size_t>(line[0] - ' ');
  const size_t needed = (octets + 2) / 3 * 4;
  if (line.size() > needed + 3) return 0;  // some encoders add a checksum
  for (const char c : line.substr(1)) {
    if (c < ' ' || c > '`') return 0;
  }
  return line.find_first_not_of(' ', 1) == std::string_view::npos && needed > 0 ? 0 : octets;
}

}  // namespace

void UuencodeFinder::line(std::string_view text) {
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  if (const std::string_view name = name_in_begin(text); !name.empty()) {
    begun_ = name;
    within_ = false;
    return;
  }
  const size_t octets = octets_in(text);
  if (!begun_.empty() && octets > 0 && files_.size() < kMaxUuencodedFiles) {
    files_.push_back({std::exchange(begun_, {}), 0});
    within_ = true;
  }
  begun_.clear();
  if (within_) files_.back().size += octets;
  if (text == "end") within_ = false;
}

void UuencodeFinder::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    const bool whole = end != std::string_view::npos;
    if (whole && held_.empty()) {
      line(piece.substr(0, kMaxUuencodedLineBytes));
    } else {
      held_.append(piece.substr(0, kMaxUuencodedLineBytes - held_.size()));
      if (whole) line(held_);
      if (whole) held_.clear();
    }
    bytes.remove_prefix(whole ? end + 1 : bytes.size());
  }
}

std::vector<UuencodedFile> UuencodeFinder::finish() {
  if (!held_.empty()) line(held_);
  held_.clear();
  return std::move(files_);
}

}  // namespace hfilter
