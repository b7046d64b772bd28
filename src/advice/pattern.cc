// SPDX-License-Identifier: BSD-2-Clause
#include "advice/pattern.h"

#include <algorithm>

#include "address/hostname.h"
#include "advice/habits.h"
#include "advice/number_advice.h"
#include "base/text.h"
#include "language/token_cursor.h"
#include "message/header_edit.h"
#include "message/message.h"
#include "rules/grammar.h"

namespace hfilter {
namespace {

using Statement = FaultyStatement;

/// Removes the next element from a pattern and returns it; "" at the end.
std::string_view take_element(std::string_view* pattern) {
  *pattern = trim(*pattern);
  const std::string_view element = pattern->substr(0, pattern->find(' '));
  pattern->remove_prefix(element.size());
  return element;
}

/// Divides `list` at `mark` and returns true iff `fits` is true for one of the parts.
template <class Fits>
bool any_part(std::string_view list, char mark, const Fits& fits) {
  while (true) {
    const size_t end = list.size() > 1 ? list.find(mark, 1) : list.npos;
    if (fits(list.substr(0, end))) return true;
    if (end == list.npos) return false;
    list.remove_prefix(end + 1);
  }
}

/// Returns true iff `word` is in a list such as "a|b", in any case. "//*" matches each word that begins with //.
bool is_one_of(std::string_view list, std::string_view word) {
  return any_part(list, '|', [&](std::string_view part) {
    const bool begins = part.size() > 1 && part.back() == '*';
    return begins ? begins_ignoring_case(word, part.substr(0, part.size() - 1)) : equal_ignoring_case(part, word);
  });
}

// ---- the classes of tokens ----

bool is_verdict(std::string_view word) {
  const GrammarWord* const row = find_action(word);
  return row != nullptr && row->kind == GrammarKind::kVerdict;
}

struct Class {
  std::string_view name;
  int weight;
  bool word;  // the class matches only a word without quotes that does not end a condition
  bool (*has)(const Statement& s, const RuleToken& token, std::string_view text);
};

constexpr Class kClasses[] = {
    {"ANY", 1, false, [](const Statement&, const RuleToken&, std::string_view) { return true; }},
    {"WORD", 2, true, [](const Statement&, const RuleToken&, std::string_view) { return true; }},
    {"VALUE", 3, false,
     [](const Statement&, const RuleToken& token, std::string_view) {
       return token.is_string() || (token.is_word() && !ends_a_condition(token));
     }},
    {"NAME", 4, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return is_name(text) && !is_reserved(text); }},
    {"TEXT", 4, false, [](const Statement&, const RuleToken& token, std::string_view) { return token.is_string(); }},
    {"EMPTYTEXT", 8, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && (text.empty() || text == "<>");
     }},
    {"QLIST", 8, false,  // QLIST matches the name of a list in quotes
     [](const Statement& s, const RuleToken& token, std::string_view text) {
       return token.is_string() && s.rules.find_list(text) != nullptr;
     }},
    {"QNAME", 7, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && is_name(text);
     }},
    {"QPATH", 7, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find('/') != text.npos;
     }},
    {"OUTSIDE", 7, false,  // OUTSIDE matches a path in quotes that is not below the Maildir
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find_first_of("/~$") == 0;
     }},
    {"URL", 7, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find("://") != text.npos;
     }},
    {"QFIELD", 7, false,  // QFIELD matches a header field in quotes, with its name and value
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find(':') != text.npos && is_field_name(text.substr(0, text.find(':')));
     }},
    {"QCOLON", 8, false,  // QCOLON matches the name of a header field with its colon
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.size() > 1 && text.find(':') == text.size() - 1;
     }},
    {"QPAIR", 7, false,  // QPAIR matches "X-Name=value" and "X-Name value"
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find(':') == text.npos && text.find_first_of("= ") != text.npos;
     }},
    {"QHOLDER", 9, false,  // QHOLDER matches a placeholder in the name of a header field
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && !TextTemplate::first_placeholder(text.substr(0, text.find(':'))).empty();
     }},
    {"QPROTECTED", 10, false,  // QPROTECTED matches a header field that rules must not change
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && is_protected_field(text.substr(0, text.find(':')));
     }},
    {"QBLANKS", 6, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find_first_of("<> \t") != text.npos;
     }},
    {"MAIL", 5, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return (token.is_string() || token.is_word()) && text.find('@', 1) != text.npos && text[0] != '@' &&
              text.find(' ') == text.npos;
     }},
    {"ABSPATH", 6, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return (token.is_string() || token.is_word()) && text.substr(0, 1) == "/";
     }},
    {"SLASHED", 9, true,  // SLASHED matches a regular expression in slashes: /regex/
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text[0] == '/' && text.find('/', 1) != text.npos && text[1] != '/';
     }},
    {"REGEX", 4, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return token.kind == RuleToken::Kind::kRegex; }},
    {"SIGN", 3, false,
     [](const Statement&, const RuleToken& token, std::string_view) {
       return token.kind == RuleToken::Kind::kOperator;
     }},
    {"END", 8, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return token.kind == RuleToken::Kind::kEnd; }},
    {"ENDS", 6, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return ends_a_condition(token); }},
    {"BAD", 9, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return token.kind == RuleToken::Kind::kBad; }},
    {"NEWLINE", 20, false,  // NEWLINE matches an indented line that begins like a statement
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.first_in_line && token.is_word() && (is_statement_word(text) || text.back() == ':');
     }},
    {"INDENTED", 9, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return token.first_in_line; }},
    {"ORSIGN", 8, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return our_word(token) == "or"; }},
    {"OURWORD", 7, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return !our_word(token).empty(); }},
    {"UNIT", 6, true,  // UNIT matches a unit such as "MB" or "days"
     [](const Statement& s, const RuleToken&, std::string_view text) {
       return s.fault.fact != nullptr && unit_letter(s.fault.fact->type, text) != '\0';
     }},
    {"PATTERN", 5, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return text.find_first_of("*?") != text.npos; }},
    {"ALLOF", 9, true,  // ALLOF matches all addresses of a domain: *@example.com
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.substr(0, 2) == "*@" && text.find_first_of("*?", 1) == text.npos;
     }},
    {"THEIRS", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) {
       return s.subject.fact != nullptr && !s.subject.domain && !other_value(s.subject.fact->name, text).empty();
     }},
    {"QVALUE", 7, false,  // QVALUE matches a value in quotes that is valid without the quotes
     [](const Statement& s, const RuleToken& token, std::string_view text) {
       return token.is_string() && bare_value(s.subject.fact, s.subject.type().type, text).has_value();
     }},
    {"BRACKETED", 6, true, [](const Statement&, const RuleToken&, std::string_view text) { return text[0] == '['; }},
    {"LITERAL", 8, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text[0] == '[' && parse_address_literal(text).has_value();
     }},
    {"HOST", 5, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.find('.') != text.npos && is_alpha(text.back()) && is_valid_hostname(text);
     }},
    {"NUMBER", 4, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return is_digit(text[text[0] == '-' && text.size() > 1 ? 1 : 0]);
     }},
    {"THOUSANDS", 6, true,  // THOUSANDS matches the digits behind the comma of 10,000
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.size() == 3 && text.find_first_not_of("0123456789") == text.npos;
     }},
    {"DASHED", 7, true,  // DASHED matches a range with a dash: 15K-45K
     [](const Statement&, const RuleToken&, std::string_view text) {
       const size_t dash = text.find('-', 1);
       return is_digit(text[0]) && dash != text.npos && dash + 1 < text.size() && is_digit(text[dash + 1]);
     }},
    {"EXTENSION", 5, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.size() < 5 && std::all_of(text.begin(), text.end(), is_alnum);
     }},
    {"IDN", 8, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
       return text.find('.') != text.npos && !std::all_of(text.begin(), text.end(), is_ascii);
     }},
    {"ENTRY", 4, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_entry(text); }},
    {"NETWORK", 6, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return Network::parse(text).has_value() && text.find('/') != text.npos;
     }},
    {"LIST", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return s.rules.find_list(text) != nullptr; }},
    {"MYLIST", 8, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return trust_list(text) != nullptr; }},
    {"TEST", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return s.rules.find_test(text) != nullptr; }},
    {"FACT", 6, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return find_fact(text) != nullptr; }},
    {"FLAG", 8, true,
     [](const Statement&, const RuleToken&,
        std::string_view text) { return find_fact(text) != nullptr && find_fact(text)->type == FactType::kFlag; }},
    {"THEIRFACT", 6, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return !other_fact(text).empty(); }},
    {"FACTWORDS", 10, true,  // FACTWORDS matches words of the fact joined by / or |
     [](const Statement& s, const RuleToken&, std::string_view text) {
       return text.find_first_of("/|") != text.npos &&
              !any_part(text, text.find('/') != text.npos ? '/' : '|',
                        [&](std::string_view part) { return s.subject.word(part) == nullptr; });
     }},
    {"FACTWORD", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return s.subject.word(text) != nullptr; }},
    {"MEANT", 6, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return !meant_value(s, text).empty(); }},
    {"ACTION", 6, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_action_word(text); }},
    {"VERDICT", 7, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_verdict(text); }},
    {"SETTING", 6, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return find_setting(text) != nullptr; }},
    {"CHOICE", 6, true,  // CHOICE matches a setting with two values
     [](const Statement&, const RuleToken&, std::string_view text) {
       const GrammarWord* const setting = find_setting(text);
       return setting != nullptr && std::holds_alternative<SettingChoice>(setting->meaning);
     }},
    {"STATEMENT", 6, false,
     [](const Statement&, const RuleToken&, std::string_view text) { return is_statement_word(text); }},
    {"OTHER", 2, true,  // OTHER matches a word that begins neither a statement nor an action
     [](const Statement&, const RuleToken&, std::string_view text) {
       return !is_statement_word(text) && !is_action_word(text);
     }},
    {"IF", 8, false,
     [](const Statement&, const RuleToken&,
        std::string_view text) { return is_one_of("if|elsif|elseif|elif|when|where", text); }},
    {"NEAR", 5, false, [](const Statement& s, const RuleToken&, std::string_view) { return !near_word(s).empty(); }},
};

const Class* find_class(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kClasses), std::end(kClasses), [&](const Class& row) { return row.name == name; });
  return found == std::end(kClasses) ? nullptr : found;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Returns the weight of one element of a pattern if it matches `token`, else 0. Sets `*text` to the matching text.
int fit(std::string_view element, const Statement& s, const RuleToken& token, std::string_view* text) {
  *text = token.raw;
  std::string_view name = element;
  std::string_view inside = token.text;
  int more = 0;
  if (name.size() > 1 && !is_alnum(name[0]) && is_upper(name[1])) {  // the element is !WORD
    if (inside.size() < 2 || inside[0] != name[0]) return 0;
    name.remove_prefix(1);
    inside.remove_prefix(1);
    more = 4;
  }
  if (name.size() > 1 && (name.back() == ':' || name.back() == '.') && is_upper(name[0])) {  // FACT: LIST.
    if (inside.size() < 2 || inside.back() != name.back()) return 0;
    name.remove_suffix(1);
    inside.remove_suffix(1);
    more = 4;
  }
  if (const Class* row = is_upper(name[0]) ? find_class(name) : nullptr) {
    if (more > 0) *text = inside;
    if (row->word && (!token.is_word() || ends_a_condition(token))) return 0;
    return row->has(s, token, inside) ? row->weight + more : 0;
  }
  return !token.is_string() && is_one_of(element, token.raw) ? 8 : 0;
}

/// Returns the weight of a type of the subject, "text" or "helo"; 0 if the subject has another type.
int fit_type(std::string_view type, const ConditionSubject& subject) {
  constexpr std::pair<std::string_view, FactType> kNames[] = {
      {"flag", FactType::kFlag},    {"name", FactType::kName},         {"ip", FactType::kIp},
      {"text", FactType::kText},    {"address", FactType::kAddress},   {"word", FactType::kWord},
      {"size", FactType::kSize},    {"duration", FactType::kDuration}, {"date", FactType::kDate},
      {"number", FactType::kNumber}};
  const bool via = subject.name == "via";
  const bool named = type == "header"   ? subject.name.find("header ") != std::string::npos
                     : type == "domain" ? subject.domain
                                        : subject.name == type;
  if (named) return 3;
  const bool typed = std::any_of(std::begin(kNames), std::end(kNames), [&](const auto& row) {
    return row.first == type && subject.type().type == row.second;
  });
  return typed && !via ? 2 : 0;
}

/// Returns the greatest weight of the types in a list such as "text,name"; 0 if none is the type of the subject.
int fit_types(std::string_view types, const ConditionSubject& subject) {
  int weight = 0;
  any_part(types, ',', [&](std::string_view type) {
    weight = std::max(weight, fit_type(type, subject));
    return false;
  });
  return weight;
}

std::vector<std::string_view> condition_words(const Statement& s) {
  std::vector<std::string_view> words = {"any hop", "hop", "any attachment", "header", "believed header", "via",
                                         "tagged",  "not", "possibly",       "surely"};
  for (const FactDef& fact : all_facts()) {
    if (!s.fault.in_hop || fact.per_hop) words.emplace_back(fact.name);
  }
  for (const auto& test : s.rules.tests) words.emplace_back(test->name);
  return words;
}

std::vector<std::string_view> fitting_lists(const Statement& s) {
  Condition c;
  c.domain = s.subject.domain;
  c.subject = s.subject.name == "via" ? Subject::kVia : s.subject.fact != nullptr ? Subject::kFact : Subject::kHeader;
  std::vector<std::string_view> names;
  for (const TrustListName& row : kTrustLists) {
    if (list_fits(c, s.subject.fact, (s.rules.trust.*row.list).kind())) names.emplace_back(row.name);
  }
  for (const auto& list : s.rules.lists) {
    if (list_fits(c, s.subject.fact, list->kind())) names.emplace_back(list->name());
  }
  return names;
}

std::vector<std::string_view> test_words(const Statement& s) {
  const TypeRow& type = s.subject.type();
  std::vector<std::string_view> words;
  if (type.is) words.emplace_back("is");
  if (type.in) words.emplace_back("in");
  if (type.type == FactType::kAddress) words.emplace_back("domain");
  if (type.text) words.insert(words.end(), {"contains", "begins", "ends", "like", "matches"});
  return words;
}

std::vector<std::string_view> expected_words(const Statement& s) {
  switch (s.fault.expected) {
    case Expected::kStatement:
      return statement_words();
    case Expected::kCondition:
    case Expected::kHop:
      return condition_words(s);
    case Expected::kThen:
    case Expected::kEnd:
    case Expected::kNothing:
      return {"and", "or", "unless", "then"};
    case Expected::kTest:
    case Expected::kRange:
      return test_words(s);
    case Expected::kValue:
      return fact_words(s);
    case Expected::kList:
      return fitting_lists(s);
    case Expected::kAction:
      return action_words();
    case Expected::kSetting:
      return setting_words();
    default:
      return {};
  }
}

}  // namespace

std::vector<std::string_view> fact_words(const FaultyStatement& s) {
  std::vector<std::string_view> words;
  if (s.subject.fact == nullptr) return {"missing", "empty"};
  if (s.subject.domain) return words;
  for (const WordDef* word : words_of(s.subject.fact->id)) words.emplace_back(word->word);
  return words;
}

std::string_view meant_value(const FaultyStatement& s, std::string_view word) {
  if (s.subject.word(word) != nullptr) return s.subject.word(word)->word;
  if (s.subject.fact == nullptr || s.subject.domain) return {};
  const std::string_view other = other_value(s.subject.fact->name, word);
  return other.empty() ? nearest_word(word, fact_words(s)) : other;
}

bool is_pattern_class(std::string_view name) { return find_class(name) != nullptr; }

std::string_view near_word(const FaultyStatement& s) {
  const std::string_view word = s.token(0).text;
  if (!s.token(0).is_word()) return {};
  const std::string_view near = nearest_word(word, expected_words(s));
  for (const std::string_view no : {"un", "non", "not"}) {  // `unencrypted` is the opposite of `encrypted`
    if (begins_ignoring_case(word, no) && !begins_ignoring_case(near, no)) return {};
  }
  return near;
}

PatternMatch match_pattern(std::string_view pattern, const FaultyStatement& s) {
  PatternMatch match;
  int weight = 1;
  if (pattern.substr(0, 1) == "[") {
    const size_t end = pattern.find(']');
    const int fits = fit_types(pattern.substr(1, end - 1), s.subject);
    if (fits == 0) return {};
    pattern.remove_prefix(end + 1);
    weight += fits;
  }
  const size_t mark = pattern.find("@ ");
  ptrdiff_t offset = 0;
  if (mark != pattern.npos) {
    std::string_view before = pattern.substr(0, mark);
    for (std::string_view rest = before; !take_element(&rest).empty();) --offset;
    pattern.remove_prefix(mark + 2);
    for (std::string_view element = take_element(&before); !element.empty(); element = take_element(&before)) {
      std::string_view text;
      const int fits = fit(element, s, s.token(offset++), &text);
      if (fits == 0) return {};
      weight += fits;
    }
  }
  size_t at = s.at;
  for (std::string_view element = take_element(&pattern); !element.empty(); element = take_element(&pattern)) {
    const size_t begin = at;
    std::string_view text;
    if (element == "...") {
      std::string_view next = pattern;
      next = take_element(&next);
      while (at + 1 < s.tokens.size() && fit(next, s, s.tokens[at], &text) == 0) ++at;
      if (at + 1 == s.tokens.size()) return {};
      text = {};
    } else {
      const int fits = fit(element, s, s.tokens[std::min(at, s.tokens.size() - 1)], &text);
      if (fits == 0) return {};
      weight += fits;
      at = std::min(at + 1, s.tokens.size());
    }
    match.texts.push_back(text);
    match.spans.emplace_back(std::min(begin, s.tokens.size() - 1), at);
  }
  match.weight = weight;
  // One more element represents the rest of the statement.
  match.texts.emplace_back();
  match.spans.emplace_back(std::min(at, s.tokens.size() - 1), std::min(at, s.tokens.size() - 1));
  return match;
}

}  // namespace hfilter
