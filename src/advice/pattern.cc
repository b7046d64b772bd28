// SPDX-License-Identifier: BSD-2-Clause
#include "advice/pattern.h"

#include <algorithm>

#include "address/hostname.h"
#include "advice/habits.h"
#include "advice/number_advice.h"
#include "base/text.h"
#include "language/parser.h"

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

std::string_view meant(const Statement& s, std::string_view word);

struct Class {
  std::string_view name;
  int weight;
  bool word;  // only a word without quotes that does not end a condition
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
    {"MAIL", 5, false,
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.is_string() && text.find('@') != text.npos && text[0] != '@';
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
    {"NEWLINE", 20, false,  // an indented line that begins like a statement
     [](const Statement&, const RuleToken& token, std::string_view text) {
       return token.first_in_line && token.is_word() && (is_statement_word(text) || text.back() == ':');
     }},
    {"INDENTED", 9, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return token.first_in_line; }},
    {"OURWORD", 8, false,
     [](const Statement&, const RuleToken& token, std::string_view) { return !our_word(token).empty(); }},
    {"UNIT", 6, true,  // a unit such as "MB" or "days"
     [](const Statement& s, const RuleToken&, std::string_view text) {
       return s.fault.fact != nullptr && unit_letter(s.fault.fact->type, text) != '\0';
     }},
    {"PATTERN", 5, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return text.find_first_of("*?") != text.npos; }},
    {"ALLOF", 9, true,  // *@example.com
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.substr(0, 2) == "*@" && text.find_first_of("*?", 1) == text.npos;
     }},
    {"THEIRS", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) {
       return s.subject.fact != nullptr && !s.subject.domain && !other_value(s.subject.fact->name, text).empty();
     }},
    {"QVALUE", 7, false,  // a value in quotes that is valid without the quotes
     [](const Statement& s, const RuleToken& token, std::string_view text) {
       return token.is_string() && bare_value(s.subject.fact, s.subject.type().type, text).has_value();
     }},
    {"LITERAL", 8, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text[0] == '[' && parse_address_literal(text).has_value();
     }},
    {"HOST", 5, true,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return text.find('.') != text.npos && is_alpha(text.back()) && is_valid_hostname(text);
     }},
    {"NUMBER", 4, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_digit(text[0]); }},
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
    {"FACTWORD", 7, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return s.subject.word(text) != nullptr; }},
    {"MEANT", 6, true,
     [](const Statement& s, const RuleToken&, std::string_view text) { return !meant(s, text).empty(); }},
    {"ACTION", 6, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_action_word(text); }},
    {"VERDICT", 7, true, [](const Statement&, const RuleToken&, std::string_view text) { return is_verdict(text); }},
    {"SETTING", 6, true,
     [](const Statement&, const RuleToken&, std::string_view text) { return find_setting(text) != nullptr; }},
    {"STATEMENT", 6, false,
     [](const Statement&, const RuleToken&, std::string_view text) { return is_statement_word(text); }},
    {"OTHER", 3, true,  // begins neither a statement nor an action
     [](const Statement&, const RuleToken&, std::string_view text) {
       return !is_statement_word(text) && !is_action_word(text);
     }},
    {"IF", 8, false,
     [](const Statement&, const RuleToken&, std::string_view text) {
       return is_one_of("if|elsif|elseif|elif|when|where", text);
     }},
    {"NEAR", 5, false, [](const Statement& s, const RuleToken&, std::string_view) { return !near_word(s).empty(); }},
};

const Class* find_class(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kClasses), std::end(kClasses), [&](const Class& row) { return row.name == name; });
  return found == std::end(kClasses) ? nullptr : found;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Returns the weight of `element` if it matches this token, else 0. Sets `*text` to the text that matches.
int fit(std::string_view element, const Statement& s, const RuleToken& token, std::string_view* text) {
  *text = token.raw;
  std::string_view name = element;
  std::string_view inside = token.text;
  int more = 0;
  if (name.size() > 1 && !is_alnum(name[0]) && is_upper(name[1])) {  // !WORD
    if (inside.size() < 2 || inside[0] != name[0]) return 0;
    name.remove_prefix(1);
    inside.remove_prefix(1);
    more = 4;
  }
  if (name.size() > 1 && name.back() == ':' && is_upper(name[0])) {  // FACT:
    if (inside.size() < 2 || inside.back() != ':') return 0;
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

/// Returns true iff the subject of the condition has one of the types in a list such as "text,name".
bool has_type(std::string_view types, const Statement& s) {
  const ConditionSubject& subject = s.subject;
  constexpr std::pair<std::string_view, FactType> kNames[] = {
      {"flag", FactType::kFlag},    {"name", FactType::kName},         {"ip", FactType::kIp},
      {"text", FactType::kText},    {"address", FactType::kAddress},   {"word", FactType::kWord},
      {"size", FactType::kSize},    {"duration", FactType::kDuration}, {"date", FactType::kDate},
      {"number", FactType::kNumber}};
  return any_part(types, ',', [&](std::string_view type) {
    if (type == "header") return subject.fact == nullptr && subject.name != "via";
    if (type == "domain") return subject.domain;
    if (type == "via") return subject.name == "via";
    if (subject.fact != nullptr && subject.name == type) return true;
    if (subject.name == "via") return false;
    return std::any_of(std::begin(kNames), std::end(kNames),
                       [&](const auto& row) { return row.first == type && subject.type().type == row.second; });
  });
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

std::vector<std::string_view> fact_words(const Statement& s) {
  std::vector<std::string_view> words;
  if (s.subject.fact == nullptr) return {"missing", "empty"};
  if (s.subject.domain) return words;
  for (const WordDef* word : words_of(s.subject.fact->id)) words.emplace_back(word->word);
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
      return {"is", "in", "contains", "begins", "ends", "like", "matches", "not", "domain"};
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

/// Returns the word of the fact that `word` probably means, such as "fail" for `spf hardfail`; "" if there is none.
std::string_view meant(const Statement& s, std::string_view word) {
  if (s.subject.word(word) != nullptr) return s.subject.word(word)->word;
  if (s.subject.fact == nullptr || s.subject.domain) return {};
  const std::string_view other = other_value(s.subject.fact->name, word);
  return other.empty() ? nearest_word(word, fact_words(s)) : other;
}

std::string regex_form(const RuleToken& value) {
  std::string_view text = value.is_string() ? value.text : value.raw;
  if (text.substr(0, 2) == "m/") text.remove_prefix(1);
  if (text.substr(0, 1) == "/") text = text.substr(1, text.find('/', 1) - 1);
  return "/" + std::string(text) + "/";
}

/// Returns a regular expression for texts that begin with a number of at least this value, which has one or two digits.
std::string at_least(std::string_view number) {
  const auto range = [](char low) { return low == '9' ? std::string("9") : "[" + std::string(1, low) + "-9]"; };
  if (number.empty() || number.size() > 2 || number[0] == '0' || !is_digit(number.back())) return "/regex/";
  if (number.size() == 1) return "/^" + range(number[0]) + "|^[1-9][0-9]/";
  const std::string tens(1, number[0]);
  const std::string more = number[0] == '9' ? "" : "|^" + range(static_cast<char>(number[0] + 1)) + "[0-9]";
  return "/^" + tens + range(number[1]) + more + "|^[0-9][0-9][0-9]/";
}

/// Returns the subject of conditions on the header field `name`: `subject`, `from`, or `header "X"`.
std::string field_subject(const RuleToken& name) {
  constexpr std::string_view kFacts = "subject|from|to|cc|reply-to|list-id";
  return is_one_of(kFacts, name.text) ? lower(name.text) : "header " + std::string(name.raw);
}

/// Returns the kind of the list whose entry is expected.
ListKind list_kind(const Statement& s) {
  if (List TrustLists::*mine = trust_list(s.tokens[0].text)) return (s.rules.trust.*mine).kind();
  const std::optional<ListKind> named = find_list_kind(s.tokens[0].text);
  return named ? *named : s.subject.name == "via" ? ListKind::kHosts : s.subject.type().inline_kind;
}

/// Returns the beginning of a condition on the list that the token names, such as "helo in".
std::string use_of_list(const Statement& s) {
  const List* const list = s.rules.find_list(s.token(0).text);
  if (list == nullptr || list->kind() == ListKind::kNetworks || list->kind() == ListKind::kHosts) return "client in";
  if (list->kind() == ListKind::kAddresses) return "sender in";
  return list->kind() == ListKind::kWords ? "subject in" : "helo in";
}

std::string in_quotes(const RuleToken& token, std::string_view text) {
  return token.is_string() ? std::string(token.raw) : "\"" + std::string(text) + "\"";
}

/// Returns the text for a field of a template that begins with a number: "1", "1t", "2..".
std::string element_field(std::string_view field, const Statement& s, const PatternMatch& match) {
  const size_t number = static_cast<size_t>(field[0] - '0');
  if (number < 1 || number > match.texts.size()) return {};
  const auto [begin, end] = match.spans[number - 1];
  if (field.substr(1) == "..") return s.rewritten(begin, s.tokens.size() - 1);
  const RuleToken& token = s.tokens[begin];
  const std::string_view text = match.texts[number - 1];
  switch (field.size() > 1 ? field[1] : ' ') {
    case 't':
      return std::string(token.is_string() ? token.text : text);
    case 'q':
      return in_quotes(token, text);
    case 'c':
      return std::string(text.substr(0, text.find(':')));
    case 'd':
      return std::string(text.substr(std::min<size_t>(2, text.size())));
    case 'f':
      return field_subject(token);
    case 'a':
      return parse_address_literal(text)->to_string();
    case 'v':
      return s.value_form(token);
    case 'r':
      return regex_form(token);
    case 'n':
      return named(token);
    case '>':
      return at_least(text);
    default:
      return text.empty() ? s.rewritten(begin, end) : std::string(text);
  }
}

std::string field_value(std::string_view field, const Statement& s, const PatternMatch& match) {
  if (field == "file") return s.tokens[0].is("include") ? "include" : "from";
  if (field == "fact") {
    size_t words = 1;
    const FactDef* const fact = find_fact_at(s.token(0), s.token(1), &words);
    return fact != nullptr ? fact->name : std::string(s.token(0).raw);
  }
  if (field == "-1") return std::string(s.token(-2).raw);
  if (field == "0") return std::string(s.token(-1).raw);
  if (field == "0t") return std::string(s.token(-1).text.substr(0, s.token(-1).text.size() - 1));  // without its colon
  if (field == "-2") return std::string(s.token(-2).raw);
  if (field == "unit") return std::string(1, unit_letter(s.fault.fact->type, s.token(0).text));
  if (field == "our") return std::string(our_word(s.token(0)));
  if (field == "in") return s.subject.name == "via" ? "" : s.token(-2).is("not") ? "not in" : "in";
  if (field == "use") return use_of_list(s);
  if (field == "listkind") return list_kind_name(list_kind(s));
  if (field == "listname") return std::string(s.tokens[find_list_kind(s.tokens[0].text) ? 1 : 0].raw);
  if (is_digit(field[0]) && field[0] != '0') return element_field(field, s, match);
  if (field == "<") return s.rewritten(0, s.at);
  if (field == "*") return s.rewritten(0, s.tokens.size() - 1);
  if (field == "s") return s.subject.name;
  if (field == "form") return filled(s.subject.type().form, s.subject.name);
  if (field == "near") return std::string(near_word(s));
  if (field == "meant") return std::string(meant(s, s.token(0).text));
  if (field == "kind") return list_kind_name(s.subject.name == "via" ? ListKind::kHosts : s.subject.type().inline_kind);
  if (field == "words") return joined(fact_words(s));
  if (field == "actions") return joined(action_words());
  if (field == "statements") return joined(statement_words());
  if (field == "settings") return joined(setting_words());
  return "{" + std::string(field) + "}";  // a placeholder of the rule language
}

}  // namespace

std::string_view near_word(const FaultyStatement& s) {
  return s.token(0).is_word() ? nearest_word(s.token(0).text, expected_words(s)) : std::string_view();
}

PatternMatch match_pattern(std::string_view pattern, const FaultyStatement& s) {
  PatternMatch match;
  int weight = 1;
  if (pattern.substr(0, 1) == "[") {
    const size_t end = pattern.find(']');
    if (!has_type(pattern.substr(1, end - 1), s)) return {};
    pattern.remove_prefix(end + 1);
    weight += 2;
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

std::string fill_template(std::string_view text, const FaultyStatement& s, const PatternMatch& match) {
  std::string filled;
  while (!text.empty()) {
    const size_t open = text.find('{');
    filled += text.substr(0, open);
    if (open == text.npos) break;
    const size_t close = text.find('}', open);
    const std::string value = field_value(text.substr(open + 1, close - open - 1), s, match);
    text.remove_prefix(close + 1);
    if (value.empty() && !filled.empty() && filled.back() == ' ') filled.pop_back();
    filled += value;
  }
  return filled;
}

}  // namespace hfilter
