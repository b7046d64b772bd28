// SPDX-License-Identifier: BSD-2-Clause
//
// The one table of what each verdict does in each command: hfilter(1), EXIT STATUS. Pure, total.
// Source of the numbers: sysexits.h, and what hosts do with them (75 is "try again" in all; 64 65 70 78 bounce).
#pragma once

#include "rules/verdict.h"

namespace hfilter {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFalse = 1;         // test
inline constexpr int kExitCannotTell = 2;    // test
inline constexpr int kExitWarnings = 1;      // check --strict
inline constexpr int kExitUsage = 64;        // EX_USAGE: test, and commands for people
inline constexpr int kExitNoInput = 66;      // EX_NOINPUT
inline constexpr int kExitTryAgain = 75;     // EX_TEMPFAIL
inline constexpr int kExitRefused = 77;      // EX_NOPERM
inline constexpr int kExitFaultyRules = 78;  // EX_CONFIG: check
inline constexpr int kExitQmailDone = 99;    // qmail-command(8): success, and no further line
inline constexpr int kExitQmailRefused = 100;
inline constexpr int kExitQmailTryAgain = 111;

enum class Command { kFilter, kDeliverMaildir, kDeliverCommand, kJudge, kTest, kExplain };

/// What is done with the message.
enum class Effect {
  kNothing,     // judge, test, explain: no side effect; deliver: discarded or deferred
  kPassOn,      // the whole message with its new header on stdout
  kInbox,       // the Maildir
  kJunkFolder,  // its junk folder
  kFolder,      // the folder that `deliver "X"` names
  kCommand,     // become CMD
  kPipe,        // run the command of `pipe`, with the message on its stdin
  kRefuse,      // one line "5.7.1 text" on stdout
};

struct Outcome {
  Effect effect;
  int exit_code;  // when all went well; kCommand ends as CMD does
};

Outcome outcome(Command command, Action action, bool agent_qmail = false);

/// When something went wrong: 75, or 111 for deliver with `agent qmail`.
int failure_exit(Command command, bool agent_qmail = false);

/// Does this command carry out `copy` and `pipe`? Where it does not, the header says "not done".
bool does_side_effects(Command command);

}  // namespace hfilter
