// SPDX-License-Identifier: BSD-2-Clause
//
// The effect and exit status of each verdict in each command (hfilter(1), EXIT STATUS). Pure, total.
// Source: sysexits.h and mail servers: 75 is "try again" in all of them; 64 65 70 78 bounce.
#pragma once

#include "rules/verdict.h"

namespace hfilter {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFalse = 1;         // hfilter test: the answer is no
inline constexpr int kExitCannotTell = 2;    // hfilter test: the condition is unknown
inline constexpr int kExitWarnings = 1;      // hfilter check --strict: warnings
inline constexpr int kExitUsage = 64;        // EX_USAGE: wrong arguments for test, and for commands for people
inline constexpr int kExitNoInput = 66;      // EX_NOINPUT: an input file cannot be read
inline constexpr int kExitTryAgain = 75;     // EX_TEMPFAIL: the host tries again later
inline constexpr int kExitRefused = 77;      // EX_NOPERM: the mail is refused
inline constexpr int kExitFaultyRules = 78;  // EX_CONFIG: check found errors in the rules
inline constexpr int kExitQmailDone = 99;    // qmail-command(8): the delivery succeeded; qmail skips other lines
inline constexpr int kExitQmailRefused = 100;
inline constexpr int kExitQmailTryAgain = 111;

enum class Command { kFilter, kDeliverMaildir, kDeliverCommand, kJudge, kTest, kExplain };

/// The effect of a verdict on the message.
enum class Effect {
  kNothing,     // hfilter does nothing with the mail (judge, test, explain; deliver: discard or defer)
  kPassOn,      // hfilter writes the whole message with its new header to stdout
  kInbox,       // hfilter delivers into the Maildir
  kJunkFolder,  // hfilter delivers into the junk folder of the Maildir
  kFolder,      // hfilter delivers into the folder of `deliver "X"`
  kCommand,     // hfilter replaces itself with CMD (exec)
  kPipe,        // hfilter runs the command of `pipe` with the message as its stdin
  kRefuse,      // hfilter prints one line "5.7.1 text"
};

struct Outcome {
  Effect effect;
  int exit_code;  // the exit status on success; for kCommand that of CMD
};

Outcome outcome(Command command, Action action, bool agent_qmail = false);

/// Returns the status of a failure: 111 for a command that delivers with `agent qmail`, otherwise 75.
int failure_exit(Command command, bool agent_qmail = false);

/// Returns whether the command carries out `copy` and `pipe`. If not, the result header says "not done".
bool does_side_effects(Command command);

}  // namespace hfilter
