// SPDX-License-Identifier: BSD-2-Clause
//
// The faults that the parser reports, as data.
#include "language/fault.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "language/parser.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::vector<Fault> faults_of(const SourceText& source, RuleSet* rules) {
  FakeRuleFiles files;
  Draft draft;
  const ParseScope scope{*rules, rules, draft, source, &files, &rules->inline_lists};
  read_statements(scope, [](const std::string&, bool, std::string_view) { return true; });
  read_waiting(scope);
  return draft.faults;
}

TEST(Fault, HasACodeAPlaceAndWhatWasExpected) {
  const struct {
    const char* in;
    FaultCode code;
    Expected expected;
    const char* place;
  } rows[] = {
      {"math stranger then junk", FaultCode::kUnexpected, Expected::kStatement, "math"},
      {"match helo in nowhere then junk", FaultCode::kUndefined, Expected::kList, "nowhere"},
      {"match helo is 'x' then junk", FaultCode::kBadToken, Expected::kValue, "'x'"},
      {"match stranger and local or local then junk", FaultCode::kMixedAndOr, Expected::kNothing, "or"},
      {"match any hop subject is \"x\" then junk", FaultCode::kNotOfHop, Expected::kNothing, "subject"},
      {"match hops > many then junk", FaultCode::kInvalid, Expected::kNumber, "many"},
      {"match stranger then jnuk", FaultCode::kUnexpected, Expected::kAction, "jnuk"},
      {"set dns maybe", FaultCode::kInvalid, Expected::kSettingValue, "maybe"},
      {"domains d = 192.0.2.1", FaultCode::kInvalid, Expected::kEntry, "192.0.2.1"},
      {"test t = t", FaultCode::kCircle, Expected::kTestName, "t"},
  };
  for (const auto& row : rows) {
    const SourceText source("rc", std::string(row.in) + "\n");
    RuleSet rules;
    const std::vector<Fault> faults = faults_of(source, &rules);
    ASSERT_EQ(1u, faults.size()) << row.in;
    EXPECT_EQ(row.code, faults[0].code) << row.in;
    EXPECT_EQ(row.expected, faults[0].expected) << row.in;
    EXPECT_EQ(row.place, faults[0].place) << row.in;
  }
}

TEST(Fault, FaultsOfOneFileAreBounded) {
  std::string text;
  for (size_t i = 0; i < 2 * kMaxFaultsPerFile; ++i) text += "foo\n";
  const SourceText source("rc", std::move(text));
  RuleSet rules;
  EXPECT_EQ(kMaxFaultsPerFile, faults_of(source, &rules).size());
}

}  // namespace
}  // namespace hfilter
