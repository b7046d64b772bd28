// SPDX-License-Identifier: BSD-2-Clause
//
// Statements and lists. Conditions are in parse_expr.cc and parse_condition.cc, actions in parse_actions.cc, settings
// in parse_settings.cc.
#include "rules/parser.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "rules/vocabulary.h"

namespace hfilter {

namespace {

constexpr int kMajor = 1;  // of the language
constexpr int kMinor = 0;

struct TrustListName {
  std::string_view name;
  List TrustLists::*list;
};

constexpr TrustListName kTrustLists[] = {
    {"mydomains", &TrustLists::mydomains},       {"mynetworks", &TrustLists::mynetworks},
    {"myhosts", &TrustLists::myhosts},           {"myscanners", &TrustLists::myscanners},
    {"myforwarders", &TrustLists::myforwarders}, {"myrelays", &TrustLists::myrelays},
    {"myaddresses", &TrustLists::myaddresses},
};

std::optional<ListKind> list_kind(const RuleToken& token) {
  for (const ListKind kind :
       {ListKind::kDomains, ListKind::kNetworks, ListKind::kHosts, ListKind::kAddresses, ListKind::kWords}) {
    if (token.is(list_kind_name(kind))) return kind;
  }
  return std::nullopt;
}

bool is_name(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

constexpr char kContinuesNothing[] = "a statement starts in column 1; an indented line continues the line above";

constexpr char kDateForm[] = "a date is written YYYY-MM-DD, such as 2026-12-31";

}  // namespace

std::string bad_date(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  return (shape ? "there is no day `" : "this is not a date: `") + std::string(text.substr(0, 40)) + "`";
}

List TrustLists::*trust_list(std::string_view name) {
  for (const TrustListName& row : kTrustLists) {
    if (equal_ignoring_case(row.name, name)) return row.list;
  }
  return nullptr;
}

void Parser::parse_file() {
  Lexer lexer(source_.text());
  while (lexer.next_statement(tokens_)) {
    at_ = 0;
    failed_ = false;
    needs_ = kNeedsNothing;
    weight_ = 0;
    test_depth_ = 0;
    fixed_ = true;
    connection_ = false;
    last_is_ = nullptr;
    if (draft_->diagnostics.size() < kMaxErrorsPerFile) statement();
    first_ = false;
  }
}

void Parser::statement() {
  const std::string first_word(peek().text);
  const auto run = [&]() -> bool {
    const RuleToken& first = peek();
    if (first.first_in_line) return fail_at(first, "an indented line with nothing to continue", kContinuesNothing);
    if (!first.is_word()) return fail_at(first, named(first) + " does not begin a statement", kContinuesNothing);
    if (first.is("match") || first.is("trial") || (first.text.back() == ':' && first.text.size() > 1) ||
        peek(1).is(":")) {
      return rule_statement();
    }
    if (trust_list(first.text) != nullptr) return my_list();
    if (const std::optional<ListKind> kind = list_kind(first)) return named_list(*kind);
    if (first.is("test")) return test_statement();
    if (first.is("at")) return threshold();
    if (first.is("otherwise")) return otherwise();
    if (first.is("set")) return set_statement();
    if (first.is("include")) return include_statement();
    if (first.is("hfilter")) return version();
    std::string help(other_statement(first.text));
    if (help.empty()) help = did_you_mean(first.text, statement_words());
    if (help.empty() && is_action_word(first.text)) help = "a rule is: match CONDITION then " + std::string(first.text);
    if (help.empty()) help = "statements begin with " + joined(statement_words()) + " or NAME: match";
    return fail_at(first, named(first) + " is not a statement", help);
  };
  if (run()) statement_end();
  if (failed_) poison(first_word);
}

/// What the faulty statement was to define becomes unknown instead of missing or half there: a rule elsewhere must not
/// take it for empty.
void Parser::poison(const std::string& first_word) {
  if (rules_ == nullptr) return;
  std::vector<std::string_view> mine;
  for (const TrustListName& row : kTrustLists) mine.push_back(row.name);
  const std::string_view meant = trust_list(first_word) ? first_word : nearest_word(first_word, mine);
  List* list = nullptr;
  if (!meant.empty()) {
    list = &(rules_->trust.*trust_list(meant));
  } else if (const std::optional<ListKind> kind = list_kind(tokens_[0])) {
    const std::string name(tokens_.size() > 2 ? tokens_[1].text : std::string_view());
    list = find_list(name);
    if (list == nullptr && is_name(name) && find_test(name) == nullptr) {
      rules_->lists.push_back(std::make_unique<List>(*kind, name));
      list = rules_->lists.back().get();
    }
  } else if (tokens_[0].is("test") && tokens_.size() > 2 && is_name(tokens_[1].text) &&
             find_test(tokens_[1].text) == nullptr && find_list(tokens_[1].text) == nullptr) {
    auto test = std::make_unique<TestDef>();
    test->name = tokens_[1].text;
    test->file = source_.path();
    test->line = tokens_[0].line;
    rules_->tests.push_back(std::move(test));
  }
  if (list != nullptr) {
    list->set_fault(source_.path() + ":" + std::to_string(tokens_[0].line) + ": the statement is faulty");
  }
}

bool Parser::statement_end() {
  if (failed_) return false;
  if (at_end()) return true;
  const RuleToken& token = peek();
  if (token.kind == RuleToken::Kind::kClose)
    return fail_at(token, "a `)` without its `(`", "take it out, or open it before");
  return fail_at(token, named(token) + " does not belong here");
}

// ---- version, include ----

bool Parser::version() {
  const RuleToken keyword = take();
  const RuleToken& token = take();
  int major = 0;
  int minor = 0;
  const char* end = token.text.data() + token.text.size();
  std::from_chars_result got = std::from_chars(token.text.data(), end, major);
  if (got.ec == std::errc() && got.ptr != end && *got.ptr == '.') got = std::from_chars(got.ptr + 1, end, minor);
  if (!token.is_word() || got.ec != std::errc() || got.ptr != end) {
    return fail_at(token, "the version of the rule language is missing", "write: hfilter 1");
  }
  if (!first_) return fail_at(keyword, "`hfilter` stands first", "move this line to the top of the file");
  if (major == kMajor && minor <= kMinor) return true;
  const std::string wanted = std::to_string(major) + (minor > 0 ? "." + std::to_string(minor) : "");
  return fail_at(token,
                 "needs hfilter " + wanted + ", this is " + std::to_string(kMajor) + "." + std::to_string(kMinor));
}

bool Parser::include_statement() {
  take();
  const bool optional = take_if("optional");
  const RuleToken& token = peek();
  std::string path;
  if (!plain_string(path, "the file's name is missing", "write: include \"FILE\"")) return false;
  if (!at_end()) return true;  // statement_end() says what is wrong
  const std::optional<Error> error = include_(path, optional);
  if (error) return fail_at(token, error->text, error->help);
  return true;
}

// ---- lists ----

bool Parser::my_list() {
  List& list = rules_->trust.*trust_list(take().text);
  if (peek().is("from") && peek(1).kind == RuleToken::Kind::kString) return list_from(list);
  if (peek().is_operator("+=")) {
    return fail_at(peek(), "`+=` does not belong here", "repeated lines add up: " + list.name() + " ENTRY, ENTRY");
  }
  if (peek().is_operator("=")) take();  // not take_equals(): in `mydomains =a.example` the entry is only itself
  return list_entries(list);
}

bool Parser::named_list(ListKind kind) {
  const RuleToken keyword = take();
  const RuleToken name = take();
  if (!name.is_word() || !is_name(name.text)) {
    return fail_at(name, "the name of the list is missing",
                   "write: " + std::string(keyword.text) + " NAME = ENTRY, ENTRY (letters, digits and - in the name)");
  }
  List* list = find_list(name.text);
  if (list != nullptr && trust_list(name.text) != nullptr) {
    return fail_at(name, named(name) + " has its own statement", "write: " + std::string(name.text) + " ENTRY, ENTRY");
  }
  const bool adds = peek().is_operator("+=");
  const bool from = peek().is("from") && peek(1).kind == RuleToken::Kind::kString;
  if (!adds && !from && !peek().is_operator("=") && (peek().text.empty() || peek().text[0] != '=')) {
    return fail_at(peek(), "a list needs `=`, `+=` or `from` behind its name",
                   "write: " + std::string(keyword.text) + " " + std::string(name.text) + " = ENTRY, ENTRY");
  }
  if (list == nullptr) {
    if (!new_name(name, "a list")) return false;
    rules_->lists.push_back(std::make_unique<List>(kind, std::string(name.text)));
    list = rules_->lists.back().get();
    list->set_today(rules_->today);
  } else if (list->kind() != kind) {
    return fail_at(keyword, named(name) + " is a list of " + list_kind_name(list->kind()),
                   "write: " + std::string(list_kind_name(list->kind())) + " " + list->name() + " ...");
  } else if (!adds && !from && list->is_set()) {
    return fail_at(name, "the list " + named(name) + " is there already", "to add to it write +=");
  }
  if (from) return list_from(*list);
  if (adds) {
    take();
  } else {
    take_equals();
  }
  return list_entries(*list);
}

bool Parser::list_from(List& list) {
  take();
  std::string path;
  if (!plain_string(path, "the file's name is missing", "write: from \"FILE\"")) return false;
  if (path.empty()) return fail_at(tokens_[at_ - 1], "the file's name is empty");
  list.add_file(files_->list_file(files_->resolve(path, source_.path())));
  return true;
}

bool Parser::list_entries(List& list) {
  list.mark_set();
  const bool bracket = take_kind(RuleToken::Kind::kOpen);
  if (bracket && take_kind(RuleToken::Kind::kClose)) return true;
  if (!list_entry(list)) return false;
  while (!at_end() && peek().kind != RuleToken::Kind::kClose) {
    take_kind(RuleToken::Kind::kComma);
    if (!list_entry(list)) return false;
  }
  if (bracket && !take_kind(RuleToken::Kind::kClose)) return fail_at(peek(), "the `)` is missing");
  return true;
}

bool Parser::list_entry(List& list) {
  const RuleToken token = take();
  if (token.is_word() && is_reserved(token.text) && !token.is("domain")) {
    std::string help = "to list a word that means something else put it in quotes";
    if (token.first_in_line && is_statement_word(token.text)) help = kContinuesNothing;
    if (token.is("from"))
      help = "entries and files stand in statements of their own: " + list.name() + " from \"FILE\"";
    return fail_at(token, named(token) + " in a list of " + list_kind_name(list.kind()), help);
  }
  if (token.first_in_line && token.is_word() && token.text.back() == ':') {
    return fail_at(token, named(token) + " in a list of " + list_kind_name(list.kind()), kContinuesNothing);
  }
  if (token.kind == RuleToken::Kind::kComma) return fail_at(token, "an entry is missing before this comma");
  if (token.kind == RuleToken::Kind::kEnd) {
    return fail_at(token, "an entry is missing", "a list that is empty on purpose is written = ()");
  }
  std::string text(token.text);
  if (token.kind == RuleToken::Kind::kString) {
    size_t at = 0;
    if (!unquote(token.text, text, &at))
      return fail(token.text.substr(at, 1), "only \\\" and \\\\ are known in a text");
  } else if (!token.is_word()) {
    return fail_at(token, named(token) + " does not belong in a list",
                   token.is_operator("~") ? "a file of entries is written: from \"~/FILE\"" : "");
  }
  Result<ListEntry> entry = parse_list_entry(list.kind(), text);
  if (!entry) {
    const bool path = text.find('/') != text.npos && list.kind() == ListKind::kDomains;
    return fail_at(token, entry.error().text,
                   path ? "a file of entries is written: from \"FILE\"" : entry.error().help);
  }
  entry->line = token.line;
  if (take_if("until")) {
    int64_t day = 0;
    if (!date(day)) return false;
    entry->until_day = day;
  }
  list.add_entry(std::move(*entry), draft_->main ? std::string() : source_.path());
  return true;
}

// ---- tests, rules ----

bool Parser::new_name(const RuleToken& token, const char* what) {
  if (!token.is_word() || !is_name(token.text)) {
    return fail_at(token, "the name of " + std::string(what) + " is missing", "a name has letters, digits and -");
  }
  if (is_reserved(token.text) || find_fact(token.text) != nullptr || planned("", token.text) != nullptr) {
    return fail_at(token, named(token) + " is a word of the language", "choose another name");
  }
  if (find_test(token.text) != nullptr) return fail_at(token, "there is a test " + named(token) + " already");
  if (find_list(token.text) != nullptr) return fail_at(token, "there is a list " + named(token) + " already");
  return true;
}

bool Parser::test_statement() {
  take();
  const RuleToken name = take();
  if (!new_name(name, "the test")) return false;
  if (!take_equals()) {
    return fail_at(peek(), "a test needs `=` behind its name",
                   "write: test " + std::string(name.text) + " = CONDITION");
  }
  auto test = std::make_unique<TestDef>();
  test->name = name.text;
  test->file = source_.path();
  test->line = name.line;
  test->expr = std::make_unique<Expr>();
  if (!expression(*test->expr)) return false;
  if (!at_end()) {
    if (peek().is("then")) return fail_at(peek(), "a test has no actions", "use it in a rule: match NAME then junk");
    return true;
  }
  if (test_depth_ >= kMaxTestDepth) return fail_at(name, "tests name tests more than 50 deep");
  if (weight_ > kMaxTestWeight) return fail_at(name, "the tests that this one names are too many together");
  test->depth = test_depth_ + 1;
  test->weight = weight_;
  test->needs = needs_;
  test->fixed = fixed_;
  test->connection = connection_;
  rules_->tests.push_back(std::move(test));
  return true;
}

bool Parser::rule_label(Rule& rule) {
  const RuleToken& first = peek();
  if (first.is("match") || first.is("trial")) return true;
  std::string_view name = first.text;
  if (!name.empty() && name.back() == ':') {
    name.remove_suffix(1);
  } else if (peek(1).is(":")) {
    return fail_at(peek(1), "the colon stands at the name", "write: " + std::string(name) + ": match ...");
  }
  if (!is_name(name)) {
    return fail_at(first, "`" + std::string(name) + "` is no name for a rule", "a name has letters, digits and -");
  }
  // Valid, and not what was meant: the rule would act.
  if (equal_ignoring_case(name, "trial")) {
    return fail_at(first, "`trial:` would be the name of a rule", "write: trial match ..., or NAME: trial match ...");
  }
  if (!draft_->names.emplace(name).second) {
    return fail(name, "there is a rule `" + std::string(name) + "` already", "rules of one file have different names");
  }
  rule.name = name;
  take();
  return true;
}

bool Parser::rule_statement() {
  Rule rule;
  rule.line = peek().line;
  rule.file = &source_.path();
  if (!rule_label(rule)) return false;
  rule.trial = take_if("trial");
  if (!take_if("match")) {
    return fail_at(peek(), named(peek()) + " instead of `match`",
                   "a rule is: NAME: [trial] match CONDITION then ACTION");
  }
  const size_t begin = at_;
  rule.condition = std::make_unique<Expr>();
  if (!expression(*rule.condition)) return false;
  rule.connection = connection_;
  if (take_if("unless")) {
    rule.unless = std::make_unique<Expr>();
    if (!expression(*rule.unless)) return false;
    if (peek().is("unless")) return fail_at(peek(), "a rule has one `unless`", "join them: unless A or B");
  }
  rule.source = source_since(begin);
  if (!take_if("then")) {
    const bool action = peek().is_word() && is_action_word(peek().text);
    if (peek().first_in_line && peek().is_word() && (is_statement_word(peek().text) || peek().text.back() == ':')) {
      return fail_at(peek(), "this rule has no `then`", kContinuesNothing);
    }
    if (at_end()) return fail_at(peek(), "this rule has no `then`", "a rule is: match CONDITION then ACTION");
    if (action)
      return fail_at(peek(), "`then` is missing before the action", "write: then " + std::string(peek().text));
    return refuse_condition();
  }
  if (!actions(rule.actions, true) || !rule_dates(rule)) return false;
  if (!at_end()) return true;
  rule.number = static_cast<int>(draft_->rules.size()) + 1;
  draft_->rules.push_back(std::move(rule));
  return true;
}

bool Parser::rule_dates(Rule& rule) {
  while (peek().is("since") || peek().is("until")) {
    const RuleToken word = take();
    std::optional<int64_t>& day = word.is("since") ? rule.since : rule.until;
    if (day) return fail_at(word, "a second " + named(word));
    int64_t value = 0;
    if (!date(value)) return false;
    day = value;
    if (rule.since && rule.until && *rule.since > *rule.until) {
      return fail_at(word, "this rule is never in force: its `since` is after its `until`");
    }
  }
  return true;
}

bool Parser::threshold() {
  Rule rule;
  rule.kind = Rule::Kind::kThreshold;
  rule.line = peek().line;
  rule.file = &source_.path();
  take();
  if (!take_if("score")) return fail_at(peek(), named(peek()) + " instead of `score`", "write: at score 8 then junk");
  const RuleToken& token = take();
  if (!number(*find_fact("score"), token.text, token, rule.at_score)) return false;
  if (!take_if("then"))
    return fail_at(peek(), "`then` is missing", "write: at score " + std::string(token.text) + " then junk");
  if (!actions(rule.actions, false)) return false;
  if (!at_end()) return true;
  for (const Rule& other : draft_->thresholds) {
    if (other.at_score == rule.at_score && other.file == rule.file) {
      return fail_at(token, "there is a threshold at this score already, in line " + std::to_string(other.line));
    }
  }
  draft_->thresholds.push_back(std::move(rule));
  return true;
}

bool Parser::otherwise() {
  Rule rule;
  rule.kind = Rule::Kind::kOtherwise;
  rule.line = peek().line;
  rule.file = &source_.path();
  const RuleToken word = take();
  if (peek().is("then")) return fail_at(peek(), "no `then` here", "write: otherwise ACTION");
  if (!actions(rule.actions, false)) return false;
  if (!at_end()) return true;
  if (!draft_->otherwise.empty()) {
    return fail_at(word, "a second `otherwise`",
                   "the first is in line " + std::to_string(draft_->otherwise.front().line) + "; keep one");
  }
  draft_->otherwise.push_back(std::move(rule));
  return true;
}

// ---- the cursor ----

/// `=` as a token of its own, or stuck to the next word (`=x` reads as an entry elsewhere).
bool Parser::take_equals() {
  if (peek().is_operator("=")) {
    take();
    return true;
  }
  RuleToken& token = tokens_[at_];
  if (!token.is_word() || token.text.size() < 2 || token.text[0] != '=') return false;
  token.text.remove_prefix(1);
  token.raw.remove_prefix(1);
  return true;
}

bool Parser::string_value(std::string& value, std::string_view fault, std::string_view help) {
  const RuleToken& token = peek();
  if (token.kind != RuleToken::Kind::kString) {
    const bool joins = token.is("then") || token.is("and") || token.is("or") || token.is("unless");
    const bool word = token.is_word() && !joins;
    return fail_at(token, std::string(fault),
                   word ? "put it in quotes: \"" + std::string(token.text) + "\"" : std::string(help));
  }
  size_t at = 0;
  if (!unquote(token.text, value, &at)) {
    return fail(token.text.substr(at, 2), "only \\\" and \\\\ are known in a text",
                "a backslash itself is written \\\\");
  }
  take();
  return true;
}

/// A text that a stranger must have no part in: no placeholders.
bool Parser::plain_string(std::string& value, std::string_view fault, std::string_view help) {
  const RuleToken token = peek();
  if (!string_value(value, fault, help)) return false;
  const std::string_view placeholder = TextTemplate::first_placeholder(value);
  if (placeholder.empty()) return true;
  const size_t at = token.text.find(placeholder);
  return fail(at == token.text.npos ? token.raw : token.text.substr(at, placeholder.size()),
              std::string(placeholder) + " cannot stand here", "the sender must not choose a path or a name");
}

bool Parser::date(int64_t& day) {
  const RuleToken& token = take();
  const std::optional<int64_t> value = token.is_word() ? parse_day(token.text) : std::nullopt;
  if (value) {
    day = *value;
    return true;
  }
  if (!token.is_word()) return fail_at(token, "a date is missing before " + named(token), kDateForm);
  return fail_at(token, bad_date(token.text), kDateForm);
}

bool Parser::fail(std::string_view place, std::string text, std::string help) {
  if (!failed_) draft_->diagnostics.push_back(source_.error_at(place, std::move(text), std::move(help)));
  failed_ = true;
  return false;
}

bool Parser::fail_at(const RuleToken& token, std::string text, std::string help) {
  if (token.kind == RuleToken::Kind::kBad) return fail(token.raw, std::string(token.text));
  return fail(token.raw, std::move(text), std::move(help));
}

std::string Parser::named(const RuleToken& token) const {
  if (token.kind == RuleToken::Kind::kEnd) return "the end of the statement";
  constexpr size_t kLongest = 60;
  return "`" + std::string(token.raw.substr(0, kLongest)) + (token.raw.size() > kLongest ? "..." : "") + "`";
}

std::string_view Parser::source_since(size_t first) const {
  if (at_ <= first) return {};
  const char* begin = tokens_[first].raw.data();
  const RuleToken& last = tokens_[at_ - 1];
  return std::string_view(begin, static_cast<size_t>(last.raw.data() + last.raw.size() - begin));
}

const TestDef* Parser::find_test(std::string_view name) const {
  for (const auto& test : *tests_) {
    if (equal_ignoring_case(test->name, name)) return test.get();
  }
  return nullptr;
}

List* Parser::find_list(std::string_view name) const {
  for (const auto& list : known().lists) {
    if (equal_ignoring_case(list->name(), name)) return list.get();
  }
  if (List TrustLists::*mine = trust_list(name)) return const_cast<List*>(&(known().trust.*mine));
  return nullptr;
}

}  // namespace hfilter
