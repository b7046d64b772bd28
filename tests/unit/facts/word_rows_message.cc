// SPDX-License-Identifier: BSD-2-Clause
#include <set>
#include <string>
#include <vector>

#include "probes/dns_probe.h"
#include "unit/facts/word_rows.h"
#include "unit/hostile_mail.h"

namespace hfilter_test {

using namespace hfilter;

std::vector<WordRow> header_rows() {
  const Given s;
  std::vector<WordRow> rows = {
      {"sender is empty", s.with([](Given& x) { x.envelope.sender = ""; }), T},
      {"sender is empty", s.headed("Return-Path: <>\n"), T},
      {"sender is empty", s.headed("Return-Path: <bob@example.com>\n"), F},
      {"sender is empty", s.headed("Return-Path: <\n"), F},
      {"sender is empty", s, U, "not-given"},
      {"sender is malformed", s.with([](Given& x) { x.envelope.sender = "bob@@example.com"; }), T},
      {"sender is malformed", s.with([](Given& x) { x.envelope.sender = "bob@example.com"; }), F},
      {"sender is malformed", s.with([](Given& x) { x.sent_on = true; }), U, "sent-on"},
      {"recipient is malformed", s.with([](Given& x) { x.envelope.recipient = "bob@@example.com"; }), T},
      {"recipient is malformed", s.headed("Delivered-To: greg@hewgill.com\n"), F},
      {"recipient is malformed", s, U, "not-given"},

      {"to is undisclosed", s.headed("To: undisclosed-recipients:;\n"), T},
      {"to is undisclosed", s.headed("To: friends: bob@example.com;\n"), F},
      {"to is undisclosed", s.headed("To: undisclosed-recipients:;\nTo: bob@example.com\n"), F},
      {"to is undisclosed", s, F},
      {"to is undisclosed", s.cut(), U, "limit"},
      {"cc is undisclosed", s.headed("Cc: x:;\n"), T},
      {"cc is undisclosed", s.headed("Cc: bob@example.com\n"), F},
      {"cc is undisclosed", s.cut(), U, "limit"},

      {"subject is missing", s, T},
      {"subject is missing", s.headed("SUBJECT: x\n"), F},
      {"subject is missing", s.cut(), U, "limit"},
      {"subject is empty", s.headed("Subject:\n \n"), T},
      {"subject is empty", s.headed("Subject: x\n"), F},
      {"subject is empty", s, F},
      {"subject is empty", s.cut(), U, "limit"},
      {"list-id is missing", s, T},
      {"list-id is missing", s.headed("List-ID: <x.example.com>\n"), F},
      {"list-id is missing", s.cut(), U, "limit"},
      {"list-id is empty", s.headed("List-Id: \n"), T},
      {"list-id is empty", s.headed("List-Id: <x.example.com>\n"), F},
      {"list-id is empty", s.cut(), U, "limit"},

      {"message-id is missing", s, T},
      {"message-id is missing", s.headed("Message-Id: <1@example.com>\n"), F},
      {"message-id is missing", s.cut(), U, "limit"},
      {"message-id is empty", s.headed("Message-ID:\n"), T},
      {"message-id is empty", s.headed("Message-ID: <>\n"), F},
      {"message-id is empty", s.cut(), U, "limit"},
      {"message-id is malformed", s.headed("Message-ID: 1@example.com\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <abc>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <@example.com>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1 2@example.com>\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@example.com> x\n"), T},
      {"message-id is malformed", s.headed("Message-ID: <1@example.com>\n"), F},
      {"message-id is malformed", s.headed("Message-ID: <a$b/c=@[192.0.2.1]> (added)\n"), F},
      {"message-id is malformed", s, F},
      {"message-id is malformed", s.cut(), U, "limit"},

      {"date is missing", s, T},
      {"date is missing", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), F},
      {"date is missing", s.cut(), U, "limit"},
      {"date is malformed", s.headed("Date: yesterday\n"), T},
      {"date is malformed", s.headed("Date:\n"), T},
      {"date is malformed", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), F},
      {"date is malformed", s, F},
      {"date is malformed", s.cut(), U, "limit"},
      {"date is future", s.headed("Date: Thu, 25 Mar 2004 16:00:01 +0000\n"), T},
      {"date is future", s.headed("Date: Thu, 25 Mar 2004 16:00:00 +0000\n"), F},
      {"date is future", s.headed("Date: yesterday\n"), F},
      {"date is future", s, F},
      {"date is future", s.cut(), U, "limit"},

      {"mailing-list", s.headed("List-Id: <x.example.com>\n"), T},
      {"mailing-list", s.headed("List-Unsubscribe: <mailto:x@example.com>\n"), T},
      {"mailing-list", s.headed("Precedence: List\n"), T},
      {"mailing-list", s.headed("Precedence: bulk\n"), F},
      {"mailing-list", s, F},
      {"mailing-list", s.headed("List-Id: x\n").cut(), T},
      {"mailing-list", s.cut(), U, "limit"},
      {"autoreply", s.headed("Auto-Submitted: auto-replied (vacation)\n"), T},
      {"autoreply", s.headed("Precedence: auto_reply\n"), T},
      {"autoreply", s.headed("X-Autoreply: yes\n"), T},
      {"autoreply", s.headed("Auto-Submitted: auto-generated\n"), F},
      {"autoreply", s.headed("Auto-Submitted: no\n"), F},
      {"autoreply", s, F},
      {"autoreply", s.cut(), U, "limit"},
  };
  // The words that all address fields have alike.
  static const struct {
    const char *fact, *field;
  } kFields[] = {{"from", "From"}, {"reply-to", "Reply-To"}, {"to", "To"}, {"cc", "Cc"}};
  static const struct {
    const char *word, *value;  // null: no such field
    Kleene want;
  } kCases[] = {
      {"missing", nullptr, T},
      {"missing", "", F},
      {"empty", "", T},
      {"empty", "<>", T},
      {"empty", "bob@example.com", F},
      {"empty", "@@", F},
      {"empty", nullptr, F},
      {"malformed", "bob@@example.com", T},
      {"malformed", "Bob <bob@example.com>", F},
      {"malformed", nullptr, F},
      {"many", "a@example.com, b@example.com", T},
      {"many", "a@example.com", F},
      {"many", nullptr, F},
  };
  static std::set<std::string> texts;  // rows hold the address of their condition
  for (const auto& field : kFields) {
    for (const auto& one : kCases) {
      const char* condition = texts.insert(std::string(field.fact) + " is " + one.word).first->c_str();
      const std::string head = one.value ? std::string(field.field) + ": " + one.value + "\n" : "Subject: x\n";
      rows.push_back({condition, s.headed(head), one.want});
      if (!one.value) rows.push_back({condition, s.headed(head).cut(), U, "limit"});
    }
  }
  return rows;
}

std::vector<WordRow> mime_rows() {
  const Given s;
  const auto mixed = [&](const std::string& part, const std::string& end = "--b--\n") {
    return s.headed("Content-Type: multipart/mixed; boundary=b\n").with([&](Given& x) {
      x.body = "--b\n" + part + "\n" + end;
    });
  };
  const auto file = [&](const std::string& name, const std::string& bytes) {
    return mixed("Content-Type: application/octet-stream; name=\"" + name + "\"\n\n" + bytes);
  };
  const auto bounce = [&](const std::string& returned) {
    return s.headed("From: MAILER-DAEMON@example.com\nSubject: failure notice\n").with([&](Given& x) {
      x.envelope.sender = "";
      x.body = "Hi. This is the qmail-send program at mx.example.com.\n\n" + returned;
    });
  };
  const auto handed_over_by = [&](const std::string& client) {
    return bounce("Received: from x (unknown [" + client +
                  "])\n\tby mx.example.com (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 "
                  "16:00:00 +0000\nFrom: greg@hewgill.com\nSubject: hello\n\n");
  };
  const Given plain = s.headed("From: bob@example.com\n").with([](Given& x) { x.body = "Hello.\n"; });
  const Given lost = mixed("\nx").without_body();
  const Given zip = file("a.zip", std::string("PK\x03\x04", 4));  // its listing fails: the probe has none
  return {
      {"mime is malformed", mixed("\nx", ""), T},
      {"mime is malformed", mixed("\nx"), F},
      {"mime is malformed", plain, F},
      {"mime is malformed", lost, U, "no-space"},
      {"mime is malformed", mixed(repeated("\nx\n--b\n", 20'000) + "\nx"), F},  // a limit is not a fault
      {"mime is too-large", mixed(repeated("\nx\n--b\n", 20'000) + "\nx"), T},
      {"mime is too-large", mixed(repeated("--\n", 20'000)), F},  // no boundaries
      {"mime is too-large", mixed("\nx"), F},
      {"mime is too-large", lost, U, "no-space"},
      {"mime is well-formed", plain, T},
      {"mime is well-formed", mixed("\nx", ""), F},
      {"mime is well-formed", mixed(repeated("\nx\n--b\n", 20'000) + "\nx"), F},
      {"mime is well-formed", lost, U, "no-space"},

      {"attachment is executable", file("x.pif", "x"), T},
      {"attachment is executable", file("x.txt", "x"), F},
      {"attachment is executable", plain, F},
      {"attachment is executable", zip, U, "probe"},
      {"attachment is executable", lost, U, "no-space"},
      {"attachment is archive", zip, T},
      {"attachment is archive", file("x.txt", "x"), F},
      {"attachment is archive", lost, U, "no-space"},
      {"attachment is encrypted", zip, U, "probe"},
      {"attachment is encrypted", file("x.txt", "x"), F},
      {"attachment is disguised", file("x.txt.exe", "x"), T},
      {"attachment is disguised", file("x.exe", "x"), F},
      {"attachment is disguised", lost, U, "no-space"},
      {"attachment is unchecked", zip, T},
      {"attachment is unchecked", file("smime.p7m", "x"), T},
      {"attachment is unchecked", file("winmail.dat", std::string("\x78\x9f\x3e\x22\x01\0", 6)), T},
      {"attachment is unchecked", file("x.txt", "x"), F},
      {"attachment is unchecked", file("x.pif", "x"), F},  // found, and nothing of it was not examined
      {"attachment is unchecked", plain, F},
      {"attachment is unchecked", mixed(repeated("\nx\n--b\n", 20'000) + "\nx"), T},
      {"attachment is unchecked", lost, U, "no-space"},

      {"bounce", bounce(""), T},
      {"bounce", plain, F},
      {"bounce",
       s.headed("From: MAILER-DAEMON@example.com\nSubject: failure notice\n"
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n"),
       F},
      {"bounce", s.headed("From: postmaster@example.com\nSubject: hello\n").cut(), U, "limit"},
      {"bounce",
       s.headed("From: postmaster@example.com\nSubject: hello\nContent-Type: multipart/mixed; boundary=b\n")
           .without_body(),
       U, "no-space"},
      {"backscatter", handed_over_by("198.51.100.7"), T},
      {"backscatter", handed_over_by("198.51.100.7").no_dns(DnsStatus::kOff), T},
      {"backscatter", handed_over_by("198.51.100.7").dns("TXT hewgill.com v=spf1 -all"), T},
      {"backscatter", handed_over_by("198.51.100.7").dns("TXT hewgill.com v=spf1 ip4:198.51.100.7 -all"), F},
      {"backscatter", handed_over_by("198.51.100.7").dns("FAIL hewgill.com"), U, "dns"},
      {"backscatter", handed_over_by("192.0.2.10"), F},
      {"backscatter", handed_over_by("198.51.100.7").client("192.0.2.10"), F},  // my own relay bounced it
      {"backscatter", handed_over_by("198.51.100.7").yours(), F},
      {"backscatter", plain, F},
      {"backscatter", bounce(""), U, "not-given"},
      {"backscatter", handed_over_by("nonsense"), U, "not-given"},
  };
}

}  // namespace hfilter_test
