// SPDX-License-Identifier: BSD-2-Clause
//
// The grammar of hfilterrc(5), read from the manual: a small reader of EBNF takes the accepted examples of
// tests/unit/language/productions apart by it, and notes which alternative, option and repetition each one took. None
// may be left out, what the parser takes the grammar must take, and what is not of the language both must refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "address/ip_address.h"
#include "base/text.h"
#include "language/lexer.h"
#include "rules/grammar.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

struct Node {
  enum class Kind { kAll, kOneOf, kOption, kRepeat, kLiteral, kName };
  Kind kind = Kind::kAll;
  std::string text;  // of a literal or name; of the others as the grammar has it
  std::vector<std::unique_ptr<Node>> children;
};

/// name -> what stands behind `=`. Reads only what the manual uses: | ( ) [ ] { } "literal" name.
class Grammar {
 public:
  explicit Grammar(const std::string& text) {
    std::string name;
    std::istringstream lines(text);
    std::map<std::string, std::vector<std::string>> bodies;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      if (line[0] != ' ') {
        std::string equals;
        words >> name >> equals;
        EXPECT_EQ("=", equals) << line;
        order.push_back(name);
      }
      for (std::string word; words >> word;) bodies[name].push_back(word);
    }
    for (auto& [production, body] : bodies) {
      tokens_ = body;
      at_ = 0;
      rules[production] = one_of();
      EXPECT_EQ(tokens_.size(), at_) << production;
    }
  }

  std::map<std::string, std::unique_ptr<Node>> rules;
  std::vector<std::string> order;

 private:
  std::unique_ptr<Node> one_of() {
    auto node = std::make_unique<Node>();
    node->kind = Node::Kind::kOneOf;
    node->children.push_back(all());
    while (at_ < tokens_.size() && tokens_[at_] == "|") {
      ++at_;
      node->children.push_back(all());
    }
    return node;
  }

  std::unique_ptr<Node> all() {
    auto node = std::make_unique<Node>();
    const size_t begin = at_;
    while (at_ < tokens_.size() && std::string("|)]}").find(tokens_[at_]) == std::string::npos) {
      node->children.push_back(item());
    }
    for (size_t i = begin; i < at_; ++i) node->text += (i > begin ? " " : "") + tokens_[i];
    return node;
  }

  std::unique_ptr<Node> item() {
    const std::string token = tokens_[at_++];
    if (token != "(" && token != "[" && token != "{") {
      auto node = std::make_unique<Node>();
      node->kind = token[0] == '"' ? Node::Kind::kLiteral : Node::Kind::kName;
      node->text = token[0] == '"' ? token.substr(1, token.size() - 2) : token;
      return node;
    }
    auto inner = one_of();
    EXPECT_TRUE(at_ < tokens_.size()) << token;
    ++at_;
    if (token == "(") return inner;
    auto node = std::make_unique<Node>();
    node->kind = token == "[" ? Node::Kind::kOption : Node::Kind::kRepeat;
    for (const auto& child : inner->children) node->text += (node->text.empty() ? "" : " | ") + child->text;
    node->children.push_back(std::move(inner));
    return node;
  }

  std::vector<std::string> tokens_;
  size_t at_ = 0;
};

/// What an example took: a node, and which of its ways.
using Way = std::pair<const Node*, int>;

/// Takes one statement apart, depth first, and keeps the ways of the derivation that ends where the statement ends.
class Derivation {
 public:
  Derivation(const Grammar& grammar, const std::vector<RuleToken>& tokens) : grammar_(grammar), tokens_(tokens) {}

  bool statement(const std::string& start) {
    return named(start, 0, [&](size_t at) { return tokens_[at].kind == RuleToken::Kind::kEnd; });
  }
  std::vector<Way> trail;
  std::vector<std::string> productions;

 private:
  using Then = std::function<bool(size_t)>;

  bool named(const std::string& name, size_t at, const Then& then) {
    const auto found = grammar_.rules.find(name);
    if (found == grammar_.rules.end()) {
      const size_t length = terminal(name, at);
      return length > 0 && then(at + length);
    }
    productions.push_back(name);
    if (node(*found->second, at, then)) return true;
    productions.pop_back();
    return false;
  }

  bool took(const Node& n, int way, const std::function<bool()>& rest) {
    trail.emplace_back(&n, way);
    if (rest()) return true;
    trail.pop_back();
    return false;
  }

  bool node(const Node& n, size_t at, const Then& then) {
    switch (n.kind) {
      case Node::Kind::kLiteral:
        return literal(n.text, at) && then(at + 1);
      case Node::Kind::kName:
        return named(n.text, at, then);
      case Node::Kind::kAll:
        return all(n, 0, at, then);
      case Node::Kind::kOneOf:
        for (size_t i = 0; i < n.children.size(); ++i) {
          if (took(n, static_cast<int>(i), [&] { return node(*n.children[i], at, then); })) return true;
        }
        return false;
      case Node::Kind::kOption:
        return took(n, 1, [&] { return node(*n.children[0], at, then); }) || took(n, 0, [&] { return then(at); });
      case Node::Kind::kRepeat:
        return repeat(n, at, then);
    }
    return false;
  }

  bool all(const Node& n, size_t child, size_t at, const Then& then) {
    if (child == n.children.size()) return then(at);
    return node(*n.children[child], at, [&, child](size_t next) { return all(n, child + 1, next, then); });
  }

  bool repeat(const Node& n, size_t at, const Then& then) {
    return took(n, 1, [&] { return node(*n.children[0], at, [&](size_t next) { return repeat(n, next, then); }); }) ||
           took(n, 0, [&] { return then(at); });
  }

  bool literal(const std::string& text, size_t at) const {
    const RuleToken& token = tokens_[at];
    switch (token.kind) {
      case RuleToken::Kind::kWord:
        return token.is(text);
      case RuleToken::Kind::kOperator:
        return token.text == text;
      case RuleToken::Kind::kOpen:
      case RuleToken::Kind::kClose:
      case RuleToken::Kind::kComma:
        return token.raw == text;
      default:
        return false;
    }
  }

  /// How many tokens the word of the grammar takes here; 0: it does not stand here.
  size_t terminal(const std::string& name, size_t at) const {
    const RuleToken& token = tokens_[at];
    const std::string text(token.text);
    if (name == "STRING") return token.kind == RuleToken::Kind::kString ? 1 : 0;
    if (name == "REGEX") return token.kind == RuleToken::Kind::kRegex ? 1 : 0;
    if (name == "ENTRY" && token.kind == RuleToken::Kind::kString) return 1;
    if (!token.is_word()) return 0;
    if (name.size() > 4 && name.substr(name.size() - 4) == "FACT") return fact(name, at);
    if (name == "FLAG") return typed_fact(FactType::kFlag, at);
    return word(name, text) ? 1 : 0;
  }

  static bool word(const std::string& name, const std::string& text) {
    const bool digit = is_digit(text[0]) || text[0] == '-' || text[0] == '+';
    const size_t dots = text.find("..");
    const bool date = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const bool free_word = is_name(text) && !is_reserved(text) && find_fact(text) == nullptr;
    if (name == "NAME") return free_word || is_list_of_mine(text);
    if (name == "LABEL") return text.back() == ':' && is_name(text.substr(0, text.size() - 1));
    if (name == "DATE") return digit && date;
    if (name == "INTEGER") return text.find_first_not_of("0123456789") == text.npos;
    if (name == "NUMBER") return digit && text.find_first_not_of("0123456789.+-") == text.npos && dots == text.npos;
    if (name == "VALUE") return digit && dots == text.npos;
    if (name == "RANGE") return digit && dots != text.npos;
    if (name == "SETTING") return is_name(text);
    if (name == "BARE") return true;
    if (name == "IP") return IpAddress::parse(text).has_value();
    if (name == "NET") return Network::parse(text) && Network::parse(text)->address.is_loopback();
    if (name == "DOMAIN") return text.find('.') != text.npos && text.find('@') == text.npos && !IpAddress::parse(text);
    if (name == "ADDRESS") return text.find('@') != text.npos;
    if (name == "LISTED") return text.find_first_of("./:=@!") != text.npos;
    if (name == "ENTRY") return !is_reserved(text) || text == "domain";
    if (name == "WORD") {
      for (const WordDef& def : all_words()) {
        if (equal_ignoring_case(def.word, text)) return true;
      }
      return false;
    }
    ADD_FAILURE() << "the grammar names " << name << ", which neither it nor the text below it explains";
    return false;
  }

  static bool is_list_of_mine(const std::string& text) { return is_statement_word(text) && text.substr(0, 2) == "my"; }

  size_t fact(const std::string& name, size_t at) const {
    const std::map<std::string, std::vector<FactType>> types = {
        {"NAMEFACT", {FactType::kName}},
        {"ADDRFACT", {FactType::kAddress}},
        {"IPFACT", {FactType::kIp}},
        {"TEXTFACT", {FactType::kText}},
        {"WORDFACT", {FactType::kWord}},
        {"NUMFACT", {FactType::kNumber, FactType::kSize, FactType::kDuration, FactType::kDate}}};
    const auto found = types.find(name);
    if (found == types.end()) {
      ADD_FAILURE() << name;
      return 0;
    }
    for (const FactType type : found->second) {
      if (const size_t length = typed_fact(type, at)) return length;
    }
    return 0;
  }

  size_t typed_fact(FactType type, size_t at) const {
    const std::string one = lower(tokens_[at].text);
    const FactDef* two = tokens_[at + 1].is_word() ? find_fact(one + " " + lower(tokens_[at + 1].text)) : nullptr;
    if (two != nullptr) return two->type == type ? 2 : 0;
    const FactDef* fact = find_fact(one);
    return fact != nullptr && fact->type == type ? 1 : 0;
  }

  const Grammar& grammar_;
  const std::vector<RuleToken>& tokens_;
};

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The display below .Sh GRAMMAR.
std::string grammar_of_the_manual() {
  const std::string page = text_of("src/man/hfilterrc.5");
  const size_t section = page.find("\n.Sh GRAMMAR\n");
  const size_t begin = page.find('\n', page.find("\n.Bd ", section) + 1) + 1;
  return page.substr(begin, page.find("\n.Ed\n", begin) + 1 - begin);
}

struct Example {
  std::string production;
  char sign;         // + accepted, - refused by parser and grammar, ~ refused by the parser for its meaning
  std::string text;  // one statement; \n is a line end
};

std::vector<Example> productions() {
  std::vector<Example> all;
  std::istringstream lines(text_of("tests/unit/language/productions"));
  std::string production;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] != ' ') {
      production = line;
      continue;
    }
    std::string text = line.substr(line.find_first_not_of(' ') + 2);
    for (size_t at = text.find("\\n"); at != text.npos; at = text.find("\\n")) text.replace(at, 2, "\n");
    all.push_back({production, line[line.find_first_not_of(' ')], text});
  }
  return all;
}

constexpr char kAbove[] =
    "mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyscanners 192.0.2.25\nmyaddresses greg@hewgill.com\n"
    "domains shops = shop.example\nnetworks partners = 198.51.100.0/24\nhosts friends = mx.friend.example\n"
    "addresses people = bob@example.com\nwords drugs = viagra\ntest direct = not via myscanners\n";

bool derives(const Grammar& grammar, const std::string& text, std::set<Way>* taken, std::set<std::string>* used) {
  std::string_view rest = text;
  int lines = 0;
  std::vector<RuleToken> tokens;
  int statements = 0;
  while (const std::optional<Statement> statement = take_statement(&rest, &lines)) {
    lex(*statement, &tokens);
    ++statements;
    Derivation derivation(grammar, tokens);
    if (!derivation.statement("statement")) return false;
    taken->insert(derivation.trail.begin(), derivation.trail.end());
    used->insert(derivation.productions.begin(), derivation.productions.end());
  }
  return statements > 0;
}

/// `hfilter` stands first; lists and tests that the others name stand above them.
std::string file_of(const Example& example) {
  return example.production == "version" || example.production == "INTEGER" ? example.text + "\n" + kAbove
                                                                            : kAbove + example.text + "\n";
}

void each_way(const Node& node, const std::function<void(const Way&, const std::string&)>& say) {
  using Kind = Node::Kind;
  for (size_t i = 0; node.kind == Kind::kOneOf && i < node.children.size(); ++i) {
    say({&node, static_cast<int>(i)}, node.children[i]->text);
  }
  if (node.kind == Kind::kOption || node.kind == Kind::kRepeat) {
    say({&node, 1}, "with " + node.text);
    say({&node, 0}, "without " + node.text);
  }
  for (const auto& child : node.children) each_way(*child, say);
}

void add_terminals(const Grammar& grammar, const Node& node, std::set<std::string>& names) {
  if (node.kind == Node::Kind::kName && grammar.rules.count(node.text) == 0) names.insert(node.text);
  for (const auto& child : node.children) add_terminals(grammar, *child, names);
}

TEST(GrammarOfTheManual, EveryProductionHasAnExampleThatIsTakenAndOneThatIsRefused) {
  const Grammar grammar(grammar_of_the_manual());
  ASSERT_LT(30u, grammar.order.size());
  std::map<std::string, std::set<char>> signs;
  std::set<Way> taken;
  std::set<std::string> terminals;
  for (const auto& [name, node] : grammar.rules) add_terminals(grammar, *node, terminals);
  for (const Example& example : productions()) {
    const bool terminal = grammar.rules.count(example.production) == 0;
    ASSERT_TRUE(!terminal || terminals.count(example.production)) << example.production << " is not in the grammar";
    signs[example.production].insert(example.sign == '~' ? '-' : example.sign);
    RuleFixture f;
    f.files.texts["/home/greg/more"] = "# nothing\n";
    f.load(file_of(example));
    const std::string said = diagnostics_text(f.rules.diagnostics);
    EXPECT_EQ(example.sign == '+', f.rules.diagnostics.empty()) << example.production << ": " << example.text << said;
    for (const Diagnostic& d : f.rules.diagnostics) EXPECT_TRUE(d.error.line > 0 && d.error.column > 0) << said;
    std::set<Way> ways;
    std::set<std::string> used;
    EXPECT_EQ(example.sign != '-', derives(grammar, example.text, &ways, &used))
        << example.production << ": the grammar of the manual and " << example.text;
    if (example.sign != '+') continue;
    EXPECT_TRUE(terminal || used.count(example.production))
        << example.text << " is no example of " << example.production;
    taken.insert(ways.begin(), ways.end());
  }
  for (const std::string& name : terminals) {
    EXPECT_EQ((std::set<char>{'+', '-'}), signs[name]) << name << " wants an example of each in productions";
  }
  for (const std::string& name : grammar.order) {
    EXPECT_EQ((std::set<char>{'+', '-'}), signs[name]) << name << " wants an example of each in productions";
    each_way(*grammar.rules.at(name), [&](const Way& way, const std::string& text) {
      EXPECT_TRUE(taken.count(way)) << "no example of " << name << " takes: " << text;
    });
  }
}

/// Returns the words in quotes of the manual's grammar.
std::set<std::string> quoted_words() {
  std::set<std::string> words;
  std::istringstream tokens(grammar_of_the_manual());
  for (std::string token; tokens >> token;) {
    if (token.size() > 2 && token.front() == '"' && is_alpha(token[1])) words.insert(token.substr(1, token.size() - 2));
  }
  return words;
}

/// Returns true iff `word` is in the form of a setting: `set log "FILE" | syslog | off`.
bool is_value_of_a_setting(const std::string& word) {
  const Table<GrammarWord> all = all_grammar_words();
  return std::any_of(all.begin(), all.end(), [&](const GrammarWord& row) {
    std::istringstream parts(row.form);
    for (std::string part; row.kind == GrammarKind::kSetting && parts >> part;) {
      if (part == word || part == word + ",") return true;
    }
    return false;
  });
}

/// Returns true iff `word` is one of a fact's name: `attachment` and `name` of `attachment name`.
bool is_in_a_fact(const std::string& word) {
  const Table<FactDef> all = all_facts();
  return std::any_of(all.begin(), all.end(), [&](const FactDef& fact) {
    return (" " + std::string(fact.name) + " ").find(" " + word + " ") != std::string::npos;
  });
}

bool is_known(const std::string& word) {
  return is_reserved(word) || find_setting(word) != nullptr || is_in_a_fact(word) || is_value_of_a_setting(word);
}

TEST(GrammarOfTheManual, HasEachWordOfTheLanguage) {
  const std::set<std::string> quoted = quoted_words();
  for (const std::string_view word : reserved_words()) {
    if (word == "missing" || word == "empty") continue;  // words of facts
    EXPECT_TRUE(quoted.count(std::string(word))) << "GRAMMAR of hfilterrc(5) lacks " << word;
  }
}

TEST(GrammarOfTheManual, HasOnlyWordsOfTheTable) {
  for (const std::string& word : quoted_words()) EXPECT_TRUE(is_known(word)) << word << " is not in grammar.cc";
}

// A keyword that only the parser knows would be neither reserved nor explained.
TEST(GrammarTable, HasEachKeywordThatTheParserTakes) {
  size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("src/language")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    const std::string source = text.str();
    const std::string call = "take_if(\"";
    for (size_t at = source.find(call); at != source.npos; at = source.find(call, at + 1)) {
      const size_t begin = at + call.size();
      const std::string word = source.substr(begin, source.find('"', begin) - begin);
      EXPECT_TRUE(is_known(word)) << word << " in " << entry.path() << " is not in grammar.cc";
      ++count;
    }
  }
  EXPECT_GT(count, 15u);
}

// These names are written in rooms that come before the table.
TEST(GrammarTable, NamesWhatOtherTablesName) {
  const auto kind_of = [](std::string_view word) {
    const Table<GrammarWord> all = all_grammar_words();
    const auto* row = std::find_if(all.begin(), all.end(), [&](const GrammarWord& one) { return one.word == word; });
    return row == all.end() ? std::string("no word") : std::string(grammar_kind_name(row->kind));
  };
  size_t mine = 0;
  for (const GrammarWord& row : all_grammar_words()) mine += row.kind == GrammarKind::kMine ? 1 : 0;
  EXPECT_EQ(mine, std::size(kTrustLists));
  for (const TrustListName& list : kTrustLists) EXPECT_EQ(kind_of(list.name), "list of yours") << list.name;
  for (int kind = 0; kind <= static_cast<int>(ListKind::kWords); ++kind) {
    EXPECT_EQ(kind_of(list_kind_name(static_cast<ListKind>(kind))), "statement") << kind;
  }
  for (int action = 0; action <= static_cast<int>(Action::kPipe); ++action) {
    const char* name = action_name(static_cast<Action>(action));
    EXPECT_EQ(kind_of(name), "verdict");
    EXPECT_EQ(std::get<ActionItem::Kind>(find_action(name)->meaning), static_cast<ActionItem::Kind>(action)) << name;
  }
}

TEST(GrammarTable, ShowsTheValuesOfAChoice) {
  for (const GrammarWord& row : all_grammar_words()) {
    const auto* choice = std::get_if<SettingChoice>(&row.meaning);
    if (choice == nullptr) continue;
    EXPECT_TRUE(is_value_of_a_setting(choice->when_true) && is_value_of_a_setting(choice->when_false)) << row.word;
    const std::string form = row.form;
    EXPECT_NE(form.find(choice->when_true), form.npos) << form;
    EXPECT_NE(form.find(choice->when_false), form.npos) << form;
  }
}

TEST(GrammarTable, EachSettingAndNoOtherHasADefault) {
  for (const GrammarWord& row : all_grammar_words()) {
    EXPECT_EQ(row.standard != nullptr, row.kind == GrammarKind::kSetting) << row.word;
  }
}

}  // namespace
}  // namespace hfilter
