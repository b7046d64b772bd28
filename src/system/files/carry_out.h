// SPDX-License-Identifier: BSD-2-Clause
//
// Carries out a DeliverPlan: writes to Maildirs, runs commands, and executes CMD in the last step.
// Errors: the exit code and a text for the log.
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
  std::string output;  // the line for stdout that the host reads, without its end
  std::string where;   // the path of the last Maildir file
  std::string error;   // the reason why the delivery failed
};

/// Carries out `plan` with the edited `header`. Commands also get `environment` ("HFILTER_CLIENT=192.0.2.1").
/// `before_exec` is called right before exec of CMD, to write the log.
Delivered carry_out(const DeliverPlan& plan, std::string_view header, InputBody& body,
                    const std::vector<std::string>& environment, const std::function<void()>& before_exec);

}  // namespace hfilter
