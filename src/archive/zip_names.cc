// SPDX-License-Identifier: BSD-2-Clause
#include "archive/zip_names.h"

#include <algorithm>
#include <cstdint>

namespace hfilter {
namespace {

constexpr std::string_view kLocal("PK\x03\x04", 4);
constexpr std::string_view kCentral("PK\x01\x02", 4);
constexpr std::string_view kEnd("PK\x05\x06", 4);
constexpr size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22;
constexpr unsigned kEncrypted = 1u << 0, kSizeBehind = 1u << 3;

uint64_t number_at(std::string_view bytes, size_t at, size_t octets) {
  uint64_t value = 0;
  for (size_t i = octets; i-- > 0;) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

bool stands_at(std::string_view bytes, size_t at, std::string_view mark) {
  return bytes.size() >= at && bytes.compare(at, mark.size(), mark) == 0;
}

/// Returns true if a data descriptor (4.3.9) before `next` has the size of the data at `data`. A descriptor is an
/// optional signature, a CRC, and two sizes of 4 or 8 octets.
bool is_descriptor_before(std::string_view bytes, size_t data, size_t next) {
  for (const size_t width : {size_t{4}, size_t{8}}) {
    const size_t record = 4 + 2 * width;
    if (next - data < record) continue;
    const uint64_t packed = number_at(bytes, next - 2 * width, width);
    const uint64_t between = next - data - record;
    if (packed == between || (between >= 4 && packed == between - 4)) return true;
  }
  return false;
}

/// Returns the offset of the next header after data of unknown length, or npos.
size_t header_after(std::string_view bytes, size_t data) {
  for (size_t at = bytes.find("PK", data); at != std::string_view::npos; at = bytes.find("PK", at + 2)) {
    const bool header = stands_at(bytes, at, kLocal) || stands_at(bytes, at, kCentral);
    if (header && is_descriptor_before(bytes, data, at)) return at;
  }
  return std::string_view::npos;
}

}  // namespace

void for_each_central_name(std::string_view bytes, const TakeZipName& take) {
  const size_t end = bytes.rfind(kEnd);
  if (end == std::string_view::npos || bytes.size() - end < kEndBytes) return;
  const uint64_t size = number_at(bytes, end + 12, 4);
  if (size > end) return;
  size_t at = end - static_cast<size_t>(size);
  while (end - at >= kCentralBytes && stands_at(bytes, at, kCentral)) {
    const size_t name = number_at(bytes, at + 28, 2);
    const size_t more = number_at(bytes, at + 30, 2) + number_at(bytes, at + 32, 2);
    if (end - at - kCentralBytes < name) return;
    if (!take(bytes.substr(at + kCentralBytes, name), number_at(bytes, at + 8, 2) & kEncrypted)) return;
    at += std::min(kCentralBytes + name + more, end - at);
  }
}

void for_each_local_name(std::string_view bytes, const TakeZipName& take) {
  size_t at = stands_at(bytes, 4, kLocal) ? 4 : 0;  // a spanned archive has a signature before its first entry
  while (at < bytes.size() && bytes.size() - at >= kLocalBytes && stands_at(bytes, at, kLocal)) {
    const uint64_t flags = number_at(bytes, at + 6, 2);
    const uint64_t packed = number_at(bytes, at + 18, 4);
    const size_t name = number_at(bytes, at + 26, 2);
    const size_t extra = number_at(bytes, at + 28, 2);
    if (bytes.size() - at - kLocalBytes < name + extra) return;
    if (!take(bytes.substr(at + kLocalBytes, name), flags & kEncrypted)) return;
    const size_t data = at + kLocalBytes + name + extra;
    if ((flags & kSizeBehind) && packed == 0) {
      at = header_after(bytes, data);
    } else if (packed > bytes.size() - data) {
      return;
    } else {
      at = data + static_cast<size_t>(packed);
    }
  }
}

}  // namespace hfilter
