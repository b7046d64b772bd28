// SPDX-License-Identifier: BSD-2-Clause
//
// The words of the rule language that are no facts: statements, lists, operators, actions, settings, and what stands
// between them. `hfilter words`, completions and the check of hfilterrc(5) read this table. Static data, no failure.
#ifndef HFILTER_APP_GRAMMAR_H_
#define HFILTER_APP_GRAMMAR_H_

#include <string_view>
#include <vector>

namespace hfilter {

enum class GrammarKind { kStatement, kMine, kOperator, kPart, kVerdict, kNote, kSetting, kPlaceholder };

const char* grammar_kind_name(GrammarKind kind);  // "statement", "list of yours", ...

struct GrammarWord {
  GrammarKind kind;
  const char* word;  // "begins with": found by each of its words, too
  const char* form;  // how it is written
  const char* help;
  const char* standard;  // of a setting: what holds without it; else null
  const char* example;   // a correct rule file
};

const std::vector<GrammarWord>& all_grammar_words();

}  // namespace hfilter

#endif  // HFILTER_APP_GRAMMAR_H_
