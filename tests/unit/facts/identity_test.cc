// SPDX-License-Identifier: BSD-2-Clause
//
// Whose name a message bears, and what `dkim` and `dmarc` say of this name alone. A stranger signs with his own domain,
// writes two From fields or hides one: nothing of it may become a pass of the domain that the recipient reads.
#include <gtest/gtest.h>

#include <string>

#include "facts/message/address_fields.h"
#include "unit/facts/sample.h"

namespace hfilter {
namespace {

/// The domain, "-" or "? reason".
std::string author_of(const Given& given) {
  Sample sample(given);
  const Finding<Hostname> author = author_domain(sample.facts().context());
  if (!author.known()) return std::string("? ") + reason_name(author.why().reason);
  return author.has_value() ? author->canonical : "-";
}

TEST(AuthorDomain, IsWhatEachReaderSees) {
  const struct {
    const char* name;
    std::string head;
    const char* want;
  } rows[] = {
      {"one address", "From: Bob <bob@example.com>\n", "example.com"},
      {"case and a dot at the end", "FROM: bob@EXAMPLE.Com.\n", "example.com"},
      {"a U-label",
       "From: bob@b\xC3\xBC"
       "cher.example\n",
       "xn--bcher-kva.example"},
      {"two of one domain", "From: bob@example.com, carl@EXAMPLE.com\n", "example.com"},
      {"two of two domains", "From: bob@example.com, x@evil.example\n", "-"},
      {"two without a comma", "From: <bob@example.com> <x@evil.example>\n", "-"},
      {"a subdomain is another domain", "From: bob@example.com, x@a.example.com\n", "-"},
      {"two fields", "From: bob@example.com\nSubject: x\nFrom: x@evil.example\n", "-"},
      {"two fields of one domain", "From: bob@example.com\nFrom: bob@example.com\n", "-"},
      {"no field", "Subject: x\n", "-"},
      {"empty", "From:\n", "-"},
      {"the null address", "From: <>\n", "-"},
      {"an address without a domain", "From: root\n", "-"},
      {"one of two without a domain", "From: root, bob@example.com\n", "-"},
      {"an empty group", "From: nobody:;\n", "-"},
      {"a group", "From: Friends: bob@example.com;\n", "-"},
      {"a group and an address", "From: bob@example.com, Friends:;\n", "-"},
      {"a name like an address", "From: \"bob@example.com\" <x@evil.example>\n", "evil.example"},
      {"a comment", "From: x@evil.example (bob@example.com)\n", "evil.example"},
      {"a quoted local part", "From: \"bob@example.com\"@evil.example\n", "evil.example"},
      {"folded", "From: Bob\n <bob@example.com>\nTo: x\n", "example.com"},
      {"with CRLF", "Subject: x\r\nFrom: bob@example.com\r\nTo: x\r\n", "example.com"},
      {"no From: the mbox line", "From bob@example.com Wed Mar 24 16:00:00 2004\nSubject: x\n", "-"},
      {"no From: the name is longer", "From-To: x@evil.example\nFrom: bob@example.com\n", "example.com"},
      {"no From: folded onto another", "Subject: x\n From: x@evil.example\nFrom: bob@example.com\n", "example.com"},
      {"no From: in a value", "Subject: From: x@evil.example\nFrom: bob@example.com\n", "example.com"},
      // a second one that some program sees
      {"a blank before the colon", "From: bob@example.com\nFrom : x@evil.example\n", "-"},
      {"a tab before the colon, upper case", "From: bob@example.com\nFROM\t: x@evil.example\n", "-"},
      {"a colon behind a fold", "From: bob@example.com\nFrom\n : x@evil.example\n", "-"},
      {"a control before the colon", "From: bob@example.com\nFrom\x01: x@evil.example\n", "-"},
      {"a no-break space", "From: bob@example.com\nFrom\xC2\xA0: x@evil.example\n", "-"},
      {"a mark before the name",
       "From: bob@example.com\n\xEF\xBB\xBF"
       "From: x@evil.example\n",
       "-"},
      {"behind a CR", "From: bob@example.com\nSubject: x\rFrom: x@evil.example\n", "-"},
      {"behind a CR, in itself", "From: bob@example.com\rFrom: x@evil.example\n", "-"},
      {"behind a CR, in what is no field", "From: bob@example.com\njunk\rFrom : x@evil.example\n", "-"},
      {"behind a CR, with CRLF", "From: bob@example.com\r\nSubject: x\rFrom: x@evil.example\r\n", "-"},
      {"folded behind a CR", "From: bob@example.com\nSubject: x\r From: x@evil.example\n", "example.com"},
  };
  for (const auto& row : rows) EXPECT_EQ(author_of(Given().headed(row.head)), row.want) << row.name;
  EXPECT_EQ(author_of(Given().headed("From: bob@example.com\nTo: x\n").cut()), "? limit");
  EXPECT_EQ(author_of(Given().headed("To: x\n").cut()), "? limit");
  EXPECT_EQ(author_of(Given().headed("From: bob@example.com, x@evil.example\nTo: x\n").cut()), "-");
}

// A condition that looks for an address in From finds it in whichever field a program would show.
TEST(AuthorDomain, TheFactSeesWhatIsHidden) {
  Sample sample(Given().headed("Subject: x\rFrom: a@example.com\nFrom\n : b@example.com\nFrom: c@example.com\n"));
  EXPECT_EQ(sample.value("from"), "a@example.com|b@example.com|c@example.com");
}

// 700,000 fields behind CRs, each of which reaches to the end for a careless reader: hours, if each was read so.
TEST(AuthorDomain, ManyHiddenFieldsAreLinear) {
  std::string head = "Subject: x";
  while (head.size() < (4u << 20)) head += "\rFrom:";
  EXPECT_EQ(author_of(Given().headed(head + "\n")), "-");
}

TEST(Results, CountForTheDomainInFrom) {
  const struct {
    const char* name;
    const char* results;
    const char* from;  // null: no such field
    const char* dkim;
    const char* dmarc;
  } rows[] = {
      // real programs
      {"OpenDKIM and OpenDMARC",
       "dkim=pass (2048-bit key) header.d=example.com header.i=@example.com header.b=\"x\"; dmarc=pass (p=none "
       "dis=none) "
       "header.from=example.com",
       "bob@example.com", "pass", "pass"},
      {"Gmail",
       "dkim=pass header.i=@example.com header.s=s header.b=x; dmarc=pass (p=REJECT dis=NONE) header.from=example.com",
       "bob@example.com", "pass", "pass"},
      {"Microsoft",
       "dkim=pass (signature was verified) header.d=example.com;dmarc=pass action=none "
       "header.from=example.com;compauth=pass reason=100",
       "bob@example.com", "pass", "pass"},
      {"Zoho", "dkim=pass  header.i=example.com; dmarc=pass header.from=<bob@example.com>", "bob@example.com", "pass",
       "pass"},
      {"rspamd names the domain of the policy",
       "dkim=pass header.d=example.com header.s=s header.b=x; dmarc=pass (policy=none) header.from=example.com",
       "bob@news.example.com", "pass", "pass"},
      {"fail", "dkim=fail (bad signature) header.d=example.com; dmarc=fail (p=reject) header.from=example.com",
       "bob@example.com", "fail", "fail"},
      {"unsigned", "dkim=none (no signature); dmarc=none", "bob@example.com", "none", "none"},
      // the same name
      {"case, dots, quotes", "dkim=pass header.d=\"EXAMPLE.com.\"; dmarc=pass header.from=\"Example.COM.\"",
       "bob@example.Com.", "pass", "pass"},
      {"A-label for U-label", "dkim=pass header.d=xn--bcher-kva.example; dmarc=pass header.from=xn--bcher-kva.example",
       "bob@b\xC3\xBC"
       "cher.example",
       "pass", "pass"},
      {"U-label for A-label",
       "dkim=pass header.d=b\xC3\xBC"
       "cher.example; dmarc=pass header.from=b\xC3\xBC"
       "cher.example",
       "bob@xn--bcher-kva.example", "pass", "pass"},
      {"of the organisation", "dkim=pass header.d=mail.example.com; dmarc=pass header.from=example.com",
       "bob@news.example.com", "pass", "pass"},
      // the stranger's own domain
      {"of another", "dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example", "bob@example.com", "none",
       "fail"},
      {"fails of another", "dkim=fail header.d=evil.example; dmarc=none header.from=evil.example", "bob@example.com",
       "none", "fail"},
      {"a public suffix", "dkim=pass header.d=co.uk; dmarc=pass header.from=a.co.uk", "bob@b.co.uk", "none", "fail"},
      {"the public suffix above", "dmarc=pass header.from=com", "bob@example.com", "?", "fail"},
      {"a signer with two @", "dkim=pass header.i=@evil.example@example.com; dmarc=pass header.from=x@y@example.com",
       "bob@example.com", "none", "?"},
      {"below", "dmarc=pass header.from=news.example.com", "bob@example.com", "?", "fail"},
      {"the end of a name", "dkim=pass header.d=example.com.evil.example; dmarc=pass header.from=ample.com",
       "bob@example.com", "none", "fail"},
      {"his and a broken one", "dkim=pass header.d=evil.example; dkim=fail header.d=example.com", "bob@example.com",
       "fail", "?"},
      {"d= before i=", "dkim=pass header.d=evil.example header.i=@example.com", "bob@example.com", "none", "?"},
      {"nobody's signature", "dkim=pass; dmarc=pass", "bob@example.com", "none", "?"},
      {"in a comment", "dkim=pass (header.d=example.com); dmarc=pass (header.from=example.com)", "bob@example.com",
       "none", "?"},
      {"the first of a name counts", "dmarc=pass header.from=evil.example header.from=example.com", "bob@example.com",
       "?", "fail"},
      // From names no single domain
      {"two addresses", "dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example",
       "bob@example.com, x@evil.example", "none", "fail"},
      {"two fields", "dkim=pass header.d=evil.example; dmarc=pass header.from=evil.example",
       "bob@example.com\nFrom: x@evil.example", "none", "fail"},
      {"a group", "dkim=pass header.d=example.com; dmarc=pass header.from=example.com", "x: bob@example.com;", "none",
       "fail"},
      {"empty", "dkim=pass header.d=example.com; dmarc=pass header.from=example.com", "", "none", "fail"},
      {"missing", "dkim=pass header.d=example.com; dmarc=pass header.from=example.com", nullptr, "none", "fail"},
      {"two fields, and the program was silent", "spf=pass", "bob@example.com\nFrom: x@evil.example", "?", "fail"},
      {"silence", "spf=pass", "bob@example.com", "?", "?"},
  };
  for (const auto& row : rows) {
    const std::string from = row.from ? std::string("From: ") + row.from + "\n" : "";
    const std::string head = std::string("Authentication-Results: mx.hewgill.net; ") + row.results + "\n";
    Sample sample(Given().headed(head + "Received: from x by y\n" + from));
    EXPECT_EQ(sample.value("dkim").substr(0, sample.value("dkim")[0] == '?' ? 1 : 9), row.dkim) << row.name;
    EXPECT_EQ(sample.value("dmarc").substr(0, sample.value("dmarc")[0] == '?' ? 1 : 9), row.dmarc) << row.name;
  }
}

TEST(Results, WhereFromIsNotTheStrangers) {
  const std::string of_another = "Authentication-Results: mx.hewgill.net; dmarc=pass header.from=example.com\n";
  const std::string list = of_another + "Received: from x by y\nFrom: talk@lists.hewgill.net\n";
  EXPECT_EQ(Sample(Given().headed(list)).value("dmarc"), "fail");
  Given sent_on = Given().headed(list);
  sent_on.sent_on = true;
  EXPECT_EQ(Sample(sent_on).value("dmarc"), "? not-looked-up") << "a list of yours writes its own address into From";
  EXPECT_EQ(Sample(Given().headed(list).yours()).value("dmarc"), "? not-looked-up");
  EXPECT_EQ(Sample(Given().headed("Received: from x by y\n").yours()).value("dmarc"), "? not-looked-up")
      << "your own mail without From has failed nothing";
}

TEST(Results, AHeaderThatWasCutHidesNoFailure) {
  const auto dmarc = [](const char* results) {
    const std::string head = std::string("Authentication-Results: mx.hewgill.net; ") + results +
                             "\nReceived: from x by y\nFrom: bob@example.com\nX: y\n";
    return Sample(Given().headed(head).cut()).value("dmarc");
  };
  EXPECT_EQ(dmarc("dmarc=pass header.from=example.com"), "? limit");
  EXPECT_EQ(dmarc("dmarc=fail"), "fail");
}

}  // namespace
}  // namespace hfilter
