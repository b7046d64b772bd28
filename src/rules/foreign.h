// SPDX-License-Identifier: BSD-2-Clause
//
// Rules of other filters: procmail (`:0`, `* ^`) and Sieve (`require [`, `if header`), a whole file of them, or some
// pasted into ours. They are recognised and told so, with the same rule in hfilter's words; what cannot be translated
// is said. Total, bounded, linear. Not parsers of those languages, only of the recipes that people have: header tests,
// size, delivery to a folder. Source: procmailrc(5), RFC 5228.
#ifndef HFILTER_RULES_FOREIGN_H_
#define HFILTER_RULES_FOREIGN_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/source_text.h"

namespace hfilter {

struct ForeignRules {
  std::vector<Diagnostic> diagnostics;   // an error at each recipe, with its translation as help
  std::vector<std::string_view> places;  // in order, views into the file: what is not to be read as ours
};
ForeignRules foreign_rules(const SourceText& source);

/// One foreign recipe in hfilter's words. `lost` says what they cannot express.
struct Translation {
  std::string_view place;  // where the recipe begins in the file
  std::string rule;        // "match ... then ...", or empty
  std::vector<std::string> lost;
};

std::vector<Translation> translate_procmail(std::string_view text);
std::vector<Translation> translate_sieve(std::string_view text);

/// "subject", "from", or `header "X-Mailer"`: how conditions name a header field.
std::string field_subject(std::string_view name);
/// The same for a test of the field's text: where `pattern` may mean the name beside an address, or the signs around an
/// identifier, it is the header field, whole.
std::string text_subject(std::string_view name, std::string_view pattern);
/// A text of the rule language, quotes included.
std::string quoted_text(std::string_view text);
/// `deliver "X"` for a folder or a path of another filter; empty if there is no folder in it.
std::string deliver_to(std::string_view folder, bool copy);

}  // namespace hfilter

#endif  // HFILTER_RULES_FOREIGN_H_
