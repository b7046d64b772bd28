// SPDX-License-Identifier: BSD-2-Clause
//
// The commands of hfilter as one table: names, what they take, their help. Read by options, run, the completions' check
// and the check of hfilter(1). Static data.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace hfilter {

struct Options;  // app/options.h

enum class CommandId { kFilter, kDeliver, kTest, kJudge, kExplain, kCheck, kWords, kSpf, kHelp };
inline constexpr size_t kCommandCount = static_cast<size_t>(CommandId::kHelp) + 1;

/// Groups of options a command takes; a set of bits.
inline constexpr unsigned kTakesRules = 1u << 0;     // --rc
inline constexpr unsigned kTakesEnvelope = 1u << 1;  // --client-ip --helo --sender --recipient
inline constexpr unsigned kTakesOnError = 1u << 2;   // --on-error
inline constexpr unsigned kTakesJson = 1u << 3;      // --json
inline constexpr unsigned kTakesColor = 1u << 4;     // --color
inline constexpr unsigned kTakesStrict = 1u << 5;    // --strict
inline constexpr unsigned kTakesAll = 1u << 6;       // --all
inline constexpr unsigned kTakesVerbose = 1u << 7;   // -v
inline constexpr unsigned kTakesQuiet = 1u << 8;     // -q
inline constexpr unsigned kTakesTarget = 1u << 9;    // --maildir --junk, -- CMD ARG...
inline constexpr unsigned kTakesDns = 1u << 10;      // --dns-server --dns-timeout
inline constexpr unsigned kTakesNoDns = 1u << 12;    // --no-dns
inline constexpr unsigned kTakesAskDns = 1u << 13;   // --dns
inline constexpr unsigned kTakesUser = 1u << 14;     // --user
inline constexpr unsigned kTakesTriple = 1u << 11;   // --ip --helo --sender --default-explanation

struct CommandDef {
  CommandId id;
  const char* name;
  const char* arguments;  // as the synopsis shows them
  const char* summary;    // one line
  const char* details;    // what it does and an example, for its own --help
  unsigned options;       // kTakes...
  int min_arguments;
  int max_arguments;  // -1: any number
  int usage_status;   // the exit status of a bad command line (hfilter(1), EXIT STATUS)
  int (*run)(const Options&);
};

const std::array<CommandDef, kCommandCount>& all_commands();
/// By name; null if there is none.
const CommandDef* find_command(std::string_view name);
const CommandDef& command_def(CommandId id);

/// `hfilter --help`: the commands, a line each.
std::string general_help();

}  // namespace hfilter
