// SPDX-License-Identifier: BSD-2-Clause
#include "app/words.h"

#include <algorithm>
#include <vector>

#include "app/json_writer.h"
#include "base/text.h"
#include "facts/registry.h"

namespace hfilter {
namespace {

constexpr int kIndent = 2;
constexpr int kHelpColumn = 26;
constexpr int kWidth = 80;

/// `head`, and `help` from kHelpColumn on, broken at blanks before kWidth.
std::string entry(const std::string& head, const std::string& help) {
  std::string text = padded(head, kHelpColumn - 1) + " ";
  int column = columns_of(text);
  size_t begin = 0;
  bool first = true;
  while (begin < help.size()) {
    size_t end = help.find(' ', begin);
    if (end == std::string::npos) end = help.size();
    const int width = static_cast<int>(end - begin);
    if (!first && column + 1 + width > kWidth) {
      text += "\n" + std::string(kHelpColumn, ' ');
      column = kHelpColumn;
    } else if (!first) {
      text += ' ';
      ++column;
    }
    text += help.substr(begin, end - begin);
    column += width;
    first = false;
    begin = end + 1;
  }
  return text + "\n";
}

std::string indented(const std::string& text, int columns) {
  return std::string(static_cast<size_t>(columns), ' ') + text;
}

std::string source_of(Needs needs) {
  std::string text;
  const auto add = [&](Needs bit, const char* name) {
    if (needs & bit) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  add(kNeedsTrace, "trace");
  add(kNeedsHead, "header");
  add(kNeedsBody, "body");
  add(kNeedsMime, "MIME");
  add(kNeedsDnsPtr, "DNS (PTR)");
  add(kNeedsDnsHelo, "DNS (HELO)");
  add(kNeedsSpf, "DNS (SPF)");
  add(kNeedsResults, "results headers");
  return text.empty() ? "nothing" : text;
}

std::string fact_page(const FactDef& fact, const Terminal& t) {
  const FactManual& manual = manual_of(fact.id);
  std::string text = t.bold(fact.name) + " (" + fact_type_name(fact.type) + ")\n";
  text += entry(indented("is", kIndent), fact.help);
  text += entry(indented("needs", kIndent), source_of(fact.needs));
  text += entry(indented("source", kIndent), manual.source);
  text += entry(indented("unknown", kIndent), manual.unknown_when);
  if (fact.per_hop)
    text +=
        entry(indented("of a hop", kIndent), std::string("any hop ") + fact.name + " ..., hop 2 " + fact.name + " ...");
  const std::vector<const WordDef*> words = words_of(fact.id);
  if (!words.empty()) text += "  words after `is`\n";
  for (const WordDef* word : words) text += entry(indented(t.bold(word->word), 2 * kIndent), word->help);
  text += "  examples\n";
  for (const char* example : manual.examples) {
    if (example) text += indented(example, 2 * kIndent) + "\n";
  }
  return text;
}

std::string syntax_page(const SyntaxDef& syntax, const Terminal& t) {
  std::string text = t.bold(syntax.form) + "\n";
  text += entry(indented("is", kIndent), syntax.help);
  text += entry(indented("needs", kIndent), source_of(syntax.needs));
  text += entry(indented("source", kIndent), syntax.manual.source);
  text += entry(indented("unknown", kIndent), syntax.manual.unknown_when) + "  examples\n";
  for (const char* example : syntax.manual.examples) {
    if (example) text += indented(example, 2 * kIndent) + "\n";
  }
  return text;
}

/// Every fact that has a word of this name.
std::string word_pages(const std::string& name, const Terminal& t) {
  std::string text;
  for (const WordDef& word : all_words()) {
    if (!equal_ignoring_case(word.word, name)) continue;
    text += entry(t.bold(std::string(fact_def(word.fact).name) + " is " + word.word), word.help);
    text += entry(indented("needs", kIndent), source_of(word.needs));
  }
  return text;
}

std::string planned_page(const std::string& name, const Terminal& t) {
  std::string text;
  for (const PlannedDef& planned : all_planned()) {
    const std::string whole = *planned.fact ? std::string(planned.fact) + " is " + planned.word : planned.word;
    if (equal_ignoring_case(planned.word, name) || equal_ignoring_case(whole, name)) {
      text += entry(t.bold(whole), std::string("not in this build: ") + planned.help);
    }
  }
  return text;
}

}  // namespace

std::string all_words_text(const Terminal& t) {
  std::string text;
  for (const FactDef& fact : all_facts()) {
    text += entry(t.bold(fact.name), fact.help);
    std::string words;
    for (const WordDef* word : words_of(fact.id)) words += (words.empty() ? "" : ", ") + std::string(word->word);
    if (!words.empty()) text += entry(indented("is", kIndent), words);
  }
  text += "\n";
  for (const SyntaxDef& syntax : all_syntax()) text += entry(t.bold(syntax.form), syntax.help);
  return text + "\n`hfilter words helo` explains one of them.\n";
}

std::optional<std::string> words_text(const std::string& name, const Terminal& terminal, std::string* near) {
  if (const FactDef* fact = find_fact(name)) return fact_page(*fact, terminal);
  for (const SyntaxDef& syntax : all_syntax()) {
    if (equal_ignoring_case(syntax.name, name)) return syntax_page(syntax, terminal);
  }
  std::string pages = word_pages(name, terminal);
  if (pages.empty()) pages = planned_page(name, terminal);
  if (!pages.empty()) return pages;
  std::vector<std::string_view> names;
  for (const FactDef& fact : all_facts()) names.push_back(fact.name);
  for (const WordDef& word : all_words()) names.push_back(word.word);
  for (const SyntaxDef& syntax : all_syntax()) names.push_back(syntax.name);
  *near = std::string(nearest_word(name, names));
  return std::nullopt;
}

std::string words_names() {
  std::vector<std::string> names;
  for (const FactDef& fact : all_facts()) names.push_back(fact.name);
  for (const WordDef& word : all_words()) names.push_back(word.word);
  for (const SyntaxDef& syntax : all_syntax()) names.push_back(syntax.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return text;
}

std::string words_json() {
  JsonWriter json;
  json.begin_object().key("schema").number(1).key("facts").begin_array();
  for (const FactDef& fact : all_facts()) {
    json.begin_object().key("name").text(fact.name).key("type").text(fact_type_name(fact.type));
    json.key("needs").text(source_of(fact.needs)).key("per_hop").boolean(fact.per_hop).key("help").text(fact.help);
    json.key("words").begin_array();
    for (const WordDef* word : words_of(fact.id)) {
      json.begin_object().key("word").text(word->word).key("needs").text(source_of(word->needs));
      json.key("help").text(word->help).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().key("conditions").begin_array();
  for (const SyntaxDef& syntax : all_syntax()) {
    json.begin_object()
        .key("name")
        .text(syntax.name)
        .key("form")
        .text(syntax.form)
        .key("help")
        .text(syntax.help)
        .end_object();
  }
  json.end_array().end_object();
  return json.result() + "\n";
}

}  // namespace hfilter
