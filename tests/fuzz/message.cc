// SPDX-License-Identifier: BSD-2-Clause
// Any bytes are a message. The end of the header is the same in one piece and in many; fields are views in order; an
// added field is read back with its value, and all bytes but those of the removed fields stay as they were.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "message/header_edit.h"
#include "message/message.h"

namespace {

using namespace hfilter;

void require(bool condition) {
  if (!condition) std::abort();
}

size_t header_end_in_pieces(std::string_view bytes, size_t step) {
  size_t end = std::string_view::npos;
  for (size_t seen = 0; seen < bytes.size() && end == std::string_view::npos; seen += step) {
    end = Message::header_end(bytes.substr(0, seen + step), seen);
  }
  return end;
}

/// The bytes of `message` without the fields named X.
std::string without_x(const Message& message) {
  const std::string_view header = message.header();
  std::string rest;
  size_t done = 0;
  for (const HeaderField& field : message.fields()) {
    const size_t begin = static_cast<size_t>(field.raw.data() - header.data());
    require(begin >= done && begin + field.raw.size() <= header.size());
    if (!equal_ignoring_case(field.name, "X")) continue;
    rest.append(header, done, begin - done);
    done = begin + field.raw.size();
  }
  return rest.append(header.substr(done));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t end = Message::header_end(bytes);
  for (size_t step : {1, 2, 7}) require(header_end_in_pieces(bytes, step) == end);

  const std::string header(bytes.substr(0, end));
  const Message message(header, std::make_unique<MemoryBody>(std::string()));
  HeaderEdit untouched(message);
  require(untouched.result() == header);
  HeaderEdit removal(message);
  removal.remove("X");
  const std::string without = removal.result();
  require(without == without_x(message));

  removal.add("X", "1\r\nY: 2");
  const std::string with = removal.result();
  const Message again(with, std::make_unique<MemoryBody>(std::string()));
  require(again.find("X") != nullptr && again.find("X")->value == " 1 Y: 2");
  require(with.size() >= without.size() + 10);
  HeaderEdit undo(again);
  undo.remove("X");
  // Behind a last line without an end the new one stands without an end, too; all else comes back exactly.
  require(undo.result() == without || with.back() != '\n');

  HeaderEdit edit(message);
  edit.set("X", "1");
  edit.subject_prefix("[P]");
  const Message prefixed(edit.result(), std::make_unique<MemoryBody>(std::string()));
  HeaderEdit twice(prefixed);
  twice.subject_prefix("[P]");
  require(twice.empty());
  return 0;
}
