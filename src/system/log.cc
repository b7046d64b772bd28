// SPDX-License-Identifier: BSD-2-Clause
#include "system/log.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "system/files/descriptor.h"
#include "system/files/own_umask.h"
#include "system/files/rcfile.h"

namespace hfilter {
namespace {

// RFC 5424 6.2.1: facility mail, severities informational and error.
constexpr int kMailInfo = 2 << 3 | 6;
constexpr int kMailError = 2 << 3 | 3;

Descriptor open_or_make(const std::string& path) {
  constexpr int kFlags = O_WRONLY | O_APPEND;
  OwnUmask own_umask;
  Result<Descriptor> file = open_checked(path, kFlags);
  if (file) return std::move(*file);
  if (file.error().kind != ErrorKind::kNotFound) return Descriptor();
  // If another process creates the file first, that file is opened and checked.
  Descriptor made(open(path.c_str(), kFlags | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (made) return check_file(made.get(), path) ? std::move(made) : Descriptor();
  Result<Descriptor> again = open_checked(path, kFlags);
  return again ? std::move(*again) : Descriptor();
}

// Returns whether the file has one link. With a second, the lines would appear in another file, too.
bool has_one_link(int fd, struct stat& status) { return fstat(fd, &status) == 0 && status.st_nlink == 1; }

bool is_same_file(const std::string& path, const struct stat& open_file) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && status.st_ino == open_file.st_ino && status.st_dev == open_file.st_dev;
}

std::string part_name(const std::string& path, int number) { return path + "." + std::to_string(number); }

// Renames older files so that FILE.1 is free. A process that died here leaves a gap: then only the files before the
// gap are renamed, so that none is lost.
bool shift_parts(const std::string& path, int keep) {
  int free = 1;
  while (free < keep && access(part_name(path, free).c_str(), F_OK) == 0) ++free;
  for (; free > 1; --free) {
    if (rename(part_name(path, free - 1).c_str(), part_name(path, free).c_str()) != 0) return false;
  }
  return true;
}

// Moves the log to FILE.1. Without the lock, the process goes on appending to the open file.
void rotate(const std::string& path, int keep, Descriptor& file, const struct stat& status) {
  if (flock(file.get(), LOCK_EX | LOCK_NB) != 0 || !is_same_file(path, status)) return;
  if (!shift_parts(path, keep) || rename(path.c_str(), part_name(path, 1).c_str()) != 0) return;
  Descriptor new_file = open_or_make(path);
  if (new_file) file = std::move(new_file);
}

// Removes a line that a full disk cut: without its end it would spoil the next one.
void remove_partial_line(int fd, ssize_t written_bytes) {
  struct stat status;
  const off_t end = lseek(fd, 0, SEEK_CUR);
  const bool is_last = end >= written_bytes && fstat(fd, &status) == 0 && status.st_size == end;
  if (is_last && ftruncate(fd, end - written_bytes) != 0) return;  // the cut line remains if ftruncate() fails
}

bool append_to_file(const std::string& path, std::string_view line, const LogOptions& options) {
  Descriptor file = open_or_make(path);
  struct stat status;
  if (!file || !has_one_link(file.get(), status)) return false;
  if (static_cast<size_t>(status.st_size) >= options.rotate_bytes) rotate(path, options.keep, file, status);
  std::string whole(line);
  whole += '\n';
  ssize_t n;
  do {
    n = write(file.get(), whole.data(), whole.size());
  } while (n < 0 && errno == EINTR);
  const bool written = n == static_cast<ssize_t>(whole.size());
  if (!written && n > 0) remove_partial_line(file.get(), n);
  return written;
}

// Returns "<22>Mar 24 16:00:00 hfilter[4711]: " (RFC 3164 4.1), which every /dev/log accepts, in any locale.
std::string syslog_head(LogLevel level) {
  static constexpr char kMonths[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  time_t now = time(nullptr);
  struct tm local = {};
  localtime_r(&now, &local);
  char head[96];
  std::snprintf(head, sizeof head,
                "<%d>%.3s %2d %02d:%02d:%02d hfilter[%ld]: ", level == LogLevel::kError ? kMailError : kMailInfo,
                kMonths + 3 * local.tm_mon, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                static_cast<long>(getpid()));
  return head;
}

void send_to_syslog(const std::string& socket_path, std::string_view line, LogLevel level) {
  struct sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
  Descriptor sender(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!sender) return;
  std::string datagram = syslog_head(level);
  datagram += line;
  ssize_t sent = sendto(sender.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL,
                        reinterpret_cast<const struct sockaddr*>(&address), sizeof address);
  static_cast<void>(sent);  // nobody reads syslog, or too slowly; the delivery goes on
}

bool append_below_home(const LogOptions& options, std::string_view line) {
  if (options.home.empty()) return false;
  const std::string folder = options.home + "/.hfilter";
  if (append_to_file(folder + "/log", line, options)) return true;
  // The folder usually exists, so it is created only after a failure.
  const OwnUmask own_umask;
  return mkdir(folder.c_str(), S_IRWXU) == 0 && append_to_file(folder + "/log", line, options);
}

// Writes to ~/.hfilter/log, or to syslog if that fails. Errors always go to syslog, for the administrator.
void write_default(const LogOptions& options, std::string_view line, LogLevel level) {
  const bool written = append_below_home(options, line);
  if (!written || level == LogLevel::kError) send_to_syslog(options.syslog_socket, line, level);
}

}  // namespace

bool is_logged(const LogOptions& options) { return options.targets.empty() || options.targets.front() != "off"; }

void write_log(const LogOptions& options, std::string_view line, LogLevel level) {
  if (options.targets.empty()) write_default(options, line, level);
  for (const std::string& target : options.targets) {
    if (target == "syslog") {
      send_to_syslog(options.syslog_socket, line, level);
    } else if (!target.empty() && target[0] == '/') {
      append_to_file(target, line, options);
    }
  }
}

}  // namespace hfilter
