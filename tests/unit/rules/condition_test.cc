// SPDX-License-Identifier: BSD-2-Clause
//
// Each form of a condition, and each row of the evaluation table of hfilterrc(5), on messages.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "probes/clock.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kLists[] =
    "mydomains  hewgill.com, hewgill.net\n"
    "mynetworks 192.0.2.0/24\n"
    "myhosts    occam.hewgill.net\n"
    "myscanners 192.0.2.25, scanner.example.net\n"
    "myaddresses greg@hewgill.com\n"
    "networks   partners = 198.51.100.0/24\n"
    "hosts      friends = mx.friend.example, 203.0.113.77\n"
    "addresses  known from \"known\"\n"
    "networks   gone from \"gone\"\n"
    "words      drugs = viagra, cialis\n"
    "test direct = not via myscanners\n"
    "test from-friend = client in friends or client in partners\n"
    "test high = score >= 3\n";

/// A stranger who tells lies.
std::string worm() {
  return postfix_line("hewgill.com", "unknown", "200.150.100.50") +
         "From: \"Bob\" <bob@example.com>, anna@example.org\n"
         "To: greg+list@hewgill.com\n"
         "Cc: carl@example.net\n"
         "Subject: Re: Your VIAGRA\n details\n"
         "X-Mailer: The Bat! 2.0\n"
         "X-Twice: one\nX-Twice: two\n"
         "X-Nothing:\n"
         "Message-ID: <abc@hewgill.com>\n"
         "Date: Wed, 31 Dec 2025 21:00:00 +0000\n";
}
std::string friendly() {
  return postfix_line("mx.friend.example", "mx.friend.example", "203.0.113.9", "occam.hewgill.net", "ESMTPS") +
         "Subject: hello\n";
}
/// Its writer looked the name up one way only.
std::string unproven() {
  return "Received: from mx.friend.example (mx.friend.example [203.0.113.9])\n\tby occam.hewgill.net (OpenSMTPD) with "
         "ESMTP id 0a1b2c3d\n\tfor <greg@hewgill.com>; Wed, 31 Dec 2025 23:00:00 +0000 (UTC)\nSubject: hello\n";
}
std::string mine() {
  return postfix_line("laptop.hewgill.com", "laptop.hewgill.com", "192.0.2.7") + "Subject: hello\n";
}
/// Through the scanner, which wrote its customer down; the stranger has written one, too.
std::string scanned() {
  return postfix_line("scanner.example.net", "scanner.example.net", "192.0.2.25") +
         "X-Customer: acme\nX-Customer: =?utf-8?q?acme-2?=\nX-Blank:\n" +
         postfix_line("mx.example.org", "mx.example.org", "203.0.113.9", "scanner.example.net") +
         "X-Customer: forged\nX-Other: forged\nFrom: Bob <bob@example.org>\nReply-To: carl@example.net\n"
         "Return-Path: <x@y.example>\nTo: bob@example.org\n";
}
std::string unreadable() { return "Received: what is this\nSubject: hello\n"; }

struct Row {
  const char* expr;
  std::string (*message)();
  char want;  // T F U, or E: does not parse
};

char letter(const Truth& truth) {
  if (truth.why.find("DOES NOT PARSE") == 0) return 'E';
  return truth.is_true() ? 'T' : truth.is_false() ? 'F' : 'U';
}

const Row kRows[] = {
    // is: words, names, addresses, texts; a comma is any of, `is not` none of
    {"helo is hewgill.com", worm, 'T'},
    {"helo is HEWGILL.COM.", worm, 'T'},
    {"helo is .com", worm, 'T'},
    {"helo is .hewgill.com", worm, 'F'},
    {"helo is a.example, hewgill.com", worm, 'T'},
    {"helo is not a.example, hewgill.com", worm, 'F'},
    {"helo is not a.example", worm, 'T'},
    {"helo is \"hewgill.com\"", worm, 'T'},
    {"helo is bare-ip, literal", worm, 'F'},
    {"rdns is unverified", worm, 'T'},
    {"client is 200.150.100.50", worm, 'T'},
    {"client is ::ffff:200.150.100.50", worm, 'T'},
    {"client is private", worm, 'F'},
    {"border is found", worm, 'T'},
    {"border is guessed, ambiguous", worm, 'F'},
    {"protocol is esmtp", worm, 'T'},
    {"protocol is esmtps", friendly, 'T'},
    {"from is anna@example.org", worm, 'T'},
    {"from is ANNA@Example.ORG", worm, 'T'},
    {"to is greg@hewgill.com", worm, 'T'},
    {"to is \"greg@hewgill.com\"", worm, 'T'},
    {"from is many", worm, 'T'},
    {"from domain is example.org", worm, 'T'},
    {"from domain is not example.org, example.com", worm, 'F'},
    {"subject is \"re: your viagra details\"", worm, 'T'},
    {"subject is missing", worm, 'F'},
    {"list-id is missing", worm, 'T'},
    {"list-id is not missing", worm, 'F'},
    {"header \"X-None\" is missing", worm, 'T'},
    {"header \"X-Nothing\" is missing", worm, 'F'},
    {"header \"X-Nothing\" is empty", worm, 'T'},
    {"header \"x-twice\" is \"two\"", worm, 'T'},
    {"header \"X-Twice\" is not \"two\"", worm, 'F'},
    {"date is missing, malformed, future", worm, 'F'},
    // in
    {"helo in mydomains", worm, 'T'},
    {"helo not in mydomains", worm, 'F'},
    {"helo in (hewgill.com)", worm, 'T'},
    {"helo in (=com, .net hewgill.com)", worm, 'T'},
    {"helo in (hewgill.com, !hewgill.com)", worm, 'F'},
    {"helo in =hewgill.com", worm, 'T'},
    {"client in 200.150.0.0/16", worm, 'T'},
    {"client not in 200.150.0.0/16", worm, 'F'},
    {"client in (10.0.0.0/8, 2001:db8::/32)", worm, 'F'},
    {"client in partners", worm, 'F'},
    {"client in friends", friendly, 'T'},
    {"client in friends", worm, 'F'},
    {"client in friends", unproven, 'F'},
    {"from in known", worm, 'T'},
    {"to in myaddresses", worm, 'T'},
    {"cc in myaddresses", worm, 'F'},
    {"message-id domain in mydomains", worm, 'T'},
    {"subject in drugs", worm, 'T'},
    {"subject not in drugs", worm, 'F'},
    {"subject in (\"bat\")", worm, 'F'},
    {"header \"X-Mailer\" in (bat)", worm, 'T'},
    {"by in myhosts", worm, 'T'},
    // a list file that cannot be used: unknown in both polarities
    {"client in gone", worm, 'U'},
    {"client not in gone", worm, 'U'},
    // text
    {"subject contains \"viagra\"", worm, 'T'},
    {"subject contains \"x\", \"VIA\"", worm, 'T'},
    {"subject not contains \"viagra\"", worm, 'F'},
    {"subject begins with \"re:\"", worm, 'T'},
    {"subject begins \"re:\"", worm, 'T'},
    {"subject ends with \"DETAILS\"", worm, 'T'},
    {"subject like \"re: * det?ils\"", worm, 'T'},
    {"subject like \"re:\"", worm, 'F'},
    {"subject matches /viagra/", worm, 'T'},
    {"subject matches /viagra/c", worm, 'F'},
    {"subject matches /VIAGRA/c", worm, 'T'},
    {"subject matches /^re:.*details$/", worm, 'T'},
    {"header \"X-Mailer\" begins with \"The Bat\"", worm, 'T'},
    {"header \"X-Twice\" matches /^two$/", worm, 'T'},
    {"from contains \"@example.\"", worm, 'T'},
    {"helo ends with \".com\"", worm, 'T'},
    {"from domain ends with \".org\"", worm, 'T'},
    // numbers
    {"hops = 1", worm, 'T'},
    {"hops < 1", worm, 'F'},
    {"hops <= 1", worm, 'T'},
    {"hops > 1", worm, 'F'},
    {"hops >= 1", worm, 'T'},
    {"hops 1..3", worm, 'T'},
    {"hops 2..3", worm, 'F'},
    {"hops=1", worm, 'T'},
    {"hops =1", worm, 'T'},
    {"message size > 100", worm, 'T'},
    {"message size 0B..1K", worm, 'T'},
    {"message size > 0.25K", worm, 'T'},
    {"message size > 1M", worm, 'F'},
    {"age > 90m", worm, 'T'},
    {"age < 3h", worm, 'T'},
    {"age 7200s..7200s", worm, 'T'},
    {"age > 2d", worm, 'F'},
    {"date = 2025-12-31", worm, 'T'},
    {"date < 2000-01-01", worm, 'F'},
    {"today = 2026-01-01", worm, 'T'},
    {"today 2025-12-20..2026-01-01", worm, 'T'},
    {"recipients = 2", worm, 'T'},
    {"score = 0", worm, 'T'},
    {"score > -1", worm, 'T'},
    // header absent: text tests F, `is missing` T; date absent: comparisons F
    {"list-id contains \"x\"", worm, 'F'},
    {"list-id not contains \"x\"", worm, 'T'},
    {"list-id is \"x\"", worm, 'F'},
    {"list-id is not \"x\"", worm, 'T'},
    {"header \"X-None\" matches /x/", worm, 'F'},
    {"date < 2030-01-01", mine, 'F'},
    {"date > 2000-01-01", mine, 'F'},
    {"date is missing", mine, 'T'},
    {"age > 1s", mine, 'F'},
    // flags, via, tagged, tests
    {"stranger", worm, 'T'},
    {"stranger", mine, 'F'},
    {"local", worm, 'F'},
    {"encrypted", friendly, 'T'},
    {"not encrypted", worm, 'T'},
    {"via myscanners", worm, 'F'},
    {"not via myscanners", worm, 'T'},
    {"via (192.0.2.25)", worm, 'F'},
    {"via partners", worm, 'F'},
    {"tagged suspicious", worm, 'F'},
    {"direct", worm, 'T'},
    {"DIRECT", worm, 'T'},
    {"from-friend", friendly, 'T'},
    {"high", worm, 'F'},
    // hops
    {"any hop helo in mydomains", worm, 'T'},
    {"any hop helo in mydomains", friendly, 'F'},
    {"hop 1 helo in mydomains", worm, 'T'},
    {"hop 2 helo in mydomains", worm, 'F'},
    {"any hop (helo in mydomains and not client in partners)", worm, 'T'},
    {"hop 1 (encrypted or protocol is esmtp)", worm, 'T'},
    {"any hop client is private", worm, 'F'},
    {"hop 1 helo is laptop.hewgill.com", mine, 'T'},
    // mail that is yours: U for client helo rdns by protocol via
    {"client in partners", mine, 'U'},
    {"client is 192.0.2.7", mine, 'U'},
    {"helo in mydomains", mine, 'U'},
    {"helo not in mydomains", mine, 'U'},
    {"rdns is unverified", mine, 'U'},
    {"by in myhosts", mine, 'U'},
    {"protocol is esmtp", mine, 'U'},
    {"via myscanners", mine, 'U'},
    {"not via myscanners", mine, 'U'},
    {"border is none", mine, 'T'},
    // the border line cannot be read
    {"client in partners", unreadable, 'U'},
    {"helo in mydomains", unreadable, 'U'},
    {"via myscanners", unreadable, 'U'},
    {"stranger", unreadable, 'T'},
    {"border is unreadable, ambiguous", unreadable, 'T'},
    {"any hop helo in mydomains", unreadable, 'U'},
    // believed header: only above the border line; unknown where it is not certain where that is
    {"believed header \"X-Customer\" is \"acme\"", scanned, 'T'},
    {"believed header \"x-customer\" contains \"acme-2\"", scanned, 'T'},
    {"believed header \"X-Customer\" is \"forged\"", scanned, 'F'},
    {"header \"X-Customer\" is \"forged\"", scanned, 'T'},
    {"believed header \"X-Other\" is missing", scanned, 'T'},
    {"believed header \"X-Other\" is not missing", scanned, 'F'},
    {"believed header \"X-Blank\" is empty", scanned, 'T'},
    {"believed header \"X-Customer\" is empty", scanned, 'F'},
    {"believed header \"X-Nothing\" is missing", worm, 'T'},
    {"believed header \"Subject\" is missing", friendly, 'T'},
    {"believed header \"Subject\" is missing", mine, 'U'},
    {"not believed header \"Subject\" contains \"hello\"", mine, 'U'},
    {"believed header \"Subject\" is missing", unreadable, 'U'},
    {"believed header \"Subject\" is empty", unreadable, 'U'},
    {"any hop believed header \"X\" is \"x\"", worm, 'E'},
    {"believed \"X\" is \"x\"", worm, 'E'},
    // a fact compared with another
    {"from domain is to domain", scanned, 'T'},
    {"from domain is reply-to domain", scanned, 'F'},
    {"reply-to domain is not from domain", scanned, 'T'},
    {"from is to", scanned, 'T'},
    {"from is reply-to", scanned, 'F'},
    {"from is not reply-to, to", scanned, 'F'},
    {"from domain is example.net, to domain", scanned, 'T'},
    {"helo is from domain", scanned, 'F'},
    {"message-id domain is helo", worm, 'T'},
    {"helo is by", worm, 'F'},
    {"helo is not by", mine, 'U'},
    {"by is helo", unreadable, 'U'},
    {"reply-to domain is from domain", friendly, 'F'},
    {"reply-to domain is not from domain", friendly, 'T'},
    {"any hop helo is rdns", scanned, 'T'},
    {"any hop rdns is helo", scanned, 'T'},
    {"any hop helo is by", scanned, 'F'},
    {"any hop helo is from domain", scanned, 'E'},
    {"from is sender domain", scanned, 'E'},
    {"helo is sender", scanned, 'E'},
    {"helo is helo", scanned, 'E'},
    {"subject is from", scanned, 'E'},
    // Kleene logic
    {"client in gone and stranger", worm, 'U'},
    {"client in gone and local", worm, 'F'},
    {"local and client in gone", worm, 'F'},
    {"client in gone or stranger", worm, 'T'},
    {"client in gone or local", worm, 'U'},
    {"not client in gone", worm, 'U'},
    {"possibly client in gone", worm, 'T'},
    {"surely client in gone", worm, 'F'},
    {"possibly local", worm, 'F'},
    {"surely stranger", worm, 'T'},
    {"not surely client in gone", worm, 'T'},
    {"not not stranger", worm, 'T'},
    {"stranger and direct and hops = 1", worm, 'T'},
    {"local or direct or hops = 9", worm, 'T'},
    {"(stranger and local) or direct", worm, 'T'},
    {"stranger and (local or direct)", worm, 'T'},
    {"((stranger))", worm, 'T'},
    // several values: some value passes; the negation is of the whole
    {"from domain is example.com", worm, 'T'},
    {"from domain in (example.com) and from domain in (example.org)", worm, 'T'},
    {"not from domain in (example.com)", worm, 'F'},
    {"from domain not in (example.com)", worm, 'F'},
    // keywords in any case, blanks and lines
    {"  stranger\n  AND Direct", worm, 'T'},
    {"", worm, 'E'},
    {"stranger then junk", worm, 'E'},
    {"stranger unless local", worm, 'E'},
    {"stranger stranger", worm, 'E'},
};

TEST(Condition, EachFormHasItsValue) {
  RuleFixture f;
  f.files.texts["/home/greg/known"] = "bob@example.com\n";
  f.load(kLists);
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  for (const Row& row : kRows) {
    const Truth got = f.test(row.expr, row.message());
    EXPECT_EQ(row.want, letter(got)) << row.expr << ": " << got.why;
  }
}

// Who writes two addresses into From could add one for the sake of the comparison.
TEST(Condition, EachAddressInFromMustBeLikeTheOther) {
  const struct {
    const char* name;
    const char* from;
    bool address, domain;  // `from is sender`, `from domain is sender domain`
  } rows[] = {
      {"the same", "From: bob@example.com\n", true, true},
      {"of the same domain", "From: carl@EXAMPLE.com\n", false, true},
      {"of another", "From: x@evil.example\n", false, false},
      {"two", "From: bob@example.com, bob@EXAMPLE.com.\n", true, true},
      {"two, of the same domain", "From: bob@example.com, carl@example.com\n", false, true},
      {"two, one of another", "From: bob@example.com, x@evil.example\n", false, false},
      {"two, the other one first", "From: x@evil.example, bob@example.com\n", false, false},
      {"two fields", "From: bob@example.com\nFrom: x@evil.example\n", false, false},
      {"two fields, one is hidden", "From: bob@example.com\nSubject: x\rFrom: x@evil.example\n", false, false},
      {"one has no domain", "From: bob@example.com, root\n", false, false},
      {"a group", "From: x: bob@example.com, x@evil.example;\n", false, false},
      {"empty", "From: nobody:;\n", false, false},
      {"missing", "", false, false},
  };
  RuleFixture f(kLists);
  Envelope envelope;
  envelope.sender = "bob@example.com";
  for (const auto& row : rows) {
    const std::string head = postfix_line("mx.example.com", "mx.example.com", "203.0.113.9") + row.from;
    for (const char* condition : {"from is sender", "sender is from"}) {
      EXPECT_EQ(row.address ? 'T' : 'F', letter(f.test(condition, head, envelope))) << row.name << ": " << condition;
    }
    for (const char* condition : {"from domain is sender domain", "sender domain is from domain"}) {
      EXPECT_EQ(row.domain ? 'T' : 'F', letter(f.test(condition, head, envelope))) << row.name << ": " << condition;
    }
  }
}

TEST(Condition, ABelievedHeaderIsUnknownWhileTheBorderIsGuessed) {
  RuleFixture f("mydomains hewgill.com\n");
  const std::string text = postfix_line("a.example", "a.example", "203.0.113.9") + "X-Customer: acme\n";
  EXPECT_EQ('T', letter(f.test("border is guessed", text)));
  EXPECT_EQ('U', letter(f.test("believed header \"X-Customer\" is missing", "X-Customer: acme\n" + text)));
}

TEST(Condition, EvidenceAndReasonsAreSaid) {
  RuleFixture f;
  f.files.texts["/home/greg/known"] = "bob@example.com\n";
  f.load(kLists);
  const struct {
    const char* expr;
    std::string (*message)();
    const char* want;
  } rows[] = {
      {"helo in mydomains", worm, "in mydomains (hewgill.com, line 1)"},
      {"helo in mydomains", friendly, "not in mydomains"},
      {"from in known", worm, "in known (bob@example.com, known:1)"},
      {"client in gone", worm, "/home/greg/gone: there is no such file"},
      {"helo in mydomains and client in gone", worm, "/home/greg/gone: there is no such file"},
      {"hops = 1", worm, "hops is 1"},
      {"tagged x", worm, "not tagged x"},
      {"subject matches /viagra/", worm, "/viagra/ matches \"Re: Your VIAGRA details\""},
      {"any hop helo in mydomains", worm, "hop 1: in mydomains (hewgill.com, line 1)"},
      {"any hop helo in mydomains", friendly, "true for no hop (of 1)"},
      {"hop 7 helo in mydomains", worm, "there is no hop 7"},
      {"helo in mydomains and hops = 1", worm, "in mydomains (hewgill.com, line 1), hops is 1"},
  };
  for (const auto& row : rows) EXPECT_EQ(row.want, f.test(row.expr, row.message()).why) << row.expr;
  EXPECT_NE(std::string::npos, f.test("helo in mydomains", mine()).why.find("yours"))
      << f.test("helo in mydomains", mine()).why;
}

TEST(Condition, AListFileIsAskedOnceForTheSameValue) {
  RuleFixture f;
  f.files.texts["/home/greg/d"] = "hewgill.com\n";
  f.load(
      "mynetworks 192.0.2.0/24\ndomains d from \"d\"\n"
      "match helo in d and local then junk\nmatch helo in d and local then junk\nmatch helo in d and local then "
      "junk\n");
  FakeListFile* file = static_cast<FakeListFile*>(f.files.list_file("/home/greg/d"));
  file->reads = 0;
  f.judge(worm());
  EXPECT_LE(file->reads, 4) << "is it sorted, the text, and the version before and after";
}

/// Each may read a whole file: ten thousand recipients took a minute.
TEST(Condition, LookupsInListFilesAreBounded) {
  RuleFixture f;
  f.files.texts["/home/greg/d"] = "hewgill.com\n";
  f.load("mynetworks 192.0.2.0/24\ndomains d from \"d\"\ndomains same = hewgill.com\n");
  const auto to = [](int before, int behind) {
    std::string field = postfix_line("a.example", "unknown", "200.150.100.50") + "To: x0@example.com";
    for (int i = 1; i < before; ++i) field += ",\n x@example" + std::to_string(i) + ".com";
    field += ",\n greg@hewgill.com";
    for (int i = 0; i < behind; ++i) field += ",\n y@example" + std::to_string(i) + ".net";
    return field + "\n";
  };
  EXPECT_EQ('T', letter(f.test("to domain in d", to(kMaxListLookups - 1, 1'000))));
  const Truth unsure = f.test("to domain in d", to(1'000, 1));
  EXPECT_EQ('U', letter(unsure));
  EXPECT_EQ("there are more than " + std::to_string(kMaxListLookups) + " values to look up in d", unsure.why);
  EXPECT_EQ('U', letter(f.test("to domain not in d", to(1'000, 1))));
  EXPECT_EQ('T', letter(f.test("to domain in same", to(1'000, 1)))) << "what stands in the rule file costs nothing";
}

/// What `any hop` asks of a line that is not read is unknown.
TEST(Condition, HopsThatAreLookedAtAreBounded) {
  RuleFixture f(kLists);
  std::string text;
  for (size_t i = 0; i < kMaxHops; ++i) text += "Received: by a (Postfix, from userid 1)\n\tid 4Bxyz1Zz9; x\n";
  EXPECT_EQ('F', letter(f.test("any hop helo in mydomains", text)));
  EXPECT_EQ('U', letter(f.test("any hop helo in mydomains", text + worm())));
  EXPECT_EQ('T', letter(f.test("any hop helo in mydomains", worm() + text)));
}

TEST(Condition, NoListFileIsAskedWhenTheTimeForDecidingIsOver) {
  class Over : public TimeLimit {
    bool passed() const override { return true; }
  };
  const Over over;
  RuleFixture f;
  f.files.texts["/home/greg/d"] = "hewgill.com\n";
  f.load("mynetworks 192.0.2.0/24\ndomains d from \"d\"\n");
  f.limit = &over;
  const Truth truth = f.test("helo in d", worm());
  EXPECT_EQ('U', letter(truth));
  EXPECT_TRUE(truth.temporary);
}

TEST(Condition, DepthOfBracketsIsBounded) {
  RuleFixture f(kLists);
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '(') + "stranger" + std::string(static_cast<size_t>(depth), ')');
  };
  EXPECT_EQ('T', letter(f.test(nested(kMaxExprDepth - 1), worm())));
  EXPECT_EQ('E', letter(f.test(nested(kMaxExprDepth + 1), worm())));
  std::string nots;
  for (int i = 0; i < 100'000; ++i) nots += "not ";
  EXPECT_EQ('E', letter(f.test(nots + "stranger", worm())));
}

/// Returns `count` tests, each with `brackets` brackets around the next one, and a rule.
std::string tests_in_brackets(int count, int brackets, bool forward) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const int number = forward ? i : count - 1 - i;
    const std::string next = number + 1 < count ? "t" + std::to_string(number + 1) : "stranger";
    text += "test t" + std::to_string(number) + " = ";
    for (int k = 0; k < brackets; ++k) text += "(helo is me and ";
    text += next + std::string(static_cast<size_t>(brackets), ')') + "\n";
  }
  return text + "match t0 then junk\n";
}

// The brackets of all tests that name each other count together, because judging recurses through them.
TEST(Condition, BracketsOverTestsAreBounded) {
  for (const bool forward : {true, false}) {
    RuleFixture good(tests_in_brackets(10, kMaxExprDepth / 10 - 2, forward));
    EXPECT_TRUE(good.rules.diagnostics.empty()) << diagnostics_text(good.rules.diagnostics);
    RuleFixture deep(tests_in_brackets(kMaxTestDepth - 1, kMaxExprDepth - 1, forward));
    ASSERT_FALSE(deep.rules.diagnostics.empty());
    EXPECT_NE(std::string::npos, deep.rules.diagnostics[0].error.text.find("more than 200 brackets and nots deep"))
        << deep.rules.diagnostics[0].error.text;
  }
}

// A threshold is also a second one if the first is in an included file.
TEST(Condition, ASecondThresholdInAnotherFile) {
  RuleFixture f;
  f.files.texts["/home/greg/more"] = "at score 8 then discard\n";
  f.load("include \"more\"\nat score 8 then junk\n");
  ASSERT_EQ(1u, f.rules.diagnostics.size()) << diagnostics_text(f.rules.diagnostics);
  EXPECT_NE(std::string::npos, f.rules.diagnostics[0].error.text.find("in another file"))
      << f.rules.diagnostics[0].error.text;
}

TEST(Condition, DepthAndWeightOfTestsIsBounded) {
  std::string chain = "test t0 = stranger\n";
  for (int i = 1; i <= kMaxTestDepth; ++i) {
    chain += "test t" + std::to_string(i) + " = t" + std::to_string(i - 1) + "\n";
  }
  RuleFixture deep(chain);
  ASSERT_EQ(1u, deep.rules.diagnostics.size()) << diagnostics_text(deep.rules.diagnostics);
  EXPECT_EQ("`t50` is more than 50 tests deep", deep.rules.diagnostics[0].error.text);

  std::string wide = "test t0 = stranger\n";
  for (size_t i = 1; (size_t{1} << (i - 1)) < kMaxTestWeight; ++i) {
    const std::string below = "t" + std::to_string(i - 1);
    wide += "test t" + std::to_string(i) + " = " + below + " or " + below + "\n";
  }
  RuleFixture heavy(wide);
  ASSERT_FALSE(heavy.rules.diagnostics.empty());
  EXPECT_EQ("the test `t12` names too many tests", heavy.rules.diagnostics[0].error.text);
}

TEST(Condition, LengthOfARegexIsBounded) {
  RuleFixture f(kLists);
  EXPECT_EQ('F', letter(f.test("subject matches /" + std::string(kMaxRegexBytes, 'x') + "/", worm())));
  EXPECT_EQ('E', letter(f.test("subject matches /" + std::string(kMaxRegexBytes + 1, 'x') + "/", worm())));
}

TEST(Condition, AFaultyTestIsUnknownAndSaidOnce) {
  RuleFixture f("test bad = foo\nmatch bad then junk\n");
  EXPECT_EQ(1u, f.rules.diagnostics.size()) << diagnostics_text(f.rules.diagnostics);
}

}  // namespace
}  // namespace hfilter
