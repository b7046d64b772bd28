// SPDX-License-Identifier: BSD-2-Clause
// `by`, `protocol`, `encrypted`: other clauses of the connection's line.
#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"
#include "facts/fact.h"

namespace hfilter {

namespace {

// Returns the registry's word for the `with` token. Returns unknown tokens in lower case.
std::string protocol_word(std::string_view token) {
  std::string word = lower(token.substr(0, kMaxNameBytes));
  if (begins_ignoring_case(word, "utf8")) word = (word.size() > 4 && word[4] == 's' ? "e" : "") + word.substr(4);
  if (begins_ignoring_case(word, "lmtp")) return "lmtp";  // reads LMTP, LMTPS, LMTPA and LMTPSA (RFC 3848)
  if (word == "https") return "http";
  if (word == "asmtp") return "esmtpa";  // Exim 4.10 wrote this word before RFC 3848
  return word;
}

// Returns a clause of the line: no value if the hop has no SMTP client, unknown if the writer did not write the clause.
Finding<std::string_view> clause_of(const FactContext& context, std::string_view ReceivedHop::*clause,
                                    const char* name) {
  const Finding<const ReceivedHop*> line = line_of(context);
  if (!line.known()) return line.why();
  const ReceivedHop& hop = **line;
  if (!(hop.*clause).empty()) return hop.*clause;
  if (hop.kind != HopKind::kSmtp) return {};
  return Unknown{UnknownReason::kNotLookedUp, "hop " + std::to_string(hop.number) + " has no `" + name + "`", false};
}

}  // namespace

FactValue fact_by(const FactContext& context) { return name_fact(clause_of(context, &ReceivedHop::by, "by")); }

FactValue fact_protocol(const FactContext& context) {
  return as_fact(clause_of(context, &ReceivedHop::protocol, "with"), protocol_word);
}

FactValue fact_encrypted(const FactContext& context) {
  return as_fact(line_of(context), [](const ReceivedHop* hop) { return hop->tls; });
}

}  // namespace hfilter
