// SPDX-License-Identifier: BSD-2-Clause
//
// The values of settings: which are valid, and what they change. Pure.
// Source: hfilterrc(5), SETTINGS; the settings are rows of rules/grammar.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rules/grammar.h"
#include "rules/settings.h"

namespace hfilter {

/// One of the values in `set NAME VALUE, ...`.
struct SettingItem {
  std::string text;
  bool is_quoted = false;
};

/// Returns true iff the setting takes several values, with commas.
bool has_several_values(const GrammarWord& setting);

/// Stores the values of `setting`, of which there is at least one. `resolve` makes an absolute path of the path of a
/// log. Returns items.size(), or the index of the first value that is not valid; `*settings` is then undefined.
size_t store_setting(const GrammarWord& setting, const std::vector<SettingItem>& items,
                     const std::function<std::string(const std::string&)>& resolve, Settings* settings);

/// Returns true iff a forger could guess identifiers of this form: fewer than 8 letters and digits besides the domain.
bool is_guessable_message_id(std::string_view glob);

/// Returns the longest duration of a setting, in seconds; 0 if the setting is not a duration.
double longest_duration(SettingValue value);

}  // namespace hfilter
