// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter explain`: shows how each message came to its verdict. It ignores the environment, so the result does not
// depend on the user's shell.
#include <fcntl.h>
#include <unistd.h>

#include <memory>

#include "app/commands/command_runs.h"
#include "app/dns_and_spf_probes.h"
#include "app/load.h"
#include "app/pipeline.h"
#include "app/print.h"
#include "app/report/explain.h"
#include "app/report/terminal.h"
#include "base/escape.h"
#include "message/body_view.h"
#include "message/mbox.h"
#include "rules/diagnostic.h"
#include "system/child/contained_mime_probe.h"
#include "system/files/descriptor.h"
#include "system/files/input.h"
#include "system/system_clock.h"

namespace hfilter {
namespace {

/// Opens a file; "-" is standard input.
Result<Descriptor> open_message(const std::string& name) {
  if (name == "-") return Descriptor(dup(STDIN_FILENO));
  Descriptor file(open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return system_error(errno, "open", name);
  return file;
}

Result<Input> read_from(const Descriptor& file) {
  InputOptions how;
  if (isatty(file.get())) {
    print_error("reading a message from the terminal (end it with Ctrl-D)");
    how.idle_timeout_ms = 0;
  }
  Result<Input> input = read_message(file.get(), how);
  if (input && !input->message) return failure(ErrorKind::kIo, "no message: the input is empty");
  return input;
}

/// The message to explain: the input, or the first message of an mbox.
struct ShownMessage {
  uint64_t mbox_messages = 0;  // the number of messages of the mbox; 0: the file is not an mbox
  std::unique_ptr<Message> first;

  const Message& message(const Message& read) const { return first ? *first : read; }
};

/// Returns the message to explain. Lifetime: `read` must outlive the result.
Result<ShownMessage> shown_message(const Message& read) {
  ShownMessage shown;
  if (read.from_line().empty()) return shown;
  const Result<Mbox> mbox = read_mbox(read);
  if (!mbox) return mbox.error();
  shown.mbox_messages = mbox->messages;
  shown.first = std::make_unique<Message>(std::string(read.header()),
                                          std::make_unique<BodyView>(read.body(), mbox->first_body_bytes),
                                          read.header_complete());
  return shown;
}

int no_input(const std::string& name, const Error& error) {
  print_error(escape_terminal(name) + ": " + error.text);
  return kExitNoInput;
}

int explain_one(const std::string& name, const Options& options, const LoadedRules& rules, const Clock& clock,
                ContainedMimeProbe& mime) {
  const Result<Descriptor> file = open_message(name);
  if (!file) return no_input(name, file.error());
  const Result<Input> input = read_from(*file);
  if (!input) return no_input(name, input.error());
  const Result<ShownMessage> shown = shown_message(*input->message);
  if (!shown) return no_input(name, shown.error());

  DnsAndSpfProbes probes(dns_settings(options, rules.set.settings));
  const RunClock work_clock(mime, probes);
  const PipelineInputs around{clock,
                              mime,
                              {options.sender, std::nullopt, options.recipient},
                              {options.client_ip, options.helo},
                              &probes.dns(),
                              &probes.spf(),
                              nullptr,
                              &work_clock,
                              own_host(rules.set.settings)};
  return run_pipeline(shown->message(*input->message), rules.set, around, [&](JudgedMessage& mail) {
    if (!mail.verdict && rules.set.some_in_force()) {
      print_error(escape_terminal(name) + ": " + mail.error);
      return kExitTryAgain;
    }
    probes.dns().renew_budget();  // facts that explain still asks for have a new DNS budget
    const Verdict verdict = mail.verdict.value_or(Verdict{});
    const ExplainInput in{name, mail, rules.set, verdict, options.all, options.verbose, shown->mbox_messages};
    return print(options.json ? explain_json(in) : explain_text(in, terminal_for_stdout(options.color)));
  });
}

}  // namespace

int run_explain(const Options& options) {
  const SystemClock clock;
  const LoadedRules rules(options, clock);
  for (const Diagnostic& diagnostic : rules.set.diagnostics) {
    if (diagnostic.is_error) print_error(format_diagnostic(diagnostic));
  }
  ContainedMimeProbe mime;
  int status = kExitOk;
  std::vector<std::string> names = options.arguments;
  if (names.empty()) names.push_back("-");
  for (const std::string& name : names) {
    if (!options.json && &name != &names.front() && print("\n") != kExitOk) return kExitTryAgain;
    const int one = explain_one(name, options, rules, clock, mime);
    if (one != kExitOk) status = one;
  }
  return status;
}

}  // namespace hfilter
