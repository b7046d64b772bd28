// SPDX-License-Identifier: BSD-2-Clause
#include "language/condition_parser.h"

#include <algorithm>

#include "base/limits.h"
#include "message/header_edit.h"
#include "message/message.h"
#include "rules/maildir_folder.h"
#include "rules/setting_value.h"

namespace hfilter {
namespace {

using Kind = RuleToken::Kind;
using Act = ActionItem::Kind;

class StatementParser {
 public:
  explicit StatementParser(const ParseScope& scope) : scope_(scope), in_(scope.source, &scope.draft.faults) {}

  void first_pass(const Statement& statement, const Include& include) {
    ++statements_;
    in_.read(statement, 1);
    if (begins_rule()) return wait(statement);
    in_.read(statement);
    if (in_.peek(1).is(":")) return wait(statement);  // `NAME :` is also a rule: it has a blank
    definition(include);
    finish();
  }

  void second_pass(const Statement& statement) {
    in_.read(statement);
    const bool is_test = in_.is("test");
    is_test ? test_statement() : in_.is("at") ? threshold() : in_.is("otherwise") ? otherwise() : rule_statement();
    finish();
  }

 private:
  /// Returns true iff the statement waits until all lists of the file are known.
  bool begins_rule() const {
    const RuleToken& first = in_.peek();
    if (!first.is_word() || first.first_in_line) return false;
    for (const std::string_view word : {"match", "trial", "test", "at", "otherwise"}) {
      if (first.is(word)) return true;
    }
    return first.text.back() == ':' && first.text.size() > 1;
  }

  void wait(const Statement& statement) {
    scope_.draft.waiting.push_back({statement, &scope_.source});
    if (!in_.is("test")) return;
    in_.read(statement, 2);
    scope_.draft.tests.emplace(lower(in_.peek(1).text), &scope_.draft.waiting.back());
  }

  void finish() {
    if (!in_.at_end()) in_.unexpected(Expected::kEnd);
    if (in_.failed()) poison();
  }

  /// Makes the names unknown that the faulty statement would have defined, so that no rule takes a list for empty.
  void poison() {
    const RuleToken& first = in_[0];
    std::string name(in_[1].text.substr(0, in_[1].text.find(':')));  // `test own: ...`
    std::replace(name.begin(), name.end(), '_', '-');                // the name that the advice shows
    const bool is_free = is_name(name) && scope_.known.find_test(name) == nullptr;
    if (List* const list = poisoned_list(name, is_free)) {
      return list->set_faulty_statement(scope_.source.path(), first.line);
    }
    if (first.is("test") && is_free && scope_.known.find_list(name) == nullptr) scope_.rules->add_test(new_test(name));
    for (size_t i = 0; i < 2; ++i) {  // names such as `partners = ...`, `acl partners = ...`
      const std::string_view sign = in_[i + 1].raw.substr(0, 1);
      if (sign == "=" || sign == "+") scope_.draft.undefined_names.insert(lower(in_[i].text));
    }
  }

  /// Returns the list that the faulty statement would have defined, or null. "mydomain" means `mydomains`.
  List* poisoned_list(const std::string& name, bool is_free) {
    const std::optional<ListKind> kind = find_list_kind(in_[0].text);
    List TrustLists::*const mine = kind ? nullptr : nearest_trust_list(in_[0].text);
    if (mine != nullptr) return &(scope_.rules->trust.*mine);
    List* const list = kind ? scope_.rules->named_list(name) : nullptr;
    return list == nullptr && kind && is_free ? &scope_.rules->add_list(*kind, name) : list;
  }

  void definition(const Include& include) {
    const RuleToken& first = in_.peek();
    if (first.first_in_line || !first.is_word()) return in_.unexpected(Expected::kStatement);
    if (trust_list(first.text) != nullptr) return my_list();
    if (const std::optional<ListKind> kind = find_list_kind(first.text)) return named_list(*kind);
    if (first.is("set")) return set_statement();
    if (first.is("include")) return include_statement(include);
    return first.is("hfilter") ? version() : in_.unexpected(Expected::kStatement);
  }

  void version() {
    const RuleToken& keyword = in_.take();
    const std::string_view number = in_.peek().text;
    if (number != "1" && number != "1.0") return in_.unexpected(Expected::kVersion);
    in_.take();
    if (statements_ > 1) in_.fault(keyword, FaultCode::kInvalid, Expected::kVersion);
  }

  void include_statement(const Include& include) {
    in_.take();
    const bool optional = in_.take_if("optional");
    const RuleToken& token = in_.peek();
    const std::string path = in_.take_plain_string(Expected::kFile);
    if (in_.failed() || !in_.at_end()) return;
    if (!include(path, optional, token.raw)) in_.fault(token, FaultCode::kInclude);
  }

  void new_name(const RuleToken& name, Expected what) {
    if (!name.is_word() || !is_name(name.text)) return in_.fault(name, FaultCode::kUnexpected, what);
    const bool taken = is_reserved(name.text) || find_fact(name.text) != nullptr ||
                       scope_.known.find_test(name.text) != nullptr || scope_.known.find_list(name.text) != nullptr;
    if (taken) in_.fault(name, FaultCode::kTaken, what);
  }

  void my_list() {
    List* const list = &(scope_.rules->trust.*trust_list(in_.take().text));
    if (in_.is("from") && in_.peek(1).is_string()) return list_from(list);
    if (in_.peek().is_operator("=")) in_.take();  // in `mydomains =a.example` the word is only an entry
    return in_.peek().is_operator("+=") ? in_.unexpected(Expected::kEntry) : list_entries(list);
  }

  void named_list(ListKind kind) {
    const RuleToken& keyword = in_.take();
    const RuleToken& name = in_.take();
    const bool adds = in_.peek().is_operator("+=");
    const bool from = in_.is("from") && in_.peek(1).is_string();
    const bool assigns = in_.peek().raw.substr(0, 1) == "=";
    List* list = scope_.rules->named_list(name.text);
    if (list == nullptr) new_name(name, Expected::kListName);
    if (!adds && !from && !assigns) return in_.unexpected(Expected::kAssign);
    if (in_.failed()) return;
    if (list == nullptr) list = &scope_.rules->add_list(kind, name.text);
    if (list->kind() != kind) return in_.fault(keyword, FaultCode::kWrongList, Expected::kListName);
    if (assigns && list->is_set()) return in_.fault(name, FaultCode::kTwice, Expected::kListName);
    if (from) return list_from(list);
    if (adds) in_.take();
    if (assigns) in_.take_equals(Expected::kAssign);
    list_entries(list);
  }

  void list_from(List* list) {
    in_.take();
    const RuleToken& token = in_.peek();
    const std::string path = in_.take_plain_string(Expected::kFile);
    if (path.empty()) return in_.fault(token, FaultCode::kInvalid, Expected::kFile);
    const std::string file = scope_.files->resolve(path, scope_.source.path());
    list->add_file(scope_.files->list_file(file));
    scope_.rules->list_files.emplace_back(file, token.raw);
  }

  void list_entries(List* list) {
    list->mark_set();
    const bool bracket = in_.take_if(Kind::kOpen);
    if (bracket && in_.take_if(Kind::kClose)) return;
    do {
      read_list_entry(&in_, scope_, list);
      in_.take_if(Kind::kComma);
    } while (!in_.failed() && (in_.before().kind == Kind::kComma || (!in_.at_end() && !in_.is(Kind::kClose))));
    if (bracket && !in_.take_if(Kind::kClose)) in_.fault(in_.peek(), FaultCode::kUnclosed, Expected::kEntry);
  }

  void set_statement() {
    in_.take();
    const RuleToken& name = in_.peek();
    const GrammarWord* const setting = name.is_word() ? find_setting(name.text) : nullptr;
    if (setting == nullptr) return in_.unexpected(Expected::kSetting);
    const size_t first = in_.index() + 1;
    std::vector<SettingItem> items;
    do {
      in_.take();
      const RuleToken& value = in_.peek();
      if (!value.is_word() && !value.is_string()) return in_.unexpected(Expected::kSettingValue);
      if (value.is_string()) items.push_back({in_.take_plain_string(Expected::kSettingValue), true});
      if (value.is_word()) items.push_back({std::string(in_.take().text), false});
    } while (has_several_values(*setting) && in_.is(Kind::kComma));
    if (in_.failed()) return;
    if (!scope_.draft.settings_given.insert(setting->word).second) {
      return in_.fault(name, FaultCode::kTwice, Expected::kSetting);
    }
    Settings settings = scope_.draft.settings;
    const auto resolve = [&](const std::string& path) { return scope_.files->resolve(path, scope_.source.path()); };
    const size_t bad = store_setting(*setting, items, resolve, &settings);
    if (bad < items.size()) return in_.fault(in_[first + 2 * bad], FaultCode::kInvalid, Expected::kSettingValue);
    if (!in_.at_end()) return;  // finish() refuses the rest of the statement
    scope_.draft.settings = std::move(settings);
    if (name.is("on-error")) scope_.draft.defer_on_error = scope_.draft.settings.defer_on_error;
  }

  std::unique_ptr<TestDef> new_test(std::string_view name) const {
    auto test = std::make_unique<TestDef>();
    test->name = name;
    test->file = scope_.source.path();
    test->line = in_[0].line;
    return test;
  }

  void test_statement() {
    in_.take();
    const RuleToken& name = in_.take();
    new_name(name, Expected::kTestName);
    in_.take_equals(Expected::kTestAssign);
    std::unique_ptr<TestDef> test = new_test(name.text);
    ExprProperties& properties = test->properties;
    test->expr = std::make_unique<Expr>(read_condition(&in_, scope_, &properties));
    if (properties.depth >= kMaxTestDepth) in_.fault(name, FaultCode::kTooMany, Expected::kTestName);
    if (properties.weight > kMaxTestWeight) in_.fault(name, FaultCode::kTooMany);
    ++properties.depth;
    if (!in_.failed() && in_.at_end()) scope_.rules->add_test(std::move(test));
  }

  Rule new_rule(Rule::Kind kind) const {
    Rule rule;
    rule.kind = kind;
    rule.line = in_.peek().line;
    rule.file = &scope_.source.path();
    return rule;
  }

  void rule_label(Rule* rule) {
    const RuleToken& first = in_.peek();
    if (first.is("match") || first.is("trial")) return;
    std::string_view name = first.text;
    if (name.empty() || name.back() != ':') return in_.unexpected(Expected::kRuleName);
    name.remove_suffix(1);
    // `trial: match` would be a correct rule, and it would act.
    const bool good = is_name(name) && !equal_ignoring_case(name, "trial");
    if (!good) return in_.fault(first, FaultCode::kInvalid, Expected::kRuleName);
    if (!scope_.draft.rule_names.emplace(name).second) in_.fault(first, FaultCode::kTwice, Expected::kRuleName);
    rule->name = name;
    in_.take();
  }

  void rule_statement() {
    Rule rule = new_rule(Rule::Kind::kMatch);
    rule_label(&rule);
    rule.trial = in_.take_if("trial");
    if (!in_.take_if("match")) return in_.unexpected(Expected::kMatch);
    const size_t begin = in_.index();
    ExprProperties properties;
    rule.condition = std::make_unique<Expr>(read_condition(&in_, scope_, &properties));
    rule.connection = properties.connection;
    if (in_.take_if("unless")) rule.unless = std::make_unique<Expr>(read_condition(&in_, scope_, &properties));
    rule.source = in_.source_since(begin);
    if (!in_.take_if("then")) return in_.unexpected(Expected::kThen);
    actions(&rule.actions, true);
    rule_dates(&rule);
    if (in_.failed() || !in_.at_end()) return;
    rule.number = static_cast<int>(scope_.draft.rules.size()) + 1;
    scope_.draft.rules.push_back(std::move(rule));
  }

  void rule_dates(Rule* rule) {
    while (in_.is("since") || in_.is("until")) {
      const RuleToken& word = in_.take();
      std::optional<int64_t>* const day = word.is("since") ? &rule->since : &rule->until;
      if (*day) in_.fault(word, FaultCode::kTwice, Expected::kDay);
      *day = in_.take_date();
      const bool never = rule->since && rule->until && *rule->since > *rule->until;
      if (never) in_.fault(word, FaultCode::kInvalid, Expected::kDay);
    }
  }

  void threshold() {
    Rule rule = new_rule(Rule::Kind::kThreshold);
    in_.take();
    if (!in_.take_if("score")) return in_.unexpected(Expected::kScore);
    const RuleToken& token = in_.take();
    rule.at_score = read_number(&in_, fact_def(FactId::score), token.text, token);
    if (!in_.take_if("then")) return in_.unexpected(Expected::kScoreThen);
    actions(&rule.actions, false);
    for (const Rule& other : scope_.draft.thresholds) {
      if (other.at_score != rule.at_score) continue;
      in_.fault(token, FaultCode::kTwice, Expected::kScore, other.file == rule.file ? other.line : 0);
    }
    if (!in_.failed() && in_.at_end()) scope_.draft.thresholds.push_back(std::move(rule));
  }

  void otherwise() {
    Rule rule = new_rule(Rule::Kind::kOtherwise);
    const RuleToken& word = in_.take();
    actions(&rule.actions, false);
    for (const Rule& first : scope_.draft.otherwise) {
      in_.fault(word, FaultCode::kTwice, Expected::kStatement, first.file == rule.file ? first.line : 0);
    }
    if (!in_.failed() && in_.at_end()) scope_.draft.otherwise.push_back(std::move(rule));
  }

  /// Parses the actions behind `then`: any number of notes, and at most one verdict, which is last.
  void actions(std::vector<ActionItem>* out, bool in_rule) {
    bool more = true;
    while (more) {
      action(&out->emplace_back(), in_rule);
      const bool verdict =
          out->back().is_verdict() && in_.peek(1).is_word() && find_action(in_.peek(1).text) != nullptr;
      more = !verdict && in_.take_if(Kind::kComma);
    }
    const bool ends = in_.at_end() || (in_rule && (in_.is("since") || in_.is("until")));
    if (!ends) in_.unexpected(Expected::kNextAction);
  }

  void action(ActionItem* out, bool in_rule) {
    const GrammarWord* const found = in_.peek().is_word() ? find_action(in_.peek().text) : nullptr;
    if (found == nullptr) return in_.unexpected(Expected::kAction);
    out->kind = std::get<Act>(found->meaning);
    const RuleToken& word = in_.take();
    switch (out->kind) {
      case Act::kAccept:
      case Act::kDiscard:
        return;
      case Act::kJunk:
        return in_.peek().is_string() ? text_template(out) : void();
      case Act::kReject:
      case Act::kDefer:
      case Act::kLog:
        return text_template(out);
      case Act::kDeliver:
      case Act::kCopy:
        return folder(out);
      case Act::kPipe:
        return pipe_verdict(out);
      case Act::kScore:
        return in_rule ? score_note(out) : in_.fault(word, FaultCode::kInvalid, Expected::kEnd);
      case Act::kTag:
        return tag_note(out);
      case Act::kAddHeader:
      case Act::kSetHeader:
      case Act::kRemoveHeader:
        return header_note(out);
      case Act::kSubjectPrefix:
        return in_.take_if("prefix") ? text_template(out) : in_.unexpected(Expected::kPrefix);
    }
  }

  void score_note(ActionItem* out) {
    const bool negative = in_.is("-");
    if (negative || in_.is("+")) in_.take();
    const RuleToken& token = in_.take();
    out->score = read_number(&in_, fact_def(FactId::score), token.text, token) * (negative ? -1 : 1);
    if (in_.peek().is_string()) text_template(out);
  }

  void tag_note(ActionItem* out) {
    const RuleToken& name = in_.peek();
    const bool good = std::all_of(name.text.begin(), name.text.end(), [](char c) { return is_alnum(c) || c == '-'; });
    if (!name.is_word() || is_reserved(name.text) || !good) return in_.unexpected(Expected::kTagName);
    out->name = lower(in_.take().text);
  }

  void header_note(ActionItem* out) {
    const bool removes = out->kind == Act::kRemoveHeader;
    const Expected what = removes ? Expected::kFieldName : Expected::kField;
    if (!in_.take_if("header")) return in_.unexpected(Expected::kHeader);
    const RuleToken& token = in_.peek();
    const std::string text = in_.take_string(what);
    const size_t colon = text.find(':');
    out->name = text.substr(0, colon);
    const bool good = removes == (colon == text.npos) && is_field_name(out->name) && !is_protected_field(out->name) &&
                      TextTemplate::first_placeholder(out->name).empty();
    if (!good) return in_.fault(token, FaultCode::kInvalid, what);
    if (!removes) set_template(trim(std::string_view(text).substr(colon + 1)), token, out);
  }

  void pipe_verdict(ActionItem* out) {
    do {
      const RuleToken& token = in_.peek();
      out->command.push_back(in_.take_plain_string(Expected::kCommand));
      if (out->command[0].substr(0, 1) != "/") in_.fault(token, FaultCode::kInvalid, Expected::kCommand);
    } while (in_.peek().is_string());
  }

  void folder(ActionItem* out) {
    const RuleToken& token = in_.peek();
    Result<std::string> folder = folder_of_rule(in_.take_plain_string(Expected::kFolder));
    if (!folder) return in_.fault(token, FaultCode::kInvalid, Expected::kFolder);
    out->name = std::move(*folder);
  }

  void text_template(ActionItem* out) {
    const RuleToken& token = in_.peek();
    const std::string text = in_.take_string(Expected::kActionText);
    if (text.empty()) in_.fault(token, FaultCode::kInvalid, Expected::kActionText);
    set_template(text, token, out);
  }

  void set_template(std::string_view text, const RuleToken& token, ActionItem* out) {
    Result<TextTemplate> parsed = TextTemplate::parse(text);
    if (!parsed) return in_.fault(token, FaultCode::kInvalid, Expected::kActionText);
    out->text = std::move(*parsed);
  }

  ParseScope scope_;
  TokenCursor in_;
  int statements_ = 0;  // the number of statements of the first pass
};

}  // namespace

void read_statements(const ParseScope& scope, const Include& include) {
  StatementParser parser(scope);
  std::string_view rest = scope.source.text();
  int lines = 0;
  while (const std::optional<Statement> statement = take_statement(&rest, &lines)) {
    parser.first_pass(*statement, include);
  }
}

void read_waiting(const ParseScope& scope) {
  scope.draft.rules.reserve(scope.draft.waiting.size());
  for (WaitingStatement& waiting : scope.draft.waiting) {
    if (waiting.state == WaitingStatement::State::kWaits) read_waiting_statement(scope, &waiting);
  }
}

void read_waiting_statement(const ParseScope& scope, WaitingStatement* waiting) {
  waiting->state = WaitingStatement::State::kBeingRead;
  StatementParser({scope.known, scope.rules, scope.draft, *waiting->source, scope.files, scope.inline_lists})
      .second_pass(waiting->statement);
  waiting->state = WaitingStatement::State::kRead;
}

}  // namespace hfilter
