// SPDX-License-Identifier: BSD-2-Clause
// `message-id`: the identifier as left@right, like an address. `message-id domain` is the right part.
#include "address/message_id.h"
#include "facts/fact.h"

#include "base/text.h"
#include "facts/message/header_text.h"

namespace hfilter {

namespace {

bool is_id_text(std::string_view text) {
  for (const char c : text) {
    const unsigned char octet = static_cast<unsigned char>(c);
    if (octet <= ' ' || octet == 0x7f || c == '<' || c == '>') return false;
  }
  return !text.empty();
}

}  // namespace

MailAddress parse_message_id(std::string_view field_value) {
  const std::string value = unfold(field_value);
  std::string_view text = value;
  MailAddress id;
  const size_t close = text.find('>');
  const std::string_view behind = close == std::string_view::npos ? text : trim(text.substr(close + 1));
  if (begins_ignoring_case(text, "<") && close != std::string_view::npos && (behind.empty() || behind.front() == '(')) {
    text = text.substr(1, close - 1);
  } else {
    id.malformed = true;
  }
  const size_t at = text.rfind('@');
  id.text = text;
  id.local = text.substr(0, at);
  if (at != std::string_view::npos) id.domain = Hostname(text.substr(at + 1));
  id.malformed |= at == std::string_view::npos || !is_id_text(id.local) || !is_id_text(text.substr(at + 1));
  return id;
}

namespace {

Finding<MailAddress> message_id_of(const FactContext& context) {
  const Finding<std::vector<const HeaderField*>> fields = find_fields(context, "Message-ID");
  if (!fields.known()) return fields.why();
  if (!fields.has_value() || trim(fields->front()->value).empty()) return {};
  return parse_message_id(fields->front()->value);
}

}  // namespace

FactValue fact_message_id(const FactContext& context) {
  return as_fact(message_id_of(context), [](const MailAddress& id) { return id; });
}

Truth word_message_id_missing(const FactContext& context) { return is_header_missing(context, "Message-ID"); }
Truth word_message_id_empty(const FactContext& context) { return is_header_empty(context, "Message-ID"); }

Truth word_message_id_malformed(const FactContext& context) {
  return message_id_of(context).as_truth([](const MailAddress& id) { return Truth::of(id.malformed); });
}

}  // namespace hfilter
