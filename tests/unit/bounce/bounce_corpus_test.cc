// SPDX-License-Identifier: BSD-2-Clause
//
// Bounces against archives of real mail. The figures: build/tests/unit --gtest_filter='BounceCorpus.*'
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "bounce/bounce.h"
#include "bounce/returned_message.h"
#include "unit/fake_mime_probe.h"
#include "unit/mail_archive.h"

namespace hfilter {
namespace {

struct Seen {
  bool bounce = false;
  bool returned = false;
  bool body_read = false;
  std::string why;
};

Seen look(const std::string& bytes) {
  size_t end = Message::header_end(bytes);
  if (end == std::string::npos) end = bytes.size();
  Message message(bytes.substr(0, end), std::make_unique<MemoryBody>(bytes.substr(end)));
  FakeMimeProbe probe;
  MimeContent content(message, probe);
  const HeaderField* path = message.find("Return-Path");
  const bool null_sender = path && path->value.find("<>") != std::string_view::npos;
  const BounceHeader found = judge_bounce(message, null_sender, content);
  Seen seen;
  seen.bounce = found.is_bounce();
  seen.why = std::to_string(found.points) + " " + found.why;
  if (seen.bounce) seen.returned = returned_header(content).has_value();
  return seen;
}

TEST(BounceCorpus, BouncesAreRecognised) {
  int bounces = 0, returned = 0;
  const int mails =
      for_each_mail("mail/sisimai-bounces.tar.xz", [&](const std::string& name, const std::string& bytes) {
        const Seen seen = look(bytes);
        bounces += seen.bounce;
        returned += seen.returned;
        if (!seen.bounce) printf("  no bounce: %s (%s)\n", name.c_str(), seen.why.c_str());
      });
  if (mails == 0) GTEST_SKIP() << "data: no mail/sisimai-bounces.tar.xz (HFILTER_DATA)";
  printf("  %d of %d are bounces, %d of these return a header\n", bounces, mails, returned);
  EXPECT_GE(bounces, 661);  // 98 % of the 674 bounces among them
  EXPECT_LE(bounces, 674);
}

// The public corpus holds six bounces, ham and spam together.
TEST(BounceCorpus, OtherMailIsNotABounce) {
  int bounces = 0;
  const int mails =
      for_each_mail("mail/spamassassin-public-corpus.tar.xz", [&](const std::string& name, const std::string& bytes) {
        const Seen seen = look(bytes);
        bounces += seen.bounce;
        if (seen.bounce) printf("  bounce: %s (%s)\n", name.c_str(), seen.why.c_str());
      });
  if (mails == 0) GTEST_SKIP() << "data: no mail/spamassassin-public-corpus.tar.xz (HFILTER_DATA)";
  printf("  %d of %d are bounces\n", bounces, mails);
  EXPECT_EQ(bounces, 6);
}

}  // namespace
}  // namespace hfilter
