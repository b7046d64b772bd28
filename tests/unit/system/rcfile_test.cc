// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/rcfile.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "base/limits.h"
#include "system/user.h"
#include "unit/system/descriptors.h"

namespace hfilter {
namespace {

bool as_root() { return geteuid() == 0; }

TEST(RuleFile, IsReadWhole) {
  TempFolder folder;
  const std::string texts[] = {"", "hfilter 1\n", std::string(100'000, 'x'), std::string("a\0b", 3)};
  for (const std::string& text : texts) {
    write_file(folder / "rc", text);
    Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(*got, text);
  }
}

struct Fault {
  const char* name;
  ErrorKind kind;
  const char* text;
};

void expect_fault(const std::string& path, const Fault& want) {
  Result<std::string> got = read_checked(path, kMaxRcBytes);
  ASSERT_FALSE(got) << want.name;
  EXPECT_EQ(static_cast<int>(got.error().kind), static_cast<int>(want.kind)) << want.name << ": " << got.error().text;
  EXPECT_NE(got.error().text.find(want.text), std::string::npos) << want.name << ": got " << got.error().text;
  EXPECT_EQ(got.error().file, path) << want.name;
  if (want.kind == ErrorKind::kPermission && std::string(want.text) != "cannot open the file") {
    EXPECT_FALSE(got.error().help.empty()) << want.name;
  }
}

TEST(RuleFile, ThatIsNoFile) {
  TempFolder folder;
  mkdir((folder / "folder").c_str(), 0700);
  ASSERT_EQ(mkfifo((folder / "fifo").c_str(), 0600), 0);
  ASSERT_EQ(symlink("nowhere", (folder / "dangling").c_str()), 0);
  ASSERT_EQ(symlink("loop", (folder / "loop").c_str()), 0);
  expect_fault(folder / "missing", {"missing", ErrorKind::kNotFound, "cannot open the file"});
  expect_fault(folder / "missing/rc", {"missing folder", ErrorKind::kNotFound, "cannot open the file"});
  expect_fault(folder / "folder", {"a folder", ErrorKind::kPermission, "not a regular file"});
  expect_fault(folder / "fifo", {"a FIFO that would block", ErrorKind::kPermission, "not a regular file"});
  expect_fault(folder / "dangling", {"a dangling link", ErrorKind::kNotFound, "cannot open the file"});
  expect_fault(folder / "loop", {"a loop", ErrorKind::kIo, "cannot open the file"});
  expect_fault("/dev/null", {"a device", ErrorKind::kPermission, "not a regular file"});
}

TEST(RuleFile, Modes) {
  TempFolder folder;
  write_file(folder / "rc", "x");
  // A group that is nobody's own: mail.
  ASSERT_TRUE(!as_root() || chown((folder / "rc").c_str(), 0, 8) == 0);
  struct Case {
    mode_t mode;
    const char* want;  // null: read
  } cases[] = {{0600, nullptr},
               {0644, nullptr},
               {0444, nullptr},
               {0755, nullptr},
               {0602, "others may write"},
               {0622, "others may write"},
               {0666, "others may write"},
               {0777, "others may write"},
               {0660, "group"},
               {0664, "group"}};
  for (const Case& c : cases) {
    if (!as_root() && c.want != nullptr && std::string(c.want) == "group") continue;  // our group may be our own
    chmod((folder / "rc").c_str(), c.mode);
    Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
    EXPECT_EQ(got.ok(), c.want == nullptr) << std::oct << c.mode;
    if (got || c.want == nullptr) continue;
    EXPECT_NE(got.error().text.find(c.want), std::string::npos) << got.error().text;
    EXPECT_EQ(got.error().help, "chmod go-w " + (folder / "rc"));
  }
}

TEST(RuleFile, GroupThatIsTheOwnersOwn) {
  if (!as_root()) GTEST_SKIP() << "root: only root can give files away";
  TempFolder folder;
  write_file(folder / "rc", "x", 0660);
  ASSERT_EQ(chown((folder / "rc").c_str(), 0, 0), 0);  // group root: the user's name, nobody else in it
  EXPECT_TRUE(is_private_group(0, 0));
  EXPECT_TRUE(read_checked(folder / "rc", kMaxRcBytes));
  EXPECT_FALSE(is_private_group(8, 0));      // mail
  EXPECT_FALSE(is_private_group(54321, 0));  // no such group
  EXPECT_FALSE(is_private_group(0, 54321));  // no such user
}

TEST(RuleFile, OfAnotherUser) {
  if (!as_root()) GTEST_SKIP() << "root: only root can give files away";
  TempFolder folder;
  write_file(folder / "rc", "x");
  ASSERT_EQ(chown((folder / "rc").c_str(), 1234, 0), 0);
  expect_fault(folder / "rc", {"another user's", ErrorKind::kPermission, "belongs to another user (1234)"});
  // That user reads its own file, and root's.
  for (uid_t owner : {uid_t{1234}, uid_t{0}}) {
    ASSERT_EQ(chown((folder / "rc").c_str(), owner, 0), 0);
    ASSERT_EQ(chmod((folder / "rc").c_str(), 0644), 0);
    ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
    ASSERT_EQ(seteuid(1234), 0);
    Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
    ASSERT_EQ(seteuid(0), 0);
    EXPECT_TRUE(got) << owner;
  }
  ASSERT_EQ(chown((folder / "rc").c_str(), 0, 0), 0);
  ASSERT_EQ(chmod((folder / "rc").c_str(), 0600), 0);
  ASSERT_EQ(seteuid(1234), 0);
  Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
  ASSERT_EQ(seteuid(0), 0);
  ASSERT_FALSE(got);
  EXPECT_EQ(static_cast<int>(got.error().kind), static_cast<int>(ErrorKind::kPermission));
}

TEST(RuleFile, FoldersAboveIt) {
  TempFolder folder;
  mkdir((folder / "a").c_str(), 0755);
  mkdir((folder / "a/b").c_str(), 0755);
  mkdir((folder / "links").c_str(), 0755);
  write_file(folder / "a/b/rc", "x");
  ASSERT_EQ(symlink((folder / "a/b/rc").c_str(), (folder / "links/rc").c_str()), 0);
  struct Case {
    const char* name;
    const char* folder;
    mode_t mode;
    bool good;
  } cases[] = {{"as they were", "a", 0755, true},
               {"the next one", "a/b", 0757, false},
               {"the next one, sticky", "a/b", 01777, true},
               {"one above", "a", 0777, false},
               {"one above, sticky", "a", 01757, true},
               {"its group may write", "a/b", 0775, true}};
  for (const Case& c : cases) {
    chmod((folder / c.folder).c_str(), c.mode);
    for (const char* path : {"a/b/rc", "links/rc"}) {
      Result<std::string> got = read_checked(folder / path, kMaxRcBytes);
      EXPECT_EQ(got.ok(), c.good) << c.name << ", " << path;
      EXPECT_EQ(got ? "" : got.error().help, c.good ? "" : "chmod o-w " + (folder / c.folder)) << c.name;
    }
    chmod((folder / c.folder).c_str(), 0755);
  }
  chmod((folder / "links").c_str(), 0777);
  EXPECT_TRUE(read_checked(folder / "a/b/rc", kMaxRcBytes));
  EXPECT_FALSE(read_checked(folder / "links/rc", kMaxRcBytes)) << "others may turn the link elsewhere";
}

TEST(RuleFile, TheSizeIsBounded) {
  TempFolder folder;
  for (size_t size : {kMaxRcBytes - 1, kMaxRcBytes}) {
    write_file(folder / "rc", std::string(size, '#'));
    EXPECT_TRUE(read_checked(folder / "rc", kMaxRcBytes)) << size;
  }
  write_file(folder / "rc", std::string(kMaxRcBytes + 1, '#'));
  Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
  ASSERT_FALSE(got);
  EXPECT_EQ(static_cast<int>(got.error().kind), static_cast<int>(ErrorKind::kLimit));
}

// Somebody writes, renames and cuts the file all the time: what is read is one of the versions, or an error.
TEST(RuleFile, Races) {
  TempFolder folder;
  const std::string old_text(200'000, 'o');
  const std::string new_text(300'000, 'n');
  write_file(folder / "rc", old_text);
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const std::string& text = i % 2 ? old_text : new_text;
      if (i % 3 == 0) {
        write_file(folder / "rc", text);  // cut, then written
      } else {
        write_file(folder / "rc.new", text);
        rename((folder / "rc.new").c_str(), (folder / "rc").c_str());
      }
      if (i % 5 == 0) {
        unlink((folder / "rc").c_str());
        EXPECT_EQ(symlink("/dev/zero", (folder / "rc").c_str()), 0);
        unlink((folder / "rc").c_str());
      }
    }
  });
  int whole = 0, failed = 0, begun = 0, mixed = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  while (std::chrono::steady_clock::now() < end) {
    Result<std::string> got = read_checked(folder / "rc", kMaxRcBytes);
    if (!got) {
      ++failed;
    } else if (*got == old_text || *got == new_text) {
      ++whole;
    } else if (got->empty() || got->find_first_not_of((*got)[0]) == std::string::npos) {
      ++begun;  // a writer that pauses before it goes on cannot be told from a short file
    } else {
      ++mixed;
    }
  }
  stop = true;
  writer.join();
  std::printf("%d whole, %d errors, %d begun, %d mixed\n", whole, failed, begun, mixed);
  EXPECT_GT(whole, 0);
  EXPECT_LE(mixed, 2) << "two versions in one text: only within one tick of the file system's clock";
}

TEST(SystemRuleFiles, Paths) {
  SystemRuleFiles files("/home/bob");
  struct Case {
    const char* path;
    const char* including;
    const char* want;
  } cases[] = {{"~/.hfilter/domains", "/etc/hfilterrc", "/home/bob/.hfilter/domains"},
               {"/etc/x", "/home/bob/.hfilterrc", "/etc/x"},
               {"lists/x", "/home/bob/.hfilterrc", "/home/bob/lists/x"},
               {"x", "/rc", "//x"},
               {"x", "rc", "./x"},
               {"~bob/x", "/a/rc", "/a/~bob/x"}};
  for (const Case& c : cases) EXPECT_EQ(files.resolve(c.path, c.including), c.want);
}

TEST(SystemRuleFiles, ListFiles) {
  TempFolder folder;
  write_file(folder / "list", "# sorted\na.example\nb.example\n");
  SystemRuleFiles files("/home/bob");
  ListFile* list = files.list_file(folder / "list");
  EXPECT_EQ(files.list_file(folder / "list"), list);
  EXPECT_EQ(list->path(), folder / "list");
  ASSERT_TRUE(list->text());
  EXPECT_EQ(*list->text(), "# sorted\na.example\nb.example\n");
  ASSERT_TRUE(list->version());
  EXPECT_EQ(list->version()->bytes, 29u);
  char buffer[9];
  ASSERT_TRUE(list->read_at(9, buffer, 9));
  EXPECT_EQ(std::string(buffer, 9), "a.example");
  ASSERT_TRUE(list->read_at(28, buffer, 9));
  EXPECT_EQ(*list->read_at(28, buffer, 9), 1u);
  EXPECT_EQ(*list->read_at(100, buffer, 9), 0u);
}

TEST(SystemRuleFiles, AFaultOfAListFileStaysForTheRun) {
  TempFolder folder;
  SystemRuleFiles files("/home/bob");
  char c;
  ListFile* list = files.list_file(folder / "list");
  EXPECT_FALSE(list->text());
  EXPECT_FALSE(list->version());
  write_file(folder / "list", "a.example\n");
  EXPECT_FALSE(list->text());
  EXPECT_FALSE(list->version());
  EXPECT_FALSE(list->read_at(0, &c, 1));
  write_file(folder / "open", "a.example\n", 0666);
  EXPECT_FALSE(files.list_file(folder / "open")->text());
  EXPECT_FALSE(files.list_file(folder / "open")->read_at(0, &c, 1));
}

TEST(SystemRuleFiles, TheSizeOfAListIsBounded) {
  TempFolder folder;
  write_file(folder / "list", "x");
  ASSERT_EQ(truncate((folder / "list").c_str(), static_cast<off_t>(kMaxListBytes + 1)), 0);
  SystemRuleFiles files("");
  Result<ListFileVersion> size = files.list_file(folder / "list")->version();
  ASSERT_FALSE(size);
  EXPECT_EQ(static_cast<int>(size.error().kind), static_cast<int>(ErrorKind::kLimit));
}

// HOME is believed only if it is ours.
TEST(User, Home) {
  TempFolder folder;
  write_file(folder / "file", "x");
  mkdir((folder / "other").c_str(), 0755);
  ASSERT_TRUE(!as_root() || chown((folder / "other").c_str(), 1234, 1234) == 0);
  const std::string other = as_root() ? folder / "other" : "/";
  const char* old = getenv("HOME");
  const std::string saved = old != nullptr ? old : "";
  unsetenv("HOME");
  Result<std::string> database = home_folder();
  struct Case {
    const char* name;
    std::string value;
    bool believed;
  } cases[] = {{"ours", folder.path(), true},      {"another user's", other, false},
               {"a file", folder / "file", false}, {"missing", folder / "none", false},
               {"relative", ".", false},           {"empty", "", false}};
  for (const Case& c : cases) {
    setenv("HOME", c.value.c_str(), 1);
    Result<std::string> got = home_folder();
    if (c.believed) {
      ASSERT_TRUE(got) << c.name;
      EXPECT_EQ(*got, c.value) << c.name;
    } else {
      EXPECT_EQ(got ? *got : "none", database ? *database : "none") << c.name;
    }
  }
  if (as_root()) {
    // A user who is in no database and has no HOME has none.
    setenv("HOME", "/", 1);
    ASSERT_EQ(seteuid(54321), 0);
    Result<std::string> got = home_folder();
    ASSERT_EQ(seteuid(0), 0);
    ASSERT_FALSE(got);
    EXPECT_EQ(static_cast<int>(got.error().kind), static_cast<int>(ErrorKind::kNotFound));
  }
  setenv("HOME", saved.c_str(), 1);
}

}  // namespace
}  // namespace hfilter
