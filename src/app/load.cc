// SPDX-License-Identifier: BSD-2-Clause
#include "app/load.h"

#include "rules/loader.h"
#include "system/user.h"

namespace hfilter {
namespace {

constexpr const char* kSiteFile = "/etc/hfilterrc";
constexpr const char* kUserFile = "/.hfilterrc";

std::string home_or_none() {
  Result<std::string> home = home_folder();
  return home ? *home : std::string();
}

/// root judges the mail of others with the site's rules, never with a file that a folder of its own happens to hold.
std::vector<RuleSource> sources_of(const Options& options, const std::string& home) {
  std::vector<RuleSource> sources;
  for (const std::string& path : options.rc_files) sources.push_back({path, true, false});
  if (!sources.empty()) return sources;
  sources.push_back({kSiteFile, false, true});
  if (!home.empty() && !running_as_root()) sources.push_back({home + kUserFile, false, false});
  return sources;
}

}  // namespace

LoadedRules::LoadedRules(const Options& options, const Clock& clock, std::optional<std::string> input)
    : home(home_or_none()),
      files(home, std::move(input)),
      set(load_rules(sources_of(options, home), files, clock.today())) {}

bool LoadedRules::some_in_force() const {
  for (const RuleFileState& file : set.files) {
    if (file.found && !file.faulty) return true;
  }
  return !set.faulty();
}

std::string LoadedRules::first_error() const {
  for (const Diagnostic& diagnostic : set.diagnostics) {
    if (!diagnostic.is_error) continue;
    const Error& error = diagnostic.error;
    std::string place = error.file;
    if (error.line > 0) place += ":" + std::to_string(error.line) + ":" + std::to_string(error.column);
    return place.empty() ? error.text : place + ": " + error.text;
  }
  return {};
}

}  // namespace hfilter
