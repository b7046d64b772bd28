// SPDX-License-Identifier: BSD-2-Clause
#include "probes/work_budget.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "unit/fake_mime_probe.h"

namespace hfilter {
namespace {

TEST(WorkBudget, EndsByTheClock) {
  FakeCpu cpu;
  cpu.us = 7'000'000;  // what was used before does not count
  WorkBudget work(&cpu, 100);
  EXPECT_EQ(work.left_ms(), 100);
  EXPECT_TRUE(work.spend(1'000'000));
  cpu.us += 40'000;
  EXPECT_EQ(work.left_ms(), 60);
  cpu.us += 60'000;
  EXPECT_TRUE(work.spend(1)) << "the clock is not read for so little";
  EXPECT_FALSE(work.was_exhausted());
  EXPECT_FALSE(work.spend(65'536));
  EXPECT_FALSE(work.spend(0)) << "over is over";
  EXPECT_EQ(work.left_ms(), 0);
  EXPECT_TRUE(work.was_exhausted());
}

TEST(WorkBudget, WithoutAClockItNeverEnds) {
  WorkBudget work;
  EXPECT_TRUE(work.spend(SIZE_MAX / 2));
  EXPECT_FALSE(work.is_exhausted());
  EXPECT_FALSE(work.share().is_exhausted());
}

TEST(WorkBudget, AShareIsHalfOfWhatIsLeft) {
  FakeCpu cpu;
  WorkBudget work(&cpu, 800);
  WorkBudget share = work.share();
  EXPECT_EQ(share.left_ms(), 400);
  cpu.us += 400'000;
  EXPECT_TRUE(share.is_exhausted());
  EXPECT_TRUE(work.was_exhausted()) << "something was not done";
  EXPECT_FALSE(work.is_exhausted()) << "others still have time";
  EXPECT_EQ(work.share().left_ms(), 200);
  cpu.us += 400'000;
  WorkBudget none = work.share();
  EXPECT_FALSE(none.spend(1)) << "of nothing there is no share";
}

// On a busy machine the processor's time is little, and the time that passes ends the work.
TEST(WorkBudget, EndsByTheTimeThatPasses) {
  FakeCpu clock;
  clock.wall_us = 9'000'000;  // what passed before does not count
  WorkBudget work(&clock, kMaxWorkMs);
  EXPECT_EQ(work.wait_ms(), kChildTimeoutMs);
  clock.us += 100'000;
  clock.wall_us += 1'000 * (kMaxWorkWallMs - 100);
  EXPECT_EQ(work.left_ms(), 100);
  EXPECT_EQ(work.wait_ms(), 100) << "no child may take longer";
  WorkBudget share = work.share();
  EXPECT_EQ(share.wait_ms(), 50);
  EXPECT_FALSE(work.is_exhausted());
  clock.wall_us += 50'000;
  EXPECT_TRUE(share.is_exhausted());
  EXPECT_FALSE(work.is_exhausted()) << "others still have time";
  clock.wall_us += 50'000;
  EXPECT_FALSE(work.spend(65'536));
  EXPECT_EQ(work.wait_ms(), 1);
  EXPECT_TRUE(work.was_exhausted());
}

// Consumer after consumer takes all that it can.
TEST(WorkBudget, WorkIsBounded) {
  FakeCpu cpu;
  cpu.us_a_look = 1'000;
  WorkBudget work(&cpu, kMaxWorkMs);
  for (int i = 0; i < 1'000; ++i) {
    WorkBudget share = work.share();
    while (share.spend(65'536)) {
    }
  }
  EXPECT_TRUE(work.is_exhausted() || work.left_ms() <= 2);
  EXPECT_LE(cpu.us, 2'000 * (kMaxWorkMs + 1'000));
}

TEST(WorkBudget, WorkWallIsBounded) {
  FakeCpu clock;
  clock.wall_us_a_look = 10'000;
  WorkBudget work(&clock, kMaxWorkMs);
  for (int i = 0; i < 1'000 && work.spend(65'536); ++i) {
  }
  EXPECT_TRUE(work.is_exhausted());
  EXPECT_LE(clock.wall_us, 1'000 * kMaxWorkWallMs + 20'000);
}

}  // namespace
}  // namespace hfilter
