// SPDX-License-Identifier: BSD-2-Clause
//
// Reading and passing on: every kind of input with every kind of output, and not one byte changed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "system/files/input.h"
#include "system/files/output.h"
#include "system/files/spool.h"
#include "unit/system/descriptors.h"

namespace hfilter {
namespace {

constexpr Kind kSources[] = {Kind::kPipe, Kind::kNonBlockingPipe, Kind::kSocket, Kind::kNonBlockingSocket,
                             Kind::kFile, Kind::kFileAtOffset};
constexpr Kind kSinks[] = {Kind::kPipe, Kind::kNonBlockingPipe, Kind::kSocket,  Kind::kNonBlockingSocket,
                           Kind::kFile, Kind::kAppendedFile,    Kind::kTerminal};

std::string body_of(size_t bytes) {
  std::string body;
  body.reserve(bytes + 40);
  for (size_t line = 0; body.size() < bytes; ++line) body += "line " + std::to_string(line) + " of it\n";
  body.resize(bytes);
  return body;
}

struct Shape {
  const char* name;
  std::string bytes;
};

// Each comes out as it went in.
std::vector<Shape> shapes() {
  using std::string;
  return {
      {"one byte", "x"},
      {"only an empty line", "\n"},
      {"only a header", "A: b\n"},
      {"only a header, no final newline", "A: b"},
      {"header and empty line", "A: b\n\n"},
      {"LF", "A: b\nC: d\n\nbody\n"},
      {"CRLF", "A: b\r\nC: d\r\n\r\nbody\r\n"},
      {"LF header, CRLF body", "A: b\n\nbody\r\n\r\n"},
      {"CRLF and LF mixed", "A: b\r\nC: d\n\r\nbody\n\r\nmore\r\n"},
      {"a bare CR", "A: b\rC: d\n\nbo\rdy\r"},
      {"NULs", string("A: b\0c\n\nbo\0dy\0", 14)},
      {"all bytes",
       [] {
         string all = "A: ";
         for (int i = 255; i >= 0; --i) all += static_cast<char>(i);
         return all + "\n\n" + all;
       }()},
      {"From line first", "From bob@example.com Wed Mar 24 16:00:00 2004\nA: b\n\nbody\n"},
      {"From line and CRLF", "From bob@example.com Wed Mar 24 16:00:00 2004\r\nA: b\r\n\r\nFrom x\r\n"},
      {"no final newline", "A: b\n\nbody"},
      {"blank lines at the end", "A: b\n\nbody\n\n\n\n"},
      {"8 bit", "A: \xff\xfe\n\n\x80\x81"},
      {"not a message", string(5000, 'x')},
      {"a message of a few pages", "A: b\n\n" + body_of(70'000)},
      {"a large message", "A: b\n\n" + body_of(1'200'000)},
      {"a header of 200 KB", "A: " + string(200'000, 'h') + "\nB: c\n\nbody\n"},
  };
}

enum class Way { kStream, kInMemory, kInFile, kSpoolFails };
constexpr Way kWays[] = {Way::kStream, Way::kInMemory, Way::kInFile, Way::kSpoolFails};
constexpr const char* kWayNames[] = {"streamed", "in memory", "in a file", "spool fails"};

InputOptions options_for(Way way) {
  InputOptions options;
  options.idle_timeout_ms = 20'000;
  if (way == Way::kInFile) options.spool_memory_bytes = 100;
  if (way == Way::kSpoolFails) {
    options.spool_memory_bytes = 10;
    options.spool_folders = {"/nonexistent"};
  }
  return options;
}

// Header and body as they come through; "" and a failure of the test if something went wrong.
void pass_through(const Shape& shape, Kind from, Kind to, Way way, bool slowly) {
  const std::string what = std::string(shape.name) + ", " + name_of(from) + " to " + name_of(to) + ", " +
                           kWayNames[static_cast<int>(way)] + (slowly ? ", slowly" : "");
  Source source(from, shape.bytes, slowly);
  Sink sink(to, slowly);
  Result<Input> input = read_message(source.fd(), options_for(way));
  ASSERT_TRUE(input) << what << ": " << input.error().text;
  ASSERT_TRUE(input->message) << what;
  if (way != Way::kStream) {
    Result<uint64_t> size = input->body->size();
    if (size) {
      EXPECT_EQ(*size + input->message->header().size(), shape.bytes.size()) << what;
    } else {
      EXPECT_EQ(way, Way::kSpoolFails) << what << ": " << size.error().text;
    }
  }
  Status done = pass_on(input->message->header(), *input->body, sink.fd());
  EXPECT_TRUE(done) << what << ": " << (done ? "" : done.error().text);
  const std::string got = sink.got();
  EXPECT_EQ(got.size(), shape.bytes.size()) << what;
  EXPECT_TRUE(got == shape.bytes) << what;
}

TEST(PassOn, ByteExactBetweenAllKinds) {
  int cases = 0;
  for (const Shape& shape : shapes()) {
    for (Kind from : kSources) {
      for (Kind to : kSinks) {
        if (to == Kind::kTerminal && shape.bytes.size() > 100'000) continue;  // terminals are slow
        for (Way way : kWays) {
          pass_through(shape, from, to, way, false);
          ++cases;
        }
      }
    }
  }
  std::printf("%d cases\n", cases);
}

TEST(PassOn, ByteExactWhenBothSidesAreSlow) {
  const Shape shape = {"slow", "A: b\nC: d\n\n" + body_of(150'000)};
  for (Kind from : kSources) {
    for (Kind to : {Kind::kPipe, Kind::kNonBlockingPipe, Kind::kSocket, Kind::kNonBlockingSocket}) {
      for (Way way : kWays) pass_through(shape, from, to, way, true);
    }
  }
}

// The end of the header falls on every place of a read.
TEST(ReadMessage, HeaderEndsAnywhere) {
  for (const char* line_end : {"\n", "\r\n"}) {
    for (size_t fill = 16 * 1024 - 12; fill < 16 * 1024 + 12; ++fill) {
      const std::string header = "A: " + std::string(fill, 'x') + line_end + line_end;
      Source source(Kind::kPipe, header + "body");
      Result<Input> input = read_message(source.fd());
      ASSERT_TRUE(input && input->message);
      EXPECT_EQ(input->message->header().size(), header.size()) << fill;
      EXPECT_TRUE(input->message->header_complete());
      char body[16];
      Result<size_t> n = input->body->read_at(0, body, sizeof body);
      ASSERT_TRUE(n);
      EXPECT_EQ(std::string(body, *n), "body") << fill;
    }
  }
}

TEST(ReadMessage, EmptyInputIsItsOwnOutcome) {
  for (Kind kind : {Kind::kPipe, Kind::kSocket, Kind::kFile, Kind::kFileAtOffset}) {
    Source source(kind, "");
    Result<Input> input = read_message(source.fd());
    ASSERT_TRUE(input) << name_of(kind);
    EXPECT_FALSE(input->message) << name_of(kind);
  }
  Descriptor null(open("/dev/null", O_RDONLY));
  Result<Input> input = read_message(null.get());
  ASSERT_TRUE(input);
  EXPECT_FALSE(input->message);
}

TEST(ReadMessage, FaultsOfTheDescriptor) {
  Descriptor folder(open("/tmp", O_RDONLY | O_DIRECTORY));
  Descriptor write_only(open("/dev/null", O_WRONLY));
  for (int fd : {1'000'000, folder.get(), write_only.get()}) {
    Result<Input> input = read_message(fd);
    ASSERT_FALSE(input) << fd;
    EXPECT_FALSE(input.error().text.empty());
  }
}

TEST(ReadMessage, AHangIsBounded) {
  EXPECT_EQ(InputOptions().idle_timeout_ms, kIdleTimeoutMs);
  for (const char* begin : {"", "A: b\n", "A: b\n\nbody"}) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    Descriptor in(ends[0]);
    Descriptor out(ends[1]);
    ASSERT_TRUE(write_all(out.get(), begin));
    InputOptions options;
    options.idle_timeout_ms = 30;
    Result<Input> input = read_message(in.get(), options);
    const bool header_came = std::string(begin).find("\n\n") != std::string::npos;
    ASSERT_EQ(input.ok(), header_came) << begin;
    ErrorKind kind = input ? input->body->size().error().kind : input.error().kind;
    EXPECT_EQ(static_cast<int>(kind), static_cast<int>(ErrorKind::kTimeout)) << begin;
  }
}

// kMaxHeaderBytes: facts see the beginning, the message stays whole, and no field is cut in two if it can be helped.
TEST(ReadMessage, TheBodyInMemoryIsBounded) {
  for (const size_t beyond : {size_t{0}, size_t{1}, kSpoolMemoryBytes}) {
    Source source(Kind::kPipe, "A: b\n\n" + std::string(kSpoolMemoryBytes + beyond, 'y'));
    Result<Input> input = read_message(source.fd());
    ASSERT_TRUE(input && input->message);
    const Result<uint64_t> size = input->body->size();
    ASSERT_TRUE(size.ok());
    EXPECT_EQ(*size, kSpoolMemoryBytes + beyond);
    EXPECT_LE(input->body->parts().memory.size(), kSpoolMemoryBytes);
    EXPECT_EQ(input->body->parts().spool_fd >= 0, beyond > 0) << beyond;
  }
}

TEST(ReadMessage, TheHeaderIsBounded) {
  const std::string kilobyte = "X: " + std::string(1000, 'x') + "\n folded\n";
  std::string many;
  while (many.size() < kMaxHeaderBytes + 100'000) many += kilobyte;
  const Shape cases[] = {
      {"many fields", many + "\nbody"},
      {"one field", "A: " + std::string(kMaxHeaderBytes + 100'000, 'y') + "\n\nbody"},
      {"a field and a giant", "Received: x\nA: " + std::string(kMaxHeaderBytes + 100'000, 'y') + "\n\nbody"},
      {"only folded lines", "A: b\n" +
                                [] {
                                  std::string s;
                                  while (s.size() < kMaxHeaderBytes + 50'000) s += " folded\n";
                                  return s;
                                }() +
                                "\nbody"},
      {"no line end at all", std::string(kMaxHeaderBytes * 2, 'z')},
      {"the end is just behind the limit", "A: " + std::string(kMaxHeaderBytes - 4, 'y') + "\n\nbody"},
  };
  for (const Shape& shape : cases) {
    for (Kind kind : {Kind::kPipe, Kind::kFile}) {
      Source source(kind, shape.bytes);
      Result<Input> input = read_message(source.fd());
      ASSERT_TRUE(input && input->message) << shape.name;
      EXPECT_FALSE(input->message->header_complete()) << shape.name;
      EXPECT_LE(input->message->header().size(), kMaxHeaderBytes) << shape.name;
      EXPECT_GT(input->message->header().size(), 0u) << shape.name;
      if (shape.bytes == cases[2].bytes) {
        EXPECT_TRUE(input->message->find("Received")) << "the field before the cut one is whole";
        EXPECT_FALSE(input->message->find("A")) << "the field that is cut is left out";
      }
      Sink sink(Kind::kPipe);
      EXPECT_TRUE(pass_on(input->message->header(), *input->body, sink.fd())) << shape.name;
      EXPECT_TRUE(sink.got() == shape.bytes) << shape.name;
    }
  }
}

TEST(InputBody, ReadAtGivesTheSameFromEveryKindOfStore) {
  const std::string body = body_of(400'000);
  for (Kind kind : {Kind::kPipe, Kind::kFile, Kind::kFileAtOffset}) {
    for (Way way : {Way::kInMemory, Way::kInFile}) {
      Source source(kind, "A: b\n\n" + body);
      Result<Input> input = read_message(source.fd(), options_for(way));
      ASSERT_TRUE(input && input->message);
      for (uint64_t offset :
           {uint64_t{0}, uint64_t{1}, uint64_t{16'000}, uint64_t{399'990}, uint64_t{400'000}, uint64_t{1} << 40}) {
        char buffer[3000];
        std::string got;
        for (size_t want = sizeof buffer; want > 0;) {
          Result<size_t> n = input->body->read_at(offset + got.size(), buffer, want);
          ASSERT_TRUE(n) << n.error().text;
          if (*n == 0) break;
          got.append(buffer, *n);
          want -= *n;
        }
        EXPECT_EQ(got, offset < body.size() ? body.substr(offset, sizeof buffer) : "")
            << name_of(kind) << " " << offset;
      }
    }
  }
}

TEST(InputBody, ASpooledBodyOrAFileCanBePassedOnAgain) {
  const std::string message = "A: b\n\n" + body_of(300'000);
  for (Kind kind : {Kind::kPipe, Kind::kFile, Kind::kFileAtOffset}) {
    for (Way way : {Way::kInMemory, Way::kInFile}) {
      Source source(kind, message);
      Result<Input> input = read_message(source.fd(), options_for(way));
      ASSERT_TRUE(input && input->message);
      ASSERT_TRUE(input->body->spool());
      for (int again = 0; again < 3; ++again) {
        Sink sink(again == 1 ? Kind::kFile : Kind::kPipe);
        EXPECT_TRUE(pass_on(input->message->header(), *input->body, sink.fd()));
        EXPECT_TRUE(sink.got() == message) << name_of(kind) << " " << again;
      }
    }
  }
}

TEST(InputBody, AStreamedBodyIsGone) {
  Source source(Kind::kPipe, "A: b\n\n" + body_of(300'000));
  Result<Input> input = read_message(source.fd());
  ASSERT_TRUE(input && input->message);
  EXPECT_FALSE(input->body->known_size());
  Sink sink(Kind::kPipe);
  EXPECT_TRUE(pass_on("", *input->body, sink.fd()));
  EXPECT_EQ(input->body->known_size().value_or(0), 300'000u);
  char c;
  EXPECT_FALSE(input->body->read_at(0, &c, 1));
  EXPECT_FALSE(pass_on("", *input->body, sink.fd()));
  EXPECT_FALSE(input->body->spool());
}

TEST(InputBody, ASpoolThatFailsStaysFailed) {
  Source source(Kind::kPipe, "A: b\n\n" + body_of(300'000));
  Result<Input> input = read_message(source.fd(), options_for(Way::kSpoolFails));
  ASSERT_TRUE(input && input->message);
  for (int again = 0; again < 2; ++again) {
    Result<uint64_t> size = input->body->size();
    ASSERT_FALSE(size);
    EXPECT_NE(size.error().text.find("temporary file"), std::string::npos) << size.error().text;
  }
}

// The spool's file is full in the middle: a limit of the process stands for a full disk.
TEST(InputBody, NoSpaceInTheMiddleLosesNothing) {
  struct rlimit old = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  signal(SIGXFSZ, SIG_IGN);
  const std::string message = "A: b\n\n" + body_of(900'000);
  for (rlim_t limit : {rlim_t{0}, rlim_t{1}, rlim_t{4096}, rlim_t{150'001}, rlim_t{899'999}}) {
    Source source(Kind::kPipe, message);
    Result<Input> input = read_message(source.fd(), options_for(Way::kInFile));
    struct rlimit small = {limit, old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<uint64_t> size = input->body->size();
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
    EXPECT_FALSE(size) << limit;
    Sink sink(Kind::kPipe);
    EXPECT_TRUE(pass_on(input->message->header(), *input->body, sink.fd())) << limit;
    EXPECT_TRUE(sink.got() == message) << limit;
  }
}

TEST(PassOn, AnOutputThatIsClosedIsAnErrorAndTheInputIsDrained) {
  signal(SIGPIPE, SIG_IGN);
  for (Way way : kWays) {
    for (Kind from : kSources) {
      Source source(from, "A: b\n\n" + body_of(1'000'000));
      Result<Input> input = read_message(source.fd(), options_for(way));
      ASSERT_TRUE(input && input->message);
      if (way != Way::kStream) static_cast<void>(input->body->spool());
      int ends[2];
      ASSERT_EQ(pipe(ends), 0);
      Descriptor out(ends[1]);
      close(ends[0]);
      Status done = pass_on(input->message->header(), *input->body, out.get());
      ASSERT_FALSE(done) << name_of(from);
      EXPECT_NE(done.error().text.find("Broken pipe"), std::string::npos) << done.error().text;
      char c;
      ssize_t n = read(source.fd(), &c, 1);
      if (from != Kind::kFile && from != Kind::kFileAtOffset) {
        EXPECT_EQ(n, 0) << "something is left in the " << name_of(from);
      }
    }
  }
}

TEST(PassOn, FaultsOfTheOutput) {
  Descriptor read_only(open("/dev/null", O_RDONLY));
  Descriptor full(open("/dev/full", O_WRONLY));
  struct Case {
    const char* name;
    int fd;
    const char* want;
  } cases[] = {{"not open", -1, "Bad file descriptor"},
               {"open for reading", read_only.get(), "Bad file descriptor"},
               {"a full disk", full.get(), "No space left"}};
  for (const Case& c : cases) {
    for (Way way : kWays) {
      Source source(Kind::kPipe, "A: b\n\n" + body_of(200'000));
      Result<Input> input = read_message(source.fd(), options_for(way));
      ASSERT_TRUE(input && input->message);
      Status done = pass_on("A: b\n\n", *input->body, c.fd);
      ASSERT_FALSE(done) << c.name;
      EXPECT_NE(done.error().text.find(c.want), std::string::npos) << c.name << ": " << done.error().text;
    }
  }
  EXPECT_FALSE(write_all(full.get(), "x"));
  Descriptor null(open("/dev/null", O_WRONLY));
  EXPECT_TRUE(write_all(null.get(), body_of(10'000)));
}

// `hfilter <m >>m` would read what it writes.
TEST(PassOn, TheInputIsNoOutput) {
  const std::string bytes = "A: b\n\n" + body_of(10'000);
  TempFolder folder;
  write_file(folder / "m", bytes);
  Descriptor in(open((folder / "m").c_str(), O_RDONLY));
  Descriptor out(open((folder / "m").c_str(), O_WRONLY | O_APPEND));
  Result<Input> input = read_message(in.get());
  ASSERT_TRUE(input && input->message);
  const Status done = pass_on("A: b\n\n", *input->body, out.get());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().text.find("the output is the same file as the input"), std::string::npos) << done.error().text;
  EXPECT_TRUE(read_file(folder / "m") == bytes);
}

TEST(PassOn, ASpoolThatLostAPartIsAnError) {
  Source source(Kind::kPipe, "A: b\n\n" + body_of(200'000));
  Result<Input> input = read_message(source.fd(), options_for(Way::kInFile));
  ASSERT_TRUE(input && input->message);
  ASSERT_TRUE(input->body->size().ok());
  ASSERT_EQ(ftruncate(input->body->parts().spool_fd, 100), 0);
  Sink sink(Kind::kFile);
  const Status done = pass_on("A: b\n\n", *input->body, sink.fd());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().text.find("lost a part"), std::string::npos) << done.error().text;
}

TEST(Drain, ReadsToTheEnd) {
  Source source(Kind::kPipe, "A: b\n\n" + body_of(500'000));
  Result<Input> input = read_message(source.fd());
  ASSERT_TRUE(input && input->message);
  EXPECT_TRUE(drain(*input->body));
  EXPECT_TRUE(drain(*input->body));
  char c;
  EXPECT_EQ(read(source.fd(), &c, 1), 0);
}

TEST(Spool, TheFileHasNoNameAndIsPrivate) {
  TempFolder folder;
  Result<Descriptor> file = open_spool_file({"/nonexistent", folder.path()});
  ASSERT_TRUE(file);
  struct stat status;
  ASSERT_EQ(fstat(file->get(), &status), 0);
  EXPECT_EQ(status.st_nlink, 0u);
  EXPECT_EQ(status.st_mode & 07777u, 0600u);
  EXPECT_TRUE((fcntl(file->get(), F_GETFD) & FD_CLOEXEC) != 0);
  EXPECT_FALSE(open_spool_file({"/nonexistent"}));
  EXPECT_FALSE(open_spool_file({"/proc"}));
  EXPECT_FALSE(open_spool_file({}));
}

}  // namespace
}  // namespace hfilter
