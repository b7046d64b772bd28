// SPDX-License-Identifier: BSD-2-Clause
#include "advice/one_line.h"

#include <vector>

#include "language/lexer.h"

namespace hfilter {
namespace {

bool wants_blank(const RuleToken& before, const RuleToken& next) {
  if (before.kind == RuleToken::Kind::kOpen) return false;
  return next.kind != RuleToken::Kind::kClose && next.kind != RuleToken::Kind::kComma;
}

}  // namespace

std::string one_line(std::string_view source) {
  int lines = 0;
  std::vector<RuleToken> tokens;
  std::string text;
  while (const std::optional<Statement> statement = take_statement(&source, &lines)) {
    lex(*statement, &tokens);
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (!text.empty() && (i == 0 || wants_blank(tokens[i - 1], tokens[i]))) text += ' ';
      text += tokens[i].raw;
    }
  }
  return text;
}

std::string condition_text(const Rule& rule) {
  if (rule.kind == Rule::Kind::kThreshold) return "score >= " + score_text(rule.at_score);
  return rule.kind == Rule::Kind::kMatch ? one_line(rule.source) : std::string();
}

}  // namespace hfilter
