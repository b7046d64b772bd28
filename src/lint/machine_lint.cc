// SPDX-License-Identifier: BSD-2-Clause
#include "lint/machine_lint.h"

#include "lint/condition_walk.h"
#include "rules/expr.h"

namespace hfilter {
namespace {

using Library = Machine::Library;

/// A library that conditions need, and the facts that are unknown or unchecked without it.
struct LibraryUse {
  Library library;
  bool (*is_needed)(const Condition&);
  const char* consequence;
};

constexpr LibraryUse kUses[] = {
    {Library::kDns, [](const Condition& c) { return (c.needs & (kNeedsDns | kNeedsConfirmation)) != 0; },
     "this condition is always unknown here"},
    {Library::kSpf, [](const Condition& c) { return (c.needs & (kNeedsSpf | kNeedsSpfHelo)) != 0; },
     "this condition is always unknown here"},
    {Library::kArchive, [](const Condition& c) { return c.subject == Subject::kFact && c.fact == FactId::attachment; },
     "in archives other than zip and rar, the names of the files are not checked"},
    {Library::kPublicSuffix, [](const Condition& c) { return (c.needs & kNeedsResults) != 0; },
     "two domains of one organisation are recognised only if they are equal"},
};

/// Returns the first condition that needs the library of `use`; null if there is none.
const Expr* first_use(const RuleSet& rules, const LibraryUse& use) {
  const Expr* first = nullptr;
  const auto look = [&](const Expr& expr, bool) {
    if (first == nullptr && use.is_needed(expr.condition)) first = &expr;
  };
  for (const Rule& rule : rules.rules) for_each_condition(rule, NamedTests::kEnter, look);
  return first;
}

void lint_libraries(const RuleSet& rules, const Machine& machine, Findings* found) {
  for (const LibraryUse& use : kUses) {
    const bool asks_dns = use.library == Library::kDns || use.library == Library::kSpf;
    if (asks_dns && !rules.settings.dns) continue;
    const Expr* expr = first_use(rules, use);
    if (expr == nullptr) continue;
    const std::string problem = machine.library_problem(use.library);
    if (!problem.empty()) found->warn(expr->source, "library", use.consequence, problem);
  }
}

/// Puts each word of a command into quotes of its own: `/usr/bin/prog" "-x` for `/usr/bin/prog -x`.
std::string separate_arguments(std::string command) {
  for (size_t at = command.find(' '); at != command.npos; at = command.find(' ', at + 3)) {
    command.replace(at, 1, "\" \"");
  }
  return "write each argument in quotes of its own: pipe \"" + command + "\"";
}

void lint_program(const Rule& rule, const std::string& path, const Machine& machine, Findings* found) {
  const Machine::Program state = machine.program(path);
  if (state == Machine::Program::kRuns) return;
  const bool missing = state == Machine::Program::kMissing;
  const std::string help = path.find(' ') != path.npos ? separate_arguments(path)
                           : missing                   ? "install the program, or correct the path"
                                                       : "make it executable for this user: chmod +x " + path;
  found->warn(found->place_of(rule, "pipe"), "program",
              "the program `" + path + "` " + (missing ? "does not exist" : "is not executable for this user") +
                  ", so the mail would be deferred",
              help);
}

void lint_junk_text(const Rule& rule, std::string_view text, const Machine& machine, Findings* found) {
  if (text.empty() || !machine.has_folder(text)) return;
  const std::string quoted = "\"" + std::string(text) + "\"";
  found->warn(found->place_of(rule, quoted), "junk-folder",
              "`" + quoted + "` after `junk` is a text that gives the reason, not the folder of this name",
              "write: deliver " + quoted);
}

}  // namespace

void lint_machine(const RuleSet& rules, const Machine& machine, Findings* found) {
  for (const auto* all : {&rules.rules, &rules.thresholds, &rules.otherwise}) {
    for (const Rule& rule : *all) {
      for (const ActionItem& item : rule.actions) {
        if (!item.command.empty()) lint_program(rule, item.command.front(), machine, found);
        if (item.kind == ActionItem::Kind::kJunk) lint_junk_text(rule, item.text.fixed_text(), machine, found);
      }
    }
  }
  lint_libraries(rules, machine, found);
}

}  // namespace hfilter
