// SPDX-License-Identifier: BSD-2-Clause
#include "attack/mail.h"

#include <cstdio>

#include "base/escape.h"
#include "base/text.h"

namespace hfilter {
namespace {

std::string quoted_printable(const std::string& data) {
  std::string out;
  size_t column = 0;
  for (const char c : data) {
    const unsigned char octet = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += '\n';
      column = 0;
      continue;
    }
    if (column > 70) {
      out += "=\n";
      column = 0;
    }
    if (octet > 32 && octet < 127 && c != '=') {
      out += c;
      ++column;
    } else {
      char code[4];
      snprintf(code, sizeof code, "=%02X", octet);
      out += code;
      column += 3;
    }
  }
  return out;
}

std::string encoded(const Part& part) {
  if (part.encoding == Encoding::kBase64) return base64_lines(part.data);
  if (part.encoding == Encoding::kQuotedPrintable) return quoted_printable(part.data);
  return part.data;
}

const char* encoding_field(Encoding encoding) {
  switch (encoding) {
    case Encoding::kBase64:
      return "Content-Transfer-Encoding: base64\n";
    case Encoding::kQuotedPrintable:
      return "Content-Transfer-Encoding: quoted-printable\n";
    default:
      return "";
  }
}

std::string percent(const std::string& text) {
  std::string out;
  for (const char c : text) {
    char code[4];
    snprintf(code, sizeof code, "%%%02X", static_cast<unsigned char>(c));
    out += code;
  }
  return out;
}

/// "; name=..." in the style of the part.
std::string name_parameter(const char* parameter, const Part& part) {
  const std::string lead = std::string(";\n\t") + parameter;
  switch (part.name_style) {
    case NameStyle::kBare:
      return lead + "=" + part.name;
    case NameStyle::kRfc2231:
      return lead + "*=utf-8''" + percent(part.name);
    case NameStyle::kRfc2231Pieces: {
      const size_t half = part.name.size() / 2;
      return lead + "*1=\"" + part.name.substr(half) + "\"" + lead + "*0=\"" + part.name.substr(0, half) + "\"";
    }
    case NameStyle::kEncodedWord:
      return lead + "=\"=?utf-8?B?" + base64(part.name) + "?=\"";
    case NameStyle::kUpperCase:
      return ";" + std::string(parameter[0] == 'n' ? "NAME" : "FileName") + " = \"" + part.name + "\"";
    default:
      return lead + "=\"" + part.name + "\"";
  }
}

std::string content_fields(const Part& part) {
  if (!part.own_fields.empty()) return part.own_fields;
  std::string fields = "Content-Type: " + part.type + part.parameters;
  if (!part.parts.empty()) fields += "; boundary=\"" + part.boundary + "\"";
  const bool named = !part.name.empty();
  if (named && part.name_style != NameStyle::kDispositionOnly) fields += name_parameter("name", part);
  fields += "\n";
  fields += encoding_field(part.encoding);
  if (named && part.name_style != NameStyle::kTypeOnly) {
    fields += "Content-Disposition: attachment" + name_parameter("filename", part) + "\n";
  }
  return fields + part.more_fields;
}

std::string content(const Part& part) {
  if (part.parts.empty()) return encoded(part);
  std::string out = part.data;
  for (const Part& inner : part.parts) {
    out += "--" + part.boundary + "\n" + content_fields(inner) + "\n" + content(inner) + "\n";
  }
  return part.closed ? out + "--" + part.boundary + "--\n" : out;
}

constexpr char kDate[] = "Wed, 31 Dec 2025 23:00:00 +0000";
constexpr char kMx[] = "mx.hewgill.net";
constexpr char kScanner[] = "scanner.example.net";
constexpr char kScannerAddress[] = "192.0.2.25";

/// One SMTP session as the server sees it.
struct Session {
  std::string by, client, name;
  bool confirmed = true;
  std::optional<std::string> helo;
  std::string sender;
  std::vector<std::string> recipients;
  bool tls = false;
  std::string certificate;
};

bool is_in(const char* set, char c) { return std::string(set).find(c) != std::string::npos; }

template <class Keep>
std::string with_replaced(const std::string& text, char by, const Keep& keep) {
  std::string out;
  for (const char c : text) out += keep(c) ? c : by;
  return out;
}

std::string cleaned_helo(Mta mta, const std::string& helo) {
  switch (mta) {
    case Mta::kPostfix:  // smtpd.c, neuter()
      return with_replaced(helo, '?', [](char c) { return c > ' ' && c < 127 && !is_in("<>()\\\";@", c); });
    case Mta::kSendmail:
      return with_replaced(helo, '?', [](char c) { return is_alnum(c) || is_in("[].-_#", c); });
    case Mta::kQmail:  // received.c, issafe()
      return with_replaced(helo, '?', [](char c) { return is_alnum(c) || is_in(".@%+/=:-[]", c); });
    default:  // Exim and OpenSMTPD refuse the greeting; the client has to say another one
      return with_replaced(helo, '-', [](char c) { return is_alnum(c) || is_in(".-[]:_", c); });
  }
}

std::string for_clause(const Session& s, const char* before, const char* after) {
  return s.recipients.size() == 1 ? before + s.recipients.front() + after : "";
}

/// An address between brackets. Exim writes no tag before IPv6.
std::string literal_of(const std::string& address, bool tagged) {
  return "[" + std::string(tagged && address.find(':') != address.npos ? "IPv6:" : "") + address + "]";
}

std::string postfix_line(const Session& s) {
  const std::string name = s.name.empty() || !s.confirmed ? "unknown" : s.name;
  const std::string helo = s.helo ? cleaned_helo(Mta::kPostfix, *s.helo) : name;
  std::string line = "Received: from " + helo + " (" + name + " " + literal_of(s.client, true) + ")\n";
  if (s.tls) {
    line +=
        "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 "
        "server-signature RSA-PSS (2048 bits) server-digest SHA256)\n";
    line += s.certificate.empty() ? "\t(No client certificate requested)\n"
                                  : "\t(Client CN \"" + s.certificate + "\", Issuer \"x\" (not verified))\n";
  }
  return line + "\tby " + s.by + " (Postfix) with ESMTP" + (s.tls ? "S" : "") + " id 4BxyZ1Zz9\n\t" +
         for_clause(s, "for <", ">; ") + kDate + " (UTC)\n";
}

std::string exim_line(const Session& s) {
  const std::string name = s.confirmed ? s.name : "";
  const std::string helo = s.helo ? cleaned_helo(Mta::kExim, *s.helo) : "";
  const std::string literal = literal_of(s.client, false);
  std::string head;
  if (name.empty()) {
    head = literal + (helo.empty() || helo == literal ? "" : " (helo=" + helo + ")");
  } else {
    const bool same = lower(helo) == lower(name);
    head = name + " (" + literal + (helo.empty() || same ? "" : " helo=" + helo) + ")";
  }
  return "Received: from " + head + "\n\tby " + s.by + " with esmtp" +
         (s.tls ? "s  (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)" : " (Exim 4.96)") + "\n\t(envelope-from <" +
         s.sender + ">)\n\tid 1pYabc-0001Ab-2C" + for_clause(s, "\n\tfor ", "") + ";\n\t" + kDate + "\n";
}

std::string sendmail_line(const Session& s) {
  std::string client = (s.name.empty() ? "" : s.name + " ") + literal_of(s.client, true);
  if (!s.name.empty() && !s.confirmed) client += " (may be forged)";
  const std::string head =
      s.helo ? "from " + cleaned_helo(Mta::kSendmail, *s.helo) + " (" + client + ")" : "(from " + client + ")";
  return "Received: " + head + "\n\tby " + s.by + " (8.17.1/8.17.1) with ESMTP" + (s.tls ? "S" : "") +
         " id 5BVN0AB1234" + (s.tls ? "\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)" : "") +
         for_clause(s, "\n\tfor <", ">") + "; " + kDate + "\n";
}

std::string qmail_line(const Session& s) {
  const std::string name = s.name.empty() ? "unknown" : s.name;
  const bool same = !s.helo || lower(*s.helo) == lower(name);
  return "Received: (qmail 1717 invoked from network); 31 Dec 2025 23:00:00 -0000\nReceived: from " + name +
         (same ? "" : " (HELO " + cleaned_helo(Mta::kQmail, *s.helo) + ")") + " (" + s.client + ")\n  by " + s.by +
         " with SMTP; 31 Dec 2025 23:00:00 -0000\n";
}

std::string opensmtpd_line(const Session& s) {
  return "Received: from " + cleaned_helo(Mta::kOpenSmtpd, s.helo.value_or("localhost")) + " (" +
         (s.name.empty() ? "<unknown>" : s.name) + " [" + s.client + "])\n\tby " + s.by +
         " (OpenSMTPD) with ESMTP id 0a1b2c3d" + for_clause(s, "\n\tfor <", ">") + ";\n\t" + kDate + " (UTC)\n";
}

std::string server_line(Mta mta, const Session& session) {
  switch (mta) {
    case Mta::kPostfix:
      return postfix_line(session);
    case Mta::kExim:
      return exim_line(session);
    case Mta::kSendmail:
      return sendmail_line(session);
    case Mta::kQmail:
      return qmail_line(session);
    case Mta::kOpenSmtpd:
      return opensmtpd_line(session);
  }
  return {};
}

Session stranger_session(const Mail& mail) {
  return {mail.path == Path::kScanner ? kScanner : kMx,
          mail.client,
          mail.reverse_name,
          mail.name_confirmed,
          mail.helo,
          mail.sender,
          mail.recipients,
          mail.tls,
          mail.certificate};
}

Session scanner_session(const Mail& mail) {
  return {kMx, kScannerAddress, kScanner, true, std::string(kScanner), mail.sender, mail.recipients, false, {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string border_line(const Mail& mail) {
  if (mail.border_line.empty()) return server_line(mail.mta, stranger_session(mail));
  std::string line = replaced(mail.border_line, "%IP%", mail.client);
  line = replaced(line, "%BY%", mail.path == Path::kScanner ? kScanner : kMx);
  line = replaced(line, "%NAME%", mail.reverse_name);
  return replaced(line, "%HELO%", cleaned_helo(Mta::kOpenSmtpd, mail.helo.value_or("")));
}

std::string server_lines(const Mail& mail) {
  std::string lines = mail.site_fields;
  if (mail.path == Path::kFiltered) {
    lines += std::string("Received: by ") + kMx + " (Postfix, from userid 105)\n\tid 4BxyZ1ZzA; " + kDate + " (UTC)\n";
  }
  if (mail.path == Path::kScanner) lines = server_line(mail.mta, scanner_session(mail)) + lines;
  return lines + border_line(mail);
}

/// What local(8) of Postfix makes of a text before it is in the environment.
std::string postfix_environment(const std::string& text) {
  return with_replaced(text, '_', [](char c) { return is_alnum(c) || is_in("!@%-_=+:,./", c); });
}

void tell_client(const Mail& mail, const Session& topmost, Delivered& out) {
  if (mail.told_by_option) {
    out.options = {"--client-ip=" + topmost.client, "--helo=" + topmost.helo.value_or("")};
  } else if (mail.mta == Mta::kPostfix) {
    out.environment["CLIENT_ADDRESS"] = topmost.client;
    const std::string helo = postfix_environment(topmost.helo.value_or(""));
    if (!helo.empty()) out.environment["CLIENT_HELO"] = helo;
  } else if (mail.mta == Mta::kExim) {
    out.environment["CLIENT_ADDRESS"] = topmost.client;
    out.environment["CLIENT_HELO"] = topmost.helo ? cleaned_helo(Mta::kExim, *topmost.helo) : "";
  }
}

void tell_envelope(const Mail& mail, Delivered& out) {
  if (mail.mta == Mta::kSendmail) {
    out.message =
        "From " + (mail.sender.empty() ? "MAILER-DAEMON" : mail.sender) + " Wed Dec 31 23:00:00 2025\n" + out.message;
    return;
  }
  out.environment["SENDER"] = mail.mta == Mta::kPostfix ? postfix_environment(mail.sender) : mail.sender;
  out.environment["RECIPIENT"] = "greg@hewgill.com";
}

}  // namespace

const char* mta_name(Mta mta) {
  switch (mta) {
    case Mta::kPostfix:
      return "postfix";
    case Mta::kExim:
      return "exim";
    case Mta::kSendmail:
      return "sendmail";
    case Mta::kQmail:
      return "qmail";
    case Mta::kOpenSmtpd:
      return "opensmtpd";
  }
  return "";
}

std::string base64_lines(const std::string& data) {
  const std::string all = base64(data);
  std::string out;
  for (size_t at = 0; at < all.size(); at += 76) out += all.substr(at, 76) + "\n";
  return out;
}

std::string folded(const std::string& text, Random& random) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && !out.empty() && out.back() != '\n' && random.coin()) {
      out += random.coin() ? "\n " : "\n\t";
    } else {
      out += c;
    }
  }
  return out;
}

std::string content_of(const Mail& mail) {
  std::string out;
  for (const std::string& field : mail.fields) out += field;
  if (!mail.body_instead.empty()) return out + "\n" + mail.body_instead;
  return out + "MIME-Version: 1.0\n" + content_fields(mail.body) + "\n" + content(mail.body);
}

Delivered written(const Mail& mail) {
  Delivered out;
  out.message = server_lines(mail) + content_of(mail);
  if (mail.path == Path::kScanner) tell_client(mail, scanner_session(mail), out);
  if (mail.path == Path::kDirect) tell_client(mail, stranger_session(mail), out);
  tell_envelope(mail, out);
  return out;
}

}  // namespace hfilter
