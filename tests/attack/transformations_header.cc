// SPDX-License-Identifier: BSD-2-Clause
//
// What a stranger can write into the header.
#include "attack/tables.h"

namespace hfilter {
namespace {

void add_somewhere(Mail& mail, Random& random, const std::string& field) {
  // Never first: there a fold would belong to the line of the server (the row "qmail").
  const size_t at = mail.fields.size() > 1 ? 1 + random.below(mail.fields.size()) : mail.fields.size();
  mail.fields.insert(mail.fields.begin() + static_cast<long>(at), field);
}

/// Puts `field` in place of the first field that begins with `name`, or adds it.
void replace(Mail& mail, const std::string& name, const std::string& field) {
  for (std::string& old : mail.fields) {
    if (old.compare(0, name.size(), name) == 0) {
      old = field;
      return;
    }
  }
  mail.fields.push_back(field);
}

// ---- two From ----

bool friend_as_second_from(Mail& mail, Random& random) {
  add_somewhere(mail, random,
                random.one_of<std::string>({"From: Bob <bob@example.com>\n", "FROM: bob@example.com\n",
                                            "From:\n\tbob@example.com\n", "from : <bob@example.com>\n",
                                            "From\n : bob@example.com\n", "X-A: b\rFrom: bob@example.com\n",
                                            "From\xC2\xA0: bob@example.com\n"}));
  return true;
}

bool two_addresses_in_from(Mail& mail, Random& random) {
  replace(mail, "From:",
          random.one_of<std::string>({"From: bob@example.com, spammer@attacker.example\n",
                                      "From: spammer@attacker.example, Bob <bob@example.com>\n",
                                      "From: friends: bob@example.com, spammer@attacker.example;\n",
                                      "From: <bob@example.com> <spammer@attacker.example>\n",
                                      "From: bob@example.com (spammer@attacker.example\n"}));
  return true;
}

bool empty_from(Mail& mail, Random& random) {
  replace(mail, "From:", random.one_of<std::string>({"From:\n", "From: friends:;\n", "From: <>\n", "From: bob\n"}));
  return true;
}

// ---- results-from ----

constexpr char kForgedResults[] =
    "Authentication-Results: mx.hewgill.net;\n\tdmarc=pass header.from=example.com;\n\tdkim=pass "
    "header.d=example.com;\n\tspf=pass smtp.mailfrom=example.com\n";

bool forged_results(Mail& mail, Random& random) {
  if (random.coin()) {
    mail.fields.insert(mail.fields.begin(), kForgedResults);
  } else {
    add_somewhere(mail, random, kForgedResults);
  }
  return true;
}

/// The site's own program wrote a field for this mail, as results-from requires.
bool forged_results_where_declared(Mail& mail, Random& random) {
  mail.site_settings = "set results-from mx.hewgill.net\n";
  if (mail.site_fields.empty()) {
    mail.site_fields = "Authentication-Results: mx.hewgill.net;\n\tdmarc=fail;\n\tdkim=none\n";
  }
  return forged_results(mail, random);
}

// ---- general ----

bool fold_fields(Mail& mail, Random& random) {
  for (std::string& field : mail.fields) {
    if (field.compare(0, 9, "Received:") != 0) field = folded(field, random);
  }
  return true;
}

bool reorder_fields(Mail& mail, Random& random) {
  // What follows a field that begins with a fold must follow it.
  for (size_t i = mail.fields.size(); i > 2; --i) std::swap(mail.fields[i - 1], mail.fields[1 + random.below(i - 1)]);
  return true;
}

bool duplicate_fields(Mail& mail, Random& random) {
  for (uint64_t n = 1 + random.below(3); n > 0; --n) {
    const std::string field = random.one_of(mail.fields);
    if (field.compare(0, 5, "From:") != 0) add_somewhere(mail, random, field);
  }
  return true;
}

bool other_case(Mail& mail, Random& random) {
  std::string& field = mail.fields[random.below(mail.fields.size())];
  for (char& c : field) {
    if (c == ':') break;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return true;
}

bool pad_with_fields(Mail& mail, Random& random) {
  const uint64_t count = random.one_of<uint64_t>({1, 20, 1000, 20'000});
  std::string many;
  for (uint64_t i = 0; i < count; ++i) many += "X-Pad-" + std::to_string(i) + ": x\n";
  add_somewhere(mail, random, many);
  return true;
}

bool many_hops(Mail& mail, Random&) {
  std::string many;
  for (int i = 0; i < 20'001; ++i) many += "Received: from a by b; Wed, 31 Dec 2025 20:00:00 +0000\n";
  mail.fields.push_back(many);
  return true;
}

bool header_beyond_limit(Mail& mail, Random&) {
  mail.fields.push_back("X-Long: " + std::string(size_t{5} << 20, 'x') + "\n");
  return true;
}

bool from_line_among_fields(Mail& mail, Random& random) {
  add_somewhere(mail, random, ">From bob@example.com Wed Dec 31 23:00:00 2025\n");
  return true;
}

bool long_field(Mail& mail, Random& random) {
  add_somewhere(mail, random, "X-Long: " + std::string(random.one_of<size_t>({900, 70'000, 1'000'000}), 'x') + "\n");
  return true;
}

bool fields_of_servers(Mail& mail, Random& random) {
  static const std::vector<std::string> fields = {
      "Return-Path: <bob@example.com>\n",
      "Return-Path: <>\n",
      "Delivered-To: greg@hewgill.com\n",
      "X-Original-To: other@hewgill.com\n",
      "Envelope-To: other@hewgill.com\n",
      "List-Id: <talk.hewgill.com>\n",
      "Mailing-List: contact talk-help@hewgill.com\n",
      "Precedence: list\n",
      "Auto-Submitted: auto-replied\n",
      "Received-SPF: pass (mx.hewgill.net)\n",
      "X-HFilter-Verdict: accept\n",
      "X-HFilter-Status: ok\n",
      "X-Spam-Flag: NO\n",
      "X-Envelope-From: bob@example.com\n",
      "Resent-From: bob@example.com\n",
      "Sender: bob@example.com\n",
      "Reply-To: bob@example.com\n",
      "ARC-Authentication-Results: i=1; mx.hewgill.net; dmarc=pass header.from=example.com\n",
      "Errors-To: talk-bounces@hewgill.com\n",
  };
  for (uint64_t n = 1 + random.below(4); n > 0; --n) add_somewhere(mail, random, random.one_of(fields));
  return true;
}

bool odd_fields(Mail& mail, Random& random) {
  add_somewhere(mail, random,
                random.one_of<std::string>({"X-Nul: a" + std::string(1, '\0') + "b\n", "X-8bit: \xff\xfe\n",
                                            ": nothing\n", "X Y: blank\n", "X-Bare-Cr: a\rb\n", "X-Crlf: a\r\n",
                                            "X-Empty:\n", "X-Comment: " + std::string(500, '(') + "\n",
                                            "X-Quote: \"" + std::string(500, '\\') + "\n"}));
  return true;
}

bool subject_of_unknown_charset(Mail& mail, Random& random) {
  replace(mail, "Subject:",
          random.one_of<std::string>({"Subject: =?x-nobody-knows?B?aGVsbG8=?=\n", "Subject: =?utf-8?B?!!!?=\n",
                                      "Subject: =?utf-8?Q?=FF=FE?=\n", "Subject: " + std::string(5'000, 'x') + "\n"}));
  return true;
}

bool odd_dates(Mail& mail, Random& random) {
  replace(mail, "Date:",
          random.one_of<std::string>({"Date: tomorrow\n", "Date: Wed, 31 Dec 9999 23:59:59 +0000\n",
                                      "Date: Thu, 01 Jan 1970 00:00:00 +0000\n", "Date:\n"}));
  return true;
}

}  // namespace

void add_header_transformations(std::vector<Transformation>* all) {
  const std::vector<Transformation> rows = {
      {"a friend in a second From", "two From", kFrom | kBounce, friend_as_second_from},
      {"a friend as one of two in From", "two From", kFrom | kBounce, two_addresses_in_from},
      {"From without an address", "two From", kFrom | kBounce, empty_from},
      {"forged results", "results-from", 0, forged_results},
      {"forged results, id declared", "results-from", 0, forged_results_where_declared},
      {"own fields folded", "general", kBounce, fold_fields},
      {"own fields in another order", "general", 0, reorder_fields},
      {"own fields twice", "general", kBounce, duplicate_fields},
      {"a field name in capitals", "general", 0, other_case},
      {"many fields", "general", 0, pad_with_fields},
      {"a long field", "general", 0, long_field},
      {"20,001 Received lines", "MIME limits", 0, many_hops},
      {"5 MiB of header before MIME fields", "MIME limits", kBounce, header_beyond_limit,
       "fields beyond the limit are not read, so the message has no MIME structure"},
      {"a From line among the fields", "general", kBounce, from_line_among_fields},
      {"fields that servers write", "general", kBounce, fields_of_servers},
      {"odd fields", "general", 0, odd_fields},
      {"a subject of an unknown charset", "body", kBounce, subject_of_unknown_charset},
      {"odd dates", "general", 0, odd_dates},
  };
  all->insert(all->end(), rows.begin(), rows.end());
}

}  // namespace hfilter
