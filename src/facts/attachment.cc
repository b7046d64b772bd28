// SPDX-License-Identifier: BSD-2-Clause
#include "facts/attachment.h"

#include "base/limits.h"

namespace hfilter {
namespace {

bool names_program(std::string_view name) {
  return judge_file_name(name).executable || judge_file_name(without_compression_suffix(name)).executable;
}

Truth judge_executable(const Evidence& e) {
  for (const NameKind& name : e.names) {
    if (name.executable) return Truth::yes("." + name.extension);
  }
  if (e.content.kind == ContentKind::kExecutable || e.content.kind == ContentKind::kScript) {
    return Truth::yes(e.content.name);
  }
  if (e.listing) {
    for (const std::string& name : e.listing->names) {
      if (names_program(name)) return Truth::yes("\"" + name + "\" in the archive");
    }
    if (e.listing->encrypted) return Truth::unknown({UnknownReason::kMalformed, "the archive is encrypted", false});
    if (!e.listing->whole()) {
      const auto reason = e.listing->limit ? UnknownReason::kLimit : UnknownReason::kMalformed;
      return Truth::unknown({reason, e.listing->broken, false});
    }
  }
  if (e.fault) return Truth::unknown(*e.fault);
  return Truth::no("neither by name nor by content");
}

Truth judge_archive(const Evidence& e) {
  if (e.content.kind == ContentKind::kArchive) return Truth::yes(e.content.name);
  for (const NameKind& name : e.names) {
    if (name.archive) return Truth::yes("." + name.extension);
  }
  return Truth::no("neither by name nor by content");
}

Truth judge_encrypted(const Evidence& e) {
  if (!judge_archive(e).is_true()) return Truth::no("no archive");
  if (e.listing && e.listing->encrypted) return Truth::yes("it needs a password");
  if (e.listing && !e.listing->whole()) return Truth::unknown({UnknownReason::kMalformed, e.listing->broken, false});
  if (!e.listing && e.fault) return Truth::unknown(*e.fault);
  return Truth::no("it needs no password");
}

Truth judge_disguised(const Evidence& e, std::string_view type) {
  for (const NameKind& name : e.names) {
    if (!name.disguise.empty()) return Truth::yes(name.disguise);
    if (name.executable != e.names.front().executable) return Truth::yes("two names, one of a program");
    const std::string why = contradiction(name, type, e.content);
    if (!why.empty()) return Truth::yes(why);
  }
  if (e.names.empty()) {
    const std::string why = contradiction({}, type, e.content);
    if (!why.empty()) return Truth::yes(why);
  }
  if (e.listing) {
    for (const std::string& name : e.listing->names) {
      const NameKind kind = judge_file_name(name);
      if (!kind.disguise.empty()) return Truth::yes(kind.disguise + " in the archive");
    }
  }
  return Truth::no("name and content agree");
}

}  // namespace

NameKind judge_attachment_name(const std::string& name) {
  NameKind kind = judge_file_name(name);
  kind.executable = names_program(name);
  return kind;
}

bool is_archive(const Evidence& evidence) { return judge_archive(evidence).is_true(); }

Attachment judge_attachment(const Evidence& evidence, std::string_view type) {
  Attachment out;
  out.executable = judge_executable(evidence);
  out.archive = judge_archive(evidence);
  out.encrypted = judge_encrypted(evidence);
  out.disguised = judge_disguised(evidence, type);
  return out;
}

void AttachmentReader::judge_head() {
  content_ = judge_content(std::string_view(kept_).substr(0, kContentHeadBytes));
  keeps_ = keeps_ || content_.kind == ContentKind::kArchive;
  judged_ = true;
}

void AttachmentReader::feed(std::string_view piece) {
  decoder_.feed(piece, &kept_);
  if (!judged_ && kept_.size() >= kContentHeadBytes) judge_head();
  if (!judged_ || (keeps_ && kept_.size() <= kMaxArchiveBytes)) return;
  too_large_ = too_large_ || keeps_;
  keeps_ = false;
  dropped_ += kept_.size();
  kept_.clear();
}

void AttachmentReader::finish() {
  decoder_.finish(&kept_);
  if (!judged_) judge_head();
}

}  // namespace hfilter
