// SPDX-License-Identifier: BSD-2-Clause
//
// Lists of domains, networks, hosts, addresses and words: the entries written in a rule file and the files they come
// from. A file is opened only when a condition asks and the inline entries do not settle it: only an inline entry that
// is the value itself does, since a file could hold a longer one. A file that is missing, unreadable, malformed or
// empty makes every answer that it could change unknown, in both polarities, with the file as reason.
// Lifetime: a List owns its entries and keeps pointers to its ListFiles, which outlive it (probes/rule_files.h).
// Matching: hfilterrc(5), LISTS: the longest entry wins; between equal ones the rule file's own before a list file's,
// then `!`. `=` is only itself, `.` only below, `until` ends an entry.
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

/// What a list says about one value. `entry`, `file`, `line` name the deciding entry of a yes (or of an exclusion).
struct Membership {
  Kleene value = Kleene::kFalse;
  bool excluded = false;  // a `!` entry decided: for trust it beats everything, loopback too
  std::string entry;
  std::string file;  // empty: the user's own rule file
  int line = 0;
  std::string why;  // when unknown: the file and what is wrong with it

  /// "hewgill.com, line 3" or "hewgill.com, domains:17": the evidence for explain.
  std::string evidence() const;
};

class List {
 public:
  List(ListKind kind, std::string name) : kind_(kind), name_(std::move(name)) {}

  ListKind kind() const { return kind_; }
  const std::string& name() const { return name_; }
  /// Nothing was ever written for it, not even `= ()`.
  bool is_set() const { return set_; }
  const std::vector<ListEntry>& entries() const { return entries_; }
  const std::vector<ListFile*>& files() const { return files_; }

  void mark_set() { set_ = true; }
  /// `file` is where the entry stands, for the evidence; empty for the user's own rule file.
  void add_entry(ListEntry entry, const std::string& file);
  void add_file(ListFile* file);
  /// What was written for it could not be read: as a file that is missing, `why` is the reason.
  void set_fault(std::string why);
  bool is_faulty() const { return !fault_.empty(); }
  /// Today as days_from_civil in local time: entries whose `until` is before it do not count.
  void set_today(int64_t day) { today_ = day; }

  // Each may read files. Ask only what fits the kind: name for domains and hosts, address for networks and hosts, mail
  // for addresses, word for words; anything else is kFalse.
  Membership contains_name(const Hostname& name) const;
  Membership contains_address(const IpAddress& address) const;
  Membership contains_mail(const MailAddress& address) const;
  /// True if one of the words occurs in `text` as a whole word, any case.
  Membership contains_word_of(std::string_view text) const;

  /// Faults of its files, for `hfilter check`: each with file, line and what to do; all of them, up to
  /// kMaxErrorsPerFile a file. A file without any entry is one of kind kNotFound.
  std::vector<Error> check_files() const;
  /// Entries in all, inline and in files that can be read.
  size_t count() const;
  /// Calls `visit` with each entry, inline and in the files that can be read, and the file it stands in.
  void for_each(const std::function<void(const ListEntry&, const std::string& file)>& visit) const;

 private:
  Membership contains(const ListQuery& query) const;
  bool is_over(const ListEntry& entry) const { return entry.until_day && *entry.until_day < today_; }

  ListKind kind_;
  std::string name_;
  bool set_ = false;
  int64_t today_ = 0;
  std::vector<ListEntry> entries_;
  std::vector<std::string> entry_files_;  // one for each of entries_
  std::vector<ListFile*> files_;
  std::string fault_;
};

}  // namespace hfilter
