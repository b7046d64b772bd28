// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns_cares.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>

#include "base/ip_address.h"
#include "base/late_library.h"
#include "base/limits.h"
#include "base/text.h"
#include "system/dns_answer.h"

namespace hfilter {
namespace {

struct Cares : LateLibrary {
  Cares() : LateLibrary("libcares.so.2", "libc-ares2") {}
  HFILTER_LATE(ares_cancel);
  HFILTER_LATE(ares_destroy);
  HFILTER_LATE(ares_getsock);
  HFILTER_LATE(ares_init_options);
  HFILTER_LATE(ares_library_init);
  HFILTER_LATE(ares_process_fd);
  HFILTER_LATE(ares_query);
  HFILTER_LATE(ares_set_servers_ports_csv);
  HFILTER_LATE(ares_strerror);
  HFILTER_LATE(ares_timeout);
};

/// Its functions only where it is known to be there.
const Cares& cares() {
  static const Cares library;
  return library;
}

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kTries = 2;
constexpr int kEdnsBytes = 1'232;  // fits any path (the DNS flag day of 2020)

int query_type(DnsType type) {
  constexpr int kTypes[] = {ns_t_a, ns_t_aaaa, ns_t_mx, ns_t_txt, ns_t_ptr};
  return kTypes[static_cast<size_t>(type)];
}

/// c-ares reads master-file escapes: a backslash that is in the name needs one.
std::string escaped_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

using Key = std::pair<std::string, DnsType>;

Key key_of(const DnsQuestion& question) { return {lower(question.name), question.type}; }

double ms_between(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

std::string seconds_text(int ms) {
  char text[32];
  snprintf(text, sizeof text, "%g s", ms / 1000.0);
  return text;
}

}  // namespace

class DnsCares::Impl {
 public:
  explicit Impl(DnsSettings settings) : settings_(std::move(settings)) {}
  ~Impl() {
    if (channel_ != nullptr) cares().ares_destroy(channel_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  DnsAnswer ask(const DnsQuestion& question);
  void prefetch(const std::vector<DnsQuestion>& questions, const Harvest& harvest);
  std::vector<DnsLookup> lookups() const;
  void begin_message();
  void renew_budget() { began_.reset(); }

 private:
  /// One question. Lives in a map: its address is the callback's argument.
  struct Entry {
    Impl* owner = nullptr;
    DnsQuestion question;
    DnsAnswer answer;
    bool done = false;
    bool speculative = false;
    Steady::time_point asked, answered;
    Harvest harvest;
  };

  Entry& entry_of(const DnsQuestion& question, bool speculative);
  void send(Entry& entry);
  bool start_channel();
  void finish(Entry& entry, DnsAnswer answer);
  void wait_until_done(const Entry& entry, Steady::time_point deadline);
  void step(Steady::time_point deadline);
  static void on_answer(void* argument, int status, int, unsigned char* bytes, int length);
  DnsAnswer refused(DnsStatus status, std::string why) const;
  std::string server_names() const;

  DnsSettings settings_;
  ares_channel channel_ = nullptr;
  bool broken_ = false;
  std::map<Key, Entry> entries_;
  std::vector<Key> asked_;  // for this message, in the order of asking
  std::optional<Steady::time_point> began_;
  int speculative_ = 0;
};

bool DnsCares::Impl::start_channel() {
  if (channel_ != nullptr || broken_) return !broken_;
  broken_ = true;
  if (cares().ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return false;
  ares_options options{};
  options.flags = ARES_FLAG_EDNS | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  options.ednspsz = kEdnsBytes;
  options.tries = kTries;
  const int servers = static_cast<int>(std::max<size_t>(settings_.servers.size(), 1));
  options.timeout = std::max(settings_.timeout_ms / (3 * servers), 50);  // c-ares doubles it for the second round
  char lookups[] = "b";
  options.lookups = lookups;
  const int mask =
      ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TRIES | ARES_OPT_TIMEOUTMS | ARES_OPT_LOOKUPS | ARES_OPT_NOROTATE;
  if (cares().ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) {
    channel_ = nullptr;
    return false;
  }
  std::string list;
  for (const std::string& server : settings_.servers) {
    const Result<std::string> parsed = parse_dns_server(server);
    if (!parsed) return false;
    list += (list.empty() ? "" : ",") + *parsed;
  }
  if (!list.empty() && cares().ares_set_servers_ports_csv(channel_, list.c_str()) != ARES_SUCCESS) return false;
  broken_ = false;
  return true;
}

std::string DnsCares::Impl::server_names() const {
  std::string out;
  for (const std::string& server : settings_.servers) out += (out.empty() ? " (" : ", ") + server;
  return out.empty() ? out : out + ")";
}

DnsAnswer DnsCares::Impl::refused(DnsStatus status, std::string why) const {
  DnsAnswer answer;
  answer.status = status;
  answer.why = std::move(why);
  return answer;
}

void DnsCares::Impl::finish(Entry& entry, DnsAnswer answer) {
  entry.done = true;
  entry.answered = Steady::now();
  entry.answer = std::move(answer);
  if (!entry.harvest) return;
  const Harvest harvest = std::exchange(entry.harvest, nullptr);
  prefetch(harvest(entry.question, entry.answer), harvest);
}

void DnsCares::Impl::on_answer(void* argument, int status, int, unsigned char* bytes, int length) {
  auto& entry = *static_cast<Entry*>(argument);
  if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED || entry.done) return;
  Impl& self = *entry.owner;
  DnsAnswer answer;
  if (bytes != nullptr && length > 0) {
    const std::string_view message(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
    answer = parse_dns_answer(message, entry.question.type);
  } else if (status == ARES_ETIMEOUT) {
    answer.why = "no DNS answer after " + seconds_text(self.settings_.timeout_ms) + self.server_names();
  } else if (status == ARES_ECONNREFUSED) {
    answer.why = "no name server can be reached" + self.server_names();
  } else if (status == ARES_ESERVFAIL) {
    answer.why = "the name server failed (SERVFAIL)";
  } else {
    answer.why = std::string("DNS: ") + cares().ares_strerror(status) + self.server_names();
  }
  self.finish(entry, std::move(answer));
}

void DnsCares::Impl::send(Entry& entry) {
  entry.owner = this;
  entry.asked = Steady::now();
  if (!settings_.on) {
    finish(entry, refused(DnsStatus::kOff, "dns is off"));
  } else if (asked_.size() > static_cast<size_t>(kMaxDnsQuestions)) {
    finish(entry, refused(DnsStatus::kLimit, "more than " + std::to_string(kMaxDnsQuestions) + " DNS questions"));
  } else if (!cares()) {
    finish(entry, refused(DnsStatus::kFailed, cares().why_not()));
  } else if (!start_channel()) {
    finish(entry, refused(DnsStatus::kFailed, "no DNS resolver could be set up"));
  } else {
    cares().ares_query(channel_, escaped_name(entry.question.name).c_str(), ns_c_in, query_type(entry.question.type),
                       on_answer, &entry);
  }
}

/// The entry of a question, asked now if it was not yet.
DnsCares::Impl::Entry& DnsCares::Impl::entry_of(const DnsQuestion& question, bool speculative) {
  const Key key = key_of(question);
  const auto [at, fresh] = entries_.try_emplace(key);
  Entry& entry = at->second;
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) {
    asked_.push_back(key);
    entry.speculative = speculative;
  }
  if (fresh) {
    entry.question = question;
    send(entry);
  }
  return entry;
}

void DnsCares::Impl::prefetch(const std::vector<DnsQuestion>& questions, const Harvest& harvest) {
  for (const DnsQuestion& question : questions) {
    const auto known = entries_.find(key_of(question));
    if (known == entries_.end()) {
      if (!settings_.on || speculative_ == kMaxSpeculativeNames ||
          asked_.size() >= static_cast<size_t>(kMaxDnsQuestions)) {
        return;
      }
      ++speculative_;
    }
    Entry& entry = known == entries_.end() ? entry_of(question, true) : known->second;
    if (harvest && !entry.done) entry.harvest = harvest;
  }
}

/// Handles what has come or become due, waiting for it no longer than to the deadline.
void DnsCares::Impl::step(Steady::time_point deadline) {
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
  const int wanted = cares().ares_getsock(channel_, sockets.data(), ARES_GETSOCK_MAXNUM);
  std::array<pollfd, ARES_GETSOCK_MAXNUM> polls{};
  size_t count = 0;
  for (int i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
    const bool readable = ARES_GETSOCK_READABLE(wanted, i) != 0;
    const bool writable = ARES_GETSOCK_WRITABLE(static_cast<unsigned>(wanted), i) != 0;
    if (!readable && !writable) continue;
    polls[count++] = {sockets[static_cast<size_t>(i)],
                      static_cast<short>((readable ? POLLIN : 0) | (writable ? POLLOUT : 0)), 0};
  }
  const auto left = std::chrono::ceil<milliseconds>(deadline - Steady::now()).count();
  timeval most{};
  most.tv_sec = static_cast<time_t>(std::max<int64_t>(left, 0) / 1000);
  most.tv_usec = static_cast<suseconds_t>(std::max<int64_t>(left, 0) % 1000 * 1000);
  timeval next{};
  const timeval* due = cares().ares_timeout(channel_, &most, &next);
  const auto wait_ms = due->tv_sec * 1000 + (due->tv_usec + 999) / 1000;
  const int ready = poll(polls.data(), static_cast<nfds_t>(count), static_cast<int>(wait_ms));
  if (ready <= 0) cares().ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  for (size_t i = 0; ready > 0 && i < count; ++i) {
    const bool in = (polls[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
    const bool out = (polls[i].revents & POLLOUT) != 0;
    const ares_socket_t read_fd = in ? polls[i].fd : ARES_SOCKET_BAD;
    const ares_socket_t write_fd = out ? polls[i].fd : ARES_SOCKET_BAD;
    if (in || out) cares().ares_process_fd(channel_, read_fd, write_fd);
  }
}

void DnsCares::Impl::wait_until_done(const Entry& entry, Steady::time_point deadline) {
  while (!entry.done && Steady::now() < deadline) step(deadline);
}

DnsAnswer DnsCares::Impl::ask(const DnsQuestion& question) {
  Entry& entry = entry_of(question, false);
  entry.speculative = false;
  if (entry.done) return entry.answer;
  if (!began_) began_ = Steady::now();
  const Steady::time_point budget_end = *began_ + milliseconds(settings_.budget_ms);
  // What was asked ahead may have had its time already; it still gets a moment, in which an answer that waits is read.
  const Steady::time_point own_end = entry.asked + milliseconds(settings_.timeout_ms);
  const Steady::time_point deadline = std::min(std::max(own_end, Steady::now() + milliseconds(1)), budget_end);
  wait_until_done(entry, deadline);
  if (entry.done) return entry.answer;
  if (Steady::now() >= budget_end) {
    return refused(DnsStatus::kFailed, "the DNS budget of " + seconds_text(settings_.budget_ms) + " is spent");
  }
  return refused(DnsStatus::kFailed, "no DNS answer after " + seconds_text(settings_.timeout_ms) + server_names());
}

std::vector<DnsLookup> DnsCares::Impl::lookups() const {
  std::vector<DnsLookup> out;
  for (const Key& key : asked_) {
    const Entry& entry = entries_.at(key);
    DnsLookup lookup;
    lookup.question = entry.question;
    lookup.answer = entry.answer;
    if (!entry.done) lookup.answer.why = "no answer yet";
    lookup.ms = ms_between(entry.asked, entry.done ? entry.answered : Steady::now());
    lookup.speculative = entry.speculative;
    out.push_back(std::move(lookup));
  }
  return out;
}

void DnsCares::Impl::begin_message() {
  if (channel_ != nullptr) cares().ares_cancel(channel_);
  began_.reset();
  asked_.clear();
  speculative_ = 0;
  const bool full = entries_.size() > kMaxDnsCached;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const Entry& entry = at->second;
    const bool keep = !full && entry.done && (entry.answer.found() || entry.answer.nothing());
    at = keep ? std::next(at) : entries_.erase(at);
  }
}

std::string dns_library_problem() { return cares().problem(); }

DnsCares::DnsCares(DnsSettings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
DnsCares::~DnsCares() = default;
DnsAnswer DnsCares::ask(const DnsQuestion& question) { return impl_->ask(question); }
void DnsCares::prefetch(const std::vector<DnsQuestion>& questions, const Harvest& harvest) {
  impl_->prefetch(questions, harvest);
}
std::vector<DnsLookup> DnsCares::lookups() const { return impl_->lookups(); }
void DnsCares::renew_budget() { impl_->renew_budget(); }
void DnsCares::begin_message() { impl_->begin_message(); }

Result<std::string> parse_dns_server(const std::string& text) {
  std::string address = text, port;
  if (!text.empty() && text[0] == '[') {
    const size_t close = text.find(']');
    address = text.substr(1, close == std::string::npos ? close : close - 1);
    if (close != std::string::npos) port = text.substr(close + 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    const size_t colon = text.find(':');
    address = text.substr(0, colon);
    port = text.substr(colon);
  }
  const auto ip = IpAddress::parse(address);
  const std::string digits = port.empty() ? "" : port.substr(1);
  const bool number = digits.size() <= 5 && std::all_of(digits.begin(), digits.end(), is_digit);
  const bool port_ok =
      port.empty() || (port[0] == ':' && !digits.empty() && number && stoi(digits) > 0 && stoi(digits) < 65'536);
  if (!ip || !port_ok) {
    Error error;
    error.kind = ErrorKind::kSyntax;
    error.text = "\"" + text + "\" is no name server";
    error.help = "write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353";
    return error;
  }
  const std::string host = ip->is_v4() ? ip->to_string() : "[" + ip->to_string() + "]";
  return host + port;
}

}  // namespace hfilter
