// SPDX-License-Identifier: BSD-2-Clause
#include "rules/grammar.h"

#include <algorithm>

#include "base/text.h"
#include "facts/registry.h"

namespace hfilter {
namespace {

using Kind = GrammarKind;
using Act = ActionItem::Kind;

constexpr GrammarWord kWords[] = {
    // ---- rows for statements ----
    {Kind::kStatement, "hfilter", "hfilter VERSION",
     "declares the version of the rule language, which is 1; it may be absent, otherwise it must be the first "
     "statement",
     nullptr, "hfilter 1"},
    {Kind::kStatement, "set", "set SETTING VALUE", "changes a setting", nullptr, "set dns-timeout 3s"},
    {Kind::kStatement, "include", "include [optional] \"FILE\"", "reads another rule file at this place", nullptr,
     "include optional \"more-rules\""},
    {Kind::kStatement, "domains", "domains NAME = ENTRY, ... | from \"FILE\"",
     "defines a list of domains: example.com is the domain and all below it, =example.com only the domain itself, "
     ".example.com only those below it; ! before an entry excludes it",
     nullptr, "domains partners = example.com, !old.example.com"},
    {Kind::kStatement, "networks", "networks NAME = ENTRY, ... | from \"FILE\"",
     "defines a list of addresses and networks", nullptr, "networks partners = 198.51.100.0/24, 2001:db8::/32"},
    {Kind::kStatement, "hosts", "hosts NAME = ENTRY, ... | from \"FILE\"",
     "defines a list of networks and host names: gate.example is only this host, .gates.example all hosts below that "
     "domain; a client matches a name only if your server verified the name",
     nullptr, "hosts gates = 192.0.2.25, .gates.example"},
    {Kind::kStatement, "addresses", "addresses NAME = ENTRY, ... | from \"FILE\"",
     "defines a list of mail addresses: user@example.com is one address, @example.com all of the domain, .example.com "
     "all of the domains below",
     nullptr, "addresses friends = bob@example.com, @family.example"},
    {Kind::kStatement, "words", "words NAME = ENTRY, ... | from \"FILE\"",
     "defines a list of words that are looked for in a text; only whole words count, and case is ignored", nullptr,
     "words shop = viagra, casino\nmatch subject in shop then junk"},
    {Kind::kStatement, "test", "test NAME = CONDITION", "gives a condition a name; other conditions can use it",
     nullptr, "test inside = local or authenticated\nmatch not inside then tag outside"},
    {Kind::kStatement, "match", "[NAME:] [trial] match CONDITION [unless CONDITION] then ACTION, ...",
     "a rule: its actions are done if the condition is true, but not if it is unknown", nullptr,
     "own-helo: match helo in mydomains unless surely (helo is rdns or spf helo is pass) then junk"},
    {Kind::kStatement, "at score", "at score NUMBER then ACTION, ...",
     "a threshold: its actions are done if no rule gave a verdict and the score reaches the number; if the score "
     "reaches several thresholds, only the highest one acts",
     nullptr, "match helo is bare-ip then score 3\nat score 3 then junk \"score {score}\""},
    {Kind::kStatement, "otherwise", "otherwise ACTION, ...",
     "these actions are done if no rule and no threshold gave a verdict; without `otherwise`, the verdict is accept",
     nullptr, "otherwise deliver \"Unsorted\""},

    // ---- rows for lists of yours ----
    {Kind::kMine, "mydomains", "mydomains DOMAIN, ... | from \"FILE\"", "the domains of your mail addresses and hosts",
     nullptr, "mydomains hewgill.com, hewgill.net"},
    {Kind::kMine, "mynetworks", "mynetworks NETWORK, ... | from \"FILE\"",
     "the addresses of your own servers; loopback addresses are always in this list, unless ! excludes them", nullptr,
     "mynetworks 192.0.2.0/24, !192.0.2.99"},
    {Kind::kMine, "myhosts", "myhosts HOST, ... | from \"FILE\"", "your own servers by name or address", nullptr,
     "myhosts mx.hewgill.net"},
    {Kind::kMine, "myscanners", "myscanners HOST, ... | from \"FILE\"",
     "scanners that hand mail to you; hfilter believes the Received lines that they write, but they are not your "
     "servers",
     nullptr, "myscanners 192.0.2.25, .scanner.example"},
    {Kind::kMine, "myforwarders", "myforwarders HOST, ... | from \"FILE\"",
     "servers of others that hand mail to you: a backup MX, a provider that forwards to you or from which you fetch "
     "mail; hfilter believes the Received lines that they write",
     nullptr, "myforwarders .mail.provider.example"},
    {Kind::kMine, "myrelays", "myrelays HOST, ... | from \"FILE\"",
     "the servers through which your own mail leaves; only `backscatter` uses this list", nullptr,
     "myrelays smtp.hewgill.net, 192.0.2.10"},
    {Kind::kMine, "myaddresses", "myaddresses ADDRESS, ... | from \"FILE\"",
     "your mail addresses; conditions can use this list, and it does not change which servers hfilter believes",
     nullptr, "myaddresses greg@hewgill.com"},
    {Kind::kMine, "mylists", "mylists ADDRESS, ... | from \"FILE\"",
     "the addresses of your own mailing lists; a mailing list replaces the sender, so `sender` and `spf` are unknown "
     "for its mail",
     nullptr, "mylists talk@hewgill.com, @lists.hewgill.net"},

    // ---- rows for operators ----
    {Kind::kOperator, "and", "CONDITION and CONDITION",
     "true if both are true; false if one is false, even if the other is unknown. `and` and `or` in one condition need "
     "brackets",
     nullptr, "match stranger and not encrypted then score 1\nat score 1 then tag plain"},
    {Kind::kOperator, "or", "CONDITION or CONDITION", "true if one of them is true, even if the other is unknown",
     nullptr, "match local or authenticated then accept"},
    {Kind::kOperator, "not", "not CONDITION", "true becomes false, false becomes true, unknown stays unknown", nullptr,
     "match not via myscanners then junk"},
    {Kind::kOperator, "possibly", "possibly CONDITION", "true if the condition is true or unknown", nullptr,
     "match possibly spf is fail then tag doubtful"},
    {Kind::kOperator, "surely", "surely CONDITION", "true only if the condition is true; false if it is unknown",
     nullptr, "match not surely spf is pass then tag unproven"},
    {Kind::kOperator, "is", "FACT is [not] VALUE, ...",
     "true if the fact is exactly one of these values, or if one of these words describes it; `is not`: true if none "
     "does",
     nullptr, "match helo is bare-ip, localhost then junk"},
    {Kind::kOperator, "in", "FACT [not] in LIST",
     "true if the value is in the list: a name of a list, or entries in brackets", nullptr,
     "match client in (198.51.100.0/24, 203.0.113.7) then junk"},
    {Kind::kOperator, "contains", "FACT contains \"TEXT\", ...",
     "true if the value contains one of these texts; case is ignored", nullptr,
     "match subject contains \"lottery\", \"jackpot\" then junk"},
    {Kind::kOperator, "begins with", "FACT begins with \"TEXT\", ...",
     "true if the value begins with one of these texts; case is ignored", nullptr,
     "match subject begins with \"[talk]\" then deliver \"talk\""},
    {Kind::kOperator, "ends with", "FACT ends with \"TEXT\", ...",
     "true if the value ends with one of these texts; case is ignored", nullptr,
     "match list-id ends with \".example.org\" then deliver \"lists\""},
    {Kind::kOperator, "like", "FACT like \"PATTERN\", ...",
     "true if the whole value fits one of these patterns: * is any text, ? is one character; case is ignored", nullptr,
     "match attachment name like \"*.iso\" then junk"},
    {Kind::kOperator, "matches", "FACT matches /REGEX/[c]",
     "true if the regular expression matches somewhere in the value; case is ignored, except in /REGEX/c", nullptr,
     "match subject matches /^(re: )?document$/ then junk"},
    {Kind::kOperator, "<", "NUMBER < VALUE", "less than; also for sizes, durations and dates", nullptr,
     "match age < 5m then tag fresh"},
    {Kind::kOperator, "<=", "NUMBER <= VALUE", "less than or equal to", nullptr, "match hops <= 2 then tag near"},
    {Kind::kOperator, ">", "NUMBER > VALUE", "greater than", nullptr,
     "match message size > 10M then deliver \"Large\""},
    {Kind::kOperator, ">=", "NUMBER >= VALUE", "greater than or equal to", nullptr,
     "match recipients >= 20 then tag bulk"},
    {Kind::kOperator, "=", "NUMBER = VALUE", "equal to", nullptr, "match hops = 0 then tag no-trace"},
    {Kind::kOperator, "..", "NUMBER LOW..HIGH", "from LOW to HIGH; both are included", nullptr,
     "match message size 600K..700K then junk"},
    {Kind::kOperator, "domain", "ADDRESS domain is | in | ...", "means only the part after the @ of an address",
     nullptr, "match sender domain in mydomains and not surely (spf is pass) then junk"},
    {Kind::kOperator, "missing", "header \"NAME\" is missing", "true if the message has no such header field", nullptr,
     "match message-id is missing then score 1\nat score 1 then tag odd"},
    {Kind::kOperator, "empty", "header \"NAME\" is empty",
     "true if the field is present but empty; for `sender`: the null sender", nullptr,
     "match sender is empty then tag bounce"},
    {Kind::kOperator, "as", "client listed in \"ZONE\" as NETWORK, ...",
     "means that only answers in these networks count", nullptr,
     "match client listed in \"bl.example.org\" as 127.0.0.2 then junk"},

    // ---- rows for parts of statements ----
    {Kind::kPart, "trial", "NAME: trial match ...",
     "the rule is judged and appears in reports and in the log, but it does not act and gives no score", nullptr,
     "back-door: trial match not via myscanners then junk"},
    {Kind::kPart, "unless", "match A unless B then ...",
     "an exception: the rule does not act if the second condition is true or unknown", nullptr,
     "match rdns is generic unless authenticated then junk"},
    {Kind::kPart, "then", "match CONDITION then ACTION, ...", "begins the actions of the rule", nullptr,
     "match local then accept"},
    {Kind::kPart, "since", "... since DATE", "the first day of a rule; before this day it is skipped", nullptr,
     "match stranger then tag seen since 2030-01-01"},
    {Kind::kPart, "until", "... until DATE", "the last day of a rule, or of a list entry; after this day it is skipped",
     nullptr, "networks guests = 198.51.100.0/24 until 2030-12-31"},
    {Kind::kPart, "from", "LIST from \"FILE\"",
     "reads the entries from a file, one entry on each line; each run reads the file again, when a condition needs it",
     nullptr, "mydomains from \"domains\""},
    {Kind::kPart, "optional", "include optional \"FILE\"", "it is not an error if the file is missing", nullptr,
     "include optional \"more-rules\""},

    // ---- rows for verdicts ----
    {Kind::kVerdict, "accept", "accept", "deliver the message", nullptr, "match authenticated then accept",
     Act::kAccept},
    {Kind::kVerdict, "junk", "junk [\"TEXT\"]",
     "deliver the message to the junk folder (deliver --maildir), or mark it as junk", nullptr,
     "match helo in mydomains unless surely (helo is rdns or spf helo is pass) then junk \"said HELO with my own "
     "name\"",
     Act::kJunk},
    {Kind::kVerdict, "reject", "reject \"TEXT\"",
     "refuse the message, so that the sender gets a bounce; if nothing proves the sender, this acts as junk unless "
     "`set reject always` is given",
     nullptr, "match hops > 30 then reject \"mail loop\"", Act::kReject},
    {Kind::kVerdict, "defer", "defer \"TEXT\"", "defer the message: the mail server keeps it and tries again later",
     nullptr, "match local and recipients > 20 then defer \"too many recipients\"", Act::kDefer},
    {Kind::kVerdict, "discard", "discard", "delete the message; nobody gets a bounce", nullptr,
     "match any attachment (is executable, unchecked and size 15K..45K) then discard", Act::kDiscard},
    {Kind::kVerdict, "deliver", "deliver \"FOLDER\"", "deliver the message to this folder", nullptr,
     "match mailing-list then deliver \"Lists\"", Act::kDeliver},
    {Kind::kVerdict, "pipe", "pipe \"/COMMAND\" \"ARGUMENT\" ...",
     "give the message to a program: an absolute path, and its arguments; no shell is used. Only hfilter deliver does "
     "this",
     nullptr, "match list-id is \"cvs.example.org\" then pipe \"/usr/local/bin/ticket\" \"--new\"", Act::kPipe},

    // ---- rows for notes: actions other than a verdict ----
    {Kind::kNote, "score", "score NUMBER [\"TEXT\"]",
     "adds the number to the score; a negative number lowers the score", nullptr,
     "match helo is generic then score 2\nat score 2 then junk", Act::kScore},
    {Kind::kNote, "tag", "tag NAME", "gives the message a tag; `tagged` asks for it, and the log shows it", nullptr,
     "match stranger then tag outside", Act::kTag},
    {Kind::kNote, "add header", "add header \"NAME: VALUE\"", "adds a header field", nullptr,
     "match stranger then add header \"X-Client: {client}\"", Act::kAddHeader},
    {Kind::kNote, "set header", "set header \"NAME: VALUE\"", "replaces all header fields of that name", nullptr,
     "match stranger then set header \"X-Seen: outside\"", Act::kSetHeader},
    {Kind::kNote, "remove header", "remove header \"NAME\"", "removes all header fields of that name", nullptr,
     "match stranger then remove header \"X-Priority\"", Act::kRemoveHeader},
    {Kind::kNote, "subject prefix", "subject prefix \"TEXT\"",
     "puts the text before the subject, unless it is already there", nullptr,
     "match spf is fail then subject prefix \"[?] \"", Act::kSubjectPrefix},
    {Kind::kNote, "log", "log \"TEXT\"", "writes the text to the log", nullptr,
     "match stranger then log \"{sender} via {client}\"", Act::kLog},
    {Kind::kNote, "copy", "copy \"FOLDER\"", "also delivers a copy to this folder. Only hfilter deliver does this",
     nullptr, "match to is sales@hewgill.com then copy \"Sales\"", Act::kCopy},

    // ---- rows for settings ----
    {Kind::kSetting, "agent", "set agent auto | qmail",
     "the exit statuses of hfilter deliver: those of sysexits.h, or those of qmail", "auto", "set agent qmail",
     SettingChoice{"qmail", "auto", &Settings::agent_qmail}},
    {Kind::kSetting, "authenticated", "set authenticated mine | stranger",
     "whether the mail of a user who logged in at one of your servers is yours (mine) or a stranger's", "mine",
     "set authenticated stranger", SettingChoice{"mine", "stranger", &Settings::authenticated_is_mine}},
    {Kind::kSetting, "defer-limit", "set defer-limit DURATION",
     "for how long after its arrival when-unsure and on-error may defer a message; at most 14d", "4h",
     "set defer-limit 1d", SettingValue::kDeferLimit},
    {Kind::kSetting, "dns", "set dns on | off", "whether hfilter asks DNS", "on", "set dns off",
     SettingChoice{"on", "off", &Settings::dns}},
    {Kind::kSetting, "dns-budget", "set dns-budget DURATION", "how long hfilter waits for DNS in total for one message",
     "4s", "set dns-budget 3s", SettingValue::kDnsBudget},
    {Kind::kSetting, "dns-server", "set dns-server ADDRESS, ...", "the DNS servers to ask", "those of /etc/resolv.conf",
     "set dns-server 192.0.2.53", SettingValue::kDnsServers},
    {Kind::kSetting, "dns-timeout", "set dns-timeout DURATION", "how long hfilter waits for one answer of DNS", "2s",
     "set dns-timeout 3s", SettingValue::kDnsTimeout},
    {Kind::kSetting, "host", "set host NAME", "the name of this host in the result headers",
     "the host name of the machine", "set host mx.hewgill.net", SettingValue::kHost},
    {Kind::kSetting, "log", "set log \"FILE\" | syslog | off, ...",
     "where hfilter writes its log: files, syslog, or nowhere", "~/.hfilter/log", "set log syslog, \"~/.hfilter/log\"",
     SettingValue::kLog},
    {Kind::kSetting, "log-detail", "set log-detail normal | full",
     "full: the log also has the subject, the recipient and the local parts of addresses", "normal",
     "set log-detail full", SettingChoice{"full", "normal", &Settings::log_full}},
    {Kind::kSetting, "log-keep", "set log-keep NUMBER",
     "how many older parts of the log are kept, 1 to 100; log.1 is the newest of them", "1", "set log-keep 10",
     SettingValue::kLogKeep},
    {Kind::kSetting, "my-message-id", "set my-message-id \"PATTERN\", ...",
     "patterns of the Message-IDs of your own mail; a bounce of such mail is not backscatter", "none",
     "set my-message-id \"*.k3v9x2qa@example.com\"", SettingValue::kMyMessageIds},
    {Kind::kSetting, "on-error", "set on-error pass | defer",
     "what happens to mail while a rule file is faulty: pass it on, or defer it", "pass", "set on-error defer",
     SettingChoice{"defer", "pass", &Settings::defer_on_error}},
    {Kind::kSetting, "received-spf", "set received-spf no | yes", "whether to add a Received-SPF field (RFC 7208 9.1)",
     "no", "set received-spf yes", SettingChoice{"yes", "no", &Settings::received_spf}},
    {Kind::kSetting, "reject", "set reject guarded | always",
     "guarded: reject acts as junk unless SPF or DKIM proves the sender, so that nobody else gets the bounce; always: "
     "reject always rejects",
     "guarded", "set reject always", SettingChoice{"guarded", "always", &Settings::guard_reject}},
    {Kind::kSetting, "results-from", "set results-from ID, ...",
     "the identifiers of Authentication-Results fields that the servers of your site write; the servers must remove "
     "forged fields with these identifiers",
     "none", "set results-from mx.example.com", SettingValue::kResultsFrom},
    {Kind::kSetting, "results-header", "set results-header yes | no", "whether to add an Authentication-Results field",
     "yes", "set results-header no", SettingChoice{"yes", "no", &Settings::results_header}},
    {Kind::kSetting, "spam-headers", "set spam-headers yes | no", "whether to add X-Spam-Flag: YES to junk", "yes",
     "set spam-headers no", SettingChoice{"yes", "no", &Settings::spam_headers}},
    {Kind::kSetting, "strip-strangers", "set strip-strangers no | yes",
     "whether to remove Authentication-Results, Received-SPF and marks of spam filters below the border line, where "
     "strangers write",
     "no", "set strip-strangers yes", SettingChoice{"yes", "no", &Settings::strip_strangers}},
    {Kind::kSetting, "when-unsure", "set when-unsure ignore | defer",
     "defer: a message that no rule decided is deferred if a rule with junk, reject or discard was unknown for a "
     "temporary reason",
     "ignore", "set when-unsure defer", SettingChoice{"defer", "ignore", &Settings::defer_when_unsure}},

    // ---- rows for placeholders in texts ----
    {Kind::kPlaceholder, "{helo}", "\"... {helo} ...\"", "the name that the stranger sent in HELO", nullptr,
     "match helo is malformed then junk \"HELO {helo}\""},
    {Kind::kPlaceholder, "{client}", "\"... {client} ...\"", "the stranger's address", nullptr,
     "match stranger then add header \"X-Client: {client}\""},
    {Kind::kPlaceholder, "{rdns}", "\"... {rdns} ...\"", "the stranger's reverse name", nullptr,
     "match stranger then log \"from {rdns}\""},
    {Kind::kPlaceholder, "{sender}", "\"... {sender} ...\"", "the envelope sender", nullptr,
     "match spf is fail then junk \"{sender} may not send from there\""},
    {Kind::kPlaceholder, "{rule}", "\"... {rule} ...\"", "the rule's name", nullptr,
     "fail: match spf is fail then add header \"X-Rule: {rule}\""},
    {Kind::kPlaceholder, "{score}", "\"... {score} ...\"", "the score so far", nullptr,
     "match helo is generic then score 2\nat score 2 then junk \"score {score}\""},
};

constexpr bool is_action(const GrammarWord& row) { return row.kind == Kind::kVerdict || row.kind == Kind::kNote; }

constexpr bool has_its_meaning(const GrammarWord& row) {
  if (is_action(row)) return std::holds_alternative<Act>(row.meaning);
  if (row.kind != Kind::kSetting) return std::holds_alternative<std::monostate>(row.meaning);
  return std::holds_alternative<SettingValue>(row.meaning) || std::holds_alternative<SettingChoice>(row.meaning);
}

constexpr bool has_row(Act action) {
  for (const GrammarWord& row : kWords) {
    if (is_action(row) && *std::get_if<Act>(&row.meaning) == action) return true;
  }
  return false;
}

constexpr bool is_complete() {
  for (const GrammarWord& row : kWords) {
    if (!has_its_meaning(row)) return false;
  }
  for (int action = 0; action <= static_cast<int>(Act::kCopy); ++action) {
    if (!has_row(static_cast<Act>(action))) return false;
  }
  return true;
}
static_assert(is_complete(),
              "a setting or an action lacks the column that says how it is parsed, or an action its row");

using Words = std::vector<std::string_view>;

std::string_view first_of(std::string_view words) { return words.substr(0, words.find(' ')); }

/// Adds the words of `row`, such as "begins with", that are not in `words` yet. Skips signs such as "<".
void add_words(std::string_view row, Words* words) {
  while (!row.empty()) {
    const std::string_view word = first_of(row);
    row.remove_prefix(std::min(word.size() + 1, row.size()));
    if (is_alpha(word[0]) && std::find(words->begin(), words->end(), word) == words->end()) words->push_back(word);
  }
}

Words first_words(Kind one, Kind other) {
  Words words;
  for (const GrammarWord& row : kWords) {
    if (row.kind == one || row.kind == other) words.push_back(first_of(row.word));
  }
  return words;
}

Words all_reserved() {
  Words words;
  for (const GrammarWord& row : kWords) {
    if (row.kind != Kind::kSetting && row.kind != Kind::kPlaceholder) add_words(row.word, &words);
  }
  Words of_conditions;
  for (const SyntaxDef& syntax : all_syntax()) add_words(syntax.name, &of_conditions);
  for (const std::string_view word : of_conditions) {
    if (find_fact(word) == nullptr) add_words(word, &words);  // a tag may be called `attachment`
  }
  return words;
}

bool contains(const Words& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) {
    return w.size() == word.size() && to_lower(word[0]) == w[0] && equal_ignoring_case(w, word);
  });
}

}  // namespace

Table<GrammarWord> all_grammar_words() { return Table<GrammarWord>(kWords); }

const char* grammar_kind_name(GrammarKind kind) {
  static constexpr const char* kNames[] = {"statement", "list of yours", "operator", "part of a statement",
                                           "verdict",   "note",          "setting",  "in texts"};
  return kNames[static_cast<size_t>(kind)];
}

const GrammarWord* find_setting(std::string_view word) {
  for (const GrammarWord& row : kWords) {
    if (row.kind == Kind::kSetting && equal_ignoring_case(row.word, word)) return &row;
  }
  return nullptr;
}

const GrammarWord* find_action(std::string_view word) {
  for (const GrammarWord& row : kWords) {
    if (is_action(row) && equal_ignoring_case(first_of(row.word), word)) return &row;
  }
  return nullptr;
}

const std::vector<std::string_view>& statement_words() {
  static const Words words = first_words(Kind::kStatement, Kind::kMine);
  return words;
}

const std::vector<std::string_view>& action_words() {
  static const Words words = first_words(Kind::kVerdict, Kind::kNote);
  return words;
}

const std::vector<std::string_view>& setting_words() {
  static const Words words = first_words(Kind::kSetting, Kind::kSetting);
  return words;
}

const std::vector<std::string_view>& reserved_words() {
  static const Words words = all_reserved();
  return words;
}

bool is_name(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_statement_word(std::string_view word) { return contains(statement_words(), word); }
bool is_action_word(std::string_view word) { return find_action(word) != nullptr; }
bool is_reserved(std::string_view word) { return contains(reserved_words(), word); }

}  // namespace hfilter
