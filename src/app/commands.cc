// SPDX-License-Identifier: BSD-2-Clause
#include "app/commands.h"

#include <sysexits.h>

#include "app/commands/command_runs.h"

namespace hfilter {
namespace {

constexpr unsigned kDelivery = kTakesRules | kTakesEnvelope | kTakesNoDns | kTakesDns;

constexpr std::array<CommandDef, kCommandCount> kCommands = {{
    {CommandId::kFilter, "filter", "< message > message",
     "add the result headers and pass the message on (the default)",
     "Reads one message on standard input, judges it by the rules, and writes it to\n"
     "standard output with the result headers (X-HFilter-Verdict and others). The rest\n"
     "of the message stays as it is, unless a rule asks for a change.\n"
     "Exit status 0: the whole message was written. 75: it was not written completely;\n"
     "do not use the output.\n\n"
     "Example, in ~/.procmailrc:\n"
     "    :0fw\n"
     "    | hfilter\n\n"
     "    :0\n"
     "    * ^X-HFilter-Verdict: junk\n"
     "    $HOME/Maildir/.Junk/\n",
     kDelivery | kTakesOnError, 0, 0, EX_TEMPFAIL, run_filter},
    {CommandId::kDeliver, "deliver", "{--maildir DIR | -- CMD ARG...} < message",
     "judge the message, then deliver it or run a delivery agent",
     "Judges the message on standard input and carries out the verdict. It delivers to\n"
     "a Maildir, or it is replaced by the program CMD, which gets the message and its\n"
     "result headers on standard input. CMD is an absolute path. No shell is used.\n"
     "Exit status 0: delivered or discarded. 75: deferred, with one line for the log\n"
     "of the mail server. 77: rejected, with one line for the sender. With -- CMD: the\n"
     "exit status of CMD. With `set agent qmail`: 99, 111 and 100 in place of 0, 75\n"
     "and 77.\n\n"
     "Example, in ~/.forward:\n"
     "    \"|/usr/bin/hfilter deliver --maildir Maildir\"\n"
     "or  \"|/usr/bin/hfilter deliver -- /usr/lib/dovecot/dovecot-lda\"\n",
     kDelivery | kTakesOnError | kTakesTarget, 0, 0, EX_TEMPFAIL, run_deliver},
    {CommandId::kTest, "test", "EXPR < message", "evaluate one condition for the message",
     "Evaluates one condition of the rule language for the message on standard input\n"
     "and prints nothing.\n"
     "Exit status 0: true. 1: false. 2: unknown. 64: the condition is not valid. 75:\n"
     "failure or faulty rules.\n\n"
     "Example, in ~/.procmailrc (for a negation write `not` inside EXPR, because the\n"
     "condition `* ! ?` of procmail also matches if hfilter fails):\n"
     "    :0\n"
     "    * ? hfilter test 'helo in mydomains and not surely (helo is rdns)'\n"
     "    $HOME/Maildir/.Junk/\n",
     kDelivery | kTakesVerbose, 1, 1, EX_USAGE, run_test},
    {CommandId::kJudge, "judge", "< message", "print the verdict, which is also the exit status",
     "Judges the message on standard input by the rules and prints one word: accept,\n"
     "junk, reject, defer, discard, deliver or pipe. Delivers and changes nothing.\n"
     "Exit status 0: accept. 10: junk. 11: reject. 12: defer. 13: discard. 14: deliver\n"
     "or pipe. 75: failure or faulty rules.\n\n"
     "Example:\n"
     "    hfilter judge < worm.eml\n",
     kDelivery | kTakesJson | kTakesVerbose, 0, 0, EX_TEMPFAIL, run_judge},
    {CommandId::kExplain, "explain", "[FILE|-]...", "show the path, the facts and each rule for a message",
     "Judges the message exactly as a delivery would, and shows the reasons for the\n"
     "verdict. It shows the path of the message by its Received lines, the stranger\n"
     "(the client that handed the message to your servers), the facts, and each rule\n"
     "with its reason. Nothing is delivered or changed. With --all it also shows the\n"
     "facts that no rule asked for. Without FILE it reads standard input.\n"
     "Exit status 0, or 66 if a file cannot be read or there is no input.\n\n"
     "Example:\n"
     "    hfilter explain ~/Maildir/new/1080143999.M1P2.mail\n",
     kDelivery | kTakesJson | kTakesColor | kTakesAll | kTakesVerbose, 0, -1, EX_USAGE, run_explain},
    {CommandId::kCheck, "check", "[FILE]", "show the errors and warnings of the rules",
     "Reads the rule files (or FILE; - is standard input) and the files that they\n"
     "include. Shows all errors and warnings, each with its place and what to do.\n"
     "If FILE is a procmailrc that runs hfilter, it shows the recipes that would lose\n"
     "or misjudge mail. With --dns it asks DNS which hosts take mail for mydomains,\n"
     "and warns of each host that is in none of your lists of servers.\n"
     "As root it checks a user's file with the rights of that user. With --user NAME\n"
     "it checks all files that a delivery to that user reads.\n"
     "Exit status 0: no errors. 1: warnings, with --strict. 78: errors.\n\n"
     "Example:\n"
     "    hfilter check ~/.hfilterrc\n",
     kTakesRules | kTakesJson | kTakesColor | kTakesStrict | kTakesQuiet | kTakesAskDns | kTakesDns | kTakesUser, 0, 1,
     EX_USAGE, run_check},
    {CommandId::kWords, "words", "[WORD|PART]", "list or explain the words of the rule language",
     "Lists all words of the rule language, or one part of them (facts, conditions,\n"
     "statements, actions, settings). With WORD it explains one word: its meaning, its\n"
     "form, its default, when it is unknown, and an example.\n"
     "Exit status 0, or 66 if there is no such word.\n\n"
     "Example:\n"
     "    hfilter words helo\n"
     "    hfilter words dns-timeout\n",
     kTakesJson | kTakesColor | kTakesQuiet, 0, 3, EX_USAGE, run_words},
    {CommandId::kSpf, "spf", "--ip ADDRESS [--helo NAME] [--sender ADDRESS]",
     "check SPF for one client, as a delivery would",
     "Checks SPF (RFC 7208) for the HELO name and for the envelope sender. Shows the\n"
     "DNS lookups, the record, and the mechanism that decided. One of --helo and\n"
     "--sender is required. An empty sender means postmaster@HELO.\n"
     "Exit status 0: pass. 1: fail or softfail. 2: none, neutral or permerror. 75:\n"
     "temperror. The status is the result for the sender, or for HELO if the sender is\n"
     "empty.\n\n"
     "Example:\n"
     "    hfilter spf --ip 192.0.2.1 --helo mail.example.com --sender bob@example.com\n",
     kTakesTriple | kTakesDns | kTakesJson, 0, 0, EX_USAGE, run_spf},
    {CommandId::kHelp, "help", "[COMMAND]", "show the help of a command",
     "Shows the list of commands, or the purpose, the options and an example of one\n"
     "command, as `hfilter COMMAND --help` does.\n"
     "Exit status 0, or 64 if there is no such command.\n\n"
     "Example:\n"
     "    hfilter help deliver\n",
     0, 0, 1, EX_USAGE, run_help},
}};
static_assert(kCommands.back().name != nullptr);

}  // namespace

const std::array<CommandDef, kCommandCount>& all_commands() { return kCommands; }

const CommandDef* find_command(std::string_view name) {
  for (const CommandDef& command : kCommands) {
    if (name == command.name) return &command;
  }
  return nullptr;
}

const CommandDef& command_def(CommandId id) {
  for (const CommandDef& command : kCommands) {
    if (command.id == id) return command;
  }
  return kCommands.front();
}

std::string general_help() {
  constexpr size_t kNameColumns = 10;
  std::string text =
      "hfilter finds out which client really handed a mail to your servers, and judges\n"
      "the mail by the rules in /etc/hfilterrc and ~/.hfilterrc.\n\n"
      "usage: hfilter [COMMAND] [OPTION]... [ARGUMENT]...\n\n";
  for (const CommandDef& command : kCommands) {
    std::string name = command.name;
    name.resize(kNameColumns, ' ');
    text += "  " + name + command.summary + "\n";
  }
  return text +
         "\n`hfilter COMMAND --help` shows the options of a command and an example. The\n"
         "manual is hfilter(1); hfilterrc(5) describes the rule language.\n\n"
         "A first ~/.hfilterrc:\n"
         "    mydomains    example.com\n"
         "    mynetworks   192.0.2.0/24\n"
         "    own-helo:    match helo in mydomains\n"
         "                 unless surely (helo is rdns or spf helo is pass)\n"
         "                 then junk \"said HELO with my name\"\n";
}

}  // namespace hfilter
