// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/bounce.h"

#include <algorithm>

#include "address/mail_address.h"
#include "base/limits.h"
#include "base/text.h"
#include "bounce/bounce_words.h"
#include "bounce/returned_message.h"
#include "mime/encoded_word.h"
#include "mime/mime_field.h"

namespace hfilter {
namespace {

struct Phrase {
  const char* text;
  int points;
};

// Words in the local part of From. One point is only enough to read the body, because shops use these words, too.
constexpr Phrase kSenders[] = {
    {"daemon", 3},      {"mail.delivery", 3}, {"maildelivery", 3}, {"mailsystem", 2}, {"postmaster", 2},
    {"post_master", 2}, {"poostmaster", 2},   {"bounce", 2},       {"mmdf", 2},       {"microsoftexchange", 2},
    {"mailrouter", 2},  {"noreply", 1},       {"no-reply", 1},     {"admin", 1},      {"mail-server", 1},
    {"mailserver", 1},
};

// Words that count anywhere in From, such as in the display name.
constexpr Phrase kSenderNames[] = {
    {"mailer-daemon", 3},       {"mailer daemon", 3},          {"mail delivery", 3},     {"mail deliver ", 3},
    {"delivery subsystem", 3},  {"internet mail delivery", 3}, {"microsoft outlook", 2}, {"system administrator", 2},
    {"systemadministrator", 2}, {"ndr administrator", 2},      {"postmaster", 2},
};

// Beginnings of bounce subjects that bounce/bounce_words.h does not recognise. Subjects with "Re:" are from persons.
constexpr Phrase kSubjects[] = {
    {"returned mail", 3},
    {"returned to sender", 3},
    {"returning to sender", 3},
    {"delivery status notif", 3},
    {"delivery notification", 3},
    {"failure notice", 3},
    {"failed mail", 3},
    {"mail delivery", 3},
    {"mail failure", 3},
    {"mail failed", 3},
    {"message delivery", 3},
    {"email delivery", 3},
    {"mail system error", 3},
    {"could not send", 3},
    {"warning: message", 2},
    {"delayed mail", 3},
    {"delivery delay", 3},
    {"delayed: ", 2},
    {"postmaster notify", 3},
    {"notification d'", 2},
    {"error sending", 3},
    {"bounce", 2},
    {"mail returned", 3},
    {"message status", 2},
    {"ndn:", 3},
    {"ndr:", 3},
    {"report: ", 1},
    {"smtp server: errors", 3},
    {"error condition re:", 3},
    {"user unknown", 3},
    {"unknown user", 3},
};

// Phrases of bounces without a delivery verb. They count anywhere in the first part of the text.
constexpr Phrase kTexts[] = {
    {"the original message was received at", 3},
    {"the following addresses had", 3},
    {"transcript of session follows", 3},
    {"transcript of the session", 3},
    {"session transcript", 3},
    {"returned to sender", 3},
    {"final-recipient:", 3},
    {"diagnostic-code:", 3},
    {"message has been delayed", 3},
    {"was rejected", 2},
    {"user unknown", 3},
    {"unknown user", 3},
    {"mailbox unavailable", 3},
    {"mailbox is full", 2},
    {"no such user", 3},
    {"recipient unknown", 3},
    {"unknown recipient", 3},
    {"not listed in", 2},
    {"host unknown", 2},
    {"message was not sent", 2},
    {"below this line is a copy of the message", 3},
};

using Points = int (*)(const Phrase& row, std::string_view text);

/// The row that gives the most points for a text; null if no row gives any.
struct Best {
  const Phrase* row = nullptr;
  int points = 0;
};

template <size_t N>
Best best(const Phrase (&rows)[N], std::string_view text, Points points_of) {
  Best found;
  for (const Phrase& row : rows) {
    const int points = points_of(row, text);
    if (points > found.points) found = {&row, points};
  }
  return found;
}

bool contains(std::string_view text, std::string_view word) {
  return find_ignoring_case(text, word) != std::string_view::npos;
}

int if_contained(const Phrase& row, std::string_view text) { return contains(text, row.text) ? row.points : 0; }

/// Gives all points for a phrase at the front, one less for a phrase near it: "[Postmaster] Mail delivery failed",
/// "mx.example.com: mail delivery failed".
int if_near_front(const Phrase& row, std::string_view text) {
  if (begins_ignoring_case(text, row.text)) return row.points;
  return contains(text.substr(0, 60), row.text) ? row.points - 1 : 0;
}

void add_points(BounceHeader* header, int points, std::string_view why) {
  if (points == 0) return;
  header->points += points;
  if (!header->why.empty()) header->why += ", ";
  header->why += why;
}

void read_sender(const Message& message, BounceHeader* out) {
  const HeaderField* from = message.find("From");
  if (!from) return;
  const std::string text = unfold(from->value);
  const AddressListValue list = parse_address_list(text);
  int points = text.find("<>") == std::string::npos ? 0 : 2;
  points = std::max(points, best(kSenderNames, text, if_contained).points);
  if (!list.addresses.empty()) points = std::max(points, best(kSenders, list.addresses[0].local, if_contained).points);
  add_points(out, points, "from a mail system");
  out->has_daemon_sender = points >= 3;
  out->has_system_sign = points >= 2;
}

std::string subject_of(const Message& message) {
  const HeaderField* subject = message.find("Subject");
  if (!subject) return {};
  // The beginning of the Subject is enough. Decoding a long hostile field is expensive.
  return decode_words(unfold(subject->value.substr(0, 2'000))).text.substr(0, 200);
}

void read_subject(const Message& message, BounceHeader* out) {
  const std::string text = subject_of(message);
  for (const char* person : {"re:", "fwd:", "fw:", "aw:", "wg:", "tr:", "rv:", "sv:", "antw:", "odp:", "r:", "i:"}) {
    if (begins_ignoring_case(text, person)) {
      out->has_person_sign = true;
      return;
    }
  }
  const int points = best(kSubjects, text, if_near_front).points;
  add_points(out, reports_nondelivery(text) ? std::max(points, 3) : points, "subject");
}

/// Returns true for a name in From without Auto-Submitted. A person can enclose a bounce and ask about it.
bool is_person(const Message& message) {
  const HeaderField* from = message.find("From");
  if (!from || message.find("Auto-Submitted")) return false;
  const size_t angle = unfold(from->value).find('<');
  return angle != std::string::npos && angle > 0;
}

/// Returns true for a person's automatic reply. Callers exclude mail systems first: Exim calls bounces auto-replied,
/// too.
bool is_vacation(const Message& message) {
  for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Autoreply-From", "X-Mail-Autoreply"}) {
    if (message.find(name)) return true;
  }
  if (const HeaderField* field = message.find("Auto-Submitted")) {
    if (begins_ignoring_case(trim(field->value), "auto-replied")) return true;
  }
  const std::string subject = subject_of(message);
  for (const char* words :
       {"automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "out of the office", "abwesen",
        "automatische antwort", "respuesta auto", "absence", "vacation"}) {
    if (begins_ignoring_case(subject, words)) return true;
  }
  return false;
}

}  // namespace

BounceHeader read_bounce_header(const Message& message, bool null_sender) {
  BounceHeader out;
  if (const HeaderField* type = message.find("Content-Type")) {
    const MimeField field = parse_content_type(type->value);
    const MimeParameter* report = field.find("report-type");
    const bool is_report = field.token == "multipart/report";
    if (is_report && report && equal_ignoring_case(report->value, "delivery-status")) {
      add_points(&out, 5, "delivery-status");
    } else if (is_report && report && !report->value.empty()) {
      out.is_other_report = true;
    } else if (is_report) {
      add_points(&out, 1, "report");
    }
  }
  if (null_sender) add_points(&out, 2, "null sender");
  const bool failed = message.find("X-Failed-Recipients") != nullptr;
  if (failed) add_points(&out, 3, "X-Failed-Recipients");
  read_sender(message, &out);
  read_subject(message, &out);
  if (!out.has_system_sign && !failed && is_vacation(message)) out.is_other_report = true;
  const bool answers = out.has_person_sign && !out.has_daemon_sender;
  out.has_person_sign = !null_sender && !failed && (answers || !out.has_system_sign) && is_person(message);
  if (out.has_person_sign) out.has_system_sign = false;
  out.has_system_sign = out.has_system_sign || null_sender || failed || out.points >= 5;
  return out;
}

BounceHeader add_bounce_body(BounceHeader header, const BounceBody& body) {
  if (body.other_report && !body.delivery_status) header.is_other_report = true;
  if (body.delivery_status) add_points(&header, 5, "message/delivery-status");
  const std::string_view front = body.text.substr(0, kMaxBounceTextBytes);
  const Best text = best(kTexts, front, if_contained);
  if (text.row && text.points >= 3) {
    add_points(&header, text.points, text.row->text);
  } else if (reports_nondelivery(front)) {
    add_points(&header, 2, "says that a message was not delivered");
  } else if (text.row) {
    add_points(&header, text.points, text.row->text);
  }
  if (has_status_code_near_address(front)) add_points(&header, 2, "a status code and an address");
  // Without a sign of a mail system the text can be about a parcel that was not delivered.
  header.has_system_sign =
      header.has_system_sign || body.delivery_status || (body.encloses_real_message && !header.has_person_sign);
  if (body.encloses) add_points(&header, body.encloses_real_message ? 2 : 1, "encloses a message");
  return header;
}

namespace {

/// Returns true if the part is inside an enclosed message, for example a bounce that a person forwarded.
bool is_within_message(const std::vector<MimePart>& parts, const MimePart& part, MimeContent& content) {
  for (int up = part.parent; up > 0; up = parts[static_cast<size_t>(up)].parent) {
    if (content.block(parts[static_cast<size_t>(up)]).is_message()) return true;
  }
  return false;
}

bool has_trace(std::string_view header) { return contains(header, "received:") || contains(header, "message-id:"); }

BounceBody read_body(const std::vector<MimePart>& parts, MimeContent& content, std::string* text) {
  BounceBody body;
  for (const MimePart& part : parts) {
    if (is_within_message(parts, part, content)) continue;
    const std::string_view type = content.block(part).type.token;
    if (type == "message/rfc822" || type == "text/rfc822-headers") body.encloses_real_message = true;
    if (type == "message/delivery-status" || type == "message/global-delivery-status") body.delivery_status = true;
    if (type == "message/disposition-notification" || type == "message/feedback-report") body.other_report = true;
    const bool shown = type.substr(0, 5) == "text/" || type.substr(0, 10) == "multipart/";  // a broken multipart, too
    if (!shown || !part.leaf || text->size() >= kMaxBounceTextBytes) continue;
    const Finding<std::string> read = content.shown_text(part, kMaxBounceTextBytes);
    if (read.known()) *text += *read + "\n";
  }
  body.text = *text;
  return body;
}

}  // namespace

BounceHeader judge_bounce(const Message& message, bool null_sender, MimeContent& content) {
  BounceHeader header = read_bounce_header(message, null_sender);
  if (header.is_other_report || header.is_bounce() || header.points < kPointsToReadBody) return header;
  const Finding<std::vector<MimePart>>& parts = content.parts();
  if (!parts.known()) return header;
  std::string text;
  BounceBody body = read_body(*parts, content, &text);
  const Finding<std::string> header_within = returned_header(content);
  body.encloses = header_within.has_value();
  body.encloses_real_message = body.encloses && (body.encloses_real_message || has_trace(*header_within));
  return add_bounce_body(std::move(header), body);
}

}  // namespace hfilter
