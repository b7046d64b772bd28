// SPDX-License-Identifier: BSD-2-Clause
//
// The file names of messages in a Maildir (maildir(5) of qmail). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hfilter {

/// The parts of a Maildir file name. Together they make the name unique.
struct MaildirStamp {
  int64_t seconds = 0;
  int microseconds = 0;
  int64_t process = 0;
  unsigned attempt = 0;
  uint64_t random = 0;  // a random number; it distinguishes containers with equal host names and process ids
  std::string host;     // the host name, with \057 for "/" and \072 for ":"
};

/// Returns "1080144000.M123456P4711R1f3aQ0.mail.example.com".
std::string maildir_file_name(const MaildirStamp& stamp);

/// Returns the header without a leading mbox "From " line.
std::string_view without_from_line(std::string_view header);

}  // namespace hfilter
