// SPDX-License-Identifier: BSD-2-Clause
#include "lists/list.h"

#include <algorithm>

#include "base/limits.h"
#include "lists/list_scan.h"
#include "lists/list_search.h"

namespace hfilter {

namespace {

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Returns "/etc/hfilter/domains:17: `a b` is not a domain".
std::string fault_text(const Error& error, const std::string& path) {
  std::string text = path;
  if (error.line > 0) text += ":" + std::to_string(error.line);
  const bool sentence = error.text.compare(0, 4, "has ") == 0 || error.text.compare(0, 3, "is ") == 0;
  return text + (sentence ? " " : ": ") + error.text;
}

Membership unknown(const Error& error, const std::string& path) {
  Membership result;
  result.value = Kleene::kUnknown;
  result.file = path;
  result.line = error.line;
  result.why = fault_text(error, path);
  return result;
}

Membership unknown_because(const std::string& why) {
  Membership result;
  result.value = Kleene::kUnknown;
  result.why = why;
  return result;
}

Membership decided(const ListEntry& entry, ListKind kind, const std::string& file) {
  Membership result;
  result.value = kleene(!entry.excluded);
  result.excluded = entry.excluded;
  result.entry = list_entry_text(entry, kind);
  result.file = file;
  result.line = entry.line;
  return result;
}

Result<std::optional<ListMatch>> ask_once(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                          int64_t today) {
  Result<bool> sorted = is_sorted_list(file);
  if (!sorted) return sorted.error();
  return (*sorted ? search_list : scan_list_file)(kind, file, size, query, today);
}

/// Looks up the query in a file. Reads a file that changes meanwhile again, at most three times, so that old and new
/// content are never mixed.
Result<std::optional<ListMatch>> ask_file(ListKind kind, ListFile& file, const ListQuery& query, int64_t today) {
  constexpr int kAttempts = 3;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Result<ListFileVersion> before = file.version();
    if (!before) return before.error();
    Result<std::optional<ListMatch>> found = ask_once(kind, file, before->bytes, query, today);
    Result<ListFileVersion> after = file.version();
    if (!after) return after.error();
    if (*before == *after) return found;
  }
  return failure(ErrorKind::kIo, "changes while it is read",
                 "write a new file in the same folder, then rename it to the name of the list");
}

}  // namespace

std::string Membership::evidence() const {
  if (entry.empty()) return {};
  if (file.empty()) return entry + ", line " + std::to_string(line);
  return entry + ", " + base_name(file) + (line > 0 ? ":" + std::to_string(line) : "");
}

void List::add_entry(ListEntry entry, const std::string& file) {
  set_ = true;
  entries_.push_back(std::move(entry));
  entry_files_.push_back(file);
}

void List::add_file(ListFile* file) {
  set_ = true;
  if (std::find(files_.begin(), files_.end(), file) == files_.end()) files_.push_back(file);
}

void List::set_faulty_statement(const std::string& file, int line) {
  set_fault(file + ":" + std::to_string(line) + ": the statement is faulty");
}

void List::set_fault(std::string why) {
  set_ = true;
  if (fault_.empty()) fault_ = std::move(why);
}

Membership List::contains(const ListQuery& query) const {
  int best_rank = -1;
  Membership best;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const ListEntry& entry = entries_[i];
    const std::optional<int> rank = entry_rank(kind_, entry, query);
    if (!rank || is_over(entry) || *rank < best_rank || (*rank == best_rank && !entry.excluded)) continue;
    best_rank = *rank;
    best = decided(entry, kind_, entry_files_[i]);
  }
  if (best_rank >= highest_rank(query)) return best;
  if (!fault_.empty()) return unknown_because(fault_);
  const int inline_rank = best_rank;
  for (ListFile* file : files_) {
    const Result<std::optional<ListMatch>> match = ask_file(kind_, *file, query, today_);
    if (!match) return unknown(match.error(), file->path());
    if (!*match || (*match)->rank <= inline_rank || (*match)->rank < best_rank) continue;
    if ((*match)->rank == best_rank && !(*match)->entry.excluded) continue;
    best_rank = (*match)->rank;
    best = decided((*match)->entry, kind_, file->path());
  }
  return best;
}

Membership List::contains_name(const Hostname& name) const {
  if ((kind_ != ListKind::kDomains && kind_ != ListKind::kHosts) || name.canonical.empty()) return {};
  ListQuery query;
  query.name = &name;
  return contains(query);
}

Membership List::contains_address(const IpAddress& address) const {
  if (kind_ != ListKind::kNetworks && kind_ != ListKind::kHosts) return {};
  ListQuery query;
  query.address = &address;
  return contains(query);
}

Membership List::contains_mail(const MailAddress& address) const {
  if (kind_ != ListKind::kAddresses || address.domain.canonical.empty()) return {};
  ListQuery query;
  query.mail = &address;
  return contains(query);
}

Membership List::contains_word_of(std::string_view text) const {
  if (kind_ != ListKind::kWords) return {};
  const WordIndex words(text);
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (!is_over(entries_[i]) && words.has(entries_[i].text)) return decided(entries_[i], kind_, entry_files_[i]);
  }
  Membership result = fault_.empty() ? Membership{} : unknown_because(fault_);
  for (ListFile* file : files_) {
    Result<std::string_view> content = file->text();
    if (!content) {
      result = unknown(content.error(), file->path());
      continue;
    }
    Result<std::optional<ListMatch>> match = scan_words(*content, words, today_);
    if (!match) result = unknown(match.error(), file->path());
    if (match && *match) return decided((*match)->entry, kind_, file->path());
  }
  return result;
}

std::vector<Error> List::check_files() const {
  std::vector<Error> faults;
  for (ListFile* file : files_) {
    const size_t limit = faults.size() + kMaxErrorsPerFile;
    const auto add = [&](Error error) {
      error.file = file->path();
      if (faults.size() < limit) faults.push_back(std::move(error));
    };
    Result<std::string_view> text = file->text();
    if (!text) {
      add(text.error());
      continue;
    }
    ListLines lines(*text);
    bool any = false;
    while (lines.next()) {
      any = true;
      Result<ListEntry> entry = parse_list_line(kind_, lines.line(), lines.number());
      if (!entry) add(entry.error());
    }
    if (!any) add(no_entries());
    Result<bool> sorted = is_sorted_list(*file);
    std::optional<Error> order = sorted && *sorted ? check_sorted(kind_, *text) : std::nullopt;
    if (order) add(std::move(*order));
  }
  return faults;
}

void List::for_each(const std::function<void(const ListEntry&, const std::string&)>& visit) const {
  for (size_t i = 0; i < entries_.size(); ++i) visit(entries_[i], entry_files_[i]);
  for (ListFile* file : files_) {
    Result<std::string_view> text = file->text();
    if (!text) continue;
    ListLines lines(*text);
    while (lines.next()) {
      Result<ListEntry> entry = parse_list_line(kind_, lines.line(), lines.number());
      if (entry) visit(*entry, file->path());
    }
  }
}

size_t List::count() const {
  size_t entries = entries_.size();
  for (ListFile* file : files_) {
    Result<std::string_view> text = file->text();
    if (!text) continue;
    ListLines lines(*text);
    while (lines.next()) ++entries;
  }
  return entries;
}

}  // namespace hfilter
