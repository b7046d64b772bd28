// SPDX-License-Identifier: BSD-2-Clause
//
// Scans a message once, before any MIME parser sees a byte: finds the headers of parts and the boundary lines, reads
// the Content- fields, and marks what is odd. The parser of structure (mimetic) gets a *skeleton*: one canonical
// Content-Type for each header, and the boundary lines, with boundaries renamed. So nothing that the sender wrote
// reaches that parser, and bodies, however large, cost one pass.
// Errors: limits() names the bounds that were reached. The scan goes on beyond them to its end: the skeleton is then
// useless, and of the later parts only those are kept that the caller wants.
// Memory: the skeleton and the blocks, both bounded, not the body. Linear.
// Source: RFC 2046 5.1, what mimetic 0.9.8 misreads.
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

/// A bound on the inside of a message that was reached.
struct MimeLimit {
  const char* name;  // in X-HFilter-Status
  const char* text;
};
inline constexpr MimeLimit kPartsLimit{"parts", "more parts than are read one by one"};
inline constexpr MimeLimit kDepthLimit{"depth", "parts nested more than 50 deep"};
inline constexpr MimeLimit kFieldLimit{"field", "a field of a part is too long to be read whole"};
inline constexpr MimeLimit kSizeLimit{"size", "the body is beyond 256 MiB"};

/// Adds `limit` unless it is there.
void add_limit(const MimeLimit& limit, std::vector<const MimeLimit*>* limits);

/// One header with MIME fields: block 0 is the message's own, the others stand behind boundary lines or at the start of
/// a message/rfc822.
struct MimeBlock {
  MimeField type;         // token is "text/plain" where the header says none
  MimeField disposition;  // token is empty where the header says none
  TransferEncoding encoding = TransferEncoding::kIdentity;
  uint64_t header_begin = 0;  // offsets in the body; 0 and 0 for block 0
  uint64_t body_begin = 0;
  uint64_t body_end = 0;  // at the next boundary line, whichever boundary it is

  bool is_multipart() const { return type.token.compare(0, 10, "multipart/") == 0; }
  /// A message within, whose header is read in its turn.
  bool is_message() const { return type.token == "message/rfc822" || type.token == "message/global"; }
  /// Base64 or quoted-printable.
  bool is_encoded() const {
    return encoding == TransferEncoding::kBase64 || encoding == TransferEncoding::kQuotedPrintable;
  }
  /// True if nothing within is read as a part. An encoded message is a leaf: its lines must be decoded first.
  bool is_leaf() const { return !is_multipart() && (!is_message() || is_encoded()); }
  /// True if a field was cut where a name may stand.
  bool is_cut() const { return type.cut || disposition.cut; }
  /// filename, else name: as octets.
  const MimeParameter* file_name() const;
};

/// A line that begins with a declared boundary.
struct BoundaryLine {
  uint64_t begin = 0;  // of the line end before it, which belongs to the boundary (RFC 2046 5.1.1)
  uint64_t end = 0;    // behind its line end
};

class MimeScan {
 public:
  /// Says of a part beyond the bounds whether it is kept; asked once for each that has a Content- field.
  using Wanted = std::function<bool(const MimeBlock&)>;

  /// Reads the Content- fields of the message's own header. If that header was cut, feed() reads on in the body.
  explicit MimeScan(const Message& message, Wanted wanted = nullptr);
  MimeScan(const MimeScan&) = delete;
  MimeScan& operator=(const MimeScan&) = delete;

  /// True if there are no parts to be found: the message's own header says neither multipart nor message. Then
  /// blocks()[0] is all there is, and feed() need not be called.
  bool single() const { return !in_top_header_ && !blocks_[0].is_multipart() && !blocks_[0].is_message(); }

  /// The next piece of the body.
  void feed(std::string_view bytes);
  /// `at_end` is false if not all of the body was fed: what is not closed is then no fault of the message.
  void finish(bool at_end = true);

  /// After finish(), or if single().
  const std::vector<MimeBlock>& blocks() const { return blocks_; }
  const std::vector<BoundaryLine>& boundary_lines() const { return lines_; }
  /// What the parser of structure gets: "Content-Type: multipart/x; boundary=b000001" and "Content-ID: N" (the block)
  /// for each header, "--b000001=N" and "--b000001--=N" (the boundary line) for each boundary line.
  const std::string& skeleton() const { return skeleton_; }
  MimeMarks marks() const { return marks_; }
  /// The bounds that were reached, in that order.
  const std::vector<const MimeLimit*>& limits() const { return limits_; }
  /// The bound that some part lies beyond, so that it is not in blocks(); null if none does.
  const MimeLimit* unseen() const { return unseen_; }
  /// True if the skeleton holds every part.
  bool is_whole() const { return whole_; }
  uint64_t body_size() const { return position_; }

 private:
  struct Boundary {
    int token = 0;        // "b%06d"
    int depth = 0;        // of the parts between its lines; the message has 0
    bool digest = false;  // of a multipart/digest
    bool cut = false;     // longer than kMaxBoundaryBytes
    bool opened = false;
    bool closed = false;
    const std::string* shorter = nullptr;  // the longest other boundary that this one begins with
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
  MimeBlock block_;             // whose header is being read
  bool block_is_empty_ = true;  // it has no Content- field, and was not kept
  bool block_kept_ = false;     // blocks_.back() is the one whose body is being read
  size_t block_bytes_ = 0;      // of the fields in blocks_
  bool beyond_ = false;         // from here on only wanted blocks are kept
  size_t later_programs_ = 0;   // kept beyond the bounds
  std::vector<BoundaryLine> lines_;
  Boundaries boundaries_;
  bool boundary_first_[256] = {};  // octets that a boundary begins with
  std::string skeleton_;
  MimeMarks marks_ = 0;
  std::vector<const MimeLimit*> limits_;
  bool whole_ = true;
  int depth_ = 0;  // of the block in hand
  const MimeLimit* unseen_ = nullptr;

  uint64_t position_ = 0;      // octets seen
  uint64_t line_begin_ = 0;    // of the line in hand
  unsigned previous_end_ = 0;  // octets of the line end before it: 0, 1, 2
  std::string line_;           // the line in hand where it comes in pieces, as far as it can matter
  char last_ = 0;              // the last octet of the piece before
  bool skipping_ = false;      // the line in hand cannot matter
  bool line_cut_ = false;      // the line in hand is longer than `line_`
  bool in_header_ = false;
  bool in_top_header_ = false;  // in the message's own header: what is no field there is skipped
  bool in_digest_ = false;      // the block in hand is a part of one
  std::string field_;           // the field in hand, folded lines and all
  bool field_wanted_ = false;
  bool field_cut_ = false;  // the field in hand is longer than kMaxMimeFieldBytes
  bool seen_type_ = false, seen_disposition_ = false, seen_encoding_ = false;
  size_t content_types_ = 0;
};

}  // namespace hfilter
