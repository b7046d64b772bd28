// SPDX-License-Identifier: BSD-2-Clause
#include "app/say.h"

#include <unistd.h>

#include "system/files/output.h"

namespace hfilter {

int print(const std::string& text, int status) { return write_all(STDOUT_FILENO, text) ? status : kExitTryAgain; }

void say(const std::string& text) { (void)write_all(STDERR_FILENO, "hfilter: " + text + "\n"); }

void tell(const std::string& text) {
  if (isatty(STDERR_FILENO)) say(text);
}

}  // namespace hfilter
