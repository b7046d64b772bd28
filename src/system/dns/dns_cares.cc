// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_cares.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "probes/dns_budget.h"
#include "system/dns/dns_answer.h"
#include "system/dns/dns_cares_channels.h"

namespace hfilter {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr size_t kRounds = 2;  // The UDP queries for one question to one server.
constexpr milliseconds kMostBetweenSends(400);
constexpr milliseconds kLeastBetweenSends(50);

using Key = std::pair<std::string, DnsType>;

Key key_of(const DnsQuestion& question) { return {lower(question.name), question.type}; }

double ms_between(Steady::time_point from, Steady::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

/// Returns "2 s" or "0.5 s", rounded to tenths.
std::string seconds_text(double ms) {
  char text[32];
  snprintf(text, sizeof text, "%.1f", ms / 1000.0);
  std::string out = text;
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out + " s";
}

const char* party_name(DnsParty party) {
  constexpr const char* kNames[kDnsParties] = {"the reverse name", "the HELO name", "SPF of the sender", "DNS lists"};
  return kNames[static_cast<size_t>(party)];
}

}  // namespace

class DnsCares::Impl {
 public:
  explicit Impl(DnsSettings settings)
      : settings_(std::move(settings)),
        channels_(settings_.servers, settings_.timeout_ms),
        budget_(milliseconds(settings_.budget_ms)) {}

  DnsAnswer ask(const DnsQuestion& question, DnsParty party);
  void prefetch(const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest);
  std::vector<DnsLookup> lookups() const;
  DnsBudget::Time waited() const { return waited_; }
  void begin_message();
  void renew_budget() { budget_.renew_time(); }

 private:
  /// One question. The entry lives in a map, so its address is stable.
  struct Entry {
    DnsQuestion question;
    DnsParty party = DnsParty::kOwner;  // the party that first asked the question
    DnsAnswer answer;
    bool done = false;
    bool speculative = false;
    Steady::time_point asked, answered;
    Harvest harvest;

    DnsTransport transport = DnsTransport::kUdp;
    Steady::time_point began, resend;  // the begin and the next repetition over the current transport
    size_t sends = 0;                  // the number of queries sent over the current transport
    std::vector<DnsAnswer> failures;   // the failure of each server; an empty `why` means none so far
  };

  Entry* find(const DnsQuestion& question);
  Entry& add(const DnsQuestion& question, DnsParty party);
  void begin(Entry& entry, DnsTransport transport);
  void send(Entry& entry);
  void take_reply(Entry& entry, size_t server, DnsTransport transport, const DnsReply& reply);
  void take_failure(Entry& entry, size_t server, DnsAnswer answer);
  void finish(Entry& entry, DnsAnswer answer);
  void wait(const Entry& entry, Steady::time_point deadline);
  void resend_or_give_up();
  bool can_send(const Entry& entry) const;
  Steady::time_point end_of(const Entry& entry) const { return entry.began + milliseconds(settings_.timeout_ms); }
  milliseconds between_sends() const;
  DnsAnswer no_answer(const Entry& entry, double ms) const;
  std::string spent_text(DnsParty party) const;
  std::optional<DnsAnswer> refusal(DnsParty party) const;
  static DnsAnswer failure(DnsStatus status, std::string why);

  DnsSettings settings_;
  DnsChannels channels_;
  DnsBudget budget_;
  std::map<Key, Entry> entries_;
  std::vector<Key> asked_;    // the questions for this message, in order
  std::vector<Entry*> open_;  // the questions without an answer
  size_t first_server_ = 0;   // the index of the server that answered last
  int speculative_ = 0;
  DnsBudget::Time waited_{0};
};

DnsAnswer DnsCares::Impl::failure(DnsStatus status, std::string why) {
  DnsAnswer answer;
  answer.status = status;
  answer.why = std::move(why);
  return answer;
}

/// Returns "SERVFAIL from 192.0.2.1:53, no answer from 192.0.2.2:53 after 2 s".
DnsAnswer DnsCares::Impl::no_answer(const Entry& entry, double ms) const {
  DnsAnswer answer = failure(DnsStatus::kTimeout, "");
  std::string silent;
  for (size_t i = 0; i < entry.failures.size(); ++i) {
    const DnsAnswer& failed = entry.failures[i];
    std::string* list = failed.why.empty() ? &silent : &answer.why;
    *list += (list->empty() ? "" : ", ") + (failed.why.empty() ? channels_.servers()[i] : failed.why);
    if (!failed.why.empty() && answer.status != DnsStatus::kServfail) answer.status = failed.status;
  }
  if (silent.empty()) return answer;
  answer.status = DnsStatus::kTimeout;
  const char* transport = entry.transport == DnsTransport::kTcp ? " over TCP" : "";
  answer.why += (answer.why.empty() ? "no answer from " : ", no answer from ") + silent + transport + " after " +
                seconds_text(ms);
  return answer;
}

std::string DnsCares::Impl::spent_text(DnsParty party) const {
  const auto share = std::chrono::duration<double, std::milli>(budget_.share(party)).count();
  return "the share of " + std::string(party_name(party)) + " in dns-budget is " + seconds_text(share);
}

milliseconds DnsCares::Impl::between_sends() const {
  const auto servers = static_cast<int>(std::max<size_t>(channels_.servers().size(), 1));
  const milliseconds even(settings_.timeout_ms / (3 * servers));
  return std::clamp(even, kLeastBetweenSends, kMostBetweenSends);
}

bool DnsCares::Impl::can_send(const Entry& entry) const {
  const size_t rounds = entry.transport == DnsTransport::kTcp ? 1 : kRounds;  // TCP needs no repetition
  return entry.sends < rounds * channels_.servers().size();
}

/// Asks over `transport`, with a full dns-timeout from now on.
void DnsCares::Impl::begin(Entry& entry, DnsTransport transport) {
  entry.transport = transport;
  entry.began = Steady::now();
  entry.sends = 0;
  entry.failures.assign(channels_.servers().size(), {});
  send(entry);
}

/// Asks the next server that has not failed.
void DnsCares::Impl::send(Entry& entry) {
  const size_t count = channels_.servers().size();
  size_t server = (first_server_ + entry.sends++) % count;
  while (can_send(entry) && !entry.failures[server].why.empty()) server = (first_server_ + entry.sends++) % count;
  if (!entry.failures[server].why.empty()) return;
  entry.resend = Steady::now() + between_sends();
  const DnsTransport transport = entry.transport;
  channels_.send(server, transport, entry.question, [this, &entry, server, transport](const DnsReply& reply) {
    if (!entry.done && entry.transport == transport) take_reply(entry, server, transport, reply);
  });
}

void DnsCares::Impl::take_reply(Entry& entry, size_t server, DnsTransport transport, const DnsReply& reply) {
  if (reply.message.empty()) return take_failure(entry, server, failure(DnsStatus::kFailed, reply.why));
  if (is_truncated(reply.message) && transport == DnsTransport::kUdp) {
    first_server_ = server;
    return begin(entry, DnsTransport::kTcp);
  }
  DnsAnswer answer = parse_dns_answer(reply.message, entry.question.type);
  if (!answer.found() && !answer.does_not_exist()) {
    answer.why += " from " + channels_.servers()[server];
    return take_failure(entry, server, std::move(answer));
  }
  first_server_ = server;
  finish(entry, std::move(answer));
}

/// Records a server's failure and asks another; if none is left, the question fails.
void DnsCares::Impl::take_failure(Entry& entry, size_t server, DnsAnswer answer) {
  entry.failures[server] = std::move(answer);
  const bool all = std::none_of(entry.failures.begin(), entry.failures.end(),
                                [](const DnsAnswer& failed) { return failed.why.empty(); });
  if (all) return finish(entry, no_answer(entry, 0));
  if (can_send(entry)) send(entry);
}

void DnsCares::Impl::finish(Entry& entry, DnsAnswer answer) {
  entry.done = true;
  entry.answered = Steady::now();
  entry.answer = std::move(answer);
  open_.erase(std::remove(open_.begin(), open_.end(), &entry), open_.end());
  if (!entry.harvest) return;
  const Harvest harvest = std::exchange(entry.harvest, nullptr);
  prefetch(harvest(entry.question, entry.answer), entry.party, harvest);
}

/// Returns the entry of an earlier question, also of an earlier message; null if there is none.
DnsCares::Impl::Entry* DnsCares::Impl::find(const DnsQuestion& question) {
  const Key key = key_of(question);
  const auto at = entries_.find(key);
  if (at == entries_.end()) return nullptr;
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(key);
  return &at->second;
}

DnsCares::Impl::Entry& DnsCares::Impl::add(const DnsQuestion& question, DnsParty party) {
  const Key key = key_of(question);
  asked_.push_back(key);
  budget_.use_question(party);
  Entry& entry = entries_[key];
  entry.question = question;
  entry.party = party;
  entry.asked = Steady::now();
  open_.push_back(&entry);
  if (!settings_.on) {
    finish(entry, failure(DnsStatus::kOff, "dns is off"));
  } else if (const std::string& open_error = channels_.open(); !open_error.empty()) {
    finish(entry, failure(DnsStatus::kFailed, open_error));
  } else {
    begin(entry, DnsTransport::kUdp);
  }
  return entry;
}

void DnsCares::Impl::prefetch(const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest) {
  if (!questions.empty()) budget_.expect(party);
  for (const DnsQuestion& question : questions) {
    Entry* entry = find(question);
    if (entry == nullptr) {
      if (!settings_.on || speculative_ == kMaxSpeculativeNames || budget_.questions_left(party) == 0) return;
      ++speculative_;
      entry = &add(question, party);
      entry->speculative = true;
    }
    if (!harvest) continue;
    if (!entry->done) entry->harvest = harvest;
  }
}

/// Repeats queries that are due; ends those whose time is over.
void DnsCares::Impl::resend_or_give_up() {
  const Steady::time_point now = Steady::now();
  const std::vector<Entry*> open = open_;
  for (Entry* entry : open) {
    if (entry->done) continue;
    if (now >= end_of(*entry)) {
      finish(*entry, no_answer(*entry, settings_.timeout_ms));
    } else if (now >= entry->resend && can_send(*entry)) {
      send(*entry);
    }
  }
}

/// Waits for the answer until `deadline`. Reads answers that have arrived even after it.
void DnsCares::Impl::wait(const Entry& entry, Steady::time_point deadline) {
  do {
    Steady::time_point next = std::min(deadline, end_of(entry));
    for (const Entry* open : open_) {
      if (can_send(*open)) next = std::min(next, open->resend);
    }
    channels_.step(next);
    resend_or_give_up();
  } while (!entry.done && Steady::now() < deadline);
}

/// Returns the refusal if the party's share is used up, or else nullopt. It is not cached, because another party
/// may ask the same question.
std::optional<DnsAnswer> DnsCares::Impl::refusal(DnsParty party) const {
  if (!settings_.on) return std::nullopt;
  if (budget_.questions_left(party) == 0) {
    return failure(DnsStatus::kLimit, std::string("too many DNS questions for ") + party_name(party));
  }
  if (budget_.time_left(party).count() > 0) return std::nullopt;
  return failure(DnsStatus::kFailed, "no time is left: " + spent_text(party));
}

DnsAnswer DnsCares::Impl::ask(const DnsQuestion& question, DnsParty party) {
  budget_.expect(party);
  Entry* entry = find(question);
  if (entry == nullptr) {
    if (const auto refused = refusal(party)) return *refused;
    entry = &add(question, party);
  }
  entry->speculative = false;
  if (entry->done) return entry->answer;
  const Steady::time_point began = Steady::now();
  wait(*entry, began + budget_.time_left(party));
  const auto waited = std::chrono::duration_cast<DnsBudget::Time>(Steady::now() - began);
  budget_.use_time(party, waited);
  waited_ += waited;
  if (entry->done) return entry->answer;
  DnsAnswer late = no_answer(*entry, ms_between(entry->began, Steady::now()));
  late.why += ": " + spent_text(party);
  entry->answer = late;
  return late;
}

std::vector<DnsLookup> DnsCares::Impl::lookups() const {
  std::vector<DnsLookup> out;
  for (const Key& key : asked_) {
    const Entry& entry = entries_.at(key);
    DnsLookup lookup;
    lookup.question = entry.question;
    lookup.answer = entry.answer;
    if (!entry.done && entry.answer.why.empty()) lookup.answer.why = "no answer yet";
    lookup.ms = ms_between(entry.asked, entry.done ? entry.answered : Steady::now());
    lookup.speculative = entry.speculative;
    out.push_back(std::move(lookup));
  }
  return out;
}

void DnsCares::Impl::begin_message() {
  channels_.cancel();
  budget_ = DnsBudget(milliseconds(settings_.budget_ms));
  asked_.clear();
  open_.clear();
  speculative_ = 0;
  const bool full = entries_.size() > kMaxDnsCached;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const Entry& entry = at->second;
    const bool keep = !full && entry.done && (entry.answer.found() || entry.answer.does_not_exist());
    at = keep ? std::next(at) : entries_.erase(at);
  }
}

DnsCares::DnsCares(DnsSettings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
DnsCares::~DnsCares() = default;
DnsAnswer DnsCares::ask(const DnsQuestion& question, DnsParty party) { return impl_->ask(question, party); }
void DnsCares::prefetch(const std::vector<DnsQuestion>& questions, DnsParty party, const Harvest& harvest) {
  impl_->prefetch(questions, party, harvest);
}
std::vector<DnsLookup> DnsCares::lookups() const { return impl_->lookups(); }
std::chrono::microseconds DnsCares::waited() const { return impl_->waited(); }
void DnsCares::renew_budget() { impl_->renew_budget(); }
void DnsCares::begin_message() { impl_->begin_message(); }

}  // namespace hfilter
