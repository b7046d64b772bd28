// SPDX-License-Identifier: BSD-2-Clause
//
// Each function runs a command and returns its exit status (hfilter(1), EXIT STATUS). The commands for delivery
// agents (filter, deliver, test, judge) read standard input to its end.
#pragma once

namespace hfilter {

struct Options;

int run_filter(const Options& options);
int run_deliver(const Options& options);
int run_test(const Options& options);
int run_judge(const Options& options);
int run_explain(const Options& options);
int run_check(const Options& options);
int run_words(const Options& options);
int run_spf(const Options& options);
int run_help(const Options& options);

}  // namespace hfilter
