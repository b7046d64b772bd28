// SPDX-License-Identifier: BSD-2-Clause
//
// One run of a command for delivery agents: the rules, probes and clocks, the message on standard input, and the
// log. The constructor prepares everything. Standard error is used only at a terminal or with -v.
#pragma once

#include <string>

#include "app/dns_and_spf_probes.h"
#include "app/load.h"
#include "app/options.h"
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

  /// Reads the header of the message. On an error it has consumed as much of the input as it could.
  Result<Input> read();
  /// Takes the message through the pipeline within the time limit for deciding. Then reads the input to its end.
  int judge(const Input& input, const Deliver& deliver, const Expr* condition = nullptr);

  /// Returns true iff the message has to be deferred because it could not be judged.
  bool defers(const JudgedMessage& mail) const;
  /// Returns the header with the results.
  std::string header(const JudgedMessage& mail, Command command) const;
  /// Writes the log record of this run, and returns `exit_code`. A nonempty `failure` replaces the error of the
  /// message.
  int log(const Input& input, const JudgedMessage& mail, int exit_code, const std::string& failure = {}) const;
  /// Writes the log record of a run that got no message, and returns `exit_code`.
  int log(int exit_code, const std::string& failure) const;

 private:
  void write_record(LogFacts facts, const Verdict* verdict, int exit_code) const;

  const Options& options_;
  const SystemClock clock_;
  const LoadedRules rules_;
  Deadline deadline_;
  ContainedMimeProbe mime_;
  DnsAndSpfProbes probes_;
  const RunClock work_clock_;
  const PipelineInputs around_;
  const LogOptions where_;
  const std::string id_;  // the id of the log record
};

}  // namespace hfilter
