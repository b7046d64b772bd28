// SPDX-License-Identifier: BSD-2-Clause
//
// Layouts without a HELO, without an address or without a client.
#include "base/text.h"
#include "trace/received_layouts.h"
#include "trace/received_pieces.h"

namespace hfilter {

using std::string_view;

namespace {

constexpr size_t npos = string_view::npos;

/// Removes Sendmail's "(from $_)" from the front of `text` and returns $_; nullopt for other text.
std::optional<string_view> take_from_comment(string_view* text) {
  auto inside = take_comment(text);
  if (!inside || !equal_ignoring_case(take_chunk(&*inside), "from")) return std::nullopt;
  return inside;
}

}  // namespace

bool layout_from_user(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const auto user = take_from_comment(&rest);
  return user && is_user_at_host(*user) && read_marks(rest, "authenticated", hop);
}

bool layout_from_client(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const auto client = take_from_comment(&rest);
  if (!client || !read_rdns_ip(*client, hop, /*has_ident=*/true)) return false;
  hop->helo = "";
  return read_marks(rest, "authenticated", hop);
}

bool layout_from_address(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  const auto client = take_from_comment(&rest);
  return client && read_rdns_ip(*client, hop, /*has_ident=*/true) && expect_only_comments(rest, hop);
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

bool layout_messagelabs(const ReceivedLine& line, ReceivedHop* hop) {
  string_view rest = line.head;
  hop->client = bare_address(take_chunk(&rest));
  return hop->client && line.tail.with.empty() && read_marks(rest, "", hop);
}

bool layout_squirrelmail(const ReceivedLine& line, ReceivedHop* hop) {
  if (!begins_ignoring_case(line.tail.with, "HTTP")) return false;
  string_view rest = line.head;
  hop->client = bare_address(take_chunk(&rest));
  if (!hop->client) {
    const auto inside = take_comment(&rest);
    if (!inside || !read_rdns_ip(*inside, hop, /*has_ident=*/false)) return false;
  }
  while (auto inside = take_comment(&rest)) {  // reads "SquirrelMail authenticated user NAME"
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
  hop->why = "the mail server that wrote the line hides the client";
  return true;
}

bool layout_no_with(const ReceivedLine& line, ReceivedHop*) { return line.tail.with.empty(); }

bool layout_with_local(const ReceivedLine& line, ReceivedHop*) { return begins_ignoring_case(line.tail.with, "local"); }

bool layout_unknown_client(const ReceivedLine& line, ReceivedHop*) {
  string_view rest = line.head;
  take_chunk(&rest);
  return rest == "(unknown)";
}

bool layout_qmail_queue(const ReceivedLine& line, ReceivedHop* hop) {
  if (line.start.find("invoked from network") == npos) hop->kind = HopKind::kLocal;
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
