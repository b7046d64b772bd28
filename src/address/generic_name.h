// SPDX-License-Identifier: BSD-2-Clause
//
// Is this the name of a line that a provider numbers through, rather than of a host that somebody named? Two signs: the
// client's own address digits stand in the name, or a label says dyn, dsl, pool, ppp ... The registered domain is no
// sign, and a label that says static, mail, mx, smtp ... rules it out. Pure, total, linear; false for anything that is
// no host name. On the public corpus (tests/bench/generic_names.cc) none of 166 HELOs of good mail is generic, 10 of
// 153 reverse names (eight lines that somebody runs a server on, two hosts of a mailer named by their address), and 105
// of 338 in spam.
#pragma once

#include <string_view>

#include "address/ip_address.h"
#include "base/truth.h"

namespace hfilter {

/// `client` may be null: then only labels count. The reason says which sign it was.
Truth is_generic_name(std::string_view name, const IpAddress* client);

}  // namespace hfilter
