// SPDX-License-Identifier: BSD-2-Clause
//
// `is` and what stands behind it.
#include "base/text.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"
#include "rules/condition_types.h"

namespace hfilter {

bool Parser::is_clause(Condition& c, const FactDef* fact) {
  take();
  c.op = Operator::kIs;
  c.negated = take_if("not");
  if (peek().is("in")) {
    const std::string list = ends_a_condition(peek(1)) ? "LIST" : std::string(peek(1).raw);
    return fail_at(peek(), "`is` and `in`",
                   "write: " + subject_name(c, fact) + (c.negated ? " not in " : " in ") + list);
  }
  clause_ = {c.domain ? nullptr : fact, subject_name(c, fact), c.negated ? "is not" : "is", {}, {}, {}};
  do {
    if (!is_item(c, fact)) return false;
  } while (take_kind(RuleToken::Kind::kComma));
  clause_.source = source_since(condition_begin_);
  return true;
}

bool Parser::is_item(Condition& c, const FactDef* fact) {
  const RuleToken before = tokens_[at_ - 1];
  const RuleToken token = take();
  const auto form = [&](std::string_view rest) { return "write: " + subject_name(c, fact) + std::string(rest); };
  if (before.kind == RuleToken::Kind::kComma && ends_a_condition(token)) {
    return fail_at(before, "a value is missing behind this comma", "take the comma out");
  }
  if (token.is_operator("<>")) return fail_at(token, "the null sender is called empty", form(" is empty"));
  if (token.is_operator("<") && peek().is_word()) {
    return fail_at(token, "an address stands without < >", form(" is " + std::string(peek().text)));
  }
  if (token.kind == RuleToken::Kind::kString) return is_text(c, fact, token);
  if (token.kind == RuleToken::Kind::kRegex || (token.is_word() && token.text[0] == '/')) {
    return fail_at(token, named(token) + " after `is`", form(" matches /regex/"));
  }
  if (!token.is_word() || ends_a_condition(token)) {
    return fail_at(token, "a value is missing before " + named(token),
                   filled(type_row(fact, c.domain).form, subject_name(c, fact)));
  }
  return is_word(c, fact, token);
}

/// A value in quotes.
bool Parser::is_text(Condition& c, const FactDef* fact, const RuleToken& token) {
  IsItem item;
  --at_;
  if (!string_value(item.text, "", "")) return false;
  const FactType type = type_row(fact, c.domain).type;
  switch (type) {
    case FactType::kText:
      break;
    case FactType::kName:
      item.kind = IsItem::Kind::kName;
      item.text = canonical_name(item.text);
      break;
    case FactType::kAddress: {
      if (item.text.empty() || item.text == "<>") {
        return fail_at(token, named(token) + " is no address", "write: " + subject_name(c, fact) + " is empty");
      }
      if (item.text.find('@') == item.text.npos) {
        return fail_at(token, named(token) + " is no whole address",
                       "write: " + subject_name(c, fact) + " contains " + std::string(token.raw));
      }
      const MailAddress mail = parse_path(item.text);
      item.kind = IsItem::Kind::kMail;
      item.text = lower(mail.local) + "@" + mail.domain.canonical;
      break;
    }
    default:
      return fail_at(token, named(token) + " stands here without quotes",
                     filled(type_row(fact, c.domain).form, subject_name(c, fact)));
  }
  c.items.push_back(std::move(item));
  return true;
}

/// A bare value: a word of the fact, or a value that shows its type by its form.
bool Parser::is_word(Condition& c, const FactDef* fact, const RuleToken& token) {
  if (fact == nullptr && (token.is("missing") || token.is("empty"))) {
    IsItem item;
    item.kind = token.is("missing") ? IsItem::Kind::kMissing : IsItem::Kind::kEmpty;
    c.items.push_back(std::move(item));
    return true;
  }
  if (fact != nullptr && !c.domain) {
    if (const WordDef* word = find_word(fact->id, token.text)) return is_fact_word(c, *word, token);
  }
  const FactType type = type_row(fact, c.domain).type;
  if (type == FactType::kName || type == FactType::kAddress) {
    const FactDef* other = find_fact(token.text);
    if (other != nullptr && (other->type == FactType::kName || other->type == FactType::kAddress)) {
      return is_fact(c, *fact, *other, token);
    }
  }
  if (type == FactType::kIp && (IpAddress::parse(token.text) || Network::parse(token.text))) {
    return is_address(c, token);
  }
  if (type == FactType::kName && is_entry(token.text)) return is_domain(c, fact, token);
  if (type == FactType::kAddress && token.text.find('@') != token.text.npos) return is_mail(c, fact, token);
  return refuse_value(c, fact, token, type);
}

bool Parser::is_fact_word(Condition& c, const WordDef& word, const RuleToken& token) {
  if (in_hop_ && (word.needs & kNeedsDns) != 0) {
    return fail_at(token,
                   "`" + std::string(fact_def(word.fact).name) + " is " + word.word + "` asks DNS, and not about a hop",
                   "DNS is asked about the stranger only");
  }
  IsItem item;
  item.kind = IsItem::Kind::kWord;
  item.word = &word;
  c.needs |= word.needs;
  c.items.push_back(std::move(item));
  return true;
}

/// Another fact of the same kind: two names, or two addresses.
bool Parser::is_fact(Condition& c, const FactDef& fact, const FactDef& other, const RuleToken& token) {
  IsItem item;
  item.kind = IsItem::Kind::kFact;
  item.fact = other.id;
  item.domain = other.type == FactType::kAddress && take_if("domain");
  const bool name = c.domain || fact.type == FactType::kName;
  const std::string subject = subject_name(c, &fact);
  if (fact.id == other.id) return fail_at(token, "`" + subject + "` is always itself", "compare it with another fact");
  if (name != (item.domain || other.type == FactType::kName)) {
    const std::string left = std::string(fact.name) + (fact.type == FactType::kAddress ? " domain" : "");
    const std::string right = std::string(other.name) + (other.type == FactType::kAddress ? " domain" : "");
    return fail_at(token, "a whole address and a name are never the same", "write: " + left + " is " + right);
  }
  if (in_hop_ && !other.per_hop) {
    return fail_at(token, "`" + std::string(other.name) + "` cannot be asked of a hop",
                   "a hop has client, helo, rdns, by, protocol, encrypted, authenticated");
  }
  c.needs |= other.needs;
  connection_ = connection_ || other.per_hop;
  c.items.push_back(std::move(item));
  return true;
}

bool Parser::is_address(Condition& c, const RuleToken& token) {
  const std::optional<IpAddress> address = IpAddress::parse(token.text);
  if (!address) {
    return fail_at(token, named(token) + " is a network", "write: client in " + std::string(token.text));
  }
  IsItem item;
  item.kind = IsItem::Kind::kAddress;
  item.address = *address;
  c.items.push_back(std::move(item));
  return true;
}

bool Parser::is_domain(Condition& c, const FactDef* fact, const RuleToken& token) {
  Result<ListEntry> entry = parse_list_entry(ListKind::kDomains, token.text);
  if (!entry && parse_address_literal(token.text)) {
    const bool helo = fact->id == FactId::helo && !c.domain;
    return fail_at(token, entry.error().text,
                   helo ? "addresses said in HELO are `helo is bare-ip, literal`; this one: helo is \"" +
                              std::string(token.text) + "\""
                        : "the stranger's address is `client`");
  }
  if (!entry) return fail_at(token, entry.error().text, entry.error().help);
  if (entry->excluded) {
    return fail_at(token, "`!` stands only in lists", "write: " + subject_name(c, fact) + " is not ...");
  }
  IsItem item;
  item.kind = IsItem::Kind::kName;
  item.text = (entry->scope == ListEntry::Scope::kBelow ? "." : "") + entry->text;
  c.items.push_back(std::move(item));
  return true;
}

bool Parser::is_mail(Condition& c, const FactDef* fact, const RuleToken& token) {
  Result<ListEntry> entry = parse_list_entry(ListKind::kAddresses, token.text);
  if (!entry && token.text.find('*') != token.text.npos) {
    const bool all = token.text.substr(0, 2) == "*@" && token.text.find('*', 1) == token.text.npos;
    const std::string text(token.text);
    return fail_at(
        token, named(token) + " is a pattern, not an address",
        "write: " + subject_name(c, fact) + (all ? " domain is " + text.substr(2) : " like \"" + text + "\""));
  }
  if (!entry) return fail_at(token, entry.error().text, entry.error().help);
  if (token.text[0] == '@') {
    return fail_at(token, named(token) + " is no whole address",
                   "write: " + subject_name(c, fact) + " domain is " + std::string(token.text.substr(1)));
  }
  IsItem item;
  item.kind = IsItem::Kind::kMail;
  item.text = entry->text;
  c.items.push_back(std::move(item));
  return true;
}

/// No address of a host.
bool Parser::refuse_address(const std::string& name, const RuleToken& token) {
  const std::string text(token.text);
  if (const std::optional<IpAddress> address = parse_address_literal(text)) {
    return fail_at(token, "an address stands without brackets and port",
                   "write: " + name + " is " + address->to_string());
  }
  if (find_list(text) != nullptr) return fail_at(token, named(token) + " is a list", "write: " + name + " in " + text);
  if (text[0] != '[' && text.find_first_of("*/:") == text.npos && text.find('.') != text.npos &&
      is_alpha(text.back())) {
    return fail_at(token, named(token) + " is a name, and `" + name + "` an address",
                   "the name that belongs to it is `rdns`: rdns is " + text);
  }
  std::string help = did_you_mean(text, {"private"});
  if (help.empty()) help = "an address looks like 192.0.2.1 or 2001:db8::1; the word is private";
  return fail_at(token, named(token) + " is not an address", help);
}

/// No word and no value of this fact: say what was meant, if that can be seen.
bool Parser::refuse_value(const Condition& c, const FactDef* fact, const RuleToken& token, FactType type) {
  const std::string name = subject_name(c, fact);
  const std::string text(token.text);
  if (type_row(fact, c.domain).number && !text.empty() && (is_digit(text[0]) || text[0] == '-')) {
    return fail_at(token, "a number stands without `is`", "write: " + name + " = " + text);
  }
  std::vector<std::string_view> words;
  if (fact != nullptr && !c.domain) {
    for (const WordDef* word : words_of(fact->id)) words.emplace_back(word->word);
  }
  if (fact == nullptr) words = {"missing", "empty"};
  if (type == FactType::kIp) return refuse_address(name, token);
  if (type_row(fact, c.domain).text && text.find_first_of("*?") != text.npos) {
    return fail_at(token, named(token) + " is a pattern", "write: " + name + " like \"" + text + "\"");
  }
  if (fact == nullptr && (text == "present" || text == "there" || text == "set")) {
    return fail_at(token, named(token) + " is not a word of `" + name + "`", "write: " + name + " is not missing");
  }
  if (fact != nullptr && fact->id == FactId::attachment && text[0] == '.') {
    return fail_at(token, named(token) + " is a part of a name", "write: attachment name ends \"" + text + "\"");
  }
  if (fact != nullptr && !c.domain) {
    const std::string_view ours = other_value(fact->name, text);
    if (!ours.empty()) {
      return fail_at(token, named(token) + " is not a word of `" + name + "`",
                     "write: " + name + " is " + std::string(ours));
    }
  }
  std::string help = did_you_mean(text, words);
  if (find_list(text) != nullptr) help = "it is a list: " + name + " in " + text;
  if (help.empty() && (type == FactType::kText || type == FactType::kName)) {
    help = "a " + std::string(type == FactType::kName ? "name without a dot" : "text") + " stands in quotes: " + name +
           " is \"" + text + "\"";
    if (!words.empty()) help += "; the words are " + joined(words);
  }
  if (help.empty() && type == FactType::kAddress && text.find('.') != text.npos) {
    help = "write: " + name + " domain is " + text;
  }
  if (help.empty() && type == FactType::kAddress) {
    help = "a part of an address: " + name + " contains \"" + text + "\"; the words are " + joined(words);
  }
  if (help.empty() && !words.empty()) help = "the words are " + joined(words);
  if (help.empty()) help = filled(type_row(fact, c.domain).form, name);
  return fail_at(token, named(token) + " is not a word of `" + name + "`", help);
}

}  // namespace hfilter
