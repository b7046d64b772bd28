// SPDX-License-Identifier: BSD-2-Clause
//
// List files that are searched and not read: the first line is "# sorted", the others stand in the order of
// `LC_ALL=C sort`, each in its canonical form (hfilterrc(5), LISTS). A lookup reads a few blocks whatever the size.
// What the search happens to see out of order or malformed is an Error; `hfilter check` looks at all of it.
#pragma once

#include <cstdint>
#include <optional>

#include "lists/list_scan.h"

namespace hfilter {

/// Does the file say that it is sorted?
Result<bool> is_sorted_list(ListFile& file);

/// As scan_list_file. A match has no line number (0).
Result<std::optional<ListMatch>> search_list(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                             int64_t today);

/// The first line that breaks the promise of "# sorted", if any.
std::optional<Error> check_sorted(ListKind kind, std::string_view text);

}  // namespace hfilter
