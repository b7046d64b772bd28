// SPDX-License-Identifier: BSD-2-Clause
//
// `set NAME VALUE`. The settings are rows of language/grammar.cc; here is a function for each kind of value.
#include <algorithm>

#include "address/hostname.h"
#include "base/text.h"
#include "language/parser/parser.h"

namespace hfilter {

namespace {

constexpr double kMaxDnsSeconds = 60;
constexpr int kMaxLogParts = 100;
constexpr double kMaxDeferSeconds = 14 * 86'400;

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

bool Parser::set_statement() {
  take();
  const RuleToken name = take();
  const GrammarWord* setting = name.is_word() ? find_setting(name.text) : nullptr;
  if (setting == nullptr) return refuse_setting(name);
  if (peek().is_operator("=")) {
    std::string value(peek(1).is_word() || is_string(1) ? peek(1).raw : "VALUE");
    if (value.find('/') != value.npos && !is_string(1)) value = "\"" + value + "\"";
    return fail_at(peek(), "no `=` here", "write: set " + std::string(setting->word) + " " + value);
  }
  if (!draft_->given.insert(setting->word).second) {
    return fail_at(name, named(name) + " is set twice in this file", "keep one");
  }
  if (const auto* choice = std::get_if<SettingChoice>(&setting->meaning)) return choice_setting(*choice);
  return setting_value(std::get<SettingValue>(setting->meaning));
}

bool Parser::refuse_setting(const RuleToken& name) {
  const std::string_view word = name.text.substr(0, name.text.size() - 1);
  if (name.is_word() && name.text.back() == ':' && find_setting(word) != nullptr) {
    return fail_at(name, "no colon behind a setting",
                   "write: set " + std::string(word) + " " + rewritten(at_, tokens_.size() - 1));
  }
  std::string help = did_you_mean(name.text, setting_words());
  if (help.empty()) help = "settings are " + joined(setting_words());
  return fail_at(name, named(name) + " is not a setting", help);
}

bool Parser::setting_value(SettingValue value) {
  Settings& settings = draft_->settings;
  double seconds = 0;
  switch (value) {
    case SettingValue::kDeferLimit:
      if (!duration_setting(kMaxDeferSeconds, "at most 14d", seconds)) return false;
      settings.defer_limit_s = static_cast<int64_t>(seconds);
      return true;
    case SettingValue::kDnsBudget:
      if (!duration_setting(kMaxDnsSeconds, "at most 60s", seconds)) return false;
      settings.dns_budget_ms = static_cast<int>(seconds * 1000);
      return true;
    case SettingValue::kDnsTimeout:
      if (!duration_setting(kMaxDnsSeconds, "at most 60s", seconds)) return false;
      settings.dns_timeout_ms = static_cast<int>(seconds * 1000);
      return true;
    case SettingValue::kDnsServers:
      return servers_setting();
    case SettingValue::kHost:
      return host_setting();
    case SettingValue::kLog:
      return log_setting();
    case SettingValue::kLogKeep:
      return log_keep_setting();
    case SettingValue::kMyMessageIds:
      return globs_setting(settings.my_message_ids);
    case SettingValue::kResultsFrom:
      return names_setting(settings.results_from);
  }
  return false;
}

bool Parser::choice_setting(const SettingChoice& choice) {
  const RuleToken& value = take();
  const bool on = value.is(choice.when_true);
  if (!on && !value.is(choice.when_false)) {
    return fail_at(
        value, at_end() && !value.is_word() ? "a value is missing" : named(value) + " is not a value of this setting",
        "write " + std::string(choice.when_true) + " or " + choice.when_false);
  }
  if (!at_end()) return true;
  draft_->settings.*choice.member = on;
  if (choice.member == &Settings::defer_on_error) draft_->defer_on_error = on;
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
