// SPDX-License-Identifier: BSD-2-Clause
#include "rules/setting_value.h"

#include <algorithm>

#include "address/hostname.h"
#include "base/text.h"
#include "rules/quantity.h"

namespace hfilter {
namespace {

constexpr int kMaxLogParts = 100;
constexpr size_t kMinSecret = 8;

bool store_choice(const SettingChoice& choice, const SettingItem& item, Settings* settings) {
  settings->*choice.member = equal_ignoring_case(item.text, choice.when_true);
  return !item.is_quoted && (settings->*choice.member || equal_ignoring_case(item.text, choice.when_false));
}

bool store_duration(SettingValue value, const SettingItem& item, Settings* settings) {
  const std::optional<double> seconds = parse_quantity(FactType::kDuration, item.text);
  if (item.is_quoted || !seconds || *seconds <= 0 || *seconds > longest_duration(value)) return false;
  if (value == SettingValue::kDeferLimit) settings->defer_limit_s = static_cast<int64_t>(*seconds);
  if (value == SettingValue::kDnsBudget) settings->dns_budget_ms = static_cast<int>(*seconds * 1000);
  if (value == SettingValue::kDnsTimeout) settings->dns_timeout_ms = static_cast<int>(*seconds * 1000);
  return true;
}

bool store_host(const SettingItem& item, std::string* host) {
  *host = canonical_name(item.text);
  return !item.is_quoted && is_valid_hostname(*host);
}

bool store_log_keep(const SettingItem& item, int* parts) {
  const bool digits =
      !item.is_quoted && item.text.size() <= 3 && std::all_of(item.text.begin(), item.text.end(), is_digit);
  *parts = digits && !item.text.empty() ? std::stoi(item.text) : 0;
  return *parts >= 1 && *parts <= kMaxLogParts;
}

bool is_message_id_glob(const SettingItem& item) {
  return item.is_quoted && item.text.find_first_of("<> \t") == item.text.npos && !is_guessable_message_id(item.text);
}

/// Returns true if the item is valid for `set log`. `off` is valid only alone.
bool is_log(const SettingItem& item, bool alone) {
  const bool off = equal_ignoring_case(item.text, "off");
  return item.is_quoted ? !item.text.empty() : (off && alone) || equal_ignoring_case(item.text, "syslog");
}

/// Checks one value of a setting that takes several.
bool is_valid_item(SettingValue value, const SettingItem& item, bool alone) {
  if (value == SettingValue::kDnsServers) return !item.is_quoted && parse_address_literal(item.text);
  if (value == SettingValue::kLog) return is_log(item, alone);
  if (value == SettingValue::kMyMessageIds) return is_message_id_glob(item);
  return !item.is_quoted && is_valid_hostname(canonical_name(item.text));
}

/// Returns the values of a setting that takes several; null for another setting.
std::vector<std::string>* list_of(SettingValue value, Settings* settings) {
  switch (value) {
    case SettingValue::kDnsServers:
      return &settings->dns_servers;
    case SettingValue::kLog:
      return &settings->log;
    case SettingValue::kMyMessageIds:
      return &settings->my_message_ids;
    case SettingValue::kResultsFrom:
      return &settings->results_from;
    default:
      return nullptr;
  }
}

}  // namespace

double longest_duration(SettingValue value) {
  if (value == SettingValue::kDeferLimit) return 14 * 86'400;
  return value == SettingValue::kDnsBudget || value == SettingValue::kDnsTimeout ? 60 : 0;
}

bool is_guessable_message_id(std::string_view glob) {
  const auto count = [](std::string_view text) {
    return static_cast<size_t>(std::count_if(text.begin(), text.end(), is_alnum));
  };
  const size_t end = glob.find_last_not_of("*?.") + 1;  // the end of the glob's fixed part; 0 for "*"
  const std::string_view text = glob.substr(0, end);
  const std::string_view host = text.substr(text.find_last_of("*?@") + 1);
  const size_t first = host.find_first_not_of('.');
  const size_t domain = first == host.npos ? 0 : count(registered_domain(lower(host.substr(first))));
  return count(glob) - domain < kMinSecret;
}

bool has_several_values(const GrammarWord& setting) {
  const auto* const value = std::get_if<SettingValue>(&setting.meaning);
  Settings settings;
  return value != nullptr && list_of(*value, &settings) != nullptr;
}

size_t store_setting(const GrammarWord& setting, const std::vector<SettingItem>& items,
                     const std::function<std::string(const std::string&)>& resolve, Settings* settings) {
  if (const auto* choice = std::get_if<SettingChoice>(&setting.meaning)) {
    return store_choice(*choice, items[0], settings) ? items.size() : 0;
  }
  const SettingValue value = std::get<SettingValue>(setting.meaning);
  if (value == SettingValue::kHost) return store_host(items[0], &settings->host) ? items.size() : 0;
  if (value == SettingValue::kLogKeep) return store_log_keep(items[0], &settings->log_keep) ? items.size() : 0;
  if (longest_duration(value) > 0) return store_duration(value, items[0], settings) ? items.size() : 0;
  std::vector<std::string>* const list = list_of(value, settings);
  list->clear();
  size_t good = 0;
  while (good < items.size() && is_valid_item(value, items[good], items.size() == 1)) {
    const SettingItem& item = items[good++];
    const bool path = value == SettingValue::kLog && item.is_quoted;
    const bool host = value == SettingValue::kResultsFrom;
    list->push_back(path ? resolve(item.text) : host ? canonical_name(item.text) : item.text);
  }
  return good;
}

}  // namespace hfilter
