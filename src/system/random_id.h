// SPDX-License-Identifier: BSD-2-Clause
//
// Names that nobody can guess.
#ifndef HFILTER_SYSTEM_RANDOM_ID_H_
#define HFILTER_SYSTEM_RANDOM_ID_H_

#include <string>

namespace hfilter {

/// 96 random bits as 24 lower-case hexadecimal digits; empty if the system has no random numbers yet. Never waits.
std::string random_id();

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_RANDOM_ID_H_
