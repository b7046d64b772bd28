// SPDX-License-Identifier: BSD-2-Clause
//
// The two tables of the test: mails that the standard rules call junk, and what a sender can do to them. A new finding
// gets a row in transformations_*.cc (HACKING.md, "Add an attack").
#pragma once

#include <string>
#include <vector>

#include "attack/mail.h"

namespace hfilter {

/// What a verdict can rest on. A transformation that changes one of these removes what some rule looks for.
enum Trait : unsigned {
  kOwnHelo = 1,        // HELO is a name of the recipient
  kGenericHelo = 2,    // HELO is made from the client's address
  kBadHelo = 4,        // HELO is a name that no mail server says
  kReverseName = 8,    // the client's PTR
  kSender = 16,        // the envelope sender
  kFrom = 32,          // the From field
  kPhrase = 64,        // words in the text of the body
  kProgram = 128,      // an attachment that is a program
  kBounce = 256,       // the whole body, which is a bounce, and the fields that say so
  kWhoConnects = 512,  // the border line can be read: the server does not hide its client
  kAddress = 1024,     // the network of the client
  kHelo = kOwnHelo | kGenericHelo | kBadHelo,
};

struct BaseMail {
  const char* kind;   // what is wrong with it
  std::string name;   // with its MTA and path
  unsigned rests_on;  // of Trait
  Mail mail;
};

/// Each of the mails, by each path and each MTA that it can come by. All are junk by examples/hfilterrc.standard.
std::vector<BaseMail> base_mails();

/// The records of all zones that the mails name, for tests/tools/name_server. `attacker.example` and the reverse zones
/// of the clients are the stranger's own, and some of their names answer late or not at all.
extern const char kZones[];

struct Transformation {
  const char* name;
  const char* threat;                         // the row of kThreats that it belongs to
  unsigned changes;                           // of Trait: bases that rest on one of these are left out
  bool (*apply)(Mail& mail, Random& random);  // false: it does not fit this mail, which is unchanged then
  const char* known_failure = nullptr;        // why it still succeeds; null: it must not
};

/// What strangers have tried, each with at least one transformation.
extern const std::vector<const char*> kThreats;

std::vector<Transformation> transformations();

// Parts of transformations(), by what they change.
void add_session_transformations(std::vector<Transformation>* all);
void add_header_transformations(std::vector<Transformation>* all);
void add_mime_transformations(std::vector<Transformation>* all);

}  // namespace hfilter
