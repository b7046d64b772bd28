// SPDX-License-Identifier: BSD-2-Clause
//
// Finds rules that stop mail (junk, reject, discard) by a condition that a sender can evade. A program in an encrypted
// archive, or beyond a limit, is not `executable`. A stranger writes the Received lines below the border line. Only the
// form of the conditions counts. Pure.
// Lifetime: the views refer to the source of the rule.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/expr.h"

namespace hfilter {

/// Returns true iff the rule has the verdict junk, reject or discard.
bool stops_mail(const Rule& rule);

/// Returns the condition `attachment is executable` by which `rule` stops mail. Returns nullopt if the rule has no such
/// condition, or also has `attachment is unchecked`.
std::optional<std::string_view> executable_alone(const Rule& rule);

struct StrangersLine {
  std::string_view place;
  std::string text;
  std::string help;  // the help, which suggests a condition on the border line
};

/// Returns each condition `any hop` or `header "Received"` by which `rule` stops mail.
std::vector<StrangersLine> strangers_lines(const Rule& rule);

}  // namespace hfilter
