// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_field.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace hfilter {
namespace {

std::string show(const MimeField& field) {
  std::string out = field.token;
  for (const MimeParameter& p : field.parameters) {
    out += "; " + p.name + "=" + p.value;
    if (p.extended) out += " [" + p.charset + "]";
  }
  return out;
}

struct Row {
  const char* name;
  const char* in;
  const char* want;
  MimeMarks marks;
};

TEST(MimeField, ContentType) {
  const Row rows[] = {
      {"plain", "text/plain", "text/plain", 0},
      {"case", "Text/HTML; CharSet=UTF-8", "text/html; charset=UTF-8", 0},
      {"quoted", "multipart/mixed; boundary=\"=_a b\"", "multipart/mixed; boundary==_a b", 0},
      {"folded", "multipart/mixed;\r\n\tboundary=\"x\"\r\n", "multipart/mixed; boundary=x", 0},
      {"unquoted blanks", "application/zip; name=my file.zip", "application/zip; name=my file.zip", 0},
      {"Windows path", "a/b; name=\"C:\\dir\\x.exe\"", "a/b; name=C:\\dir\\x.exe", 0},
      {"quoted quote", "a/b; name=\"x\\\"y\\\\z\"", "a/b; name=x\"y\\z", 0},
      {"last semicolon", "text/plain;", "text/plain", 0},
      {"no value", "text/plain; format; charset=x", "text/plain; charset=x", 0},
      {"empty", "", "", kMarkTypeBroken},
      {"no subtype", "text", "text", kMarkTypeBroken},
      {"forgotten semicolon", "text/plain charset=x", "text/plain", kMarkTypeBroken},
      {"quoted ; in a boundary", "multipart/mixed; boundary=\"a;b\"", "multipart/mixed; boundary=a;b",
       kMarkQuotedSeparator},
      {"quoted ; in a name", "a/b; name=\"x;y.exe\"", "a/b; name=x;y.exe", kMarkQuotedSeparator},
      {"quoted ; elsewhere", "a/b; reply-type=\"x;y\"", "a/b; reply-type=x;y", 0},
      {"comment", "multipart/mixed (x); boundary=y", "multipart/mixed; boundary=y", kMarkTypeComment},
      {"comment inside", "multipart/(x)mixed; boundary=(z)y", "multipart/mixed; boundary=y", kMarkTypeComment},
      {"blanks around /", "multipart / mixed; boundary=y", "multipart/mixed; boundary=y", kMarkTypeBlank},
      {"unclosed quote", "a/b; name=\"x.exe", "a/b; name=x.exe", kMarkUnclosedQuote},
      {"unclosed comment", "a/b (; name=x", "a/b", kMarkTypeComment},
      {"twice", "a/b; name=x.txt; name=x.exe", "a/b; name=x.txt; name=x.exe", kMarkParameterTwice},
  };
  for (const Row& row : rows) {
    const MimeField got = parse_content_type(row.in);
    EXPECT_EQ(show(got), row.want) << row.name;
    EXPECT_EQ(mime_marks_text(got.marks), mime_marks_text(row.marks)) << row.name;
  }
}

// The examples of RFC 2231 sections 3 and 4, with our own names, and what broken writers make of them.
TEST(MimeField, Rfc2231) {
  const Row rows[] = {
      {"continuation", "a; filename*0=\"inv\"; filename*1=oice.exe", "a; filename=invoice.exe", 0},
      {"out of order", "a; filename*1=oice.exe; filename*0=inv", "a; filename=invoice.exe", 0},
      {"charset", "a; filename*=iso-8859-1'de'Stra%DFe.exe",
       "a; filename=Stra\xDF"
       "e.exe [iso-8859-1]",
       0},
      {"both", "a; filename*0*=UTF-8''%41; filename*1=%42; filename*2*=%43", "a; filename=A%42C [utf-8]", 0},
      {"no charset", "a; filename*=x%2eexe", "a; filename=x.exe []", 0},
      {"half a percent", "a; filename*=''%4", "a; filename=%4 []", 0},
      {"extended beside plain", "a; filename=x.txt; filename*=UTF-8''x.exe",
       "a; filename=x.exe [utf-8]; filename=x.txt", 0},
      {"star only", "a; filename**=x", "a; filename*=x []", 0},
      {"eleven pieces", "a; f*0=a; f*1=b; f*2=c; f*3=d; f*4=e; f*5=f; f*6=g; f*7=h; f*8=i; f*9=j; f*10=k",
       "a; f=abcdefghijk", 0},
  };
  for (const Row& row : rows) {
    const MimeField got = parse_content_disposition(row.in);
    EXPECT_EQ(show(got), row.want) << row.name;
    EXPECT_EQ(mime_marks_text(got.marks), mime_marks_text(row.marks)) << row.name;
  }
}

TEST(MimeField, LengthIsBounded) {
  const std::string value = "a/b; name=" + std::string(kMaxMimeFieldBytes, 'x');
  const MimeField got = parse_content_type(value);
  EXPECT_TRUE(got.may_lack_name);
  EXPECT_EQ(mime_marks_text(got.marks), "");
  EXPECT_EQ(got.find("name")->value.size(), kMaxMimeFieldBytes - 10);
}

TEST(MimeField, ParametersAreBounded) {
  std::string value = "a/b";
  for (size_t i = 0; i < 2 * kMaxMimeParameters; ++i) value += "; p" + std::to_string(i) + "=v";
  EXPECT_EQ(parse_content_type(value).parameters.size(), kMaxMimeParameters);
  const MimeField behind = parse_content_type(value + "; name=x.exe");
  ASSERT_NE(behind.find("name"), nullptr) << "what names the file counts wherever it stands";
  EXPECT_EQ(behind.find("name")->value, "x.exe");
  EXPECT_FALSE(behind.may_lack_name);
  for (size_t i = 0; i <= kMaxMimeParameters; ++i) value += "; name=v" + std::to_string(i);
  EXPECT_TRUE(parse_content_type(value).may_lack_name);
}

TEST(MimeField, EachMarkHasItsText) {
  for (int i = 0; i < kMimeMarkCount; ++i) EXPECT_NE(mime_marks_text(1u << i), "") << i;
  EXPECT_EQ(mime_marks_text(1u << kMimeMarkCount), "");
}

}  // namespace
}  // namespace hfilter
