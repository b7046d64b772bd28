// SPDX-License-Identifier: BSD-2-Clause
//
// Recognises generic host names, which providers generate for numbered lines of customers. A name is generic if the
// labels before its registered domain contain the digits of the client's address, or a word such as dyn, dsl, pool or
// ppp, unless a word such as static, mail, mx or smtp occurs. Linear. In the public corpus
// (tests/bench/generic_names.cc) good mail has 0 generic names in 166 HELOs and 10 in 153 reverse names (eight lines
// with a server, two hosts of a mail service named by address); spam has 105 in 338.
#pragma once

#include <string_view>

#include "address/ip_address.h"
#include "base/truth.h"

namespace hfilter {

/// Returns whether `name` is generic, with the reason. Without a `client` (null) only labels count.
Truth is_generic_name(std::string_view name, const IpAddress* client);

}  // namespace hfilter
