// SPDX-License-Identifier: BSD-2-Clause
#include "app/pipeline.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "unit/fake_mime_probe.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

/// A probe that fails as a machine without memory does.
class BrokenMimeProbe : public FakeMimeProbe {
 public:
  Result<std::vector<MimeEntityReport>> structure(const std::string&, int) override {
    throw std::runtime_error("no memory");
  }
};

struct Outcome {
  std::string header;
  std::string action = "none";
  Truth truth;
  std::string error;
};

Outcome judged(const std::string& rules, const std::string& header, MimeProbe& mime, const char* condition = nullptr) {
  const RuleFixture fixture(rules);
  const Message message(header + "\n", std::make_unique<MemoryBody>("--x\n\nbody\n--x--\n"));
  const PipelineInputs around{fixture.clock, mime, {}, {}, nullptr, nullptr, nullptr, nullptr, "mx.example.net"};
  const ParsedExpr parsed = parse_expression(condition != nullptr ? condition : "local", fixture.rules);
  Outcome outcome;
  const Deliver deliver = [&](JudgedMessage& mail) {
    outcome.header = mail.message.header();
    if (mail.verdict) outcome.action = action_name(mail.verdict->action);
    outcome.truth = mail.truth;
    outcome.error = mail.error;
    return 17;
  };
  EXPECT_EQ(run_pipeline(message, fixture.rules, around, deliver, condition ? parsed.expr.get() : nullptr), 17);
  return outcome;
}

Outcome judged(const std::string& rules, const std::string& header, const char* condition = nullptr) {
  FakeMimeProbe mime;
  return judged(rules, header, mime, condition);
}

TEST(Pipeline, RulesDoNotSeeResultsOfAnEarlierDelivery) {
  const std::string others = "Authentication-Results: other.example.net; spf=pass\nSubject: x\n";
  const char* own[] = {
      "X-HFilter-Verdict: accept\n",
      "Authentication-Results: hfilter.mx.example.net; spf=fail\n",
      "Received-SPF: fail (x) client-ip=192.0.2.1; helo=y; receiver=mx.example.net; identity=helo\n",
  };
  for (const std::string field : own) {
    const std::string name = field.substr(0, field.find(':'));
    const std::string rules = "match header \"" + name + "\" contains \"" + (name[0] == 'A' ? "fail" : "") +
                              (name[0] == 'X' ? "accept" : "") + (name[0] == 'R' ? "mx" : "") + "\" then junk\n";
    const Outcome outcome = judged(rules, field + others);
    EXPECT_EQ(outcome.action, "accept") << field;
    EXPECT_EQ(outcome.header, others + "\n") << field;
  }
}

TEST(Pipeline, RulesOrOneCondition) {
  const std::string rules = "match subject contains \"x\" then junk\n";
  EXPECT_EQ(judged(rules, "Subject: x\n").action, "junk");
  const Outcome outcome = judged(rules, "Subject: x\n", "subject contains \"x\"");
  EXPECT_EQ(outcome.action, "none");
  EXPECT_TRUE(outcome.truth.is_true()) << outcome.truth.why;
}

TEST(Pipeline, FaultyRulesGiveNoVerdict) {
  const Outcome outcome = judged("match nonsense then junk\n", "Subject: x\n");
  EXPECT_EQ(outcome.action, "none");
  EXPECT_NE(outcome.error.find(".hfilterrc:1:"), outcome.error.npos) << outcome.error;
}

TEST(Pipeline, AnInternalErrorLeavesTheMessageToTheCommand) {
  BrokenMimeProbe mime;
  const Outcome outcome = judged("match body contains \"body\" then junk\n",
                                 "Subject: x\nContent-Type: multipart/mixed; boundary=x\n", mime);
  EXPECT_EQ(outcome.action, "none");
  EXPECT_EQ(outcome.error, "internal error: no memory");
  EXPECT_NE(outcome.header, "");
}

}  // namespace
}  // namespace hfilter
