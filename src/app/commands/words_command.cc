// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter words`: shows the vocabulary, a group, or a word.
#include <algorithm>

#include "app/commands/command_runs.h"
#include "app/options.h"
#include "app/print.h"
#include "app/report/terminal.h"
#include "app/report/words.h"
#include "base/escape.h"

namespace hfilter {

int run_words(const Options& options) {
  const Terminal terminal = terminal_for_stdout(options.color);
  std::string name;
  // "message size" is one name.
  for (const std::string& word : options.arguments) name += (name.empty() ? "" : " ") + word;
  const std::vector<std::string_view>& groups = word_groups();
  const bool group = name.empty() || std::find(groups.begin(), groups.end(), name) != groups.end();
  std::string near;
  const std::optional<std::string> text = group ? all_words_text(name, terminal) : words_text(name, terminal, &near);
  if (!text) {
    print_error("`" + escape_terminal(name) + "` is not a word of the rule language" +
                (near.empty() ? "; `hfilter words` lists them all" : "; did you mean `" + near + "`?"));
    return kExitNoInput;
  }
  if (options.json) return print(words_json());
  return print(options.quiet ? words_names(name) : *text);
}

}  // namespace hfilter
