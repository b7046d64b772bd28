// SPDX-License-Identifier: BSD-2-Clause
//
// The content of one message: scan, structure, attachments, text. Each step runs on demand and at most once. Only
// multiparts and inner messages need the contained parser. A body that is one unnamed text, other than text/plain, is
// not read for attachments. A bound removes no result: parts that were not reached become one attachment with
// `not_reached_because`, and a text that is incomplete has `missing`. limits() names the bounds.
// Errors: an Unknown with the reason if the body cannot be read.
// Lifetime: message, probe and budget must outlive this object.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "message/message.h"
#include "mime/attachment.h"
#include "mime/mime_probe.h"
#include "mime/mime_scan.h"
#include "mime/mime_tree.h"
#include "probes/work_budget.h"

namespace hfilter {

/// Returns the reason for facts about the content if there is no MimeContent.
Unknown mime_not_read();

inline constexpr MimeLimit kArchiveLimit{"archive", "an archive is larger than what is read of one"};
inline constexpr MimeLimit kTimeLimit{"time", kWorkLimitText};
inline constexpr MimeLimit kTextLimit{"text", "the text is longer than 1 MiB"};

/// The visible text of a message, as far as it was read.
struct BodyText {
  std::string text;
  std::optional<Unknown> missing;  // the reason why the text is incomplete or not decoded
};

class MimeContent {
 public:
  /// Keeps the arguments. `work` limits the processor time; null means no limit.
  MimeContent(const Message& message, MimeProbe& probe, WorkBudget* work = nullptr)
      : message_(message), probe_(probe), work_(work != nullptr ? *work : endless_) {}
  MimeContent(const MimeContent&) = delete;
  MimeContent& operator=(const MimeContent&) = delete;

  /// Decodes a character set that mime/encoded_word.h does not decode itself.
  Finding<std::string> decode_charset(std::string_view charset, std::string_view octets) {
    return decode_charset(charset, octets, work_);
  }
  /// The oddities of the MIME structure, and the bounds on it that were reached.
  struct Oddness {
    MimeMarks marks = 0;
    std::vector<const MimeLimit*> limits;
  };
  Finding<Oddness> oddness();
  const std::vector<const MimeLimit*>& limits() const { return limits_; }

  const Finding<std::vector<MimePart>>& parts();
  const MimeBlock& block(const MimePart& part) { return scan_->blocks()[static_cast<size_t>(part.block)]; }
  const Finding<std::vector<Attachment>>& attachments();
  /// Returns the text of all parts that are not attachments, in UTF-8. Text that cannot be decoded keeps its octets.
  const Finding<BodyText>& text();

  /// Returns the first `limit` octets of a part after its transfer encoding is decoded.
  Finding<std::string> octets(const MimePart& part, size_t limit);
  /// Returns the text of octets() in UTF-8. Text that cannot be decoded keeps its octets.
  Finding<std::string> shown_text(const MimePart& part, size_t limit);
  /// Returns a range of the message's body, at most `limit` octets.
  Finding<std::string> raw(uint64_t begin, uint64_t end, size_t limit);

 private:
  Finding<std::string> decode_charset(std::string_view charset, std::string_view octets, WorkBudget& work);
  const Finding<Done>& scanned();
  Finding<std::vector<MimePart>> find_parts();
  Finding<std::vector<Attachment>> find_attachments();
  Finding<BodyText> find_text();
  void add_text(const MimePart& part, BodyText* out);
  void limit(const MimeLimit& limit) { add_limit(limit, &limits_); }
  /// Calls `take` with pieces of the body until it returns false.
  std::optional<Unknown> read_body(uint64_t begin, uint64_t end, WorkBudget& work,
                                   const std::function<bool(std::string_view)>& take);
  std::optional<Unknown> add_uuencoded(const MimePart& part, WorkBudget& work, std::vector<Attachment>* out);
  bool may_be_attachment(const MimeBlock& block) const;
  MimeScan& scan();
  bool names_program(const MimeBlock& block);
  void list_archive(const std::string& bytes, WorkBudget& work, AttachmentFindings* findings);
  std::optional<Attachment> judge(const MimePart& part, WorkBudget& work);
  std::vector<std::string> names_of(const MimeBlock& block, std::optional<Unknown>* fault);
  std::string parameter_text(const MimeParameter& parameter, std::optional<Unknown>* fault);
  Finding<std::string> to_utf8(std::string_view charset, std::string text, WorkBudget& work);

  const Message& message_;
  MimeProbe& probe_;
  WorkBudget endless_;
  WorkBudget& work_;
  WorkBudget names_work_;                          // a share for decoding names, so that other parts have time left
  const MimeLimit* incomplete_because_ = nullptr;  // the bound of base/limits.h beyond which parts were not read
  std::optional<MimeScan> scan_;
  std::optional<Finding<Done>> scanned_;
  std::optional<Finding<std::vector<MimePart>>> parts_;
  std::optional<Finding<std::vector<Attachment>>> attachments_;
  std::optional<Finding<BodyText>> text_;
  std::vector<const MimeLimit*> limits_;
};

}  // namespace hfilter
