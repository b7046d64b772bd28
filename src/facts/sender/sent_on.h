// SPDX-License-Identifier: BSD-2-Clause
//
// Was the mail sent on inside the border: taken from the stranger, delivered (to a list, to somebody who forwards), and
// handed in again? Then the sender of this delivery is not his. A content filter hands mail in again, too, and keeps
// the sender; a stranger may call himself like a list. So nothing counts that a stranger can write: only what the walk
// saw, fields above the border line, the recipients in your own lines, and mylists. Pure.
#pragma once

#include <optional>

#include "base/truth.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Why the sender of this delivery is not the stranger's, or why that cannot be told; nullopt: it is.
std::optional<Unknown> sent_on_inside(const FactContext& context);

}  // namespace hfilter
