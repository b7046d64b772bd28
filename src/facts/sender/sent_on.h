// SPDX-License-Identifier: BSD-2-Clause
//
// Was the mail sent on inside the border: taken from the stranger, delivered (to a list, to somebody who forwards), and
// handed in again? Then the sender of this delivery is not his. A content filter hands mail in again, too, and keeps
// the sender; a stranger may call himself like a list. So nothing counts that a stranger can write: only what the walk
// saw, fields above the border line, the recipients in your own lines, and mylists. Pure; views are those of the
// Message.
#ifndef HFILTER_FACTS_SENDER_SENT_ON_H_
#define HFILTER_FACTS_SENDER_SENT_ON_H_

#include <optional>
#include <string_view>

#include "base/truth.h"
#include "facts/facts.h"

namespace hfilter {

/// Why the sender of this delivery is not the stranger's, or why that cannot be told; nullopt: it is.
std::optional<Unknown> sent_on_inside(const FactContext& context);

/// Return-Path as it stands between Received line `number` and the next one below; with 0, above the first. The
/// uppermost. A delivery writes it, RFC 5321 4.4.
std::optional<std::string_view> return_path_below(const FactContext& context, int number);

}  // namespace hfilter

#endif  // HFILTER_FACTS_SENDER_SENT_ON_H_
