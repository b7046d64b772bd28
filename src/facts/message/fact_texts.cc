// SPDX-License-Identifier: BSD-2-Clause
// `subject`, `list-id`: header texts with a fact of their own.
#include "base/text.h"
#include "facts/message/header_text.h"

namespace hfilter {

FactValue fact_subject(const FactContext& context) { return header_text(context, "Subject"); }
Truth word_subject_missing(const FactContext& context) { return is_header_missing(context, "Subject"); }
Truth word_subject_empty(const FactContext& context) { return is_header_empty(context, "Subject"); }

// Returns the identifiers in angle brackets without the phrase before (RFC 2919 3). Some lists write only the
// identifier.
FactValue fact_list_id(const FactContext& context) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, "List-Id");
  if (!fields.known()) return FactValue::unknown(fields.why());
  if (!fields.has_value()) return FactValue::none();
  std::vector<Scalar> ids;
  for (const HeaderField* field : *fields) {
    const std::string text = unfold(field->value);
    const size_t open = text.rfind('<');
    const size_t close = open == std::string::npos ? open : text.find('>', open);
    ids.emplace_back(close == std::string::npos ? text : std::string(trim(text.substr(open + 1, close - open - 1))));
  }
  return FactValue::several(std::move(ids));
}

Truth word_list_id_missing(const FactContext& context) { return is_header_missing(context, "List-Id"); }
Truth word_list_id_empty(const FactContext& context) { return is_header_empty(context, "List-Id"); }

}  // namespace hfilter
