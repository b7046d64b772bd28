// SPDX-License-Identifier: BSD-2-Clause
//
// Tests of text: contains, begins, ends, like, matches.
#include "base/limits.h"
#include "language/parser/parser.h"
#include "rules/condition_types.h"

namespace hfilter {

bool Parser::text_clause(Condition& c, const FactDef* fact, Operator op) {
  const RuleToken word = take();
  c.op = op;
  if (op == Operator::kBegins || op == Operator::kEnds) take_if("with");
  if (op == Operator::kMatches) return regex_clause(c);
  clause_ = {fact, subject_name(c, fact), word.text, {}, {}, {}};
  do {
    std::string text;
    const RuleToken token = peek();
    if (tokens_[at_ - 1].kind == RuleToken::Kind::kComma && ends_a_condition(token)) {
      return fail_at(tokens_[at_ - 1], "a text is missing behind this comma", "take the comma out");
    }
    if (token.is_word() && token.text[0] == '/') {
      return fail_at(token, "a regular expression stands behind `matches`",
                     "write: " + clause_.subject + " matches " + std::string(token.text));
    }
    if (token.kind == RuleToken::Kind::kOpen) {
      return fail_at(token, "no brackets here", "write: " + std::string(word.text) + " \"one\", \"two\"");
    }
    if (!is_string()) {
      return string_value(text, "a text in quotes is missing behind `" + std::string(word.text) + "`",
                          "write: " + std::string(word.text) + " \"text\"");
    }
    if (!string_value(text, {}, {})) return false;
    if (text.empty()) return fail_at(token, "an empty text is in every text", "write: is empty, or: is missing");
    c.texts.push_back(std::move(text));
  } while (take_kind(RuleToken::Kind::kComma));
  clause_.source = source_since(condition_begin_);
  return true;
}

bool Parser::regex_clause(Condition& c) {
  const RuleToken token = take();
  if (token.kind == RuleToken::Kind::kString || token.is_word()) {
    const std::string_view text = token.kind == RuleToken::Kind::kString ? token.text : token.raw;
    return fail_at(token, "a regular expression stands between slashes", "write: matches /" + std::string(text) + "/");
  }
  if (token.kind != RuleToken::Kind::kRegex) {
    return fail_at(token, "a regular expression is missing", "write: matches /regex/");
  }
  const size_t slashes = token.text.size() + 2;
  const std::string_view flags = token.raw.substr(slashes);
  if (!flags.empty() && flags != "c") {
    return fail(flags, "`" + std::string(flags) + "` behind a regular expression",
                "only c is known: case matters; without it any case matches");
  }
  if (token.text.empty()) {
    return fail_at(token, "an empty regular expression is in every text", "write: is missing, or: is empty");
  }
  if (token.text.size() > kMaxRegexBytes) return fail_at(token, "a regular expression of more than 4,096 octets");
  if (const std::optional<Error> error = check_regex(token.text)) {
    const size_t at = std::min(static_cast<size_t>(error->column - 1), token.text.size());
    return fail(token.text.substr(at, std::min<size_t>(2, token.text.size() - at)), error->text, error->help);
  }
  c.regex = std::make_shared<Regex>(std::string(token.text), flags == "c");
  return true;
}

}  // namespace hfilter
