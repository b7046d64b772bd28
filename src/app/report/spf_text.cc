// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/spf_text.h"

#include <cstdio>

#include "base/escape.h"

namespace hfilter {
namespace {

constexpr int kHeadColumns = 10;
constexpr int kWordColumns = 11;
constexpr int kTypeColumns = 5;

std::string milliseconds(double ms) {
  char text[32];
  snprintf(text, sizeof text, "%.1f ms", ms);
  return text;
}

const char* status_name(DnsStatus status) {
  constexpr const char* kNames[] = {"found", "no-data", "no-name", "servfail", "timeout", "failed", "limit", "off"};
  return kNames[static_cast<size_t>(status)];
}

std::vector<std::string> values_of(const DnsAnswer& answer) {
  std::vector<std::string> values = answer.texts;
  for (const IpAddress& address : answer.addresses) values.push_back(address.to_string());
  return values;
}

/// Returns an answer on one line: addresses, names, quoted TXT strings, or why it is empty.
std::string answer_text(const DnsLookup& lookup) {
  std::string text;
  for (const std::string& value : values_of(lookup.answer)) {
    const bool quote = lookup.question.type == DnsType::kTxt;
    text += (text.empty() ? "" : ", ") + (quote ? "\"" + value + "\"" : value);
  }
  return escape_terminal(text.empty() ? lookup.answer.why : text);
}

class Lines {
 public:
  explicit Lines(const Terminal& terminal) : terminal_(terminal) {}
  void put(const std::string& head, const char* word, const std::string& text) {
    text_ +=
        terminal_.folded(padded(head, kHeadColumns) + padded(word, kWordColumns), text, kHeadColumns + kWordColumns);
  }
  const std::string& text() const { return text_; }

 private:
  const Terminal& terminal_;
  std::string text_;
};

}  // namespace

std::string spf_report_text(const std::string& identity, const SpfReport& report, const Terminal& terminal) {
  std::string what = report.mechanism.empty() ? report.problem : report.mechanism;
  if (!report.domain.empty()) what = report.domain + ": " + what;
  Lines lines(terminal);
  lines.put(identity, spf_result_name(report.result), escape_terminal(what));
  for (const SpfSeenRecord& record : report.records) {
    lines.put("", "record", escape_terminal(record.domain + ": " + record.text));
  }
  if (!report.records.empty()) {
    lines.put("", "lookups",
              std::to_string(report.lookups) + " of 10, " + std::to_string(report.voids) + " of 2 without an answer");
  }
  if (!report.explanation.empty()) lines.put("", "says", escape_terminal(report.explanation));
  return lines.text();
}

std::string dns_lookups_text(const std::string& head, const std::vector<DnsLookup>& lookups, const Terminal& terminal) {
  std::string text;
  for (const DnsLookup& lookup : lookups) {
    if (lookup.answer.status == DnsStatus::kOff) continue;  // no query was sent for this look-up
    const std::string front =
        padded(text.empty() ? head : "", kHeadColumns) + padded(dns_type_name(lookup.question.type), kTypeColumns);
    text += terminal.folded(front,
                            escape_terminal(lookup.question.name) + "  " + milliseconds(lookup.ms) + "  " +
                                answer_text(lookup) + (lookup.speculative ? "  (asked ahead, not needed)" : ""),
                            kHeadColumns + kTypeColumns);
  }
  return text;
}

void write_spf_report(JsonWriter& json, const SpfReport& report) {
  json.begin_object();
  json.key("result").text(spf_result_name(report.result)).key("explanation").text(report.explanation);
  json.key("mechanism").text(report.mechanism).key("lookups").number(report.lookups).key("voids").number(report.voids);
  json.key("domain").text(report.domain).key("problem").text(report.problem);
  json.key("records").begin_array();
  for (const SpfSeenRecord& record : report.records) {
    json.begin_object().key("domain").text(record.domain).key("text").text(record.text).end_object();
  }
  json.end_array().end_object();
}

void write_dns_lookups(JsonWriter& json, const std::vector<DnsLookup>& lookups) {
  json.begin_array();
  for (const DnsLookup& lookup : lookups) {
    json.begin_object().key("type").text(dns_type_name(lookup.question.type)).key("name").text(lookup.question.name);
    json.key("status").text(status_name(lookup.answer.status)).key("ms").decimal(lookup.ms);
    json.key("answer").begin_array();
    for (const std::string& value : values_of(lookup.answer)) json.text(value);
    json.end_array().key("why").text(lookup.answer.why).key("ahead").boolean(lookup.speculative).end_object();
  }
  json.end_array();
}

}  // namespace hfilter
