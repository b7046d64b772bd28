// SPDX-License-Identifier: BSD-2-Clause
//
// From rule files to a RuleSet: site file first, then the user's, includes and lists with them. Total: every fault
// becomes a diagnostic; a faulty file contributes no rules, and a fault in one file does not stop the other's. Reading
// is behind RuleFiles (real: system/files/rcfile, which checks owner and mode; tests: a map of strings).
#ifndef HFILTER_LANGUAGE_LOADER_H_
#define HFILTER_LANGUAGE_LOADER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lists/list.h"
#include "rules/rule_set.h"

namespace hfilter {

/// The files that rules come from. Owns the ListFiles it hands out: it must outlive every RuleSet made with it.
class RuleFiles {
 public:
  virtual ~RuleFiles() = default;
  /// The whole file after the checks of hfilterrc(5), FILES. kNotFound, kPermission (with the remedy in `help`), kIo,
  /// kLimit.
  virtual Result<std::string> read(const std::string& path) = 0;
  /// A list file; opened at its first text(). Never null; the same path gives the same object.
  virtual ListFile* list_file(const std::string& path) = 0;
  /// "~/x" and paths relative to the folder of `including_file`, as an absolute path.
  virtual std::string resolve(std::string_view path, const std::string& including_file) const = 0;
};

struct RuleSource {
  std::string path;
  bool required = false;  // given with --rc: missing is an error; else a missing file is no file
  bool site = false;      // /etc/hfilterrc
};

/// `today` as days_from_civil in local time.
RuleSet load_rules(const std::vector<RuleSource>& sources, RuleFiles& files, int64_t today);

/// The condition of `hfilter test EXPR`, with the tests and lists of `rules` (whose lists it may complete with files).
/// Errors have file "EXPR" and the column in it.
struct ParsedExpr {
  std::shared_ptr<const Expr> expr;  // null if there are errors
  std::vector<Diagnostic> diagnostics;
};
ParsedExpr parse_expression(std::string_view text, const RuleSet& rules);

}  // namespace hfilter

#endif  // HFILTER_LANGUAGE_LOADER_H_
