// SPDX-License-Identifier: BSD-2-Clause
// Any bytes as a list file of each kind, read in one pass and, where they are in order, by search: the answers agree.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lists/list.h"
#include "lists/list_search.h"
#include "unit/text_list_file.h"

using namespace hfilter;

namespace {

class TextFile : public TextListFile {
 public:
  explicit TextFile(std::string text) : text_(std::move(text)) {}
  const std::string& path() const override { return path_; }
  Result<std::string_view> text() override { return std::string_view(text_); }

 private:
  std::string path_ = "/fuzz";
  std::string text_;
};

Membership ask(const List& list, const std::string& value) {
  switch (list.kind()) {
    case ListKind::kNetworks:
      return list.contains_address(*IpAddress::parse("192.0.2.7"));
    case ListKind::kAddresses:
      return list.contains_mail(parse_path("bob+x@" + value));
    case ListKind::kWords:
      return list.contains_word_of("buy " + value + " now");
    default:
      return list.contains_name(Hostname(value));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const ListKind kind :
       {ListKind::kDomains, ListKind::kNetworks, ListKind::kHosts, ListKind::kAddresses, ListKind::kWords}) {
    TextFile plain(text);
    List a(kind, "a");
    a.add_file(&plain);
    const std::string value = "a." + text.substr(0, text.find('\n')).substr(0, 100);
    const Membership got = ask(a, value);
    if (got.value == Kleene::kUnknown && got.why.empty()) std::abort();
    const bool faulty = !a.check_files().empty();
    a.count();
    const std::string sorted_text = "# sorted\n" + text;
    if (faulty || kind == ListKind::kWords || check_sorted(kind, sorted_text)) continue;
    TextFile sorted(sorted_text);
    List b(kind, "b");
    b.add_file(&sorted);
    if (ask(b, value).value != got.value) std::abort();
  }
  return 0;
}
