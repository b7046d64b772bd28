// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_content.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mime/charset_label.h"
#include "mime/encoded_word.h"
#include "mime/transfer_encoding.h"
#include "mime/uuencode.h"

namespace hfilter {
namespace {

constexpr size_t kWindowBytes = 65'536;
// Cost of a request to the contained child, as the number of octets that hfilter reads in the same time.
constexpr size_t kCharsetRequestOctets = 8'192;
constexpr size_t kCharsetOctetCost = 8;

bool begins(std::string_view text, std::string_view prefix) { return text.compare(0, prefix.size(), prefix) == 0; }

Unknown unknown_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::kLimit:
      return {UnknownReason::kLimit, error.text, false};
    case ErrorKind::kUnsupported:
      return {UnknownReason::kCharset, error.text, false};
    default:
      return {UnknownReason::kProbe, error.text, error.kind == ErrorKind::kTimeout};
  }
}

Unknown unknown_of(const MimeLimit& limit) { return {UnknownReason::kLimit, limit.text, false}; }

Unknown unread(const Error& error) { return {UnknownReason::kNoSpace, "the body cannot be read: " + error.text, true}; }

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = utf8_step(text);
    if (!step.valid) return false;
    text.remove_prefix(step.size);
  }
  return true;
}

/// Returns true for a leaf that mail programs show as a message or as part of a report.
bool is_report_part(const MimeBlock& block) {
  const std::string& type = block.type.token;
  return (begins(type, "message/") && type != "message/external-body") || type == "text/rfc822-headers";
}

/// Returns true for a fragment of a message (RFC 2046 5.2.2). The reader's mail program joins the fragments.
bool is_piece(const MimeBlock& block) { return block.type.token == "message/partial"; }

/// Returns a reason if the octets of a leaf differ from what the reader's mail program shows.
std::optional<Unknown> unreadable(const MimeBlock& block) {
  const char* why = nullptr;
  if (block.is_message()) why = "an encoded message inside the message is not read";
  if (is_piece(block)) why = "the part is only a piece of a message";
  if (block.encoding == TransferEncoding::kUnknown) why = "the part has an unknown Content-Transfer-Encoding";
  if (!why) return std::nullopt;
  return Unknown{UnknownReason::kMalformed, why, false};
}

}  // namespace

Unknown mime_not_read() { return {UnknownReason::kProbe, "the body of the message is not read here", false}; }

Finding<std::string> MimeContent::decode_charset(std::string_view charset, std::string_view octets, WorkBudget& work) {
  if (!work.spend(kCharsetRequestOctets + kCharsetOctetCost * octets.size())) {
    limit(kTimeLimit);
    return unknown_of(kTimeLimit);
  }
  const Result<std::string> converted = probe_.to_utf8(charset, octets, work.wait_ms());
  if (!converted) return unknown_of(converted.error());
  return *converted;
}

MimeScan& MimeContent::scan() {
  if (scan_) return *scan_;
  names_work_ = work_.share();
  return scan_.emplace(message_, [this](const MimeBlock& block) { return names_program(block); });
}

bool MimeContent::names_program(const MimeBlock& block) {
  std::optional<Unknown> fault;
  const std::vector<std::string> names = names_of(block, &fault);
  return std::any_of(names.begin(), names.end(),
                     [](const std::string& name) { return judge_attachment_name(name).executable; });
}

std::optional<Unknown> MimeContent::read_body(uint64_t begin, uint64_t end, WorkBudget& work,
                                              const std::function<bool(std::string_view)>& take) {
  std::string window(static_cast<size_t>(std::min<uint64_t>(kWindowBytes, end - std::min(begin, end))), '\0');
  const uint64_t from = begin;
  while (begin < end) {
    if (begin - from > kMaxMimeBytes) {
      limit(kSizeLimit);
      return unknown_of(kSizeLimit);
    }
    const size_t want = static_cast<size_t>(std::min<uint64_t>(kWindowBytes, end - begin));
    if (!work.spend(want)) {
      limit(kTimeLimit);
      return unknown_of(kTimeLimit);
    }
    const Result<size_t> got = message_.body().read_at(begin, window.data(), want);
    if (!got) return unread(got.error());
    if (*got == 0) break;
    begin += *got;
    if (!take(std::string_view(window).substr(0, *got))) break;
  }
  return std::nullopt;
}

// Scans the body. A message without parts needs no scan, because its whole body is one part.
const Finding<Done>& MimeContent::scanned() {
  if (scanned_) return *scanned_;
  std::optional<Unknown> fault;
  if (!scan().has_no_parts()) {
    WorkBudget share = work_.share();
    names_work_ = share.share();
    fault = read_body(0, UINT64_MAX, share, [&](std::string_view piece) {
      scan_->feed(piece);
      return scan_->body_size() <= kMaxMimeBytes;
    });
    scan_->finish(/*at_end=*/!fault);
  }
  incomplete_because_ = scan_->incomplete_because();
  if (fault && fault->reason == UnknownReason::kLimit) {
    incomplete_because_ = &kTimeLimit;
    fault.reset();
  }
  for (const MimeLimit* reached : scan_->limits()) limit(*reached);
  scanned_ = fault ? Finding<Done>(*fault) : Finding<Done>(Done{});
  return *scanned_;
}

Finding<MimeContent::Oddness> MimeContent::oddness() {
  const Finding<Done>& done = scanned();
  if (!done.known()) return done.why();
  Oddness odd{scan_->marks(), scan_->limits()};
  if (incomplete_because_ != nullptr) add_limit(*incomplete_because_, &odd.limits);
  return odd;
}

const Finding<std::vector<MimePart>>& MimeContent::parts() {
  if (!parts_) parts_ = find_parts();
  return *parts_;
}

Finding<std::vector<MimePart>> MimeContent::find_parts() {
  const Finding<Done>& done = scanned();
  if (!done.known()) return done.why();
  if (scan_->has_no_parts()) {
    MimePart whole;
    whole.end = UINT64_MAX;
    return std::vector<MimePart>{whole};
  }
  if (!scan_->is_whole()) return flat_mime_parts(*scan_);
  const Result<std::vector<MimeEntityReport>> report = probe_.structure(scan_->skeleton(), work_.wait_ms());
  if (!report) return flat_mime_parts(*scan_);
  Result<std::vector<MimePart>> tree = build_mime_tree(*scan_, *report, scan_->body_size());
  if (!tree) return flat_mime_parts(*scan_);
  add_unreported_parts(*scan_, &*tree);
  return std::move(*tree);
}

Finding<std::string> MimeContent::raw(uint64_t begin, uint64_t end, size_t limit) {
  std::string out;
  WorkBudget share = work_.share();
  const std::optional<Unknown> fault =
      read_body(begin, std::min<uint64_t>(end, begin + limit), share, [&](std::string_view piece) {
        out.append(piece);
        return true;
      });
  if (fault) return *fault;
  return out;
}

Finding<std::string> MimeContent::octets(const MimePart& part, size_t limit) {
  std::string out;
  TransferDecoder decoder(block(part).encoding);
  WorkBudget share = work_.share();
  const std::optional<Unknown> fault = read_body(part.begin, part.end, share, [&](std::string_view piece) {
    decoder.feed(piece, &out);
    return out.size() < limit;
  });
  if (fault) return *fault;
  decoder.finish(&out);
  if (out.size() > limit) out.resize(limit);
  return out;
}

Finding<std::string> MimeContent::shown_text(const MimePart& part, size_t limit) {
  Finding<std::string> bytes = octets(part, limit);
  if (!bytes.known()) return bytes;
  const MimeParameter* charset = block(part).type.find("charset");
  Finding<std::string> utf8 = to_utf8(charset ? charset->value : std::string(), *bytes, work_);
  return utf8.known() ? utf8 : bytes;
}

// ---- the attachments of the message ----

/// Returns false for a part whose body need not be read: unnamed visible text without base64.
bool MimeContent::may_be_attachment(const MimeBlock& block) const {
  if (block.file_name() || block.disposition.token == "attachment" || block.is_cut()) return true;
  const bool encoded = block.encoding == TransferEncoding::kBase64;
  return encoded || is_piece(block) ||
         !(begins(block.type.token, "text/") || is_report_part(block) || block.is_multipart());
}

Finding<std::string> MimeContent::to_utf8(std::string_view charset, std::string text, WorkBudget& work) {
  const std::string set = lower(trim(charset));
  const std::string_view name = charset_name(set);
  if (name == "utf-8") return text;
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0 && c != '\x1b'; });
  const bool plain = ascii && contains_ascii(name);
  if (plain || (set.empty() && is_utf8(text))) return text;
  // Text without a charset is windows-1252, as in mail programs.
  const std::string_view asked = set.empty() ? std::string_view("windows-1252") : std::string_view(set);
  if (std::optional<std::string> decoded = decode_single_octets(asked, text)) return *std::move(decoded);
  return decode_charset(asked, text, work);
}

std::string MimeContent::parameter_text(const MimeParameter& parameter, std::optional<Unknown>* fault) {
  if (!parameter.extended) {  // RFC 2047 forbids encoded words here, but most mail programs use them
    DecodedText words = decode_words(parameter.value, [this](std::string_view set, std::string_view in) {
      return decode_charset(set, in, names_work_);
    });
    if (words.missing) *fault = words.missing;
    if (words.text != parameter.value) return std::move(words.text);
  }
  const Finding<std::string> text = to_utf8(parameter.charset, parameter.value, names_work_);
  if (text.known()) return *text;
  *fault = text.why();
  return parameter.value;
}

std::vector<std::string> MimeContent::names_of(const MimeBlock& block, std::optional<Unknown>* fault) {
  std::vector<std::string> names;
  const auto take = [&](const MimeField& field, std::string_view wanted) {
    for (const MimeParameter& parameter : field.parameters) {
      if (parameter.name == wanted) names.push_back(parameter_text(parameter, fault));
    }
  };
  take(block.disposition, "filename");
  take(block.type, "name");
  return names;
}

std::optional<Attachment> MimeContent::judge(const MimePart& part, WorkBudget& work) {
  const MimeBlock& here = block(part);
  AttachmentFindings findings;
  const std::vector<std::string> names = names_of(here, &findings.fault);
  for (const std::string& name : names) findings.names.push_back(judge_attachment_name(name));
  AttachmentReader reader(here.encoding, is_archive(findings));
  if (const std::optional<Unknown> fault = read_body(part.begin, part.end, work, [&](std::string_view piece) {
        reader.feed(piece);
        return true;
      })) {
    findings.fault = fault;
  }
  reader.finish();
  findings.content = reader.content();
  if (here.is_cut()) findings.fault = unknown_of(kFieldLimit);
  if (reader.too_large()) {
    findings.fault = unknown_of(kArchiveLimit);
    limit(kArchiveLimit);
  }

  const bool shown = names.empty() && here.disposition.token != "attachment" && begins(here.type.token, "text/");
  const bool strange =
      findings.content.kind == ContentKind::kExecutable || findings.content.kind == ContentKind::kArchive;
  if (shown && !strange && !findings.fault) return std::nullopt;
  if (is_report_part(here) && names.empty() && !here.is_message() && !is_piece(here) && !findings.fault) {
    return std::nullopt;
  }
  if (!findings.fault) findings.fault = unreadable(here);
  if (reader.archive() != nullptr && is_archive(findings)) list_archive(*reader.archive(), work, &findings);
  Attachment out = judge_attachment(findings, here.type.token);
  out.name = names.empty() ? std::string() : names.front();
  out.type = here.type.token;
  out.size = reader.size();
  return out;
}

void MimeContent::list_archive(const std::string& bytes, WorkBudget& work, AttachmentFindings* findings) {
  const int own_ms = kMaxArchiveMs + static_cast<int>(bytes.size() >> 20) * kMaxArchiveMsPerMiB;
  const int left_ms = work.left_ms();
  if (left_ms < own_ms) limit(kTimeLimit);
  if (work.is_exhausted()) {
    findings->fault = unknown_of(kTimeLimit);
    return;
  }
  Result<ArchiveListing> listing = probe_.list_archive(bytes, std::min(own_ms, left_ms), work.wait_ms());
  if (!listing) {
    findings->fault = work.is_exhausted() ? unknown_of(kTimeLimit) : unknown_of(listing.error());
    return;
  }
  if (listing->bound_reached) limit(kArchiveLimit);
  findings->listing = std::move(*listing);
}

const Finding<std::vector<Attachment>>& MimeContent::attachments() {
  if (!attachments_) attachments_ = find_attachments();
  return *attachments_;
}

/// Adds the uuencoded files of a plain text, judged by their names.
std::optional<Unknown> MimeContent::add_uuencoded(const MimePart& part, WorkBudget& work,
                                                  std::vector<Attachment>* out) {
  if (block(part).type.token != "text/plain") return std::nullopt;
  UuencodeFinder finder;
  TransferDecoder decoder(block(part).encoding);
  std::string decoded;
  const std::optional<Unknown> fault = read_body(part.begin, part.end, work, [&](std::string_view piece) {
    decoded.clear();
    decoder.feed(piece, &decoded);
    finder.feed(decoded);
    return true;
  });
  for (UuencodedFile& file : finder.finish()) {
    AttachmentFindings findings;
    findings.names.push_back(judge_file_name(file.name));
    if (findings.names[0].archive) {
      findings.fault = Unknown{UnknownReason::kMalformed, "a uuencoded archive is not read", false};
    }
    Attachment found = judge_attachment(findings, "");
    found.size = file.size;
    found.name = std::move(file.name);
    out->push_back(std::move(found));
  }
  return fault;
}

Finding<std::vector<Attachment>> MimeContent::find_attachments() {
  const Finding<std::vector<MimePart>>& all = parts();
  if (!all.known()) return all.why();
  std::vector<Attachment> out;
  std::optional<Unknown> not_reached_because;
  if (incomplete_because_ != nullptr) not_reached_because = unknown_of(*incomplete_because_);
  WorkBudget share = work_.share();
  names_work_ = share.share();
  for (const MimePart& part : *all) {
    if (!part.leaf && !names_program(block(part))) continue;
    std::optional<Attachment> attachment;
    if (may_be_attachment(block(part))) attachment = judge(part, share);
    if (attachment) {
      out.push_back(std::move(*attachment));
    } else if (const std::optional<Unknown> fault = add_uuencoded(part, share, &out)) {
      not_reached_because = fault;
    }
  }
  if (not_reached_because) out.push_back(unseen_attachments(*not_reached_because));
  return out;
}

// ---- the text of the message ----

const Finding<BodyText>& MimeContent::text() {
  if (!text_) text_ = find_text();
  return *text_;
}

Finding<BodyText> MimeContent::find_text() {
  const Finding<std::vector<MimePart>>& all = parts();
  if (!all.known()) return all.why();
  BodyText out;
  if (incomplete_because_ != nullptr) out.missing = unknown_of(*incomplete_because_);
  for (const MimePart& part : *all) {
    const MimeBlock& here = block(part);
    if (!part.leaf || !begins(here.type.token, "text/")) continue;
    if (here.file_name() || here.disposition.token == "attachment") continue;
    add_text(part, &out);
  }
  return out;
}

void MimeContent::add_text(const MimePart& part, BodyText* out) {
  const size_t room = kMaxTextBytes - std::min(out->text.size(), kMaxTextBytes);
  Finding<std::string> bytes = octets(part, room + 1);
  if (!bytes.known()) {
    out->missing = bytes.why();
    return;
  }
  if (bytes->size() > room) {
    limit(kTextLimit);
    out->missing = unknown_of(kTextLimit);
  }
  const std::string here = bytes->substr(0, room);
  const MimeParameter* charset = block(part).type.find("charset");
  const Finding<std::string> utf8 = to_utf8(charset ? charset->value : std::string(), here, work_);
  if (!utf8.known()) out->missing = utf8.why();
  if (!out->text.empty() && out->text.back() != '\n') out->text.push_back('\n');
  out->text += utf8.known() ? *utf8 : here;
}

}  // namespace hfilter
