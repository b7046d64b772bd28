// SPDX-License-Identifier: BSD-2-Clause
#include "advice/sentence.h"

#include <algorithm>
#include <iterator>

#include "advice/habits.h"
#include "advice/number_advice.h"
#include "advice/one_line.h"
#include "base/text.h"
#include "language/token_cursor.h"
#include "rules/grammar.h"

namespace hfilter {
namespace {

using Statement = FaultyStatement;

// ---- fields of templates about one element ----

struct Element {
  const Statement& s;
  size_t begin, end;       // the indexes of the tokens of the element
  const RuleToken& token;  // the first token of the element
  std::string_view text;   // the text of the element, without a prefix or suffix of the pattern
};

std::string bare(const Element& e) { return std::string(e.token.is_string() ? e.token.text : e.text); }

std::string in_quotes(const Element& e) {
  return e.token.is_string() ? std::string(e.token.raw) : "\"" + std::string(e.text) + "\"";
}

/// Returns the element and the bare words after it, in quotes.
std::string phrase(const Element& e) {
  if (!e.token.is_word()) return in_quotes(e);
  const std::vector<RuleToken>& tokens = e.s.tokens;
  size_t end = e.begin + 1;
  while (tokens[end].is_word() && !ends_a_condition(tokens[end]) && !tokens[end].first_in_line) ++end;
  std::string text = e.s.rewritten(e.begin, end);
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  if (e.s.token(-1).is("like")) std::replace(text.begin(), text.end(), '%', '*');
  return "\"" + text + "\"";
}

/// Returns the element and the words and texts after it, each in quotes of its own.
std::string arguments(const Element& e) {
  std::string text;
  for (size_t i = e.begin; e.s.tokens[i].is_string() || e.s.tokens[i].is_word(); ++i) {
    const RuleToken& token = e.s.tokens[i];
    if (token.is("since") || token.is("until") || token.first_in_line) break;
    text += (text.empty() ? "" : " ") + in_quotes({e.s, i, i + 1, token, i == e.begin ? e.text : token.raw});
  }
  return text;
}

std::string quoted_up_to_blank(const Element& e) { return "\"" + std::string(e.s.up_to_blank(e.token)) + "\""; }

/// Returns the rest of the condition behind the element.
std::string rest_of_condition(const Element& e) {
  size_t end = e.begin;
  while (!ends_a_condition(e.s.tokens[end])) ++end;
  return e.s.rewritten(e.begin, end);
}

std::string rest_of_statement(const Element& e) { return e.s.rewritten(e.begin, e.s.tokens.size() - 1); }

/// Returns a condition on the list that the element names, with the subject that fits the kind of the list.
std::string list_condition(const Element& e, bool negated) {
  const ConditionSubject& subject = e.s.subject;
  const std::string_view name = e.token.text;
  const List* const list = e.s.rules.find_list(name);
  const ListKind kind = list != nullptr ? list->kind() : subject.type().inline_kind;
  const bool networks = kind == ListKind::kNetworks || kind == ListKind::kHosts;
  const bool address = subject.fact != nullptr && subject.fact->type == FactType::kAddress;
  std::string about = subject.name;
  if (address && kind == ListKind::kDomains) about = std::string(subject.fact->name) + " domain";
  if (address && kind == ListKind::kAddresses) about = subject.fact->name;
  if (address && networks) about = "via";
  if (subject.fact != nullptr && subject.fact->type == FactType::kIp && kind == ListKind::kDomains) about = "rdns";
  if (about == "via") return (negated ? "not via " : "via ") + std::string(name);
  return about + (negated ? " not in " : " in ") + std::string(name);
}

std::string in_list(const Element& e) { return list_condition(e, e.s.token(-1).is("not")); }
std::string not_in_list(const Element& e) { return list_condition(e, true); }

/// Returns a condition on the list that the element names, with a fact that fits the kind of the list.
std::string use_of_list(const Element& e) {
  const List* const list = e.s.rules.find_list(e.token.text);
  const ListKind kind = list != nullptr ? list->kind() : ListKind::kNetworks;
  const bool networks = kind == ListKind::kNetworks || kind == ListKind::kHosts;
  const char* const fact = networks                       ? "client"
                           : kind == ListKind::kAddresses ? "sender"
                           : kind == ListKind::kWords     ? "subject"
                                                          : "helo";
  return std::string(fact) + " in " + std::string(e.token.text);
}

std::string regex_form(const Element& e) {
  std::string_view text = e.token.is_string() ? e.token.text : e.token.raw;
  for (const char* operation : {"m/", "qr/", "r\""}) {
    if (begins_ignoring_case(text, operation)) text.remove_prefix(std::string_view(operation).size() - 1);
  }
  const char mark = text.empty() ? '\0' : text[0];
  if (mark == '/' || mark == '"' || mark == '\'') text = text.substr(1, text.find(mark, 1) - 1);
  return "/" + std::string(text) + "/";
}

/// Returns a regular expression for texts that begin with a number of at least this value, which has one or two digits.
std::string at_least(const Element& e) {
  const std::string_view number = e.text;
  const auto range = [](char low) { return low == '9' ? std::string("9") : "[" + std::string(1, low) + "-9]"; };
  if (number.empty() || number.size() > 2 || number[0] == '0' || !is_digit(number.back())) return "/regex/";
  if (number.size() == 1) return "/^" + range(number[0]) + "|^[1-9][0-9]/";
  const std::string tens(1, number[0]);
  const std::string more = number[0] == '9' ? "" : "|^" + range(static_cast<char>(number[0] + 1)) + "[0-9]";
  return "/^" + tens + range(number[1]) + more + "|^[0-9][0-9][0-9]/";
}

/// Returns the subject of conditions on the header field of this name: `subject`, `from`, or `header "X"`.
std::string field_subject(const Element& e) {
  const std::string_view name = e.token.text.substr(0, e.token.text.find(':'));
  for (const char* fact : {"subject", "from", "to", "cc", "reply-to", "list-id"}) {
    if (equal_ignoring_case(fact, name)) return fact;
  }
  return "header \"" + std::string(name) + "\"";
}

/// Returns the folder that a path such as `~/Maildir/.Junk/` names, in quotes.
std::string folder_form(const Element& e) {
  std::string_view name = e.token.is_string() ? e.token.text : e.s.up_to_blank(e.token);
  const size_t maildir = find_ignoring_case(name, "maildir/");
  if (maildir != name.npos) name.remove_prefix(maildir + 8);
  while (!name.empty() && name[0] == '.') name.remove_prefix(1);
  while (!name.empty() && name.back() == '/') name.remove_suffix(1);
  return name.empty() || name.find_first_of("/~$") == 0 ? "\"FOLDER\"" : "\"" + std::string(name) + "\"";
}

/// Returns the words with commas between them: "bare-ip, localhost" for `bare-ip/localhost`.
std::string separated(const Element& e) {
  std::string text;
  for (const char c : e.text) text += c == '/' || c == '|' ? std::string(", ") : std::string(1, c);
  return text;
}

std::string text_after_colon(const Element& e) { return std::string(trim(bare(e).substr(bare(e).find(':') + 1))); }

/// Returns the header field that "X-Name=value" or "X-Name value" means.
std::string field_of_pair(const Element& e) {
  const std::string text = bare(e);
  const size_t end = text.find_first_of("= ");
  return text.substr(0, end) + ": " + text.substr(end + 1);
}

std::string host_of_url(const Element& e) {
  const std::string_view host = e.token.text.substr(e.token.text.find("://") + 3);
  return "\"" + std::string(host.substr(0, host.find_first_of("/:"))) + "\"";
}

std::string plain_range(const Element& e) {
  const size_t dash = e.text.find('-', 1);
  return std::string(e.text.substr(0, dash)) + ".." + std::string(e.text.substr(dash + 1));
}

struct ElementField {
  std::string_view suffix;
  std::string (*value)(const Element& e);
};

constexpr ElementField kElementFields[] = {
    {"", [](const Element& e) { return e.text.empty() ? e.s.rewritten(e.begin, e.end) : std::string(e.text); }},
    {"t", bare},
    {"q", in_quotes},
    {"n", [](const Element& e) { return named(e.token); }},
    {"c", [](const Element& e) { return bare(e).substr(0, bare(e).find(':')); }},  // the text up to its colon
    {"after", text_after_colon},
    {"pair", field_of_pair},
    {"d", [](const Element& e) { return std::string(e.text.substr(std::min<size_t>(2, e.text.size()))); }},  // *@x
    {"e", [](const Element& e) { return bare(e).substr(std::min(bare(e).find_first_not_of("*."), bare(e).size())); }},
    {"v", [](const Element& e) { return e.s.value_form(e.token); }},  // the value, written as behind `is`
    {"r", regex_form},
    {">", at_least},
    {"~", plain_range},
    {"a", [](const Element& e) { return parse_address_literal(e.text)->to_string(); }},
    {"f", field_subject},
    {"F", folder_form},
    {"u", host_of_url},
    {"w", separated},
    {"m", [](const Element& e) { return std::string(meant_value(e.s, e.text)); }},  // hfilter's word for a foreign one
    {"o", [](const Element& e) { return std::string(other_fact(e.text)); }},        // hfilter's fact for a foreign one
    {"our", [](const Element& e) { return std::string(our_word(e.token)); }},
    {"p", phrase},
    {"args", arguments},
    {"s", quoted_up_to_blank},
    {"in", in_list},
    {"notin", not_in_list},
    {"use", use_of_list},
    {".", rest_of_condition},
    {"..", rest_of_statement},
};

std::string element_field(std::string_view field, const Statement& s, const PatternMatch& match) {
  const size_t number = static_cast<size_t>(field[0] - '0');
  const auto* const row = std::find_if(std::begin(kElementFields), std::end(kElementFields),
                                       [&](const ElementField& f) { return f.suffix == field.substr(1); });
  if (row == std::end(kElementFields)) return "{" + std::string(field) + "}";
  if (number > match.texts.size()) return {};
  const auto [begin, end] = match.spans[number - 1];
  return row->value({s, begin, end, s.tokens[begin], match.texts[number - 1]});
}

// ---- fields of templates about the statement ----

/// Returns the text inside the brackets at the fault or directly beside it.
std::string inside_brackets(const Statement& s) {
  const std::string_view all = s.fault.statement.text;
  for (const ptrdiff_t i : {0, -1, 1, 2}) {
    const std::string_view raw = s.token(i).raw;
    const size_t kind = raw.empty() ? std::string_view::npos : std::string_view("([{").find(raw[0]);
    if (kind == std::string_view::npos) continue;
    const size_t begin = static_cast<size_t>(raw.data() - all.data()) + 1;
    return one_line(trim(all.substr(begin, all.find(")]}"[kind], begin) - begin)));
  }
  return {};
}

std::string hop_or_fact(const Statement& s) {
  size_t words = 1;
  const FactDef* const fact = find_fact(s.token(0).text, s.token(1).text, &words);
  return fact != nullptr ? fact->name : std::string(s.token(0).raw);
}

/// Returns the two values of the setting: "defer or pass".
std::string setting_choice(const Statement& s) {
  const GrammarWord* const setting = find_setting(s.tokens[1].text);
  const auto* const choice = setting != nullptr ? std::get_if<SettingChoice>(&setting->meaning) : nullptr;
  return choice == nullptr ? std::string() : std::string(choice->when_true) + " or " + choice->when_false;
}

struct StatementField {
  std::string_view name;
  std::string (*value)(const Statement& s);
};

constexpr StatementField kStatementFields[] = {
    {"<", [](const Statement& s) { return s.rewritten(0, s.at); }},  // the text before the fault
    {"s", [](const Statement& s) { return s.subject.name; }},
    {"form", [](const Statement& s) { return filled(s.subject.type().form, s.subject.name); }},
    {"is", [](const Statement& s) { return std::string(s.token(-1).is("not") ? "is not" : "is"); }},
    {"not", [](const Statement& s) { return std::string(s.token(-1).is("not") ? "not" : ""); }},
    {"in",
     [](const Statement& s) {
       return std::string(s.subject.name == "via" ? "" : s.token(-2).is("not") ? "not in" : "in");
     }},
    {"inside", inside_brackets},
    {"near", [](const Statement& s) { return std::string(near_word(s)); }},
    {"unit", [](const Statement& s) { return std::string(1, unit_letter(s.fault.fact->type, s.token(0).text)); }},
    {"fact", hop_or_fact},
    {"type", [](const Statement& s) { return std::string(fact_type_name(s.fault.fact->type)); }},
    {"kind", [](const Statement& s) { return std::string(list_kind_name(s.list_kind())); }},
    {"choice", setting_choice},
    {"line",
     [](const Statement& s) {
       return s.fault.other_line > 0 ? "line " + std::to_string(s.fault.other_line) : std::string("another file");
     }},
    {"words", [](const Statement& s) { return joined(fact_words(s)); }},
    {"actions", [](const Statement&) { return joined(action_words()); }},
    {"statements", [](const Statement&) { return joined(statement_words()); }},
    {"settings", [](const Statement&) { return joined(setting_words()); }},
};

/// Returns the token before the fault, "0", or an earlier one, "-1", "-2".
std::string token_before(std::string_view field, const Statement& s) {
  const RuleToken& token = s.token(field == "0" ? -1 : -1 - (field[1] - '0'));
  return std::string(token.raw);
}

std::string field_value(std::string_view field, const Statement& s, const PatternMatch& match) {
  if (field == "0" || (field.size() == 2 && field[0] == '-')) return token_before(field, s);
  if (field == "0c") return std::string(s.token(-1).text.substr(0, s.token(-1).text.find(':')));
  if (!field.empty() && is_digit(field[0])) return element_field(field, s, match);
  const auto* const row = std::find_if(std::begin(kStatementFields), std::end(kStatementFields),
                                       [&](const StatementField& f) { return f.name == field; });
  return row == std::end(kStatementFields) ? "{" + std::string(field) + "}" : row->value(s);
}

}  // namespace

std::string fill_template(std::string_view text, const FaultyStatement& s, const PatternMatch& match) {
  std::string filled_in;
  while (!text.empty()) {
    const size_t open = text.find('{');
    filled_in += text.substr(0, open);
    if (open == text.npos) break;
    const size_t close = text.find('}', open);
    const std::string value = field_value(text.substr(open + 1, close - open - 1), s, match);
    text.remove_prefix(close + 1);
    if (value.empty() && !filled_in.empty() && filled_in.back() == ' ') filled_in.pop_back();
    filled_in += value;
  }
  return filled_in;
}

}  // namespace hfilter
