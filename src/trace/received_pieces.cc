// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_pieces.h"

#include "base/header_cursor.h"
#include "base/text.h"

namespace hfilter {

using std::string_view;

namespace {

constexpr size_t npos = string_view::npos;

/// Parses a note after the address: Sendmail's (may be forged), IIS' RDNS failed, Stalwart's (AS64500, ZZ).
bool read_note(string_view note, ReceivedHop* hop) {
  if (note.empty() || equal_ignoring_case(note, "verified") || equal_ignoring_case(note, "unverified")) return true;
  if (equal_ignoring_case(note, "(may be forged)")) {
    hop->rdns_state = RdnsState::kUnverified;
  } else if (equal_ignoring_case(note, "RDNS failed")) {
    hop->rdns_state = RdnsState::kNone;
  } else {
    return note.front() == '(' && note.back() == ')';
  }
  return true;
}

}  // namespace

bool mark_several_clients(ReceivedHop* hop) {
  hop->kind = HopKind::kAmbiguous;
  hop->why = "the line names several addresses";
  return false;
}

string_view take_chunk(string_view* text) {
  size_t end = 0;
  while (end < text->size() && !is_space((*text)[end])) ++end;
  const string_view chunk = text->substr(0, end);
  *text = trim(text->substr(end));
  return chunk;
}

std::optional<string_view> take_comment(string_view* text) {
  if (text->empty() || text->front() != '(') return std::nullopt;
  const size_t length = comment_length(*text);
  if (length == npos) return std::nullopt;
  const string_view inside = trim(text->substr(1, length - 2));
  *text = trim(text->substr(length));
  return inside;
}

bool is_helo_words(string_view inside, string_view* helo) {
  for (const char* verb : {"HELO", "EHLO", "LHLO"}) {
    if (!begins_ignoring_case(inside, verb) || (inside.size() > 4 && !is_space(inside[4]))) continue;
    *helo = trim(inside.substr(4));
    return true;
  }
  return false;
}

void set_rdns(string_view name, ReceivedHop* hop) {
  name = trim(name);
  if (name.size() > 2 && name.front() == '<' && name.back() == '>') name = name.substr(1, name.size() - 2);
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  for (const char* none : {"unknown", "unverified", "nxdomain", "dnserror", "no rdns", "[unknown]"}) {
    if (equal_ignoring_case(name, none)) hop->rdns_state = RdnsState::kNone;
  }
  if (hop->rdns_state == RdnsState::kNone || parse_address_literal(name)) return;
  hop->rdns = name;
}

bool read_rdns_ip(string_view inside, ReceivedHop* hop, bool has_ident) {
  string_view note = trim(inside);
  string_view name = take_chunk(&note);
  string_view behind = note;
  string_view address = take_chunk(&behind);
  if (const auto client = parse_address_literal(address)) {
    const auto named = parse_address_literal(name);
    if (named && name.front() == '[' && *named != *client) return mark_several_clients(hop);
    note = behind;
  } else {  // the client is one word: "[ip]", "ip", "name[ip]", "ident@ip"
    const size_t bracket = name.find('[');
    const size_t begin = bracket != npos ? bracket : name.rfind('@') + 1;
    address = name.substr(begin);
    name = name.substr(0, begin);
    if (begins_ignoring_case(name, "helo=")) return false;  // Exim and Momentum write `helo=`; other layouts read it
  }
  hop->client = parse_address_literal(address);
  if (!hop->client || !read_note(note, hop)) return false;
  const size_t ident = has_ident ? name.rfind('@') : npos;
  set_rdns(ident == npos ? name : name.substr(ident + 1), hop);
  return true;
}

std::optional<IpAddress> bare_address(string_view text) {
  text = trim(text);
  if (text.size() > 4 && text.substr(0, 2) == "[(" && text.substr(text.size() - 2) == ")]") {
    text = text.substr(2, text.size() - 4);
  }
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') text = text.substr(1, text.size() - 2);
  return parse_address_literal(trim(text));
}

bool holds_address(string_view text) {
  constexpr size_t kMaxLiteralBytes = 64;
  for (size_t open = text.find('['); open != npos; open = text.find('[', open + 1)) {
    const string_view literal = text.substr(open, kMaxLiteralBytes);
    if (parse_address_literal(literal.substr(0, literal.find(']') + 1))) return true;
  }
  return bare_address(text.substr(text.find_last_of(" \t@") + 1)).has_value();
}

bool is_same_host(string_view inside) {
  const size_t open = inside.rfind('[');
  if (open == npos || inside.back() != ']') return false;
  const string_view place = inside.substr(open);
  return equal_ignoring_case(place, "[local]") || begins_ignoring_case(place, "[unix:") ||
         equal_ignoring_case(place, "[unix socket]");
}

bool is_user_at_host(string_view inside) {
  return !inside.empty() && inside.find_first_of("[ \t\r\n") == npos && !parse_address_literal(inside);
}

bool mark_as_pickup(ReceivedHop* hop) {
  if (hop->kind == HopKind::kSmtp) hop->kind = HopKind::kLocal;
  return true;
}

bool read_marks(string_view rest, string_view auth_mark, ReceivedHop* hop) {
  const bool is_postfix = hop->writer == string_view("postfix");
  while (auto mark = take_comment(&rest)) {
    if (!is_postfix && holds_address(*mark)) return mark_several_clients(hop);
    for (const char* tls : {"using TLS", "using SSL", "TLS:"}) {
      if (begins_ignoring_case(*mark, tls)) hop->tls = true;
    }
    if (auth_mark.empty() || !begins_ignoring_case(*mark, auth_mark)) continue;
    hop->auth = HopAuth::kToken;
    if (!is_alpha(auth_mark.back())) hop->auth_user = trim(mark->substr(auth_mark.size()));
  }
  return is_postfix || rest.empty();
}

bool expect_only_comments(string_view rest, ReceivedHop* hop) {
  while (!rest.empty()) {
    const auto inside = take_comment(&rest);
    if (inside && !holds_address(*inside)) continue;
    hop->kind = HopKind::kAmbiguous;
    hop->why = inside ? "the line names several addresses" : "the line has words after the address";
    return false;
  }
  return true;
}

}  // namespace hfilter
