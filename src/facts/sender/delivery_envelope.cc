// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/delivery_envelope.h"

#include "base/text.h"

namespace hfilter {

namespace {

/// Returns the path, or "" for MAILER-DAEMON. Agents that cannot write <> write this name for the null sender: `From `
/// lines, Postfix's pipe(8), FROM of maildrop.
std::string sender_of_path(std::string_view path) {
  path = trim(path);
  const bool is_null = equal_ignoring_case(path, "MAILER-DAEMON") || equal_ignoring_case(path, "<MAILER-DAEMON>");
  return is_null ? std::string() : std::string(path);
}

/// Parses "From bob@example.com Wed Mar 24 16:00:00 2004". A quoted local part may contain blanks: `"a b"@example.com`.
std::optional<std::string_view> from_line_sender(std::string_view line) {
  if (!begins_ignoring_case(line, "From ")) return std::nullopt;
  line = trim(line.substr(5));
  if (line.empty()) return std::nullopt;
  bool is_quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') is_quoted = !is_quoted;
    if (line[i] == '\\' && is_quoted) {
      ++i;
    } else if (is_blank(line[i]) && !is_quoted) {
      return line.substr(0, i);
    }
  }
  return line.substr(0, line.find_first_of(" \t"));  // no blank is outside quotes: quotes do not count
}

/// Returns the sender from the first source that has one. A stranger writes none of them: a mail server puts its
/// Received line above everything he sent, so neither his Return-Path nor his `From ` line is on top.
std::optional<std::string> sender_on_top(const FactContext& context) {
  const Envelope& envelope = context.envelope;
  if (envelope.sender) return sender_of_path(*envelope.sender);
  if (std::optional<std::string> path = return_path_below(context, 0)) return path;
  if (const std::optional<std::string_view> who = from_line_sender(context.message.from_line())) {
    return sender_of_path(*who);
  }
  if (envelope.sender_in_environment) return sender_of_path(*envelope.sender_in_environment);
  return std::nullopt;
}

/// Returns true if the server that mail was fetched from is in a list. The line has its name from the configuration of
/// the fetching program, which runs on our side.
bool is_declared(const ReceivedHop& fetched, const TrustLists& trust) {
  if (fetched.client && standing_of(*fetched.client, trust).kind != Standing::Kind::kForeign) return true;
  const std::string_view name = fetched.helo ? *fetched.helo : std::string_view();
  return !name.empty() && trust.myforwarders.contains_name(Hostname(name)).value == Kleene::kTrue;
}

/// Returns the sender of fetched mail. A provider's delivery writes Return-Path on top. getmail, and fetchmail with
/// SMTP, remove the uppermost one and pass it on as the sender. Without one they pass Sender or From, which a stranger
/// writes. So the sender that they pass counts only if the provider is in a list.
std::optional<std::string> sender_of_fetched(const FactContext& context) {
  const int line = context.border.fetched;
  if (line < context.chain.size()) {
    if (std::optional<std::string> path = return_path_below(context, line)) return path;
  }
  if (!is_declared(context.chain.hop(line), context.trust)) return std::nullopt;
  return sender_on_top(context);
}

}  // namespace

std::optional<std::string> return_path_below(const FactContext& context, int number) {
  const auto [begin, end] = context.chain.fields_below(number);
  for (size_t i = begin; i < end; ++i) {
    const HeaderField& field = context.message.fields()[i];
    if (equal_ignoring_case(field.name, "Return-Path")) return sender_of_path(unfold(field.value));
  }
  return std::nullopt;
}

std::optional<std::string> delivery_sender(const FactContext& context) {
  return context.border.fetched > 0 ? sender_of_fetched(context) : sender_on_top(context);
}

Finding<MailAddress> recipient_of(const FactContext& context) {
  if (context.envelope.recipient) return parse_path(*context.envelope.recipient);
  const auto [begin, end] = context.chain.fields_below(0);
  for (size_t i = begin; i < end; ++i) {
    const HeaderField& field = context.message.fields()[i];
    if (equal_ignoring_case(field.name, "Delivered-To") || equal_ignoring_case(field.name, "Envelope-To")) {
      return parse_path(unfold(field.value));
    }
  }
  return Unknown{UnknownReason::kNotGiven,
                 "nothing names the envelope recipient (--recipient, RECIPIENT, Delivered-To)", false};
}

}  // namespace hfilter
