// SPDX-License-Identifier: BSD-2-Clause
// How many names at the border are said to be generic, in good mail and in spam: $HFILTER_DATA/mail, the public corpus
// of SpamAssassin (4,150 good messages, then 1,896 of spam, by number). Good names that are called generic are listed,
// for a person to judge: is it a named host, or a line of a provider that somebody runs a server on?
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "address/generic_name.h"
#include "message/message.h"
#include "trace/border.h"

using namespace hfilter;

namespace {

constexpr int kGoodMessages = 4'150;

struct Names {
  std::map<std::string, std::string> generic;  // name to reason
  std::map<std::string, int> seen;             // name to messages
  void add(const std::string& name, const IpAddress& client) {
    if (name.empty() || seen[name]++ > 0) return;
    const Truth truth = is_generic_name(name, &client);
    if (truth.is_true()) generic[name] = truth.why;
  }
  void print(const char* what) const {
    int messages = 0;
    int generic_messages = 0;
    for (const auto& [name, count] : seen) {
      messages += count;
      if (generic.count(name)) generic_messages += count;
    }
    std::printf("%-10s %5zu names %5zu generic   %5d messages %5d generic\n", what, seen.size(), generic.size(),
                messages, generic_messages);
  }
};

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void look_at(const std::string& text, Names& helos, Names& reverse_names) {
  const size_t end = Message::header_end(text);
  const Message message(text.substr(0, end), std::make_unique<MemoryBody>(""));
  const RelayChain chain(message);
  const Border border = find_border(chain, {});
  if (!border.client) return;
  if (border.helo) helos.add(*border.helo, *border.client);
  if (border.hop) reverse_names.add(std::string(border.hop->rdns), *border.client);
}

}  // namespace

int main() {
  const char* data = std::getenv("HFILTER_DATA");
  const std::string archive = std::string(data ? data : "../shared/data") + "/mail/spamassassin-public-corpus.tar.xz";
  if (!std::filesystem::exists(archive)) {
    std::printf("skip generic_names data: no %s\n", archive.c_str());
    return 0;
  }
  std::string folder = (std::filesystem::temp_directory_path() / "hfilter-names.XXXXXX").string();
  if (!mkdtemp(folder.data())) return 1;
  if (std::system(("tar -xJf '" + archive + "' -C '" + folder + "'").c_str()) != 0) return 1;
  Names good_helos, good_names, spam_helos, spam_names;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const bool good = std::atoi(file.path().stem().c_str()) <= kGoodMessages;
    look_at(read(file.path()), good ? good_helos : spam_helos, good ? good_names : spam_names);
  }
  std::filesystem::remove_all(folder);
  good_helos.print("good HELO");
  good_names.print("good rDNS");
  spam_helos.print("spam HELO");
  spam_names.print("spam rDNS");
  for (const Names* names : {&good_helos, &good_names}) {
    for (const auto& [name, why] : names->generic) std::printf("  %s\n", why.c_str());
  }
  return 0;
}
