// SPDX-License-Identifier: BSD-2-Clause
//
// Each rule file that is shown anywhere is judged: those of examples/, those in hfilterrc(5), and the two policies the
// language was made for. With DNS and MIME, and complete: a rule or threshold that no message here makes true fails.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "facts/connection/dns_facts.h"
#include "lint/lint.h"
#include "mime/mime_content.h"
#include "spf/spf_check.h"
#include "system/child/spf_libspf2.h"
#include "unit/fake_child.h"
#include "unit/fake_dns.h"
#include "unit/fake_mime_probe.h"
#include "unit/rules/rule_fixture.h"
#include "unit/rules/shown_texts.h"

namespace hfilter {
namespace {

constexpr char kEight[] =
    R"(hfilter 1
mydomains    hewgill.com, hewgill.net
mydomains    from "~/.hfilter/domains"
mynetworks   192.0.2.0/24, 2001:db8:7::/48
myscanners   192.0.2.25, scanner.example.net
myrelays     smtp.hewgill.net, 192.0.2.10
networks     partners = 198.51.100.0/24
addresses    direct-senders from "~/.hfilter/direct"
test known-direct = client in partners or (sender in direct-senders and spf is pass)

own-helo:    match helo in mydomains unless surely (helo is rdns or spf helo is pass)
             then junk "said HELO with my own name"
bad-helo:    match helo is bare-ip, unqualified, localhost, me, "friend" then score 3
back-door:   trial match not via myscanners unless surely (known-direct)
             then junk "did not come through the scanner"       # drop "trial" when replay shows nobody is hit
spf-fail:    match spf is fail or spf helo is fail then score 4
backscatter: match backscatter then junk
netsky:      match subject matches /^(re: )?(document|hello|your (text|details))$/
             and any attachment (is executable, unchecked and size 15K..45K)
             then discard until 2026-12-31
no-rdns:     match rdns is missing, mismatched then score 2
dynamic:     match rdns is generic or helo is generic then score 2
at score 4   then tag suspicious, subject prefix "[?] "
at score 8   then junk
otherwise    accept
)";

constexpr char kThousands[] =
    R"(mydomains   from "/etc/hfilter/domains"
mynetworks  19.3.40.0/24
myscanners  19.3.40.10, 19.3.40.11
networks    partners from "/etc/hfilter/direct-nets"
test direct = not via myscanners
ecard:      match direct and subject contains "Hallmark E-Card" and message size 600K..700K then discard
direct-exe: match direct and any attachment is executable, unchecked then discard
forged-by:  match direct and sender domain in mydomains and not surely (spf is pass) unless client in partners
            then score 4
direct-bad: match direct and rdns is missing, mismatched, generic unless client in partners then junk
direct-all: trial match direct unless client in partners then junk until 2027-01-31
)";

struct Mail {
  std::string head;
  std::string body = "Hello.\n";
  std::string zone;
  Envelope envelope;

  Mail from(const char* sender) const {
    Mail copy = *this;
    copy.envelope.sender = sender;
    return copy;
  }
  Mail to(const char* recipient) const {
    Mail copy = *this;
    copy.envelope.recipient = recipient;
    return copy;
  }
  Mail dns(const std::string& lines) const {
    Mail copy = *this;
    copy.zone = lines;
    return copy;
  }
  Mail with(const std::string& fields) const {
    Mail copy = *this;
    copy.head += fields;
    return copy;
  }
  Mail saying(const std::string& text) const {
    Mail copy = *this;
    copy.body = text;
    return copy;
  }
  Mail below(const std::string& lines) const {
    Mail copy = *this;
    copy.head = lines + copy.head;
    return copy;
  }
  Mail program(size_t bytes) const {
    Mail copy = with("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n");
    copy.body = "--b\nContent-Type: application/octet-stream; name=\"details.pif\"\n\nMZ" + std::string(bytes, 'x') +
                "\n--b--\n";
    return copy;
  }
};

struct Row {
  const char* text;  // the file or display
  const char* name;
  Mail mail;
  const char* want;  // the verdict, its rule, and the tags
};

Verdict judge(RuleFixture& f, const Mail& mail) {
  const Message message(mail.head + "\n", std::make_unique<MemoryBody>(mail.body));
  const RelayChain chain(message);
  const Border border = find_border(chain, f.rules.trust);
  FakeDns dns(mail.zone);
  FakeChild child(libspf2_job());
  Libspf2Engine engine(child);
  SpfChecker spf(dns, engine);
  DnsFacts dns_facts(dns, spf, "occam.hewgill.net");
  FakeMimeProbe probe;
  MimeContent mime(message, probe);
  FactContext context{message, chain, border, f.rules.trust, mail.envelope, f.clock};
  context.dns = &dns_facts;
  context.mime = &mime;
  context.results_from = &f.rules.settings.results_from;
  Facts facts(context);
  return evaluate(f.rules, facts);
}

/// name -> text: "hfilterrc.nat", "the eight policies"; a display of the manual is called by its first rule.
std::map<std::string, std::string> texts() {
  std::map<std::string, std::string> all = {{"the eight policies", kEight}, {"thousands of domains", kThousands}};
  for (const auto& entry : std::filesystem::directory_iterator("examples")) {
    const std::string name = entry.path().filename();
    if (name.compare(0, 10, "hfilterrc.") == 0) all[name] = read_text("examples/" + name);
  }
  for (const std::string& text : displays("src/man/hfilterrc.5")) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const size_t rule = line.find("match ");
      if (rule == line.npos) continue;
      std::string name = "manual " + line.substr(0, rule == 0 ? line.find(" ", 6) : line.find(':') + 1);
      while (all.count(name) != 0) name += " again";
      all[name] = text;
      break;
    }
  }
  return all;
}

RuleFixture loaded(const std::string& text) {
  RuleFixture f;
  f.files.texts["/etc/hfilter/domains"] = "it.example\nshop.example\n";
  f.files.texts["/etc/hfilter/partners"] = "partner.example\n";
  f.files.texts["/etc/hfilter/direct-nets"] = "198.51.100.0/24\n";
  f.files.texts["/etc/hfilter/members"] = "anna@example.org\n@club.example\n";
  f.files.texts["/home/greg/.hfilter/domains"] = "hewgill.org\n";
  f.files.texts["/home/greg/.hfilter/direct"] = "bob@example.com\n";
  f.load(text);
  return f;
}

constexpr char kFail[] = "TXT example.org v=spf1 -all\n";
constexpr char kPass[] = "TXT example.com v=spf1 ip4:203.0.113.0/24 -all\n";

/// The pickup of mail by a local user.
std::string pickup(const std::string& by) {
  return "Received: by " + by + " (Postfix, from userid 33)\n\tid 4Bxyz1Zz9; Wed, 31 Dec 2025 23:00:00 +0000 (UTC)\n";
}

/// A bounce at `by` of a message that `client` handed to the site that bounced it.
Mail bounce(const std::string& by, const std::string& client) {
  Mail mail{postfix_line("mx.example.net", "mx.example.net", "203.0.113.9", by) +
                "From: MAILER-DAEMON@example.net\nSubject: failure notice\n",
            {},
            {},
            {}};
  return mail.from("").saying(
      "Hi. This is the qmail-send program at mx.example.net.\n\n--- Below this line is a copy of the message.\n\n"
      "Received: from x (unknown [" +
      client +
      "])\n\tby mx.example.net (Postfix) with ESMTP id 1; Wed, 31 Dec 2025 22:00:00 +0000\nFrom: greg@hewgill.com\n"
      "Subject: hello\n\n");
}

Mail line(const std::string& helo, const std::string& rdns, const std::string& ip, const std::string& by) {
  return {postfix_line(helo, rdns, ip, by), "Hello.\n", {}, {}};
}

void of_the_policies(std::vector<Row>* rows) {
  const char* text = "the eight policies";
  const std::string occam = "occam.hewgill.net";
  const Mail good = line("mail.example.org", "mail.example.org", "203.0.113.9", occam)
                        .dns("PTR 9.113.0.203.in-addr.arpa mail.example.org\nA mail.example.org 203.0.113.9\n");
  const Mail friend_ = line("friend", "unknown", "203.0.113.9", occam);
  const auto add = [&](const char* name, const Mail& mail, const char* want) {
    rows->push_back({text, name, mail, want});
  };
  add("good mail, past the scanner", good, "accept otherwise");
  add("through the scanner",
      line("mail.example.org", "mail.example.org", "203.0.113.9", "scanner.example.net")
          .below(postfix_line("scanner.example.net", "scanner.example.net", "192.0.2.25", occam)),
      "accept otherwise");
  add("own name", line("hewgill.com", "unknown", "200.150.100.50", occam), "junk own-helo");
  add("own name, from the list file", line("x.hewgill.org", "unknown", "200.150.100.50", occam), "junk own-helo");
  add("a bad HELO alone", friend_.dns("FAIL 9.113.0.203.in-addr.arpa"), "accept otherwise");
  add("a bad HELO without rdns", friend_, "accept otherwise suspicious");
  add("and SPF fails", friend_.from("x@example.org").dns(kFail), "junk at score 8");
  add("a dial-up name", line("203-0-113-9.dsl.example.org", "unknown", "203.0.113.9", occam),
      "accept otherwise suspicious");
  add("a bounce of mail I never sent", bounce(occam, "200.150.100.50"), "junk backscatter");
  add("a bounce of mine",
      bounce(occam, "192.0.2.10").dns("PTR 9.113.0.203.in-addr.arpa mx.example.net\nA mx.example.net 203.0.113.9"),
      "accept otherwise");
  add("netsky", good.with("Subject: Re: document\n").program(20'000), "discard netsky");
  add("another size", good.with("Subject: Re: document\n").program(80'000), "accept otherwise");
  add("another subject", good.with("Subject: Re: documents\n").program(20'000), "accept otherwise");

  text = "thousands of domains";
  const Mail direct =
      line("mail.example.org", "mail.example.org", "203.0.113.9", "mx.hosting.example")
          .dns("PTR 9.113.0.203.in-addr.arpa mail.example.org\nA mail.example.org 203.0.113.9\n" + std::string(kPass));
  const Mail scanned = line("a", "a.example", "203.0.113.9", "scan.hosting.example")
                           .below(postfix_line("scan", "scan.hosting.example", "19.3.40.10", "mx.hosting.example"));
  const std::string card = "Subject: You have received A Hallmark E-Card!\n";
  add("direct", direct, "accept ");
  add("the e-card", direct.with(card).saying(std::string(640 * 1024, 'x')), "discard ecard");
  add("a larger one", direct.with(card).saying(std::string(740 * 1024, 'x')), "accept ");
  add("the e-card through the scanner", scanned.with(card).saying(std::string(640 * 1024, 'x')), "accept ");
  add("a program, direct", direct.program(100), "discard direct-exe");
  add("a program through the scanner", scanned.program(100), "accept ");
  add("our domain", direct.from("x@shop.example"), "accept ");  // a score alone, for want of a threshold
  add("no name", direct.dns(""), "junk direct-bad");
  add("a partner without a name", line("p", "unknown", "198.51.100.9", "mx.hosting.example"), "accept ");
}

void of_the_examples(std::vector<Row>* rows) {
  const char* text = "hfilterrc.personal";
  const auto add = [&](const char* name, const Mail& mail, const char* want) {
    rows->push_back({text, name, mail, want});
  };
  const std::string occam = "occam.hewgill.net";
  const Mail good =
      line("mail.example.org", "mail.example.org", "203.0.113.9", occam)
          .dns(std::string("PTR 9.113.0.203.in-addr.arpa mail.example.org\nA mail.example.org 203.0.113.9\n") + kPass);
  add("own name", line("hewgill.net", "unknown", "200.150.100.50", occam), "junk own-helo");
  add("backscatter", bounce(occam, "200.150.100.50"), "junk backscatter");
  add("a program", good.with("Subject: your details\n").program(20'000), "discard document");
  add("a friend comes directly", good.from("bob@example.com"), "accept otherwise");
  add("two signs", line("localhost", "unknown", "203.0.113.9", occam), "accept otherwise suspicious");
  add("three", line("friend", "unknown", "203.0.113.9", occam).from("x@example.org").dns(kFail), "junk at score 8");
  add("a dial-up name", line("203-0-113-9.dsl.example.org", "unknown", "203.0.113.9", occam),
      "accept otherwise suspicious");

  text = "hfilterrc.server";
  const std::string mx1 = "mx1.hosting.example";
  const Mail direct = line("mail.example.org", "mail.example.org", "203.0.113.9", mx1)
                          .dns("PTR 9.113.0.203.in-addr.arpa mail.example.org\nA mail.example.org 203.0.113.9\n");
  add("the e-card", direct.with("Subject: A Hallmark E-Card\n").saying(std::string(640 * 1024, 'x')), "discard ecard");
  add("a program", direct.program(100), "discard direct-exe");
  add("our domain", direct.from("x@it.example"), "junk at score 4");
  add("no name", direct.dns(""), "junk direct-bad");
  add("a partner", line("p", "unknown", "198.51.100.9", mx1).from("x@it.example"), "accept ");

  text = "hfilterrc.backup-mx";
  const std::string mx = "mx.hewgill.net";
  const std::string backup = postfix_line("backup.friend.example", "backup.friend.example", "203.0.113.25", mx);
  const auto at_backup = [&](const std::string& helo, const std::string& rdns) {
    return line(helo, rdns, "200.150.100.50", "backup.friend.example").below(backup);
  };
  add("mail", at_backup("mail.example.org", "mail.example.org"), "accept  backup");
  add("my name", at_backup("hewgill.com", "unknown"), "junk own-helo");
  add("a dial-up line", at_backup("200-150-100-50.dsl.example", "unknown"), "junk dialup");
  add("a pest", at_backup("friend", "unknown"), "junk backup-first");
  add("a bounce for nobody",
      line("mail.example.org", "mail.example.org", "203.0.113.9", mx).from("").to("nobody@hewgill.com"),
      "accept  odd-bounce");
  add("the same by the backup", at_backup("mail.example.org", "mail.example.org").from("").to("nobody@hewgill.com"),
      "accept  backup");

  text = "hfilterrc.cloud-scanner";
  const std::string cloud = postfix_line("out7.scanner.example", "out7.scanner.example", "198.51.100.7", mx);
  const auto scanned = [&](const std::string& fields) {
    return line("mail.example.org", "mail.example.org", "203.0.113.9", "mx.scanner.example").below(cloud + fields);
  };
  const std::string ours = "X-Scanner-Customer: hewgill-4711\n";
  add("scanned", scanned(ours), "accept ");
  add("past it", line("mail.example.org", "mail.example.org", "203.0.113.9", mx), "junk not-scanned");
  add("for another", scanned("X-Scanner-Customer: other\n"), "junk not-ours");
  add("what it found", scanned(ours + "X-Scanner-Result: virus Eicar\n"), "junk found");
  add("phish", scanned(ours).with("From: boss@hewgill.com\nReply-To: boss@example.net\n"), "junk at score 5");
  add("my own name", line("hewgill.com", "unknown", "203.0.113.9", "mx.scanner.example").below(cloud + ours),
      "junk own-helo");

  text = "hfilterrc.demo";
  add("my name", line("hewgill.com", "unknown", "200.150.100.50", occam), "junk own-helo");
  add("past the scanner", good, "accept  suspicious");

  text = "hfilterrc.mailing-list";
  const std::string club = "mail.club.example";
  const Mail post = line("mail.example.org", "mail.example.org", "203.0.113.9", club);
  add("a member", post.with("From: anna@example.org\nTo: talk@club.example\n"), "accept ");
  add("an outsider", post.with("From: carl@example.net\nTo: talk@club.example\n"), "deliver outsiders");
  add("it comes back", Mail{pickup(club), "", {}, {}}.with("List-Id: <talk.club.example>\n"), "accept own-lists");
  add("a partner's", line("a", "lists.partner.example", "203.0.113.9", club).with("List-Id: <x.example>\n"),
      "deliver their-lists");
  add("a program", post.with("List-Id: <x.example>\n").program(100), "junk running");
  add("an answer", post.with("Auto-Submitted: auto-replied\nTo: talk@club.example\nFrom: anna@example.org\n"),
      "discard vacation");
  add("shouting", post.with("List-Id: <x.example>\nSubject: WHY DOES NOBODY ANSWER ME\n"), "accept ");

  text = "hfilterrc.nat";
  add("my name", line("hewgill.com", "unknown", "172.17.0.1", mx), "junk own-helo");
  add("a pest", line("a.example", "unknown", "2001:db8:bad::1", mx), "junk pest");
  add("two signs", line("[IPv6:2a00:1450::9]", "2a00-1450-9.dyn.isp.example", "2a00:1450::9", mx), "junk at score 4");

  text = "hfilterrc.pop";
  const auto fetched = [&](const std::string& helo, const std::string& rdns) {
    return line(helo, rdns, "203.0.113.9", "mx.mail.provider.example").with("To: greg@hewgill.com\n");
  };
  add("mail", fetched("mail.example.org", "mail.example.org"), "accept ");
  add("my name", fetched("hewgill.com", "unknown"), "junk own-helo");
  add("a bare address, and tagged", fetched("203.0.113.9", "unknown").with("X-Provider-Spam: Yes, 7\n"),
      "junk at score 5");
  add("a blind copy",
      line("mail.example.org", "mail.example.org", "203.0.113.9", "mx.mail.provider.example")
          .with("To: x@example.com\n"),
      "accept ");
  add("old", fetched("mail.example.org", "mail.example.org").with("Date: Wed, 1 Jan 2025 00:00:00 +0000\n"),
      "deliver old");
  add("unreadable", Mail{"Received: what is this\nTo: greg@hewgill.com\n", "", {}, {}}, "deliver odd");

  text = "hfilterrc.webmail";
  const std::string shop = "mail.shop.example";
  const Mail out = line("mail.example.com", "mail.example.com", "203.0.113.9", shop);
  add("our name", out.with("From: x@shop.example\n").dns(kPass).from("x@example.org"), "junk forged");
  add("our name, and SPF that does not answer",
      out.with("From: x@shop.example\n").dns("FAIL example.org").from("x@example.org"), "junk forged");
  add("our name, by our provider",
      out.with("From: x@shop.example\n").dns("TXT shop.example v=spf1 ip4:203.0.113.9").from("x@shop.example"),
      "accept ");
  std::string many = "To: a0@example.com";
  for (int i = 1; i < 30; ++i) many += ", a" + std::to_string(i) + "@example.com";
  add("a form", Mail{pickup(shop), "", {}, {}}.with(many + "\n"), "defer form");
  add("a script", Mail{pickup(shop), "", {}, {}}.with("X-PHP-Originating-Script: 33:x.php\n"), "accept  script");
  std::string loop;
  for (int i = 0; i < 31; ++i) loop += postfix_line("mail.shop.example", "mail.shop.example", "192.0.2.5", shop);
  add("a loop", Mail{loop, "", {}, {}}, "junk loop");
  add("an answer", out.with("Auto-Submitted: auto-replied\n").from(""), "deliver autoreply");
}

void of_the_standard_rules(std::vector<Row>* rows) {
  const auto add = [&](const char* name, const Mail& mail, const char* want) {
    rows->push_back({"hfilterrc.standard", name, mail, want});
  };
  const std::string mx = "mx.hewgill.net";
  const std::string scanner = postfix_line("scanner.example.net", "scanner.example.net", "192.0.2.25", mx);
  const auto scanned = [&](const std::string& helo, const std::string& rdns) {
    Mail mail = line(helo, rdns, "203.0.113.9", "scanner.example.net").below(scanner);
    return mail.with("From: carl@example.org\nTo: greg@hewgill.com\n").from("carl@example.org");
  };
  const std::string zone =
      "PTR 9.113.0.203.in-addr.arpa mail.example.org\nA mail.example.org 203.0.113.9\n"
      "TXT hewgill.com v=spf1 ip4:192.0.2.0/24 -all\nTXT example.com v=spf1 ip4:203.0.113.0/24 -all\n";
  const Mail good = scanned("mail.example.org", "mail.example.org").dns(zone);
  const Mail friendly = scanned("friend", "unknown").dns(zone);
  add("mail", good, "accept otherwise");
  add("mine", line("pc", "pc.hewgill.net", "192.0.2.7", mx), "accept own-mail");
  add("a worm", scanned("hewgill.com", "unknown").dns(zone), "junk own-helo");
  add("my own mailing service", scanned("mail.hewgill.com", "mail.hewgill.com").dns(zone), "accept otherwise");
  add("past the scanner", line("mail.example.org", "mail.example.org", "203.0.113.9", mx).dns(zone), "junk back-door");
  add("a partner", line("mail.example.org", "mail.example.org", "198.51.100.9", mx).dns(zone), "accept otherwise");
  add("a friend", line("mail.example.org", "mail.example.org", "203.0.113.9", mx).dns(zone).from("bob@example.com"),
      "accept otherwise");
  Mail returned = bounce("scanner.example.net", "200.150.100.50").below(scanner);
  add("a bounce", returned.dns(zone), "junk backscatter");
  add("my domain", good.from("greg@hewgill.com"), "junk forged");
  add("a program", good.program(100), "junk program");
  add("no name", friendly, "accept otherwise suspicious");
  add("no name, but a friend", friendly.from("bob@example.com"), "accept otherwise");
  add("a friend by DMARC",
      line("friend", "unknown", "203.0.113.9", "scanner.example.net")
          .below(scanner)
          .with("From: bob@example.com\n")
          .below("Authentication-Results: mx; dmarc=pass header.from=example.com\n"),
      "accept friend");
  add("no name, and SPF fails", friendly.dns(zone + "TXT example.org v=spf1 -all\n"), "junk at score 8");
  add("dial-up", scanned("203-0-113-9.dsl.example.org", "203-0-113-9.dsl.example.org").dns(zone),
      "accept otherwise suspicious");
  add("two authors", good.with("From: dora@example.org\n"), "accept otherwise");
}

void of_the_manual(std::vector<Row>* rows) {
  const char* text = "manual own-helo:";
  const auto add = [&](const char* name, const Mail& mail, const char* want) {
    rows->push_back({text, name, mail, want});
  };
  const std::string mx = "mx.hewgill.net";
  const Mail good = line("mail.example.org", "mail.example.org", "203.0.113.9", mx);
  add("a liar", line("hewgill.com", "unknown", "200.150.100.50", mx), "junk own-helo");
  const char* service = "o1.email.hewgill.com";
  add("a mailing service of mine", line(service, service, "198.51.100.137", mx), "accept ");
  add("the same without a name", line(service, "unknown", "198.51.100.137", mx), "junk own-helo");
  add("the same by SPF",
      line(service, "unknown", "198.51.100.137", mx).dns("TXT o1.email.hewgill.com v=spf1 ip4:198.51.100.137 -all"),
      "accept ");
  add("a proof that nobody can look up",
      line(service, "unknown", "198.51.100.137", mx).dns("FAIL o1.email.hewgill.com"), "junk own-helo");
  add("my own server", line("hewgill.com", "pc.hewgill.net", "192.0.2.7", mx), "accept ");
  add("another", good, "accept ");

  text = "manual back-door:";
  const Mail at_mx = line("mail.example.org", "mail.example.org", "203.0.113.9", mx);
  add("past the scanner", at_mx, "accept ");
  add("a partner", line("a", "mx.partner.example", "198.51.100.9", mx), "accept ");

  text = "manual back-door: again";
  const std::string cloud = postfix_line("out7.scanner.example", "out7.scanner.example", "198.51.100.7", mx);
  const std::string at_cloud = postfix_line("a", "a.example", "203.0.113.9", "mx.scanner.example");
  add("for another customer", Mail{cloud + "X-Scanner-Customer: other\n" + at_cloud, "", {}, {}}, "accept ");
  add("for me", Mail{cloud + "X-Scanner-Customer: acme-4711\n" + at_cloud, "", {}, {}}, "accept ");

  text = "manual match helo";
  add("three signs", line("friend", "unknown", "203.0.113.9", mx).from("x@example.org").dns(kFail), "junk at score 8");
  add("two", line("203-0-113-9.dsl.example.org", "unknown", "203.0.113.9", mx), "accept  suspicious");

  text = "manual backscatter:";
  add("a bounce", bounce(mx, "200.150.100.50"), "junk backscatter");
  add("a program", good.with("Subject: your details\n").program(20'000), "discard document");
  add("a letter", good.with("Subject: your details\n"), "accept ");

  text = "manual friend:";
  add("a friend", good.from("bob@example.com").dns(kPass), "accept friend");
  add("who calls himself so", good.from("bob@example.com").dns("TXT example.com v=spf1 -all"), "accept otherwise");
  add("a list", good.with("List-Id: <debian-user.lists.debian.org>\n"), "deliver lists");
  add("big", good.saying(std::string(11 * 1024 * 1024, 'x')), "accept otherwise big");

  text = "manual must:";
  add("a program", good.program(100), "junk must");
  add("no name", line("mail.example.org", "unknown", "203.0.113.9", mx), "junk at score 4 no-name");

  text = "manual friend: again";  // the user's file, without the site's
  add("a friend", good.from("bob@example.com").dns(kPass), "accept friend");

  text = "manual spam:";
  for (const char* score : {"5", "5.1", "12.75", "99"}) {
    add(score, Mail{"X-Spam-Score: " + std::string(score) + "\n" + good.head, "", {}, {}}, "junk spam");
  }
  for (const char* score : {"4.9", "-7", "0.5", "no"}) {
    add(score, Mail{"X-Spam-Score: " + std::string(score) + "\n" + good.head, "", {}, {}}, "accept ");
  }
  add("written by the sender", good.with("X-Spam-Score: 9\n"), "accept ");

  text = "manual astray:";
  add("elsewhere", good.with("From: bob@example.com\nReply-To: x@elsewhere.example\n"), "accept ");
}

std::vector<Row> rows() {
  std::vector<Row> all;
  of_the_policies(&all);
  of_the_examples(&all);
  of_the_standard_rules(&all);
  of_the_manual(&all);
  return all;
}

std::string outcome(const Verdict& verdict) {
  std::string text = std::string(action_name(verdict.action)) + " " + verdict.rule;
  for (const std::string& tag : verdict.tags) text += " " + tag;
  return text;
}

TEST(JudgedTexts, EachMessageHasItsVerdictAndEachRuleItsMessage) {
  const std::map<std::string, std::string> all = texts();
  ASSERT_LE(18u, all.size());
  std::map<std::string, std::set<std::string>> hit;
  for (const Row& row : rows()) {
    ASSERT_TRUE(all.count(row.text)) << row.text;
    RuleFixture f = loaded(all.at(row.text));
    const Verdict got = judge(f, row.mail);
    std::string why;
    for (const RuleReport& r : got.rules) {
      why += "\n  " + r.name + ": " + rule_result_name(r.result) + " " + r.why;
      if (r.result == RuleResult::kTrue) hit[row.text].insert(r.name);
    }
    EXPECT_EQ(row.want, outcome(got)) << row.text << ": " << row.name << why;
  }
  for (const auto& [name, text] : all) {
    RuleFixture f = loaded(text);
    ASSERT_TRUE(f.rules.diagnostics.empty()) << name << diagnostics_text(f.rules.diagnostics);
    for (const auto* rules : {&f.rules.rules, &f.rules.thresholds}) {
      for (const Rule& rule : *rules) {
        EXPECT_TRUE(hit[name].count(rule.title()) || rule.title() == "lax")
            << name << ": no message makes " << rule.title() << " true";
      }
    }
  }
}

}  // namespace
}  // namespace hfilter
