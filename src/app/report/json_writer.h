// SPDX-License-Identifier: BSD-2-Clause
//
// Writing JSON (RFC 8259) a value at a time; commas and escapes are its business. Misuse is a programming error.
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
  /// `value`, or null if it is empty.
  JsonWriter& text_or_null(std::string_view value);
  JsonWriter& number(int64_t value);
  /// One digit after the point, as scores are written.
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
  bool fresh_ = true;  // no comma before the next value
};

}  // namespace hfilter
