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

constexpr size_t kNameBytes = 200;  // The greatest length of each escaped text. 15 texts leave room for the keys.
constexpr size_t kTextBytes = 300;

// Returns `text` as JSON, cut between characters to `limit_bytes`.
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

// Replaces the local part before each @ with `*`: a reason may contain an address. The local part begins after a
// blank or mark, or at its quote.
std::string without_local_parts(std::string text) {
  for (size_t at = text.find('@'); at != text.npos; at = text.find('@', at + 1)) {
    const bool is_quoted = at > 1 && text[at - 1] == '"';
    const size_t before = is_quoted ? text.rfind('"', at - 2) : text.find_last_of(" \t`'\"<(,:", at);
    const size_t begin = before == text.npos ? 0 : is_quoted ? before : before + 1;
    text.replace(begin, at - begin, "*");
    at = begin + 1;
  }
  return text;
}

// Builds a JSON object. Members that do not fit are left out and marked by `KEY_cut`.
class Record {
 public:
  explicit Record(size_t limit_bytes = std::string::npos) : limit_bytes_(limit_bytes) {}

  void text(const char* key, std::string_view value, size_t limit_bytes = kNameBytes) {
    if (!value.empty()) raw(key, json_cut(value, limit_bytes));
  }
  void raw(const char* key, std::string_view json) {
    if (has_room(out_.size() + std::string_view(key).size() + json.size() + 4)) {
      append(key, json);
    } else {
      mark_cut(key);
    }
  }
  /// Adds `items`, which are JSON, as far as they fit; nothing if there are none.
  void array(const char* key, const std::vector<std::string>& items) {
    std::string json = "[";
    bool is_cut = false;
    for (const std::string& item : items) {
      is_cut = !has_room(out_.size() + json.size() + item.size() + 1);
      if (is_cut) break;
      json += (json.size() > 1 ? "," : "") + item;
    }
    if (json.size() > 1) append(key, json + "]");
    if (is_cut) mark_cut(key);
  }
  void texts(const char* key, const std::vector<std::string>& texts, size_t limit_bytes = kNameBytes) {
    std::vector<std::string> items;
    for (const std::string& text : texts) items.push_back(json_cut(text, limit_bytes));
    array(key, items);
  }
  bool is_cut() const { return is_cut_; }
  std::string finish() const { return out_ + "}"; }

 private:
  static constexpr size_t kReserve = 512;  // The room for the `KEY_cut` of every key and for the end.

  bool has_room(size_t bytes) const { return limit_bytes_ == std::string::npos || bytes + kReserve <= limit_bytes_; }
  void append(const std::string& key, std::string_view json) {
    out_ += (out_.size() > 1 ? ",\"" : "\"") + key + "\":";
    out_ += json;
  }
  void mark_cut(const std::string& key) {
    append(key + "_cut", "true");
    is_cut_ = true;
  }

  size_t limit_bytes_;
  std::string out_ = "{";
  bool is_cut_ = false;
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
  if (verdict.rule_action != verdict.action) record.text("asked", action_name(verdict.rule_action));
}

std::vector<std::string> names(const Verdict& verdict, RuleResult result, bool trial) {
  std::vector<std::string> found;
  for (const RuleReport& report : verdict.rules) {
    if (report.result == result && report.trial == trial) found.push_back(report.name);
  }
  return found;
}

void add_lists(Record& record, const Verdict& verdict) {
  record.texts("tags", verdict.tags);
  record.texts("hits", names(verdict, RuleResult::kTrue, false));
  record.texts("trial", names(verdict, RuleResult::kTrue, true));
  record.texts("undecided", names(verdict, RuleResult::kUnknown, false));
}

// Adds the identity of the message; addresses and subject only with log-detail full.
void add_message(Record& record, const LogFacts& facts) {
  record.text("border", facts.border);
  record.text("client", facts.client);
  record.text("helo", facts.helo);
  record.text("by", facts.by);
  record.text("queue_id", facts.queue_id);
  record.text("sender_domain", facts.sender_domain);
  record.text("message_id", facts.message_id);
  if (facts.size) record.raw("size", std::to_string(*facts.size));
  if (!facts.full) return;
  record.text("sender", facts.sender);
  record.text("recipient", facts.recipient);
  record.text("subject", facts.subject, kTextBytes);
}

void add_error(Record& record, const LogFacts& facts) {
  if (facts.error.empty()) return;
  record.text("error", facts.error, kTextBytes);
  record.text("user", facts.user);
  if (facts.uid) record.raw("uid", std::to_string(*facts.uid));
}

void add_spf(Record& record, const char* key, const std::optional<SpfAnswer>& spf) {
  if (!spf) return;
  Record answer;
  answer.text("result", spf->result);
  answer.text("domain", spf->domain);
  answer.text("why", spf->why);
  record.raw(key, answer.finish());
}

std::string list_json(const ListAnswer& list) {
  Record answer;
  answer.text("zone", list.zone);
  answer.texts("answers", list.addresses);
  answer.text("why", list.why);
  return answer.finish();
}

std::string unknown_json(const UnknownFact& unknown, bool with_why, bool full) {
  Record answer;
  answer.text("fact", unknown.fact);
  answer.text("reason", unknown.reason);
  if (with_why) answer.text("why", full ? unknown.why : without_local_parts(unknown.why));
  return answer.finish();
}

void add_answers(Record& record, const LogFacts& facts, bool with_reasons) {
  const Answers& answers = facts.answers;
  add_spf(record, "spf", answers.spf);
  add_spf(record, "spf_helo", answers.spf_helo);
  if (answers.rdns) {
    Record rdns;
    rdns.text("source", answers.rdns->source);
    rdns.text("state", answers.rdns->state);
    rdns.texts("names", answers.rdns->names);
    rdns.text("why", answers.rdns->why);
    record.raw("rdns", rdns.finish());
  }
  std::vector<std::string> listed, unknown;
  for (const ListAnswer& list : answers.listed) listed.push_back(list_json(list));
  for (const UnknownFact& fact : answers.unknown) unknown.push_back(unknown_json(fact, with_reasons, facts.full));
  record.array("listed", listed);
  record.texts("dkim", answers.dkim);
  record.texts("dmarc", answers.dmarc);
  record.array("unknown", unknown);
}

// Returns the record without the notes.
Record record_of(const Verdict* verdict, const LogFacts& facts, bool with_reasons) {
  Record record(kMaxLogLineBytes);
  record.raw("schema", "1");
  record.text("id", facts.id);
  record.text("time", format_utc(facts.time));
  record.text("command", facts.command);
  if (verdict != nullptr) add_verdict(record, *verdict);
  record.raw("exit", std::to_string(facts.exit_code));
  add_error(record, facts);
  add_message(record, facts);
  add_answers(record, facts, with_reasons);
  if (verdict != nullptr) add_lists(record, *verdict);
  return record;
}

}  // namespace

std::string log_line(const Verdict* verdict, const LogFacts& facts) {
  Record record = record_of(verdict, facts, true);
  if (record.is_cut()) record = record_of(verdict, facts, false);
  if (verdict != nullptr) record.texts("notes", verdict->logs, kTextBytes);
  return record.finish();
}

}  // namespace hfilter
