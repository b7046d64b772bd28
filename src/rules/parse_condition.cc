// SPDX-License-Identifier: BSD-2-Clause
//
// What stands behind a fact: is, in, text tests, comparisons. Which of them a fact has follows from its type alone.
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "rules/parser.h"
#include "rules/vocabulary.h"

namespace hfilter {

namespace {

struct TextWord {
  std::string_view word;
  Operator op;
};

constexpr TextWord kTextWords[] = {
    {"contains", Operator::kContains}, {"begins", Operator::kBegins},   {"ends", Operator::kEnds},
    {"like", Operator::kLike},         {"matches", Operator::kMatches},
};

/// Which conditions a type has.
struct TypeRow {
  FactType type;
  bool is, in, text, number;
  ListKind inline_kind;
  const char* form;  // for help
};

constexpr TypeRow kTypes[] = {
    {FactType::kFlag, false, false, false, false, ListKind::kWords, "it stands alone: %s, or: not %s"},
    {FactType::kName, true, true, true, false, ListKind::kDomains, "%s is NAME, %s in LIST, %s contains \"text\""},
    {FactType::kIp, true, true, false, false, ListKind::kNetworks, "%s is ADDRESS, %s in LIST, %s in NETWORK"},
    {FactType::kAddress, true, true, true, false, ListKind::kAddresses,
     "%s is ADDRESS, %s in LIST, %s contains \"text\", %s domain in LIST"},
    {FactType::kText, true, true, true, false, ListKind::kWords,
     "%s contains \"text\", %s matches /regex/, %s is \"text\", %s is missing"},
    {FactType::kWord, true, false, false, false, ListKind::kWords, "%s is WORD"},
    {FactType::kNumber, true, false, false, true, ListKind::kWords, "%s > 3, %s 3..5"},
    {FactType::kSize, true, false, false, true, ListKind::kWords, "%s > 15K, %s 15K..45K"},
    {FactType::kDuration, true, false, false, true, ListKind::kWords, "%s > 2h, %s 1d..2w"},
    {FactType::kDate, true, false, false, true, ListKind::kWords, "%s < 2026-12-31, %s 2026-01-01..2026-12-31"},
};

/// Of `header "X"` (null) and of `X domain` there is no row of their own: text, and a name without words.
const TypeRow& type_row(const FactDef* fact, bool domain) {
  if (fact == nullptr) return kTypes[static_cast<size_t>(FactType::kText)];
  return kTypes[static_cast<size_t>(domain ? FactType::kName : fact->type)];
}

std::string subject_name(const Condition& c, const FactDef* fact) {
  if (c.subject == Subject::kVia) return "via";
  if (fact == nullptr) return "header \"" + c.name + "\"";
  return std::string(fact->name) + (c.domain ? " domain" : "");
}

std::string filled(const char* form, const std::string& name) {
  std::string text;
  for (const char* c = form; *c != '\0'; ++c) {
    if (c[0] == '%' && c[1] == 's') {
      text += name;
      ++c;
    } else {
      text += *c;
    }
  }
  return text;
}

/// A bare word that can only be an entry, not the name of a list.
bool is_entry(std::string_view word) { return word.find_first_of(".:/@=!") != word.npos; }

/// May a list of this kind be asked about this fact?
bool list_fits(const Condition& c, const FactDef* fact, ListKind kind) {
  if (c.subject == Subject::kVia) return kind == ListKind::kHosts || kind == ListKind::kNetworks;
  if (fact == nullptr) return kind == ListKind::kWords;
  const FactType type = c.domain ? FactType::kName : fact->type;
  switch (type) {
    case FactType::kName:
      return kind == ListKind::kDomains || (kind == ListKind::kHosts && fact->id != FactId::helo && !c.domain);
    case FactType::kIp:
      return kind == ListKind::kNetworks || kind == ListKind::kHosts;
    case FactType::kAddress:
      return kind == ListKind::kAddresses;
    case FactType::kText:
      return kind == ListKind::kWords;
    default:
      return false;
  }
}

double unit_of(FactType type, char unit) {
  switch (unit) {
    case 'b':
      return type == FactType::kSize ? 1 : 0;
    case 'k':
      return type == FactType::kSize ? 1024 : 0;
    case 'm':
      return type == FactType::kSize ? 1024.0 * 1024 : 60;
    case 'g':
      return type == FactType::kSize ? 1024.0 * 1024 * 1024 : 0;
    case 's':
      return type == FactType::kDuration ? 1 : 0;
    case 'h':
      return type == FactType::kDuration ? 3600 : 0;
    case 'd':
      return type == FactType::kDuration ? 86'400 : 0;
    case 'w':
      return type == FactType::kDuration ? 7 * 86'400 : 0;
    default:
      return 0;
  }
}

const char* number_form(FactType type) {
  switch (type) {
    case FactType::kSize:
      return "a size is written 600, 15K, 1.5M or 1G";
    case FactType::kDuration:
      return "a duration is written 90s, 5m, 2h, 3d or 2w";
    case FactType::kDate:
      return "a date is written YYYY-MM-DD, such as 2026-12-31";
    default:
      return "a number is written 3, 2.5 or -1";
  }
}

}  // namespace

bool Parser::after_fact(Condition& c, const FactDef* fact) {
  const TypeRow& type = type_row(fact, c.domain);
  const RuleToken& token = peek();
  if (!all_planned().empty() && token.is_word() && fact != nullptr && !c.domain) {
    const std::string two = std::string(token.text) + " " + std::string(peek(1).text);
    if (const char* plan = planned(fact->name, two)) {
      return fail_at(token, "`" + std::string(fact->name) + " " + two + "` is not in this build", plan);
    }
  }
  if (!type.is && !type.in && !type.text && !type.number) {
    c.op = Operator::kFlag;
    if (token.is("is") || token.is("in")) return refuse_test(fact);
    return true;
  }
  if (token.is("is")) return is_clause(c, fact);
  if (token.is("listed") && fact != nullptr && fact->id == FactId::client) return listed_clause(c);
  const size_t skip = token.is("not") ? 1 : 0;
  if (peek(skip).is("in") && type.in) {
    c.negated = skip == 1;
    at_ += skip;
    return in_clause(c, fact);
  }
  for (const TextWord& row : kTextWords) {
    if (!type.text || !peek(skip).is(row.word)) continue;
    c.negated = skip == 1;
    at_ += skip;
    return text_clause(c, row.op);
  }
  if (type.number && (token.kind == RuleToken::Kind::kOperator || token.is_word()) && !token.is("in") &&
      !(token.is_word() && is_reserved(token.text))) {
    return number_clause(c, *fact);
  }
  return refuse_test(fact);
}

/// No test that this fact has: say which it has.
bool Parser::refuse_test(const FactDef* fact) {
  const RuleToken& token = peek();
  Condition c;
  const bool domain = at_ > 0 && tokens_[at_ - 1].is("domain");
  c.domain = domain;
  const std::string name = fact == nullptr ? "header \"NAME\"" : subject_name(c, fact);
  std::string help = filled(type_row(fact, domain).form, name);
  if (type_row(fact, domain).is && (token.is_operator("=") || token.is_operator("=="))) {
    help = "write `is`: " + name + " is " + std::string(peek(1).raw);
  } else if (token.is_operator("!=") || token.is_operator("<>")) {
    help = "write `is not`: " + name + " is not " + std::string(peek(1).raw);
  } else if (token.is_operator("=~") || token.is_operator("~")) {
    help = "write `matches`: " + name + " matches /regex/";
  } else if (token.is("domain") && fact != nullptr && fact->type == FactType::kName) {
    help = "`" + name + "` is a name already: " + name + " in LIST";
  } else if (token.is("missing") || token.is("empty")) {
    help = "write: " + name + " is " + lower(token.text);
  } else if (token.kind == RuleToken::Kind::kString) {
    help = "write: " + name + " contains " + std::string(token.raw);
  } else if (token.is_word() && !is_reserved(token.text)) {
    const std::string nearest =
        did_you_mean(token.text, {"is", "in", "contains", "begins", "ends", "like", "matches", "not", "domain"});
    if (!nearest.empty()) help = nearest;
    if (fact != nullptr && find_word(fact->id, token.text) != nullptr) {
      help = "write: " + name + " is " + std::string(token.text);
    }
  }
  if (at_end() || token.is("then") || token.is("and") || token.is("or") || token.is("unless") ||
      token.kind == RuleToken::Kind::kClose) {
    return fail_at(token, "a test of `" + name + "` is missing before " + named(token), help);
  }
  return fail_at(token, named(token) + " is not a test of `" + name + "`", help);
}

/// client listed in "ZONE" [as NETWORK, ...]
bool Parser::listed_clause(Condition& c) {
  const RuleToken listed = take();
  constexpr const char* kForm = "write: client listed in \"bl.example.org\"";
  if (in_hop_) return fail_at(listed, "a DNS list is asked about the stranger only, not about a hop");
  if (!take_if("in")) return fail_at(peek(), "`in` is missing behind `listed`", kForm);
  const RuleToken zone = peek();
  if (!plain_string(c.name, "the zone of the DNS list is missing", kForm)) return false;
  c.name = canonical_name(c.name);
  if (!is_valid_hostname(c.name)) return fail_at(zone, named(zone) + " is no name of a zone", kForm);
  c.op = Operator::kListed;
  c.needs |= kNeedsDnsList;
  if (!take_if("as")) return true;
  do {
    const RuleToken token = take();
    const auto network = Network::parse(token.text);
    if (!network || !network->address.is_loopback()) {
      return fail_at(token, named(token) + " is no answer of a DNS list", "answers are in 127.0.0.0/8: as 127.0.0.2");
    }
    c.networks.push_back(*network);
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

// ---- is ----

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

// ---- in ----

bool Parser::in_clause(Condition& c, const FactDef* fact) {
  take();
  c.op = Operator::kIn;
  return set_reference(c, fact, type_row(fact, c.domain).inline_kind);
}

bool Parser::set_reference(Condition& c, const FactDef* fact, ListKind inline_kind) {
  const RuleToken token = peek();
  if (token.kind == RuleToken::Kind::kOpen) return inline_set(c, inline_kind);
  if (token.kind == RuleToken::Kind::kString) {
    return fail_at(token, named(token) + " is not a list",
                   "write: (" + std::string(token.raw) + "), or define a list from a file");
  }
  if (!token.is_word() || token.is("then") || token.is("and") || token.is("or") || token.is("unless")) {
    return fail_at(token, "a list is missing before " + named(token), "write the name of a list or (ENTRY, ENTRY)");
  }
  if (is_entry(token.text)) {
    if (peek(1).kind == RuleToken::Kind::kComma) {
      return fail_at(peek(1), "several entries need brackets", "write: in (" + std::string(token.text) + ", ...)");
    }
    return inline_set(c, inline_kind);
  }
  take();
  c.mine = trust_list(token.text);
  if (c.mine == nullptr) c.list = find_list(token.text);
  if (c.mine == nullptr && c.list == nullptr) return refuse_list(c, fact, token, inline_kind);
  const List& list = c.mine != nullptr ? known().trust.*c.mine : *c.list;
  return list_fits(c, fact, list.kind()) || refuse_kind(c, fact, token, list, inline_kind);
}

/// There is no such list.
bool Parser::refuse_list(const Condition& c, const FactDef* fact, const RuleToken& token, ListKind inline_kind) {
  std::vector<std::string_view> names;
  for (const char* trust :
       {"mydomains", "mynetworks", "myscanners", "myforwarders", "myrelays", "myhosts", "myaddresses"}) {
    if (list_fits(c, fact, (known().trust.*trust_list(trust)).kind())) names.emplace_back(trust);
  }
  for (const auto& list : known().lists) {
    if (list_fits(c, fact, list->kind())) names.emplace_back(list->name());
  }
  std::string help = did_you_mean(token.text, names);
  if (help.empty() && find_test(token.text) != nullptr) help = "it is a test: write it without `in`";
  if (help.empty()) {
    help = std::string("define it above: ") + list_kind_name(inline_kind) + " " + std::string(token.text) +
           " = ENTRY, ENTRY";
  }
  return fail_at(token, "there is no list " + named(token), help);
}

/// The list is of another kind than this fact's values.
bool Parser::refuse_kind(const Condition& c, const FactDef* fact, const RuleToken& token, const List& list,
                         ListKind inline_kind) {
  const std::string name = subject_name(c, fact);
  const bool is_name = fact != nullptr && (c.domain || fact->type == FactType::kName);
  std::string help = "`" + name + "` goes with a list of " + list_kind_name(inline_kind);
  if (fact != nullptr && fact->id == FactId::helo && list.kind() == ListKind::kHosts) {
    help = "anybody can say any name; for your own names write: helo is me, or a list of domains";
  } else if (fact != nullptr && fact->type == FactType::kAddress && !c.domain && list.kind() == ListKind::kDomains) {
    help = "write: " + name + " domain in " + list.name();
  } else if (c.domain && list.kind() == ListKind::kAddresses) {
    help = "write: " + std::string(fact->name) + " in " + list.name();
  } else if (is_name && list.kind() == ListKind::kNetworks) {
    help = "the stranger's address is `client`: client in " + list.name();
  } else if (fact != nullptr && fact->type == FactType::kIp && list.kind() == ListKind::kDomains) {
    help = "names are `helo` and `rdns`: helo in " + list.name();
  }
  return fail_at(token, named(token) + " is a list of " + list_kind_name(list.kind()), help);
}

/// `(a, b)`, or one bare entry.
bool Parser::inline_set(Condition& c, ListKind kind) {
  auto list = std::make_unique<List>(kind, std::string());
  list->set_today(known().today);
  const RuleToken open = peek();
  if (!take_kind(RuleToken::Kind::kOpen)) {
    if (!list_entry(*list)) return false;
  } else {
    list->mark_set();
    while (peek().kind != RuleToken::Kind::kClose) {
      if (at_end() || peek().is("then"))
        return fail_at(open, "this `(` is not closed", "its `)` is missing before " + named(peek()));
      if (!list->entries().empty()) take_kind(RuleToken::Kind::kComma);
      if (!list_entry(*list)) return false;
    }
    take();
    if (list->entries().empty()) return fail_at(open, "an empty list", "nothing is in it");
  }
  c.list = list.get();
  inline_lists_->push_back(std::move(list));
  return true;
}

// ---- text ----

bool Parser::text_clause(Condition& c, Operator op) {
  const RuleToken word = take();
  c.op = op;
  if (op == Operator::kBegins || op == Operator::kEnds) take_if("with");
  if (op == Operator::kMatches) return regex_clause(c);
  do {
    std::string text;
    const RuleToken token = peek();
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
  return true;
}

bool Parser::regex_clause(Condition& c) {
  const RuleToken token = take();
  if (token.kind == RuleToken::Kind::kString || token.is_word()) {
    const std::string_view text = token.kind == RuleToken::Kind::kString ? token.text : token.raw;
    return fail_at(token, "a regular expression stands between slashes", "write: matches /" + std::string(text) + "/");
  }
  if (token.kind != RuleToken::Kind::kRegex)
    return fail_at(token, "a regular expression is missing", "write: matches /regex/");
  const size_t slashes = token.text.size() + 2;
  const std::string_view flags = token.raw.substr(slashes);
  if (!flags.empty() && flags != "c") {
    return fail(flags, "`" + std::string(flags) + "` behind a regular expression",
                "only c is known: case matters; without it any case matches");
  }
  if (token.text.empty())
    return fail_at(token, "an empty regular expression is in every text", "write: is missing, or: is empty");
  if (token.text.size() > kMaxRegexBytes) return fail_at(token, "a regular expression of more than 4,096 octets");
  if (const std::optional<Error> error = check_regex(token.text)) {
    const size_t at = std::min(static_cast<size_t>(error->column - 1), token.text.size());
    return fail(token.text.substr(at, std::min<size_t>(2, token.text.size() - at)), error->text, error->help);
  }
  c.regex = std::make_shared<Regex>(std::string(token.text), flags == "c");
  return true;
}

// ---- numbers ----

bool Parser::number_clause(Condition& c, const FactDef& fact) {
  c.op = Operator::kNumber;
  const RuleToken token = take();
  if (token.kind != RuleToken::Kind::kOperator) {
    if (token.text[0] != '=' || token.text.size() < 2) return range(c, fact, token);
    double exact = 0;  // `hops =0`
    if (!number(fact, token.text.substr(1), token, exact)) return false;
    c.number.low = c.number.high = exact;
    return true;
  }
  const std::string_view op = token.text;
  if (op != "<" && op != "<=" && op != ">" && op != ">=" && op != "=") {
    --at_;
    const std::string help = op == "=="                 ? "write ="
                             : op == "!=" || op == "<>" ? "write: not " + std::string(fact.name) + " = ..."
                             : op == "=>"               ? "write >="
                             : op == "=<"               ? "write <="
                                                        : "numbers are compared with < <= > >= =";
    return fail_at(peek(), named(peek()) + " does not compare numbers", help);
  }
  double value = 0;
  const RuleToken operand = take();
  if (!number(fact, operand.text, operand, value)) return false;
  if (op != ">" && op != ">=") c.number.high = value;
  if (op != "<" && op != "<=") c.number.low = value;
  c.number.low_included = op != ">";
  c.number.high_included = op != "<";
  return true;
}

bool Parser::range(Condition& c, const FactDef& fact, const RuleToken& token) {
  const size_t dots = token.text.find("..");
  if (dots == token.text.npos) {
    const bool value = is_digit(token.text[0]) || token.text[0] == '-';
    if (!value) {
      --at_;
      return refuse_test(&fact);
    }
    return fail_at(token, "a comparison is missing before " + named(token),
                   "write: " + std::string(fact.name) + " = " + std::string(token.text) + ", or a range: A..B");
  }
  double low = 0;
  double high = 0;
  if (!number(fact, token.text.substr(0, dots), token, low) ||
      !number(fact, token.text.substr(dots + 2), token, high)) {
    return false;
  }
  if (low > high) {
    return fail_at(
        token, "this range is empty",
        "write: " + std::string(token.text.substr(dots + 2)) + ".." + std::string(token.text.substr(0, dots)));
  }
  c.number.low = low;
  c.number.high = high;
  return true;
}

bool Parser::number(const FactDef& fact, std::string_view text, const RuleToken& token, double& value) {
  const auto refuse = [&](const std::string& why) { return fail_at(token, why, number_form(fact.type)); };
  if (!token.is_word() || text.empty()) return refuse("a value is missing before " + named(token));
  if (fact.type == FactType::kDate) {
    const std::optional<int64_t> day = parse_day(text);
    if (!day) return refuse(bad_date(text));
    value = static_cast<double>(*day);
    return true;
  }
  const bool negative = text[0] == '-';
  if (negative && fact.id != FactId::score)
    return refuse("`" + std::string(text) + "` is negative, and `" + fact.name + "` never is");
  size_t at = negative || text[0] == '+' ? 1 : 0;
  const size_t begin = at;
  double whole = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) whole = whole * 10 + (text[at] - '0');
  bool good = at > begin;
  const bool fraction = fact.type != FactType::kDuration && at < text.size() && text[at] == '.';
  if (fraction) {
    double place = 0.1;
    const size_t first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, place /= 10) whole += place * (text[at] - '0');
    good = good && at > first;
  }
  if (at - begin > 16) return refuse("`" + std::string(text.substr(0, 40)) + "` is too large");
  const bool unit = fact.type == FactType::kSize || fact.type == FactType::kDuration;
  if (unit && at < text.size()) {
    const double factor = unit_of(fact.type, to_lower(text[at]));
    good = good && factor > 0;
    whole *= factor;
    ++at;
    if (fact.type == FactType::kSize && at + 1 == text.size() && to_lower(text[at]) == 'b') ++at;  // 15KB
  } else if (fact.type == FactType::kDuration) {
    good = false;
  }
  if (!good || at != text.size()) return refuse("`" + std::string(text) + "` is not a " + fact_type_name(fact.type));
  value = negative ? -whole : whole;
  return true;
}

}  // namespace hfilter
