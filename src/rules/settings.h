// SPDX-License-Identifier: BSD-2-Clause
//
// The settings of a rule file with their defaults: hfilterrc(5), SETTINGS. A value type.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hfilter {

struct Settings {
  bool dns = true;
  int dns_timeout_ms = 2'000;
  int dns_budget_ms = 4'000;
  std::vector<std::string> dns_servers;  // empty: /etc/resolv.conf
  bool authenticated_is_mine = true;     // authenticated mine|stranger
  bool defer_when_unsure = false;        // when-unsure ignore|defer
  bool defer_on_error = false;           // on-error pass|defer
  int64_t defer_limit_s = 4 * 3600;      // from the topmost Received time
  bool guard_reject = true;              // reject guarded|always
  bool spam_headers = true;
  bool results_header = true;
  bool received_spf = false;
  bool strip_strangers = false;
  std::vector<std::string> results_from;    // authserv-ids, canonical
  std::vector<std::string> my_message_ids;  // globs over the whole identifier, without <>
  std::string host;                         // set host NAME: for our own authserv-id
  std::vector<std::string> log;             // "syslog", "off" or a path; empty: the default
  int log_keep = 1;                         // older parts of the log
  bool log_full = false;                    // log-detail normal|full
  bool agent_qmail = false;                 // agent auto|qmail
};

}  // namespace hfilter
