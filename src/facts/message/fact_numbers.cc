// SPDX-License-Identifier: BSD-2-Clause
// `message size`, `hops`, `score`: numbers that do not depend on the text of a field.
#include "base/result.h"
#include "facts/fact_context.h"
#include "facts/message/header_text.h"

namespace hfilter {

FactValue fact_message_size(const FactContext& context) {
  const Result<uint64_t> body = context.message.body().size();
  if (!body.ok()) return FactValue::unknown(UnknownReason::kNoSpace, body.error().text, true);
  return FactValue::one(static_cast<double>(context.message.header().size()) + static_cast<double>(*body));
}

FactValue fact_hops(const FactContext& context) {
  if (is_header_cut(context)) return FactValue::unknown(header_cut());
  return FactValue::one(static_cast<double>(context.chain.size()));
}

FactValue fact_score(const FactContext& context) {
  return context.score != nullptr ? *context.score : FactValue::one(0.0);
}

}  // namespace hfilter
