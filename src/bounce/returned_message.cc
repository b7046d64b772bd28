// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/returned_message.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr std::string_view kHeaderSigns[] = {"received", "return-path", "message-id", "from",         "to",
                                             "subject",  "date",        "cc",         "mime-version", "reply-to"};

/// Returns the length of the quoting marks at the front of a line: "> ", ">> ", "| ", blanks.
size_t quoting_length(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && (line[i] == '>' || line[i] == '|' || line[i] == ' ' || line[i] == '\t')) ++i;
  return i;
}

/// Returns the name of a field in lower case, or an empty text if `line` is not a field.
std::string field_name(std::string_view line) {
  size_t i = 0;
  while (i < line.size() && (is_alnum(line[i]) || line[i] == '-' || line[i] == '_')) ++i;
  if (i < 2 || i > 60 || i >= line.size() || line[i] != ':') return {};
  return lower(line.substr(0, i));
}

/// Consecutive lines that look like a header.
struct Run {
  std::string prefix;  // the quoting marks before each line
  std::string text;
  int header_signs = 0;
  bool trace = false;  // the header has Received, Message-ID or Return-Path

  bool is_header() const { return header_signs >= 3 || (trace && header_signs >= 2); }
};

class Finder {
 public:
  void line(std::string_view line) {
    if (run_ && continue_run(line)) return;
    end_run();
    begin_run(line);
  }
  void end_run() {
    if (run_ && run_->is_header()) {
      const bool received = begins_ignoring_case(run_->text, "received:") ||
                            find_ignoring_case(run_->text, "\nreceived:") != std::string::npos;
      if (received && !with_trace_) with_trace_ = run_->text;
      if (!any_) any_ = run_->text;
    }
    run_.reset();
  }
  bool done() const { return with_trace_.has_value(); }
  std::optional<std::string> result() const {
    std::optional<std::string> found = with_trace_ ? with_trace_ : any_;
    if (found) found->append("\n");
    return found;
  }

 private:
  void begin_run(std::string_view line) {
    const size_t quoting = quoting_length(line);
    if (field_name(line.substr(quoting)).empty()) return;
    run_ = Run();
    run_->prefix = line.substr(0, quoting);
    take(line.substr(quoting));
  }

  bool continue_run(std::string_view line) {
    if (line.compare(0, run_->prefix.size(), run_->prefix) != 0) return false;
    line.remove_prefix(run_->prefix.size());
    if (!line.empty() && is_blank(line[0]) && !trim(line).empty()) {
      run_->text.append(line).append("\n");
      return true;
    }
    if (field_name(line).empty()) return false;
    take(line);
    return true;
  }

  void take(std::string_view line) {
    const std::string name = field_name(line);
    if (std::find(std::begin(kHeaderSigns), std::end(kHeaderSigns), name) != std::end(kHeaderSigns)) {
      ++run_->header_signs;
    }
    if (name == "received" || name == "message-id" || name == "return-path") run_->trace = true;
    run_->text.append(line).append("\n");
  }

  std::optional<Run> run_;
  std::optional<std::string> with_trace_;
  std::optional<std::string> any_;
};

bool is_header_part(std::string_view type) {
  return type == "text/rfc822-headers" || type == "message/rfc822-headers" || type == "text/rfc822-header" ||
         type == "message/partial" || type == "text/rfc822" || type == "message/rfc822" || type == "message/global" ||
         type == "message/global-headers";
}

std::string header_of(std::string octets) {
  const size_t end = Message::header_end(octets);
  if (end != std::string::npos) {
    octets.resize(end);
  } else {
    octets.append("\n");
  }
  return octets;
}

bool is_text(std::string_view type) { return type.compare(0, 5, "text/") == 0; }

/// Returns the first quoted header with Received lines, or else the first quoted header, without quoting marks.
std::optional<std::string> find_quoted_header(std::string_view text) {
  Finder finder;
  while (!text.empty() && !finder.done()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    finder.line(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  finder.end_run();
  return finder.result();
}

}  // namespace

Finding<std::string> returned_header(MimeContent& content) {
  const Finding<std::vector<MimePart>>& parts = content.parts();
  if (!parts.known()) return parts.why();
  for (size_t i = 0; i < parts->size(); ++i) {
    const MimePart& part = (*parts)[i];
    const MimeBlock& block = content.block(part);
    // This part is an enclosed message. The next part is its content.
    if (!part.leaf && block.is_message() && i + 1 < parts->size()) {
      const MimeBlock& inner = content.block((*parts)[i + 1]);
      Finding<std::string> header = content.raw(inner.header_begin, inner.body_begin, kMaxHeaderBytes);
      return header.known() ? Finding<std::string>(header_of(*header)) : header;
    }
    if (part.leaf && i > 0 && is_header_part(block.type.token)) {
      Finding<std::string> octets = content.octets(part, kMaxHeaderBytes);
      return octets.known() ? Finding<std::string>(header_of(*octets)) : octets;
    }
  }
  for (const MimePart& part : *parts) {
    if (!part.leaf || !is_text(content.block(part).type.token)) continue;
    Finding<std::string> octets = content.octets(part, kMaxTextBytes);
    if (!octets.known()) return octets;
    if (std::optional<std::string> found = find_quoted_header(*octets)) return *found;
  }
  return {};
}

}  // namespace hfilter
