// SPDX-License-Identifier: BSD-2-Clause
#include "lint/lint_lists.h"

#include <algorithm>

#include "address/hostname.h"
#include "lint/text_lint.h"
#include "rules/expr.h"

namespace hfilter {

namespace {

constexpr uint64_t kManyScanners = 4'096;  // The addresses (IPv6: /64 networks) that are the range of a provider.
constexpr size_t kMaxNamedEntries = 5;     // The most entries that are named one by one before "and N more".

/// Returns the number of addresses in an IPv4 network, or of /64 networks in an IPv6 network, because each customer of
/// a provider has at least a /64.
uint64_t address_count(const Network& network) {
  if (network.address.is_v4()) return network.size();
  constexpr int kSubnetBits = 64;
  if (network.prefix >= kSubnetBits) return 1;
  return network.prefix <= 1 ? UINT64_MAX >> 2 : uint64_t{1} << (kSubnetBits - network.prefix);
}

/// Adds an error in a list file: at its line, or, if it concerns the whole file, where a rule file names the file.
void list_file(const RuleSet& rules, Error error, Findings& found) {
  const auto is_it = [&](const auto& named) { return named.first == error.file; };
  const auto place = std::find_if(rules.list_files.begin(), rules.list_files.end(), is_it);
  if (error.line != 0 || place == rules.list_files.end()) {
    Diagnostic d;
    d.error = std::move(error);
    return found.add(std::move(d));
  }
  const bool sentence = error.text.compare(0, 4, "has ") == 0 || error.text.compare(0, 3, "is ") == 0;
  const std::string text = error.file + (sentence ? " " : ": ") + error.text;
  // An empty file is only a warning, because it may be filled later.
  if (error.kind == ErrorKind::kNotFound && error.text == "has no entries") {
    return found.warn(place->second, "empty-list", text, error.help);
  }
  found.error(place->second, text, error.help);
}

void list_files(const RuleSet& rules, const List& list, Findings& found) {
  for (Error& error : list.check_files()) list_file(rules, std::move(error), found);
}

void ending_entries(const RuleSet& rules, const List& list, Findings& found) {
  size_t ending = 0;
  list.for_each([&](const ListEntry& entry, const std::string& file) {
    if (!entry.until_day) return;
    const std::optional<TextWarning> odd =
        odd_until("`" + entry.text + "` in " + list.name(), *entry.until_day, rules.today);
    if (!odd || ++ending > kMaxNamedEntries) return;
    found.warn_entry(entry, file, odd->name, odd->text, odd->help);
  });
  if (ending > kMaxNamedEntries) {
    found.warn_all(
        "expired",
        std::to_string(ending - kMaxNamedEntries) + " more entries of " + list.name() + " have expired or expire soon",
        "");
  }
}

void public_suffixes(const List& mydomains, Findings& found) {
  size_t suffixes = 0;
  mydomains.for_each([&](const ListEntry& entry, const std::string& file) {
    if (entry.excluded || entry.scope == ListEntry::Scope::kSelf || !is_public_suffix(entry.text)) return;
    if (++suffixes > kMaxNamedEntries) return;
    found.warn_entry(entry, file, "public-suffix",
                     "`" + entry.text + "` is a public suffix: the domains of other people are also below it",
                     "write your own domain");
  });
}

void whole_internet(const List& mynetworks, Findings& found) {
  mynetworks.for_each([&](const ListEntry& entry, const std::string& file) {
    if (entry.excluded || !entry.network || entry.network->prefix != 0) return;
    found.warn_entry(entry, file, "whole-internet",
                     "mynetworks contains the whole internet, so every client counts as your own server",
                     "write only the addresses of your own servers");
  });
}

/// Warns of scanners with very many addresses, at the largest of their networks.
void many_scanners(const List& myscanners, Findings& found) {
  uint64_t sum = 0;
  uint64_t most = 0;
  ListEntry largest;
  std::string largest_file;
  myscanners.for_each([&](const ListEntry& entry, const std::string& file) {
    if (entry.excluded || !entry.network) return;
    const uint64_t count = address_count(*entry.network);
    sum = sum + count < sum ? UINT64_MAX : sum + count;
    if (count <= most) return;
    most = count;
    largest = entry;
    largest_file = file;
  });
  if (sum <= kManyScanners) return;
  found.warn_entry(
      largest, largest_file, "many-scanners", "other customers of this provider also send from these addresses",
      "`via myscanners` does not prove that the mail was scanned for you: also ask for the header field in "
      "which the scanner names you, as in: via myscanners and believed header \"X-Scanner-Customer\" is \"acme-4711\"");
}

void list_entries(const RuleSet& rules, const List& list, Findings& found) {
  list_files(rules, list, found);
  ending_entries(rules, list, found);
}

}  // namespace

void lint_lists(const RuleSet& rules, Findings& found) {
  for (const TrustListName& row : kTrustLists) list_entries(rules, rules.trust.*row.list, found);
  for (const auto& list : rules.lists) list_entries(rules, *list, found);
  public_suffixes(rules.trust.mydomains, found);
  whole_internet(rules.trust.mynetworks, found);
  many_scanners(rules.trust.myscanners, found);
}

}  // namespace hfilter
