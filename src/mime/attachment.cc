// SPDX-License-Identifier: BSD-2-Clause
#include "mime/attachment.h"

#include "base/limits.h"

namespace hfilter {
namespace {

bool names_program(std::string_view name) {
  return judge_file_name(name).executable || judge_file_name(without_compression_suffix(name)).executable;
}

/// A kind of file that contains others and that hfilter cannot open.
struct Carrier {
  std::string_view sign;
  const char* text;
};
constexpr Carrier kCarrierTypes[] = {
    {"application/pkcs7-mime", "S/MIME is not opened"},
    {"application/x-pkcs7-mime", "S/MIME is not opened"},
    {"application/pgp-encrypted", "PGP is not opened"},
    {"application/ms-tnef", "TNEF is not opened"},
    {"application/vnd.ms-tnef", "TNEF is not opened"},
    {"application/vnd.ms-outlook", "an Outlook message is not opened"},
    {"message/external-body", "the content is not in the message"},
};
constexpr Carrier kCarrierExtensions[] = {
    {"p7m", "S/MIME is not opened"},
    {"pgp", "PGP is not opened"},
    {"gpg", "PGP is not opened"},
    {"tnef", "TNEF is not opened"},
    {"msg", "an Outlook message is not opened"},
    {"eml", "a message in a file is not opened"},
    {"mht", "a web archive is not opened"},
    {"mhtml", "a web archive is not opened"},
    {"one", "a OneNote file is not opened"},
    {"docm", "macros are not read"},
    {"dotm", "macros are not read"},
    {"xlsm", "macros are not read"},
    {"xltm", "macros are not read"},
    {"xlam", "macros are not read"},
    {"xlsb", "macros are not read"},
    {"pptm", "macros are not read"},
    {"potm", "macros are not read"},
    {"ppam", "macros are not read"},
    {"ppsm", "macros are not read"},
    {"sldm", "macros are not read"},
};

template <size_t N>
const char* find_carrier(const Carrier (&rows)[N], std::string_view sign) {
  for (const Carrier& row : rows) {
    if (row.sign == sign) return row.text;
  }
  return nullptr;
}

const char* carrier_text(const AttachmentFindings& e, std::string_view type) {
  if (const char* text = find_carrier(kCarrierTypes, type)) return text;
  for (const NameKind& name : e.names) {
    if (const char* text = find_carrier(kCarrierExtensions, name.extension)) return text;
  }
  if (e.listing) {
    for (const std::string& name : e.listing->names) {
      if (const char* text = find_carrier(kCarrierExtensions, judge_file_name(name).extension)) return text;
    }
  }
  return e.content.kind == ContentKind::kCarrier ? "TNEF is not opened" : nullptr;
}

/// Returns why the content, or a part of it, could not be examined; nullopt if all of it was examined.
std::optional<Unknown> unexamined(const AttachmentFindings& e, std::string_view type) {
  if (e.listing && e.listing->encrypted) return Unknown{UnknownReason::kMalformed, "the archive is encrypted", false};
  if (e.listing && !e.listing->whole()) {
    const auto reason = e.listing->bound_reached ? UnknownReason::kLimit : UnknownReason::kMalformed;
    return Unknown{reason, e.listing->incomplete_because, false};
  }
  if (e.fault) return e.fault;
  if (const char* carrier = carrier_text(e, type)) return Unknown{UnknownReason::kMalformed, carrier, false};
  return std::nullopt;
}

Truth judge_executable(const AttachmentFindings& e, const std::optional<Unknown>& unexamined) {
  for (const NameKind& name : e.names) {
    if (name.executable) return Truth::yes("." + name.extension);
  }
  if (e.content.kind == ContentKind::kExecutable || e.content.kind == ContentKind::kScript) {
    return Truth::yes(e.content.name);
  }
  if (e.listing) {
    for (const std::string& name : e.listing->names) {
      if (names_program(name)) return Truth::yes("the archive contains \"" + name + "\"");
    }
  }
  if (unexamined) return Truth::unknown(*unexamined);
  return Truth::no("neither by name nor by content");
}

Truth judge_archive(const AttachmentFindings& e) {
  if (e.content.kind == ContentKind::kArchive) return Truth::yes(e.content.name);
  for (const NameKind& name : e.names) {
    if (name.archive) return Truth::yes("." + name.extension);
  }
  return Truth::no("neither by name nor by content");
}

Truth judge_encrypted(const AttachmentFindings& e) {
  if (!judge_archive(e).is_true()) return Truth::no("the file is not an archive");
  if (e.listing && e.listing->encrypted) return Truth::yes("the archive needs a password");
  if (e.listing && !e.listing->whole()) {
    return Truth::unknown({UnknownReason::kMalformed, e.listing->incomplete_because, false});
  }
  if (!e.listing && e.fault) return Truth::unknown(*e.fault);
  return Truth::no("the archive needs no password");
}

Truth judge_disguised(const AttachmentFindings& e, std::string_view type) {
  for (const NameKind& name : e.names) {
    if (!name.disguise.empty()) return Truth::yes(name.disguise);
    if (name.executable != e.names.front().executable) {
      return Truth::yes("the file has two names, and one is that of a program");
    }
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
  return Truth::no("the name and the content agree");
}

}  // namespace

NameKind judge_attachment_name(const std::string& name) {
  NameKind kind = judge_file_name(name);
  kind.executable = names_program(name);
  return kind;
}

bool is_archive(const AttachmentFindings& findings) { return judge_archive(findings).is_true(); }

Attachment judge_attachment(const AttachmentFindings& findings, std::string_view type) {
  Attachment out;
  const std::optional<Unknown> why = unexamined(findings, type);
  out.unchecked = why ? Truth::yes(why->text) : Truth::no("the whole file was examined");
  out.executable = judge_executable(findings, why);
  out.archive = judge_archive(findings);
  out.encrypted = judge_encrypted(findings);
  out.disguised = judge_disguised(findings, type);
  return out;
}

Attachment unseen_attachments(const Unknown& why) {
  Attachment out;
  out.executable = out.archive = out.encrypted = out.disguised = Truth::unknown(why);
  out.unchecked = Truth::yes(why.text);
  out.not_reached_because = why;
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
