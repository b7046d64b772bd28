// SPDX-License-Identifier: BSD-2-Clause
#include "unit/advice/advice_mail.h"

#include <map>
#include <memory>

#include "facts/connection/dns_facts.h"
#include "mime/mime_content.h"
#include "rules/maildir_folder.h"
#include "spf/spf_check.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"
#include "unit/fake_mime_probe.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Mail {
  std::string received = postfix_line("mail.example.org", "mail.example.org", "200.150.100.50");
  std::string below;  // Received lines below the border
  std::string above;  // fields above the border
  std::map<std::string, std::string> fields = {{"From", "Bob <bob@example.org>"},
                                               {"To", "greg@hewgill.com"},
                                               {"Subject", "hello"},
                                               {"Date", "Wed, 31 Dec 2025 22:59:00 +0000"},
                                               {"Message-ID", "<1.k@example.org>"}};
  std::string body = "Hello.\n";
  std::string sender = "bob@example.org";
  std::string recipient = "greg@hewgill.com";

  Mail client(const char* helo, const char* rdns, const char* ip, const char* with = "ESMTP") const {
    Mail copy = *this;
    copy.received = postfix_line(helo, rdns, ip, "occam.hewgill.net", with);
    return copy;
  }
  Mail helo(const char* name) const { return client(name, "mail.example.org", "200.150.100.50"); }
  Mail with(const char* name, const std::string& value) const {
    Mail copy = *this;
    copy.fields[name] = value;
    return copy;
  }
  Mail without(const char* name) const {
    Mail copy = *this;
    copy.fields.erase(name);
    return copy;
  }
  Mail from(const std::string& address) const {
    Mail copy = with("From", address);
    copy.sender = address;
    return copy;
  }
  Mail to(const std::string& address) const {
    Mail copy = with("To", address);
    copy.recipient = address;
    return copy;
  }
  Mail saying(const std::string& text) const {
    Mail copy = *this;
    copy.body = text;
    return copy;
  }
  Mail through(const std::string& lines) const {
    Mail copy = *this;
    copy.below = lines;
    return copy;
  }
  Mail results(const std::string& text) const {
    Mail copy = *this;
    copy.above = "Authentication-Results: mx.hewgill.net; " + text + "\n";
    return copy;
  }
  Mail parts(const std::string& all) const {
    Mail copy = with("MIME-Version", "1.0").with("Content-Type", "multipart/mixed; boundary=b");
    copy.body = all + "--b--\n";
    return copy;
  }
  Mail bounce() const {
    Mail copy = *this;
    copy.sender.clear();
    return copy;
  }
};

constexpr char kZone[] =
    "TXT example.org v=spf1 ip4:200.150.100.0/24 -all\n"
    "TXT friend.example v=spf1 ip4:200.150.100.0/24 -all\n"
    "TXT fail.example v=spf1 -all\n"
    "TXT soft.example v=spf1 ~all\n"
    "A none.example 203.0.113.80\n"
    "A mail.example.org 200.150.100.50\n"
    "PTR 50.100.150.200.in-addr.arpa mail.example.org\n"
    "A 99.100.150.200.zen.example.org 127.0.0.2\n";

std::string part(const std::string& type, const std::string& name, const std::string& content) {
  return "--b\nContent-Type: " + type + "; name=\"" + name + "\"\n\n" + content + "\n";
}

std::map<std::string, Mail, std::less<>> all_mail() {
  const Mail plain;
  const std::string program = "MZ" + std::string(300, 'x');
  const std::string mega(1'200'000, 'x');
  std::string many;
  for (int i = 0; i < 25; ++i) many += (i == 0 ? "p" : ", p") + std::to_string(i) + "@hewgill.com";
  std::map<std::string, Mail, std::less<>> all = {
      {"plain", plain},
      // Who handed it in.
      {"bare-ip", plain.helo("200.150.100.50")},
      {"my-helo", plain.helo("hewgill.com")},
      {"sub-helo", plain.helo("mail.hewgill.com")},
      {"me-helo", plain.helo("mx.hewgill.net")},
      {"localhost", plain.helo("localhost")},
      {"friend-helo", plain.helo("friend")},
      {"bad-helo", plain.helo("a..b!")},
      {"office", plain.client("mail.example.org", "mail.example.org", "198.51.100.7")},
      {"partner", plain.client("mail.partner.example", "mail.partner.example", "203.0.113.77")},
      {"listed", plain.client("mail.example.org", "mail.example.org", "200.150.100.99")},
      {"no-rdns", plain.client("mail.example.org", "unknown", "203.0.113.66")},
      {"dialup", plain.client("mail.example.org", "dsl-50-100-150-200.pool.example.org", "200.150.100.50")},
      {"tls", plain.client("mail.example.org", "mail.example.org", "200.150.100.50", "ESMTPS")},
      {"scanned", plain.client("scan.example", "scan.example", "203.0.113.25")
                      .through(postfix_line("mail.example.org", "mail.example.org", "200.150.100.50", "scan.example"))},
      {"two-hops", plain.through(postfix_line("hewgill.com", "unknown", "200.150.100.60", "mail.example.org"))},
      {"three-hops", plain.through(postfix_line("a.example", "unknown", "200.150.100.60", "mail.example.org") +
                                   postfix_line("b.example", "unknown", "200.150.100.61", "a.example"))},
      {"idn-helo", plain.helo("mail.xn--bcher-kva.example")},
      // Addresses and results.
      {"friend", plain.from("bob@friend.example")},
      {"sub-friend", plain.from("bob@mail.friend.example")},
      {"my-from", plain.from("greg@hewgill.com")},
      {"spf-fail", plain.from("bob@fail.example")},
      {"spf-soft", plain.from("bob@soft.example")},
      {"spf-none", plain.from("bob@none.example")},
      {"sender-differs", plain.with("From", "bob@other.example")},
      {"empty-sender", plain.bounce()},
      {"to-other", plain.to("anna@hewgill.com")},
      {"to-friend", plain.to("bob@friend.example")},
      {"many", plain.with("To", many)},
      {"dkim-pass", plain.results("dkim=pass header.d=example.org; dmarc=pass header.from=example.org")},
      {"dkim-fail", plain.results("dkim=fail header.d=example.org; dmarc=fail header.from=example.org")},
      // The header.
      {"viagra", plain.with("Subject", "Buy viagra now")},
      {"viagra-first", plain.with("Subject", "viagra, and buy it now")},
      {"viagra-last", plain.with("Subject", "Buy viagra")},
      {"viagra-bracket", plain.with("Subject", "Buy viagra[ now")},
      {"viagra-paren", plain.with("Subject", "Buy (viagra) now")},
      {"empty-subject", plain.with("Subject", "")},
      {"no-subject", plain.without("Subject")},
      {"no-message-id", plain.without("Message-ID")},
      {"future", plain.with("Date", "Sun, 01 Feb 2026 10:00:00 +0000")},
      {"old", plain.with("Date", "Mon, 01 Jan 2024 10:00:00 +0000")},
      {"bad-date", plain.with("Date", "yesterday")},
      {"reply-to", plain.with("Reply-To", "bob@other.example")},
      {"list", plain.with("List-Id", "<debian-user.lists.debian.org>")},
      {"spam-flag", plain.with("X-Spam-Flag", "YES")},
      {"spam-no", plain.with("X-Spam-Flag", "NO")},
      {"score-7", plain.with("X-Spam-Score", "7.1").with("X-Spam-Level", "*******").with("X-Spam-Status", "Yes, 7.1")},
      {"score-2", plain.with("X-Spam-Score", "2.1").with("X-Spam-Level", "**").with("X-Spam-Status", "No, 2.1")},
      {"mailer", plain.with("X-Mailer", "The Bat!")},
      // The text and its size.
      {"viagra-body", plain.saying("Click here for viagra: http://pills.example/\n")},
      {"mid", plain.saying(std::string(20'000, 'x') + "\n")},
      {"big", plain.saying(std::string(12'000'000, '\n'))},
      // Attachments.
      {"exe", plain.parts(part("application/octet-stream", "invoice.exe", program))},
      {"exe-big", plain.parts(part("application/octet-stream", "invoice.exe", "MZ" + mega))},
      {"exe-and-picture", plain.parts(part("application/octet-stream", "invoice.exe", program) +
                                      part("image/png", "cat.png", "\x89PNG\r\n\x1a\n" + mega))},
      {"pdf", plain.parts(part("application/pdf", "report.pdf", "%PDF-1.4"))},
  };
  Mail mine = plain;
  mine.received =
      "Received: by occam.hewgill.net (Postfix, from userid 33)\n\tid 4B1; Wed, 31 Dec 2025 23:00:00 +0000\n";
  all["mine"] = mine;
  return all;
}

const std::map<std::string, Mail, std::less<>>& mails() {
  static const std::map<std::string, Mail, std::less<>> all = all_mail();
  return all;
}

void say_note(const HeaderNote& note, std::string* out) {
  constexpr const char* kKinds[] = {"add", "set", "remove", "prefix"};
  *out += std::string(" ") + kKinds[static_cast<size_t>(note.kind)] + "<" + note.name + ":" + note.value + ">";
}

std::string said(const Verdict& v) {
  std::string out = action_name(v.rule_action);
  if (!v.rule.empty()) out += v.rule.compare(0, 5, "rule ") == 0 ? " by a rule" : " by " + v.rule;
  if (!v.text.empty()) out += " \"" + v.text + "\"";
  if (!v.folder.empty()) out += " " + *maildir_folder(v.folder);
  for (const std::string& word : v.command) out += " \"" + word + "\"";
  if (v.score != 0) out += " score " + std::to_string(v.score);
  for (const std::string& tag : v.tags) out += " tag " + tag;
  for (const HeaderNote& note : v.notes) say_note(note, &out);
  for (const std::string& text : v.logs) out += " log \"" + text + "\"";
  for (const std::string& folder : v.copies) out += " copy " + folder;
  for (const RuleReport& rule : v.rules) {
    if (rule.trial && rule.result == RuleResult::kTrue) out += " trial " + rule.effect;
  }
  return out;
}

}  // namespace

bool is_advice_mail(std::string_view name) { return mails().find(name) != mails().end(); }

std::string outcome_of(const RuleSet& rules, std::string_view name) {
  const Mail& mail = mails().find(name)->second;
  std::string head = mail.above + mail.received + mail.below;
  for (const auto& [field, value] : mail.fields) head += field + ": " + value + "\n";
  const Message message(head + "\n", std::make_unique<MemoryBody>(mail.body));
  const RelayChain chain(message);
  const Border border = find_border(chain, rules.trust);
  FakeDns dns(kZone);
  FakeChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker spf(dns, engine);
  DnsFacts dns_facts(dns, spf, "occam.hewgill.net");
  FakeMimeProbe probe;
  MimeContent mime(message, probe);
  Envelope envelope;
  envelope.sender = mail.sender;
  envelope.recipient = mail.recipient;
  const FixedClock clock;
  FactContext context{message, chain, border, rules.trust, envelope, clock};
  context.dns = &dns_facts;
  context.mime = &mime;
  context.results_from = &rules.settings.results_from;
  Facts facts(context);
  return said(evaluate(rules, facts));
}

}  // namespace hfilter
