// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter words`: the vocabulary, from the registry of facts (facts/registry) and the table of the grammar
// (rules/grammar). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/report/terminal.h"

namespace hfilter {

/// The parts of the vocabulary that can be listed by themselves: facts, conditions, statements, actions, settings.
const std::vector<std::string_view>& word_groups();

/// The whole vocabulary, or one group of it.
std::string all_words_text(std::string_view group, const Terminal& terminal);
/// One fact ("helo", "message size"), one of its words ("generic", "helo is generic"), or a word of the grammar
/// ("junk", "dns-timeout", "begins with"): all that it may mean. nullopt if there is no such word; `near` is then a
/// suggestion, maybe empty.
std::optional<std::string> words_text(const std::string& name, const Terminal& terminal, std::string* near);
/// One name a line, for completion: all, those of a group, or the words of a fact.
std::string words_names(std::string_view of);
std::string words_json();

}  // namespace hfilter
