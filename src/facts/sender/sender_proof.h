// SPDX-License-Identifier: BSD-2-Clause
//
// Decides whether the envelope sender is proven, so that a bounce reaches the author. Proofs are an SPF pass, and a
// believed DKIM pass of the sender's registered domain (as in DMARC's relaxed mode). The null sender is never proven.
#pragma once

#include "facts/facts.h"

namespace hfilter {

/// Returns whether a signature proves the sender. Reads only results fields and asks no DNS.
Truth is_sender_signed(const FactContext& context);

/// Returns whether SPF or a signature proves the sender. Asks DNS only if no signature is a proof.
Truth is_sender_proven(Facts& facts);

}  // namespace hfilter
