// SPDX-License-Identifier: BSD-2-Clause
//
// Slips: what people write who know another filter or another language, or who are in a hurry. Each has the statement
// that its owner meant, and two messages that show what this statement does.
#pragma once

#include <vector>

namespace hfilter {

struct SlipRow {
  const char* in;        // one faulty statement; kAbove stands above it
  int column;            // the column that the error must show
  const char* repaired;  // the statement that the owner meant; empty if nobody can know it
  const char* hit;       // the message that the repaired statement acts on; empty: the row has no pair
  const char* spare;     // the message that it leaves alone
  const char* below;     // a rule below the statement that makes it act, for lists and tests; else empty
};

/// Lists, tests and names that the slips may use.
constexpr char kAbove[] =
    "mydomains hewgill.com, hewgill.net\n"
    "mynetworks 192.0.2.0/24\n"
    "myhosts mx.hewgill.net\n"
    "myscanners 203.0.113.25\n"
    "myrelays 192.0.2.26\n"
    "myaddresses greg@hewgill.com\n"
    "domains partners = partner.example\n"
    "networks office = 198.51.100.0/24\n"
    "addresses friends = bob@friend.example\n"
    "words drugs = viagra, cialis\n"
    "test direct = not via myscanners\n";

extern const std::vector<SlipRow> kFilterSlips;     // procmail, Sieve, SpamAssassin, rspamd, Exim, Postfix, maildrop
extern const std::vector<SlipRow> kLanguageSlips;   // iptables, SQL, C, shells, YAML
extern const std::vector<SlipRow> kConditionSlips;  // people in a hurry: addresses, HELO, sizes, dates, attachments
extern const std::vector<SlipRow> kStatementSlips;  // people in a hurry: actions, scores, lists, tests, includes

}  // namespace hfilter
