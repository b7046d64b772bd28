// SPDX-License-Identifier: BSD-2-Clause
#include "language/habits.h"

#include <algorithm>

#include "base/text.h"
#include "language/vocabulary.h"

namespace hfilter {

bool is_one_of(const RuleToken& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return token.is(word); });
}

std::string_view our_word(const RuleToken& token) {
  constexpr struct {
    std::string_view theirs, ours;
  } kRows[] = {{"&&", "and"}, {"&", "and"}, {"||", "or"}, {"|", "or"}, {"->", "then"}, {"=>", "then"}, {"{", "then"}};
  for (const auto& row : kRows) {
    if (token.is_operator(row.theirs)) return row.ours;
  }
  return token.is("do") ? "then" : std::string_view();
}

bool is_foreign_comment(const RuleToken& token) {
  const std::string_view two = token.raw.substr(0, 2);
  return two == "//" || two == "/*" || two == "--" || token.raw == ";" || token.raw == "!";
}

namespace {

bool is_text(const RuleToken& token) { return token.kind == RuleToken::Kind::kString; }

std::string_view without_last(std::string_view text) { return text.substr(0, text.size() - 1); }

using Tok = const RuleToken&;

/// A habit of another language where a condition should stand: what is written, and what to say of it. `second` and
/// `third` stand behind it.
struct Habit {
  bool (*is)(Tok token, Tok second);
  std::string (*help)(Tok token, Tok second, Tok third);
};

/// The first that fits answers. Above each row what it is for.
constexpr Habit kHabits[] = {
    // !stranger
    {[](Tok token, Tok) { return token.is_word() && token.text[0] == '!' && token.text.size() > 1; },
     [](Tok token, Tok, Tok) { return "write: not " + std::string(token.text.substr(1)); }},
    // ! stranger
    {[](Tok token, Tok) { return token.raw.substr(0, 1) == "!"; },
     [](Tok, Tok, Tok) -> std::string { return "write `not` before the condition"; }},
    // stranger and && from is missing
    {[](Tok token, Tok) { return !our_word(token).empty(); },
     [](Tok token, Tok, Tok) { return "write `" + std::string(our_word(token)) + "`"; }},
    // match ;
    {[](Tok token, Tok) { return token.is_operator(";"); },
     [](Tok, Tok, Tok) -> std::string { return "a statement ends with its line"; }},
    // match // strangers
    {[](Tok token, Tok) { return is_foreign_comment(token); },
     [](Tok, Tok, Tok) -> std::string { return "a comment begins with #"; }},
    // subject: "viagra"
    {[](Tok token, Tok) {
       return token.is_word() && token.text.back() == ':' && find_fact(without_last(token.text)) != nullptr;
     },
     [](Tok token, Tok second, Tok) {
       return "no colon behind a fact: " + std::string(without_last(token.text)) +
              (is_text(second) ? " contains " + std::string(second.raw) : "");
     }},
    // exists "X-Spam-Flag"
    {[](Tok token, Tok second) { return token.is("exists") && is_text(second); },
     [](Tok, Tok second, Tok) { return "write: header " + std::string(second.raw) + " is not missing"; }},
    // dnsbl zen.example.org
    {[](Tok token, Tok) {
       return is_one_of(token, {"dnsbl", "rbl", "blacklist", "blocklist", "dnswl"});
     },
     [](Tok, Tok second, Tok) {
       const bool zone = second.is_word() && is_entry(second.text);
       return "write: client listed in " + (is_text(second) ? std::string(second.raw)
                                            : zone          ? "\"" + std::string(second.text) + "\""
                                                            : "\"bl.example.org\"");
     }},
    // tag suspicious
    {[](Tok token, Tok second) { return token.is("tag") && second.is_word(); },
     [](Tok, Tok second, Tok) { return "write: tagged " + std::string(second.text); }},
    // listed in "zen.example.org"
    {[](Tok token, Tok) { return token.is("listed"); },
     [](Tok, Tok, Tok third) {
       return "write: client listed in " + std::string(is_text(third) ? third.raw : "\"bl.example.org\"");
     }},
    // "viagra"
    {[](Tok token, Tok) { return is_text(token); },
     [](Tok token, Tok, Tok) {
       return "a text stands behind contains, begins, ends, like or is, as in: subject contains " +
              std::string(token.raw);
     }},
};

/// The regular expression of a text that begins with this number or a greater one, of one or two digits; else empty.
std::string at_least(std::string_view number) {
  const auto range = [](char low) { return low == '9' ? std::string("9") : "[" + std::string(1, low) + "-9]"; };
  const auto digit = [](char c) { return is_digit(c) && c != '0'; };
  if (number.size() == 1 && digit(number[0])) return "/^" + range(number[0]) + "|^[1-9][0-9]/";
  if (number.size() != 2 || !digit(number[0]) || !is_digit(number[1])) return {};
  const std::string tens(1, number[0]);
  const std::string more = number[0] == '9' ? "" : "|^" + range(static_cast<char>(number[0] + 1)) + "[0-9]";
  return "/^" + tens + range(number[1]) + more + "|^[0-9][0-9][0-9]/";
}

}  // namespace

std::string help_for_habit(const RuleToken& token, const RuleToken& second, const RuleToken& third) {
  for (const Habit& habit : kHabits) {
    if (habit.is(token, second)) return habit.help(token, second, third);
  }
  return {};
}

std::string help_for_sign(const SignTest& test) {
  const auto is = [&](std::string_view sign) { return test.sign.is_operator(sign); };
  const std::string value(test.value.raw);
  const std::string write = "write: " + test.name;
  // helo == mail.example.com
  if (test.type.is && (is("=") || is("=="))) return write + (test.list ? " in " + value : " is " + test.form);
  // helo != mail.example.com
  if (is("!=") || is("<>")) return write + (test.list ? " not in " + value : " is not " + test.form);
  if (!test.type.text) return {};
  // subject ~ "viagra"
  if (is("~") && test.value.kind == RuleToken::Kind::kString) return write + " contains " + value;
  // subject =~ /viagra/
  if (is("=~") || is("~")) return write + " matches " + test.regex;
  // header "X-Spam-Score" > 5
  const std::string regex = is(">") || is(">=") ? at_least(test.value.text) : std::string();
  if (regex.empty()) return {};
  return write + " matches " + regex + "; it is text, and this is " + std::string(test.value.text) + " or more";
}

std::string_view meant_word(const FactDef& fact, std::string_view word) {
  if (find_word(fact.id, word) != nullptr) return word;
  const std::string_view ours = other_value(fact.name, word);
  if (!ours.empty()) return ours;
  std::vector<std::string_view> words;
  for (const WordDef* known : words_of(fact.id)) words.emplace_back(known->word);
  return nearest_word(word, words);
}

}  // namespace hfilter
