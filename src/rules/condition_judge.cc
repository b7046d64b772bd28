// SPDX-License-Identifier: BSD-2-Clause
#include "rules/condition_judge.h"

#include <algorithm>
#include <optional>

#include "base/glob.h"
#include "base/limits.h"
#include "base/text.h"
#include "probes/clock.h"
#include "rules/condition_types.h"

namespace hfilter {

namespace {

constexpr size_t kMaxEvidence = 160;          // The most octets of evidence that is joined from several conditions.
constexpr size_t kMaxShown = 60;              // The most octets of a value in an explanation.
constexpr size_t kMaxCachedMemberships = 64;  // The most cached results of list files.
constexpr size_t kLongText = 4'096;           // The octets of a text. Longer texts get a share of the work budget.
constexpr size_t kHopWork = 1'000;            // The cost of one test of one hop, in octets of the work budget.
constexpr size_t kTextPasses = 4;             // The cost of a search for one word, in passes over the text.

Truth unknown(UnknownReason reason, std::string text, bool temporary = false) {
  return Truth::unknown({reason, std::move(text), temporary});
}

Truth time_over() { return unknown(UnknownReason::kLimit, kDeadlineText, true); }

void add_evidence(std::string& all, const std::string& more) {
  if (more.empty() || all.size() > kMaxEvidence || all == more) return;
  if (!all.empty()) all += ", ";
  all += more;
}

std::string shown(const std::string& text) {
  return "\"" + text.substr(0, kMaxShown) + (text.size() > kMaxShown ? "..." : "") + "\"";
}

std::string first_value(const FactValue& value) {
  if (!value.known() || value.values().empty()) return "has no value";
  const MailAddress* mail = std::get_if<MailAddress>(&value.values().front());
  if (mail != nullptr && mail->is_null()) return "is <>";
  return "is " + shown(scalar_text(value.values().front()));
}

bool text_passes(Operator op, std::string_view text, std::string_view wanted) {
  switch (op) {
    case Operator::kIs:
      return equal_ignoring_case(text, wanted);
    case Operator::kContains:
      return find_ignoring_case(text, wanted) != text.npos;
    case Operator::kBegins:
      return begins_ignoring_case(text, wanted);
    case Operator::kEnds:
      return ends_ignoring_case(text, wanted);
    case Operator::kLike:
      return matches_glob(wanted, text);
    default:
      return false;
  }
}

/// Tests the text as it is, and with each run of white space as one blank. Readers do not see the difference, and
/// folding or wrapping of a line creates such runs. If `wanted` has a run of blanks, the text must have the same run.
bool text_passes_blanks_aside(Operator op, const std::string& text, std::string_view wanted) {
  if (text_passes(op, text, wanted)) return true;
  const std::optional<std::string> single = with_single_blanks(text);
  return single && text_passes(op, *single, wanted);
}

/// Returns the forms of a value to compare: a name as sent and in canonical form.
std::vector<std::string> texts_of(const Scalar& scalar) {
  if (const Hostname* name = std::get_if<Hostname>(&scalar)) {
    if (name->as_written == name->canonical) return {name->as_written};
    return {name->as_written, name->canonical};
  }
  return {scalar_text(scalar)};
}

bool is_name(const std::string& wanted, const Hostname& name) {
  if (!wanted.empty() && wanted[0] == '.') {
    const std::string_view below = std::string_view(wanted).substr(1);
    return name.canonical.size() > below.size() && is_at_or_below(name.canonical, below);
  }
  return name.canonical == wanted;
}

/// Returns true if the address is `wanted`. Ignores a `+ext` in the address, unless `wanted` has one.
bool is_mail(const std::string& wanted, const MailAddress& mail) {
  const std::string local = lower(mail.local);
  if (local + "@" + mail.domain.canonical == wanted) return true;
  const size_t plus = local.find('+');
  return plus != local.npos && local.substr(0, plus) + "@" + mail.domain.canonical == wanted;
}

bool is_value(const IsItem& item, const Scalar& scalar) {
  switch (item.kind) {
    case IsItem::Kind::kText:
      return text_passes_blanks_aside(Operator::kIs, scalar_text(scalar), item.text);
    case IsItem::Kind::kName: {
      const Hostname* name = std::get_if<Hostname>(&scalar);
      return name != nullptr ? is_name(item.text, *name) : equal_ignoring_case(item.text, scalar_text(scalar));
    }
    case IsItem::Kind::kAddress: {
      const IpAddress* address = std::get_if<IpAddress>(&scalar);
      return address != nullptr && *address == item.address;
    }
    case IsItem::Kind::kMail: {
      const MailAddress* mail = std::get_if<MailAddress>(&scalar);
      return mail != nullptr ? is_mail(item.text, *mail) : equal_ignoring_case(item.text, scalar_text(scalar));
    }
    default:
      return false;
  }
}

/// Returns true for equal names or equal addresses. An empty value equals no other.
bool is_same(const Scalar& a, const Scalar& b) {
  const Hostname* name = std::get_if<Hostname>(&a);
  const Hostname* other_name = std::get_if<Hostname>(&b);
  if (name != nullptr && other_name != nullptr) return !name->canonical.empty() && *name == *other_name;
  const MailAddress* mail = std::get_if<MailAddress>(&a);
  const MailAddress* other = std::get_if<MailAddress>(&b);
  return mail != nullptr && other != nullptr && !mail->domain.empty() && mail->domain == other->domain &&
         equal_ignoring_case(mail->local, other->local);
}

bool is_among(const Scalar& one, const FactValue& others) {
  const std::vector<Scalar>& all = others.values();
  return std::any_of(all.begin(), all.end(), [&](const Scalar& other) { return is_same(one, other); });
}

bool is_long(const FactValue& value) {
  if (value.values().size() > kLongText / 64) return true;
  return std::any_of(value.values().begin(), value.values().end(), [](const Scalar& scalar) {
    const std::string* text = std::get_if<std::string>(&scalar);
    return text != nullptr && text->size() > kLongText;
  });
}

std::string list_title(const List& list) { return list.name().empty() ? "the list" : list.name(); }

/// Returns the domains of addresses, for `X domain`.
FactValue domains_of(const FactValue& value) {
  if (!value.known()) return value;
  std::vector<Scalar> domains;
  for (const Scalar& scalar : value.values()) {
    const MailAddress* mail = std::get_if<MailAddress>(&scalar);
    if (mail != nullptr && !mail->domain.empty()) domains.emplace_back(mail->domain);
  }
  return FactValue::several(std::move(domains)).incomplete_because(value.incomplete_reason());
}

}  // namespace

// ---- the judgement of expressions ----

Truth ConditionJudge::judge(const Expr& expr, Scope scope) {
  switch (expr.kind) {
    case Expr::Kind::kAnd:
      return judge_all(expr, scope);
    case Expr::Kind::kOr:
      return judge_any(expr, scope);
    case Expr::Kind::kNot:
      return judge(expr.children[0], scope).negated();
    case Expr::Kind::kPossibly: {
      Truth truth = judge(expr.children[0], scope);
      return Truth::of(!truth.is_false(), std::move(truth.why));
    }
    case Expr::Kind::kSurely: {
      Truth truth = judge(expr.children[0], scope);
      return Truth::of(truth.is_true(), std::move(truth.why));
    }
    case Expr::Kind::kHop:
      return judge_hop(expr);
    case Expr::Kind::kAttachment:
      return judge_attachment(expr);
    case Expr::Kind::kTest:
      return judge_test(*expr.test);
    case Expr::Kind::kCondition:
      return condition(expr.condition, scope);
  }
  return Truth::no();
}

/// An unknown `and` is temporary only if each unknown part is: a part that stays unknown keeps it from being true.
Truth ConditionJudge::judge_all(const Expr& expr, Scope scope) {
  std::optional<Truth> unsure;
  std::string evidence;
  for (const Expr& child : expr.children) {
    Truth truth = judge(child, scope);
    if (truth.is_false()) return truth;
    if (truth.is_unknown() && (!unsure || (unsure->temporary && !truth.temporary))) {
      unsure = std::move(truth);
    } else if (truth.is_true()) {
      add_evidence(evidence, truth.why);
    }
  }
  return unsure ? *unsure : Truth::yes(std::move(evidence));
}

/// An unknown `or` is temporary if some unknown part is, because that part may make the whole true.
Truth ConditionJudge::judge_any(const Expr& expr, Scope scope) {
  std::optional<Truth> unsure;
  std::string evidence;
  for (const Expr& child : expr.children) {
    Truth truth = judge(child, scope);
    if (truth.is_true()) return truth;
    if (truth.is_unknown() && (!unsure || (!unsure->temporary && truth.temporary))) {
      unsure = std::move(truth);
    } else if (truth.is_false()) {
      add_evidence(evidence, truth.why);
    }
  }
  return unsure ? *unsure : Truth::no(std::move(evidence));
}

Truth ConditionJudge::judge_hop(const Expr& expr) {
  const RelayChain& chain = facts_.context().chain;
  const Expr& inner = expr.children[0];
  if (expr.hop != Expr::kAnyHop) {
    if (expr.hop > chain.size()) return Truth::no("there is no hop " + std::to_string(expr.hop));
    return judge(inner, {expr.hop, nullptr});
  }
  std::optional<Truth> unsure;
  WorkBudget* work = facts_.context().work;
  for (int number = 1; number <= chain.size(); ++number) {
    if (work != nullptr && !work->spend(kHopWork)) return unknown(UnknownReason::kLimit, kTimeLimit.text);
    Truth truth = judge(inner, {number, nullptr});
    if (truth.is_false()) continue;
    truth.why = "hop " + std::to_string(number) + ": " + truth.why;
    if (truth.is_true()) return truth;
    if (!unsure) unsure = std::move(truth);
  }
  if (unsure) return *unsure;
  if (chain.truncated()) return unknown(UnknownReason::kLimit, "not all Received lines were read");
  return Truth::no("true for no hop (of " + std::to_string(chain.size()) + ")");
}

Truth ConditionJudge::judge_attachment(const Expr& expr) {
  const Finding<std::vector<Attachment>>* all = facts_.attachments();
  if (all == nullptr) return Truth::unknown(mime_not_read());
  if (!all->known()) return Truth::unknown(all->why());
  std::optional<Truth> unsure;
  for (const Attachment& attachment : **all) {
    Truth truth = judge(expr.children[0], {0, &attachment});
    if (truth.is_false()) continue;
    truth.why = (attachment.name.empty() ? "an attachment" : shown(attachment.name)) + ": " + truth.why;
    if (truth.is_true()) return truth;
    if (!unsure) unsure = std::move(truth);
  }
  if (unsure) return *unsure;
  return Truth::no((*all)->empty() ? "there is no attachment"
                                   : "true for no attachment (of " + std::to_string((*all)->size()) + ")");
}

Truth ConditionJudge::judge_test(const TestDef& test) {
  if (!test.expr) return unknown(UnknownReason::kList, "the test " + test.name + " has an error");
  if (!test.properties.fixed) return judge(*test.expr, Scope());
  const auto found = tests_.find(&test);
  if (found != tests_.end()) return found->second;
  Truth truth = judge(*test.expr, Scope());
  tests_.emplace(&test, truth);
  return truth;
}

// ---- the judgement of one condition ----

Truth ConditionJudge::condition(const Condition& c, Scope scope) {
  Truth truth = judge_without_negation(c, scope);
  return c.negated ? truth.negated() : truth;
}

Truth ConditionJudge::judge_without_negation(const Condition& c, Scope scope) {
  if (c.subject == Subject::kTagged) return tally_.is_tagged(c.name);
  if (c.subject == Subject::kVia) return passed_via(facts_.context().chain, facts_.context().border, list_of(c));
  if (c.op == Operator::kListed) return facts_.listed(c.name, c.networks);
  if (c.op == Operator::kIs) return is_one(c, scope);
  const FactValue value = value_of(c, scope);
  if (!value.known()) return c.op == Operator::kNumber ? number_within(c, value) : Truth::unknown(value.why_unknown());
  return value.false_if_complete(test_values(c, value));
}

Truth ConditionJudge::test_values(const Condition& c, const FactValue& value) {
  switch (c.op) {
    case Operator::kFlag:
      return flag(c, value);
    case Operator::kIn:
      return in_list(c, value);
    case Operator::kNumber:
      return number_test(c, value);
    default:
      return text_test(c, value);
  }
}

bool ConditionJudge::each_is_in(const FactValue& addresses, const FactValue& others) {
  // An address without a domain has no value in `from domain`.
  const size_t count = facts_.value(FactId::from).values().size();
  const std::vector<Scalar>& all = addresses.values();
  return count > 0 && count == all.size() &&
         std::all_of(all.begin(), all.end(), [&](const Scalar& one) { return is_among(one, others); });
}

/// Evaluates `reply-to domain is to domain`: some value of one is some value of the other. Every address in From must
/// match, because the sender could add a second address that passes.
Truth ConditionJudge::is_fact(const Condition& c, const IsItem& item, Scope scope) {
  const FactValue left = value_of(c, scope);
  if (!left.known()) return Truth::unknown(left.why_unknown());
  Condition other;
  other.fact = item.fact;
  other.domain = item.domain;
  const FactValue right = value_of(other, scope);
  if (!right.known()) return Truth::unknown(right.why_unknown());
  const std::vector<Scalar>& all = left.values();
  const auto same = std::find_if(all.begin(), all.end(), [&](const Scalar& one) { return is_among(one, right); });
  const bool holds = c.fact == FactId::from      ? each_is_in(left, right)
                     : item.fact == FactId::from ? each_is_in(right, left)
                                                 : same != all.end();
  if (holds) return Truth::yes("both are " + shown(scalar_text(*same)));
  if (same != all.end()) return Truth::no("not all addresses in From are " + shown(scalar_text(*same)));
  return left.false_if_complete(right.false_if_complete(
      Truth::no(first_value(left) + ", but " + subject_name(other, &fact_def(other.fact)) + " " + first_value(right))));
}

FactValue ConditionJudge::value_of(const Condition& c, Scope scope) {
  if (c.subject == Subject::kHeader) return facts_.header(c.name, c.header_scope);
  FactValue value = scope.attachment != nullptr ? facts_.attachment_value(c.fact, *scope.attachment)
                    : scope.hop != 0            ? facts_.hop_value(c.fact, scope.hop)
                                                : facts_.value(c.fact);
  return c.domain ? domains_of(value) : value;
}

Truth ConditionJudge::flag(const Condition& c, const FactValue& value) const {
  const bool* set = value.values().empty() ? nullptr : std::get_if<bool>(&value.values().front());
  const bool is = set != nullptr && *set;
  const std::string name = (is ? "" : "not ") + std::string(fact_def(c.fact).name);
  return Truth::of(is, value.evidence().empty() ? name : name + ": " + value.evidence());
}

Truth ConditionJudge::is_one(const Condition& c, Scope scope) {
  std::optional<Truth> unsure;
  Truth no;
  for (const IsItem& item : c.items) {
    Truth truth = is_item(c, item, scope);
    if (truth.is_true()) return truth;
    if (truth.is_unknown() && (!unsure || (!unsure->temporary && truth.temporary))) {
      unsure = std::move(truth);
    } else if (truth.is_false() && no.why.empty()) {
      no = std::move(truth);
    }
  }
  return unsure ? *unsure : no;
}

Truth ConditionJudge::is_item(const Condition& c, const IsItem& item, Scope scope) {
  switch (item.kind) {
    case IsItem::Kind::kWord: {
      Truth truth = scope.attachment != nullptr ? facts_.attachment_word(*item.word, *scope.attachment)
                    : scope.hop != 0            ? facts_.hop_word(*item.word, scope.hop)
                                                : facts_.word(*item.word);
      if (truth.why.empty()) truth.why = std::string(truth.is_true() ? "is " : "is not ") + item.word->word;
      return truth;
    }
    case IsItem::Kind::kMissing:
      return facts_.header_missing(c.name, c.header_scope);
    case IsItem::Kind::kEmpty:
      return facts_.header_empty(c.name, c.header_scope);
    case IsItem::Kind::kFact:
      return is_fact(c, item, scope);
    default:
      break;
  }
  const FactValue value = value_of(c, scope);
  if (!value.known()) return Truth::unknown(value.why_unknown());
  for (const Scalar& scalar : value.values()) {
    if (is_value(item, scalar)) return Truth::yes("is " + shown(scalar_text(scalar)));
  }
  return value.false_if_complete(Truth::no(first_value(value)));
}

// ---- membership in lists ----

/// Looks a value up in a list. `client in` a list of hosts also looks up the client's name if its writer verified it.
Membership ConditionJudge::membership(const List& list, const Scalar& scalar, bool client_of_border) {
  if (const Hostname* name = std::get_if<Hostname>(&scalar)) return list.contains_name(*name);
  if (const MailAddress* mail = std::get_if<MailAddress>(&scalar)) return list.contains_mail(*mail);
  if (const std::string* text = std::get_if<std::string>(&scalar)) return list.contains_word_of(*text);
  const IpAddress* address = std::get_if<IpAddress>(&scalar);
  if (address == nullptr) return {};
  Membership by_address = list.contains_address(*address);
  if (list.kind() != ListKind::kHosts || !client_of_border || by_address.value == Kleene::kTrue ||
      by_address.excluded) {
    return by_address;
  }
  const ReceivedHop* hop = facts_.context().border.hop;
  if (hop == nullptr || hop->rdns_state != RdnsState::kVerified) return by_address;
  Membership by_name = list.contains_name(Hostname(hop->rdns));
  return by_name.value == Kleene::kFalse ? by_address : by_name;
}

/// Looks a value up in a list with files. Caches the result, so that no file is read twice for one value.
Membership ConditionJudge::cached_membership(const List& list, const Scalar& scalar, bool client_of_border) {
  std::string text = scalar_text(scalar);
  for (const CachedMembership& cached : list_cache_) {
    if (cached.list == &list && cached.value == text) return cached.answer;
  }
  Membership found = membership(list, scalar, client_of_border);
  if (list_cache_.size() < kMaxCachedMemberships) list_cache_.push_back({&list, std::move(text), found});
  return found;
}

Truth ConditionJudge::in_list(const Condition& c, const FactValue& value) {
  const List& list = list_of(c);
  const bool client_of_border = c.subject == Subject::kFact && c.fact == FactId::client;
  std::optional<Truth> unsure;
  std::string excluded;
  for (const Scalar& scalar : value.values()) {
    if (!list.files().empty()) {
      if (is_time_over()) return time_over();
      if (++lookups_[&c] > kMaxListLookups) {
        const std::string bound = "there are more than " + std::to_string(kMaxListLookups) + " values to look up in ";
        return unknown(UnknownReason::kLimit, bound + list_title(list));
      }
    }
    const Membership found = list.files().empty() ? membership(list, scalar, client_of_border)
                                                  : cached_membership(list, scalar, client_of_border);
    const std::string evidence = found.evidence().empty() ? std::string() : " (" + found.evidence() + ")";
    if (found.value == Kleene::kTrue) return Truth::yes("in " + list_title(list) + evidence);
    if (found.excluded) excluded = evidence;
    if (found.value == Kleene::kUnknown && !unsure) unsure = unknown(UnknownReason::kList, found.why);
  }
  if (unsure) return *unsure;
  return Truth::no("not in " + list_title(list) + excluded);
}

// ---- tests of text and numbers ----

/// Returns true after the time limit. Called before expensive steps: list files and regular expressions.
bool ConditionJudge::is_time_over() const {
  const TimeLimit* limit = facts_.context().limit;
  return limit != nullptr && limit->passed();
}

Truth ConditionJudge::text_test(const Condition& c, const FactValue& value) const {
  if (c.regex && is_time_over()) return time_over();
  WorkBudget endless;
  WorkBudget& whole = facts_.context().work != nullptr ? *facts_.context().work : endless;
  std::optional<WorkBudget> share;  // a long text must leave time for other rules
  if (is_long(value)) share = whole.share();
  WorkBudget& work = share ? *share : whole;
  std::optional<Truth> unsure;
  for (const Scalar& scalar : value.values()) {
    for (const std::string& text : texts_of(scalar)) {
      Truth truth = one_text_test(c, text, work);
      if (truth.is_true()) return truth;
      if (truth.is_unknown() && !unsure) unsure = std::move(truth);
    }
  }
  return unsure ? *unsure : Truth::no(first_value(value));
}

Truth ConditionJudge::one_text_test(const Condition& c, const std::string& text, WorkBudget& work) {
  if (c.regex) {
    const Result<bool> matched = c.regex->matches(text, work);
    if (!matched) return unknown(UnknownReason::kLimit, matched.error().text);
    if (*matched) return Truth::yes("/" + c.regex->pattern().substr(0, kMaxShown) + "/ matches " + shown(text));
  }
  for (const std::string& wanted : c.texts) {
    if (!work.spend(kTextPasses * text.size())) return unknown(UnknownReason::kLimit, kTimeLimit.text);
    if (text_passes_blanks_aside(c.op, text, wanted)) return Truth::yes(shown(wanted) + " in " + shown(text));
  }
  return Truth::no();
}

namespace {

bool is_high_enough(const NumberTest& test, double number) {
  return !test.low || (test.low_included ? number >= *test.low : number > *test.low);
}

bool is_low_enough(const NumberTest& test, double number) {
  return !test.high || (test.high_included ? number <= *test.high : number < *test.high);
}

}  // namespace

/// Tests a number that is known only within bounds: true if all numbers in the bounds pass, false if all fail.
Truth ConditionJudge::number_within(const Condition& c, const FactValue& value) const {
  const std::optional<FactValue::Bounds>& range = value.bounds();
  if (!range) return Truth::unknown(value.why_unknown());
  const bool all = is_high_enough(c.number, range->low) && is_low_enough(c.number, range->high);
  const bool none = !is_high_enough(c.number, range->high) || !is_low_enough(c.number, range->low);
  return all || none ? Truth::of(all, value.why_unknown().text) : Truth::unknown(value.why_unknown());
}

Truth ConditionJudge::number_test(const Condition& c, const FactValue& value) const {
  Truth no;
  for (const Scalar& scalar : value.values()) {
    const double* number = std::get_if<double>(&scalar);
    if (number == nullptr) continue;
    const FactDef& fact = fact_def(c.fact);
    Truth truth = Truth::of(is_high_enough(c.number, *number) && is_low_enough(c.number, *number),
                            std::string(fact.name) + " is " + typed_text(fact.type, scalar));
    if (truth.is_true()) return truth;
    if (no.why.empty()) no = std::move(truth);
  }
  return no.why.empty() ? Truth::no("there is no value") : no;
}

}  // namespace hfilter
