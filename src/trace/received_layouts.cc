// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_layouts.h"

#include "base/text.h"
#include "trace/received_pieces.h"

namespace hfilter {
namespace {

using std::string_view;
constexpr size_t npos = string_view::npos;

/// Parses Exim's "port=N helo=HELO ident=x", where each part is optional. `fallback` is the HELO if helo= is missing.
/// Returns false for other words: the line is then another writer's.
bool read_exim_words(string_view words, string_view fallback, ReceivedHop* hop) {
  words = trim(words);
  if (begins_ignoring_case(words, "port=")) take_chunk(&words);
  hop->helo_inferred = words.substr(0, 5) != "helo=";
  if (hop->helo_inferred) {
    hop->helo = fallback;
    return words.empty() || words.substr(0, 6) == "ident=";
  }
  words.remove_prefix(5);
  hop->helo = trim(words.substr(0, words.find(" ident=")));
  return true;
}

/// Parses the form of Exim before 3.30: "name (HELO) [ip]", "(HELO) [ip]", "name [ip]".
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
  hop->helo_inferred = !helo;
  return hop->client && rest.empty();
}

/// The head of an unknown writer, after its first word.
struct UnknownHead {
  ReceivedHop found;  // only client, rdns and rdns_state are set
  int addresses = 0;
  std::optional<string_view> helo;
};

/// Parses comments and literals in any order. Returns false for other text, with the reason in `hop`.
bool read_unknown_head(string_view rest, UnknownHead* head, ReceivedHop* hop) {
  while (!rest.empty()) {
    ReceivedHop here;
    const bool comment = rest.front() == '(';
    const auto inside = comment ? take_comment(&rest) : std::optional<string_view>(take_chunk(&rest));
    string_view helo;
    if (!inside) {
      hop->why = "a comment in the line is not closed";
      return false;
    }
    if (comment && is_helo_words(*inside, &helo)) {
      head->helo = helo;
    } else if (comment && begins_ignoring_case(*inside, "helo=")) {
      head->helo = trim(inside->substr(5));
    } else if (comment ? read_rdns_ip(*inside, &here, true)
                       : inside->front() == '[' && (here.client = bare_address(*inside)).has_value()) {
      ++head->addresses;
      head->found = here;
    } else if (comment && holds_address(*inside)) {
      hop->why = "the line has an address among words that no known mail server writes";
      return false;
    } else if (!comment) {
      hop->why = "the line has words that no known mail server writes";
      return false;
    }
  }
  return true;
}

}  // namespace

bool layout_postfix(const ReceivedLine& line, ReceivedHop* hop) {
  if (!layout_helo_client(line, hop)) return false;
  // Postfix (smtpd.c) writes the reverse name and the protocol SMTP if the client sent no HELO.
  const bool is_skipped = hop->helo == "unknown" && hop->rdns_state == RdnsState::kNone && line.tail.with == "SMTP";
  if (is_skipped) hop->helo = "";
  return true;
}

bool layout_helo_client(const ReceivedLine& line, ReceivedHop* hop) {
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
  if (is_same_host(*client) || is_user_at_host(*client)) {
    return read_marks(rest, "authenticated", hop) && mark_as_pickup(hop);
  }
  if (!read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  return read_marks(rest, "authenticated", hop);
}

bool layout_courier(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (!client || !read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  if (!read_marks(rest, "AUTH:", hop)) return false;  // reads "AUTH: LOGIN user, TLS: ..."
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
  if (is_same_host(client)) return mark_as_pickup(hop);
  const size_t address = client.find_last_of(" \t\n") + 1;  // an IPv6 address has no brackets; a PTR may
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
    if (inside && is_same_host(*inside)) return expect_only_comments(rest, hop) && mark_as_pickup(hop);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  } else {
    string_view next = take_chunk(&rest);
    if (next == "-") next = take_chunk(&rest);  // IIS 4 writes `HELO - ip`
    hop->client = bare_address(next);
  }
  return hop->client && expect_only_comments(rest, hop);
}

bool layout_exchange(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->helo = take_chunk(&rest);
  const auto client = take_comment(&rest);
  if (client) hop->client = bare_address(*client);
  return hop->client && expect_only_comments(rest, hop);
}

bool layout_momentum(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const string_view name = take_chunk(&rest);
  auto words = take_comment(&rest);
  if (!words || !rest.empty()) return false;
  string_view client = take_chunk(&*words);  // the form is [ip:port]
  if (client.size() < 2 || client.front() != '[' || client.back() != ']') return false;
  client = client.substr(1, client.rfind(':') - 1);
  hop->client = parse_address_literal(client);
  if (!hop->client || !begins_ignoring_case(*words, "helo=")) return false;
  hop->helo = words->substr(5);
  set_rdns(name, hop);
  const auto named = parse_address_literal(name);
  return !named || *named == *hop->client || mark_several_clients(hop);
}

bool layout_exim(const ReceivedLine& line, ReceivedHop* hop) {
  if (begins_ignoring_case(line.tail.with, "local")) return mark_as_pickup(hop);
  if (line.tail.with_comments.find("A=")) hop->auth = HopAuth::kToken;  // Exim's received_header_text writes A= there
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
    return hop->client && read_exim_words(words, first.substr(0, first.find(']') + 1), hop);
  }
  hop->client = parse_address_literal(take_chunk(&words));
  set_rdns(first, hop);
  return hop->client && read_exim_words(words, first, hop);
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
  if (equal_ignoring_case(take_chunk(&client), "with") && !client.empty()) {  // Yahoo writes "(user@ip with login)"
    hop->auth = HopAuth::kToken;
    hop->auth_user = where.substr(0, ident == npos ? 0 : ident);
    client = {};
  }
  if (!hop->client || !client.empty()) return false;
  if (rest.empty()) return true;
  // qmail-ldap does not clean the envelope sender, which is last.
  const size_t open = rest.find('<');
  if (!begins_ignoring_case(rest, "(envelope-sender") || open == npos || rest.size() < open + 3) return false;
  hop->envelope_from = rest.substr(open + 1, rest.size() - open - 3);
  return ends_ignoring_case(rest, ">)");
}

bool layout_qmail_plain(const ReceivedLine& line, ReceivedHop* hop) {
  // A single name before brackets is the HELO in the lines of other MTAs.
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
  const bool has_helo = is_helo_words(*words, &helo);
  hop->helo = helo;
  if (hop->client && (has_helo || words->empty())) return true;
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
  hop->client = parse_address_literal(client.substr(client.rfind('@') + 1));  // the client may be ident@[ip]:port
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
  // The writer puts a blank before its comment. Without it, the PTR has a parenthesis and the end of the HELO is
  // unknown.
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
  UnknownHead head;
  if (!read_unknown_head(rest, &head, hop)) return false;
  if (head.addresses == 0 && equal_ignoring_case(line.tail.with, "local")) return mark_as_pickup(hop);
  if (head.addresses == 0 && head.helo && bare_address(first)) {  // the form is `ip (HELO x)`
    head.addresses = 1;
    head.found.client = bare_address(first);
    first = {};
  }
  const auto literal = !first.empty() && first.front() == '[' ? bare_address(first) : std::nullopt;
  if (head.addresses == 1 && literal && *literal != *head.found.client) ++head.addresses;
  if (head.addresses != 1) {
    hop->kind = head.addresses > 1 ? HopKind::kAmbiguous : HopKind::kUnparsed;
    // A literal alone is not in RFC 5321 4.4. In lines of writers that know only the HELO, the client chooses this
    // literal.
    hop->why = head.addresses > 1    ? "the line names several addresses"
               : bare_address(first) ? "the address in the line may be only what the client said"
                                     : "the line names no client address";
    return false;
  }
  hop->client = head.found.client;
  hop->rdns = head.found.rdns;
  if (head.found.rdns_state == RdnsState::kNone) hop->rdns_state = RdnsState::kNone;
  if (head.helo && hop->rdns.empty()) set_rdns(first, hop);
  if (head.helo) {
    hop->helo = head.helo;
  } else if (!first.empty()) {
    hop->helo = first;
  }
  return true;
}

}  // namespace hfilter
