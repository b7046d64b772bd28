// SPDX-License-Identifier: BSD-2-Clause
//
// Hostile messages by their number: the same number is the same message. Each carries a.exe, somewhere between floods
// of what a sender can repeat: archives of each kind, bombs, fields, parts, parameters, boundaries, addresses, encoded
// words, nesting. The DNS of its sender is slow or dead, in part or as a whole.
#pragma once

#include <iterator>
#include <random>
#include <string>

#include "unit/hostile_mail.h"

namespace hfilter {

class GeneratedMail {
 public:
  explicit GeneratedMail(unsigned seed) : random_(seed) {}

  std::string make() {
    const size_t before = below(3), behind = below(3);
    std::string parts;
    for (size_t i = 0; i < before; ++i) parts += flood();
    parts += "--b\nContent-Type: application/octet-stream; name=a.exe\n\nx\n";
    for (size_t i = 0; i < behind; ++i) parts += flood();
    if (before + behind == 0) parts = flood() + parts;
    const std::string hiding = one_of({"", "", "", "Content-Type: text/plain\n", "Content-Type: a/b; boundary=c\n"});
    return head() + hiding + "Content-Type: multipart/mixed; boundary=b\n\n" + parts + "--b--\n";
  }

 private:
  size_t below(size_t bound) { return random_() % bound; }
  /// A number of any order of magnitude up to `most`.
  size_t some(size_t most) {
    size_t bound = 1 + below(most);
    for (size_t i = below(4); i > 0; --i) bound = 1 + bound / 8;
    return bound;
  }
  std::string one_of(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }

  std::string head() {
    std::string head =
        "Received: from x.example (x.example [203.0.113.9])\n\tby mx.hewgill.net (Postfix) with ESMTP id 1;\n"
        "\tWed, 24 Mar 2004 16:00:00 +0000\n";
    const auto flooded = [&](const std::string& name, const std::string& unit, size_t most) {
      const bool flood = below(4) == 0;
      head += name + ": " + (flood ? repeated(unit, some(most)) : unit) + "x\n";
    };
    flooded("From", "\"a\" <a@example.com>, ", 100'000);
    flooded("To", one_of({"b@example.com, ", "(((", "\"", "<@", "g:;,"}), 100'000);
    flooded("Subject", one_of({"=?utf-8?Q?a?= ", "=?x-foo?B?eA==?= ", "=?koi8-r?Q?=D0?= x ", "=?", "a\n\t", "buy "}),
            100'000);
    if (below(4) == 0) head += repeated(one_of({"a:\n", "X-A: b\n", "Received: from a by b\n"}), some(150'000));
    return head;
  }

  std::string flood() {
    switch (below(14)) {
      case 0:
      case 1:
      case 2:
        return archives();
      case 3:
        return repeated("--b\n\n" + one_of({"", "x\n", "\n\n"}), some(1'000'000));
      case 4:
        return repeated(
            "--b\nContent-Type: " +
                one_of({"text/plain", "a/b; name=x.txt", "message/rfc822", "text/html", "a/b; name*=koi8-r''%D0"}) +
                "\n\nx\n",
            some(50'000));
      case 5:
        return "--b\nContent-Type: a/b" +
               repeated(one_of({"; name=x", "; p=v", "; name*1*=%41", ";\n\tfilename=\"x\\\""}), some(50'000)) +
               "\n\nx\n";
      case 6:
        return boundaries();
      case 7:
        return "--b\n" +
               repeated(
                   one_of({"A: b\n", "Content-Type: a/b\n", "Content-Disposition: a; filename=x\n", "(((\n", " \n"}),
                   some(500'000)) +
               "\nx\n";
      case 8:
        return nested();
      case 9:
        return text();
      case 10:
        return "--b\n\n" + repeated(one_of({"--\n", "\n", "-\n", "--c\n", "--b", "\r\n"}), some(4'000'000)) + "\n";
      case 11:
        return "--b\nContent-Type: a/b; name=x\nContent-Transfer-Encoding: base64\n\n" +
               repeated(one_of({"|", "TVqQ", "=", "A=A=", "\n"}), some(4'000'000)) + "\n";
      case 12:
        return "--b\n\n" +
               repeated(one_of({"begin 644 x.txt\n#35J0\n`\nend\n", "begin 644 x\n", "begin \n"}), some(200'000));
      default:
        return "--b\nContent-Type: " + repeated(one_of({"(", "()", "\\", "\"", ";", "="}), some(3'000'000)) + "\n\nx\n";
    }
  }

  std::string packed() {
    const std::string empty_bzip2("BZh9\x17\x72\x45\x38\x50\x90\0\0\0\0", 14);
    switch (below(10)) {
      case 0:
        return repeated(empty_bzip2, some(20'000));
      case 1:
        return gzip_of_zeros(some(size_t{200} << 20));
      case 2:
        return repeated(gzip(""), some(20'000));
      case 3:
        return xz_header(static_cast<int>(below(41)));
      case 4:
        return nested_zips(static_cast<int>(below(4)), static_cast<int>(1 + below(5)));
      case 5:
        return zip(std::vector<ZipEntry>(some(21'000), ZipEntry{"x", "x", ""}));
      case 6:
        return nested_tars(static_cast<int>(below(60)));
      case 7:
        return gzip_of_zeros(some(size_t{100} << 20), tar_head("a.txt", size_t{8} << 30));
      case 8:
        return zip_of_zeros(below(2) == 0 ? 0 : 8);
      default:
        return tar("a.txt", std::string(some(100'000), 'x'));
    }
  }

  std::string archives() {
    const std::string part = "--b\nContent-Type: application/octet-stream; name=x." +
                             one_of({"zip", "tar.bz2", "7z", "rar", "iso", "gz", "dat"}) +
                             "\nContent-Transfer-Encoding: base64\n\n" + base64(packed()) + "\n";
    return repeated(part, 1 + below(1 + (size_t{4} << 20) / part.size()));
  }

  std::string boundaries() {
    const std::string stem(below(250), 'b');
    std::string out;
    const size_t count = some(12'000);
    for (size_t i = 0; i < count && out.size() < (size_t{4} << 20); ++i) {
      out += "--b\nContent-Type: multipart/mixed; boundary=\"" + stem + std::to_string(i) + "\"\n\n";
    }
    return out + repeated("--" + stem + one_of({"", "7", "x", "--"}) + "\n", some(20'000));
  }

  std::string nested() {
    const bool messages = below(2) == 0;
    std::string out = "--b\n";
    const size_t depth = some(20'000);
    for (size_t i = 0; i < depth; ++i) {
      const std::string boundary = "n" + std::to_string(i);
      out += messages ? "Content-Type: message/rfc822\n\n"
                      : "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
    }
    return out + "\nx\n";
  }

  std::string text() {
    const std::string charset = one_of({"utf-8", "x-foo", "koi8-r", "utf-16", "iso-2022-jp", "windows-1252", ""});
    return "--b\nContent-Type: text/" + one_of({"plain", "html"}) + "; charset=" + charset + "\n\n" +
           repeated(one_of({"ab ba", "a\xFF", "buy ", "<b>", "\xC3\xA4", "a  \n"}), some(1'000'000)) + "\n";
  }

  std::mt19937 random_;
};

/// The zone of FakeDns for message `seed`: the client is in bl.example, its name can be proved, and the SPF of
/// a.example needs nine includes. The zones of four parties answer at once, late or never: each of the 625 combinations
/// is that of one in 625 messages.
inline std::string generated_zone(unsigned seed) {
  std::string zone =
      "A 9.113.0.203.bl.example 127.0.0.2\n"
      "PTR 9.113.0.203.in-addr.arpa x.example\n"
      "A x.example 203.0.113.9\n"
      "TXT x.example v=spf1 include:i.x.example -all\n"
      "TXT i.x.example v=spf1 ?all\n"
      "TXT a.example v=spf1";
  for (int i = 0; i < 9; ++i) zone += " include:i" + std::to_string(i) + ".a.example";
  zone += " -all\n";
  for (int i = 0; i < 9; ++i) zone += "TXT i" + std::to_string(i) + ".a.example v=spf1 ip4:192.0.2.1 ?all\n";
  constexpr int kDelaysMs[] = {0, 100, 700, 3'000, 60'000};
  unsigned choice = seed * 7;
  for (const char* name : {"bl.example", "a.example", "x.example", "113.0.203.in-addr.arpa"}) {
    zone += std::string("DELAY ") + name + " " + std::to_string(kDelaysMs[choice % std::size(kDelaysMs)]) + "\n";
    choice /= std::size(kDelaysMs);
  }
  return zone;
}

}  // namespace hfilter
