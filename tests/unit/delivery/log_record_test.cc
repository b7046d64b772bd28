// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/log_record.h"

#include <gtest/gtest.h>

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
    do {
      size_t begin = at_;
      if (keys && !string()) return false;
      if (keys && text_.substr(0, begin).find("," + text_.substr(begin, at_ - begin) + ":") != std::string::npos)
        return false;
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
  v.action = v.asked = Action::kJunk;
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
  f.time = 1080144000;
  f.command = "filter";
  f.client = "200.150.100.50";
  f.helo = "hewgill.com";
  f.by = "occam.hewgill.net";
  f.border = "found";
  f.sender_domain = "example.com";
  f.message_id = "<1@example.com>";
  f.size = 2048;
  f.sender = "bob@example.com";
  f.subject = "secret";
  return f;
}

TEST(LogRecord, OneLine) {
  Verdict v = sample();
  EXPECT_EQ(
      log_line(&v, facts()),
      "{\"time\":\"2004-03-24T16:00:00Z\",\"command\":\"filter\",\"verdict\":\"junk\",\"rule\":\"own-helo\",\"line\":"
      "12,"
      "\"score\":3.2,\"border\":\"found\",\"client\":\"200.150.100.50\",\"helo\":\"hewgill.com\","
      "\"by\":\"occam.hewgill.net\",\"sender_domain\":\"example.com\",\"message_id\":\"<1@example.com>\",\"size\":2048,"
      "\"exit\":0,\"hits\":[\"own-helo\"],\"trial\":[\"back-door\"],\"undecided\":[\"no-rdns\"]}");
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

TEST(LogRecord, AnErrorHasNoVerdict) {
  LogFacts f = facts();
  f.error = "no space";
  f.exit_code = 75;
  std::string line = log_line(nullptr, f);
  EXPECT_EQ(Checker::fault(line), "") << line;
  EXPECT_EQ(line.find("verdict"), std::string::npos);
  EXPECT_NE(line.find("\"exit\":75,\"error\":\"no space\""), std::string::npos) << line;
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
      f.sender = f.recipient = f.subject = f.command = filler;
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
