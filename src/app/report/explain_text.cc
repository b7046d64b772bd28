// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "advice/one_line.h"
#include "app/report/explain.h"
#include "app/report/fact_text.h"
#include "app/report/spf_text.h"
#include "base/escape.h"
#include "base/text.h"
#include "facts/connection/dns_facts.h"
#include "rules/expr.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

constexpr int kMaxHopsShown = 40;        // The most hops shown. A mail with 10,000 hops must not fill the screen.
constexpr size_t kMaxMissesShown = 100;  // The most rules shown that do not match.
constexpr size_t kMaxNamesShown = 20;    // The most rules shown that were not reached.

// Widths in columns.
constexpr int kHead = 10;      // The width of a heading: "  FACTS   ".
constexpr int kFactName = 16;  // The width of a fact's name. The widest is "attachment name".
constexpr int kHop = 6;        // The width of the number of a hop: "   1  ".
constexpr int kBy = 22;        // The width of the server name. A longer name extends it.
constexpr int kTime = 7;       // The width of the time, at the right of a hop.
constexpr int kRole = 9;       // The width of the role if it is below its hop.
constexpr int kWideLeft = 72;  // The column of the role beside its hop, if the terminal has kWide columns.
constexpr int kWide = 116;
constexpr int kRuleName = 20;  // The width of a rule's name. A longer name extends it.
constexpr int kResult = 9;

/// Returns a name for the path of a message; a long name loses its middle.
std::string short_name(std::string_view name) {
  constexpr size_t kMost = 48, kFront = 20, kTail = 25;
  const std::string line = unfold(name);
  if (line.size() <= kMost) return escape_terminal(line);
  return escape_terminal(line.substr(0, kFront)) + "..." + escape_terminal(line.substr(line.size() - kTail));
}

/// Returns the time of a hop in one unit, with its sign.
std::string delay_text(int64_t seconds) {
  const char* sign = seconds < 0 ? "-" : "+";
  const int64_t s = seconds < 0 ? -seconds : seconds;
  const auto unit = [&](int64_t n, const char* name) { return sign + std::to_string(n) + name; };
  if (s < 120) return unit(s, "s");
  if (s < 7200) return unit(s / 60, "m");
  if (s < 172800) return unit(s / 3600, "h");
  return unit(s / 86400, "d");
}

void append_name(std::string& names, const std::string& name) { names += (names.empty() ? "" : ", ") + name; }

class Explanation {
 public:
  Explanation(const ExplainInput& in, const Terminal& terminal)
      : in_(in), t_(terminal), chain_(in.mail.chain), border_(in.mail.border) {}

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
  /// Adds `head`, and `text` from column `indent` on.
  void put(std::string_view head, std::string_view text, int indent) { out_ += t_.folded(head, text, indent); }

  void title() {
    const Message& message = in_.mail.message;
    std::string text = escape_terminal(in_.file == "-" ? "standard input" : in_.file);
    const auto body = message.body().size();
    const std::string gap = std::string(" ") + t_.dot() + " ";
    if (body) text += gap + typed_text(FactType::kSize, Scalar(static_cast<double>(message.header().size() + *body)));
    if (const HeaderField* date = message.find("Date")) text += gap + shown(trim(date->value));
    const FactValue& subject = in_.mail.facts.value(FactId::subject);  // the Subject is decoded if possible
    if (!subject.values().empty()) text += gap + "\"" + shown(scalar_text(subject.values().front())) + "\"";
    put("", t_.bold(text), 0);
    if (in_.mbox_messages > 1) put("", "message 1 of " + std::to_string(in_.mbox_messages) + " in this mbox", 0);
  }

  // ---- the PATH section of the output: the hops ----

  bool is_wide() const { return t_.columns >= kWide; }
  int left_columns() const { return is_wide() ? kWideLeft : t_.columns - kTime; }

  void path() {
    if (chain_.size() == 0) {
      put("  PATH", "no Received line", kHead);
      return;
    }
    out_ += padded("  PATH (newest first)", left_columns()) + "time\n";
    const int count = std::min(chain_.size(), kMaxHopsShown);
    bool drawn = false;
    for (int n = 1; n <= count; ++n) {
      if (!drawn && n == first_below()) {
        border_line("; nothing below is believed");
        drawn = true;
      }
      hop(chain_.hop(n));
    }
    if (!drawn && first_below() == count + 1 && border_.has_stranger()) border_line("");
    const std::string warning = unlisted_by(border_, in_.rules.trust);
    if (!warning.empty()) {
      put("", t_.yellow("warning: the border line was written by " + shown(warning) + ", which is not in myhosts"),
          kHop);
    }
    if (count < chain_.size()) put("", std::to_string(chain_.size() - count) + " more hops", kHop);
  }

  /// Returns the first hop that your servers did not write.
  int first_below() const { return static_cast<int>(border_.roles.size()) + 1; }

  void border_line(const char* below) {
    const bool sure = border_.state == BorderState::kFound || border_.state == BorderState::kGuessed;
    std::string text =
        border_.is_yours() ? "no border: the mail is yours" : std::string("border ") + border_state_name(border_.state);
    text += ": nothing below is believed";
    if (sure) text = std::string("border: your servers wrote the lines above") + below;
    const int width = std::max(2, t_.columns - 2 - 4 - columns_of(text));
    put("", t_.yellow(t_.double_line(2) + " " + text + " " + t_.double_line(width)), 2);
  }

  std::string client_text(const ReceivedHop& hop) const {
    if (!hop.client) {
      return hop.helo ? "\"" + short_name(*hop.helo) + "\"" : std::string("(") + hop_kind_name(hop.kind) + ")";
    }
    std::string name = "(no name)";
    if (!hop.rdns.empty()) {
      name = short_name(hop.rdns) + (hop.rdns_state == RdnsState::kUnverified ? " (unverified)" : "");
    }
    return hop.client->to_string() + " " + name;
  }

  /// Adds the lines of a hop: server, client, time taken, and role.
  void hop(const ReceivedHop& hop) {
    Terminal left = t_;
    left.columns = left_columns() - 1;
    const std::string by = hop.by.empty() ? std::string("(") + hop.writer + ")" : short_name(hop.by);
    const std::string head = padded("  " + std::to_string(hop.number), kHop) + padded(by, kBy);
    const std::string text = left.folded("", head + " " + t_.arrow_left() + " " + client_text(hop), kHop).substr(kHop);
    const size_t end = text.find('\n');
    const std::string first = padded(text.substr(0, end), left_columns()) + padded(hop_delay_text(hop), kTime);
    const std::string role = role_text(hop);
    const bool beside = is_wide() && end + 1 == text.size();
    put(first, beside ? role : "", kWideLeft + kTime);
    out_ += text.substr(end + 1);
    if (!beside && !role.empty()) put("", role, kRole);
  }

  /// Returns the time from the previous hop to this one.
  std::string hop_delay_text(const ReceivedHop& hop) const {
    if (!hop.time || hop.number >= chain_.size()) return "?";
    const ReceivedHop& below = chain_.hop(hop.number + 1);
    return below.time ? delay_text(*hop.time - *below.time) : "?";
  }

  /// Returns the role of a hop; empty below the border.
  std::string role_text(const ReceivedHop& hop) const {
    const size_t i = static_cast<size_t>(hop.number - 1);
    if (i >= border_.roles.size()) return "";
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
        return t_.red("STRANGER") + (hop.helo ? "  helo \"" + short_name(*hop.helo) + "\"" : "");
      case HopRole::Role::kStop:
        return t_.red(border_state_name(border_.state)) + colon;
      case HopRole::Role::kNotBelieved:
        break;
    }
    return t_.dim("not believed");
  }

  // ---- the section FACTS ----

  /// Unknown facts that share a line, because their reason is the same.
  struct Group {
    std::string why;
    std::string names;
  };

  void facts() {
    out_ += '\n';
    std::string head = "  FACTS";
    fact_line(head, "border", std::string(border_state_name(border_.state)), border_.why);
    std::string yes, no, not_asked;
    std::vector<Group> unknown;
    for (const FactDef& fact : all_facts()) {
      if (fact.id == FactId::border) continue;
      if (!is_shown(fact, in_)) {
        append_name(not_asked, fact.name);
        continue;
      }
      const FactValue& value = in_.mail.facts.value(fact.id);
      if (!value.known()) {
        add_unknown(unknown, fact.name, value.why_unknown().text);
      } else if (fact.type == FactType::kFlag) {
        append_name(is_set(value) ? yes : no, fact.name);
      } else if (!value.values().empty()) {
        fact_line(head, fact.name, values_text(fact.type, value), rdns_note(fact));
      }
    }
    if (!yes.empty()) fact_line(head, "it is", yes, "");
    if (!no.empty()) fact_line(head, "it is not", t_.dim(no), "");
    for (const Group& group : unknown) fact_line(head, t_.yellow("unknown"), group.names, group.why);
    if (!not_asked.empty()) fact_line(head, t_.dim("not asked"), t_.dim(not_asked), in_.all ? "" : "--all asks them");
  }

  static bool is_set(const FactValue& value) {
    const bool* set = value.values().empty() ? nullptr : std::get_if<bool>(&value.values().front());
    return set != nullptr && *set;
  }

  /// Adds an unknown fact to the group with its reason. "... speaks of dkim" and "... speaks of dmarc" are one
  /// reason.
  static void add_unknown(std::vector<Group>& groups, const std::string& name, std::string why) {
    if (ends_ignoring_case(why, " " + name)) why.replace(why.size() - name.size(), name.size(), "it");
    for (Group& group : groups) {
      if (group.why == why) return append_name(group.names, name);
    }
    groups.push_back({why, name});
  }

  std::string rdns_note(const FactDef& fact) const {
    if (fact.id != FactId::rdns || !border_.hop) return "";
    return rdns_state_name(border_.hop->rdns_state);
  }

  /// Adds the line of a fact. Only the first line gets the head.
  void fact_line(std::string& head, const std::string& name, const std::string& value, const std::string& note) {
    std::string text = value;
    if (!note.empty()) text += "  " + t_.dim("(" + shown(note) + ")");
    put(padded(head, kHead) + padded(name, kFactName), text, kHead + kFactName);
    head.clear();
  }

  /// Adds the DNS lookups and the SPF results to the report.
  void dns() {
    const DnsFacts* dns = in_.mail.facts.context().dns;
    if (dns == nullptr || dns->lookups().empty()) return;
    std::string text;
    if (const SpfReport* report = dns->mailfrom_asked()) text += spf_report_text("  SPF", *report, t_);
    if (const SpfReport* report = dns->helo_identity_asked()) text += spf_report_text("  HELO", *report, t_);
    text += dns_lookups_text("  DNS", dns->lookups(), t_);
    if (!text.empty()) out_ += "\n" + text;
  }

  // ---- the section RULES ----

  /// Column widths of the rule table.
  struct Columns {
    int name = 10;
    int line = 6;
    int text() const { return kHead + name + 2 + line + 2 + kResult; }
  };

  void rules() {
    out_ += '\n';
    std::string head = "  RULES";
    const std::vector<RuleReport>& all = in_.verdict.rules;
    if (all.empty()) {
      put(padded(head, kHead),
          in_.rules.no_files() ? "no rule file"
          : in_.rules.faulty() ? "none: the rule files are faulty"
                               : "none",
          kHead);
    }
    Columns columns;
    bool one_file = true;
    for (const RuleReport& rule : all) {
      columns.name = std::clamp(columns_of(escape_terminal(rule.name)), columns.name, kRuleName);
      columns.line = std::max(columns.line, columns_of(line_text(rule)));
      one_file = one_file && rule.file == all.front().file;
    }
    size_t misses = 0;
    std::string file, not_reached;
    size_t unreached = 0;
    for (const RuleReport& rule : all) {
      if (rule.result == RuleResult::kNotReached) {
        if (++unreached <= kMaxNamesShown) append_name(not_reached, escape_terminal(rule.name));
        continue;
      }
      if (rule.result == RuleResult::kFalse && ++misses > kMaxMissesShown) continue;
      if (!one_file && rule.file != file) {
        put(padded(head, kHead), escape_terminal(rule.file), kHead);
        head.clear();
        file = rule.file;
      }
      rule_lines(head, rule, columns);
      head.clear();
    }
    if (misses > kMaxMissesShown) {
      put("", t_.dim(std::to_string(misses - kMaxMissesShown) + " more do not match (--json has them)"), kHead);
    }
    if (unreached > kMaxNamesShown) not_reached += " and " + std::to_string(unreached - kMaxNamesShown) + " more";
    if (unreached > 0) put(padded(head, kHead), t_.dim("not reached: " + not_reached), kHead);
  }

  static std::string line_text(const RuleReport& rule) { return "line " + std::to_string(rule.line); }

  void rule_lines(const std::string& head, const RuleReport& rule, const Columns& columns) {
    const std::string front = padded(head, kHead) + padded(escape_terminal(rule.name), columns.name) + "  " +
                              padded(line_text(rule), columns.line) + "  " + padded(result_text(rule), kResult);
    const bool matched = rule.result == RuleResult::kTrue;
    const std::string condition = condition_text(*rule.rule);
    std::string text = shown(rule.result == RuleResult::kSkipped ? rule.why : condition);
    if (matched) text += std::string(text.empty() ? "" : "  ") + t_.arrow_right() + " " + shown(rule.effect);
    if (rule.trial) text += matched ? " (trial: not done)" : " (trial)";
    const bool as_above = rule.result == RuleResult::kUnknown && !rule.why.empty() && rule.why == last_why_;
    if (as_above) text += t_.dim("  (as above)");
    put(front, text, columns.text());
    const bool has_more = !rule.why.empty() && rule.why != condition && rule.result != RuleResult::kSkipped;
    const bool wanted = matched || rule.result == RuleResult::kUnknown || in_.verbose;
    if (!has_more || !wanted || as_above) return;
    put("", t_.dim(shown(rule.why)), columns.text());
    last_why_ = rule.why;
  }

  std::string result_text(const RuleReport& rule) const {
    switch (rule.result) {
      case RuleResult::kTrue:
        return t_.bold("MATCH");
      case RuleResult::kFalse:
        return "no";
      case RuleResult::kUnknown:
        return t_.yellow("unknown");
      case RuleResult::kSkipped:
        return t_.dim("skipped");
      case RuleResult::kNotReached:
        break;
    }
    return t_.dim("-");
  }

  /// Returns what happens to the mail while a rule file has errors.
  std::string fault_text() const {
    return in_.rules.settings.defer_on_error ? "a rule file is faulty: the mail is deferred (on-error defer)"
                                             : "a rule file is faulty: the mail passes, with X-HFilter-Status: error";
  }

  void verdict() {
    const Verdict& v = in_.verdict;
    if (in_.rules.faulty() && v.rules.empty()) return put("  VERDICT", t_.yellow("none") + "  " + fault_text(), kHead);
    const std::string word = action_name(v.action);
    std::string text = v.action == Action::kAccept ? t_.green(word) : t_.red(t_.bold(word));
    if (v.action == Action::kDeliver) text += " \"" + shown(v.folder) + "\"";
    text += v.rule.empty() ? "  (no rule decided)" : "  by " + shown(v.rule);
    if (!v.text.empty()) text += ": " + shown(v.text);
    put("  VERDICT", text, kHead);
    if (!v.milder_reason.empty()) {
      put("", std::string("asked for ") + action_name(v.rule_action) + ", but " + shown(v.milder_reason), kHead);
    }
    if (in_.rules.faulty()) put("", t_.yellow(fault_text()), kHead);
    if (v.score != 0) put("", "score " + score_text(v.score), kHead);
    for (const std::string& tag : v.tags) put("", "tag " + shown(tag), kHead);
  }

  const ExplainInput& in_;
  const Terminal& t_;
  const RelayChain& chain_;
  const Border& border_;
  std::string out_;
  std::string last_why_;  // the reason of the previous rule
};

}  // namespace

std::string explain_text(const ExplainInput& in, const Terminal& terminal) {
  return terminal.encoded(Explanation(in, terminal).text());
}

}  // namespace hfilter
