// SPDX-License-Identifier: BSD-2-Clause
//
// The inside of one message, read as far as it is asked for and each step at most once: the scan, the structure, the
// attachments, the text. The header is asked first: only multiparts and messages within need the contained parser, and
// a text that is no plain one, without a name, costs not even a read of the body.
// Evidence comes before limits: what was found stays found, and what was not reached is one more attachment (`unseen`)
// or the `missing` of a text. limits() names the bounds.
// Errors: an Unknown with the reason where the body cannot be read at all.
// Lifetime: keeps references to the message and the probe.
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

/// For facts: what is unknown where nothing reads the inside of the message.
Unknown mime_not_read();

inline constexpr MimeLimit kArchiveLimit{"archive", "an archive is larger than what is read of one"};
inline constexpr MimeLimit kTimeLimit{"time", kWorkIsOver};
inline constexpr MimeLimit kTextLimit{"text", "the text is longer than 1 MiB"};

/// The text that a reader is shown, as far as it was read.
struct BodyText {
  std::string text;
  std::optional<Unknown> missing;  // why it is not all, or not all decoded
};

class MimeContent {
 public:
  /// Without a budget its time is not limited.
  MimeContent(const Message& message, MimeProbe& probe, WorkBudget* work = nullptr)
      : message_(message), probe_(probe), work_(work != nullptr ? *work : endless_) {}
  MimeContent(const MimeContent&) = delete;
  MimeContent& operator=(const MimeContent&) = delete;

  /// Text of a character set that is not decoded in place (mime/encoded_word.h).
  Finding<std::string> decode_charset(std::string_view charset, std::string_view octets) {
    return decode_charset(charset, octets, work_);
  }
  /// What is odd, and the bounds on the structure that were reached.
  struct Oddness {
    MimeMarks marks = 0;
    std::vector<const MimeLimit*> limits;
  };
  Finding<Oddness> oddness();
  /// All bounds that were reached so far.
  const std::vector<const MimeLimit*>& limits() const { return limits_; }

  const Finding<std::vector<MimePart>>& parts();
  const MimeBlock& block(const MimePart& part) { return scan_->blocks()[static_cast<size_t>(part.block)]; }
  const Finding<std::vector<Attachment>>& attachments();
  /// The text parts that are not attachments, in UTF-8. Text in a character set that is not decoded keeps its octets.
  const Finding<BodyText>& text();

  /// A part's body, its transfer encoding undone: at most `limit` octets from the front.
  Finding<std::string> octets(const MimePart& part, size_t limit);
  /// The same in UTF-8; octets of a character set that is not decoded stay as they are.
  Finding<std::string> shown_text(const MimePart& part, size_t limit);
  /// A part's body as it stands, at most `limit` octets.
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
  void list_archive(const std::string& bytes, WorkBudget& work, Evidence* evidence);
  std::optional<Attachment> judge(const MimePart& part, WorkBudget& work);
  std::vector<std::string> names_of(const MimeBlock& block, std::optional<Unknown>* fault);
  std::string parameter_text(const MimeParameter& parameter, std::optional<Unknown>* fault);
  Finding<std::string> to_utf8(std::string_view charset, std::string text, WorkBudget& work);

  const Message& message_;
  MimeProbe& probe_;
  WorkBudget endless_;
  WorkBudget& work_;
  WorkBudget names_work_;  // a share for the character sets of names, so that many names leave time to see the others
  const MimeLimit* unseen_ = nullptr;  // the bound beyond which parts were not seen
  std::optional<MimeScan> scan_;
  std::optional<Finding<Done>> scanned_;
  std::optional<Finding<std::vector<MimePart>>> parts_;
  std::optional<Finding<std::vector<Attachment>>> attachments_;
  std::optional<Finding<BodyText>> text_;
  std::vector<const MimeLimit*> limits_;
};

}  // namespace hfilter
