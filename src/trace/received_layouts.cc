// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_layouts.h"

#include "base/text.h"
#include "trace/received_tokens.h"

namespace hfilter {
namespace {

using std::string_view;
constexpr size_t npos = string_view::npos;

/// Takes the first run of octets without a blank off `text`: a HELO that cannot hold blanks, whatever else it holds.
string_view take_chunk(string_view* text) {
  size_t end = 0;
  while (end < text->size() && !is_space((*text)[end])) end++;
  const string_view chunk = text->substr(0, end);
  *text = trim(text->substr(end));
  return chunk;
}

/// Takes a comment off the front of `text`; its inside. Nullopt if there is none or it is not closed.
std::optional<string_view> take_comment(string_view* text) {
  if (text->empty() || text->front() != '(') return std::nullopt;
  const size_t length = comment_length(*text);
  if (length == npos) return std::nullopt;
  const string_view inside = trim(text->substr(1, length - 2));
  *text = trim(text->substr(length));
  return inside;
}

/// Takes "HELO x" apart: true and *helo = "x" if `inside` begins with one of the verbs.
bool is_helo_words(string_view inside, string_view* helo) {
  for (const char* verb : {"HELO", "EHLO", "LHLO"}) {
    if (!begins_ignoring_case(inside, verb) || (inside.size() > 4 && !is_space(inside[4]))) continue;
    *helo = trim(inside.substr(4));
    return true;
  }
  return false;
}

/// The name that a writer found for the client: no trailing dot; none if it says that it found none.
void set_rdns(string_view name, ReceivedHop* hop) {
  name = trim(name);
  if (name.size() > 2 && name.front() == '<' && name.back() == '>') name = name.substr(1, name.size() - 2);
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  for (const char* none : {"unknown", "unverified", "nxdomain", "dnserror", "no rdns", "[unknown]"})
    if (equal_ignoring_case(name, none)) hop->rdns_state = RdnsState::kNone;
  if (hop->rdns_state == RdnsState::kNone || parse_address_literal(name)) return;
  hop->rdns = name;
}

/// What may stand behind the address: Sendmail's (may be forged), IIS' RDNS failed, Stalwart's (AS64500, ZZ).
bool read_note(string_view note, ReceivedHop* hop) {
  if (note.empty() || equal_ignoring_case(note, "verified") || equal_ignoring_case(note, "unverified")) return true;
  if (equal_ignoring_case(note, "(may be forged)"))
    hop->rdns_state = RdnsState::kUnverified;
  else if (equal_ignoring_case(note, "RDNS failed"))
    hop->rdns_state = RdnsState::kNone;
  else
    return note.front() == '(' && note.back() == ')';
  return true;
}

/// "rdns [ip]", "[ip]", "ident@rdns [ip]", "rdns 2001:db8::1", "ip", perhaps with a note: the address stands last.
bool read_rdns_ip(string_view inside, ReceivedHop* hop, bool has_ident) {
  inside = trim(inside);
  const size_t close = inside.rfind(']');
  string_view name, address, note;
  if (const size_t open = close == npos ? npos : inside.rfind('[', close); open != npos) {
    size_t end = close + 1;
    if (end < inside.size() && inside[end] == ':')  // a port
      do end++;
      while (end < inside.size() && is_digit(inside[end]));
    name = inside.substr(0, open);
    address = inside.substr(open, end - open);
    note = trim(inside.substr(end));
  } else {
    const size_t open_word = inside.find_last_of(" \t\n@") + 1;
    name = inside.substr(0, open_word);
    address = inside.substr(open_word);
  }
  hop->client = parse_address_literal(address);
  if (!hop->client || !read_note(note, hop)) return false;
  const size_t ident = has_ident ? name.rfind('@') : npos;
  set_rdns(ident == npos ? name : name.substr(ident + 1), hop);
  return true;
}

/// "[ip]", "[ip]:port", "ip", "(ip)", "[(ip)]" and nothing else.
std::optional<IpAddress> bare_address(string_view text) {
  text = trim(text);
  if (text.size() > 4 && text.substr(0, 2) == "[(" && text.substr(text.size() - 2) == ")]")
    text = text.substr(2, text.size() - 4);
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') text = text.substr(1, text.size() - 2);
  return parse_address_literal(trim(text));
}

/// A connection on the same host: OpenSMTPD's [local], Sendmail's [UNIX: localhost], Cyrus' [unix socket]. It stands
/// last, where a client has its address: a PTR may say the same before it.
bool is_same_host(string_view inside) {
  const size_t open = inside.rfind('[');
  if (open == npos || inside.back() != ']') return false;
  const string_view place = inside.substr(open);
  return equal_ignoring_case(place, "[local]") || begins_ignoring_case(place, "[unix:") ||
         equal_ignoring_case(place, "[unix socket]");
}

bool several_addresses(ReceivedHop* hop) {
  hop->kind = HopKind::kAmbiguous;
  hop->why = "there are several addresses";
  return false;
}

bool local_client(ReceivedHop* hop) {
  if (hop->kind == HopKind::kSmtp) hop->kind = HopKind::kLocal;
  return true;
}

/// Comments behind the client: TLS, and the writer's mark of an authentication, a user's name behind it. False if
/// there is something else or a second address, because a PTR may close the client's comment. Not so with Postfix: it
/// takes valid names only, and has a certificate's name here, which may nest too deep or look like an address.
bool read_marks(string_view rest, string_view auth_mark, ReceivedHop* hop) {
  const bool is_postfix = hop->writer == string_view("postfix");
  while (auto mark = take_comment(&rest)) {
    ReceivedHop other;
    if (!is_postfix && read_rdns_ip(*mark, &other, /*has_ident=*/true)) return several_addresses(hop);
    for (const char* tls : {"using TLS", "using SSL", "TLS:"})
      if (begins_ignoring_case(*mark, tls)) hop->tls = true;
    if (auth_mark.empty() || !begins_ignoring_case(*mark, auth_mark)) continue;
    hop->auth = HopAuth::kToken;
    if (!is_alpha(auth_mark.back())) hop->auth_user = trim(mark->substr(auth_mark.size()));
  }
  return is_postfix || rest.empty();
}

/// Nothing behind the client but comments, and no address in them.
bool only_comments(string_view rest, ReceivedHop* hop) {
  while (!rest.empty()) {
    ReceivedHop other;
    const auto inside = take_comment(&rest);
    if (inside && !read_rdns_ip(*inside, &other, /*has_ident=*/true)) continue;
    hop->kind = HopKind::kAmbiguous;
    hop->why = inside ? "there are several addresses" : "there are words behind the address";
    return false;
  }
  return true;
}

/// Exim's "port=N helo=HELO ident=x"; `fallback` is the HELO if there is no helo=.
void read_exim_words(string_view words, string_view fallback, ReceivedHop* hop) {
  hop->helo = fallback;
  words = trim(words);
  if (begins_ignoring_case(words, "port=")) take_chunk(&words);
  if (words.substr(0, 5) != "helo=") return;
  words.remove_prefix(5);
  hop->helo = trim(words.substr(0, words.find(" ident=")));
}

/// Exim before 3.30: "name (HELO) [ip]", "(HELO) [ip]", "name [ip]".
bool read_old_exim(string_view head, ReceivedHop* hop) {
  const size_t open = head.rfind('[');
  if (open == npos) return false;
  hop->client = parse_address_literal(head.substr(open));
  string_view rest = trim(head.substr(0, open));
  const string_view name = !rest.empty() && rest.front() == '(' ? string_view{} : take_chunk(&rest);
  set_rdns(name, hop);
  if (name.empty()) hop->rdns_state = RdnsState::kNone;
  const auto helo = take_comment(&rest);
  hop->helo = helo ? *helo : name;
  return hop->client && rest.empty();
}

}  // namespace

bool layout_postfix(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client || !read_rdns_ip(*client, hop, /*has_ident=*/false)) return false;
  return read_marks(rest, "Authenticated sender:", hop);
}

bool layout_sendmail(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  if (!rest.empty() && rest.front() != '(') hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client) return false;
  // $_ of a local submission is user@host or localhost, without an address.
  if (is_same_host(*client) || (client->find_first_of("[ \t") == npos && !parse_address_literal(*client)))
    return read_marks(rest, "authenticated", hop) && local_client(hop);
  if (!read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  return read_marks(rest, "authenticated", hop);
}

bool layout_courier(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client || !read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  if (!read_marks(rest, "AUTH:", hop)) return false;  // AUTH: LOGIN user, TLS: ...
  string_view user = hop->auth_user;
  take_chunk(&user);
  hop->auth_user = user.substr(0, user.find(','));
  return true;
}

bool layout_opensmtpd(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  if (rest.size() < 2 || rest.front() != '(' || rest.back() != ')') return false;
  const string_view client = rest.substr(1, rest.size() - 2);
  if (is_same_host(client)) return local_client(hop);
  const size_t address = client.find_last_of(" \t\n") + 1;  // an IPv6 address has no brackets, but the PTR may have
  hop->client = parse_address_literal(client.substr(address));
  set_rdns(client.substr(0, address), hop);
  return hop->client.has_value();
}

bool layout_kerio(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client || !read_rdns_ip(*client, hop, /*has_ident=*/false)) return false;
  return read_marks(rest, "authenticated user ", hop);
}

bool layout_rdns_last(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  auto inside = take_comment(&rest);
  if (!inside) return false;
  hop->client = parse_address_literal(take_chunk(&*inside));
  set_rdns(*inside, hop);
  return hop->client && read_marks(rest, "Authenticated sender:", hop);
}

bool layout_helo_address(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  if (!rest.empty() && rest.front() != '(') hop->helo = take_chunk(&rest);
  if (!rest.empty() && rest.front() == '(') {
    const auto inside = take_comment(&rest);
    if (inside && is_same_host(*inside)) return only_comments(rest, hop) && local_client(hop);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  } else {
    string_view next = take_chunk(&rest);
    if (next == "-") next = take_chunk(&rest);  // IIS 4: HELO - ip
    hop->client = bare_address(next);
  }
  return hop->client && only_comments(rest, hop);
}

bool layout_exim(const ReceivedLine& line, ReceivedHop* hop) {
  if (begins_ignoring_case(line.tail.with, "local")) return local_client(hop);
  if (line.tail.with_comments.find("A=")) hop->auth = HopAuth::kToken;  // where received_header_text writes it
  string_view rest = line.head;
  const string_view first = take_chunk(&rest);
  if (!first.empty() && first.front() != '[' && line.head.back() == ']') return read_old_exim(line.head, hop);
  string_view words;
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
  set_rdns(first, hop);
  read_exim_words(words, first, hop);
  return hop->client.has_value();
}

bool layout_qmail(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const string_view name = take_chunk(&rest);
  set_rdns(name, hop);
  string_view helo = name;
  auto inside = take_comment(&rest);
  if (inside && is_helo_words(*inside, &helo)) inside = take_comment(&rest);
  if (!inside) return false;
  hop->helo = helo;
  string_view client = *inside;
  const string_view where = take_chunk(&client);
  const size_t ident = where.rfind('@');
  hop->client = parse_address_literal(ident == npos ? where : where.substr(ident + 1));
  if (equal_ignoring_case(take_chunk(&client), "with") &&
      !client.empty()) {  // Yahoo: "(user@ip with login)", a blank of its own
    hop->auth = HopAuth::kToken;
    hop->auth_user = where.substr(0, ident == npos ? 0 : ident);
    client = {};
  }
  if (!hop->client || !client.empty()) return false;
  if (rest.empty()) return true;
  // qmail-ldap's envelope sender is not cleaned, and it stands last.
  const size_t open = rest.find('<');
  if (!begins_ignoring_case(rest, "(envelope-sender") || open == npos || rest.size() < open + 3) return false;
  hop->envelope_from = rest.substr(open + 1, rest.size() - open - 3);
  return ends_ignoring_case(rest, ">)");
}

bool layout_qmail_plain(const ReceivedLine& line, ReceivedHop* hop) {
  // With brackets and one name only, the name is what others write: the HELO.
  return layout_qmail(line, hop) &&
         (hop->helo->data() != line.head.data() || line.head.find('[', hop->helo->size()) == npos);
}

bool layout_qsmtp(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  string_view helo = take_chunk(&rest);
  set_rdns(helo, hop);
  auto words = take_comment(&rest);
  if (!words) return false;
  hop->client = parse_address_literal(take_chunk(&*words));
  is_helo_words(*words, &helo);
  hop->helo = helo;
  return hop->client && read_marks(rest, "auth=", hop);
}

bool layout_communigate(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const string_view first = take_chunk(&rest);
  auto words = take_comment(&rest);
  if (!words) return false;
  hop->client = parse_address_literal(first);
  if (begins_ignoring_case(*words, "account ")) {
    words->remove_prefix(8);
    hop->auth = HopAuth::kToken;
    hop->auth_user = take_chunk(&*words);
  }
  string_view helo = first;
  const bool said = is_helo_words(*words, &helo);
  hop->helo = helo;
  if (hop->client && (said || words->empty())) return true;
  hop->client = parse_address_literal(take_chunk(&*words));
  if (equal_ignoring_case(*words, "verified")) set_rdns(first, hop);
  return hop->client.has_value();
}

bool layout_zmailer(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const string_view name = take_chunk(&rest);
  auto inside = take_comment(&rest);
  if (!inside || !rest.empty()) return false;
  const string_view client = take_chunk(&*inside);
  hop->client = parse_address_literal(client.substr(client.rfind('@') + 1));  // ident@[ip]:port
  const size_t end = inside->find('"', 1);
  string_view helo;
  if (!hop->client || inside->empty() || inside->front() != '"' || end == npos) return false;
  if (!is_helo_words(inside->substr(1, end - 1), &helo)) return false;
  hop->helo = helo;
  set_rdns(name, hop);
  return true;
}

bool layout_claiming(const ReceivedLine& line, ReceivedHop* hop) {
  const size_t open = line.head.find('('), close = line.head.find("),");
  const size_t first = line.head.find('"'), last = line.head.rfind('"');
  if (open == npos || close == npos || open > close || first < close || first >= last || last == npos) return false;
  if (!begins_ignoring_case(trim(line.head.substr(close + 2)), "claiming to be")) return false;
  set_rdns(line.head.substr(0, open), hop);
  hop->client = parse_address_literal(line.head.substr(open + 1, close - open - 1));
  hop->helo = line.head.substr(first + 1, last - first - 1);
  return hop->client.has_value();
}

bool layout_last_comment(const ReceivedLine& line, ReceivedHop* hop) {
  const string_view head = line.head;
  if (head.empty() || head.back() != ')') return false;
  const size_t open = head.rfind('(');
  // The writer's own one stands behind a blank; else the PTR has one, too, and where the HELO ends is not known.
  if (open == npos || (open > 0 && head[open - 1] != ' ')) return false;
  hop->helo = trim(head.substr(0, open));
  return read_rdns_ip(head.substr(open + 1, head.size() - open - 2), hop, /*has_ident=*/false);
}

bool layout_unknown(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  string_view first;
  if (!rest.empty() && rest.front() != '(') first = take_chunk(&rest);
  if (const size_t open = first.find('('); open != npos) {
    first = first.substr(0, open);
    rest = trim(line.head.substr(open));
  }
  ReceivedHop found;
  int addresses = 0;
  std::optional<string_view> helo;
  while (!rest.empty()) {
    ReceivedHop here;
    const bool comment = rest.front() == '(';
    const auto inside = comment ? take_comment(&rest) : std::optional<string_view>(take_chunk(&rest));
    string_view said;
    if (!inside) {
      hop->why = "a comment is never closed";
      return false;
    }
    if (comment && is_helo_words(*inside, &said)) {
      helo = said;
    } else if (comment && begins_ignoring_case(*inside, "helo=")) {
      helo = trim(inside->substr(5));
    } else if (comment ? read_rdns_ip(*inside, &here, true)
                       : inside->front() == '[' && (here.client = bare_address(*inside)).has_value()) {
      addresses++;
      found = here;
    } else if (!comment) {
      hop->why = "there are words that no writer is known for";
      return false;
    }
  }
  if (addresses == 0 && equal_ignoring_case(line.tail.with, "local")) return local_client(hop);
  if (addresses == 0 && helo && bare_address(first)) {  // ip (HELO x)
    addresses = 1;
    found.client = bare_address(first);
    first = {};
  }
  if (addresses != 1) {
    hop->kind = addresses > 1 ? HopKind::kAmbiguous : HopKind::kUnparsed;
    // RFC 5321 4.4 has no lone literal, and writers that know the HELO only would let the client choose it.
    hop->why = addresses > 1         ? "there are several addresses"
               : bare_address(first) ? "the address may be only what the client said"
                                     : "there is no client address";
    return false;
  }
  hop->client = found.client;
  hop->rdns = found.rdns;
  if (found.rdns_state == RdnsState::kNone) hop->rdns_state = RdnsState::kNone;
  if (helo && found.rdns.empty()) set_rdns(first, hop);
  if (helo)
    hop->helo = helo;
  else if (!first.empty())
    hop->helo = first;
  return true;
}

bool layout_glued(const ReceivedLine& line, ReceivedHop* hop) {
  const size_t open = line.head.find('(');
  if (open == npos || line.head.back() != ')') return false;
  set_rdns(line.head.substr(0, open), hop);
  hop->client = bare_address(line.head.substr(open));
  return hop->client.has_value();
}

bool layout_lone_address(const ReceivedLine& line, ReceivedHop* hop) {
  hop->client = bare_address(line.head);
  return hop->client.has_value();
}

bool layout_squirrelmail(const ReceivedLine& line, ReceivedHop* hop) {
  if (!begins_ignoring_case(line.tail.with, "HTTP")) return false;
  string_view rest = line.head;
  hop->client = bare_address(take_chunk(&rest));
  if (!hop->client) {
    const auto inside = take_comment(&rest);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  }
  while (auto inside = take_comment(&rest)) {  // SquirrelMail authenticated user NAME
    if (!equal_ignoring_case(take_chunk(&*inside), "SquirrelMail")) continue;
    take_chunk(&*inside);
    take_chunk(&*inside);
    hop->auth_user = *inside;
  }
  hop->auth = HopAuth::kWebmail;
  return true;
}

bool layout_roundcube(const ReceivedLine& line, ReceivedHop* hop) {
  if (!begins_ignoring_case(line.tail.with, "HTTP")) return false;
  string_view rest = line.head;
  const string_view first = take_chunk(&rest);
  if (rest.empty()) {
    hop->client = bare_address(first);
  } else if (rest.front() == '(') {
    const auto inside = take_comment(&rest);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  } else {
    set_rdns(first, hop);
    hop->client = bare_address(take_chunk(&rest));
  }
  hop->auth = HopAuth::kWebmail;
  return hop->client.has_value();
}

bool layout_no_address(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  return true;
}

bool layout_alibaba(const ReceivedLine& line, ReceivedHop* hop) {
  const size_t open = line.head.find('(');
  if (open == npos) return false;
  hop->helo = line.head.substr(0, open);
  string_view inside = line.head.substr(open + 1);
  const string_view sender = take_chunk(&inside);
  if (begins_ignoring_case(sender, "mailfrom:")) hop->envelope_from = sender.substr(9);
  return true;
}

bool layout_hidden(const ReceivedLine&, ReceivedHop* hop) {
  hop->why = "its writer hides the client";
  return true;
}

bool layout_qmail_queue(const ReceivedLine& line, ReceivedHop* hop) {
  if (line.value.find("invoked from network") == npos) hop->kind = HopKind::kLocal;
  return true;
}

bool layout_dma(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  take_chunk(&rest);
  if (equal_ignoring_case(take_chunk(&rest), "id")) hop->id = take_chunk(&rest);
  return true;
}

bool layout_pickup(const ReceivedLine& line, ReceivedHop*) {
  return equal_ignoring_case(line.head, "mail pickup service");
}

bool layout_none(const ReceivedLine&, ReceivedHop*) { return true; }

}  // namespace hfilter
