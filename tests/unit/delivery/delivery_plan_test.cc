// SPDX-License-Identifier: BSD-2-Clause
#include "delivery/delivery_plan.h"

#include <gtest/gtest.h>

namespace hfilter {
namespace {

Verdict verdict(Action action) {
  Verdict v;
  v.action = action;
  v.text = "not for you\r\n4.0.0 try";
  v.folder = "Lists/work";
  v.command = {"/bin/cat", "-n"};
  return v;
}

DeliverOptions to_maildir() {
  DeliverOptions o;
  o.maildir = "/home/bob/Maildir";
  o.home = "/home/bob";
  return o;
}

DeliverOptions below_home(const char* maildir, const char* junk = "") {
  DeliverOptions o = to_maildir();
  o.maildir = maildir;
  o.junk_maildir = junk;
  return o;
}

DeliverOptions to_command() {
  DeliverOptions o;
  o.command = {"/usr/lib/dovecot/dovecot-lda", "-d", "bob"};
  return o;
}

std::string show(const Result<DeliverPlan>& plan) {
  if (!plan) return "refused: " + plan.error().text;
  std::string out;
  for (const DeliverStep& step : plan->steps) {
    if (step.kind == DeliverStep::Kind::kMaildir) out += "maildir " + step.maildir + " [" + step.folder + "]; ";
    if (step.kind == DeliverStep::Kind::kRun) out += "run " + step.argv[0] + "; ";
    if (step.kind == DeliverStep::Kind::kExec) out += "become " + step.argv[0] + "; ";
  }
  return out + std::to_string(plan->exit_code) + " else " + std::to_string(plan->failure_code) +
         (plan->output.empty() ? "" : " says " + plan->output);
}

TEST(DeliverPlan, Table) {
  DeliverOptions junk = to_maildir();
  junk.junk_maildir = "/home/bob/Spam";
  DeliverOptions qmail = to_maildir();
  qmail.agent_qmail = true;
  DeliverOptions root = to_maildir();
  root.as_root = true;
  DeliverOptions both = to_maildir();
  both.command = {"/bin/true"};
  DeliverOptions no_home = below_home("Maildir");
  no_home.home.clear();
  Verdict copied = verdict(Action::kAccept);
  copied.copies = {"Copies", "Lists/all"};
  Verdict copied_defer = copied;
  copied_defer.action = Action::kDefer;
  Verdict copied_discard = copied;
  copied_discard.action = Action::kDiscard;
  Verdict upwards = verdict(Action::kDeliver);
  upwards.folder = "../other";
  Verdict silent = verdict(Action::kReject);
  silent.text.clear();
  Verdict silent_defer = silent;
  silent_defer.action = Action::kDefer;
  DeliverOptions bounces = to_maildir();
  bounces.output_bounces = true;
  struct Case {
    const char* name;
    Verdict verdict;
    DeliverOptions options;
    const char* want;
  } cases[] = {
      {"accept", verdict(Action::kAccept), to_maildir(), "maildir /home/bob/Maildir []; 0 else 75"},
      {"junk", verdict(Action::kJunk), to_maildir(), "maildir /home/bob/Maildir [.Junk]; 0 else 75"},
      {"junk elsewhere", verdict(Action::kJunk), junk, "maildir /home/bob/Spam []; 0 else 75"},
      {"below the home", verdict(Action::kAccept), below_home("Maildir"), "maildir /home/bob/Maildir []; 0 else 75"},
      {"below the home, as a shell has it", verdict(Action::kAccept), below_home("~/Mail/in"),
       "maildir /home/bob/Mail/in []; 0 else 75"},
      {"junk below the home", verdict(Action::kJunk), below_home("Maildir", "~/Spam"),
       "maildir /home/bob/Spam []; 0 else 75"},
      {"below no home", verdict(Action::kAccept), no_home, "refused: the home for `Maildir` is unknown"},
      {"a folder", verdict(Action::kDeliver), to_maildir(), "maildir /home/bob/Maildir [.Lists.work]; 0 else 75"},
      {"a folder outside", upwards, to_maildir(),
       "refused: `../other` is not a valid folder: one of its parts is empty"},
      {"reject says one line", verdict(Action::kReject), to_maildir(), "77 else 75 says 5.7.1 not for you 4.0.0 try"},
      {"reject without a text", silent, to_maildir(), "77 else 75 says 5.7.1 refused"},
      {"defer says one line", verdict(Action::kDefer), to_maildir(), "75 else 75 says 4.7.1 not for you 4.0.0 try"},
      {"defer without a text", silent_defer, to_maildir(), "75 else 75 says 4.7.1 deferred"},
      {"defer, a host that bounces what prints", verdict(Action::kDefer), bounces, "75 else 75"},
      {"reject, a host that bounces what prints", verdict(Action::kReject), bounces,
       "77 else 75 says 5.7.1 not for you 4.0.0 try"},
      {"discard", verdict(Action::kDiscard), to_maildir(), "0 else 75"},
      {"pipe", verdict(Action::kPipe), to_maildir(), "run /bin/cat; 0 else 75"},
      {"CMD", verdict(Action::kAccept), to_command(), "become /usr/lib/dovecot/dovecot-lda; 0 else 75"},
      {"CMD, junk", verdict(Action::kJunk), to_command(), "become /usr/lib/dovecot/dovecot-lda; 0 else 75"},
      {"CMD, a folder", verdict(Action::kDeliver), to_command(), "become /usr/lib/dovecot/dovecot-lda; 0 else 75"},
      {"CMD, reject", verdict(Action::kReject), to_command(), "77 else 75 says 5.7.1 not for you 4.0.0 try"},
      {"CMD, pipe", verdict(Action::kPipe), to_command(), "run /bin/cat; 0 else 75"},
      {"qmail accept", verdict(Action::kAccept), qmail, "maildir /home/bob/Maildir []; 99 else 111"},
      {"qmail reject", verdict(Action::kReject), qmail, "100 else 111 says 5.7.1 not for you 4.0.0 try"},
      {"qmail defer", verdict(Action::kDefer), qmail, "111 else 111 says 4.7.1 not for you 4.0.0 try"},
      {"copies first", copied, to_maildir(),
       "maildir /home/bob/Maildir [.Copies]; maildir /home/bob/Maildir [.Lists.all]; maildir /home/bob/Maildir []; "
       "0 else 75"},
      {"a deferred message is not copied yet", copied_defer, to_maildir(),
       "75 else 75 says 4.7.1 not for you 4.0.0 try"},
      {"a discarded message is", copied_discard, to_maildir(),
       "maildir /home/bob/Maildir [.Copies]; maildir /home/bob/Maildir [.Lists.all]; 0 else 75"},
      {"a copy into a folder needs a Maildir", copied, to_command(), "refused: the folder \"Copies\" needs a Maildir"},
      {"root", verdict(Action::kAccept), root, "refused: hfilter delivers no mail as root"},
      {"root, discard", verdict(Action::kDiscard), root, "refused: hfilter delivers no mail as root"},
      {"no destination", verdict(Action::kDiscard), {}, "refused: there is no destination"},
      {"two destinations", verdict(Action::kAccept), both, "refused: there are two destinations"},
  };
  for (const Case& c : cases) EXPECT_EQ(show(plan_delivery(c.verdict, c.options)), c.want) << c.name;
}

TEST(DeliverPlan, TheLineOfAMessageThatStays) {
  EXPECT_EQ(deferral_line("no space\n5.7.1 left", false), "4.7.1 no space 5.7.1 left");
  EXPECT_EQ(deferral_line("5.7.1 refused", false), "4.7.1 5.7.1 refused");
  EXPECT_EQ(deferral_line("", false), "4.7.1 deferred");
  EXPECT_EQ(deferral_line("no space", true), "");
}

}  // namespace
}  // namespace hfilter
