// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter check`: the diagnostics of a rule set as text and as JSON, and what the rules hold. Pure.
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

/// The user with whose rights the files were checked.
struct CheckedUser {
  std::string name;         // root checked them as this user; empty: as the user who runs the program
  bool skips_home = false;  // root checked the site's rules and read no file of a user
};

CheckCounts count_diagnostics(const RuleSet& rules);

/// All errors and warnings, each with its line and help, then one line: "3 rules, 2 lists with 5003 entries: 1 error, 2
/// warnings", the trust lists as they were understood, and a line about DNS if it was asked; its warnings are among the
/// diagnostics. Only diagnostics can be wider than the terminal.
std::string check_text(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns,
                       const Terminal& terminal);
std::string check_json(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns);

/// The same of a procmailrc (lint/procmail/procmail_use.h).
std::string check_procmailrc_text(const std::string& file, const std::vector<Diagnostic>& found,
                                  const Terminal& terminal);
std::string check_procmailrc_json(const std::string& file, const std::vector<Diagnostic>& found);

}  // namespace hfilter
