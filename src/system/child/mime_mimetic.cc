// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/mime_mimetic.h"

#include <mimetic/mimetic.h>

#include <cstring>
#include <map>

#include "base/limits.h"

namespace hfilter {
namespace {

/// mimetic's parser with another search for boundaries, its only virtual step. This corrects two faults: a boundary
/// that is a prefix of another matches both, and after an inner multipart without closing line later parts are
/// lost.
class StructureParser : public mimetic::IteratorParser<const char*, std::input_iterator_tag> {
 public:
  explicit StructureParser(mimetic::MimeEntity& entity) : IteratorParser(entity) {}

  /// Returns which boundary line ended each entity's body.
  const std::map<const mimetic::MimeEntity*, int>& ends() const { return ends_; }

 protected:
  void copy_until_boundary(mimetic::ParsingElem element) override {
    while (m_bit != m_eit) {
      const size_t left = static_cast<size_t>(m_eit - m_bit);
      const void* newline = memchr(m_bit, '\n', left);
      const std::string_view line(m_bit,
                                  newline ? static_cast<size_t>(static_cast<const char*>(newline) - m_bit) : left);
      if (at_boundary(line, element)) return;
      m_bit += line.size() + (newline ? 1 : 0);
    }
    m_lastBoundary = NoBoundary;
  }

 private:
  /// Recognises "--b000001=17" and "--b000001--=17".
  bool at_boundary(std::string_view line, mimetic::ParsingElem element) {
    int level = 0;
    for (const std::string& boundary : m_boundaryList) {
      const std::string_view rest = line.substr(std::min(line.size(), boundary.size()));
      const bool closing = rest.substr(0, 3) == "--=";
      if (line.compare(0, boundary.size(), boundary) == 0 && (closing || rest.substr(0, 1) == "=")) {
        if (element == peBody) ends_.emplace(m_entityStack.top(), atoi(rest.data() + (closing ? 3 : 1)));
        // An outer boundary also closes the inner multipart; the line is left for the outer one.
        m_lastBoundary = level > 0 || closing ? ClosingBoundary : Boundary;
        if (level == 0) m_bit += std::min<size_t>(line.size() + 1, static_cast<size_t>(m_eit - m_bit));
        return true;
      }
      ++level;
    }
    return false;
  }

  std::map<const mimetic::MimeEntity*, int> ends_;
};

void append(const MimeEntityReport& report, std::string* out) {
  char bytes[sizeof report];
  memcpy(bytes, &report, sizeof report);
  out->append(bytes, sizeof bytes);
}

/// Writes reports in preorder. An entity without Content-ID has no header in the message: its multipart ended at
/// once.
void walk(const mimetic::MimeEntity& entity, int parent, int depth, const StructureParser& parser, int* count,
          std::string* out) {
  if (!entity.header().hasField("Content-ID")) return;
  const auto end = parser.ends().find(&entity);
  append({parent, atoi(entity.header().field("Content-ID").value().c_str()),
          end == parser.ends().end() ? -1 : end->second},
         out);
  const int self = (*count)++;
  if (depth > kMaxMimeDepth) return;  // the reader of the reports detects the excessive depth
  for (const mimetic::MimeEntity* child : entity.body().parts()) walk(*child, self, depth + 1, parser, count, out);
}

std::string parse_skeleton(std::string_view skeleton, const ContainedJob::Ask&) {
  std::string out;
  mimetic::MimeEntity entity;
  StructureParser parser(entity);
  parser.iMask(mimetic::imPreamble | mimetic::imEpilogue);
  parser.run(skeleton.data(), skeleton.data() + skeleton.size());
  int count = 0;
  walk(entity, -1, 0, parser, &count, &out);
  return out;
}

}  // namespace

ContainedJob mimetic_job() { return {"MIME", nullptr, parse_skeleton}; }

Result<std::vector<MimeEntityReport>> decode_mime_answer(std::string_view answer) {
  if (answer.empty() || answer.size() % sizeof(MimeEntityReport) != 0) {
    return failure(ErrorKind::kIo, "the answer of the MIME process is malformed");
  }
  std::vector<MimeEntityReport> reports(answer.size() / sizeof(MimeEntityReport));
  memcpy(reports.data(), answer.data(), answer.size());
  return reports;
}

}  // namespace hfilter
