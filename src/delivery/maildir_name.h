// SPDX-License-Identifier: BSD-2-Clause
//
// The names of messages in a Maildir (maildir(5) of qmail). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hfilter {

/// What makes a name unique on this host and among hosts.
struct MaildirStamp {
  int64_t seconds = 0;
  int microseconds = 0;
  int64_t process = 0;
  unsigned attempt = 0;
  uint64_t random = 0;  // so that two containers with one host name and one process id do not meet
  std::string host;     // "/" and ":" become \057 and \072
};

/// "1080144000.M123456P4711R1f3a_0.mail.example.com"
std::string maildir_file_name(const MaildirStamp& stamp);

/// The header without a leading mbox "From " line.
std::string_view without_from_line(std::string_view header);

}  // namespace hfilter
