// SPDX-License-Identifier: BSD-2-Clause
//
// Header fields as text: unfolded, with encoded words decoded (mime/encoded_word.h). If the header was cut at a limit,
// a field that is not found is unknown and not missing.
// Lifetime: results own their text.
#pragma once

#include <string_view>
#include <vector>

#include "base/finding.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns true if the header exceeds what was read (kMaxHeaderBytes, kMaxFields).
bool is_header_cut(const FactContext& context);
Unknown header_cut();

/// Returns the number of fields above the border line, or above the last Received line if no line is the border.
size_t fields_above_border(const FactContext& context);

/// Returns the fields of that name in order; no value if there are none.
Finding<std::vector<const HeaderField*>> find_fields(const FactContext& context, std::string_view name,
                                                     HeaderScope header_scope = HeaderScope::kAllFields);

FactValue header_text(const FactContext& context, std::string_view name,
                      HeaderScope header_scope = HeaderScope::kAllFields);
Truth is_header_missing(const FactContext& context, std::string_view name,
                        HeaderScope header_scope = HeaderScope::kAllFields);
/// Returns true if fields of that name exist and all are blank.
Truth is_header_empty(const FactContext& context, std::string_view name,
                      HeaderScope header_scope = HeaderScope::kAllFields);

}  // namespace hfilter
