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
  std::vector<std::string> dns_servers;  // empty means those of /etc/resolv.conf
  bool authenticated_is_mine = true;     // `set authenticated mine|stranger`
  bool defer_when_unsure = false;        // `set when-unsure ignore|defer`
  bool defer_on_error = false;           // `set on-error pass|defer`
  int64_t defer_limit_s = 4 * 3600;      // age of a message, from its topmost Received time, that allows a deferral
  bool guard_reject = true;              // `set reject guarded|always`
  bool spam_headers = true;
  bool results_header = true;
  bool received_spf = false;
  bool strip_strangers = false;
  std::vector<std::string> results_from;    // authserv-ids, canonical
  std::vector<std::string> my_message_ids;  // globs over the whole identifier, without <>
  std::string host;                         // `set host NAME`; used in our own authserv-id
  std::vector<std::string> log;             // "syslog", "off" or a path; empty means the default
  int log_keep = 1;                         // number of rotated log files
  bool log_full = false;                    // `set log-detail normal|full`
  bool agent_qmail = false;                 // `set agent auto|qmail`
};

}  // namespace hfilter
