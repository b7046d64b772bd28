// SPDX-License-Identifier: BSD-2-Clause
#include "facts/header_text.h"

#include "base/text.h"
#include "facts/encoded_word.h"
#include "facts/mime_content.h"

namespace hfilter {

bool is_header_cut(const FactContext& context) {
  return !context.message.header_complete() || context.message.fields_truncated();
}

Unknown header_cut() { return {UnknownReason::kLimit, "the header is too long: not all of it was read", false}; }

Finding<std::vector<const HeaderField*>> find_fields(const FactContext& context, std::string_view name) {
  std::vector<const HeaderField*> found;
  for (const HeaderField& field : context.message.fields()) {
    if (equal_ignoring_case(field.name, name)) found.push_back(&field);
  }
  if (!found.empty()) return found;
  if (is_header_cut(context)) return header_cut();
  return {};
}

namespace {

/// Character sets beyond the few that are decoded in place, where something reads them.
CharsetDecoder other_charsets(const FactContext& context) {
  if (context.mime == nullptr) return nullptr;
  return [mime = context.mime](std::string_view charset, std::string_view octets) {
    return mime->decode_charset(charset, octets);
  };
}

}  // namespace

FactValue header_text(const FactContext& context, std::string_view name) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, name);
  if (!fields.known()) return FactValue::unknown(fields.why());
  if (!fields.has_value()) return FactValue::none();
  std::vector<Scalar> values;
  for (const HeaderField* field : *fields) {
    Finding<std::string> text = decode_words(unfold(field->value), other_charsets(context));
    if (!text.known()) return FactValue::unknown(text.why());
    values.emplace_back(*std::move(text));
  }
  return FactValue::several(std::move(values));
}

Truth is_header_missing(const FactContext& context, std::string_view name) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, name);
  if (!fields.known()) return Truth::unknown(fields.why());
  return Truth::of(!fields.has_value(), fields.has_value() ? "it is there" : "there is no such field");
}

Truth is_header_empty(const FactContext& context, std::string_view name) {
  return find_fields(context, name).as_truth([](const std::vector<const HeaderField*>& fields) {
    for (const HeaderField* field : fields) {
      if (!trim(field->value).empty()) return Truth::no("it says something");
    }
    return Truth::yes("the field is there and says nothing");
  });
}

}  // namespace hfilter
