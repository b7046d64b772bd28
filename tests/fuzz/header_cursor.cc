// SPDX-License-Identifier: BSD-2-Clause
// The parts that a cursor takes are the whole text, and each of them is a word, a quoted string or a gap.
#include "base/header_cursor.h"

#include <cstdint>
#include <cstdlib>

#include "base/text.h"

using namespace hfilter;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

void take_quoted(HeaderCursor* cursor) {
  const std::string_view text = cursor->rest();
  HeaderCursor lenient = *cursor;
  bool closed = false;
  const std::string strict_text = cursor->take_quoted(QuotedPairs::kAny, &closed);
  const std::string lenient_text = lenient.take_quoted(QuotedPairs::kOnlyQuoteAndBackslash);
  expect(lenient.rest().size() == cursor->rest().size());  // both end at the same quote
  expect(strict_text.size() <= lenient_text.size() && lenient_text.size() < text.size());
  expect(closed == (quoted_length(text) != std::string_view::npos) && (closed || cursor->at_end()));
}

void skip_gap(HeaderCursor* cursor) {
  const std::string_view text = cursor->rest();
  const HeaderCursor::Gap gap = cursor->skip_gap();
  expect((gap.blanks || gap.comment) == (cursor->rest().size() < text.size()));
  expect(!is_space(cursor->peek()) && cursor->peek() != '(');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  HeaderCursor cursor(std::string_view(reinterpret_cast<const char*>(data), size));
  while (!cursor.at_end()) {
    const size_t before = cursor.rest().size();
    if (cursor.peek() == '"') {
      take_quoted(&cursor);
    } else if (cursor.peek() == '(' || is_space(cursor.peek())) {
      skip_gap(&cursor);
    } else {
      cursor.take_until("( \t\r\n\"");
    }
    expect(cursor.rest().size() < before);
  }
  return 0;
}
