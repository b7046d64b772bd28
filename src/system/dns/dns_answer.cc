// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_answer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"

namespace hfilter {
namespace {

constexpr size_t kHeaderBytes = 12;
constexpr unsigned kClassIn = 1;
constexpr unsigned kTruncated = 0x200;  // The TC bit: the answer is cut.

unsigned wire_type(DnsType type) {
  switch (type) {
    case DnsType::kA:
      return 1;
    case DnsType::kAaaa:
      return 28;
    case DnsType::kMx:
      return 15;
    case DnsType::kTxt:
      return 16;
    default:
      return 12;
  }
}

/// Reads octets forward. Beyond the end every read returns nullopt.
class Reader {
 public:
  explicit Reader(std::string_view message, size_t at = 0) : message_(message), at_(at) {}

  std::optional<unsigned> number(size_t octets) {
    if (message_.size() - at_ < octets) return std::nullopt;
    unsigned value = 0;
    for (size_t i = 0; i < octets; ++i) value = value << 8 | octet(at_ + i);
    at_ += octets;
    return value;
  }

  std::optional<std::string_view> bytes(size_t count) {
    if (message_.size() - at_ < count) return std::nullopt;
    at_ += count;
    return message_.substr(at_ - count, count);
  }

  /// Returns a name as dotted text without a trailing dot; the root is "". Compression pointers must point
  /// backwards.
  std::optional<std::string> name() {
    std::string out;
    size_t at = at_;
    bool jumped = false;
    for (int pointers = 0;;) {
      if (at >= message_.size()) return std::nullopt;
      const unsigned length = octet(at);
      if (length >= 0xc0) {
        if (at + 1 >= message_.size() || ++pointers > kMaxDnsPointers) return std::nullopt;
        const size_t target = (length & 0x3f) << 8 | octet(at + 1);
        if (target >= at) return std::nullopt;
        if (!jumped) at_ = at + 2;
        jumped = true;
        at = target;
        continue;
      }
      if (length > 63 || message_.size() - at - 1 < length) return std::nullopt;
      if (length == 0) break;
      if (!out.empty()) out += '.';
      out += message_.substr(at + 1, length);
      if (out.size() > 255) return std::nullopt;
      at += 1 + length;
    }
    if (!jumped) at_ = at + 1;
    return out;
  }

  size_t at() const { return at_; }
  void seek(size_t at) { at_ = std::min(at, message_.size()); }

 private:
  unsigned octet(size_t i) const { return static_cast<unsigned char>(message_[i]); }
  std::string_view message_;
  size_t at_;
};

/// Returns the strings of one TXT record, joined without a separator (RFC 7208 3.3).
std::optional<std::string> joined_strings(std::string_view data) {
  std::string out;
  while (!data.empty()) {
    const size_t length = static_cast<unsigned char>(data[0]);
    if (data.size() - 1 < length) return std::nullopt;
    out += data.substr(1, length);
    data.remove_prefix(1 + length);
  }
  return out;
}

struct MxHost {
  unsigned preference;
  std::string name;
};

struct Records {
  DnsAnswer answer;
  std::vector<MxHost> hosts;
};

/// Reads the data of a record. Returns false if the data is malformed.
bool read_data(Reader& reader, size_t length, DnsType type, Records* records) {
  if (type == DnsType::kPtr || type == DnsType::kMx) {
    unsigned preference = 0;
    if (type == DnsType::kMx) {
      const auto read = reader.number(2);
      if (!read) return false;
      preference = *read;
    }
    auto name = reader.name();
    if (!name) return false;
    if (type == DnsType::kMx) records->hosts.push_back({preference, std::move(*name)});
    if (type == DnsType::kPtr) records->answer.texts.push_back(std::move(*name));
    return true;
  }
  const auto data = reader.bytes(length);
  if (!data) return false;
  if (type == DnsType::kTxt) {
    auto text = joined_strings(*data);
    if (!text) return false;
    records->answer.texts.push_back(std::move(*text));
    return true;
  }
  if (length != (type == DnsType::kA ? 4u : 16u)) return false;
  std::array<uint8_t, 16> bytes{};
  std::copy(data->begin(), data->end(), bytes.begin());
  const uint32_t v4 = static_cast<uint32_t>(bytes[0]) << 24 | static_cast<uint32_t>(bytes[1]) << 16 |
                      static_cast<uint32_t>(bytes[2]) << 8 | bytes[3];
  records->answer.addresses.push_back(type == DnsType::kA ? IpAddress::v4(v4) : IpAddress::v6(bytes));
  return true;
}

/// Reads the answer section. Returns false if the section is malformed.
bool read_records(Reader& reader, unsigned count, DnsType type, Records* records) {
  size_t taken = 0;
  for (unsigned i = 0; i < count && taken < kMaxDnsRecords; ++i) {
    if (!reader.name()) return false;
    const auto found = reader.number(2), in = reader.number(2), ttl = reader.number(4), length = reader.number(2);
    if (!found || !in || !ttl || !length) return false;
    const size_t end = reader.at() + *length;
    if (*found == wire_type(type) && *in == kClassIn) {
      if (!read_data(reader, *length, type, records)) return false;
      ++taken;
    }
    reader.seek(end);
  }
  return true;
}

DnsAnswer failed(std::string why, DnsStatus status = DnsStatus::kFailed) {
  DnsAnswer answer;
  answer.status = status;
  answer.why = std::move(why);
  return answer;
}

DnsAnswer broken() { return failed("a malformed answer"); }

DnsAnswer refused(unsigned rcode) {
  constexpr const char* kNames[] = {nullptr, "FORMERR", "SERVFAIL", nullptr, "NOTIMP", "REFUSED"};
  if (rcode == 2) return failed("SERVFAIL", DnsStatus::kServfail);
  return failed(rcode < std::size(kNames) ? kNames[rcode] : "the response code " + std::to_string(rcode));
}

}  // namespace

bool is_truncated(std::string_view message) {
  return message.size() >= kHeaderBytes && (static_cast<unsigned char>(message[2]) << 8 & kTruncated) != 0;
}

DnsAnswer parse_dns_answer(std::string_view message, DnsType type) {
  if (message.size() < kHeaderBytes) return broken();
  Reader reader(message, 2);
  const unsigned flags = *reader.number(2), questions = *reader.number(2), answers = *reader.number(2);
  reader.seek(kHeaderBytes);
  const unsigned rcode = flags & 15;
  if (rcode != 0 && rcode != 3) return refused(rcode);
  // The record that was cut may be the decisive one.
  if ((flags & kTruncated) != 0) return failed("a truncated answer");
  for (unsigned i = 0; i < questions; ++i) {
    if (!reader.name() || !reader.number(4)) return broken();
  }
  Records records;
  if (!read_records(reader, answers, type, &records)) return broken();
  std::stable_sort(records.hosts.begin(), records.hosts.end(),
                   [](const MxHost& a, const MxHost& b) { return a.preference < b.preference; });
  for (MxHost& host : records.hosts) records.answer.texts.push_back(std::move(host.name));
  DnsAnswer& answer = records.answer;
  if (!answer.texts.empty() || !answer.addresses.empty()) {
    answer.status = DnsStatus::kFound;
  } else {
    answer.status = rcode == 3 ? DnsStatus::kNxDomain : DnsStatus::kNoData;
    answer.why = rcode == 3 ? "no such name" : "no such record";
  }
  return std::move(answer);
}

}  // namespace hfilter
