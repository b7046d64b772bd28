// SPDX-License-Identifier: BSD-2-Clause
//
// The cursor over the tokens of a statement, texts and dates, names, and refusing.
#include "base/limits.h"
#include "base/text.h"
#include "language/one_line.h"
#include "language/parser/parser.h"

namespace hfilter {

namespace {

/// How to write what is no token.
std::string help_for_bad(const RuleToken& token) {
  if (token.raw[0] == '/') return "write: /" + std::string(token.inside) + "/";
  if (!token.inside.empty()) return "write: \"" + std::string(token.inside) + "\"";
  const bool ascii = static_cast<unsigned char>(token.raw[0]) < 0x80;
  return ascii ? "take it out" : "type a plain blank instead";
}

}  // namespace

bool ends_a_condition(const RuleToken& token) {
  return token.kind == RuleToken::Kind::kEnd || token.kind == RuleToken::Kind::kClose || token.is("then") ||
         token.is("unless") || token.is("and") || token.is("or");
}

std::string date_meant(std::string_view text) {
  std::string parts[3];
  size_t part = 0;
  char mark = '\0';
  for (const char c : text) {
    if (is_digit(c)) {
      parts[part] += c;
    } else if ((c != '-' && c != '.' && c != '/') || (mark != '\0' && c != mark) || ++part > 2) {
      return {};
    } else {
      mark = c;
    }
  }
  if (mark == '.') std::swap(parts[0], parts[2]);
  for (std::string* two : {&parts[1], &parts[2]}) {
    if (two->size() == 1) two->insert(0, "0");
  }
  const std::string date = parts[0] + "-" + parts[1] + "-" + parts[2];
  return parse_day(date) ? date : std::string();
}

std::string bad_date(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  return (shape ? "there is no day `" : "this is not a date: `") + std::string(text.substr(0, 40)) + "`";
}

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
    if (!token.is_word() || ends_a_condition(token)) return fail_at(token, std::string(fault), std::string(help));
    if (is_string(1)) return fail_at(token, std::string(fault), "write only the text: " + std::string(peek(1).raw));
    // `contains make money fast then junk`: all the words.
    const size_t begin = at_;
    while (peek().is_word() && !ends_a_condition(peek()) && !peek().first_in_line) take();
    const std::string phrase = at_ > begin ? one_line(source_since(begin)) : std::string(token.text);
    return fail_at(token, std::string(fault), "put it in quotes: \"" + phrase + "\"");
  }
  size_t at = 0;
  if (!unquote(token.text, &value, &at)) {
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
  const RuleToken token = take();
  const std::optional<int64_t> value = token.is_word() ? parse_day(token.text) : std::nullopt;
  if (value) {
    day = *value;
    return true;
  }
  if (!token.is_word()) return fail_at(token, "a date is missing before " + named(token), kDateForm);
  const std::string meant = date_meant(token.text);
  return fail_at(token, bad_date(token.text), meant.empty() ? kDateForm : "write: " + meant);
}

bool Parser::fail(std::string_view place, std::string text, std::string help) {
  // Beyond the limit statements are read on: the lists of a faulty file still say what is yours.
  // A line that is as long as what a fuzzer writes helps nobody.
  constexpr size_t kLongestHelp = 1'000;
  if (help.size() > kLongestHelp) help = help.substr(0, kLongestHelp) + " ...";
  if (!failed_ && draft_->diagnostics.size() < kMaxErrorsPerFile) {
    draft_->diagnostics.push_back(source_.error_at(place, std::move(text), std::move(help)));
  }
  failed_ = true;
  return false;
}

bool Parser::fail_at(const RuleToken& token, std::string text, std::string help) {
  if (token.kind == RuleToken::Kind::kBad) return fail(token.raw, std::string(token.text), help_for_bad(token));
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
  const auto found = known().test_names.find(lower(name));
  return found == known().test_names.end() ? nullptr : found->second;
}

const TestDef* Parser::need_test(const RuleToken& name) {
  if (const TestDef* test = find_test(name.text)) return test;
  const auto found = draft_->tests.find(lower(name.text));
  if (found == draft_->tests.end() || found->second->state == WaitingStatement::State::kRead) return nullptr;
  WaitingStatement& waiting = *found->second;
  if (waiting.state == WaitingStatement::State::kBeingRead) {
    fail_at(name, "the test " + named(name) + " is asked in its own definition", "a test cannot depend on itself");
    return nullptr;
  }
  if (draft_->nested >= kMaxTestDepth) {
    fail_at(name, "tests name tests more than 50 deep");
    return nullptr;
  }
  const bool main = std::exchange(draft_->main, waiting.main);
  ++draft_->nested;
  Parser(*rules_, *draft_, *waiting.source, files_, {}).finish(waiting);
  --draft_->nested;
  draft_->main = main;
  return find_test(name.text);
}

bool Parser::is_lost(std::string_view name) {
  if (draft_->lost.count(lower(name)) == 0) return false;
  failed_ = true;
  return true;
}

List* Parser::find_list(std::string_view name) const {
  if (List TrustLists::*mine = trust_list(name)) return const_cast<List*>(&(known().trust.*mine));
  const auto found = known().list_names.find(lower(name));
  return found == known().list_names.end() ? nullptr : found->second;
}

List& Parser::add_list(ListKind kind, std::string_view name) {
  rules_->lists.push_back(std::make_unique<List>(kind, std::string(name)));
  List& list = *rules_->lists.back();
  list.set_today(rules_->today);
  rules_->list_names.emplace(lower(name), &list);
  return list;
}

void Parser::add_test(std::unique_ptr<TestDef> test) {
  rules_->test_names.emplace(lower(test->name), test.get());
  rules_->tests.push_back(std::move(test));
}

}  // namespace hfilter
