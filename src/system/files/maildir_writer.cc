// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/maildir_writer.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "delivery/maildir_name.h"
#include "system/files/descriptor.h"
#include "system/files/output.h"
#include "system/files/own_umask.h"
#include "system/process.h"

namespace hfilter {
namespace {

constexpr unsigned kNameAttempts = 5;
constexpr mode_t kFolderMode = S_IRWXU;
constexpr mode_t kFileMode = S_IRUSR | S_IWUSR;
constexpr char kAbove[] = "the folder above it";

Result<Descriptor> open_folder(int parent, const std::string& name, const std::string& path) {
  Descriptor folder(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return system_error(errno, "open the Maildir folder " + path);
  return folder;
}

Status make_folder(int parent, const char* name, const std::string& path) {
  if (mkdirat(parent, name, kFolderMode) == 0 || errno == EEXIST) return Done{};
  return system_error(errno, "make the folder " + path + "/" + name);
}

// EINVAL is not a failure: the file system cannot fsync folders.
Status sync(int fd, const std::string& path) {
  if (fsync(fd) == 0 || errno == EINVAL) return Done{};
  return system_error(errno, "write " + path);
}

enum class FolderKind { kMaildir, kSubfolder };

// Creates cur, new and tmp, and the empty file that distinguishes a Maildir++ folder from a Maildir. Two deliveries
// may do it at once.
Status complete_folder(int folder, FolderKind kind, const std::string& path) {
  for (const char* name : {"cur", "new", "tmp"}) {
    if (Status made = make_folder(folder, name, path); !made) return made;
  }
  if (kind == FolderKind::kMaildir) return sync(folder, path);
  Descriptor mark(openat(folder, "maildirfolder", O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kFileMode));
  if (!mark) return system_error(errno, "make " + path + "/maildirfolder");
  return sync(folder, path);
}

bool is_complete(int folder) {
  return faccessat(folder, "new", F_OK, 0) == 0 && faccessat(folder, "tmp", F_OK, 0) == 0;
}

// Opens a folder; creates it, or completes it after a crash.
Result<Descriptor> open_or_make(int parent, const std::string& name, FolderKind kind, const std::string& path) {
  bool fresh = mkdirat(parent, name.c_str(), kFolderMode) == 0;
  if (!fresh && errno != EEXIST) return system_error(errno, "make the folder " + path);
  Result<Descriptor> folder = open_folder(parent, name, path);
  if (!folder || (!fresh && is_complete(folder->get()))) return folder;
  if (Status made = complete_folder(folder->get(), kind, path); !made) return made.error();
  if (Status safe = sync(parent, path); !safe) return safe.error();
  return folder;
}

bool belongs_to_user(int folder) {
  struct stat status;
  return fstat(folder, &status) == 0 && status.st_uid == geteuid();
}

Error no_maildir(const std::string& path, const std::string& why) {
  return failure(ErrorKind::kNotFound, "there is no Maildir " + path + ": " + why);
}

Status check_owner(int folder, const std::string& path, const char* name) {
  if (belongs_to_user(folder)) return Done{};
  return no_maildir(path, std::string(name) + " belongs to another user");
}

// Returns the names of the folders below `home` down to the Maildir; empty if it is not below, or its path has `..`.
std::vector<std::string> names_below(const std::string& home, const std::string& maildir) {
  std::vector<std::string> names;
  if (home.empty() || maildir.compare(0, home.size() + 1, home + "/") != 0) return names;
  for (size_t at = home.size(); at < maildir.size();) {
    const size_t end = std::min(maildir.find('/', at), maildir.size());
    const std::string name = maildir.substr(at, end - at);
    if (name == "..") return {};
    if (!name.empty() && name != ".") names.push_back(name);
    at = end + 1;
  }
  return names;
}

// Opens the folder `name` of `parent` on the way to the Maildir; creates it if `parent` belongs to the user.
Result<Descriptor> step_down(const Descriptor& parent, const std::string& name, const std::string& path) {
  if (faccessat(parent.get(), name.c_str(), F_OK, 0) != 0) {
    if (Status own = check_owner(parent.get(), path, kAbove); !own) return own.error();
    if (Status made = make_folder(parent.get(), name.c_str(), path); !made) return made.error();
    if (Status safe = sync(parent.get(), path); !safe) return safe.error();
  }
  return open_folder(parent.get(), name, path);
}

// Creates the Maildir, and the folders between it and the home.
Result<Descriptor> make_maildir(const MaildirPlace& place) {
  const std::vector<std::string> names = names_below(place.home, place.maildir);
  if (names.empty()) return no_maildir(place.maildir, "it is created only below the home of the user");
  Result<Descriptor> folder = open_folder(AT_FDCWD, place.home, place.home);
  if (!folder) return no_maildir(place.maildir, "there is no home " + place.home);
  if (Status own = check_owner(folder->get(), place.maildir, "the home"); !own) return own.error();
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    folder = step_down(*folder, names[i], place.maildir);
    if (!folder) return folder;
  }
  if (Status own = check_owner(folder->get(), place.maildir, kAbove); !own) return own.error();
  return open_or_make(folder->get(), names.back(), FolderKind::kMaildir, place.maildir);
}

// Opens the Maildir; creates or completes it if allowed.
Result<Descriptor> open_maildir(const MaildirPlace& place) {
  Descriptor top(open(place.maildir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (top && is_complete(top.get())) return top;
  if (!top && errno != ENOENT) return system_error(errno, "open the Maildir folder " + place.maildir);
  return make_maildir(place);
}

MaildirStamp new_stamp(unsigned attempt) {
  struct timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  MaildirStamp stamp;
  stamp.seconds = now.tv_sec;
  stamp.microseconds = static_cast<int>(now.tv_nsec / 1000);
  stamp.process = getpid();
  stamp.attempt = attempt;
  if (getrandom(&stamp.random, sizeof stamp.random, GRND_NONBLOCK) < 0) stamp.random = 0;
  char host[65] = {};
  stamp.host = gethostname(host, sizeof host - 1) == 0 && host[0] != '\0' ? host : "localhost";
  return stamp;
}

struct NewFile {
  Descriptor file;
  std::string name;
};

// Unlinks the file in tmp on every return, unless it was moved.
class UnlinkUnlessMoved {
 public:
  UnlinkUnlessMoved(int tmp, const std::string& name) : tmp_(tmp), name_(name) {}
  ~UnlinkUnlessMoved() {
    if (!moved_) unlinkat(tmp_, name_.c_str(), 0);
  }
  UnlinkUnlessMoved(const UnlinkUnlessMoved&) = delete;
  UnlinkUnlessMoved& operator=(const UnlinkUnlessMoved&) = delete;
  void set_moved() { moved_ = true; }

 private:
  int tmp_;
  const std::string& name_;
  bool moved_ = false;
};

Result<NewFile> open_in_tmp(int tmp, const std::string& path) {
  for (unsigned attempt = 0; attempt < kNameAttempts; ++attempt) {
    std::string name = maildir_file_name(new_stamp(attempt));
    Descriptor file(openat(tmp, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
    if (file) return NewFile{std::move(file), std::move(name)};
    if (errno != EEXIST) return system_error(errno, "make a file in " + path + "/tmp");
  }
  return failure(ErrorKind::kIo, "there is no free file name in " + path + "/tmp");
}

// Moves the message to new. Never overwrites a file.
Status move_to_new(int tmp, int fresh, const std::string& name, const std::string& new_name, const std::string& path) {
#ifdef SYS_renameat2
  constexpr unsigned kNoReplace = 1;  // This is RENAME_NOREPLACE.
  if (syscall(SYS_renameat2, tmp, name.c_str(), fresh, new_name.c_str(), kNoReplace) == 0) return Done{};
  if (errno != EINVAL && errno != ENOSYS) return system_error(errno, "put the message into " + path + "/new");
#endif
  if (linkat(tmp, name.c_str(), fresh, new_name.c_str(), 0) != 0) {
    return system_error(errno, "put the message into " + path + "/new");
  }
  unlinkat(tmp, name.c_str(), 0);
  return Done{};
}

Result<uint64_t> write_file(int fd, std::string_view header, InputBody& body, const std::string& path) {
  if (Status done = pass_on(without_from_line(header), body, fd); !done) return done.error();
  if (Status safe = sync(fd, path); !safe) return safe.error();
  struct stat status;
  if (fstat(fd, &status) != 0) return system_error(errno, "examine the new message");
  return static_cast<uint64_t>(status.st_size);
}

Result<std::string> deliver_into(int folder, const std::string& path, std::string_view header, InputBody& body,
                                 const std::function<void()>& when_safe) {
  Result<Descriptor> tmp = open_folder(folder, "tmp", path + "/tmp");
  if (!tmp) return tmp.error();
  Result<Descriptor> fresh = open_folder(folder, "new", path + "/new");
  if (!fresh) return fresh.error();
  HoldSignals hold_signals;
  Result<NewFile> file = open_in_tmp(tmp->get(), path);
  if (!file) return file.error();
  UnlinkUnlessMoved unlink_unless_moved(tmp->get(), file->name);
  const std::string tmp_path = path + "/tmp/" + file->name;
  UnlinkAtSuddenEnd unlink_at_sudden_end(tmp_path);
  hold_signals.release();
  test_hook("maildir");
  Result<uint64_t> size = write_file(file->file.get(), header, body, tmp_path);
  if (!size) return size.error();
  // Dovecot and Courier read the size from the name.
  const std::string name = file->name + ",S=" + std::to_string(*size);
  const HoldSignals hold_to_the_end;
  if (Status moved = move_to_new(tmp->get(), fresh->get(), file->name, name, path); !moved) return moved.error();
  unlink_unless_moved.set_moved();
  if (Status safe = sync(fresh->get(), path + "/new"); !safe) {
    unlinkat(fresh->get(), name.c_str(), 0);  // the host keeps the message, so this copy must be removed
    return safe.error();
  }
  if (when_safe) when_safe();
  return path + "/new/" + name;
}

}  // namespace

Result<std::string> deliver_to_maildir(const MaildirPlace& place, std::string_view header, InputBody& body,
                                       const std::function<void()>& when_safe) {
  const std::string& maildir = place.maildir;
  if (maildir.empty() || maildir[0] != '/') {
    return failure(ErrorKind::kSyntax, "`" + maildir + "` is not an absolute path of a Maildir",
                   "write /home/you/Maildir");
  }
  OwnUmask own_umask;
  Result<Descriptor> top = open_maildir(place);
  if (!top) return top.error();
  if (place.folder.empty()) return deliver_into(top->get(), maildir, header, body, when_safe);
  const std::string path = maildir + "/" + place.folder;
  Result<Descriptor> below = open_or_make(top->get(), place.folder, FolderKind::kSubfolder, path);
  if (!below) return below.error();
  return deliver_into(below->get(), path, header, body, when_safe);
}

}  // namespace hfilter
