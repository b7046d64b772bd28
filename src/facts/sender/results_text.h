// SPDX-License-Identifier: BSD-2-Clause
//
// Texts of the fields that hfilter adds: Authentication-Results (RFC 8601) without its authserv-id, and Received-SPF
// (RFC 7208 9.1). They contain only what rules asked, and cause no DNS question. Each text is one line of printable
// ASCII, and each foreign value is one token or one quoted string.
#pragma once

#include <string>

#include "facts/fact_context.h"

namespace hfilter {

/// Returns "spf=fail smtp.mailfrom=bob@example.com; iprev=fail policy.iprev=192.0.2.1"; empty if nothing was asked.
std::string authentication_results_text(const FactContext& context);

/// Returns "fail (...) client-ip=...; envelope-from=...; helo=...; receiver=...; identity=mailfrom; mechanism=-all";
/// empty if SPF was not asked. The result is that of MAIL FROM if it was checked, otherwise of HELO. `receiver` is the
/// name of this host.
std::string received_spf_text(const FactContext& context, const std::string& receiver);

}  // namespace hfilter
