// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/returned_message.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "unit/fake_mime_probe.h"

namespace hfilter {
namespace {

std::string returned_of(const std::string& mail) {
  const size_t end = Message::header_end(mail);
  Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
  FakeMimeProbe probe;
  MimeContent content(message, probe);
  const Finding<std::string> found = returned_header(content);
  if (!found.known()) return "unknown: " + found.why().text;
  return found.has_value() ? *found : "none";
}

const std::string kHeader =
    "Received: from a.example.net (a.example.net [192.0.2.1])\n\tby mx.example.com (Postfix) with SMTP id 1;\n\tWed, "
    "24 "
    "Mar 2004 16:00:00 +0000\nFrom: greg@hewgill.com\nSubject: hello\n";

std::string quoted(const std::string& prefix) {
  std::string out = prefix;
  for (const char c : kHeader) {
    out += c;
    if (c == '\n') out += prefix;
  }
  return out.substr(0, out.size() - prefix.size());
}

std::string report(const std::string& parts) {
  return "Content-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n" + parts + "--b--\n";
}

TEST(ReturnedMessage, IsFound) {
  struct Row {
    const char* name;
    std::string mail;
    std::string want;
  };
  const Row rows[] = {
      {"enclosed", report("--b\nContent-Type: message/rfc822\n\n" + kHeader + "\nbody\n"), kHeader + "\n"},
      {"enclosed, header only", report("--b\nContent-Type: message/rfc822\n\n" + kHeader), kHeader + "\n"},
      {"header part", report("--b\nContent-Type: text/rfc822-headers\n\n" + kHeader), kHeader},
      {"header part, encoded",
       report("--b\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: quoted-printable\n\n"
              "Subject: a=3Db\n"),
       "Subject: a=b\n"},
      {"qmail", "\nHi.\n\n--- Below this line is a copy of the message.\n\n" + kHeader + "\nbody\n", kHeader + "\n"},
      {"any other sentence", "\nEs ging nicht.\n\n" + kHeader + "\nbody\n", kHeader + "\n"},
      {"quoted with >", "\nNo.\n\n" + quoted("> ") + "> \n> body\n", kHeader + "\n"},
      {"indented", "\nNo.\n\n" + quoted("    ") + "\n", kHeader + "\n"},
      {"behind the report's own fields",
       "\nReporting-MTA: dns; mx.example.com\nArrival-Date: Wed\n\nFinal-Recipient: rfc822; x@example.com\nAction: "
       "failed\nStatus: 5.1.1\n\n" +
           kHeader + "\n",
       kHeader + "\n"},
      {"behind a summary without trace",
       "\nYour message\n\nFrom: greg@hewgill.com\nTo: x@example.com\nSubject: hello\n\nfailed.\n\n" + kHeader + "\n",
       kHeader + "\n"},
      {"a summary alone", "\nFrom: greg@hewgill.com\nTo: x@example.com\nSubject: hello\n\nfailed.\n",
       "From: greg@hewgill.com\nTo: x@example.com\nSubject: hello\n\n"},
      {"none", "\nSorry.\n", "none"},
      {"a sentence with a colon", "\nNote: it failed.\nReason: no such user.\n", "none"},
      {"the outermost of two",
       report("--b\nContent-Type: message/rfc822\n\n" + kHeader + "\n> Received: from smtp.hewgill.net\n"),
       kHeader + "\n"},
      {"the part, not the text",
       "Content-Type: multipart/report; boundary=b\n\n--b\n\nReceived: from smtp.hewgill.net by x\nSubject: "
       "forged\n--b\n"
       "Content-Type: message/rfc822\n\n" +
           kHeader + "\nx\n--b--\n",
       kHeader + "\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(returned_of(row.mail), row.want) << row.name;
}

}  // namespace
}  // namespace hfilter
