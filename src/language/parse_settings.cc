// SPDX-License-Identifier: BSD-2-Clause
//
// `set NAME VALUE`: one table, and a function for each kind of value.
#include <algorithm>

#include "address/hostname.h"
#include "base/text.h"
#include "language/parser.h"
#include "language/vocabulary.h"

namespace hfilter {

namespace {

constexpr double kMaxDnsSeconds = 60;
constexpr int kMaxLogParts = 100;
constexpr double kMaxDeferSeconds = 14 * 86'400;

struct Setting {
  const char* name;
  const char* words[2];    // of a choice: the first makes the member true
  bool Settings::*member;  // null: its value is read by a function of its own
};

constexpr Setting kSettings[] = {
    {"dns", {"on", "off"}, &Settings::dns},
    {"dns-timeout", {}, nullptr},
    {"dns-budget", {}, nullptr},
    {"dns-server", {}, nullptr},
    {"authenticated", {"mine", "stranger"}, &Settings::authenticated_is_mine},
    {"when-unsure", {"defer", "ignore"}, &Settings::defer_when_unsure},
    {"on-error", {"defer", "pass"}, &Settings::defer_on_error},
    {"defer-limit", {}, nullptr},
    {"reject", {"guarded", "always"}, &Settings::guard_reject},
    {"spam-headers", {"yes", "no"}, &Settings::spam_headers},
    {"results-header", {"yes", "no"}, &Settings::results_header},
    {"received-spf", {"yes", "no"}, &Settings::received_spf},
    {"strip-strangers", {"yes", "no"}, &Settings::strip_strangers},
    {"results-from", {}, nullptr},
    {"host", {}, nullptr},
    {"log", {}, nullptr},
    {"log-keep", {}, nullptr},
    {"log-detail", {"full", "normal"}, &Settings::log_full},
    {"agent", {"qmail", "auto"}, &Settings::agent_qmail},
    {"my-message-id", {}, nullptr},
};

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : kSettings) {
    if (equal_ignoring_case(setting.name, name)) return &setting;
  }
  return nullptr;
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names;
  for (const Setting& setting : kSettings) names.emplace_back(setting.name);
  return names;
}

constexpr size_t kMinSecret = 8;  // letters and digits of a Message-ID that a forger would have to guess

/// Letters and digits of `glob` but for the domain at its end, which everybody knows.
size_t secret_size(std::string_view glob) {
  const auto count = [](std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_alnum));
  };
  const size_t end = glob.find_last_not_of("*?.") + 1;  // of "*": 0
  const std::string_view text = glob.substr(0, end);
  const std::string_view host = text.substr(text.find_last_of("*?@") + 1);
  const size_t first = host.find_first_not_of('.');
  if (first == host.npos) return count(glob);
  return count(glob) - count(registered_domain(lower(host.substr(first))));
}

}  // namespace

bool is_setting(std::string_view name) { return find_setting(name) != nullptr; }

bool Parser::set_statement() {
  take();
  const RuleToken name = take();
  const std::string text = lower(name.text);
  const Setting* setting = name.is_word() ? find_setting(name.text) : nullptr;
  if (setting == nullptr && name.is_word() && name.text.back() == ':' &&
      is_setting(name.text.substr(0, name.text.size() - 1))) {
    return fail_at(name, "no colon behind a setting",
                   "write: set " + std::string(name.text.substr(0, name.text.size() - 1)) + " " +
                       rewritten(at_, tokens_.size() - 1));
  }
  if (setting == nullptr) {
    std::string help = did_you_mean(name.text, setting_names());
    if (help.empty()) help = "settings are " + joined(setting_names());
    return fail_at(name, named(name) + " is not a setting", help);
  }
  if (peek().is_operator("=")) {
    std::string value(peek(1).is_word() || is_string(1) ? peek(1).raw : "VALUE");
    if (value.find('/') != value.npos && !is_string(1)) value = "\"" + value + "\"";
    return fail_at(peek(), "no `=` here", "write: set " + text + " " + value);
  }
  if (!draft_->given.insert(text).second) return fail_at(name, named(name) + " is set twice in this file", "keep one");
  if (setting->member != nullptr) {
    return choice_setting(setting->words, draft_->settings.*setting->member, text == "on-error");
  }
  if (text == "host") return host_setting();
  if (text == "log") return log_setting();
  if (text == "log-keep") return log_keep_setting();
  if (text == "results-from") return names_setting(draft_->settings.results_from);
  if (text == "my-message-id") return globs_setting(draft_->settings.my_message_ids);
  if (text == "dns-server") return servers_setting();
  if (text == "defer-limit") {
    double seconds = 0;
    if (!duration_setting(kMaxDeferSeconds, "at most 14d", seconds)) return false;
    draft_->settings.defer_limit_s = static_cast<int64_t>(seconds);
    return true;
  }
  double seconds = 0;
  if (!duration_setting(kMaxDnsSeconds, "at most 60s", seconds)) return false;
  int& target = text == "dns-budget" ? draft_->settings.dns_budget_ms : draft_->settings.dns_timeout_ms;
  target = static_cast<int>(seconds * 1000);
  return true;
}

bool Parser::choice_setting(const char* const (&words)[2], bool& target, bool on_error) {
  const RuleToken& value = take();
  if (!value.is(words[0]) && !value.is(words[1])) {
    return fail_at(
        value, at_end() && !value.is_word() ? "a value is missing" : named(value) + " is not a value of this setting",
        "write " + std::string(words[0]) + " or " + words[1]);
  }
  const bool on = value.is(words[0]);
  if (!at_end()) return true;
  target = on;
  if (on_error) draft_->defer_on_error = on;
  return true;
}

bool Parser::duration_setting(double most, const char* limit, double& seconds) {
  const RuleToken& value = take();
  static const FactDef* const kDuration = find_fact("age");
  if (!number(*kDuration, value.text, value, seconds)) return false;
  if (seconds > 0 && seconds <= most) return true;
  return fail_at(value, named(value) + " is out of range", std::string("more than 0s and ") + limit);
}

bool Parser::host_setting() {
  const RuleToken& value = take();
  if (!value.is_word() || !is_valid_hostname(canonical_name(value.text))) {
    return fail_at(value, named(value) + " is not the name of a host", "write: set host mail.example.com");
  }
  draft_->settings.host = canonical_name(value.text);
  return true;
}

bool Parser::names_setting(std::vector<std::string>& names) {
  names.clear();
  do {
    const RuleToken& value = take();
    if (!value.is_word() || !is_valid_hostname(canonical_name(value.text))) {
      return fail_at(value, named(value) + " is not an authserv-id",
                     "write: set results-from mx.example.com, mail.example.com");
    }
    names.push_back(canonical_name(value.text));
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

bool Parser::globs_setting(std::vector<std::string>& globs) {
  globs.clear();
  const char* const kHelp = "write: set my-message-id \"*.k3v9x2qa@example.com\"";
  do {
    const RuleToken value = peek();
    std::string glob;
    if (!plain_string(glob, "a pattern in quotes is missing", kHelp)) return false;
    if (glob.empty()) return fail_at(value, "the pattern is empty", kHelp);
    if (glob.find_first_of("<> \t") != glob.npos) {
      return fail_at(value, "no identifier has blanks or `<`, `>` inside", kHelp);
    }
    if (secret_size(glob) < kMinSecret) {
      return fail_at(value, "anybody can guess an identifier like this one",
                     "besides the domain it needs 8 letters or digits of your own: \"*.k3v9x2qa@example.com\"");
    }
    globs.push_back(std::move(glob));
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

bool Parser::servers_setting() {
  std::vector<std::string>& servers = draft_->settings.dns_servers;
  servers.clear();
  do {
    const RuleToken& value = take();
    if (!value.is_word() || !parse_address_literal(value.text)) {
      return fail_at(value, named(value) + " is not the address of a server",
                     "write: set dns-server 192.0.2.53, or [2001:db8::53]:5353");
    }
    servers.emplace_back(value.text);
  } while (take_kind(RuleToken::Kind::kComma));
  return true;
}

bool Parser::log_setting() {
  std::vector<std::string>& log = draft_->settings.log;
  log.clear();
  do {
    const RuleToken value = peek();
    if (take_if("syslog") || take_if("off")) {
      log.push_back(lower(value.text));
      continue;
    }
    std::string path;
    if (!is_string()) {
      return fail_at(value, named(value) + " is not a log", "write: set log syslog, \"~/.hfilter/log\" or off");
    }
    if (!plain_string(path, {}, {})) return false;
    if (path.empty()) return fail_at(value, "the file's name is empty");
    log.push_back(files_->resolve(path, source_.path()));
  } while (take_kind(RuleToken::Kind::kComma));
  if (log.size() > 1) {
    for (const std::string& target : log) {
      if (target == "off") return fail_at(tokens_[at_ - 1], "`off` stands alone", "write: set log off");
    }
  }
  return true;
}

bool Parser::log_keep_setting() {
  const RuleToken& value = take();
  const bool is_number =
      value.is_word() && value.text.size() <= 3 && std::all_of(value.text.begin(), value.text.end(), is_digit);
  const int parts = is_number ? std::stoi(std::string(value.text)) : 0;
  if (parts < 1 || parts > kMaxLogParts) {
    return fail_at(value, named(value) + " is not a number of older parts",
                   "write a number from 1 to " + std::to_string(kMaxLogParts) + ": set log-keep 10");
  }
  draft_->settings.log_keep = parts;
  return true;
}

}  // namespace hfilter
