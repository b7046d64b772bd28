// SPDX-License-Identifier: BSD-2-Clause
#include "mime/charset_label.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/text.h"

namespace hfilter {
namespace {

struct Row {
  std::string_view name;
  std::string_view labels;  // the labels, with a blank before and behind each
};

constexpr Row kRows[] = {
    {"utf-8", " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 "},
    {"us-ascii", " us-ascii ascii ansi_x3.4-1968 iso646-us iso-ir-6 "},
    {"windows-1252",
     " windows-1252 iso-8859-1 cp1252 cp819 csisolatin1 ibm819 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
     "iso_8859-1:1987 l1 latin1 x-cp1252 "},
    {"iso-8859-2", " iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    {"iso-8859-3", " iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    {"iso-8859-4", " iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    {"iso-8859-5", " iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 "},
    {"iso-8859-6",
     " iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i "
     "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    {"iso-8859-7",
     " iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
     "iso_8859-7:1987 sun_eu_greek "},
    {"iso-8859-8",
     " iso-8859-8 iso-8859-8-i csiso88598e csiso88598i csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 "
     "iso88598 iso_8859-8 iso_8859-8:1988 visual logical "},
    {"iso-8859-10", " iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {"iso-8859-13", " iso-8859-13 iso8859-13 iso885913 "},
    {"iso-8859-14", " iso-8859-14 iso8859-14 iso885914 "},
    {"iso-8859-15", " iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin9 "},
    {"iso-8859-16", " iso-8859-16 "},
    {"windows-874", " windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 "},
    {"windows-1250", " windows-1250 cp1250 x-cp1250 "},
    {"windows-1251", " windows-1251 cp1251 x-cp1251 "},
    {"windows-1253", " windows-1253 cp1253 x-cp1253 "},
    {"windows-1254",
     " windows-1254 iso-8859-9 cp1254 csisolatin5 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
     "x-cp1254 "},
    {"windows-1255", " windows-1255 cp1255 x-cp1255 "},
    {"windows-1256", " windows-1256 cp1256 x-cp1256 "},
    {"windows-1257", " windows-1257 cp1257 x-cp1257 "},
    {"windows-1258", " windows-1258 cp1258 x-cp1258 "},
    {"koi8-r", " koi8-r cskoi8r koi koi8 koi8_r "},
    {"koi8-u", " koi8-u koi8-ru "},
    {"ibm866", " ibm866 866 cp866 csibm866 "},
    {"macintosh", " macintosh csmacintosh mac x-mac-roman "},
    {"x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian "},
    {"gb18030",
     " gb18030 gbk gb2312 chinese csgb2312 csiso58gb231280 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 windows-936 "},
    {"big5", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    {"euc-jp", " euc-jp cseucpkdfmtjapanese x-euc-jp "},
    {"iso-2022-jp", " iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 "},
    {"shift_jis", " shift_jis shift-jis csshiftjis ms932 ms_kanji sjis windows-31j x-sjis cp932 "},
    {"euc-kr",
     " euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 "
     "cp949 "},
    {"iso-2022-kr", " iso-2022-kr csiso2022kr "},
    {"iso-2022-cn", " iso-2022-cn iso-2022-cn-ext "},
    {"hz-gb-2312", " hz-gb-2312 "},
    {"utf-16be", " utf-16be unicodefffe "},
    {"utf-16le", " utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff "},
    {"utf-16", " utf-16 "},  // the text begins with a byte order mark
    {"utf-32", " utf-32 "},
    {"utf-7", " utf-7 unicode-1-1-utf-7 csunicode11utf7 x-unicode-2-0-utf-7 "},
    {"ibm437", " ibm437 cp437 437 cspc8codepage437 "},
    {"ibm850", " ibm850 cp850 850 cspc850multilingual "},
    {"ibm852", " ibm852 cp852 852 cspcp852 "},
    {"x-user-defined", " x-user-defined "},
};

constexpr std::string_view kWithoutAscii[] = {"utf-16be", "utf-16le", "utf-16", "utf-32", "utf-7", "hz-gb-2312"};

}  // namespace

std::string_view charset_name(std::string_view label) {
  const std::string wanted = " " + lower(trim(label)) + " ";
  if (wanted.find(' ', 1) + 1 != wanted.size()) return {};
  for (const Row& row : kRows) {
    if (row.labels.find(wanted) != std::string_view::npos) return row.name;
  }
  return {};
}

bool contains_ascii(std::string_view charset_name) {
  return std::find(std::begin(kWithoutAscii), std::end(kWithoutAscii), charset_name) == std::end(kWithoutAscii);
}

}  // namespace hfilter
