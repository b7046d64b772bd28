// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_answer.h"
#include "probes/dns_probe.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace hfilter {
namespace {

std::string number(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }

const std::string kName("\7example\3com\0", 13);
const std::string kPointer("\xc0\x0c", 2);  // to the name in the question

std::string record(unsigned type, const std::string& data, const std::string& owner = kPointer) {
  return owner + number(type) + number(1) + std::string("\0\0\0\x3c", 4) + number(static_cast<unsigned>(data.size())) +
         data;
}

std::string message(unsigned rcode, unsigned count, const std::string& answers) {
  return std::string("\x12\x34\x81", 3) + static_cast<char>(0x80 | rcode) + number(1) + number(count) + number(0) +
         number(0) + kName + number(16) + number(1) + answers;
}

std::string cut_off(std::string message) {
  message[2] |= 2;  // TC
  return message;
}

std::string summary_of(const DnsAnswer& answer) {
  static const char* const kStatus[] = {"found", "no-data", "no-name", "servfail", "timeout", "failed", "limit", "off"};
  std::string out = kStatus[static_cast<size_t>(answer.status)];
  for (const IpAddress& address : answer.addresses) out += " " + address.to_string();
  for (const std::string& text : answer.texts) out += " <" + text + ">";
  return out;
}

struct Case {
  const char* name;
  std::string in;
  DnsType type;
  const char* want;
};

TEST(DnsAnswer, Types) {
  const std::string mx10 = number(10) + std::string("\2m1", 3) + kPointer;
  const std::string mx5 = number(5) + std::string("\2m2", 3) + kPointer;
  const Case cases[] = {
      {"A of one octet", message(0, 1, record(1, "\xc0")), DnsType::kA, "failed"},
      {"A", message(0, 1, record(1, std::string("\xc0\x00\x02\x07", 4))), DnsType::kA, "found 192.0.2.7"},
      {"AAAA", message(0, 1, record(28, std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16))), DnsType::kAaaa,
       "found 2001:db8::1"},
      {"AAAA of A", message(0, 1, record(1, std::string("\xc0\x00\x02\x07", 4))), DnsType::kAaaa, "no-data"},
      {"MX by preference", message(0, 2, record(15, mx10) + record(15, mx5)), DnsType::kMx,
       "found <m2.example.com> <m1.example.com>"},
      {"null MX", message(0, 1, record(15, number(0) + std::string(1, '\0'))), DnsType::kMx, "found <>"},
      {"PTR", message(0, 1, record(12, kPointer)), DnsType::kPtr, "found <example.com>"},
      {"TXT", message(0, 1, record(16, "\6v=spf1\5 -all")), DnsType::kTxt, "found <v=spf1 -all>"},
      {"TXT without a string", message(0, 1, record(16, "")), DnsType::kTxt, "found <>"},
      {"CNAME and TXT of another name",
       message(0, 2, record(5, std::string("\1x\0", 3)) + record(16, "\1t", std::string("\1x\0", 3))), DnsType::kTxt,
       "found <t>"},
      {"nothing", message(0, 0, ""), DnsType::kTxt, "no-data"},
      {"NXDOMAIN", message(3, 0, ""), DnsType::kTxt, "no-name"},
      {"SERVFAIL", message(2, 0, ""), DnsType::kTxt, "servfail"},
      {"REFUSED", message(5, 0, ""), DnsType::kTxt, "failed"},
  };
  for (const Case& c : cases) EXPECT_EQ(summary_of(parse_dns_answer(c.in, c.type)), c.want) << c.name;
}

TEST(DnsAnswer, BrokenOnesFail) {
  const std::string self("\xc0\x1d", 2);  // the first octet behind the question
  const Case cases[] = {
      {"empty", "", DnsType::kA, "failed"},
      {"short header", std::string(11, '\0'), DnsType::kA, "failed"},
      {"no question", std::string("\x12\x34\x81\x80\0\1\0\0\0\0\0\0", 12), DnsType::kA, "failed"},
      {"more records than there are", message(0, 2, record(16, "\1t")), DnsType::kTxt, "failed"},
      {"a string beyond the record", message(0, 1, record(16, "\7t")), DnsType::kTxt, "failed"},
      {"a record beyond the message", message(0, 1, record(16, "\1t").substr(0, 11)), DnsType::kTxt, "failed"},
      {"a pointer to itself", message(0, 1, record(16, "\1t", self)), DnsType::kTxt, "failed"},
      {"a pointer forwards, to a name", message(0, 1, record(16, std::string(1, '\0'), std::string("\xc0\x29", 2))),
       DnsType::kTxt, "failed"},
      {"one that was cut off, even over TCP", cut_off(message(0, 1, record(16, "\1t"))), DnsType::kTxt, "failed"},
      {"a reserved label type", message(0, 1, record(16, "\1t", std::string("\x80x\0", 3))), DnsType::kTxt, "failed"},
  };
  for (const Case& c : cases) EXPECT_EQ(summary_of(parse_dns_answer(c.in, c.type)), c.want) << c.name;
  const std::string whole = message(0, 1, record(15, number(10) + std::string("\2m1", 3) + kPointer));
  for (size_t n = 0; n < whole.size(); ++n) {
    EXPECT_EQ(parse_dns_answer(whole.substr(0, n), DnsType::kMx).status, DnsStatus::kFailed) << n;
  }
}

TEST(DnsAnswer, RecordsAreBounded) {
  std::string answers;
  for (int i = 0; i < 3'000; ++i) answers += record(1, std::string("\xc0\x00\x02\x07", 4));
  EXPECT_EQ(parse_dns_answer(message(0, 3'000, answers), DnsType::kA).addresses.size(), kMaxDnsRecords);
}

TEST(DnsAnswer, PointersOfOneNameAreBounded) {
  const size_t begin = 12 + std::string(kName).size() + 4 + 12;  // of the first answer's data
  const auto pointer_to = [](size_t at) { return number(static_cast<unsigned>(0xc000 | at)); };
  for (const int pointers : {kMaxDnsPointers, kMaxDnsPointers + 1}) {
    std::string chain = pointer_to(12);
    while (chain.size() < 2 * static_cast<size_t>(pointers - 1)) chain += pointer_to(begin + chain.size() - 2);
    const std::string answers = record(16, chain) + record(12, pointer_to(begin + chain.size() - 2));
    EXPECT_EQ(summary_of(parse_dns_answer(message(0, 2, answers), DnsType::kPtr)),
              pointers == kMaxDnsPointers ? "found <example.com>" : "failed");
  }
}

}  // namespace
}  // namespace hfilter
