// SPDX-License-Identifier: BSD-2-Clause
//
// The table of the words of the rule language that are not facts: statements, lists, operators, actions, settings, and
// what is between them. The parser, `hfilter words`, the completions and the tests of hfilterrc(5) read this table.
// Constant data, no failure.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "base/table.h"
#include "rules/expr.h"
#include "rules/settings.h"

namespace hfilter {

enum class GrammarKind { kStatement, kMine, kOperator, kPart, kVerdict, kNote, kSetting, kPlaceholder };

const char* grammar_kind_name(GrammarKind kind);  // Returns "statement", "list of yours", ...

/// A setting with two values.
struct SettingChoice {
  const char* when_true;
  const char* when_false;
  bool Settings::*member;
};

/// The other settings: setting_value.cc checks and stores their values.
enum class SettingValue : unsigned char {
  kDeferLimit,
  kDnsBudget,
  kDnsServers,
  kDnsTimeout,
  kHost,
  kLog,
  kLogKeep,
  kMyMessageIds,
  kResultsFrom,
};

struct GrammarWord {
  GrammarKind kind;
  const char* word;  // the word: "begins with" is also found by each of its words
  const char* form;  // the syntax of the word
  const char* help;
  const char* standard;  // for a setting, the value that holds without it; else null
  const char* example;   // an example: a correct rule file
  /// How an action or a setting is parsed. The parser has code of its own for all other words.
  std::variant<std::monostate, ActionItem::Kind, SettingValue, SettingChoice> meaning = {};
};

Table<GrammarWord> all_grammar_words();
/// Returns the row of `set WORD ...`, in any case; null if there is none.
const GrammarWord* find_setting(std::string_view word);
/// Returns the row of a verdict or note that begins with `word`, in any case; null if there is none.
const GrammarWord* find_action(std::string_view word);

/// The first words of statements: match, test, set, mydomains ...
const std::vector<std::string_view>& statement_words();
/// The first words of verdicts and notes.
const std::vector<std::string_view>& action_words();
const std::vector<std::string_view>& setting_words();
/// The words that no list, test, rule or tag may be called by: all but settings and facts.
const std::vector<std::string_view>& reserved_words();
/// Returns true iff `text` can be the name of a list, a test, a rule or a tag: a letter, then letters, digits and -.
bool is_name(std::string_view text);
bool is_statement_word(std::string_view word);
bool is_action_word(std::string_view word);
bool is_reserved(std::string_view word);

}  // namespace hfilter
