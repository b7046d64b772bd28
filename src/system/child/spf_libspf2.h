// SPDX-License-Identifier: BSD-2-Clause
//
// libspf2 as the engine of spf/spf_check, in a contained child. The library gets only canonical text: directives
// with tokens and addresses. Loaded at the first query.
// Errors: an Error if the library is missing, or the child died or took too long.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "spf/spf_check.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// Runs one evaluation in the child. spf/spf_check.h describes the lines of `request`.
std::string evaluate_with_libspf2(std::string_view request, const ContainedJob::Ask& ask);

/// Returns the job for a ForkedChild.
ContainedJob libspf2_job();

class Libspf2Engine : public SpfEngine {
 public:
  /// Lifetime: `child` must outlive the engine.
  explicit Libspf2Engine(ContainedChild& child) : child_(child) {}
  Result<std::string> evaluate(std::string_view request,
                               const std::function<std::string(std::string_view)>& answer) override;

 private:
  ContainedChild& child_;
};

/// Returns why libspf2 cannot be loaded, with the package to install; empty if it can.
std::string spf_library_problem();

}  // namespace hfilter
