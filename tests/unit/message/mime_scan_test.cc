// SPDX-License-Identifier: BSD-2-Clause
#include "message/mime_scan.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/limits.h"
#include "message/message.h"

namespace hfilter {
namespace {

struct Scanned {
  std::unique_ptr<Message> message;
  std::unique_ptr<MimeScan> scan;
};

Scanned scanned(std::string header, const std::string& body, size_t piece = 0) {
  Scanned out;
  out.message = std::make_unique<Message>(std::move(header), std::make_unique<MemoryBody>(""));
  out.scan = std::make_unique<MimeScan>(*out.message);
  if (piece == 0) piece = body.size() + 1;
  for (size_t at = 0; at < body.size(); at += piece) out.scan->feed(std::string_view(body).substr(at, piece));
  out.scan->finish();
  return out;
}

const char kMixed[] = "Content-Type: multipart/mixed; boundary=\"xyz\"\r\n\r\n";
const char kTwoParts[] =
    "preamble\r\n"
    "--xyz\r\n"
    "Content-Type: text/plain\r\n"
    "\r\n"
    "Hello\r\n"
    "-- \r\n"
    "--abc\r\n"
    "--xyz\r\n"
    "Content-Type: application/octet-stream;\r\n"
    "\tname=x.exe\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "TVqQ\r\n"
    "--xyz--\r\n"
    "epilogue\r\n";

TEST(MimeScan, FindsPartsAndWritesTheSkeleton) {
  const Scanned got = scanned(kMixed, kTwoParts);
  EXPECT_EQ(got.scan->skeleton(),
            "Content-Type: multipart/mixed; boundary=b000001\nContent-ID: 0\n\n"
            "--b000001=0\nContent-ID: 1\n\n"
            "--b000001=1\nContent-ID: 2\n\n"
            "--b000001--=2\n");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), "");
  EXPECT_EQ(got.scan->limit(), "");
  ASSERT_EQ(got.scan->blocks().size(), 3u);
  const MimeBlock& last = got.scan->blocks()[2];
  EXPECT_EQ(last.type.token, "application/octet-stream");
  EXPECT_EQ(last.file_name()->value, "x.exe");
  EXPECT_EQ(static_cast<int>(last.encoding), static_cast<int>(TransferEncoding::kBase64));
  const std::string body = kTwoParts;
  EXPECT_EQ(body.substr(last.body_begin, got.scan->boundary_lines()[2].begin - last.body_begin), "TVqQ");
  EXPECT_EQ(body.substr(got.scan->boundary_lines()[2].end), "epilogue\r\n");
}

TEST(MimeScan, DoesNotDependOnHowTheBodyIsCut) {
  const Scanned whole = scanned(kMixed, kTwoParts);
  for (size_t piece = 1; piece < 40; piece++) {
    const Scanned cut = scanned(kMixed, kTwoParts, piece);
    EXPECT_EQ(cut.scan->skeleton(), whole.scan->skeleton()) << piece;
    EXPECT_EQ(cut.scan->marks(), whole.scan->marks()) << piece;
    EXPECT_EQ(cut.scan->blocks()[2].body_begin, whole.scan->blocks()[2].body_begin) << piece;
    EXPECT_EQ(cut.scan->boundary_lines()[2].begin, whole.scan->boundary_lines()[2].begin) << piece;
  }
}

TEST(MimeScan, SingleNeedsNoStructure) {
  EXPECT_TRUE(scanned("Subject: x\n\n", "").scan->single());
  EXPECT_TRUE(scanned("Content-Type: text/plain\n\n", "").scan->single());
  EXPECT_TRUE(scanned("Content-Type: application/zip\n\n", "").scan->single());
  EXPECT_FALSE(scanned("Content-Type: multipart/mixed; boundary=x\n\n", "").scan->single());
  EXPECT_FALSE(scanned("content-type : message/rfc822\n\n", "").scan->single());
}

TEST(MimeScan, MarksWhatIsOdd) {
  struct Row {
    const char* name;
    const char* header;
    std::string body;
    MimeMarks want;
  };
  const std::string ok = "--x\n\nbody\n--x--\n";
  const Row rows[] = {
      {"good", "Content-Type: multipart/mixed; boundary=x\n\n", ok, 0},
      {"no boundary parameter", "Content-Type: multipart/mixed\n\n", ok, kMarkNoBoundary},
      {"boundary never occurs", "Content-Type: multipart/mixed; boundary=y\n\n", ok, kMarkNoBoundary},
      {"no closing line", "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n\nbody\n", kMarkUnclosedBoundary},
      {"parts behind the end", "Content-Type: multipart/mixed; boundary=x\n\n", ok + ok, kMarkBehindEnd},
      {"closing line without line end", "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n\nbody\n--x--", 0},
      {"line that begins with the boundary", "Content-Type: multipart/mixed; boundary=x\n\n", "--xy\n\nbody\n--x--\n",
       kMarkBoundaryPrefix},
      {"blanks behind the boundary", "Content-Type: multipart/mixed; boundary=x\n\n", "--x \t\n\nb\n--x-- \n", 0},
      {"quoted ;", "Content-Type: multipart/mixed; boundary=\"x;\"\n\n", "--x;\n\nb\n--x;--\n", kMarkQuotedSeparator},
      {"blanks in the type", "Content-Type: multipart / mixed; boundary=x\n\n", ok, kMarkTypeBlank},
      {"two Content-Type", "Content-Type: multipart/mixed; boundary=x\nContent-Type: text/plain\n\n", ok,
       kMarkFieldTwice},
      {"base64 over a multipart", "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n",
       ok, kMarkEncodedMultipart},
      {"unknown encoding", "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: x-uue\n\n", ok,
       kMarkUnknownEncoding},
      {"no field", "Content-Type: multipart/mixed; boundary=x\n\n", "--x\nnot a field\n--x--\n", kMarkNotAField},
      {"NUL", "Content-Type: multipart/mixed; boundary=x\n\n", std::string("--x\nA: \0\n\n--x--\n", 15), kMarkNul},
      {"two multiparts, one boundary", "Content-Type: multipart/mixed; boundary=x\n\n",
       "--x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nb\n--x--\n", kMarkBoundaryTwice},
      {"long field", "Content-Type: multipart/mixed; boundary=x\n\n",
       "--x\nContent-Type: a/b; name=" + std::string(2 * kMaxMimeFieldBytes, 'n') + "\n\nb\n--x--\n", kMarkLongField},
  };
  for (const Row& row : rows) {
    const Scanned got = scanned(row.header, row.body);
    EXPECT_EQ(mime_marks_text(got.scan->marks()), mime_marks_text(row.want)) << row.name;
    EXPECT_EQ(got.scan->limit(), "") << row.name;
  }
}

// One boundary may begin with another: the exact one is meant.
TEST(MimeScan, TellsBoundariesApart) {
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=a\n\n",
                              "--a\nContent-Type: multipart/mixed; boundary=a1\n\n--a1\n\nx\n--a1--\n--a--\n");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), "");
  EXPECT_EQ(got.scan->skeleton(),
            "Content-Type: multipart/mixed; boundary=b000001\nContent-ID: 0\n\n"
            "--b000001=0\nContent-Type: multipart/mixed; boundary=b000002\nContent-ID: 1\n\n"
            "--b000002=1\nContent-ID: 2\n\n--b000002--=2\n--b000001--=3\n");
}

TEST(MimeScan, ReadsTheHeaderOfAMessageWithin) {
  const Scanned got = scanned(
      "Content-Type: multipart/report; boundary=x\n\n",
      "--x\nContent-Type: message/rfc822\n\nFrom bob Mon\nSubject: y\nContent-Type: text/html\n\nbody\n--x--\n");
  ASSERT_EQ(got.scan->blocks().size(), 3u);
  EXPECT_TRUE(got.scan->blocks()[1].is_message());
  EXPECT_EQ(got.scan->blocks()[2].type.token, "text/html");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), "");
}

TEST(MimeScan, MessageWithinWithoutAnything) {
  const Scanned got =
      scanned("Content-Type: multipart/mixed; boundary=x\n\n", "--x\nContent-Type: message/rfc822\n\n--x\n\n--x--\n");
  ASSERT_EQ(got.scan->blocks().size(), 4u);
  EXPECT_EQ(got.scan->skeleton(),
            "Content-Type: multipart/mixed; boundary=b000001\nContent-ID: 0\n\n"
            "--b000001=0\nContent-Type: message/rfc822\nContent-ID: 1\n\nContent-ID: 2\n\n"
            "--b000001=1\nContent-ID: 3\n\n--b000001--=2\n");
}

TEST(MimeScan, ContentTypesAreBounded) {
  std::string body;
  for (size_t i = 0; i < kMaxContentTypes + 5; i++) body += "--x\nContent-Type: text/plain\n\n\n";
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n", body);
  EXPECT_EQ(got.scan->limit(), "more than 1000 Content-Type fields");
  EXPECT_LE(got.scan->blocks().size(), kMaxContentTypes + 1);
}

TEST(MimeScan, BoundaryLinesAreBounded) {
  std::string body;
  for (size_t i = 0; i < 1'000'000; i++) body += "--x\n\n";
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n", body);
  EXPECT_EQ(got.scan->limit(), "more than 10000 lines that begin with --");
  EXPECT_LE(got.scan->blocks().size(), kMaxBoundaryLines + 1);
  EXPECT_LE(got.scan->skeleton().size(), size_t{1} << 20);
}

TEST(MimeScan, BodySizeIsBounded) {
  Message message("Content-Type: multipart/mixed; boundary=x\n\n", std::make_unique<MemoryBody>(""));
  MimeScan scan(message);
  const std::string piece(size_t{1} << 20, 'x');
  for (uint64_t i = 0; i <= kMaxMimeBytes >> 20; i++) scan.feed(piece);
  scan.finish();
  EXPECT_EQ(scan.limit(), "the body is beyond 256 MiB");
}

TEST(MimeScan, BoundaryLengthIsBounded) {
  const std::string boundary(kMaxBoundaryBytes + 1, 'b');
  const Scanned got =
      scanned("Content-Type: multipart/mixed; boundary=" + boundary + "\n\n", "--" + boundary + "\n\nx\n");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), mime_marks_text(kMarkNoBoundary));
}

}  // namespace
}  // namespace hfilter
