// SPDX-License-Identifier: BSD-2-Clause
#include "address/mail_address.h"

#include <algorithm>

#include "address/ip_address.h"
#include "base/header_cursor.h"
#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

/// Returns true for a character of an unquoted local part: RFC 5322 atext, dot, and UTF-8 (RFC 6531). Dots are allowed
/// anywhere, because some providers assigned addresses such as "name.." for years.
bool is_local_char(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool is_good_domain(std::string_view domain) {
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
    return parse_address_literal(domain).has_value();
  }
  return is_valid_hostname(canonical_name(domain));
}

/// Removes the blanks of "a . b @ c" around dots and the at sign (RFC 5322 4.4). Other runs of blanks become one.
std::string without_odd_blanks(std::string_view spec) {
  std::string out;
  const auto joins = [](char c) { return c == '.' || c == '@'; };
  for (size_t i = 0; i < spec.size();) {
    if (spec[i] == '"') {
      const std::string_view quoted = spec.substr(i, quoted_length(spec.substr(i)));
      out += quoted;
      i += quoted.size();
    } else if (is_space(spec[i])) {
      while (i < spec.size() && is_space(spec[i])) ++i;
      if (i < spec.size() && !out.empty() && !joins(spec[i]) && !joins(out.back())) out += ' ';
    } else {
      out += spec[i++];
    }
  }
  return out;
}

/// Returns "user@c" for "@a,@b:user@c" (RFC 5321 appendix C: a source route is ignored).
std::string_view without_route(std::string_view spec) {
  if (spec.empty() || spec[0] != '@') return spec;
  const size_t colon = spec.find(':');
  return colon == std::string_view::npos ? spec : spec.substr(colon + 1);
}

/// Takes one quoted string, or several joined by dots, from the front of `rest`. Returns false if there is none.
bool take_quoted_local(HeaderCursor* rest, std::string* local) {
  bool taken = false;
  while (rest->peek() == '"' && quoted_length(rest->rest()) != std::string_view::npos) {
    taken = true;
    *local += rest->take_quoted();
    if (rest->rest().substr(0, 2) != ".\"") break;
    *local += rest->take_front(1);
  }
  return taken;
}

/// Parses local@domain, local, or "". REQUIRES: `spec` has no comments and no angle brackets.
MailAddress parse_spec(std::string_view spec) {
  MailAddress address;
  HeaderCursor cursor(without_route(spec));
  address.text = cursor.rest();
  address.malformed = cursor.at_end() && !spec.empty();
  if (cursor.at_end()) return address;
  const bool quoted = take_quoted_local(&cursor, &address.local);
  const std::string_view rest = cursor.rest();
  // Splits at the last "@", because a domain has none.
  const size_t at = rest.rfind('@');
  const std::string_view local = rest.substr(0, at);
  address.malformed = (quoted && !local.empty()) || !std::all_of(local.begin(), local.end(), is_local_char);
  address.local += local;
  if (at == std::string_view::npos) {
    address.malformed |= address.local.empty();  // the text `""` is not the null sender
    return address;
  }
  const std::string_view domain = rest.substr(at + 1);
  address.domain = Hostname(domain);
  address.malformed |= (address.local.empty() && !quoted) || !is_good_domain(domain);
  return address;
}

bool begins_undisclosed(std::string_view text) { return begins_ignoring_case(text, "undisclosed"); }

/// Parses an address field in one pass. Items (mailboxes) end at commas and semicolons. The address is in angle
/// brackets, or is the words outside of comments.
class ListReader {
 public:
  explicit ListReader(std::string_view text) : cursor_(text) {}

  AddressListValue read() {
    while (!cursor_.at_end() && !value_.truncated) step();
    if (in_group_) value_.malformed = true;
    finish_item();
    value_.group = groups_ > 0;
    value_.undisclosed = groups_ > 0 && value_.addresses.empty() && !stray_;
    return std::move(value_);
  }

 private:
  void step() {
    switch (cursor_.peek()) {
      case '(':
        return skip_comment();
      case '"':
        return take_quoted();
      case '<':
        return take_angle();
      case '[':
        return take_literal();
      case ',':
        cursor_.take(',');
        return finish_item();
      case ';':
        cursor_.take(';');
        finish_item();
        in_group_ = false;
        return;
      case ':':
        if (begins_group()) return;
        [[fallthrough]];
      default:
        at_sign_ |= cursor_.peek() == '@';
        take(cursor_.take_front(1));
    }
  }

  /// Appends text to the current mailbox. Drops text beyond kMaxAddressBytes; the field is then malformed.
  void take(std::string_view piece) {
    const size_t room = kMaxAddressBytes - words_.size();
    value_.malformed |= piece.size() > room;
    words_ += piece.substr(0, room);
  }

  /// Takes the colon of "Friends: a@example.com, b@example.com;" and drops the group's name. Returns false if no group
  /// begins here.
  bool begins_group() {
    if (in_group_ || has_angle_ || at_sign_) return false;
    cursor_.take(':');
    ++groups_;
    in_group_ = true;
    words_.clear();
    return true;
  }

  void skip_comment() {
    value_.malformed |= !cursor_.skip_comment();
    take(" ");  // a comment separates words as a blank does
  }

  /// Takes a quoted string. Skips a quote that has no closing quote; the field is then malformed.
  void take_quoted() {
    const size_t length = no_more_quotes_ ? std::string_view::npos : quoted_length(cursor_.rest());
    no_more_quotes_ = length == std::string_view::npos;
    value_.malformed |= no_more_quotes_;
    const std::string_view quoted = cursor_.take_front(no_more_quotes_ ? 1 : length);
    if (!no_more_quotes_) take(quoted);
  }

  /// Takes a domain literal as in user@[192.0.2.1]. Colons and commas inside do not end the item.
  void take_literal() {
    const std::string_view literal = cursor_.rest();
    cursor_.take('[');
    cursor_.take_until("[] \t\r\n");
    cursor_.take(']');
    take(literal.substr(0, literal.size() - cursor_.rest().size()));
  }

  void take_angle() {
    if (has_angle_) {  // an address without a comma precedes this one
      value_.malformed = true;
      finish_item();
    }
    cursor_.take('<');
    has_angle_ = true;
    std::string outside;
    outside.swap(words_);
    while (!cursor_.at_end() && cursor_.peek() != '>') {
      if (cursor_.peek() == '(') {
        skip_comment();
      } else if (cursor_.peek() == '"') {
        take_quoted();
      } else {
        take(cursor_.take_front(1));
      }
    }
    value_.malformed |= !cursor_.take('>');
    angle_.swap(words_);
    words_.clear();
  }

  void finish_item() {
    const bool has_angle = has_angle_;
    has_angle_ = at_sign_ = false;
    if (!has_angle && words_.empty()) return;
    std::string words, angle;
    words.swap(words_);
    angle.swap(angle_);
    if (has_angle) {
      value_.malformed |= !trim(words).empty();  // words follow the address: "<a@example.com> more"
      MailAddress address = parse_spec(without_odd_blanks(angle));
      if (!address.malformed || !begins_undisclosed(address.text)) return add(std::move(address));
      value_.malformed = true;  // an MTA took "undisclosed-recipients:;" for a mailbox
      ++groups_;
      return;
    }
    const std::string spec = without_odd_blanks(words);
    if (spec.empty()) return;
    add_words(spec);
  }

  /// Adds a mailbox without angle brackets. Several words are invalid, but each with "@" counts as an address.
  void add_words(std::string_view spec) {
    MailAddress whole = parse_spec(spec);
    if (!whole.malformed && !(whole.domain.empty() && spec[0] == '"')) return add(std::move(whole));
    value_.malformed = true;
    if (begins_undisclosed(spec)) {
      ++groups_;
    } else {
      stray_ = true;
    }
    std::string_view word;
    for (size_t at = 0; at <= spec.size(); ++at) {  // words end at blanks and quoted strings
      const char c = at < spec.size() ? spec[at] : ' ';
      if (c != ' ' && c != '"') {
        word = spec.substr(at - word.size(), word.size() + 1);
        continue;
      }
      if (word.find('@') != std::string_view::npos) add(parse_spec(word));
      word = {};
      if (c == '"') at += spec.substr(at, quoted_length(spec.substr(at))).size() - 1;
    }
  }

  void add(MailAddress address) {
    if (value_.addresses.size() == kMaxAddresses) {
      value_.truncated = true;
      return;
    }
    value_.malformed |= address.malformed;
    value_.addresses.push_back(std::move(address));
  }

  HeaderCursor cursor_;
  AddressListValue value_;
  std::string words_;  // the current item, without comments and angle brackets
  std::string angle_;
  bool at_sign_ = false;  // the current item has "@" outside of quotes and brackets
  bool has_angle_ = false;
  bool in_group_ = false;
  bool no_more_quotes_ = false;
  bool stray_ = false;
  int groups_ = 0;
};

}  // namespace

MailAddress parse_path(std::string_view text) {
  text = trim(text);
  const bool opened = !text.empty() && text.front() == '<';
  const bool closed = !text.empty() && text.back() == '>';
  if (opened) text.remove_prefix(1);
  if (closed && !text.empty()) text.remove_suffix(1);
  MailAddress address = parse_spec(trim(text));
  address.malformed |= opened != closed;
  return address;
}

AddressListValue parse_address_list(std::string_view field_value) { return ListReader(field_value).read(); }

}  // namespace hfilter
