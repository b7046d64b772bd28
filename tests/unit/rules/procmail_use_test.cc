// SPDX-License-Identifier: BSD-2-Clause
#include "rules/procmail_use.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

TEST(ProcmailUse, IsAProcmailrcWithHfilter) {
  const struct {
    const char* name;
    const char* in;
    bool want;
  } tests[] = {
      {"a filter", ":0fw\n| hfilter\n", true},
      {"a path", ":0fw\n|/usr/local/bin/hfilter --no-dns\n", true},
      {"a condition", ":0\n* ? hfilter test 'local'\nx/\n", true},
      {"rules of hfilter", "match helo in mydomains then junk\n", false},
      {"another procmailrc", ":0fw\n| spamassassin\n", false},
      {"only a comment", ":0fw\n# | hfilter\n| cat\n", false},
      {"a header, no program", ":0\n* ^X-HFilter-Verdict: junk\nhfilter/\n", false},
      {"another name", ":0fw\n| hfilterer\n:0fw\n| my-hfilter\n:0fw\n| /opt/hfilter/run\n", false},
      {"no recipe", "| hfilter\n", false},
      {"nothing", "", false},
  };
  for (const auto& test : tests) EXPECT_EQ(is_procmailrc_with_hfilter(test.in), test.want) << test.name;
}

TEST(ProcmailUse, SaysWhatToWrite) {
  const struct {
    const char* name;
    const char* in;
    int line, column;
    const char* help;  // null: nothing to say
  } tests[] = {
      {"the right filter", ":0fw\n| /usr/bin/hfilter\n", 0, 0, nullptr},
      {"W does, too", ":0 f W\n| hfilter filter\n", 0, 0, nullptr},
      {"the right condition", ":0\n* ? hfilter test 'not via myscanners'\n.Junk/\n", 0, 0, nullptr},
      {"the right delivery", ":0w\n| hfilter deliver --maildir Maildir || exit 75\n", 0, 0, nullptr},
      {"others' business", ":0f\n| formail -A x\n:0\n* ! ? test -f y\n| cat\n", 0, 0, nullptr},
      {"a header that is absent", ":0\n* ! ^X-HFilter-Verdict: junk\nx/\n", 0, 0, nullptr},

      {"a filter without w", "\n:0f\n| hfilter\n", 2, 1, "write :0fw"},
      {"with flags, a lock file and a comment", ":0 fh: my.lock\n* < 100\n# why\n| hfilter\n", 1, 1,
       "write :0fhw : my.lock"},
      {"joined lines", ":0\\\nf\n| \\\n hfilter\n", 1, 1, "write :0fw"},
      {"CRLF", ":0f\r\n| hfilter\r\n", 1, 1, "write :0fw"},
      {"a delivery without w", ":0\n| hfilter deliver --maildir Maildir\n", 1, 1, "write :0w"},
      {"only the body", ":0fbw\n| hfilter\n", 1, 1, "write :0fw"},
      {"negated outside", ":0\n* ! ? hfilter test 'via myscanners'\n.Junk/\n", 2, 3,
       "let hfilter negate: * ? hfilter test 'not via myscanners'"},
      {"negated outside, without blanks", ":0\n*!?/usr/bin/hfilter test \"not local\"\n.Junk/\n", 2, 2,
       "let hfilter negate: * ? /usr/bin/hfilter test \"local\""},
      {"negated outside, two conditions", ":0\n* ! ? hfilter test 'not local or authenticated'\n.Junk/\n", 2, 3,
       "let hfilter negate: * ? hfilter test 'not (not local or authenticated)'"},
      {"negated outside, no quotes", ":0\n* ! ? hfilter test local\nx/\n", 2, 3,
       "let hfilter negate: * ? hfilter test 'not (...)'"},
      {"a word in place of the mail", ":0fw\n| hfilter judge\n", 2, 3, "as a condition write: * ? hfilter test '...'"},
      {"a delivery as a filter", ":0fw\n| hfilter deliver --maildir x\n", 2, 3, "to deliver write :0w"},
      {"a pipeline", ":0fw\n| hfilter | formail -I X-Y\n", 2, 11, "give hfilter a recipe of its own"},
      {"the status of the killed", ":0w\n| hfilter deliver --maildir x\n:0e\n{ EXITCODE=$? HOST }\n", 4, 3,
       "write EXITCODE=75, and EXITCODE=77 where the status is 77: examples/procmailrc.deliver"},
  };
  for (const auto& test : tests) {
    const std::vector<Diagnostic> got = check_procmailrc(test.in, "rc");
    ASSERT_EQ(got.size(), test.help ? 1u : 0u) << test.name << (got.empty() ? "" : ": " + got[0].error.text);
    if (!test.help) continue;
    EXPECT_EQ(got[0].error.help, test.help) << test.name;
    EXPECT_EQ(got[0].error.line, test.line) << test.name;
    EXPECT_EQ(got[0].error.column, test.column) << test.name;
    EXPECT_EQ(got[0].error.file, "rc") << test.name;
    EXPECT_TRUE(got[0].is_error) << test.name;
  }
}

TEST(ProcmailUse, SaysAllOfIt) {
  EXPECT_EQ(check_procmailrc(":0f\n| hfilter\n:0\n* ! ? hfilter test local\nx/\n:0\n| hfilter deliver\n", "rc").size(),
            3u);
}

}  // namespace
}  // namespace hfilter
