// SPDX-License-Identifier: BSD-2-Clause
#include "unit/advice/copied_advice.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace hfilter {
namespace {

/// The position of `what` outside "..." and `...`; npos if there is none.
size_t find_outside_quotes(std::string_view text, std::string_view what) {
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text.substr(i, what.size()) == what) {
      return i;
    } else if (text[i] == '"' || text[i] == '`') {
      quote = text[i];
    }
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split_outside_quotes(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = find_outside_quotes(text, separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

/// Returns true if `text` holds a place that the reader must fill in.
bool has_place_to_fill_in(std::string_view text) {
  if (text.find("...") != std::string_view::npos) return true;
  for (const char* place : {"NAME",    "LIST",  "FILE", "ENTRY",    "CONDITION", "ACTION", "DATE",     "TEXT",
                            "FOLDER",  "VALUE", "SET",  "ADDRESS",  "ZONE",      "PATH",   "ARGUMENT", "NUMBER",
                            "NETWORK", "NOTE",  "WORD", "DURATION", "A",         "B",      "/regex/",  "\"text\""}) {
    for (size_t at = text.find(place); at != std::string_view::npos; at = text.find(place, at + 1)) {
      const size_t end = at + std::string_view(place).size();
      if ((at == 0 || !is_word_letter(text[at - 1])) && (end == text.size() || !is_word_letter(text[end]))) return true;
    }
  }
  return false;
}

/// The X of "LEAD `X`", where the text begins with LEAD; else empty.
std::string_view behind_lead(std::string_view text, std::string_view lead) {
  if (text.substr(0, lead.size()) != lead) return {};
  text.remove_prefix(lead.size());
  return text.substr(0, text.find('`'));
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Returns true if what stands behind this lead and its colon is an example, an explanation, or for another program.
bool is_no_offer(std::string_view lead) {
  constexpr const char* kEnds[] = {
      "as in", "asks for", "from there", "only c is known", "write whose domain", "write a condition",

      "NAME"};
  return lead.substr(0, 11) == "there is no" ||
         std::any_of(std::begin(kEnds), std::end(kEnds), [&](const char* end) { return ends_with(lead, end); });
}

void add_offer(std::string_view clause, std::vector<CopiedAdvice>* offers) {
  for (const char* lead : {"did you mean `", "write `"}) {
    const std::string_view word = behind_lead(clause, lead);
    if (!word.empty() && !has_place_to_fill_in(word)) return offers->push_back({{}, std::string(word)});
  }
  if (clause.substr(0, 11) == "take it out" || ends_with(clause, ": take it out") || clause == "take the comma out") {
    return offers->push_back({});
  }
  const size_t colon = find_outside_quotes(clause, ": ");
  if (colon == std::string_view::npos || is_no_offer(clause.substr(0, colon))) return;
  const std::string_view text = clause.substr(colon + 2);
  if (has_place_to_fill_in(text)) return;
  const size_t here = find_outside_quotes(text, ", and here: ");
  if (here != std::string_view::npos) {
    return offers->push_back({std::string(text.substr(0, here)), std::string(text.substr(here + 12))});
  }
  offers->push_back({{}, std::string(text), ends_with(clause.substr(0, colon), " again")});
}

/// "write: hops = 2, or a range: 2..5" has two offers.
void add_offers(std::string_view clause, std::vector<CopiedAdvice>* offers) {
  const size_t other = find_outside_quotes(clause, ", or");
  if (other == std::string_view::npos || find_outside_quotes(clause.substr(other), ": ") == std::string_view::npos) {
    return add_offer(clause, offers);
  }
  add_offer(clause.substr(0, other), offers);
  add_offer(clause.substr(other + 2), offers);
}

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// Where a token of `text` begins or ends, whatever the language takes for one. A text in quotes is one token, unless
/// `fault` is inside it.
std::vector<size_t> token_borders(std::string_view text, size_t fault) {
  const auto kind = [&](size_t i) {
    return is_blank(text[i]) ? 0 : std::string_view("(),;:{}[]\"'").find(text[i]) != text.npos ? 2 : 1;
  };
  std::vector<size_t> borders = {0};
  for (size_t i = 1; i < text.size(); ++i) {
    if (kind(i) != kind(i - 1) || kind(i) == 2) borders.push_back(i);
    const size_t close = text[i] == '"' ? text.find('"', i + 1) : text.npos;
    if (close != text.npos && (fault <= i || fault > close)) i = close;
  }
  borders.push_back(text.size());
  return borders;
}

/// Returns true if `text` would run into the letters beside it, or double the sign behind it.
bool is_glued(std::string_view statement, size_t start, const std::string& text, size_t end) {
  const char before = start > 0 ? statement[start - 1] : ' ';
  const char behind = end < statement.size() ? statement[end] : ' ';
  if (text.empty()) return is_word_letter(before) && is_word_letter(behind);
  const bool doubled = text.back() == behind && (behind == '}' || behind == '"');
  return doubled || (is_word_letter(behind) && text.back() != '(') ||
         (is_word_letter(before) && is_word_letter(text[0]));
}

std::string_view first_token(std::string_view text) { return text.substr(0, token_borders(text, text.size())[1]); }

std::string_view last_token(std::string_view text) {
  const std::vector<size_t> borders = token_borders(text, text.size());
  return text.substr(borders[borders.size() - 2]);
}

/// The starts that `offer` may replace from, the likeliest first.
std::vector<size_t> starts_of(std::string_view statement, const std::vector<size_t>& borders, size_t fault,
                              const CopiedAdvice& offer) {
  if (offer.in_place) return {fault};
  std::vector<size_t> starts;
  for (const size_t border : borders) {
    if (border <= fault) starts.insert(starts.begin(), border);
  }
  std::stable_partition(starts.begin(), starts.end(), [&](size_t start) {
    return begins_ignoring_case(statement.substr(start), first_token(offer.text));
  });
  return starts;
}

/// The ends that `text` may replace to, the likeliest first: behind its last token, if the statement has it.
std::vector<size_t> ends_of(std::string_view statement, const std::vector<size_t>& borders, size_t fault,
                            const std::string& text) {
  std::vector<size_t> ends;
  for (const size_t border : borders) {
    if (border > fault || border == statement.size()) ends.push_back(border);
  }
  const std::string_view last = last_token(text);
  size_t there = statement.find(last, fault);
  while (there != statement.npos && is_word_letter(last[0]) &&
         ((there > 0 && is_word_letter(statement[there - 1])) ||
          (there + last.size() < statement.size() && is_word_letter(statement[there + last.size()])))) {
    there = statement.find(last, there + 1);
  }
  if (there != statement.npos) {
    std::stable_partition(ends.begin(), ends.end(), [&](size_t end) { return end >= there + last.size(); });
  }
  ends.push_back(fault);  // something is missing before the fault
  return ends;
}

}  // namespace

size_t octet_of_column(const std::string& text, int column) {
  size_t at = 0;
  while (at < text.size() && column > 1) {
    do {
      ++at;
    } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    --column;
  }
  return at;
}

std::vector<CopiedAdvice> advice_of(std::string_view help) {
  std::vector<CopiedAdvice> offers;
  for (const std::string_view line : split_outside_quotes(help, "\n")) {
    for (const std::string_view clause : split_outside_quotes(line, "; ")) add_offers(clause, &offers);
  }
  return offers;
}

std::vector<std::string> with_advice(const std::string& statement, size_t fault, const CopiedAdvice& offer) {
  const std::string& text = offer.text;
  const std::vector<size_t> borders = token_borders(statement, fault);
  const auto behind = std::upper_bound(borders.begin(), borders.end(), fault);
  if (text.empty()) return {statement.substr(0, fault) + statement.substr(behind == borders.end() ? fault : *behind)};
  std::vector<std::string> all;
  for (const size_t start : starts_of(statement, borders, fault, offer)) {
    for (const size_t end : ends_of(statement, borders, fault, text)) {
      const bool before = end == fault && fault < statement.size();
      if (start > end || (!before && is_glued(statement, start, text, end))) continue;
      all.push_back(statement.substr(0, start) + text + (before ? " " : "") + statement.substr(end));
    }
  }
  return all;
}

}  // namespace hfilter
