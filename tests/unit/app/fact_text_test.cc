// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/fact_text.h"

#include <gtest/gtest.h>

#include <string>

namespace hfilter {
namespace {

FactValue texts(int count) {
  std::vector<Scalar> values;
  for (int i = 1; i <= count; ++i) values.emplace_back(std::to_string(i));
  return FactValue::several(std::move(values));
}

TEST(FactText, Values) {
  const struct {
    const char* name;
    FactType type;
    FactValue in;
    std::string want;
  } rows[] = {
      {"none", FactType::kText, FactValue::none(), ""},
      {"one", FactType::kText, texts(1), "1"},
      {"five", FactType::kText, texts(5), "1, 2, 3, 4, 5"},
      {"a day", FactType::kDate, FactValue::one(Scalar(12501.0)), "2004-03-24"},
      {"of two lines", FactType::kText, FactValue::one(Scalar(std::string("a\n b"))), "a b"},
      {"a control character", FactType::kText, FactValue::one(Scalar(std::string("a\033[31m"))), "a\\x1b[31m"},
  };
  for (const auto& row : rows) EXPECT_EQ(values_text(row.type, row.in), row.want) << row.name;
}

TEST(FactText, NumberAndLengthAreBounded) {
  EXPECT_EQ(values_text(FactType::kText, texts(7)), "1, 2, 3, 4, 5 and 2 more");
  EXPECT_EQ(shown(std::string(120, 'x')), std::string(120, 'x'));
  EXPECT_EQ(shown(std::string(10'000, 'x')), std::string(120, 'x') + "...");
}

}  // namespace
}  // namespace hfilter
