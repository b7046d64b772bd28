// SPDX-License-Identifier: BSD-2-Clause
#include "app/say.h"

#include <unistd.h>

#include <cstdlib>

#include "delivery/delivery_plan.h"
#include "system/files/output.h"

namespace hfilter {

int print(const std::string& text, int status) { return write_all(STDOUT_FILENO, text) ? status : kExitTryAgain; }

void say(const std::string& text) { (void)write_all(STDERR_FILENO, "hfilter: " + text + "\n"); }

void tell(const std::string& text) {
  if (isatty(STDERR_FILENO)) say(text);
}

void say_to_host(const std::string& line) {
  if (!line.empty()) (void)print(line + "\n");
}

void say_deferred(const std::string& why) { say_to_host(deferral_line(why, output_bounces())); }

bool output_bounces() { return std::getenv("QUALIFY_DOMAIN") != nullptr; }

void complain(const Options& options, const std::string& text) { options.verbose ? say(text) : tell(text); }

}  // namespace hfilter
