// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/json_writer.h"

#include <cstdio>

#include "base/escape.h"

namespace hfilter {

void JsonWriter::separate() {
  if (!fresh_) out_ += ',';
  fresh_ = false;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  fresh_ = true;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  fresh_ = false;
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view value) {
  separate();
  out_ += value;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  raw(json_string(name));
  out_ += ':';
  fresh_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) { return raw(json_string(value)); }

JsonWriter& JsonWriter::text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }

JsonWriter& JsonWriter::number(int64_t value) { return raw(std::to_string(value)); }

JsonWriter& JsonWriter::decimal(double value) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.1f", value);
  return raw(digits);
}

JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::null() { return raw("null"); }

}  // namespace hfilter
