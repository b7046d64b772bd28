// SPDX-License-Identifier: BSD-2-Clause
// An SPF record from anybody, evaluated to the end by libspf2 in place, with DNS that has this record everywhere. What
// goes to the library is canonical text; the result makes sense.
#include <cstdlib>
#include <string>

#include "base/limits.h"
#include "probes/dns_probe.h"
#include "spf/spf_check.h"
#include "spf/spf_query.h"
#include "spf/spf_record.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"

using namespace hfilter;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

/// Each name has the record, an address, and itself as MX.
class OneRecord : public DnsProbe {
 public:
  explicit OneRecord(std::string record) : record_(std::move(record)) {}
  DnsAnswer ask(const DnsQuestion& question, DnsParty) override {
    DnsAnswer answer;
    answer.status = DnsStatus::kFound;
    switch (question.type) {
      case DnsType::kTxt:
        answer.texts = {record_};
        break;
      case DnsType::kA:
      case DnsType::kAaaa:
        answer.addresses = {*IpAddress::parse(question.type == DnsType::kA ? "192.0.2.99" : "2001:db8::99")};
        break;
      default:
        answer.texts = {question.name};
    }
    return answer;
  }
  void prefetch(const std::vector<DnsQuestion>&, DnsParty, const Harvest&) override {}
  std::vector<DnsLookup> lookups() const override { return {}; }

 private:
  std::string record_;
};

class Watched : public ContainedChild {
 public:
  Watched() : child_(libspf2_job()) {}
  Result<std::string> converse(std::string_view request, size_t max_answer_bytes, int timeout_ms,
                               const Answerer& answerer) override {
    require_canonical(request);
    return child_.converse(request, max_answer_bytes, timeout_ms, [&](std::string_view question) {
      std::string reply = answerer(question);
      require_canonical(reply);
      return reply;
    });
  }

 private:
  static void require_canonical(std::string_view text) {
    require(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.:/+-~?=#! \t\n") == std::string_view::npos);
  }
  FakeChild child_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = "v=spf1 " + std::string(reinterpret_cast<const char*>(data), size);
  const Result<SpfRecord> record = parse_spf_record(text);
  for (const char* client : {"192.0.2.7", "2001:db8::7"}) {
    OneRecord dns(text);
    Watched child;
    Libspf2Engine engine(child);
    SpfChecker checker(dns, engine);
    const SpfReport report =
        checker.check(spf_mailfrom_query(*IpAddress::parse(client), "mx.example.org", "bob@example.com"));
    require(report.result != SpfResult::kTemperror);
    require(record.ok() || report.result == SpfResult::kPermerror);
    require(report.lookups <= kMaxSpfLookups && report.explanation.size() <= kMaxSpfExplanationBytes);
  }
  return 0;
}
