// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/result_headers.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "config.h"

namespace hfilter {
namespace {

constexpr char kPlain[] = "Received: from a\nSubject: hello\n\n";

Verdict own_helo() {
  Verdict v;
  v.action = v.rule_action = Action::kJunk;
  v.rule = "own-helo";
  v.file = "/home/bob/.hfilterrc";
  v.line = 12;
  v.text = "said HELO with my own name";
  v.score = 7;
  v.rules = {{"own-helo", v.file, 12, RuleResult::kTrue, "hewgill.com, line 3", false, false, nullptr, "junk", {}}};
  return v;
}

ResultSummary stranger() {
  ResultSummary s;
  s.client = "200.150.100.50";
  s.helo = "hewgill.com";
  s.by = "occam.hewgill.net";
  s.host = "occam.hewgill.net";
  return s;
}

std::string edited(const std::string& header, const Verdict* verdict, const ResultSummary& summary,
                   const Settings& settings = {}) {
  Message message(header, std::make_unique<MemoryBody>(""));
  HeaderEdit edit(message);
  edit_header(message, verdict, summary, settings, edit);
  return edit.result();
}

TEST(ResultHeaders, AsTheManualShowsThem) {
  Verdict v = own_helo();
  EXPECT_EQ(edited(kPlain, &v, stranger()),
            "X-HFilter-Verdict: junk\n"
            "X-HFilter-Status: junk; score=7.0; rule=own-helo; client=200.150.100.50;\n"
            " helo=hewgill.com; by=occam.hewgill.net; v=" PACKAGE_VERSION
            "\n"
            "X-HFilter-Report: own-helo (line 12): said HELO with my own name\n"
            "X-Spam-Flag: YES\n"
            "Received: from a\nSubject: hello\n\n");
}

// What stands above the message in each case.
struct Case {
  const char* name;
  Verdict verdict;
  ResultSummary summary;
  Settings settings;
  std::string want;
};

TEST(ResultHeaders, Table) {
  const std::string v = "; v=" PACKAGE_VERSION "\n";
  Verdict accept;
  Verdict junk = own_helo();
  Verdict guarded = own_helo();
  guarded.rule_action = Action::kReject;
  guarded.milder_reason = "spf is not pass";
  guarded.score = 0;
  Verdict evidence = own_helo();
  evidence.text.clear();
  evidence.score = 0;
  Verdict folder;
  folder.action = folder.rule_action = Action::kDeliver;
  folder.folder = "Lists/work";
  Verdict scores;
  scores.action = Action::kJunk;
  scores.rule = "at score 8";
  scores.line = 40;
  scores.file = "/etc/hfilterrc";
  scores.score = 8.5;
  scores.rules = {
      {"bad-helo", "/etc/hfilterrc", 14, RuleResult::kTrue, "helo friend", false, false, nullptr, "score +3", {}},
      {"quiet", "x", 15, RuleResult::kFalse, "no", false, false, nullptr, "", {}},
      {"unsure", "x", 16, RuleResult::kUnknown, "dns off", false, false, nullptr, "", {}},
      {"back-door", "x", 17, RuleResult::kTrue, "not via myscanners", false, true, nullptr, "junk", {}}};
  Verdict nasty = own_helo();
  nasty.text = "a\r\nBcc: x\x1b[1m";
  nasty.score = 0;
  ResultSummary nasty_names = stranger();
  nasty_names.helo = "a; rule=other b\r\nX: y";
  nasty_names.client.clear();
  nasty_names.by.clear();
  ResultSummary nothing;
  ResultSummary record;
  record.id = "0123456789abcdef01234567";
  record.answers.spf_helo = SpfAnswer{"fail", "", ""};
  ResultSummary no_rules;
  no_rules.no_rules = true;
  ResultSummary limit;
  limit.header_limit = true;
  ResultSummary mime_limits;
  mime_limits.limits = {"parts", "archive"};
  ResultSummary not_done;
  not_done.not_done = {"pipe", "copy"};
  Settings no_spam;
  no_spam.spam_headers = false;
  ResultSummary results = nothing;
  results.host = "example.com";
  results.authentication_results = "spf=pass smtp.mailfrom=example.com";
  results.received_spf = "pass (example.com) client-ip=192.0.2.1";
  Settings with_spf;
  with_spf.received_spf = true;
  Settings no_results;
  no_results.results_header = false;

  const Case cases[] = {
      {"accept without a rule", accept, nothing, {}, "X-HFilter-Verdict: accept\nX-HFilter-Status: accept" + v},
      {"the record's id and answers",
       accept,
       record,
       {},
       "X-HFilter-Verdict: accept\nX-HFilter-Status: accept; id=0123456789abcdef01234567; spf-helo=fail" + v},
      {"no rules at all", accept, no_rules, {}, "X-HFilter-Verdict: accept\nX-HFilter-Status: no-rules" + v},
      {"a header that is too large",
       accept,
       limit,
       {},
       "X-HFilter-Verdict: accept\nX-HFilter-Status: accept; header-limit" + v},
      {"limits inside of the message",
       accept,
       mime_limits,
       {},
       "X-HFilter-Verdict: accept\nX-HFilter-Status: accept; limit=parts; limit=archive" + v},
      {"what filter does not do",
       accept,
       not_done,
       {},
       "X-HFilter-Verdict: accept\nX-HFilter-Status: accept; not-done=pipe; not-done=copy" + v},
      {"without spam headers", own_helo(), nothing, no_spam,
       "X-HFilter-Verdict: junk\nX-HFilter-Status: junk; score=7.0; rule=own-helo" + v +
           "X-HFilter-Report: own-helo (line 12): said HELO with my own name\n"},
      {"a folder",
       folder,
       nothing,
       {},
       "X-HFilter-Verdict: deliver\nX-HFilter-Status: deliver" + v + "X-HFilter-Folder: Lists/work\n"},
      {"a guarded reject says so",
       guarded,
       nothing,
       {},
       "X-HFilter-Verdict: junk\nX-HFilter-Status: junk; rule=own-helo; asked=reject" + v +
           "X-HFilter-Report: own-helo (line 12): said HELO with my own name; reject\n became junk: spf is not "
           "pass\nX-Spam-Flag: YES\n"},
      {"the evidence where there is no text",
       evidence,
       nothing,
       {},
       "X-HFilter-Verdict: junk\nX-HFilter-Status: junk; rule=own-helo" + v +
           "X-HFilter-Report: own-helo (line 12): hewgill.com, line 3\nX-Spam-Flag: YES\n"},
      {"scores and trials", scores, nothing, no_spam,
       "X-HFilter-Verdict: junk\nX-HFilter-Status: junk; score=8.5; rule=at-score-8" + v +
           "X-HFilter-Report: at score 8 (/etc/hfilterrc line 40)\n"
           "X-HFilter-Report: bad-helo (/etc/hfilterrc line 14) score +3: helo friend\n"
           "X-HFilter-Report: back-door (line 17, trial) junk: not via myscanners\n"},
      {"foreign text stays in its line", nasty, nasty_names, no_spam,
       "X-HFilter-Verdict: junk\nX-HFilter-Status: junk; rule=own-helo; helo=a??rule?other?b?X:?y" + v +
           "X-HFilter-Report: own-helo (line 12): a Bcc: x?[1m\n"},
      {"results", accept, results, with_spf,
       "X-HFilter-Verdict: accept\nX-HFilter-Status: accept" + v +
           "Authentication-Results: hfilter.example.com; spf=pass\n smtp.mailfrom=example.com\n"
           "Received-SPF: pass (example.com) client-ip=192.0.2.1\n"},
      {"no results", accept, results, no_results, "X-HFilter-Verdict: accept\nX-HFilter-Status: accept" + v},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(edited(kPlain, &c.verdict, c.summary, c.settings), c.want + kPlain) << c.name;
  }
}

TEST(ResultHeaders, AnErrorAddsNothingButTheStatus) {
  ResultSummary s = stranger();
  s.error = "/home/bob/.hfilterrc:3:26: `localhost` is not a test";
  const std::string want = "X-HFilter-Status: error; /home/bob/.hfilterrc:3:26: `localhost` is not a test\n";
  EXPECT_EQ(edited(kPlain, nullptr, s), want + kPlain);
  // The site's rules are in force all the same: their verdict stands below it.
  Verdict v = own_helo();
  const std::string both = edited(kPlain, &v, s);
  EXPECT_EQ(both.substr(0, want.size()), want);
  EXPECT_NE(both.find("\nX-HFilter-Verdict: junk\n"), std::string::npos) << both;
  s.id = "0123456789abcdef01234567";
  s.error = "x";
  EXPECT_EQ(edited(kPlain, nullptr, s),
            std::string("X-HFilter-Status: error; id=0123456789abcdef01234567; x\n") + kPlain);
  s.id.clear();
  s.error.clear();
  EXPECT_EQ(edited(kPlain, nullptr, s), std::string("X-HFilter-Status: error; internal error\n") + kPlain);
}

TEST(ResultHeaders, ForgedOnesGo) {
  const std::string header =
      "X-HFilter-Verdict: accept\nA: 1\nx-hfilter-status \t: junk\n folded\nX-HFilter-Whatever: 2\n"
      "Authentication-Results: HFILTER.occam.hewgill.net.; spf=pass\n"
      "Authentication-Results:\n \"hfilter.occam.hewgill.net\" 1; spf=pass\n"
      "Authentication-Results : (a (b) \\)) hfilter.occam.hewgill.net; spf=pass\n"
      "Authentication-Results: \"hfilter\\.occam.hewgill.net\"; spf=pass\n"
      "Authentication-Results: occam.hewgill.net; spf=pass\nAuthentication-Results-X: hfilter.occam.hewgill.net\n"
      "XX-HFilter-Verdict: 3\nB: 2\n\n";
  Message message(header, std::make_unique<MemoryBody>(""));
  HeaderEdit edit(message);
  remove_own_results(stranger().host, edit);
  EXPECT_EQ(edit.result(),
            "A: 1\nAuthentication-Results: occam.hewgill.net; spf=pass\n"
            "Authentication-Results-X: hfilter.occam.hewgill.net\nXX-HFilter-Verdict: 3\nB: 2\n\n");
}

TEST(ResultHeaders, OurReceivedSpfGoes) {
  const std::string ours =
      "Received-SPF: fail (x) client-ip=192.0.2.1; envelope-from=x@example.com;\n helo=y; receiver=mx.example.net;\n"
      " identity=mailfrom; mechanism=-all\n";
  const std::string others =
      "Received-SPF: pass (x) receiver=mx.example.net; identity=mailfrom; client-ip=192.0.2.1\n"
      "Received-SPF: pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; receiver=mx.example.net\n"
      "Received-SPF: pass (x) client-ip=192.0.2.1; receiver=other.example.net; identity=helo\nA: b\n\n";
  for (const bool known : {true, false}) {
    Message message(ours + others, std::make_unique<MemoryBody>(""));
    HeaderEdit edit(message);
    remove_own_results(known ? "mx.example.net" : "", edit);
    EXPECT_EQ(edit.result(), known ? others : ours + others);
  }
}

TEST(ResultHeaders, StrangersResultsGoOnlyWhenAskedAndFound) {
  const std::string header =
      "Authentication-Results: mine.example; spf=pass\nX-Spam-Status: No\nReceived: border\n"
      "Authentication-Results: milter.example; dkim=pass\nAuthentication-Results: forged.example; dkim=pass\n"
      "X-Spam-Flag: NO\nReceived: lower\nAuthentication-Results: milter.example; dkim=pass\nReceived-SPF: pass\n"
      "X-Rspamd-Score: 1\nSubject: x\n\n";
  const std::string kept =
      "Authentication-Results: mine.example; spf=pass\nX-Spam-Status: No\nReceived: border\n"
      "Authentication-Results: milter.example; dkim=pass\nReceived: lower\nSubject: x\n\n";
  struct Row {
    const char* name;
    bool asked;
    std::optional<size_t> border;
    const std::string& want;
  } rows[] = {{"asked and found", true, 2, kept},
              {"asked, not found", true, std::nullopt, header},
              {"not asked", false, 2, header},
              {"a number that is no field", true, 99, header}};
  for (const Row& row : rows) {
    Settings settings;
    settings.strip_strangers = row.asked;
    settings.results_from = {"milter.example"};
    ResultSummary summary;
    summary.border_field = row.border;
    EXPECT_EQ(edited(header, nullptr, summary, settings), "X-HFilter-Status: error; internal error\n" + row.want)
        << row.name;
  }
}

TEST(ResultHeaders, OneSpamFlagIsEnough) {
  const struct {
    const char* name;
    const char* header;
    bool strip;  // below the first Received
    int want;    // fields that say YES
  } rows[] = {
      {"none", "Received: a\n\n", false, 1},
      {"of an earlier pass", "x-spam-flag: yes \nReceived: a\n\n", false, 1},
      {"a stranger's", "Received: a\nX-Spam-Flag: YES\n\n", false, 1},
      {"a stranger's that is taken out", "Received: a\nX-Spam-Flag: YES\n\n", true, 1},
      {"of an earlier pass, and strangers' are taken out", "X-Spam-Flag: YES\nReceived: a\n\n", true, 1},
      {"a forged NO", "Received: a\nX-Spam-Flag: NO\n\n", false, 1},
  };
  for (const auto& row : rows) {
    Verdict v = own_helo();
    ResultSummary summary;
    summary.border_field = row.header[0] == 'R' ? 0 : 1;
    Settings settings;
    settings.strip_strangers = row.strip;
    const std::string got = lower(edited(row.header, &v, summary, settings));
    int count = 0;
    for (size_t at = got.find("x-spam-flag: yes"); at != got.npos; at = got.find("x-spam-flag: yes", at + 1)) ++count;
    EXPECT_EQ(row.want, count) << row.name << ": " << got;
  }
}

TEST(ResultHeaders, RulesOwnChanges) {
  Verdict v;
  v.notes = {{HeaderNote::Kind::kAdd, "X-New", "1"},
             {HeaderNote::Kind::kSet, "Subject", "other"},
             {HeaderNote::Kind::kRemove, "A", ""},
             {HeaderNote::Kind::kSubjectPrefix, "", "[?] "}};
  const std::string got = edited("A: 1\nSubject: hello\n\n", &v, {});
  EXPECT_NE(got.find("X-New: 1\n"), std::string::npos) << got;
  EXPECT_NE(got.find("\nSubject: [?] other\n"), std::string::npos) << got;
  EXPECT_EQ(got.find("\nA: 1"), std::string::npos) << got;
}

TEST(ResultHeaders, TheNumberOfReportsIsBounded) {
  Verdict v = own_helo();
  v.rules.assign(100, {"r", "f", 1, RuleResult::kTrue, "", false, false, nullptr, "tag x", {}});
  const std::string got = edited(kPlain, &v, {});
  size_t count = 0;
  for (size_t at = 0; (at = got.find("X-HFilter-Report:", at)) != std::string::npos; ++at) ++count;
  EXPECT_EQ(count, 20u);
}

TEST(ResultHeaders, TheStatusIsWholeAlsoWithTheLongestTexts) {
  const std::string filler(1'000, 'x');
  Verdict v = own_helo();
  v.rule = filler;
  v.milder_reason = "x";
  ResultSummary s;
  s.id = "0123456789abcdef01234567";
  s.client = "2001:db8:1111:2222:3333:4444:5555:6666";
  s.helo = s.by = s.answers.sender_domain = filler;
  s.header_limit = true;
  s.limits = {"parts", "depth", "field", "size", "archive", "text", "time"};
  s.not_done = {"pipe", "copy"};
  s.answers.spf = s.answers.spf_helo = SpfAnswer{"permerror", "", ""};
  s.answers.rdns = RdnsAnswer{"dns", "verified", std::vector<std::string>(10, std::string(200, 'n')), ""};
  s.answers.listed.assign(100, {std::string(100, 'z'), {"127.0.0.2"}, ""});
  s.answers.dkim = s.answers.dmarc = std::vector<std::string>(100, "permerror");
  s.answers.unknown.assign(100, {"some fact", "not-looked-up", ""});
  const std::string got = edited(kPlain, &v, s);
  EXPECT_NE(got.find("v=" PACKAGE_VERSION "\nX-HFilter-Report"), got.npos) << got;
}

}  // namespace
}  // namespace hfilter
