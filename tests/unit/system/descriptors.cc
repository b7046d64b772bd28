// SPDX-License-Identifier: BSD-2-Clause
#include "unit/system/descriptors.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hfilter {
namespace {

constexpr char kBefore[] = "what stood there before\n";

void set_non_blocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

struct Ends {
  Descriptor read, write;
};

Ends make_ends(Kind kind) {
  int fds[2] = {-1, -1};
  if (kind == Kind::kPipe || kind == Kind::kNonBlockingPipe) {
    EXPECT_EQ(pipe2(fds, O_CLOEXEC), 0);
    return {Descriptor(fds[0]), Descriptor(fds[1])};
  }
  if (kind == Kind::kTerminal) {
    struct termios raw = {};
    cfmakeraw(&raw);
    EXPECT_EQ(openpty(&fds[0], &fds[1], nullptr, &raw, nullptr), 0);
    return {Descriptor(fds[0]), Descriptor(fds[1])};
  }
  EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
  return {Descriptor(fds[0]), Descriptor(fds[1])};
}

bool is_non_blocking(Kind kind) { return kind == Kind::kNonBlockingPipe || kind == Kind::kNonBlockingSocket; }

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

void feed(int fd, const std::string& bytes, bool slowly) {
  size_t done = 0;
  while (done < bytes.size()) {
    size_t piece = slowly ? std::min<size_t>(1 + done % 1000, bytes.size() - done) : bytes.size() - done;
    ssize_t n = send(fd, bytes.data() + done, piece, MSG_NOSIGNAL);
    if (n < 0) n = write(fd, bytes.data() + done, piece);
    if (n <= 0) return;
    done += static_cast<size_t>(n);
    if (slowly && done < 5'000) nap();
  }
}

std::string drain(int fd, bool slowly) {
  std::string got;
  char buffer[65536];
  for (ssize_t n; (n = read(fd, buffer, slowly ? 777 : sizeof buffer)) > 0;) {
    got.append(buffer, static_cast<size_t>(n));
    if (slowly && got.size() < 5'000) nap();
  }
  return got;
}

Descriptor nameless_file(const std::string& bytes) {
  Descriptor file(open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  EXPECT_EQ(write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return file;
}

}  // namespace

TempFolder::TempFolder() {
  char name[] = "/tmp/hfilter-unit.XXXXXX";
  path_ = mkdtemp(name);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::string& path, const std::string& bytes, unsigned mode) {
  std::ofstream(path, std::ios::binary) << bytes;
  chmod(path.c_str(), mode);
}

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

Source::Source(Kind kind, std::string bytes, bool slowly) {
  if (kind == Kind::kFile || kind == Kind::kFileAtOffset) {
    const std::string before = kind == Kind::kFileAtOffset ? kBefore : "";
    fd_ = nameless_file(before + bytes);
    lseek(fd_.get(), static_cast<off_t>(before.size()), SEEK_SET);
    return;
  }
  Ends ends = make_ends(kind);
  fd_ = std::move(ends.read);
  if (is_non_blocking(kind)) set_non_blocking(fd_.get());
  feeder_ =
      std::thread([out = std::move(ends.write), bytes = std::move(bytes), slowly] { feed(out.get(), bytes, slowly); });
}

Source::~Source() {
  fd_.reset();  // a feeder that nobody reads from ends with EPIPE
  if (feeder_.joinable()) feeder_.join();
}

Sink::Sink(Kind kind, bool slowly) {
  if (kind == Kind::kFile || kind == Kind::kAppendedFile) {
    fd_ = nameless_file(kBefore);
    if (kind == Kind::kAppendedFile) {
      lseek(fd_.get(), 0, SEEK_SET);
      fcntl(fd_.get(), F_SETFL, O_APPEND);
    }
    file_.reset(dup(fd_.get()));
    return;
  }
  Ends ends = make_ends(kind);
  fd_ = std::move(ends.write);
  if (is_non_blocking(kind)) set_non_blocking(fd_.get());
  drain_ = std::thread([this, in = std::move(ends.read), slowly] { got_ = drain(in.get(), slowly); });
}

Sink::~Sink() { got(); }

std::string Sink::got() {
  fd_.reset();
  if (drain_.joinable()) drain_.join();
  if (!file_) return got_;
  lseek(file_.get(), sizeof kBefore - 1, SEEK_SET);
  return drain(file_.get(), false);
}

}  // namespace hfilter
