// SPDX-License-Identifier: BSD-2-Clause
#include "rules/maildir_folder.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(MaildirFolder, Folders) {
  struct Case {
    const char* name;
    std::string in;
    const char* want;  // null: refused
  } cases[] = {
      {"plain", "Junk", ".Junk"},
      {"with its dot", ".Junk", ".Junk"},
      {"below another, slash", "Lists/work", ".Lists.work"},
      {"below another, dot", "Lists.work", ".Lists.work"},
      {"the inbox", "INBOX", ""},
      {"the inbox, any case", "inbox", ""},
      {"nothing is the inbox", "", ""},
      {"below the inbox, as Courier writes it", "INBOX.Junk", ".Junk"},
      {"begins like the inbox", "inboxes", ".inboxes"},
      {"blanks are allowed", "Junk Mail", ".Junk Mail"},
      {"an ampersand", "A&B", ".A&-B"},
      {"Latin letters", "Entw\xc3\xbcrfe", ".Entw&APw-rfe"},
      {"RFC 3501 5.1.3", "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
       ".~peter.mail.&U,BTFw-.&ZeVnLIqe-"},
      {"outside the first plane", "\xf0\x9f\x93\xa7", ".&2D3c5w-"},
      {"a path", "/etc", nullptr},
      {"upwards", "..", nullptr},
      {"upwards in the middle", "a/../b", nullptr},
      {"upwards, dots", "a..b", nullptr},
      {"an empty part", "a//b", nullptr},
      {"an empty end", "a/", nullptr},
      {"only a dot", ".", nullptr},
      {"a line end", "a\nb", nullptr},
      {"a NUL", std::string("a\0b", 3), nullptr},
      {"C1",
       "a\xc2\x85"
       "b",
       nullptr},
      {"no UTF-8",
       "a\xff"
       "b",
       nullptr},
      {"too long", std::string(201, 'a'), nullptr},
  };
  for (const Case& c : cases) {
    Result<std::string> got = maildir_folder(c.in);
    EXPECT_EQ(got.ok(), c.want != nullptr) << c.name;
    EXPECT_EQ(got ? *got : "refused", c.want ? c.want : "refused") << c.name;
    EXPECT_TRUE(got || !got.error().help.empty()) << c.name;
  }
}

TEST(MaildirFolder, NoFolderLeavesTheMaildir) {
  const char kSigns[] = {'a', '.', '/', '~', '&', ' '};
  for (int n = 0; n < 6 * 6 * 6 * 6 * 6; ++n) {
    std::string name;
    for (int rest = n, i = 0; i < 5; ++i, rest /= 6) name += kSigns[rest % 6];
    Result<std::string> got = maildir_folder(name);
    if (!got) continue;
    EXPECT_EQ(got->find('/'), std::string::npos) << name;
    EXPECT_EQ(got->find(".."), std::string::npos) << name;
    EXPECT_TRUE(got->empty() || (got->size() > 1 && got->front() == '.')) << name;
  }
}

TEST(MaildirFolder, FormsOfProcmail) {
  struct Case {
    const char* in;
    const char* want;
  } cases[] = {{"Spam", "Spam"}, {"Spam/", "Spam"}, {".Spam/", ".Spam"},  {"./Spam", "Spam"}, {"././Spam//", "Spam"},
               {"a//b", "a/b"},  {"a///b/", "a/b"}, {"Spam/.", "Spam/."}, {"", ""},           {"/", "/"},
               {"//etc", "/etc"}};
  for (const Case& c : cases) EXPECT_EQ(plain_folder(c.in), c.want) << c.in;
}

}  // namespace
}  // namespace hfilter
