// SPDX-License-Identifier: BSD-2-Clause
#include "mime/mime_content.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/escape.h"
#include "base/limits.h"
#include "unit/fake_mime_probe.h"
#include "unit/hostile_mail.h"

namespace hfilter {
namespace {

/// A body that counts its reads, and can fail.
class WatchedBody : public BodySource {
 public:
  WatchedBody(std::string bytes, int* reads, bool fails) : memory_(std::move(bytes)), reads_(reads), fails_(fails) {}
  Result<uint64_t> size() override { return memory_.size(); }
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override {
    ++*reads_;
    if (fails_) return failure(ErrorKind::kIo, "no space");
    return memory_.read_at(offset, buffer, count);
  }

 private:
  MemoryBody memory_;
  int* reads_;
  bool fails_;
};

struct Case {
  explicit Case(const std::string& mail, bool fails = false) {
    const size_t end = Message::header_end(mail);
    message =
        std::make_unique<Message>(mail.substr(0, end), std::make_unique<WatchedBody>(mail.substr(end), &reads, fails));
    content = std::make_unique<MimeContent>(*message, probe);
  }
  int reads = 0;
  FakeMimeProbe probe;
  std::unique_ptr<Message> message;
  std::unique_ptr<MimeContent> content;
};

const char* letter(const Truth& truth) { return truth.is_true() ? "T" : truth.is_false() ? "F" : "U"; }

/// "x.exe application/zip 12 T F F F" (executable archive encrypted disguised), a line each; or why it is unknown.
std::string attachments_of(Case& c) {
  const auto& found = c.content->attachments();
  if (!found.known()) return "unknown: " + found.why().text;
  std::string out;
  for (const Attachment& a : *found) {
    out += a.name + " " + a.type + " " + std::to_string(a.size) + " " + letter(a.executable) + letter(a.archive) +
           letter(a.encrypted) + letter(a.disguised) + (a.unchecked.is_true() ? " unchecked: " + a.unchecked.why : "") +
           "\n";
  }
  return out;
}

std::string program() {
  std::string bytes("MZ\x90\0\x03\0\0\0", 8);
  bytes.resize(90, '\0');
  return bytes;
}

const std::string kZip("PK\x03\x04\x14\0\0\0", 8);

std::string part(const std::string& header, const std::string& body) { return "--b\n" + header + "\n\n" + body + "\n"; }

std::string mixed(const std::string& parts) {
  return "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n";
}

std::string base64_part(const std::string& header, const std::string& bytes) {
  return part(header + "\nContent-Transfer-Encoding: base64", base64(bytes));
}

// Its names are larger than what is kept of all parts (kMaxMimePartBytes).
TEST(MimeContent, TheHeaderOfTheMessageIsAlwaysKept) {
  std::string mail;
  while (mail.size() < kMaxMimePartBytes + 100'000) {
    mail += "Content-Type: text/plain; name=\"" + std::string(65'000, 'a') + "\"\n";
  }
  Case c(mail + "\nbody\n");
  EXPECT_TRUE(c.content->parts().known());
  EXPECT_TRUE(c.content->attachments().known());
}

TEST(MimeContent, Attachments) {
  struct Row {
    const char* name;
    std::string mail;
    const char* want;
  };
  const Row rows[] = {
      {"plain mail", "From: a\n\nHello\n", ""},
      {"text only", mixed(part("Content-Type: text/plain", "Hello") + part("Content-Type: text/html", "<p>")), ""},
      {"a program by name",
       mixed(base64_part("Content-Type: application/octet-stream; name=\"document.pif\"", "no program")),
       "document.pif application/octet-stream 10 TFFF\n"},
      {"a program by content", mixed(base64_part("Content-Type: application/octet-stream; name=data", program())),
       "data application/octet-stream 90 TFFF\n"},
      {"a program that calls itself a picture", mixed(base64_part("Content-Type: image/jpeg; name=a.jpg", program())),
       "a.jpg image/jpeg 90 TFFT\n"},
      {"a program without a name, as text", mixed(base64_part("Content-Type: text/plain", program())),
       " text/plain 90 TFFT\n"},
      {"the whole mail is a program",
       "Content-Type: application/octet-stream; name=x.exe\nContent-Transfer-Encoding: base64\n\n" + base64(program()),
       "x.exe application/octet-stream 90 TFFF\n"},
      {"two names",
       mixed(part("Content-Type: text/plain; name=x.txt\nContent-Disposition: attachment; filename=x.exe", "x")),
       "x.exe text/plain 1 TFFT\n"},
      {"RFC 2231 name",
       mixed(part("Content-Type: a/b\nContent-Disposition: attachment;\n filename*0*=UTF-8''%C3%BC;\n "
                  "filename*1=\".exe\"",
                  "x")),
       "ü.exe a/b 1 TFFF\n"},
      {"RFC 2047 name", mixed(part("Content-Type: a/b; name=\"=?utf-8?B?w7wuc2Ny?=\"", "x")), "ü.scr a/b 1 TFFF\n"},
      {"a name in another character set",
       mixed(part("Content-Disposition: attachment; filename*=koi8-r''%D0.exe", "x")),
       "<\xD0.exe> text/plain 1 FFFF\n"},
      {"a script", mixed(part("Content-Type: text/plain; name=run", "#!/bin/sh\nrm x")), "run text/plain 14 TFFF\n"},
      {"a script that is only shown", mixed(part("Content-Type: text/plain", "#!/bin/sh\nrm x")), ""},
      {"a program packed alone", mixed(base64_part("Content-Type: application/gzip; name=x.exe.gz", "no gzip")),
       "x.exe.gz application/gzip 7 TTUF unchecked: archive reader: died\n"},
      {"a message within, with a program",
       mixed(
           part("Content-Type: message/rfc822", "Subject: x\nContent-Type: application/octet-stream; name=x.exe\n\nx")),
       "x.exe application/octet-stream 1 TFFF\n"},
      {"an encoded message within", mixed(base64_part("Content-Type: message/rfc822", "Subject: x\n\nx")),
       " message/rfc822 13 UFFF unchecked: an encoded message inside the message is not read\n"},
      {"a piece of a message", mixed(part("Content-Type: message/partial; id=1; number=1; total=2", "TVqQ")),
       " message/partial 4 UFFF unchecked: the part is only a piece of a message\n"},
      {"an encoding that nobody knows",
       mixed(part("Content-Type: a/b; name=x.dat\nContent-Transfer-Encoding: x-uuencode", "begin 644 x.exe")),
       "x.dat a/b 15 UFFF unchecked: the part has an unknown Content-Transfer-Encoding\n"},
      {"a second Content-Type", mixed(part("Content-Type: text/plain\nContent-Type: a/b; name=x.exe", "x")),
       "x.exe text/plain 1 TFFF\n"},
      {"a second Content-Disposition",
       mixed(part("Content-Disposition: inline; filename=a.txt\nContent-Disposition: inline; filename=x.exe", "x")),
       "a.txt text/plain 1 TFFT\n"},
      {"a message of a digest, which need not say that it is one",
       "Content-Type: multipart/digest; boundary=b\n\n"
       "--b\n\nSubject: x\nContent-Type: application/octet-stream; name=x.exe\n\nx\n--b--\n",
       "x.exe application/octet-stream 1 TFFF\n"},
      {"a program uuencoded in a letter", "From: a\n\nLook:\n\nbegin 644 x.exe\n#35J0\n`\nend\n", "x.exe  3 TFFF\n"},
      {"an archive uuencoded in a part, in quoted-printable",
       mixed(part("Content-Transfer-Encoding: quoted-printable", "begin 644 x.zip=20\n#35J0\n`\nend")),
       "x.zip  3 UTUF unchecked: a uuencoded archive is not read\n"},
      {"a letter that speaks of it", "From: a\n\nbegin 644 x.exe\nis how it begins.\n", ""},
      {"a delivery report is none",
       mixed(part("Content-Type: message/delivery-status", "Action: failed") +
             part("Content-Type: text/rfc822-headers", "Subject: x")),
       ""},
      {"a signature", mixed(part("Content-Type: application/pgp-signature", "abc")),
       " application/pgp-signature 3 FFFF\n"},
  };
  for (const Row& row : rows) {
    Case c(row.mail);
    EXPECT_EQ(attachments_of(c), row.want) << row.name;
  }
}

TEST(MimeContent, Archives) {
  struct Row {
    const char* name;
    ArchiveListing listing;
    const char* want;
  };
  const Row rows[] = {
      {"harmless", {{"a.txt"}, false, "", false}, "x.zip application/zip 8 FTFF\n"},
      {"a program", {{"a.txt", "b/run.scr"}, false, "", false}, "x.zip application/zip 8 TTFF\n"},
      {"a disguised program", {{"a.pdf.exe"}, false, "", false}, "x.zip application/zip 8 TTFT\n"},
      {"encrypted, nothing seen",
       {{"a.txt"}, true, "", false},
       "x.zip application/zip 8 UTTF unchecked: the archive is encrypted\n"},
      {"encrypted, a program is seen",
       {{"a.exe"}, true, "", false},
       "x.zip application/zip 8 TTTF unchecked: the archive is encrypted\n"},
      {"broken", {{"a.txt"}, false, "cut off", false}, "x.zip application/zip 8 UTUF unchecked: cut off\n"},
      {"broken behind a program",
       {{"a.exe"}, false, "cut off", false},
       "x.zip application/zip 8 TTUF unchecked: cut off\n"},
      {"empty", {{}, false, "", false}, "x.zip application/zip 8 FTFF\n"},
  };
  for (const Row& row : rows) {
    Case c(mixed(base64_part("Content-Type: application/zip; name=x.zip", kZip)));
    c.probe.listing = row.listing;
    EXPECT_EQ(attachments_of(c), row.want) << row.name;
    EXPECT_EQ(c.probe.archives, 1) << row.name;
  }
  Case dead(mixed(base64_part("Content-Type: application/zip; name=x.zip", kZip)));
  EXPECT_EQ(attachments_of(dead), "x.zip application/zip 8 UTUF unchecked: archive reader: died\n");
}

TEST(MimeContent, AnOfficeDocumentIsNotAnArchive) {
  Case c(mixed(
      base64_part("Content-Type: application/x; name=a.docx", kZip + std::string(22, '\0') + "[Content_Types].xml")));
  EXPECT_EQ(attachments_of(c), "a.docx application/x 49 FFFF\n");
  EXPECT_EQ(c.probe.archives, 0);
}

TEST(MimeContent, ArchiveSizeIsBounded) {
  Case c(mixed(part("Content-Type: application/zip; name=x.zip", kZip + std::string(kMaxArchiveBytes, 'x'))));
  EXPECT_EQ(attachments_of(c), "x.zip application/zip " + std::to_string(kMaxArchiveBytes + 8) +
                                   " UTUF unchecked: an archive is larger than what is read of one\n");
  EXPECT_EQ(c.probe.archives, 0);
}

TEST(MimeContent, TextSizeIsBounded) {
  Case c("Content-Type: text/plain\n\n" + std::string(kMaxTextBytes + 1, 'x'));
  EXPECT_EQ(c.content->text()->missing->text, "the text is longer than 1 MiB");
  EXPECT_EQ(c.content->text()->text.size(), kMaxTextBytes);
  Case fits("Content-Type: text/plain\n\n" + std::string(kMaxTextBytes, 'x'));
  EXPECT_EQ(fits.content->text()->text.size(), kMaxTextBytes);
  EXPECT_FALSE(fits.content->text()->missing);
}

// Also where it is one part, which is read without a scan: a gigabyte of empty lines took all the time for deciding.
TEST(MimeContent, BodySizeIsBounded) {
  class EndlessBody : public BodySource {
   public:
    Result<uint64_t> size() override { return uint64_t{kMaxMimeBytes * 2}; }
    Result<size_t> read_at(uint64_t offset, char*, size_t count) override {  // the window is all NUL
      return static_cast<size_t>(std::min<uint64_t>(count, kMaxMimeBytes * 2 - offset));
    }
  };
  for (const char* type : {"text/plain", "application/x"}) {
    FakeMimeProbe probe;
    Message message("Content-Type: " + std::string(type) + "\n\n", std::make_unique<EndlessBody>());
    MimeContent content(message, probe);
    const auto& found = content.attachments();
    ASSERT_EQ(found->size(), 1u) << type;
    EXPECT_TRUE(found->front().executable.is_unknown()) << type;
    EXPECT_EQ(found->front().unchecked.why, "the body is larger than 256 MiB") << type;
    EXPECT_EQ(content.limits().size(), 1u);
  }
}

// What a rule about attachments costs: nothing where the header says that there can be none.
TEST(MimeContent, TheHeaderKeepsTheBodyUnread) {
  struct Row {
    const char* name;
    std::string mail;
    bool reads;
    int structures;
  };
  const Row rows[] = {
      {"no MIME, which may hold uuencoded files", "From: a\n\nHello\n", true, 0},
      {"text, too", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nHello\n", true, 0},
      {"HTML", "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nHello\n", false, 0},
      {"quoted text", "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\nHello\n", false, 0},
      {"text in base64", "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n", true, 0},
      {"one file", "Content-Type: application/pdf\n\n%PDF-1.4\n", true, 0},
      {"parts", mixed(part("Content-Type: text/plain", "Hello")), true, 1},
  };
  for (const Row& row : rows) {
    Case c(row.mail);
    c.content->attachments();
    c.content->attachments();
    EXPECT_EQ(c.reads > 0, row.reads) << row.name;
    EXPECT_EQ(c.probe.structures, row.structures) << row.name;
  }
}

TEST(MimeContent, Text) {
  struct Row {
    const char* name;
    std::string mail;
    const char* want;
  };
  const Row rows[] = {
      {"plain", "From: a\n\nHello\n", "Hello\n"},
      {"quoted-printable",
       "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=C3=BC", "ü"},
      {"two parts", mixed(part("Content-Type: text/plain", "one") + part("Content-Type: text/html", "<p>two")),
       "one\n<p>two"},
      {"not the attachments",
       mixed(part("Content-Type: text/plain", "one") +
             part("Content-Type: text/plain\nContent-Disposition: attachment; filename=x.txt", "two")),
       "one"},
      {"another character set", "Content-Type: text/plain; charset=koi8-r\n\n\xD0\n", "<\xD0\n>"},
      {"none said, not UTF-8", "Content-Type: text/plain\n\n\xFC\n", "ü\n"},
      {"Latin-1 by another label", "Content-Type: text/plain; charset=iso-ir-100\n\n\xFC\n", "ü\n"},
      {"x-user-defined", "Content-Type: text/plain; charset=x-user-defined\n\na\n", "a\n"},
      {"none said, UTF-8", "Content-Type: text/plain\n\nü\n", "ü\n"},
      {"nothing", "Content-Type: text/plain\n\n", ""},
  };
  for (const Row& row : rows) {
    Case c(row.mail);
    ASSERT_TRUE(c.content->text().known()) << row.name;
    EXPECT_EQ(c.content->text()->text, row.want) << row.name;
    EXPECT_FALSE(c.content->text()->missing) << row.name;
  }
}

// A character set that nothing decodes: its octets are searched as they are.
TEST(MimeContent, UndecodedTextStays) {
  Case c(mixed(part("Content-Type: text/plain; charset=x-unknown", "\xD0 buy") +
               part("Content-Type: text/plain", "more")));
  EXPECT_EQ(c.content->text()->text, "\xD0 buy\nmore");
  ASSERT_TRUE(c.content->text()->missing);
  EXPECT_EQ(static_cast<int>(c.content->text()->missing->reason), static_cast<int>(UnknownReason::kCharset));
}

TEST(MimeContent, WhatCannotBeReadIsUnknown) {
  Case full(mixed(part("Content-Type: text/plain", "x")), /*fails=*/true);
  EXPECT_EQ(attachments_of(full), "unknown: the body cannot be read: no space");
  Case single("Content-Type: a/b; name=x.exe\n\nx", /*fails=*/true);
  EXPECT_EQ(attachments_of(single), "x.exe a/b 0 TFFF unchecked: the body cannot be read: no space\n");
}

std::string limits_of(Case& c) {
  c.content->attachments();
  c.content->text();
  std::string out;
  for (const MimeLimit* limit : c.content->limits()) out += std::string(out.empty() ? "" : " ") + limit->name;
  return out;
}

// What was found stays found, whatever stands before or behind it.
TEST(MimeContent, EvidenceStaysFoundBeyondLimits) {
  const std::string exe = part("Content-Type: a/b; name=x.exe", "x");
  const std::string text = part("Content-Type: text/plain", "x");
  const std::string empty = "--b\n\n\n";
  std::string deep = mixed("");
  for (int i = 0; i < 60; ++i) {
    deep.insert(deep.size() - 6, "--" + std::string(i ? "n" + std::to_string(i) : "b") +
                                     "\nContent-Type: multipart/mixed; boundary=n" + std::to_string(i + 1) + "\n\n");
  }
  deep.insert(deep.size() - 6, "--n60\nContent-Type: a/b; name=x.exe\n\nx\n--n60--\n");
  const struct {
    const char* name;
    std::string mail;
    const char* want;  // the answers about all attachments together: executable, unchecked
    const char* limits;
  } rows[] = {
      {"1,001 Content-Type fields", mixed(exe + repeated(text, 1'001)), "TF", "parts"},
      {"the same before it", mixed(repeated(text, 1'001) + exe), "TF", "parts"},
      {"1,001 Content-Type fields, and no program", mixed(repeated(text, 1'001)), "FF", "parts"},
      {"10,001 lines of --", mixed(exe + "--b\n\n" + repeated("--\n", 10'001)), "TF", ""},
      {"20,000 parts", mixed(exe + repeated(empty, 20'000)), "TT", "parts"},
      {"the same before it", mixed(repeated(empty, 20'000) + exe), "TT", "parts"},
      {"20,000 parts, and no program", mixed(repeated(empty, 20'000)), "UT", "parts"},
      {"a part behind the closing line", mixed(text) + exe, "TF", ""},
      {"a multipart that the second field declares", "Content-Type: text/plain\n" + mixed(exe), "TF", ""},
      {"a program that the first field names", "Content-Type: a/b; name=x.exe\n" + mixed(text), "TF", ""},
      {"nesting 60", deep, "TF", "depth"},
      {"100,001 fields", "a:\n" + repeated("a:\n", 100'000) + mixed(exe), "TF", ""},
      {"a field of 70 KB, and a name in it",
       mixed(part("Content-Type: a/b; x=" + std::string(70'000, 'x') + "; name=x.exe", "x")), "UT", "field"},
      {"the same in another part", mixed(part("Content-Type: a/b; x=" + std::string(70'000, 'x'), "x") + exe), "TT",
       "field"},
      {"300 parameters before the name",
       mixed(part("Content-Type: a/b" + repeated("; p=v", 300) + "; name=x.exe", "x")), "TF", ""},
  };
  for (const auto& row : rows) {
    Case c(row.mail);
    const auto& found = c.content->attachments();
    ASSERT_TRUE(found.known()) << row.name;
    Truth executable = Truth::no(), unchecked = Truth::no();
    for (const Attachment& a : *found) {
      if (a.executable.value > executable.value) executable = a.executable;
      if (a.unchecked.value > unchecked.value) unchecked = a.unchecked;
    }
    EXPECT_EQ(std::string(letter(executable)) + letter(unchecked), row.want) << row.name;
    EXPECT_EQ(limits_of(c), row.limits) << row.name;
    EXPECT_EQ(mime_marks_text(c.content->oddness()->marks &
                              ~(kMarkUnclosedBoundary | kMarkLineAfterClosing | kMarkFieldTwice)),
              "")
        << row.name;
  }
}

// The parser of structure has nothing to add to what each part is.
TEST(MimeContent, ADeadParserOfStructureHidesNothing) {
  Case dead(mixed(part("Content-Type: a/b; name=x.exe", "x") + part("Content-Type: text/plain", "y")));
  dead.probe.dead = true;
  EXPECT_EQ(attachments_of(dead), "x.exe a/b 1 TFFF\n");
  EXPECT_EQ(dead.content->text()->text, "y");
}

TEST(MimeContent, ArchiveTimeIsBounded) {
  const struct {
    size_t size;
    int want_ms;
  } rows[] = {{8, kMaxArchiveMs}, {size_t{2} << 20, kMaxArchiveMs + 2 * kMaxArchiveMsPerMiB}};
  for (const auto& row : rows) {
    const std::string mail =
        mixed(part("Content-Type: application/zip; name=x.zip", kZip + std::string(row.size, 'x')));
    FakeCpu cpu;
    WorkBudget work(&cpu, kMaxWorkMs);
    const size_t end = Message::header_end(mail);
    const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
    FakeMimeProbe probe;
    probe.clock = &cpu;
    probe.archive_ms = 1'000'000;  // as much as it may
    MimeContent content(message, probe, &work);
    content.attachments();
    EXPECT_EQ(cpu.us, 1'000 * row.want_ms) << row.size;
  }
}

// Archives that each take all the time that they may: those that follow are not listed, but judged by their names.
TEST(MimeContent, ExpensiveArchivesHideNothing) {
  const std::string archive = base64_part("Content-Type: application/zip; name=x.zip", kZip);
  for (const bool first : {true, false}) {
    const std::string exe = part("Content-Type: a/b; name=a.exe", "x");
    const std::string mail = mixed((first ? exe : "") + repeated(archive, 200) + (first ? "" : exe));
    FakeCpu cpu;
    WorkBudget work(&cpu, kMaxWorkMs);
    const size_t end = Message::header_end(mail);
    const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
    FakeMimeProbe probe;
    probe.listing = ArchiveListing{{"a.txt"}, false, "", false};
    probe.clock = &cpu;
    probe.archive_ms = kMaxArchiveMs;
    MimeContent content(message, probe, &work);
    const auto& found = content.attachments();
    ASSERT_TRUE(found.known());
    ASSERT_EQ(found->size(), 201u);
    EXPECT_TRUE((first ? found->front() : found->back()).executable.is_true());
    EXPECT_EQ((first ? found->front() : found->back()).unchecked.is_true(), !first) << "its octets were not reached";
    EXPECT_TRUE((first ? found->back() : found->front()).archive.is_true());
    EXPECT_EQ((*found)[150].unchecked.why, "the processing time for one message is used up");
    EXPECT_GE(probe.archives, 10);
    EXPECT_LE(cpu.us, 1'000 * kMaxWorkMs);
    EXPECT_TRUE(content.text().known()) << "others have their share";
    ASSERT_FALSE(content.limits().empty());
    EXPECT_STREQ(content.limits().front()->name, "time");
  }
}

// Each name costs a question. When their time is over the scan goes on, and judges the names as they stand.
TEST(MimeContent, ExpensiveNamesHideNothing) {
  const std::string name = part("Content-Type: a/b; name*=koi8-r''%D0", "x");
  const std::string mail = mixed(repeated(name, 20'000) + part("Content-Type: a/b; name=a.exe", "x"));
  FakeCpu clock;
  WorkBudget work(&clock, kMaxWorkMs);
  const size_t end = Message::header_end(mail);
  const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
  FakeMimeProbe probe;
  probe.clock = &clock;
  probe.conversion_ms = 1;
  MimeContent content(message, probe, &work);
  ASSERT_TRUE(content.attachments().known());
  const auto& all = *content.attachments();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const Attachment& one) { return one.executable.is_true(); }));
  EXPECT_LE(clock.us, 1'000 * kMaxWorkMs);
}

// A busy machine: each archive costs little of the processor's time and is waited for long.
TEST(MimeContent, ABusyMachineEndsTheWork) {
  const std::string archive = base64_part("Content-Type: application/zip; name=x.zip", kZip);
  const std::string mail = mixed(repeated(archive, 120) + part("Content-Type: a/b; name=a.exe", "x"));
  FakeCpu clock;
  WorkBudget work(&clock, kMaxWorkMs);
  const size_t end = Message::header_end(mail);
  const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
  FakeMimeProbe probe;
  probe.listing = ArchiveListing{{"a.txt"}, false, "", false};
  probe.clock = &clock;
  probe.archive_ms = 1;
  probe.archive_wall_ms = 700;
  MimeContent content(message, probe, &work);
  ASSERT_EQ(content.attachments()->size(), 121u);
  EXPECT_TRUE(content.attachments()->back().executable.is_true());
  EXPECT_EQ((*content.attachments())[100].unchecked.why, "the processing time for one message is used up");
  EXPECT_LE(clock.wall_us, 1'000 * kMaxWorkWallMs);
  EXPECT_TRUE(content.text().known()) << "others have their share";
}

// A scan that the time ends keeps what it has found, and calls nothing malformed.
TEST(MimeContent, ASlowScanHidesNothing) {
  const std::string mail = mixed(part("Content-Type: a/b; name=a.exe", "x") + "--b\n\n" + std::string(8 << 20, '\n'));
  FakeCpu cpu;
  cpu.us_a_look = 50'000;
  WorkBudget work(&cpu, kMaxWorkMs);
  const size_t end = Message::header_end(mail);
  const Message message(mail.substr(0, end), std::make_unique<MemoryBody>(mail.substr(end)));
  FakeMimeProbe probe;
  MimeContent content(message, probe, &work);
  EXPECT_EQ(mime_marks_text(content.oddness()->marks), "");
  EXPECT_STREQ(content.oddness()->limits.front()->name, "time");
  ASSERT_EQ(content.attachments()->size(), 2u);
  EXPECT_TRUE(content.attachments()->front().executable.is_true());
  EXPECT_TRUE(content.attachments()->back().unchecked.is_true());
  EXPECT_TRUE(content.text()->missing);
}

// Files that hold others: what is within may be anything.
TEST(MimeContent, CarriersAreUnchecked) {
  const std::string tnef("\x78\x9f\x3e\x22\x01\0", 6);
  const struct {
    const char* name;
    std::string part;
    const char* want;
  } rows[] = {
      {"S/MIME", base64_part("Content-Type: application/pkcs7-mime; name=smime.p7m", "x"), "UT"},
      {"S/MIME by its name", base64_part("Content-Type: application/octet-stream; name=smime.p7m", "x"), "UT"},
      {"a signature is none", base64_part("Content-Type: application/pkcs7-signature; name=smime.p7s", "x"), "FF"},
      {"PGP", part("Content-Type: application/pgp-encrypted", "Version: 1"), "UT"},
      {"TNEF", base64_part("Content-Type: application/octet-stream; name=winmail.dat", tnef), "UT"},
      {"a message in a file", base64_part("Content-Type: application/octet-stream; name=x.eml", "Subject: x"), "UT"},
      {"an encoded message", base64_part("Content-Type: message/rfc822", "Subject: x"), "UT"},
      {"a message that is elsewhere", part("Content-Type: message/external-body; access-type=URL", "x"), "UT"},
      {"a piece of a message", part("Content-Type: message/partial; number=1; total=2; id=1", "x"), "UT"},
      {"macros", base64_part("Content-Type: application/octet-stream; name=x.XLSM", "x"), "UT"},
      {"an Office file without", base64_part("Content-Type: application/octet-stream; name=x.xlsx", "x"), "FF"},
      {"a PDF", base64_part("Content-Type: application/pdf; name=x.pdf", "%PDF-1.4"), "FF"},
      {"an encoding that nobody knows", part("Content-Type: a/b; name=x\nContent-Transfer-Encoding: x-y", "x"), "UT"},
      {"a program in one", base64_part("Content-Type: application/pkcs7-mime; name=x.exe", "x"), "TT"},
  };
  for (const auto& row : rows) {
    Case c(mixed(row.part));
    const auto& found = c.content->attachments();
    ASSERT_EQ(found->size(), 1u) << row.name;
    EXPECT_EQ(std::string(letter(found->front().executable)) + letter(found->front().unchecked), row.want) << row.name;
  }
}

}  // namespace
}  // namespace hfilter
