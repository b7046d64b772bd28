// SPDX-License-Identifier: BSD-2-Clause
#include "trace/received_parser.h"

#include <algorithm>

#include "base/text.h"
#include "trace/received_line.h"
#include "trace/received_writers.h"

namespace hfilter {
namespace {

constexpr size_t npos = std::string_view::npos;
constexpr size_t kMaxByWords = 8;  // The most `by` words tried. Each is one reading of the line.

/// A protocol in the `with` clause: ESMTP, SMTPS, esmtpsa, UTF8SMTPA, LMTPSA, asmtp. Source: IANA's registry of mail
/// transmission types; older versions of Exim.
struct Protocol {
  bool known = false;
  bool tls = false;
  bool authenticated = false;
  bool lmtp = false;
};

Protocol protocol_of(std::string_view word) {
  Protocol protocol;
  std::string text = lower(word.substr(0, 32));
  if (text == "asmtp") return {true, false, true, false};
  for (const char* prefix : {"utf8", "e"}) {
    if (text.rfind(prefix, 0) == 0) text.erase(0, std::string_view(prefix).size());
  }
  protocol.lmtp = text.rfind("lmtp", 0) == 0;
  if (!protocol.lmtp && text.rfind("smtp", 0) != 0) return protocol;
  text.erase(0, 4);
  protocol.tls = text == "s" || text == "sa";
  protocol.authenticated = text == "a" || text == "sa";
  protocol.known = text.empty() || protocol.tls || protocol.authenticated;
  return protocol;
}

/// Returns the protocol in the words of the `with` clause: qmail patches write "AES256-SHA encrypted SMTP".
std::string_view protocol_word(std::string_view with) {
  if (begins_ignoring_case(with, "Microsoft SMTP")) return with;
  const size_t last = with.find_last_of(" \t\n") + 1;
  if (protocol_of(with.substr(last)).known) return with.substr(last);
  return with.substr(0, with.find_first_of(" \t\r\n"));
}

bool has_tls_comment(const Comments& comments) {
  for (const char* prefix : {"TLS", "using TLS", "using SSL", "version=TLS", "version=SSL", "Cipher TLS", "SSL"}) {
    if (comments.find(prefix)) return true;
  }
  for (std::string_view inside : comments) {
    if (ends_ignoring_case(inside, " encrypted")) return true;
  }
  return false;
}

/// Returns the address of the `by` host: the host itself, or an address in the words or comments after it.
std::optional<IpAddress> by_address(const Tail& tail) {
  if (auto address = parse_address_literal(tail.by)) return address;
  if (auto address = parse_address_literal(tail.by_words)) return address;
  for (std::string_view inside : tail.by_comments) {
    const size_t open = inside.find_last_of(" \t") + 1;
    if (auto address = parse_address_literal(inside.substr(open))) return address;
  }
  return std::nullopt;
}

/// Returns the x of a comment (envelope-from x), without angle brackets; nullopt if there is no such comment.
std::optional<std::string_view> sender_in(const Comments& comments) {
  for (const char* prefix : {"envelope-from ", "envelope-sender "}) {
    const auto inside = comments.find(prefix);
    if (!inside) continue;
    std::string_view path = trim(inside->substr(std::string_view(prefix).size()));
    path = path.substr(0, path.find_last_of('>') + 1 == 0 ? npos : path.find_last_of('>') + 1);
    if (path.size() >= 2 && path.front() == '<' && path.back() == '>') path = path.substr(1, path.size() - 2);
    return path;
  }
  return std::nullopt;
}

std::optional<std::string_view> comment_sender(const Tail& tail) {
  for (const Comments* comments : {&tail.with_comments, &tail.other_comments, &tail.by_comments}) {
    if (auto sender = sender_in(*comments)) return sender;
  }
  return std::nullopt;
}

/// Copies the values that all formats express in the same way.
void read_tail(const ReceivedLine& line, ReceivedHop* hop) {
  const Tail& tail = line.tail;
  hop->by = tail.by;
  hop->by_address = by_address(tail);
  hop->protocol = protocol_word(tail.with);
  hop->id = tail.id;
  hop->for_recipient = tail.recipient;
  hop->envelope_from = tail.envelope_from ? tail.envelope_from : comment_sender(tail);
  if (!hop->time) hop->time = tail.time;
  const Protocol protocol = protocol_of(hop->protocol);
  const bool named_tls =
      find_ignoring_case(hop->protocol, "/TLS") != npos || equal_ignoring_case(hop->protocol, "HTTPS");
  hop->tls = protocol.tls || named_tls || has_tls_comment(tail.with_comments) || has_tls_comment(tail.by_comments) ||
             has_tls_comment(tail.other_comments);
}

/// Derives the kind of the hop and the authentication from the `with` clause.
void apply_protocol(ReceivedHop* hop) {
  if (hop->kind != HopKind::kSmtp) return;
  const Protocol protocol = protocol_of(hop->protocol);
  if (protocol.lmtp) hop->kind = HopKind::kLmtp;
  if (begins_ignoring_case(hop->protocol, "POP") || begins_ignoring_case(hop->protocol, "IMAP")) {
    hop->kind = HopKind::kRetrieval;
  }
  if (!hop->client && equal_ignoring_case(hop->protocol, "local")) hop->kind = HopKind::kLocal;
  if (protocol.authenticated && hop->auth == HopAuth::kNone) hop->auth = HopAuth::kToken;
}

RdnsState state_of_name(Names names) {
  if (names == Names::kVerified) return RdnsState::kVerified;
  return names == Names::kNever ? RdnsState::kNotLookedUp : RdnsState::kUnverified;
}

RdnsState state_without_name(Names names, RdnsState said) {
  if (said == RdnsState::kNone || names == Names::kVerified || names == Names::kUnverified) return RdnsState::kNone;
  return RdnsState::kNotLookedUp;
}

/// Reads the line as a line of `writer`. Returns false if the layout of `writer` does not fit.
bool read_as(const Writer& writer, const ReceivedLine& line, ReceivedHop* hop) {
  hop->writer = writer.name;
  hop->kind = writer.kind;
  hop->rdns_state = state_of_name(writer.names);
  if (!writer.layout(line, hop)) return false;
  if (writer.sender_behind_date && !hop->envelope_from) hop->envelope_from = sender_in(line.tail.date_comments);
  if (writer.names == Names::kNever) hop->rdns = {};
  if (hop->rdns.empty()) hop->rdns_state = state_without_name(writer.names, hop->rdns_state);
  apply_protocol(hop);
  return true;
}

/// Reads a line that is divided at one position.
ReceivedHop read_line(const ReceivedLine& line, const ReceivedHop& base, Table<Writer> writers) {
  ReceivedHop common = base;
  read_tail(line, &common);
  ReceivedHop failed = common;
  for (const Writer& writer : writers) {
    if (writer.from != line.has_from) continue;
    if (!failed.why.empty() && writer.name != std::string_view(failed.writer)) continue;
    if (!has_mark(line, writer)) continue;
    ReceivedHop hop = common;
    if (read_as(writer, line, &hop)) return hop;
    if (!writer.is_sure()) continue;
    failed.writer = writer.name;
    failed.why = hop.why.empty() ? "the line does not have the form that its mail server writes" : hop.why;
    if (hop.kind == HopKind::kAmbiguous) failed.kind = HopKind::kAmbiguous;
  }
  if (!failed.why.empty()) return failed;
  if (!line.has_from) {
    failed.why = "the line has no `from`";
    return failed;
  }
  ReceivedHop hop = common;
  if (read_as(unknown_writer(), line, &hop)) return hop;
  failed.kind = hop.kind == HopKind::kAmbiguous ? HopKind::kAmbiguous : HopKind::kUnparsed;
  failed.why = hop.why;
  return failed;
}

ReceivedHop unread(const ReceivedHop& base, HopKind kind, const char* why) {
  ReceivedHop hop = base;
  hop.kind = kind;
  hop.why = why;
  hop.time.reset();  // the client may have written the date
  return hop;
}

bool same_reading(const ReceivedHop& a, const ReceivedHop& b) {
  return a.kind == b.kind && a.client == b.client && a.helo == b.helo && a.auth == b.auth;
}

}  // namespace

ReceivedHop parse_received(std::string_view value, int number, Table<Writer> writers) {
  ReceivedHop base;
  base.number = number;
  base.raw = value;
  const Unfolded unfolded = unfold_value(value);
  base.time = unfolded.time;
  base.text = unfolded.text;
  if (unfolded.by_follows_date) return unread(base, HopKind::kAmbiguous, "the line has text after its date");
  if (unfolded.too_many_lines) return unread(base, HopKind::kUnparsed, "the line is folded into too many lines");
  auto places = find_by(unfolded);
  if (!places) return unread(base, HopKind::kUnparsed, "the line has too many words");
  if (places->size() > kMaxByWords) {
    return unread(base, HopKind::kAmbiguous, "the line can be read in more than one way");
  }
  if (places->empty()) places->push_back(npos);
  std::optional<ReceivedHop> result;
  for (const size_t place : *places) {
    const auto line = cut_line(unfolded, place);
    if (!line) return unread(base, HopKind::kUnparsed, "the line has too many words");
    ReceivedHop hop = read_line(*line, base, writers);
    if (result && !same_reading(*result, hop)) {
      return unread(base, HopKind::kAmbiguous, "the line can be read in more than one way");
    }
    result = std::move(hop);
  }
  return *result;
}

const char* hop_kind_name(HopKind kind) {
  static const char* const names[] = {"smtp", "local", "queue", "lmtp", "retrieval", "ambiguous", "unparsed"};
  return names[static_cast<int>(kind)];
}

const char* rdns_state_name(RdnsState state) {
  static const char* const names[] = {"verified", "unverified", "none", "not-looked-up"};
  return names[static_cast<int>(state)];
}

}  // namespace hfilter
