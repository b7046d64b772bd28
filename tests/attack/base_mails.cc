// SPDX-License-Identifier: BSD-2-Clause
#include "attack/tables.h"
#include "unit/archives.h"

namespace hfilter {

// 198.51.100.0/24 are the partners of the standard rules, who may come past the scanner; .21 and .66 are in a DNS list.
const char kZones[] = R"(
TXT hewgill.com v=spf1%20ip4:192.0.2.0/24%20-all
A hewgill.com 192.0.2.1
A smtp.hewgill.net 192.0.2.10
A mx.hewgill.net 192.0.2.20
TXT example.com v=spf1%20ip4:203.0.113.0/24%20-all
TXT victim.example v=spf1%20-all
A victim.example 203.0.113.80
A 21.100.51.198.bl.example.net 127.0.0.2
A 66.100.51.198.bl.example.net 127.0.0.2
TXT attacker.example v=spf1%20ip4:198.51.100.0/24%20ip4:200.150.100.0/24%20-all
A attacker.example 198.51.100.8
A mail.attacker.example 198.51.100.8
MX attacker.example 10 mail.attacker.example
PTR 8.100.51.198.in-addr.arpa mail.attacker.example
PTR 9.100.51.198.in-addr.arpa hewgill.com
SERVFAIL 67.100.51.198.in-addr.arpa
TXT broken.attacker.example v=spf1%20nonsense:%20-all
SERVFAIL fails.attacker.example
TIMEOUT dead.attacker.example
DELAY late.attacker.example 1900
TXT late.attacker.example v=spf1%20-all
A late.attacker.example 203.0.113.77
TXT chain.attacker.example v=spf1%20include:late1.attacker.example%20-all
DELAY late1.attacker.example 1500
TXT late1.attacker.example v=spf1%20include:late2.attacker.example%20-all
DELAY late2.attacker.example 1500
TXT late2.attacker.example v=spf1%20include:late3.attacker.example%20-all
DELAY late3.attacker.example 1500
TXT late3.attacker.example v=spf1%20ip4:203.0.113.77%20-all
DELAY 66.100.51.198.in-addr.arpa 1900
PTR 66.100.51.198.in-addr.arpa late.attacker.example
PTR 66.100.51.198.in-addr.arpa late1.attacker.example
PTR 66.100.51.198.in-addr.arpa late2.attacker.example
DELAY 68.100.51.198.in-addr.arpa 1900
PTR 68.100.51.198.in-addr.arpa late.attacker.example
TIMEOUT 69.100.51.198.in-addr.arpa
)";

namespace {

Mail letter() {
  Mail mail;
  mail.fields = {"From: Anna <spammer@attacker.example>\n", "To: greg@hewgill.com\n",
                 "Subject: about our last meeting\n", "Date: Wed, 31 Dec 2025 22:59:00 +0000\n",
                 "Message-ID: <4711@mail.attacker.example>\n"};
  mail.body.data = "Dear Greg,\n\nhere is what we talked about.\n\nAnna\n";
  return mail;
}

Part multipart(std::vector<Part> parts) {
  Part all;
  all.type = "multipart/mixed";
  all.parameters.clear();
  all.boundary = "=_b1";
  all.parts = std::move(parts);
  return all;
}

Part attached(const std::string& name, const std::string& data) {
  Part file;
  file.type = "application/octet-stream";
  file.parameters.clear();
  file.name = name;
  file.data = data;
  file.encoding = Encoding::kBase64;
  return file;
}

Mail with_file(Mail mail, const std::string& name, const std::string& data) {
  mail.body = multipart({mail.body, attached(name, data)});
  return mail;
}

/// Greets as no mail server does, from an address without a name.
Mail suspicious() {
  Mail mail = letter();
  mail.helo = "friend";
  return mail;
}

Mail forged_elsewhere() {
  Mail mail = suspicious();
  mail.sender = "boss@victim.example";
  return mail;
}

Mail bounce() {
  Mail mail = letter();
  mail.sender = "";
  mail.fields = {"From: MAILER-DAEMON@mail.attacker.example\n", "To: greg@hewgill.com\n", "Subject: failure notice\n"};
  mail.body_instead =
      "Hi. This is the qmail-send program at mail.attacker.example.\n\n<x@example.com>:\nSorry, no mailbox here by "
      "that name.\n\n--- Below this line is a copy of the message.\n\nReceived: from x (unknown [200.150.100.50])\n\t"
      "by mail.attacker.example (Postfix) with ESMTP id 1; Wed, 31 Dec 2025 22:00:00 +0000\nFrom: greg@hewgill.com\n"
      "Subject: hello\n\n";
  return mail;
}

/// The site's own verifier found that the domain of From is the stranger's, and proven.
Mail with_proof_of_himself(Mail mail) {
  mail.site_fields =
      "Authentication-Results: mx.hewgill.net;\n\tdmarc=pass header.from=attacker.example;\n\tdkim=pass "
      "header.d=attacker.example\n";
  return mail;
}

Mail posing_as_friend() {
  Mail mail = suspicious();
  mail.sender = "boss@victim.example";
  mail.fields[0] = "From: Bob <bob@example.com>\n";
  mail.site_fields = "Authentication-Results: mx.hewgill.net;\n\tdmarc=fail header.from=example.com;\n\tdkim=none\n";
  return mail;
}

struct Kind {
  const char* name;
  unsigned rests_on;
  Mail mail;
};

std::vector<Kind> kinds() {
  Mail worm = letter();
  worm.helo = "hewgill.com";
  Mail forged = letter();
  forged.sender = "greg@hewgill.com";
  Mail dial_up = letter();
  dial_up.helo = "198-51-100-7.dsl.attacker.example";
  dial_up.sender = "boss@victim.example";
  Mail phishing = suspicious();
  phishing.body.data = "Dear customer,\n\nplease verify your account today.\n";
  Mail listed = suspicious();
  listed.client = "198.51.100.21";
  const std::string text = "This file is not a program by its content.\n";
  return {
      {"worm", kOwnHelo | kWhoConnects, worm},
      {"forged", kSender | kWhoConnects, forged},
      {"dial-up", kGenericHelo | kReverseName | kSender | kWhoConnects, dial_up},
      {"backscatter", kBounce | kSender, bounce()},
      {"program", kProgram, with_file(letter(), "invoice.exe", text)},
      {"program-in-zip", kProgram, with_file(letter(), "invoice.zip", zip_of("invoice.exe", text))},
      {"scored", kBadHelo | kReverseName | kSender | kFrom | kWhoConnects, forged_elsewhere()},
      {"phishing", kBadHelo | kReverseName | kPhrase | kWhoConnects, phishing},
      {"listed", kBadHelo | kReverseName | kWhoConnects, listed},
      {"proves-himself", kBadHelo | kReverseName | kSender | kWhoConnects, with_proof_of_himself(forged_elsewhere())},
      {"poses-as-friend", kBadHelo | kReverseName | kSender | kWhoConnects, posing_as_friend()},
  };
}

}  // namespace

std::vector<BaseMail> base_mails() {
  std::vector<BaseMail> all;
  for (const Mta mta : kAllMtas) {
    for (const Kind& kind : kinds()) {
      for (const auto& [path, way] : {std::pair(Path::kDirect, "direct"), std::pair(Path::kScanner, "scanner"),
                                      std::pair(Path::kFiltered, "filtered")}) {
        if (path == Path::kFiltered && mta != Mta::kPostfix) continue;
        BaseMail base{kind.name, std::string(kind.name) + "-" + mta_name(mta) + "-" + way, kind.rests_on, kind.mail};
        base.mail.mta = mta;
        base.mail.path = path;
        all.push_back(base);
      }
    }
    // Straight to the server, from an address that may not do this.
    BaseMail card{"past-the-scanner", std::string("past-the-scanner-") + mta_name(mta), kWhoConnects | kAddress,
                  letter()};
    card.mail.mta = mta;
    card.mail.client = "200.150.100.50";
    card.mail.helo = "hallmark.com";
    card.mail.fields[2] = "Subject: You have received A Hallmark E-Card!\n";
    all.push_back(card);
  }
  return all;
}

}  // namespace hfilter
