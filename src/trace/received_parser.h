// SPDX-License-Identifier: BSD-2-Clause
//
// Parses the value of one Received field into a ReceivedHop, in time linear in its length.
// Errors: a line that cannot be read becomes kUnparsed or kAmbiguous, with a reason.
// Lifetime: the hop has views into `value` or into its own `text`.
#pragma once

#include <string_view>

#include "trace/received_hop.h"
#include "trace/received_writers.h"

namespace hfilter {

/// Parses `value`. `number` is the position of the field; 1 is the topmost. Tests pass their own tables.
ReceivedHop parse_received(std::string_view value, int number, Table<Writer> writers = received_writers());

}  // namespace hfilter
