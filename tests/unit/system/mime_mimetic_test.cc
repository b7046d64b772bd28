// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/mime_mimetic.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/limits.h"
#include "message/message.h"
#include "unit/fake_child.h"

namespace hfilter {
namespace {

/// Each part on a line: its depth as blanks, its type, and its body for a leaf. Errors as text.
std::string tree_of(const std::string& header, const std::string& body) {
  Message message(header, std::make_unique<MemoryBody>(""));
  MimeScan scan(message);
  scan.feed(body);
  scan.finish();
  FakeChild child(mimetic_job());
  const Result<std::string> answer = child.call(scan.skeleton(), size_t{1} << 20, 1'000);
  if (!answer) return answer.error().text;
  const auto report = decode_mime_answer(*answer);
  if (!report) return report.error().text;
  const auto parts = build_mime_tree(scan, *report, body.size());
  if (!parts) return parts.error().text;
  std::string out;
  for (const MimePart& part : *parts) {
    out +=
        std::string(static_cast<size_t>(part.depth), ' ') + scan.blocks()[static_cast<size_t>(part.block)].type.token;
    if (part.leaf) out += " [" + body.substr(part.begin, part.end - part.begin) + "]";
    out += "\n";
  }
  return out;
}

std::string mixed(const std::string& boundary) {
  return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n";
}

TEST(MimeMimetic, Structure) {
  struct Row {
    const char* name;
    std::string header;
    std::string body;
    const char* want;
  };
  const Row rows[] = {
      {"two parts", mixed("x"), "pre\n--x\n\none\n--x\nContent-Type: text/html\n\ntwo\n--x--\nend\n",
       "multipart/mixed\n text/plain [one]\n text/html [two]\n"},
      {"CRLF", "Content-Type: multipart/mixed; boundary=x\r\n\r\n",
       "--x\r\n\r\none\r\n--x\r\nContent-Type: text/html\r\n\r\ntwo\r\n--x--\r\n",
       "multipart/mixed\n text/plain [one]\n text/html [two]\n"},
      {"nested", mixed("x"),
       "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\none\n--y--\n--x\n\ntwo\n--x--\n",
       "multipart/mixed\n multipart/alternative\n  text/plain [one]\n text/plain [two]\n"},
      // mimetic by itself loses "two" here.
      {"inner multipart without end", mixed("x"),
       "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\none\n--x\n\ntwo\n--x--\n",
       "multipart/mixed\n multipart/alternative\n  text/plain [one]\n text/plain [two]\n"},
      {"two inner multiparts without end", mixed("x"),
       "--x\nContent-Type: multipart/a; boundary=y\n\n--y\nContent-Type: multipart/b; boundary=z\n\n--z\n\none\n"
       "--x\n\ntwo\n--x--\n",
       "multipart/mixed\n multipart/a\n  multipart/b\n   text/plain [one]\n text/plain [two]\n"},
      {"boundary with ;", mixed("a;b"), "--a;b\n\none\n--a;b\n\ntwo\n--a;b--\n",
       "multipart/mixed\n text/plain [one]\n text/plain [two]\n"},
      {"boundary in mid-line", mixed("x"), "--x\n\none --x two\n--x--\n",
       "multipart/mixed\n text/plain [one --x two]\n"},
      {"boundaries that begin alike", mixed("a"),
       "--a\nContent-Type: multipart/b; boundary=a1\n\n--a1\n\none\n--a1--\n--a\n\ntwo\n--a--\n",
       "multipart/mixed\n multipart/b\n  text/plain [one]\n text/plain [two]\n"},
      {"message within", mixed("x"), "--x\nContent-Type: message/rfc822\n\nSubject: y\n\nbody\n--x--\n",
       "multipart/mixed\n message/rfc822\n  text/plain [body]\n"},
      {"message within, with parts", mixed("x"),
       "--x\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\none\n--y--\n--x\n\n"
       "two\n--x--\n",
       "multipart/mixed\n message/rfc822\n  multipart/mixed\n   text/plain [one]\n text/plain [two]\n"},
      {"message at the top", "Content-Type: message/rfc822\n\n", "Subject: y\nContent-Type: text/html\n\nbody\n",
       "message/rfc822\n text/html [body\n]\n"},
      {"no header in a part", mixed("x"), "--x\nnot a field\nmore\n--x--\n",
       "multipart/mixed\n text/plain [not a field\nmore]\n"},
      {"no parts", mixed("x"), "nothing\n", "multipart/mixed [nothing\n]\n"},
      {"empty part", mixed("x"), "--x\n--x--\n", "multipart/mixed\n text/plain []\n"},
      {"cut off", mixed("x"), "--x\n\none\n--x\nContent-Type: text/ht",
       "multipart/mixed\n text/plain [one]\n text/ht []\n"},
      {"empty body", mixed("x"), "", "multipart/mixed []\n"},
      {"parts behind the end", mixed("x"), "--x\n\none\n--x--\n--x\n\ntwo\n", "multipart/mixed\n text/plain [one]\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(tree_of(row.header, row.body), row.want) << row.name;
}

std::string nested(int depth) {
  std::string body;
  for (int i = 1; i <= depth; ++i) {
    const std::string inner = "y" + std::to_string(i);
    const std::string outer = i == 1 ? "x" : "y" + std::to_string(i - 1);
    body += "--" + outer + "\nContent-Type: multipart/mixed; boundary=" + inner + "\n\n";
  }
  return body;
}

TEST(MimeMimetic, DepthIsBounded) {
  EXPECT_NE(tree_of(mixed("x"), nested(kMaxMimeDepth)).find("multipart"), std::string::npos);
  // Beyond it there is no skeleton to parse, and a parser that says it went deeper is not believed.
  EXPECT_EQ(tree_of(mixed("x"), nested(900)), "the answer of the MIME process is malformed");
  Message message(mixed("x"), std::make_unique<MemoryBody>(""));
  MimeScan scan(message);
  scan.finish();
  std::vector<MimeEntityReport> report;
  for (int i = 0; i <= kMaxMimeDepth; ++i) report.push_back({i - 1, 0, -1});
  EXPECT_TRUE(build_mime_tree(scan, report, 0).ok());
  report.push_back({kMaxMimeDepth, 0, -1});
  EXPECT_EQ(build_mime_tree(scan, report, 0).error().text, "the parts are nested more than 50 levels deep");
}

TEST(MimeMimetic, AWrongAnswerIsRefused) {
  Message message(mixed("x"), std::make_unique<MemoryBody>(""));
  MimeScan scan(message);
  scan.feed("--x\n\none\n--x--\n");
  scan.finish();
  EXPECT_FALSE(decode_mime_answer("").ok());
  EXPECT_FALSE(decode_mime_answer("short").ok());
  const std::vector<std::vector<MimeEntityReport>> wrong = {
      {},                          // nothing
      {{-1, 7, -1}},               // no such block
      {{-1, -1, -1}},              //
      {{-1, 0, 9}},                // no such line
      {{0, 0, -1}},                // its own parent
      {{-1, 0, -1}, {-1, 1, -1}},  // two messages
      {{-1, 0, -1}, {2, 1, -1}},   // a parent to come
      {{-1, 0, -1}, {-7, 1, -1}},  //
  };
  for (const auto& report : wrong) EXPECT_FALSE(build_mime_tree(scan, report, 15).ok());
  EXPECT_TRUE(build_mime_tree(scan, {{-1, 0, -1}, {0, 1, 1}}, 15).ok());
}

}  // namespace
}  // namespace hfilter
