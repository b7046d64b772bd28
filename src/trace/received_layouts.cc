// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_layouts.h"

#include "base/text.h"
#include "trace/received_tokens.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;

/// Takes the first run of octets without a blank off `text`: a HELO that cannot hold blanks, whatever else it holds.
std::string_view take_chunk(std::string_view* text) {
  size_t end = 0;
  while (end < text->size() && !is_space((*text)[end])) end++;
  const std::string_view chunk = text->substr(0, end);
  *text = trim(text->substr(end));
  return chunk;
}

/// Takes a comment off the front of `text`; its inside. Nullopt if there is none or it is not closed.
std::optional<std::string_view> take_comment(std::string_view* text) {
  if (text->empty() || text->front() != '(') return std::nullopt;
  const size_t length = comment_length(*text);
  if (length == npos) return std::nullopt;
  const std::string_view inside = text->substr(1, length - 2);
  *text = trim(text->substr(length));
  return inside;
}

/// The name that a writer found for the client: no trailing dot; empty for what writers say when they found none.
std::string_view rdns_name(std::string_view name) {
  name = trim(name);
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  for (const char* none : {"unknown", "<unknown>", "unverified", "nxdomain", "dnserror", "no rdns", "[unknown]"})
    if (equal_ignoring_case(name, none)) return {};
  return parse_address_literal(name) ? std::string_view{} : name;
}

/// "rdns [ip]", "[ip]", "ident@rdns [ip]", "rdns 2001:db8::1": the address stands last.
bool read_rdns_ip(std::string_view inside, ReceivedHop* hop, bool has_ident) {
  inside = trim(inside);
  const size_t open = !inside.empty() && inside.back() == ']' ? inside.rfind('[') : inside.find_last_of(" \t@") + 1;
  if (open == npos) return false;
  hop->client = parse_address_literal(inside.substr(open));
  if (!hop->client) return false;
  std::string_view name = inside.substr(0, open);
  const size_t ident = has_ident ? name.rfind('@') : npos;
  hop->rdns = rdns_name(ident == npos ? name : name.substr(ident + 1));
  return true;
}

/// "[ip]", "[ip]:port", "ip", "(ip)", "[(ip)]" and nothing else.
std::optional<IpAddress> bare_address(std::string_view text) {
  text = trim(text);
  if (text.size() > 4 && text.substr(0, 2) == "[(" && text.substr(text.size() - 2) == ")]")
    text = text.substr(2, text.size() - 4);
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') text = text.substr(1, text.size() - 2);
  return parse_address_literal(trim(text));
}

/// A connection on the same host: OpenSMTPD's [local], Sendmail's [UNIX: localhost], Cyrus' [unix socket].
bool is_same_host(std::string_view inside) {
  const size_t open = inside.rfind('[');
  if (open == npos) return false;
  const std::string_view place = inside.substr(open);
  return begins_ignoring_case(place, "[local]") || begins_ignoring_case(place, "[unix:") ||
         begins_ignoring_case(place, "[unix socket]");
}

/// Marks in comments behind the client: TLS and authentication.
void read_marks(std::string_view rest, std::string_view auth_prefix, ReceivedHop* hop) {
  while (auto mark = take_comment(&rest)) {
    if (begins_ignoring_case(*mark, "using TLS") || begins_ignoring_case(*mark, "using SSL")) hop->tls = true;
    if (auth_prefix.empty() || !begins_ignoring_case(*mark, auth_prefix)) continue;
    hop->auth = HopAuth::kToken;
    if (auth_prefix.back() == ':' || auth_prefix.back() == '=') hop->auth_user = trim(mark->substr(auth_prefix.size()));
  }
}

/// Exim's "[ip] helo=HELO ident=x" behind the address; `fallback` is the HELO if there is no helo=.
void read_exim_words(std::string_view words, std::string_view fallback, ReceivedHop* hop) {
  hop->helo = fallback;
  words = trim(words);
  if (begins_ignoring_case(words, "port=")) take_chunk(&words);
  if (words.substr(0, 5) != "helo=") return;
  words.remove_prefix(5);
  hop->helo = trim(words.substr(0, words.find(" ident=")));
}

}  // namespace

bool layout_helo_rdns(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client) return false;
  if (is_same_host(*client)) {
    hop->kind = HopKind::kLocal;
    return true;
  }
  if (!read_rdns_ip(*client, hop, /*has_ident=*/false)) return false;
  read_marks(rest, "Authenticated sender:", hop);
  return true;
}

bool layout_sendmail(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  if (!rest.empty() && rest.front() != '(') hop->helo = take_chunk(&rest);
  auto client = take_comment(&rest);
  if (!client) return false;
  if (begins_ignoring_case(*client, "from ")) client->remove_prefix(5);
  // $_ of a local submission is user@host or localhost, without an address.
  if (is_same_host(*client) || (client->find_first_of("[ \t") == npos && !parse_address_literal(*client))) {
    hop->kind = HopKind::kLocal;
    return true;
  }
  const std::string_view forged = " (may be forged)";
  const bool doubtful = ends_ignoring_case(*client, forged);
  if (doubtful) client->remove_suffix(forged.size());
  if (!read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  if (doubtful) hop->rdns_state = RdnsState::kUnverified;
  read_marks(rest, "authenticated", hop);
  return true;
}

bool layout_exim(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  const std::string_view first = take_chunk(&rest);
  if (begins_ignoring_case(line.tail.with, "local")) {
    hop->kind = HopKind::kLocal;
    return true;
  }
  std::string_view words;
  if (!rest.empty()) {
    if (rest.front() != '(' || rest.back() != ')') return false;
    words = trim(rest.substr(1, rest.size() - 2));
  }
  if (!first.empty() && first.front() == '[') {
    hop->client = parse_address_literal(first);
    read_exim_words(words, first.substr(0, first.find(']') + 1), hop);
    return hop->client.has_value();
  }
  hop->client = parse_address_literal(take_chunk(&words));
  hop->rdns = rdns_name(first);
  read_exim_words(words, first, hop);
  return hop->client.has_value();
}

bool layout_qmail(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  const std::string_view name = take_chunk(&rest);
  hop->helo = name;
  hop->rdns = rdns_name(name);
  auto inside = take_comment(&rest);
  if (!inside) return false;
  for (const char* verb : {"HELO", "EHLO", "LHLO"}) {
    if (!begins_ignoring_case(*inside, verb) || (inside->size() > 4 && !is_blank((*inside)[4]))) continue;
    hop->helo = trim(inside->substr(4));
    inside = take_comment(&rest);
    break;
  }
  if (!inside) return false;
  std::string_view client = *inside;
  std::string_view account = client;
  const std::string_view where = take_chunk(&client);
  const size_t ident = where.rfind('@');
  hop->client = parse_address_literal(ident == npos ? where : where.substr(ident + 1));
  if (!hop->client) return false;
  if (begins_ignoring_case(client, "with ")) {  // "(user@ip with login)": qmail cannot write a blank of the client's
    hop->auth = HopAuth::kToken;
    hop->auth_user = account.substr(0, ident == npos ? 0 : ident);
  }
  if (!client.empty() && hop->auth == HopAuth::kNone) return false;
  // qmail-ldap's envelope sender is not cleaned, and it stands last.
  return rest.empty() || begins_ignoring_case(rest, "(envelope-sender <");
}

bool layout_helo_address(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  if (auto inside = take_comment(&rest)) {
    if (is_same_host(*inside)) {
      hop->kind = HopKind::kLocal;
      return true;
    }
    return read_rdns_ip(*inside, hop, /*has_ident=*/false);
  }
  hop->client = bare_address(take_chunk(&rest));
  return hop->client.has_value();
}

bool layout_last_comment(const ReceivedLine& line, ReceivedHop* hop) {
  const std::string_view head = line.head;
  if (head.empty() || head.back() != ')') return false;
  const size_t open = head.rfind('(');
  if (open == npos) return false;
  hop->helo = trim(head.substr(0, open));
  return read_rdns_ip(head.substr(open + 1, head.size() - open - 2), hop, /*has_ident=*/false);
}

bool layout_rdns_last(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  auto inside = take_comment(&rest);
  if (!inside) return false;
  hop->client = parse_address_literal(take_chunk(&*inside));
  hop->rdns = rdns_name(*inside);
  read_marks(rest, "Authenticated sender:", hop);
  return hop->client.has_value();
}

bool layout_communigate(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  const std::string_view first = take_chunk(&rest);
  auto words = take_comment(&rest);
  if (!words) return false;
  hop->client = parse_address_literal(first);
  if (!hop->client) hop->helo = first;
  if (begins_ignoring_case(*words, "account ")) {
    words->remove_prefix(8);
    hop->auth = HopAuth::kToken;
    hop->auth_user = take_chunk(&*words);
  }
  if (begins_ignoring_case(*words, "HELO ")) hop->helo = trim(words->substr(5));
  if (hop->client) return true;
  hop->client = parse_address_literal(take_chunk(&*words));
  if (equal_ignoring_case(*words, "verified")) hop->rdns = rdns_name(first);
  return hop->client.has_value();
}

bool layout_zmailer(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  hop->rdns = rdns_name(take_chunk(&rest));
  if (rest.empty() || rest.front() != '(') return false;
  rest.remove_prefix(1);
  std::string_view client = take_chunk(&rest);
  client = client.substr(client.rfind('@') + 1);  // ident@[ip]
  hop->client = parse_address_literal(client);
  const size_t end = rest.rfind('"');
  if (!hop->client || rest.substr(0, 1) != "\"" || end < 6) return false;
  hop->helo = trim(rest.substr(6, end - 6));  // behind "EHLO or "HELO
  return true;
}

bool layout_qsmtp(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  hop->rdns = rdns_name(*hop->helo);
  auto words = take_comment(&rest);
  if (!words) return false;
  hop->client = parse_address_literal(take_chunk(&*words));
  if (begins_ignoring_case(*words, "HELO ")) hop->helo = trim(words->substr(5));
  read_marks(rest, "auth=", hop);
  return hop->client.has_value();
}

bool layout_glued(const ReceivedLine& line, ReceivedHop* hop) {
  const size_t open = line.head.find('(');
  if (open == npos || line.head.back() != ')') return false;
  hop->rdns = rdns_name(line.head.substr(0, open));
  hop->client = bare_address(line.head.substr(open));
  return hop->client.has_value();
}

bool layout_webmail(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  const std::string_view first = take_chunk(&rest);
  hop->client = bare_address(first);
  if (!hop->client && !rest.empty() && rest.front() == '[') hop->client = bare_address(take_chunk(&rest));
  if (!hop->client) {
    auto inside = take_comment(&rest);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  }
  const std::string_view squirrel = "SquirrelMail authenticated user ";
  while (auto mark = take_comment(&rest))
    if (begins_ignoring_case(*mark, squirrel)) hop->auth_user = trim(mark->substr(squirrel.size()));
  return true;
}

bool layout_no_address(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  std::string_view helo = take_chunk(&rest);
  hop->helo = helo.substr(0, helo.find('('));
  return true;
}

bool layout_none(const ReceivedLine&, ReceivedHop*) { return true; }

bool layout_unknown(const ReceivedLine& line, ReceivedHop* hop) {
  std::string_view rest = line.head;
  std::string_view first = take_chunk(&rest);
  if (const size_t open = first.find('('); open != npos) {
    first = first.substr(0, open);
    rest = trim(line.head.substr(open));
  }
  ReceivedHop found;
  int addresses = 0;
  std::optional<std::string_view> helo;
  while (!rest.empty()) {
    ReceivedHop here;
    const bool comment = rest.front() == '(';
    auto inside = comment ? take_comment(&rest) : std::optional<std::string_view>(take_chunk(&rest));
    if (!inside) {
      hop->why = "a comment is never closed";
      hop->kind = HopKind::kUnparsed;
      return false;
    }
    if (comment && (begins_ignoring_case(*inside, "HELO ") || begins_ignoring_case(*inside, "EHLO "))) {
      helo = trim(inside->substr(5));
    } else if (comment && begins_ignoring_case(*inside, "helo=")) {
      helo = trim(inside->substr(5));
    } else if (comment ? read_rdns_ip(*inside, &here, true)
                       : inside->front() == '[' && (here.client = bare_address(*inside)).has_value()) {
      addresses++;
      found = here;
    }
  }
  if (addresses != 1) {
    hop->why = addresses > 1 ? "there are several addresses" : "there is no client address";
    // A lone literal may be the client's address or only what it said.
    if (addresses == 0 && bare_address(first)) hop->why = "the address may be only what the client said";
    hop->kind = addresses > 1 || bare_address(first) ? HopKind::kAmbiguous : HopKind::kUnparsed;
    return false;
  }
  hop->client = found.client;
  hop->rdns = helo && found.rdns.empty() ? rdns_name(first) : found.rdns;
  hop->helo = helo ? *helo : first;
  return true;
}

}  // namespace hfilter
