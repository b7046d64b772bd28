// SPDX-License-Identifier: BSD-2-Clause
#include "rules/text_template.h"

#include <algorithm>
#include <cstdint>

#include "base/limits.h"
#include "base/text.h"
#include "facts/facts.h"

namespace hfilter {

namespace {

struct Name {
  std::string_view text;
  Placeholder placeholder;
};

constexpr Name kNames[] = {
    {"{helo}", Placeholder::kHelo}, {"{client}", Placeholder::kClient}, {"{rdns}", Placeholder::kRdns},
    {"{rule}", Placeholder::kRule}, {"{score}", Placeholder::kScore},   {"{sender}", Placeholder::kSender},
};

constexpr size_t kMaxValueBytes = 255;  // The greatest length of the value of one placeholder: a name of RFC 1035.

std::string value_text(const FactValue& value, const char* missing) {
  if (!value.known()) return "unknown";
  if (value.values().empty()) return missing;
  return scalar_text(value.values().front());
}

/// Removes control characters and limits the length.
std::string without_controls(const std::string& text) {
  std::string result;
  for (const char c : text.substr(0, kMaxValueBytes)) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) result.push_back(c);
  }
  return result;
}

}  // namespace

std::string score_text(double score) {
  // to_chars and round would need libm: another library to map and relocate for every mail in the static build.
  const double bounded = std::clamp(score, -9e16, 9e16);
  const int64_t hundredths = static_cast<int64_t>(bounded * 100 + (bounded < 0 ? -0.5 : 0.5));
  const int64_t size = hundredths < 0 ? -hundredths : hundredths;
  std::string text = (hundredths < 0 ? "-" : "") + std::to_string(size / 100);
  if (const int64_t rest = size % 100) {
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10) text += static_cast<char>('0' + rest % 10);
  }
  return text;
}

std::string_view TextTemplate::first_placeholder(std::string_view text) {
  for (size_t brace = text.find('{'); brace != text.npos; brace = text.find('{', brace + 1)) {
    for (const Name& name : kNames) {
      if (text.compare(brace, name.text.size(), name.text) == 0) return name.text;
    }
  }
  return {};
}

Result<TextTemplate> TextTemplate::parse(std::string_view text) {
  TextTemplate result;
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const bool named = text[at] == '{' && at + 1 < text.size() && is_alpha(text[at + 1]);
    if (!named) {
      plain.push_back(text[at++]);
      continue;
    }
    const size_t close = text.find('}', at);
    const std::string_view word = text.substr(at, close == text.npos ? close : close + 1 - at);
    Piece piece;
    std::vector<std::string_view> all;
    for (const Name& name : kNames) {
      all.push_back(name.text);
      if (word == name.text) piece.placeholder = name.placeholder;
    }
    if (piece.placeholder == Placeholder::kNone) {
      const std::string meant = did_you_mean(word, all);
      return failure(ErrorKind::kSyntax, "`" + std::string(word.substr(0, 40)) + "` is not a variable",
                     meant.empty() ? "the variables are " + joined(all) : meant)
          .at({}, 0, static_cast<int>(at) + 1);
    }
    if (!plain.empty()) result.pieces_.push_back({Placeholder::kNone, std::move(plain)});
    plain.clear();
    result.pieces_.push_back(std::move(piece));
    at += word.size();
  }
  if (!plain.empty()) result.pieces_.push_back({Placeholder::kNone, std::move(plain)});
  return result;
}

std::string TextTemplate::expand(Facts& facts, const std::string& rule, double score) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    switch (piece.placeholder) {
      case Placeholder::kNone:
        text += piece.text;
        break;
      case Placeholder::kHelo:
        text += without_controls(value_text(facts.value(FactId::helo), "none"));
        break;
      case Placeholder::kClient:
        text += without_controls(value_text(facts.value(FactId::client), "none"));
        break;
      case Placeholder::kRdns:
        text += without_controls(value_text(facts.value(FactId::rdns), "none"));
        break;
      case Placeholder::kSender:
        text += without_controls(value_text(facts.value(FactId::sender), "<>"));
        break;
      case Placeholder::kRule:
        text += without_controls(rule);
        break;
      case Placeholder::kScore:
        text += score_text(score);
        break;
    }
    if (text.size() > kMaxHeaderTextBytes) break;
  }
  text.resize(std::min(text.size(), kMaxHeaderTextBytes));
  return text;
}

}  // namespace hfilter
