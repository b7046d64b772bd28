// SPDX-License-Identifier: BSD-2-Clause
#include "app/spf.h"

#include <sysexits.h>

#include <ctime>
#include <vector>

#include "base/escape.h"
#include "facts/spf_check.h"
#include "system/contained_child.h"
#include "system/spf_libspf2.h"

namespace hfilter {
namespace {

constexpr const char* kTerminalRow = "          %-9s%s\n";

int exit_status(SpfResult result) {
  switch (result) {
    case SpfResult::kPass:
      return 0;
    case SpfResult::kFail:
    case SpfResult::kSoftfail:
      return 1;
    case SpfResult::kTemperror:
      return EX_TEMPFAIL;
    default:
      return 2;
  }
}

std::string milliseconds(double ms) {
  char text[32];
  snprintf(text, sizeof text, "%.1f", ms);
  return text;
}

const char* status_name(DnsStatus status) {
  constexpr const char* kNames[] = {"found", "no-data", "no-name", "failed", "limit", "off"};
  return kNames[static_cast<size_t>(status)];
}

/// What an answer says, in one text: addresses, names, quoted TXT strings, or why there is nothing.
std::vector<std::string> values_of(const DnsAnswer& answer) {
  std::vector<std::string> values;
  for (const IpAddress& address : answer.addresses) values.push_back(address.to_string());
  for (const std::string& text : answer.texts) values.push_back(text);
  return values;
}

// ---- for people ----

void print_report(FILE* out, const char* identity, const SpfReport& report) {
  std::string what = report.mechanism.empty() ? report.problem : report.mechanism;
  if (!report.domain.empty()) what = report.domain + ": " + what;
  fprintf(out, "%-10s%-9s%s\n", identity, spf_result_name(report.result), escape_terminal(what).c_str());
  for (const SpfSeenRecord& record : report.records) {
    fprintf(out, kTerminalRow, "record", escape_terminal(record.domain + ": " + record.text).c_str());
  }
  if (!report.records.empty()) {
    const std::string used =
        std::to_string(report.lookups) + " of 10, in vain " + std::to_string(report.voids) + " of 2";
    fprintf(out, kTerminalRow, "lookups", used.c_str());
  }
  if (!report.explanation.empty()) fprintf(out, kTerminalRow, "says", escape_terminal(report.explanation).c_str());
}

void print_lookups(FILE* out, const std::vector<DnsLookup>& lookups) {
  for (size_t i = 0; i < lookups.size(); ++i) {
    const DnsLookup& lookup = lookups[i];
    std::string said;
    for (const std::string& value : values_of(lookup.answer)) {
      said += (said.empty() ? "" : ", ") + (lookup.question.type == DnsType::kTxt ? "\"" + value + "\"" : value);
    }
    if (said.empty()) said = lookup.answer.why;
    fprintf(out, "%-10s%-5s%s  %s ms  %s%s\n", i == 0 ? "dns" : "", dns_type_name(lookup.question.type),
            escape_terminal(lookup.question.name).c_str(), milliseconds(lookup.ms).c_str(),
            escape_terminal(said).c_str(), lookup.speculative ? "  (ahead, not needed)" : "");
  }
}

// ---- for programs ----

std::string member(const char* name, const std::string& value) { return json_string(name) + ":" + value; }

std::string report_json(const SpfReport& report) {
  std::string records;
  for (const SpfSeenRecord& record : report.records) {
    records += (records.empty() ? "{" : ",{") + member("domain", json_string(record.domain)) + "," +
               member("text", json_string(record.text)) + "}";
  }
  return "{" + member("result", json_string(spf_result_name(report.result))) + "," +
         member("explanation", json_string(report.explanation)) + "," +
         member("mechanism", json_string(report.mechanism)) + "," + member("lookups", std::to_string(report.lookups)) +
         "," + member("voids", std::to_string(report.voids)) + "," + member("domain", json_string(report.domain)) +
         "," + member("problem", json_string(report.problem)) + "," + member("records", "[" + records + "]") + "}";
}

std::string lookups_json(const std::vector<DnsLookup>& lookups) {
  std::string out;
  for (const DnsLookup& lookup : lookups) {
    std::string values;
    for (const std::string& value : values_of(lookup.answer)) {
      values += (values.empty() ? "" : ",") + json_string(value);
    }
    out += (out.empty() ? "{" : ",{") + member("type", json_string(dns_type_name(lookup.question.type))) + "," +
           member("name", json_string(lookup.question.name)) + "," +
           member("status", json_string(status_name(lookup.answer.status))) + "," +
           member("ms", milliseconds(lookup.ms)) + "," + member("answer", "[" + values + "]") + "," +
           member("why", json_string(lookup.answer.why)) + "," +
           member("ahead", lookup.speculative ? "true" : "false") + "}";
  }
  return "[" + out + "]";
}

int usage(FILE* err, const std::string& text, const std::string& help) {
  fprintf(err, "hfilter spf: %s\n  = help: %s\n", escape_terminal(text).c_str(), help.c_str());
  return EX_USAGE;
}

/// The sender without its angle brackets.
std::string bare_sender(const std::string& sender) {
  if (sender.size() >= 2 && sender.front() == '<' && sender.back() == '>') return sender.substr(1, sender.size() - 2);
  return sender;
}

}  // namespace

int run_spf(const SpfArguments& arguments, FILE* out, FILE* err) {
  const auto client = parse_address_literal(arguments.ip);
  if (!client) return usage(err, "\"" + arguments.ip + "\" is no address", "--ip 192.0.2.1 or --ip 2001:db8::1");
  const std::string sender = bare_sender(arguments.sender);
  if (arguments.helo.empty() && sender.empty()) {
    return usage(err, "there is nothing to check", "give --sender ADDRESS, --helo NAME or both");
  }
  for (const std::string& server : arguments.dns.servers) {
    if (const auto parsed = parse_dns_server(server); !parsed) {
      return usage(err, parsed.error().text, parsed.error().help);
    }
  }

  DnsCares dns(arguments.dns);
  ForkedChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker checker(dns, engine);
  SpfQuery mailfrom_query = spf_mailfrom_query(*client, arguments.helo, sender);
  SpfQuery helo_query = spf_helo_query(*client, arguments.helo);
  for (SpfQuery* query : {&mailfrom_query, &helo_query}) {
    query->receiver = arguments.receiver;
    query->default_explanation = arguments.default_explanation;
    query->now = time(nullptr);
    prefetch_spf(query->domain, *client, dns);
  }
  const SpfReport mailfrom = checker.check(mailfrom_query);
  const SpfReport helo = checker.check(helo_query);

  if (arguments.json) {
    fprintf(out, "{%s,%s,%s}\n", member("mailfrom", report_json(mailfrom)).c_str(),
            member("helo", report_json(helo)).c_str(), member("dns", lookups_json(dns.lookups())).c_str());
  } else {
    print_report(out, "sender", mailfrom);
    print_report(out, "helo", helo);
    print_lookups(out, dns.lookups());
  }
  return fflush(out) == 0 && ferror(out) == 0 ? exit_status(mailfrom.result) : EX_TEMPFAIL;
}

}  // namespace hfilter
