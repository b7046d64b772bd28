// SPDX-License-Identifier: BSD-2-Clause
//
// Formats the output of `hfilter check`, as text and JSON. Pure.
#pragma once

#include <string>
#include <vector>

#include "app/mail_hosts.h"
#include "app/report/terminal.h"
#include "rules/rule_set.h"

namespace hfilter {

struct CheckCounts {
  int errors = 0;
  int warnings = 0;
};

/// The user whose access rights applied during the check.
struct CheckedUser {
  std::string name;         // the user for whom root checked; empty: the user who runs the program
  bool skips_home = false;  // root checked only the rules of the site, and read no user's file
};

CheckCounts count_diagnostics(const RuleSet& rules);

/// Returns errors and warnings with their lines and helps; "3 rules, 2 lists with 5003 entries: 1 error, 2
/// warnings"; the parsed trust lists; and a line about DNS if it was asked. The diagnostics include DNS warnings.
/// Only diagnostics can be wider than the terminal.
std::string check_text(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns,
                       const Terminal& terminal);
std::string check_json(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns);

/// Returns the text of check_text() for a procmailrc (lint/procmail/procmail_use.h).
std::string check_procmailrc_text(const std::string& file, const std::vector<Diagnostic>& found,
                                  const Terminal& terminal);
std::string check_procmailrc_json(const std::string& file, const std::vector<Diagnostic>& found);

}  // namespace hfilter
