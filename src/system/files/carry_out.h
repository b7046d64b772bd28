// SPDX-License-Identifier: BSD-2-Clause
//
// Carries out a DeliverPlan: Maildirs are written, commands run, and the last step may become another program.
// Total: the answer is the exit code, and what went wrong for the log.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "delivery/delivery_plan.h"
#include "system/files/input.h"

namespace hfilter {

struct Delivered {
  int exit_code = 75;
  std::string output;  // for stdout, one line without its end: for the host
  std::string where;   // the last Maildir file, for the log
  std::string error;   // why it failed
};

/// `header` is the edited one. `environment` is added for commands ("HFILTER_CLIENT=192.0.2.1"). `before_exec` is
/// called right before the process becomes CMD: the time to write the log.
Delivered carry_out(const DeliverPlan& plan, std::string_view header, InputBody& body,
                    const std::vector<std::string>& environment, const std::function<void()>& before_exec);

}  // namespace hfilter
