// SPDX-License-Identifier: BSD-2-Clause
//
// Scans a message once, before a MIME parser gets it. Finds part headers and boundary lines, reads the Content- fields
// and marks oddities. The structure parser (mimetic) gets a *skeleton* that hfilter writes: one canonical Content-Type
// for each header, and the boundary lines with renamed boundaries. That parser sees no octet of the sender. Memory
// holds the skeleton and the part headers, both bounded, but no body. Linear.
// Errors: limits() names the bounds that were reached. The scan then continues to the end without a skeleton, and keeps
// only those later parts that the caller wants.
// Source: RFC 2046 5.1; inputs that mimetic 0.9.8 misreads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"
#include "mime/mime_field.h"
#include "mime/transfer_encoding.h"

namespace hfilter {

/// A bound on the content of a message.
struct MimeLimit {
  const char* name;  // the word for the bound in X-HFilter-Status
  const char* text;
};
inline constexpr MimeLimit kPartsLimit{"parts", "the message has more parts than are read one by one"};
inline constexpr MimeLimit kDepthLimit{"depth", "the parts are nested more than 50 levels deep"};
inline constexpr MimeLimit kFieldLimit{"field", "a field of a part is too long to be read whole"};
inline constexpr MimeLimit kSizeLimit{"size", "the body is larger than 256 MiB"};

/// Adds `limit` unless the list contains it.
void add_limit(const MimeLimit& limit, std::vector<const MimeLimit*>* limits);

/// One part header. Block 0 is the header of the message. The others follow a boundary line, or begin a message/rfc822.
struct MimeBlock {
  MimeField type;         // Content-Type; token is "text/plain" if the field is missing, in a digest "message/rfc822"
  MimeField disposition;  // Content-Disposition; token is empty if the field is missing
  TransferEncoding encoding = TransferEncoding::kIdentity;
  uint64_t header_begin = 0;  // the offset of the header in the body, as for the next two; 0 for block 0
  uint64_t body_begin = 0;
  uint64_t body_end = 0;  // the offset of the next boundary line; the boundary of any open multipart counts

  bool is_multipart() const { return type.token.compare(0, 10, "multipart/") == 0; }
  /// Returns true for an inner message, whose header is a block of its own.
  bool is_message() const { return type.token == "message/rfc822" || type.token == "message/global"; }
  bool is_encoded() const {
    return encoding == TransferEncoding::kBase64 || encoding == TransferEncoding::kQuotedPrintable;
  }
  /// Returns true if the block contains no parts. An encoded message is a leaf, because the scan does not decode it.
  bool is_leaf() const { return !is_multipart() && (!is_message() || is_encoded()); }
  /// Returns true if a field was cut, so that a name can be missing.
  bool is_cut() const { return type.may_lack_name || disposition.may_lack_name; }
  /// Returns the parameter `filename`, or else `name`, or null.
  const MimeParameter* file_name() const;
};

/// A line that begins with a declared boundary.
struct BoundaryLine {
  uint64_t begin = 0;  // the offset of the line; the line end before the line is included (RFC 2046 5.1.1)
  uint64_t end = 0;    // the offset behind the line end of the line
};

class MimeScan {
 public:
  /// Returns whether to keep a part beyond the bounds. Called once for each such part with a Content- field.
  using Wanted = std::function<bool(const MimeBlock&)>;

  /// Reads the Content- fields of the message header. If that header was cut, feed() reads its rest from the body.
  explicit MimeScan(const Message& message, Wanted wanted = nullptr);
  MimeScan(const MimeScan&) = delete;
  MimeScan& operator=(const MimeScan&) = delete;

  /// Returns true if the type of the message is neither a multipart nor a message. blocks()[0] is then the only block,
  /// and feed() is not needed.
  bool has_no_parts() const { return !in_top_header_ && !blocks_[0].is_multipart() && !blocks_[0].is_message(); }

  void feed(std::string_view bytes);
  /// Ends the scan. `at_end` is false if the body was not fed to its end; missing closing lines are then not marked.
  void finish(bool at_end = true);

  // The results of the scan. REQUIRES: finish() was called, or has_no_parts().
  const std::vector<MimeBlock>& blocks() const { return blocks_; }
  const std::vector<BoundaryLine>& boundary_lines() const { return lines_; }
  /// Returns the input of the structure parser: "Content-Type: multipart/mixed; boundary=b000001" and "Content-ID: N"
  /// for block N, "--b000001=N" or "--b000001--=N" for boundary line N.
  const std::string& skeleton() const { return skeleton_; }
  MimeMarks marks() const { return marks_; }
  /// Returns the bounds in the order in which they were reached.
  const std::vector<const MimeLimit*>& limits() const { return limits_; }
  /// Returns the bound because of which blocks() lacks parts, or null if it has all.
  const MimeLimit* incomplete_because() const { return incomplete_because_; }
  /// Returns true if the skeleton contains every part.
  bool is_whole() const { return whole_; }
  uint64_t body_size() const { return position_; }

 private:
  struct Boundary {
    int token = 0;        // the number in the new name of the boundary, such as "b000001"
    int depth = 0;        // the nesting depth of the parts of the multipart; the message has 0
    bool digest = false;  // the multipart is a multipart/digest
    bool cut = false;     // the boundary is longer than kMaxBoundaryBytes and was cut
    bool opened = false;
    bool closed = false;
    const std::string* shorter = nullptr;  // the longest other boundary that is a prefix of this one
  };
  using Boundaries = std::map<std::string, Boundary, std::less<>>;

  void read_fields(const Message& message);
  void keep_line(std::string_view piece, size_t cap);
  void end_line(std::string_view line);
  void boundary_line(Boundary& boundary, bool closing);
  Boundary* declare(std::string_view text);
  void close_block(uint64_t end);
  void keep_block();
  void give_up_structure(const MimeLimit& limit);
  void header_line(std::string_view line);
  void end_field();
  void content_field(std::string_view name, std::string_view value, bool cut);
  void add_names(const MimeField& again, std::string_view name, MimeField* field);
  void begin_block();
  void end_block(uint64_t body_begin);
  void emit_block();
  void emit_multipart();
  Boundary* find_boundary(std::string_view text, bool* closing);
  Boundary* find_prefix(std::string_view text, size_t* size);

  Wanted wanted_;
  std::vector<MimeBlock> blocks_;
  MimeBlock block_;             // the block whose header is being read
  bool block_is_empty_ = true;  // true if `block_` has no Content- field and was not kept
  bool block_kept_ = false;     // the body of blocks_.back() is being read
  size_t block_bytes_ = 0;      // the memory used by the fields in blocks_
  bool beyond_ = false;         // a bound was reached: only wanted blocks are kept
  size_t later_programs_ = 0;   // the number of blocks kept beyond the bounds
  std::vector<BoundaryLine> lines_;
  Boundaries boundaries_;
  bool boundary_first_[256] = {};  // true for each octet with which a boundary begins
  std::string skeleton_;
  MimeMarks marks_ = 0;
  std::vector<const MimeLimit*> limits_;
  bool whole_ = true;
  int depth_ = 0;  // the nesting depth of the current block
  const MimeLimit* incomplete_because_ = nullptr;

  uint64_t position_ = 0;      // the number of octets read
  uint64_t line_begin_ = 0;    // the offset of the current line
  unsigned previous_end_ = 0;  // the size of the line end before the current line: 0, 1 or 2
  std::string line_;           // the current line if it came in pieces, cut to the needed length
  char last_ = 0;              // the last octet of the previous piece
  bool skipping_ = false;      // the current line is neither a boundary nor in a header
  bool line_cut_ = false;      // the current line is longer than `line_`
  bool in_header_ = false;
  bool in_top_header_ = false;  // the scan is in the message header, where lines that are not fields are skipped
  bool in_digest_ = false;      // the current block is a part of a multipart/digest
  std::string field_;           // the current field with its folded lines
  bool field_wanted_ = false;
  bool field_cut_ = false;  // the current field is longer than kMaxMimeFieldBytes
  bool seen_type_ = false, seen_disposition_ = false, seen_encoding_ = false;
  size_t content_types_ = 0;
};

}  // namespace hfilter
