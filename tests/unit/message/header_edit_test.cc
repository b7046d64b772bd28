// SPDX-License-Identifier: BSD-2-Clause
#include "message/header_edit.h"

#include <gtest/gtest.h>

#include <random>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

/// One edit, for the tables: the letter says which (+ add, = set, - remove, s subject prefix).
struct Edit {
  char what;
  const char* name;
  const char* value = "";
};

void apply(HeaderEdit& edit, const Edit& step) {
  switch (step.what) {
    case '+':
      return edit.add(step.name, step.value);
    case '=':
      return edit.set(step.name, step.value);
    case '-':
      return edit.remove(step.name);
    default:
      return edit.subject_prefix(step.name);
  }
}

std::string edited(const std::string& header, const std::vector<Edit>& steps, bool complete = true) {
  const Message message(header, std::make_unique<MemoryBody>(""), complete);
  HeaderEdit edit(message);
  for (const Edit& step : steps) apply(edit, step);
  return edit.result();
}

TEST(HeaderEdit, Adds) {
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"at the top", "A: b\n\n", "X: 1\nY: 2\nA: b\n\n"},
      {"CRLF", "A: b\r\n\r\n", "X: 1\r\nY: 2\r\nA: b\r\n\r\n"},
      {"behind the mbox line", "From bob\nA: b\n\n", "From bob\nX: 1\nY: 2\nA: b\n\n"},
      {"behind Return-Path", "Return-Path: <>\nA: b\n\n", "Return-Path: <>\nX: 1\nY: 2\nA: b\n\n"},
      {"behind a folded Return-Path", "return-path:\n <>\nA: b\n\n", "return-path:\n <>\nX: 1\nY: 2\nA: b\n\n"},
      {"behind both", "From bob\nReturn-Path: <>\nA: b\n\n", "From bob\nReturn-Path: <>\nX: 1\nY: 2\nA: b\n\n"},
      {"a later Return-Path is no matter", "A: b\nReturn-Path: <>\n\n", "X: 1\nY: 2\nA: b\nReturn-Path: <>\n\n"},
      {"line end of the neighbour below", "From bob\nA: b\r\n\r\n", "From bob\nX: 1\r\nY: 2\r\nA: b\r\n\r\n"},
      {"no fields", "\nbody", "X: 1\nY: 2\n\nbody"},
      {"no fields, CRLF", "\r\n", "X: 1\r\nY: 2\r\n\r\n"},
      {"nothing", "", "X: 1\nY: 2\n"},
      {"no empty line", "A: b\n", "X: 1\nY: 2\nA: b\n"},
      {"no line end", "A: b", "X: 1\nY: 2\nA: b"},
      {"only an unfinished Return-Path", "Return-Path: <>", "Return-Path: <>\nX: 1\nY: 2"},
      {"only an unfinished mbox line", "From bob", "From bob\nX: 1\nY: 2"},
      {"mbox CRLF, unfinished Return-Path", "From bob\r\nReturn-Path: <>",
       "From bob\r\nReturn-Path: <>\r\nX: 1\r\nY: 2"},
      {"never before what folds", " junk\nA: b\n\n", " junk\nX: 1\nY: 2\nA: b\n\n"},
      {"never before what folds, unfinished", " junk", " junk\nX: 1\nY: 2"},
      {"behind the mbox line and what folds", "From bob\n \nA: b\n\n", "From bob\n \nX: 1\nY: 2\nA: b\n\n"},
      {"before escaped mbox lines", ">From x\nA: b\n\n", "X: 1\nY: 2\n>From x\nA: b\n\n"},
      {"no header at all", "hello world\n", "X: 1\nY: 2\nhello world\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(edited(row.in, {{'+', "X", "1"}, {'+', "Y", "2"}}), row.want) << row.name;
}

TEST(HeaderEdit, RemovesAndSets) {
  struct {
    const char *name, *in;
    std::vector<Edit> steps;
    const char* want;
  } rows[] = {
      {"remove", "A: b\nC: d\n\n", {{'-', "a"}}, "C: d\n\n"},
      {"remove folded", "A: b\n c\nC: d\n\n", {{'-', "A"}}, "C: d\n\n"},
      {"remove all of a name", "A: 1\nC: d\nA : 2\n\n", {{'-', "A"}}, "C: d\n\n"},
      {"junk stays", "junk\nA: 1\n more\njunk\n too\n\n", {{'-', "A"}}, "junk\njunk\n too\n\n"},
      {"remove the last, unfinished", "A: b\nC: d", {{'-', "C"}}, "A: b\n"},
      {"remove all", "A: b", {{'-', "A"}}, ""},
      {"remove none", "A: b\r\n\n", {{'-', "X"}}, "A: b\r\n\n"},
      {"remove Return-Path, then add",
       "Return-Path: <>\nA: b\n\n",
       {{'-', "Return-Path"}, {'+', "X", "1"}},
       "X: 1\nA: b\n\n"},
      {"remove an unfinished Return-Path, then add",
       "Return-Path: <>",
       {{'-', "Return-Path"}, {'+', "X", "1"}},
       "X: 1\n"},
      {"remove what was added", "A: b\n\n", {{'+', "X", "1"}, {'-', "X"}}, "A: b\n\n"},
      {"add after remove", "X: 0\nA: b\n\n", {{'-', "X"}, {'+', "X", "1"}}, "X: 1\nA: b\n\n"},
      {"set in place", "A: b\nX: 0\nC: d\n\n", {{'=', "x", "1"}}, "A: b\nx: 1\nC: d\n\n"},
      {"set removes the others", "X: 0\nC: d\nX: 2\n\n", {{'=', "X", "1"}}, "X: 1\nC: d\n\n"},
      {"set keeps the line end", "A: b\nX: 0\r\nC: d\n\n", {{'=', "X", "1"}}, "A: b\nX: 1\r\nC: d\n\n"},
      {"set the unfinished last", "A: b\nX: 0", {{'=', "X", "1"}}, "A: b\nX: 1"},
      {"set where there is none", "A: b\n\n", {{'=', "X", "1"}}, "X: 1\nA: b\n\n"},
      {"set twice", "X: 0\nA: b\n\n", {{'=', "X", "1"}, {'=', "X", "2"}}, "X: 2\nA: b\n\n"},
      {"set what was set and was not there", "A: b\n\n", {{'=', "X", "1"}, {'=', "X", "2"}}, "X: 2\nA: b\n\n"},
      {"set what was added twice", "A: b\n\n", {{'+', "X", "1"}, {'+', "X", "2"}, {'=', "X", "3"}}, "X: 3\nA: b\n\n"},
      {"set after remove goes to the top", "A: b\nX: 0\n\n", {{'-', "X"}, {'=', "X", "1"}}, "X: 1\nA: b\n\n"},
      {"remove after set", "A: b\nX: 0\n\n", {{'=', "X", "1"}, {'-', "X"}}, "A: b\n\n"},
      {"set with an empty value", "X: 0\nA: b\n\n", {{'=', "X", ""}}, "X:\nA: b\n\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(edited(row.in, row.steps), row.want) << row.name;
}

TEST(HeaderEdit, SubjectPrefix) {
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"plain", "Subject: hello\n\n", "Subject: [SPAM] hello\n\n"},
      {"in its place", "A: b\nsubject : hello\nC: d\n\n", "A: b\nsubject : [SPAM] hello\nC: d\n\n"},
      {"again", "Subject: [SPAM] hello\n\n", "Subject: [SPAM] hello\n\n"},
      {"again in other case", "Subject: [spam] hello\n\n", "Subject: [spam] hello\n\n"},
      {"behind Re", "Subject: Re: [SPAM] hello\n\n", "Subject: Re: [SPAM] hello\n\n"},
      {"behind many marks", "Subject: AW: Re: [list] [SPAM] x\n\n", "Subject: AW: Re: [list] [SPAM] x\n\n"},
      {"later in the text", "Subject: no [SPAM] here\n\n", "Subject: [SPAM] no [SPAM] here\n\n"},
      {"Re without it", "Subject: Re: hello\n\n", "Subject: [SPAM] Re: hello\n\n"},
      {"folded rest", "Subject: a\r\n \tb  c\r\n\r\n", "Subject: [SPAM] a\r\n \tb  c\r\n\r\n"},
      {"folded at once", "Subject:\r\n a\r\n\r\n", "Subject: [SPAM]\r\n a\r\n\r\n"},
      {"found behind a fold", "Subject:\n [SPAM] a\n\n", "Subject:\n [SPAM] a\n\n"},
      {"no blank", "Subject:a\n\n", "Subject: [SPAM] a\n\n"},
      {"more blanks", "Subject: \t a \n\n", "Subject: \t [SPAM] a \n\n"},
      {"empty", "Subject:\n\n", "Subject: [SPAM]\n\n"},
      {"empty with blanks", "Subject:  \r\n\r\n", "Subject:  [SPAM]\r\n\r\n"},
      {"unfinished", "Subject: a", "Subject: [SPAM] a"},
      {"unfinished and empty", "Subject:", "Subject: [SPAM]"},
      {"only the first", "Subject: a\nSubject: b\n\n", "Subject: [SPAM] a\nSubject: b\n\n"},
      {"none", "A: b\n\n", "Subject: [SPAM]\nA: b\n\n"},
      {"bytes stay", "Subject: =?utf-8?q?a?=\x01\xC4\r\n\n", "Subject: [SPAM] =?utf-8?q?a?=\x01\xC4\r\n\n"},
      {"bracket that is not closed", "Subject: [SPA\n\n", "Subject: [SPAM] [SPA\n\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(edited(row.in, {{'s', "[SPAM]"}}), row.want) << row.name;
    EXPECT_EQ(edited(row.want, {{'s', "[SPAM]"}}), row.want) << row.name << ", again";
    EXPECT_EQ(edited(row.in, {{'s', "[SPAM]"}, {'s', "[SPAM]"}}), row.want) << row.name << ", twice";
  }
}

TEST(HeaderEdit, SubjectPrefixWithOtherEdits) {
  struct {
    const char* name;
    std::vector<Edit> steps;
    const char* want;
  } rows[] = {
      {"two prefixes", {{'s', "[A]"}, {'s', "[B]"}}, "Subject: [B] [A] x\n\n"},
      {"two prefixes twice", {{'s', "[A]"}, {'s', "[B]"}, {'s', "[A]"}}, "Subject: [B] [A] x\n\n"},
      {"set, then prefix", {{'=', "Subject", "y"}, {'s', "[A]"}}, "Subject: [A] y\n\n"},
      {"prefix, then set", {{'s', "[A]"}, {'=', "Subject", "y"}}, "Subject: y\n\n"},
      {"remove, then prefix", {{'-', "Subject"}, {'s', "[A]"}}, "Subject: [A]\n\n"},
      {"remove, add, prefix", {{'-', "Subject"}, {'+', "Subject", "y"}, {'s', "[A]"}}, "Subject: [A] y\n\n"},
      {"an empty prefix", {{'s', " "}}, "Subject: x\n\n"},
      {"a prefix cannot break out", {{'s', "[A]\r\nX: y"}}, "Subject: [A] X: y x\n\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(edited("Subject: x\n\n", row.steps), row.want) << row.name;
}

TEST(HeaderEdit, ValuesAreSafeAndFolded) {
  const std::string long_value =
      "hfilter.occam.hewgill.net; spf=fail smtp.mailfrom=bob@example.com; spf=none smtp.helo=hewgill.com";
  struct {
    const char *name, *in, *want;
  } rows[] = {
      {"line ends", "a\r\nX-Forged: b", "X: a X-Forged: b\n\n"},
      {"NUL and 8-bit", "a\x01\xC3\xA4\xFF", "X: a???\n\n"},
      {"blanks", "  a \t b  ", "X: a b\n\n"},
      {"folded at a blank", long_value.c_str(),
       "X: hfilter.occam.hewgill.net; spf=fail smtp.mailfrom=bob@example.com; spf=none\n smtp.helo=hewgill.com\n\n"},
  };
  for (const auto& row : rows) EXPECT_EQ(edited("\n", {{'+', "X", row.in}}), row.want) << row.name;
}

TEST(HeaderEdit, BadNamesDoNothing) {
  for (const char* bad : {"", "A:", "A b", "A\nB", "A\r", "\xC4"}) {
    for (const char what : {'+', '=', '-'}) {
      EXPECT_EQ(edited("Q: r\n\n", {{what, bad, "1"}}), "Q: r\n\n") << what << " " << bad;
    }
  }
}

TEST(HeaderEdit, LinesAndValuesAreBounded) {
  for (const std::string& value : {std::string(100'000, 'a'), std::string(50'000, 'a') + " b", std::string(99, ' ')}) {
    const std::string result = edited("\n", {{'+', "X", value.c_str()}});
    EXPECT_LE(result.size(), kMaxNewValueBytes + 100);
    for (size_t begin = 0, lf; (lf = result.find('\n', begin)) != std::string::npos; begin = lf + 1) {
      EXPECT_LE(lf - begin, kMaxLineBytes);
    }
  }
  const std::string subject = "Subject: " + std::string(980, 'x') + "\n\n";
  EXPECT_EQ(edited(subject, {{'s', "[A-long-prefix]"}}),
            "Subject: [A-long-prefix]\n " + std::string(980, 'x') + "\n\n");
}

TEST(HeaderEdit, AForgedFieldCannotHideBehindManyOthers) {
  std::string header;
  for (size_t i = 0; i < kMaxFields; ++i) header += "a:\n";
  EXPECT_EQ(edited(header + "X: 1\nC: d\nX: 2\n\n", {{'-', "X"}}), header + "C: d\n\n");
}

TEST(HeaderEdit, ACutHeaderKeepsItsLastField) {
  EXPECT_EQ(edited("A: b\nX: 0\nX: 1", {{'-', "X"}, {'+', "Y", "2"}}, false), "Y: 2\nA: b\nX: 1");
  EXPECT_EQ(edited("Return-Path: <>\n", {{'+', "Y", "2"}}, false), "Y: 2\nReturn-Path: <>\n");
  EXPECT_EQ(edited(" junk", {{'+', "Y", "2"}}, false), "Y: 2\n junk");
}

TEST(HeaderEdit, IsEmptyUntilSomethingChanges) {
  const Message message("A: b\n\n", std::make_unique<MemoryBody>(""));
  HeaderEdit edit(message);
  edit.remove("X");
  EXPECT_TRUE(edit.empty());
  edit.remove("A");
  EXPECT_FALSE(edit.empty());
}

TEST(HeaderEdit, RemoveIfSeesNameValueAndAdded) {
  const Message message("X-HFilter-Status : old\nA: b\nAuthentication-Results: mx.example.com; spf=pass\n\n",
                        std::make_unique<MemoryBody>(""));
  HeaderEdit edit(message);
  edit.add("X-HFilter-Status", "new");
  edit.remove_if([](const HeaderField& field) {
    return begins_ignoring_case(field.name, "x-hfilter-") && trim(field.value) == "old";
  });
  EXPECT_EQ(edit.result(), "X-HFilter-Status: new\nA: b\nAuthentication-Results: mx.example.com; spf=pass\n\n");
  edit.remove_if([](const HeaderField& field) { return field.raw.empty(); });
  EXPECT_EQ(edit.result(), "A: b\nAuthentication-Results: mx.example.com; spf=pass\n\n");
}

std::string random_header(std::mt19937& random) {
  static const char* const kPieces[] = {"A: b",   "Subject: x",      "\n", "\r\n", "\n",  "\r",    " ",    "\t",
                                        "From y", "Return-Path: <>", ":",  "C",    "\n ", "\r\n ", "\xC4", "X: forged"};
  std::string header;
  for (size_t n = random() % 14; n > 0; --n) header += kPieces[random() % std::size(kPieces)];
  const size_t end = Message::header_end(header);
  return end == std::string::npos ? header : header.substr(0, end);
}

/// Whatever the message is: adding lines and taking exactly those away again gives back every byte, and what was added
/// is read back as fields with their own values.
TEST(HeaderEdit, RemovingAddedFieldsRestoresTheHeader) {
  std::mt19937 random(5);
  for (int i = 0; i < 50'000; ++i) {
    const std::string header = random_header(random);
    const std::string result = edited(header, {{'+', "New-One", "1"}, {'+', "New-Two", "2"}});
    const Message again(result, std::make_unique<MemoryBody>(""));
    const HeaderField* one = again.find("New-One");
    const HeaderField* two = again.find("New-Two");
    ASSERT_TRUE(one && two) << testing::PrintToString(header);
    ASSERT_EQ(one->value, " 1") << testing::PrintToString(header);
    ASSERT_EQ(two->value, " 2") << testing::PrintToString(header);
    HeaderEdit undo(again);
    undo.remove("New-One");
    undo.remove("New-Two");
    std::string bare = undo.result();
    // Where the last line had no end it got one, and the last new line none.
    if (bare != header && result.back() != '\n') bare.erase(bare.find_last_not_of("\r\n") + 1);
    ASSERT_TRUE(bare == header || (result.back() != '\n' && header.rfind(bare, 0) == 0))
        << testing::PrintToString(header) << " got " << testing::PrintToString(bare);
  }
}

/// Any edits: every field and junk line that no edit names is there, byte for byte and in its order.
TEST(HeaderEdit, OtherBytesStay) {
  std::mt19937 random(6);
  static const Edit kEdits[] = {{'-', "X"},        {'-', "A"},   {'=', "X", "1"}, {'=', "A", "2"},
                                {'+', "New", "3"}, {'-', "New"}, {'s', "[P]"}};
  for (int i = 0; i < 50'000; ++i) {
    const std::string header = random_header(random);
    const Message message(header, std::make_unique<MemoryBody>(""));
    HeaderEdit edit(message);
    for (size_t n = random() % 4; n > 0; --n) apply(edit, kEdits[random() % std::size(kEdits)]);
    const std::string result = edit.result();
    size_t at = 0, cursor = 0;
    const auto expect_kept = [&](std::string_view kept) {
      while (!kept.empty()) {  // line by line, because new lines may stand between junk lines
        const std::string_view line = kept.substr(0, std::min(kept.find('\n'), kept.size() - 1) + 1);
        const size_t found = result.find(line, at);
        ASSERT_NE(found, std::string::npos)
            << testing::PrintToString(header) << " got " << testing::PrintToString(result);
        at = found + line.size();
        kept.remove_prefix(line.size());
      }
    };
    for (const HeaderField& field : message.fields()) {
      const size_t begin = static_cast<size_t>(field.raw.data() - message.header().data());
      expect_kept(std::string_view(header).substr(cursor, begin - cursor));
      cursor = begin + field.raw.size();
      const bool named = equal_ignoring_case(field.name, "X") || equal_ignoring_case(field.name, "A") ||
                         equal_ignoring_case(field.name, "Subject");
      if (!named) expect_kept(field.raw);
    }
    expect_kept(std::string_view(header).substr(cursor));
  }
}

}  // namespace
}  // namespace hfilter
