// SPDX-License-Identifier: BSD-2-Clause
//
// Finds and loads the rule files for this user and this command line.
// Errors: none; faults are in RuleSet::diagnostics.
// Lifetime: LoadedRules must outlive everything that is judged with it.
#pragma once

#include <optional>
#include <string>

#include "app/options.h"
#include "probes/clock.h"
#include "rules/rule_set.h"
#include "system/files/rcfile.h"

namespace hfilter {

/// Reads rule files from the file system. `input`, if given, is the content of the file `-`.
class GivenRuleFiles : public SystemRuleFiles {
 public:
  GivenRuleFiles(std::string home, std::optional<std::string> input)
      : SystemRuleFiles(std::move(home)), input_(std::move(input)) {}
  Result<std::string> read(const std::string& path) override {
    return input_ && path == "-" ? Result<std::string>(*input_) : SystemRuleFiles::read(path);
  }

 private:
  const std::optional<std::string> input_;
};

struct LoadedRules {
  std::string home;  // the path of the home; empty: no home
  GivenRuleFiles files;
  RuleSet set;

  /// `input` is the content of standard input if the rules come from there (`check -`).
  LoadedRules(const Options& options, const Clock& clock, std::optional<std::string> input = std::nullopt);
  LoadedRules(const LoadedRules&) = delete;
  LoadedRules& operator=(const LoadedRules&) = delete;
};

/// Returns the user whose own rule file is `path`; empty for root, or if there is no such user.
std::string owner_of_rule_file(const std::string& path);

/// Returns warnings for `check` about the two possible rule files of the user: both exist, or deliveries would not
/// find the file.
std::vector<Diagnostic> user_file_warnings(const std::string& home);

}  // namespace hfilter
