// SPDX-License-Identifier: BSD-2-Clause
//
// Formats the vocabulary for `hfilter words`, from facts/registry and rules/grammar. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/report/terminal.h"

namespace hfilter {

/// Returns the groups: facts, conditions, statements, actions, settings.
const std::vector<std::string_view>& word_groups();

/// Returns one group, or all if `group` is empty.
std::string all_words_text(std::string_view group, const Terminal& terminal);
/// Returns all meanings of a fact ("helo", "message size"), a word after `is` ("generic", "helo is generic"), or a
/// word of the grammar ("junk", "begins with"). If there is none, returns nullopt; `near` is then a suggestion or
/// empty.
std::optional<std::string> words_text(const std::string& name, const Terminal& terminal, std::string* near);
/// Returns names for completions, one per line: all, those of a group, or the words of a fact.
std::string words_names(std::string_view of);
std::string words_json();

}  // namespace hfilter
