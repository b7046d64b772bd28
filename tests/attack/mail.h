// SPDX-License-Identifier: BSD-2-Clause
//
// A mail as its sender and the servers make it: what the stranger says and writes, what the servers write above it, and
// what they tell the delivery filter. A transformation changes what the stranger may choose; `written` then shows the
// message as hfilter gets it. Values only, no input or output.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hfilter {

/// xorshift64*: the same numbers on each machine.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull | 1) {}
  uint64_t below(uint64_t n) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return n == 0 ? 0 : (state_ * 0x2545F4914F6CDD1Dull >> 16) % n;
  }
  bool coin() { return below(2) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  uint64_t state_;
};

enum class Encoding { kPlain, kBase64, kQuotedPrintable };

/// How the file name of a part is written.
enum class NameStyle {
  kQuoted,
  kBare,
  kTypeOnly,
  kDispositionOnly,
  kRfc2231,
  kRfc2231Pieces,
  kEncodedWord,
  kUpperCase,
};

/// A MIME entity. With `parts` it is a multipart of them.
struct Part {
  std::string type = "text/plain";
  std::string parameters = "; charset=utf-8";  // of Content-Type
  std::string name;                            // of the file; empty: none
  NameStyle name_style = NameStyle::kQuoted;
  std::string more_fields;  // raw lines
  std::string own_fields;   // raw lines in place of all fields that the other members describe
  Encoding encoding = Encoding::kPlain;
  std::string data;  // decoded; of a multipart its preamble
  std::vector<Part> parts;
  std::string boundary;
  bool closed = true;  // the last boundary is there
};

/// Whose software took the message from the stranger.
enum class Mta { kPostfix, kExim, kSendmail, kQmail, kOpenSmtpd };
inline constexpr Mta kAllMtas[] = {Mta::kPostfix, Mta::kExim, Mta::kSendmail, Mta::kQmail, Mta::kOpenSmtpd};
const char* mta_name(Mta mta);

/// The way from the stranger to the filter.
enum class Path {
  kDirect,    // straight to mx.hewgill.net
  kScanner,   // to scanner.example.net, which hands it to mx.hewgill.net
  kFiltered,  // straight, and a content filter handed it in again with sendmail(1)
};

struct Mail {
  // The connection.
  Mta mta = Mta::kPostfix;
  Path path = Path::kDirect;
  std::string client = "198.51.100.7";
  std::string reverse_name;                                   // its PTR; empty: none
  bool name_confirmed = true;                                 // it leads back to the client
  std::optional<std::string> helo = "mail.attacker.example";  // none: the stranger did not greet
  bool tls = false;
  std::string certificate;  // the name in the client's certificate
  std::string sender = "spammer@attacker.example";
  std::vector<std::string> recipients = {"greg@hewgill.com"};
  std::string border_line;      // in place of the line that `mta` writes; %IP%, %HELO%, %NAME% stand for the client's
  std::string site_fields;      // what servers above the border wrote, as raw lines
  std::string site_settings;    // statements behind the standard rules
  bool told_by_option = false;  // --client-ip and --helo instead of the environment (Postfix's pipe)

  // The message. Fields are raw, with their folds and their line end.
  std::vector<std::string> fields;
  Part body;
  std::string body_instead;  // raw, if it is not empty
};

/// What hfilter gets.
struct Delivered {
  std::string message;
  std::map<std::string, std::string> environment;
  std::vector<std::string> options;
};

Delivered written(const Mail& mail);

/// The message's own part: fields, a blank line and the body.
std::string content_of(const Mail& mail);

/// `text` with a fold at each blank at which `random` says so.
std::string folded(const std::string& text, Random& random);

std::string base64_lines(const std::string& data);

}  // namespace hfilter
