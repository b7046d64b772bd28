// SPDX-License-Identifier: BSD-2-Clause
#include "rules/lint.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "rules/expr.h"
#include "rules/forgeable.h"
#include "rules/implication.h"
#include "rules/parser.h"
#include "rules/source_text.h"
#include "rules/text_lint.h"
#include "rules/vocabulary.h"

namespace hfilter {

namespace {

constexpr int64_t kSoonDays = 14;          // a rule or entry that ends within these is worth a look
constexpr uint64_t kManyScanners = 4'096;  // addresses, or /64 networks of IPv6: a provider's whole range
constexpr size_t kMaxNamedEntries = 5;     // entries named one by one before "and N more"

constexpr std::string_view kKnownHeaders[] = {"Authentication-Results",
                                              "Auto-Submitted",
                                              "Bcc",
                                              "Cc",
                                              "Comments",
                                              "Content-Disposition",
                                              "Content-Language",
                                              "Content-Transfer-Encoding",
                                              "Content-Type",
                                              "DKIM-Signature",
                                              "Date",
                                              "Delivered-To",
                                              "Errors-To",
                                              "Feedback-ID",
                                              "From",
                                              "Importance",
                                              "In-Reply-To",
                                              "Keywords",
                                              "List-Archive",
                                              "List-Help",
                                              "List-Id",
                                              "List-Owner",
                                              "List-Post",
                                              "List-Subscribe",
                                              "List-Unsubscribe",
                                              "List-Unsubscribe-Post",
                                              "MIME-Version",
                                              "Message-ID",
                                              "Organization",
                                              "Precedence",
                                              "Priority",
                                              "Received",
                                              "Received-SPF",
                                              "References",
                                              "Reply-To",
                                              "Return-Path",
                                              "Sender",
                                              "Subject",
                                              "Thread-Topic",
                                              "To",
                                              "User-Agent",
                                              "X-Loop",
                                              "X-Mailer",
                                              "X-MSMail-Priority",
                                              "X-Originating-IP",
                                              "X-Original-To",
                                              "X-Priority",
                                              "X-Spam-Flag",
                                              "X-Spam-Level",
                                              "X-Spam-Score",
                                              "X-Spam-Status",
                                              "X-Virus-Scanned",
                                              "X-Mailing-List",
                                              "X-Spam",
                                              "X-Cron-Env",
                                              "X-PHP-Originating-Script",
                                              "X-Forwarded-To",
                                              "X-Autoreply"};

/// `visit` with each condition below, those of tests not.
void for_each_condition(const Expr& expr, const std::function<void(const Expr&)>& visit) {
  if (expr.kind == Expr::Kind::kCondition) visit(expr);
  for (const Expr& child : expr.children) for_each_condition(child, visit);
}

/// Those of tests, too.
void for_each_deep(const Expr& expr, const std::function<void(const Expr&)>& visit) {
  if (expr.kind == Expr::Kind::kCondition) visit(expr);
  if (expr.kind == Expr::Kind::kTest && expr.test->expr) for_each_deep(*expr.test->expr, visit);
  for (const Expr& child : expr.children) for_each_deep(child, visit);
}

std::string days_text(int64_t days) {
  return days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + std::to_string(days) + " days";
}

uint64_t address_count(const Network& network) {
  if (network.address.is_v4()) return network.size();
  constexpr int kSubnetBits = 64;  // one customer has at least a /64
  if (network.prefix >= kSubnetBits) return 1;
  return network.prefix <= 1 ? UINT64_MAX >> 2 : uint64_t{1} << (kSubnetBits - network.prefix);
}

class Lint {
 public:
  explicit Lint(const RuleSet& rules) : rules_(rules) {}

  std::vector<Diagnostic> run() {
    for (const Rule& rule : rules_.rules) rule_warnings(rule);
    for (const auto& test : rules_.tests) {
      if (test->expr) for_each_condition(*test->expr, [&](const Expr& expr) { condition_warnings(expr); });
    }
    for (const auto* rules : {&rules_.rules, &rules_.thresholds, &rules_.otherwise}) {
      for (const Rule& rule : *rules) action_warnings(rule);
    }
    unreachable_rules();
    scores();
    tags();
    backscatter();
    lists();
    trust();
    return sorted();
  }

  Diagnostic of_entry(const ListEntry& entry, const std::string& file, const char* name, std::string text,
                      std::string help) {
    warn_entry(entry, file, name, std::move(text), std::move(help));
    return std::move(found_.back());
  }

 private:
  std::vector<Diagnostic> sorted() const {
    std::vector<std::pair<size_t, const Diagnostic*>> order;
    for (const Diagnostic& d : found_) order.emplace_back(file_order(d.error.file), &d);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : a.second->error.line < b.second->error.line;
    });
    std::vector<Diagnostic> result;
    for (const auto& [file, d] : order) result.push_back(*d);
    return result;
  }

  size_t file_order(const std::string& path) const {
    for (size_t i = 0; i < rules_.texts.size(); ++i) {
      if (rules_.texts[i]->path() == path) return i;
    }
    for (size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].error.file == path) return rules_.texts.size() + i;  // list files behind, as they came
    }
    return SIZE_MAX;
  }

  const SourceText* text_of(std::string_view place) const {
    for (const auto& text : rules_.texts) {
      const char* begin = text->text().data();
      if (std::less_equal<>()(begin, place.data()) && std::less_equal<>()(place.data(), begin + text->text().size())) {
        return text.get();
      }
    }
    return nullptr;
  }

  void warn(std::string_view place, const char* name, std::string text, std::string help) {
    if (const SourceText* source = text_of(place)) {
      found_.push_back(source->warning_at(place, name, std::move(text), std::move(help)));
    }
  }

  /// A warning about a whole file, or one without a place.
  void warn_file(const std::string& file, int line, const char* name, std::string text, std::string help) {
    Diagnostic d;
    d.is_error = false;
    d.name = name;
    d.error.file = file.empty() ? main_file() : file;
    d.error.line = line;
    d.error.text = std::move(text);
    d.error.help = std::move(help);
    found_.push_back(std::move(d));
  }

  std::string main_file() const {
    for (auto file = rules_.files.rbegin(); file != rules_.files.rend(); ++file) {
      if (file->found) return file->path;
    }
    return {};
  }

  /// The place of an entry or rule that stands in line `line` of `file`.
  std::string_view place_of(const std::string& file, int line, std::string_view word) const {
    for (const auto& text : rules_.texts) {
      if (text->path() != (file.empty() ? main_file() : file)) continue;
      std::string_view rest = text->text();
      for (int i = 1; i < line; ++i) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
      rest = rest.substr(0, rest.find('\n'));
      const size_t at = find_ignoring_case(rest, word);
      return at == rest.npos || word.empty() ? rest.substr(0, 1) : rest.substr(at, word.size());
    }
    return {};
  }

  std::string_view place_of(const Rule& rule) const {
    return place_of(*rule.file, rule.line, rule.name.empty() ? "match" : rule.name);
  }

  void warn_entry(const ListEntry& entry, const std::string& file, const char* name, std::string text,
                  std::string help) {
    const std::string_view place = place_of(file, entry.line, entry.text);
    if (!place.empty()) return warn(place, name, std::move(text), std::move(help));
    warn_file(file, entry.line, name, std::move(text), std::move(help));
  }

  // ---- rules ----

  void rule_warnings(const Rule& rule) {
    for (const Expr* part : {rule.condition.get(), rule.unless.get()}) {
      if (part != nullptr) for_each_condition(*part, [&](const Expr& expr) { condition_warnings(expr); });
    }
    if (rule.until && *rule.until < rules_.today) {
      warn(place_of(rule), "expired", "this rule has expired", "take it out, or give it a later `until`");
    } else if (rule.until && *rule.until - rules_.today <= kSoonDays) {
      warn(place_of(rule), "expires-soon", "this rule expires " + days_text(*rule.until - rules_.today),
           "give it a later `until` if it is still needed");
    }
    if (const std::optional<ForgeableClaim> claim = forgeable_accept(rule)) {
      warn(claim->place, "forgeable", claim->text, claim->help);
    }
  }

  void condition_warnings(const Expr& expr) {
    const Condition& c = expr.condition;
    if (c.subject == Subject::kHeader) header_name(c.name, expr.source);
    const Status compiled = c.regex ? c.regex->compile() : Status(Done{});
    if (!compiled) {
      if (const SourceText* source = text_of(expr.source)) {
        found_.push_back(source->error_at(expr.source, compiled.error().text, compiled.error().help));
      }
      return;
    }
    if (c.regex && c.subject == Subject::kFact && c.fact == FactId::body && c.regex->most_octets() < kMaxTextBytes) {
      warn(expr.source, "costly-regex",
           "costly: of a body with more than " + std::to_string(c.regex->most_octets()) +
               " octets of text this is unknown",
           "make it simpler: {1,900} counts as 900 copies, and many words are better a list of words");
    }
    const std::optional<TextWarning> odd = odd_text(c);
    if (odd) warn(expr.source, odd->name, odd->text, odd->help);
  }

  void action_warnings(const Rule& rule) {
    for (const ActionItem& item : rule.actions) {
      const bool header = item.kind == ActionItem::Kind::kAddHeader || item.kind == ActionItem::Kind::kSetHeader ||
                          item.kind == ActionItem::Kind::kRemoveHeader;
      if (header) header_name(item.name, place_of(*rule.file, rule.line, item.name));
    }
  }

  void header_name(const std::string& name, std::string_view place) {
    for (const std::string_view known : kKnownHeaders) {
      if (equal_ignoring_case(known, name)) return;
    }
    for (const std::string_view known : kKnownHeaders) {
      if (known.size() < 4 || edit_distance(lower(name), lower(known), 1) != 1) continue;
      return warn(place, "header-name", "`" + name + "` is one letter from a known header field",
                  "did you mean " + std::string(known) + "?");
    }
  }

  void unreachable_rules() {
    const std::vector<Rule>& all = rules_.rules;
    for (size_t below = 1; below < all.size(); ++below) {
      for (size_t above = 0; above < below; ++above) {
        if (!covers(all[above], all[below])) continue;
        const Rule& rule = all[below];
        warn(place_of(rule), "unreachable",
             "this rule is never reached: " + all[above].title() + " (line " + std::to_string(all[above].line) +
                 ") decides before",
             "put it above, or take it out");
        break;
      }
    }
  }

  void scores() {
    const Rule* scoring = nullptr;
    bool asked = !rules_.thresholds.empty();
    for (const Rule& rule : rules_.rules) {
      for (const ActionItem& item : rule.actions) {
        if (item.kind == ActionItem::Kind::kScore && !rule.trial && scoring == nullptr) scoring = &rule;
      }
      const auto look = [&](const Expr& expr) {
        asked |= expr.condition.subject == Subject::kFact && expr.condition.fact == FactId::score;
      };
      for_each_deep(*rule.condition, look);
      if (rule.unless) for_each_deep(*rule.unless, look);
    }
    if (scoring != nullptr && !asked) {
      warn(place_of(*scoring->file, scoring->line, "score"), "no-threshold",
           "a score without a threshold decides nothing", "write, for example: at score 8 then junk");
    }
    if (rules_.thresholds.empty()) return;
    if (scoring == nullptr) {
      const Rule& rule = rules_.thresholds.front();
      return warn(place_of(*rule.file, rule.line, "at"), "no-score", "no rule gives a score, so this is never reached",
                  "write, for example: match CONDITION then score 3");
    }
    thresholds();
  }

  /// The most that all rules together can give.
  double highest_score() const {
    double sum = 0;
    for (const Rule& rule : rules_.rules) {
      if (rule.trial || (rule.until && *rule.until < rules_.today)) continue;
      for (const ActionItem& item : rule.actions) {
        if (item.kind == ActionItem::Kind::kScore) sum += std::max(item.score, 0.0);
      }
    }
    return sum;
  }

  void thresholds() {
    constexpr double kRounding = 1e-6;
    const double highest = highest_score();
    const Rule* milder = nullptr;  // the lowest above that has no verdict
    for (const Rule& rule : rules_.thresholds) {
      const std::string_view place = place_of(*rule.file, rule.line, "at");
      if (rule.at_score > highest + kRounding) {
        warn(place, "unreachable-score",
             "all scores together are " + score_text(highest) + ", so this is never reached", "");
      } else if (rule.at_score <= 0) {
        warn(place, "low-threshold", "mail without any score reaches this, too", "write a score above 0");
      }
      if (rule.verdict() == nullptr) milder = &rule;
      if (rule.verdict() == nullptr || milder == nullptr) continue;
      const std::string verdict = one_line_of(*rule.verdict());
      warn(place_of(*milder->file, milder->line, "at"), "milder-threshold",
           "only the highest threshold acts: from " + score_text(milder->at_score) +
               " on there is no verdict, not the " + verdict + " of " + rule.title(),
           "write the verdict here, too: at score " + score_text(milder->at_score) + " then ..., " + verdict);
      milder = nullptr;
    }
  }

  static std::string one_line_of(const ActionItem& verdict) { return action_name(static_cast<Action>(verdict.kind)); }

  /// `tagged X`, where no rule above gives X.
  void tags() {
    std::vector<std::string> above;
    for (const Rule& rule : rules_.rules) {
      const auto look = [&](const Expr& expr) {
        if (expr.condition.subject != Subject::kTagged) return;
        if (std::find(above.begin(), above.end(), expr.condition.name) == above.end()) no_such_tag(expr, above);
      };
      for_each_deep(*rule.condition, look);
      if (rule.unless) for_each_deep(*rule.unless, look);
      for (const ActionItem& item : rule.actions) {
        if (item.kind == ActionItem::Kind::kTag && !rule.trial) above.push_back(item.name);
      }
    }
  }

  void no_such_tag(const Expr& expr, const std::vector<std::string>& above) {
    const std::string& name = expr.condition.name;
    for (const auto* rules : {&rules_.rules, &rules_.thresholds, &rules_.otherwise}) {
      for (const Rule& rule : *rules) {
        for (const ActionItem& item : rule.actions) {
          if (item.kind != ActionItem::Kind::kTag || item.name != name) continue;
          return warn(expr.source, "no-tag",
                      "the tag " + name + " is not given yet here: " + rule.title() + " (line " +
                          std::to_string(rule.line) + ") gives it",
                      rule.trial ? "a trial gives no tags" : "rules act from the top; `at score` and `otherwise` last");
        }
      }
    }
    warn(expr.source, "no-tag", "no rule gives the tag " + name,
         did_you_mean(name, std::vector<std::string_view>(above.begin(), above.end())));
  }

  // ---- lists ----

  /// The lists that conditions ask, with a place where.
  std::vector<std::pair<const List*, std::string_view>> asked_lists() const {
    std::vector<std::pair<const List*, std::string_view>> asked;
    const auto look = [&](const Expr& expr) {
      const Condition& c = expr.condition;
      const List* list = c.mine != nullptr ? &(rules_.trust.*c.mine) : c.list;
      const bool known = std::any_of(asked.begin(), asked.end(), [&](const auto& one) { return one.first == list; });
      if (list != nullptr && !known) asked.emplace_back(list, expr.source);
    };
    for (const Rule& rule : rules_.rules) {
      for_each_deep(*rule.condition, look);
      if (rule.unless) for_each_deep(*rule.unless, look);
    }
    return asked;
  }

  /// Without a relay of mine every returned message is a stranger's, so each true bounce would be backscatter.
  void backscatter() {
    const List& relays = rules_.trust.myrelays;
    if (!relays.entries().empty() || !relays.files().empty() || relays.is_faulty()) return;
    const auto look = [&](const Expr& expr) {
      if (expr.condition.subject != Subject::kFact || expr.condition.fact != FactId::backscatter) return;
      const SourceText* source = text_of(expr.source);
      if (source == nullptr) return;
      found_.push_back(source->error_at(expr.source, "`backscatter` needs myrelays: where your own mail goes out",
                                        "write: myrelays smtp.example.com, 192.0.2.10"));
    };
    for (const Rule& rule : rules_.rules) {
      for_each_condition(*rule.condition, look);
      if (rule.unless) for_each_condition(*rule.unless, look);
    }
    for (const auto& test : rules_.tests) {
      if (test->expr) for_each_condition(*test->expr, look);
    }
  }

  void lists() {
    for (const auto& [list, place] : asked_lists()) {
      if (list->is_set() && (!list->entries().empty() || !list->files().empty() || list->is_faulty())) continue;
      const bool mine = trust_list(list->name()) != nullptr;
      const std::string written = list->is_set() ? "is empty" : "was never written";
      warn(place, "empty-list", "the list " + list->name() + " " + written + ", so nothing is in it",
           "write: " + (mine ? "" : std::string(list_kind_name(list->kind())) + " ") + list->name() +
               (mine ? " ENTRY, ENTRY" : " = ENTRY, ENTRY"));
    }
    for (const TrustListName& row : kTrustLists) list_warnings(rules_.trust.*row.list);
    for (const auto& list : rules_.lists) list_warnings(*list);
  }

  void list_warnings(const List& list) {
    for (Error& error : list.check_files()) {
      Diagnostic d;
      // An empty file is a warning, since it may be filled later; all else is wrong now.
      d.is_error = error.kind != ErrorKind::kNotFound || error.line != 0 || error.text != "has no entries";
      if (!d.is_error) d.name = "empty-list";
      if (error.text.compare(0, 4, "has ") == 0 || error.text.compare(0, 3, "is ") == 0)
        error.text = "this file " + error.text;
      d.error = std::move(error);
      found_.push_back(std::move(d));
    }
    size_t expired = 0;
    list.for_each([&](const ListEntry& entry, const std::string& file) {
      if (!entry.until_day || *entry.until_day - rules_.today > kSoonDays) return;
      if (++expired > kMaxNamedEntries) return;
      const bool over = *entry.until_day < rules_.today;
      warn_entry(entry, file, over ? "expired" : "expires-soon",
                 "`" + entry.text + "` in " + list.name() +
                     (over ? " has expired" : " expires " + days_text(*entry.until_day - rules_.today)),
                 over ? "take it out, or give it a later `until`" : "give it a later `until` if it is still needed");
    });
    if (expired > kMaxNamedEntries) {
      warn_file({}, 0, "expired",
                std::to_string(expired - kMaxNamedEntries) + " more entries of " + list.name() +
                    " have expired or expire soon",
                "");
    }
  }

  // ---- what is mine ----

  void trust() {
    const TrustLists& t = rules_.trust;
    size_t suffixes = 0;
    t.mydomains.for_each([&](const ListEntry& entry, const std::string& file) {
      if (entry.excluded || entry.scope == ListEntry::Scope::kSelf || !is_public_suffix(entry.text)) return;
      if (++suffixes > kMaxNamedEntries) return;
      warn_entry(entry, file, "public-suffix",
                 "`" + entry.text + "` is a public suffix: everybody's domains are below it", "write your own domain");
    });
    t.mynetworks.for_each([&](const ListEntry& entry, const std::string& file) {
      if (entry.excluded || !entry.network || entry.network->prefix != 0) return;
      warn_entry(entry, file, "whole-internet", "the whole internet is in mynetworks: there will be no stranger",
                 "write only the addresses of your own servers");
    });
    uint64_t scanners = 0;
    const ListEntry* largest = nullptr;
    std::string largest_file;
    std::vector<ListEntry> entries;
    t.myscanners.for_each([&](const ListEntry& entry, const std::string& file) {
      if (entry.excluded || !entry.network) return;
      const uint64_t count = address_count(*entry.network);
      scanners = scanners + count < scanners ? UINT64_MAX : scanners + count;
      if (largest == nullptr || count > address_count(*largest->network)) {
        entries.assign(1, entry);
        largest = &entries.front();
        largest_file = file;
      }
    });
    if (scanners > kManyScanners) {
      warn_entry(*largest, largest_file, "many-scanners", "other customers of this provider also send from here",
                 "`via myscanners` alone does not show that your mail was scanned: ask for a header of your own "
                 "tenant, too, as in: "
                 "via myscanners and believed header \"X-Scanner-Customer\" is \"acme-4711\"");
    }
    bool connection = false;
    for (const Rule& rule : rules_.rules) connection |= rule.connection;
    // Who only fetches mail from a provider has no servers to name.
    const bool only_fetches = t.myforwarders.is_set() && !t.mynetworks.is_set();
    if (connection && !t.myhosts.is_set() && !only_fetches) {
      warn_file({}, 0, "no-myhosts", "there is no `myhosts`",
                "the names of your own servers make `helo is me` and the border surer: myhosts mail.example.com");
    }
  }

  const RuleSet& rules_;
  std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> lint_rules(const RuleSet& rules) { return Lint(rules).run(); }

Diagnostic entry_warning(const RuleSet& rules, const ListEntry& entry, const std::string& file, const char* name,
                         std::string text, std::string help) {
  return Lint(rules).of_entry(entry, file, name, std::move(text), std::move(help));
}

}  // namespace hfilter
