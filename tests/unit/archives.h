// SPDX-License-Identifier: BSD-2-Clause
//
// Archives written by hand, stored rather than packed, with right checksums: whole ones, and such as lie. Source of the
// formats: PKWARE's APPNOTE.TXT, RFC 1952, POSIX ustar, RAR's technote.txt (4 and 5), Microsoft's cabinet format
// [MS-CAB], ECMA-119.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace hfilter {

/// Little-endian.
inline std::string number(uint64_t value, int octets) {
  std::string out;
  for (int i = 0; i < octets; ++i, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
  return out;
}

inline uint32_t crc32(const std::string& data) {
  uint32_t crc = ~0u;
  for (const char c : data) {
    crc ^= static_cast<uint8_t>(c);
    for (int i = 0; i < 8; ++i) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

struct ZipEntry {
  std::string local_name;
  std::string central_name;  // empty: the list at the end does not know it
  std::string data;
  uint32_t flags = 0;
  std::string deflated = {};  // not empty: this stands in the file for `data`
  size_t size = data.size();
};

/// A zip, written here so that it can lie.
inline std::string zip(const std::vector<ZipEntry>& entries) {
  std::string out, central;
  size_t count = 0;
  for (const ZipEntry& e : entries) {
    const size_t offset = out.size();
    const std::string& packed = e.deflated.empty() ? e.data : e.deflated;
    const std::string sizes =
        number(crc32(e.data), 4) + number(packed.size(), 4) + number(e.size, 4);  // also the data descriptor
    const bool behind = e.flags & 8;
    const std::string common = number(e.flags, 2) + number(e.deflated.empty() ? 0 : 8, 2) + number(0, 4);
    out += "PK\x03\x04" + number(20, 2) + common + (behind ? number(0, 12) : sizes) + number(e.local_name.size(), 2) +
           number(0, 2) + e.local_name + packed;
    if (behind) out += "PK\x07\x08" + sizes;
    if (e.central_name.empty()) continue;
    central += "PK\x01\x02" + number(20, 2) + number(20, 2) + common + sizes + number(e.central_name.size(), 2) +
               number(0, 12) + number(offset, 4) + e.central_name;
    ++count;
  }
  return out + central + "PK\x05\x06" + number(0, 4) + number(count, 2) + number(count, 2) + number(central.size(), 4) +
         number(out.size(), 4) + number(0, 2);
}

inline std::string zip_of(const std::string& name, const std::string& data = "data") {
  return zip({{name, name, data, 0}});
}

/// gzip of stored blocks, with the name that gzip(1) keeps of the file.
inline std::string gzip(const std::string& data, const std::string& name = "") {
  std::string out = "\x1f\x8b\x08" + number(name.empty() ? 0 : 8, 1) + number(0, 4) + std::string("\0\x03", 2);
  if (!name.empty()) out += name + std::string(1, '\0');
  for (size_t at = 0; at < data.size() || at == 0; at += 65'535) {
    const std::string block = data.substr(at, 65'535);
    out += number(at + 65'535 >= data.size() ? 1 : 0, 1) + number(block.size(), 2) + number(~block.size() & 0xFFFF, 2) +
           block;
  }
  return out + number(crc32(data), 4) + number(data.size(), 4);
}

inline std::string tar_head(const std::string& name, uint64_t size) {
  std::string head(512, '\0');
  char text[16];
  head.replace(0, name.size(), name);
  head.replace(100, 8, "0000644\0", 8);
  snprintf(text, sizeof text, "%011llo", static_cast<unsigned long long>(size));
  head.replace(124, 11, text);
  head.replace(136, 11, "00000000000");
  head.replace(156, 1, "0");
  head.replace(257, 6, "ustar\0", 6);
  head.replace(263, 2, "00");
  head.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : head) sum += static_cast<uint8_t>(c);
  snprintf(text, sizeof text, "%06o", sum);
  head.replace(148, 6, text);
  head.replace(154, 2, "\0 ", 2);
  return head;
}

/// One file in a tar.
inline std::string tar(const std::string& name, const std::string& data = "") {
  return tar_head(name, data.size()) + data + std::string((512 - data.size() % 512) % 512 + 1'024, '\0');
}

// ---- rar, version 4: blocks of a checksum, a type, flags, a length ----

inline std::string rar4_block(uint32_t type, uint32_t flags, const std::string& rest, const std::string& data = "") {
  const std::string head = number(type, 1) + number(flags, 2) + number(7 + rest.size(), 2) + rest;
  return number(crc32(head) & 0xFFFF, 2) + head + data;
}

inline std::string rar4_file(const std::string& name, const std::string& data, uint32_t flags = 0) {
  return rar4_block(0x74, 0x8000 | flags,
                    number(data.size(), 4) + number(data.size(), 4) + number(2, 1) + number(crc32(data), 4) +
                        number(0, 4) + number(20, 1) + number(0x30, 1) + number(name.size(), 2) + number(0x20, 4) +
                        name + (flags & 0x400 ? std::string(8, 's') : ""),
                    data);
}

inline std::string rar4(const std::string& files, uint32_t flags = 0, uint32_t end_flags = 0x4000) {
  return std::string("Rar!\x1a\x07\0", 7) + rar4_block(0x73, flags, number(0, 6)) + files +
         rar4_block(0x7B, end_flags, "");
}

// ---- rar, version 5: numbers of seven bits an octet ----

inline std::string rar5_number(uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(0x80 | (value & 0x7F)));
  out.push_back(static_cast<char>(value));
  return out;
}

inline std::string rar5_block(const std::string& rest, const std::string& data = "") {
  const std::string head = rar5_number(rest.size()) + rest;
  return number(crc32(head), 4) + head + data;
}

struct Rar5File {
  std::string name;
  std::string data;
  bool encrypted = false;
  bool solid = false;
  uint64_t split = 0;  // 8: goes on from the volume before, 16: goes on in the next
};

inline std::string rar5_file(const Rar5File& file) {
  const std::string record =  // encryption: its type, version, flags, iterations, salt, vector
      rar5_number(1) + rar5_number(0) + rar5_number(0) + number(15, 1) + std::string(32, 's');
  const std::string extra = file.encrypted ? rar5_number(record.size()) + record : "";
  return rar5_block(rar5_number(2) + rar5_number((extra.empty() ? 2 : 3) | file.split) +
                        (extra.empty() ? "" : rar5_number(extra.size())) + rar5_number(file.data.size()) +
                        rar5_number(4) + rar5_number(file.data.size()) + rar5_number(0x20) +
                        number(crc32(file.data), 4) + rar5_number(file.solid ? 0x40 : 0) + rar5_number(0) +
                        rar5_number(file.name.size()) + file.name + extra,
                    file.data);
}

inline std::string rar5(const std::string& files, uint64_t flags = 0) {
  return std::string("Rar!\x1a\x07\x01\0", 8) + rar5_block(rar5_number(1) + rar5_number(0) + rar5_number(flags)) +
         files + rar5_block(rar5_number(5) + rar5_number(0) + rar5_number(flags & 1));
}

/// After this all is unreadable: the header of what follows is encrypted, names and all.
inline std::string rar5_encrypted_headers() {
  return std::string("Rar!\x1a\x07\x01\0", 8) +
         rar5_block(rar5_number(4) + rar5_number(0) + rar5_number(0) + rar5_number(0) + number(15, 1) +
                    std::string(16, 's')) +
         std::string(200, '\x5a');
}

// ---- cab ----

/// [MS-CAB] 3.1.
inline uint32_t cab_checksum(const std::string& data, uint32_t sum) {
  size_t at = 0;
  const auto octet = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(data[i])); };
  for (; at + 4 <= data.size(); at += 4) {
    sum ^= octet(at) | octet(at + 1) << 8 | octet(at + 2) << 16 | octet(at + 3) << 24;
  }
  uint32_t rest = 0;
  for (; at < data.size(); ++at) rest = rest << 8 | octet(at);
  return sum ^ rest;
}

/// One folder, one block of data (below 32 KiB), not packed.
inline std::string cab(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string entries, data;
  for (const auto& [name, bytes] : files) {
    entries += number(bytes.size(), 4) + number(data.size(), 4) + number(0, 2) + number(0x21, 2) + number(0, 2) +
               number(0x20, 2) + name + std::string(1, '\0');
    data += bytes;
  }
  const std::string sizes = number(data.size(), 2) + number(data.size(), 2);
  const size_t first_file = 36 + 8, first_data = first_file + entries.size();
  return "MSCF" + number(0, 4) + number(first_data + 8 + data.size(), 4) + number(0, 4) + number(first_file, 4) +
         number(0, 4) + number(3, 1) + number(1, 1) + number(1, 2) + number(files.size(), 2) + number(0, 6) +
         number(first_data, 4) + number(1, 2) + number(0, 2) + entries +
         number(cab_checksum(sizes, cab_checksum(data, 0)), 4) + sizes + data;
}

// ---- iso ----

inline std::string iso_number(uint64_t value, int octets) {  // both byte orders
  const std::string little = number(value, octets);
  return little + std::string(little.rbegin(), little.rend());
}

inline std::string iso_record(const std::string& name, size_t sector, size_t size, bool directory) {
  const size_t length = (33 + name.size() + 1) / 2 * 2;
  std::string out = number(length, 1) + number(0, 1) + iso_number(sector, 4) + iso_number(size, 4) +
                    std::string("\x68\1\1\0\0\0\0", 7) + number(directory ? 2 : 0, 1) + number(0, 2) +
                    iso_number(1, 2) + number(name.size(), 1) + name;
  out.resize(length, '\0');
  return out;
}

/// One file in the root directory.
inline std::string iso(const std::string& name, const std::string& data = "data") {
  const auto sector = [](std::string bytes) {
    bytes.resize((bytes.size() + 2'047) / 2'048 * 2'048, '\0');
    return bytes;
  };
  const size_t path_table = 18, root = 19, file = 20;
  std::string volume = std::string("\1CD001\1\0", 8) + std::string(64, ' ') + std::string(8, '\0');
  volume += iso_number(file + sector(data).size() / 2'048, 4) + std::string(32, '\0');
  volume += iso_number(1, 2) + iso_number(1, 2) + iso_number(2'048, 2) + iso_number(10, 4);
  volume += number(path_table, 4) + number(0, 12) + iso_record(std::string(1, '\0'), root, 2'048, true);
  volume += std::string(623, ' ');
  for (int i = 0; i < 4; ++i) volume += std::string(16, '0') + std::string(1, '\0');  // dates
  volume += "\1";                                                                     // of the file structure
  const std::string table = number(1, 1) + number(0, 1) + number(root, 4) + number(1, 2) + number(0, 2);
  const std::string directory = iso_record(std::string(1, '\0'), root, 2'048, true) +
                                iso_record("\1", root, 2'048, true) + iso_record(name, file, data.size(), false);
  return std::string(16 * 2'048, '\0') + sector(volume) +
         sector(std::string("\xff"
                            "CD001\1",
                            7)) +
         sector(table) + sector(directory) + sector(data);
}

}  // namespace hfilter
