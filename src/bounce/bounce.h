// SPDX-License-Identifier: BSD-2-Clause
//
// Is it a bounce: a report that some mail could not be delivered (or not yet)? Points for what programs that bounce
// have in common: who they say they are, how they call it, what their text begins with, what they enclose; no list of
// products. Pure and total. Source: RFC 3464, RFC 3834, RFC 5321 4.5.5, and the bounces of qmail, Exim, Sendmail,
// Postfix, Exchange, Domino, Courier, Gmail, Yahoo and others as they are seen.
#pragma once

#include <string>
#include <string_view>

#include "message/message.h"
#include "mime/mime_content.h"

namespace hfilter {

/// What is needed of points, and below which the body need not be read.
inline constexpr int kBounceEnough = 5;
inline constexpr int kBounceMaybe = 1;

/// What is known of it so far.
struct BounceHeader {
  int points = 0;
  bool system = false;  // some sign that a mail system wrote it, not a shop or a person
  bool daemon = false;  // it is From one: nobody's name is written so
  bool person = false;  // some sign that a person wrote it
  bool never = false;   // another kind of report, by its own word: a read receipt, a complaint, a vacation notice
  std::string why;      // what gave points, for explain

  bool is_bounce() const { return !never && system && points >= kBounceEnough; }
};

/// `null_sender`: the envelope sender is empty.
BounceHeader read_bounce_header(const Message& message, bool null_sender);

/// What the body says of it.
struct BounceBody {
  bool delivery_status = false;  // a message/delivery-status part (RFC 3464)
  bool other_report = false;     // a message/disposition-notification or message/feedback-report part
  bool encloses = false;         // a message, its header, or what looks like one in the text
  bool proven = false;           // in a part of its own, or with its trace
  std::string_view text;         // the beginning of the text, in UTF-8 where that can be told
};

/// Header and body together: points, and why.
BounceHeader add_bounce_body(BounceHeader header, const BounceBody& body);

/// Reads the body only if the header leaves it open. What cannot be read gives no points.
BounceHeader judge_bounce(const Message& message, bool null_sender, MimeContent& content);

}  // namespace hfilter
