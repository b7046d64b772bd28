// SPDX-License-Identifier: BSD-2-Clause
//
// What check finds about the machine, with a fake machine.
#include "lint/machine_lint.h"

#include <gtest/gtest.h>

#include <set>

#include "lint/lint.h"
#include "unit/rules/rule_fixture.h"

namespace hfilter {
namespace {

class FakeMachine : public Machine {
 public:
  std::set<Library> missing;

  Program program(const std::string& path) const override {
    return path == "/bin/good" ? Program::kRuns : path == "/bin/data" ? Program::kNotExecutable : Program::kMissing;
  }
  std::string library_problem(Library library) const override {
    return missing.count(library) ? "apt install it" : std::string();
  }
  bool has_folder(std::string_view name) const override { return name == "Spam"; }
};

/// "NAME TEXT / HELP" of each warning that only a machine makes.
std::string found(const std::string& rules, const FakeMachine& machine) {
  const RuleFixture f("mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts mx.hewgill.com\n" + rules);
  std::string all;
  for (const Diagnostic& d : lint_rules(f.rules, &machine)) {
    const bool of_machine = d.name == "program" || d.name == "library" || d.name == "junk-folder";
    if (of_machine) all += d.error.text + " / " + d.error.help + "\n";
  }
  return all;
}

TEST(MachineLint, Programs) {
  const struct {
    const char* rules;
    const char* want;
  } cases[] = {
      {"match stranger then pipe \"/bin/good\" \"-x\"\n", ""},
      {"match stranger then pipe \"/bin/none\" \"-x\"\n",
       "the program `/bin/none` does not exist, so the mail would be deferred / install the program, or correct the "
       "path\n"},
      {"match hops > 3 then score 3\nat score 3 then pipe \"/bin/data\"\n",
       "the program `/bin/data` is not executable for this user, so the mail would be deferred / make it executable "
       "for "
       "this user: chmod +x /bin/data\n"},
      {"otherwise pipe \"/bin/good -x y\"\n",
       "the program `/bin/good -x y` does not exist, so the mail would be deferred / write each argument in quotes of "
       "its own: "
       "pipe \"/bin/good\" \"-x\" \"y\"\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(found(c.rules, FakeMachine()), c.want) << c.rules;
}

TEST(MachineLint, Folders) {
  const char* const want =
      "`\"Spam\"` after `junk` is a text that gives the reason, not the folder of this name / write: deliver "
      "\"Spam\"\n";
  const struct {
    const char* rules;
    const char* want;
  } cases[] = {
      {"match stranger then junk \"Spam\"\n", want},
      {"match hops > 3 then score 3\nat score 3 then tag x, junk \"Spam\"\n", want},
      {"match stranger then junk \"Junk\"\n", ""},
      {"match stranger then junk \"Spam {helo}\"\n", ""},
      {"match stranger then junk\n", ""},
      {"match stranger then deliver \"Spam\"\n", ""},
      {"match stranger then reject \"Spam\"\n", ""},
      {"match stranger then subject prefix \"Spam\", junk\n", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(found(c.rules, FakeMachine()), c.want) << c.rules;
}

TEST(MachineLint, Libraries) {
  using Library = Machine::Library;
  const struct {
    const char* rules;
    Library missing;
    const char* want;
  } cases[] = {
      {"match spf is fail then junk\n", Library::kSpf, "this condition is always unknown here / apt install it\n"},
      {"match spf is fail then junk\n", Library::kDns, "this condition is always unknown here / apt install it\n"},
      {"match spf is fail then junk\n", Library::kArchive, ""},
      {"set dns off\nmatch spf is fail then junk\n", Library::kDns, ""},
      {"test a = client listed in \"bl.example.org\"\nmatch a then junk\nmatch helo is mismatched then junk\n",
       Library::kDns, "this condition is always unknown here / apt install it\n"},
      {"match stranger unless surely (helo is rdns) then junk\n", Library::kDns,
       "this condition is always unknown here / apt install it\n"},
      {"match helo is bare-ip then junk\n", Library::kDns, ""},
      {"match attachment is executable then junk\n", Library::kArchive,
       "in archives other than zip and rar, the names of the files are not checked / apt install it\n"},
      {"match any attachment (is archive) then junk\n", Library::kArchive,
       "in archives other than zip and rar, the names of the files are not checked / apt install it\n"},
      {"match attachment name ends \".exe\" then junk\n", Library::kArchive, ""},
      {"match stranger unless dkim is pass then junk\n", Library::kPublicSuffix,
       "two domains of one organisation are recognised only if they are equal / apt install it\n"},
  };
  for (const auto& c : cases) {
    FakeMachine machine;
    machine.missing = {c.missing};
    EXPECT_EQ(found(c.rules, machine), c.want) << c.rules;
    EXPECT_EQ(found(c.rules, FakeMachine()), "") << c.rules;
  }
}

}  // namespace
}  // namespace hfilter
