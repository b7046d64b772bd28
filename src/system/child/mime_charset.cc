// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/mime_charset.h"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <memory>

#include "mime/charset_label.h"

namespace hfilter {
namespace {

/// A name of mime/charset_label, and iconv's name of the set, or of the superset that is used in its place.
struct Charset {
  const char* name;
  const char* iconv_name;
};
constexpr Charset kCharsets[] = {
    {"us-ascii", "CP1252"},
    {"windows-1252", "CP1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"},
    {"iso-8859-7", "ISO-8859-7"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-13", "ISO-8859-13"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-874", "CP874"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "CP866"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-UK"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"euc-jp", "EUC-JP-MS"},
    {"iso-2022-jp", "ISO-2022-JP-2"},
    {"shift_jis", "CP932"},
    {"euc-kr", "CP949"},
    {"iso-2022-kr", "ISO-2022-KR"},
    {"iso-2022-cn", "ISO-2022-CN-EXT"},
    {"hz-gb-2312", "HZ"},
    {"utf-16be", "UTF-16BE"},
    {"utf-16le", "UTF-16LE"},
    {"utf-16", "UTF-16"},
    {"utf-32", "UTF-32"},
    {"utf-7", "UTF-7"},
    {"ibm437", "CP437"},
    {"ibm850", "CP850"},
    {"ibm852", "CP852"},
};
constexpr size_t kCharsetCount = std::size(kCharsets);

const auto kNone = reinterpret_cast<iconv_t>(-1);

struct Converters {
  std::array<iconv_t, kCharsetCount> open{};
};

std::string convert(iconv_t converter, std::string_view text) {
  std::string out;
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  std::string input(text);
  char* from = input.data();
  size_t left = input.size();
  char buffer[4'096];
  while (left > 0 && out.size() <= 4 * text.size()) {
    char* to = buffer;
    size_t room = sizeof buffer;
    const size_t status = iconv(converter, &from, &left, &to, &room);
    out.append(buffer, static_cast<size_t>(to - buffer));
    if (status != static_cast<size_t>(-1) || errno == E2BIG) continue;
    out += "\xef\xbf\xbd";  // U+FFFD replaces an invalid octet, or a character that is cut at the end
    ++from;
    --left;
  }
  return out;
}

std::string answer(const Converters& converters, std::string_view request) {
  const size_t nul = request.find('\0');
  if (nul == std::string_view::npos) return "-";
  const std::string_view name = charset_name(request.substr(0, nul));
  for (size_t i = 0; i < kCharsetCount; ++i) {
    if (name != kCharsets[i].name) continue;
    return converters.open[i] == kNone ? "-" : "+" + convert(converters.open[i], request.substr(nul + 1));
  }
  return "-";
}

}  // namespace

ContainedJob charset_job() {
  auto converters = std::make_shared<Converters>();
  return {"charset",
          [converters] {
            for (size_t i = 0; i < kCharsetCount; ++i) {
              converters->open[i] = iconv_open("UTF-8", kCharsets[i].iconv_name);
            }
          },
          [converters](std::string_view request, const ContainedJob::Ask&) { return answer(*converters, request); }};
}

std::string encode_charset_request(std::string_view charset, std::string_view text) {
  std::string request(charset.substr(0, charset.find('\0')));
  request.push_back('\0');
  request.append(text);
  return request;
}

Result<std::string> decode_charset_answer(std::string_view answer) {
  if (!answer.empty() && answer[0] == '+') return std::string(answer.substr(1));
  if (answer == "-") return failure(ErrorKind::kUnsupported, "the character set is not supported");
  return failure(ErrorKind::kIo, "the answer of the character set process is malformed");
}

}  // namespace hfilter
