// SPDX-License-Identifier: BSD-2-Clause
//
// Sources are the MTAs' own: Postfix smtpd.c, Exim receive.c and host.c, qmail received.c, Sendmail's HReceived,
// OpenSMTPD smtp_session.c, Courier courieresmtpd.c, Haraka connection.js ..., and public archives for those that are
// not open.
#include "trace/received_writers.h"

#include "base/text.h"

namespace hfilter {
namespace {

using P = MarkPlace;
constexpr HopKind kSmtp = HopKind::kSmtp;
constexpr HopKind kLocal = HopKind::kLocal;
constexpr HopKind kQueue = HopKind::kQueue;
constexpr HopKind kLmtp = HopKind::kLmtp;
constexpr HopKind kRetrieval = HopKind::kRetrieval;
// What a name in the line is worth.
constexpr RdnsState kVerifies = RdnsState::kVerified;    // looked up both ways, or it would not stand there
constexpr RdnsState kDoubtful = RdnsState::kUnverified;  // only the PTR, or nobody knows
constexpr RdnsState kNever = RdnsState::kNotLookedUp;
constexpr HeloText kAnything = HeloText::kAnything;

// The first row whose mark is there and whose layout fits reads the line.
const Writer kWriters[] = {
    // name, kind, where its mark stands, mark, has a from, layout, worth of a name
    {"postfix", kLocal, P::kByComment, "Postfix", false, layout_none, kNever},
    {"postfix", kSmtp, P::kByComment, "Postfix", true, layout_helo_rdns, kVerifies},
    {"exim", kLocal, P::kTailComment, "Exim", false, layout_none, kNever},
    {"exim", kSmtp, P::kTailComment, "Exim", true, layout_exim, kVerifies},
    {"sendmail", kLocal, P::kStart, "(from ", false, layout_none, kNever},
    {"sendmail", kSmtp, P::kByVersion, "8.", true, layout_sendmail, kVerifies},
    {"opensmtpd", kSmtp, P::kByComment, "OpenSMTPD", false, layout_none, kNever},
    {"opensmtpd", kSmtp, P::kByComment, "OpenSMTPD", true, layout_helo_rdns, kDoubtful},

    {"qmail-queue", kQueue, P::kStart, "(qmail ", false, layout_none, kNever},
    {"hmailserver", kSmtp, P::kSemicolon, "", true, layout_last_comment, kDoubtful, kAnything},
    {"qmail", kSmtp, P::kBare, "", true, layout_qmail, kDoubtful},
    {"fetchmail", kRetrieval, P::kWithComment, "fetchmail-", true, layout_helo_address, kDoubtful},
    {"haraka", kSmtp, P::kByComment, "Haraka/", true, layout_last_comment, kDoubtful, kAnything},
};

/// True if `text` has the shape: h for one or more hexadecimal digits, anything else for itself.
bool has_shape(std::string_view text, std::string_view shape) {
  size_t at = 0;
  for (char c : shape) {
    const size_t begin = at;
    if (c != 'h') {
      if (at >= text.size() || text[at++] != c) return false;
      continue;
    }
    while (at < text.size() && (is_digit(text[at]) || (to_lower(text[at]) >= 'a' && to_lower(text[at]) <= 'f'))) at++;
    if (at == begin) return false;
  }
  return at == text.size();
}

/// qmail's own tail: `by HOST with PROTO; date`, with the comments of its qp and TLS patches.
bool is_bare(const Tail& tail) {
  if (!tail.id.empty() || !tail.recipient.empty() || !tail.via.empty() || !tail.by_words.empty() || tail.with.empty())
    return false;
  for (std::string_view inside : tail.by_comments)
    if (!begins_ignoring_case(inside, "qp ")) return false;
  for (std::string_view inside : tail.with_comments)
    if (!ends_ignoring_case(inside, " encrypted")) return false;
  return tail.in_order && tail.other_comments.empty() && !tail.envelope_from;
}

}  // namespace

const std::vector<Writer>& received_writers() {
  static const std::vector<Writer> writers(std::begin(kWriters), std::end(kWriters));
  return writers;
}

bool has_mark(const ReceivedLine& line, const Writer& writer) {
  const Tail& tail = line.tail;
  switch (writer.place) {
    case MarkPlace::kStart:
      return begins_ignoring_case(trim(line.value), writer.mark);
    case MarkPlace::kBy:
      return ends_ignoring_case(tail.by, writer.mark);
    case MarkPlace::kByComment:
      return tail.by_comments.find(writer.mark).has_value();
    case MarkPlace::kByVersion: {
      const auto version = tail.by_comments.find(writer.mark);
      return version && !parse_address_literal(*version);
    }
    case MarkPlace::kByWords:
      return begins_ignoring_case(tail.by_words, writer.mark);
    case MarkPlace::kWith:
      return begins_ignoring_case(tail.with, writer.mark);
    case MarkPlace::kWithComment:
      return tail.with_comments.find(writer.mark).has_value();
    case MarkPlace::kTailComment:
      return tail.by_comments.find(writer.mark) || tail.with_comments.find(writer.mark) ||
             tail.other_comments.find(writer.mark);
    case MarkPlace::kHeadComment: {
      const size_t open = line.head.find('(');
      return open != std::string_view::npos && begins_ignoring_case(line.head.substr(open + 1), writer.mark);
    }
    case MarkPlace::kVia:
      return begins_ignoring_case(tail.via, writer.mark);
    case MarkPlace::kIdShape:
      return has_shape(tail.id, writer.mark);
    case MarkPlace::kSemicolon:
      return tail.semicolon_begins_line;
    case MarkPlace::kBare:
      return is_bare(tail);
  }
  return false;
}

}  // namespace hfilter
