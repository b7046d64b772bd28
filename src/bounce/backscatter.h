// SPDX-License-Identifier: BSD-2-Clause
//
// Who handed the returned message of a bounce to the site that bounced it: one of my relays, or a stranger who used my
// name? The trace of the returned message is read from the top, past the bouncing site's own inside; the first other
// client decides, and nothing below it is believed. Pure; anything unclear is unknown with its reason.
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

/// Is the first Message-ID of the returned message like one of `globs`? Only I write such, so then it was mine.
Truth has_my_message_id(const Message& returned, const std::vector<std::string>& globs);

/// Does SPF say that this client may send for this address of mine?
using MaySend = std::function<Truth(const IpAddress& client, std::string_view helo, std::string_view sender)>;

/// True: the returned message came from a stranger. False: from me. `returned` is its header.
Truth judge_returned(const Message& returned, const TrustLists& trust, const MaySend& may_send);

}  // namespace hfilter
