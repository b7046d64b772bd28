// SPDX-License-Identifier: BSD-2-Clause
// Every word of the registry: true, false, and unknown with its reason. A word without such rows fails the last test.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "unit/facts/word_rows.h"

namespace hfilter_test {
namespace {

using namespace hfilter;

void expect(const std::vector<WordRow>& rows) {
  for (const WordRow& row : rows) {
    Sample sample(row.given);
    const Truth got = sample.ask(row.condition);
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(row.want))
        << row.condition << " (HELO " << row.given.hop.helo.value_or("-") << ", head " << row.given.head
        << "): " << got.why;
    EXPECT_STREQ(got.is_unknown() ? reason_name(got.reason) : "", row.reason) << row.condition << ": " << got.why;
    EXPECT_TRUE(!got.is_unknown() || !got.why.empty()) << row.condition << " is unknown without a text";
    EXPECT_LE(got.why.size(), 1000u) << row.condition;
  }
}

TEST(Words, OfTheConnection) { expect(connection_rows()); }

TEST(Words, OfTheHeader) { expect(header_rows()); }

TEST(Words, OfDns) { expect(dns_rows()); }

TEST(Words, OfResultsFields) { expect(results_rows()); }

TEST(Words, OfTheInside) { expect(mime_rows()); }

TEST(Words, AnEncryptedArchive) {
  const Given s;
  Sample sample(s.headed("Content-Type: application/zip; name=a.zip\n").with([](Given& x) {
    x.body = std::string("PK\x03\x04", 4);
  }));
  sample.mime.listing = ArchiveListing{{"a.txt"}, true, "", false};
  EXPECT_TRUE(sample.ask("attachment is encrypted").is_true());
  EXPECT_TRUE(sample.ask("attachment is executable").is_unknown());
}

TEST(Words, EachIsTriedWithEachAnswer) {
  std::map<std::string, std::set<Kleene>> tried;
  for (const std::vector<WordRow>& rows : {connection_rows(), header_rows(), dns_rows(), results_rows(), mime_rows()}) {
    for (const WordRow& row : rows) tried[row.condition].insert(row.want);
  }
  for (const WordDef& word : all_words()) {
    const std::string condition = std::string(fact_def(word.fact).name) + " is " + word.word;
    if (condition == "attachment is encrypted") tried[condition].insert(T);  // Words.AnEncryptedArchive
    EXPECT_TRUE(tried[condition].count(T)) << condition << " has no row that is true";
    EXPECT_TRUE(tried[condition].count(F)) << condition << " has no row that is false";
    if (word.fact == FactId::border) continue;  // always known
    EXPECT_TRUE(tried[condition].count(U)) << condition << " has no row that is unknown";
  }
  for (const FactDef& fact : all_facts()) {
    if (fact.type != FactType::kFlag) continue;
    EXPECT_TRUE(tried[fact.name].count(T)) << fact.name << " has no row that is true";
    EXPECT_TRUE(tried[fact.name].count(F)) << fact.name << " has no row that is false";
    if (std::string_view(fact.manual.unknown_when).substr(0, 5) == "never") continue;
    EXPECT_TRUE(tried[fact.name].count(U)) << fact.name << " has no row that is unknown";
  }
}

}  // namespace
}  // namespace hfilter_test
