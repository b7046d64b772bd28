// SPDX-License-Identifier: BSD-2-Clause
//
// The table of hfilter's commands: names, arguments, options, help. Static data, also used to test the completions
// and hfilter(1).
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace hfilter {

struct Options;  // defined in app/options.h

enum class CommandId { kFilter, kDeliver, kTest, kJudge, kExplain, kCheck, kWords, kSpf, kHelp };
inline constexpr size_t kCommandCount = static_cast<size_t>(CommandId::kHelp) + 1;

/// Groups of options that a command accepts, as bits.
inline constexpr unsigned kTakesRules = 1u << 0;     // the option --rc
inline constexpr unsigned kTakesEnvelope = 1u << 1;  // the options --client-ip --helo --sender --recipient
inline constexpr unsigned kTakesOnError = 1u << 2;   // the option --on-error
inline constexpr unsigned kTakesJson = 1u << 3;      // the option --json
inline constexpr unsigned kTakesColor = 1u << 4;     // the option --color
inline constexpr unsigned kTakesStrict = 1u << 5;    // the option --strict
inline constexpr unsigned kTakesAll = 1u << 6;       // the option --all
inline constexpr unsigned kTakesVerbose = 1u << 7;   // the option -v
inline constexpr unsigned kTakesQuiet = 1u << 8;     // the option -q
inline constexpr unsigned kTakesTarget = 1u << 9;    // the options --maildir --junk, and -- CMD ARG...
inline constexpr unsigned kTakesDns = 1u << 10;      // the options --dns-server --dns-timeout
inline constexpr unsigned kTakesNoDns = 1u << 12;    // the option --no-dns
inline constexpr unsigned kTakesAskDns = 1u << 13;   // the option --dns
inline constexpr unsigned kTakesUser = 1u << 14;     // the option --user
inline constexpr unsigned kTakesTriple = 1u << 11;   // the options --ip --helo --sender --default-explanation

struct CommandDef {
  CommandId id;
  const char* name;
  const char* arguments;  // the arguments as in the synopsis
  const char* summary;    // the purpose of the command in one line
  const char* details;    // the description and an example, for --help
  unsigned options;       // the options of the command, as a set of kTakes bits
  int min_arguments;
  int max_arguments;  // the number of arguments that are allowed; -1: any number
  int usage_status;   // the exit status for a wrong command line (hfilter(1), EXIT STATUS)
  int (*run)(const Options&);
};

const std::array<CommandDef, kCommandCount>& all_commands();
/// Returns the command with this name; null if there is none.
const CommandDef* find_command(std::string_view name);
const CommandDef& command_def(CommandId id);

/// Returns the text of `hfilter --help`.
std::string general_help();

}  // namespace hfilter
