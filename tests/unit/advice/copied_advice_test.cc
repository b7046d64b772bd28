// SPDX-License-Identifier: BSD-2-Clause
//
// What is taken from a help, and where it is put: the tests of advice depend on both.
#include "unit/advice/copied_advice.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace hfilter {
namespace {

TEST(CopiedAdvice, OffersOfAHelp) {
  const struct {
    const char* help;
    std::vector<std::string> want;
  } rows[] = {
      {"", {}},
      {"write: helo in mydomains", {"helo in mydomains"}},
      {"write: 10M; the unit is one letter", {"10M"}},
      {"put it in quotes: \"a; b: c\"", {"\"a; b: c\""}},
      {"write: addresses w from \"w\", and here: sender in w", {"sender in w"}},
      {"write: hops = 2, or a range: 2..5", {"hops = 2", "2..5"}},
      {"it stands alone: stranger, or: not stranger", {"stranger", "not stranger"}},
      {"did you mean `helo`?", {"helo"}},
      {"write `and`", {"and"}},
      {"take the comma out", {""}},
      {"a statement ends with its line: take it out", {""}},
      {"keep it in procmail, and call hfilter from there: * ? x\n`* ^A` is in hfilter: helo in (a.b)",
       {"helo in (a.b)"}},
      {"a rule is: match CONDITION then ACTION", {}},
      {"define it: domains x = ENTRY, ENTRY", {}},
      {"the size is `message size`, as in: message size > 10M", {}},
      {"`helo in (a.b)` asks for: helo, client", {}},
      {"hops > 3, hops 3..5", {}},
  };
  for (const auto& row : rows) {
    std::vector<std::string> got;
    for (const CopiedAdvice& offer : advice_of(row.help)) got.push_back(offer.text);
    EXPECT_EQ(row.want, got) << row.help;
  }
  EXPECT_EQ("addresses w from \"w\"", advice_of("write: addresses w from \"w\", and here: sender in w")[0].above);
}

TEST(CopiedAdvice, TheLikeliestPlaceComesFirst) {
  const struct {
    const char* in;
    const char* fault;  // begins at the caret
    CopiedAdvice offer;
    const char* want;
  } rows[] = {
      {"match spf fail then junk", "fail", {{}, "spf is fail"}, "match spf is fail then junk"},
      {"match hops is 2 then junk", "2", {{}, "hops = 2"}, "match hops = 2 then junk"},
      {"mydomains: a.example", "mydomains:", {{}, "mydomains a.example"}, "mydomains a.example"},
      {"match subject contains a then junk", "a then", {{}, "\"a\""}, "match subject contains \"a\" then junk"},
      {"match x then pipe to \"/y\"", "to", {{}, "\"/y\""}, "match x then pipe \"/y\""},
      {"match x is a, then junk", ", then", {}, "match x is a then junk"},
      {"match s is \"a\" and \"b\" then junk",
       "\"b\"",
       {{}, "s is \"b\"", true},
       "match s is \"a\" and s is \"b\" then junk"},
      {"match x then log \"a {ehlo}\"", "{ehlo}", {{}, "{helo}"}, "match x then log \"a {helo}\""},
  };
  for (const auto& row : rows) {
    const std::string in = row.in;
    EXPECT_EQ(row.want, with_advice(in, in.rfind(row.fault), row.offer)[0]) << in;
  }
}

/// Every part of the statement that has the fault is tried, and nothing is put inside a word.
TEST(CopiedAdvice, EachPartIsTriedAndNoWordIsCut) {
  const std::vector<std::string> all = with_advice("domains d = a.example:25", 12, {{}, "a.example"});
  EXPECT_NE(all.end(), std::find(all.begin(), all.end(), "domains d = a.example"));
  EXPECT_NE(all.end(), std::find(all.begin(), all.end(), "a.example"));
  EXPECT_EQ(all.end(), std::find(all.begin(), all.end(), "domains d = a.example25"));
}

}  // namespace
}  // namespace hfilter
