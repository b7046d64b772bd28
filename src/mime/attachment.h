// SPDX-License-Identifier: BSD-2-Clause
//
// One attachment: what its names, its octets and the names in the archive that it is say together. Three values, each
// with its reason. Pure, linear; everything owns its text.
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
  std::string name;   // UTF-8 where its character set is known; empty: it has none
  std::string type;   // as declared, lower case: "application/zip"
  uint64_t size = 0;  // octets, decoded
  Truth executable;
  Truth archive;
  Truth encrypted;
  Truth disguised;
  Truth unchecked;                // never unknown
  std::optional<Unknown> unseen;  // why it was not reached; set only by unseen_attachments()
};

/// What is known of an attachment before it is put into words.
struct Evidence {
  std::vector<NameKind> names;
  Content content;
  std::optional<ArchiveListing> listing;
  std::optional<Unknown> fault;  // why the listing, the content or a name is not known
};

/// What a name says: of "x.exe.gz" that of "x.exe", too, since the file within has no other name.
NameKind judge_attachment_name(const std::string& name);

bool is_archive(const Evidence& evidence);

/// The answers; name and size are the caller's. `type` as declared.
Attachment judge_attachment(const Evidence& evidence, std::string_view type);

/// Returns one attachment for all parts that were not reached.
Attachment unseen_attachments(const Unknown& why);

/// The octets of a part on their way: the beginning says what they are, and only an archive is kept whole, up to
/// kMaxArchiveBytes.
class AttachmentReader {
 public:
  AttachmentReader(TransferEncoding encoding, bool named_archive) : decoder_(encoding), keeps_(named_archive) {}

  void feed(std::string_view piece);
  void finish();

  /// After finish().
  const Content& content() const { return content_; }
  uint64_t size() const { return dropped_ + kept_.size(); }
  /// The archive; null if it is none, or too large.
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
