// SPDX-License-Identifier: BSD-2-Clause
#include "language/vocabulary.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace hfilter {

namespace {

struct OtherWord {
  std::string_view word;
  std::string_view help;
};

constexpr OtherWord kOtherStatements[] = {
    {"if", "a rule is: match CONDITION then ACTION"},
    {"when", "a rule is: match CONDITION then ACTION"},
    {"rule", "a rule is: NAME: match CONDITION then ACTION"},
    {"else", "what happens when no rule decides is: otherwise ACTION"},
    {"default", "what happens when no rule decides is: otherwise ACTION"},
    {"list", "a list is: domains NAME = ..., or networks, hosts, addresses, words"},
    {"acl", "a list is: networks NAME = ..."},
    {"domain", "a list is: domains NAME = ..."},
    {"network", "a list is: networks NAME = ..."},
    {"trial", "trial stands before match: NAME: trial match ..."},
    {"unless", "an exception belongs to its rule: match A unless B then ACTION; indent the line to continue the rule"},
    {"then", "this belongs to the rule above: indent the line to continue it"},
    {"and", "this belongs to the rule above: indent the line to continue it"},
    {"or", "this belongs to the rule above: indent the line to continue it"},
    {"score", "a threshold is: at score 8 then junk"},
    {"threshold", "a threshold is: at score 8 then junk"},
    {"import", "write: include \"FILE\""},
    {"source", "write: include \"FILE\""},
    {"option", "a setting is: set NAME VALUE"},
    {"define", "a condition with a name is: test NAME = CONDITION"},
    {"mynetwork", "the list of your networks is called mynetworks"},
    {"trusted", "your own networks are: mynetworks 192.0.2.0/24"},
    {"trusted_networks", "your own networks are: mynetworks 192.0.2.0/24"},
    {"internal_networks", "your own networks are: mynetworks 192.0.2.0/24"},
};

constexpr OtherWord kOtherConditions[] = {
    {"ip", "the stranger's address is `client`"},
    {"address", "the stranger's address is `client`; addresses of the mail are sender, recipient, from, to, cc"},
    {"remote", "the stranger's address is `client`"},
    {"relay", "the stranger's address is `client`; your own way out is in myrelays"},
    {"ehlo", "HELO and EHLO are both `helo`"},
    {"hostname", "the stranger's reverse name is `rdns`"},
    {"host", "the stranger's reverse name is `rdns`, what it called itself is `helo`"},
    {"ptr", "the stranger's reverse name is `rdns`"},
    {"reverse", "the stranger's reverse name is `rdns`"},
    {"size", "the size of the message is `message size`, as in: message size > 10M"},
    {"envelope", "the envelope is `sender` and `recipient`"},
    {"mail-from", "the envelope sender is `sender`"},
    {"envelope-from", "the envelope sender is `sender`"},
    {"return-path", "the envelope sender is `sender`"},
    {"rcpt", "the envelope recipient is `recipient`"},
    {"received", "Received lines are asked with `any hop` or `hop N`, as in: any hop helo in mydomains"},
    {"tls", "write: encrypted"},
    {"auth", "write: authenticated"},
    {"tag", "whether a tag was given is: tagged NAME"},
    {"list", "through a mailing list is `mailing-list`; its identifier is `list-id`"},
    {"all", "what happens to all other mail is: otherwise ACTION"},
    {"any", "a lower Received line is: any hop CONDITION"},
    {"true", "what happens to all other mail is: otherwise ACTION"},
    {"domain", "write whose domain: sender domain, from domain, recipient domain"},
    {"private", "write: client is private"},
    {"trusted", "a header field that your own servers wrote is: believed header \"NAME\" ..."},
    {"first", "the topmost Received line is `hop 1`, the stranger's needs no word: helo is me"},
    {"last", "Received lines count from the top: `hop 1`; any of them is `any hop`"},
    {"attachments", "how many attachments there are cannot be asked; one of them is: any attachment CONDITION"},
    {"everything", "what happens to all other mail is: otherwise ACTION"},
    {"*", "what happens to all other mail is: otherwise ACTION"},
    {"time", "dates are compared with `today`, `date` and `age`"},
};

constexpr OtherWord kOtherActions[] = {
    {"spam", "the verdict is called junk"},
    {"quarantine", "the verdict is called junk"},
    {"delete", "the verdict is called discard"},
    {"drop", "the verdict is called discard"},
    {"ok", "the verdict is called accept"},
    {"pass", "the verdict is called accept"},
    {"allow", "the verdict is called accept"},
    {"keep", "the verdict is called accept"},
    {"whitelist", "the verdict is called accept"},
    {"deny", "the verdict is called reject, and needs a text: reject \"not here\""},
    {"block", "the verdict is called reject, and needs a text: reject \"not here\""},
    {"bounce", "the verdict is called reject, and needs a text: reject \"not here\""},
    {"tempfail", "the verdict is called defer, and needs a text: defer \"try again\""},
    {"fileinto", "write: deliver \"FOLDER\""},
    {"move", "write: deliver \"FOLDER\""},
    {"folder", "write: deliver \"FOLDER\""},
    {"redirect", "hfilter does not forward mail; a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\""},
    {"forward", "hfilter does not forward mail; a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\""},
    {"addheader", "write: add header \"Name: value\""},
    {"header", "write: add header \"Name: value\", set header or remove header \"Name\""},
    {"prefix", "write: subject prefix \"[?] \""},
    {"stop", "there is no stop: a verdict ends the evaluation, a note goes on"},
    {"continue", "there is no continue: a note goes on by itself, a verdict ends the evaluation"},
    {"exec", "write: pipe \"/absolute/path\" \"argument\""},
    {"points", "write: score 3"},
    {"/dev/null", "the verdict is called discard"},
    {"|", "write: pipe \"/absolute/path\" \"argument\""},
    {"match", "a rule is a statement of its own; what is left over is: otherwise ACTION"},
};

/// Tests of other languages.
constexpr OtherWord kOtherTests[] = {
    {"starts", "begins with"},
    {"startswith", "begins with"},
    {"starts-with", "begins with"},
    {"beginswith", "begins with"},
    {"begins-with", "begins with"},
    {"endswith", "ends with"},
    {"ends-with", "ends with"},
    {"includes", "contains"},
    {"include", "contains"},
    {"has", "contains"},
    {"contain", "contains"},
    {"containing", "contains"},
    {"substring", "contains"},
    {"regex", "matches"},
    {"regexp", "matches"},
    {"match", "matches"},
    {"equals", "is"},
    {"equal", "is"},
    {"eq", "is"},
    {"are", "is"},
    {"isn't", "is not"},
    {"ne", "is not"},
    {"doesn't", "not contains"},
    {"glob", "like"},
    {"exists", "is not missing"},
    {"present", "is not missing"},
    {"within", "in"},
    {"listed", "in"},
};

/// Values of other languages: "FACT WORD".
constexpr OtherWord kOtherValues[] = {
    {"spf hardfail", "fail"},
    {"spf ok", "pass"},
    {"spf error", "permerror"},
    {"dkim valid", "pass"},
    {"dkim good", "pass"},
    {"dkim ok", "pass"},
    {"dkim invalid", "fail"},
    {"dmarc ok", "pass"},
    {"dmarc reject", "fail"},
    {"rdns none", "missing"},
    {"rdns empty", "missing"},
    {"rdns nxdomain", "missing"},
    {"rdns unknown", "unverified"},
    {"rdns forged", "unverified"},
    {"rdns dynamic", "generic"},
    {"helo ip", "bare-ip"},
    {"helo none", "missing"},
    {"helo empty", "missing"},
    {"helo invalid", "malformed"},
    {"helo unknown", "unresolvable"},
    {"helo nxdomain", "unresolvable"},
    {"helo dynamic", "generic"},
    {"client internal", "private"},
    {"client rfc1918", "private"},
    {"client lan", "private"},
    {"sender null", "empty"},
    {"sender none", "empty"},
    {"sender missing", "empty"},
    {"sender bounce", "empty"},
    {"attachment exe", "executable"},
    {"attachment program", "executable"},
    {"attachment zip", "archive"},
    {"attachment password", "encrypted"},
    {"border unknown", "unreadable"},
};

template <size_t N>
std::string_view find_other(const OtherWord (&table)[N], std::string_view word) {
  for (const OtherWord& other : table) {
    if (equal_ignoring_case(other.word, word)) return other.help;
  }
  return {};
}

}  // namespace

bool is_name(std::string_view text) {
  if (text.empty() || !is_alpha(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

std::string_view other_statement(std::string_view word) { return find_other(kOtherStatements, word); }
std::string_view other_condition(std::string_view word) { return find_other(kOtherConditions, word); }
std::string_view other_action(std::string_view word) { return find_other(kOtherActions, word); }

std::string_view other_test(std::string_view word) { return find_other(kOtherTests, word); }
std::string_view other_value(std::string_view fact, std::string_view word) {
  return find_other(kOtherValues, std::string(fact) + " " + std::string(word));
}

}  // namespace hfilter
