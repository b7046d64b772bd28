// SPDX-License-Identifier: BSD-2-Clause
//
// A Received line and what is read from it, on one line, and wherever the line is folded.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/received_parser.h"
#include "unit/trace/folded.h"

namespace hfilter_test {

using hfilter::HopAuth;
using hfilter::parse_received;
using hfilter::ReceivedHop;

inline std::string text_of(std::optional<std::string_view> text) {
  return text ? "\"" + std::string(*text) + "\"" : "-";
}

/// writer kind client helo rdns:state by protocol [tls] [auth[:user]]
inline std::string spell(const ReceivedHop& hop) {
  std::string spelled = std::string(hop.writer) + " " + hop_kind_name(hop.kind);
  spelled += " " + (hop.client ? hop.client->to_string() : "-") + " " + text_of(hop.helo) + " ";
  spelled += std::string(hop.rdns) + ":" + rdns_state_name(hop.rdns_state) + " " + std::string(hop.by);
  spelled += "/" + std::string(hop.protocol) + (hop.tls ? " tls" : "");
  if (hop.auth != HopAuth::kNone) spelled += hop.auth == HopAuth::kWebmail ? " webmail" : " auth";
  if (!hop.auth_user.empty()) spelled += ":" + std::string(hop.auth_user);
  return spelled;
}

struct WriterCase {
  const char* name;
  const char* in;
  const char* want;
};

/// A table of cases. All tables of the program are known to `all`, so that a test can look for a row of the writers
/// that no case needs.
class WriterCases {
 public:
  WriterCases(std::initializer_list<WriterCase> cases) : cases_(cases) { all().push_back(this); }
  WriterCases(const WriterCases&) = delete;
  WriterCases& operator=(const WriterCases&) = delete;

  auto begin() const { return cases_.begin(); }
  auto end() const { return cases_.end(); }

  static std::vector<const WriterCases*>& all() {
    static std::vector<const WriterCases*> tables;
    return tables;
  }

 private:
  const std::vector<WriterCase> cases_;
};

inline void expect_all(const WriterCases& cases) {
  for (const WriterCase& test : cases) {
    EXPECT_EQ(spell(parse_received(test.in, 1)), test.want) << test.name;
    expect_same_when_folded(test.name, test.in);
  }
}

}  // namespace hfilter_test
