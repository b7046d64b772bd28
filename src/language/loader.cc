// SPDX-License-Identifier: BSD-2-Clause
#include "language/loader.h"

#include <algorithm>

#include "base/limits.h"
#include "language/foreign.h"
#include "language/parser/parser.h"

namespace hfilter {

namespace {

/// One top-level file with what it includes.
class Loader {
 public:
  Loader(RuleSet& rules, RuleFiles& files, Draft& draft) : rules_(rules), files_(files), draft_(draft) {}

  /// Null: it was read and parsed (its faults are in the draft).
  std::optional<Error> load(const std::string& path) {
    if (std::find(open_.begin(), open_.end(), path) != open_.end()) {
      std::string loop;
      for (const std::string& file : open_) loop += file + " includes ";
      return failure(ErrorKind::kSyntax, "includes itself: " + loop + path, "take one of the includes out");
    }
    if (open_.size() > kMaxIncludeDepth) {
      return failure(ErrorKind::kLimit, "includes inside includes, more than 10 deep");
    }
    if (++count_ > kMaxIncludes) return failure(ErrorKind::kLimit, "more than 1,000 includes");
    Result<std::string> text = files_.read(path);
    if (!text) return text.error();
    if (text->size() > kMaxRcBytes) return failure(ErrorKind::kLimit, path + " is larger than 4 MiB");
    rules_.texts.push_back(std::make_unique<SourceText>(path, std::move(*text)));
    const SourceText& source = *rules_.texts.back();
    ForeignRules foreign = foreign_rules(source);
    for (Diagnostic& diagnostic : foreign.diagnostics) draft_.diagnostics.push_back(std::move(diagnostic));
    open_.push_back(path);
    Parser parser(rules_, draft_, source, &files_,
                  [&](const std::string& wanted, bool optional) { return include(wanted, path, optional); });
    parser.read_statements(foreign.places);
    open_.pop_back();
    return std::nullopt;
  }

 private:
  std::optional<Error> include(const std::string& wanted, const std::string& from, bool optional) {
    const std::string path = files_.resolve(wanted, from);
    const bool main = draft_.main;
    draft_.main = false;
    std::optional<Error> error = load(path);
    draft_.main = main;
    if (!error || (optional && error->kind == ErrorKind::kNotFound)) return std::nullopt;
    if (error->kind == ErrorKind::kNotFound) {
      error->text = "there is no file " + path;
      error->help = "if it may be missing write: include optional \"" + wanted + "\"";
    }
    // What it would have said of your servers is not known.
    for (const TrustListName& row : kTrustLists) (rules_.trust.*row.list).set_fault(path + ": " + error->text);
    return error;
  }

  RuleSet& rules_;
  RuleFiles& files_;
  Draft& draft_;
  std::vector<std::string> open_;  // the chain of includes
  size_t count_ = 0;
};

Diagnostic unreadable(const std::string& path, Error error) {
  Diagnostic diagnostic;
  if (error.file.empty()) error.file = path;
  diagnostic.error = std::move(error);
  return diagnostic;
}

template <class T>
void append(std::vector<T>* to, std::vector<T>&& from) {
  if (to->empty()) return to->swap(from);
  std::move(from.begin(), from.end(), std::back_inserter(*to));
}

/// The two passes found them each in its own order; all faults of a file stand together, from its top.
void sort_by_place(std::vector<Diagnostic>& diagnostics, const RuleSet& rules) {
  const auto file = [&](const Diagnostic& d) {
    const auto is_it = [&](const auto& text) { return text->path() == d.error.file; };
    return std::find_if(rules.texts.begin(), rules.texts.end(), is_it) - rules.texts.begin();
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::make_pair(file(a), a.error.line) < std::make_pair(file(b), b.error.line);
  });
}

/// The rules of a file that is good; a later file's thresholds and otherwise replace the earlier.
void take_over(RuleSet& rules, Draft&& draft) {
  rules.settings = draft.settings;
  append(&rules.rules, std::move(draft.rules));
  if (!draft.thresholds.empty()) rules.thresholds = std::move(draft.thresholds);
  if (!draft.otherwise.empty()) rules.otherwise = std::move(draft.otherwise);
}

void load_source(const RuleSource& source, bool main, RuleFiles& files, RuleSet& rules) {
  Draft draft;
  draft.settings = rules.settings;
  draft.main = main;
  RuleFileState state;
  state.path = source.path;
  state.site = source.site;
  const std::optional<Error> error = Loader(rules, files, draft).load(source.path);
  Parser::read_waiting(draft, rules, &files);
  sort_by_place(draft.diagnostics, rules);
  state.found = !error || error->kind != ErrorKind::kNotFound;
  if (error && (state.found || source.required)) {
    state.faulty = true;
    rules.diagnostics.push_back(unreadable(source.path, *error));
    for (const TrustListName& row : kTrustLists) (rules.trust.*row.list).set_fault(source.path + ": " + error->text);
  }
  state.faulty |=
      std::any_of(draft.diagnostics.begin(), draft.diagnostics.end(), [](const Diagnostic& d) { return d.is_error; });
  append(&rules.diagnostics, std::move(draft.diagnostics));
  // How a fault is told to the host counts whatever else is wrong.
  const std::optional<bool> defer_on_error = draft.defer_on_error;
  const bool agent_qmail = draft.settings.agent_qmail;
  if (!state.faulty && state.found) take_over(rules, std::move(draft));
  if (defer_on_error) rules.settings.defer_on_error = *defer_on_error;
  rules.settings.agent_qmail = agent_qmail;
  rules.files.push_back(std::move(state));
}

}  // namespace

RuleSet load_rules(const std::vector<RuleSource>& sources, RuleFiles& files, int64_t today) {
  RuleSet rules;
  rules.today = today;
  for (const TrustListName& row : kTrustLists) (rules.trust.*row.list).set_today(today);
  for (size_t i = 0; i < sources.size(); ++i) load_source(sources[i], i + 1 == sources.size(), files, rules);
  std::stable_sort(rules.thresholds.begin(), rules.thresholds.end(),
                   [](const Rule& a, const Rule& b) { return a.at_score > b.at_score; });
  rules.trust.authenticated_is_mine = rules.settings.authenticated_is_mine;
  return rules;
}

}  // namespace hfilter
