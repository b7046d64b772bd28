// SPDX-License-Identifier: BSD-2-Clause
//
// Header fields as text: unfolded, encoded words decoded (mime/encoded_word.h). Where a header was cut at a limit, a
// field that is not in the part that was read is unknown, not missing. Results own their text.
#pragma once

#include <string_view>
#include <vector>

#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// True if the message's header went on beyond what was read (kMaxHeaderBytes, kMaxFields).
bool is_header_cut(const FactContext& context);
Unknown header_cut();

/// How many fields of the message stand above the border line; 0 if there is none to speak of.
size_t fields_above_border(const FactContext& context);

/// The fields of that name, in their order; none if there are none.
Finding<std::vector<const HeaderField*>> find_fields(const FactContext& context, std::string_view name,
                                                     Writers writers = Writers::kAnybody);

FactValue header_text(const FactContext& context, std::string_view name, Writers writers = Writers::kAnybody);
Truth is_header_missing(const FactContext& context, std::string_view name, Writers writers = Writers::kAnybody);
/// True if the fields of that name are there and each is blank.
Truth is_header_empty(const FactContext& context, std::string_view name, Writers writers = Writers::kAnybody);

}  // namespace hfilter
