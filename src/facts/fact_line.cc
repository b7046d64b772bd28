// SPDX-License-Identifier: BSD-2-Clause
// `by`, `protocol`, `encrypted`: what else the line of the connection says.
#include "base/limits.h"
#include "base/text.h"
#include "facts/connection.h"

namespace hfilter {

namespace {

// The `with` token as one of the words of the registry. What is none of them stays as it is, in lower case.
std::string protocol_word(std::string_view token) {
  std::string word = lower(token.substr(0, kMaxNameBytes));
  if (begins_ignoring_case(word, "utf8")) word = (word.size() > 4 && word[4] == 's' ? "e" : "") + word.substr(4);
  if (begins_ignoring_case(word, "lmtp")) return "lmtp";  // LMTPS, LMTPA, LMTPSA (RFC 3848)
  if (word == "https") return "http";
  if (word == "asmtp") return "esmtpa";  // Exim before 4.20, Communigate
  return word;
}

// `what` of the line is not there: none if no SMTP client spoke, else not told.
FactValue not_said(const ReceivedHop& hop, const char* what) {
  if (hop.kind != HopKind::kSmtp) return FactValue::none();
  return FactValue::unknown(UnknownReason::kNotLookedUp,
                            "hop " + std::to_string(hop.number) + " has no `" + what + "`");
}

}  // namespace

FactValue fact_by(const FactContext& context) {
  const Finding<const ReceivedHop*> line = line_of(context);
  if (!line.known()) return FactValue::unknown(line.why());
  if ((*line)->by.empty() || (*line)->by.size() > kMaxNameBytes) return not_said(**line, "by");
  return FactValue::one(Hostname((*line)->by));
}

FactValue fact_protocol(const FactContext& context) {
  const Finding<const ReceivedHop*> line = line_of(context);
  if (!line.known()) return FactValue::unknown(line.why());
  if ((*line)->protocol.empty()) return not_said(**line, "with");
  return FactValue::one(protocol_word((*line)->protocol));
}

FactValue fact_encrypted(const FactContext& context) {
  return line_of(context).as_fact([](const ReceivedHop* hop) { return hop->tls; });
}

}  // namespace hfilter
