// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/result_headers.h"

#include <algorithm>
#include <cstdio>
#include <functional>

#include "base/escape.h"
#include "base/text.h"
#include "config.h"
#include "facts/sender/believed_results.h"

namespace hfilter {
namespace {

constexpr size_t kWordBytes = 255;  // The length of the longest DNS name.
constexpr char kSiteFile[] = "/etc/hfilterrc";
constexpr size_t kMaxReports = 20;  // The most X-HFilter-Report fields: one for each rule.

// Returns the canonical authserv-id of the field (RFC 8601 2.2).
std::string authserv_id_of(const HeaderField& field) { return parse_auth_results(field.value).authserv_id; }

std::string own_authserv_id(const std::string& host) { return "hfilter." + host; }

// Recognises hfilter's Received-SPF (facts/sender/results_text): no other program writes `receiver` right before
// `identity`.
bool is_our_spf(const HeaderField& field, const std::string& host) {
  return !host.empty() && unfold(field.value).find("; receiver=" + host + "; identity=") != std::string::npos;
}

bool is_our_result(const HeaderField& field, const std::string& host) {
  if (begins_ignoring_case(field.name, "X-HFilter-")) return true;
  if (equal_ignoring_case(field.name, "Received-SPF")) return is_our_spf(field, host);
  return equal_ignoring_case(field.name, "Authentication-Results") && authserv_id_of(field) == own_authserv_id(host);
}

// Returns whether a stranger's filter or MTA may have written the field.
bool is_stranger_result(const HeaderField& field, const Settings& settings, bool below_next_received) {
  if (begins_ignoring_case(field.name, "X-Spam-") || begins_ignoring_case(field.name, "X-Rspamd-")) return true;
  if (equal_ignoring_case(field.name, "Received-SPF")) return true;
  if (!equal_ignoring_case(field.name, "Authentication-Results")) return false;
  if (below_next_received) return true;
  // Milters of the site write between the border line and the next Received line; trusted by their id.
  const std::vector<std::string>& believed = settings.results_from;
  return std::find(believed.begin(), believed.end(), authserv_id_of(field)) == believed.end();
}

// Removes fields by their place in the header: the edit also visits fields that are not in fields(), and new ones,
// which have no place.
void remove_strangers(const Message& message, size_t border_field, const Settings& settings, HeaderEdit& edit) {
  const std::vector<HeaderField>& fields = message.fields();
  if (border_field >= fields.size()) return;
  size_t next_received = border_field + 1;
  while (next_received < fields.size() && !equal_ignoring_case(fields[next_received].name, "Received")) ++next_received;
  const char* border = fields[border_field].raw.data();
  const char* next = next_received < fields.size() ? fields[next_received].raw.data() : nullptr;
  edit.remove_if([&](const HeaderField& field) {
    const char* here = field.raw.data();
    if (here == nullptr || !std::less<>()(border, here)) return false;
    return is_stranger_result(field, settings, next != nullptr && std::less<>()(next, here));
  });
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void append_pair(std::string& out, const char* key, const std::string& raw) {
  if (!raw.empty()) out += std::string("; ") + key + "=" + escape_header_word(raw, kWordBytes);
}

// Returns a rule name as one word: at-score-8.
std::string rule_word(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string status_value(const Verdict* verdict, const ResultSummary& summary) {
  std::string out = verdict == nullptr ? "error" : summary.no_rules ? "no-rules" : action_name(verdict->action);
  append_pair(out, "id", summary.id);
  if (verdict == nullptr) return out + "; " + (summary.error.empty() ? "internal error" : summary.error);
  if (verdict->score != 0) append_pair(out, "score", number(verdict->score));
  append_pair(out, "rule", rule_word(verdict->rule));
  append_pair(out, "client", summary.client);
  append_pair(out, "helo", summary.helo);
  append_pair(out, "by", summary.by);
  if (!verdict->milder_reason.empty()) append_pair(out, "asked", action_name(verdict->rule_action));
  for (const std::string& what : summary.not_done) append_pair(out, "not-done", what);
  if (summary.header_limit) out += "; header-limit";
  for (const std::string& limit : summary.limits) append_pair(out, "limit", limit);
  return out + status_pairs(summary.answers) + "; v=" PACKAGE_VERSION;
}

bool is_decider(const RuleReport& report, const Verdict& verdict) {
  return report.line == verdict.line && report.file == verdict.file && report.name == verdict.rule;
}

// Returns " (line 12)", with the file only if it is the site's.
std::string place(const std::string& file, int line, bool trial) {
  if (line == 0) return trial ? " (trial)" : "";
  return " (" + (file == kSiteFile ? file + " " : std::string()) + "line " + std::to_string(line) +
         (trial ? ", trial)" : ")");
}

// Returns the rule that decided, with the text of its action or else with the evidence.
std::string decision_text(const Verdict& verdict) {
  std::string text = verdict.text;
  for (const RuleReport& report : verdict.rules) {
    if (text.empty() && is_decider(report, verdict)) text = report.why;
  }
  std::string out = verdict.rule + place(verdict.file, verdict.line, false);
  if (!text.empty()) out += ": " + text;
  if (!verdict.milder_reason.empty()) {
    out += "; " + std::string(action_name(verdict.rule_action)) + " became " + action_name(verdict.action) + ": " +
           verdict.milder_reason;
  }
  return out;
}

void add_reports(const Verdict& verdict, HeaderEdit& edit) {
  size_t count = 0;
  if (!verdict.rule.empty()) {
    edit.add("X-HFilter-Report", decision_text(verdict));
    ++count;
  }
  for (const RuleReport& report : verdict.rules) {
    if (report.result != RuleResult::kTrue || is_decider(report, verdict)) continue;
    if (++count > kMaxReports) return;
    std::string text = report.name + place(report.file, report.line, report.trial);
    if (!report.effect.empty()) text += " " + report.effect;
    if (!report.why.empty()) text += ": " + report.why;
    edit.add("X-HFilter-Report", text);
  }
}

void apply_notes(const Verdict& verdict, HeaderEdit& edit) {
  for (const HeaderNote& note : verdict.notes) {
    switch (note.kind) {
      case HeaderNote::Kind::kAdd:
        edit.add(note.name, note.value);
        break;
      case HeaderNote::Kind::kSet:
        edit.set(note.name, note.value);
        break;
      case HeaderNote::Kind::kRemove:
        edit.remove(note.name);
        break;
      case HeaderNote::Kind::kSubjectPrefix:
        edit.subject_prefix(note.value);
        break;
    }
  }
}

// Returns whether an earlier delivery or scanner set X-Spam-Flag: YES. Fields that are removed do not count.
bool is_flagged(const Message& message, const ResultSummary& summary, const Settings& settings) {
  const std::vector<HeaderField>& fields = message.fields();
  const bool strip = settings.strip_strangers && summary.border_field;
  const size_t end = strip ? std::min(*summary.border_field, fields.size()) : fields.size();
  return std::any_of(fields.begin(), fields.begin() + static_cast<ptrdiff_t>(end), [](const HeaderField& field) {
    return equal_ignoring_case(field.name, "X-Spam-Flag") && equal_ignoring_case(trim(field.value), "YES");
  });
}

void add_results(const Message& message, const Verdict& verdict, const ResultSummary& summary, const Settings& settings,
                 HeaderEdit& edit) {
  edit.add("X-HFilter-Verdict", action_name(verdict.action));
  edit.add("X-HFilter-Status", status_value(&verdict, summary));
  add_reports(verdict, edit);
  if (verdict.action == Action::kDeliver) edit.add("X-HFilter-Folder", verdict.folder);
  if (settings.results_header && !summary.authentication_results.empty()) {
    edit.add("Authentication-Results", own_authserv_id(summary.host) + "; " + summary.authentication_results);
  }
  if (settings.received_spf && !summary.received_spf.empty()) edit.add("Received-SPF", summary.received_spf);
  if (settings.spam_headers && verdict.action == Action::kJunk && !is_flagged(message, summary, settings)) {
    edit.add("X-Spam-Flag", "YES");
  }
}

}  // namespace

void remove_own_results(const std::string& host, HeaderEdit& edit) {
  edit.remove_if([&host](const HeaderField& field) { return is_our_result(field, host); });
}

void edit_header(const Message& message, const Verdict* verdict, const ResultSummary& summary, const Settings& settings,
                 HeaderEdit& edit) {
  if (settings.strip_strangers && summary.border_field) {
    remove_strangers(message, *summary.border_field, settings, edit);
  }
  if (verdict == nullptr || !summary.error.empty()) edit.add("X-HFilter-Status", status_value(nullptr, summary));
  if (verdict == nullptr) return;
  add_results(message, *verdict, summary, settings, edit);
  apply_notes(*verdict, edit);
}

}  // namespace hfilter
