// SPDX-License-Identifier: BSD-2-Clause
#include "advice/loader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "advice/adviser.h"
#include "advice/foreign.h"
#include "base/limits.h"
#include "language/parser.h"

namespace hfilter {

namespace {

/// Reads one top-level file and its includes.
class Loader {
 public:
  Loader(RuleSet& rules, RuleFiles& files, Draft& draft)
      : rules_(rules), files_(files), draft_(draft), first_text_(rules.texts.size()) {}

  /// Reads and parses the file. Returns an error if it could not be read; its faults are in the draft.
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
    open_.push_back(path);
    read_statements({rules_, &rules_, draft_, *rules_.texts.back(), &files_, &rules_.inline_lists},
                    [&](const std::string& wanted, bool optional, std::string_view place) {
                      return include(wanted, path, optional, place);
                    });
    open_.pop_back();
    return std::nullopt;
  }

  /// Returns the errors of the file and its includes. Rules of another filter have one error for each part.
  std::vector<Diagnostic> diagnostics() const {
    std::vector<Diagnostic> found;
    std::map<const char*, const char*> foreign;  // the begin and end of each foreign part
    for (size_t i = first_text_; i < rules_.texts.size(); ++i) {
      ForeignRules parts = foreign_rules(*rules_.texts[i]);
      std::move(parts.diagnostics.begin(), parts.diagnostics.end(), std::back_inserter(found));
      for (const std::string_view part : parts.places) foreign.emplace(part.data(), part.data() + part.size());
    }
    for (const Fault& fault : draft_.faults) {
      if (found.size() >= kMaxErrorsPerFile) break;
      const auto behind = foreign.upper_bound(fault.place.data());
      const bool is_foreign = behind != foreign.begin() && fault.place.data() <= std::prev(behind)->second;
      if (!is_foreign) found.push_back(diagnostic_of(fault));
    }
    return found;
  }

 private:
  bool include(const std::string& wanted, const std::string& from, bool optional, std::string_view place) {
    const std::string path = files_.resolve(wanted, from);
    std::optional<Error> error = load(path);
    if (!error || (optional && error->kind == ErrorKind::kNotFound)) return true;
    if (error->kind == ErrorKind::kNotFound) {
      error->text = "there is no file " + path;
      error->help = "if it may be missing write: include optional \"" + wanted + "\"";
    }
    // The unread file could name servers, so it is unknown which servers are mine.
    for (const TrustListName& row : kTrustLists) (rules_.trust.*row.list).set_fault(path + ": " + error->text);
    include_errors_.emplace(place.data(), std::move(*error));
    return false;
  }

  Diagnostic diagnostic_of(const Fault& fault) const {
    const auto error = include_errors_.find(fault.place.data());
    if (fault.code != FaultCode::kInclude || error == include_errors_.end()) return advise(fault, rules_);
    return fault.source->error_at(fault.place, error->second.text, error->second.help);
  }

  RuleSet& rules_;
  RuleFiles& files_;
  Draft& draft_;
  size_t first_text_;              // the index of the text of this file in RuleSet::texts
  std::vector<std::string> open_;  // the chain of including files, ending with the current one
  size_t count_ = 0;
  std::map<const char*, Error> include_errors_;  // the error of each include; the key is the place of `include`
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

/// Sorts the diagnostics by file and line, because two passes have found them.
void sort_by_place(std::vector<Diagnostic>& diagnostics, const RuleSet& rules) {
  const auto file = [&](const Diagnostic& d) {
    const auto is_it = [&](const auto& text) { return text->path() == d.error.file; };
    return std::find_if(rules.texts.begin(), rules.texts.end(), is_it) - rules.texts.begin();
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return std::make_pair(file(a), a.error.line) < std::make_pair(file(b), b.error.line);
  });
}

/// Adds the rules of a correct file. Its thresholds and its `otherwise` replace those of earlier files.
void take_over(RuleSet& rules, Draft&& draft) {
  rules.settings = draft.settings;
  append(&rules.rules, std::move(draft.rules));
  if (!draft.thresholds.empty()) rules.thresholds = std::move(draft.thresholds);
  if (!draft.otherwise.empty()) rules.otherwise = std::move(draft.otherwise);
}

void load_source(const RuleSource& source, bool main, RuleFiles& files, RuleSet& rules) {
  Draft draft;
  draft.settings = rules.settings;
  if (main) draft.own_file = source.path;
  RuleFileState state;
  state.path = source.path;
  state.site = source.site;
  Loader loader(rules, files, draft);
  const std::optional<Error> error = loader.load(source.path);
  if (!rules.texts.empty()) read_waiting({rules, &rules, draft, *rules.texts.front(), &files, &rules.inline_lists});
  std::vector<Diagnostic> diagnostics = loader.diagnostics();
  sort_by_place(diagnostics, rules);
  state.found = !error || error->kind != ErrorKind::kNotFound;
  if (error && (state.found || source.required)) {
    state.faulty = true;
    rules.diagnostics.push_back(unreadable(source.path, *error));
    for (const TrustListName& row : kTrustLists) (rules.trust.*row.list).set_fault(source.path + ": " + error->text);
  }
  state.faulty |= !diagnostics.empty();
  append(&rules.diagnostics, std::move(diagnostics));
  // Settings about the report of errors to the mail server count even if the file is faulty.
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
