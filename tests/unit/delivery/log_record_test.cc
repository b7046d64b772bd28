// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/log_record.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/escape.h"
#include "base/limits.h"

namespace hfilter {
namespace {

// One JSON object on one line? Enough of RFC 8259 for what a log line can hold; no repeated key.
class Checker {
 public:
  static std::string fault(const std::string& line) {
    Checker c(line);
    if (line.find('\n') != std::string::npos) return "more than one line";
    if (!c.value()) return "no JSON at " + std::to_string(c.at_);
    return c.at_ == line.size() ? "" : "more than one value";
  }

 private:
  explicit Checker(const std::string& text) : text_(text) {}
  bool take(char c) { return at_ < text_.size() && text_[at_] == c && ++at_; }
  bool word(const char* w) {
    size_t n = std::string(w).size();
    if (text_.compare(at_, n, w) != 0) return false;
    at_ += n;
    return true;
  }
  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) return false;
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    return take('"');
  }
  bool number() {
    size_t begin = at_;
    while (at_ < text_.size() && std::string("0123456789.-").find(text_[at_]) != std::string::npos) ++at_;
    return at_ > begin;
  }
  bool value() {
    if (take('{')) return members('}', true);
    if (take('[')) return members(']', false);
    return string() || word("true") || word("false") || number();
  }
  bool members(char close, bool keys) {
    if (take(close)) return true;
    std::set<std::string> seen;
    do {
      size_t begin = at_;
      if (keys && !string()) return false;
      if (keys && !seen.insert(text_.substr(begin, at_ - begin)).second) return false;
      if (keys && !take(':')) return false;
      if (!value()) return false;
    } while (take(','));
    return take(close);
  }
  const std::string& text_;
  size_t at_ = 0;
};

Verdict sample() {
  Verdict v;
  v.action = v.rule_action = Action::kJunk;
  v.rule = "own-helo";
  v.line = 12;
  v.score = 3.25;
  v.rules = {{"own-helo", "f", 12, RuleResult::kTrue, "", false, false, nullptr, "", {}},
             {"no-rdns", "f", 13, RuleResult::kUnknown, "", true, false, nullptr, "", {}},
             {"back-door", "f", 14, RuleResult::kTrue, "", false, true, nullptr, "", {}},
             {"quiet", "f", 15, RuleResult::kFalse, "", false, false, nullptr, "", {}}};
  return v;
}

LogFacts facts() {
  LogFacts f;
  f.id = "0123456789abcdef01234567";
  f.time = 1080144000;
  f.command = "filter";
  f.client = "200.150.100.50";
  f.helo = "hewgill.com";
  f.by = "occam.hewgill.net";
  f.border = "found";
  f.sender_domain = "example.com";
  f.queue_id = "5F2D13A0C1";
  f.message_id = "<1@example.com>";
  f.size = 2048;
  f.sender = "bob@example.com";
  f.subject = "secret";
  return f;
}

constexpr char kHead[] =
    R"({"schema":1,"id":"0123456789abcdef01234567","time":"2004-03-24T16:00:00Z","command":"filter",)"
    R"("verdict":"junk","rule":"own-helo","line":12,"score":3.2,"exit":0,"border":"found",)"
    R"("client":"200.150.100.50","helo":"hewgill.com","by":"occam.hewgill.net","queue_id":"5F2D13A0C1",)"
    R"("sender_domain":"example.com","message_id":"<1@example.com>","size":2048,)";

TEST(LogRecord, OneLine) {
  Verdict v = sample();
  EXPECT_EQ(log_line(&v, facts()),
            std::string(kHead) + R"("hits":["own-helo"],"trial":["back-door"],"undecided":["no-rdns"]})");
}

TEST(LogRecord, WhatWasAskedAndAnswered) {
  Verdict v = sample();
  v.rules.resize(1);
  v.tags = {"big", "odd"};
  v.logs = {"said \"no\""};
  LogFacts f = facts();
  f.answers.spf = {"fail", "example.com", "-all"};
  f.answers.spf_helo = {"temperror", "hewgill.com", "no answer from 192.0.2.53"};
  f.answers.rdns = {"dns", "mismatched", {"a.example.net", "b.example.net"}, ""};
  f.answers.listed = {
      {"bl.example", {"127.0.0.2", "127.0.0.4"}, ""}, {"dead.example", {}, "no answer"}, {"wl.example", {}, ""}};
  f.answers.dkim = {"pass", "fail"};
  f.answers.dmarc = {"pass"};
  f.answers.unknown = {{"spf helo", "dns", "SPF of \"hewgill.com\": no answer from 192.0.2.53"}};
  const std::string line = log_line(&v, f);
  EXPECT_EQ(
      line,
      std::string(kHead) +
          R"("spf":{"result":"fail","domain":"example.com","why":"-all"},)"
          R"("spf_helo":{"result":"temperror","domain":"hewgill.com","why":"no answer from 192.0.2.53"},)"
          R"("rdns":{"source":"dns","state":"mismatched","names":["a.example.net","b.example.net"]},)"
          R"("listed":[{"zone":"bl.example","answers":["127.0.0.2","127.0.0.4"]},)"
          R"({"zone":"dead.example","why":"no answer"},{"zone":"wl.example"}],)"
          R"("dkim":["pass","fail"],"dmarc":["pass"],)"
          R"("unknown":[{"fact":"spf helo","reason":"dns","why":"SPF of \"hewgill.com\": no answer from 192.0.2.53"}],)"
          R"("tags":["big","odd"],"hits":["own-helo"],"notes":["said \"no\""]})");
}

/// Returns a line that has each member, and in it no string with a bracket or an escape.
std::string whole_line() {
  Verdict v = sample();
  v.rule_action = Action::kReject;
  v.tags = {"odd"};
  v.logs = {"a note"};
  LogFacts f = facts();
  f.error = "no space";
  f.user = "greg";
  f.uid = 1000;
  f.full = true;
  f.recipient = "greg@hewgill.com";
  f.answers.spf = f.answers.spf_helo = {"fail", "example.com", "-all"};
  f.answers.rdns = {"dns", "unknown", {"a.example.net"}, "no answer"};
  f.answers.listed = {{"bl.example", {"127.0.0.2"}, "no answer"}};
  f.answers.dkim = f.answers.dmarc = {"pass"};
  f.answers.unknown = {{"spf", "dns", "no answer"}};
  return log_line(&v, f);
}

struct Members {
  std::vector<std::string> outer;
  std::set<std::string> inner;
};

Members members_of(const std::string& line) {
  Members members;
  int depth = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '{' || line[i] == '[') ++depth;
    if (line[i] == '}' || line[i] == ']') --depth;
    if (line[i] != '"') continue;
    const size_t end = line.find('"', i + 1);
    const std::string text = line.substr(i + 1, end - i - 1);
    i = end;
    if (line[end + 1] != ':') continue;
    depth == 1 ? members.outer.push_back(text) : static_cast<void>(members.inner.insert(text));
  }
  return members;
}

/// Returns what the section LOG of hfilter(1) names: items in their order, and literal words.
Members documented_members() {
  Members members;
  std::ifstream page("src/man/hfilter.1");
  bool is_here = false;
  for (std::string text; std::getline(page, text);) {
    if (text.rfind(".Sh ", 0) == 0) is_here = text == ".Sh LOG";
    if (!is_here) continue;
    std::istringstream words(text);
    std::string macro, word;
    words >> macro;
    if (macro == ".Li") {
      while (words >> word) members.inner.insert(word);
    }
    if (macro == ".It") {
      while (words >> word && word != "No" && word != "Pq") {
        if (word != "Li" && word != ",") members.outer.push_back(word);
      }
    }
  }
  return members;
}

TEST(LogRecord, TheManualNamesEachMemberInItsOrder) {
  const Members written = members_of(whole_line()), documented = documented_members();
  EXPECT_EQ(documented.outer, written.outer);
  EXPECT_EQ(written.inner.size(), 10u) << whole_line();
  for (const std::string& name : written.inner) EXPECT_EQ(documented.inner.count(name), 1u) << name;
}

UnknownFact unknown_fact(size_t why_bytes) { return {"spf", "dns", std::string(why_bytes, 'w')}; }

TEST(LogRecord, NotesAreDroppedBeforeReasons) {
  struct Row {
    const char* name;
    size_t notes, unknown;
    bool notes_cut, reasons;
  } rows[] = {{"both fit", 5, 5, false, true},
              {"notes do not", 50, 5, true, true},
              {"reasons do not", 1, 40, false, false},
              {"neither", 50, 40, true, false}};
  for (const Row& row : rows) {
    Verdict v = sample();
    v.logs.assign(row.notes, std::string(200, 'n'));
    LogFacts f = facts();
    f.answers.unknown.assign(row.unknown, unknown_fact(150));
    const std::string line = log_line(&v, f);
    EXPECT_EQ(line.find("\"notes_cut\":true") != line.npos, row.notes_cut) << row.name << line;
    EXPECT_EQ(line.find("\"why\":\"www") != line.npos, row.reasons) << row.name << line;
    EXPECT_EQ(line.find("unknown_cut"), line.npos) << row.name << line;
    EXPECT_NE(line.find("\"undecided\":[\"no-rdns\"]"), line.npos) << row.name << line;
    EXPECT_LT(line.size(), kMaxLogLineBytes) << row.name;
    EXPECT_EQ(Checker::fault(line), "") << line;
  }
}

TEST(LogRecord, SubjectAndLocalPartOnlyWhenAsked) {
  Verdict v = sample();
  LogFacts f = facts();
  f.recipient = "greg@hewgill.com";
  for (bool full : {false, true}) {
    f.full = full;
    std::string line = log_line(&v, f);
    for (const char* secret : {"bob@", "secret", "greg@"}) {
      EXPECT_EQ(line.find(secret) != std::string::npos, full) << secret << " in " << line;
    }
    EXPECT_EQ(Checker::fault(line), "") << line;
  }
}

TEST(LogRecord, AReasonNamesNoLocalPartUnlessAsked) {
  const struct {
    const char* in;
    const char* want;
  } rows[] = {{"the stranger wrote to `talk@example.com`, which is in mylists",
               "the stranger wrote to `*@example.com`, which is in mylists"},
              {"a@b.example and <c.d@e.example>", "*@b.example and <*@e.example>"},
              {"x \"a b\"@c.example", "x *@c.example"},
              {"\"@", "\"*@"},
              {"@", "*@"},
              {"a@b@c", "*@c"},
              {"no answer from 192.0.2.53", "no answer from 192.0.2.53"}};
  for (const auto& row : rows) {
    LogFacts f = facts();
    f.sender.clear();
    for (bool full : {false, true}) {
      f.full = full;
      f.answers.unknown = {{"sender", "sent-on", row.in}};
      const std::string want = std::string("\"why\":\"") + escape_json(full ? row.in : row.want) + "\"}]";
      EXPECT_NE(log_line(nullptr, f).find(want), std::string::npos) << row.in << log_line(nullptr, f);
    }
  }
}

TEST(LogRecord, AnErrorHasNoVerdict) {
  LogFacts f = facts();
  f.error = "no space";
  f.exit_code = 75;
  f.user = "greg";
  f.uid = 1000;
  std::string line = log_line(nullptr, f);
  EXPECT_EQ(Checker::fault(line), "") << line;
  EXPECT_EQ(line.find("verdict"), std::string::npos);
  EXPECT_NE(line.find("\"exit\":75,\"error\":\"no space\",\"user\":\"greg\",\"uid\":1000"), std::string::npos) << line;
}

// kMaxLogLineBytes: with the line's end it is one atomic write.
TEST(LogRecord, TheLengthIsBounded) {
  const std::string fillers[] = {std::string(10'000, 'a'), std::string(10'000, '\x01'), std::string(10'000, '"'),
                                 std::string(10'000, '\xff'), [] {
                                   std::string s;
                                   for (int i = 0; i < 3000; ++i) s += "\xf0\x9f\x93\xa7";
                                   return s;
                                 }()};
  for (const std::string& filler : fillers) {
    for (size_t rules : {0u, 1u, 10u, 1000u}) {
      Verdict v = sample();
      v.rule = filler;
      v.logs.assign(50, filler);
      for (RuleResult result : {RuleResult::kTrue, RuleResult::kUnknown}) {
        v.rules.insert(v.rules.end(), rules, {filler, "f", 1, result, "", false, false, nullptr, "", {}});
        v.rules.insert(v.rules.end(), rules, {filler, "f", 1, result, "", false, true, nullptr, "", {}});
      }
      LogFacts f = facts();
      f.client = f.helo = f.by = f.border = f.sender_domain = f.message_id = f.error = filler;
      f.sender = f.recipient = f.subject = f.command = f.id = f.user = f.queue_id = filler;
      f.uid = 4294967295;
      f.answers.spf = f.answers.spf_helo = {filler, filler, filler};
      f.answers.rdns = {filler, filler, std::vector<std::string>(rules, filler), filler};
      f.answers.listed.assign(rules, {filler, std::vector<std::string>(2, filler), filler});
      f.answers.dkim = f.answers.dmarc = v.tags = std::vector<std::string>(rules, filler);
      f.answers.unknown.assign(rules, {filler, filler, filler});
      f.full = true;
      std::string line = log_line(&v, f);
      EXPECT_LT(line.size(), kMaxLogLineBytes) << rules;
      EXPECT_EQ(Checker::fault(line), "") << line;
    }
  }
}

TEST(LogRecord, ManyRulesAreCutAndSaidSo) {
  Verdict v = sample();
  v.rules.assign(2000, {"a-rule-with-a-name", "f", 1, RuleResult::kUnknown, "", false, false, nullptr, "", {}});
  std::string line = log_line(&v, facts());
  EXPECT_NE(line.find("\"undecided_cut\":true"), std::string::npos) << line;
  EXPECT_GT(line.size(), kMaxLogLineBytes / 2);
  EXPECT_EQ(Checker::fault(line), "") << line;
}

TEST(LogRecord, TheCheckerFindsFaults) {
  for (const char* bad : {"{", "{}x", "{\"a\":}", "{\"a\":1,\"b\":2,\"b\":3}", "{\"a\":\"\x01\"}", "{\"a\":[1,]}"}) {
    EXPECT_NE(Checker::fault(bad), "") << bad;
  }
}

}  // namespace
}  // namespace hfilter
