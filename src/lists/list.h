// SPDX-License-Identifier: BSD-2-Clause
//
// A list of domains, networks, hosts, addresses or words. Its entries come from a rule file and from list files. A
// look-up opens the files only if no entry of the rule file equals the value, because the longest match wins. Of two
// entries of equal length the one in the rule file wins, otherwise the one with `!`.
// Errors: a file that is missing, unreadable, malformed or empty makes each answer that it could change unknown.
// Lifetime: a List owns its entries. Its ListFiles must outlive it (probes/rule_files.h).
// Source: hfilterrc(5), LISTS.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/truth.h"
#include "lists/list_entry.h"
#include "lists/list_file.h"

namespace hfilter {

/// The result of a look-up. `entry`, `file` and `line` name the entry that decided.
struct Membership {
  Kleene value = Kleene::kFalse;
  bool excluded = false;  // an entry with `!` matched: the value is not in the list, and not trusted even on loopback
  std::string entry;
  std::string file;  // the file of the entry; empty for the user's own rule file
  int line = 0;
  std::string why;  // the reason of kUnknown: the file and its error

  /// Returns the evidence for explain: "hewgill.com, line 3" or "hewgill.com, domains:17".
  std::string evidence() const;
};

class List {
 public:
  List(ListKind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

  ListKind kind() const { return kind_; }
  const std::string& name() const { return name_; }
  /// Returns true if the rule file mentions the list, if only as `= ()`.
  bool is_set() const { return set_; }
  const std::vector<ListEntry>& entries() const { return entries_; }
  const std::vector<ListFile*>& files() const { return files_; }

  void mark_set() { set_ = true; }
  /// Adds an entry. `file` is the source that the evidence names; it is empty for the user's own rule file.
  void add_entry(ListEntry entry, const std::string& file);
  void add_file(ListFile* file);
  /// Says why the list's statement is faulty. Look-ups are then unknown, as with a missing file.
  void set_fault(std::string why);
  /// Makes the list unreadable because the statement in this line of the file is faulty.
  void set_faulty_statement(const std::string& file, int line);
  bool is_faulty() const { return !fault_.empty(); }
  /// Sets today in local time, as days_from_civil(). Entries with an earlier `until` do not count.
  void set_today(int64_t day) { today_ = day; }

  // Look-ups, which can read files. Names fit lists of domains and hosts, IP addresses networks and hosts, mail
  // addresses fit addresses, text fits words; other values are kFalse.
  Membership contains_name(const Hostname& name) const;
  Membership contains_address(const IpAddress& address) const;
  Membership contains_mail(const MailAddress& address) const;
  /// Looks for the words of the list in `text`, as whole words in any case.
  Membership contains_word_of(std::string_view text) const;

  /// Returns the errors of all files for `hfilter check`, at most kMaxErrorsPerFile each. A file without entries is an
  /// error of kind kNotFound.
  std::vector<Error> check_files() const;
  /// Returns the number of entries in the rule file and in readable list files.
  size_t count() const;
  /// Calls `visit` for each entry of the rule file and readable list files, with its file.
  void for_each(const std::function<void(const ListEntry&, const std::string& file)>& visit) const;

 private:
  Membership contains(const ListQuery& query) const;
  bool is_over(const ListEntry& entry) const { return entry.until_day && *entry.until_day < today_; }

  ListKind kind_;
  std::string name_;
  bool set_ = false;
  int64_t today_ = 0;
  std::vector<ListEntry> entries_;
  std::vector<std::string> entry_files_;  // the file of each entry: entry_files_[i] for entries_[i]
  std::vector<ListFile*> files_;
  std::string fault_;
};

}  // namespace hfilter
