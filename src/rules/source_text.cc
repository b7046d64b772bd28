// SPDX-License-Identifier: BSD-2-Clause
#include "rules/source_text.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace hfilter {

Diagnostic SourceText::error_at(std::string_view place, std::string text, std::string help) const {
  if (line_starts_.empty()) {
    line_starts_.push_back(0);
    for (size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\n') line_starts_.push_back(i + 1);
    }
  }
  const size_t offset = std::min(static_cast<size_t>(place.data() - text_.data()), text_.size());
  const auto above = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const size_t start = *(above - 1);
  size_t end = text_.find('\n', start);
  if (end == text_.npos) end = text_.size();
  if (end > start && text_[end - 1] == '\r') --end;
  const std::string_view line = std::string_view(text_).substr(start, end - start);
  std::string_view before = line.substr(0, std::min(offset - start, line.size()));
  const bool marked = start == 0 && begins_ignoring_case(line, "\xEF\xBB\xBF");
  if (marked) before.remove_prefix(std::min<size_t>(before.size(), 3));

  Diagnostic d;
  d.error =
      failure(ErrorKind::kSyntax, std::move(text), std::move(help))
          .at(path_, static_cast<int>(above - line_starts_.begin()), static_cast<int>(count_characters(before)) + 1);
  d.length = static_cast<int>(std::max<size_t>(count_characters(place.substr(0, place.find('\n'))), 1));
  d.source_line = line.substr(marked ? 3 : 0);
  return d;
}

Diagnostic SourceText::warning_at(std::string_view place, std::string name, std::string text, std::string help) const {
  Diagnostic d = error_at(place, std::move(text), std::move(help));
  d.is_error = false;
  d.name = std::move(name);
  return d;
}

}  // namespace hfilter
