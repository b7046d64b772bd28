// SPDX-License-Identifier: BSD-2-Clause
//
// The flat scan before any MIME parser sees a byte: finds the headers of parts and the boundary lines, reads the
// Content- fields itself, marks what is odd, and refuses what is too much. What remains for the parser of structure
// (mimetic) is a *skeleton*: one canonical Content-Type for each header, and the boundary lines, with boundaries
// renamed. So nothing that the sender wrote reaches that parser, and bodies, however large, cost one pass. How it
// fails: limit() names the bound that was hit. Memory: the skeleton and the blocks, not the body. Linear. Source: RFC
// 2046 5.1, what mimetic 0.9.8 misreads.
#ifndef HFILTER_MESSAGE_MIME_SCAN_H_
#define HFILTER_MESSAGE_MIME_SCAN_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "message/message.h"
#include "message/mime_field.h"
#include "message/transfer_encoding.h"

namespace hfilter {

/// One header with MIME fields: block 0 is the message's own, the others stand behind boundary lines or at the start of
/// a message/rfc822.
struct MimeBlock {
  MimeField type;         // token is "text/plain" where the header says none
  MimeField disposition;  // token is empty where the header says none
  TransferEncoding encoding = TransferEncoding::kIdentity;
  uint64_t header_begin = 0;  // offsets in the body; 0 and 0 for block 0
  uint64_t body_begin = 0;

  bool is_multipart() const { return type.token.compare(0, 10, "multipart/") == 0; }
  /// A message within, whose header is read in its turn.
  bool is_message() const { return type.token == "message/rfc822" || type.token == "message/global"; }
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
  /// Reads the Content- fields of the message's own header.
  explicit MimeScan(const Message& message);

  /// True if there are no parts to be found: the message's own header says neither multipart nor message. Then
  /// blocks()[0] is all there is, and feed() need not be called.
  bool single() const { return !blocks_[0].is_multipart() && !blocks_[0].is_message(); }

  /// The next piece of the body.
  void feed(std::string_view bytes);
  void finish();

  const std::vector<MimeBlock>& blocks() const { return blocks_; }
  const std::vector<BoundaryLine>& boundary_lines() const { return lines_; }
  /// What the parser of structure gets: "Content-Type: multipart/x; boundary=b000001" and "Content-ID: N" (the block)
  /// for each header, "--b000001=N" and "--b000001--=N" (the boundary line) for each boundary line.
  const std::string& skeleton() const { return skeleton_; }
  MimeMarks marks() const { return marks_; }
  /// "more than 1000 Content-Type fields"; empty if no bound was hit.
  const std::string& limit() const { return limit_; }
  uint64_t body_size() const { return position_; }

 private:
  struct Boundary {
    int token = 0;        // "b%06d"
    bool digest = false;  // of a multipart/digest
    bool opened = false;
    bool closed = false;
  };

  void read_fields(const Message& message);
  void end_line();
  void boundary_candidate(std::string_view line);
  void boundary_line(Boundary& boundary, bool closing);
  void header_line(std::string_view line);
  void end_field();
  void content_field(std::string_view name, std::string_view value);
  void add_names(const MimeField& again, std::string_view name, MimeField* field);
  void begin_block();
  void end_block(uint64_t body_begin);
  void emit_block(size_t number);
  Boundary* find_boundary(std::string_view text, bool* closing);

  std::vector<MimeBlock> blocks_;
  std::vector<BoundaryLine> lines_;
  std::map<std::string, Boundary, std::less<>> boundaries_;
  std::string skeleton_;
  MimeMarks marks_ = 0;
  std::string limit_;

  uint64_t position_ = 0;      // octets seen
  uint64_t line_begin_ = 0;    // of the line in hand
  unsigned previous_end_ = 0;  // octets of the line end before it: 0, 1, 2
  std::string line_;           // the line in hand, as far as it can matter
  char last_ = 0;              // the last octet of the piece before
  bool skipping_ = false;      // the line in hand cannot matter
  bool in_header_ = false;
  bool in_digest_ = false;  // the block in hand is a part of one
  std::string field_;       // the field in hand, folded lines and all
  bool field_wanted_ = false;
  bool seen_type_ = false, seen_disposition_ = false, seen_encoding_ = false;
  size_t content_types_ = 0;
  size_t dashed_lines_ = 0;
};

}  // namespace hfilter

#endif  // HFILTER_MESSAGE_MIME_SCAN_H_
