// SPDX-License-Identifier: BSD-2-Clause
//
// Finds rules that stop mail (junk, reject, discard) by a condition that many senders escape. A program in an encrypted
// archive, or beyond a limit, is not `executable`. A stranger writes the Received lines below the border line. Only the
// form of the conditions counts. Pure. Views are into the rule's source.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expr.h"

namespace hfilter {

/// Returns true iff the rule has the verdict junk, reject or discard.
bool stops_mail(const Rule& rule);

/// Returns the `attachment is executable` by which `rule` stops mail; nullopt if the rule stops none by it, or asks for
/// `unchecked`, too.
std::optional<std::string_view> executable_alone(const Rule& rule);

struct StrangersLine {
  std::string_view place;
  std::string text;
  std::string help;  // a condition on the border line instead
};

/// Returns each `any hop` and each `header "Received"` by which `rule` stops mail.
std::vector<StrangersLine> strangers_lines(const Rule& rule);

}  // namespace hfilter
