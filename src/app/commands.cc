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
     "standard output with the result headers (X-HFilter-Verdict and others). Every\n"
     "other byte stays as it was.\n"
     "Exit status 0: the whole message was written. 75: it was not; throw the output\n"
     "away.\n\n"
     "Example, in ~/.procmailrc:\n"
     "    :0fw\n"
     "    | hfilter\n\n"
     "    :0\n"
     "    * ^X-HFilter-Verdict: junk\n"
     "    $HOME/Maildir/.Junk/\n",
     kDelivery | kTakesOnError, 0, 0, EX_TEMPFAIL, run_filter},
    {CommandId::kDeliver, "deliver", "{--maildir DIR | -- CMD ARG...} < message",
     "judge the message, then deliver it or become the delivery agent",
     "Judges the message on standard input and carries the verdict out: to a Maildir,\n"
     "or by becoming CMD with the message (and its result headers) on standard input.\n"
     "No shell is used; CMD is an absolute path.\n"
     "Exit status 0: delivered or discarded. 75: try again, with one line for the\n"
     "host. 77: refused, with one line for the sender. After -- CMD, that of CMD. With\n"
     "`set agent qmail`: 99, 111, 100.\n\n"
     "Example, in ~/.forward:\n"
     "    \"|/usr/bin/hfilter deliver --maildir Maildir\"\n"
     "or  \"|/usr/bin/hfilter deliver -- /usr/lib/dovecot/dovecot-lda\"\n",
     kDelivery | kTakesOnError | kTakesTarget, 0, 0, EX_TEMPFAIL, run_deliver},
    {CommandId::kTest, "test", "EXPR < message", "is this condition true for the message?",
     "Evaluates one condition of the rule language for the message on standard input\n"
     "and prints nothing.\n"
     "Exit status 0: true. 1: false. 2: unknown. 64: bad condition. 75: failure or\n"
     "faulty rules.\n\n"
     "Example, in ~/.procmailrc (never negate outside: write `not` inside EXPR):\n"
     "    :0\n"
     "    * ? hfilter test 'helo in mydomains and not surely (helo is rdns)'\n"
     "    $HOME/Maildir/.Junk/\n",
     kDelivery | kTakesVerbose, 1, 1, EX_USAGE, run_test},
    {CommandId::kJudge, "judge", "< message", "print the verdict; the exit status says it too",
     "Judges the message on standard input by the rules and prints one word: accept,\n"
     "junk, reject, defer, discard, deliver or pipe. Nothing is done about it.\n"
     "Exit status 0: accept. 10: junk. 11: reject. 12: defer. 13: discard. 14: deliver\n"
     "or pipe. 75: failure or faulty rules.\n\n"
     "Example:\n"
     "    hfilter judge < worm.eml\n",
     kDelivery | kTakesJson | kTakesVerbose, 0, 0, EX_TEMPFAIL, run_judge},
    {CommandId::kExplain, "explain", "[FILE|-]...", "show the path of a message, the border, the facts, each rule",
     "Judges the message exactly as delivery would, changes nothing, and shows how it\n"
     "came to the verdict: the path by its Received lines, who the stranger at the\n"
     "border was, the facts, each rule with its reason. With --all also the facts that\n"
     "no rule asked for. Without FILE it reads standard input.\n"
     "Exit status 0, or 66 if there is no input.\n\n"
     "Example:\n"
     "    hfilter explain ~/Maildir/new/1080143999.M1P2.mail\n",
     kDelivery | kTakesJson | kTakesColor | kTakesAll | kTakesVerbose, 0, -1, EX_USAGE, run_explain},
    {CommandId::kCheck, "check", "[FILE]", "show the errors and warnings of the rules",
     "Reads the rule files (or FILE) and everything they include, and shows all errors\n"
     "and warnings with their place and what to do about them. Of a procmailrc that\n"
     "runs hfilter: the recipes that would lose or misjudge mail. With --dns it asks\n"
     "who takes mail for mydomains, and warns of who is neither mine nor believed.\n"
     "- is standard input.\n"
     "root judges a user's own file as that user would; --user NAME judges all files\n"
     "that the user's mail is judged by.\n"
     "Exit status 0: no errors. 1: warnings, with --strict. 78: errors.\n\n"
     "Example:\n"
     "    hfilter check ~/.hfilterrc\n",
     kTakesRules | kTakesJson | kTakesColor | kTakesStrict | kTakesQuiet | kTakesAskDns | kTakesDns | kTakesUser, 0, 1,
     EX_USAGE, run_check},
    {CommandId::kWords, "words", "[WORD|PART]", "the vocabulary of the rule language",
     "Lists every word of the language, or one part of it (facts, conditions,\n"
     "statements, actions, settings), or explains one word: what it means, how it is\n"
     "written, its default, when it is unknown, and an example.\n"
     "Exit status 0, or 66 if there is no such word.\n\n"
     "Example:\n"
     "    hfilter words helo\n"
     "    hfilter words dns-timeout\n",
     kTakesJson | kTakesColor | kTakesQuiet, 0, 3, EX_USAGE, run_words},
    {CommandId::kSpf, "spf", "--ip ADDRESS [--helo NAME] [--sender ADDRESS]",
     "check SPF for one client, as a delivery would",
     "Checks both identities of RFC 7208, HELO and the envelope sender, and shows what\n"
     "was asked in the DNS, the record, and the mechanism that decided. One of the two\n"
     "must be given; an empty sender is postmaster@HELO.\n"
     "Exit status 0: pass. 1: fail or softfail. 2: none, neutral or permerror. 75:\n"
     "temperror. It speaks of the sender, and of HELO where the sender is empty.\n\n"
     "Example:\n"
     "    hfilter spf --ip 192.0.2.1 --helo mail.example.com --sender bob@example.com\n",
     kTakesTriple | kTakesDns | kTakesJson, 0, 0, EX_USAGE, run_spf},
    {CommandId::kHelp, "help", "[COMMAND]", "show the help of a command",
     "Shows the list of commands, or what one command does, its options and an\n"
     "example. `hfilter COMMAND -h` shows the same.\n"
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
      "hfilter finds out who really handed a mail to your servers and judges it by the\n"
      "rules of ~/.hfilterrc.\n\n"
      "usage: hfilter [COMMAND] [OPTION]... [ARGUMENT]...\n\n";
  for (const CommandDef& command : kCommands) {
    std::string name = command.name;
    name.resize(kNameColumns, ' ');
    text += "  " + name + command.summary + "\n";
  }
  return text +
         "\n`hfilter COMMAND --help` shows its options and an example; hfilter(1) is the\n"
         "manual, hfilterrc(5) the rule language.\n\n"
         "A first ~/.hfilterrc:\n"
         "    mydomains    example.com\n"
         "    mynetworks   192.0.2.0/24\n"
         "    own-helo:    match helo in mydomains\n"
         "                 unless surely (helo is rdns or spf helo is pass)\n"
         "                 then junk \"said HELO with my name\"\n";
}

}  // namespace hfilter
