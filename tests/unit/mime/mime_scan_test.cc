// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "base/limits.h"
#include "message/message.h"
#include "unit/hostile_mail.h"

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

std::string limits_of(const Scanned& got) {
  std::string out;
  for (const MimeLimit* limit : got.scan->limits()) out += std::string(out.empty() ? "" : " ") + limit->name;
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
  EXPECT_EQ(limits_of(got), "");
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
  for (size_t piece = 1; piece < 40; ++piece) {
    const Scanned cut = scanned(kMixed, kTwoParts, piece);
    EXPECT_EQ(cut.scan->skeleton(), whole.scan->skeleton()) << piece;
    EXPECT_EQ(cut.scan->marks(), whole.scan->marks()) << piece;
    EXPECT_EQ(cut.scan->blocks()[2].body_begin, whole.scan->blocks()[2].body_begin) << piece;
    EXPECT_EQ(cut.scan->boundary_lines()[2].begin, whole.scan->boundary_lines()[2].begin) << piece;
  }
}

TEST(MimeScan, SingleNeedsNoStructure) {
  EXPECT_TRUE(scanned("Subject: x\n\n", "").scan->has_no_parts());
  EXPECT_TRUE(scanned("Content-Type: text/plain\n\n", "").scan->has_no_parts());
  EXPECT_TRUE(scanned("Content-Type: application/zip\n\n", "").scan->has_no_parts());
  EXPECT_FALSE(scanned("Content-Type: multipart/mixed; boundary=x\n\n", "").scan->has_no_parts());
  EXPECT_FALSE(scanned("content-type : message/rfc822\n\n", "").scan->has_no_parts());
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
      {"parts behind the end", "Content-Type: multipart/mixed; boundary=x\n\n", ok + ok, kMarkLineAfterClosing},
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
      {"lines of dashes", "Content-Type: multipart/mixed; boundary=x\n\n",
       "--x\n\n" + repeated("--\n-- y\n------\n", 100'000) + "--x--\n", 0},
      {"a long field that is none of MIME", "Content-Type: multipart/mixed; boundary=x\n\n",
       "--x\nX-Long: " + std::string(2 * kMaxMimeFieldBytes, 'n') + "\n\nb\n--x--\n", 0},
  };
  for (const Row& row : rows) {
    const Scanned got = scanned(row.header, row.body);
    EXPECT_EQ(mime_marks_text(got.scan->marks()), mime_marks_text(row.want)) << row.name;
    EXPECT_EQ(limits_of(got), "") << row.name;
  }
}

// One boundary may begin with another: the exact one is meant.
TEST(MimeScan, DistinguishesBoundaries) {
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

// The structure is then that of one part behind the other, and nothing odd about the message follows from it.
TEST(MimeScan, PartsAreBounded) {
  const struct {
    const char* name;
    std::string body;
    const char* limits;
    bool all_seen;
  } rows[] = {
      {"Content-Type fields", repeated("--x\nContent-Type: text/plain\n\n\n", kMaxContentTypes + 5), "parts", true},
      {"boundary lines", repeated("--x\n\n", kMaxBoundaryLines + 5), "parts", true},
      {"parts", repeated("--x\n\n", 1'000'000), "parts", false},
      {"large names",
       repeated("--x\nContent-Type: a/b; name=" + std::string(10'000, 'n') + "\n\n\n", kMaxMimePartBytes / 10'000),
       "parts", false},
      {"as much as is read", repeated("--x\n\n", kMaxBoundaryLines - 1), "", true},
  };
  for (const auto& row : rows) {
    const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n", row.body + "--x--\n");
    EXPECT_EQ(limits_of(got), row.limits) << row.name;
    EXPECT_EQ(got.scan->incomplete_because() == nullptr, row.all_seen) << row.name;
    EXPECT_EQ(mime_marks_text(got.scan->marks()), "") << row.name;
    EXPECT_LE(got.scan->blocks().size(), kMaxMimeParts) << row.name;
    EXPECT_LE(got.scan->skeleton().size(), size_t{1} << 20) << row.name;
  }
}

TEST(MimeScan, PartsThatAreWantedAreKeptBeyondTheBound) {
  Message message("Content-Type: multipart/mixed; boundary=x\n\n", std::make_unique<MemoryBody>(""));
  const std::string empty = repeated("--x\n\n", 20'000);
  const struct {
    const char* name;
    std::string before;
    const char* want;  // the body of the part
  } rows[] = {
      {"a type", "--x\nContent-Type: a/b; name=x.exe\n\n", "MZ"},
      {"a disposition", "--x\nA: b\nContent-Disposition: inline;\n\tfilename=x.exe\n\n", "MZ"},
      {"in a message", "--x\nContent-Type: message/rfc822\n\nA: b\nContent-Type: a/b; name=x.exe\n\n", "MZ"},
      {"in a digest", "--x\nContent-Type: multipart/digest; boundary=d\n\n--d\n\nContent-Type: a/b; name=x.exe\n\n",
       "MZ"},
      {"without a body", "--x\nContent-Type: a/b; name=x.exe\n--x\n\n", ""},
  };
  for (const auto& row : rows) {
    for (const size_t piece : {size_t{7}, size_t{1} << 20}) {
      MimeScan scan(message, [](const MimeBlock& block) { return block.file_name() != nullptr; });
      const std::string body = empty + row.before + "MZ\n--x\n\n--x--\n";
      for (size_t at = 0; at < body.size(); at += piece) scan.feed(std::string_view(body).substr(at, piece));
      scan.finish();
      const MimeBlock& last = scan.blocks().back();
      ASSERT_NE(last.file_name(), nullptr) << row.name;
      EXPECT_EQ(last.file_name()->value, "x.exe") << row.name;
      EXPECT_EQ(body.substr(last.body_begin, last.body_end - last.body_begin), row.want) << row.name;
      EXPECT_EQ(scan.incomplete_because(), &kPartsLimit) << row.name;
    }
  }
}

TEST(MimeScan, LaterProgramsAreBounded) {
  Message message("Content-Type: multipart/mixed; boundary=x\n\n", std::make_unique<MemoryBody>(""));
  MimeScan scan(message, [](const MimeBlock&) { return true; });
  scan.feed(repeated("--x\nContent-Type: a/b\n\n", 20'000));
  scan.finish();
  EXPECT_EQ(scan.blocks().size(), kMaxMimeParts + kMaxLaterPrograms);
}

TEST(MimeScan, DepthIsBounded) {
  const auto nested = [](int depth) {
    std::string body;
    for (int i = 0; i < depth; ++i) {
      const std::string inner = "x" + std::to_string(i + 1);
      body += "--x" + std::to_string(i) + "\nContent-Type: multipart/mixed; boundary=" + inner + "\n\n";
    }
    body += "--x" + std::to_string(depth) + "\nContent-Type: a/b; name=x.exe\n\nMZ\n";
    for (int i = depth; i >= 0; --i) body += "--x" + std::to_string(i) + "--\n";
    return scanned("Content-Type: multipart/mixed; boundary=x0\n\n", body);
  };
  EXPECT_EQ(limits_of(nested(kMaxMimeDepth - 1)), "");
  const Scanned deep = nested(500);
  EXPECT_EQ(limits_of(deep), "depth");
  EXPECT_EQ(mime_marks_text(deep.scan->marks()), "");
  EXPECT_EQ(deep.scan->blocks().back().file_name()->value, "x.exe");
  EXPECT_EQ(deep.scan->incomplete_because(), nullptr);
}

TEST(MimeScan, FieldLengthIsBounded) {
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n",
                              "--x\nContent-Type: a/b; name=" + std::string(2 * kMaxMimeFieldBytes, 'n') +
                                  "\n\nb\n--x\nContent-Type: a/b;\n" + repeated(" n=1;\n", 20'000) + "\n\nb\n--x--\n");
  EXPECT_EQ(limits_of(got), "field");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), "");
  EXPECT_TRUE(got.scan->blocks()[1].is_cut());
  EXPECT_TRUE(got.scan->blocks()[2].is_cut());
}

TEST(MimeScan, BodySizeIsBounded) {
  Message message("Content-Type: multipart/mixed; boundary=x\n\n", std::make_unique<MemoryBody>(""));
  MimeScan scan(message);
  const std::string piece(size_t{1} << 20, 'x');
  for (uint64_t i = 0; i <= kMaxMimeBytes >> 20; ++i) scan.feed(piece);
  scan.finish();
  ASSERT_EQ(scan.limits().size(), 1u);
  EXPECT_STREQ(scan.limits()[0]->text, "the body is larger than 256 MiB");
  EXPECT_NE(scan.incomplete_because(), nullptr);
}

// It begins its lines, whatever follows.
TEST(MimeScan, BoundaryLengthIsBounded) {
  const std::string boundary(kMaxBoundaryBytes + 100, 'b');
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=" + boundary + "\n\n",
                              "--" + boundary + "\nContent-Type: a/b; name=x.exe\n\nx\n");
  EXPECT_EQ(mime_marks_text(got.scan->marks()), mime_marks_text(kMarkLongBoundary | kMarkUnclosedBoundary));
  EXPECT_EQ(got.scan->blocks().back().file_name()->value, "x.exe");
}

TEST(MimeScan, BoundariesAreBounded) {
  std::string body;
  for (size_t i = 0; i < kMaxBoundaries + 5; ++i) {
    body += "--x\nContent-Type: multipart/mixed; boundary=y" + std::to_string(i) + "\n\n";
  }
  const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n", body + "--y20000\n\n");
  EXPECT_EQ(limits_of(got), "parts");
  EXPECT_NE(got.scan->incomplete_because(), nullptr);
}

// The header of the message goes on in its body where the message was cut.
TEST(MimeScan, ReadsTheWholeHeaderOfTheMessage) {
  const std::string header = "X-Long: aaaa\nContent-Type: multipart/mi";
  const std::string body = "xed;\n boundary=x\nno field\n\n--x\nContent-Type: a/b; name=x.exe\n\nMZ\n--x--\n";
  const Message message(header, std::make_unique<MemoryBody>(""), false);
  MimeScan scan(message);
  EXPECT_FALSE(scan.has_no_parts());
  scan.feed(body);
  scan.finish();
  ASSERT_EQ(scan.blocks().size(), 2u);
  const MimeBlock& last = scan.blocks()[1];
  EXPECT_EQ(body.substr(last.body_begin, last.body_end - last.body_begin), "MZ");
  EXPECT_EQ(mime_marks_text(scan.marks()), "");
  // More fields than a Message shows.
  const Scanned many =
      scanned(repeated("a:\n", kMaxFields + 1) + "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n\nx\n--x--\n");
  EXPECT_EQ(many.scan->blocks().size(), 2u);
}

// Whatever the boundaries are, the longest one that a line begins with is meant.
TEST(MimeScan, FindsTheLongestBoundary) {
  std::string body;
  const char* boundaries[] = {"bbb", "b", "bbbbb", "bb", "bbbz", "ba", "bbbb"};
  for (const char* boundary : boundaries) {
    body += std::string("--x\nContent-Type: multipart/mixed; boundary=") + boundary + "\n\n";
  }
  const struct {
    const char* line;
    const char* want;
  } rows[] = {{"bq", "b"}, {"bbbby", "bbbb"}, {"bbby", "bbb"}, {"bbbzz", "bbbz"}, {"bac", "ba"}, {"bbbbbbbb", "bbbbb"}};
  for (const auto& row : rows) {
    const Scanned got = scanned("Content-Type: multipart/mixed; boundary=x\n\n", body + "--" + row.line + "\n\n");
    const size_t number =
        static_cast<size_t>(std::find_if(std::begin(boundaries), std::end(boundaries),
                                         [&](const char* boundary) { return std::string(boundary) == row.want; }) -
                            std::begin(boundaries));
    char token[16];
    snprintf(token, sizeof token, "--b%06zu=", number + 2);
    const size_t at = got.scan->skeleton().rfind("--b");
    EXPECT_EQ(got.scan->skeleton().substr(at, strlen(token)), token) << row.line;
  }
}

}  // namespace
}  // namespace hfilter
