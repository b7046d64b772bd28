// SPDX-License-Identifier: BSD-2-Clause
//
// Just enough JSON (RFC 8259) to read the data files of the larger checks, one value a line. What is no JSON becomes
// null. Owns its text. Not for hostile input: it recurses.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hfilter_test {

struct Json {
  enum class Type { kNull, kNumber, kString, kArray, kObject } type = Type::kNull;
  std::string text;         // of a string; as written of a number, true, false
  std::vector<Json> items;  // of an array
  std::vector<std::pair<std::string, Json>> members;

  static Json parse(std::string_view in) {
    size_t at = 0;
    return value(in, &at);
  }
  /// A member of an object; null if there is none.
  const Json& operator[](std::string_view name) const {
    static const Json none;
    for (const auto& [key, member] : members) {
      if (key == name) return member;
    }
    return none;
  }
  bool has(std::string_view name) const { return (*this)[name].type != Type::kNull; }

 private:
  static void blanks(std::string_view in, size_t* at) {
    while (*at < in.size() && std::string_view(" \t\r\n,:").find(in[*at]) != std::string_view::npos) ++*at;
  }

  static void utf8(unsigned code, std::string* out) {
    if (code < 0x80) {
      *out += static_cast<char>(code);
    } else if (code < 0x800) {
      *out += static_cast<char>(0xC0 | (code >> 6));
      *out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      *out += static_cast<char>(0xE0 | (code >> 12));
      *out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      *out += static_cast<char>(0x80 | (code & 0x3F));
    }
  }

  static std::string string(std::string_view in, size_t* at) {
    std::string out;
    for (++*at; *at < in.size() && in[*at] != '"'; ++*at) {
      if (in[*at] != '\\') {
        out += in[*at];
        continue;
      }
      const char c = in[++*at];
      if (c == 'u') {
        utf8(static_cast<unsigned>(std::strtoul(std::string(in.substr(*at + 1, 4)).c_str(), nullptr, 16)), &out);
        *at += 4;
      } else {
        const size_t known = std::string_view("nrtbf").find(c);
        out += known == std::string_view::npos ? c : "\n\r\t\b\f"[known];
      }
    }
    ++*at;
    return out;
  }

  static Json value(std::string_view in, size_t* at) {
    Json result;
    blanks(in, at);
    if (*at >= in.size()) return result;
    if (in[*at] == '"') {
      result.type = Type::kString;
      result.text = string(in, at);
    } else if (in[*at] == '[' || in[*at] == '{') {
      const bool array = in[(*at)++] == '[';
      result.type = array ? Type::kArray : Type::kObject;
      for (blanks(in, at); *at < in.size() && in[*at] != ']' && in[*at] != '}'; blanks(in, at)) {
        std::string key = array ? "" : string(in, at);
        Json item = value(in, at);
        if (array) {
          result.items.push_back(std::move(item));
        } else {
          result.members.emplace_back(std::move(key), std::move(item));
        }
      }
      ++*at;
    } else {
      const size_t end = in.find_first_of(",]} \t\r\n", *at);
      result.text = std::string(in.substr(*at, end - *at));
      result.type = result.text == "null" ? Type::kNull : Type::kNumber;
      *at = end == std::string_view::npos ? in.size() : end;
    }
    return result;
  }
};

}  // namespace hfilter_test
