// SPDX-License-Identifier: BSD-2-Clause
//
// Several files: the site's and the user's, includes, what a faulty file leaves behind, settings.
#include "advice/loader.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

std::string stranger() { return postfix_line("a.example", "unknown", "200.150.100.50"); }

std::string names(const RuleSet& rules) {
  std::string text;
  for (const Rule& rule : rules.rules) text += rule.title() + " ";
  for (const Rule& rule : rules.thresholds) text += rule.title() + " ";
  for (const Rule& rule : rules.otherwise) text += rule.title() + " ";
  return text;
}

TEST(Loader, TheSiteStandsBeforeTheUser) {
  RuleFixture f;
  f.files.texts[kSiteRc] =
      "mynetworks 192.0.2.0/24\ndomains bad = bad.example\nsite: match helo in bad then junk\nat score 5 then "
      "junk\notherwise junk\n";
  f.load("own: match helo in bad then accept\nsite: match stranger then accept\notherwise accept\n");
  ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  EXPECT_EQ("site own site at score 5 otherwise ", names(f.rules)) << "rule names are per file";
  ASSERT_EQ(1u, f.rules.otherwise.size());
  EXPECT_EQ(kUserRc, *f.rules.otherwise[0].file) << "the later file's replaces the earlier";
  ASSERT_EQ(2u, f.rules.files.size());
  EXPECT_TRUE(f.rules.files[0].site);
}

TEST(Loader, AFaultInOneFileDoesNotStopTheOther) {
  const struct {
    const char* name;
    const char* site;
    const char* user;
    const char* want;
  } rows[] = {
      {"the user's", "a: match stranger then junk\n", "b: match foo then junk\nc: match stranger then junk\n", "a "},
      {"the site's", "a: match foo then junk\notherwise junk\n", "b: match stranger then junk\n", "b "},
      {"both", "a: match foo then junk\n", "b: match bar then junk\n", ""},
      {"none", "a: match stranger then junk\n", "b: match stranger then junk\n", "a b "},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts[kSiteRc] = row.site;
    f.load(row.user);
    EXPECT_EQ(row.want, names(f.rules)) << row.name;
    EXPECT_EQ(std::string(row.name) != "none", f.rules.faulty()) << row.name;
  }
}

TEST(Loader, MissingFilesAreNoFiles) {
  RuleFixture f;
  f.reload();
  EXPECT_TRUE(f.rules.no_files());
  EXPECT_FALSE(f.rules.faulty());
  const RuleSet given = load_rules({{"/x/rc", true, false}}, f.files, 0);
  EXPECT_TRUE(given.faulty()) << "given with --rc";
  EXPECT_EQ("there is no file /x/rc", given.diagnostics[0].error.text);
}

TEST(Loader, WhatAFaultyFileSaysOfListsIsUnknownNotEmpty) {
  const struct {
    const char* name;
    const char* site;
    Action want;
    const char* why;
  } rows[] = {
      {"its good lists count", "myscanners 200.150.100.50\nmatch foo then junk\n", Action::kAccept, ""},
      {"a list with a fault is unknown", "myscanners 200.150.100.500\n", Action::kAccept,
       "/etc/hfilterrc:1: the statement is faulty"},
      {"so is one whose name has a slip", "myscaners 200.150.100.50\n", Action::kAccept,
       "/etc/hfilterrc:1: the statement is faulty"},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts[kSiteRc] = row.site;
    f.load("mynetworks 192.0.2.0/24\nback-door: match not via myscanners then junk\n");
    EXPECT_TRUE(f.rules.faulty());
    ASSERT_EQ(1u, f.rules.rules.size()) << row.name;
    const Verdict got = f.judge(stranger());
    EXPECT_EQ(std::string(action_name(row.want)), action_name(got.action)) << row.name << ": " << got.rules[0].why;
    EXPECT_NE(std::string::npos, got.rules[0].why.find(row.why)) << row.name << ": " << got.rules[0].why;
  }
}

TEST(Loader, OnErrorOfAFaultyFileCounts) {
  const struct {
    const char* name;
    const char* site;
    const char* user;
    bool want;
  } rows[] = {
      {"default", "", "match foo then junk\n", false},
      {"in the faulty file", "", "set on-error defer\nmatch foo then junk\n", true},
      {"behind the fault", "", "match foo then junk\nset on-error defer\n", true},
      {"faulty itself", "", "set on-error defre\n", false},
      {"of the site", "set on-error defer\n", "match foo then junk\n", true},
      {"the user's word is the later", "set on-error defer\n", "set on-error pass\nmatch foo then junk\n", false},
      {"other settings of a faulty file do not", "", "set reject always\nmatch foo then junk\n", false},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts[kSiteRc] = row.site;
    f.load(row.user);
    EXPECT_EQ(row.want, f.rules.settings.defer_on_error) << row.name;
    EXPECT_TRUE(f.rules.settings.guard_reject) << row.name;
  }
}

// To qmail, 0 is "and now the next line of .qmail": a slip in a rule would deliver twice.
TEST(Loader, TheAgentOfAFaultyFile) {
  const struct {
    const char* name;
    const char* site;
    const char* user;
    bool want;
  } rows[] = {
      {"default", "", "match foo then junk\n", false},
      {"in the faulty file", "", "set agent qmail\nmatch foo then junk\n", true},
      {"behind the fault", "", "match foo then junk\nset agent qmail\n", true},
      {"faulty itself", "", "set agent qmale\n", false},
      {"of the site", "set agent qmail\n", "match foo then junk\n", true},
      {"of a faulty site", "set agent qmail\nmatch foo then junk\n", "match stranger then junk\n", true},
      {"the user's word is the later", "set agent qmail\n", "set agent auto\nmatch foo then junk\n", false},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts[kSiteRc] = row.site;
    f.load(row.user);
    EXPECT_EQ(row.want, f.rules.settings.agent_qmail) << row.name;
  }
}

TEST(Loader, Includes) {
  const struct {
    const char* name;
    const char* user;
    const char* want;  // rules, or "! " and a part of the error
  } rows[] = {
      {"relative to the file", "include \"more/a\"\nb: match stranger then junk\n", "a b "},
      {"of the home", "include \"~/more/a\"\n", "a "},
      {"inside an include", "include \"more/nested\"\n", "a n "},
      {"missing", "include \"none\"\n", "! there is no file /home/greg/none"},
      {"optional and missing", "include optional \"none\"\nb: match stranger then junk\n", "b "},
      {"itself", "include \".hfilterrc\"\n", "! includes itself: /home/greg/.hfilterrc includes /home/greg/.hfilterrc"},
      {"a loop", "include \"loop1\"\n", "! /home/greg/loop1 includes /home/greg/loop2 includes /home/greg/loop1"},
      {"a fault inside", "include \"bad\"\nb: match stranger then junk\n", "! `foo` is not a condition"},
  };
  for (const auto& row : rows) {
    RuleFixture f;
    f.files.texts["/home/greg/more/a"] = "a: match stranger then junk\n";
    f.files.texts["/home/greg/more/nested"] = "include \"a\"\nn: match stranger then junk\n";
    f.files.texts["/home/greg/loop1"] = "include \"loop2\"\n";
    f.files.texts["/home/greg/loop2"] = "include \"loop1\"\n";
    f.files.texts["/home/greg/bad"] = "\nmatch foo then junk\n";
    f.load(row.user);
    const std::string want = row.want;
    if (want[0] != '!') {
      EXPECT_EQ(want, names(f.rules)) << row.name << diagnostics_text(f.rules.diagnostics);
      EXPECT_FALSE(f.rules.faulty()) << row.name;
    } else {
      ASSERT_FALSE(f.rules.diagnostics.empty()) << row.name;
      const std::string got = diagnostics_text(f.rules.diagnostics);
      EXPECT_NE(got.npos, got.find(want.substr(2))) << row.name << got;
      EXPECT_TRUE(f.rules.rules.empty()) << row.name;
    }
  }
}

TEST(Loader, AnErrorInAnIncludeNamesItsFile) {
  RuleFixture f;
  f.files.texts["/home/greg/bad"] = "\nmatch foo then junk\n";
  f.load("include \"bad\"\n");
  ASSERT_EQ(1u, f.rules.diagnostics.size());
  EXPECT_EQ("/home/greg/bad", f.rules.diagnostics[0].error.file);
  EXPECT_EQ(2, f.rules.diagnostics[0].error.line);
}

TEST(Loader, DepthOfIncludesIsBounded) {
  RuleFixture f;
  for (int i = 0; i < kMaxIncludeDepth + 20; ++i) {
    f.files.texts["/home/greg/i" + std::to_string(i)] = "include \"i" + std::to_string(i + 1) + "\"\n";
  }
  f.load("include \"i0\"\n");
  EXPECT_NE(std::string::npos,
            diagnostics_text(f.rules.diagnostics).find("more than " + std::to_string(kMaxIncludeDepth) + " deep"));
}

TEST(Loader, NumberOfIncludesIsBounded) {
  RuleFixture f;
  // Each includes the next ten times: 10^8 without a bound.
  for (int i = 0; i < 8; ++i) {
    std::string text;
    for (int k = 0; k < 10; ++k) text += "include \"i" + std::to_string(i + 1) + "\"\n";
    f.files.texts["/home/greg/i" + std::to_string(i)] = text;
  }
  f.files.texts["/home/greg/i8"] = "# end\n";
  f.load("include \"i0\"\n");
  EXPECT_NE(std::string::npos, diagnostics_text(f.rules.diagnostics).find("more than 1,000 includes"));
  EXPECT_LT(f.rules.texts.size(), kMaxIncludes + 10);
}

TEST(Loader, SizeOfAFileIsBounded) {
  RuleFixture f;
  f.load(std::string(kMaxRcBytes + 1, '#'));
  EXPECT_TRUE(f.rules.faulty());
  EXPECT_NE(std::string::npos, diagnostics_text(f.rules.diagnostics).find("larger than 4 MiB"));
}

TEST(Loader, ByteOrderMarkAndCrlfAreAccepted) {
  RuleFixture f("\xEF\xBB\xBFhfilter 1\r\nown: match stranger\r\n  then junk \"x\"\r\n\r\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  EXPECT_EQ("own ", names(f.rules));
}

TEST(Loader, EvidenceNamesTheFileOfAnEntryThatIsNotTheUsersOwn) {
  RuleFixture f;
  f.files.texts[kSiteRc] = "mynetworks 192.0.2.0/24\nmydomains site.example\n";
  f.files.texts["/home/greg/more"] = "mydomains more.example\n";
  f.load("mydomains own.example\ninclude \"more\"\n");
  const struct {
    const char* helo;
    const char* want;
  } rows[] = {
      {"own.example", "own.example, line 1"},
      {"site.example", "site.example, hfilterrc:2"},
      {"more.example", "more.example, more:1"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(row.want, f.rules.trust.mydomains.contains_name(Hostname(row.helo)).evidence());
  }
}

TEST(Loader, EachSetting) {
  const struct {
    const char* in;
    bool (*want)(const Settings&);
  } rows[] = {
      {"",
       [](const Settings& s) { return s.dns && s.authenticated_is_mine && !s.defer_when_unsure && !s.defer_on_error; }},
      {"",
       [](const Settings& s) {
         return s.defer_limit_s == 4 * 3600 && s.guard_reject && s.spam_headers && s.results_header;
       }},
      {"", [](const Settings& s) { return !s.received_spf && !s.strip_strangers && !s.log_full && !s.agent_qmail; }},
      {"", [](const Settings& s) { return s.dns_timeout_ms == 2'000 && s.dns_budget_ms == 4'000 && s.log.empty(); }},
      {"set dns off", [](const Settings& s) { return !s.dns; }},
      {"set authenticated stranger", [](const Settings& s) { return !s.authenticated_is_mine; }},
      {"set when-unsure defer", [](const Settings& s) { return s.defer_when_unsure; }},
      {"set on-error defer", [](const Settings& s) { return s.defer_on_error; }},
      {"set defer-limit 90m", [](const Settings& s) { return s.defer_limit_s == 5'400; }},
      {"set reject always", [](const Settings& s) { return !s.guard_reject; }},
      {"set spam-headers no", [](const Settings& s) { return !s.spam_headers; }},
      {"set results-header no", [](const Settings& s) { return !s.results_header; }},
      {"set strip-strangers yes", [](const Settings& s) { return s.strip_strangers; }},
      {"set results-from mx.example.com, MAIL.example.com.",
       [](const Settings& s) {
         return s.results_from == std::vector<std::string>{"mx.example.com", "mail.example.com"};
       }},
      {"set my-message-id \"*.k3v9x2qa@example.com\", \"hfilter-7f3a*\"",
       [](const Settings& s) {
         return s.my_message_ids == std::vector<std::string>{"*.k3v9x2qa@example.com", "hfilter-7f3a*"};
       }},
      {"", [](const Settings& s) { return s.my_message_ids.empty(); }},
      {"set host Mail.Example.com", [](const Settings& s) { return s.host == "mail.example.com"; }},
      {"set log syslog", [](const Settings& s) { return s.log == std::vector<std::string>{"syslog"}; }},
      {"set log off", [](const Settings& s) { return s.log == std::vector<std::string>{"off"}; }},
      {"set log syslog, \"~/log\"",
       [](const Settings& s) {
         return s.log == std::vector<std::string>{"syslog", "/home/greg/log"};
       }},
      {"", [](const Settings& s) { return s.log_keep == 1; }},
      {"set log-keep 10", [](const Settings& s) { return s.log_keep == 10; }},
      {"set log-keep 100", [](const Settings& s) { return s.log_keep == 100; }},
      {"set log-detail full", [](const Settings& s) { return s.log_full; }},
      {"set agent qmail", [](const Settings& s) { return s.agent_qmail; }},
      {"SET Agent QMAIL", [](const Settings& s) { return s.agent_qmail; }},
  };
  for (const auto& row : rows) {
    RuleFixture f(std::string(row.in) + "\n");
    EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
    EXPECT_TRUE(row.want(f.rules.settings)) << row.in;
  }
}

// A worm writes the domain of its victim into its Message-IDs.
TEST(Loader, AMessageIdOfMineIsNotEasilyGuessed) {
  const struct {
    const char* in;
    const char* want;  // empty: it is accepted
  } rows[] = {
      {"\"*.k3v9x2qa@hewgill.com\"", ""},
      {"\"*@k3v9x2qa.hewgill.com\"", ""},
      {"\"*k3v9x2qa*\"", ""},
      {"\"hfilter-7f3a*\"", ""},
      {"\"*.k3v9x2qa.*@*\"", ""},
      {"\"*.k3v9x2q@hewgill.com\"", "easy to guess"},
      {"\"*@hewgill.com\"", "easy to guess"},
      {"\"*@*.mail.hewgill.com\"", "easy to guess"},
      {"\"*hewgill.com\"", "easy to guess"},
      {"\"*@HEWGILL.co.uk?*\"", "easy to guess"},
      {"\"*@hewgill.com.\"", "easy to guess"},
      {"\"*\"", "easy to guess"},
      {"\"-.-.-.-.-.-.-\"", "easy to guess"},
      {"\"\"", "is an empty pattern"},
      {"\"<k3v9x2qa*>\"", "has blanks"},
      {"\"k3v9 x2qa*\"", "has blanks"},
      {"*.k3v9x2qa@hewgill.com", "in quotes"},
      {"\"k3v9x2qa*\",", "in quotes"},
  };
  for (const auto& row : rows) {
    RuleFixture f("set my-message-id " + std::string(row.in) + "\n");
    const std::string got = diagnostics_text(f.rules.diagnostics);
    EXPECT_EQ(f.rules.diagnostics.empty(), *row.want == '\0') << row.in << ": " << got;
    EXPECT_NE(got.find(row.want), std::string::npos) << row.in << ": got " << got << ", want " << row.want;
  }
}

TEST(Loader, DnsSettingsAreRead) {
  const struct {
    const char* in;
    bool (*want)(const Settings&);
  } rows[] = {
      {"set dns-timeout 5s", [](const Settings& s) { return s.dns_timeout_ms == 5'000; }},
      {"set dns-budget 1m", [](const Settings& s) { return s.dns_budget_ms == 60'000; }},
      {"set dns-server 192.0.2.53, [2001:db8::53]:5353", [](const Settings& s) { return s.dns_servers.size() == 2; }},
      {"set received-spf yes", [](const Settings& s) { return s.received_spf; }},
  };
  for (const auto& row : rows) {
    RuleFixture f(std::string(row.in) + "\n");
    EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
    EXPECT_TRUE(row.want(f.rules.settings)) << row.in;
  }
}

TEST(Loader, TheUsersSettingsReplaceTheSites) {
  RuleFixture f;
  f.files.texts[kSiteRc] = "set reject always\nset host a.example\n";
  f.load("set reject guarded\n");
  EXPECT_TRUE(f.rules.settings.guard_reject);
  EXPECT_EQ("a.example", f.rules.settings.host);
  EXPECT_FALSE(f.load("set host a.example\nset host b.example\n").diagnostics.empty()) << "twice in one file";
}

TEST(Loader, ListsOfTheSiteAreAddedTo) {
  RuleFixture f;
  f.files.texts[kSiteRc] = "networks p = 198.51.100.0/24\nmydomains a.example\n";
  f.load("networks p += 203.0.113.0/24\nmydomains b.example\n");
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  ASSERT_EQ(1u, f.rules.lists.size());
  EXPECT_EQ(2u, f.rules.lists[0]->count());
  EXPECT_EQ(2u, f.rules.trust.mydomains.count());
}

}  // namespace
}  // namespace hfilter
