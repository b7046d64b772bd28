// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/log_record.h"

#include <cstdio>
#include <string_view>
#include <vector>

#include "base/escape.h"
#include "base/limits.h"
#include "base/mail_date.h"
#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr size_t kNameBytes = 200;  // of each text, escaped; ten of them leave room for the rules
constexpr size_t kTextBytes = 300;

// As much of `text` as is at most `limit_bytes` when escaped, cut between characters.
std::string json_cut(std::string_view text, size_t limit_bytes) {
  std::string out;
  while (!text.empty()) {
    Utf8Step step = utf8_step(text);
    std::string piece = escape_json(text.substr(0, step.size));
    if (out.size() + piece.size() > limit_bytes) break;
    out += piece;
    text.remove_prefix(step.size);
  }
  return '"' + out + '"';
}

class Record {
 public:
  void text(const char* key, std::string_view value, size_t limit_bytes = kNameBytes) {
    if (!value.empty()) raw(key, json_cut(value, limit_bytes));
  }
  void raw(const char* key, std::string_view json) {
    out_ += out_.size() > 1 ? ",\"" : "\"";
    out_ += key;
    out_ += "\":";
    out_ += json;
  }
  /// Those that do not fit are left out, and `KEY_cut` says so.
  void list(const char* key, const std::vector<std::string>& texts, size_t limit_bytes = kNameBytes) {
    std::string json = "[";
    bool cut = false;
    for (const std::string& text : texts) {
      std::string item = (json.size() > 1 ? "," : "") + json_cut(text, limit_bytes);
      cut = out_.size() + json.size() + item.size() + kReserve > kMaxLogLineBytes;
      if (cut) break;
      json += item;
    }
    if (json.size() > 1) raw(key, json + "]");
    if (cut) raw((std::string(key) + "_cut").c_str(), "true");
  }
  std::string finish() { return out_ + "}"; }

 private:
  static constexpr size_t kReserve = 256;  // the keys of the lists that follow, and what closes them
  std::string out_ = "{";
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void add_verdict(Record& record, const Verdict& verdict) {
  record.text("verdict", action_name(verdict.action));
  record.text("rule", verdict.rule);
  if (verdict.line > 0) record.raw("line", std::to_string(verdict.line));
  if (verdict.score != 0) record.raw("score", number(verdict.score));
  if (verdict.asked != verdict.action) record.text("asked", action_name(verdict.asked));
}

std::vector<std::string> names(const Verdict& verdict, RuleResult result, bool trial) {
  std::vector<std::string> found;
  for (const RuleReport& report : verdict.rules) {
    if (report.result == result && report.trial == trial) found.push_back(report.name);
  }
  return found;
}

void add_lists(Record& record, const Verdict& verdict) {
  record.list("notes", verdict.logs, kTextBytes);
  record.list("hits", names(verdict, RuleResult::kTrue, false));
  record.list("trial", names(verdict, RuleResult::kTrue, true));
  record.list("undecided", names(verdict, RuleResult::kUnknown, false));
}

}  // namespace

std::string log_line(const Verdict* verdict, const LogFacts& facts) {
  Record record;
  record.text("time", format_utc(facts.time));
  record.text("command", facts.command);
  if (verdict != nullptr) add_verdict(record, *verdict);
  record.text("border", facts.border);
  record.text("client", facts.client);
  record.text("helo", facts.helo);
  record.text("by", facts.by);
  record.text("sender_domain", facts.sender_domain);
  record.text("message_id", facts.message_id);
  if (facts.size) record.raw("size", std::to_string(*facts.size));
  record.raw("exit", std::to_string(facts.exit_code));
  record.text("error", facts.error, kTextBytes);
  if (facts.full) {
    record.text("sender", facts.sender);
    record.text("recipient", facts.recipient);
    record.text("subject", facts.subject, kTextBytes);
  }
  if (verdict != nullptr) add_lists(record, *verdict);
  return record.finish();
}

}  // namespace hfilter
