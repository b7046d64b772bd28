// SPDX-License-Identifier: BSD-2-Clause
#include "facts/connection/connection.h"

#include "base/limits.h"
#include "facts/fact.h"

namespace hfilter {

namespace {

constexpr size_t kMaxShownBytes = 200;  // The greatest length of a name in explanations. Regular names are shorter.

Unknown unknown(UnknownReason reason, std::string text) { return {reason, std::move(text), false}; }

// The result for a readable line without this clause: no value if no SMTP client was there, otherwise unknown.
template <class T>
Finding<T> value_without_clause(const ReceivedHop& hop, const char* what) {
  if (hop.kind != HopKind::kSmtp) return {};
  return unknown(UnknownReason::kNotLookedUp, "hop " + std::to_string(hop.number) + " does not show " + what);
}

// Returns why there is no stranger to describe; nullopt if there is one.
std::optional<Unknown> why_no_stranger(const Border& border) {
  switch (border.state) {
    case BorderState::kNone:
      return unknown(UnknownReason::kNoStranger, "the mail is yours: no stranger handed it in");
    case BorderState::kAmbiguous:
    case BorderState::kUnreadable:
      return unknown(UnknownReason::kBorder,
                     std::string("the border is ") + border_state_name(border.state) + ": " + border.why);
    case BorderState::kFound:
    case BorderState::kGuessed:
      break;
  }
  return std::nullopt;
}

std::optional<Unknown> unreadable(const ReceivedHop& hop) {
  if (hop.kind != HopKind::kAmbiguous && hop.kind != HopKind::kUnparsed) return std::nullopt;
  return unknown(UnknownReason::kBorder, "hop " + std::to_string(hop.number) + " cannot be read: " + hop.why);
}

}  // namespace

Finding<const ReceivedHop*> line_of(const FactContext& context) {
  if (context.hop) {
    if (std::optional<Unknown> why = unreadable(*context.hop)) return *why;
    return context.hop;
  }
  if (std::optional<Unknown> why = why_no_stranger(context.border)) return *why;
  // The stranger is itself a believed host, so no believed line describes its connection.
  if (!context.border.hop) return unknown(UnknownReason::kNotLookedUp, "no Received line describes this connection");
  return context.border.hop;
}

Finding<IpAddress> client_of(const FactContext& context) {
  if (context.hop) {
    if (std::optional<Unknown> why = unreadable(*context.hop)) return *why;
    if (context.hop->client) return *context.hop->client;
    return value_without_clause<IpAddress>(*context.hop, "the client's address");
  }
  if (std::optional<Unknown> why = why_no_stranger(context.border)) return *why;
  if (context.border.client) return *context.border.client;
  return unknown(UnknownReason::kNotLookedUp, "the border line does not show the client's address");
}

Finding<std::string_view> helo_of(const FactContext& context) {
  if (context.hop) {
    if (std::optional<Unknown> why = unreadable(*context.hop)) return *why;
    if (context.hop->helo) return *context.hop->helo;
    return value_without_clause<std::string_view>(*context.hop, "the HELO");
  }
  if (std::optional<Unknown> why = why_no_stranger(context.border)) return *why;
  if (context.border.helo) return std::string_view(*context.border.helo);
  return unknown(UnknownReason::kNotLookedUp, "no Received line shows the name that the stranger sent in HELO");
}

Finding<ReverseName> rdns_of(const FactContext& context) {
  const Finding<const ReceivedHop*> line = line_of(context);
  if (!line.known()) return line.why();
  const ReceivedHop& hop = **line;
  if (!context.hop && context.border.client && context.border.client->is_private()) {
    return unknown(UnknownReason::kPrivate, context.border.client->to_string() + " is a private address");
  }
  switch (hop.rdns_state) {
    case RdnsState::kVerified:
      return ReverseName{hop.rdns, true};
    case RdnsState::kUnverified:
      return ReverseName{hop.rdns, false};
    case RdnsState::kNone:
      return {};
    case RdnsState::kNotLookedUp:
      break;
  }
  return value_without_clause<ReverseName>(hop, "the client's reverse name");
}

FactValue name_fact(const Finding<std::string_view>& name) {
  if (name.has_value() && name->size() > kMaxNameBytes) {
    return FactValue::unknown(UnknownReason::kLimit,
                              "the name is too long: " + std::to_string(name->size()) + " octets");
  }
  return as_fact(name, [](std::string_view text) { return Hostname(text); });
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  result += text.substr(0, kMaxShownBytes);
  result += text.size() > kMaxShownBytes ? "...\"" : "\"";
  return result;
}

}  // namespace hfilter
