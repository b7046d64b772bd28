// SPDX-License-Identifier: BSD-2-Clause
//
// One run of a command that delivery agents call: the rules, the probes and clocks, the message on standard input, and
// the log. It is complete once it is made. Nothing goes to standard error unless it is a terminal, or with -v.
#pragma once

#include <string>

#include "app/load.h"
#include "app/options.h"
#include "app/outside.h"
#include "app/pipeline.h"
#include "delivery/exit_codes.h"
#include "delivery/log_record.h"
#include "system/child/contained_mime_probe.h"
#include "system/deadline.h"
#include "system/files/input.h"
#include "system/log.h"
#include "system/system_clock.h"

namespace hfilter {

class DeliveryRun {
 public:
  /// `options` must outlive the run.
  explicit DeliveryRun(const Options& options);
  DeliveryRun(const DeliveryRun&) = delete;
  DeliveryRun& operator=(const DeliveryRun&) = delete;

  const LoadedRules& rules() const { return rules_; }

  /// Reads the header of the message. After an error the input has been read as far as it could be.
  Result<Input> read();
  /// Takes the message through the pipeline within the time for deciding. Then reads the input to its end.
  int judge(const Input& input, const Deliver& deliver, const Expr* condition = nullptr);

  /// Returns true iff the message is not to be passed on, because it could not be judged.
  bool defers(const JudgedMessage& mail) const;
  /// Returns the edited header for `command`.
  std::string header(const JudgedMessage& mail, Command command) const;
  /// Writes the record of this run, and returns `exit_code`. `failure` takes the place of the message's own error.
  int log(const Input& input, const JudgedMessage& mail, int exit_code, const std::string& failure = {}) const;
  /// The same for a run without a message.
  int log(int exit_code, const std::string& failure) const;

 private:
  void write_record(LogFacts facts, const Verdict* verdict, int exit_code) const;

  const Options& options_;
  const SystemClock clock_;
  const LoadedRules rules_;
  Deadline deadline_;
  ContainedMimeProbe mime_;
  Outside outside_;
  const RunClock work_clock_;
  const Surroundings around_;
  const LogOptions where_;
  const std::string id_;  // of the record
};

}  // namespace hfilter
