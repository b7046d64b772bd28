// SPDX-License-Identifier: BSD-2-Clause
#include "spf/spf_check.h"

#include <optional>
#include <utility>
#include <vector>

#include "address/hostname.h"
#include "base/limits.h"
#include "spf/spf_canonical.h"
#include "spf/spf_domain.h"
#include "spf/spf_names.h"
#include "spf/spf_record.h"

namespace hfilter {
namespace {

/// A record in evaluation. A record that is included twice has two visits.
struct Visit {
  std::string domain;
  SpfRecord record;
  std::vector<std::vector<size_t>> pieces;  // the pieces of the evaluation, each with indexes into record.terms
};

/// The meaning of a name in canonical text: the name of a term, of a redirect, or of one MX host.
struct Token {
  enum class Kind { kTerm, kRedirect, kMxHost };
  Kind kind = Kind::kTerm;
  size_t visit = 0;
  size_t term = 0;
  std::string host;
  bool counted = false;
};

class Evaluation {
 public:
  Evaluation(const SpfQuery& query, DnsProbe& dns, SpfEngine& engine)
      : query_(query), dns_(dns), engine_(engine), names_(query, dns) {}

  SpfReport run();

 private:
  std::string answer(std::string_view question);
  std::string answer_record(Token& token);
  std::string answer_hosts(Token& token);
  std::string answer_addresses(Token& token, DnsType type);
  std::string answer_ptr(const Token& token);
  std::string visit(std::string domain, const std::string& text);
  void add_piece(Visit& visit, size_t index, std::string* out);
  std::string add_token(Token token);
  Token* find_token(std::string_view name);
  bool count(Token& token);
  std::string count_void_lookup(const Token& token, const DnsAnswer& answer);
  std::string stop(SpfResult result, std::string problem);
  std::string stop_engine(std::string problem);
  std::string stop_with_temperror(const DnsAnswer& answer);
  void conclude(const Result<std::string>& engine_answer);
  void explain(size_t visit);

  const SpfTerm& term_of(const Token& token) const { return visits_[token.visit].record.terms[token.term]; }
  const std::string& spec_of(const Token& token) const {
    return token.kind == Token::Kind::kRedirect ? *visits_[token.visit].record.redirect : term_of(token).domain;
  }
  std::string name_of(const Token& token) { return names_.expand(spec_of(token), visits_[token.visit].domain); }
  DnsType address_type() const { return query_.client.is_v4() ? DnsType::kA : DnsType::kAaaa; }

  const SpfQuery& query_;
  DnsProbe& dns_;
  SpfEngine& engine_;
  SpfReport report_;
  SpfNames names_;
  std::vector<Visit> visits_;
  std::vector<Token> tokens_;
  std::optional<SpfResult> stopped_;  // the result if this half decided: a limit, a DNS failure, a broken record
};

SpfReport Evaluation::run() {
  report_.domain = query_.domain;
  if (query_.client.is_loopback()) {  // a loopback client is never a stranger; libspf2 also returns pass
    report_.result = SpfResult::kPass;
    report_.problem = "the client is this host itself";
    return report_;
  }
  if (!is_checkable_domain(query_.domain)) {
    report_.problem = "not a name that can have an SPF record";
    return report_;
  }
  const DnsAnswer txt = dns_.ask({query_.domain, DnsType::kTxt}, query_.party);
  const SelectedSpfRecord selected = select_spf_record(txt);
  std::string record;
  if (!selected.text) {
    stop(selected.result, selected.problem);
    report_.temperror_reason = txt.unknown().reason;
  } else {
    record = visit(query_.domain, *selected.text);
  }
  if (stopped_) {
    report_.result = *stopped_;
    return report_;
  }
  const std::string request = canonical_address(query_.client, query_.client.is_v4()) + "\n" + record;
  conclude(engine_.evaluate(request, [this](std::string_view question) { return answer(question); }));
  return std::move(report_);
}

/// Parses a record and returns its canonical form. Stops the evaluation if the record is broken.
std::string Evaluation::visit(std::string domain, const std::string& text) {
  report_.records.push_back({domain, text});
  Result<SpfRecord> parsed = parse_spf_record(text);
  if (!parsed) return stop(SpfResult::kPermerror, parsed.error().text + " of " + domain);
  const size_t number = visits_.size();
  visits_.push_back({std::move(domain), std::move(*parsed), {}});
  Visit& visit = visits_.back();
  std::string out = "#" + std::to_string(number) + "\n";
  for (size_t i = 0; i < visit.record.terms.size(); ++i) {
    add_piece(visit, i, &out);
    if (visit.record.terms[i].mechanism == SpfMechanism::kAll) break;  // terms after `all` are never reached
  }
  if (visit.record.redirect) {
    Token token;
    token.kind = Token::Kind::kRedirect;
    token.visit = number;
    out += "redirect=" + add_token(std::move(token)) + "\n";
  }
  return out;
}

/// Adds a directive. Directives without DNS share a piece. Any other has its own piece, which shows that it matched.
void Evaluation::add_piece(Visit& visit, size_t index, std::string* out) {
  const SpfTerm& term = visit.record.terms[index];
  std::string token;
  if (term.needs_dns()) {
    Token named;
    named.visit = static_cast<size_t>(&visit - visits_.data());
    named.term = index;
    token = add_token(std::move(named));
  }
  const bool joins = !term.needs_dns() && !visit.pieces.empty() && visit.pieces.back().size() < kSpfTermsInPiece &&
                     !visit.record.terms[visit.pieces.back().back()].needs_dns();
  if (joins) {
    out->back() = '\t';
  } else {
    visit.pieces.emplace_back();
  }
  visit.pieces.back().push_back(index);
  *out += canonical_directive(term, token) + "\n";
}

std::string Evaluation::add_token(Token token) {
  tokens_.push_back(std::move(token));
  return spf_token_name(tokens_.size() - 1);
}

Token* Evaluation::find_token(std::string_view name) {
  const std::optional<size_t> number = spf_token_number(name);
  return number && *number < tokens_.size() ? &tokens_[*number] : nullptr;
}

std::string Evaluation::stop(SpfResult result, std::string problem) {
  if (!stopped_) {
    stopped_ = result;
    report_.problem = std::move(problem);
  }
  return std::string(kSpfStop);
}

std::string Evaluation::stop_engine(std::string problem) {
  report_.temperror_reason = UnknownReason::kProbe;
  return stop(SpfResult::kTemperror, std::move(problem));
}

std::string Evaluation::stop_with_temperror(const DnsAnswer& answer) {
  report_.temperror_reason = answer.unknown().reason;
  return stop(SpfResult::kTemperror, answer.why);
}

/// Answers a question of the engine. Hostile input may control the engine, so an unexpected question ends the
/// evaluation.
std::string Evaluation::answer(std::string_view question) {
  if (stopped_) return std::string(kSpfStop);
  const size_t blank = question.find(' ');
  const std::string_view kind = question.substr(0, blank);
  Token* token = blank == std::string_view::npos ? nullptr : find_token(question.substr(blank + 1));
  if (token != nullptr) {
    if (kind == "record") return answer_record(*token);
    if (kind == "MX") return answer_hosts(*token);
    if (kind == "A") return answer_addresses(*token, DnsType::kA);
    if (kind == "AAAA") return answer_addresses(*token, DnsType::kAaaa);
  }
  return stop_engine("the SPF engine asked for something unexpected");
}

/// Counts the term of a token once, against the limit of RFC 7208 4.6.4. Returns false beyond the limit.
bool Evaluation::count(Token& token) {
  if (token.counted) return true;
  token.counted = true;
  if (report_.lookups == kMaxSpfLookups) {
    stop(SpfResult::kPermerror, "the record has more than 10 terms that ask DNS");
    return false;
  }
  ++report_.lookups;
  return true;
}

/// Counts a void lookup of this term (RFC 7208 4.6.4). An existing name without AAAA is not counted, although the RFC
/// says SHOULD: otherwise a domain whose hosts have only IPv4 would get permerror for every IPv6 client.
std::string Evaluation::count_void_lookup(const Token& token, const DnsAnswer& answer) {
  const bool only_no_ip6 = answer.status == DnsStatus::kNoData && !query_.client.is_v4() &&
                           token.kind == Token::Kind::kTerm && term_of(token).mechanism == SpfMechanism::kA;
  if (only_no_ip6 || token.kind == Token::Kind::kMxHost) return {};
  if (++report_.voids > kMaxSpfVoidLookups) {
    return stop(SpfResult::kPermerror, "the record has more than 2 terms for which DNS has no answer");
  }
  return {};
}

std::string Evaluation::answer_record(Token& token) {
  if (token.kind == Token::Kind::kMxHost ||
      (token.kind == Token::Kind::kTerm && term_of(token).mechanism != SpfMechanism::kInclude)) {
    return stop_engine("the SPF engine asked for something unexpected");
  }
  if (!count(token)) return std::string(kSpfStop);
  const std::string domain = name_of(token);
  if (stopped_) return std::string(kSpfStop);
  if (!is_dns_name(domain)) {
    return stop(SpfResult::kPermerror, "\"" + domain + "\" is not a name that can have an SPF record");
  }
  const DnsAnswer answer = dns_.ask({domain, DnsType::kTxt}, query_.party);
  SelectedSpfRecord selected = select_spf_record(answer);
  if (selected.text) return visit(domain, *selected.text);
  if (selected.result == SpfResult::kTemperror) return stop_with_temperror(answer);
  return stop(SpfResult::kPermerror, selected.problem + ": " + domain);  // none is also an error here (RFC 7208 5.2)
}

std::string Evaluation::answer_hosts(Token& token) {
  if (token.kind != Token::Kind::kTerm || term_of(token).mechanism != SpfMechanism::kMx) {
    return stop_engine("the SPF engine asked for something unexpected");
  }
  if (!count(token)) return std::string(kSpfStop);
  const std::string domain = name_of(token);
  if (stopped_) return std::string(kSpfStop);
  if (!is_dns_name(domain)) return {};
  const DnsAnswer answer = dns_.ask({domain, DnsType::kMx}, query_.party);
  if (answer.does_not_exist()) return count_void_lookup(token, answer);
  if (!answer.found()) return stop_with_temperror(answer);
  if (answer.texts.size() > kMaxSpfMxHosts) {
    return stop(SpfResult::kPermerror, domain + " has more than 10 MX hosts");
  }
  Token host;
  host.kind = Token::Kind::kMxHost;
  host.visit = token.visit;
  host.term = token.term;
  std::string out;
  std::vector<DnsQuestion> questions;
  for (const std::string& name : answer.texts) {
    host.host = name;
    if (is_dns_name(name)) questions.push_back({name, address_type()});
    out += add_token(host) + "\n";
  }
  if (questions.size() > 1) dns_.prefetch(questions, query_.party);
  return out;
}

std::string Evaluation::answer_addresses(Token& token, DnsType type) {
  const bool host = token.kind == Token::Kind::kMxHost;
  const SpfMechanism mechanism = term_of(token).mechanism;
  const bool exists = mechanism == SpfMechanism::kExists;
  const bool known = host || exists || mechanism == SpfMechanism::kA || mechanism == SpfMechanism::kPtr;
  if (token.kind == Token::Kind::kRedirect || !known || type != (exists ? DnsType::kA : address_type())) {
    return stop_engine("the SPF engine asked for something unexpected");
  }
  if (!host && !count(token)) return std::string(kSpfStop);
  if (mechanism == SpfMechanism::kPtr) return answer_ptr(token);

  const std::string name = host ? token.host : name_of(token);
  if (stopped_) return std::string(kSpfStop);
  if (!is_dns_name(name)) return {};
  const DnsAnswer answer = dns_.ask({name, type}, query_.party);
  if (answer.does_not_exist()) return count_void_lookup(token, answer);
  if (!answer.found()) return stop_with_temperror(answer);
  if (exists) return "127.0.0.2\n";
  const SpfTerm& term = term_of(token);
  const bool any = (query_.client.is_v4() ? term.prefix4 : term.prefix6) == 0;
  std::string out;
  for (const IpAddress& found : answer.addresses) {
    const IpAddress& address = any ? query_.client : found;
    out += canonical_address(address, type == DnsType::kA) + "\n";
    if (any) break;
  }
  return out;
}

/// Returns the client's own address if one of its confirmed names is the domain or below it. A DNS failure is no match
/// (RFC 7208 5.5).
std::string Evaluation::answer_ptr(const Token& token) {
  const std::string domain = name_of(token);
  if (names_.has_no_reverse()) {
    DnsAnswer none;
    none.status = DnsStatus::kNoData;
    return count_void_lookup(token, none);
  }
  return names_.is_confirmed(domain) ? canonical_address(query_.client, query_.client.is_v4()) : std::string();
}

std::optional<SpfResult> result_named(std::string_view name) {
  for (const SpfResult result : {SpfResult::kNeutral, SpfResult::kPass, SpfResult::kFail, SpfResult::kSoftfail}) {
    if (name == spf_result_name(result)) return result;
  }
  return std::nullopt;
}

/// The final answer of the engine, which may be invalid.
struct EngineAnswer {
  SpfResult result;
  size_t visit;
  int piece;
  size_t directive;
};

std::optional<EngineAnswer> parse_engine_answer(const std::string& text) {
  char name[16];
  unsigned visit = 0, directive = 0;
  int piece = 0, end = 0;
  if (sscanf(text.c_str(), "%15[a-z] %9u %9d %9u%n", name, &visit, &piece, &directive, &end) != 4) return std::nullopt;
  const auto result = result_named(name);
  if (!result || static_cast<size_t>(end) != text.size()) return std::nullopt;
  return EngineAnswer{*result, visit, piece, directive};
}

void Evaluation::conclude(const Result<std::string>& engine_answer) {
  if (!stopped_ && !engine_answer) stop_engine(engine_answer.error().text);
  if (!stopped_) {
    const auto parsed = parse_engine_answer(*engine_answer);
    const bool sane = parsed && parsed->visit < visits_.size();
    if (sane && parsed->piece < 0 && parsed->result == SpfResult::kNeutral) {
      report_.result = SpfResult::kNeutral;
      report_.problem = "no term matches";
      return;
    }
    if (sane && parsed->piece >= 0) {
      const Visit& visit = visits_[parsed->visit];
      const auto piece = static_cast<size_t>(parsed->piece);
      if (piece < visit.pieces.size() && parsed->directive < visit.pieces[piece].size()) {
        report_.result = parsed->result;
        report_.mechanism = visit.record.terms[visit.pieces[piece][parsed->directive]].text;
        if (report_.result == SpfResult::kFail) explain(parsed->visit);
        return;
      }
    }
    stop_engine("the answer of the SPF engine makes no sense");
  }
  report_.result = *stopped_;
}

/// Sets the explanation: that of exp= in the record that failed the client (RFC 7208 6.2).
void Evaluation::explain(size_t visit) {
  report_.explanation = query_.default_explanation.substr(0, kMaxSpfExplanationBytes);
  const Visit& failed = visits_[visit];
  if (!failed.record.explain) return;
  if (auto text = names_.explanation(*failed.record.explain, failed.domain)) report_.explanation = std::move(*text);
}

}  // namespace

SpfReport SpfChecker::check(const SpfQuery& query) { return Evaluation(query, dns_, engine_).run(); }

}  // namespace hfilter
