// SPDX-License-Identifier: BSD-2-Clause
//
// What a condition is where something is missing: each row of the list in hfilterrc(5), "Unknown conditions", through
// the parser, the judge and the facts. A row of the manual without a row here fails, and the other way round.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/limits.h"
#include "probes/dns_probe.h"
#include "unit/facts/sample.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Case {
  const char* situation;  // as the manual has it
  const char* expr;
  Given given;
  char want;
};

Given with_part(const Given& given, const std::string& part) {
  return given.headed("Content-Type: multipart/mixed; boundary=b\n").with([&](Given& x) {
    x.body = "--b\n" + part + "\n--b--\n";
  });
}

Given bounce(const Given& given, const std::string& returned) {
  return given.headed("From: MAILER-DAEMON@example.com\nSubject: failure notice\n").with([&](Given& x) {
    x.envelope.sender = "";
    x.body = "Hi. This is the qmail-send program at mx.example.com.\n\n" + returned;
  });
}

Given returned_by(const Given& given, const std::string& client) {
  return bounce(given, "Received: from x (unknown [" + client +
                           "])\n\tby mx.example.com (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 16:00:00 +0000\n"
                           "From: greg@hewgill.com\nSubject: hello\n\n");
}

void connection_cases(const char* situation, const Given& given, std::vector<Case>& cases) {
  for (const char* expr :
       {"client in 203.0.113.0/24", "client is private", "helo is mail.example.com", "helo in mydomains",
        "helo is missing", "rdns is mail.example.com", "rdns is missing", "by is mx.hewgill.net", "protocol is esmtps",
        "encrypted", "spf is pass", "spf helo is pass", "via myscanners", "client listed in \"bl.example\""}) {
    cases.push_back({situation, expr, given, 'U'});
  }
}

std::vector<Case> cases() {
  const Given s = Given().sender("bob@example.org");
  const char* yours = "mail that is yours";
  const char* unclear = "a border line that is ambiguous or unreadable";
  const char* silent = "DNS that does not answer, or is off, or took too long";
  const char* temp = "spf is temperror";
  const char* definite = "spf is permerror or none";
  const char* absent = "a header field that is not there";
  const char* date = "a date that is missing or cannot be read";
  const char* archive = "an attachment that is encrypted or broken, or whose content is not opened";
  const char* unsure = "backscatter that cannot be determined";
  const char* beyond = "a message beyond the limits of what is read";
  const char* undecoded = "text in a character set that is not decoded";
  const char* list = "a list file that is missing, malformed or empty";
  std::vector<Case> all;
  connection_cases(yours, s.yours(), all);
  connection_cases(unclear, s.ambiguous(), all);
  connection_cases(unclear, s.border(BorderState::kUnreadable), all);
  for (const DnsStatus status : {DnsStatus::kFailed, DnsStatus::kOff}) {
    const Given failing = s.no_dns(status);
    for (const char* expr : {"spf is pass", "spf is not pass", "spf helo is fail", "rdns is missing",
                             "rdns is mismatched", "helo is unresolvable", "helo is mismatched",
                             "client listed in \"bl.example\"", "client in 10.0.0.0/8 or spf is fail"}) {
      all.push_back({silent, expr, failing, 'U'});
    }
    all.push_back({silent, "spf is temperror", failing, 'T'});
    all.push_back({silent, "spf helo is temperror", failing, 'T'});
    all.push_back({silent, "rdns is trouble", failing, 'T'});
    all.push_back({silent, "spf is fail and client in 10.0.0.0/8", failing, 'F'});
    all.push_back({silent, "helo is mail.example.com", failing, 'T'});
  }
  const Given temperror = s.dns("FAIL example.org\nFAIL mail.example.com");
  for (const char* word : {"pass", "fail", "softfail", "neutral", "none", "permerror"}) {
    static std::set<std::string> texts;
    all.push_back({temp, texts.insert(std::string("spf is ") + word).first->c_str(), temperror, 'U'});
    all.push_back({temp, texts.insert(std::string("spf is not ") + word).first->c_str(), temperror, 'U'});
    all.push_back({temp, texts.insert(std::string("spf helo is ") + word).first->c_str(), temperror, 'U'});
  }
  all.insert(all.end(), {
                            {temp, "spf is temperror", temperror, 'T'},
                            {temp, "spf is temperror", s.dns("TXT example.org v=spf1 -all"), 'F'},
                            {temp, "not spf is pass", temperror, 'U'},
                            {definite, "spf is permerror", s.dns("TXT example.org v=spf1 nonsense"), 'T'},
                            {definite, "spf is fail", s.dns("TXT example.org v=spf1 nonsense"), 'F'},
                            {definite, "spf is not pass", s.dns("TXT example.org v=spf1 nonsense"), 'T'},
                            {definite, "spf is temperror", s.dns("TXT example.org v=spf1 nonsense"), 'F'},
                            {definite, "spf is none", s, 'T'},
                            {definite, "spf is fail", s, 'F'},
                            {definite, "spf is not pass", s, 'T'},
                            {definite, "spf helo is not pass", s, 'T'},
                            {absent, "subject contains \"x\"", s, 'F'},
                            {absent, "subject not contains \"x\"", s, 'T'},
                            {absent, "subject is \"x\"", s, 'F'},
                            {absent, "subject matches /./", s, 'F'},
                            {absent, "subject is missing", s, 'T'},
                            {absent, "subject is empty", s, 'F'},
                            {absent, "header \"X-A\" begins with \"x\"", s, 'F'},
                            {absent, "header \"X-A\" is missing", s, 'T'},
                            {absent, "header \"X-A\" is not missing", s, 'F'},
                            {absent, "list-id is missing", s, 'T'},
                            {absent, "from in mylists", s, 'F'},
                            {absent, "from is missing", s, 'T'},
                            {absent, "message-id is missing", s, 'T'},
                            {date, "date > 2000-01-01", s, 'F'},
                            {date, "date < 2030-01-01", s, 'F'},
                            {date, "age > 1s", s, 'F'},
                            {date, "date is missing", s, 'T'},
                            {date, "date is malformed", s, 'F'},
                            {date, "date > 2000-01-01", s.headed("Date: yesterday\n"), 'F'},
                            {date, "date < 2030-01-01", s.headed("Date: yesterday\n"), 'F'},
                            {date, "date is malformed", s.headed("Date: yesterday\n"), 'T'},
                            {date, "date is missing", s.headed("Date: yesterday\n"), 'F'},
                            {date, "date is not malformed", s.headed("Date: Wed, 24 Mar 2004 16:00:00 +0000\n"), 'T'},
                        });
  const std::string zip =
      "Content-Type: application/zip; name=a.zip\nContent-Disposition: attachment; filename=a.zip\n\nPK\x03\x04 broken";
  const std::string pif = "Content-Type: application/octet-stream; name=x.pif\n\nx\n--b\n";
  all.insert(all.end(), {
                            {archive, "attachment is executable", with_part(s, zip), 'U'},
                            {archive, "not attachment is executable", with_part(s, zip), 'U'},
                            {archive, "any attachment (is executable and size < 1M)", with_part(s, zip), 'U'},
                            {archive, "attachment is executable", with_part(s, pif + zip), 'T'},
                            {archive, "attachment is archive", with_part(s, zip), 'T'},
                            {archive, "attachment is unchecked", with_part(s, zip), 'T'},
                            {unsure, "backscatter", s, 'F'},
                            {unsure, "backscatter", bounce(s, "").yours(), 'F'},
                            {unsure, "backscatter", bounce(s, "").client("192.0.2.10"), 'F'},
                            {unsure, "backscatter", bounce(s, ""), 'U'},
                            {unsure, "not backscatter", bounce(s, ""), 'U'},
                            {unsure, "backscatter", returned_by(s, "nonsense"), 'U'},
                            {unsure, "backscatter", returned_by(s, "198.51.100.7"), 'T'},
                            {unsure, "backscatter", returned_by(s, "192.0.2.10"), 'F'},
                            {unsure, "backscatter", returned_by(s, "198.51.100.7").dns("FAIL hewgill.com"), 'U'},
                            {beyond, "subject contains \"x\"", s.cut(), 'U'},
                            {beyond, "subject is missing", s.cut(), 'U'},
                            {beyond, "hops < 3", s.headed("Subject: x\n").cut(), 'U'},
                            {beyond, "subject contains \"x\"", s.headed("Subject: x\n").cut(), 'T'},
                            {beyond, "attachment is executable", s.headed("Subject: x\n").cut(), 'F'},
                            {beyond, "header \"X-A\" is missing", s.headed("Subject: x\n").cut(), 'U'},
                            {list, "client in gone", s, 'U'},
                            {list, "client not in gone", s, 'U'},
                            {list, "client in bad", s, 'U'},
                            {list, "client in void", s, 'U'},
                            {list, "not client in void", s, 'U'},
                            {list, "client in none", s, 'F'},
                        });
  std::string parts;
  for (size_t i = 0; i <= kMaxMimeParts; ++i) parts += "Content-Type: text/plain\n\nx\n--b\n";
  all.push_back({beyond, "attachment is executable", with_part(s, parts), 'U'});
  all.push_back({beyond, "attachment is unchecked", with_part(s, parts), 'T'});
  all.push_back({beyond, "mime is too-large", with_part(s, parts), 'T'});
  all.push_back({beyond, "mime is malformed", with_part(s, parts), 'F'});
  all.push_back({beyond, "attachment is executable", with_part(s, pif + parts), 'T'});
  all.push_back({beyond, "body contains \"x\"", with_part(s, parts), 'T'});
  all.push_back({beyond, "body contains \"y\"", with_part(s, parts), 'U'});
  all.push_back({undecoded, "body contains \"buy\"",
                 with_part(s, "Content-Type: text/plain; charset=x-unknown\n\n\xD0 buy"), 'T'});
  all.push_back({undecoded, "body contains \"sell\"",
                 with_part(s, "Content-Type: text/plain; charset=x-unknown\n\n\xD0 buy"), 'U'});
  all.push_back({beyond, "not any attachment (name is \"a\")", with_part(s, parts), 'U'});
  return all;
}

RuleFixture rules() {
  RuleFixture f;
  f.files.texts["/l/bad"] = "10.0.0.0/8\nnonsense\n";
  f.files.texts["/l/void"] = "# nothing yet\n";
  f.load(
      "mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts mx.hewgill.net\nmyscanners 192.0.2.25\n"
      "myrelays 192.0.2.10\nmylists talk@hewgill.com\n"
      "networks gone from \"/l/gone\"\nnetworks bad from \"/l/bad\"\nnetworks void from \"/l/void\"\n"
      "networks none = ()\n");
  return f;
}

TEST(EvaluationTable, EachRowOfTheManual) {
  RuleFixture f = rules();
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  for (const Case& c : cases()) {
    const ParsedExpr parsed = parse_expression(c.expr, f.rules);
    ASSERT_TRUE(parsed.expr) << c.expr << diagnostics_text(parsed.diagnostics);
    Sample sample(c.given);
    const Truth got = evaluate_expression(*parsed.expr, f.rules, sample.facts());
    const char value = got.is_true() ? 'T' : got.is_false() ? 'F' : 'U';
    EXPECT_EQ(c.want, value) << c.situation << ": " << c.expr << ": " << got.why;
    EXPECT_TRUE(value != 'U' || !got.why.empty()) << c.expr << " is unknown without a reason";
    // What is unknown is not true when it is turned round, and `possibly` and `surely` know.
    const auto around = [&](const char* word) {
      const std::string text = std::string(word) + " (" + c.expr + ")";
      const ParsedExpr turned = parse_expression(text, f.rules);
      const Truth truth = evaluate_expression(*turned.expr, f.rules, sample.facts());
      return truth.is_true() ? 'T' : truth.is_false() ? 'F' : 'U';
    };
    EXPECT_EQ(c.want == 'T' ? 'F' : c.want == 'F' ? 'T' : 'U', around("not")) << c.expr;
    EXPECT_EQ(c.want == 'F' ? 'F' : 'T', around("possibly")) << c.expr;
    EXPECT_EQ(c.want == 'T' ? 'T' : 'F', around("surely")) << c.expr;
  }
}

constexpr char kScored[] = "a rule above that is unknown and would give a score";
constexpr char kGivesTag[] = "a rule above that is unknown and would give a tag";

struct UndecidedCase {
  const char* situation;  // as the manual has it
  const char* name;
  const char* rules;  // `u` is unknown
  const char* want;   // the tags, the verdict, and `?` for each threshold that is unknown
};

constexpr UndecidedCase kUndecided[] = {
    {kScored, "a threshold that nothing can move below",
     "match stranger then score 8\nmatch u then score -4\nat score 4 then junk\n", "junk"},
    {kScored, "one that a negative score could",
     "match stranger then score 5\nmatch u then score -4\nat score 4 then junk\n", "accept ?"},
    {kScored, "one that a positive score could reach",
     "match stranger then score 3\nmatch u then score 4\nat score 4 then junk\n", "accept ?"},
    {kScored, "one beyond all of them", "match stranger then score 3\nmatch u then score 4\nat score 8 then junk\n",
     "accept"},
    {kScored, "both ways",
     "match stranger then score 4\nmatch u then score -1\nmatch u then score 4\nat score 4 then junk\n", "accept ?"},
    {kScored, "the sum of one rule counts",
     "match stranger then score 4\nmatch u then score -1, score 2\nat score 4 then junk\n", "junk"},
    {kScored, "a lower one that is certain acts",
     "match stranger then score 5\nmatch u then score 4\nat score 8 then discard\nat score 4 then junk\n", "junk ?"},
    {kScored, "a trial does not count",
     "match stranger then score 5\ntrial match u then score -4\nat score 4 then junk\n", "junk"},
    {kScored, "nor a rule out of force",
     "match stranger then score 5\nmatch u then score -4 until 2025-12-31\nat score 4 then junk\n", "junk"},
    {kScored, "nor one that is not reached",
     "match stranger then junk\nmatch u then score -4\nat score 4 then discard\n", "junk"},
    {kScored, "score is known", "match u then score 4\nmatch score < 5 then tag x\n", "x accept"},
    {kScored, "score is known above", "match stranger then score 3\nmatch u then score 4\nmatch score >= 3 then junk\n",
     "junk"},
    {kScored, "score is unknown", "match u then score 4\nmatch score >= 4 then junk\n", "accept"},
    {kScored, "so is its opposite", "match u then score 4\nmatch not score >= 4 then junk\n", "accept"},
    {kScored, "score in a range", "match u then score 4\nmatch score 0..4 then junk\n", "junk"},
    {kScored, "surely", "match u then score 4\nmatch not surely (score >= 4) then junk\n", "junk"},

    {kGivesTag, "a tag that was given", "match u then tag x\nmatch stranger then tag x\nmatch tagged x then junk\n",
     "x junk"},
    {kGivesTag, "a tag that is undecided", "match u then tag x\nmatch tagged x then junk\n", "accept"},
    {kGivesTag, "its opposite is, too", "match u then tag x\nmatch not tagged x then junk\n", "accept"},
    {kGivesTag, "surely not", "match u then tag x\nmatch not surely (tagged x) then junk\n", "junk"},
    {kGivesTag, "a tag of a trial is false", "trial match u then tag x\nmatch not tagged x then junk\n", "junk"},
    {kGivesTag, "a tag that only a later rule gives is false", "match not tagged x then junk\nmatch u then tag x\n",
     "junk"},
};

/// Scores, thresholds and tags beside a rule that is undecided.
TEST(EvaluationTable, WhatUndecidedRulesCouldMove) {
  for (const UndecidedCase& c : kUndecided) {
    RuleFixture f("mynetworks 192.0.2.0/24\nnetworks gone from \"/l/gone\"\ntest u = client in gone\n" +
                  std::string(c.rules));
    ASSERT_TRUE(f.rules.diagnostics.empty()) << c.name << diagnostics_text(f.rules.diagnostics);
    const Verdict verdict = f.judge(postfix_line("a.example", "a.example", "203.0.113.9"));
    std::string got;
    for (const std::string& tag : verdict.tags) got += tag + " ";
    got += action_name(verdict.action);
    for (const RuleReport& rule : verdict.rules) {
      const bool undecided = rule.rule->kind == Rule::Kind::kThreshold && rule.result == RuleResult::kUnknown;
      EXPECT_EQ(undecided, !rule.moved_by.empty()) << c.name;
      if (undecided) got += " ?";
    }
    EXPECT_EQ(got, c.want) << c.name;
  }
}

TEST(EvaluationTable, IsThatOfTheManual) {
  std::ifstream in("src/man/hfilterrc.5");
  std::stringstream page;
  page << in.rdbuf();
  std::string text = page.str();
  text = text.substr(text.find("Where something is missing:"));
  text = text.substr(0, text.find("\n.El"));
  std::set<std::string> manual;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 4, ".It ") == 0) manual.insert(line.substr(4));
  }
  std::set<std::string> here;
  for (const Case& c : cases()) here.insert(c.situation);
  for (const UndecidedCase& c : kUndecided) here.insert(c.situation);
  EXPECT_EQ(manual, here);
}

struct Joined {
  const char* expr;
  char want;
};

// t true, f false, u unknown: the whole of Kleene's tables.
const Joined kKleene[] = {
    {"t and t", 'T'},       {"t and f", 'F'},     {"t and u", 'U'},        {"f and t", 'F'},
    {"f and f", 'F'},       {"f and u", 'F'},     {"u and t", 'U'},        {"u and f", 'F'},
    {"u and u", 'U'},       {"t or t", 'T'},      {"t or f", 'T'},         {"t or u", 'T'},
    {"f or t", 'T'},        {"f or f", 'F'},      {"f or u", 'U'},         {"u or t", 'T'},
    {"u or f", 'U'},        {"u or u", 'U'},      {"not t", 'F'},          {"not f", 'T'},
    {"not u", 'U'},         {"possibly t", 'T'},  {"possibly f", 'F'},     {"possibly u", 'T'},
    {"surely t", 'T'},      {"surely f", 'F'},    {"surely u", 'F'},       {"t and t and u", 'U'},
    {"t and u and f", 'F'}, {"f or u or t", 'T'}, {"not possibly u", 'F'}, {"possibly not u", 'T'},
    {"not surely u", 'T'},
};

TEST(EvaluationTable, AndOrNotPossiblySurely) {
  const Given given;
  const auto value = [&](RuleFixture& f, const std::string& expr) {
    const ParsedExpr parsed = parse_expression(expr, f.rules);
    EXPECT_TRUE(parsed.expr) << expr;
    Sample sample(given);
    const Truth got = evaluate_expression(*parsed.expr, f.rules, sample.facts());
    return got.is_true() ? 'T' : got.is_false() ? 'F' : 'U';
  };
  RuleFixture f;
  f.load("networks gone from \"/l/gone\"\ntest t = stranger\ntest f = local\ntest u = client in gone\n");
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  for (const Joined& row : kKleene) EXPECT_EQ(row.want, value(f, row.expr)) << row.expr;
}

// `A unless B` is `A and not B`: an exception that is unsure protects.
TEST(EvaluationTable, Unless) {
  const char values[] = {'t', 'f', 'u'};
  for (const char a : values) {
    for (const char b : values) {
      RuleFixture f(std::string("mynetworks 192.0.2.0/24\nnetworks gone from \"/l/gone\"\ntest t = stranger\n"
                                "test f = local\ntest u = client in gone\nx: match ") +
                    a + " unless " + b + " then junk\n");
      const Verdict got = f.judge(postfix_line("a.example", "a.example", "203.0.113.9"));
      EXPECT_EQ(a == 't' && b == 'f', got.action == Action::kJunk) << a << " unless " << b;
    }
  }
}

}  // namespace
}  // namespace hfilter
