// SPDX-License-Identifier: BSD-2-Clause
//
// The log: one line a message, in a file of JSON lines and/or syslog. A failure never changes the outcome and is never
// said anywhere. The file is opened with the checks of a rule file, has one link and mode 0600, takes each line in one
// O_APPEND write, and moves to FILE.1 at 1 MiB if no other process holds its lock. syslog is our own datagram to
// /dev/log (facility mail, RFC 3164), dropped where nobody listens: syslog(3) would block. An error in the
// default log also goes to syslog, because only the user reads the default log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hfilter {

struct LogOptions {
  std::vector<std::string> targets;  // of `set log`: "syslog", "off" or absolute paths; empty: HOME/.hfilter/log
  std::string home;                  // empty: none, then the default is syslog
  std::string syslog_socket = "/dev/log";
  size_t rotate_bytes = size_t{1} << 20;
  int keep = 1;  // older parts: FILE.1, the newest, to FILE.N
};

enum class LogLevel { kInfo, kError };  // severities of syslog

/// False for `set log off`, which stands alone: then no line need be made.
bool is_logged(const LogOptions& options);
/// `line` is one line without its end (delivery/log_record).
void write_log(const LogOptions& options, std::string_view line, LogLevel level = LogLevel::kInfo);

}  // namespace hfilter
