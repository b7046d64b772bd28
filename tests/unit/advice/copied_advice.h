// SPDX-License-Identifier: BSD-2-Clause
//
// What a help offers for copying, and the places where somebody could put it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

/// One offer of a help.
struct CopiedAdvice {
  std::string above;      // a statement for a line of its own above the faulty one; mostly empty
  std::string text;       // what replaces the fault; empty: the fault is to be taken out
  bool in_place = false;  // nothing before the fault is replaced: "write the fact again: ..."
};

/// Returns the octet in `text` at which column `column` of its first line begins.
size_t octet_of_column(const std::string& text, int column);

/// Returns what `help` offers for copying: behind "write:" and each other lead that ends with a colon, and what stands
/// in "did you mean `X`?" and "write `X`". A form with a place to fill in, such as NAME, and an example behind "as in:"
/// are no offers.
std::vector<CopiedAdvice> advice_of(std::string_view help);

/// Returns the statements that arise if `offer` replaces a part of `statement` that contains the octet at `fault`. The
/// one that somebody would try first stands first: the offer begins where the statement has its first word, ends where
/// the statement has its last one, and replaces as little as possible.
std::vector<std::string> with_advice(const std::string& statement, size_t fault, const CopiedAdvice& offer);

}  // namespace hfilter
