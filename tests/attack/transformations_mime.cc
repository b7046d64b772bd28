// SPDX-License-Identifier: BSD-2-Clause
//
// What a stranger can do with the body: MIME, archives, carriers, padding.
#include "attack/tables.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

constexpr char kProgramText[] = "This file is not a program by its content.\n";

Part text_part(const std::string& text) {
  Part part;
  part.data = text;
  return part;
}

Part file_part(const std::string& type, const std::string& name, const std::string& data) {
  Part part;
  part.type = type;
  part.parameters.clear();
  part.name = name;
  part.data = data;
  part.encoding = Encoding::kBase64;
  return part;
}

/// Makes the body a multipart, if it is none, so that parts can be added. False where the body is raw.
bool open_body(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  if (!mail.body.parts.empty()) return true;
  Part all;
  all.type = "multipart/mixed";
  all.parameters.clear();
  all.boundary = "=_m" + std::to_string(random.below(1'000'000));
  all.parts = {std::move(mail.body)};
  mail.body = std::move(all);
  return true;
}

/// The parts that hold something, for a change of one of them.
void collect_leaves(Part& part, std::vector<Part*>* leaves) {
  if (part.parts.empty()) leaves->push_back(&part);
  for (Part& inner : part.parts) collect_leaves(inner, leaves);
}

/// The part that is the program, or an archive with it; null if there is none.
Part* program_of(Mail& mail) {
  std::vector<Part*> leaves;
  collect_leaves(mail.body, &leaves);
  for (Part* leaf : leaves) {
    if (leaf->name == "invoice.exe" || leaf->name == "invoice.zip") return leaf;
  }
  return nullptr;
}

/// The same, if its name alone says what it is.
Part* named_program_of(Mail& mail) {
  Part* part = program_of(mail);
  return part != nullptr && part->name == "invoice.exe" && part->own_fields.empty() ? part : nullptr;
}

bool insert_part(Mail& mail, Random& random, const Part& part, bool before) {
  if (!open_body(mail, random)) return false;
  mail.body.parts.insert(before ? mail.body.parts.begin() : mail.body.parts.end(), part);
  return true;
}

// ---- general ----

bool nest(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  for (uint64_t depth = 1 + random.below(6); depth > 0; --depth) {
    Part outer;
    outer.type =
        random.one_of<std::string>({"multipart/mixed", "multipart/related", "Multipart/Mixed", "multipart/x-own"});
    outer.parameters.clear();
    outer.boundary = "=_n" + std::to_string(random.below(1'000'000));
    outer.parts = {std::move(mail.body)};
    if (random.coin()) outer.parts.push_back(text_part("more\n"));
    mail.body = std::move(outer);
  }
  return true;
}

bool add_part(Mail& mail, Random& random) {
  const Part part = random.one_of<Part>(
      {text_part("another text\n"), text_part(""), file_part("image/png", "a.png", "\x89PNG\r\n\x1a\n"),
       file_part("application/pdf", "a.pdf", "%PDF-1.4\n"), file_part("text/html", "", "<p>hello</p>\n"),
       file_part("application/zip", "a.zip", zip_of("a.txt"))});
  return insert_part(mail, random, part, random.coin());
}

bool encode(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  std::vector<Part*> leaves;
  collect_leaves(mail.body, &leaves);
  Part& leaf = *leaves[random.below(leaves.size())];
  leaf.encoding = leaf.name == "invoice.zip" ? Encoding::kBase64
                                             : random.one_of<Encoding>({Encoding::kBase64, Encoding::kQuotedPrintable});
  return true;
}

bool name_style(Mail& mail, Random& random) {
  Part* part = program_of(mail);
  if (part == nullptr) return false;
  part->name_style = random.one_of<NameStyle>({NameStyle::kBare, NameStyle::kTypeOnly, NameStyle::kDispositionOnly,
                                               NameStyle::kRfc2231, NameStyle::kRfc2231Pieces, NameStyle::kEncodedWord,
                                               NameStyle::kUpperCase});
  return true;
}

bool other_type(Mail& mail, Random& random) {
  Part* part = program_of(mail);
  if (part == nullptr) return false;
  part->type = random.one_of<std::string>(
      {"image/png", "text/plain", "application/pdf", "x/y", "APPLICATION/OCTET-STREAM", "application/x-msdownload"});
  return true;
}

bool program_named_otherwise(Mail& mail, Random& random) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  part->name = random.one_of<std::string>({"INVOICE.EXE", "invoice.pdf.exe", "invoice.exe.", "invoice.exe ",
                                           "invoice.scr", "invoice.pdf                                        .exe",
                                           "invoice.js", "../invoice.exe",
                                           "invoice.\xe2\x80\xae"
                                           "fdp.exe",
                                           "invoice.exe."});
  return true;
}

bool other_archive(Mail& mail, Random& random) {
  Part* part = program_of(mail);
  if (part == nullptr || part->name != "invoice.zip") return false;
  const std::vector<std::pair<std::string, std::string>> archives = {
      {"a.tar", tar("invoice.exe", "data")},
      {"a.tar.gz", gzip(tar("invoice.exe", "data"))},
      {"a.gz", gzip("data", "invoice.exe")},
      {"a.rar", rar4(rar4_file("invoice.exe", "data"))},
      {"a.rar", rar5(rar5_file({"invoice.exe", "data"}))},
      {"a.cab", cab({{"invoice.exe", "data"}})},
      {"a.iso", iso("INVOICE.EXE;1")},
      {"a.zip", zip({{"folder/invoice.exe", "folder/invoice.exe", "data", 8}})},
      {"a.zip", zip({{"invoice.txt", "invoice.exe", "data"}})},
      {"a.zip", zip({{"invoice.exe", "invoice.txt", "data"}})},
      {"a.zip", zip_of("b.zip", zip_of("invoice.exe"))},
      {"a.dat", zip_of("invoice.exe")},
      {"a.png", zip_of("invoice.exe")},
  };
  const auto& archive = random.one_of(archives);
  *part = file_part("application/octet-stream", archive.first, archive.second);
  return true;
}

bool in_attached_message(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  Mail inner;
  inner.fields = {"From: anna@example.org\n", "Subject: forwarded\n"};
  inner.body = std::move(mail.body);
  Part message;
  message.type = "message/rfc822";
  message.parameters.clear();
  message.data = content_of(inner);
  mail.body = text_part("see below\n");
  return insert_part(mail, random, message, random.coin());
}

bool odd_octets(Mail& mail, Random& random) {
  return insert_part(mail, random,
                     text_part(random.one_of<std::string>({std::string(100, '\0') + "\n", "\xff\xfe\r\r\n", ".\n..\n",
                                                           "From here\n", std::string(1'000'000, 'y')})),
                     random.coin());
}

bool other_boundary(Mail& mail, Random& random) {
  if (mail.body.parts.empty() || !mail.body_instead.empty()) return false;
  mail.body.boundary = random.one_of<std::string>(
      {"a", "=_a=b?c", "a b", "--", "----=_NextPart_000_0001_01C8", "a'()+_,-./:=?", std::string(70, 'b')});
  return true;
}

bool not_closed(Mail& mail, Random&) {
  if (mail.body.parts.empty()) return false;
  mail.body.closed = false;
  return true;
}

bool preamble(Mail& mail, Random& random) {
  if (mail.body.parts.empty()) return false;
  mail.body.data += random.one_of<std::string>({"This is a multi-part message in MIME format.\n", "\n\n\n",
                                                "--not-a-boundary\n", "Content-Type: text/plain\n\n"});
  return true;
}

// ---- MIME limits ----

bool many_dashes(Mail& mail, Random& random) {
  return insert_part(mail, random, text_part(repeated("-- a line of SQL\n", 10'001)), random.coin());
}

bool many_short_fields(Mail& mail, Random&) {
  mail.fields.push_back(repeated("a:\n", 100'001));
  return true;
}

bool many_content_types(Mail& mail, Random& random) {
  if (!open_body(mail, random)) return false;
  for (int i = 0; i < 1'001; ++i) mail.body.parts.push_back(text_part("x\n"));
  return true;
}

bool content_types_in_one_part(Mail& mail, Random& random) {
  Part part = text_part("x\n");
  part.more_fields = repeated("Content-Type: text/plain\n", 1'001);
  return insert_part(mail, random, part, random.coin());
}

bool nest_51(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  for (int i = 0; i < 51; ++i) {
    Part outer;
    outer.type = "multipart/mixed";
    outer.parameters.clear();
    outer.boundary = "=_d" + std::to_string(i) + "." + std::to_string(random.below(1'000));
    outer.parts = {std::move(mail.body)};
    mail.body = std::move(outer);
  }
  return true;
}

bool deep_part_beside(Mail& mail, Random& random) {
  if (!open_body(mail, random)) return false;
  Mail deep;
  deep.body = text_part("x\n");
  if (!nest_51(deep, random)) return false;
  mail.body.parts.push_back(deep.body);
  return true;
}

bool zips_in_zips(Mail& mail, Random& random) {
  std::string inner = zip_of("invoice.exe");
  for (int i = 0; i < 3; ++i) inner = zip_of("a.zip", inner);
  return insert_part(mail, random, file_part("application/zip", "deep.zip", inner), random.coin());
}

bool program_in_deep_zip(Mail& mail, Random&) {
  Part* part = program_of(mail);
  if (part == nullptr || part->name != "invoice.zip") return false;
  for (int i = 0; i < 3; ++i) part->data = zip_of("a.zip", part->data);
  return true;
}

bool long_field_in_part(Mail& mail, Random& random) {
  Part part = text_part("x\n");
  part.more_fields = "X-Long: " + std::string(random.one_of<size_t>({70'000, 1'000'000}), 'x') + "\n";
  return insert_part(mail, random, part, random.coin());
}

// ---- expensive archives ----

bool many_slow_archives(Mail& mail, Random& random) {
  if (!open_body(mail, random)) return false;
  // A large file in a tar, 160 times smaller when compressed: each archive is read as long as hfilter lets it.
  static const std::string slow = gzip_of_zeros(size_t{24} << 20, tar_head("a.txt", size_t{8} << 30));
  const Part part = file_part("application/gzip", "a.tar.gz", slow);
  mail.body.parts.insert(random.coin() ? mail.body.parts.begin() : mail.body.parts.end(), 120, part);
  return true;
}

bool archive_bombs(Mail& mail, Random& random) {
  if (!open_body(mail, random)) return false;
  const std::vector<HostileMail> bombs = hostile_archives();
  const Part part = file_part("application/octet-stream", "a.tgz", bombs[random.below(bombs.size())].make());
  mail.body.parts.insert(random.coin() ? mail.body.parts.begin() : mail.body.parts.end(), 5, part);
  return true;
}

bool broken_archive(Mail& mail, Random& random) {
  return insert_part(mail, random, file_part("application/zip", "b.zip", "PK\x03\x04 and nothing more"), random.coin());
}

bool encrypted_archive(Mail& mail, Random& random) {
  return insert_part(mail, random, file_part("application/zip", "c.zip", zip({{"a.txt", "a.txt", "secret", 1}})),
                     random.coin());
}

// ---- names ----

bool many_parameters(Mail& mail, Random&) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  std::string parameters;
  for (int i = 0; i < 201; ++i) parameters += ";\n\tp" + std::to_string(i) + "=x";
  part->own_fields =
      "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: "
      "attachment" +
      parameters + ";\n\tfilename=\"invoice.exe\"\n";
  return true;
}

bool long_content_type(Mail& mail, Random&) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  std::string comment = "(";
  for (int i = 0; i < 1'000; ++i) comment += std::string(70, 'x') + "\n\t";
  part->own_fields = "Content-Transfer-Encoding: base64\nContent-Type: application/octet-stream; x=\"" +
                     comment.substr(1) + "\";\n\tname=\"invoice.exe\"\n";
  return true;
}

bool backslashes_in_name(Mail& mail, Random& random) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  part->own_fields =
      "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: "
      "attachment; filename=\"" +
      random.one_of<std::string>({"C:\\temp\\invoice.exe", "invoice\\.exe", "invoice.e\\xe", "a\\\\invoice.exe"}) +
      "\"\n";
  return true;
}

bool words_after_name(Mail& mail, Random& random) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  part->own_fields =
      "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; " +
      random.one_of<std::string>({"filename=invoice.exe and more", "filename=\"invoice.exe\" x",
                                  "filename=\"invoice.exe\" \"x\"", "filename=invoice .exe",
                                  "filename = invoice.exe (x)"}) +
      "\n";
  return true;
}

bool content_name(Mail& mail, Random&) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  part->own_fields =
      "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Name: invoice.exe\n";
  return true;
}

bool name_in_rare_charset(Mail& mail, Random& random) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  const std::string charset =
      random.one_of<std::string>({"ks_c_5601-1989", "x-sjis", "windows-949", "x-user-defined", "unicode-1-1-utf-8"});
  part->own_fields = "Content-Type: application/octet-stream; name=\"=?" + charset + "?B?" + base64("invoice.exe") +
                     "?=\"\nContent-Transfer-Encoding: base64\n";
  return true;
}

bool zip_unicode_path(Mail& mail, Random&) {
  Part* part = program_of(mail);
  if (part == nullptr || part->name != "invoice.zip" || part->data.size() > 1'000) return false;
  // The extra field 0x7075 of the central directory gives the true name (APPNOTE 4.6.9).
  const std::string listed = "invoice.txt", real = "invoice.exe", data = "data";
  const std::string extra =
      number(0x7075, 2) + number(5 + real.size(), 2) + number(1, 1) + number(crc32(listed), 4) + real;
  const std::string common = number(0, 2) + number(0, 2) + number(0, 4);
  const std::string sizes = number(crc32(data), 4) + number(data.size(), 4) + number(data.size(), 4);
  const std::string local =
      "PK\x03\x04" + number(20, 2) + common + sizes + number(listed.size(), 2) + number(0, 2) + listed + data;
  const std::string central = "PK\x01\x02" + number(20, 2) + number(20, 2) + common + sizes + number(listed.size(), 2) +
                              number(extra.size(), 2) + number(0, 10) + number(0, 4) + listed + extra;
  part->data = local + central + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) + number(central.size(), 4) +
               number(local.size(), 4) + number(0, 2);
  return true;
}

bool header_limit_in_part(Mail& mail, Random&) {
  Part* part = named_program_of(mail);
  if (part == nullptr) return false;
  part->more_fields = repeated("X-A: b\n", 2'000);
  return true;
}

// ---- carriers ----

std::string inner_message() {
  return "From: a@example.com\nMIME-Version: 1.0\nContent-Type: application/octet-stream; name=\"invoice.exe\"\n"
         "Content-Transfer-Encoding: base64\n\n" +
         base64_lines(kProgramText);
}

bool carry(Mail& mail, const std::string& type, const std::string& name, const std::string& data) {
  Part* part = program_of(mail);
  if (part == nullptr || !part->own_fields.empty()) return false;
  *part = file_part(type, name, data);
  return true;
}

bool message_in_base64(Mail& mail, Random& random) {
  return carry(mail, random.coin() ? "message/rfc822" : "application/octet-stream", "letter.eml", inner_message());
}

bool smime_opaque(Mail& mail, Random&) {
  // A ContentInfo of signedData; what is signed stands in it as it is (RFC 5652).
  const std::string inner = inner_message();
  const std::string length = {static_cast<char>(0x82), static_cast<char>(inner.size() >> 8),
                              static_cast<char>(inner.size() & 0xFF)};
  return carry(mail, "application/pkcs7-mime; smime-type=signed-data", "smime.p7m",
               std::string("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00"
                           "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80\x24\x80\x04",
                           40) +
                   length + inner + std::string(12, '\0'));
}

bool tnef(Mail& mail, Random&) {
  // winmail.dat: the attribute 0x00018010 is the title of an attachment, 0x0006800F its data.
  const std::string title("invoice.exe", 12), data = kProgramText;
  const auto attribute = [](uint32_t id, const std::string& value) {
    unsigned sum = 0;
    for (const char c : value) sum += static_cast<unsigned char>(c);
    return number(2, 1) + number(id, 4) + number(value.size(), 4) + value + number(sum & 0xFFFF, 2);
  };
  return carry(mail, "application/ms-tnef", "winmail.dat",
               number(0x223E9F78, 4) + number(1, 2) + attribute(0x00069002, std::string(14, '\1')) +
                   attribute(0x00018010, title) + attribute(0x0006800F, data));
}

bool uuencode_in_base64(Mail& mail, Random&) {
  Part* part = program_of(mail);
  if (part == nullptr || !part->own_fields.empty()) return false;
  *part = text_part("see below\n\nbegin 644 invoice.exe\n#0V%T\n`\nend\n");
  part->encoding = Encoding::kBase64;
  return true;
}

bool office_macro(Mail& mail, Random& random) {
  const std::string ole = std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) + std::string(1'016, '\0') +
                          std::string("V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", 22) + std::string(490, '\0');
  if (random.coin()) return carry(mail, "application/msword", "invoice.doc", ole);
  return carry(mail, "application/vnd.ms-word.document.macroEnabled.12", "invoice.docm",
               zip({{"word/document.xml", "word/document.xml", "<w/>", 0},
                    {"word/vbaProject.bin", "word/vbaProject.bin", ole, 0}}));
}

bool pdf_attachment(Mail& mail, Random&) {
  return carry(
      mail, "application/pdf", "invoice.pdf",
      "%PDF-1.7\n1 0 obj\n<</Type/Filespec/F(invoice.exe)/EF<</F 2 0 R>>>>\nendobj\n2 0 obj\n<</Type/EmbeddedFile"
      "/Length 4>>\nstream\ndata\nendstream\nendobj\n%%EOF\n");
}

bool html_smuggling(Mail& mail, Random&) {
  return carry(mail, "text/html", "invoice.html",
               "<script>var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([atob('" +
                   base64(kProgramText) + "')]));a.download='invoice.exe';a.click()</script>\n");
}

// ---- body ----

bool part_of_unknown_charset(Mail& mail, Random& random) {
  Part part = text_part("hello\n");
  part.parameters = "; charset=x-nobody-knows";
  return insert_part(mail, random, part, random.coin());
}

bool padded_before(Mail& mail, Random& random) {
  return insert_part(mail, random, text_part(repeated(std::string(71, 'x') + "\n", 16'000)), true);
}

bool padded_behind(Mail& mail, Random& random) {
  return insert_part(mail, random, text_part(repeated(std::string(71, 'x') + "\n", 16'000)), false);
}

bool text_of_unknown_charset(Mail& mail, Random& random) {
  if (!mail.body_instead.empty()) return false;
  std::vector<Part*> leaves;
  collect_leaves(mail.body, &leaves);
  leaves.front()->parameters = random.one_of<std::string>(
      {"; charset=x-sjis", "; charset=ks_c_5601-1989", "; charset=x-user-defined", "; charset=\"\""});
  return leaves.front()->type == "text/plain";
}

// ---- NAT ----

bool bounce_behind_nat(Mail& mail, Random&) {
  const std::string line = "Received: from x (unknown [200.150.100.50])\n\t";
  const size_t at = mail.body_instead.find(line);
  if (at == mail.body_instead.npos) return false;
  mail.body_instead.replace(at, line.size(), "Received: from gateway (unknown [10.0.0.1])\n\t");
  const size_t from = mail.body_instead.find("From: greg", at);
  mail.body_instead.insert(
      from,
      "Received: from smtp.hewgill.net (smtp.hewgill.net [192.0.2.10])\n\tby gateway (Postfix) with "
      "ESMTP id 2; Wed, 31 Dec 2025 21:59:00 +0000\n");
  return true;
}

}  // namespace

void add_mime_transformations(std::vector<Transformation>* all) {
  const std::vector<Transformation> rows = {
      {"parts nested", "general", kBounce, nest},
      {"a part more", "general", kBounce, add_part},
      {"another encoding", "general", kBounce, encode},
      {"the name in another form", "names", 0, name_style},
      {"another type", "names", 0, other_type},
      {"the program named otherwise", "names", 0, program_named_otherwise},
      {"the program in another archive", "names", 0, other_archive},
      {"in an attached message", "general", kBounce | kPhrase, in_attached_message},
      {"odd octets", "general", kBounce, odd_octets},
      {"another boundary", "general", 0, other_boundary},
      {"the last boundary missing", "general", 0, not_closed},
      {"a preamble", "general", 0, preamble},
      {"10,001 lines of --", "MIME limits", kBounce, many_dashes},
      {"100,001 short fields", "MIME limits", kBounce, many_short_fields},
      {"1,001 parts", "MIME limits", kBounce, many_content_types},
      {"1,001 Content-Type fields in a part", "MIME limits", kBounce, content_types_in_one_part},
      {"51 multiparts in one another", "MIME limits", kBounce, nest_51},
      {"a part 51 deep beside it", "MIME limits", kBounce, deep_part_beside},
      {"zips in zips beside it", "MIME limits", kBounce, zips_in_zips},
      {"the program four zips deep", "MIME limits", 0, program_in_deep_zip},
      {"a long field in a part", "MIME limits", kBounce, long_field_in_part},
      {"120 archives that cost 40 ms", "expensive archives", kBounce, many_slow_archives},
      {"five archive bombs", "expensive archives", kBounce, archive_bombs},
      {"a broken archive", "expensive archives", kBounce, broken_archive},
      {"an encrypted archive", "expensive archives", kBounce, encrypted_archive},
      {"201 parameters before the name", "names", 0, many_parameters},
      {"70 KB before the name", "names", 0, long_content_type},
      {"backslashes in the name", "names", 0, backslashes_in_name, "the name is not read as mail programs read it"},
      {"words behind the name", "names", 0, words_after_name, "the name is not read as mail programs read it"},
      {"Content-Name", "names", 0, content_name, "the name is not read"},
      {"a name in a rare charset", "names", 0, name_in_rare_charset},
      {"the Unicode path of a zip", "names", 0, zip_unicode_path, "the name is not read"},
      {"2,000 fields in the part", "names", 0, header_limit_in_part},
      {"a message in base64", "carriers", 0, message_in_base64},
      {"S/MIME, opaque", "carriers", 0, smime_opaque},
      {"winmail.dat", "carriers", 0, tnef},
      {"uuencode in base64", "carriers", 0, uuencode_in_base64},
      {"an Office file with macros", "carriers", 0, office_macro,
       "the carrier is not opened, and the standard rules do not ask for what is unchecked"},
      {"a PDF with an attachment", "carriers", 0, pdf_attachment,
       "the carrier is not opened, and the standard rules do not ask for what is unchecked"},
      {"HTML that makes a file", "carriers", 0, html_smuggling,
       "the carrier is not opened, and the standard rules do not ask for what is unchecked"},
      {"a part of an unknown charset", "body", kBounce, part_of_unknown_charset},
      {"text of a rare charset", "body", kBounce, text_of_unknown_charset},
      {"1 MiB of text before", "body", kBounce, padded_before,
       "text beyond the limit makes each test of the body unknown"},
      {"1 MiB of text behind", "body", kBounce, padded_behind},
      {"a bounce from behind NAT", "NAT", 0, bounce_behind_nat, "nobody can tell what stands behind a private address"},
  };
  all->insert(all->end(), rows.begin(), rows.end());
}

}  // namespace hfilter
