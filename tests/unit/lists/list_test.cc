// SPDX-License-Identifier: BSD-2-Clause
#include "lists/list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/limits.h"
#include "lists/list_scan.h"
#include "lists/list_search.h"
#include "unit/text_list_file.h"

namespace hfilter {
namespace {

class TextFile : public ListFile {
 public:
  explicit TextFile(std::string text, std::string path = "/l/file") : path_(std::move(path)), text_(std::move(text)) {}
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override {
    ++texts;
    return std::string_view(text_);
  }
  Result<ListFileVersion> version() override {
    ListFileVersion now;
    now.bytes = text_.size();
    now.changed_ns = changing ? ++changes : 0;
    return now;
  }
  Result<size_t> read_at(uint64_t offset, char* buffer, size_t count) override {
    ++reads;
    bytes += count;
    if (offset >= text_.size()) return size_t{0};
    return text_.copy(buffer, count, offset);
  }
  int texts = 0;
  int reads = 0;
  size_t bytes = 0;
  bool changing = false;
  int64_t changes = 0;

 private:
  std::string path_;
  std::string text_;
};

class BadFile : public TextListFile {
 public:
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return failure(ErrorKind::kNotFound, "there is no such file"); }

 private:
  std::string path_ = "/l/gone";
};

void add(List& list, const std::string& entries) {
  list.mark_set();
  int line = 0;
  for (size_t at = 0; at < entries.size();) {
    size_t end = entries.find(' ', at);
    if (end == entries.npos) end = entries.size();
    Result<ListEntry> entry = parse_list_entry(list.kind(), entries.substr(at, end - at));
    ASSERT_TRUE(entry.ok()) << entries << ": " << entry.error().text;
    entry->line = ++line;
    list.add_entry(*entry, "");
    at = end + 1;
  }
}

Membership ask(const List& list, const std::string& value) {
  switch (list.kind()) {
    case ListKind::kAddresses:
      return list.contains_mail(parse_path(value));
    case ListKind::kWords:
      return list.contains_word_of(value);
    case ListKind::kNetworks:
      return list.contains_address(*IpAddress::parse(value));
    default:
      break;
  }
  const std::optional<IpAddress> address = IpAddress::parse(value);
  return address ? list.contains_address(*address) : list.contains_name(Hostname(value));
}

char letter(const Membership& m) { return m.value == Kleene::kTrue ? 'T' : m.value == Kleene::kFalse ? 'F' : 'U'; }

TEST(ListEntry, IsReadOrRefusedWithHelp) {
  const struct {
    ListKind kind;
    const char* in;
    const char* want;  // the canonical text, or "! " and a part of the error or its help
  } rows[] = {
      {ListKind::kDomains, "Hewgill.COM", "hewgill.com"},
      {ListKind::kDomains, "hewgill.com.", "hewgill.com"},
      {ListKind::kDomains, "=hewgill.com", "hewgill.com"},
      {ListKind::kDomains, ".hewgill.com", "hewgill.com"},
      {ListKind::kDomains, "!x.hewgill.com", "x.hewgill.com"},
      {ListKind::kDomains,
       "b\xC3\xBC"
       "cher.example",
       "xn--bcher-kva.example"},
      {ListKind::kDomains, "localhost", "localhost"},
      {ListKind::kDomains, "*.example.com", "! .example.com"},
      {ListKind::kDomains, "@example.com", "! a mail address"},
      {ListKind::kDomains, "192.0.2.1", "! networks"},
      {ListKind::kDomains, "192.0.2.0/24", "! networks"},
      {ListKind::kDomains, "a..b", "! not a domain"},
      {ListKind::kDomains, "", "! not a domain"},
      {ListKind::kDomains, "http://example.com", "! not a domain"},
      {ListKind::kNetworks, "192.0.2.0/24", "192.0.2.0/24"},
      {ListKind::kNetworks, "192.0.2.1", "192.0.2.1"},
      {ListKind::kNetworks, "2001:DB8::/32", "2001:db8::/32"},
      {ListKind::kNetworks, "!172.17.0.1", "172.17.0.1"},
      {ListKind::kNetworks, "192.0.2.1/24", "! bits set"},
      {ListKind::kNetworks, "192.0.2.0/33", "! not a network"},
      {ListKind::kNetworks, "example.com", "! not a network"},
      {ListKind::kHosts, "scanner.example.net", "scanner.example.net"},
      {ListKind::kHosts, ".pphosted.com", "pphosted.com"},
      {ListKind::kHosts, "192.0.2.25", "192.0.2.25"},
      {ListKind::kHosts, "2001:db8::25", "2001:db8::25"},
      {ListKind::kHosts, "192.0.2.300", "! not a network"},
      {ListKind::kAddresses, "Bob@Example.com", "bob@example.com"},
      {ListKind::kAddresses, "@example.com", "@example.com"},
      {ListKind::kAddresses, ".example.com", ".example.com"},
      {ListKind::kAddresses, "example.com", "! @example.com"},
      {ListKind::kAddresses, "<bob@example.com>", "! without a name"},
      {ListKind::kAddresses, "bob@", "! not a mail address"},
      {ListKind::kWords, "Viagra", "viagra"},
      {ListKind::kWords, "act now", "! single word"},
      {ListKind::kWords, "!x", "! cannot exclude"},
  };
  for (const auto& row : rows) {
    const Result<ListEntry> got = parse_list_entry(row.kind, row.in);
    const std::string want = row.want;
    if (want[0] != '!') {
      ASSERT_TRUE(got.ok()) << row.in << ": " << got.error().text;
      EXPECT_EQ(want, got->text) << row.in;
    } else {
      ASSERT_FALSE(got.ok()) << row.in;
      const std::string said = got.error().text + " / " + got.error().help;
      EXPECT_NE(said.npos, said.find(want.substr(2))) << row.in << ": " << said;
    }
  }
}

TEST(List, TheLongestEntryWins) {
  const struct {
    const char* name;
    ListKind kind;
    const char* entries;
    const char* value;
    char want;
  } rows[] = {
      {"itself", ListKind::kDomains, "hewgill.com", "hewgill.com", 'T'},
      {"below", ListKind::kDomains, "hewgill.com", "mail.hewgill.com", 'T'},
      {"any case, a trailing dot", ListKind::kDomains, "hewgill.com", "HEWGILL.Com.", 'T'},
      {"not a longer label", ListKind::kDomains, "hewgill.com", "xhewgill.com", 'F'},
      {"not the domain above", ListKind::kDomains, "mail.hewgill.com", "hewgill.com", 'F'},
      {"= is only itself", ListKind::kDomains, "=hewgill.com", "hewgill.com", 'T'},
      {"= is not below", ListKind::kDomains, "=hewgill.com", "mail.hewgill.com", 'F'},
      {". is below", ListKind::kDomains, ".hewgill.com", "mail.hewgill.com", 'T'},
      {". is not itself", ListKind::kDomains, ".hewgill.com", "hewgill.com", 'F'},
      {"! excludes", ListKind::kDomains, "hewgill.com !x.hewgill.com", "a.x.hewgill.com", 'F'},
      {"! and again", ListKind::kDomains, "hewgill.com !x.hewgill.com a.x.hewgill.com", "a.x.hewgill.com", 'T'},
      {"! wins between equals", ListKind::kDomains, "hewgill.com !hewgill.com", "hewgill.com", 'F'},
      {"IDN is punycode", ListKind::kDomains,
       "b\xC3\xBC"
       "cher.example",
       "XN--BCHER-KVA.example", 'T'},
      {"punycode is IDN", ListKind::kDomains, "xn--bcher-kva.example",
       "B\xC3\x9C"
       "CHER.example",
       'T'},
      {"a network", ListKind::kNetworks, "192.0.2.0/24", "192.0.2.77", 'T'},
      {"not the next", ListKind::kNetworks, "192.0.2.0/24", "192.0.3.1", 'F'},
      {"the longest prefix", ListKind::kNetworks, "192.0.2.0/24 !192.0.2.64/26 192.0.2.65", "192.0.2.65", 'T'},
      {"the longest prefix excludes", ListKind::kNetworks, "192.0.2.0/24 !192.0.2.64/26", "192.0.2.65", 'F'},
      {"v4-mapped is v4", ListKind::kNetworks, "192.0.2.0/24", "::ffff:192.0.2.1", 'T'},
      {"v6", ListKind::kNetworks, "2001:db8:7::/48", "2001:db8:7:1::9", 'T'},
      {"::/0 is not v4", ListKind::kNetworks, "::/0", "192.0.2.1", 'F'},
      {"an upper-case end", ListKind::kDomains, "mail.hewgill-and-all.coM", "mail.hewgill-and-all.com", 'T'},
      {"an upper-case end, short", ListKind::kDomains, "hewgill.coM", "hewgill.com", 'T'},
      {"a host exactly", ListKind::kHosts, "scanner.example.net", "scanner.example.net", 'T'},
      {"a host is not what is below", ListKind::kHosts, "scanner.example.net", "a.scanner.example.net", 'F'},
      {"all hosts below", ListKind::kHosts, ".pphosted.com", "mx1.pphosted.com", 'T'},
      {"a host by address", ListKind::kHosts, "scanner.example.net 192.0.2.25", "192.0.2.25", 'T'},
      {"an address", ListKind::kAddresses, "bob@example.com", "BOB@example.COM", 'T'},
      {"+ext is ignored", ListKind::kAddresses, "bob@example.com", "bob+list@example.com", 'T'},
      {"+ext that is asked for", ListKind::kAddresses, "bob+list@example.com", "bob@example.com", 'F'},
      {"@dom is all of it", ListKind::kAddresses, "@example.com", "anna@example.com", 'T'},
      {"@dom is not below", ListKind::kAddresses, "@example.com", "anna@a.example.com", 'F'},
      {".dom is below", ListKind::kAddresses, ".example.com", "anna@a.example.com", 'T'},
      {".dom is not itself", ListKind::kAddresses, ".example.com", "anna@example.com", 'F'},
      {"an address is longer than @dom", ListKind::kAddresses, "@example.com !bob@example.com", "bob@example.com", 'F'},
      {"a word", ListKind::kWords, "viagra", "Buy VIAGRA now", 'T'},
      {"only whole words", ListKind::kWords, "agra", "Buy viagra now", 'F'},
      {"a word with signs", ListKind::kWords, "e-card", "an E-Card!", 'T'},
      {"a word with signs, not whole", ListKind::kWords, "e-card", "an E-Cards!", 'F'},
      {"a word of signs", ListKind::kWords, "$$$", "make $$$ fast", 'T'},
  };
  for (const auto& row : rows) {
    List list(row.kind, "l");
    add(list, row.entries);
    EXPECT_EQ(row.want, letter(ask(list, row.value))) << row.name << " (inline)";
    // The same entries in a file, and, where that can be, in a sorted one.
    std::string text = row.entries;
    std::replace(text.begin(), text.end(), ' ', '\n');
    TextFile plain(text);
    List from(row.kind, "l");
    from.add_file(&plain);
    EXPECT_EQ(row.want, letter(ask(from, row.value))) << row.name << " (file)";
    std::vector<std::string> lines;
    ListLines all(text);
    while (all.next()) lines.emplace_back(all.line());
    std::sort(lines.begin(), lines.end());
    std::string sorted = "# sorted\n";
    for (const std::string& line : lines) sorted += line + "\n";
    if (check_sorted(row.kind, sorted)) continue;
    TextFile searched(sorted);
    List in(row.kind, "l");
    in.add_file(&searched);
    EXPECT_EQ(row.want, letter(ask(in, row.value))) << row.name << " (sorted file)";
    if (row.kind != ListKind::kWords) {
      EXPECT_EQ(0, searched.texts) << row.name << ": a sorted file is not read whole";
    }
  }
}

TEST(List, AFileThatCannotBeUsedMakesItUnknown) {
  const struct {
    const char* name;
    const char* entries;
    const char* text;  // null: missing
    const char* value;
    char want;
    const char* why;
  } rows[] = {
      {"missing", "", nullptr, "a.example", 'U', "/l/gone: there is no such file"},
      {"empty", "", "", "a.example", 'U', "/l/file has no entries"},
      {"only comments", "", "# none yet\n\n", "a.example", 'U', "/l/file has no entries"},
      {"malformed, and the value is there", "", "a.example\nb example\n", "a.example", 'U',
       "/l/file:2: there is more than one entry on the line"},
      {"malformed", "", "b.example\n*.c.example\n", "a.example", 'U', "/l/file:2: `*.c.example` is not a domain"},
      {"an inline entry that is the value settles it", "a.example", nullptr, "a.example", 'T', ""},
      {"so does an exclusion", "!a.example", nullptr, "a.example", 'F', ""},
      {"a shorter inline entry does not: the file could exclude", "example", nullptr, "a.example", 'U', "/l/gone"},
      {"sorted and empty", "", "# sorted\n", "a.example", 'U', "/l/file has no entries"},
      {"sorted and not in order", "", "# sorted\nb.example\na.example\n", "a.example", 'U', "is not sorted"},
      {"sorted and malformed where it is looked", "", "# sorted\na.example 2026\n", "a.example", 'U',
       "more than one entry on the line"},
  };
  for (const auto& row : rows) {
    List list(ListKind::kDomains, "partners");
    add(list, row.entries);
    BadFile gone;
    TextFile file(row.text == nullptr ? "" : row.text);
    list.add_file(row.text == nullptr ? static_cast<ListFile*>(&gone) : &file);
    const Membership got = ask(list, row.value);
    EXPECT_EQ(row.want, letter(got)) << row.name;
    EXPECT_NE(got.why.npos, got.why.find(row.why)) << row.name << ": " << got.why;
  }
}

TEST(List, AnEmptyInlineListIsEmpty) {
  List list(ListKind::kDomains, "none");
  list.mark_set();
  EXPECT_EQ('F', letter(ask(list, "a.example")));
  EXPECT_TRUE(list.is_set());
}

TEST(List, TheFileIsOpenedOnlyWhenItCanMatter) {
  List list(ListKind::kDomains, "l");
  add(list, "a.example");
  TextFile file("b.example\n");
  list.add_file(&file);
  EXPECT_EQ('T', letter(ask(list, "a.example")));
  EXPECT_EQ(0, file.texts + file.reads);
  EXPECT_EQ('T', letter(ask(list, "b.example")));
  EXPECT_LT(0, file.reads);
}

TEST(List, TheRuleFileBeatsAListFileBetweenEqualEntries) {
  List list(ListKind::kNetworks, "l");
  add(list, "192.0.2.0/24");
  TextFile file("!192.0.2.0/24\n!198.51.100.0/24\n198.51.100.0/24\n");
  list.add_file(&file);
  EXPECT_EQ('T', letter(ask(list, "192.0.2.1")));
  EXPECT_EQ('F', letter(ask(list, "198.51.100.1"))) << "inside one file ! wins";
}

TEST(List, AnExclusionBeatsAnEqualEntryOfAnotherFile) {
  const struct {
    const char* first;
    const char* second;
    char want;
    const char* file;  // whose entry it is
  } rows[] = {
      {"a.example\n", "!a.example\n", 'F', "/l/second"},
      {"!a.example\n", "a.example\n", 'F', "/l/first"},
      {"a.example\n", "a.example\n", 'T', "/l/first"},
      {"!example\n", "a.example\n", 'T', "/l/second"},
  };
  for (const auto& row : rows) {
    TextFile first(row.first, "/l/first");
    TextFile second(row.second, "/l/second");
    List list(ListKind::kDomains, "l");
    list.add_file(&first);
    list.add_file(&second);
    const Membership got = ask(list, "a.example");
    EXPECT_EQ(row.want, letter(got)) << row.first << row.second;
    EXPECT_EQ(row.file, got.file) << row.first << row.second;
  }
}

TEST(List, AFaultyListIsUnknownUnlessAnEntryDecides) {
  const struct {
    ListKind kind;
    const char* entries;
    const char* value;
    char want;
  } rows[] = {
      {ListKind::kDomains, "=a.example", "a.example", 'T'},
      {ListKind::kDomains, "!=a.example", "a.example", 'F'},
      {ListKind::kDomains, "=a.example", "b.example", 'U'},
      {ListKind::kDomains, "example", "a.example", 'U'},  // a closer entry may be the faulty one
      {ListKind::kWords, "pills", "cheap pills", 'T'},
      {ListKind::kWords, "pills", "cheap watches", 'U'},
  };
  for (const auto& row : rows) {
    List list(row.kind, "l");
    add(list, row.entries);
    list.set_fault("rc:1: `a b` is not a domain");
    EXPECT_EQ(row.want, letter(ask(list, row.value))) << row.entries << ": " << row.value;
  }
}

TEST(List, WordsOfAFileThatCannotBeReadAreUnknown) {
  BadFile gone;
  TextFile file("pills\n");
  List list(ListKind::kWords, "l");
  list.add_file(&gone);
  list.add_file(&file);
  EXPECT_EQ('T', letter(ask(list, "cheap pills")));
  const Membership got = ask(list, "cheap watches");
  EXPECT_EQ('U', letter(got));
  EXPECT_EQ("/l/gone: there is no such file", got.why);
}

TEST(List, UntilIsTheLastDay) {
  for (const char* text : {"a.example until 2026-03-01 # for the fair\r\n\tb.example\tuntil\t2026-02-28\n",
                           "# sorted\na.example until 2026-03-01\nb.example until 2026-02-28\n"}) {
    List list(ListKind::kDomains, "l");
    TextFile file(text);
    list.add_file(&file);
    list.set_today(*parse_day("2026-03-01"));
    EXPECT_EQ('T', letter(ask(list, "a.example"))) << text;
    EXPECT_EQ('F', letter(ask(list, "b.example"))) << text;
  }
  List inline_list(ListKind::kDomains, "l");
  add(inline_list, "a.example b.example");
  ListEntry entry = *parse_list_entry(ListKind::kDomains, "c.example");
  entry.until_day = *parse_day("2026-02-28");
  inline_list.add_entry(entry, "");
  inline_list.set_today(*parse_day("2026-03-01"));
  EXPECT_EQ('F', letter(ask(inline_list, "c.example")));
  inline_list.set_today(*parse_day("2026-02-28"));
  EXPECT_EQ('T', letter(ask(inline_list, "c.example")));
}

TEST(List, EvidenceNamesTheEntry) {
  List list(ListKind::kDomains, "l");
  add(list, "hewgill.com !x.hewgill.com =hewgill.net");
  TextFile file("# ours\n\nshop.example\n", "/etc/hfilter/domains");
  list.add_file(&file);
  EXPECT_EQ("hewgill.com, line 1", ask(list, "hewgill.com").evidence());
  EXPECT_EQ("!x.hewgill.com, line 2", ask(list, "x.hewgill.com").evidence());
  EXPECT_TRUE(ask(list, "x.hewgill.com").excluded);
  EXPECT_EQ("=hewgill.net, line 3", ask(list, "hewgill.net").evidence());
  EXPECT_EQ("shop.example, domains:3", ask(list, "www.shop.example").evidence());
  EXPECT_EQ("", ask(list, "other.example").evidence());
}

TEST(List, CheckFindsAllFaultsOfAFile) {
  List list(ListKind::kNetworks, "l");
  TextFile file("192.0.2.0/24\n192.0.2.1/24\nx\n\n10.0.0.0/8 until tomorrow\n");
  list.add_file(&file);
  const std::vector<Error> got = list.check_files();
  ASSERT_EQ(3u, got.size());
  EXPECT_EQ(2, got[0].line);
  EXPECT_EQ(3, got[1].line);
  EXPECT_EQ(5, got[2].line);
  EXPECT_EQ("/l/file", got[0].file);
}

TEST(List, CheckOfASortedFileLooksAtAllOfIt) {
  const struct {
    const char* name;
    ListKind kind;
    const char* in;
    int want;  // the line of the fault, 0: none
  } rows[] = {
      {"in order", ListKind::kDomains, "# sorted\n!c.example\n.b.example\na.example\n", 0},
      {"not in order", ListKind::kDomains, "# sorted\na.example\nc.example\nb.example\n", 4},
      {"capitals would not be found", ListKind::kDomains, "# sorted\nA.example\n", 2},
      {"/32 would not be found", ListKind::kNetworks, "# sorted\n192.0.2.1/32\n", 2},
      {"a long form would not be found", ListKind::kNetworks, "# sorted\n2001:db8:0::/48\n", 2},
      {"mail", ListKind::kAddresses, "# sorted\n.a.example\n@b.example\nbob@c.example\n", 0},
  };
  for (const auto& row : rows) {
    const std::optional<Error> got = check_sorted(row.kind, row.in);
    EXPECT_EQ(row.want, got ? got->line : 0) << row.name << (got ? ": " + got->text : "");
  }
}

TEST(List, TheFaultsOfOneFileAreBounded) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "*.x\n";
  List list(ListKind::kDomains, "l");
  TextFile file(text);
  list.add_file(&file);
  EXPECT_EQ(kMaxErrorsPerFile, list.check_files().size());
}

TEST(List, ALineOfASortedFileIsBounded) {
  TextFile file("# sorted\n" + std::string(100'000, 'a') + "\n");
  List list(ListKind::kDomains, "l");
  list.add_file(&file);
  EXPECT_EQ('U', letter(ask(list, "a.example")));
}

/// What a client says need not be a name: 64 KiB of labels were 2 GB of keys.
TEST(List, TheLengthOfWhatIsLookedUpIsBounded) {
  std::string labels;
  for (int i = 0; i < 32'000; ++i) labels += "a.";
  const struct {
    const char* name;
    ListKind kind;
    std::string value;
    char want;
  } rows[] = {
      {"a name", ListKind::kDomains, labels + "example", 'F'},
      {"a name below an entry", ListKind::kDomains, labels + "b.example", 'T'},
      {"a name that is just too long", ListKind::kDomains, labels.substr(0, 246) + "b.example", 'T'},
      {"a name that is just long enough", ListKind::kDomains, labels.substr(0, 244) + "b.example", 'T'},
      {"one long label", ListKind::kDomains, std::string(64'000, 'a') + ".b.example", 'T'},
      {"only one long label", ListKind::kDomains, std::string(64'000, 'a'), 'F'},
      {"an address", ListKind::kAddresses, "x@" + labels + "example", 'F'},
      {"an address below an entry", ListKind::kAddresses, "x@" + labels + "b.example", 'T'},
  };
  for (const auto& row : rows) {
    const std::string entry = row.kind == ListKind::kAddresses ? ".b.example\n" : "b.example\n";
    TextFile plain(entry);
    TextFile sorted("# sorted\n" + entry);
    List a(row.kind, "a");
    List b(row.kind, "b");
    a.add_file(&plain);
    b.add_file(&sorted);
    EXPECT_EQ(row.want, letter(ask(a, row.value))) << row.name;
    EXPECT_EQ(row.want, letter(ask(b, row.value))) << row.name << " (sorted file)";
  }
}

/// Against the plain reader, on random lists and values.
TEST(List, SearchAgreesWithScan) {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const auto domain = [&]() {
    std::string name;
    for (int labels = 1 + pick(3); labels > 0; --labels) name += std::string(1, static_cast<char>('a' + pick(3))) + ".";
    return name + "example";
  };
  for (int round = 0; round < 300; ++round) {
    const bool names = round % 2 == 0;
    std::vector<std::string> lines;
    for (int i = 0; i < 40; ++i) {
      const std::string mark = pick(4) == 0 ? "!" : "";
      if (names) {
        const char* scopes[] = {"", "", "=", "."};
        lines.push_back(mark + scopes[pick(4)] + domain());
      } else {
        Network network;
        network.prefix = 24 + pick(9);
        network.address = IpAddress::v4((0xC0000200U | static_cast<uint32_t>(pick(256))) &
                                        ~((uint64_t{1} << (32 - network.prefix)) - 1));
        lines.push_back(mark + network.to_string());
      }
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    TextFile plain(text);
    TextFile sorted("# sorted\n" + text);
    List a(names ? ListKind::kDomains : ListKind::kNetworks, "a");
    List b(names ? ListKind::kDomains : ListKind::kNetworks, "b");
    a.add_file(&plain);
    b.add_file(&sorted);
    for (int i = 0; i < 20; ++i) {
      const std::string value = names ? domain() : "192.0.2." + std::to_string(pick(256));
      const Membership want = ask(a, value);
      const Membership got = ask(b, value);
      EXPECT_EQ(letter(want), letter(got)) << value << " in\n" << text << want.entry << " / " << got.entry << got.why;
    }
  }
}

/// The quick look at a line of a plain file lets nothing pass that the full reading refuses.
TEST(List, TheQuickTestAgreesWithTheParser) {
  std::mt19937 random(11);
  const char* const signs[] = {"a", "b", "z", "0",    "9", "-", ".", "a",   "m",
                               "_", "A", "/", "\xC3", "{", "`", ":", "\x7F"};
  for (int round = 0; round < 60'000; ++round) {
    const size_t kinds = round % 2 == 0 ? 9 : std::size(signs);
    std::string line;
    for (size_t n = 1 + random() % 28; n > 0; --n) line += signs[random() % kinds];
    if (round % 3 == 0) line.replace(0, 0, 60, 'a');  // long labels, too
    const Result<ListEntry> full = parse_list_entry(ListKind::kDomains, line);
    TextFile file(line + "\n");
    List list(ListKind::kDomains, "l");
    list.add_file(&file);
    EXPECT_EQ(full ? 'F' : 'U', letter(ask(list, "other.example"))) << line;
  }
}

TEST(List, APlainFileIsReadInBlocks) {
  std::string names;
  for (int i = 0; i < 5'000; ++i) names += "name" + std::to_string(i) + ".example.com\n";
  const std::string comment = "# " + std::string(100'000, 'x') + "\n";  // longer than any block
  const struct {
    const char* name;
    std::string text;
    const char* want;
  } cases[] = {
      {"first line behind a mark", "\xEF\xBB\xBFhewgill.com\n" + names, "T hewgill.com, file:1"},
      {"last line without end", names + "hewgill.com", "T hewgill.com, file:5001"},
      {"behind a line longer than a block", names + comment + "hewgill.com\r\n", "T hewgill.com, file:5002"},
      {"nowhere", names, "F "},
      {"malformed at the end", "hewgill.com\n" + names + "a b\n", "U /l/file:5002"},
      {"only a comment", comment, "U /l/file has no entries"},
  };
  for (const auto& test : cases) {
    TextFile file(test.text);
    List list(ListKind::kDomains, "l");
    list.add_file(&file);
    const Membership got = ask(list, "hewgill.com");
    const char* value = got.value == Kleene::kTrue ? "T " : got.value == Kleene::kFalse ? "F " : "U ";
    const std::string text = value + (got.why.empty() ? got.evidence() : got.why);
    EXPECT_EQ(text.substr(0, std::string(test.want).size()), test.want) << test.name << ": got " << text;
    EXPECT_EQ(file.texts, 0) << test.name;
  }
}

TEST(List, EveryNameIsFoundWhereverABlockEnds) {
  std::string names;
  for (int i = 0; i < 3'000; ++i) names += "name" + std::to_string(i) + ".example.com\n";
  TextFile file(names);
  List list(ListKind::kDomains, "l");
  list.add_file(&file);
  for (int i = 0; i < 3'000; i += 7) {
    const Membership got = ask(list, "name" + std::to_string(i) + ".example.com");
    ASSERT_EQ(got.value, Kleene::kTrue) << i;
    ASSERT_EQ(got.line, i + 1);
  }
}

TEST(List, AFileThatChangesWhileItIsReadIsUnknownAfterThreeTries) {
  for (const std::string text : {"hewgill.com\n", "# sorted\nhewgill.com\n"}) {
    TextFile file(text);
    file.changing = true;
    List list(ListKind::kDomains, "l");
    list.add_file(&file);
    const Membership got = ask(list, "hewgill.com");
    EXPECT_EQ(got.value, Kleene::kUnknown) << text;
    EXPECT_EQ(got.why, "/l/file: changes while it is read") << text;
    EXPECT_EQ(file.changes, 6) << text;
  }
}

TEST(List, ASortedFileIsSearchedNotRead) {
  std::vector<std::string> names;
  for (int i = 0; i < 100'000; ++i) names.push_back("d" + std::to_string(i) + ".example");
  std::sort(names.begin(), names.end());
  std::string text = "# sorted\n";
  for (const std::string& name : names) text += name + "\n";
  TextFile file(text);
  List list(ListKind::kDomains, "l");
  list.add_file(&file);
  EXPECT_EQ('T', letter(ask(list, "mail.d77777.example")));
  EXPECT_EQ('F', letter(ask(list, "mail.dx.example")));
  EXPECT_EQ(0, file.texts);
  EXPECT_LT(file.bytes, text.size() / 4);
}

/// Lines of all lengths, so that each way in which a line and a block can meet occurs.
TEST(SortedList, EveryNameIsFoundWhereverABlockEnds) {
  std::vector<std::string> names;
  for (int i = 0; i < 2'000; ++i) names.push_back("d" + std::to_string(i) + std::string(i % 50, 'x') + ".example");
  std::sort(names.begin(), names.end());
  std::string text = "# sorted\n";
  for (const std::string& name : names) text += name + "\n";
  for (const bool with_end : {true, false}) {
    if (!with_end) text.pop_back();
    TextFile file(text);
    List list(ListKind::kDomains, "l");
    list.add_file(&file);
    for (const std::string& name : names) {
      ASSERT_EQ('T', letter(ask(list, name))) << name;
      ASSERT_EQ('F', letter(ask(list, "y" + name))) << name;
    }
  }
}

TEST(SortedList, ACommentMustBeInOrderAndIsNotAnEntry) {
  TextFile file("# sorted\n#later\nexample.com\n");
  List list(ListKind::kDomains, "l");
  list.add_file(&file);
  EXPECT_EQ('F', letter(ask(list, "a.#later"))) << "a HELO that is a comment of the file";
  EXPECT_EQ('T', letter(ask(list, "a.example.com")));
  EXPECT_FALSE(check_sorted(ListKind::kDomains, "# sorted\n#later\nexample.com\n"));
  for (const char* text : {"# sorted\na.example\n# out of place\nb.example\n", "# sorted\na.example\n\nb.example\n"}) {
    const std::optional<Error> error = check_sorted(ListKind::kDomains, text);
    ASSERT_TRUE(error) << text;
    EXPECT_EQ(3, error->line) << text;
  }
}

}  // namespace
}  // namespace hfilter
