// SPDX-License-Identifier: BSD-2-Clause
//
// Source: Postfix smtpd.c, Exim receive.c and host.c, qmail received.c, Sendmail's HReceived, OpenSMTPD smtp_session.c,
// Courier courieresmtpd.c, Haraka connection.js ...; public mail archives for closed-source MTAs.
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
constexpr bool kFrom = true;
constexpr bool kNoFrom = false;
constexpr bool kBehindDate = true;  // FreeBSD's Sendmail and PowerMTA write the sender after the date

// Columns: name, kind, place of the mark, mark, has `from`, layout, reliability of names, sender after the date
constexpr Writer kWriters[] = {
    // Lines of common MTAs. These MTAs clean or validate the HELO, so each line has only one reading.
    {"postfix", kLocal, P::kByComment, "Postfix", kNoFrom, layout_no_with, Names::kNever},
    {"postfix", kSmtp, P::kByComment, "Postfix", kNoFrom, layout_hidden, Names::kNever},  // header_checks cut `from`
    {"postfix", kSmtp, P::kByComment, "Postfix", kFrom, layout_postfix, Names::kVerified},
    {"postfix", kLocal, P::kByUserid, ", from userid ", kNoFrom, layout_none, Names::kNever},  // mail_name is changed
    {"exim", kLocal, P::kTailComment, "Exim", kNoFrom, layout_with_local, Names::kNever},
    {"exim", kSmtp, P::kTailComment, "Exim", kNoFrom, layout_hidden, Names::kNever},
    {"exim", kSmtp, P::kTailComment, "Exim", kFrom, layout_exim, Names::kVerified},
    {"sendmail", kLocal, P::kStart, "(from ", kNoFrom, layout_from_user, Names::kNever, kBehindDate},
    {"sendmail", kSmtp, P::kByVersion, "8.", kNoFrom, layout_from_client, Names::kVerified, kBehindDate},
    {"sendmail", kSmtp, P::kByVersion, "SGI-8.", kNoFrom, layout_from_client, Names::kVerified, kBehindDate},
    {"sendmail", kSmtp, P::kByVersion, "V8/", kNoFrom, layout_from_client, Names::kVerified, kBehindDate},
    // Lines of other programs with Sendmail's form.
    {"sendmail", kSmtp, P::kStart, "(from ", kNoFrom, layout_from_address, Names::kNever},
    {"sendmail", kSmtp, P::kByVersion, "8.", kFrom, layout_sendmail, Names::kVerified, kBehindDate},
    {"sendmail", kSmtp, P::kByVersion, "SGI-8.", kFrom, layout_sendmail, Names::kVerified, kBehindDate},
    {"sendmail", kSmtp, P::kByVersion, "V8/", kFrom, layout_sendmail, Names::kVerified, kBehindDate},
    // OpenSMTPD looks a name up in both directions but writes it whatever the result is (smtp_session.c, rdns/fcrdns).
    {"opensmtpd", kSmtp, P::kByComment, "OpenSMTPD", kNoFrom, layout_hidden, Names::kNever},
    {"opensmtpd", kSmtp, P::kByComment, "OpenSMTPD", kFrom, layout_opensmtpd, Names::kUnverified},
    {"qmail-queue", kQueue, P::kStart, "(qmail ", kNoFrom, layout_qmail_queue, Names::kNever},
    {"qmail-scanner", kQueue, P::kWith, "qmail-scanner", kFrom, layout_none, Names::kNever},
    {"simscan", kQueue, P::kStart, "by simscan", kNoFrom, layout_none, Names::kNever},
    {"qmail-ldap", kSmtp, P::kByComment, "qmail-ldap", kFrom, layout_qmail, Names::kUnverified},
    {"qpsmtpd", kSmtp, P::kByComment, "qpsmtpd", kFrom, layout_qmail, Names::kUnverified},
    {"qsmtp", kSmtp, P::kByComment, "Qsmtpd", kFrom, layout_qsmtp, Names::kUnverified},

    // Lines of Microsoft's servers.
    {"iis", kLocal, P::kWith, "Microsoft SMTPSVC", kFrom, layout_pickup, Names::kNever},
    {"iis", kSmtp, P::kWith, "Microsoft SMTPSVC", kFrom, layout_helo_address, Names::kSometimes},
    {"exchange", kSmtp, P::kWith, "Microsoft SMTP Server", kFrom, layout_exchange, Names::kNever},
    {"exchange", kQueue, P::kWith, "mapi", kFrom, layout_exchange, Names::kNever},
    {"exchange", kSmtp, P::kWith, "HTTPS", kFrom, layout_exchange, Names::kNever},  // an internal transfer; no login
    {"exchange5", kSmtp, P::kWithComment, "Microsoft Exchange Internet Mail", kFrom, layout_helo_address,
     Names::kSometimes},
    {"exchange5", kSmtp, P::kWithComment, "Microsoft Exchange Internet Mail", kFrom, layout_lone_address,
     Names::kNever},
    {"exchange5", kQueue, P::kWith, "Internet Mail Service", kNoFrom, layout_none, Names::kNever},

    // Lines of Google's servers.
    {"google", kQueue, P::kByAddress, "10.", kNoFrom, layout_none, Names::kNever},
    {"google", kQueue, P::kByAddress, "2002:", kNoFrom, layout_none, Names::kNever},
    {"google", kQueue, P::kBy, ".google.com", kNoFrom, layout_none, Names::kNever},
    {"google", kQueue, P::kWith, "HTTPREST", kFrom, layout_none, Names::kNever},
    {"google", kSmtp, P::kBy, ".google.com", kFrom, layout_helo_client, Names::kUnverified},
    {"google", kSmtp, P::kBy, ".gmail.com", kFrom, layout_helo_client, Names::kUnverified},

    // The HELO may contain any text, so the client is read from the right.
    {"haraka", kSmtp, P::kByComment, "Haraka", kFrom, layout_last_comment, Names::kUnverified},

    // Lines of content filters, of LMTP delivery, and of retrieval by POP and IMAP.
    {"amavis", kSmtp, P::kByComment, "amavis", kFrom, layout_helo_address, Names::kSometimes},
    {"cyrus", kLmtp, P::kByComment, "Cyrus", kFrom, layout_helo_address, Names::kSometimes},
    {"lmtp", kLmtp, P::kWith, "LMTP", kFrom, layout_helo_address, Names::kSometimes},
    {"lmtp", kLmtp, P::kWith, "LMTP", kFrom, layout_qmail, Names::kUnverified},  // Zimbra writes (LHLO x)
    {"lmtp", kLmtp, P::kWith, "LMTP", kFrom, layout_no_address, Names::kNever},
    {"lmtp", kLmtp, P::kWith, "LMTP", kNoFrom, layout_none, Names::kNever},
    {"fetchmail", kRetrieval, P::kWithComment, "fetchmail-", kFrom, layout_helo_address, Names::kSometimes},
    {"fetchmail", kRetrieval, P::kWithComment, "fetchmail-", kFrom, layout_no_address, Names::kNever},
    {"getmail", kRetrieval, P::kWithComment, "getmail", kFrom, layout_helo_address, Names::kSometimes},
    {"getmail", kRetrieval, P::kWithComment, "getmail", kFrom, layout_no_address, Names::kNever},
    {"getmail", kRetrieval, P::kWith, "getmail", kNoFrom, layout_none, Names::kNever},
    {"retrieval", kRetrieval, P::kWith, "POP", kFrom, layout_helo_address, Names::kSometimes},
    {"retrieval", kRetrieval, P::kWith, "POP", kFrom, layout_none, Names::kNever},
    {"retrieval", kRetrieval, P::kWith, "IMAP", kFrom, layout_helo_address, Names::kSometimes},
    {"retrieval", kRetrieval, P::kWith, "IMAP", kFrom, layout_none, Names::kNever},
    {"fdm", kRetrieval, P::kByComment, "fdm ", kNoFrom, layout_none, Names::kNever},

    // Lines of local submission.
    {"dma", kLocal, P::kByComment, "DragonFly Mail Agent", kFrom, layout_dma, Names::kNever},
    {"nullmailer", kLocal, P::kStart, "(nullmailer ", kNoFrom, layout_none, Names::kNever},
    {"dmail", kLocal, P::kStart, "via dmail", kNoFrom, layout_none, Names::kNever},
    {"bulk_mailer", kLocal, P::kByComment, "bulk_mailer", kNoFrom, layout_none, Names::kNever},
    {"listserv", kLocal, P::kByComment, "LISTSERV", kFrom, layout_none, Names::kNever},
    {"egroups", kQueue, P::kStart, "(EGP: ", kNoFrom, layout_none, Names::kNever},
    {"critical-path", kQueue, P::kStart, "(cpmta ", kNoFrom, layout_none, Names::kNever},
    {"indimail", kQueue, P::kStart, "indimail-mta queue", kNoFrom, layout_none, Names::kNever},

    // Lines of webmail. SquirrelMail, Roundcube and Horde authenticate the user. Other programs only write HTTP.
    {"squirrelmail", kSmtp, P::kHeadComment, "SquirrelMail", kFrom, layout_squirrelmail, Names::kNever},
    {"roundcube", kSmtp, P::kWithComment, "HTTP/", kFrom, layout_roundcube, Names::kSometimes},
    {"horde", kSmtp, P::kByComment, "Horde", kFrom, layout_roundcube, Names::kSometimes},
    {"mailgun", kQueue, P::kBy, ".mailgun.net", kNoFrom, layout_none, Names::kNever},
    {"mailgun", kQueue, P::kBy, ".mailgun.org", kNoFrom, layout_none, Names::kNever},
    {"webmail", kSmtp, P::kWith, "HTTP", kFrom, layout_lone_address, Names::kNever},
    {"webmail", kSmtp, P::kVia, "HTTP", kFrom, layout_lone_address, Names::kNever},
    {"qmail-qmqpd", kSmtp, P::kWith, "QMQP", kFrom, layout_lone_address, Names::kNever},
    {"yahoo", kQueue, P::kWith, "NNFMP", kFrom, layout_lone_address, Names::kNever},
    {"yahoo", kSmtp, P::kBy, ".yahoo.com", kFrom, layout_qmail_plain, Names::kUnverified},

    // Lines of servers with a mark of their own.
    {"argosoft", kSmtp, P::kByComment, "ArGoSoft", kFrom, layout_lone_address, Names::kNever},
    {"apple", kSmtp, P::kByComment, "AppleShare IP Mail", kFrom, layout_rdns_last, Names::kUnverified},
    {"communigate", kSmtp, P::kByComment, "CommuniGate Pro", kFrom, layout_communigate, Names::kVerified},
    {"domino", kSmtp, P::kByComment, "Lotus ", kFrom, layout_helo_address, Names::kNever},
    {"domino", kSmtp, P::kByComment, "IBM Domino", kFrom, layout_helo_address, Names::kNever},
    {"domino", kSmtp, P::kByComment, "HCL Domino", kFrom, layout_helo_address, Names::kNever},
    {"ecelerity", kSmtp, P::kByComment, "ecelerity", kFrom, layout_momentum, Names::kSometimes},
    {"ecelerity", kSmtp, P::kByComment, "ecelerity", kFrom, layout_helo_address, Names::kSometimes},
    {"eims", kSmtp, P::kWithComment, "Eudora Internet Mail Server", kFrom, layout_helo_address, Names::kSometimes},
    {"gmx", kSmtp, P::kWithComment, "Nemesis", kFrom, layout_helo_address, Names::kSometimes},
    {"icewarp", kSmtp, P::kByComment, "IceWarp", kFrom, layout_helo_address, Names::kSometimes},
    {"icewarp", kSmtp, P::kByComment, "Merak", kFrom, layout_helo_address, Names::kSometimes},
    {"imail", kSmtp, P::kTailComment, "SMTPD32-", kFrom, layout_helo_address, Names::kNever},
    {"imail", kSmtp, P::kTailComment, "SMTPD-", kFrom, layout_helo_address, Names::kNever},
    {"intermail", kSmtp, P::kByComment, "InterMail", kFrom, layout_helo_address, Names::kSometimes},
    {"intermail", kSmtp, P::kByComment, "InterMail", kFrom, layout_lone_address, Names::kNever},  // HELO is the literal
    {"intermail", kSmtp, P::kBy, ".kolumbus.fi", kFrom, layout_helo_address, Names::kSometimes},
    {"interscan", kSmtp, P::kByComment, "InterScan", kFrom, layout_lone_address, Names::kNever},
    {"ironport", kSmtp, P::kWith, "ESMTP/", kFrom, layout_qmail, Names::kUnverified},
    {"ironport", kSmtp, P::kWith, "SMTP/", kFrom, layout_qmail, Names::kUnverified},
    {"james", kSmtp, P::kByComment, "JAMES", kFrom, layout_qmail_plain, Names::kUnverified},
    {"james", kSmtp, P::kByComment, "JAMES", kFrom, layout_helo_address, Names::kSometimes},
    {"kerio", kSmtp, P::kByComment, "Kerio", kFrom, layout_kerio, Names::kSometimes},
    {"mailenable", kSmtp, P::kWith, "MailEnable", kFrom, layout_helo_address, Names::kSometimes},
    {"mailenable", kSmtp, P::kByWords, "Inbound Mail Agent", kFrom, layout_helo_address, Names::kSometimes},
    {"mdaemon", kSmtp, P::kTailComment, "MDaemon", kFrom, layout_helo_address, Names::kSometimes},
    {"messagelabs", kSmtp, P::kBy, ".messagelabs.com", kFrom, layout_messagelabs, Names::kNever},
    {"mimecast", kSmtp, P::kBy, ".mimecast.com", kFrom, layout_helo_client, Names::kUnverified},
    {"ntmail", kSmtp, P::kByComment, "NTMail", kFrom, layout_lone_address, Names::kNever},
    {"oracle", kSmtp, P::kByComment, "Oracle Communications", kFrom, layout_helo_address, Names::kSometimes},
    {"oracle", kSmtp, P::kByComment, "iPlanet Messaging", kFrom, layout_helo_address, Names::kSometimes},
    {"oracle", kSmtp, P::kByComment, "iPlanet Messaging", kFrom, layout_lone_address, Names::kNever},
    {"oracle", kSmtp, P::kByComment, "Sun Java", kFrom, layout_helo_address, Names::kSometimes},
    {"oracle", kSmtp, P::kByComment, "Sun ONE", kFrom, layout_helo_address, Names::kSometimes},
    {"oracle", kSmtp, P::kByComment, "Netscape Messaging", kFrom, layout_helo_address, Names::kSometimes},
    {"post.office", kSmtp, P::kByComment, "Post.Office", kFrom, layout_helo_address, Names::kSometimes},
    {"post.office", kSmtp, P::kByComment, "Post.Office", kFrom, layout_lone_address, Names::kNever},
    {"powermta", kSmtp, P::kByComment, "PowerMTA", kFrom, layout_helo_address, Names::kSometimes, kBehindDate},
    {"powermta", kQueue, P::kByComment, "PowerMTA", kNoFrom, layout_no_with, Names::kNever, kBehindDate},
    {"proofpoint", kSmtp, P::kByComment, "PPS", kFrom, layout_sendmail, Names::kVerified},
    {"prserv", kSmtp, P::kBy, "prserv.net", kFrom, layout_helo_client, Names::kUnverified},
    {"raptor", kSmtp, P::kVia, "smtpd", kFrom, layout_lone_address, Names::kNever},
    {"sendgrid", kSmtp, P::kByComment, "SG", kFrom, layout_helo_address, Names::kSometimes},
    {"sendgrid", kQueue, P::kByComment, "SG", kFrom, layout_unknown_client, Names::kNever},
    {"ses", kSmtp, P::kBy, ".amazonaws.com", kFrom, layout_helo_client, Names::kUnverified},
    {"ses", kSmtp, P::kBy, ".amazonses.com", kFrom, layout_helo_client, Names::kUnverified},
    {"stalwart", kSmtp, P::kByComment, "Stalwart", kFrom, layout_helo_client, Names::kUnverified},
    {"tumbleweed", kSmtp, P::kWithComment, "Tumbleweed", kFrom, layout_lone_address, Names::kNever},
    {"smap", kSmtp, P::kVia, "smap", kFrom, layout_glued, Names::kUnverified},
    {"smap", kSmtp, P::kVia, "csmap", kFrom, layout_glued, Names::kUnverified},
    {"zonemta", kSmtp, P::kByComment, "ZoneMTA", kFrom, layout_rdns_last, Names::kUnverified},
    {"alibaba", kSmtp, P::kBy, ".aliyun-inc.com", kFrom, layout_alibaba, Names::kNever},

    // Lines of writers without a mark of their own.
    {"messagelabs", kSmtp, P::kHeadHolds, "(using TLS", kFrom, layout_messagelabs, Names::kNever},
    // Google's id ends with a time.
    {"google", kSmtp, P::kIdEnd, ".xxxx.xx.xx.xx.xx.xx", kFrom, layout_helo_client, Names::kUnverified},
    {"hmailserver", kSmtp, P::kSemicolon, "", kFrom, layout_last_comment, Names::kUnverified},
    {"courier", kSmtp, P::kIdShape, "h.h.h", kFrom, layout_courier, Names::kUnverified},
    {"courier", kSmtp, P::kHeadHolds, "[::ffff:", kFrom, layout_courier, Names::kUnverified},  // Courier without an id
    // Lines of Exim, if the site replaced Exim's mark.
    {"exim", kSmtp, P::kIdShape, "xxxxxx-xxxxxx-xx", kFrom, layout_exim, Names::kVerified},
    {"exim", kSmtp, P::kIdShape, "xxxxxx-xxxxxxxxxxx-xxxx", kFrom, layout_exim, Names::kVerified},
    {"obtuse", kSmtp, P::kAny, "", kFrom, layout_claiming, Names::kUnverified},
    {"zmailer", kSmtp, P::kAny, "", kFrom, layout_zmailer, Names::kUnverified},
    {"qmail", kSmtp, P::kBare, "", kFrom, layout_qmail_plain, Names::kUnverified},
};

constexpr Writer kUnknownWriter = {"unknown", kSmtp, P::kAny, "", kFrom, layout_unknown, Names::kSometimes};

/// Matches a shape: x is one letter or digit, h is one or more hexadecimal digits, any other character is itself.
bool has_shape(std::string_view text, std::string_view shape) {
  size_t at = 0;
  for (char c : shape) {
    if (at >= text.size()) return false;
    if (c == 'h') {
      if (hex_digit(text[at]) < 0) return false;
      while (at < text.size() && hex_digit(text[at]) >= 0) ++at;
    } else if (c == 'x' ? !is_alnum(text[at]) : c != text[at]) {
      return false;
    } else {
      ++at;
    }
  }
  return at == text.size();
}

/// Returns true for `by HOST with PROTO; date`, with or without comments.
bool is_with_only(const Tail& tail) {
  return tail.id.empty() && tail.recipient.empty() && tail.via.empty() && tail.by_words.empty() && !tail.with.empty() &&
         tail.in_order && tail.other_comments.empty() && !tail.envelope_from;
}

/// Returns true for qmail's own tail. The comments are those of its qp and TLS patches.
bool is_bare(const Tail& tail) {
  for (std::string_view inside : tail.by_comments) {
    if (!begins_ignoring_case(inside, "qp ")) return false;
  }
  for (std::string_view inside : tail.with_comments) {
    if (!ends_ignoring_case(inside, " encrypted")) return false;
  }
  return is_with_only(tail);
}

bool has_by_version(const Tail& tail, std::string_view mark) {
  const auto version = tail.by_comments.find(mark);
  return version && !parse_address_literal(*version);
}

bool last_head_comment_begins(std::string_view head, std::string_view mark) {
  const size_t open = head.rfind('(');
  return open != std::string_view::npos && begins_ignoring_case(head.substr(open + 1), mark);
}

}  // namespace

Table<Writer> received_writers() { return Table<Writer>(kWriters); }

const Writer& unknown_writer() { return kUnknownWriter; }

bool has_mark(const ReceivedLine& line, const Writer& writer) {
  const Tail& tail = line.tail;
  const std::string_view mark = writer.mark;
  switch (writer.place) {
    case MarkPlace::kStart:
      return begins_ignoring_case(line.start, mark);
    case MarkPlace::kBy:
      return ends_ignoring_case(tail.by, mark);
    case MarkPlace::kByAddress:
      return begins_ignoring_case(tail.by, mark) && parse_address_literal(tail.by) && tail.by_comments.empty();
    case MarkPlace::kByComment:
      return tail.by_comments.find(mark).has_value();
    case MarkPlace::kByUserid:
      return !tail.by_comments.empty() && tail.by_comments.begin()->find(mark) != std::string_view::npos;
    case MarkPlace::kByVersion:
      return has_by_version(tail, mark);
    case MarkPlace::kByWords:
      return begins_ignoring_case(tail.by_words, mark);
    case MarkPlace::kWith:
      return begins_ignoring_case(tail.with, mark);
    case MarkPlace::kWithComment:
      return tail.with_comments.find(mark).has_value();
    case MarkPlace::kTailComment:
      return tail.by_comments.find(mark) || tail.with_comments.find(mark);
    case MarkPlace::kHeadComment:
      return last_head_comment_begins(line.head, mark);
    case MarkPlace::kHeadHolds:
      return line.head.find(mark, line.head.find_first_of(" \t\n")) != std::string_view::npos;
    case MarkPlace::kVia:
      return begins_ignoring_case(tail.via, mark);
    case MarkPlace::kIdShape:
      return has_shape(tail.id, mark);
    case MarkPlace::kIdEnd:
      return tail.id.size() > mark.size() && has_shape(tail.id.substr(tail.id.size() - mark.size()), mark);
    case MarkPlace::kSemicolon:
      return tail.blank_before_semicolon && is_with_only(tail) && tail.by_comments.empty();
    case MarkPlace::kBare:
      return is_bare(tail);
    case MarkPlace::kAny:
      return true;
  }
  return false;
}

}  // namespace hfilter
