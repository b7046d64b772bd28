// SPDX-License-Identifier: BSD-2-Clause
//
// Lets hfilter judge mails, each in a process of its own: a copy of this one, or the program itself. What a run costs
// is the processor time of that process and of all its children.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "attack/mail.h"

namespace hfilter {

struct Outcome {
  bool applied = true;  // false: no transformation fitted, and nothing was judged
  int exit_code = 0;
  int signal = 0;
  double cpu_s = 0;
  double wall_s = 0;
  std::string verdict;  // what `hfilter judge` printed
};

class Judge {
 public:
  /// `folder` is an existing one of this run, for the rule files. An empty `program`: a copy of this process.
  Judge(std::string rules, std::string name_server, std::string folder, std::string program = {})
      : rules_(std::move(rules)),
        name_server_(std::move(name_server)),
        folder_(std::move(folder)),
        program_(std::move(program)) {}

  /// To be called by a process of in_parallel(), which has no other children.
  Outcome judge(const Mail& mail) const;
  /// The command line, without the program.
  std::vector<std::string> arguments(const Mail& mail, const Delivered& delivered) const;

 private:
  std::string rule_file(const Mail& mail) const;

  std::string rules_;
  std::string name_server_;
  std::string folder_;
  std::string program_;
};

/// Starts tests/tools/name_server with these records, and returns "127.0.0.1:PORT"; it ends with this process.
std::string start_name_server(const std::string& program, const std::string& zone_file);

/// The outcomes of do_job(0) to do_job(count - 1), shared out among so many processes.
std::vector<Outcome> in_parallel(size_t count, size_t processes, const std::function<Outcome(size_t)>& do_job);

}  // namespace hfilter
