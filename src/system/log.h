// SPDX-License-Identifier: BSD-2-Clause
//
// Writes the log: one line per message, to a file of JSON lines, syslog, or both. The file is checked like a rule
// file, has one link and mode 0600, gets each line in one O_APPEND write, and moves to FILE.1 at 1 MiB if no other
// process holds its lock. Syslog lines are datagrams to /dev/log (facility mail, RFC 3164), dropped if nobody
// listens: syslog(3) would block. Errors in the default log also go to syslog, because only the user reads that log.
// Errors: none; a failure changes neither exit status nor output.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

struct LogOptions {
  std::vector<std::string> targets;  // the `set log` targets: "syslog", "off", absolute paths; empty: HOME/.hfilter/log
  std::string home;                  // the home of the user; empty: none, and the default is then syslog
  std::string syslog_socket = "/dev/log";
  size_t rotate_bytes = size_t{1} << 20;
  int keep = 1;  // the number of older files: FILE.1 (the newest) to FILE.N
};

enum class LogLevel { kInfo, kError };  // the syslog severities

/// Returns false for `set log off`: then no line is needed.
bool is_logged(const LogOptions& options);
/// Writes `line`, which has no line end (delivery/log_record).
void write_log(const LogOptions& options, std::string_view line, LogLevel level = LogLevel::kInfo);

}  // namespace hfilter
