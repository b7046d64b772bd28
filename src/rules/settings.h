// SPDX-License-Identifier: BSD-2-Clause
//
// The settings of a rule file and their defaults, as in SETTINGS of hfilterrc(5).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hfilter {

struct Settings {
  bool dns = true;
  int dns_timeout_ms = 2'000;
  int dns_budget_ms = 4'000;
  std::vector<std::string> dns_servers;  // the name servers; empty means those of /etc/resolv.conf
  bool authenticated_is_mine = true;     // the value of `set authenticated mine|stranger`
  bool defer_when_unsure = false;        // the value of `set when-unsure ignore|defer`
  bool defer_on_error = false;           // the value of `set on-error pass|defer`
  int64_t defer_limit_s = 4 * 3600;      // the greatest age (from the topmost Received time) of a deferred message
  bool guard_reject = true;              // the value of `set reject guarded|always`
  bool spam_headers = true;
  bool results_header = true;
  bool received_spf = false;
  bool strip_strangers = false;
  std::vector<std::string> results_from;    // the authserv-ids of `set results-from`, canonical
  std::vector<std::string> my_message_ids;  // globs that match a whole Message-ID without its <>
  std::string host;                         // the value of `set host NAME`; used in our own authserv-id
  std::vector<std::string> log;             // the targets of the log: "syslog", "off" or a path; empty: the default
  int log_keep = 1;                         // the number of rotated log files
  bool log_full = false;                    // the value of `set log-detail normal|full`
  bool agent_qmail = false;                 // the value of `set agent auto|qmail`
};

}  // namespace hfilter
