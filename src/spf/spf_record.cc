// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_record.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "spf/spf_macro.h"

namespace hfilter {
namespace {

constexpr std::string_view kVersion = "v=spf1";

enum class Domain { kNone, kOptional, kRequired };

struct MechanismRow {
  std::string_view name;
  SpfMechanism mechanism;
  Domain domain;
  bool prefixes;  // the mechanism accepts a dual-cidr-length (RFC 7208 12)
};

constexpr MechanismRow kMechanisms[] = {
    {"all", SpfMechanism::kAll, Domain::kNone, false},
    {"include", SpfMechanism::kInclude, Domain::kRequired, false},
    {"a", SpfMechanism::kA, Domain::kOptional, true},
    {"mx", SpfMechanism::kMx, Domain::kOptional, true},
    {"ptr", SpfMechanism::kPtr, Domain::kOptional, false},
    {"ip4", SpfMechanism::kIp4, Domain::kNone, false},
    {"ip6", SpfMechanism::kIp6, Domain::kNone, false},
    {"exists", SpfMechanism::kExists, Domain::kRequired, false},
};

const MechanismRow* find_mechanism(std::string_view name) {
  for (const MechanismRow& row : kMechanisms) {
    if (equal_ignoring_case(row.name, name)) return &row;
  }
  return nullptr;
}

/// Parses "0", or 1 to `max` without leading zeros.
std::optional<int> parse_prefix(std::string_view digits, int max) {
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value <= max ? std::optional<int>(value) : std::nullopt;
}

/// Returns the position where the digits at the end of `text` begin.
size_t digits_at_end(std::string_view text) {
  size_t i = text.size();
  while (i > 0 && is_digit(text[i - 1])) --i;
  return i;
}

/// Removes [ "/" ip4-cidr ] [ "//" ip6-cidr ] from the end of `rest`. Reads from the right, because a domain-spec may
/// contain a slash. Returns false for a length that is out of range or has a leading zero.
bool take_prefixes(std::string_view* rest, SpfTerm* term) {
  size_t i = digits_at_end(*rest);
  if (i < rest->size() && i >= 2 && (*rest)[i - 1] == '/' && (*rest)[i - 2] == '/') {
    const auto prefix = parse_prefix(rest->substr(i), 128);
    if (!prefix) return false;
    term->prefix6 = *prefix;
    *rest = rest->substr(0, i - 2);
    i = digits_at_end(*rest);
  }
  if (i < rest->size() && i >= 1 && (*rest)[i - 1] == '/') {
    const auto prefix = parse_prefix(rest->substr(i), 32);
    if (!prefix) return false;
    term->prefix4 = *prefix;
    *rest = rest->substr(0, i - 1);
  }
  return true;
}

/// Returns true for a toplabel (RFC 7208 12): letters, digits and inner hyphens, not only digits.
bool is_toplabel(std::string_view label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  const bool known = std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
  return known && !std::all_of(label.begin(), label.end(), is_digit);
}

/// Returns true for domain-spec = macro-string domain-end.
bool is_domain_spec(std::string_view text) {
  if (text.empty() || !is_macro_string(text)) return false;
  if (ends_with_macro(text)) return true;
  if (text.back() == '.') text.remove_suffix(1);
  const size_t dot = text.rfind('.');
  return dot != std::string_view::npos && is_toplabel(text.substr(dot + 1));
}

bool is_modifier_name(std::string_view name) {
  const auto allowed = [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return !name.empty() && is_alpha(name[0]) && std::all_of(name.begin(), name.end(), allowed);
}

/// Parses ":" ip4-network [ ip4-cidr ] or ":" ip6-network [ ip6-cidr ].
bool parse_network(std::string_view rest, SpfTerm* term) {
  if (rest.empty() || rest[0] != ':') return false;
  rest.remove_prefix(1);
  const bool v4 = term->mechanism == SpfMechanism::kIp4;
  if (const size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const auto prefix = parse_prefix(rest.substr(slash + 1), v4 ? 32 : 128);
    if (!prefix) return false;
    (v4 ? term->prefix4 : term->prefix6) = *prefix;
    rest = rest.substr(0, slash);
  }
  const bool looks_v4 = rest.find(':') == std::string_view::npos;
  const auto address = IpAddress::parse(rest);
  if (!address || looks_v4 != v4) return false;
  term->network = *address;
  return true;
}

/// Parses the text after the name of a mechanism.
bool parse_arguments(const MechanismRow& row, std::string_view rest, SpfTerm* term) {
  if (row.mechanism == SpfMechanism::kIp4 || row.mechanism == SpfMechanism::kIp6) return parse_network(rest, term);
  if (row.prefixes && !take_prefixes(&rest, term)) return false;
  if (rest.empty()) return row.domain != Domain::kRequired;
  if (row.domain == Domain::kNone || rest[0] != ':') return false;
  term->domain = rest.substr(1);
  return is_domain_spec(term->domain);
}

bool parse_directive(std::string_view text, SpfRecord* record) {
  SpfTerm term;
  term.text = text;
  if (std::string_view("+-~?").find(text[0]) != std::string_view::npos) {
    term.qualifier = text[0];
    text.remove_prefix(1);
  }
  const size_t name_end = std::min(text.find_first_of(":/"), text.size());
  const MechanismRow* row = find_mechanism(text.substr(0, name_end));
  if (row == nullptr) return false;
  term.mechanism = row->mechanism;
  if (!parse_arguments(*row, text.substr(name_end), &term)) return false;
  record->terms.push_back(std::move(term));
  return true;
}

bool parse_modifier(std::string_view name, std::string_view value, SpfRecord* record) {
  if (!is_modifier_name(name)) return false;
  std::optional<std::string>* known = nullptr;
  if (equal_ignoring_case(name, "redirect")) known = &record->redirect;
  if (equal_ignoring_case(name, "exp")) known = &record->explain;
  if (known == nullptr) return is_macro_string(value);
  if (known->has_value() || !is_domain_spec(value)) return false;  // a modifier given twice is an error (RFC 7208 6)
  *known = std::string(value);
  return true;
}

bool parse_term(std::string_view text, SpfRecord* record) {
  const size_t mark = text.find_first_of("=:/");
  if (mark != std::string_view::npos && text[mark] == '=') {
    return parse_modifier(text.substr(0, mark), text.substr(mark + 1), record);
  }
  return parse_directive(text, record);
}

Error bad_term(std::string_view term) {
  return failure(ErrorKind::kSyntax, "syntax error in \"" + std::string(term.substr(0, 100)) + "\"");
}

}  // namespace

bool is_spf_record(std::string_view text) {
  return begins_ignoring_case(text, kVersion) && (text.size() == kVersion.size() || text[kVersion.size()] == ' ');
}

Result<SpfRecord> parse_spf_record(std::string_view text) {
  if (!is_spf_record(text)) return bad_term(text);
  SpfRecord record;
  text.remove_prefix(kVersion.size());
  while (!text.empty()) {
    if (text[0] == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::string_view term = text.substr(0, text.find(' '));
    if (!parse_term(term, &record)) return bad_term(term);
    text.remove_prefix(term.size());
  }
  const auto is_all = [](const SpfTerm& term) { return term.mechanism == SpfMechanism::kAll; };
  if (std::any_of(record.terms.begin(), record.terms.end(), is_all)) record.redirect.reset();
  return record;
}

}  // namespace hfilter
