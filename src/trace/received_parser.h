// SPDX-License-Identifier: BSD-2-Clause
//
// One Received field's value to a ReceivedHop. Total: odd lines become kUnparsed or kAmbiguous with a reason, never an
// exception. Linear in the length of the line. The hop's views point into `value` or into its own text.
#pragma once

#include <string_view>

#include "trace/received_hop.h"
#include "trace/received_writers.h"

namespace hfilter {

/// `number` is that of the hop. Tests give other tables.
ReceivedHop parse_received(std::string_view value, int number, Table<Writer> writers = received_writers());

}  // namespace hfilter
