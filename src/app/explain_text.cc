// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cstdio>

#include "app/explain.h"
#include "app/spf_text.h"
#include "base/escape.h"
#include "base/mail_date.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr int kMaxHopsShown = 40;  // a mail of ten thousand hops must not fill the screen
constexpr size_t kMaxShownBytes = 120;

/// Foreign text on one line of a terminal, shortened.
std::string shown(std::string_view text) {
  const std::string line = unfold(text);
  if (line.size() <= kMaxShownBytes) return escape_terminal(line);
  return escape_terminal(std::string_view(line).substr(0, kMaxShownBytes)) + "...";
}

std::string size_text(uint64_t bytes) {
  char text[32];
  if (bytes < 1024) {
    std::snprintf(text, sizeof text, "%d B", static_cast<int>(bytes));
  } else if (bytes < (uint64_t{1} << 20)) {
    std::snprintf(text, sizeof text, "%d K", static_cast<int>(bytes >> 10));
  } else {
    std::snprintf(text, sizeof text, "%.1f M", static_cast<double>(bytes) / (1 << 20));
  }
  return text;
}

std::string duration_text(int64_t seconds) {
  const char* sign = seconds < 0 ? "-" : "+";
  const int64_t s = seconds < 0 ? -seconds : seconds;
  const auto unit = [&](int64_t n, const char* name) { return sign + std::to_string(n) + name; };
  if (s < 120) return unit(s, "s");
  if (s < 7200) return unit(s / 60, "m");
  if (s < 172800) return unit(s / 3600, "h");
  return unit(s / 86400, "d");
}

class Explanation {
 public:
  Explanation(const ExplainInput& in, const Terminal& terminal)
      : in_(in), t_(terminal), chain_(in.the_case.chain()), border_(in.the_case.border()) {}

  std::string text() {
    title();
    path();
    facts();
    dns();
    rules();
    verdict();
    return out_;
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    out_ += '\n';
  }

  void title() {
    const Message& message = in_.the_case.message();
    std::string text = shown(in_.file == "-" ? "standard input" : in_.file);
    const auto body = message.body().size();
    const std::string gap = std::string(" ") + t_.dot() + " ";
    if (body) text += gap + size_text(message.header().size() + *body);
    if (const HeaderField* date = message.find("Date")) text += gap + shown(trim(date->value));
    const FactValue& subject = in_.the_case.facts().value(FactId::subject);  // decoded, where it can be
    if (!subject.values().empty()) text += gap + "\"" + shown(scalar_text(subject.values().front())) + "\"";
    line(t_.bold(text));
  }

  void path() {
    if (chain_.size() == 0) {
      line("  PATH  no Received line");
      return;
    }
    line(padded("  PATH (newest first)", 66) + "time");
    const int count = std::min(chain_.size(), kMaxHopsShown);
    bool drawn = false;
    for (int n = 1; n <= count; ++n) {
      if (!drawn && n == first_below()) {
        border_line();
        drawn = true;
      }
      hop(chain_.hop(n));
    }
    if (!drawn && first_below() == count + 1 && border_.has_stranger()) border_line();
    const std::string warning = unlisted_by(border_, in_.rules.trust);
    if (!warning.empty()) {
      line("      " +
           t_.yellow("warning: the border line was written by " + shown(warning) + ", which is not in myhosts"));
    }
    if (count < chain_.size()) line("      " + std::to_string(chain_.size() - count) + " more");
  }

  /// The first hop that your servers did not write.
  int first_below() const { return static_cast<int>(border_.roles.size()) + 1; }

  void border_line() {
    const std::string text =
        border_.state == BorderState::kFound || border_.state == BorderState::kGuessed
            ? "border: the lines above were written by your servers"
            : std::string("border ") + border_state_name(border_.state) + ": nothing below is believed";
    const int width = std::max(4, 66 - 4 - columns_of(text));
    line("      " + t_.yellow(t_.double_line(2) + " " + text + " " + t_.double_line(width)));
  }

  std::string client_text(const ReceivedHop& hop) const {
    if (!hop.client)
      return hop.helo ? "\"" + shown(*hop.helo) + "\"" : std::string("(") + hop_kind_name(hop.kind) + ")";
    std::string name = "(no name)";
    if (!hop.rdns.empty()) name = shown(hop.rdns) + (hop.rdns_state == RdnsState::kUnverified ? " (unverified)" : "");
    return hop.client->to_string() + " " + name;
  }

  void hop(const ReceivedHop& hop) {
    std::string text = "  " + padded(std::to_string(hop.number), 4) +
                       padded(hop.by.empty() ? std::string("(") + hop.writer + ")" : shown(hop.by), 22);
    text += std::string(" ") + t_.arrow_left() + " " + client_text(hop);
    const std::string when = padded(took(hop), 5);
    const std::string role = role_text(hop);
    if (columns_of(text) > 64) {
      line(text);
      text.clear();
    }
    line(padded(text, 66) + when + "  " + role);
  }

  /// How long the mail took from the hop below to this one.
  std::string took(const ReceivedHop& hop) const {
    if (!hop.time || hop.number >= chain_.size()) return "?";
    const ReceivedHop& below = chain_.hop(hop.number + 1);
    return below.time ? duration_text(*hop.time - *below.time) : "?";
  }

  std::string role_text(const ReceivedHop& hop) const {
    const size_t i = static_cast<size_t>(hop.number - 1);
    if (i >= border_.roles.size()) return t_.dim("not believed");
    const HopRole& role = border_.roles[i];
    const std::string why = shown(role.why);
    const std::string colon = why.empty() ? "" : ": " + why;
    switch (role.role) {
      case HopRole::Role::kYours:
        return t_.green("yours") + colon;
      case HopRole::Role::kBelieved:
        return t_.green("believed") + colon;
      case HopRole::Role::kInside:
        return t_.green("inside") + colon;
      case HopRole::Role::kStranger:
        return t_.red("STRANGER") + (hop.helo ? "  helo \"" + shown(*hop.helo) + "\"" : "");
      case HopRole::Role::kStop:
        return t_.red(border_state_name(border_.state)) + colon;
      case HopRole::Role::kNotBelieved:
        break;
    }
    return t_.dim("not believed");
  }

  void facts() {
    out_ += '\n';
    std::string head = padded("  FACTS", 10);
    fact_line(head, "border", std::string(border_state_name(border_.state)), border_.why);
    for (const FactDef& fact : all_facts()) {
      if (std::string_view(fact.name) == "border") continue;
      const std::string name = fact.name;
      if (!is_shown(fact, in_)) {
        fact_line(head, name, t_.dim("not asked"), "");
        continue;
      }
      const FactValue& value = in_.the_case.facts().value(fact.id);
      if (!value.known()) {
        if (!border_.is_yours() || value.why_unknown().reason != UnknownReason::kYours) {
          fact_line(head, name, t_.dim("unknown"), value.why_unknown().text);
        }
      } else if (!value.values().empty()) {
        fact_line(head, name, values_text(fact, value), rdns_note(fact));
      }
    }
  }

  /// What was asked outside, and what SPF made of it.
  void dns() {
    const DnsFacts* dns = in_.the_case.dns_facts();
    if (dns == nullptr || dns->lookups().empty()) return;
    out_ += '\n';
    if (const SpfReport* report = dns->mailfrom_asked()) out_ += spf_report_text("  SPF", *report);
    if (const SpfReport* report = dns->helo_identity_asked()) out_ += spf_report_text("  HELO", *report);
    out_ += dns_lookups_text("  DNS", dns->lookups());
  }

  std::string rdns_note(const FactDef& fact) const {
    if (std::string_view(fact.name) != "rdns" || !border_.hop) return "";
    return rdns_state_name(border_.hop->rdns_state);
  }

  static std::string value_text(const FactDef& fact, const Scalar& scalar) {
    const double* number = std::get_if<double>(&scalar);
    if (number && fact.type == FactType::kDate) return format_utc(static_cast<int64_t>(*number) * 86400).substr(0, 10);
    if (number && fact.type == FactType::kSize) return size_text(static_cast<uint64_t>(*number));
    if (number && fact.type == FactType::kDuration) return duration_text(static_cast<int64_t>(*number)).substr(1);
    return shown(scalar_text(scalar));
  }

  static std::string values_text(const FactDef& fact, const FactValue& value) {
    constexpr size_t kMaxValues = 5;
    std::string text;
    for (size_t i = 0; i < value.values().size() && i < kMaxValues; ++i) {
      text += (i ? ", " : "") + value_text(fact, value.values()[i]);
    }
    if (value.values().size() > kMaxValues) text += ", " + std::to_string(value.values().size() - kMaxValues) + " more";
    return text;
  }

  void fact_line(std::string& head, std::string_view name, const std::string& value, const std::string& note) {
    std::string text = head + padded(std::string(name), 15) + " " + value;
    if (!note.empty()) text += "  " + t_.dim("(" + shown(note) + ")");
    line(text);
    head = padded("", 10);
  }

  void rules() {
    out_ += '\n';
    std::string head = padded("  RULES", 10);
    if (in_.verdict.rules.empty()) {
      line(head + (in_.rules.no_files() ? "no rule file"
                   : in_.rules.faulty() ? "none: the rule files are faulty"
                                        : "none"));
    }
    size_t widest = 10;
    for (const RuleReport& rule : in_.verdict.rules) widest = std::max(widest, rule.name.size());
    const int because = 10 + static_cast<int>(std::min<size_t>(widest, 24)) + 7 + 4 + 1 + 8;
    for (const RuleReport& rule : in_.verdict.rules) {
      std::string text = head + padded(rule.name, static_cast<int>(std::min<size_t>(widest, 24))) + "  line " +
                         padded(std::to_string(rule.line), 4) + " " + padded(result_text(rule), 8);
      head = padded("", 10);
      const bool unknown = rule.result == RuleResult::kUnknown && !rule.why.empty();
      text += shown(unknown ? rule.why : rule.condition);
      if (rule.result == RuleResult::kTrue) text += std::string("  ") + t_.arrow_right() + " " + shown(rule.effect);
      if (rule.trial) text += t_.dim(" (trial)");
      if (rule.result == RuleResult::kTrue && !rule.why.empty() && rule.why != rule.condition) {
        line(text);
        text = padded("", because) + t_.dim(shown(rule.why));
      }
      line(text);
    }
  }

  std::string result_text(const RuleReport& rule) const {
    switch (rule.result) {
      case RuleResult::kTrue:
        return t_.bold("MATCH");
      case RuleResult::kFalse:
        return "no";
      case RuleResult::kUnknown:
        return t_.yellow("?");
      case RuleResult::kSkipped:
        return t_.dim("skipped");
      case RuleResult::kNotReached:
        break;
    }
    return t_.dim("-");
  }

  void verdict() {
    const Verdict& v = in_.verdict;
    const std::string word = action_name(v.action);
    std::string text = padded("  VERDICT", 10) + (v.action == Action::kAccept ? t_.green(word) : t_.red(t_.bold(word)));
    text += v.rule.empty() ? "  (no rule decided)" : "  by " + shown(v.rule);
    if (!v.text.empty()) text += ": " + shown(v.text);
    line(text);
    if (!v.guard.empty()) line(padded("", 10) + "asked for " + action_name(v.asked) + ", but " + shown(v.guard));
    if (v.score != 0) line(padded("", 10) + "score " + score_text(v.score));
    for (const std::string& tag : v.tags) line(padded("", 10) + "tag " + shown(tag));
  }

  static std::string score_text(double score) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", score);
    return text;
  }

  const ExplainInput& in_;
  const Terminal& t_;
  const RelayChain& chain_;
  const Border& border_;
  std::string out_;
};

}  // namespace

std::string explain_text(const ExplainInput& in, const Terminal& terminal) { return Explanation(in, terminal).text(); }

}  // namespace hfilter
