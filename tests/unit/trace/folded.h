// SPDX-License-Identifier: BSD-2-Clause
//
// Folds a Received line at each place where RFC 5322 allows it, and expects the same reading. Two places are left out,
// because a line end tells something there that no client can make a mail server write: one that makes a word `by`
// begin a line, unless it is the only one and the writer's, and the end of a date that other words follow.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/mail_date.h"
#include "base/text.h"
#include "trace/received_parser.h"

namespace hfilter_test {

/// All that is read from a line, with single blanks.
inline std::string whole_reading(const std::string& line) {
  const hfilter::ReceivedHop hop = hfilter::parse_received(line, 1);
  std::ostringstream text;
  text << hop.writer << "|" << hop_kind_name(hop.kind) << "|" << (hop.client ? hop.client->to_string() : "-")
       << "|helo " << hop.helo.value_or("-") << "|" << hop.helo_inferred << "|" << hop.rdns << "|"
       << rdns_state_name(hop.rdns_state) << "|by " << hop.by << "|"
       << (hop.by_address ? hop.by_address->to_string() : "-") << "|with " << hop.protocol << "|" << hop.tls << "|"
       << static_cast<int>(hop.auth) << "|" << hop.auth_user << "|id " << hop.id << "|for " << hop.for_recipient
       << "|from " << hop.envelope_from.value_or("-") << "|" << hop.time.value_or(0) << "|" << hop.why;
  return hfilter::with_single_blanks(text.str()).value_or(text.str());
}

inline bool begins_with_by(std::string_view text) {
  return hfilter::begins_ignoring_case(text, "by") && (text.size() == 2 || hfilter::is_space(text[2]));
}

/// The blanks of `line` at which a fold is expected to change nothing.
inline std::vector<size_t> foldable_blanks(std::string_view line) {
  std::vector<size_t> blanks;
  const std::string by(hfilter::parse_received(line, 1).by);
  size_t by_words = 0;
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    if (hfilter::is_space(line[i]) && begins_with_by(line.substr(i + 1))) ++by_words;
  }
  for (size_t i = 1; i + 1 < line.size(); ++i) {
    if (!hfilter::is_blank(line[i]) || hfilter::is_space(line[i - 1]) || line[i + 1] == '\r' || line[i + 1] == '\n') {
      continue;
    }
    const std::string_view rest = line.substr(i + 1);
    const bool is_only_by = by_words == 1 && !by.empty() &&
                            hfilter::trim(rest.substr(std::min<size_t>(2, rest.size()))).substr(0, by.size()) == by;
    if (begins_with_by(rest) && !is_only_by) continue;
    const size_t semicolon = line.substr(0, i).rfind(';');
    if (semicolon != std::string_view::npos &&
        hfilter::parse_mail_date(line.substr(semicolon + 1, i - semicolon - 1)) &&
        !hfilter::parse_mail_date(line.substr(semicolon + 1))) {
      continue;
    }
    blanks.push_back(i);
  }
  return blanks;
}

inline void expect_same_when_folded(const char* name, const std::string& line) {
  const std::string want = whole_reading(line);
  const std::vector<size_t> blanks = foldable_blanks(line);
  for (const char* fold : {"\n\t", "\r\n "}) {
    std::string everywhere = line;
    for (size_t i = blanks.size(); i-- > 0;) {
      std::string once = line;
      once.replace(blanks[i], 1, fold);
      EXPECT_EQ(whole_reading(once), want) << name << ", folded:\n" << once;
      everywhere.replace(blanks[i], 1, fold);
    }
    EXPECT_EQ(whole_reading(everywhere), want) << name << ", folded:\n" << everywhere;
  }
}

}  // namespace hfilter_test
