// SPDX-License-Identifier: BSD-2-Clause
//
// Judges an attachment by its names, its content and, for an archive, the names inside. Each answer is true, false or
// unknown, with a reason. Linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive_listing.h"
#include "archive/file_kind.h"
#include "base/truth.h"
#include "mime/transfer_encoding.h"

namespace hfilter {

struct Attachment {
  std::string name;   // the file name, in UTF-8 if its character set is known; empty if the part has no name
  std::string type;   // the declared type in lower case: "application/zip"
  uint64_t size = 0;  // the number of decoded octets
  Truth executable;
  Truth archive;
  Truth encrypted;
  Truth disguised;
  Truth unchecked;                             // true if a part of the attachment was not examined; never unknown
  std::optional<Unknown> not_reached_because;  // why parts were not reached; only unseen_attachments() sets this reason
};

/// What is known about an attachment before it is judged.
struct AttachmentFindings {
  std::vector<NameKind> names;
  Content content;
  std::optional<ArchiveListing> listing;
  std::optional<Unknown> fault;  // the reason why the listing, the content or a name is unknown
};

/// Classifies a name. "x.exe.gz" is executable, too, because the compressed file has the name "x.exe".
NameKind judge_attachment_name(const std::string& name);

bool is_archive(const AttachmentFindings& findings);

/// Answers the questions about an attachment. The caller sets name, type and size. `type` is the declared type.
Attachment judge_attachment(const AttachmentFindings& findings, std::string_view type);

/// Returns an attachment that represents all parts that were not examined. Its answers are unknown.
Attachment unseen_attachments(const Unknown& why);

/// Decodes the body of a part in pieces and classifies its front. Keeps the whole content only of an archive of at most
/// kMaxArchiveBytes.
class AttachmentReader {
 public:
  AttachmentReader(TransferEncoding encoding, bool named_archive) : decoder_(encoding), keeps_(named_archive) {}

  void feed(std::string_view piece);
  void finish();

  /// Returns the kind of the content. REQUIRES: finish() was called, as for the functions below.
  const Content& content() const { return content_; }
  uint64_t size() const { return dropped_ + kept_.size(); }
  /// Returns the archive; null if the content is not an archive, or is too large.
  const std::string* archive() const { return keeps_ ? &kept_ : nullptr; }
  bool too_large() const { return too_large_; }

 private:
  void judge_head();

  TransferDecoder decoder_;
  bool keeps_;
  bool judged_ = false;
  bool too_large_ = false;
  uint64_t dropped_ = 0;
  std::string kept_;
  Content content_;
};

}  // namespace hfilter
