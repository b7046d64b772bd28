// SPDX-License-Identifier: BSD-2-Clause
//
// The effect and exit status of each verdict in each command (hfilter(1), EXIT STATUS). Pure, total.
// Source: sysexits.h and mail servers: 75 is "try again" in all of them; 64 65 70 78 bounce.
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
inline constexpr int kExitQmailDone = 99;    // qmail-command(8): success, skip other lines
inline constexpr int kExitQmailRefused = 100;
inline constexpr int kExitQmailTryAgain = 111;

enum class Command { kFilter, kDeliverMaildir, kDeliverCommand, kJudge, kTest, kExplain };

/// The effect of a verdict on the message.
enum class Effect {
  kNothing,     // judge, test, explain: no side effect; deliver: discard or defer
  kPassOn,      // the whole message with its new header to stdout
  kInbox,       // into the Maildir
  kJunkFolder,  // into its junk folder
  kFolder,      // into the folder of `deliver "X"`
  kCommand,     // exec of CMD
  kPipe,        // run the command of `pipe` with the message as its stdin
  kRefuse,      // print one line "5.7.1 text"
};

struct Outcome {
  Effect effect;
  int exit_code;  // on success; kCommand: that of CMD
};

Outcome outcome(Command command, Action action, bool agent_qmail = false);

/// Returns the status of a failure: 75, or 111 with `agent qmail`.
int failure_exit(Command command, bool agent_qmail = false);

/// Returns whether the command carries out `copy` and `pipe`. If not, the result header says "not done".
bool does_side_effects(Command command);

}  // namespace hfilter
