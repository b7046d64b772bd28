// SPDX-License-Identifier: BSD-2-Clause
//
// Binary search in a sorted list file. Its first line is "# sorted"; the other lines are in canonical form and in the
// order of `LC_ALL=C sort`. A look-up reads a few blocks of a file of any size.
// Errors: a line that it reads is out of order or malformed. `hfilter check` reads all lines.
// Source: hfilterrc(5), LISTS.
#pragma once

#include <cstdint>
#include <optional>

#include "lists/list_scan.h"

namespace hfilter {

/// Returns true if the first line is "# sorted".
Result<bool> is_sorted_list(ListFile& file);

/// Does the same as scan_list_file(), but the line number of a match is 0.
Result<std::optional<ListMatch>> search_list(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                             int64_t today);

/// Returns an error for the first line that is out of order or not in canonical form.
std::optional<Error> check_sorted(ListKind kind, std::string_view text);

}  // namespace hfilter
