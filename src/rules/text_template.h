// SPDX-License-Identifier: BSD-2-Clause
//
// Texts with {helo} {client} {rdns} {rule} {score} {sender}: values of a stranger in our own text. Control characters
// are removed and the length is limited, so that no value can become a second line. A `{` is literal unless a letter
// follows.
// Errors: an unknown name in braces, with its offset.
// Lifetime: owns its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hfilter {

class Facts;

enum class Placeholder : unsigned char { kNone, kHelo, kClient, kRdns, kRule, kScore, kSender };

class TextTemplate {
 public:
  TextTemplate() = default;
  /// `column` of an error is an offset in octets, from 1.
  static Result<TextTemplate> parse(std::string_view text);
  /// Returns the first placeholder in `text`, such as "{helo}"; "" if there is none.
  static std::string_view first_placeholder(std::string_view text);

  bool empty() const { return pieces_.empty(); }
  /// Returns the text if it has no placeholder; else an empty text.
  std::string_view fixed_text() const {
    const bool fixed = pieces_.size() == 1 && pieces_.front().placeholder == Placeholder::kNone;
    return fixed ? std::string_view(pieces_.front().text) : std::string_view();
  }
  std::string expand(Facts& facts, const std::string& rule, double score) const;

 private:
  struct Piece {
    Placeholder placeholder = Placeholder::kNone;
    std::string text;
  };
  std::vector<Piece> pieces_;
};

/// Formats a score without trailing zeros: "3", "3.5", "-1".
std::string score_text(double score);

}  // namespace hfilter
