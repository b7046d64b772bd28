// SPDX-License-Identifier: BSD-2-Clause
//
// Makes unpredictable identifiers.
#pragma once

#include <string>

namespace hfilter {

/// Returns 96 random bits as 24 lower-case hexadecimal digits; empty if there is no randomness yet. Does not block.
std::string random_id();

}  // namespace hfilter
