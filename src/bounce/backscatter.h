// SPDX-License-Identifier: BSD-2-Clause
//
// Recognises backscatter: a bounce of a message that a stranger, not one of the user's relays, sent under the user's
// address. Reads the Received lines of the returned message from the top and skips hops inside the bouncing site. The
// first outside client decides; lines below it can be forged.
// Errors: unclear cases are unknown, with a reason.
// Source: hfilterrc(5), backscatter.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "address/ip_address.h"
#include "base/truth.h"
#include "message/message.h"
#include "trace/border.h"

namespace hfilter {

/// Returns true if the first Message-ID of the returned message matches one of `globs`. Only the user's own programs
/// write such Message-IDs.
Truth has_own_message_id(const Message& returned, const std::vector<std::string>& globs);

/// Returns whether SPF allows `client` to send for `sender`, an address of the user.
using MaySend = std::function<Truth(const IpAddress& client, std::string_view helo, std::string_view sender)>;

/// Returns true if the returned message came from a stranger, false if it came from the user. `returned` is its header.
Truth judge_returned(const Message& returned, const TrustLists& trust, const MaySend& may_send);

}  // namespace hfilter
