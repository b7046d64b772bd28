// SPDX-License-Identifier: BSD-2-Clause
//
// One entry of a list as text. Pure.
#ifndef HFILTER_LISTS_LIST_ENTRY_TEXT_H_
#define HFILTER_LISTS_LIST_ENTRY_TEXT_H_

#include <string>

#include "lists/list.h"

namespace hfilter {

/// Returns the entry with its marks, in canonical form: "!192.0.2.0/24", "=example.com", ".example.com".
std::string list_entry_text(const ListEntry& entry, ListKind kind);

}  // namespace hfilter

#endif  // HFILTER_LISTS_LIST_ENTRY_TEXT_H_
