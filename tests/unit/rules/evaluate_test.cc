// SPDX-License-Identifier: BSD-2-Clause
//
// Rules to a verdict: order, notes, thresholds, otherwise, trial, dates, guards, when-unsure.
#include "rules/evaluate.h"
#include "advice/one_line.h"
#include "probes/clock.h"

#include <gtest/gtest.h>

#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

constexpr char kMine[] = "mynetworks 192.0.2.0/24\nmyhosts occam.hewgill.net\n";

std::string stranger() {
  return postfix_line("h\xC3\xA9lo.example", "unknown", "200.150.100.50") + "Subject: hello\nFrom: bob@example.com\n";
}

Verdict judge(const std::string& rules, const Envelope& envelope = {}) {
  RuleFixture f(kMine + rules);
  EXPECT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
  return f.judge(stranger(), envelope);
}

TEST(Evaluate, TheOutcomeOfRules) {
  const struct {
    const char* name;
    const char* rules;
    Action action;
    const char* rule;
    double score;
  } rows[] = {
      {"no rule", "", Action::kAccept, "", 0},
      {"otherwise", "otherwise junk\n", Action::kJunk, "otherwise", 0},
      {"the first verdict ends", "a: match stranger then junk\nb: match stranger then discard\n", Action::kJunk, "a",
       0},
      {"a note goes on", "match stranger then tag x\nb: match tagged x then junk\n", Action::kJunk, "b", 0},
      {"false goes on", "match local then junk\nmatch stranger then accept\notherwise junk\n", Action::kAccept,
       "rule 2", 0},
      {"scores add up", "match stranger then score 3\nmatch stranger then score +1.5, score -0.5\n", Action::kAccept,
       "", 4},
      {"a threshold", "match stranger then score 4\nat score 4 then junk\n", Action::kJunk, "at score 4", 4},
      {"below it", "match stranger then score 3.9\nat score 4 then junk\n", Action::kAccept, "", 3.9},
      {"ten tenths are one",
       "match stranger then score 0.1, score 0.1, score 0.1, score 0.1, score 0.1, score 0.1, score 0.1, score 0.1, "
       "score 0.1, score 0.1\nat score 1 then junk\n",
       Action::kJunk, "at score 1", 1},
      {"the highest threshold, wherever it stands",
       "at score 2 then discard\nat score 8 then junk\nat score 4 then accept\nmatch stranger then score 9\n",
       Action::kJunk, "at score 8", 9},
      {"a threshold of notes goes on to otherwise",
       "match stranger then score 5\nat score 4 then tag x\notherwise junk\n", Action::kJunk, "otherwise", 5},
      {"a verdict above thresholds",
       "match stranger then score 9\na: match stranger then accept\nat score 4 then junk\n", Action::kAccept, "a", 9},
      {"score as a fact", "match stranger then score 3\na: match score >= 3 then junk\n", Action::kJunk, "a", 3},
      {"a test of the score is asked anew",
       "test high = score > 2\nmatch high then discard\nmatch stranger then score 3\na: match high then junk\n",
       Action::kJunk, "a", 3},
      {"trial never acts", "a: trial match stranger then score 5, junk\n", Action::kAccept, "", 0},
      {"unless", "match stranger unless hops = 1 then junk\n", Action::kAccept, "", 0},
      {"unless is false", "a: match stranger unless hops = 2 then junk\n", Action::kJunk, "a", 0},
      {"an unsure exception protects", "networks gone from \"gone\"\nmatch stranger unless client in gone then junk\n",
       Action::kAccept, "", 0},
      {"unknown does not fire",
       "networks gone from \"gone\"\nmatch client in gone then junk\nmatch not client in gone then junk\n",
       Action::kAccept, "", 0},
      {"until is the last day", "a: match stranger then junk until 2026-01-01\n", Action::kJunk, "a", 0},
      {"after it", "match stranger then junk until 2025-12-31\n", Action::kAccept, "", 0},
      {"since is the first day", "a: match stranger then junk since 2026-01-01\n", Action::kJunk, "a", 0},
      {"before it", "match stranger then junk since 2026-01-02\n", Action::kAccept, "", 0},
      {"defer", "a: match stranger then defer \"later\"\n", Action::kDefer, "a", 0},
      {"discard", "a: match stranger then discard\n", Action::kDiscard, "a", 0},
      {"reject of what nobody proved", "a: match stranger then reject \"no\"\n", Action::kJunk, "a", 0},
      {"reject always", "set reject always\na: match stranger then reject \"no\"\n", Action::kReject, "a", 0},
      {"deliver", "a: match stranger then deliver \"Lists/x\"\n", Action::kDeliver, "a", 0},
      {"pipe", "a: match stranger then pipe \"/bin/x\" \"y\"\n", Action::kPipe, "a", 0},
  };
  for (const auto& row : rows) {
    const Verdict got = judge(row.rules);
    EXPECT_EQ(std::string(action_name(row.action)), action_name(got.action)) << row.name;
    EXPECT_EQ(row.rule, got.rule) << row.name;
    EXPECT_EQ(row.score, got.score) << row.name;
  }
}

TEST(Evaluate, NotesAndTextsAreInTheVerdict) {
  const Verdict got = judge(
      "a: match stranger then score 2, tag X, tag x, add header \"X-Helo: <{helo}>\", set header \"X-Score: {score}\", "
      "remove header \"X-Old\", subject prefix \"[{rule}] \", log \"from {client} {rdns} {sender}\", copy \"Seen\", "
      "junk \"said {helo}\"\n",
      {std::string("bob@example.com"), std::nullopt, std::nullopt});
  EXPECT_EQ(std::vector<std::string>{"x"}, got.tags);
  ASSERT_EQ(4u, got.notes.size());
  EXPECT_EQ(HeaderNote::Kind::kAdd, got.notes[0].kind);
  EXPECT_EQ("X-Helo", got.notes[0].name);
  EXPECT_EQ("<h\xC3\xA9lo.example>", got.notes[0].value);
  EXPECT_EQ(HeaderNote::Kind::kSet, got.notes[1].kind);
  EXPECT_EQ("2", got.notes[1].value);
  EXPECT_EQ(HeaderNote::Kind::kRemove, got.notes[2].kind);
  EXPECT_EQ("X-Old", got.notes[2].name);
  EXPECT_EQ(HeaderNote::Kind::kSubjectPrefix, got.notes[3].kind);
  EXPECT_EQ("[a] ", got.notes[3].value);
  ASSERT_EQ(1u, got.logs.size());
  EXPECT_EQ("from 200.150.100.50 none bob@example.com", got.logs[0]);
  EXPECT_EQ(std::vector<std::string>{"Seen"}, got.copies);
  EXPECT_EQ("said h\xC3\xA9lo.example", got.text);
  EXPECT_EQ(
      "score +2, tag x, tag x, add header X-Helo, set header X-Score, remove header X-Old, subject prefix, log, "
      "copy Seen, junk",
      got.rules[0].effect);
}

TEST(Evaluate, DeliverAndPipeCarryTheirTarget) {
  EXPECT_EQ("Lists/x", judge("match stranger then deliver \"Lists/x\"\n").folder);
  EXPECT_EQ((std::vector<std::string>{"/bin/x", "a b", "c"}),
            judge("match stranger then pipe \"/bin/x\" \"a b\" \"c\"\n").command);
}

TEST(Evaluate, EachRuleIsReported) {
  RuleFixture f(  // outlives the verdict, whose reports name its rules
      kMine + std::string("networks gone from \"gone\"\n"
                          "no: match local then junk\n"
                          "match client in gone then junk\n"
                          "old: match stranger then junk until 2025-12-31\n"
                          "try: trial match stranger then discard\n"
                          "yes: match stranger\n  and hops = 1 # one\n  then junk\n"
                          "later: match stranger then junk\n"
                          "at score 8 then junk\n"));
  const Verdict got = f.judge(stranger());
  const struct {
    const char* name;
    RuleResult result;
    const char* why;
    const char* condition;
    const char* effect;
  } rows[] = {
      {"no", RuleResult::kFalse, "not local", "local", ""},
      {"rule 2", RuleResult::kUnknown, "/home/greg/gone: there is no such file", "client in gone", ""},
      {"old", RuleResult::kSkipped, "expired on 2025-12-31", "stranger", ""},
      {"try", RuleResult::kTrue, "stranger", "stranger", "discard"},
      {"yes", RuleResult::kTrue, "stranger, hops is 1", "stranger and hops = 1", "junk"},
      {"later", RuleResult::kNotReached, "", "stranger", ""},
      {"at score 8", RuleResult::kNotReached, "", "score >= 8", ""},
  };
  ASSERT_EQ(std::size(rows), got.rules.size());
  for (size_t i = 0; i < got.rules.size(); ++i) {
    EXPECT_EQ(rows[i].name, got.rules[i].name);
    EXPECT_EQ(std::string(rule_result_name(rows[i].result)), rule_result_name(got.rules[i].result)) << rows[i].name;
    EXPECT_EQ(rows[i].why, got.rules[i].why) << rows[i].name;
    EXPECT_EQ(rows[i].condition, condition_text(*got.rules[i].rule)) << rows[i].name;
    EXPECT_EQ(rows[i].effect, got.rules[i].effect) << rows[i].name;
  }
  EXPECT_TRUE(got.rules[3].trial);
}

TEST(Evaluate, GuardsMakeTheVerdictMilderAndSaySo) {
  const std::string guessed =
      postfix_line("a.example", "unknown", "10.0.0.5") + postfix_line("b.example", "unknown", "203.0.113.5");
  const struct {
    const char* name;
    const char* rules;
    Action action;
    Action asked;
    const char* milder_reason;
  } rows[] = {
      {"discard by a connection fact", "match client in 203.0.113.0/24 then discard\n", Action::kJunk, Action::kDiscard,
       "border is guessed"},
      {"also with reject always", "set reject always\nmatch client in 203.0.113.0/24 then reject \"x\"\n",
       Action::kJunk, Action::kReject, "border is guessed"},
      {"discard by the message itself", "match subject is missing then discard\n", Action::kDiscard, Action::kDiscard,
       ""},
      {"discard by a score from the connection",
       "match client in 203.0.113.0/24 then score 5\nat score 5 then discard\n", Action::kJunk, Action::kDiscard,
       "border is guessed"},
      {"discard by a score from the message", "match subject is missing then score 5\nat score 5 then discard\n",
       Action::kDiscard, Action::kDiscard, ""},
      {"a connection fact in a test", "test t = client in 203.0.113.0/24\nmatch t then discard\n", Action::kJunk,
       Action::kDiscard, "border is guessed"},
      {"reject without proof", "match subject is missing then reject \"x\"\n", Action::kJunk, Action::kReject,
       "nothing proves the sender"},
      {"junk stays", "match client in 203.0.113.0/24 then junk\n", Action::kJunk, Action::kJunk, ""},
  };
  for (const auto& row : rows) {
    RuleFixture f(row.rules);
    const Verdict got = f.judge(guessed);
    EXPECT_EQ(std::string(action_name(row.action)), action_name(got.action)) << row.name << got.rules[0].why;
    EXPECT_EQ(std::string(action_name(row.asked)), action_name(got.rule_action)) << row.name;
    EXPECT_EQ(row.milder_reason[0] == '\0', got.milder_reason.empty()) << row.name << got.milder_reason;
    EXPECT_NE(got.milder_reason.npos, got.milder_reason.find(row.milder_reason)) << row.name << got.milder_reason;
  }
}

TEST(Evaluate, UnknownValuesInTextsAreSaid) {
  RuleFixture f(std::string(kMine) + "match not stranger then tag x, log \"{helo} {client}\"\n");
  const Verdict got = f.judge(postfix_line("laptop", "unknown", "192.0.2.9"));
  ASSERT_EQ(1u, got.logs.size());
  EXPECT_EQ("unknown unknown", got.logs[0]);
}

TEST(Evaluate, DeferLimitCountsFromTheTopmostLine) {
  const Message message(stranger() + "\n", std::make_unique<MemoryBody>(""));  // 2025-12-31 23:00
  const RelayChain chain(message);
  Settings settings;
  FixedClock clock;  // 2026-01-01 00:00
  EXPECT_TRUE(may_defer(settings, chain, clock));
  clock.seconds += 3 * 3600;
  EXPECT_TRUE(may_defer(settings, chain, clock));
  clock.seconds += 1;
  EXPECT_FALSE(may_defer(settings, chain, clock));
  settings.defer_limit_s = 5 * 3600;
  EXPECT_TRUE(may_defer(settings, chain, clock));
}

/// Passes after a number of questions.
class CountedLimit : public TimeLimit {
 public:
  explicit CountedLimit(int questions) : left_(questions) {}
  bool passed() const override { return left_-- <= 0; }

 private:
  mutable int left_;
};

TEST(Evaluate, WhatTheTimeForDecidingDoesNotReachIsUnknown) {
  const CountedLimit limit(2);
  RuleFixture f(std::string(kMine) +
                "a: match local then junk\nb: match local then junk\nc: match stranger then junk\n");
  f.limit = &limit;
  const Verdict verdict = f.judge(stranger());
  EXPECT_EQ(Action::kAccept, verdict.action);
  EXPECT_EQ(RuleResult::kFalse, verdict.rules[1].result);
  EXPECT_EQ(RuleResult::kUnknown, verdict.rules[2].result);
  EXPECT_TRUE(verdict.rules[2].temporary);
}

TEST(Evaluate, NoExpressionIsMatchedWhenTheTimeForDecidingIsOver) {
  const CountedLimit limit(2);  // the rule, and its first expression
  RuleFixture f(std::string(kMine) + "a: match subject matches /b/ or subject matches /a/ then junk\n");
  f.limit = &limit;
  const Verdict verdict = f.judge(stranger() + "Subject: a\n");
  EXPECT_EQ(Action::kAccept, verdict.action);
  EXPECT_EQ(RuleResult::kUnknown, verdict.rules[0].result);
  EXPECT_TRUE(verdict.rules[0].temporary);
}

// Loading 10,000 expressions, or judging mail that none of them speaks of, compiles nothing.
TEST(Evaluate, ARegexIsCompiledWhenItsRuleIsReachedAndItsHeaderIsThere) {
  const struct {
    const char* name;
    const char* rules;  // the first is asked
    const char* header;
    bool want;
  } rows[] = {
      {"reached, and the text has its word", "match subject matches /a+lpha/ then tag x\n", "Subject: an alpha\n",
       true},
      {"reached, and anything could match", "match subject matches /^[a-z]+$/ then tag x\n", "Subject: beta\n", true},
      {"the header is not there", "match header \"X-A\" matches /^[a-z]+$/ then tag x\n", "Subject: beta\n", false},
      {"the text lacks its word", "match subject matches /a+lpha/ then tag x\n", "Subject: beta\n", false},
      {"what stands before it is false", "match local and subject matches /^[a-z]+$/ then tag x\n", "Subject: beta\n",
       false},
      {"what stands before it is true", "match stranger or subject matches /^[a-z]+$/ then tag x\n", "Subject: beta\n",
       false},
      {"not in force", "match subject matches /^[a-z]+$/ then tag x until 2025-12-31\n", "Subject: beta\n", false},
  };
  const auto regex_of = [](const Expr& expr) {
    return expr.children.empty() ? expr.condition.regex : expr.children.back().condition.regex;
  };
  for (const auto& row : rows) {
    RuleFixture f(std::string(kMine) + row.rules);
    ASSERT_TRUE(f.rules.diagnostics.empty()) << diagnostics_text(f.rules.diagnostics);
    const auto regex = regex_of(*f.rules.rules[0].condition);
    ASSERT_TRUE(regex != nullptr) << row.name;
    EXPECT_FALSE(regex->is_compiled()) << row.name << ": by loading";
    f.judge(postfix_line("a.example", "unknown", "203.0.113.9") + row.header);
    EXPECT_EQ(row.want, regex->is_compiled()) << row.name;
  }
  RuleFixture f(kMine + std::string("match stranger then junk\nmatch subject matches /^[a-z]+$/ then tag x\n"));
  f.judge(postfix_line("a.example", "unknown", "203.0.113.9") + "Subject: beta\n");
  EXPECT_FALSE(regex_of(*f.rules.rules[1].condition)->is_compiled()) << "a verdict stands above it";
}

}  // namespace
}  // namespace hfilter
