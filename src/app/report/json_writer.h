// SPDX-License-Identifier: BSD-2-Clause
//
// Writes JSON (RFC 8259) one value at a time, with commas and escapes. Calls must nest correctly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hfilter {

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  /// Writes null for an empty text.
  JsonWriter& text_or_null(std::string_view value);
  JsonWriter& number(int64_t value);
  /// Writes one decimal place, as in scores.
  JsonWriter& decimal(double value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  const std::string& result() const { return out_; }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& raw(std::string_view value);
  void separate();

  std::string out_;
  bool fresh_ = true;  // the next value needs no comma
};

}  // namespace hfilter
