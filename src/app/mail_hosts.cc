// SPDX-License-Identifier: BSD-2-Clause
#include "app/mail_hosts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/limits.h"
#include "lint/findings.h"
#include "trace/trust.h"

namespace hfilter {
namespace {

constexpr size_t kWave = kMaxSpeculativeNames;  // The queries that are sent at once.
constexpr size_t kHostsInWave = kWave / 2;      // The hosts of a wave. Each host needs an A and an AAAA query.
constexpr size_t kMaxNamed = 3;                 // The most domains that one warning lists.

struct Domain {
  std::string name;
  ListEntry entry;
  std::string file;
  std::vector<std::string> hosts;  // the MX hosts of the domain; without MX the domain itself
  bool has_mx = false;
};

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

/// Domains with the same foreign host, or with the same reason of a failure.
struct DomainGroup {
  const Domain* first = nullptr;
  bool by_mx = false;
  std::vector<std::string> addresses;
  std::vector<std::string> names;
  size_t count = 0;

  void add(const Domain& domain) { add(domain, domain.name); }
  void add(const Domain& domain, const std::string& name) {
    if (first == nullptr) first = &domain;
    if (names.size() < kMaxNamed) names.push_back(name);
    ++count;
  }
  /// Returns "a.example, b.example and 17 more".
  std::string text() const {
    const std::string all = joined(names);
    return count > names.size() ? all + " and " + std::to_string(count - names.size()) + " more" : all;
  }
};

/// Returns whether this is a null MX: the domain takes no mail (RFC 7505).
bool is_null_mx(const DnsAnswer& answer) {
  return answer.texts.size() == 1 && (answer.texts.front().empty() || answer.texts.front() == ".");
}

class MailHosts {
 public:
  MailHosts(const RuleSet& rules, const MailHostsDns& dns) : rules_(rules), dns_(dns), found_(rules) {}

  MailHostsReport run() {
    collect_domains();
    ask_domains();
    ask_hosts();
    warn_foreign();
    warn_failures();
    report_.warnings = found_.all();
    return std::move(report_);
  }

 private:
  bool is_over() const { return stopped_ || dns_.limit.passed(); }

  /// Collects domains to look up. `.example.com` is a pattern, `!example.com` is not mine.
  void collect_domains() {
    std::set<std::string> seen, excluded;
    rules_.trust.mydomains.for_each([&](const ListEntry& entry, const std::string&) {
      if (entry.excluded) excluded.insert(entry.text);
    });
    rules_.trust.mydomains.for_each([&](const ListEntry& entry, const std::string& file) {
      const bool over = entry.until_day && *entry.until_day < rules_.today;
      if (entry.excluded || entry.scope == ListEntry::Scope::kBelow || over || !seen.insert(entry.text).second) return;
      if (excluded.count(entry.text) > 0 &&
          rules_.trust.mydomains.contains_name(Hostname(entry.text)).value == Kleene::kFalse) {
        return;
      }
      ++report_.domains;
      if (domains_.size() < kMaxCheckedDomains) domains_.push_back({entry.text, entry, file, {}, false});
    });
  }

  /// Sends all queries of a wave, then waits for each. Stops the check if every query fails.
  template <class Use>
  void wave(const std::vector<DnsQuestion>& questions, const Use& use) {
    dns_.begin_wave();
    dns_.probe.prefetch(questions, DnsParty::kOwner);
    bool any_answer = false;
    std::string why;
    for (size_t i = 0; i < questions.size(); ++i) {
      const DnsAnswer answer = dns_.probe.ask(questions[i], DnsParty::kOwner);
      any_answer = any_answer || answer.found() || answer.does_not_exist();
      why = answer.why;
      use(i, answer);
    }
    if (any_answer) return;
    stopped_ = true;
    stopped_why_ = why;
  }

  void report_progress(size_t done, size_t all) const {
    if (dns_.progress) dns_.progress(done, all);
  }

  void ask_domains() {
    for (size_t at = 0; at < domains_.size() && !is_over(); at += kWave) {
      const size_t end = std::min(at + kWave, domains_.size());
      std::vector<DnsQuestion> questions;
      for (size_t i = at; i < end; ++i) questions.push_back({domains_[i].name, DnsType::kMx});
      wave(questions, [&](size_t i, const DnsAnswer& answer) { take_mx(domains_[at + i], answer); });
      unreachable_ = stopped_ && at == 0;
      report_.asked = unreachable_ ? 0 : end;
      report_progress(end, domains_.size());
    }
  }

  void take_mx(Domain& domain, const DnsAnswer& answer) {
    if (answer.status == DnsStatus::kNxDomain) {
      nonexistent_domains_.add(domain);
    } else if (answer.does_not_exist()) {
      domain.hosts = {domain.name};
    } else if (!answer.found()) {
      failed_mx_lookups_[answer.why].add(domain);
    } else if (!is_null_mx(answer)) {
      domain.has_mx = true;
      const size_t count = std::min(answer.texts.size(), kMaxMailHosts);
      for (size_t i = 0; i < count; ++i) domain.hosts.push_back(canonical_name(answer.texts[i]));
    }
  }

  /// Looks up each host once, except hosts that are believed by name.
  void ask_hosts() {
    std::vector<std::string> hosts;
    std::set<std::string> seen;
    for (const Domain& domain : domains_) {
      for (const std::string& host : domain.hosts) {
        if (seen.insert(host).second && !is_believed_name(host)) hosts.push_back(host);
      }
    }
    size_t at = 0;
    for (; at < hosts.size() && !is_over(); at += kHostsInWave) {
      const size_t end = std::min(at + kHostsInWave, hosts.size());
      std::vector<DnsQuestion> questions;
      for (size_t i = at; i < end; ++i) {
        questions.push_back({hosts[i], DnsType::kA});
        questions.push_back({hosts[i], DnsType::kAaaa});
      }
      wave(questions, [&](size_t i, const DnsAnswer& answer) { take_addresses(hosts[at + i / 2], answer); });
      report_progress(domains_.size() + end, domains_.size() + hosts.size());
    }
    report_.hosts = std::min(at, hosts.size());
    hosts_left_ = hosts.size() - report_.hosts;
  }

  bool is_believed_name(const std::string& name) const {
    const TrustLists& trust = rules_.trust;
    for (const List* list : {&trust.myhosts, &trust.myscanners, &trust.myforwarders}) {
      if (list->contains_name(Hostname(name)).value == Kleene::kTrue) return true;
    }
    return false;
  }

  void take_addresses(const std::string& host, const DnsAnswer& answer) {
    for (const IpAddress& address : answer.addresses) {
      if (standing_of(address, rules_.trust).kind == Standing::Kind::kForeign) {
        foreign_[host].push_back(address.to_string());
      }
    }
    if (!answer.found() && !answer.does_not_exist()) unknown_hosts_[host] = answer.why;
  }

  void warn(const Domain& domain, const char* name, std::string text, std::string help) {
    found_.warn_entry(domain.entry, domain.file, name, std::move(text), std::move(help));
  }

  /// Adds a warning for each foreign host, in the order of the domains.
  void warn_foreign() {
    std::vector<std::string> order;
    std::map<std::string, DomainGroup> hosts;
    for (const Domain& domain : domains_) {
      for (const std::string& host : domain.hosts) {
        const auto found = foreign_.find(host);
        if (found == foreign_.end()) continue;
        DomainGroup& shared = hosts[host];
        if (shared.first == nullptr) order.push_back(host);
        shared.by_mx = shared.by_mx || domain.has_mx;
        shared.addresses = found->second;
        shared.add(domain);
      }
    }
    for (size_t i = 0; i < order.size() && i < kMaxNamedMailHosts; ++i) {
      const DomainGroup& shared = hosts[order[i]];
      const std::string who = "`" + order[i] + "` (" + joined(shared.addresses) + ")";
      warn(*shared.first, "mail-host",
           shared.by_mx ? who + ", an MX of " + shared.text() + ", is neither mine nor believed"
                        : who + " has no MX, and its own address is neither mine nor believed",
           "if it takes mail for you, add it to myhosts or mynetworks (your own server), or to myscanners or "
           "myforwarders; if it does not, correct the DNS");
    }
    if (order.size() > kMaxNamedMailHosts) {
      warn(*hosts[order[kMaxNamedMailHosts]].first, "mail-host",
           std::to_string(order.size() - kMaxNamedMailHosts) + " more mail hosts are neither mine nor believed", "");
    }
  }

  void warn_failures() {
    if (nonexistent_domains_.count > 0) {
      warn(*nonexistent_domains_.first, "no-such-domain",
           nonexistent_domains_.text() + (nonexistent_domains_.count == 1 ? " does" : " do") + " not exist in the DNS",
           "correct the name; if the name is only used inside your network, ignore this warning");
    }
    if (unreachable_) {
      return warn(domains_.front(), "dns", "DNS cannot be asked: " + stopped_why_,
                  "no MX was looked up; name a server that answers: --dns-server 192.0.2.53");
    }
    for (const auto& [why, shared] : failed_mx_lookups_) {
      warn(*shared.first, "dns", "the MX of " + shared.text() + " could not be looked up: " + why, "");
    }
    warn_hosts();
    const size_t left = report_.domains - report_.asked;
    if (left == 0 && hosts_left_ == 0) return;
    std::string text = std::to_string(left) + " of " + std::to_string(report_.domains) + " domains";
    if (left == 0) text = std::to_string(hosts_left_) + " mail hosts";
    warn(domains_[std::min(report_.asked, domains_.size() - 1)], "dns",
         text + " were not looked up: " +
             (stopped_              ? stopped_why_
              : dns_.limit.passed() ? "it took longer than " + std::to_string(kMailHostsMs / 1000) + " s"
                                    : "hfilter check looks up at most " + std::to_string(kMaxCheckedDomains)),
         "");
  }

  /// Adds a warning for each reason why hosts could not be looked up.
  void warn_hosts() {
    std::map<std::string, DomainGroup> reasons;
    for (const Domain& domain : domains_) {
      for (const std::string& host : domain.hosts) {
        const auto found = unknown_hosts_.find(host);
        if (found == unknown_hosts_.end()) continue;
        reasons[found->second].add(domain, host);
        unknown_hosts_.erase(found);  // each host is reported once
      }
    }
    for (const auto& [why, shared] : reasons) {
      warn(*shared.first, "dns", "the addresses of " + shared.text() + " could not be looked up: " + why, "");
    }
  }

  const RuleSet& rules_;
  const MailHostsDns& dns_;
  MailHostsReport report_;
  Findings found_;
  std::vector<Domain> domains_;
  std::map<std::string, std::vector<std::string>> foreign_;  // host -> addresses that are neither mine nor believed
  std::map<std::string, std::string> unknown_hosts_;         // host -> the reason why its look-up failed
  std::map<std::string, DomainGroup> failed_mx_lookups_;     // the reason why the MX look-up failed -> domains
  DomainGroup nonexistent_domains_;
  size_t hosts_left_ = 0;
  bool stopped_ = false;      // every query of a wave failed
  bool unreachable_ = false;  // every query of the first wave failed
  std::string stopped_why_;
};

}  // namespace

// Rounds without std::lround, which would load libm for each mail in the static build.
static long rounded(double value) { return static_cast<long>(value + 0.5); }

std::string progress_line(size_t done, size_t all, double seconds) {
  const double rate = static_cast<double>(done) / std::max(seconds, 0.001);
  const long left = rate > 0 ? rounded(static_cast<double>(all - std::min(done, all)) / rate) : 0;
  const std::string under = std::to_string(left % 60);
  return "  " + std::to_string(done) + " of " + std::to_string(all) + " looked up, " + std::to_string(rounded(rate)) +
         "/s, " + std::to_string(left / 60) + ":" + (under.size() < 2 ? "0" : "") + under + " left";
}

MailHostsReport check_mail_hosts(const RuleSet& rules, const MailHostsDns& dns) { return MailHosts(rules, dns).run(); }

}  // namespace hfilter
