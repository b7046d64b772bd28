// SPDX-License-Identifier: BSD-2-Clause
#include "lint/findings.h"

#include <algorithm>

#include "base/text.h"
#include "rules/expr.h"
#include "rules/source_text.h"

namespace hfilter {

namespace {

/// Makes a warning that has a line but no view into a text.
Diagnostic warning_in(std::string file, int line, const char* name, std::string text, std::string help) {
  Diagnostic d;
  d.is_error = false;
  d.name = name;
  d.error = failure(ErrorKind::kIo, std::move(text), std::move(help)).at(std::move(file), line);
  return d;
}

}  // namespace

void Findings::error(std::string_view place, std::string text, std::string help) {
  if (const SourceText* source = text_of(place)) add(source->error_at(place, std::move(text), std::move(help)));
}

void Findings::warn(std::string_view place, const char* name, std::string text, std::string help) {
  const SourceText* source = text_of(place);
  if (source != nullptr && warned_.emplace(place.data(), text).second) {
    add(source->warning_at(place, name, std::move(text), std::move(help)));
  }
}

void Findings::warn_rule(const Rule& rule, const char* name, std::string text, std::string help) {
  warn(place_of(rule, rule.name.empty() ? "match" : rule.name), name, std::move(text), std::move(help));
}

void Findings::warn_entry(const ListEntry& entry, const std::string& file, const char* name, std::string text,
                          std::string help) {
  const std::string_view place = place_in(file, entry.line, entry.text);
  if (!place.empty()) return warn(place, name, std::move(text), std::move(help));
  add(warning_in(file.empty() ? main_file() : file, entry.line, name, std::move(text), std::move(help)));
}

void Findings::warn_all(const char* name, std::string text, std::string help) {
  add(warning_in(main_file(), 0, name, std::move(text), std::move(help)));
}

std::string_view Findings::place_of(const Rule& rule, std::string_view word) const {
  return place_in(*rule.file, rule.line, word);
}

std::string_view Findings::place_in(const std::string& file, int line, std::string_view word) const {
  for (const auto& text : rules_.texts) {
    if (text->path() != (file.empty() ? main_file() : file)) continue;
    std::string_view rest = text->text();
    for (int i = 1; i < line; ++i) rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    rest = rest.substr(0, rest.find('\n'));
    const size_t at = find_ignoring_case(rest, word);
    return at == rest.npos || word.empty() ? rest.substr(0, 1) : rest.substr(at, word.size());
  }
  return {};
}

const SourceText* Findings::text_of(std::string_view place) const {
  for (const auto& text : rules_.texts) {
    const char* begin = text->text().data();
    if (std::less_equal<>()(begin, place.data()) && std::less_equal<>()(place.data(), begin + text->text().size())) {
      return text.get();
    }
  }
  return nullptr;
}

std::string Findings::main_file() const {
  for (auto file = rules_.files.rbegin(); file != rules_.files.rend(); ++file) {
    if (file->found) return file->path;
  }
  return {};
}

std::vector<Diagnostic> Findings::sorted() const {
  std::vector<std::pair<size_t, const Diagnostic*>> order;
  for (const Diagnostic& d : found_) order.emplace_back(file_order(d.error.file), &d);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->error.line < b.second->error.line;
  });
  std::vector<Diagnostic> result;
  for (const auto& [file, d] : order) result.push_back(*d);
  return result;
}

size_t Findings::file_order(const std::string& path) const {
  for (size_t i = 0; i < rules_.texts.size(); ++i) {
    if (rules_.texts[i]->path() == path) return i;
  }
  for (size_t i = 0; i < found_.size(); ++i) {
    if (found_[i].error.file == path) {
      return rules_.texts.size() + i;  // list files come last, in the order of their findings
    }
  }
  return SIZE_MAX;
}

}  // namespace hfilter
