// SPDX-License-Identifier: BSD-2-Clause
//
// The command line as values. Only options.cc uses Boost.
// Errors: a wrong command line is an Error of kind kSyntax, whose `help` says what to write.
// ParsedOptions::usage_status is the exit status that the command documents for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "address/ip_address.h"
#include "app/commands.h"
#include "base/result.h"

namespace hfilter {

enum class ColorChoice { kAuto, kAlways, kNever };

struct Options {
  CommandId command = CommandId::kFilter;
  std::vector<std::string> arguments;
  bool bare = false;  // hfilter was called without arguments
  bool help = false;
  bool general_help = false;  // the user gave --help without a command
  bool version = false;

  std::string user;                   // the value of check --user; empty: the user who runs the program
  std::vector<std::string> rc_files;  // the values of --rc, in order; they replace /etc/hfilterrc and ~/.hfilterrc
  std::optional<bool> defer_on_error;
  std::optional<IpAddress> client_ip;
  std::optional<std::string> helo;
  std::optional<std::string> sender;
  std::optional<std::string> recipient;
  std::string maildir;
  std::string junk_maildir;
  std::vector<std::string> deliver_command;  // the words after --
  std::string ip;                            // the value of spf --ip
  std::string default_explanation;
  bool no_dns = false;
  bool ask_dns = false;  // the user gave check --dns
  std::vector<std::string> dns_servers;
  std::optional<int> dns_timeout_ms;
  bool json = false;
  bool all = false;
  bool strict = false;
  bool verbose = false;
  bool quiet = false;
  ColorChoice color = ColorChoice::kAuto;
};

struct ParsedOptions {
  Options options;
  std::optional<Error> error;
  int usage_status = 64;  // the exit status if `error` is set
};

ParsedOptions parse_options(int argc, const char* const* argv);

/// Returns the text of `hfilter COMMAND --help`.
std::string command_help(const CommandDef& command);

}  // namespace hfilter
