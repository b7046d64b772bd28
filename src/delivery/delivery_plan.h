// SPDX-License-Identifier: BSD-2-Clause
//
// What `hfilter deliver` will do with one message, as a plan: pure, so that every case stands in a test.
// A plan that cannot be made (no destination, root, a folder name that leaves the Maildir) is an Error; the message
// then stays with the host (75, with `agent qmail` 111).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/verdict.h"

namespace hfilter {

struct DeliverOptions {
  std::string maildir;               // --maildir, absolute or below `home`; empty: none
  std::string junk_maildir;          // --junk, the same; empty: the folder .Junk of the Maildir
  std::vector<std::string> command;  // after --
  std::string home;                  // of the user: never the working directory; empty: none
  bool agent_qmail = false;
  bool as_root = false;
  bool output_bounces = false;  // the host returns a message to its sender if the program prints anything
};

struct DeliverStep {
  enum class Kind { kMaildir, kRun, kBecome };
  Kind kind;
  std::string maildir;            // kMaildir
  std::string folder;             // kMaildir: as maildir_folder() gives it; empty: the Maildir itself
  std::vector<std::string> argv;  // kRun, kBecome
};

struct DeliverPlan {
  std::vector<DeliverStep> steps;  // in this order; the first failure ends it
  int exit_code = 75;              // when all steps are done
  int failure_code = 75;
  std::string output;  // for stdout, one line without its end: of a reject or a defer
  std::string home;    // below it a missing Maildir is created; empty: nowhere
};

/// Returns the line for the host about a message that stays with it, because it is deferred or because of a failure:
/// "4.7.1 TEXT". Empty if `output_bounces` (DeliverOptions). Postfix takes the class of the status from this line, so
/// that a line without the code could turn the exit status 75 into a bounce.
std::string deferral_line(std::string_view text, bool output_bounces);

Result<DeliverPlan> plan_delivery(const Verdict& verdict, const DeliverOptions& options);

}  // namespace hfilter
