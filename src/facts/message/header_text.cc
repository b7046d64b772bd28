// SPDX-License-Identifier: BSD-2-Clause
#include "facts/message/header_text.h"

#include "base/text.h"
#include "mime/encoded_word.h"
#include "mime/mime_content.h"

namespace hfilter {

bool is_header_cut(const FactContext& context) {
  return !context.message.header_complete() || context.message.fields_truncated();
}

Unknown header_cut() { return {UnknownReason::kLimit, "the header is too long, so only a part of it was read", false}; }

size_t fields_above_border(const FactContext& context) {
  const RelayChain& chain = context.chain;
  const Border& border = context.border;
  if (border.line > 0 && border.line <= chain.size()) return chain.field_index(border.line);
  // There is no stranger, or the writer of the last line is the stranger, so trusted servers wrote every line.
  return chain.size() > 0 && !chain.truncated() ? chain.field_index(chain.size()) : 0;
}

namespace {

/// Returns the number of fields, from the top, that `header_scope` includes.
Finding<size_t> fields_of(const FactContext& context, HeaderScope header_scope) {
  if (header_scope == HeaderScope::kAllFields) return context.message.fields().size();
  const Border& border = context.border;
  if (border.state == BorderState::kFound) return fields_above_border(context);
  if (border.is_yours()) {
    return Unknown{UnknownReason::kNoStranger, "the mail is yours: no stranger handed it in", false};
  }
  return Unknown{UnknownReason::kBorder,
                 std::string("the border is ") + border_state_name(border.state) + ": " + border.why, false};
}

}  // namespace

Finding<std::vector<const HeaderField*>> find_fields(const FactContext& context, std::string_view name,
                                                     HeaderScope header_scope) {
  const Finding<size_t> count = fields_of(context, header_scope);
  if (!count.known()) return count.why();
  std::vector<const HeaderField*> found;
  for (size_t i = 0; i < *count; ++i) {
    const HeaderField& field = context.message.fields()[i];
    if (equal_ignoring_case(field.name, name)) found.push_back(&field);
  }
  if (!found.empty()) return found;
  if (header_scope == HeaderScope::kAllFields && is_header_cut(context)) return header_cut();
  return {};
}

namespace {

/// Returns a decoder for character sets beyond the built-in ones; null if this run does not read MIME.
CharsetDecoder other_charsets(const FactContext& context) {
  if (context.mime == nullptr) return nullptr;
  return [mime = context.mime](std::string_view charset, std::string_view octets) {
    return mime->decode_charset(charset, octets);
  };
}

}  // namespace

FactValue header_text(const FactContext& context, std::string_view name, HeaderScope header_scope) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, name, header_scope);
  if (!fields.known()) return FactValue::unknown(fields.why());
  if (!fields.has_value()) return FactValue::none();
  std::vector<Scalar> values;
  std::optional<Unknown> missing;
  for (const HeaderField* field : *fields) {
    DecodedText decoded = decode_words(unfold(field->value), other_charsets(context));
    values.emplace_back(std::move(decoded.text));
    if (!missing) missing = std::move(decoded.missing);
  }
  return FactValue::several(std::move(values)).incomplete_because(std::move(missing));
}

Truth is_header_missing(const FactContext& context, std::string_view name, HeaderScope header_scope) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, name, header_scope);
  if (!fields.known()) return Truth::unknown(fields.why());
  if (fields.has_value()) return Truth::no("the field is present");
  return Truth::yes(header_scope == HeaderScope::kAllFields ? "there is no such field"
                                                            : "there is no such field above the border line");
}

Truth is_header_empty(const FactContext& context, std::string_view name, HeaderScope header_scope) {
  return find_fields(context, name, header_scope).as_truth([](const std::vector<const HeaderField*>& fields) {
    for (const HeaderField* field : fields) {
      if (!trim(field->value).empty()) return Truth::no("the field is not empty");
    }
    return Truth::yes("the field is present but empty");
  });
}

}  // namespace hfilter
