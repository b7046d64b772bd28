// SPDX-License-Identifier: BSD-2-Clause
#include "app/commands/report_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "app/commands/spf_command.h"
#include "app/load.h"
#include "app/outside.h"
#include "app/record.h"
#include "app/report/explain.h"
#include "app/report/terminal.h"
#include "app/report/words.h"
#include "app/say.h"
#include "base/escape.h"
#include "delivery/exit_codes.h"
#include "message/body_view.h"
#include "message/mbox.h"
#include "probes/clock.h"
#include "rules/diagnostic.h"
#include "system/child/contained_mime_probe.h"
#include "system/files/descriptor.h"
#include "system/files/input.h"
#include "system/system_clock.h"

namespace hfilter {
namespace {

Surroundings surroundings_of(const Options& options, const Clock& clock, ContainedMimeProbe& mime) {
  return {clock,
          mime,
          {options.sender, std::nullopt, options.recipient},
          {options.client_ip, options.helo},
          nullptr,
          nullptr,
          nullptr,
          nullptr,
          {}};
}

/// "-" is standard input.
Result<Descriptor> open_message(const std::string& name) {
  if (name == "-") return Descriptor(dup(STDIN_FILENO));
  Descriptor file(open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return system_error(errno, "open", name);
  return file;
}

/// The message that is judged: the first one of an mbox, without the fields that an earlier delivery added.
/// Lifetime: the message that was read must outlive it.
struct ShownMessage {
  uint64_t mbox_messages = 0;  // 0: not an mbox
  std::unique_ptr<Message> first;
  std::unique_ptr<Message> as_received;

  const Message& message(const Message& read) const { return as_received ? *as_received : first ? *first : read; }
};

Result<ShownMessage> shown_message(const Message& read, const Settings& settings) {
  ShownMessage shown;
  if (!read.from_line().empty()) {
    const Result<Mbox> mbox = read_mbox(read);
    if (!mbox) return mbox.error();
    shown.mbox_messages = mbox->messages;
    shown.first = std::make_unique<Message>(std::string(read.header()),
                                            std::make_unique<BodyView>(read.body(), mbox->first_body_bytes),
                                            read.header_complete());
  }
  shown.as_received = without_own_results(shown.message(read), settings);
  return shown;
}

int explain_one(const std::string& name, const Options& options, const LoadedRules& rules, const Clock& clock,
                ContainedMimeProbe& mime) {
  Result<Descriptor> file = open_message(name);
  if (!file) {
    say(escape_terminal(name) + ": " + file.error().text);
    return kExitNoInput;
  }
  InputOptions how;
  if (isatty(file->get())) {
    say("reading a message from the terminal (end it with Ctrl-D)");
    how.idle_timeout_ms = 0;
  }
  Result<Input> input = read_message(file->get(), how);
  if (!input || !input->message) {
    say(escape_terminal(name) + ": " + (input ? "no message: the input is empty" : input.error().text));
    return kExitNoInput;
  }
  const Result<ShownMessage> shown = shown_message(*input->message, rules.set.settings);
  if (!shown) {
    say(escape_terminal(name) + ": " + shown.error().text);
    return kExitNoInput;
  }
  Outside outside(dns_settings(options, rules.set.settings));
  Surroundings around = surroundings_of(options, clock, mime);
  around.dns = &outside.dns();
  around.spf = &outside.spf();
  around.host = own_host(rules.set.settings);
  const RunClock work_clock(mime, outside);
  around.work = &work_clock;
  Case the_case(shown->message(*input->message), rules.set, around);
  const Verdict verdict = the_case.judge();
  outside.dns().renew_budget();  // what --all evaluates comes on top
  const ExplainInput in{name, the_case, rules.set, verdict, options.all, options.verbose, shown->mbox_messages};
  return print(options.json ? explain_json(in) : explain_text(in, terminal_for_stdout(options.color)));
}

}  // namespace

int run_explain(const Options& options) {
  const SystemClock clock;
  const LoadedRules rules(options, clock);
  for (const Diagnostic& diagnostic : rules.set.diagnostics) {
    if (diagnostic.is_error) say(format_diagnostic(diagnostic));
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

int run_words(const Options& options) {
  const Terminal terminal = terminal_for_stdout(options.color);
  std::string name;
  for (const std::string& word : options.arguments) name += (name.empty() ? "" : " ") + word;  // words message size
  const std::vector<std::string_view>& groups = word_groups();
  const bool group = name.empty() || std::find(groups.begin(), groups.end(), name) != groups.end();
  std::string near;
  const std::optional<std::string> text = group ? all_words_text(name, terminal) : words_text(name, terminal, &near);
  if (!text) {
    say("`" + escape_terminal(name) + "` is no word of the rule language" +
        (near.empty() ? "; hfilter words lists them all" : "; did you mean `" + near + "`?"));
    return kExitNoInput;
  }
  if (options.json) return print(words_json());
  return print(options.quiet ? words_names(name) : *text);
}

int run_help(const Options& options) {
  if (options.arguments.empty()) return print(general_help());
  return print(command_help(*find_command(options.arguments.front())));
}

int run_spf_command(const Options& options) {
  SpfArguments arguments;
  arguments.ip = options.ip;
  arguments.helo = options.helo.value_or("");
  arguments.sender = options.sender.value_or("");
  arguments.default_explanation = options.default_explanation;
  arguments.json = options.json;
  arguments.receiver = own_host(Settings());
  arguments.dns.servers = options.dns_servers;
  if (options.dns_timeout_ms) arguments.dns.timeout_ms = *options.dns_timeout_ms;
  return run_spf(arguments);
}

}  // namespace hfilter
