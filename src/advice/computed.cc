// SPDX-License-Identifier: BSD-2-Clause
#include "advice/computed.h"

#include <algorithm>

#include "address/hostname.h"
#include "advice/foreign_condition.h"
#include "advice/number_advice.h"
#include "advice/one_line.h"
#include "base/text.h"
#include "language/token_cursor.h"
#include "message/header_edit.h"
#include "message/message.h"
#include "rules/grammar.h"
#include "rules/maildir_folder.h"
#include "rules/setting_value.h"

namespace hfilter {
namespace {

using Statement = FaultyStatement;
using Kind = RuleToken::Kind;
using C = FaultCode;
using E = Expected;
using MaybeAdvice = std::optional<Advice>;

std::string text_of(std::string_view text) { return std::string(text); }

Advice at_token(const Statement& s, std::string text, std::string help = {}, ptrdiff_t offset = 0) {
  return {s.token(offset).raw, std::move(text), std::move(help)};
}

// ---- advice about tokens that the lexer cannot read ----

bool is_typographic_quote(std::string_view raw) {
  return raw.substr(0, 2) == "\xC2\xAB" || raw.substr(0, 2) == "\xC2\xBB" ||
         (raw.substr(0, 2) == "\xE2\x80" && raw.size() > 2 && raw[2] >= '\x98' && raw[2] <= '\x9E');
}

/// Returns the text after a quote or slash without its closing partner, up to the word where the rule seems to
/// continue.
std::string_view unclosed_text(std::string_view raw) {
  std::string_view inside = raw.substr(1);
  for (const char* word : {" then ", " and ", " or ", " unless ", ", "}) {
    inside = inside.substr(0, find_ignoring_case(inside, word));
  }
  inside = trim(inside);
  while (!inside.empty() && inside.back() == '\\') inside.remove_suffix(1);  // it would escape the closing sign
  return inside.empty() ? std::string_view(raw[0] == '/' ? "regex" : "TEXT") : inside;
}

/// Returns the text between quotes that the language does not have, such as typographic ones.
std::string_view between_quotes(std::string_view raw) {
  const auto size = [](std::string_view text) -> size_t {
    return is_typographic_quote(text) ? (text[0] == '\xC2' ? 2 : 3)
                                      : text.substr(0, 1) == "'" || text.substr(0, 1) == "\"";
  };
  while (size(raw) > 0) raw.remove_prefix(size(raw));
  for (size_t at = 0; at < raw.size(); ++at) {
    if (size(raw.substr(at)) > 0) return raw.substr(0, at);
  }
  return raw;
}

std::string_view trim_quotes(std::string_view text) {
  while (!text.empty() && text.back() == '\'') text.remove_suffix(1);
  return text;
}

Advice bad_token(const Statement& s) {
  const std::string_view raw = s.token(0).raw;
  const auto quoted = [&](std::string_view text) {
    const char mark = s.fault.expected == E::kRegex ? '/' : '"';
    std::string value(text);
    if (s.token(-1).is("like")) std::replace(value.begin(), value.end(), '%', '*');
    return "write: " + (mark + value + mark);
  };
  if (raw[0] == '/') {
    return at_token(s, "the closing `/` of the regular expression is missing",
                    "write: /" + text_of(unclosed_text(raw)) + "/");
  }
  const bool empty = between_quotes(raw).empty();  // the value is written `''x''`
  const std::string_view inside = between_quotes(empty ? s.up_to_blank(s.token(0)) : raw);
  const bool typographic = is_typographic_quote(raw);
  if (raw[0] == '\'' || typographic) {
    const std::string_view all = s.fault.statement.text;
    const size_t end = all.find_first_of(" ,)\n", static_cast<size_t>(inside.data() + inside.size() - all.data()));
    const std::string shown(raw.data(), std::min(end, all.size()) - static_cast<size_t>(raw.data() - all.data()));
    return at_token(s, "`" + shown.substr(0, 60) + "` does not begin with a double quote", quoted(inside));
  }
  if (static_cast<unsigned char>(raw[0]) >= 0x80) {
    return at_token(s, "this is not a plain blank but a no-break space or the like", "type a plain blank instead");
  }
  if (raw[0] != '"') return at_token(s, "a control character", "take it out");
  const bool control =
      std::any_of(raw.begin(), raw.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
  if (control) return at_token(s, "a control character in a text", "take it out");
  return at_token(s, "the closing `\"` is missing", quoted(trim_quotes(unclosed_text(raw))));
}

// ---- advice about the condition before the fault ----

/// The last complete comparison of the statement before the fault, `FACT is a`, in parts.
struct Comparison {
  ConditionSubject subject;
  std::string word;                  // the operator: "is", "is not", "in", "contains" ...
  const RuleToken* value = nullptr;  // the last value of the comparison
  std::string text;                  // the whole comparison, joined into one line
};

std::optional<Comparison> last_comparison(const Statement& s) {
  const std::string_view source = s.fault.comparison;
  if (source.empty()) return std::nullopt;
  size_t begin = 0;
  while (begin + 1 < s.tokens.size() && s.tokens[begin].raw.data() < source.data()) ++begin;
  size_t end = begin;
  while (end + 1 < s.tokens.size() && s.tokens[end].raw.data() < source.data() + source.size()) ++end;
  Comparison found;
  found.subject = subject_at(s.tokens, begin);
  const size_t test = begin + found.subject.tokens;
  const bool via = found.subject.name == "via";
  found.word = via ? "in"
                   : s.rewritten(test, test + (s.tokens[test + 1].is("not") || s.tokens[test].is("not") ||
                                                       s.tokens[test + 1].is("with")
                                                   ? 2
                                                   : 1));
  found.value = &s.tokens[end - 1];
  found.text = (found.subject.tokens == 0 ? found.subject.name + " " : "") + one_line(source);
  return found;
}

/// Returns the help for a second value in place of a condition: `helo is a.example or b.example`.
std::string help_for_value(const Statement& s) {
  const RuleToken& token = s.token(0);
  const std::optional<Comparison> last = last_comparison(s);
  if (!last || ends_a_condition(token)) return {};
  const std::string value(token.raw);
  const bool both = s.token(-1).is("and");
  const List* const list = token.is_word() ? s.rules.find_list(token.text) : nullptr;
  const bool entry = token.is_word() && is_entry(token.text) && token.text[0] != '!';
  const std::string again = "write the fact again: " + last->subject.name + " " + last->word + " " + value;
  if (last->word == "in" || last->word == "not in") {
    Condition c;
    c.domain = last->subject.domain;
    c.subject = last->subject.name == "via" ? Subject::kVia : last->subject.fact ? Subject::kFact : Subject::kHeader;
    if (list != nullptr) return list_fits(c, last->subject.fact, list->kind()) ? again : std::string();
    if (!entry) return {};
    if (both) return again;
    if (!last->value->is_word() || !is_entry(last->value->text)) return {};
    return "write several entries in brackets: " + last->subject.name + " " + last->word + " (" +
           text_of(last->value->raw) + ", " + value + ")";
  }
  const bool word = token.is_word() && last->subject.word(token.text) != nullptr;
  const bool is = last->word == "is" || last->word == "is not";
  if (list != nullptr || !(token.is_string() || (word && is) || (entry && is))) return {};
  return both && !word ? again : "write several values with commas: " + last->text + ", " + value;
}

/// Returns the condition of hfilter for a procmail condition that was pasted into a rule: `* ^Received:.*(HELO a)`.
std::string help_for_recipe(const Statement& s) {
  const std::string_view text = s.fault.statement.text;
  const std::string_view rest = text.substr(static_cast<size_t>(s.token(0).raw.data() - text.data()));
  const std::optional<ForeignAnswer> answer = find_foreign_condition(rest.substr(0, rest.find('\n')));
  if (!answer) return {};
  return answer->condition.empty() ? "it asks for: " + text_of(answer->facts) : "write: " + answer->condition;
}

/// Returns the help for `any attachment is executable and size > 1M`: only in brackets are both about one attachment.
std::string help_for_attachment(const Statement& s) {
  const RuleToken& token = s.token(0);
  const bool joined = s.token(-1).is("and") || s.token(-1).is("or");
  const bool fact = token.is("name") || token.is("type") || token.is("size") || token.is("is");
  if (!joined || !fact) return {};
  size_t begin = s.at - 1;
  while (begin > 0 && !s.tokens[begin].is("attachment")) --begin;
  if (begin == 0 || !s.tokens[begin - 1].is("any") || s.tokens[begin + 1].kind == Kind::kOpen) return {};
  size_t end = s.at;
  while (!ends_a_condition(s.tokens[end])) ++end;
  return "write: any attachment (" + s.rewritten(begin + 1, end) + ")";
}

MaybeAdvice condition_advice(const Statement& s) {
  std::string help = help_for_recipe(s);
  if (help.empty()) help = help_for_attachment(s);
  if (help.empty()) help = help_for_value(s);
  if (help.empty()) return std::nullopt;
  return at_token(s, named(s.token(0)) + " is not a condition", help);
}

/// Advises about a list after a comma: `helo in mydomains, partners`.
MaybeAdvice after_condition(const Statement& s) {
  const std::optional<Comparison> last = last_comparison(s);
  const bool list =
      s.token(0).kind == Kind::kComma && s.token(1).is_word() && s.rules.find_list(s.token(1).text) != nullptr;
  if (!list || !last || (last->word != "in" && last->word != "not in")) return std::nullopt;
  const std::string join = last->word == "in" ? " or " : " and ";
  return at_token(
      s, "`,` does not belong here",
      "write: " + last->text + join + last->subject.name + " " + last->word + " " + text_of(s.token(1).text));
}

Advice ambiguous(const Statement& s) {
  const std::optional<Comparison> last = last_comparison(s);
  const std::string word(s.token(0).text);
  const std::string text = last ? last->text : std::string();
  return at_token(
      s, named(s.token(0)) + " could be a word of `" + (last ? last->subject.name : "") + "` or a fact of its own",
      "write: " + text + ", " + word + "; or: " + word + " or " + text);
}

/// Returns the token before which a closing bracket is missing.
const RuleToken& where_unclosed(const Statement& s) {
  int depth = 0;
  for (size_t i = s.at; i + 1 < s.tokens.size(); ++i) {
    const RuleToken& token = s.tokens[i];
    depth += token.kind == Kind::kOpen ? 1 : token.kind == Kind::kClose ? -1 : 0;
    if (depth > 0 && (token.is("then") || token.is("unless"))) return token;
  }
  return s.tokens.back();
}

// ---- advice about names and lists ----

/// Returns the kind of list that can have this entry.
std::string_view kind_of_entry(std::string_view text) {
  if (text.find('@') != text.npos) return "addresses";
  if (Network::parse(text)) return "networks";
  return text.find('.') != text.npos ? "domains" : "words";
}

/// Advises about a list without its kind: `partners = a.example`, `list partners = ...`, `acl partners = ...`.
MaybeAdvice definition(const Statement& s) {
  const auto assigns = [&](size_t i) {
    return s.token(static_cast<ptrdiff_t>(i)).raw.substr(0, 1) == "=" ||
           s.token(static_cast<ptrdiff_t>(i)).is_operator("+=");
  };
  const auto free_name = [&](size_t i) {
    const RuleToken& token = s.token(static_cast<ptrdiff_t>(i));
    return token.is_word() && is_name(token.text) && !is_reserved(token.text);
  };
  const std::vector<std::string_view>& statements = statement_words();
  const bool two = s.token(0).is_word() && free_name(1) && s.token(2).is_operator("=");
  const bool one = free_name(0) && assigns(1) && find_setting(s.token(0).text) == nullptr &&
                   (s.token(0).text.size() < 3 || nearest_word(s.token(0).text, statements).empty());
  if (!one && !two) return std::nullopt;
  const ptrdiff_t at = two ? 1 : 0;
  const std::string name(s.token(at).text);
  const RuleToken& sign = s.token(at + 1);
  const bool stuck = sign.is_word();  // the sign is part of the word: `d =a.example`
  const RuleToken& value = stuck ? sign : s.token(at + 2);
  const std::string_view entry = stuck ? value.text.substr(1) : value.text;
  const std::string rest = stuck ? "= " + text_of(entry) : s.rest(static_cast<size_t>(at) + 1);
  if (const List* list = s.rules.find_list(name)) {
    return at_token(s, "the kind of the list is missing before " + named(s.token(at)),
                    "write: " + text_of(list_kind_name(list->kind())) + " " + name + " += " + text_of(entry), at);
  }
  if (value.is("match") || value.is("trial")) return std::nullopt;
  const bool condition = find_fact(entry) != nullptr || value.kind == Kind::kOpen || value.is("not") ||
                         value.is("header") || value.is("via") || value.is("any") || value.is("message");
  if (condition) {
    return at_token(
        s, two ? named(s.token(0)) + " does not begin a test" : "`test` is missing before " + named(s.token(0)),
        "write: test " + name + " " + rest);
  }
  return at_token(s,
                  two ? named(s.token(0)) + " is not a kind of list"
                      : "the kind of the list is missing before " + named(s.token(0)),
                  "write: " + text_of(kind_of_entry(entry)) + " " + name + " " + rest);
}

Advice taken(const Statement& s) {
  const RuleToken& name = s.token(0);
  if (s.fault.expected == E::kListName && trust_list(name.text) != nullptr) {
    return at_token(s, named(name) + " has its own statement", "write: " + text_of(name.text) + " ENTRY, ENTRY");
  }
  if (is_reserved(name.text) || find_fact(name.text) != nullptr) {
    return at_token(s, named(name) + " is a word of the language", "choose another name");
  }
  const char* const what = s.rules.find_test(name.text) != nullptr ? "test" : "list";
  return at_token(s, std::string("the ") + what + " " + named(name) + " is already defined", "choose another name");
}

Advice wrong_list(const Statement& s) {
  const bool statement = s.fault.expected == E::kListName;
  const RuleToken& token = s.token(statement ? 1 : 0);
  const List& list = *s.rules.find_list(token.text);
  const std::string kind = list_kind_name(list.kind());
  const std::string text = named(token) + " is a list of " + kind;
  if (statement) return at_token(s, text, "write: " + kind + " " + list.name() + " ...");
  const ConditionSubject& subject = s.subject;
  const std::string& name = subject.name;
  const bool address = subject.fact != nullptr && subject.fact->type == FactType::kAddress;
  const bool is_name = subject.domain || (subject.fact != nullptr && subject.fact->type == FactType::kName);
  const ListKind wanted = name == "via" ? ListKind::kHosts : subject.type().inline_kind;
  std::string help = "`" + name + "` goes with a list of " + list_kind_name(wanted);
  if (subject.fact != nullptr && subject.fact->id == FactId::helo && list.kind() == ListKind::kHosts) {
    help = "anybody can say any name; for your own names write: helo is me, or a list of domains";
  } else if (address && !subject.domain && list.kind() == ListKind::kDomains) {
    help = "write: " + name + " domain in " + list.name();
  } else if (subject.domain && list.kind() == ListKind::kAddresses) {
    help = "write: " + text_of(subject.fact->name) + " in " + list.name();
  } else if (is_name && list.kind() == ListKind::kNetworks) {
    help = "the stranger's address is `client`: client in " + list.name();
  } else if (subject.fact != nullptr && subject.fact->type == FactType::kIp && list.kind() == ListKind::kDomains) {
    help = "names are `helo` and `rdns`: helo in " + list.name();
  }
  return at_token(s, text, help);
}

/// Returns true iff the list of the fault is one of a condition, not one of a list statement.
bool is_inline_list(const Statement& s) {
  return trust_list(s.tokens[0].text) == nullptr && !find_list_kind(s.tokens[0].text);
}

Advice list_in_list(const Statement& s) {
  const std::string in = s.subject.name + (s.subject.name == "via" ? " " : " in ");
  const bool more = s.token(1).kind == Kind::kComma && s.rules.find_list(s.token(2).text) != nullptr;
  return at_token(s, named(s.token(0)) + " is a list of its own",
                  "write: " + in + text_of(s.token(0).text) + " or " + in + (more ? text_of(s.token(2).text) : "LIST"));
}

Advice entry_advice(const Statement& s) {
  const RuleToken& token = s.token(0);
  const std::string text(token.text);
  const ListKind kind = s.list_kind();
  const bool host = token.is_word() && !text.empty() && is_alpha(text.back()) && is_valid_hostname(text);
  if (host && s.subject.fact != nullptr && s.subject.fact->type == FactType::kIp) {
    return at_token(s, named(token) + " is a name, and `" + s.subject.name + "` an address",
                    "a DNS list: client listed in \"" + text + "\"; the name of the address: rdns in (" + text + ")");
  }
  if (text.size() > 1 && text.back() == ':' && is_action_word(s.token(1).text)) {
    return at_token(s, named(token) + " has a colon instead of `then`",
                    "write: " + text.substr(0, text.size() - 1) + " then " + s.rest(1));
  }
  const Result<ListEntry> entry = parse_list_entry(kind, text);
  if (entry) return at_token(s, named(token) + " is not a valid entry", "entries are separated by commas or blanks");
  std::string help = entry.error().help;
  const bool path = text.substr(0, 1) == "/" || begins_ignoring_case(text, "./") || begins_ignoring_case(text, "../");
  if (text.substr(0, 1) == "[" && kind != ListKind::kNetworks && kind != ListKind::kHosts) {
    help = "write (ENTRY, ENTRY)";
  } else if (path) {
    help = "a file of entries is written: from \"FILE\"";
  }
  return at_token(s, entry.error().text, help);
}

Advice mixed_address(const Statement& s) {
  const FactDef* const other = find_fact(s.token(0).text);
  const auto domain = [](const FactDef& fact) {
    return std::string(fact.name) + (fact.type == FactType::kAddress ? " domain" : "");
  };
  const std::string left = "`" + s.subject.name + "` is ";
  const std::string right = "`" + text_of(s.token(0).text) + (s.token(1).is("domain") ? " domain` " : "` ");
  const bool name = s.subject.domain || s.subject.fact->type != FactType::kAddress;
  return at_token(s, left + (name ? "a name, and " + right + "an address" : "an address, and " + right + "a name"),
                  "write: " + domain(*s.subject.fact) + " is " + domain(*other));
}

/// Advises about a fact behind `is`: `from is from`, `from domain is sender`.
MaybeAdvice other_fact_advice(const Statement& s) {
  const FactDef* const other = find_fact(s.token(0).text);
  const auto is_named = [](FactType type) { return type == FactType::kName || type == FactType::kAddress; };
  if (other == nullptr || s.subject.fact == nullptr || !is_named(other->type) || !is_named(s.subject.fact->type)) {
    return std::nullopt;
  }
  if (other->id == s.subject.fact->id) {
    return at_token(s, "`" + s.subject.name + "` is compared with itself", "compare it with another fact");
  }
  return mixed_address(s);
}

/// Advises about a value that is not valid for its fact: `helo is 192.0.2.1`, `sender is info*@x.example`.
MaybeAdvice value_advice(const Statement& s) {
  const RuleToken& token = s.token(0);
  const FactType type = s.subject.type().type;
  const std::string text(token.text);
  if (!token.is_word() || s.subject.word(text) != nullptr) return std::nullopt;
  if (MaybeAdvice other = other_fact_advice(s)) return other;
  const bool name = type == FactType::kName && is_entry(text) && text[0] != '/';
  const bool mail = type == FactType::kAddress && text.find('@') != text.npos && text.find_first_of("*?") == text.npos;
  if (!name && !mail) return std::nullopt;
  if (s.subject.fact->id == FactId::attachment_name || text.find_first_of("*?") != text.npos) return std::nullopt;
  const Result<ListEntry> entry = parse_list_entry(name ? ListKind::kDomains : ListKind::kAddresses, text);
  if (entry) {
    if (!entry->excluded) return std::nullopt;
    return at_token(s, "`!` belongs only into lists", "write: " + s.subject.name + " is not " + text.substr(1));
  }
  if (!name || !parse_address_literal(text)) return at_token(s, entry.error().text, entry.error().help);
  const bool helo = s.subject.fact->id == FactId::helo;
  return at_token(s, entry.error().text,
                  helo ? "addresses said in HELO are `helo is bare-ip, literal`; this one: helo is \"" + text + "\""
                       : "the stranger's address is `client`");
}

// ---- advice about texts ----

Advice escape(const Statement& s) {
  const std::string_view text = s.token(0).text;
  std::string value;
  const size_t at = unquote(text, &value);
  return {text.substr(at, 2), "`" + text_of(text.substr(at, 2)) + "` is not known in a text",
          "write \\\\ for a backslash and \\\" for a quote"};
}

Advice placeholder(const Statement& s) {
  const std::string_view text = s.token(0).text;
  const std::string_view found = TextTemplate::first_placeholder(text);
  return {text.substr(text.find(found), found.size()), "`" + text_of(found) + "` is not allowed here",
          "the sender must not choose a path or a name"};
}

/// Advises about an unknown placeholder in a text.
Advice template_advice(const Statement& s) {
  const std::string_view text = s.token(0).text;
  const size_t value = s.token(-1).is("header") ? text.find(':') + 1 : 0;
  for (size_t brace = text.find('{', value); brace != text.npos; brace = text.find('{', brace + 1)) {
    const std::string_view place = text.substr(brace, text.find('}', brace) + 1 - brace);
    const Result<TextTemplate> parsed = TextTemplate::parse(place);
    if (!parsed) return {place, parsed.error().text, parsed.error().help};
  }
  return at_token(s, named(s.token(0)) + " is an empty text", "write: " + text_of(s.token(-1).text) + " \"TEXT\"");
}

Advice regex_advice(const Statement& s) {
  const std::string_view text = s.token(0).text;
  const std::optional<Error> error = check_regex(text);
  if (text.empty()) {
    return at_token(s, named(s.token(0)) + " is in every text",
                    "write: " + s.subject.name + " is empty, or: " + s.subject.name + " is missing");
  }
  if (!error) {
    return at_token(s, "the regular expression has more than 4,096 octets", "divide it into two conditions");
  }
  const size_t at = std::min(static_cast<size_t>(error->column - 1), text.size());
  const std::string_view place = text.substr(at, 2);
  const bool names_it = error->text.find('`') != std::string::npos;
  return {place, (names_it ? "" : "`" + text_of(place) + "`: ") + error->text, error->help};
}

// ---- advice about settings ----

MaybeAdvice setting_advice(const Statement& s) {
  const GrammarWord* const setting = find_setting(s.tokens[1].text);
  const auto* const kind = setting != nullptr ? std::get_if<SettingValue>(&setting->meaning) : nullptr;
  if (kind == nullptr || longest_duration(*kind) == 0 || s.token(0).is_operator("=")) return std::nullopt;
  return duration_advice(s, longest_duration(*kind));
}

Advice flags_advice(const Statement& s) {
  const std::string_view flags = s.token(0).raw.substr(s.token(0).text.size() + 2);
  return {flags, "`" + text_of(flags) + "` is not a flag of a regular expression",
          "the only flag is c (case matters); without it any case matches"};
}

MaybeAdvice unexpected(const Statement& s) {
  switch (s.fault.expected) {
    case E::kCondition:
      return condition_advice(s);
    case E::kThen:
    case E::kNothing:
    case E::kEnd:
      return after_condition(s);
    case E::kStatement:
      return definition(s);
    case E::kValue:
      return value_advice(s);
    case E::kEntry:
      return is_inline_list(s) && s.rules.find_list(s.token(0).text) != nullptr ? list_in_list(s) : MaybeAdvice();
    case E::kNumber:
      return number_advice(s);
    case E::kDate:
      return date_advice(s);
    case E::kSettingValue:
      return setting_advice(s);
    case E::kRegex:
      return s.token(0).kind == Kind::kRegex ? MaybeAdvice(flags_advice(s)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

MaybeAdvice invalid(const Statement& s) {
  std::string value;
  const bool text = s.token(0).is_string();
  if (text && unquote(s.token(0).text, &value) != std::string::npos) return escape(s);
  const bool action =
      s.fault.expected == E::kActionText || s.fault.expected == E::kField || s.fault.expected == E::kFieldName;
  if (text && !action && !TextTemplate::first_placeholder(value).empty()) return placeholder(s);
  switch (s.fault.expected) {
    case E::kEntry:
      return entry_advice(s);
    case E::kNumber:
      return number_advice(s);
    case E::kRegex:
      return regex_advice(s);
    case E::kRange:
      return range_advice(s);
    case E::kActionText:
      return template_advice(s);
    case E::kSettingValue:
      return setting_advice(s);
    case E::kFolder: {
      const Error error = folder_of_rule(s.token(0).text).error();
      return at_token(s, error.text, error.help);
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Advice> computed_advice(const FaultyStatement& s) {
  switch (s.fault.code) {
    case C::kBadToken:
      return bad_token(s);
    case C::kUnexpected:
      return unexpected(s);
    case C::kInvalid:
      return invalid(s);
    case C::kTaken:
      return taken(s);
    case C::kWrongList:
      return wrong_list(s);
    case C::kAmbiguous:
      return ambiguous(s);
    case C::kUnclosed:
      if (s.fault.expected == E::kEntry) return std::nullopt;
      return at_token(s, "`(` is not closed", "its `)` is missing before " + named(where_unclosed(s)));
    default:
      return std::nullopt;
  }
}

}  // namespace hfilter
