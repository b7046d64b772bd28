// SPDX-License-Identifier: BSD-2-Clause
#include "system/files/carry_out.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>

#include "delivery/exit_codes.h"
#include "system/files/maildir_writer.h"
#include "system/process.h"
#include "unit/system/descriptors.h"

namespace hfilter {
namespace {

namespace fs = std::filesystem;
using Step = DeliverStep;

void make_maildir(const std::string& path) {
  for (const char* name : {"", "/cur", "/new", "/tmp"}) fs::create_directory(path + name);
}

std::vector<std::string> files_in(const std::string& path) {
  std::vector<std::string> found;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(path, missing)) found.push_back(entry.path());
  return found;
}

std::string only_file_in(const std::string& path) {
  std::vector<std::string> files = files_in(path);
  EXPECT_EQ(files.size(), 1u) << path;
  return files.empty() ? "" : read_file(files[0]);
}

struct Arrived {
  explicit Arrived(const std::string& bytes, Kind kind = Kind::kPipe) : source(kind, bytes) {
    Result<Input> read = read_message(source.fd());
    EXPECT_TRUE(read && read->message);
    input = std::move(*read);
  }
  std::string header() const { return std::string(input.message->header()); }
  Source source;
  Input input;
};

const std::string kMessage = "A: b\r\n\r\nbody\0\nFrom x\n";

TEST(Maildir, OneMessage) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  umask(0);
  Arrived mail(kMessage);
  Result<std::string> path = deliver_to_maildir({folder / "Maildir", "", {}}, mail.header(), *mail.input.body);
  umask(022);
  ASSERT_TRUE(path) << path.error().text;
  EXPECT_EQ(read_file(*path), kMessage);
  EXPECT_EQ(only_file_in(folder / "Maildir/new"), kMessage);
  EXPECT_TRUE(files_in(folder / "Maildir/tmp").empty());
  EXPECT_NE(path->find(",S=" + std::to_string(kMessage.size())), std::string::npos) << *path;
  EXPECT_EQ(path->find(":2,"), std::string::npos) << "flags belong into cur";
  struct stat status;
  ASSERT_EQ(stat(path->c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777u, 0600u);
  EXPECT_EQ(status.st_nlink, 1u);
}

TEST(Maildir, TheFromLineIsLeftOut) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  Arrived mail("From bob@example.com Wed Mar 24 16:00:00 2004\nA: b\n\nFrom body\n");
  ASSERT_TRUE(deliver_to_maildir({folder / "Maildir", "", {}}, mail.header(), *mail.input.body));
  EXPECT_EQ(only_file_in(folder / "Maildir/new"), "A: b\n\nFrom body\n");
}

TEST(Maildir, AFolderIsMadeWhereItIsMissing) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  for (int again = 1; again <= 2; ++again) {
    Arrived mail(kMessage);
    ASSERT_TRUE(deliver_to_maildir({folder / "Maildir", ".Junk", {}}, mail.header(), *mail.input.body));
    EXPECT_EQ(files_in(folder / "Maildir/.Junk/new").size(), static_cast<size_t>(again));
  }
  for (const char* name : {"cur", "new", "tmp", "maildirfolder"}) {
    EXPECT_TRUE(fs::exists(folder / "Maildir/.Junk/" + name)) << name;
  }
  EXPECT_EQ(files_in(folder / "Maildir/new").size(), 0u);
  fs::remove(folder / "Maildir/.Junk/tmp");  // half made
  Arrived mail(kMessage);
  EXPECT_TRUE(deliver_to_maildir({folder / "Maildir", ".Junk", {}}, mail.header(), *mail.input.body));
}

TEST(Maildir, ThatIsNotThereIsNotMade) {
  TempFolder folder;
  fs::create_directory(folder / "empty");
  write_file(folder / "file", "");
  for (const std::string& path :
       {folder / "none", folder / "empty", folder / "file", std::string(""), std::string("relative")}) {
    Arrived mail(kMessage);
    Result<std::string> got = deliver_to_maildir({path, "", {}}, mail.header(), *mail.input.body);
    EXPECT_FALSE(got) << path;
  }
  EXPECT_FALSE(fs::exists(folder / "none"));
  EXPECT_TRUE(files_in(folder / "empty").empty());
}

// Delivers to `maildir` with this home; returns "delivered" or the error without the folder of the test.
std::string deliver_below(const TempFolder& folder, const std::string& home, const std::string& maildir) {
  Arrived mail(kMessage);
  const Result<std::string> got = deliver_to_maildir({maildir, "", home}, mail.header(), *mail.input.body);
  if (got) return "delivered";
  std::string text = got.error().text;
  for (size_t at; (at = text.find(folder / "")) != text.npos;) text.erase(at, (folder / "").size());
  return text;
}

TEST(Maildir, IsMadeBelowTheHomeOfTheUser) {
  TempFolder folder;
  const std::string home = folder / "home";
  fs::create_directories(home + "/half/cur");
  fs::create_symlink("/nonexistent/there", home + "/link");
  struct Case {
    const char* name;
    std::string home, maildir, want;
  } cases[] = {
      {"directly below", home, home + "/Maildir", "delivered"},
      {"again", home, home + "/Maildir", "delivered"},
      {"deeper", home, home + "/Mail//./in", "delivered"},
      {"half made", home, home + "/half", "delivered"},
      {"a link to what is not mounted", home, home + "/link",
       "cannot open the Maildir folder home/link: No such file or directory"},
      {"outside", home, folder / "other", "there is no Maildir other: it is created only below the home of the user"},
      {"beside, by dots", home, home + "/x/../../other",
       "there is no Maildir home/x/../../other: it is created only below the home of the user"},
      {"beside, by its name", home, home + "-2",
       "there is no Maildir home-2: it is created only below the home of the user"},
      {"the home itself", home, home, "there is no Maildir home: it is created only below the home of the user"},
      {"no home", folder / "none", folder / "none/Maildir", "there is no Maildir none/Maildir: there is no home none"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(deliver_below(folder, c.home, c.maildir), c.want) << c.name;
  }
  for (const char* made : {"Maildir", "Mail", "Mail/in", "Mail/in/tmp", "Maildir/cur"}) {
    struct stat status;
    ASSERT_EQ(stat((home + "/" + made).c_str(), &status), 0) << made;
    EXPECT_EQ(status.st_mode & 07777u, 0700u) << made;
  }
  EXPECT_FALSE(fs::exists(home + "/Maildir/maildirfolder"));
  EXPECT_EQ(files_in(home + "/Maildir/new").size(), 2u);
  EXPECT_FALSE(fs::exists(folder / "other"));
}

// A home or a folder in it that is not mounted belongs to root.
TEST(Maildir, IsNotMadeInAFolderOfAnother) {
  if (geteuid() != 0) GTEST_SKIP() << "root: gives a folder to another user";
  TempFolder folder;
  const std::string home = folder / "home";
  fs::create_directories(home + "/Mail");
  ASSERT_EQ(chown((home + "/Mail").c_str(), 65534, 65534), 0);
  EXPECT_EQ(deliver_below(folder, home, home + "/Mail/in"),
            "there is no Maildir home/Mail/in: the folder above it belongs to another user");
  ASSERT_EQ(chown(home.c_str(), 65534, 65534), 0);
  EXPECT_EQ(deliver_below(folder, home, home + "/Maildir"),
            "there is no Maildir home/Maildir: the home belongs to another user");
  EXPECT_FALSE(fs::exists(home + "/Maildir"));
  EXPECT_TRUE(files_in(home + "/Mail").empty());
}

TEST(Maildir, NoSpaceLeavesNothingBehind) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  struct rlimit old = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  signal(SIGXFSZ, SIG_IGN);
  for (rlim_t limit : {rlim_t{0}, rlim_t{5}, rlim_t{100'000}}) {
    Arrived mail("A: b\n\n" + std::string(200'000, 'x'));
    struct rlimit small = {limit, old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<std::string> got = deliver_to_maildir({folder / "Maildir", "", {}}, mail.header(), *mail.input.body);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
    EXPECT_FALSE(got) << limit;
    EXPECT_TRUE(files_in(folder / "Maildir/tmp").empty()) << limit;
    EXPECT_TRUE(files_in(folder / "Maildir/new").empty()) << limit;
  }
}

TEST(Maildir, ASuddenEndLeavesNothingBehind) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "A: b\n\nbody", 10), 10);  // and more never comes
  pid_t child = fork();
  if (child == 0) {
    prepare_process();
    Result<Input> input = read_message(ends[0]);
    static_cast<void>(deliver_to_maildir({folder / "Maildir", "", {}}, input->message->header(), *input->body));
    _exit(7);
  }
  for (int i = 0; i < 200 && files_in(folder / "Maildir/tmp").empty(); ++i) usleep(10'000);
  EXPECT_EQ(files_in(folder / "Maildir/tmp").size(), 1u);
  kill(child, SIGTERM);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 75);
  EXPECT_TRUE(files_in(folder / "Maildir/tmp").empty());
  EXPECT_TRUE(files_in(folder / "Maildir/new").empty());
  close(ends[0]);
  close(ends[1]);
}

TEST(Maildir, ManyAtOnce) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  constexpr int kProcesses = 10, kMessages = 5;
  for (int p = 0; p < kProcesses; ++p) {
    if (fork() != 0) continue;
    for (int i = 0; i < kMessages; ++i) {
      const std::string bytes = "A: " + std::to_string(p * kMessages + i) + "\n\n";
      MemoryBody unused("");
      InputBody body(-1, "", true, std::nullopt, {});
      if (!deliver_to_maildir({folder / "Maildir", ".Junk", {}}, bytes, body)) _exit(1);
    }
    _exit(0);
  }
  for (int status; wait(&status) > 0;) EXPECT_EQ(status, 0);
  std::set<std::string> seen;
  for (const std::string& file : files_in(folder / "Maildir/.Junk/new")) seen.insert(read_file(file));
  EXPECT_EQ(seen.size(), static_cast<size_t>(kProcesses * kMessages));
  EXPECT_TRUE(files_in(folder / "Maildir/.Junk/tmp").empty());
}

// ---- plans ----

DeliverPlan plan(std::vector<Step> steps, int exit_code = 0) {
  DeliverPlan p;
  p.steps = std::move(steps);
  p.exit_code = exit_code;
  return p;
}

Step into(const std::string& maildir, const std::string& folder = "") {
  return {Step::Kind::kMaildir, maildir, folder, {}};
}
Step run(std::vector<std::string> argv) { return {Step::Kind::kRun, {}, {}, std::move(argv)}; }
Step become(std::vector<std::string> argv) { return {Step::Kind::kExec, {}, {}, std::move(argv)}; }

Delivered carry(const DeliverPlan& p, Arrived& mail) {
  const Delivered done = carry_out(p, mail.header(), *mail.input.body, {"HFILTER_CLIENT=192.0.2.1"}, [] {});
  // A sudden end from here on says what became of the message; the tests that follow are another process to it.
  EXPECT_EQ(last_resort_exit(), done.error.empty() && !p.steps.empty() ? done.exit_code : kExitTryAgain);
  set_last_resort_exit(kExitTryAgain);
  return done;
}

TEST(CarryOut, CopiesAndDelivery) {
  for (Kind kind : {Kind::kPipe, Kind::kFile}) {
    TempFolder folder;
    make_maildir(folder / "Maildir");
    const std::string bytes = "A: b\n\n" + std::string(300'000, 'x');
    Arrived mail(bytes, kind);
    Delivered got = carry(plan({into(folder / "Maildir", ".One"), run({"/bin/sh", "-c", "cat >" + (folder / "two")}),
                                into(folder / "Maildir")}),
                          mail);
    EXPECT_EQ(got.exit_code, 0) << got.error;
    EXPECT_TRUE(only_file_in(folder / "Maildir/.One/new") == bytes);
    EXPECT_TRUE(read_file(folder / "two") == bytes);
    EXPECT_TRUE(only_file_in(folder / "Maildir/new") == bytes);
    EXPECT_EQ(got.where, files_in(folder / "Maildir/new")[0]);
  }
}

TEST(CarryOut, ACopyAndDelivery) {
  for (Kind kind : {Kind::kPipe, Kind::kFile}) {
    TempFolder folder;
    make_maildir(folder / "Maildir");
    const std::string bytes = "A: b\n\n" + std::string(300'000, 'x');
    Arrived mail(bytes, kind);
    Delivered got = carry(plan({into(folder / "Maildir", ".One"), into(folder / "Maildir")}), mail);
    EXPECT_EQ(got.exit_code, 0) << got.error;
    EXPECT_TRUE(only_file_in(folder / "Maildir/.One/new") == bytes);
    EXPECT_TRUE(only_file_in(folder / "Maildir/new") == bytes);
  }
}

TEST(CarryOut, TheFirstFailureEndsIt) {
  TempFolder folder;
  make_maildir(folder / "Maildir");
  struct Case {
    const char* name;
    Step bad;
    const char* want;
  } cases[] = {{"a status", run({"/bin/sh", "-c", "exit 3"}), "/bin/sh ended with status 3"},
               {"a signal", run({"/bin/sh", "-c", "kill -9 $$"}), "signal 9"},
               {"no program", run({"/nonexistent"}), "No such file"},
               {"no Maildir", into(folder / "none"), "there is no Maildir "},
               {"no program to become", become({"/nonexistent"}), "No such file"}};
  for (const Case& c : cases) {
    int saved = dup(0);
    Arrived mail("A: b\n\n" + std::string(200'000, 'x'));
    DeliverPlan p = plan({c.bad, into(folder / "Maildir")});
    p.failure_code = 111;
    Delivered got = carry(p, mail);
    dup2(saved, 0);  // to become a program, it was replaced
    close(saved);
    EXPECT_EQ(got.exit_code, 111) << c.name;
    EXPECT_NE(got.error.find(c.want), std::string::npos) << c.name << ": " << got.error;
    EXPECT_TRUE(files_in(folder / "Maildir/new").empty()) << c.name;
    char byte;
    EXPECT_EQ(read(mail.source.fd(), &byte, 1), 0) << c.name << ": the input is read to its end";
  }
}

TEST(CarryOut, ARefusalSaysOneLineAndReadsAll) {
  Arrived mail("A: b\n\n" + std::string(500'000, 'x'));
  DeliverPlan p = plan({}, 77);
  p.output = "5.7.1 no";
  Delivered got = carry(p, mail);
  EXPECT_EQ(got.exit_code, 77);
  EXPECT_EQ(got.output, "5.7.1 no");
  char byte;
  EXPECT_EQ(read(mail.source.fd(), &byte, 1), 0);
}

TEST(CarryOut, BecomesTheAgent) {
  for (size_t size : {size_t{0}, size_t{10}, size_t{3'000'000}}) {
    for (Kind kind : {Kind::kPipe, Kind::kSocket, Kind::kFile, Kind::kFileAtOffset}) {
      TempFolder folder;
      const std::string bytes = "From bob Wed\nA: b\n\n" + std::string(size, 'x');
      Arrived mail(bytes, kind);
      pid_t child = fork();
      if (child == 0) {
        for (int fd = 3; fd < 100; ++fd) {
          if (fd != mail.source.fd()) close(fd);  // the feeder's end of the pipe, too
        }
        prepare_process();
        const std::string script =
            "cat >" + (folder / "got") + "; echo $HFILTER_CLIENT >" + (folder / "env") + "; exit 42";
        DeliverPlan p = plan({become({"/bin/sh", "-c", script})});
        Delivered failed = carry_out(p, "X: y\n" + mail.header(), *mail.input.body, {"HFILTER_CLIENT=192.0.2.1"},
                                     [&] { write_file(folder / "log", "logged"); });
        _exit(failed.exit_code);
      }
      int status = 0;
      waitpid(child, &status, 0);
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 42) << status;
      EXPECT_TRUE(read_file(folder / "got") == "X: y\n" + bytes) << name_of(kind) << " " << size;
      EXPECT_EQ(read_file(folder / "env"), "192.0.2.1\n");
      EXPECT_EQ(read_file(folder / "log"), "logged");
    }
  }
}

TEST(CarryOut, WithoutATemporaryFileNothingIsLost) {
  InputOptions options;
  options.spool_folders = {"/nonexistent"};
  Source source(Kind::kPipe, "A: b\n\n" + std::string(200'000, 'x'));
  Result<Input> input = read_message(source.fd(), options);
  ASSERT_TRUE(input && input->message);
  Delivered got = carry_out(plan({become({"/bin/true"})}), "A: b\n\n", *input->body, {}, [] {});
  EXPECT_EQ(got.exit_code, 75);
  EXPECT_NE(got.error.find("temporary file"), std::string::npos) << got.error;
}

}  // namespace
}  // namespace hfilter
