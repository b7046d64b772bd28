// SPDX-License-Identifier: BSD-2-Clause
//
// `is` and what stands behind it.
#include "base/text.h"
#include "rules/condition_types.h"
#include "rules/parser.h"
#include "rules/vocabulary.h"

namespace hfilter {

bool Parser::is_clause(Condition& c, const FactDef* fact) {
  const size_t begin = at_ - 1;
  take();
  c.op = Operator::kIs;
  c.negated = take_if("not");
  if (peek().is("in")) {
    return fail_at(peek(), "`is` and `in`",
                   "write: " + subject_name(c, fact) + (c.negated ? " not in LIST" : " in LIST"));
  }
  if (fact != nullptr && !c.domain) last_is_ = fact;
  do {
    if (!is_item(c, fact)) return false;
  } while (take_kind(RuleToken::Kind::kComma));
  last_is_source_ = source_since(begin);
  return true;
}

bool Parser::is_item(Condition& c, const FactDef* fact) {
  const RuleToken token = take();
  if (token.kind == RuleToken::Kind::kString) return is_text(c, fact, token);
  if (token.kind == RuleToken::Kind::kRegex || (token.is_word() && token.text[0] == '/')) {
    return fail_at(token, named(token) + " after `is`", "write: " + subject_name(c, fact) + " matches /regex/");
  }
  if (!token.is_word() || token.is("then") || token.is("and") || token.is("or") || token.is("unless")) {
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
  const FactType type = c.domain ? FactType::kName : fact == nullptr ? FactType::kText : fact->type;
  switch (type) {
    case FactType::kText:
      break;
    case FactType::kName:
      item.kind = IsItem::Kind::kName;
      item.text = canonical_name(item.text);
      break;
    case FactType::kAddress: {
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
    if (const char* plan = planned(fact->name, token.text)) {
      return fail_at(token, "`" + std::string(fact->name) + " is " + std::string(token.text) + "` is not in this build",
                     plan);
    }
  }
  const FactType type = c.domain ? FactType::kName : fact == nullptr ? FactType::kText : fact->type;
  if (type == FactType::kIp && (IpAddress::parse(token.text) || Network::parse(token.text)))
    return is_address(c, token);
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
  if (!entry && IpAddress::parse(token.text)) {
    const bool helo = fact->id == FactId::helo && !c.domain;
    return fail_at(
        token, entry.error().text,
        helo ? "an address said in HELO is `helo is bare-ip`; or quote it: helo is \"" + std::string(token.text) + "\""
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
  if (help.empty() && !words.empty()) help = "the words are " + joined(words);
  if (help.empty()) help = filled(type_row(fact, c.domain).form, name);
  return fail_at(token, named(token) + " is not a word of `" + name + "`", help);
}
}  // namespace hfilter
