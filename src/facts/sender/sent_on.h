// SPDX-License-Identifier: BSD-2-Clause
//
// Decides whether mail was sent on inside the border: taken from the stranger, delivered to a list or a forwarder, and
// handed in again. The sender of this delivery is then not the stranger's. A content filter also hands mail in again,
// but keeps the sender, and a stranger may use a sender like a list's. So only evidence that no stranger can write
// counts: the walk, fields above the border line, recipients in your own lines, and mylists.
#pragma once

#include <optional>

#include "base/truth.h"
#include "facts/fact_context.h"

namespace hfilter {

/// Returns why the sender of this delivery is not, or may not be, the stranger's; nullopt if it is the stranger's.
std::optional<Unknown> sent_on_inside(const FactContext& context);

}  // namespace hfilter
