// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/results_text.h"

#include <algorithm>

#include "base/escape.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/connection/connection.h"
#include "facts/connection/dns_facts.h"
#include "facts/sender/envelope_sender.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

/// Formats a value for Authentication-Results and Received-SPF: bare if it is a dot-atom with at most one @, otherwise
/// in quotes. Replaces quotes and backslashes in the value.
std::string value_text(std::string_view raw) {
  std::string text = escape_header(raw.substr(0, kMaxNameBytes), kMaxHeaderTextBytes);
  const auto plain = [](char c) {
    return is_alnum(c) || std::string_view("!#$&'*+-./^_{|}~@:").find(c) != std::string_view::npos;
  };
  const bool bare = !text.empty() && std::all_of(text.begin(), text.end(), plain) &&
                    std::count(text.begin(), text.end(), '@') <= 1 && text.front() != '/';
  if (bare) return text;
  for (char& c : text) c = c == '"' || c == '\\' ? '?' : c;
  return "\"" + text + "\"";
}

/// Replaces blanks and semicolons in a stranger's text, because many readers ignore quotes and search for `dkim=pass`
/// after a semicolon or a blank.
std::string in_one_word(std::string text) {
  for (char& c : text) c = is_space(c) || c == ';' ? '?' : c;
  return text;
}

std::string sender_text(const FactContext& context) {
  const Finding<MailAddress> sender = sender_of(context);
  return sender.has_value() ? in_one_word(sender->text) : std::string();
}

std::string helo_text(const FactContext& context) {
  const Finding<std::string_view> helo = helo_of(context);
  return helo.has_value() ? in_one_word(std::string(*helo)) : std::string();
}

/// Returns the result of RFC 8601 2.7.3: permerror without a name, fail for a name that does not lead back.
const char* iprev_word(ReverseState state) {
  constexpr const char* kWords[] = {"pass", "permerror", "fail", "temperror"};
  return kWords[static_cast<size_t>(state)];
}

void append(std::string& all, const std::string& one) { all += (all.empty() ? "" : "; ") + one; }

/// Returns the comment of RFC 7208 9.1 in our own words.
std::string comment_text(const SpfReport& report, const std::string& client) {
  switch (report.result) {
    case SpfResult::kPass:
      return "the domain permits " + client;
    case SpfResult::kFail:
      return "the domain does not permit " + client;
    case SpfResult::kSoftfail:
      return "the domain does not seem to permit " + client;
    case SpfResult::kNeutral:
      return "the domain says neither yes nor no about " + client;
    case SpfResult::kNone:
      return "the domain has no SPF record";
    case SpfResult::kPermerror:
      return "the SPF record cannot be used";
    default:
      return "DNS gave no answer";
  }
}

}  // namespace

std::string authentication_results_text(const FactContext& context) {
  std::string all;
  if (context.dns == nullptr) return all;
  if (const SpfReport* report = context.dns->mailfrom_asked()) {
    append(all, std::string("spf=") + spf_result_name(report->result) +
                    " smtp.mailfrom=" + value_text(sender_text(context)));
  }
  if (const SpfReport* report = context.dns->helo_identity_asked()) {
    append(all, std::string("spf=") + spf_result_name(report->result) + " smtp.helo=" + value_text(helo_text(context)));
  }
  const Finding<IpAddress> client = client_of(context);
  const ReverseDns* reverse = context.dns->reverse_asked();
  if (reverse != nullptr && client.has_value()) {
    append(all,
           std::string("iprev=") + iprev_word(reverse->state) + " policy.iprev=" + value_text(client->to_string()));
  }
  return all;
}

std::string received_spf_text(const FactContext& context, const std::string& receiver) {
  if (context.dns == nullptr) return {};
  const SpfReport* mailfrom = context.dns->mailfrom_asked();
  const SpfReport* report = mailfrom != nullptr ? mailfrom : context.dns->helo_identity_asked();
  const Finding<IpAddress> client = client_of(context);
  if (report == nullptr || !client.has_value()) return {};
  const std::string address = client->to_string();
  const std::string sender = sender_text(context), helo = helo_text(context);
  std::string text = std::string(spf_result_name(report->result)) + " (" + comment_text(*report, address) +
                     ") client-ip=" + value_text(address);
  if (mailfrom != nullptr) append(text, "envelope-from=" + value_text(sender));
  if (!helo.empty()) append(text, "helo=" + value_text(helo));
  if (!receiver.empty()) append(text, "receiver=" + value_text(receiver));
  append(text, std::string("identity=") + (mailfrom != nullptr && !sender.empty() ? "mailfrom" : "helo"));
  if (!report->mechanism.empty()) append(text, "mechanism=" + value_text(report->mechanism));
  const bool error = report->result == SpfResult::kTemperror || report->result == SpfResult::kPermerror;
  if (error && !report->problem.empty()) append(text, "problem=" + value_text(report->problem));
  return text;
}

}  // namespace hfilter
