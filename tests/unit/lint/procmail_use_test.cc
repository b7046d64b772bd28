// SPDX-License-Identifier: BSD-2-Clause
#include "lint/procmail/procmail_use.h"

#include <gtest/gtest.h>

#include <map>

#include "base/limits.h"

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
      {"a variable", "HF=/usr/bin/hfilter\n:0fw\n| $HF\n", true},
      {"a program that only names it", ":0\n* ? test -x /usr/bin/hfilter\nx/\n:0\n| echo hfilter\n", false},
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

      {"all flags", ":0 fhbw\n| hfilter\n", 0, 0, nullptr},
      {"all flags, W", ":0fhbW: lock\n| hfilter\n", 0, 0, nullptr},
      {"a condition with a weight", ":0\n* 1^0 ? hfilter test local\nx/\n", 0, 0, nullptr},
      {"is it there?", ":0\n* ! ? test -x /usr/bin/hfilter\n{ EXITCODE=75 HOST }\n:0fw\n| hfilter\n", 0, 0, nullptr},
      {"a status that tells", ":0fw\n| hfilter 2>&1 || exit 75\n", 0, 0, nullptr},
      {"a redirection within quotes", ":0w\n| hfilter deliver -- /bin/sh -c 'cat >x; true'\n", 0, 0, nullptr},
      {"a filter without w, mixed flags", ":0 fhb\n| hfilter\n", 1, 1, "write :0fhbw"},
      {"a variable", "HF=/usr/bin/hfilter\n:0f\n| $HF\n", 2, 1, "write :0fw"},
      {"a variable of a variable", "B=/usr/bin HF=\"$B/hfilter --no-dns\"\n:0f\n| ${HF}\n", 2, 1, "write :0fw"},
      {"a variable, negated", "HF=hfilter\n:0\n* ! ? $HF test 'local'\nx/\n", 3, 3,
       "write the negation inside the condition of hfilter: * ? $HF test 'not local'"},
      {"a word of a variable", "HF=hfilter\n:0fw\n| $HF judge\n", 3, 3,
       "for a condition, write: * ? hfilter test '...'"},
      {"a whole path", ":0f\n| /opt/hfilter/bin/hfilter\n", 1, 1, "write :0fw"},
      {"a program before it", ":0f\n| nice -n 5 /usr/bin/hfilter\n", 1, 1, "write :0fw"},
      {"nested braces", ":0\n* ^A\n{\n  :0\n  * ^B\n  {\n    :0f\n    | hfilter\n  }\n}\n", 7, 5, "write :0fw"},
      {"behind a brace", ":0\n* ^A\n{ :0f\n| hfilter\n}\n", 3, 3, "write :0fw"},
      {"comments between", ":0 f # all of it\n# why\n\n* < 1000  # small\n# yes\n| hfilter # here\n", 1, 1,
       "write :0fw"},
      {"a delivery of the body", ":0bw\n| hfilter deliver --maildir x\n", 1, 1, "write :0w"},
      {"a delivery of the header", ":0hw\n| hfilter deliver --maildir x\n", 1, 1, "write :0w"},
      {"negated, with a weight", ":0\n* 1^0 ! ? hfilter test 'local'\nx/\n", 2, 7,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not local'"},
      {"negated, to be expanded", ":0\n* ! $ ? hfilter test 'local'\nx/\n", 2, 3,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not local'"},
      {"negated by the shell", ":0\n* ? ! hfilter test 'local'\nx/\n", 2, 5,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not local'"},
      {"a status that hides", ":0fw\n| hfilter; true\n", 2, 10, "end the command with hfilter, or write: || exit 75"},
      {"a status that is thrown away", ":0fw\n| hfilter || true\n", 2, 11,
       "end the command with hfilter, or write: || exit 75"},
      {"in the background", ":0w\n| hfilter deliver --maildir x &\n", 2, 31,
       "end the command with hfilter, or write: || exit 75"},
      {"to a file", ":0fw\n| hfilter >$HOME/out\n", 2, 11, "remove the redirection"},
      {"a filter without w", "\n:0f\n| hfilter\n", 2, 1, "write :0fw"},
      {"with flags, a lock file and a comment", ":0 fh: my.lock\n* < 100\n# why\n| hfilter\n", 1, 1,
       "write :0fhw : my.lock"},
      {"joined lines", ":0\\\nf\n| \\\n hfilter\n", 1, 1, "write :0fw"},
      {"CRLF", ":0f\r\n| hfilter\r\n", 1, 1, "write :0fw"},
      {"a delivery without w", ":0\n| hfilter deliver --maildir Maildir\n", 1, 1, "write :0w"},
      {"only the body", ":0fbw\n| hfilter\n", 1, 1, "write :0fw"},
      {"negated outside", ":0\n* ! ? hfilter test 'via myscanners'\n.Junk/\n", 2, 3,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not via myscanners'"},
      {"negated outside, without blanks", ":0\n*!?/usr/bin/hfilter test \"not local\"\n.Junk/\n", 2, 2,
       "write the negation inside the condition of hfilter: * ? /usr/bin/hfilter test \"local\""},
      {"negated outside, two conditions", ":0\n* ! ? hfilter test 'not local or authenticated'\n.Junk/\n", 2, 3,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not (not local or authenticated)'"},
      {"negated outside, no quotes", ":0\n* ! ? hfilter test local\nx/\n", 2, 3,
       "write the negation inside the condition of hfilter: * ? hfilter test 'not (...)'"},
      {"a word in place of the mail", ":0fw\n| hfilter judge\n", 2, 3,
       "for a condition, write: * ? hfilter test '...'"},
      {"a delivery as a filter", ":0fw\n| hfilter deliver --maildir x\n", 2, 3, "to deliver, write :0w"},
      {"a pipeline", ":0fw\n| hfilter | formail -I X-Y\n", 2, 11, "give hfilter a recipe of its own"},
      {"the status of the killed", ":0w\n| hfilter deliver --maildir x\n:0e\n{ EXITCODE=$? HOST }\n", 4, 3,
       "write EXITCODE=75, or EXITCODE=77 if the status is 77, as in examples/procmailrc.deliver"},
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

TEST(ProcmailUse, WarnsOfAMailWithoutItsBody) {
  const std::vector<Diagnostic> got = check_procmailrc(":0fhw\n| hfilter\n", "rc");
  ASSERT_EQ(got.size(), 1u);
  EXPECT_FALSE(got[0].is_error);
  EXPECT_EQ(got[0].error.help, "write :0fw");
}

/// Files in memory; the home is /home/greg.
class Files : public RuleFiles {
 public:
  std::map<std::string, std::string> texts;
  int reads = 0;
  Result<std::string> read(const std::string& path) override {
    ++reads;
    const auto found = texts.find(path);
    if (found != texts.end()) return found->second;
    return failure(path == "/shut" ? ErrorKind::kPermission : ErrorKind::kNotFound, "others may write to it");
  }
  ListFile* list_file(const std::string&) override { return nullptr; }
  std::string resolve(std::string_view path, const std::string&) const override {
    return "/home/greg/" + std::string(path.substr(2));
  }
};

TEST(ProcmailUse, LooksIntoIncludedFiles) {
  const std::string wrong = "# spam\n:0f\n| hfilter\n";
  const struct {
    const char* name;
    const char* in;
    const char* path;  // of the file with the fault
    bool found;
  } tests[] = {
      {"a whole path", "INCLUDERC=/etc/spam.rc\n", "/etc/spam.rc", true},
      {"below the home", "INCLUDERC=$HOME/.procmail/spam.rc\n", "/home/greg/.procmail/spam.rc", true},
      {"a variable", "PMDIR=$HOME/.procmail\nINCLUDERC=${PMDIR}/spam.rc\n", "/home/greg/.procmail/spam.rc", true},
      {"below MAILDIR", "MAILDIR=$HOME/Mail\nINCLUDERC=spam.rc\n", "/home/greg/Mail/spam.rc", true},
      {"in quotes, with others", "A=b INCLUDERC=\"/a b\" # why\n", "/a b", true},
      {"SWITCHRC", "SWITCHRC=/x\n", "/x", true},
      {"within braces", ":0\n* ^A\n{ INCLUDERC=/x }\n", "/x", true},
      {"another name", "MYINCLUDERC=/x\n", "/x", false},
      {"the end of the reading", "INCLUDERC=\n", "/x", false},
  };
  for (const auto& test : tests) {
    Files files;
    files.texts[test.path] = wrong;
    EXPECT_EQ(is_procmailrc_with_hfilter(test.in, &files), test.found) << test.name;
    EXPECT_FALSE(is_procmailrc_with_hfilter(test.in)) << test.name;
    const std::vector<Diagnostic> got = check_procmailrc(test.in, "rc", &files);
    ASSERT_EQ(got.size(), test.found ? 1u : 0u) << test.name;
    if (!test.found) continue;
    EXPECT_EQ(got[0].error.file, test.path) << test.name;
    EXPECT_EQ(got[0].error.line, 2) << test.name;
  }
}

TEST(ProcmailUse, SaysWhichFilesItDidNotLookAt) {
  Files files;
  const std::vector<Diagnostic> got =
      check_procmailrc("INCLUDERC=/shut\nINCLUDERC=/missing\nINCLUDERC=`date`\n:0fw\n| hfilter\n", "rc", &files);
  ASSERT_EQ(got.size(), 2u);
  for (const Diagnostic& diagnostic : got) EXPECT_FALSE(diagnostic.is_error) << diagnostic.error.text;
  EXPECT_EQ(got[0].error.line, 1);
  EXPECT_EQ(got[1].error.line, 3);
}

TEST(ProcmailUse, IncludesAreBounded) {
  Files files;
  files.texts["/self"] = "INCLUDERC=/self\nINCLUDERC=/other\n";
  files.texts["/other"] = "INCLUDERC=/self\n";
  check_procmailrc("INCLUDERC=/self\n", "rc", &files);
  EXPECT_EQ(files.reads, 2);
  files.reads = 0;
  std::string many;
  for (size_t i = 0; i < 2 * kMaxIncludes; ++i) many += "INCLUDERC=/" + std::to_string(i) + "\n";
  check_procmailrc(many, "rc", &files);
  EXPECT_EQ(files.reads, static_cast<int>(kMaxIncludes));
}

// The words before each `hfilter` are looked at: of a long line that would take hours.
TEST(ProcmailUse, CommandsAreBounded) {
  std::string names;
  while (names.size() < kMaxRcBytes - 100) names += "hfilter ";
  EXPECT_FALSE(is_procmailrc_with_hfilter(":0w\n| echo " + names + "\n"));
  EXPECT_FALSE(is_procmailrc_with_hfilter(":0w\n| " + std::string(kMaxProcmailBytes, 'x') + "; hfilter\n"));
  EXPECT_TRUE(is_procmailrc_with_hfilter(":0w\n| " + std::string(kMaxProcmailBytes - 20, 'x') + "; hfilter\n"));
}

// Each line doubles what the one before it held.
TEST(ProcmailUse, VariablesAreBounded) {
  std::string text = "A=" + std::string(1000, 'x') + "\n";
  for (int i = 0; i < 100; ++i) text += "A=$A$A\n";
  EXPECT_FALSE(is_procmailrc_with_hfilter(text + ":0fw\n| $A\n"));
  text = "A=" + std::string(kMaxProcmailBytes - 16, '/') + "/hfilter\n";
  EXPECT_TRUE(is_procmailrc_with_hfilter(text + ":0fw\n| $A\n"));
  text = "A=" + std::string(kMaxProcmailBytes, '/') + "/hfilter\n";
  EXPECT_FALSE(is_procmailrc_with_hfilter(text + ":0fw\n| $A\n"));
}

}  // namespace
}  // namespace hfilter
