// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/check_report.h"

#include <algorithm>
#include <map>

#include "app/report/json_writer.h"
#include "base/escape.h"
#include "base/limits.h"
#include "base/mail_date.h"
#include "lists/list.h"
#include "rules/diagnostic.h"
#include "rules/expr.h"

namespace hfilter {
namespace {

constexpr size_t kMaxEntriesShown = 20;  // The most entries shown of each list.

std::string counted(size_t number, const char* noun, const char* plural) {
  return std::to_string(number) + " " + (number == 1 ? noun : plural);
}

/// Folds `line` and indents continuation lines. For this, Terminal::folded() needs a head longer than the indent.
std::string folded_line(const std::string& line, const Terminal& terminal) {
  constexpr size_t kIndent = 2;
  const size_t head = std::min(line.find(' ', kIndent + 1), line.size());
  return terminal.folded(line.substr(0, head), line.substr(std::min(head + 1, line.size())), kIndent);
}

/// Folds a wide help line. A rule stays on one line, so that it can be copied.
std::string folded_help(const std::string& line, const Terminal& terminal) {
  const std::string margin = "       = help: ";
  const size_t text = line.compare(0, margin.size(), margin) == 0 ? margin.size() : line.find_first_not_of(' ');
  const bool rule = line.compare(text, 6, "match ") == 0 || line.compare(text, 10, "otherwise ") == 0;
  if (rule || columns_of(line) <= terminal.columns) return line + "\n";
  return terminal.folded(line.substr(0, text), line.substr(text), static_cast<int>(margin.size()));
}

std::string error_text(const Diagnostic& diagnostic, const Terminal& terminal) {
  if (!terminal.is_terminal) return format_diagnostic(diagnostic);
  const std::string text = format_diagnostic(diagnostic, terminal.columns);
  const size_t help = text.find("\n       = help: ");
  if (help == text.npos) return text;
  std::string all = text.substr(0, help + 1);
  for (size_t at = help + 1; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    all += folded_help(text.substr(at, end - at), terminal);
    at = end + 1;
  }
  all.pop_back();
  return all;
}

CheckCounts counts_of(const std::vector<Diagnostic>& found) {
  CheckCounts counts;
  for (const Diagnostic& diagnostic : found) ++(diagnostic.is_error ? counts.errors : counts.warnings);
  return counts;
}

std::string error_line(const Diagnostic& diagnostic, const Terminal& terminal) {
  std::string text = error_text(diagnostic, terminal);
  if (!terminal.color) return text;
  const std::string word = diagnostic.is_error ? "error:" : "warning:";
  const size_t at = text.find(word);
  if (at == std::string::npos) return text;
  return text.replace(at, word.size(), diagnostic.is_error ? terminal.red(word) : terminal.yellow(word));
}

std::vector<const List*> used_trust_lists(const RuleSet& rules) {
  std::vector<const List*> lists;
  for (const TrustListName& row : kTrustLists) {
    const List& list = rules.trust.*row.list;
    // An error in a rule file marks every list as faulty; a list with only this mark counts as not set.
    const bool only_faulty = list.is_faulty() && list.entries().empty() && list.files().empty();
    if (list.is_set() && !only_faulty) lists.push_back(&list);
  }
  return lists;
}

/// Returns the trust lists that are set and the named lists.
std::vector<const List*> used_lists(const RuleSet& rules) {
  std::vector<const List*> lists = used_trust_lists(rules);
  for (const auto& list : rules.lists) lists.push_back(list.get());
  return lists;
}

struct Totals {
  size_t rules = 0;
  size_t lists = 0;
  size_t entries = 0;
};

Totals totals_of(const RuleSet& rules) {
  Totals totals;
  totals.rules = rules.rules.size();
  for (const List* list : used_lists(rules)) {
    ++totals.lists;
    totals.entries += list->count();
  }
  return totals;
}

/// Returns whether a file has as many errors as are reported.
bool has_more_errors(const RuleSet& rules) {
  std::map<std::string_view, size_t> errors;
  for (const Diagnostic& diagnostic : rules.diagnostics) {
    if (diagnostic.is_error && ++errors[diagnostic.error.file] >= kMaxErrorsPerFile) return true;
  }
  return false;
}

std::string summary_line(const RuleSet& rules) {
  const CheckCounts counts = count_diagnostics(rules);
  if (rules.no_files() && counts.errors == 0) return "no rule file: every mail is accepted";
  std::string files;
  for (const RuleFileState& file : rules.files) {
    if (file.found) files += (files.empty() ? "" : ", ") + escape_terminal(file.path);
  }
  if (files.empty()) files = "no rule file";
  const Totals totals = totals_of(rules);
  std::string text = files + ": " + counted(totals.rules, "rule", "rules") + ", " +
                     counted(totals.lists, "list", "lists") + " with " + counted(totals.entries, "entry", "entries") +
                     ": ";
  if (counts.errors == 0 && counts.warnings == 0) return text + "no errors, no warnings";
  const std::string more = has_more_errors(rules) ? "at least " : "";  // the parser stops at the limit
  return text + more + counted(static_cast<size_t>(counts.errors), "error", "errors") + ", " +
         counted(static_cast<size_t>(counts.warnings), "warning", "warnings");
}

/// Returns the content of a trust list: at most kMaxEntriesShown entries of rule files, and its list files with the
/// number of their entries.
std::string entries_text(const List& list) {
  std::string text;
  const size_t inline_count = list.entries().size();
  for (size_t i = 0; i < std::min(inline_count, kMaxEntriesShown); ++i) {
    const ListEntry& entry = list.entries()[i];
    text += (text.empty() ? "" : ", ") + list_entry_text(entry, list.kind());
    if (entry.until_day) text += " until " + format_day(*entry.until_day);
  }
  if (inline_count > kMaxEntriesShown) text += " and " + std::to_string(inline_count - kMaxEntriesShown) + " more";
  const std::string counts = " (" + counted(list.count() - inline_count, "entry", "entries") + ")";
  for (const ListFile* file : list.files()) {
    text += (text.empty() ? "from " : ", from ") + escape_terminal(file->path());
    if (file == list.files().back()) text += counts;
  }
  return text.empty() ? "empty" : escape_terminal(text);
}

/// Returns a paragraph for each trust list that is set.
std::string trust_text(const RuleSet& rules, const Terminal& terminal) {
  constexpr int kNameColumns = 16;
  std::string text;
  for (const List* list : used_trust_lists(rules)) {
    text += terminal.folded("  " + list->name(), entries_text(*list), kNameColumns);
  }
  return text;
}

std::string user_note(const CheckedUser& user) {
  if (!user.name.empty()) return "checked as the user " + escape_terminal(user.name);
  if (!user.skips_home) return {};
  return "hfilter reads no ~/.hfilterrc for root; to check the rules of a user, run: hfilter check --user NAME";
}

std::string dns_summary(const MailHostsReport& dns) {
  if (dns.domains == 0) return "DNS: mydomains contains no domain that can be looked up";
  return "DNS: " + std::to_string(dns.asked) + " of " + counted(dns.domains, "domain", "domains") + " and " +
         counted(dns.hosts, "mail host", "mail hosts") + " looked up";
}

void write_diagnostics(const std::vector<Diagnostic>& diagnostics, JsonWriter& json) {
  for (const Diagnostic& diagnostic : diagnostics) {
    const Error& error = diagnostic.error;
    json.begin_object().key("severity").text(diagnostic.is_error ? "error" : "warning");
    json.key("name").text_or_null(diagnostic.name).key("file").text(error.file).key("line").number(error.line);
    json.key("column").number(error.column).key("length").number(diagnostic.length);
    json.key("text").text(error.text).key("help").text_or_null(error.help).end_object();
  }
}

void write_trust(const RuleSet& rules, JsonWriter& json) {
  json.key("trust").begin_array();
  for (const List* list : used_trust_lists(rules)) {
    json.begin_object().key("name").text(list->name()).key("entries").begin_array();
    for (const ListEntry& entry : list->entries()) {
      json.begin_object().key("entry").text(list_entry_text(entry, list->kind()));
      json.key("until").text_or_null(entry.until_day ? format_day(*entry.until_day) : "").end_object();
    }
    json.end_array().key("files").begin_array();
    for (const ListFile* file : list->files()) json.text(file->path());
    json.end_array().key("count").number(static_cast<int64_t>(list->count())).end_object();
  }
  json.end_array();
}

}  // namespace

CheckCounts count_diagnostics(const RuleSet& rules) { return counts_of(rules.diagnostics); }

std::string check_text(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns,
                       const Terminal& terminal) {
  std::string text;
  for (const Diagnostic& diagnostic : rules.diagnostics) text += error_line(diagnostic, terminal) + "\n";
  text += folded_line(summary_line(rules), terminal);
  text += trust_text(rules, terminal);
  if (const std::string note = user_note(user); !note.empty()) text += folded_line(note, terminal);
  if (dns) text += folded_line(dns_summary(*dns), terminal);
  return terminal.encoded(text);
}

std::string check_procmailrc_text(const std::string& file, const std::vector<Diagnostic>& found,
                                  const Terminal& terminal) {
  std::string text;
  for (const Diagnostic& diagnostic : found) text += error_line(diagnostic, terminal) + "\n";
  const CheckCounts counts = counts_of(found);
  text += escape_terminal(file) + ": a procmailrc that runs hfilter: " +
          (counts.errors == 0 ? "no errors" : counted(static_cast<size_t>(counts.errors), "error", "errors"));
  if (counts.warnings > 0) text += ", " + counted(static_cast<size_t>(counts.warnings), "warning", "warnings");
  return terminal.encoded(text + "\n");
}

std::string check_json(const RuleSet& rules, const CheckedUser& user, const MailHostsReport* dns) {
  const CheckCounts counts = count_diagnostics(rules);
  const Totals totals = totals_of(rules);
  JsonWriter json;
  json.begin_object().key("schema").number(1);
  json.key("user").text_or_null(user.name).key("skips_home").boolean(user.skips_home);
  json.key("files").begin_array();
  for (const RuleFileState& file : rules.files) {
    json.begin_object().key("path").text(file.path).key("found").boolean(file.found);
    json.key("faulty").boolean(file.faulty).end_object();
  }
  json.end_array().key("diagnostics").begin_array();
  write_diagnostics(rules.diagnostics, json);
  json.end_array();
  json.key("rules").number(static_cast<int64_t>(totals.rules)).key("lists").number(static_cast<int64_t>(totals.lists));
  json.key("entries").number(static_cast<int64_t>(totals.entries));
  write_trust(rules, json);
  if (dns) {
    json.key("dns").begin_object().key("domains").number(static_cast<int64_t>(dns->domains));
    json.key("looked_up").number(static_cast<int64_t>(dns->asked));
    json.key("hosts").number(static_cast<int64_t>(dns->hosts)).end_object();
  }
  json.key("errors").number(counts.errors).key("warnings").number(counts.warnings).end_object();
  return json.result() + "\n";
}

std::string check_procmailrc_json(const std::string& file, const std::vector<Diagnostic>& found) {
  JsonWriter json;
  json.begin_object().key("schema").number(1).key("procmailrc").text(file).key("diagnostics").begin_array();
  write_diagnostics(found, json);
  const CheckCounts counts = counts_of(found);
  json.end_array().key("errors").number(counts.errors).key("warnings").number(counts.warnings).end_object();
  return json.result() + "\n";
}

}  // namespace hfilter
