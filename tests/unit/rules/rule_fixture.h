// SPDX-License-Identifier: BSD-2-Clause
//
// Rules, files, a clock and a message for the tests of rules/: all in memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "advice/expression.h"
#include "advice/loader.h"
#include "facts/facts.h"
#include "probes/clock.h"
#include "rules/diagnostic.h"
#include "rules/evaluate.h"
#include "rules/expr.h"
#include "unit/text_list_file.h"

namespace hfilter {

class FakeListFile : public TextListFile {
 public:
  FakeListFile(std::string path, const std::string* text) : path_(std::move(path)), text_(text) {}
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override {
    ++reads;
    if (text_ != nullptr) return std::string_view(*text_);
    return failure(ErrorKind::kNotFound, "there is no such file");
  }
  int reads = 0;

 private:
  std::string path_;
  const std::string* text_;
};

/// Files as a map from path to text. "~/" is /home/greg/.
class FakeRuleFiles : public RuleFiles {
 public:
  std::map<std::string, std::string> texts;

  Result<std::string> read(const std::string& path) override {
    const auto found = texts.find(path);
    if (found != texts.end()) return found->second;
    return failure(ErrorKind::kNotFound, "there is no file " + path);
  }
  ListFile* list_file(const std::string& path) override {
    std::unique_ptr<FakeListFile>& file = lists_[path];
    if (!file) {
      const auto found = texts.find(path);
      file = std::make_unique<FakeListFile>(path, found == texts.end() ? nullptr : &found->second);
    }
    return file.get();
  }
  std::string resolve(std::string_view path, const std::string& including_file) const override {
    if (path.substr(0, 2) == "~/") return "/home/greg/" + std::string(path.substr(2));
    if (path.substr(0, 1) == "/") return std::string(path);
    return including_file.substr(0, including_file.rfind('/') + 1) + std::string(path);
  }

 private:
  std::map<std::string, std::unique_ptr<FakeListFile>> lists_;
};

class FixedClock : public Clock {
 public:
  int64_t seconds = 1'767'225'600;  // 2026-01-01T00:00:00Z
  int64_t now() const override { return seconds; }
  int64_t local_day(int64_t moment) const override { return moment / 86'400; }
};

constexpr char kUserRc[] = "/home/greg/.hfilterrc";
constexpr char kSiteRc[] = "/etc/hfilterrc";

/// Rule files and what they say about messages.
struct RuleFixture {
  FakeRuleFiles files;
  FixedClock clock;
  const TimeLimit* limit = nullptr;
  RuleSet rules;

  RuleFixture() = default;
  explicit RuleFixture(const std::string& user_rc) { load(user_rc); }

  const RuleSet& load(const std::string& user_rc) {
    files.texts[kUserRc] = user_rc;
    return reload();
  }
  const RuleSet& reload() {
    rules = load_rules({{kSiteRc, false, true}, {kUserRc, false, false}}, files, clock.today());
    return rules;
  }

  template <class F>
  auto with_facts(const std::string& header, const Envelope& envelope, const F& f) {
    const Message message(header + "\n", std::make_unique<MemoryBody>("body\n"));
    const RelayChain chain(message);
    const Border border = find_border(chain, rules.trust);
    FactContext context{message, chain, border, rules.trust, envelope, clock};
    context.limit = limit;
    Facts facts(context);
    return f(facts);
  }

  Verdict judge(const std::string& header, const Envelope& envelope = {}) {
    return with_facts(header, envelope, [&](Facts& facts) { return evaluate(rules, facts); });
  }
  /// The value of one condition.
  Truth test(const std::string& expr, const std::string& header, const Envelope& envelope = {}) {
    const ParsedExpr parsed = parse_expression(expr, rules);
    if (!parsed.expr) {
      return {Kleene::kUnknown, "DOES NOT PARSE: " + format_diagnostic(parsed.diagnostics.front())};
    }
    return with_facts(header, envelope, [&](Facts& facts) { return evaluate_expression(*parsed.expr, rules, facts); });
  }
};

/// All diagnostics as text, for messages of tests.
inline std::string diagnostics_text(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += format_diagnostic(diagnostic) + "\n";
  return text;
}

/// A Received field as Postfix writes it.
inline std::string postfix_line(const std::string& helo, const std::string& rdns, const std::string& ip,
                                const std::string& by = "occam.hewgill.net", const std::string& with = "ESMTP") {
  return "Received: from " + helo + " (" + rdns + " [" + ip + "])\n\tby " + by + " (Postfix) with " + with +
         " id 4Bxyz1Zz9\n\tfor <greg@hewgill.com>; Wed, 31 Dec 2025 23:00:00 +0000 (UTC)\n";
}

}  // namespace hfilter
