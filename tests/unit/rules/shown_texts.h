// SPDX-License-Identifier: BSD-2-Clause
//
// What the project shows to its users, for the tests that hold it to be true: files, and the displays of a manual.
// A file that cannot be read is empty: who asks for it looks at what came.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fstream>
#include <sstream>

namespace hfilter {

inline std::string read_text(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A line of a literal display of mdoc.
inline std::string unescaped(std::string line) {
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"\\e", "\\"}, {"\\-", "-"}, {"\\&", ""}, {"\\(dq", "\""}, {"\\(aq", "'"}}) {
    for (size_t at = line.find(from); at != line.npos; at = line.find(from, at + to.size())) {
      line.replace(at, from.size(), to);
    }
  }
  return line;
}

/// The literal displays of a page.
inline std::vector<std::string> displays(const std::string& page) {
  std::vector<std::string> all;
  std::istringstream lines(read_text(page));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 12, ".Bd -literal") == 0) {
      inside = true;
      all.emplace_back();
    } else if (line == ".Ed") {
      inside = false;
    } else if (inside) {
      all.back() += unescaped(line) + "\n";
    }
  }
  return all;
}

}  // namespace hfilter
