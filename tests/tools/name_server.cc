// SPDX-License-Identifier: BSD-2-Clause
//
// A name server for tests, over UDP and TCP on one port of 127.0.0.1. It is authoritative for its zone file.
//
//   name_server [--delay MS] [--log FILE] ZONE
//
// It prints `127.0.0.1:PORT` and serves until it is killed. The zone file has a line for each record, with fields
// separated by blanks; %XX is any octet:
//   A NAME ADDRESS | AAAA NAME ADDRESS | PTR NAME NAME | CNAME NAME NAME | MX NAME PREFERENCE NAME
//   TXT NAME STRING...       without STRING: an empty record
//   TIMEOUT NAME             sends no answer for types of which the name has no record
//   SERVFAIL NAME            answers SERVFAIL for these types; likewise REFUSED NAME
//   TRUNCATE NAME            truncates the answer over UDP
//   NOTCP NAME               truncates it over UDP and sends no answer over TCP
//   OTHER NAME               the answer repeats another question
//   DELAY NAME MS [tcp]      delays answers for NAME and names below it, all or only those over TCP
// --log writes `TYPE NAME udp|tcp` for each question.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

constexpr unsigned kA = 1, kCname = 5, kPtr = 12, kMx = 15, kTxt = 16, kAaaa = 28, kOpt = 41;
constexpr size_t kPlainUdpBytes = 512;

struct Record {
  unsigned type;
  std::string data;  // wire form
};

struct Node {
  std::vector<Record> records;
  bool timeout = false, truncate = false, no_tcp = false, other = false;
  unsigned error = 0;  // the response code for types without records
};

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

std::string unescape(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string number16(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value)}; }

std::string wire_name(std::string name) {
  if (!name.empty() && name.back() == '.') name.pop_back();
  std::string out;
  while (!name.empty()) {
    const size_t dot = std::min(name.find('.'), name.size());
    out += static_cast<char>(dot);
    out += name.substr(0, dot);
    name.erase(0, dot + 1);
  }
  return out + '\0';
}

class Zone {
 public:
  void read(const char* path) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      std::istringstream fields(line);
      std::string kind, name, field;
      fields >> kind >> name;
      std::vector<std::string> rest;
      while (fields >> field) rest.push_back(unescape(field));
      if (!kind.empty()) add(kind, lower(unescape(name)), rest);
    }
  }

  const Node* find(const std::string& name) const {
    const auto at = nodes_.find(lower(name));
    return at == nodes_.end() ? nullptr : &at->second;
  }
  /// Returns the delay of the longest DELAY name that is `name` or above it.
  int delay_ms(std::string name, bool tcp) const {
    for (;;) {
      const auto at = delays_.find(lower(name));
      if (at != delays_.end() && (tcp || !at->second.tcp_only)) return at->second.ms;
      const size_t dot = name.find('.');
      if (dot == std::string::npos) return 0;
      name.erase(0, dot + 1);
    }
  }
  bool has_below(const std::string& name) const { return parents_.count(lower(name)) != 0; }

 private:
  struct Delay {
    int ms = 0;
    bool tcp_only = false;
  };

  void add(const std::string& kind, std::string name, const std::vector<std::string>& rest) {
    if (!name.empty() && name.back() == '.') name.pop_back();
    if (kind == "DELAY") {
      delays_[name] = {atoi(rest.at(0).c_str()), rest.size() > 1};
      return;
    }
    Node& node = nodes_[name];
    for (size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
      parents_.insert(name.substr(dot + 1));
    }
    char address[16];
    if (kind == "TIMEOUT") node.timeout = true;
    if (kind == "SERVFAIL") node.error = 2;
    if (kind == "REFUSED") node.error = 5;
    if (kind == "TRUNCATE" || kind == "NOTCP") node.truncate = true;
    if (kind == "NOTCP") node.no_tcp = true;
    if (kind == "OTHER") node.other = true;
    if (kind == "A" && inet_pton(AF_INET, rest.at(0).c_str(), address) == 1) {
      node.records.push_back({kA, std::string(address, 4)});
    }
    if (kind == "AAAA" && inet_pton(AF_INET6, rest.at(0).c_str(), address) == 1) {
      node.records.push_back({kAaaa, std::string(address, 16)});
    }
    if (kind == "PTR") node.records.push_back({kPtr, wire_name(rest.at(0))});
    if (kind == "CNAME") node.records.push_back({kCname, wire_name(rest.at(0))});
    if (kind == "MX") {
      const std::string host = rest.size() > 1 ? rest[1] : "";
      node.records.push_back({kMx, number16(static_cast<unsigned>(atoi(rest.at(0).c_str()))) + wire_name(host)});
    }
    if (kind == "TXT") {
      std::string data;
      for (std::string text : rest) {
        do {
          const std::string part = text.substr(0, 255);
          data += static_cast<char>(part.size());
          data += part;
          text.erase(0, part.size());
        } while (!text.empty());
      }
      node.records.push_back({kTxt, data});
    }
  }

  std::map<std::string, Node> nodes_;
  std::map<std::string, Delay> delays_;
  std::set<std::string> parents_;
};

struct Query {
  std::string name, question;  // the question section of the query
  unsigned type = 0;
  size_t udp_bytes = kPlainUdpBytes;
};

bool parse_query(const std::string& message, Query& query) {
  size_t at = 12;
  if (message.size() < at || message[5] != 1) return false;
  for (;;) {
    if (at >= message.size()) return false;
    const size_t length = static_cast<unsigned char>(message[at++]);
    if (length == 0) break;
    if (length > 63 || at + length > message.size()) return false;
    if (!query.name.empty()) query.name += '.';
    query.name += message.substr(at, length);
    at += length;
  }
  if (at + 4 > message.size()) return false;
  query.type = static_cast<unsigned char>(message[at]) << 8 | static_cast<unsigned char>(message[at + 1]);
  query.question = message.substr(12, at + 4 - 12);
  at += 4;
  if (at + 11 <= message.size() && message[at] == 0 && static_cast<unsigned char>(message[at + 2]) == kOpt) {
    query.udp_bytes = static_cast<unsigned char>(message[at + 3]) << 8 | static_cast<unsigned char>(message[at + 4]);
  }
  return true;
}

/// Returns the answer; empty: send none.
std::string respond(const Zone& zone, const std::string& message, const Query& query, bool tcp) {
  std::string answers;
  unsigned count = 0, rcode = 3;
  bool truncate = false, other = false;
  std::string name = query.name;
  for (int links = 0; links < 8; ++links) {
    const Node* node = zone.find(name);
    if (node == nullptr) {
      if (zone.has_below(name)) rcode = 0;
      break;
    }
    rcode = 0;
    truncate = truncate || node->truncate;
    if (tcp && node->no_tcp) return {};
    other = other || node->other;
    std::string alias;
    bool any = false;
    for (const Record& record : node->records) {
      if (record.type != query.type && record.type != kCname) continue;
      any = any || record.type == query.type;
      if (record.type == kCname) alias = record.data;
      answers += wire_name(name) + number16(record.type) + number16(1) + std::string("\0\0\0\x3c", 4) +
                 number16(static_cast<unsigned>(record.data.size())) + record.data;
      ++count;
    }
    if (!any && node->timeout) return {};
    if (!any && node->error != 0) rcode = node->error;
    if (any || alias.empty()) break;
    std::string next;
    for (size_t at = 0; alias[at] != 0; at += 1 + static_cast<size_t>(alias[at])) {
      next += (next.empty() ? "" : ".") + alias.substr(at + 1, static_cast<size_t>(alias[at]));
    }
    name = next;
  }
  std::string question = query.question;
  if (other) question[1] = question[1] == 'x' ? 'y' : 'x';
  const auto header = [&](bool cut, unsigned n) {
    return message.substr(0, 2) + static_cast<char>(0x85 | (cut ? 2 : 0)) + static_cast<char>(0x80 | rcode) +
           number16(1) + number16(n) + number16(0) + number16(0) + question;
  };
  std::string response = header(false, count) + answers;
  if (!tcp && (truncate || response.size() > std::max(query.udp_bytes, kPlainUdpBytes))) response = header(true, 0);
  return response;
}

struct Pending {
  Steady::time_point due;
  int socket;
  sockaddr_in to;
  std::string bytes;
  bool close_after;
};

const char* type_name(unsigned type) {
  return type == kA      ? "A"
         : type == kAaaa ? "AAAA"
         : type == kMx   ? "MX"
         : type == kTxt  ? "TXT"
         : type == kPtr  ? "PTR"
                         : "?";
}

class Server {
 public:
  Server(Zone zone, int delay_ms, FILE* log) : zone_(std::move(zone)), delay_(delay_ms), log_(log) {}

  bool listen_on_loopback() {
    for (int tries = 0; tries < 50; ++tries) {  // the port of the UDP socket may be in use for TCP
      udp_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      tcp_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof address;
      if (bind(udp_, reinterpret_cast<sockaddr*>(&address), size) != 0) return false;
      getsockname(udp_, reinterpret_cast<sockaddr*>(&address), &size);
      if (bind(tcp_, reinterpret_cast<sockaddr*>(&address), size) == 0 && listen(tcp_, 64) == 0) {
        printf("127.0.0.1:%d\n", ntohs(address.sin_port));
        fflush(stdout);
        return true;
      }
      close(udp_);
      close(tcp_);
    }
    return false;
  }

  [[noreturn]] void serve() {
    for (;;) {
      std::vector<pollfd> polls{{udp_, POLLIN, 0}, {tcp_, POLLIN, 0}};
      for (const auto& connection : connections_) polls.push_back({connection.first, POLLIN, 0});
      poll(polls.data(), polls.size(), wait_ms());
      if ((polls[0].revents & POLLIN) != 0) read_udp();
      if ((polls[1].revents & POLLIN) != 0) connections_[accept(tcp_, nullptr, nullptr)];
      for (size_t i = 2; i < polls.size(); ++i) {
        if (polls[i].revents != 0) read_tcp(polls[i].fd);
      }
      send_due();
    }
  }

 private:
  int wait_ms() const {
    int64_t wait = 1'000'000;
    for (const Pending& p : pending_) {
      const auto us = std::chrono::duration_cast<std::chrono::microseconds>(p.due - Steady::now()).count();
      wait = std::min<int64_t>(wait, us <= 0 ? 0 : us / 1000 + 1);
    }
    return pending_.empty() ? -1 : static_cast<int>(wait);
  }

  void handle(const std::string& message, int socket, const sockaddr_in& to, bool tcp) {
    Query query;
    if (!parse_query(message, query)) return;
    if (log_ != nullptr) {
      fprintf(log_, "%s %s %s\n", type_name(query.type), query.name.c_str(), tcp ? "tcp" : "udp");
      fflush(log_);
    }
    std::string response = respond(zone_, message, query, tcp);
    if (response.empty()) return;
    if (tcp) response = number16(static_cast<unsigned>(response.size())) + response;
    const std::chrono::milliseconds more(zone_.delay_ms(query.name, tcp));
    pending_.push_back({Steady::now() + delay_ + more, socket, to, response, tcp});
  }

  void read_udp() {
    char buffer[4096];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t n = recvfrom(udp_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (n > 0) handle(std::string(buffer, static_cast<size_t>(n)), udp_, from, false);
  }

  void read_tcp(int fd) {
    char buffer[4096];
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n <= 0) {
      close(fd);
      connections_.erase(fd);
      pending_.erase(
          std::remove_if(pending_.begin(), pending_.end(), [fd](const Pending& p) { return p.socket == fd; }),
          pending_.end());
      return;
    }
    std::string& bytes = connections_[fd];
    bytes.append(buffer, static_cast<size_t>(n));
    while (bytes.size() >= 2) {
      const size_t length =
          static_cast<size_t>(static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]));
      if (bytes.size() < 2 + length) break;
      handle(bytes.substr(2, length), fd, {}, true);
      bytes.erase(0, 2 + length);
    }
  }

  void send_due() {
    const auto now = Steady::now();
    std::vector<Pending> later;
    for (Pending& p : pending_) {
      if (p.due > now) {
        later.push_back(std::move(p));
      } else if (p.close_after) {
        if (send(p.socket, p.bytes.data(), p.bytes.size(), MSG_NOSIGNAL) < 0) continue;
      } else {
        sendto(p.socket, p.bytes.data(), p.bytes.size(), 0, reinterpret_cast<sockaddr*>(&p.to), sizeof p.to);
      }
    }
    pending_ = std::move(later);
  }

  Zone zone_;
  std::chrono::milliseconds delay_;
  FILE* log_;
  int udp_ = -1, tcp_ = -1;
  std::map<int, std::string> connections_;
  std::vector<Pending> pending_;
};

}  // namespace

int main(int argc, char** argv) {
  int delay = 0;
  FILE* log = nullptr;
  int i = 1;
  for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
    if (strcmp(argv[i], "--delay") == 0) delay = atoi(argv[i + 1]);
    if (strcmp(argv[i], "--log") == 0) log = fopen(argv[i + 1], "a");
  }
  if (i + 1 != argc) {
    fprintf(stderr, "usage: name_server [--delay MS] [--log FILE] ZONE\n");
    return 64;
  }
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // the server ends with its test
  Zone zone;
  zone.read(argv[i]);
  Server server(std::move(zone), delay, log);
  if (!server.listen_on_loopback()) return 71;
  server.serve();
}
