// SPDX-License-Identifier: BSD-2-Clause
//
// Finds the condition or fact of hfilter for a condition of procmail, maildrop or Sieve on Received (with the HELO in
// it), Return-Path, From or Subject. There is no answer for other conditions. Pure, linear. Source: procmailrc(5),
// maildropfilter(7), RFC 5228.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

struct ForeignAnswer {
  std::string_view facts;  // the facts about this field, such as "helo, client, rdns, via"
  std::string condition;   // the same condition in hfilter; "" if its meaning could differ
};

/// Parses one line: `* ^Subject:.*x`, `if (/^Subject:.*x/)`, `if header :contains "Subject" "x"`.
std::optional<ForeignAnswer> answer_foreign_condition(std::string_view line);
/// Finds the first condition of procmail or maildrop in a rule of hfilter: `match * ^Received:.*(HELO x) then junk`.
std::optional<ForeignAnswer> find_foreign_condition(std::string_view line);

}  // namespace hfilter
