// SPDX-License-Identifier: BSD-2-Clause
//
// One condition of procmail, maildrop or Sieve on Received (with the HELO in it), Return-Path, From or Subject, and the
// fact of hfilter that answers it. Any other condition has no answer. Pure, linear.
// Source: procmailrc(5), maildropfilter(7), RFC 5228.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hfilter {

struct ForeignAnswer {
  std::string_view facts;  // "subject"; "helo, client, rdns, via"
  std::string condition;   // the same condition in hfilter; empty where it may differ
};

/// Reads one line: `* ^Subject:.*x`, `if (/^Subject:.*x/)`, `if header :contains "Subject" "x"`.
std::optional<ForeignAnswer> answer_foreign_condition(std::string_view line);
/// Finds the first condition of procmail or maildrop in a rule of ours: `match * ^Received:.*(HELO x) then junk`.
std::optional<ForeignAnswer> find_foreign_condition(std::string_view line);

}  // namespace hfilter
