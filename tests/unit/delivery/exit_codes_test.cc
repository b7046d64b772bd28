// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/exit_codes.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

struct Cell {
  Effect effect;
  int exit_code;
};

struct Line {
  const char* name;
  Command command;
  bool qmail;
  Cell want[7];  // accept, junk, reject, defer, discard, deliver, pipe
};

constexpr Action kAll[] = {Action::kAccept,  Action::kJunk,    Action::kReject, Action::kDefer,
                           Action::kDiscard, Action::kDeliver, Action::kPipe};

using E = Effect;

const Line kTable[] = {
    {"filter passes everything on",
     Command::kFilter,
     false,
     {{E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0}}},
    {"filter does not know qmail",
     Command::kFilter,
     true,
     {{E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0},
      {E::kPassOn, 0}}},
    {"deliver --maildir",
     Command::kDeliverMaildir,
     false,
     {{E::kInbox, 0},
      {E::kJunkFolder, 0},
      {E::kRefuse, 77},
      {E::kNothing, 75},
      {E::kNothing, 0},
      {E::kFolder, 0},
      {E::kPipe, 0}}},
    {"deliver --maildir for qmail",
     Command::kDeliverMaildir,
     true,
     {{E::kInbox, 99},
      {E::kJunkFolder, 99},
      {E::kRefuse, 100},
      {E::kNothing, 111},
      {E::kNothing, 99},
      {E::kFolder, 99},
      {E::kPipe, 99}}},
    {"deliver -- CMD",
     Command::kDeliverCommand,
     false,
     {{E::kCommand, 0},
      {E::kCommand, 0},
      {E::kRefuse, 77},
      {E::kNothing, 75},
      {E::kNothing, 0},
      {E::kCommand, 0},
      {E::kPipe, 0}}},
    {"judge says it by its status",
     Command::kJudge,
     false,
     {{E::kNothing, 0},
      {E::kNothing, 10},
      {E::kNothing, 11},
      {E::kNothing, 12},
      {E::kNothing, 13},
      {E::kNothing, 14},
      {E::kNothing, 14}}},
    {"explain has no effect",
     Command::kExplain,
     false,
     {{E::kNothing, 0},
      {E::kNothing, 0},
      {E::kNothing, 0},
      {E::kNothing, 0},
      {E::kNothing, 0},
      {E::kNothing, 0},
      {E::kNothing, 0}}},
};

TEST(ExitCodes, WhatEachVerdictDoes) {
  for (const Line& line : kTable) {
    for (size_t i = 0; i < 7; ++i) {
      Outcome got = outcome(line.command, kAll[i], line.qmail);
      EXPECT_EQ(static_cast<int>(got.effect), static_cast<int>(line.want[i].effect)) << line.name << ", action " << i;
      EXPECT_EQ(got.exit_code, line.want[i].exit_code) << line.name << ", action " << i;
    }
  }
}

// 64, 65, 70, 76, 78 and 112 bounce the mail in Postfix, Exim or qmail; 71, 73, 74 in some of them.
TEST(ExitCodes, NoDeliveryModeEndsWithACodeThatBounces) {
  for (Command command : {Command::kFilter, Command::kDeliverMaildir, Command::kDeliverCommand}) {
    for (bool qmail : {false, true}) {
      for (Action action : kAll) {
        int code = outcome(command, action, qmail).exit_code;
        bool good =
            qmail ? code == 0 || code == 99 || code == 100 || code == 111 : code == 0 || code == 75 || code == 77;
        EXPECT_TRUE(good) << "got " << code << " for action " << static_cast<int>(action);
      }
    }
  }
}

TEST(ExitCodes, Failures) {
  struct Case {
    Command command;
    bool qmail;
    int want;
  } cases[] = {{Command::kFilter, false, 75},
               {Command::kFilter, true, 75},
               {Command::kDeliverMaildir, false, 75},
               {Command::kDeliverMaildir, true, 111},
               {Command::kDeliverCommand, true, 111},
               {Command::kJudge, true, 75},
               {Command::kTest, false, 75}};
  for (const Case& c : cases) EXPECT_EQ(failure_exit(c.command, c.qmail), c.want) << static_cast<int>(c.command);
}

TEST(ExitCodes, OnlyDeliverHasSideEffects) {
  EXPECT_TRUE(does_side_effects(Command::kDeliverMaildir));
  EXPECT_TRUE(does_side_effects(Command::kDeliverCommand));
  for (Command c : {Command::kFilter, Command::kJudge, Command::kTest, Command::kExplain}) {
    EXPECT_FALSE(does_side_effects(c)) << static_cast<int>(c);
  }
}

}  // namespace
}  // namespace hfilter
