// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/believed_results.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "address/hostname.h"
#include "base/header_cursor.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/message/header_text.h"

namespace hfilter {
namespace {

/// Tokenizer for RFC 8601 2.2: words, quoted strings, and the marks ; = /. White space and comments separate tokens.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : cursor_(text) {}

  /// Returns 0 at the end, 'w' for a word or a quoted string (its text is word()), or the mark.
  char next() {
    cursor_.skip_gap();
    kind_ = cursor_.peek();
    if (cursor_.at_end() || cursor_.take(';') || cursor_.take('=') || cursor_.take('/')) return kind_;
    word_ = kind_ == '"' ? cursor_.take_quoted() : std::string(cursor_.take_until(" \t\r\n;=/\"("));
    return kind_ = 'w';
  }
  char kind() const { return kind_; }
  const std::string& word() const { return word_; }

  /// Appends the rest of a value to word(): "user@example.com" is one value, and so is "/path=x" up to a blank.
  void extend_value() { word_ += cursor_.take_until(" \t\r\n;\"("); }

 private:
  HeaderCursor cursor_;
  std::string word_;
  char kind_ = 0;
};

void skip_to_next(Tokens* tokens) {
  while (tokens->kind() != 0 && tokens->kind() != ';') tokens->next();
}

/// Parses a word with an optional "/version". Also reads the next token.
bool take_name(Tokens* tokens, std::string* name) {
  if (tokens->kind() != 'w') return false;
  *name = lower(tokens->word());
  if (tokens->next() != '/') return true;
  if (tokens->next() != 'w') return false;
  tokens->next();
  return true;
}

/// Parses name "=" value. Also reads the next token.
bool take_pair(Tokens* tokens, std::string* name, std::string* value) {
  if (!take_name(tokens, name) || tokens->kind() != '=' || tokens->next() != 'w') return false;
  tokens->extend_value();
  *value = tokens->word();
  tokens->next();
  return true;
}

/// Parses methodspec [ reasonspec ] [ propspec ... ]. Returns false for other text, including "none".
bool take_result(Tokens* tokens, AuthResult* result) {
  if (!take_pair(tokens, &result->method, &result->result)) return false;
  result->result = lower(result->result);
  std::pair<std::string, std::string> property;
  while (tokens->kind() == 'w') {
    if (!take_pair(tokens, &property.first, &property.second)) return false;
    result->properties.push_back(property);
  }
  return tokens->kind() == 0 || tokens->kind() == ';';
}

bool is_trusted_id(const FactContext& context, const std::string& id) {
  if (context.results_from == nullptr || id.empty()) return false;
  const auto& ids = *context.results_from;
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Returns true if the colon directly follows the name, and neither comment nor quote precedes the id: milters write
/// this form. RFC 5322 allows others, but programs that remove forged fields miss those.
bool is_plain(const HeaderField& field) {
  if (field.raw.substr(0, field.name.size() + 1).back() != ':') return false;
  const size_t begin = field.value.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && field.value[begin] != '(' && field.value[begin] != '"';
}

/// Remembers the methods that each authserv-id has reported on. Programs write on top, so a lower field may be forged.
class ReportedMethods {
 public:
  /// Only your own servers write above the border line, so a field there outranks all methods of its id further below.
  void add(const AuthResults& field, bool above_border) {
    if (above_border) reported_.emplace(field.authserv_id, "");
    for (const AuthResult& result : field.results) reported_.emplace(field.authserv_id, result.method);
  }

  void remove_outranked(AuthResults* field) const {
    const std::string& id = field->authserv_id;
    const auto is_outranked = [&](const AuthResult& result) {
      return reported_.count({id, ""}) > 0 || reported_.count({id, result.method}) > 0;
    };
    std::vector<AuthResult>& results = field->results;
    results.erase(std::remove_if(results.begin(), results.end(), is_outranked), results.end());
  }

 private:
  std::set<std::pair<std::string, std::string>> reported_;  // each authserv-id with a method; "" means all methods
};

}  // namespace

std::string_view AuthResult::property(std::string_view name) const {
  for (const auto& [key, value] : properties) {
    if (key == name) return value;
  }
  return {};
}

AuthResults parse_auth_results(std::string_view value) {
  AuthResults all;
  Tokens tokens(value);
  if (tokens.next() != 'w') return all;
  all.authserv_id = canonical_name(tokens.word());
  skip_to_next(&tokens);
  while (tokens.kind() == ';' && all.results.size() < kMaxAuthResults) {
    tokens.next();
    AuthResult result;
    if (take_result(&tokens, &result)) all.results.push_back(std::move(result));
    skip_to_next(&tokens);
  }
  return all;
}

std::vector<AuthResult> believed_results(const FactContext& context) {
  std::vector<AuthResult> believed;
  ReportedMethods reported;
  const std::vector<HeaderField>& fields = context.message.fields();
  const size_t border = fields_above_border(context);
  const bool milters = context.border.state == BorderState::kFound && context.border.line > 0;
  for (size_t i = 0; i < fields.size() && believed.size() < kMaxAuthResults; ++i) {
    if (i > border && (!milters || equal_ignoring_case(fields[i].name, "Received"))) break;
    if (i == border || !equal_ignoring_case(fields[i].name, "Authentication-Results")) continue;
    AuthResults field = parse_auth_results(fields[i].value);
    if (i > border && !(is_plain(fields[i]) && is_trusted_id(context, field.authserv_id))) continue;
    if (i > border) reported.remove_outranked(&field);
    reported.add(field, i < border);
    std::move(field.results.begin(), field.results.end(), std::back_inserter(believed));
  }
  if (believed.size() > kMaxAuthResults) believed.resize(kMaxAuthResults);
  return believed;
}

}  // namespace hfilter
