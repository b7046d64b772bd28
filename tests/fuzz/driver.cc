// SPDX-License-Identifier: BSD-2-Clause
// The main of the fuzz targets where there is no libFuzzer: feeds each file that is named, and -rounds=N mutations of
// it, to LLVMFuzzerTestOneInput. The mutations depend on the file and the round only, so that a failure comes again;
// the input that is being tried stands in $TMPDIR/hfilter-fuzz.PID, which a crash leaves behind.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

// xorshift64*: any generator does, this one is short and the same everywhere.
struct Random {
  uint64_t state;
  uint64_t below(uint64_t n) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return n == 0 ? 0 : (state * 0x2545F4914F6CDD1Dull >> 16) % n;
  }
};

std::string read_file(const char* path) {
  std::FILE* f = std::fopen(path, "rb");
  if (f == nullptr) {
    std::perror(path);
    std::exit(1);
  }
  std::string text;
  char buffer[65536];
  for (size_t n; (n = std::fread(buffer, 1, sizeof buffer, f)) > 0;) text.append(buffer, n);
  std::fclose(f);
  return text;
}

// One to four small wounds: a byte changed, a piece cut, doubled or moved, a character that parsers dislike put in.
std::string mutate(std::string text, Random& random) {
  static const char kNasty[] = "\0\r\n\t ()<>[]\"\\;:,@#/=\x80\xff";
  for (uint64_t wounds = 1 + random.below(4); wounds > 0; --wounds) {
    const size_t at = random.below(text.size() + 1);
    const size_t length = random.below(1 + (text.size() - at < 40 ? text.size() - at : 40));
    switch (random.below(5)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.insert(random.below(text.size() + 1), text.substr(at, length));
        break;
      default:
        text.insert(at, 1, kNasty[random.below(sizeof kNasty - 1)]);
    }
  }
  return text;
}

// A copy of exactly its size on the heap, so that the sanitizer sees each byte read too far.
void feed(const std::string& text) {
  std::vector<uint8_t> exact(text.begin(), text.end());
  exact.shrink_to_fit();
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

// The input that is being tried stands in a file, rewritten in place.
class LastInput {
 public:
  explicit LastInput(std::string path) : path_(std::move(path)), fd_(open(path_.c_str(), O_RDWR | O_CREAT, 0600)) {}
  LastInput(const LastInput&) = delete;
  LastInput& operator=(const LastInput&) = delete;
  ~LastInput() {
    close(fd_);
    unlink(path_.c_str());
  }
  void keep(const std::string& text) {
    if (pwrite(fd_, text.data(), text.size(), 0) < 0 || ftruncate(fd_, static_cast<off_t>(text.size())) < 0) {
      std::perror(path_.c_str());
    }
  }

 private:
  std::string path_;
  int fd_;
};

}  // namespace

int main(int argc, char** argv) {
  long rounds = 0;
  const char* tmp = std::getenv("TMPDIR");
  LastInput last(std::string(tmp != nullptr ? tmp : "/tmp") + "/hfilter-fuzz." + std::to_string(getpid()));
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "-rounds=", 8) == 0) {
      rounds = std::atol(argv[i] + 8);
      continue;
    }
    const std::string text = read_file(argv[i]);
    last.keep(text);
    feed(text);
    Random random{0x9E3779B97F4A7C15ull + text.size()};
    for (long round = 0; round < rounds; ++round) {
      const std::string mutated = mutate(text, random);
      last.keep(mutated);
      feed(mutated);
    }
  }
  return 0;
}
