// SPDX-License-Identifier: BSD-2-Clause
//
// This machine, as `hfilter check` asks about it (lint/machine_lint.h), for the effective user.
#ifndef HFILTER_SYSTEM_MACHINE_H_
#define HFILTER_SYSTEM_MACHINE_H_

#include <string>

#include "lint/machine_lint.h"

namespace hfilter {

class ThisMachine : public Machine {
 public:
  Program program(const std::string& path) const override;
  std::string library_problem(Library library) const override;
};

}  // namespace hfilter

#endif  // HFILTER_SYSTEM_MACHINE_H_
