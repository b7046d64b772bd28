// SPDX-License-Identifier: BSD-2-Clause
//
// Which rule files are in force for this user and this command line, loaded.
// How it fails: it does not; faults are in RuleSet::diagnostics. The LoadedRules must outlive everything judged with
// it.
#pragma once

#include <optional>
#include <string>

#include "app/options.h"
#include "probes/clock.h"
#include "rules/rule_set.h"
#include "system/files/rcfile.h"

namespace hfilter {

/// Those of the system, and perhaps a text in place of the file `-`.
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
  std::string home;  // empty: none
  GivenRuleFiles files;
  RuleSet set;

  /// `input`: what stands on standard input, if the rules are to be read from there (`check -`).
  LoadedRules(const Options& options, const Clock& clock, std::optional<std::string> input = std::nullopt);
  LoadedRules(const LoadedRules&) = delete;
  LoadedRules& operator=(const LoadedRules&) = delete;
};

/// Returns the user whose own rule file `path` is; empty if it is no user's, or root's.
std::string owner_of_rule_file(const std::string& path);

/// Warnings for `check` about the user's two possible rule files: both exist, or a delivery would not find the file.
std::vector<Diagnostic> user_file_warnings(const std::string& home);

}  // namespace hfilter
