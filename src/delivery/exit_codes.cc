// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/exit_codes.h"

namespace hfilter {
namespace {

constexpr int kActions = 7;
static_assert(static_cast<int>(Action::kPipe) == kActions - 1);

struct Row {
  // The outcomes are in the order of Action: accept, junk, reject, defer, discard, deliver, pipe.
  Outcome of[kActions];
};

constexpr Outcome kHeaders = {Effect::kPassOn, kExitOk};
constexpr Outcome kNoEffect = {Effect::kNothing, kExitOk};

// clang-format off
constexpr Row kFilterRow = {{kHeaders, kHeaders, kHeaders, kHeaders, kHeaders, kHeaders, kHeaders}};
constexpr Row kMaildirRow = {{
    {Effect::kInbox, kExitOk}, {Effect::kJunkFolder, kExitOk}, {Effect::kRefuse, kExitRefused},
    {Effect::kNothing, kExitTryAgain}, kNoEffect, {Effect::kFolder, kExitOk}, {Effect::kPipe, kExitOk}}};
constexpr Row kCommandRow = {{
    {Effect::kCommand, kExitOk}, {Effect::kCommand, kExitOk}, {Effect::kRefuse, kExitRefused},
    {Effect::kNothing, kExitTryAgain}, kNoEffect, {Effect::kCommand, kExitOk}, {Effect::kPipe, kExitOk}}};
constexpr Row kJudgeRow = {{
    {Effect::kNothing, 0}, {Effect::kNothing, 10}, {Effect::kNothing, 11},
    {Effect::kNothing, 12}, {Effect::kNothing, 13}, {Effect::kNothing, 14}, {Effect::kNothing, 14}}};
constexpr Row kNothingRow = {{kNoEffect, kNoEffect, kNoEffect, kNoEffect, kNoEffect, kNoEffect, kNoEffect}};
// clang-format on

const Row& row_of(Command command) {
  switch (command) {
    case Command::kFilter:
      return kFilterRow;
    case Command::kDeliverMaildir:
      return kMaildirRow;
    case Command::kDeliverCommand:
      return kCommandRow;
    case Command::kJudge:
      return kJudgeRow;
    case Command::kTest:  // the truth value of its condition is the exit status
    case Command::kExplain:
      return kNothingRow;
  }
  return kNothingRow;
}

bool is_delivery(Command command) { return command == Command::kDeliverMaildir || command == Command::kDeliverCommand; }

// Converts an exit status for qmail-command(8), where 77 and 0 have other meanings.
int for_qmail(int exit_code) {
  switch (exit_code) {
    case kExitOk:
      return kExitQmailDone;
    case kExitRefused:
      return kExitQmailRefused;
    default:
      return kExitQmailTryAgain;
  }
}

}  // namespace

Outcome outcome(Command command, Action action, bool agent_qmail) {
  Outcome result = row_of(command).of[static_cast<int>(action)];
  if (agent_qmail && is_delivery(command)) result.exit_code = for_qmail(result.exit_code);
  return result;
}

int failure_exit(Command command, bool agent_qmail) {
  return agent_qmail && is_delivery(command) ? kExitQmailTryAgain : kExitTryAgain;
}

bool does_side_effects(Command command) { return is_delivery(command); }

}  // namespace hfilter
