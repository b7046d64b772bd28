// SPDX-License-Identifier: BSD-2-Clause
#include "lists/list_search.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {

namespace {

constexpr std::string_view kMark = "# sorted";
constexpr size_t kBlockBytes = 1'024;
constexpr size_t kBlocks = 64;  // The blocks in memory. A look-up of one name reads about thirty.

Error not_sorted() {
  return failure(ErrorKind::kSyntax, "is not sorted, although its first line is `# sorted`",
                 "sort it: (echo '# sorted'; tail -n +2 FILE | LC_ALL=C sort -u) > NEW && mv NEW FILE");
}

/// Returns the entry of a line without `until DATE`. The lines are sorted by their entries.
std::string_view first_token(std::string_view line) { return line.substr(0, line.find_first_of(" \t")); }

/// Reads a file in blocks, and caches the last blocks.
class Blocks {
 public:
  Blocks(ListFile& file, uint64_t size) : file_(file), size_(size) {}

  uint64_t size() const { return size_; }
  const std::optional<Error>& error() const { return error_; }
  /// Returns the octets from `offset` to the end of its block; empty behind the end and after an error. The view is
  /// valid until the next call.
  std::string_view from(uint64_t offset) {
    if (offset / kBlockBytes != last_number_ && !load(offset / kBlockBytes)) return {};
    return std::string_view(*last_).substr(std::min<size_t>(offset % kBlockBytes, last_->size()));
  }

 private:
  struct Block {
    uint64_t number = UINT64_MAX;
    std::string bytes;
  };

  bool load(uint64_t number) {
    if (error_) return false;
    Block& block = blocks_[number % kBlocks];
    if (block.number != number && !fill(number, &block)) return false;
    last_number_ = number;
    last_ = &block.bytes;
    return true;
  }

  bool fill(uint64_t number, Block* block) {
    block->bytes.resize(kBlockBytes);
    Result<size_t> got = file_.read_at(number * kBlockBytes, block->bytes.data(), kBlockBytes);
    block->bytes.resize(got ? *got : 0);
    block->number = got ? number : UINT64_MAX;
    if (!got) error_ = got.error();
    return got.ok();
  }

  ListFile& file_;
  uint64_t size_;
  std::array<Block, kBlocks> blocks_;
  uint64_t last_number_ = UINT64_MAX;
  const std::string* last_ = nullptr;
  std::optional<Error> error_;
};

bool is_comment(std::string_view token) { return !token.empty() && token[0] == '#'; }

/// Binary search over the lines of a file by byte offset.
class SortedLines {
 public:
  SortedLines(ListFile& file, uint64_t size) : blocks_(file, size), begin_(line_end(0)) {}

  bool empty() const { return begin_ >= blocks_.size(); }

  /// Returns the line whose first token is `key`, or nullopt.
  Result<std::optional<std::string>> find(const std::string& key) {
    uint64_t low = begin_;
    uint64_t high = blocks_.size();
    std::string below;
    std::string above;
    while (low < high) {
      const uint64_t start = line_start(low + (high - low) / 2, low);
      const uint64_t end = line_end(start);
      if (blocks_.error()) return *blocks_.error();
      if (end - start > kMaxNameBytes) return failure(ErrorKind::kSyntax, "has a line of more than 1,024 octets");
      const std::string line = text(start, end);
      const std::string_view token = first_token(line);
      if (token < below || (!above.empty() && token > above)) return not_sorted();
      if (token == key && !is_comment(token)) return std::optional<std::string>(line);
      if (token < key) {
        low = end;
        below = token;
      } else {
        high = start;
        above = token;
      }
    }
    return std::optional<std::string>();
  }

 private:
  uint64_t line_start(uint64_t offset, uint64_t low) {
    const uint64_t floor = offset > low + kMaxNameBytes ? offset - kMaxNameBytes : low;
    while (offset > floor) {
      const uint64_t begin = std::max(floor, (offset - 1) / kBlockBytes * kBlockBytes);
      const size_t end_before = blocks_.from(begin).substr(0, offset - begin).rfind('\n');
      if (end_before != std::string_view::npos) return begin + end_before + 1;
      offset = begin;
    }
    return offset;
  }

  /// Returns the offset behind the end of the line at `offset`.
  uint64_t line_end(uint64_t offset) {
    const uint64_t limit = std::min<uint64_t>(blocks_.size(), offset + kMaxNameBytes + 1);
    while (offset < limit) {
      const std::string_view piece = blocks_.from(offset).substr(0, limit - offset);
      if (piece.empty()) break;
      const size_t end = std::min(piece.find('\n'), piece.size());
      offset += end;
      if (end < piece.size()) break;
    }
    return offset < blocks_.size() ? offset + 1 : blocks_.size();
  }

  std::string text(uint64_t start, uint64_t end) {
    std::string line;
    while (start < end) {
      const std::string_view piece = blocks_.from(start).substr(0, end - start);
      if (piece.empty()) break;
      line += piece;
      start += piece.size();
    }
    return std::string(trim(line));
  }

  Blocks blocks_;
  uint64_t begin_;
};

/// Returns the part of `name` that entries, of at most 253 octets, can match. A client's name can be longer.
std::string_view end_of_name(std::string_view name) {
  if (name.size() <= kMaxDnsNameBytes) return name;
  const size_t dot = name.find('.', name.size() - kMaxDnsNameBytes - 1);
  return dot == name.npos ? std::string_view() : name.substr(dot);
}

void add_domain_keys(std::string_view name, std::vector<std::string>* keys) {
  if (name.size() <= kMaxDnsNameBytes) {
    keys->push_back("=" + std::string(name));
    keys->emplace_back(name);
  }
  name = end_of_name(name);
  for (size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
    keys->emplace_back(name.substr(dot));
    keys->emplace_back(name.substr(dot + 1));
  }
}

void add_network_keys(const IpAddress& address, std::vector<std::string>& keys) {
  std::array<uint8_t, 16> bytes = address.bytes();
  const int lowest = address.is_v4() ? 96 : 0;
  for (int prefix = 128; prefix >= lowest; --prefix) {
    const IpAddress masked =
        address.is_v4()
            ? IpAddress::v4(static_cast<uint32_t>(bytes[12]) << 24 | bytes[13] << 16 | bytes[14] << 8 | bytes[15])
            : IpAddress::v6(bytes);
    Network network;
    network.address = masked;
    network.prefix = prefix - lowest;
    keys.push_back(network.to_string());
    if (prefix > 0) bytes[static_cast<size_t>((prefix - 1) / 8)] &= static_cast<uint8_t>(0xFF00 >> ((prefix - 1) % 8));
  }
}

void add_mail_keys(const MailAddress& mail, std::vector<std::string>& keys) {
  std::string_view domain = mail.domain.canonical;
  if (domain.size() <= kMaxDnsNameBytes) {
    const std::string at_domain = "@" + std::string(domain);
    const std::string local = lower(mail.local);
    keys.push_back(local + at_domain);
    if (local.find('+') != local.npos) keys.push_back(local.substr(0, local.find('+')) + at_domain);
    keys.push_back(at_domain);
  }
  domain = end_of_name(domain);
  for (size_t dot = domain.find('.'); dot != domain.npos; dot = domain.find('.', dot + 1)) {
    keys.emplace_back(domain.substr(dot));
  }
}

/// Returns all entries that could match the query, without `!`.
std::vector<std::string> keys_of(const ListQuery& query) {
  std::vector<std::string> keys;
  if (query.name != nullptr) add_domain_keys(query.name->canonical, &keys);
  if (query.address != nullptr) add_network_keys(*query.address, keys);
  if (query.mail != nullptr) add_mail_keys(*query.mail, keys);
  return keys;
}

}  // namespace

Result<bool> is_sorted_list(ListFile& file) {
  char head[16];
  Result<size_t> got = file.read_at(0, head, sizeof head);
  if (!got) return got.error();
  const std::string_view text(head, *got);
  if (text.substr(0, kMark.size()) != kMark) return false;
  return text.size() == kMark.size() || is_space(text[kMark.size()]);
}

Result<std::optional<ListMatch>> search_list(ListKind kind, ListFile& file, uint64_t size, const ListQuery& query,
                                             int64_t today) {
  SortedLines lines(file, size);
  if (lines.empty()) return no_entries();
  std::optional<ListMatch> best;
  for (const std::string& key : keys_of(query)) {
    for (const char* mark : {"!", ""}) {
      Result<std::optional<std::string>> line = lines.find(mark + key);
      if (!line) return line.error();
      if (!*line) continue;
      Result<ListEntry> entry = parse_list_line(kind, **line, 0);
      if (!entry) return entry.error();
      const std::optional<int> rank = entry_rank(kind, *entry, query);
      if (!rank || (entry->until_day && *entry->until_day < today)) continue;
      keep_higher_rank(&best, std::move(*entry), *rank);
    }
  }
  return best;
}

std::optional<Error> check_sorted(ListKind kind, std::string_view text) {
  std::string_view before;
  int number = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view token = first_token(trim(text.substr(at, end - at)));
    at = end + 1;
    if (++number == 1) continue;  // the first line is "# sorted"
    // The search reads comments and empty lines, so they must be in order, too.
    if (token < before) return not_sorted().at({}, number, 1);
    before = token;
    if (token.empty() || is_comment(token)) continue;
    Result<ListEntry> entry = parse_list_entry(kind, token);
    const size_t marks = token.find_first_not_of("!=.");
    std::string canonical = entry ? entry->text : std::string();
    if (!canonical.empty() && canonical[0] == '.') canonical.erase(0, 1);  // a mail entry is ".example.com"
    if (!entry || token.substr(std::min(marks, token.size())) == canonical) continue;
    return failure(ErrorKind::kSyntax, "an entry of a `# sorted` file is not in its canonical form",
                   "write: " + std::string(token.substr(0, marks)) + canonical)
        .at({}, number, 1);
  }
  return std::nullopt;
}

}  // namespace hfilter
