// SPDX-License-Identifier: BSD-2-Clause
//
// Names that nobody can guess.
#pragma once

#include <string>

namespace hfilter {

/// 96 random bits as 24 lower-case hexadecimal digits; empty if the system has no random numbers yet. Never waits.
std::string random_id();

}  // namespace hfilter
