// SPDX-License-Identifier: BSD-2-Clause
#include "system/child/spf_libspf2.h"

#include <sys/types.h>

#include <netinet/in.h>

#include <arpa/inet.h>
extern "C" {
#include <spf2/spf.h>
#include <spf2/spf_dns_resolv.h>
}

#include <cstring>
#include <memory>

#include "base/late_library.h"
#include "base/limits.h"

#ifdef HFILTER_STATIC_DEPS
// Replaces libspf2's resolver, which is never used: static linking would need libresolv.a, which calls private
// functions of the glibc it was built with.
extern "C" SPF_dns_server_t* SPF_dns_resolv_new(SPF_dns_server_t*, const char*, int) { return nullptr; }
#endif

namespace hfilter {
namespace {

constexpr size_t kMaxAnswerBytes = 100;
constexpr int kNoLookupLimit = 1'000'000;

struct Spf2 : LateLibrary {
  Spf2() : LateLibrary("libspf2.so.2", "libspf2-2") {}
  HFILTER_LATE(SPF_dns_rr_buf_realloc);
  HFILTER_LATE(SPF_dns_rr_free);
  HFILTER_LATE(SPF_dns_rr_new_init);
  HFILTER_LATE(SPF_record_compile);
  HFILTER_LATE(SPF_request_free);
  HFILTER_LATE(SPF_request_new);
  HFILTER_LATE(SPF_request_query_fallback);
  HFILTER_LATE(SPF_request_set_env_from);
  HFILTER_LATE(SPF_request_set_helo_dom);
  HFILTER_LATE(SPF_request_set_ipv4_str);
  HFILTER_LATE(SPF_request_set_ipv6_str);
  HFILTER_LATE(SPF_response_free);
  HFILTER_LATE(SPF_response_reason);
  HFILTER_LATE(SPF_response_result);
  HFILTER_LATE(SPF_server_free);
  HFILTER_LATE(SPF_server_new_dns);
  HFILTER_LATE(SPF_server_set_explanation);
  HFILTER_LATE(SPF_server_set_max_dns_mech);
  HFILTER_LATE(SPF_server_set_max_dns_mx);
};

/// Returns the library. Check that it is loaded before you call it.
const Spf2& spf() {
  static const Spf2 library;
  return library;
}

struct Deleter {
  void operator()(SPF_server_t* server) const { spf().SPF_server_free(server); }
  void operator()(SPF_request_t* request) const { spf().SPF_request_free(request); }
  void operator()(SPF_response_t* response) const { spf().SPF_response_free(response); }
  void operator()(SPF_dns_rr_t* rr) const { spf().SPF_dns_rr_free(rr); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

std::string_view take_line(std::string_view* text, char end = '\n') {
  const size_t stop = text->find(end);
  const std::string_view line = text->substr(0, stop);
  text->remove_prefix(stop == std::string_view::npos ? text->size() : stop + 1);
  return line;
}

/// The result of an evaluation; empty if it was stopped for a reason that the parent knows.
struct Outcome {
  const char* result = "";
  std::string visit;
  int piece = -1;
  int directive = 0;
};

/// One evaluation; the library calls back through the layer's hook.
class Session {
 public:
  Session(std::string_view client, const ContainedJob::Ask& ask) : client_(client), ask_(ask) {
    layer_.lookup = lookup;
    layer_.get_spf = get_spf;
    layer_.name = "hfilter";
    layer_.hook = this;
    server_.reset(spf().SPF_server_new_dns(&layer_, 0));
    spf().SPF_server_set_max_dns_mech(server_.get(), kNoLookupLimit);
    spf().SPF_server_set_max_dns_mx(server_.get(), kNoLookupLimit);
    SPF_response_t* errors = nullptr;  // libspf2's default explanation has macros
    spf().SPF_server_set_explanation(server_.get(), "-", &errors);
    Owned<SPF_response_t> freed(errors);
  }

  Outcome evaluate(std::string record);

 private:
  Outcome evaluate_pieces(std::string_view visit, std::string_view* pieces);
  SPF_result_t match(const std::string& directives, bool* matched);
  int matching_directive(std::string_view directives);

  static SPF_dns_rr_t* lookup(SPF_dns_server_t* layer, const char* name, ns_type type, int);
  static SPF_errcode_t get_spf(SPF_server_t* server, SPF_request_t* request, SPF_response_t* response,
                               SPF_record_t** record);

  std::string client_;
  const ContainedJob::Ask& ask_;
  SPF_dns_server_t layer_{};
  Owned<SPF_server_t> server_;
  bool stopped_ = false;
};

const char* result_word(SPF_result_t result) {
  switch (result) {
    case SPF_RESULT_PASS:
      return "pass";
    case SPF_RESULT_FAIL:
      return "fail";
    case SPF_RESULT_SOFTFAIL:
      return "softfail";
    case SPF_RESULT_NEUTRAL:
      return "neutral";
    default:
      return "";
  }
}

/// Evaluates directives such as "+a:x1.hf/24". `matched` is false if none matched.
SPF_result_t Session::match(const std::string& directives, bool* matched) {
  Owned<SPF_request_t> request(spf().SPF_request_new(server_.get()));
  if (client_.find(':') == std::string::npos) {
    spf().SPF_request_set_ipv4_str(request.get(), client_.c_str());
  } else {
    spf().SPF_request_set_ipv6_str(request.get(), client_.c_str());
  }
  spf().SPF_request_set_helo_dom(request.get(), "x.hf");
  spf().SPF_request_set_env_from(request.get(), "u@x.hf");
  SPF_response_t* raw = nullptr;
  const SPF_errcode_t error = spf().SPF_request_query_fallback(request.get(), &raw, ("v=spf1 " + directives).c_str());
  Owned<SPF_response_t> response(raw);
  if (error != SPF_E_SUCCESS || !response) stopped_ = true;
  if (stopped_) return SPF_RESULT_INVALID;
  *matched = spf().SPF_response_reason(response.get()) != SPF_REASON_DEFAULT;
  return spf().SPF_response_result(response.get());
}

/// Returns the index of the matching directive in a piece of a record.
int Session::matching_directive(std::string_view directives) {
  for (int index = 0; !directives.empty(); ++index) {
    bool matched = false;
    match(std::string(take_line(&directives, '\t')), &matched);
    if (matched || stopped_) return index;
  }
  return 0;
}

Outcome Session::evaluate_pieces(std::string_view visit, std::string_view* pieces) {
  Outcome outcome;
  outcome.visit = visit;
  for (int index = 0; !pieces->empty() && pieces->substr(0, 9) != "redirect="; ++index) {
    const std::string_view piece = take_line(pieces);
    std::string directives(piece);
    for (char& c : directives) c = c == '\t' ? ' ' : c;
    bool matched = false;
    const SPF_result_t result = match(directives, &matched);
    if (stopped_) return outcome;
    if (!matched) continue;
    outcome.result = result_word(result);
    outcome.piece = index;
    outcome.directive = piece.find('\t') == std::string_view::npos ? 0 : matching_directive(piece);
    return outcome;
  }
  outcome.result = "neutral";
  return outcome;
}

/// Evaluates a record and its redirects.
Outcome Session::evaluate(std::string record) {
  for (;;) {
    std::string_view rest = record;
    std::string_view visit = take_line(&rest);
    if (visit.empty() || visit[0] != '#') break;  // the parent answered kSpfStop: no further record
    visit.remove_prefix(1);
    Outcome outcome = evaluate_pieces(visit, &rest);
    if (stopped_ || outcome.piece >= 0 || rest.empty()) return outcome;
    rest.remove_prefix(9);
    record = ask_("record " + std::string(take_line(&rest)));
  }
  stopped_ = true;
  return {};
}

/// Evaluates an include here, so that the library does not recurse, and gives it a record with the same result.
SPF_errcode_t Session::get_spf(SPF_server_t* server, SPF_request_t* request, SPF_response_t* response,
                               SPF_record_t** record) {
  auto& session = *static_cast<Session*>(server->resolver->hook);
  *record = nullptr;
  const std::string token = request->cur_dom;
  const Outcome outcome = session.evaluate(session.ask_("record " + token));
  if (session.stopped_) return SPF_E_DNS_ERROR;
  const bool pass = strcmp(outcome.result, "pass") == 0;
  return spf().SPF_record_compile(server, response, record, pass ? "v=spf1 +all" : "v=spf1 ?all");
}

template <class Address>
bool add_address(SPF_dns_rr_t* rr, int family, const std::string& text, Address SPF_dns_rr_data_t::*member) {
  Address address;
  if (inet_pton(family, text.c_str(), &address) != 1) return false;
  if (spf().SPF_dns_rr_buf_realloc(rr, rr->num_rr, sizeof address) != SPF_E_SUCCESS) return false;
  rr->rr[rr->num_rr]->*member = address;
  ++rr->num_rr;
  return true;
}

void add_host(SPF_dns_rr_t* rr, const std::string& host) {
  if (spf().SPF_dns_rr_buf_realloc(rr, rr->num_rr, host.size() + 1) != SPF_E_SUCCESS) return;
  memcpy(rr->rr[rr->num_rr]->mx, host.c_str(), host.size() + 1);
  ++rr->num_rr;
}

SPF_dns_rr_t* Session::lookup(SPF_dns_server_t* layer, const char* name, ns_type type, int) {
  auto& session = *static_cast<Session*>(layer->hook);
  const char* kind = type == ns_t_a ? "A" : type == ns_t_aaaa ? "AAAA" : type == ns_t_mx ? "MX" : "?";
  std::string reply(kSpfStop);
  if (!session.stopped_) reply = session.ask_(std::string(kind) + " " + name);
  if (reply == kSpfStop) session.stopped_ = true;
  const int status = session.stopped_ ? TRY_AGAIN : reply.empty() ? HOST_NOT_FOUND : NETDB_SUCCESS;
  SPF_dns_rr_t* rr = spf().SPF_dns_rr_new_init(layer, name, type, 0, status);
  if (session.stopped_) return rr;
  for (std::string_view rest = reply; !rest.empty();) {
    const std::string line(take_line(&rest));
    if (type == ns_t_a) add_address(rr, AF_INET, line, &SPF_dns_rr_data_t::a);
    if (type == ns_t_aaaa) add_address(rr, AF_INET6, line, &SPF_dns_rr_data_t::aaaa);
    if (type == ns_t_mx) add_host(rr, line);
  }
  return rr;
}

}  // namespace

std::string spf_library_problem() { return spf().problem(); }

std::string evaluate_with_libspf2(std::string_view request, const ContainedJob::Ask& ask) {
  if (!spf()) return "";
  const std::string_view client = take_line(&request);
  Session session(client, ask);
  const Outcome outcome = session.evaluate(std::string(request));
  return std::string(outcome.result) + " " + outcome.visit + " " + std::to_string(outcome.piece) + " " +
         std::to_string(outcome.directive);
}

ContainedJob libspf2_job() { return {"SPF", nullptr, evaluate_with_libspf2}; }

Result<std::string> Libspf2Engine::evaluate(std::string_view request,
                                            const std::function<std::string(std::string_view)>& answer) {
  // The library is loaded before the child, which cannot open files, starts.
  if (!spf()) return failure(ErrorKind::kIo, spf().missing_library_text());
  return child_.converse(request, kMaxAnswerBytes, kChildTimeoutMs, answer);
}

}  // namespace hfilter
