// SPDX-License-Identifier: BSD-2-Clause
//
// Is it proven that the envelope sender wrote this, so that a bounce goes to its author? By an SPF pass, or by a DKIM
// pass that can be believed and is aligned with the sender's domain (the same registered domain, as DMARC's relaxed
// mode). The null sender is never proven. Total.
#pragma once

#include "facts/facts.h"

namespace hfilter {

/// By results fields alone: asks no DNS.
Truth is_sender_signed(const FactContext& context);

/// Asks DNS only where no signature settles it.
Truth is_sender_proven(Facts& facts);

}  // namespace hfilter
