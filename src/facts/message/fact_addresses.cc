// SPDX-License-Identifier: BSD-2-Clause
// `from`, `reply-to`, `to`, `cc`, `recipients`: the addresses of the header.
#include "facts/message/address_fields.h"
#include "facts/message/header_text.h"

namespace hfilter {

namespace {

FactValue addresses(const FactContext& context, std::string_view name) {
  const Finding<AddressListValue> field = addresses_of(context, name);
  if (!field.known()) return FactValue::unknown(field.why());
  if (!field.has_value()) return FactValue::none();
  return FactValue::several({field->addresses.begin(), field->addresses.end()});
}

Truth is_empty(const FactContext& context, std::string_view name) {
  return addresses_of(context, name).as_truth([](const AddressListValue& field) {
    const bool empty = field.addresses.empty() && !field.malformed && !field.undisclosed;
    return Truth::of(empty, empty ? "the field has no address" : "the field is not empty");
  });
}

Truth is_malformed(const FactContext& context, std::string_view name) {
  return addresses_of(context, name).as_truth([](const AddressListValue& field) {
    return Truth::of(field.malformed,
                     field.malformed ? "a part of the field is not an address" : "each part is an address");
  });
}

Truth is_undisclosed(const FactContext& context, std::string_view name) {
  return addresses_of(context, name).as_truth([](const AddressListValue& field) {
    return Truth::of(field.undisclosed, field.undisclosed ? "the field has only an empty group"
                                                          : "the field has more than an empty group");
  });
}

Truth is_many(const FactContext& context, std::string_view name) {
  return addresses_of(context, name).as_truth([](const AddressListValue& field) {
    const size_t count = field.addresses.size();
    return Truth::of(count > 1, std::to_string(count) + (count == 1 ? " address" : " addresses"));
  });
}

}  // namespace

FactValue fact_from(const FactContext& context) { return addresses(context, "From"); }
Truth word_from_missing(const FactContext& context) { return is_header_missing(context, "From"); }
Truth word_from_empty(const FactContext& context) { return is_empty(context, "From"); }
Truth word_from_malformed(const FactContext& context) { return is_malformed(context, "From"); }
Truth word_from_many(const FactContext& context) { return is_many(context, "From"); }

FactValue fact_reply_to(const FactContext& context) { return addresses(context, "Reply-To"); }
Truth word_reply_to_missing(const FactContext& context) { return is_header_missing(context, "Reply-To"); }
Truth word_reply_to_empty(const FactContext& context) { return is_empty(context, "Reply-To"); }
Truth word_reply_to_malformed(const FactContext& context) { return is_malformed(context, "Reply-To"); }
Truth word_reply_to_many(const FactContext& context) { return is_many(context, "Reply-To"); }

FactValue fact_to(const FactContext& context) { return addresses(context, "To"); }
Truth word_to_missing(const FactContext& context) { return is_header_missing(context, "To"); }
Truth word_to_empty(const FactContext& context) { return is_empty(context, "To"); }
Truth word_to_malformed(const FactContext& context) { return is_malformed(context, "To"); }
Truth word_to_undisclosed(const FactContext& context) { return is_undisclosed(context, "To"); }
Truth word_to_many(const FactContext& context) { return is_many(context, "To"); }

FactValue fact_cc(const FactContext& context) { return addresses(context, "Cc"); }
Truth word_cc_missing(const FactContext& context) { return is_header_missing(context, "Cc"); }
Truth word_cc_empty(const FactContext& context) { return is_empty(context, "Cc"); }
Truth word_cc_malformed(const FactContext& context) { return is_malformed(context, "Cc"); }
Truth word_cc_undisclosed(const FactContext& context) { return is_undisclosed(context, "Cc"); }
Truth word_cc_many(const FactContext& context) { return is_many(context, "Cc"); }

FactValue fact_recipients(const FactContext& context) {
  size_t count = 0;
  for (std::string_view name : {"To", "Cc"}) {
    const Finding<AddressListValue> field = addresses_of(context, name);
    if (!field.known()) return FactValue::unknown(field.why());
    if (field.has_value()) count += field->addresses.size();
  }
  return FactValue::one(static_cast<double>(count));
}

}  // namespace hfilter
