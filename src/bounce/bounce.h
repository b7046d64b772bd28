// SPDX-License-Identifier: BSD-2-Clause
//
// Recognises a bounce: a report that mail was not delivered, or is delayed. Gives points for signs that all programs
// share: sender, subject, first text, enclosed message. Has no list of products.
// Source: RFC 3464, RFC 3834, RFC 5321 4.5.5, and real bounces of qmail, Exim, Sendmail, Postfix, Exchange, Domino,
// Courier, Gmail, Yahoo and others.
#pragma once

#include <string>
#include <string_view>

#include "message/message.h"
#include "mime/mime_content.h"

namespace hfilter {

/// A bounce has kPointsOfBounce points. With less than kPointsToReadBody for the header, the body is not read.
inline constexpr int kPointsOfBounce = 5;
inline constexpr int kPointsToReadBody = 1;

/// The signs of a bounce that were found so far.
struct BounceHeader {
  int points = 0;
  bool has_system_sign = false;    // the message has a sign that a mail system wrote it, not a shop or a person
  bool has_daemon_sender = false;  // From has the name of a mail system; a person has no such name
  bool has_person_sign = false;    // the message has a sign that a person wrote it
  bool is_other_report = false;    // the message says that it is a read receipt, a complaint or a vacation notice
  std::string why;                 // the signs that gave points, for explain

  bool is_bounce() const { return !is_other_report && has_system_sign && points >= kPointsOfBounce; }
};

/// Returns the signs of a bounce in the header, with points. `null_sender` is true if the envelope sender is empty.
BounceHeader read_bounce_header(const Message& message, bool null_sender);

/// The signs of a bounce in the body.
struct BounceBody {
  bool delivery_status = false;        // the message has a message/delivery-status part (RFC 3464)
  bool other_report = false;           // the message has a disposition-notification or feedback-report part
  bool encloses = false;               // the message contains a message, a header, or a quoted header in its text
  bool encloses_real_message = false;  // the enclosed message is a MIME part, or has Received or Message-ID
  std::string_view text;               // the first part of the text, in UTF-8 if its charset is known
};

/// Adds the points for the body to those for the header.
BounceHeader add_bounce_body(BounceHeader header, const BounceBody& body);

/// Judges header and body. Reads the body only if the header does not decide. An unreadable body gives no points.
BounceHeader judge_bounce(const Message& message, bool null_sender, MimeContent& content);

}  // namespace hfilter
