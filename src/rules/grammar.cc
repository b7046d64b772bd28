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
    // ---- statements ----
    {Kind::kStatement, "hfilter", "hfilter VERSION",
     "the version of the language, 1; the first statement if it is there", nullptr, "hfilter 1"},
    {Kind::kStatement, "set", "set SETTING VALUE", "changes a setting", nullptr, "set dns-timeout 3s"},
    {Kind::kStatement, "include", "include [optional] \"FILE\"", "reads another file of rules here", nullptr,
     "include optional \"more-rules\""},
    {Kind::kStatement, "domains", "domains NAME = ENTRY, ... | from \"FILE\"",
     "a list of domains: example.com and all below it, =example.com only itself, .example.com only below; ! excludes",
     nullptr, "domains partners = example.com, !old.example.com"},
    {Kind::kStatement, "networks", "networks NAME = ENTRY, ... | from \"FILE\"", "a list of addresses and networks",
     nullptr, "networks partners = 198.51.100.0/24, 2001:db8::/32"},
    {Kind::kStatement, "hosts", "hosts NAME = ENTRY, ... | from \"FILE\"",
     "a list of networks and exact names; a name counts where your server verified it", nullptr,
     "hosts gates = 192.0.2.25, .gates.example"},
    {Kind::kStatement, "addresses", "addresses NAME = ENTRY, ... | from \"FILE\"",
     "a list of mail addresses: user@example.com, @example.com all of it, .example.com all below", nullptr,
     "addresses friends = bob@example.com, @family.example"},
    {Kind::kStatement, "words", "words NAME = ENTRY, ... | from \"FILE\"",
     "a list of whole words of a text, in any case", nullptr,
     "words shop = viagra, casino\nmatch subject in shop then junk"},
    {Kind::kStatement, "test", "test NAME = CONDITION", "gives a condition a name, to be used in others", nullptr,
     "test inside = local or authenticated\nmatch not inside then tag outside"},
    {Kind::kStatement, "match", "[NAME:] [trial] match CONDITION [unless CONDITION] then ACTION, ...",
     "a rule: if the condition is certainly true, the actions are done", nullptr,
     "own-helo: match helo in mydomains unless surely (helo is rdns or spf helo is pass) then junk"},
    {Kind::kStatement, "at score", "at score NUMBER then ACTION, ...",
     "what happens at a score; asked after all rules, and only the highest that is reached", nullptr,
     "match helo is bare-ip then score 3\nat score 3 then junk \"score {score}\""},
    {Kind::kStatement, "otherwise", "otherwise ACTION, ...",
     "what happens when nothing has decided; without it: accept", nullptr, "otherwise deliver \"Unsorted\""},

    // ---- lists of yours ----
    {Kind::kMine, "mydomains", "mydomains DOMAIN, ... | from \"FILE\"", "the domains of your mail addresses and hosts",
     nullptr, "mydomains hewgill.com, hewgill.net"},
    {Kind::kMine, "mynetworks", "mynetworks NETWORK, ... | from \"FILE\"",
     "the addresses of your own servers; ! excludes, loopback too", nullptr, "mynetworks 192.0.2.0/24, !192.0.2.99"},
    {Kind::kMine, "myhosts", "myhosts HOST, ... | from \"FILE\"", "your own servers by name or address", nullptr,
     "myhosts mx.hewgill.net"},
    {Kind::kMine, "myscanners", "myscanners HOST, ... | from \"FILE\"",
     "scanners that hand mail to you: what they write down is believed, but they are not yours", nullptr,
     "myscanners 192.0.2.25, .scanner.example"},
    {Kind::kMine, "myforwarders", "myforwarders HOST, ... | from \"FILE\"",
     "a backup MX of others, a provider that forwards to you or that you fetch from: believed, not yours", nullptr,
     "myforwarders .mail.provider.example"},
    {Kind::kMine, "myrelays", "myrelays HOST, ... | from \"FILE\"",
     "where your own mail goes out; only `backscatter` asks it", nullptr, "myrelays smtp.hewgill.net, 192.0.2.10"},
    {Kind::kMine, "myaddresses", "myaddresses ADDRESS, ... | from \"FILE\"",
     "your mail addresses; trust never looks at them", nullptr, "myaddresses greg@hewgill.com"},
    {Kind::kMine, "mylists", "mylists ADDRESS, ... | from \"FILE\"",
     "your own mailing lists: after one of them the sender is no longer the stranger's, so `sender` and `spf` are "
     "unknown",
     nullptr, "mylists talk@hewgill.com, @lists.hewgill.net"},

    // ---- operators ----
    {Kind::kOperator, "and", "CONDITION and CONDITION",
     "both are true; false decides whatever is unknown beside it. With `or` in one condition it needs brackets",
     nullptr, "match stranger and not encrypted then score 1\nat score 1 then tag plain"},
    {Kind::kOperator, "or", "CONDITION or CONDITION", "one of them is true; true decides whatever is unknown beside it",
     nullptr, "match local or authenticated then accept"},
    {Kind::kOperator, "not", "not CONDITION", "true becomes false, false true; unknown stays unknown", nullptr,
     "match not via myscanners then junk"},
    {Kind::kOperator, "possibly", "possibly CONDITION", "true unless it is false: what is unknown counts as true",
     nullptr, "match possibly spf is fail then tag doubtful"},
    {Kind::kOperator, "surely", "surely CONDITION", "true only if it is true: what is unknown counts as false", nullptr,
     "match not surely spf is pass then tag unproven"},
    {Kind::kOperator, "is", "FACT is [not] VALUE, ...",
     "a word of the fact, exactly this value, or missing, empty; the comma means any of these, `is not` none of them",
     nullptr, "match helo is bare-ip, localhost then junk"},
    {Kind::kOperator, "in", "FACT [not] in LIST", "a list by its name, or entries in brackets", nullptr,
     "match client in (198.51.100.0/24, 203.0.113.7) then junk"},
    {Kind::kOperator, "contains", "FACT contains \"TEXT\", ...", "the text occurs in the value, in any case", nullptr,
     "match subject contains \"lottery\", \"jackpot\" then junk"},
    {Kind::kOperator, "begins with", "FACT begins with \"TEXT\", ...", "the value begins so, in any case", nullptr,
     "match subject begins with \"[talk]\" then deliver \"talk\""},
    {Kind::kOperator, "ends with", "FACT ends with \"TEXT\", ...", "the value ends so, in any case", nullptr,
     "match list-id ends with \".example.org\" then deliver \"lists\""},
    {Kind::kOperator, "like", "FACT like \"PATTERN\", ...", "the whole value, where * is any text and ? one character",
     nullptr, "match attachment name like \"*.iso\" then junk"},
    {Kind::kOperator, "matches", "FACT matches /REGEX/[c]",
     "a regular expression somewhere in the value, in any case; with c case matters", nullptr,
     "match subject matches /^(re: )?document$/ then junk"},
    {Kind::kOperator, "<", "NUMBER < VALUE", "less; also of sizes, durations and dates", nullptr,
     "match age < 5m then tag fresh"},
    {Kind::kOperator, "<=", "NUMBER <= VALUE", "less, or the same", nullptr, "match hops <= 2 then tag near"},
    {Kind::kOperator, ">", "NUMBER > VALUE", "more", nullptr, "match message size > 10M then deliver \"Large\""},
    {Kind::kOperator, ">=", "NUMBER >= VALUE", "more, or the same", nullptr, "match recipients >= 20 then tag bulk"},
    {Kind::kOperator, "=", "NUMBER = VALUE", "the same", nullptr, "match hops = 0 then tag no-trace"},
    {Kind::kOperator, "..", "NUMBER LOW..HIGH", "from the one to the other, both included", nullptr,
     "match message size 600K..700K then junk"},
    {Kind::kOperator, "domain", "ADDRESS domain is | in | ...", "only the part behind the @ of an address", nullptr,
     "match sender domain in mydomains and not surely (spf is pass) then junk"},
    {Kind::kOperator, "missing", "header \"NAME\" is missing",
     "the field is not there; also of facts that are header fields", nullptr,
     "match message-id is missing then score 1\nat score 1 then tag odd"},
    {Kind::kOperator, "empty", "header \"NAME\" is empty",
     "the field is there and says nothing; of `sender`: the null sender", nullptr,
     "match sender is empty then tag bounce"},
    {Kind::kOperator, "as", "client listed in \"ZONE\" as NETWORK, ...", "which answers of a DNS list count", nullptr,
     "match client listed in \"bl.example.org\" as 127.0.0.2 then junk"},

    // ---- parts of statements ----
    {Kind::kPart, "trial", "NAME: trial match ...", "judged, counted and reported; never acts, never scores", nullptr,
     "back-door: trial match not via myscanners then junk"},
    {Kind::kPart, "unless", "match A unless B then ...",
     "an exception: `A and not B`, so that one that is unsure protects", nullptr,
     "match rdns is generic unless authenticated then junk"},
    {Kind::kPart, "then", "match CONDITION then ACTION, ...", "what follows is done", nullptr,
     "match local then accept"},
    {Kind::kPart, "since", "... since DATE", "the rule begins that day; before it is skipped", nullptr,
     "match stranger then tag seen since 2030-01-01"},
    {Kind::kPart, "until", "... until DATE", "the last day of a rule, or of an entry of a list", nullptr,
     "networks guests = 198.51.100.0/24 until 2030-12-31"},
    {Kind::kPart, "from", "LIST from \"FILE\"", "the entries stand in a file, one a line; read when a condition asks",
     nullptr, "mydomains from \"domains\""},
    {Kind::kPart, "optional", "include optional \"FILE\"", "no error if the file is not there", nullptr,
     "include optional \"more-rules\""},

    // ---- verdicts ----
    {Kind::kVerdict, "accept", "accept", "deliver it", nullptr, "match authenticated then accept", Act::kAccept},
    {Kind::kVerdict, "junk", "junk [\"TEXT\"]", "deliver it to the junk folder, or mark it", nullptr,
     "match helo in mydomains unless surely (helo is rdns or spf helo is pass) then junk \"said HELO with my own "
     "name\"",
     Act::kJunk},
    {Kind::kVerdict, "reject", "reject \"TEXT\"",
     "refuse it, so that the sender gets a bounce; acts as junk where nothing proves the sender (`set reject always`)",
     nullptr, "match hops > 30 then reject \"mail loop\"", Act::kReject},
    {Kind::kVerdict, "defer", "defer \"TEXT\"", "put it off; it is tried again later", nullptr,
     "match local and recipients > 20 then defer \"too many recipients\"", Act::kDefer},
    {Kind::kVerdict, "discard", "discard", "throw it away", nullptr,
     "match any attachment (is executable, unchecked and size 15K..45K) then discard", Act::kDiscard},
    {Kind::kVerdict, "deliver", "deliver \"FOLDER\"", "deliver it to that folder", nullptr,
     "match mailing-list then deliver \"Lists\"", Act::kDeliver},
    {Kind::kVerdict, "pipe", "pipe \"/COMMAND\" \"ARGUMENT\" ...",
     "give it to a program, an absolute path with its arguments; there is no shell. Only hfilter deliver does it",
     nullptr, "match list-id is \"cvs.example.org\" then pipe \"/usr/local/bin/ticket\" \"--new\"", Act::kPipe},

    // ---- notes ----
    {Kind::kNote, "score", "score NUMBER [\"TEXT\"]", "adds to the score; a negative number takes away", nullptr,
     "match helo is generic then score 2\nat score 2 then junk", Act::kScore},
    {Kind::kNote, "tag", "tag NAME", "for `tagged`, the headers and the log", nullptr,
     "match stranger then tag outside", Act::kTag},
    {Kind::kNote, "add header", "add header \"NAME: VALUE\"", "adds a header field", nullptr,
     "match stranger then add header \"X-Client: {client}\"", Act::kAddHeader},
    {Kind::kNote, "set header", "set header \"NAME: VALUE\"", "replaces all header fields of that name", nullptr,
     "match stranger then set header \"X-Seen: outside\"", Act::kSetHeader},
    {Kind::kNote, "remove header", "remove header \"NAME\"", "removes all header fields of that name", nullptr,
     "match stranger then remove header \"X-Priority\"", Act::kRemoveHeader},
    {Kind::kNote, "subject prefix", "subject prefix \"TEXT\"", "puts it before the subject, once", nullptr,
     "match spf is fail then subject prefix \"[?] \"", Act::kSubjectPrefix},
    {Kind::kNote, "log", "log \"TEXT\"", "a text for the log", nullptr,
     "match stranger then log \"{sender} via {client}\"", Act::kLog},
    {Kind::kNote, "copy", "copy \"FOLDER\"", "delivers a copy there, too. Only hfilter deliver does it", nullptr,
     "match to is sales@hewgill.com then copy \"Sales\"", Act::kCopy},

    // ---- settings ----
    {Kind::kSetting, "agent", "set agent auto | qmail", "which exit statuses hfilter deliver uses", "auto",
     "set agent qmail", SettingChoice{"qmail", "auto", &Settings::agent_qmail}},
    {Kind::kSetting, "authenticated", "set authenticated mine | stranger",
     "is mail of a user who logged in at one of your servers yours?", "mine", "set authenticated stranger",
     SettingChoice{"mine", "stranger", &Settings::authenticated_is_mine}},
    {Kind::kSetting, "defer-limit", "set defer-limit DURATION",
     "mail that arrived longer ago is no longer put off by when-unsure and on-error; at most 14d", "4h",
     "set defer-limit 1d", SettingValue::kDeferLimit},
    {Kind::kSetting, "dns", "set dns on | off", "ask DNS at all", "on", "set dns off",
     SettingChoice{"on", "off", &Settings::dns}},
    {Kind::kSetting, "dns-budget", "set dns-budget DURATION", "how long hfilter waits for DNS, for one message", "4s",
     "set dns-budget 3s", SettingValue::kDnsBudget},
    {Kind::kSetting, "dns-server", "set dns-server ADDRESS, ...", "whom to ask", "those of /etc/resolv.conf",
     "set dns-server 192.0.2.53", SettingValue::kDnsServers},
    {Kind::kSetting, "dns-timeout", "set dns-timeout DURATION", "how long to wait for one answer of DNS", "2s",
     "set dns-timeout 3s", SettingValue::kDnsTimeout},
    {Kind::kSetting, "host", "set host NAME", "your name in the results headers", "that of the machine",
     "set host mx.hewgill.net", SettingValue::kHost},
    {Kind::kSetting, "log", "set log \"FILE\" | syslog | off, ...", "where the log goes", "~/.hfilter/log",
     "set log syslog, \"~/.hfilter/log\"", SettingValue::kLog},
    {Kind::kSetting, "log-detail", "set log-detail normal | full",
     "with full the log has subject, recipient and the local parts of addresses, too", "normal", "set log-detail full",
     SettingChoice{"full", "normal", &Settings::log_full}},
    {Kind::kSetting, "log-keep", "set log-keep NUMBER",
     "how many older parts of the log are kept: log.1 is the newest; 1 to 100", "1", "set log-keep 10",
     SettingValue::kLogKeep},
    {Kind::kSetting, "my-message-id", "set my-message-id \"PATTERN\", ...",
     "how the Message-IDs of your own mail look; a bounce of such mail is no backscatter", "none",
     "set my-message-id \"*.k3v9x2qa@example.com\"", SettingValue::kMyMessageIds},
    {Kind::kSetting, "on-error", "set on-error pass | defer", "what happens to mail while a rule file is faulty",
     "pass", "set on-error defer", SettingChoice{"defer", "pass", &Settings::defer_on_error}},
    {Kind::kSetting, "received-spf", "set received-spf no | yes", "add Received-SPF (RFC 7208 9.1)", "no",
     "set received-spf yes", SettingChoice{"yes", "no", &Settings::received_spf}},
    {Kind::kSetting, "reject", "set reject guarded | always",
     "guarded: reject acts as junk unless SPF or DKIM proves the sender, so that no bounce hits somebody else",
     "guarded", "set reject always", SettingChoice{"guarded", "always", &Settings::guard_reject}},
    {Kind::kSetting, "results-from", "set results-from ID, ...",
     "identifiers in Authentication-Results that your site's servers write, and whose forgeries they remove", "none",
     "set results-from mx.example.com", SettingValue::kResultsFrom},
    {Kind::kSetting, "results-header", "set results-header yes | no", "add Authentication-Results", "yes",
     "set results-header no", SettingChoice{"yes", "no", &Settings::results_header}},
    {Kind::kSetting, "spam-headers", "set spam-headers yes | no", "add X-Spam-Flag: YES to junk", "yes",
     "set spam-headers no", SettingChoice{"yes", "no", &Settings::spam_headers}},
    {Kind::kSetting, "strip-strangers", "set strip-strangers no | yes",
     "remove results headers and marks of spam filters below the border line", "no", "set strip-strangers yes",
     SettingChoice{"yes", "no", &Settings::strip_strangers}},
    {Kind::kSetting, "when-unsure", "set when-unsure ignore | defer",
     "defer: put off what nothing decided, if a rule with junk, reject or discard could not tell for a reason that may "
     "pass",
     "ignore", "set when-unsure defer", SettingChoice{"defer", "ignore", &Settings::defer_when_unsure}},

    // ---- in texts ----
    {Kind::kPlaceholder, "{helo}", "\"... {helo} ...\"", "what the stranger said in HELO", nullptr,
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

/// Adds the words of "begins with" that are not there yet; not signs such as "<".
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

bool is_statement_word(std::string_view word) { return contains(statement_words(), word); }
bool is_action_word(std::string_view word) { return find_action(word) != nullptr; }
bool is_reserved(std::string_view word) { return contains(reserved_words(), word); }

}  // namespace hfilter
