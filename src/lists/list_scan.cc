// SPDX-License-Identifier: BSD-2-Clause
#include "lists/list_scan.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr size_t kMaxLabel = 63;
constexpr size_t kBlockBytes = 16'384;

/// Sixteen octets (SIMD). A comparison sets all bits of an octet, or none.
using Octets = unsigned char __attribute__((vector_size(16)));

Octets load(const char* from) {
  Octets octets;
  std::memcpy(&octets, from, sizeof octets);
  return octets;
}

/// Marks each of 16 octets that a canonical domain cannot have there: any other than a-z, 0-9, dot and hyphen, a dot
/// before a dot or hyphen, a hyphen before a dot.
Octets invalid_octets_at(const char* at) {
  const Octets octets = load(at);
  const Octets next = load(at + 1);
  const auto dot = octets == '.', hyphen = octets == '-';
  const auto inner = (octets - 'a' <= 'z' - 'a') | (octets - '0' <= '9' - '0');
  return reinterpret_cast<Octets>(~(inner | dot | hyphen) | (dot & (next == '-')) | ((dot | hyphen) & (next == '.')));
}

bool is_zero(const Octets& octets) {
  uint64_t halves[2];
  std::memcpy(halves, &octets, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

bool has_long_label(std::string_view text) {
  for (size_t dot; (dot = text.find('.')) != text.npos; text.remove_prefix(dot + 1)) {
    if (dot > kMaxLabel) return true;
  }
  return text.size() > kMaxLabel;
}

/// Returns true only for a valid canonical domain (lower-case ASCII, not an address); unusual ones return false, too.
/// A search in a long list spends most of its time in this function.
bool is_plain_domain(std::string_view text) {
  if (text.empty() || text.size() > kMaxDnsNameBytes || text[0] == '.' || text[0] == '-') return false;
  if (text.back() < 'a' || text.back() > 'z') return false;
  char padded[sizeof(Octets) + 1];
  if (text.size() < sizeof padded) {
    std::memset(padded, 'a', sizeof padded);
    std::memcpy(padded, text.data(), text.size());
    return is_zero(invalid_octets_at(padded));
  }
  Octets bad{};
  const char* const last = &text.back() - sizeof(Octets);
  for (const char* at = text.data(); at < last; at += sizeof(Octets)) bad |= invalid_octets_at(at);
  bad |= invalid_octets_at(last);
  return is_zero(bad) && (text.size() <= kMaxLabel || !has_long_label(text));
}

/// Returns true if `name` ends with `text`. Otherwise the domain entry `text` cannot match `name`.
bool is_suffix(std::string_view text, std::string_view name) {
  return name.size() >= text.size() && name.substr(name.size() - text.size()) == text;
}

std::string_view without_scope(std::string_view text) {
  return !text.empty() && (text[0] == '=' || text[0] == '.') ? text.substr(1) : text;
}

bool misses_domain(std::string_view text, const std::string* name) {
  const std::string_view domain = without_scope(text);
  return is_plain_domain(domain) && (name == nullptr || !is_suffix(domain, *name));
}

bool misses_network(std::string_view text, const IpAddress* address) {
  const std::optional<Network> network = Network::parse(text);
  return network && (address == nullptr || !network->contains(*address));
}

bool misses_mail(std::string_view text, const ListQuery& query) {
  const size_t at = text.rfind('@');
  if (at == text.npos) return false;
  for (const char c : text.substr(0, at)) {
    if (!is_alnum(c) && c != '.' && c != '-' && c != '+' && c != '_') return false;
  }
  const std::string_view domain = text.substr(at + 1);
  return is_plain_domain(domain) && (query.mail == nullptr || domain != query.mail->domain.canonical);
}

/// Tests a line quickly, which suffices for most lines of a long file. Returns true if `line` is certainly valid, has
/// no `until` and does not match. All other lines are parsed.
bool certainly_lacks(ListKind kind, std::string_view line, const ListQuery& query) {
  if (!line.empty() && line[0] == '!') line.remove_prefix(1);
  const std::string* name = query.name == nullptr ? nullptr : &query.name->canonical;
  switch (kind) {
    case ListKind::kDomains:
      return misses_domain(line, name);
    case ListKind::kNetworks:
      return misses_network(line, query.address);
    case ListKind::kHosts:
      return !line.empty() && is_alpha(line.back()) ? misses_domain(line, name) : misses_network(line, query.address);
    case ListKind::kAddresses:
      return misses_mail(line, query);
    case ListKind::kWords:
      return false;
  }
  return false;
}

bool is_over(const ListEntry& entry, int64_t today) { return entry.until_day && *entry.until_day < today; }

std::string_view without_comment(std::string_view line) {
  for (size_t at = line.find('#'); at != line.npos; at = line.find('#', at + 1)) {
    if (at == 0 || is_blank(line[at - 1])) return line.substr(0, at);
  }
  return line;
}

}  // namespace

ListLines::ListLines(std::string_view text, int lines_before) : rest_(text), number_(lines_before) {
  if (lines_before == 0 && rest_.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
}

bool ListLines::next_raw() {
  if (rest_.empty()) return false;
  const size_t end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
  ++number_;
  return true;
}

bool ListLines::strip_comment() {
  line_ = trim(without_comment(line_));
  return !line_.empty();
}

bool ListLines::next() {
  while (next_raw()) {
    if (strip_comment()) return true;
  }
  return false;
}

Result<ListEntry> parse_list_line(ListKind kind, std::string_view line, int number) {
  const size_t blank = line.find_first_of(" \t");
  std::optional<int64_t> until;
  if (blank != line.npos) {
    const std::string_view rest = trim(line.substr(blank));
    const size_t end = std::min(rest.find_first_of(" \t"), rest.size());
    const std::string_view date = equal_ignoring_case(rest.substr(0, end), "until") ? trim(rest.substr(end)) : "";
    until = parse_day(date);
    if (!until) {
      return failure(ErrorKind::kSyntax, "there is more than one entry on the line",
                     "write each entry on its own line, with `until YYYY-MM-DD` or nothing after it; found: " +
                         std::string(rest.substr(0, 80)))
          .at({}, number, 1);
    }
  }
  Result<ListEntry> entry = parse_list_entry(kind, line.substr(0, blank));
  if (!entry) return Error(entry.error()).at({}, number, 1);
  entry->until_day = until;
  entry->line = number;
  return entry;
}

void keep_higher_rank(std::optional<ListMatch>* best, ListEntry entry, int rank) {
  if (*best && (rank < (*best)->rank || (rank == (*best)->rank && !entry.excluded))) return;
  *best = ListMatch{std::move(entry), rank};
}

Error no_entries() {
  return failure(
      ErrorKind::kNotFound, "has no entries",
      "an empty file makes every condition that uses it unknown; for a list that is empty on purpose, write `= ()`");
}

namespace {

/// The state of a search in a list file: the number of lines, whether a line had an entry, and the best match.
struct Scan {
  ListKind kind;
  const ListQuery& query;
  int64_t today;
  int lines = 0;
  bool any = false;
  std::optional<ListMatch> best = std::nullopt;

  /// Reads complete lines.
  Status read(std::string_view text);
  Result<std::optional<ListMatch>> result() {
    if (!any) return no_entries();
    return std::move(best);
  }
};

Status Scan::read(std::string_view text) {
  ListLines more(text, lines);
  while (more.next_raw()) {
    // Most lines have only an entry, and need no further test.
    if (certainly_lacks(kind, more.line(), query)) {
      any = true;
      continue;
    }
    if (!more.strip_comment()) continue;
    any = true;
    if (certainly_lacks(kind, more.line(), query)) continue;
    Result<ListEntry> entry = parse_list_line(kind, more.line(), more.number());
    if (!entry) return entry.error();
    const std::optional<int> rank = entry_rank(kind, *entry, query);
    if (rank && !is_over(*entry, today)) keep_higher_rank(&best, std::move(*entry), *rank);
  }
  lines = more.number();
  return Done{};
}

}  // namespace

Result<std::optional<ListMatch>> scan_list_file(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                                int64_t today) {
  Scan scan{kind, query, today};
  std::string buffer(kBlockBytes, '\0');
  size_t kept = 0;  // the number of octets of an incomplete line at the end of the previous block
  for (uint64_t offset = 0;;) {
    if (kept == buffer.size()) buffer.resize(2 * kept);  // one line is longer than the buffer
    const size_t wanted = buffer.size() - kept;
    Result<size_t> got = file.read_at(offset, buffer.data() + kept, wanted);
    if (!got) return got.error();
    offset += *got;
    const std::string_view text(buffer.data(), kept + *got);
    const bool last = *got < wanted || offset > size;                // the block is the last; the file may have grown
    const size_t whole = last ? text.size() : text.rfind('\n') + 1;  // the size of complete lines; 0: no line end
    if (Status read = scan.read(text.substr(0, whole)); !read) return read.error();
    if (last) return scan.result();
    kept = text.size() - whole;
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(whole), text.end(), buffer.begin());
  }
}

namespace {

bool is_word_char(char c) { return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

std::string_view run_at(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && is_word_char(text[end])) ++end;
  return text.substr(at, end - at);
}

}  // namespace

WordIndex::WordIndex(std::string_view text) : text_(lower(text)) {
  const std::string_view all = text_;
  for (size_t at = 0; at < all.size();) {
    const std::string_view run = run_at(all, at);
    if (!run.empty()) places_[run].push_back(at);
    at += run.empty() ? 1 : run.size();
  }
}

bool WordIndex::has(std::string_view word) const {
  const std::string_view all = text_;
  size_t lead = 0;
  while (lead < word.size() && !is_word_char(word[lead])) ++lead;
  const std::string_view first = run_at(word, lead);
  if (first.empty()) return all.find(word) != all.npos;  // a word without letters, such as "$$$", has no first letter
  const auto found = places_.find(first);
  if (found == places_.end()) return false;
  for (const size_t place : found->second) {
    if (place < lead || all.substr(place - lead, word.size()) != word) continue;
    const size_t end = place - lead + word.size();
    if (!is_word_char(word.back()) || end == all.size() || !is_word_char(all[end])) return true;
  }
  return false;
}

Result<std::optional<ListMatch>> scan_words(std::string_view text, const WordIndex& words, int64_t today) {
  std::optional<ListMatch> best;
  ListLines lines(text);
  bool any = false;
  while (lines.next()) {
    any = true;
    Result<ListEntry> entry = parse_list_line(ListKind::kWords, lines.line(), lines.number());
    if (!entry) return entry.error();
    if (!best && !is_over(*entry, today) && words.has(entry->text)) best = ListMatch{std::move(*entry), 0};
  }
  if (!any) return no_entries();
  return best;
}

}  // namespace hfilter
