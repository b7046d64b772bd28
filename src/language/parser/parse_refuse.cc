// SPDX-License-Identifier: BSD-2-Clause
//
// What to say where a condition, a test or a statement cannot be read, and what was probably meant. Only here, in
// habits.cc and in vocabulary.cc are the habits of other languages known.

#include "base/text.h"
#include "language/habits.h"
#include "language/one_line.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"
#include "rules/condition_types.h"

namespace hfilter {

namespace {

bool is_if(const RuleToken& token) { return is_one_of(token, {"if", "elsif", "elseif", "elif", "when", "where"}); }

/// Of which kind is a list that begins with this entry? Empty: no list, a condition.
std::string_view kind_of_entry(std::string_view text) {
  if (text.find('@') != text.npos) return "addresses";
  if (Network::parse(text)) return "networks";
  return text.find('.') != text.npos ? "domains" : "words";
}

/// Behind this a condition begins.
bool begins_condition(const RuleToken& token) {
  return token.kind == RuleToken::Kind::kOpen || token.text == "=" || token.is_operator("!") ||
         is_one_of(token, {"and", "or", "not", "match", "unless", "possibly", "surely", "hop"});
}

}  // namespace

// ---- statements ----

/// The tokens from `from` to before `to` on one line, with our words for those of other languages.
std::string Parser::rewritten(size_t from, size_t to) const {
  std::string text;
  RuleToken::Kind before = RuleToken::Kind::kOpen;
  for (size_t i = from; i < to && i + 1 < tokens_.size(); ++i) {
    const RuleToken& token = tokens_[i];
    if (token.is_operator("}") || token.is_operator(";")) continue;
    if (token.is_operator("{") && i > from && tokens_[i - 1].is("then")) continue;
    const bool tight = before == RuleToken::Kind::kOpen || token.kind == RuleToken::Kind::kClose ||
                       token.kind == RuleToken::Kind::kComma;
    if (!tight) text += ' ';
    const std::string_view ours = our_word(token);
    text += ours.empty() ? token.raw : ours;
    before = token.kind;
  }
  return text;
}

/// `if A then B` and `B if A` as a rule; empty if it is neither.
std::string Parser::as_rule(size_t from) const {
  const size_t end = tokens_.size() - 1;
  if (is_if(tokens_[from])) {
    const std::string text = rewritten(from + 1, end);
    return find_ignoring_case(text, " then ") == text.npos ? std::string() : "match " + text;
  }
  if (!is_action_word(tokens_[from].text)) return {};
  for (size_t i = from + 1; i < end; ++i) {
    if (is_if(tokens_[i])) return "match " + rewritten(i + 1, end) + " then " + rewritten(from, i);
  }
  return {};
}

bool Parser::refuse_statement() {
  const RuleToken& first = peek();
  const std::string word(first.text);
  const size_t end = tokens_.size() - 1;
  if (is_foreign_comment(first)) {
    return fail_at(first, "a comment begins with #, not with " + named(first), "write: # ...");
  }
  if (first.first_in_line || !first.is_word()) {
    return fail_at(first, named(first) + " does not begin a statement", kContinuesNothing);
  }
  // default junk
  if (first.is("default") || first.is("else")) {
    return fail_at(first, named(first) + " is not a statement",
                   "write: otherwise " + rewritten(peek(1).is("then") ? 2 : 1, end));
  }
  // own-helo match ...
  if (is_name(word) && (peek(1).is("match") || (peek(1).is("trial") && peek(2).is("match")))) {
    return fail_at(first, "a colon is missing behind the name " + named(first),
                   "write: " + word + ": " + rewritten(1, end));
  }
  // if A then B; junk if A
  const std::string rule = as_rule(0);
  if (!rule.empty()) return fail_at(first, "a rule begins with `match`, not with " + named(first), "write: " + rule);
  // list partners = ..., acl partners = ...
  if (!trust_list(word) && is_name(peek(1).text) && !is_reserved(peek(1).text) && peek(2).is_operator("=") &&
      is_name(word)) {
    return refuse_definition(1);
  }
  std::string help(other_statement(word));
  // on-error accept
  if (help.empty() && find_setting(word) != nullptr) {
    const size_t value = peek(1).is_operator("=") ? 2 : 1;
    return fail_at(first, named(first) + " is a setting", "write: set " + word + " " + rewritten(value, end));
  }
  if (help.empty()) help = did_you_mean(word, statement_words());
  // partners = a.example
  if (help.empty() && is_name(word) && !peek(1).raw.empty() && (peek(1).raw[0] == '=' || peek(1).is_operator("+="))) {
    return refuse_definition(0);
  }
  if (help.empty() && is_action_word(word)) help = "a rule is: match CONDITION then " + word;
  if (help.empty()) help = "statements begin with match, NAME: match, or one of " + joined(statement_words());
  return fail_at(first, named(first) + " is not a statement", help);
}

/// `partners = a.example`
bool Parser::refuse_definition(size_t at) {
  const RuleToken& name = peek(at);
  const std::string word(name.text);
  const bool stuck = peek(at + 1).is_word();  // `d =a.example`
  const RuleToken& value = peek(at + (stuck ? 1 : 2));
  const std::string_view entry = stuck ? value.text.substr(1) : value.text;
  const std::string rest = stuck ? "= " + std::string(entry) : rewritten(at + 1, tokens_.size() - 1);
  if (const List* list = find_list(word)) {
    return fail_at(name, "a list begins with its kind",
                   "write: " + std::string(list_kind_name(list->kind())) + " " + word + " += " + std::string(entry));
  }
  const bool condition = find_fact(entry) != nullptr || value.kind == RuleToken::Kind::kOpen || value.is("not") ||
                         value.is("header") || value.is("via") || value.is("any") || value.is("message");
  if (condition) {
    return fail_at(name, "a condition with a name begins with `test`", "write: test " + word + " " + rest);
  }
  return fail_at(peek(), "a list begins with its kind",
                 "write: " + std::string(kind_of_entry(entry)) + " " + word + " " + rest);
}

/// What stands after the name of a rule, or begins one, and is not `match`.
bool Parser::refuse_match(const Rule& rule) {
  const RuleToken& token = peek();
  const size_t end = tokens_.size() - 1;
  const std::string& name = rule.name;
  if (token.kind == RuleToken::Kind::kBad) return fail_at(token, {});
  if (equal_ignoring_case(name, "else") || equal_ignoring_case(name, "default")) {
    return fail_at(token, "what happens when no rule decides is `otherwise`",
                   "write: otherwise " + rewritten(at_, end));
  }
  if (is_statement_word(name)) {
    return fail(tokens_[0].raw, "no colon behind `" + name + "`", "write: " + name + " " + rewritten(at_, end));
  }
  const std::string label = (name.empty() ? "" : name + ": ") + (rule.trial ? "trial " : "");
  const std::string other = as_rule(at_);
  if (!other.empty()) return fail_at(token, named(token) + " instead of `match`", "write: " + label + other);
  const bool condition = token.is_word() && !is_statement_word(token.text) && !is_action_word(token.text);
  const std::string text = rewritten(at_, end);
  if (condition && find_ignoring_case(text, " then ") != text.npos) {
    return fail_at(token, "`match` is missing before " + named(token), "write: " + label + "match " + text);
  }
  return fail_at(token, named(token) + " instead of `match`", "a rule is: NAME: [trial] match CONDITION then ACTION");
}

/// What stands behind the condition of a rule and is not `then`.
bool Parser::refuse_then() {
  const RuleToken& token = peek();
  const size_t end = tokens_.size() - 1;
  if (token.first_in_line && token.is_word() && (is_statement_word(token.text) || token.text.back() == ':')) {
    return fail_at(token, "this rule has no `then`", kContinuesNothing);
  }
  if (at_end()) return fail_at(token, "this rule has no `then`", "a rule is: match CONDITION then ACTION");
  if (token.is("until") || token.is("since")) {
    return fail_at(token, named(token) + " stands behind the actions",
                   "a rule is: match CONDITION then ACTION " + std::string(token.text) + " DATE");
  }
  if (token.is_word() && is_action_word(token.text)) {
    return fail_at(token, "`then` is missing before the action",
                   "write: " + rewritten(0, at_) + " then " + rewritten(at_, end));
  }
  if (our_word(token) == "then") {
    return fail_at(token, named(token) + " instead of `then`", "write: " + rewritten(0, end));
  }
  return refuse_condition();
}

// ---- conditions ----

std::vector<std::string_view> Parser::condition_words() const {
  std::vector<std::string_view> words = {"any hop", "hop", "any attachment", "header", "believed header", "via",
                                         "tagged",  "not", "possibly",       "surely"};
  for (const FactDef& fact : all_facts()) {
    if (!in_hop_ || fact.per_hop) words.emplace_back(fact.name);
  }
  for (const auto& test : *tests_) words.emplace_back(test->name);
  return words;
}

/// `helo is a.example or b.example`: the second is a value, not a condition.
std::string Parser::help_for_value(const RuleToken& token) const {
  if (clause_.source.empty() || ends_a_condition(token)) return {};
  const std::string value(token.raw);
  const bool text = token.kind == RuleToken::Kind::kString;
  const bool both = at_ > 0 && tokens_[at_ - 1].is("and");
  const bool word = token.is_word() && clause_.fact != nullptr && find_word(clause_.fact->id, token.text) != nullptr;
  const bool entry = token.is_word() && is_entry(token.text) && token.text[0] != '!';
  const bool list = token.is_word() && (trust_list(token.text) != nullptr || find_list(token.text) != nullptr);
  if (clause_.word == "in") {
    if (list && find_list(token.text)->kind() != clause_.kind) return {};
    if (list || (entry && both)) return "write the fact again: " + clause_.subject + " in " + value;
    if (entry && !clause_.entry.empty()) {
      return "several entries stand in brackets: " + clause_.subject + " in (" + std::string(clause_.entry) + ", " +
             value + ")";
    }
    return {};
  }
  if (list || !(text || word || (entry && clause_.word == "is"))) return {};
  if (both) return "write the fact again: " + clause_.subject + " " + std::string(clause_.word) + " " + value;
  return "to list several values use commas: " + one_line(clause_.source) + ", " + value;
}

/// What may have been meant where a condition should stand.
std::string Parser::help_for_condition(const RuleToken& token) const {
  if (token.first_in_line && token.is_word() && (is_statement_word(token.text) || token.text.back() == ':')) {
    return kContinuesNothing;
  }
  std::string help = help_for_value(token);
  if (!help.empty()) return help;
  help = help_for_habit(token, peek(1), peek(2));
  if (!help.empty()) return help;
  if (token.is("trial") && at_ > 0 && tokens_[at_ - 1].is("match")) {
    return "write: " + rewritten(0, at_ - 1) + (at_ > 1 ? " " : "") + "trial match " +
           rewritten(at_ + 1, tokens_.size() - 1);
  }
  if (!token.is_word()) return {};
  if (trust_list(token.text) != nullptr || find_list(token.text) != nullptr) {
    return "a list stands behind `in` or `via`, as in: " +
           std::string(find_list(token.text)->kind() == ListKind::kDomains ? "helo in " : "client in ") +
           std::string(token.text);
  }
  help = other_condition(token.text);
  return help.empty() ? did_you_mean(token.text, condition_words()) : help;
}

bool Parser::refuse_condition() {
  const RuleToken& token = peek();
  const bool after_condition = at_ > 0 && !begins_condition(tokens_[at_ - 1]);
  std::string help = help_for_condition(token);
  if (token.is("trial") && at_ > 0 && tokens_[at_ - 1].is("match")) {
    return fail_at(token, "`trial` stands before `match`", help);
  }
  if (ends_a_condition(token)) {
    if (token.kind == RuleToken::Kind::kClose && after_condition) {
      return fail_at(token, "a `)` without its `(`", "take it out, or open it before");
    }
    if (help.empty() && at_ > 0 && tokens_[at_ - 1].is("hop")) {
      help = "write what is asked of it: any hop helo in mydomains";
    }
    if (help.empty() && in_hop_) help = "write what is asked of it: hop 1 client in mynetworks";
    return fail_at(token, "a condition is missing before " + named(token), help);
  }
  if (after_condition) {
    if (token.kind == RuleToken::Kind::kComma) {
      const bool list = clause_.word == "in" && peek(1).is_word() && find_list(peek(1).text) != nullptr;
      help = list ? "write: " + one_line(clause_.source) + " or " + clause_.subject + " in " + std::string(peek(1).text)
                  : "join conditions with `and` or `or`";
    }
    if (help.empty() && token.is_word()) help = did_you_mean(token.text, {"and", "or", "unless", "then"});
    if (help.empty()) help = "after a condition stands and, or, unless or then";
    return fail_at(token, named(token) + " does not belong here", help);
  }
  if (!token.is_word()) return fail_at(token, named(token) + " is not a condition", help);
  return fail_at(token, named(token) + " is not a test", help);
}

/// How a value is written behind `is`.
std::string Parser::value_form(const FactDef* fact, bool domain, const RuleToken& value) const {
  const bool quoted = !value.is_word() || is_entry(value.text) || ends_a_condition(value) ||
                      (fact != nullptr && !domain && find_word(fact->id, value.text) != nullptr);
  return quoted ? std::string(value.raw) : "\"" + std::string(value.text) + "\"";
}

/// What stands behind a fact and is no test of it: what was probably meant, or empty.
std::string Parser::help_for_test(const FactDef* fact, bool domain, const std::string& name) const {
  const RuleToken& token = peek();
  const RuleToken& value = peek(1);
  const TypeRow& type = type_row(fact, domain);
  const bool list = value.is_word() && find_list(value.text) != nullptr;
  std::string help =
      help_for_sign({token, value, type, name, value_form(fact, domain, value), regex_form(value), list});
  if (!help.empty()) return help;
  // subject not is "x"
  if (token.is("not") && value.is("is") && type.is) {
    return "write: " + name + " is not " + value_form(fact, domain, peek(2));
  }
  // client not listed in "zone"
  if (token.is("not") && value.is("listed")) return "write: not " + name + " listed in " + std::string(peek(3).raw);
  // header "X-Spam" : "yes"
  if (token.raw == ":") return "no colon behind the name of a field";
  // helo domain in partners
  if (token.is("domain") && fact != nullptr && fact->type == FactType::kName) {
    return "`" + name + "` is a name already: " + name + " in LIST";
  }
  // rdns missing
  if (token.is("missing") || token.is("empty")) return "write: " + name + " is " + lower(token.text);
  // subject "viagra"
  if (is_string() && type.text) {
    const bool address = fact != nullptr && fact->type == FactType::kAddress && token.text.find('@') != token.text.npos;
    return "write: " + name + (address ? " is " : " contains ") + std::string(token.raw);
  }
  if (!token.is_word() || is_reserved(token.text)) return {};
  std::string_view word = token.text;
  if (word[0] == ':') word.remove_prefix(1);
  // subject does not contain "viagra"
  if (token.is("does") && peek(1).is("not")) return "write: " + name + " not contains " + std::string(peek(3).raw);
  // subject startswith "Re:"; subject :contains "viagra"
  if (const std::string_view test = other_test(word); !test.empty() && (type.text || type.is)) {
    return "write: " + name + " " + std::string(test) + behind_test(test);
  }
  // spf hardfail
  if (fact != nullptr && !domain) {
    const std::string_view ours = meant_word(*fact, word);
    if (!ours.empty()) return "write: " + name + " is " + std::string(ours);
  }
  // helo partners
  if (find_list(word) != nullptr) return "write: " + name + " in " + std::string(word);
  // client 192.0.2.0/24
  if (type.is && is_entry(word) && !type.number && word[0] != '/') {
    const bool network = type.inline_kind == ListKind::kNetworks && word.find('/') != word.npos;
    return "write: " + name + (network ? " in " : " is ") + std::string(word);
  }
  return did_you_mean(word, {"is", "in", "contains", "begins", "ends", "like", "matches", "not", "domain"});
}

/// What stands behind the test at the cursor, in the form that `ours` has.
std::string Parser::behind_test(std::string_view ours) const {
  if (ours == "is not missing") return {};
  const size_t skip = peek(1).is("with") || peek(1).is("to") || peek(1).is("contain") ? 2 : 1;
  const RuleToken& value = peek(skip);
  if (ends_a_condition(value)) return ours == "matches" ? " /regex/" : " \"text\"";
  if (ours == "matches") return " " + regex_form(value);
  return " " + (value.is_word() && ours != "in" && !is_entry(value.text) ? "\"" + std::string(value.raw) + "\""
                                                                         : std::string(value.raw));
}

/// /x/ for "x", x and /x/i.
std::string Parser::regex_form(const RuleToken& value) const {
  std::string_view text = value.kind == RuleToken::Kind::kString ? value.text : value.raw;
  if (text.substr(0, 1) == "/") text = text.substr(1, text.find('/', 1) - 1);
  return "/" + std::string(text) + "/";
}

/// Is the cursor behind `header "X"`?
bool Parser::is_header_name() const {
  return at_ > 1 && tokens_[at_ - 1].kind == RuleToken::Kind::kString && tokens_[at_ - 2].is("header");
}

/// No test that this fact has: say which it has.
bool Parser::refuse_test(const FactDef* fact) {
  const RuleToken& token = peek();
  Condition c;
  const bool domain = at_ > 0 && tokens_[at_ - 1].is("domain");
  c.domain = domain;
  const bool believed = at_ > 2 && tokens_[at_ - 3].is("believed");
  const std::string name = fact != nullptr ? subject_name(c, fact)
                           : is_header_name()
                               ? (believed ? "believed header " : "header ") + std::string(tokens_[at_ - 1].raw)
                               : "header \"NAME\"";
  std::string help = help_for_test(fact, domain, name);
  if (help.empty()) help = filled(type_row(fact, domain).form, name);
  if (ends_a_condition(token)) {
    return fail_at(token, "a test of `" + name + "` is missing before " + named(token), help);
  }
  return fail_at(token, named(token) + " is not a test of `" + name + "`", help);
}

}  // namespace hfilter
