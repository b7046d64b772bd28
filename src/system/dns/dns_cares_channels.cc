// SPDX-License-Identifier: BSD-2-Clause
#include "system/dns/dns_cares_channels.h"

#include <ares.h>
#include <arpa/nameser.h>
#include <poll.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <utility>

#include "address/ip_address.h"
#include "base/late_library.h"
#include "system/dns/dns_settings.h"

namespace hfilter {
namespace {

struct Cares : LateLibrary {
  Cares() : LateLibrary("libcares.so.2", "libc-ares2") {}
  HFILTER_LATE(ares_cancel);
  HFILTER_LATE(ares_destroy);
  HFILTER_LATE(ares_free_data);
  HFILTER_LATE(ares_get_servers_ports);
  HFILTER_LATE(ares_getsock);
  HFILTER_LATE(ares_init_options);
  HFILTER_LATE(ares_library_init);
  HFILTER_LATE(ares_process_fd);
  HFILTER_LATE(ares_query);
  HFILTER_LATE(ares_set_servers_ports_csv);
  HFILTER_LATE(ares_strerror);
  HFILTER_LATE(ares_timeout);
};

/// Returns the library. Check that it is loaded before you call it.
const Cares& cares() {
  static const Cares library;
  return library;
}

using std::chrono::milliseconds;

constexpr int kTries = 2;          // The second try is for a TCP connection that the server closed.
constexpr int kEdnsBytes = 1'232;  // This size fits every network path (DNS flag day 2020).
constexpr unsigned kDnsPort = 53;

int query_type(DnsType type) {
  constexpr int kTypes[] = {ns_t_a, ns_t_aaaa, ns_t_mx, ns_t_txt, ns_t_ptr};
  return kTypes[static_cast<size_t>(type)];
}

/// Escapes backslashes: c-ares reads master-file escapes.
std::string escaped_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string with_port(const IpAddress& address, unsigned port) {
  const std::string host = address.is_v4() ? address.to_string() : "[" + address.to_string() + "]";
  return host + ":" + std::to_string(port == 0 ? kDnsPort : port);
}

std::string name_of(const ares_addr_port_node& node) {
  std::array<uint8_t, 16> bytes{};
  if (node.family == AF_INET) {
    return with_port(IpAddress::v4(ntohl(node.addr.addr4.s_addr)), static_cast<unsigned>(node.udp_port));
  }
  std::memcpy(bytes.data(), &node.addr.addr6, bytes.size());
  return with_port(IpAddress::v6(bytes), static_cast<unsigned>(node.udp_port));
}

}  // namespace

class DnsChannels::Impl {
 public:
  Impl(std::vector<std::string> servers, int timeout_ms) : servers_(std::move(servers)), timeout_ms_(timeout_ms) {}
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::string open(std::vector<std::string>* names);
  void send(const std::string& server, size_t index, DnsTransport transport, const DnsQuestion& question,
            OnReply on_reply);
  void step(Time deadline);
  void cancel();

 private:
  struct Query {
    std::string server;
    OnReply on_reply;
  };

  struct Watch {
    std::vector<pollfd> polls;
    std::vector<ares_channel> owners;  // owners[i] has the socket polls[i]
    int64_t wait_ms = 0;
  };

  ares_channel new_channel(DnsTransport transport) const;
  ares_channel channel_of(const std::string& server, size_t index, DnsTransport transport);
  std::vector<ares_channel> open_channels() const;
  static void watch(ares_channel channel, Watch* watch);
  static std::vector<std::string> configured_servers(ares_channel channel);
  static void on_answer(void* argument, int status, int, unsigned char* bytes, int length);

  std::vector<std::string> servers_;
  int timeout_ms_;
  std::array<std::vector<ares_channel>, 2> channels_;  // the channels by transport and server; null: not needed yet
  std::deque<Query> queries_;                          // the queries; c-ares has pointers to the elements
};

DnsChannels::Impl::~Impl() {
  for (ares_channel channel : open_channels()) cares().ares_destroy(channel);
}

/// Passes server errors and truncated answers on unchanged: c-ares would hide the first, and repeat the query over
/// TCP with only the rest of its time.
ares_channel DnsChannels::Impl::new_channel(DnsTransport transport) const {
  ares_options options{};
  options.flags = ARES_FLAG_EDNS | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP | ARES_FLAG_IGNTC;
  if (transport == DnsTransport::kTcp) options.flags |= ARES_FLAG_USEVC;
  options.ednspsz = kEdnsBytes;
  options.tries = kTries;
  options.timeout = timeout_ms_;
  char lookups[] = "b";
  options.lookups = lookups;
  const int mask =
      ARES_OPT_FLAGS | ARES_OPT_EDNSPSZ | ARES_OPT_TRIES | ARES_OPT_TIMEOUTMS | ARES_OPT_LOOKUPS | ARES_OPT_NOROTATE;
  ares_channel channel = nullptr;
  return cares().ares_init_options(&channel, &options, mask) == ARES_SUCCESS ? channel : nullptr;
}

std::vector<std::string> DnsChannels::Impl::configured_servers(ares_channel channel) {
  std::vector<std::string> names;
  ares_addr_port_node* first = nullptr;
  if (cares().ares_get_servers_ports(channel, &first) != ARES_SUCCESS) return names;
  for (const ares_addr_port_node* node = first; node != nullptr; node = node->next) names.push_back(name_of(*node));
  cares().ares_free_data(first);
  return names;
}

std::string DnsChannels::Impl::open(std::vector<std::string>* names) {
  if (!cares()) return cares().missing_library_text();
  const std::string no = "no DNS resolver could be set up";
  if (cares().ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) return no;
  for (const std::string& server : servers_) {
    const Result<std::string> parsed = parse_dns_server(server);
    if (!parsed) return no;
    names->push_back(*parsed);
  }
  if (names->empty()) {
    ares_channel channel = new_channel(DnsTransport::kUdp);
    if (channel == nullptr) return no;
    *names = configured_servers(channel);
    cares().ares_destroy(channel);
  }
  for (auto& of_transport : channels_) of_transport.resize(names->size());
  return names->empty() ? no : std::string();
}

/// Returns the channel; null if it cannot be created.
ares_channel DnsChannels::Impl::channel_of(const std::string& server, size_t index, DnsTransport transport) {
  ares_channel& channel = channels_[static_cast<size_t>(transport)][index];
  if (channel != nullptr) return channel;
  channel = new_channel(transport);
  if (channel == nullptr || cares().ares_set_servers_ports_csv(channel, server.c_str()) == ARES_SUCCESS) return channel;
  cares().ares_destroy(std::exchange(channel, nullptr));
  return channel;
}

void DnsChannels::Impl::on_answer(void* argument, int status, int, unsigned char* bytes, int length) {
  if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED || status == ARES_ETIMEOUT) return;
  Query& query = *static_cast<Query*>(argument);
  DnsReply reply;
  if (bytes != nullptr && length > 0) {
    reply.message = {reinterpret_cast<const char*>(bytes), static_cast<size_t>(length)};
  } else if (status == ARES_ECONNREFUSED) {
    reply.why = query.server + " cannot be reached";
  } else {
    reply.why = std::string(cares().ares_strerror(status)) + " (" + query.server + ")";
  }
  query.on_reply(reply);
}

void DnsChannels::Impl::send(const std::string& server, size_t index, DnsTransport transport,
                             const DnsQuestion& question, OnReply on_reply) {
  ares_channel channel = channel_of(server, index, transport);
  if (channel == nullptr) {
    DnsReply reply;
    reply.why = "no DNS resolver could be set up for " + server;
    return on_reply(reply);
  }
  queries_.push_back({server, std::move(on_reply)});
  cares().ares_query(channel, escaped_name(question.name).c_str(), ns_c_in, query_type(question.type), on_answer,
                     &queries_.back());
}

/// Adds a channel's sockets, and shortens the wait to its next timeout.
void DnsChannels::Impl::watch(ares_channel channel, Watch* watch) {
  std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
  const int wanted = cares().ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM);
  for (int i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
    const bool readable = ARES_GETSOCK_READABLE(wanted, i) != 0;
    const bool writable = ARES_GETSOCK_WRITABLE(static_cast<unsigned>(wanted), i) != 0;
    if (!readable && !writable) continue;
    watch->polls.push_back(
        {sockets[static_cast<size_t>(i)], static_cast<short>((readable ? POLLIN : 0) | (writable ? POLLOUT : 0)), 0});
    watch->owners.push_back(channel);
  }
  timeval next{};
  if (const timeval* due = cares().ares_timeout(channel, nullptr, &next)) {
    watch->wait_ms = std::min<int64_t>(watch->wait_ms, due->tv_sec * 1000 + (due->tv_usec + 999) / 1000);
  }
}

void DnsChannels::Impl::step(Time deadline) {
  Watch watched;
  const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  watched.wait_ms = std::max<int64_t>(left, 0);
  const std::vector<ares_channel> channels = open_channels();
  for (ares_channel channel : channels) watch(channel, &watched);
  std::vector<pollfd>& polls = watched.polls;
  const int ready = poll(polls.data(), static_cast<nfds_t>(polls.size()), static_cast<int>(watched.wait_ms));
  for (size_t i = 0; ready > 0 && i < polls.size(); ++i) {
    const bool in = (polls[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0;
    const bool out = (polls[i].revents & POLLOUT) != 0;
    const ares_socket_t read_fd = in ? polls[i].fd : ARES_SOCKET_BAD;
    const ares_socket_t write_fd = out ? polls[i].fd : ARES_SOCKET_BAD;
    if (in || out) cares().ares_process_fd(watched.owners[i], read_fd, write_fd);
  }
  if (ready > 0) return;
  for (ares_channel channel : channels) cares().ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

std::vector<ares_channel> DnsChannels::Impl::open_channels() const {
  std::vector<ares_channel> channels;
  for (const auto& of_transport : channels_) {
    for (ares_channel channel : of_transport) {
      if (channel != nullptr) channels.push_back(channel);
    }
  }
  return channels;
}

void DnsChannels::Impl::cancel() {
  for (ares_channel channel : open_channels()) cares().ares_cancel(channel);
  queries_.clear();
}

std::string dns_library_problem() { return cares().problem(); }

DnsChannels::DnsChannels(std::vector<std::string> servers, int timeout_ms)
    : impl_(std::make_unique<Impl>(std::move(servers), timeout_ms)) {}
DnsChannels::~DnsChannels() = default;

const std::string& DnsChannels::open() {
  if (!opened_) {
    opened_ = true;
    open_error_ = impl_->open(&names_);
  }
  return open_error_;
}
void DnsChannels::send(size_t server, DnsTransport transport, const DnsQuestion& question, OnReply on_reply) {
  impl_->send(names_[server], server, transport, question, std::move(on_reply));
}
void DnsChannels::step(Time deadline) { impl_->step(deadline); }
void DnsChannels::cancel() { impl_->cancel(); }

}  // namespace hfilter
