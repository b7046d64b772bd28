// SPDX-License-Identifier: BSD-2-Clause
#include "archive/rar_names.h"

#include <cstdint>
#include <string>

#include "base/utf8.h"

namespace hfilter {
namespace {

constexpr std::string_view kMark4("Rar!\x1a\x07\0", 7);
constexpr std::string_view kMark5("Rar!\x1a\x07\x01\0", 8);

/// A cursor over octets. Beyond the end all reads return 0, and good() is false.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
  bool good() const { return good_; }
  size_t left() const { return bytes_.size(); }
  bool at_end() const { return bytes_.empty(); }

  uint8_t octet() {
    const std::string_view one = take(1);
    return one.empty() ? uint8_t{0} : static_cast<uint8_t>(one[0]);
  }
  uint64_t number(int octets) {
    uint64_t value = 0;
    for (int i = 0; i < octets; ++i) value |= uint64_t{octet()} << (8 * i);
    return value;
  }
  /// Reads a number with seven bits in each octet, the lowest first.
  uint64_t vint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t next = octet();
      value |= uint64_t{next & 0x7Fu} << shift;
      if (!(next & 0x80)) return value;
    }
    good_ = false;
    return 0;
  }
  std::string_view take(uint64_t count) {
    good_ = good_ && count <= bytes_.size();
    if (!good_) return {};
    const std::string_view taken = bytes_.substr(0, static_cast<size_t>(count));
    bytes_.remove_prefix(static_cast<size_t>(count));
    return taken;
  }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

// ---- archives of version 4 ----

constexpr uint64_t kMain4 = 0x73, kFile4 = 0x74, kEnd4 = 0x7B;
constexpr uint64_t kHeadersEncrypted4 = 0x80;                               // flag of the main header
constexpr uint64_t kEncrypted4 = 0x04, kLarge4 = 0x100, kUnicode4 = 0x200;  // flags of a file header
constexpr uint64_t kMoreBehind4 = 0x8000;                                   // flag of any header: data follow

/// Decodes a Unicode name: a name in octets, a NUL, and instructions for UTF-16. Two bits a character select one octet,
/// one octet with the common high octet, two octets, or a run of octets of the first name.
std::string unicode_name4(std::string_view field) {
  const size_t nul = field.find('\0');
  if (nul == std::string_view::npos) return std::string(field);  // a field without a NUL is a name in UTF-8
  const std::string_view plain = field.substr(0, nul);
  Cursor in(field.substr(nul + 1));
  const uint32_t high = uint32_t{in.octet()} << 8;
  std::string out;
  size_t length = 0;
  const auto put = [&](uint32_t code) {
    append_utf8(&out, code);
    ++length;
  };
  uint32_t flags = 0;
  for (int bits = 0; !in.at_end(); bits -= 2) {
    if (bits == 0) {
      flags = in.octet();
      bits = 8;
    }
    const uint32_t kind = flags >> (bits - 2) & 3;
    if (kind == 0) put(in.octet());
    if (kind == 1) put(in.octet() | high);
    if (kind == 2) put(static_cast<uint32_t>(in.number(2)));
    if (kind != 3) continue;
    const uint8_t run = in.octet();
    const uint32_t shift = run & 0x80 ? in.octet() : 0;
    for (int i = (run & 0x7F) + 2; i > 0 && length < plain.size(); --i) {
      const uint32_t octet = static_cast<uint8_t>(plain[length]);
      put(run & 0x80 ? ((octet + shift) & 0xFF) | high : octet);
    }
  }
  return out;
}

std::string name4(std::string_view head, uint64_t flags) {
  Cursor in(head);
  in.take(14);  // skips size, system, checksum, time, version ... up to the method
  in.take(1);
  const uint64_t size = in.number(2);
  in.take(4);
  if (flags & kLarge4) in.take(8);
  const std::string_view name = in.take(size);
  return flags & kUnicode4 ? unicode_name4(name) : std::string(name);
}

RarEnd names4(Cursor in, const TakeRarName& take) {
  while (!in.at_end()) {
    in.take(2);  // skips the checksum
    const uint64_t type = in.octet();
    const uint64_t flags = in.number(2);
    const uint64_t size = in.number(2);
    if (size < 7) return RarEnd::kBroken;
    std::string_view head = in.take(size - 7);
    if (!in.good()) return RarEnd::kBroken;
    if (type == kEnd4) return RarEnd::kWhole;
    if (type == kMain4 && (flags & kHeadersEncrypted4)) return RarEnd::kEncrypted;
    uint64_t data = 0;
    if ((flags & kMoreBehind4) || type == kFile4) {
      Cursor sizes(head);
      data = sizes.number(4);
      if (type == kFile4 && (flags & kLarge4) && head.size() >= 29) data |= Cursor(head.substr(25)).number(4) << 32;
      if (!sizes.good()) return RarEnd::kBroken;
      head.remove_prefix(4);
    }
    if (type == kFile4 && !take(name4(head, flags), flags & kEncrypted4)) return RarEnd::kBroken;
    in.take(data);
  }
  return in.good() ? RarEnd::kWhole : RarEnd::kBroken;
}

// ---- archives of version 5 ----

constexpr uint64_t kFile5 = 2, kEncryption5 = 4, kEnd5 = 5;
constexpr uint64_t kExtra5 = 1, kData5 = 2;     // flags of any header
constexpr uint64_t kTime5 = 2, kChecksum5 = 4;  // flags of a file header
constexpr uint64_t kEncryptionRecord5 = 1;

bool is_encrypted5(Cursor extra) {
  while (!extra.at_end() && extra.good()) {
    Cursor record(extra.take(extra.vint()));
    if (record.vint() == kEncryptionRecord5 && record.good()) return true;
  }
  return false;
}

std::string_view name5(Cursor& head) {
  const uint64_t flags = head.vint();
  head.vint();  // skips the size
  head.vint();  // skips the attributes
  if (flags & kTime5) head.take(4);
  if (flags & kChecksum5) head.take(4);
  head.vint();  // skips the compression
  head.vint();  // skips the system
  return head.take(head.vint());
}

RarEnd names5(Cursor in, const TakeRarName& take) {
  while (!in.at_end()) {
    in.take(4);  // skips the checksum
    Cursor head(in.take(in.vint()));
    const uint64_t type = head.vint();
    const uint64_t flags = head.vint();
    const uint64_t extra = flags & kExtra5 ? head.vint() : 0;
    const uint64_t data = flags & kData5 ? head.vint() : 0;
    if (!in.good() || !head.good()) return RarEnd::kBroken;
    if (type == kEnd5) return RarEnd::kWhole;
    if (type == kEncryption5) return RarEnd::kEncrypted;
    if (type == kFile5) {
      const std::string_view name = name5(head);
      if (!head.good()) return RarEnd::kBroken;
      if (head.left() > extra) head.take(head.left() - extra);
      if (!take(name, is_encrypted5(head))) return RarEnd::kBroken;
    }
    in.take(data);
  }
  return in.good() ? RarEnd::kWhole : RarEnd::kBroken;
}

}  // namespace

RarEnd for_each_rar_name(std::string_view bytes, const TakeRarName& take) {
  if (bytes.substr(0, kMark5.size()) == kMark5) return names5(Cursor(bytes.substr(kMark5.size())), take);
  if (bytes.substr(0, kMark4.size()) == kMark4) return names4(Cursor(bytes.substr(kMark4.size())), take);
  return RarEnd::kNoRar;
}

}  // namespace hfilter
