// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/bounce.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "bounce/bounce_words.h"
#include "unit/bounce/judged_bounce.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* mail;
  bool null_sender;
  bool want;
};

// The shape of each product's bounce, written for this test with our own names.
const Row kBounces[] = {
    {"RFC 3464",
     "From: x@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nx\n",
     false, true},
    {"qmail",
     "From: MAILER-DAEMON@example.com\nSubject: failure notice\n\nHi. This is the qmail-send program at example.com.\n",
     true, true},
    {"Exim",
     "From: Mail Delivery System <Mailer-Daemon@example.com>\nX-Failed-Recipients: bob@example.net\nAuto-Submitted: "
     "auto-replied\nSubject: Mail delivery failed: returning message to sender\n\nThis message was created "
     "automatically by mail delivery software.\n",
     false, true},
    {"Exim, a warning",
     "From: Mail Delivery System <Mailer-Daemon@example.com>\nAuto-Submitted: auto-replied\nSubject: Warning: message "
     "1PIcQq-00040L-2X delayed 24 hours\n\nThis message was created automatically by mail delivery software.\n",
     true, true},
    {"old Sendmail",
     "From: Mail Delivery Subsystem <MAILER-DAEMON@example.com>\nSubject: Returned mail: User unknown\n\nThe original "
     "message was received at Wed\n   ----- Transcript of session follows -----\n",
     false, true},
    {"Postfix, plain",
     "From: MAILER-DAEMON@example.com (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n\nThis is "
     "the Postfix program at host example.com.\n",
     true, true},
    {"Exchange 5.5",
     "From: System Administrator <postmaster@example.com>\nSubject: Undeliverable: hello\n\nYour message\n\n did not "
     "reach the following recipient(s):\n",
     false, true},
    {"Domino",
     "From: Postmaster@example.com\nSubject: DELIVERY FAILURE: User bob not listed in Domino Directory\n\nYour "
     "message\n\n  Subject: hello\n\nwas not delivered to:\n",
     false, true},
    {"Gmail",
     "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification "
     "(Failure)\n\nDelivery to the following recipient failed permanently:\n",
     false, true},
    {"Yahoo",
     "From: MAILER-DAEMON@yahoo.com\nSubject: Failure Notice\n\nSorry, we were unable to deliver your message\n", false,
     true},
    {"Courier",
     "From: \"Courier mail server at example.com\" <@>\nSubject: NOTICE: mail delivery status.\n\nThis is a delivery "
     "status notification from example.com,\nUNDELIVERABLE MAIL\n",
     true, true},
    {"null sender and MAILER-DAEMON, nothing else", "From: MAILER-DAEMON@example.com\nSubject: hello\n\nhm\n", true,
     true},
    {"another tongue, with the message enclosed",
     "From: postmaster@example.com\nSubject: Nachricht\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDie "
     "Nachricht "
     "ging nicht.\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nx\n--b--\n",
     true, true},
    {"a report part in multipart/mixed",
     "From: postmaster@example.com\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
     "message/delivery-status\n\nAction: failed\n--b--\n",
     false, true},
};

const Row kOthers[] = {
    {"a letter", "From: bob@example.com\nSubject: hello\n\nHello.\n", false, false},
    {"a letter about bounces", "From: bob@example.com\nSubject: Re: Undelivered Mail\n\nUser unknown?\n", false, false},
    {"a forwarded bounce",
     "From: bob@example.com\nSubject: Fwd: Mail delivery failed\n\nLook: This is the qmail-send program\n", false,
     false},
    {"a list that quotes one",
     "From: bob@example.com\nSubject: [qmail] failure notice?\nList-Id: <x.example.com>\n\nI get: user unknown\n",
     false, false},
    {"a parcel", "From: noreply@shop.example\nSubject: Delivery failed\n\nYour parcel could not be delivered.\n", false,
     false},
    {"a read receipt",
     "From: bob@example.com\nSubject: Read: x\nContent-Type: multipart/report; report-type=disposition-notification; "
     "boundary=b\n\n--b\n\nx\n",
     true, false},
    {"a complaint",
     "From: postmaster@example.com\nSubject: Undeliverable?\nContent-Type: multipart/report; "
     "report-type=feedback-report; "
     "boundary=b\n\n--b\n\nx\n",
     true, false},
    {"a vacation notice",
     "From: bob@example.com\nAuto-Submitted: auto-replied\nSubject: away\n\nYour message was not delivered to my "
     "desk.\n",
     true, false},
    {"an automatic reply", "From: bob@example.com\nSubject: Automatic reply: x\n\nundeliverable until May\n", true,
     false},
    {"a postmaster who writes", "From: postmaster@example.com\nSubject: our new server\n\nHello.\n", false, false},
    {"a null sender", "From: news@example.com\nSubject: hello\n\nHello.\n", true, false},
    {"nothing", "\n", false, false},
};

JudgedBounce judged(const Row& row) { return judged_bounce(row.mail, row.null_sender); }

TEST(Bounce, IsRecognised) {
  for (const Row& row : kBounces) EXPECT_EQ(judged(row).found.is_bounce(), row.want) << row.name;
}

TEST(Bounce, OtherMailIsNotABounce) {
  for (const Row& row : kOthers) EXPECT_EQ(judged(row).found.is_bounce(), row.want) << row.name;
}

TEST(Bounce, TheHeaderIsMostlyEnough) {
  for (const Row& row : kOthers) EXPECT_EQ(judged(row).structures, 0) << row.name;
  EXPECT_EQ(judged(kBounces[0]).structures, 0);
}

TEST(Bounce, TheTextThatIsReadIsBounded) {
  for (const size_t before : {size_t{0}, kMaxBounceTextBytes}) {
    const std::string text = std::string(before, ' ') + "it could not be delivered";
    BounceBody body;
    body.text = text;
    EXPECT_EQ(add_bounce_body({}, body).points > 0, before == 0) << before;
  }
}

TEST(Bounce, PlacesOfAWordAreBounded) {
  for (const size_t before : {kMaxWordPlaces - 1, kMaxWordPlaces}) {
    std::string text;
    for (size_t i = 0; i < before; ++i) text += "not ";
    text += std::string(1'000, ' ') + "not delivered";
    EXPECT_EQ(reports_nondelivery(text), before < kMaxWordPlaces) << before;
  }
}

}  // namespace
}  // namespace hfilter
