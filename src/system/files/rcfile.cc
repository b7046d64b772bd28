// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/rcfile.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "system/user.h"

namespace hfilter {
namespace {

constexpr int kReadAttempts = 3;

Error refused(const std::string& file, std::string text, std::string help) {
  return failure(ErrorKind::kPermission, std::move(text), std::move(help)).at(file);
}

std::string parent_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// In a folder that others may write, somebody could replace the file by another one of the user, such as a mailbox.
Status check_folders_above(const std::string& path) {
  for (std::string folder = parent_of(path);; folder = parent_of(folder)) {
    struct stat status;
    if (stat(folder.c_str(), &status) != 0) return system_error(errno, "examine the folder " + folder, path);
    if ((status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0) {
      return refused(path, "others may write to the folder " + folder, "chmod o-w " + folder);
    }
    if (folder == "/" || folder == ".") return Done{};
  }
}

// Returns the path of an open file without symbolic links; empty without /proc.
std::string real_path(int fd) {
  char target[4096];
  std::string link = "/proc/self/fd/" + std::to_string(fd);
  ssize_t n = readlink(link.c_str(), target, sizeof target);
  return n > 0 && target[0] == '/' ? std::string(target, static_cast<size_t>(n)) : std::string();
}

Status check_status(const struct stat& status, const std::string& path) {
  if (!S_ISREG(status.st_mode)) return refused(path, "is not a regular file", "give the name of a file");
  if (status.st_uid != 0 && status.st_uid != geteuid()) {
    return refused(path, "belongs to another user (" + std::to_string(status.st_uid) + ")",
                   "change its owner to you or to root with chown");
  }
  if ((status.st_mode & S_IWOTH) != 0) return refused(path, "others may write to it", "chmod go-w " + path);
  if ((status.st_mode & S_IWGRP) != 0 && !is_private_group(status.st_gid, status.st_uid)) {
    return refused(path, "its group may write to it", "chmod go-w " + path);
  }
  return Done{};
}

Error too_large(const std::string& path, size_t limit_bytes) {
  return failure(ErrorKind::kLimit, "is larger than " + std::to_string(limit_bytes >> 20) + " MiB",
                 "split the file, or put the entries into list files")
      .at(path);
}

Result<std::string> read_up_to(int fd, const std::string& path, size_t expected_bytes, size_t limit_bytes) {
  std::string text;
  size_t filled = 0;
  for (;;) {
    if (filled == text.size()) text.resize(std::max(filled * 2, std::min(expected_bytes, limit_bytes) + 1));
    ssize_t n = read(fd, text.data() + filled, text.size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(errno, "read the file", path);
    if (n == 0) break;
    filled += static_cast<size_t>(n);
    if (filled > limit_bytes) return too_large(path, limit_bytes);
  }
  text.resize(filled);
  return text;
}

bool same_version(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

// Reads the file once. Returns nothing if it changed meanwhile.
Result<std::optional<std::string>> read_once(const std::string& path, size_t limit_bytes) {
  Result<Descriptor> file = open_checked(path);
  if (!file) return file.error();
  struct stat before;
  struct stat after;
  if (fstat(file->get(), &before) != 0) return system_error(errno, "examine the file", path);
  Result<std::string> text = read_up_to(file->get(), path, static_cast<size_t>(before.st_size), limit_bytes);
  if (!text) return text.error();
  if (fstat(file->get(), &after) != 0) return system_error(errno, "examine the file", path);
  if (!same_version(before, after)) return std::optional<std::string>();
  return std::optional<std::string>(std::move(*text));
}

// A list file, opened and checked once; read as a whole or, if sorted, in pieces.
class SystemListFile : public ListFile {
 public:
  explicit SystemListFile(std::string path) : path_(std::move(path)) {}

  const std::string& path() const override { return path_; }

  Result<std::string_view> text() override {
    if (!text_) text_ = read_checked(path_, kMaxListBytes);
    if (!*text_) return text_->error();
    return std::string_view(**text_);
  }

  Result<ListFileVersion> version() override {
    if (Status open = open_once(); !open) return open.error();
    struct stat status;
    if (fstat(file_.get(), &status) != 0) return system_error(errno, "examine the file", path_);
    if (static_cast<uint64_t>(status.st_size) > kMaxListBytes) return too_large(path_, kMaxListBytes);
    ListFileVersion version;
    version.bytes = static_cast<uint64_t>(status.st_size);
    version.changed_s = status.st_mtim.tv_sec;
    version.changed_ns = status.st_mtim.tv_nsec;
    return version;
  }

  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override {
    if (Status open = open_once(); !open) return open.error();
    size_t filled = 0;
    while (filled < count) {
      ssize_t n = pread(file_.get(), buffer + filled, count - filled, static_cast<off_t>(offset + filled));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return system_error(errno, "read the file", path_);
      if (n == 0) break;
      filled += static_cast<size_t>(n);
    }
    return filled;
  }

 private:
  Status open_once() {
    if (file_) return Done{};
    if (failure_) return *failure_;
    Result<Descriptor> file = open_checked(path_);
    if (!file) {
      failure_ = file.error();
      return file.error();
    }
    file_ = std::move(*file);
    return Done{};
  }

  std::string path_;
  std::optional<Result<std::string>> text_;
  Descriptor file_;
  std::optional<Error> failure_;
};

}  // namespace

Status check_file(int fd, const std::string& path) {
  struct stat status;
  if (fstat(fd, &status) != 0) return system_error(errno, "examine the file", path);
  if (Status good = check_status(status, path); !good) return good;
  if (Status good = check_folders_above(path); !good) return good;
  std::string real = real_path(fd);
  if (real.empty() || real == path) return Done{};
  return check_folders_above(real);
}

bool is_absent(const std::string& path) {
  return access(path.c_str(), F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

Result<Descriptor> open_checked(const std::string& path, int flags) {
  // A FIFO or device must not block, nor become the controlling terminal.
  Descriptor file(open(path.c_str(), flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file) return system_error(errno, "open the file", path);
  if (Status good = check_file(file.get(), path); !good) return good.error();
  return file;
}

Result<std::string> read_checked(const std::string& path, size_t limit_bytes) {
  for (int attempt = 0; attempt < kReadAttempts; ++attempt) {
    Result<std::optional<std::string>> text = read_once(path, limit_bytes);
    if (!text) return text.error();
    if (*text) return std::move(**text);
  }
  return failure(ErrorKind::kIo, "changes while it is read",
                 "write a new file in the same folder, then rename it to the name of this file")
      .at(path);
}

SystemRuleFiles::SystemRuleFiles(std::string home) : home_(std::move(home)) {}
SystemRuleFiles::~SystemRuleFiles() = default;

Result<std::string> SystemRuleFiles::read(const std::string& path) { return read_checked(path, kMaxRcBytes); }

ListFile* SystemRuleFiles::list_file(const std::string& path) {
  std::unique_ptr<ListFile>& file = lists_[path];
  if (!file) file = std::make_unique<SystemListFile>(path);
  return file.get();
}

std::string SystemRuleFiles::resolve(std::string_view path, const std::string& including_file) const {
  if (path.substr(0, 2) == "~/") return home_ + std::string(path.substr(1));
  if (!path.empty() && path[0] == '/') return std::string(path);
  return parent_of(including_file) + "/" + std::string(path);
}

}  // namespace hfilter
