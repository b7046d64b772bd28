// SPDX-License-Identifier: BSD-2-Clause
//
// The commands for people: explain, check, words, spf. Each returns its exit status; they have no effect but what they
// print.
#ifndef HFILTER_APP_COMMANDS_REPORT_COMMANDS_H_
#define HFILTER_APP_COMMANDS_REPORT_COMMANDS_H_

#include "app/options.h"

namespace hfilter {

int run_explain(const Options& options);
int run_check(const Options& options);
int run_words(const Options& options);
int run_help(const Options& options);
int run_spf_command(const Options& options);

}  // namespace hfilter

#endif  // HFILTER_APP_COMMANDS_REPORT_COMMANDS_H_
