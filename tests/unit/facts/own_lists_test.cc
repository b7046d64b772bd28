// SPDX-License-Identifier: BSD-2-Clause
// What facts answer where a list of mine excludes, cannot be read, or is empty.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/facts/word_rows.h"
#include "unit/text_list_file.h"

namespace hfilter_test {
namespace {

using namespace hfilter;

class UnreadableFile : public TextListFile {
 public:
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return failure(ErrorKind::kIo, "cannot be read"); }

 private:
  std::string path_ = "/etc/hfilter/mine";
};

struct ListRow {
  const char* name;
  const char* condition;
  Given given;
  void (*change)(TrustLists&, ListFile&);
  Kleene want;
  const char* reason = "";
};

void expect(const std::vector<ListRow>& rows) {
  UnreadableFile file;
  for (const ListRow& row : rows) {
    Sample sample(row.given);
    row.change(sample.trust, file);
    const Truth got = sample.ask(row.condition);
    EXPECT_EQ(static_cast<int>(got.value), static_cast<int>(row.want)) << row.name << ": " << got.why;
    EXPECT_STREQ(got.is_unknown() ? reason_name(got.reason) : "", row.reason) << row.name << ": " << got.why;
  }
}

TEST(OwnLists, HeloIsMe) {
  const Given s;
  const auto hosts = [](TrustLists& trust, ListFile& file) { trust.myhosts.add_file(&file); };
  const auto networks = [](TrustLists& trust, ListFile& file) { trust.mynetworks.add_file(&file); };
  expect({
      {"a name, hosts unreadable", "helo is me", s.helo("x.example"), hosts, U, "list"},
      {"an address, hosts unreadable", "helo is me", s.helo("[198.51.100.9]"), hosts, U, "list"},
      {"an address of my networks, hosts unreadable", "helo is me", s.helo("192.0.2.1"), hosts, T},
      {"a name, networks unreadable", "helo is me", s.helo("x.example"), networks, F},
      {"an address, networks unreadable", "helo is me", s.helo("[198.51.100.9]"), networks, U, "list"},
      {"an address of my hosts, networks unreadable", "helo is me", s.helo("198.51.100.25"), networks, T},
  });
}

TEST(OwnLists, Backscatter) {
  const Given bounce = Given().headed("From: MAILER-DAEMON@example.com\nSubject: failure notice\n").with([](Given& x) {
    x.envelope.sender = "";
    x.body =
        "Hi. This is the qmail-send program at mx.example.com.\n\n"
        "Received: from x (unknown [198.51.100.7])\n\tby mx.example.com (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 "
        "16:00:00 +0000\nFrom: greg@hewgill.com\nSubject: hello\n\n";
  });
  const Given unverified = bounce.rdns("mail.example.com", RdnsState::kUnverified);
  const auto same = [](TrustLists&, ListFile&) {};
  const auto named = [](TrustLists& trust, ListFile&) { add(trust.myrelays, "mail.example.com"); };
  const auto excluded = [](TrustLists& trust, ListFile&) {
    add(trust.myrelays, "mail.example.com");
    add(trust.myrelays, "!203.0.113.45");
  };
  const auto unreadable = [](TrustLists& trust, ListFile& file) { trust.myrelays.add_file(&file); };
  const auto empty = [](TrustLists& trust, ListFile&) {
    trust.myrelays = List(ListKind::kHosts, "myrelays");
    trust.myrelays.mark_set();
  };
  expect({
      {"another site's bounce", "backscatter", bounce, same, T},
      {"my relay's bounce, by its verified name", "backscatter", bounce, named, F},
      {"a name that is not verified", "backscatter", unverified, named, T},
      {"an excluded address", "backscatter", bounce, excluded, T},
      {"relays that cannot be read", "backscatter", bounce, unreadable, U, "list"},
      {"no relays", "backscatter", bounce, empty, U, "not-given"},
  });
}

}  // namespace
}  // namespace hfilter_test
