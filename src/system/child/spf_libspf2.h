// SPDX-License-Identifier: BSD-2-Clause
//
// libspf2 as the engine of spf/spf_check, in a contained child. Only canonical text reaches the library: directives
// over tokens and addresses. Loaded at the first question. How it fails: an Error, where the library is not there, the
// child died or took too long.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "spf/spf_check.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// What runs in the child: one evaluation, by the lines that spf/spf_check.h describes.
std::string evaluate_with_libspf2(std::string_view request, const ContainedJob::Ask& ask);

/// The job for a ForkedChild.
ContainedJob libspf2_job();

class Libspf2Engine : public SpfEngine {
 public:
  /// Keeps the reference.
  explicit Libspf2Engine(ContainedChild& child) : child_(child) {}
  Result<std::string> evaluate(std::string_view request,
                               const std::function<std::string(std::string_view)>& answer) override;

 private:
  ContainedChild& child_;
};

/// Returns why libspf2 cannot be loaded, with the package to install; empty if it can.
std::string spf_library_problem();

}  // namespace hfilter
