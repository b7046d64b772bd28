// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter words`: the vocabulary, straight from the registry. Pure.
#ifndef HFILTER_APP_WORDS_H_
#define HFILTER_APP_WORDS_H_

#include <optional>
#include <string>

#include "app/terminal.h"

namespace hfilter {

/// All facts with their words.
std::string all_words_text(const Terminal& terminal);
/// One fact ("helo", "message size") or one word ("generic"); nullopt if there is no such word. `near` is then a
/// suggestion, maybe empty.
std::optional<std::string> words_text(const std::string& name, const Terminal& terminal, std::string* near);
/// One name a line, for completion: facts, words, conditions.
std::string words_names();
std::string words_json();

}  // namespace hfilter

#endif  // HFILTER_APP_WORDS_H_
