// SPDX-License-Identifier: BSD-2-Clause
#include "attack/tables.h"

namespace hfilter {

const std::vector<const char*> kThreats = {
    "told HELO",        "skipped HELO",
    "hidden client",    "folding in a mark",
    "two literals",     "expensive archives",
    "MIME limits",      "slow DNS",
    "two From",         "results-from",
    "repeated RCPT",    "qmail",
    "unverified names", "names",
    "carriers",         "body",
    "language",         "NAT",
    "general",  // what never was a hole, and must not become one
};

std::vector<Transformation> transformations() {
  std::vector<Transformation> all;
  add_session_transformations(&all);
  add_header_transformations(&all);
  add_mime_transformations(&all);
  return all;
}

}  // namespace hfilter
