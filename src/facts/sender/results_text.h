// SPDX-License-Identifier: BSD-2-Clause
//
// What hfilter found, for the fields that it adds: Authentication-Results (RFC 8601) without its authserv-id, and
// Received-SPF (RFC 7208 9.1). Only what was asked for the rules; nothing is asked for their sake. Whatever DNS and the
// sender said, the texts are one line of printable ASCII and every foreign value is one token or one quoted string.
#pragma once

#include <string>

#include "facts/fact_context.h"

namespace hfilter {

/// "spf=fail smtp.mailfrom=bob@example.com; iprev=fail policy.iprev=200.150.100.50"; empty if nothing was asked.
std::string authentication_results_text(const FactContext& context);

/// "fail (...) client-ip=...; envelope-from=...; helo=...; receiver=...; identity=mailfrom; mechanism=-all"; empty if
/// SPF was not asked. Of MAIL FROM if that was checked, else of HELO. `receiver`: the name of this host.
std::string received_spf_text(const FactContext& context, const std::string& receiver);

}  // namespace hfilter
