// SPDX-License-Identifier: BSD-2-Clause
#include "message/mime_scan.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

std::string token_text(int token) {
  char text[16];
  std::snprintf(text, sizeof text, "b%06d", token);
  return text;
}

/// Where a field's name ends: at ":", perhaps behind blanks (RFC 5322 4.5.8). 0 if the line is no field.
size_t name_length(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && line[i] > ' ' && line[i] != ':' && line[i] != 127) i++;
  size_t colon = i;
  while (colon < line.size() && is_blank(line[colon])) colon++;
  return colon < line.size() && line[colon] == ':' ? i : 0;
}

bool is_content_field(std::string_view name) { return begins_ignoring_case(name, "content-"); }

}  // namespace

const MimeParameter* MimeBlock::file_name() const {
  const MimeParameter* found = disposition.find("filename");
  return found ? found : type.find("name");
}

MimeScan::MimeScan(const Message& message) {
  begin_block();
  read_fields(message);
  in_header_ = false;
  end_block(0);
}

void MimeScan::read_fields(const Message& message) {
  for (const HeaderField& field : message.fields()) {
    if (is_content_field(field.name)) content_field(field.name, field.value);
  }
}

void MimeScan::feed(std::string_view bytes) {
  while (!bytes.empty() && limit_.empty()) {
    const void* newline = std::memchr(bytes.data(), '\n', bytes.size());
    const size_t piece =
        newline ? static_cast<size_t>(static_cast<const char*>(newline) - bytes.data()) + 1 : bytes.size();
    if (!skipping_) {
      // Outside of headers a line matters only if it may be a boundary.
      const bool matters = in_header_ || (line_.empty() ? bytes[0] == '-' : true);
      if (matters) {
        const size_t cap = in_header_ ? kMaxMimeFieldBytes : kMaxBoundaryBytes + 8;
        const size_t room = cap - std::min(cap, line_.size());
        if (in_header_ && piece > room) marks_ |= kMarkLongField;
        line_.append(bytes.substr(0, std::min(piece, room)));
      } else {
        skipping_ = true;
      }
    }
    position_ += piece;
    if (position_ > kMaxMimeBytes) limit_ = "the body is beyond 256 MiB";
    if (newline) {
      const bool crlf = piece >= 2 ? bytes[piece - 2] == '\r' : last_ == '\r';
      if (!skipping_) end_line();
      previous_end_ = crlf ? 2 : 1;
      line_.clear();
      skipping_ = false;
      line_begin_ = position_;
    }
    last_ = bytes[piece - 1];
    bytes.remove_prefix(piece);
  }
}

void MimeScan::end_line() {
  std::string_view line = line_;
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.size() >= 2 && line[0] == '-' && line[1] == '-')
    boundary_candidate(line);
  else if (in_header_)
    header_line(line);
}

void MimeScan::boundary_candidate(std::string_view line) {
  if (++dashed_lines_ > kMaxBoundaryLines) {
    limit_ = "more than 10000 lines that begin with --";
    return;
  }
  bool closing = false;
  if (Boundary* boundary = find_boundary(line.substr(2), &closing)) {
    boundary_line(*boundary, closing);
  } else if (in_header_) {
    header_line(line);
  }
}

// RFC 2046 5.1.1: a line that begins with the boundary is one, whatever follows. An exact line is looked for first,
// since writers number their boundaries and one may begin with another.
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
  *closing = false;
  std::string_view key = text;
  while (!key.empty()) {  // the longest one that `text` begins with: each round shortens the key
    auto next = boundaries_.upper_bound(key);
    if (next == boundaries_.begin()) return nullptr;
    const std::string& candidate = std::prev(next)->first;
    size_t common = 0;
    while (common < candidate.size() && common < key.size() && candidate[common] == key[common]) common++;
    if (common == candidate.size()) {
      marks_ |= kMarkBoundaryPrefix;
      *closing = text.substr(common, 2) == "--";
      return &std::prev(next)->second;
    }
    key = key.substr(0, common);
  }
  return nullptr;
}

void MimeScan::boundary_line(Boundary& boundary, bool closing) {
  while (in_header_) end_block(line_begin_);  // twice where a message within has no header
  if (boundary.closed) marks_ |= kMarkBehindEnd;
  (closing ? boundary.closed : boundary.opened) = true;
  skeleton_ += "--" + token_text(boundary.token) + (closing ? "--=" : "=") + std::to_string(lines_.size()) + "\n";
  lines_.push_back({line_begin_ - std::min<uint64_t>(previous_end_, line_begin_), position_});
  in_header_ = !closing;
  if (in_header_) {
    begin_block();
    in_digest_ = boundary.digest;
    blocks_.back().header_begin = position_;
  }
}

void MimeScan::header_line(std::string_view line) {
  if (line.find('\0') != std::string_view::npos) marks_ |= kMarkNul;
  if (line.empty()) {
    end_block(position_);
  } else if (is_blank(line[0])) {
    if (field_wanted_ && field_.size() < kMaxMimeFieldBytes) field_.append("\n").append(line);
  } else if (const size_t length = name_length(line)) {
    end_field();
    field_wanted_ = is_content_field(line.substr(0, length));
    if (field_wanted_) field_ = line;
  } else if (begins_ignoring_case(line, "From ") || begins_ignoring_case(line, ">From ")) {
    // An mbox line in front of a returned message.
  } else {
    marks_ |= kMarkNotAField;
    end_block(line_begin_);
  }
}

void MimeScan::end_field() {
  if (field_wanted_) {
    const std::string_view field = field_;
    const size_t length = name_length(field);
    content_field(field.substr(0, length), field.substr(field.find(':') + 1));
  }
  field_wanted_ = false;
  field_.clear();
}

// The first of two fields counts, as with most readers; the mark shows that there was another, and a name in it is one
// more name.
void MimeScan::content_field(std::string_view name, std::string_view value) {
  MimeBlock& block = blocks_.back();
  if (equal_ignoring_case(name, "content-type")) {
    if (++content_types_ > kMaxContentTypes) limit_ = "more than 1000 Content-Type fields";
    if (seen_type_)
      add_names(parse_content_type(value), "name", &block.type);
    else
      block.type = parse_content_type(value);
    seen_type_ = true;
  } else if (equal_ignoring_case(name, "content-disposition")) {
    if (seen_disposition_)
      add_names(parse_content_disposition(value), "filename", &block.disposition);
    else
      block.disposition = parse_content_disposition(value);
    seen_disposition_ = true;
  } else if (equal_ignoring_case(name, "content-transfer-encoding")) {
    if (seen_encoding_)
      marks_ |= kMarkFieldTwice;
    else
      block.encoding = parse_transfer_encoding(value);
    seen_encoding_ = true;
  }
}

void MimeScan::add_names(const MimeField& again, std::string_view name, MimeField* field) {
  marks_ |= kMarkFieldTwice;
  for (const MimeParameter& parameter : again.parameters) {
    if (parameter.name == name && field->parameters.size() < kMaxMimeParameters) field->parameters.push_back(parameter);
  }
}

void MimeScan::begin_block() {
  blocks_.emplace_back();
  in_digest_ = false;
  in_header_ = true;
  seen_type_ = seen_disposition_ = seen_encoding_ = false;
}

void MimeScan::end_block(uint64_t body_begin) {
  end_field();
  MimeBlock& block = blocks_.back();
  block.body_begin = body_begin;
  marks_ |= block.type.marks | block.disposition.marks;
  if (block.type.token.empty()) block.type.token = in_digest_ ? "message/rfc822" : "text/plain";  // RFC 2046 5.1.5
  if (block.encoding == TransferEncoding::kUnknown) marks_ |= kMarkUnknownEncoding;
  const bool encoded =
      block.encoding == TransferEncoding::kBase64 || block.encoding == TransferEncoding::kQuotedPrintable;
  if (encoded && (block.is_multipart() || block.is_message())) marks_ |= kMarkEncodedMultipart;
  in_header_ = false;
  emit_block(blocks_.size() - 1);
  // An encoded message is read as one leaf: its lines are no lines before they are decoded.
  if (block.is_message() && !encoded) {
    begin_block();
    blocks_.back().header_begin = body_begin;
  }
}

void MimeScan::emit_block(size_t number) {
  const MimeBlock& block = blocks_[number];
  const bool encoded = block.encoding != TransferEncoding::kIdentity && block.encoding != TransferEncoding::kUnknown;
  if (block.is_multipart()) {
    const MimeParameter* parameter = block.type.find("boundary");
    if (!parameter || parameter->value.empty() || parameter->value.size() > kMaxBoundaryBytes) {
      marks_ |= kMarkNoBoundary;
    } else {
      std::string_view text = parameter->value;
      while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
      auto [at, fresh] = boundaries_.try_emplace(std::string(text));
      if (fresh) {
        at->second.token = static_cast<int>(boundaries_.size());
        at->second.digest = block.type.token == "multipart/digest";
      } else
        marks_ |= kMarkBoundaryTwice;
      skeleton_ += "Content-Type: multipart/mixed; boundary=" + token_text(at->second.token) + "\n";
    }
  } else if (block.is_message() && !encoded) {
    skeleton_ += "Content-Type: message/rfc822\n";
  }
  skeleton_ += "Content-ID: " + std::to_string(number) + "\n\n";
}

void MimeScan::finish() {
  if (!line_.empty() && !skipping_) {
    end_line();
    line_.clear();
  }
  while (in_header_) end_block(position_);
  for (const auto& [text, boundary] : boundaries_) {
    if (!boundary.opened)
      marks_ |= kMarkNoBoundary;
    else if (!boundary.closed)
      marks_ |= kMarkUnclosedBoundary;
  }
}

}  // namespace hfilter
