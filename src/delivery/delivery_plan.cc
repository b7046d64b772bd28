// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/delivery_plan.h"

#include <utility>

#include "base/escape.h"
#include "base/limits.h"
#include "delivery/exit_codes.h"
#include "rules/maildir_folder.h"

namespace hfilter {
namespace {

using Kind = DeliverStep::Kind;

constexpr char kJunkFolder[] = ".Junk";  // The name of the junk folder in Dovecot and most clients.

Error refused(std::string text, std::string help) {
  return failure(ErrorKind::kUnsupported, std::move(text), std::move(help));
}

// Returns "/x" unchanged, "~/x" and "x" below the home: most hosts run commands without a shell that expands "~".
Result<std::string> absolute(const std::string& path, const std::string& home) {
  if (path.empty() || path[0] == '/') return path;
  if (home.empty()) return refused("the home for `" + path + "` is unknown", "write an absolute path");
  return home + "/" + (path.substr(0, 2) == "~/" ? path.substr(2) : path);
}

Result<DeliverStep> into_folder(const std::string& name, const DeliverOptions& options) {
  if (options.maildir.empty()) {
    return refused("the folder \"" + name + "\" needs a Maildir", "write: hfilter deliver --maildir DIR");
  }
  Result<std::string> folder = maildir_folder(name);
  if (!folder) return folder.error();
  return DeliverStep{Kind::kMaildir, options.maildir, *folder, {}};
}

DeliverStep into_junk(const DeliverOptions& options) {
  if (!options.junk_maildir.empty()) return {Kind::kMaildir, options.junk_maildir, {}, {}};
  return {Kind::kMaildir, options.maildir, kJunkFolder, {}};
}

Result<DeliverStep> step_for(Effect effect, const Verdict& verdict, const DeliverOptions& options) {
  switch (effect) {
    case Effect::kInbox:
      return DeliverStep{Kind::kMaildir, options.maildir, {}, {}};
    case Effect::kJunkFolder:
      return into_junk(options);
    case Effect::kFolder:
      return into_folder(verdict.folder, options);
    case Effect::kPipe:
      return DeliverStep{Kind::kRun, {}, {}, verdict.command};
    default:
      return DeliverStep{Kind::kExec, {}, {}, options.command};
  }
}

bool is_kept(Effect effect) { return effect != Effect::kNothing && effect != Effect::kRefuse; }

// Returns a status code and text (RFC 3463) for the host's log, queue or bounce.
std::string status_line(const char* code, std::string_view text, const char* fallback) {
  const std::string line = escape_header(text, kMaxHeaderTextBytes);
  return std::string(code) + " " + (line.empty() ? fallback : line);
}

}  // namespace

std::string deferral_line(std::string_view text, bool output_bounces) {
  return output_bounces ? std::string() : status_line("4.7.1", text, "deferred");
}

Result<DeliverPlan> plan_delivery(const Verdict& verdict, const DeliverOptions& given) {
  DeliverOptions options = given;
  for (std::string* path : {&options.maildir, &options.junk_maildir}) {
    Result<std::string> whole = absolute(*path, options.home);
    if (!whole) return whole.error();
    *path = *whole;
  }
  if (options.as_root) return refused("hfilter delivers no mail as root", "run hfilter as the user whose mail it is");
  const bool to_command = !options.command.empty();
  if (!to_command && options.maildir.empty()) {
    return refused("there is no destination", "write: hfilter deliver --maildir DIR, or: hfilter deliver -- CMD");
  }
  if (to_command && !options.maildir.empty()) {
    return refused("there are two destinations", "give either --maildir or -- CMD");
  }
  const Command command = to_command ? Command::kDeliverCommand : Command::kDeliverMaildir;
  const Outcome what = outcome(command, verdict.action, options.agent_qmail);

  DeliverPlan plan;
  plan.exit_code = what.exit_code;
  plan.failure_code = failure_exit(command, options.agent_qmail);
  plan.home = options.home;
  // A deferred message comes again; its copies are made then.
  if (verdict.action != Action::kDefer) {
    for (const std::string& name : verdict.copies) {
      Result<DeliverStep> copy = into_folder(name, options);
      if (!copy) return copy.error();
      plan.steps.push_back(std::move(*copy));
    }
  }
  if (what.effect == Effect::kRefuse) plan.output = status_line("5.7.1", verdict.text, "refused");
  if (verdict.action == Action::kDefer) plan.output = deferral_line(verdict.text, options.output_bounces);
  if (is_kept(what.effect)) {
    Result<DeliverStep> step = step_for(what.effect, verdict, options);
    if (!step) return step.error();
    plan.steps.push_back(std::move(*step));
  }
  return plan;
}

}  // namespace hfilter
