// SPDX-License-Identifier: BSD-2-Clause
//
// What a stranger can do while he speaks to the server, with his DNS, and with the choice of the server he speaks to.
#include "attack/tables.h"

namespace hfilter {
namespace {

// ---- told HELO ----

bool literal_helo(Mail& mail, Random& random) {
  mail.helo =
      random.one_of<std::string>({"[" + mail.client + "]", "[192.0.2.7]", "[IPv6:2001:db8:7::1]", "[10.0.0.5]"});
  return true;
}

bool odd_helo(Mail& mail, Random& random) {
  mail.helo =
      random.one_of<std::string>({"pc$(id).attacker.example", "pc[1].attacker.example", "p\xc3\xa9.example", "(x",
                                  "x)y", "a;b", "\"q\"", "a`b`", "-", "_", "?", "by", "from", "x@192.0.2.7"});
  return true;
}

bool random_helo(Mail& mail, Random& random) {
  mail.helo =
      random.one_of<std::string>({"mail.attacker.example", "localhost", "a", "192.0.2.25", "scanner.example.net",
                                  "late.attacker.example", std::string(200, 'x') + ".example", "unknown"});
  return true;
}

bool own_helo_spelled(Mail& mail, Random& random) {
  mail.helo = random.one_of<std::string>(
      {"HEWGILL.COM", "Hewgill.Com.", "mail.hewgill.com", "hewgill.net", "x.y.hewgill.net.", "MX.hewgill.net"});
  return true;
}

bool own_helo_with_dots(Mail& mail, Random&) {
  mail.helo = "hewgill.com..";
  return true;
}

bool told_by_option(Mail& mail, Random&) {
  if (mail.mta != Mta::kPostfix || mail.path == Path::kFiltered) return false;
  mail.told_by_option = true;
  return true;
}

bool empty_told_helo(Mail& mail, Random& random) {
  mail.helo.reset();
  return told_by_option(mail, random);
}

// ---- skipped HELO ----

bool no_helo(Mail& mail, Random&) {
  if (mail.mta == Mta::kOpenSmtpd) return false;  // it insists on a greeting
  // Exim's line does not show it, so that only what Exim tells does.
  if (mail.mta == Mta::kExim && mail.path != Path::kDirect) return false;
  mail.helo.reset();
  return true;
}

bool no_helo_at_exim_scanner(Mail& mail, Random&) {
  if (mail.mta != Mta::kExim || mail.path != Path::kScanner) return false;
  mail.helo.reset();
  return true;
}

constexpr char kMyHost[] =
    "Received: from pc.hewgill.net (pc.hewgill.net [192.0.2.7])\n\tby mx.hewgill.net (Postfix) with ESMTP id 4BxA1\n\t"
    "for <greg@hewgill.com>; Wed, 31 Dec 2025 22:59:00 +0000 (UTC)\n";
constexpr char kPickup[] =
    "Received: by mx.hewgill.net (Postfix, from userid 1000)\n\tid 4BxA2; Wed, 31 Dec 2025 22:59:00 +0000 (UTC)\n";
constexpr char kLogin[] =
    "Received: from [10.1.1.1] (c.example [203.0.113.9])\n\t(Authenticated sender: greg)\n\tby mx.hewgill.net "
    "(Postfix) "
    "with ESMTPSA id 4BxA3; Wed, 31 Dec 2025 22:59:00 +0000 (UTC)\n";
constexpr char kThroughScanner[] =
    "Received: from scanner.example.net (scanner.example.net [192.0.2.25])\n\tby mx.hewgill.net (Postfix) with ESMTP "
    "id "
    "4BxA4\n\tfor <greg@hewgill.com>; Wed, 31 Dec 2025 22:59:00 +0000 (UTC)\n";

void forge_lines(Mail& mail, Random& random) {
  static const std::vector<std::string> lines = {
      kMyHost,
      kPickup,
      kLogin,
      kThroughScanner,
      "Received: from localhost (localhost [127.0.0.1])\n\tby mx.hewgill.net (Postfix) with ESMTP id 4BxA5; Wed, 31 "
      "Dec "
      "2025 22:59:00 +0000 (UTC)\n",
      "Received: from mx.hewgill.net by mx.hewgill.net with LMTP id 4BxA6; Wed, 31 Dec 2025 22:59:00 +0000\n",
      "Received: from imap.example.com [203.0.113.1]\n\tby localhost with IMAP (fetchmail-6.4.37)\n\tfor "
      "<greg@localhost> "
      "(single-drop); Wed, 31 Dec 2025 22:59:00 +0000 (UTC)\n",
      "Received: (qmail 12 invoked by uid 1000); 31 Dec 2025 22:59:00 -0000\n",
      "Received: this is no line of any server\n",
      "Received: from mx.hewgill.net ([192.0.2.20]) by mx.hewgill.net with esmtpsa (Exim 4.96) id 1pYabc-0001Ab-2D; "
      "Wed, "
      "31 Dec 2025 22:59:00 +0000\n"};
  std::vector<std::string> forged;
  for (uint64_t n = 1 + random.below(3); n > 0; --n) forged.push_back(random.one_of(lines));
  mail.fields.insert(mail.fields.begin(), forged.begin(), forged.end());
}

bool no_helo_and_forged_lines(Mail& mail, Random& random) {
  if (!no_helo(mail, random)) return false;
  mail.fields.insert(mail.fields.begin(), random.coin() ? kMyHost : kThroughScanner);
  return true;
}

bool no_helo_and_own_reverse_name(Mail& mail, Random& random) {
  mail.client = "198.51.100.9";
  mail.reverse_name = "hewgill.com";
  mail.name_confirmed = false;
  return no_helo(mail, random);
}

// ---- hidden client ----

bool hide_client(Mail& mail, const std::string& line) {
  mail.border_line = line;
  mail.mta = Mta::kPostfix;
  return true;
}

bool hidden_by_postfix(Mail& mail, Random& random) {
  if (random.coin()) mail.fields.insert(mail.fields.begin(), kMyHost);
  return hide_client(mail, "Received: by %BY% (Postfix) with ESMTPS id 4BxB1; Wed, 31 Dec 2025 23:00:00 +0000 (UTC)\n");
}

bool hidden_by_exim(Mail& mail, Random& random) {
  if (random.coin()) mail.fields.insert(mail.fields.begin(), kMyHost);
  return hide_client(
      mail, "Received: by %BY% with esmtps (Exim 4.96)\n\tid 1pYabc-0001Ab-2C; Wed, 31 Dec 2025 23:00:00 +0000\n");
}

bool hidden_by_product(Mail& mail, Random& random) {
  if (random.coin()) mail.fields.insert(mail.fields.begin(), kMyHost);
  return hide_client(
      mail,
      "Received: (from %HELO% [%IP%])\n\tby %BY% (NAVGW 2.5.2.12) with SMTP id M2003; Wed, 31 Dec 2025 23:00:00 "
      "+0000\n");
}

// ---- folding in a mark ----

bool pose_with_reverse_name(Mail& mail) {
  mail.client = "198.51.100.9";
  mail.reverse_name = "hewgill.com";
  mail.name_confirmed = false;
  mail.helo = "hewgill.com";
  return true;
}

bool forged_mark_folded(Mail& mail, Random& random) {
  mail.mta = Mta::kSendmail;
  mail.border_line =
      random.coin() ? "Received: from %HELO% (%NAME% [%IP%] (may be\n\tforged))\n\tby %BY% (8.17.1/8.17.1) with "
                      "ESMTP id 5BVN1; Wed, 31 Dec 2025 23:00:00 +0000\n"
                    : "Received: from %HELO% (%NAME% [%IP%]\n\t(may\n\tbe forged))\n\tby %BY% (8.17.1/8.17.1) with "
                      "ESMTP id 5BVN1; Wed, 31 Dec 2025 23:00:00 +0000\n";
  return pose_with_reverse_name(mail);
}

bool exchange_mark_folded(Mail& mail, Random&) {
  mail.mta = Mta::kQmail;  // which tells nothing of the client
  mail.border_line =
      "Received: from %HELO% (%IP%) by %BY%\n (10.0.0.5) with Microsoft\n SMTP Server id 15.1.2507.35; Wed, 31 Dec "
      "2025 "
      "23:00:00 +0000\n";
  return true;
}

bool envelope_from_folded(Mail& mail, Random&) {
  if (mail.path != Path::kFiltered) return false;  // else the delivery agent tells the sender
  mail.border_line = "Received: from [%IP%] (helo=%HELO%)\n\tby %BY% with esmtp (Exim 4.96)\n\t(envelope-from\n\t<" +
                     mail.sender + ">)\n\tid 1pYabc-0001Ab-2C; Wed, 31 Dec 2025 23:00:00 +0000\n";
  return true;
}

// ---- two literals ----

bool momentum(Mail& mail, Random& random) {
  mail.mta = Mta::kQmail;
  mail.helo = random.coin() ? "[192.0.2.7]" : "[127.0.0.1]";
  mail.border_line = "Received: from [%IP%] ([%IP%:4711] helo=%HELO%)\n\tby %BY% (envelope-from <" + mail.sender +
                     ">)\n\t(ecelerity "
                     "4.2.38.62368 r(:)) with ESMTP\n\tid 12/34-56789-ABCDEF00; Wed, 31 Dec 2025 23:00:00 +0000\n";
  return true;
}

bool unknown_writer_two_literals(Mail& mail, Random& random) {
  mail.mta = Mta::kQmail;
  mail.helo = "[192.0.2.7]";
  mail.border_line = random.one_of<std::string>(
      {"Received: from [%IP%] (helo=%HELO%) by %BY% (Own 1.0) with ESMTP id 17; Wed, 31 Dec 2025 23:00:00 +0000\n",
       "Received: from %HELO% ([%IP%]) by %BY% (Own 1.0) with ESMTP id 17; Wed, 31 Dec 2025 23:00:00 +0000\n",
       "Received: from [%IP%] ([%IP%] %HELO%) by %BY% (Own 1.0) with ESMTP id 17; Wed, 31 Dec 2025 23:00:00 +0000\n"});
  return true;
}

bool mark_on_another_head(Mail& mail, Random& random) {
  mail.mta = Mta::kQmail;
  mail.helo = "[192.0.2.7]";
  mail.border_line = random.one_of<std::string>(
      {"Received: from [%IP%] (HELO %HELO%)\n\tby %BY% with Microsoft SMTP Server id 15.1.225.42; Wed, 31 Dec 2025 "
       "23:00:00 +0000\n",
       "Received: from [%IP%] ([%IP%] HELO=%HELO%)\n\tby %BY% (Postfix) with ESMTP id 4BxB2; Wed, 31 Dec 2025 23:00:00 "
       "+0000\n"});
  return true;
}

// ---- repeated RCPT ----

bool repeated_rcpt(Mail& mail, Random&) {
  mail.recipients.push_back("postmaster@hewgill.com");
  return true;
}

// ---- qmail ----

bool begins_with_fold(Mail& mail, Random& random) {
  if (mail.mta != Mta::kQmail || !mail.border_line.empty()) return false;
  mail.fields.insert(mail.fields.begin(),
                     random.one_of<std::string>({" (envelope-from <x@attacker.example>)\n",
                                                 "\t(envelope-sender <x@attacker.example>)\n",
                                                 " (Authenticated sender: greg)\n", " for <other@hewgill.com>\n"}));
  return true;
}

// ---- unverified names ----

bool own_reverse_name(Mail& mail, Random&) {
  mail.client = "198.51.100.9";
  mail.reverse_name = "hewgill.com";
  mail.name_confirmed = false;
  return true;
}

bool own_reverse_name_at_exchange(Mail& mail, Random&) {
  mail.mta = Mta::kQmail;
  mail.border_line =
      "Received: from %HELO% (%IP%) by %BY% (10.0.0.5)\n with Microsoft SMTP Server id 15.1.2507.35; Wed, 31 Dec 2025 "
      "23:00:00 +0000\n";
  mail.client = "198.51.100.9";
  return true;
}

bool own_reverse_name_at_gmail(Mail& mail, Random&) {
  mail.mta = Mta::kQmail;
  mail.border_line =
      "Received: from %HELO% (%HELO%. [%IP%])\n        by mx.google.com with ESMTPS id "
      "a1-20020a170906.2.2025.12.31.23\n"
      "        for <greg@hewgill.com>\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\n        "
      "Wed, "
      "31 Dec 2025 15:00:00 -0800 (PST)\n";
  mail.client = "198.51.100.9";
  return true;
}

// ---- DNS of his own ----

bool sender_with_dead_spf(Mail& mail, Random& random) {
  mail.sender = random.one_of<std::string>({"x@fails.attacker.example", "x@broken.attacker.example"});
  return true;
}

bool sender_with_late_spf(Mail& mail, Random& random) {
  mail.sender =
      random.one_of<std::string>({"x@chain.attacker.example", "x@late.attacker.example", "x@dead.attacker.example"});
  return true;
}

bool late_reverse_name(Mail& mail, Random& random) {
  const bool listed = mail.client == "198.51.100.21";
  mail.client = listed ? "198.51.100.66" : random.one_of<std::string>({"198.51.100.68", "198.51.100.69"});
  return true;
}

bool failing_reverse_name(Mail& mail, Random&) {
  if (mail.client == "198.51.100.21") return false;
  mail.client = "198.51.100.67";
  return true;
}

bool late_helo(Mail& mail, Random& random) {
  mail.helo = random.coin() ? "late.attacker.example" : "chain.attacker.example";
  return true;
}

bool all_dns_late(Mail& mail, Random& random) {
  return sender_with_late_spf(mail, random) && late_reverse_name(mail, random);
}

// ---- what must never matter ----

bool other_sender(Mail& mail, Random& random) {
  mail.sender = random.one_of<std::string>({"", "x@attacker.example", "\"a b\"@attacker.example", "x", "x@[192.0.2.7]",
                                            "SRS0=a=b=example.com=bob@attacker.example", "owner-talk@hewgill.com",
                                            std::string(200, 'x') + "@attacker.example", "X@ATTACKER.EXAMPLE."});
  return true;
}

bool own_sender_spelled(Mail& mail, Random& random) {
  if (mail.sender != "greg@hewgill.com") return false;
  mail.sender = random.one_of<std::string>(
      {"GREG@HEWGILL.COM", "greg$x@hewgill.com", "greg+[1]@hewgill.com", "greg@Hewgill.Com"});
  return true;
}

bool own_sender_with_blank(Mail& mail, Random&) {
  if (mail.sender != "greg@hewgill.com") return false;
  mail.sender = "\"greg x\"@hewgill.com";
  return true;
}

bool over_ipv6(Mail& mail, Random&) {
  if (mail.mta == Mta::kQmail || mail.mta == Mta::kOpenSmtpd || mail.client != "198.51.100.7") return false;
  mail.client = "2001:db8:9::7";
  return true;
}

bool proven_reverse_name(Mail& mail, Random&) {
  mail.client = "198.51.100.8";
  mail.reverse_name = "mail.attacker.example";
  return true;
}

bool tls(Mail& mail, Random& random) {
  mail.tls = true;
  if (random.coin()) {
    mail.certificate = random.one_of<std::string>({"x (Authenticated sender: greg) by z with ESMTPA", "[127.0.0.1]",
                                                   "((((", "x;;; Wed, 31 Dec 2025 23:00:00 +0000",
                                                   "mx.hewgill.net (mx.hewgill.net [192.0.2.20])"});
  }
  return true;
}

bool forged_received(Mail& mail, Random& random) {
  forge_lines(mail, random);
  return true;
}

}  // namespace

void add_session_transformations(std::vector<Transformation>* all) {
  const std::vector<Transformation> rows = {
      {"HELO is an address literal", "told HELO", kHelo, literal_helo},
      {"HELO has characters that servers replace", "told HELO", kHelo, odd_helo},
      {"HELO is some other name", "told HELO", kHelo, random_helo},
      {"own HELO in another spelling", "told HELO", kGenericHelo | kBadHelo, own_helo_spelled},
      {"own HELO with two dots", "told HELO", kGenericHelo | kBadHelo, own_helo_with_dots},
      {"client and HELO told by options", "told HELO", 0, told_by_option},
      {"no HELO, and an empty option", "told HELO", kHelo, empty_told_helo},
      {"no HELO", "skipped HELO", kOwnHelo | kGenericHelo, no_helo},
      {"no HELO at a scanner with Exim", "skipped HELO", kHelo, no_helo_at_exim_scanner},
      {"no HELO, and forged lines", "skipped HELO", kOwnHelo | kGenericHelo, no_helo_and_forged_lines},
      {"no HELO, and an own reverse name", "skipped HELO", kHelo | kReverseName | kAddress,
       no_helo_and_own_reverse_name},
      {"Postfix hides its client", "hidden client", kWhoConnects, hidden_by_postfix},
      {"Exim hides its client", "hidden client", kWhoConnects, hidden_by_exim},
      {"(from NAME [IP]) of a product", "hidden client", kWhoConnects, hidden_by_product},
      {"(may be forged), folded", "folding in a mark", kGenericHelo | kBadHelo | kReverseName | kAddress,
       forged_mark_folded},
      {"Microsoft SMTP Server, folded", "folding in a mark", kReverseName, exchange_mark_folded},
      {"(envelope-from <x>), folded", "folding in a mark", 0, envelope_from_folded},
      {"Momentum and a literal in HELO", "two literals", kHelo, momentum},
      {"an unknown writer and a literal in HELO", "two literals", kHelo | kWhoConnects, unknown_writer_two_literals},
      {"a known mark on another head", "two literals", kHelo | kWhoConnects, mark_on_another_head},
      {"a second RCPT", "repeated RCPT", 0, repeated_rcpt},
      {"the message begins with a fold", "qmail", 0, begins_with_fold},
      {"a reverse name of mine", "unverified names", kReverseName | kAddress, own_reverse_name},
      {"HELO as the name at Exchange", "unverified names", kReverseName | kAddress, own_reverse_name_at_exchange},
      {"HELO as the name at Gmail", "unverified names", kReverseName | kAddress, own_reverse_name_at_gmail},
      {"SPF that fails to answer", "language", kSender, sender_with_dead_spf},
      {"SPF that answers late", "slow DNS", kSender, sender_with_late_spf},
      {"a reverse name that answers late", "slow DNS", kAddress, late_reverse_name},
      {"SPF and a reverse name that answer late", "slow DNS", kSender | kAddress, all_dns_late},
      {"a reverse name that fails", "slow DNS", kAddress, failing_reverse_name},
      {"HELO whose name answers late", "slow DNS", kHelo, late_helo},
      {"another sender", "general", kSender, other_sender},
      {"own sender in another spelling", "told HELO", 0, own_sender_spelled},
      {"own sender with a blank in quotes", "told HELO", 0, own_sender_with_blank},
      {"over IPv6", "general", kAddress, over_ipv6},
      {"a reverse name that is proven", "general", kReverseName | kAddress, proven_reverse_name},
      {"TLS, and a certificate", "general", 0, tls},
      {"forged Received lines", "general", 0, forged_received},
  };
  all->insert(all->end(), rows.begin(), rows.end());
}

}  // namespace hfilter
