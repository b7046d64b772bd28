// SPDX-License-Identifier: BSD-2-Clause
//
// Plans the delivery of one message for `hfilter deliver`. Pure, so tests cover every case.
// Errors: no destination, root, or a folder name that leaves the Maildir. The message then stays with the host (exit
// status 75, with `agent qmail` 111).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/verdict.h"

namespace hfilter {

struct DeliverOptions {
  std::string maildir;               // the value of --maildir, absolute or below `home`; empty: none
  std::string junk_maildir;          // the value of --junk, in the same form; empty: the folder .Junk of the Maildir
  std::vector<std::string> command;  // the words after --
  std::string home;                  // the user's home, not the working directory; empty: none
  bool agent_qmail = false;
  bool as_root = false;
  bool output_bounces = false;  // Exim makes a bounce of everything that hfilter prints
};

struct DeliverStep {
  enum class Kind { kMaildir, kRun, kExec };
  Kind kind;
  std::string maildir;            // the path of the Maildir for kMaildir
  std::string folder;             // the folder for kMaildir, from maildir_folder(); empty: the Maildir itself
  std::vector<std::string> argv;  // the command for kRun and kExec
};

struct DeliverPlan {
  std::vector<DeliverStep> steps;  // the steps, carried out in this order until one fails
  int exit_code = 75;              // the exit status if all steps succeed
  int failure_code = 75;
  std::string output;  // the line that a reject or a defer prints on stdout, without its end
  std::string home;    // the home; a missing Maildir below it is created; empty: none is created
};

/// Returns "4.7.1 TEXT" for the host about a message that it keeps, deferred or failed. Returns "" if
/// `output_bounces`. Postfix takes the status class from this line; without the code, 75 could become a bounce.
std::string deferral_line(std::string_view text, bool output_bounces);

Result<DeliverPlan> plan_delivery(const Verdict& verdict, const DeliverOptions& options);

}  // namespace hfilter
