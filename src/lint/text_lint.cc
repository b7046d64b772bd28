// SPDX-License-Identifier: BSD-2-Clause
#include "lint/text_lint.h"

#include <algorithm>

#include "address/hostname.h"
#include "advice/one_line.h"
#include "base/text.h"
#include "rules/condition_types.h"

namespace hfilter {

namespace {

constexpr int64_t kSoonDays = 14;  // `check` mentions a rule or entry that ends within these days

constexpr std::string_view kKnownHeaders[] = {
    // Fields of the standards and of many programs.
    "Authentication-Results", "Auto-Submitted", "Bcc", "Cc", "Comments", "Content-Disposition", "Content-Language",
    "Content-Transfer-Encoding", "Content-Type", "Date", "Delivered-To", "DKIM-Signature", "Errors-To", "Feedback-ID",
    "From", "Importance", "In-Reply-To", "Keywords", "List-Archive", "List-Help", "List-Id", "List-Owner", "List-Post",
    "List-Subscribe", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID", "MIME-Version", "Organization",
    "Precedence", "Priority", "Received", "Received-SPF", "References", "Reply-To", "Return-Path", "Sender", "Subject",
    "Thread-Topic", "To", "User-Agent",
    // Widely used fields without a standard.
    "X-Autoreply", "X-Cron-Env", "X-Forwarded-To", "X-Loop", "X-Mailer", "X-Mailing-List", "X-MSMail-Priority",
    "X-Original-To", "X-Originating-IP", "X-PHP-Originating-Script", "X-Priority", "X-Spam", "X-Spam-Flag",
    "X-Spam-Level", "X-Spam-Score", "X-Spam-Status", "X-Virus-Scanned"};

bool is_letter_or_digit(std::string_view text, size_t at) { return at < text.size() && is_alnum(text[at]); }

/// Returns the position of an unescaped dot that looks like the dot of a host name: /hewgill.com/; npos if none.
size_t unescaped_dot(std::string_view pattern) {
  for (size_t dot = pattern.find('.'); dot != pattern.npos; dot = pattern.find('.', dot + 1)) {
    if (dot == 0 || pattern[dot - 1] == '\\' || !is_letter_or_digit(pattern, dot - 1)) continue;
    size_t end = dot + 1;
    while (is_letter_or_digit(pattern, end)) ++end;
    const std::string_view label = pattern.substr(dot + 1, end - dot - 1);
    if (label.size() >= 2 && is_public_suffix(lower(label))) return dot;
  }
  return pattern.npos;
}

/// Returns the length of the file extension at the beginning of `text`, such as "exe" or "(exe|scr)", if the name must
/// end after it; else 0.
size_t extension_at(std::string_view text) {
  size_t at = 0;
  if (text.substr(0, 3) == "(?:") {
    at = 3;
  } else if (text.substr(0, 1) == "(") {
    at = 1;
  }
  const size_t group = at;
  size_t letters = 0;
  for (; at < text.size() && (is_alnum(text[at]) || (group > 0 && text[at] == '|')); ++at) ++letters;
  if (group > 0 && (at == text.size() || text[at++] != ')')) return 0;
  const bool ends = at == text.size() || text[at] == '$' || text[at] == '|' || text[at] == ')';
  return ends && letters >= 2 && (group > 0 || letters <= 4) ? at : 0;
}

/// Returns the position of an unescaped dot that looks like the dot of a file extension: /.exe$/; npos if none.
size_t unescaped_extension(std::string_view pattern) {
  for (size_t dot = pattern.find('.'); dot != pattern.npos; dot = pattern.find('.', dot + 1)) {
    const char before = dot == 0 ? '^' : pattern[dot - 1];
    if (before == '\\' || before == '[') continue;
    if (extension_at(pattern.substr(dot + 1)) > 0) return dot;
  }
  return pattern.npos;
}

FactType type_of(const Condition& c) {
  return type_row(c.subject == Subject::kFact ? &fact_def(c.fact) : nullptr, c.domain).type;
}

/// Returns the host name of a pattern that contains nothing else, such as "hewgill.com" for /^hewgill\.com$/ and
/// /hewgill.com/; else "".
std::string domain_in(std::string_view pattern) {
  std::string name;
  if (!pattern.empty() && pattern.front() == '^') pattern.remove_prefix(1);
  if (!pattern.empty() && pattern.back() == '$') pattern.remove_suffix(1);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size() && pattern[i + 1] == '.') continue;
    if (!is_alnum(pattern[i]) && pattern[i] != '.' && pattern[i] != '-') return {};
    name += to_lower(pattern[i]);
  }
  const size_t dot = name.rfind('.');
  const bool real = dot != name.npos && is_valid_hostname(name) && is_public_suffix(name.substr(dot + 1));
  return real ? name : std::string();
}

/// Returns a warning for a pattern or text that begins with the name of its own field, or with a procmail macro such as
/// ^TO_. The value of a field does not contain its name.
std::optional<TextWarning> names_a_field(const Condition& c, std::string_view text) {
  const bool anchored = text.substr(0, 1) == "^";
  if (anchored) text.remove_prefix(1);
  const std::string_view own = c.subject == Subject::kHeader ? std::string_view(c.name) : fact_def(c.fact).name;
  const bool begins = anchored || c.op == Operator::kBegins || c.op == Operator::kLike;
  if (begins && begins_ignoring_case(text, own) && text.substr(own.size(), 1) == ":") {
    return TextWarning{"field-name", "the name of the field is not part of the text that is tested",
                       "remove `" + std::string(own) + ":`"};
  }
  for (const char* word : {"TO_", "FROM_DAEMON", "FROM_MAILER"}) {
    if (c.regex == nullptr || !begins_ignoring_case(text, word)) continue;
    return TextWarning{
        "field-name", "`^" + std::string(word) + "` is a macro of procmail; here it is ordinary text",
        word[0] == 'T' ? "use `to` and `cc`" : "similar conditions are: sender is empty, autoreply, mailing-list"};
  }
  return std::nullopt;
}

bool is_word_of(const Condition& c, std::string_view text) {
  if (c.subject == Subject::kHeader) return equal_ignoring_case(text, "missing") || equal_ignoring_case(text, "empty");
  return c.subject == Subject::kFact && !c.domain && find_word(c.fact, text) != nullptr;
}

/// Returns a warning for a word of the language in quotes, which is compared as text: `helo is "bare-ip"`.
std::optional<TextWarning> quotes_a_word(const Expr& expr) {
  const Condition& c = expr.condition;
  std::string meant = one_line(expr.source);
  const size_t begin = c.subject == Subject::kHeader ? std::min(meant.find(c.name), meant.size()) + c.name.size() : 0;
  std::string word;
  for (const IsItem& item : c.items) {
    const bool text = item.kind == IsItem::Kind::kText || item.kind == IsItem::Kind::kName;
    if (!text || begin > meant.size() || !is_word_of(c, item.text)) continue;
    const size_t at = find_ignoring_case(std::string_view(meant).substr(begin), "\"" + item.text + "\"");
    if (at == meant.npos) continue;
    meant.erase(begin + at + 1 + item.text.size(), 1).erase(begin + at, 1);
    word = item.text;
  }
  if (word.empty()) return std::nullopt;
  return TextWarning{"quoted-word", "`\"" + word + "\"` is a text in quotes, not the word `" + word + "`",
                     "write: " + meant};
}

struct NamedField {
  FactId fact;
  const char* field;  // the header field, which also has the display name
};

constexpr NamedField kNamedFields[] = {{FactId::from, "From"},   {FactId::to, "To"},
                                       {FactId::cc, "Cc"},       {FactId::reply_to, "Reply-To"},
                                       {FactId::sender, "From"}, {FactId::recipient, "To"}};

/// Returns true iff no mail address can match the pattern: /Bob Smith/, /<bob@/.
bool is_beyond_addresses(std::string_view pattern) {
  if (pattern.find('[') != pattern.npos) return false;
  if (pattern.find("(?") == pattern.npos && pattern.find_first_of("<>") != pattern.npos) return true;
  for (size_t blank = pattern.find(' '); blank != pattern.npos; blank = pattern.find(' ', blank + 1)) {
    if (is_letter_or_digit(pattern, blank - 1) && is_letter_or_digit(pattern, blank + 1)) return true;
  }
  return false;
}

/// Removes display names: `from is bob@example.com` for `from is "Bob Smith <bob@example.com>"`.
std::string with_bare_addresses(std::string written) {
  for (size_t open = written.find('<'); open != written.npos; open = written.find('<')) {
    const size_t close = written.find('>', open);
    const size_t begin = written.rfind('"', open);
    const size_t end = written.find('"', open);
    const bool plain = begin != written.npos && end != written.npos && close < end;
    if (!plain || written.find('\\') != written.npos) return "only user@example.com";
    written = written.substr(0, begin) + written.substr(open + 1, close - open - 1) + written.substr(end + 1);
  }
  return written;
}

/// Returns a warning for a display name in a condition on an address: `from contains "Bob Smith"`.
std::optional<TextWarning> names_a_person(const Expr& expr) {
  const Condition& c = expr.condition;
  const auto* const row = std::find_if(std::begin(kNamedFields), std::end(kNamedFields),
                                       [&](const NamedField& one) { return one.fact == c.fact; });
  if (c.subject != Subject::kFact || c.domain || row == std::end(kNamedFields)) return std::nullopt;
  const std::string fact = fact_def(c.fact).name;
  const std::string written = one_line(expr.source);
  const bool item = std::any_of(c.items.begin(), c.items.end(), [](const IsItem& one) {
    return one.kind == IsItem::Kind::kMail && one.text.find('<') != one.text.npos;
  });
  const bool text = std::any_of(c.texts.begin(), c.texts.end(),
                                [](const std::string& one) { return one.find_first_of(" <>") != one.npos; });
  if (!item && !text && !(c.regex && is_beyond_addresses(c.regex->pattern()))) return std::nullopt;
  const std::string meant =
      item ? with_bare_addresses(written) : "header \"" + std::string(row->field) + "\"" + written.substr(fact.size());
  return TextWarning{"name-beside", "`" + fact + "` is only the address, without the name of the person",
                     "write: " + meant};
}

/// Adds the unit to a number or to both ends of a range: "20K" for "20", "10K..20K" for "10..20".
std::string with_unit(std::string number, const char* unit) {
  const size_t dots = number.find("..");
  if (dots != number.npos) number.insert(dots, unit);
  return number + unit;
}

/// Returns a warning for a small size without a unit: `message size > 20` hardly ever means octets.
std::optional<TextWarning> lacks_a_unit(const Expr& expr) {
  constexpr double kKilo = 1024;
  const Condition& c = expr.condition;
  if (c.op != Operator::kNumber || fact_def(c.fact).type != FactType::kSize) return std::nullopt;
  const double value = c.number.high ? *c.number.high : *c.number.low;
  const std::string written = one_line(expr.source);
  const size_t begin = written.find_last_of(" <>=") + 1;
  const std::string number = written.substr(begin);
  if (value <= 0 || value >= kKilo || number.find_first_not_of("0123456789.") != number.npos) return std::nullopt;
  const std::string meant = written.substr(0, begin) + with_unit(number, "K");
  return TextWarning{"no-unit", "`" + number + "` is a size in octets; a unit is probably missing",
                     "write: " + meant + "; if octets are meant, write: " + with_unit(number, "B")};
}

std::optional<TextWarning> odd_regex(const Condition& c) {
  if (std::optional<TextWarning> named = names_a_field(c, c.regex->pattern())) return named;
  const std::string& pattern = c.regex->pattern();
  const std::string domain = domain_in(pattern);
  const FactType type = type_of(c);
  if (!domain.empty() && (type == FactType::kName || type == FactType::kAddress)) {
    const std::string subject =
        std::string(fact_def(c.fact).name) + (type == FactType::kAddress || c.domain ? " domain" : "");
    return TextWarning{"regex-domain", "this regular expression is only the name of a domain",
                       "write: " + subject + " in (" + domain + ")"};
  }
  const bool file = c.subject == Subject::kFact && c.fact == FactId::attachment_name;
  if (unescaped_dot(pattern) == pattern.npos && !(file && unescaped_extension(pattern) != pattern.npos)) {
    return std::nullopt;
  }
  return TextWarning{"unescaped-dot", "the dot in this regular expression matches any character",
                     "write \\. for a dot"};
}

/// Returns true iff the text looks like a list of words, such as "viagra, cialis", and not like a sentence or "1,000".
/// The text of `is` may have one comma.
bool is_listed(std::string_view text, Operator op) {
  size_t pieces = 0;
  bool blank = false;  // a blank follows a comma
  while (true) {
    const size_t comma = text.find(',');
    const std::string_view piece = trim(text.substr(0, comma));
    if (piece.empty() || piece.find_first_of(" \t") != piece.npos) return false;
    if (std::all_of(piece.begin(), piece.end(), is_digit)) return false;
    ++pieces;
    if (comma == text.npos) return pieces > (op == Operator::kIs && blank ? 2 : 1);
    text.remove_prefix(comma + 1);
    blank |= !text.empty() && is_blank(text[0]);
  }
}

std::string parted(std::string_view text) {
  std::string all;
  while (true) {
    const size_t comma = text.find(',');
    all += (all.empty() ? "\"" : ", \"") + std::string(trim(text.substr(0, comma))) + "\"";
    if (comma == text.npos) return all;
    text.remove_prefix(comma + 1);
  }
}

bool looks_like_regex(std::string_view text) {
  for (const char* sign : {".*", ".+", "[a-z", "[A-Z", "[0-9", "(?"}) {
    if (text.find(sign) != text.npos) return true;
  }
  return text.size() > 1 && text[0] == '^' && is_alnum(text[1]);
}

std::optional<TextWarning> odd_value(const std::string& text, Operator op) {
  if (is_listed(text, op)) {
    return TextWarning{"one-text", "this is one text that contains commas, not several texts",
                       "write: " + parted(text) + "; if one text is meant, write: matches /" + text + "/"};
  }
  if (op == Operator::kLike) return std::nullopt;
  if (looks_like_regex(text)) {
    return TextWarning{"regex-text", "this is a text and not a regular expression: each character means itself",
                       "if a regular expression is meant, write: matches /" + text + "/"};
  }
  const bool star = text.size() > 1 && (text.front() == '*' || text.back() == '*') && text.find("**") == text.npos &&
                    (text.front() != '*' || text.back() != '*' || op == Operator::kIs);
  if (!star) return std::nullopt;
  return TextWarning{"literal-star", "`*` matches any text only after `like`", "write: like \"" + text + "\""};
}

/// Returns true for `X is not empty`, which is also true if the message has no X.
bool is_only_empty(const Condition& c) {
  if (c.op != Operator::kIs || !c.negated || c.items.size() != 1) return false;
  const IsItem& item = c.items[0];
  if (item.kind == IsItem::Kind::kEmpty) return true;
  return item.word != nullptr && std::string_view(item.word->word) == "empty" &&
         find_word(c.fact, "missing") != nullptr;
}

}  // namespace

std::optional<TextWarning> odd_text(const Expr& expr) {
  for (const auto look : {quotes_a_word, names_a_person, lacks_a_unit}) {
    if (std::optional<TextWarning> odd = look(expr)) return odd;
  }
  const Condition& c = expr.condition;
  if (c.regex) return odd_regex(c);
  if (is_only_empty(c)) {
    return TextWarning{"not-empty", "this is also true if the field is missing", "write: is not missing, empty"};
  }
  for (const std::string& text : c.texts) {
    if (std::optional<TextWarning> named = names_a_field(c, text)) return named;
    if (std::optional<TextWarning> odd = odd_value(text, c.op)) return odd;
  }
  for (const IsItem& item : c.items) {
    if (item.kind != IsItem::Kind::kText) continue;
    if (std::optional<TextWarning> odd = odd_value(item.text, c.op)) return odd;
  }
  return std::nullopt;
}

std::optional<TextWarning> odd_header_name(const std::string& name) {
  for (const std::string_view known : kKnownHeaders) {
    if (equal_ignoring_case(known, name)) return std::nullopt;
  }
  for (const std::string_view known : kKnownHeaders) {
    if (known.size() < 4 || edit_distance(lower(name), lower(known), 1) != 1) continue;
    return TextWarning{"header-name", "`" + name + "` differs by one letter from a known header field",
                       "did you mean `" + std::string(known) + "`?"};
  }
  return std::nullopt;
}

std::optional<TextWarning> odd_until(const std::string& what, int64_t day, int64_t today) {
  const int64_t left = day - today;
  if (left < 0) return TextWarning{"expired", what + " has expired", "remove it, or give it a later `until`"};
  if (left > kSoonDays) return std::nullopt;
  const std::string when = left == 0 ? "today" : left == 1 ? "tomorrow" : "in " + std::to_string(left) + " days";
  return TextWarning{"expires-soon", what + " expires " + when, "give it a later `until` if it is still needed"};
}

}  // namespace hfilter
