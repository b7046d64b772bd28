// SPDX-License-Identifier: BSD-2-Clause
//
// The machine as `hfilter check` sees it (lint/machine_lint.h), for the effective user.
#pragma once

#include <string>

#include "lint/machine_lint.h"

namespace hfilter {

class ThisMachine : public Machine {
 public:
  Program program(const std::string& path) const override;
  std::string library_problem(Library library) const override;
  bool has_folder(std::string_view name) const override;
};

}  // namespace hfilter
