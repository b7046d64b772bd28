// SPDX-License-Identifier: BSD-2-Clause
#include "app/load.h"

#include "advice/loader.h"
#include "system/user.h"

namespace hfilter {
namespace {

constexpr const char* kSiteFile = "/etc/hfilterrc";
constexpr const char* kUserFile = "/.hfilterrc";    // The user's rule file, without the home before it.
constexpr const char* kConfigFile = "/hfilter/rc";  // The rule file in the folder of configuration files.
constexpr const char* kDefaultConfig = "/.config";  // The default folder of configuration files, in the home.

std::string home_or_none() {
  Result<std::string> home = home_folder();
  return home ? *home : std::string();
}

/// Returns the user's rule file: ~/.hfilterrc, or hfilter/rc in the configuration folder if only that exists.
std::string user_file(const std::string& home) {
  const std::string dotfile = home + kUserFile;
  const std::string config = config_folder(home) + kConfigFile;
  return is_absent(dotfile) && !is_absent(config) ? config : dotfile;
}

/// Returns the rule files in force. root judges the mail of others, so root's own file does not count.
std::vector<RuleSource> sources_of(const Options& options, const std::string& home) {
  std::vector<RuleSource> sources;
  for (const std::string& path : options.rc_files) sources.push_back({path, true, false});
  if (!sources.empty()) return sources;
  sources.push_back({kSiteFile, false, true});
  if (!home.empty() && !running_as_root()) sources.push_back({user_file(home), false, false});
  return sources;
}

Diagnostic file_warning(const std::string& name, const std::string& file, std::string text, std::string help) {
  Diagnostic warning;
  warning.is_error = false;
  warning.name = name;
  warning.error = failure(ErrorKind::kUnsupported, std::move(text), std::move(help)).at(file);
  return warning;
}

}  // namespace

LoadedRules::LoadedRules(const Options& options, const Clock& clock, std::optional<std::string> input)
    : home(home_or_none()),
      files(home, std::move(input)),
      set(load_rules(sources_of(options, home), files, clock.today())) {}

std::string owner_of_rule_file(const std::string& path) {
  return owner_of_home_file(path, {kUserFile, std::string(kDefaultConfig) + kConfigFile});
}

std::vector<Diagnostic> user_file_warnings(const std::string& home) {
  std::vector<Diagnostic> warnings;
  if (home.empty() || running_as_root()) return warnings;
  const std::string dotfile = home + kUserFile;
  const std::string config = config_folder(home) + kConfigFile;
  if (is_absent(config)) return warnings;
  if (!is_absent(dotfile)) {
    warnings.push_back(
        file_warning("two-files", config, "is not read, because " + dotfile + " exists", "keep one of the two files"));
  } else if (config != home + kDefaultConfig + kConfigFile) {
    warnings.push_back(file_warning("config-home", config,
                                    "is found only by XDG_CONFIG_HOME, which delivery agents do not set",
                                    "move it to " + home + kDefaultConfig + kConfigFile));
  }
  return warnings;
}

}  // namespace hfilter
