// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_scan.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

/// Returns how much memory the fields of a block take.
size_t bytes_of(const MimeBlock& block) {
  size_t bytes = block.type.token.size() + block.disposition.token.size();
  for (const MimeField* field : {&block.type, &block.disposition}) {
    for (const MimeParameter& parameter : field->parameters) {
      bytes += sizeof parameter + parameter.name.size() + parameter.value.size();
    }
  }
  return bytes;
}

std::string token_text(int token) {
  char text[16];
  std::snprintf(text, sizeof text, "b%06d", token);
  return text;
}

/// Returns the length of a field's name, which ends at ":" or blanks before it (RFC 5322 4.5.8), or 0 without a field.
size_t name_length(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && line[i] > ' ' && line[i] != ':' && line[i] != 127) ++i;
  size_t colon = i;
  while (colon < line.size() && is_blank(line[colon])) ++colon;
  return colon < line.size() && line[colon] == ':' ? i : 0;
}

bool is_content_field(std::string_view name) { return begins_ignoring_case(name, "content-"); }

}  // namespace

void add_limit(const MimeLimit& limit, std::vector<const MimeLimit*>* limits) {
  if (std::find(limits->begin(), limits->end(), &limit) == limits->end()) limits->push_back(&limit);
}

const MimeParameter* MimeBlock::file_name() const {
  const MimeParameter* found = disposition.find("filename");
  return found ? found : type.find("name");
}

MimeScan::MimeScan(const Message& message, Wanted wanted) : wanted_(std::move(wanted)) {
  begin_block();
  read_fields(message);
}

// Reads all Content- fields of the header, including those beyond kMaxFields. The rest of a cut header is in the body.
void MimeScan::read_fields(const Message& message) {
  const std::string_view header = message.header().substr(message.from_line().size());
  FieldScanner fields(header, message.header_complete());
  HeaderField field;
  while (fields.next(&field)) {
    if (is_content_field(field.name)) content_field(field.name, field.value, false);
  }
  if (message.header_complete()) return end_block(0);
  in_top_header_ = true;
  feed(header.substr(fields.offset()));
  position_ = line_begin_ = 0;
}

void MimeScan::feed(std::string_view bytes) {
  while (!bytes.empty() && position_ <= kMaxMimeBytes) {
    const void* newline = std::memchr(bytes.data(), '\n', bytes.size());
    const size_t piece =
        newline ? static_cast<size_t>(static_cast<const char*>(newline) - bytes.data()) + 1 : bytes.size();
    std::string_view line;  // the whole line, if it came in one piece
    if (!skipping_) {
      // Outside of headers only boundary lines matter.
      const bool matters = in_header_ || !line_.empty() || bytes[0] == '-';
      const size_t cap = in_header_ ? kMaxMimeFieldBytes : kMaxBoundaryBytes + 8;
      if (!matters) {
        skipping_ = true;
      } else if (newline && line_.empty() && piece <= cap) {
        line = bytes.substr(0, piece);
      } else {
        keep_line(bytes.substr(0, piece), cap);
      }
    }
    position_ += piece;
    if (newline) {
      const bool crlf = piece >= 2 ? bytes[piece - 2] == '\r' : last_ == '\r';
      if (!skipping_) end_line(line.empty() ? line_ : line);
      previous_end_ = crlf ? 2 : 1;
      line_.clear();
      skipping_ = line_cut_ = false;
      line_begin_ = position_;
    }
    last_ = bytes[piece - 1];
    bytes.remove_prefix(piece);
  }
  if (position_ <= kMaxMimeBytes) return;
  add_limit(kSizeLimit, &limits_);
  incomplete_because_ = &kSizeLimit;
}

void MimeScan::keep_line(std::string_view piece, size_t cap) {
  const size_t room = cap - std::min(cap, line_.size());
  line_cut_ = line_cut_ || piece.size() > room;
  line_.append(piece.substr(0, room));
}

void MimeScan::end_line(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  bool closing = false;
  Boundary* boundary = nullptr;
  if (line.size() >= 3 && line[0] == '-' && line[1] == '-' && boundary_first_[static_cast<uint8_t>(line[2])]) {
    boundary = find_boundary(line.substr(2), &closing);
  }
  if (boundary != nullptr) {
    boundary_line(*boundary, closing);
  } else if (in_header_) {
    header_line(line);
  }
}

// Returns the boundary that a line begins with, whatever follows (RFC 2046 5.1.1). Looks for an exact match first,
// because one boundary can be a prefix of another.
MimeScan::Boundary* MimeScan::find_boundary(std::string_view text, bool* closing) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  auto exact = boundaries_.find(text);
  *closing = false;
  if (exact != boundaries_.end()) return &exact->second;
  if (text.size() >= 2 && text.substr(text.size() - 2) == "--") {
    exact = boundaries_.find(text.substr(0, text.size() - 2));
    *closing = true;
    if (exact != boundaries_.end()) return &exact->second;
  }
  size_t size = 0;
  Boundary* boundary = find_prefix(text, &size);
  *closing = boundary != nullptr && text.substr(size, 2) == "--";
  if (boundary != nullptr && !boundary->cut) marks_ |= kMarkBoundaryPrefix;
  return boundary;
}

// Returns the longest boundary that is a prefix of `text`. The last entry of the map that is not behind `text` begins
// with each such prefix, so its chain of `shorter` contains all of them.
MimeScan::Boundary* MimeScan::find_prefix(std::string_view text, size_t* size) {
  auto after = boundaries_.upper_bound(text);
  if (after == boundaries_.begin()) return nullptr;
  auto found = std::prev(after);
  const auto [mismatch, end] = std::mismatch(found->first.begin(), found->first.end(), text.begin(), text.end());
  const auto common = static_cast<size_t>(mismatch - found->first.begin());
  while (found->first.size() > common) {
    if (found->second.shorter == nullptr) return nullptr;
    found = boundaries_.find(*found->second.shorter);
  }
  *size = found->first.size();
  return &found->second;
}

// Adds a boundary. A long boundary is cut, because its lines begin with the cut form, too.
MimeScan::Boundary* MimeScan::declare(std::string_view text) {
  const bool cut = text.size() > kMaxBoundaryBytes;
  if (cut) marks_ |= kMarkLongBoundary;
  text = text.substr(0, kMaxBoundaryBytes);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  if (boundaries_.size() >= kMaxBoundaries && boundaries_.find(text) == boundaries_.end()) {
    incomplete_because_ = &kPartsLimit;
    give_up_structure(kPartsLimit);
    return nullptr;
  }
  size_t size = 0;
  const Boundary* shorter = find_prefix(text, &size);
  auto [at, fresh] = boundaries_.try_emplace(std::string(text));
  Boundary& boundary = at->second;
  if (!fresh) {
    marks_ |= kMarkBoundaryTwice;
    return &boundary;
  }
  boundary.token = static_cast<int>(boundaries_.size());
  boundary.cut = cut;
  if (shorter != nullptr) boundary.shorter = &boundaries_.find(text.substr(0, size))->first;
  for (auto longer = std::next(at); longer != boundaries_.end(); ++longer) {
    if (longer->first.compare(0, text.size(), text) != 0) break;
    const std::string*& its = longer->second.shorter;
    if (its == nullptr || its->size() < text.size()) its = &at->first;
  }
  if (!text.empty()) boundary_first_[static_cast<uint8_t>(text[0])] = true;
  return &boundary;
}

void MimeScan::give_up_structure(const MimeLimit& limit) {
  whole_ = false;
  skeleton_ = {};
  lines_ = {};
  add_limit(limit, &limits_);
}

void MimeScan::boundary_line(Boundary& boundary, bool closing) {
  while (in_header_) end_block(line_begin_);  // also ends the empty header of an inner message without content
  if (boundary.closed) marks_ |= kMarkLineAfterClosing;
  (closing ? boundary.closed : boundary.opened) = true;
  const uint64_t begin = line_begin_ - std::min<uint64_t>(previous_end_, line_begin_);
  close_block(begin);
  if (whole_ && lines_.size() >= kMaxBoundaryLines) give_up_structure(kPartsLimit);
  if (whole_) {
    skeleton_ += "--" + token_text(boundary.token) + (closing ? "--=" : "=") + std::to_string(lines_.size()) + "\n";
    lines_.push_back({begin, position_});
  }
  if (closing) return;
  begin_block();
  depth_ = boundary.depth;
  in_digest_ = boundary.digest;
  block_.header_begin = position_;
}

void MimeScan::close_block(uint64_t end) {
  if (block_kept_) blocks_.back().body_end = std::max(blocks_.back().body_begin, end);
  block_kept_ = false;
}

void MimeScan::header_line(std::string_view line) {
  if (!in_top_header_ && line.find('\0') != std::string_view::npos) marks_ |= kMarkNul;
  if (line.empty()) {
    end_block(position_);
  } else if (is_blank(line[0])) {
    field_cut_ = field_cut_ || line_cut_ || field_.size() >= kMaxMimeFieldBytes;
    if (field_wanted_ && field_.size() < kMaxMimeFieldBytes) field_.append("\n").append(line);
  } else if (const size_t length = name_length(line)) {
    end_field();
    field_wanted_ = is_content_field(line.substr(0, length));
    field_cut_ = line_cut_;
    if (field_wanted_) field_ = line;
  } else if (begins_ignoring_case(line, "From ") || begins_ignoring_case(line, ">From ")) {
    // The line is an mbox line before a returned message.
  } else if (!in_top_header_) {
    marks_ |= kMarkNotAField;
    end_block(line_begin_);
  }
}

void MimeScan::end_field() {
  if (field_wanted_) {
    const std::string_view field = field_;
    const size_t length = name_length(field);
    content_field(field.substr(0, length), field.substr(field.find(':') + 1), field_cut_);
  }
  field_wanted_ = false;
  field_.clear();
}

// Reads a Content- field. The first of two counts, as in most mail programs; the second adds a mark and its names.
void MimeScan::content_field(std::string_view name, std::string_view value, bool cut) {
  block_is_empty_ = false;
  if (equal_ignoring_case(name, "content-type")) {
    if (++content_types_ > kMaxContentTypes && whole_) give_up_structure(kPartsLimit);
    MimeField type = parse_content_type(value);
    // Some programs use the last field, so one multipart among them is enough to look for parts.
    const bool parts = begins_ignoring_case(type.token, "multipart/");
    if (!seen_type_ || (parts && !block_.is_multipart())) std::swap(block_.type, type);
    if (seen_type_) add_names(type, "name", &block_.type);
    seen_type_ = true;
    block_.type.may_lack_name = block_.type.may_lack_name || cut;
  } else if (equal_ignoring_case(name, "content-disposition")) {
    if (seen_disposition_) {
      add_names(parse_content_disposition(value), "filename", &block_.disposition);
    } else {
      block_.disposition = parse_content_disposition(value);
    }
    seen_disposition_ = true;
    block_.disposition.may_lack_name = block_.disposition.may_lack_name || cut;
  } else if (equal_ignoring_case(name, "content-transfer-encoding")) {
    if (seen_encoding_) {
      marks_ |= kMarkFieldTwice;
    } else {
      block_.encoding = parse_transfer_encoding(value);
    }
    seen_encoding_ = true;
  }
}

void MimeScan::add_names(const MimeField& again, std::string_view name, MimeField* field) {
  marks_ |= kMarkFieldTwice;
  field->may_lack_name = field->may_lack_name || again.may_lack_name;
  for (const MimeParameter& parameter : again.parameters) {
    if (parameter.name != name) continue;
    if (field->parameters.size() < 2 * kMaxMimeParameters) {
      field->parameters.push_back(parameter);
    } else {
      field->may_lack_name = true;
    }
  }
}

void MimeScan::begin_block() {
  if (!block_is_empty_) block_ = {};
  block_is_empty_ = true;
  in_digest_ = false;
  in_header_ = true;
  seen_type_ = seen_disposition_ = seen_encoding_ = false;
}

void MimeScan::end_block(uint64_t body_begin) {
  end_field();
  close_block(body_begin);
  in_header_ = in_top_header_ = false;
  if (beyond_ && block_is_empty_ && !in_digest_) {  // drops a part without a name
    incomplete_because_ = &kPartsLimit;
    return;
  }
  block_is_empty_ = false;
  block_.body_begin = block_.body_end = body_begin;
  marks_ |= block_.type.marks | block_.disposition.marks;
  if (block_.is_cut()) add_limit(kFieldLimit, &limits_);
  if (block_.type.token.empty()) block_.type.token = in_digest_ ? "message/rfc822" : "text/plain";  // RFC 2046 5.1.5
  if (block_.encoding == TransferEncoding::kUnknown) marks_ |= kMarkUnknownEncoding;
  const bool within = block_.is_message() && !block_.is_encoded();
  if (block_.is_encoded() && (block_.is_multipart() || block_.is_message())) marks_ |= kMarkEncodedMultipart;
  if (depth_ > kMaxMimeDepth && whole_) give_up_structure(kDepthLimit);
  emit_block();
  keep_block();
  if (!within) return;
  begin_block();
  ++depth_;
  block_.header_begin = body_begin;
}

/// Keeps the current block; beyond the bounds only if the caller wants it. Block 0 is always kept.
void MimeScan::keep_block() {
  const size_t bytes = bytes_of(block_);
  const bool fits = blocks_.empty() || (blocks_.size() < kMaxMimeParts && block_bytes_ + bytes <= kMaxMimePartBytes);
  if (!fits && whole_) give_up_structure(kPartsLimit);
  const bool later = beyond_ || !fits;
  beyond_ = later;
  if (later && (!wanted_ || later_programs_ >= kMaxLaterPrograms || !wanted_(block_))) {
    incomplete_because_ = &kPartsLimit;
    return;
  }
  later_programs_ += later ? 1 : 0;
  block_bytes_ += bytes;
  blocks_.push_back(std::move(block_));
  block_kept_ = true;
}

void MimeScan::emit_block() {
  if (block_.is_multipart()) {
    emit_multipart();
  } else if (whole_ && block_.is_message() && !block_.is_encoded()) {
    skeleton_ += "Content-Type: message/rfc822\n";
  }
  if (whole_) skeleton_ += "Content-ID: " + std::to_string(blocks_.size()) + "\n\n";
}

void MimeScan::emit_multipart() {
  const MimeParameter* parameter = block_.type.find("boundary");
  if (!parameter || parameter->value.empty()) {
    marks_ |= kMarkNoBoundary;
    return;
  }
  Boundary* boundary = declare(parameter->value);
  if (boundary == nullptr) return;
  boundary->depth = depth_ + 1;
  boundary->digest = boundary->digest || block_.type.token == "multipart/digest";
  if (whole_) skeleton_ += "Content-Type: multipart/mixed; boundary=" + token_text(boundary->token) + "\n";
}

void MimeScan::finish(bool at_end) {
  if (!line_.empty() && !skipping_) {
    end_line(line_);
    line_.clear();
  }
  while (in_header_) end_block(position_);
  close_block(position_);
  if (!at_end || position_ > kMaxMimeBytes) return;
  for (const auto& [text, boundary] : boundaries_) {
    if (!boundary.opened) {
      marks_ |= kMarkNoBoundary;
    } else if (!boundary.closed) {
      marks_ |= kMarkUnclosedBoundary;
    }
  }
}

}  // namespace hfilter
