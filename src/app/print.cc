// SPDX-License-Identifier: BSD-2-Clause
#include "app/print.h"

#include <unistd.h>

#include <cstdlib>

#include "delivery/delivery_plan.h"
#include "system/files/output.h"

namespace hfilter {

int print(const std::string& text, int status) { return write_all(STDOUT_FILENO, text) ? status : kExitTryAgain; }

void print_error(const std::string& text) { (void)write_all(STDERR_FILENO, "hfilter: " + text + "\n"); }

void print_error_at_terminal(const std::string& text) {
  if (isatty(STDERR_FILENO)) print_error(text);
}

void print_for_agent(const std::string& line) {
  if (!line.empty()) (void)print(line + "\n");
}

void print_deferral(const std::string& why) { print_for_agent(deferral_line(why, output_bounces())); }

bool output_bounces() { return std::getenv("QUALIFY_DOMAIN") != nullptr; }

void print_optional_error(const Options& options, const std::string& text) {
  options.verbose ? print_error(text) : print_error_at_terminal(text);
}

}  // namespace hfilter
