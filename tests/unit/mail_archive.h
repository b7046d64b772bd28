// SPDX-License-Identifier: BSD-2-Clause
//
// The files of a .tar.xz archive of mail, for tests that run where the data is there: HFILTER_DATA, else
// ../shared/data.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace hfilter {

inline std::string data_path(const std::string& file) {
  const char* set = getenv("HFILTER_DATA");
  return std::string(set && *set ? set : "../shared/data") + "/" + file;
}

/// Calls `take(name, bytes)` for each file of the archive, one in memory at a time. How many; 0 if it is not there.
template <class Take>
int for_each_mail(const std::string& file, Take take) {
  const std::string path = data_path(file);
  if (access(path.c_str(), R_OK) != 0) return 0;
  FILE* tar = popen(("xz -dc '" + path + "'").c_str(), "r");
  if (!tar) return 0;
  int count = 0;
  char head[512];
  while (fread(head, 1, sizeof head, tar) == sizeof head && head[0] != '\0') {
    const size_t size = strtoul(std::string(head + 124, 11).c_str(), nullptr, 8);
    std::string bytes((size + 511) / 512 * 512, '\0');
    if (fread(bytes.data(), 1, bytes.size(), tar) != bytes.size()) break;
    bytes.resize(size);
    const std::string name(head, strnlen(head, 100));
    if (head[156] != '0') continue;
    take(name.substr(name.rfind('/') + 1), bytes);
    ++count;
  }
  pclose(tar);
  return count;
}

}  // namespace hfilter
