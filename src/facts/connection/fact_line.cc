// SPDX-License-Identifier: BSD-2-Clause
// `by`, `protocol`, `encrypted`: what else the line of the connection says.
#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"
#include "facts/fact.h"

namespace hfilter {

namespace {

// The `with` token as one of the words of the registry. What is none of them stays as it is, in lower case.
std::string protocol_word(std::string_view token) {
  std::string word = lower(token.substr(0, kMaxNameBytes));
  if (begins_ignoring_case(word, "utf8")) word = (word.size() > 4 && word[4] == 's' ? "e" : "") + word.substr(4);
  if (begins_ignoring_case(word, "lmtp")) return "lmtp";  // LMTPS, LMTPA, LMTPSA (RFC 3848)
  if (word == "https") return "http";
  if (word == "asmtp") return "esmtpa";  // Exim 4.10, before RFC 3848
  return word;
}

// A clause of the line: none where no SMTP client spoke, unknown where the writer does not tell.
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
