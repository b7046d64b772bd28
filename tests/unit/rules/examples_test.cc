// SPDX-License-Identifier: BSD-2-Clause
//
// The rule files of examples/ and those in hfilterrc(5) are parsed, checked and judged: no manual can be wrong.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "lint/lint.h"
#include "unit/rules/rule_fixture.h"
#include "unit/rules/shown_texts.h"

namespace hfilter {
namespace {

RuleFixture example(const std::string& name) {
  RuleFixture f;
  f.files.texts["/etc/hfilter/domains"] = "it.example\nshop.example\n";
  f.files.texts["/etc/hfilter/direct-nets"] = "198.51.100.0/24\n";
  f.files.texts["/etc/hfilter/members"] = "anna@example.org\n@club.example\n";
  f.load(read_text("examples/" + name));
  return f;
}

std::string from(const std::string& helo, const std::string& rdns, const std::string& ip, const std::string& by) {
  return postfix_line(helo, rdns, ip, by);
}

struct Case {
  const char* file;
  const char* name;
  std::string message;
  const char* want;  // the verdict and its rule
};

std::vector<Case> cases() {
  const std::string worm = from("hewgill.com", "unknown", "200.150.100.50", "occam.hewgill.net");
  const std::string scanner = from("scanner.example.net", "scanner.example.net", "192.0.2.25", "occam.hewgill.net");
  const std::string good = from("mx.example.org", "mx.example.org", "203.0.113.9", "scanner.example.net");
  const std::string direct = from("mx.example.org", "mx.example.org", "203.0.113.9", "mx1.hosting.example");
  const std::string behind = from("a", "scan1.hosting.example", "192.0.2.10", "mx1.hosting.example");
  const std::string backup = from("backup.friend.example", "backup.friend.example", "203.0.113.25", "mx.hewgill.net");
  const std::string at_backup = from("mx.example.org", "mx.example.org", "203.0.113.9", "backup.friend.example");
  const std::string cloud = from("out7.scanner.example", "out7.scanner.example", "198.51.100.7", "mx.hewgill.net");
  const std::string at_cloud = from("mx.example.org", "mx.example.org", "203.0.113.9", "mx.scanner.example");
  const std::string shop = from("mx.example.org", "mx.example.org", "203.0.113.9", "mail.shop.example");
  const std::string club = from("mx.example.org", "mx.example.org", "203.0.113.9", "mail.club.example");
  const std::string pickup =
      "Received: by mail.club.example (Postfix, from userid 33)\n\tid 4Bxyz1Zz9; Wed, 31 Dec 2025 23:00:00 +0000 "
      "(UTC)\n";
  const std::string proxy = from("mx.example.org", "unknown", "172.17.0.1", "mx.hewgill.net");
  return {
      {"hfilterrc.personal", "the worm", worm, "junk own-helo"},
      {"hfilterrc.personal", "through the scanner", scanner + good, "accept otherwise"},
      {"hfilterrc.personal", "the worm through the scanner",
       scanner + from("hewgill.net", "unknown", "200.150.100.50", "scanner.example.net"), "junk own-helo"},
      {"hfilterrc.personal", "past the scanner is only counted",
       from("mx.example.org", "mx.example.org", "203.0.113.9", "occam.hewgill.net"), "accept otherwise"},
      {"hfilterrc.personal", "a bad HELO alone is little",
       from("friend", "mx.example.org", "203.0.113.9", "occam.hewgill.net"), "accept otherwise"},
      {"hfilterrc.server", "through the scanner",
       behind + from("mx.example.org", "mx.example.org", "203.0.113.9", "scan1.hosting.example"), "accept "},
      {"hfilterrc.server", "directly", direct, "accept "},
      {"hfilterrc.server", "directly, from a dial-up name",
       from("x.example.org", "203-0-113-9.dsl.example.org", "203.0.113.9", "mx1.hosting.example"), "junk direct-bad"},
      {"hfilterrc.server", "the same by a partner",
       from("x.example.org", "198-51-100-9.dsl.example.org", "198.51.100.9", "mx1.hosting.example"), "accept "},
      {"hfilterrc.backup-mx", "by the backup", backup + at_backup, "accept "},
      {"hfilterrc.backup-mx", "my name, by the backup",
       backup + from("hewgill.com", "unknown", "200.150.100.50", "backup.friend.example"), "junk own-helo"},
      {"hfilterrc.backup-mx", "a pest at the backup",
       backup + from("friend", "unknown", "200.150.100.50", "backup.friend.example"), "junk backup-first"},
      {"hfilterrc.backup-mx", "the same at my own MX", from("friend", "unknown", "200.150.100.50", "mx.hewgill.net"),
       "accept "},
      {"hfilterrc.webmail", "our name from outside", shop + "From: x@shop.example\n", "junk forged"},
      {"hfilterrc.webmail", "a loop",
       []() {
         std::string text;
         for (int i = 0; i < 31; ++i) {
           text += from("mail.shop.example", "mail.shop.example", "192.0.2.5", "mail.shop.example");
         }
         return text;
       }(),
       "junk loop"},
      {"hfilterrc.webmail", "an answer", shop + "Return-Path: <>\nAuto-Submitted: auto-replied\n", "accept "},
      {"hfilterrc.cloud-scanner", "scanned", cloud + "X-Scanner-Customer: hewgill-4711\n" + at_cloud, "accept "},
      {"hfilterrc.cloud-scanner", "another customer", cloud + "X-Scanner-Customer: other-1\n" + at_cloud,
       "junk not-ours"},
      {"hfilterrc.cloud-scanner", "another customer, and the sender wrote ours",
       cloud + "X-Scanner-Customer: other-1\n" + at_cloud + "X-Scanner-Customer: hewgill-4711\n", "junk not-ours"},
      {"hfilterrc.cloud-scanner", "past it", from("mx.example.org", "mx.example.org", "203.0.113.9", "mx.hewgill.net"),
       "junk not-scanned"},
      {"hfilterrc.cloud-scanner", "found",
       cloud + "X-Scanner-Customer: hewgill-4711\nX-Scanner-Result: Spam 9.1\n" + at_cloud, "junk found"},
      {"hfilterrc.cloud-scanner", "my own mail",
       from("pc.hewgill.net", "pc.hewgill.net", "192.0.2.77", "mx.hewgill.net"), "accept "},
      {"hfilterrc.mailing-list", "a member", club + "From: anna@example.org\nTo: talk@club.example\n", "accept "},
      {"hfilterrc.mailing-list", "an outsider", club + "From: carl@example.net\nTo: talk@club.example\n",
       "deliver outsiders"},
      {"hfilterrc.mailing-list", "our own list comes back", pickup + "List-Id: <talk.club.example>\n",
       "accept own-lists"},
      {"hfilterrc.mailing-list", "it shouts", club + "List-Id: <x.example>\nSubject: WHY DOES NOBODY ANSWER ME\n",
       "accept "},
      {"hfilterrc.mailing-list", "a partner's list",
       from("lists.partner.example", "lists.partner.example", "203.0.113.9", "mail.club.example") +
           "List-Id: <y.partner.example>\n",
       "deliver their-lists"},
      {"hfilterrc.pop", "old mail",
       from("mx.example.org", "mx.example.org", "203.0.113.9", "mx.mail.provider.example") +
           "Date: Wed, 1 Jan 2025 00:00:00 +0000\nTo: greg@hewgill.com\n",
       "deliver old"},
      {"hfilterrc.pop", "tagged and blind",
       from("mx.example.org", "mx.example.org", "203.0.113.9", "mx.mail.provider.example") +
           "X-Provider-Spam: YES, 12\nTo: you@example.com\n",
       "junk at score 5"},
      {"hfilterrc.nat", "the proxy is a stranger", proxy, "accept "},
      {"hfilterrc.nat", "who says my name", from("hewgill.com", "unknown", "172.17.0.1", "mx.hewgill.net"),
       "junk own-helo"},
      {"hfilterrc.nat", "a pest", from("a.example", "unknown", "2001:db8:bad::1", "mx.hewgill.net"), "junk pest"},
  };
}

TEST(Examples, AreParsedWithoutAnyDiagnostic) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("examples")) {
    const std::string name = entry.path().filename();
    if (name.compare(0, 10, "hfilterrc.") != 0) continue;
    ++files;
    const RuleFixture f = example(name);
    EXPECT_TRUE(f.rules.diagnostics.empty()) << name << "\n" << diagnostics_text(f.rules.diagnostics);
    EXPECT_FALSE(f.rules.rules.empty()) << name;
    const std::vector<Diagnostic> lint = lint_rules(f.rules);
    EXPECT_TRUE(lint.empty()) << name << "\n" << diagnostics_text(lint);
  }
  EXPECT_LE(8, files);
}

TEST(Examples, JudgeAsTheySay) {
  for (const Case& c : cases()) {
    RuleFixture f = example(c.file);
    const Verdict got = f.judge(c.message);
    std::string why;
    for (const RuleReport& r : got.rules) why += "\n  " + r.name + ": " + rule_result_name(r.result) + " " + r.why;
    EXPECT_EQ(c.want, std::string(action_name(got.action)) + " " + got.rule) << c.file << ": " << c.name << why;
  }
}

TEST(Examples, OfTheManualAreParsed) {
  const std::vector<std::string> all = displays("src/man/hfilterrc.5");
  EXPECT_LE(5u, all.size());
  for (const std::string& text : all) {
    RuleFixture f(text);
    EXPECT_TRUE(f.rules.diagnostics.empty()) << text << "\n" << diagnostics_text(f.rules.diagnostics);
  }
}

/// The conditions and statements in the running text: `.Li from domain is sender domain , helo is not by .`
std::vector<std::string> inline_examples() {
  std::vector<std::string> all;
  std::istringstream lines(read_text("src/man/hfilterrc.5"));
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 4, ".Pq ") == 0) line.erase(1, 3);
    if (line.compare(0, 4, ".Li ") != 0) continue;
    line = line.substr(4) + " ,";
    for (size_t end = line.find_first_of(",;."); end != line.npos; end = line.find_first_of(",;.", end + 1)) {
      if (end == 0 || line[end - 1] != ' ' || (end + 1 < line.size() && line[end + 1] != ' ')) continue;
      if (end > 1) all.push_back(line.substr(0, end - 1));
      line.erase(0, end + 2 < line.size() ? end + 2 : line.size());
      end = 0;
    }
  }
  return all;
}

TEST(Examples, InTheRunningTextOfTheManualAreOfTheLanguage) {
  int tried = 0;
  for (std::string text : inline_examples()) {
    const bool statement = text.compare(0, 2, "my") == 0;
    const bool negated = text.compare(0, 4, "not ") == 0;
    const std::string fact = text.substr(negated ? 4 : 0, text.find(' ', negated ? 4 : 0) - (negated ? 4 : 0));
    if (!statement && fact != "any" && find_fact(fact) == nullptr) continue;  // a value, a pattern, a part
    if (text.find("...") != text.npos) continue;
    if (text.size() > 4 && text.substr(text.size() - 4) == " and") text.resize(text.size() - 4);
    ++tried;
    RuleFixture f("mydomains hewgill.com\n" + (statement ? text : "test t = " + text) + "\n");
    EXPECT_TRUE(f.rules.diagnostics.empty()) << text << "\n" << diagnostics_text(f.rules.diagnostics);
  }
  EXPECT_LE(15, tried);
}

/// The display of hfilterrc(5) in which `sign` stands.
std::string display_with(const std::string& sign) {
  for (const std::string& text : displays("src/man/hfilterrc.5")) {
    if (text.find(sign) != text.npos) return text;
  }
  return {};
}

// hfilterrc(5), RECIPES: what a user may decide otherwise than the site, and what not.
TEST(Examples, AUsersExceptionToTheSitesRules) {
  const std::string site = display_with("no-name:");
  const std::string user = display_with("lax:");
  const std::string no_name = from("mx.example.org", "unknown", "203.0.113.9", "mx.hewgill.net");
  const struct {
    const char* name;
    std::string user;
    const char* recipient;
    const char* want;
  } rows[] = {
      {"the site decides", "", "greg@hewgill.com", "junk at score 4"},
      {"the user takes the score back", user, "lists@hewgill.com", "accept "},
      {"not for other mail", user, "greg@hewgill.com", "junk at score 4"},
      {"the user's thresholds replace the site's", "at score 5 then junk\n", "greg@hewgill.com", "accept "},
      {"a verdict is before thresholds", "match tagged no-name then accept\n", "greg@hewgill.com", "accept rule 1"},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts[kSiteRc] = site;
    f.load(row.user);
    ASSERT_TRUE(f.rules.diagnostics.empty()) << row.name << diagnostics_text(f.rules.diagnostics);
    const std::vector<Diagnostic> lint = lint_rules(f.rules);
    EXPECT_TRUE(row.user != user || lint.empty()) << diagnostics_text(lint);
    Envelope envelope;
    envelope.recipient = row.recipient;
    const Verdict got = f.judge(no_name, envelope);
    EXPECT_EQ(row.want, std::string(action_name(got.action)) + " " + got.rule) << row.name;
  }
}

TEST(Examples, PastTheScannerAndAnAnswerElsewhere) {
  const std::string cloud = from("out7.scanner.example", "out7.scanner.example", "198.51.100.7", "mx.hewgill.net");
  const std::string inside = from("mx.example.org", "mx.example.org", "203.0.113.9", "mx.scanner.example");
  const auto customer = [](const char* name) { return "X-Scanner-Customer: " + std::string(name) + "\n"; };
  RuleFixture f(display_with("acme-4711"));
  EXPECT_TRUE(f.test("scanned", cloud + customer("acme-4711") + inside).is_true());
  EXPECT_TRUE(f.test("scanned", cloud + customer("other") + inside + customer("acme-4711")).is_false());
  EXPECT_TRUE(f.test("scanned", cloud + inside + customer("acme-4711")).is_false());
  EXPECT_TRUE(f.test("scanned", inside + customer("acme-4711")).is_false());
  f.load(display_with("astray:"));
  const std::string from_bob = inside + "From: bob@example.com\n";
  EXPECT_EQ(2, f.judge(from_bob + "Reply-To: x@elsewhere.example\n").score);
  EXPECT_EQ(0, f.judge(from_bob + "Reply-To: alice@EXAMPLE.com\n").score);
  EXPECT_EQ(0, f.judge(from_bob).score);
  EXPECT_EQ(0, f.judge(from_bob + "Reply-To: x@elsewhere.example\nList-Id: <a.example>\n").score);
}

TEST(Examples, OfTheRegistryAreConditions) {
  RuleFixture f(
      "mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyscanners 192.0.2.25\nmyhosts a.example\nmyaddresses "
      "a@b.example\nmyrelays a.example\n"
      "mydomains hewgill.net\n");
  for (const FactDef& fact : all_facts()) {
    for (const char* text : fact.manual.examples) {
      const ParsedExpr parsed = parse_expression(text, f.rules);
      EXPECT_TRUE(parsed.expr != nullptr) << fact.name << "\n" << diagnostics_text(parsed.diagnostics);
    }
  }
  for (const SyntaxDef& syntax : all_syntax()) {
    for (const char* text : syntax.manual.examples) {
      const ParsedExpr parsed = parse_expression(text, f.rules);
      EXPECT_TRUE(parsed.expr != nullptr) << syntax.name << "\n" << diagnostics_text(parsed.diagnostics);
    }
  }
}

}  // namespace
}  // namespace hfilter
