// SPDX-License-Identifier: BSD-2-Clause
#include "facts/spf_check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "base/hostname.h"
#include "base/limits.h"
#include "base/text.h"
#include "facts/reverse_dns.h"
#include "facts/spf_macro.h"
#include "facts/spf_record.h"

namespace hfilter {
namespace {

// ---- the canonical form ----

/// All eight groups, so that nothing depends on how the engine reads short forms.
std::string full_ip6(const std::array<uint8_t, 16>& bytes) {
  std::string out;
  for (size_t i = 0; i < 16; i += 2) {
    char group[8];
    snprintf(group, sizeof group, "%s%x", i == 0 ? "" : ":", bytes[i] << 8 | bytes[i + 1]);
    out += group;
  }
  return out;
}

/// ip4 and ip6. libspf2 refuses /0, which is the two halves.
std::string canonical_network(const SpfTerm& term) {
  const std::string head(1, term.qualifier);
  if (term.mechanism == SpfMechanism::kIp4) {
    if (term.prefix4 == 0) return head + "ip4:0.0.0.0/1 " + head + "ip4:128.0.0.0/1";
    return head + "ip4:" + term.network.to_string() + "/" + std::to_string(term.prefix4);
  }
  if (term.prefix6 == 0) return head + "ip6:::/1 " + head + "ip6:8000::/1";
  return head + "ip6:" + full_ip6(term.network.bytes()) + "/" + std::to_string(term.prefix6);
}

/// A directive with its name as `token`. A prefix of 0 is left out: its token stands for the client's own address as
/// soon as there is any. `ptr` becomes an `a` whose token stands for the client's address if the name is confirmed.
std::string canonical_directive(const SpfTerm& term, std::string_view token) {
  const std::string head(1, term.qualifier);
  const std::string name(token);
  switch (term.mechanism) {
    case SpfMechanism::kAll:
      return head + "all";
    case SpfMechanism::kInclude:
      return head + "include:" + name;
    case SpfMechanism::kExists:
      return head + "exists:" + name;
    case SpfMechanism::kPtr:
      return head + "a:" + name;
    case SpfMechanism::kA:
    case SpfMechanism::kMx: {
      std::string out = head + (term.mechanism == SpfMechanism::kA ? "a:" : "mx:") + name;
      if (term.prefix4 != 0) out += "/" + std::to_string(term.prefix4);
      if (term.prefix6 != 0) out += "//" + std::to_string(term.prefix6);
      return out;
    }
    default:
      return canonical_network(term);
  }
}

/// The first token of RFC 7208 4.5: one record, or why there is none.
struct Selected {
  std::optional<std::string> text;
  SpfResult result = SpfResult::kNone;  // without a text
  std::string problem;
};

Selected select_record(const DnsAnswer& answer) {
  Selected selected;
  if (!answer.found() && !answer.nothing()) {
    selected.result = SpfResult::kTemperror;
    selected.problem = answer.why;
    return selected;
  }
  selected.problem = answer.status == DnsStatus::kNxDomain ? "no such domain" : "no SPF record";
  for (const std::string& text : answer.texts) {
    if (!is_spf_record(text)) continue;
    if (selected.text) {
      selected.text.reset();
      selected.result = SpfResult::kPermerror;
      selected.problem = "more than one SPF record";
      return selected;
    }
    selected.text = text;
  }
  return selected;
}

// ---- the evaluation ----

/// A record in evaluation. The same record included twice is two visits.
struct Visit {
  std::string domain;
  SpfRecord record;
  std::vector<std::vector<size_t>> pieces;  // indexes into record.terms
};

/// What a name of the canonical form stands for: the name of a term, of a redirect, or of one MX host.
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
  Evaluation(const SpfQuery& query, DnsProbe& dns, SpfEngine& engine) : query_(query), dns_(dns), engine_(engine) {}

  SpfReport run();

 private:
  std::string answer(std::string_view question);
  std::string answer_record(Token& token);
  std::string answer_hosts(Token& token);
  std::string answer_addresses(Token& token, DnsType type);
  std::string answer_ptr(const Token& token);
  std::string visit(std::string domain, const std::string& text);
  void add_piece(Visit& visit, size_t index, std::string& out);
  std::string add_token(Token token);
  Token* find_token(std::string_view name);
  bool count(Token& token);
  std::string nothing(const Token& token, const DnsAnswer& answer);
  std::string stop(SpfResult result, std::string problem);
  std::string stop_engine(std::string problem);
  std::string failed(const DnsAnswer& answer);
  void conclude(const Result<std::string>& said);
  void explain(size_t visit);

  const SpfTerm& term_of(const Token& token) const { return visits_[token.visit].record.terms[token.term]; }
  const std::string& spec_of(const Token& token) const {
    return token.kind == Token::Kind::kRedirect ? *visits_[token.visit].record.redirect : term_of(token).domain;
  }
  std::string name_of(const Token& token);
  SpfMacroValues macro_values(size_t visit);
  std::string validated_name(const std::string& domain);
  const ReverseDns& reverse();
  DnsType address_type() const { return query_.client.is_v4() ? DnsType::kA : DnsType::kAaaa; }

  const SpfQuery& query_;
  DnsProbe& dns_;
  SpfEngine& engine_;
  SpfReport report_;
  std::vector<Visit> visits_;
  std::vector<Token> tokens_;
  std::optional<ReverseDns> reverse_;
  std::optional<SpfResult> stopped_;  // decided on this side: a limit, DNS trouble, a broken record
};

SpfReport Evaluation::run() {
  report_.domain = query_.domain;
  if (query_.client.is_loopback()) {  // never a stranger; libspf2 knows no other answer, either
    report_.result = SpfResult::kPass;
    report_.problem = "the client is this host itself";
    return report_;
  }
  if (!is_checkable_domain(query_.domain)) {
    report_.problem = "no domain that could have a record";
    return report_;
  }
  const DnsAnswer txt = dns_.ask({query_.domain, DnsType::kTxt});
  const Selected selected = select_record(txt);
  std::string record;
  if (!selected.text) {
    stop(selected.result, selected.problem);
    report_.trouble = txt.unknown().reason;
  } else {
    record = visit(query_.domain, *selected.text);
  }
  if (stopped_) {
    report_.result = *stopped_;
    return report_;
  }
  const std::string address = query_.client.is_v4() ? query_.client.to_string() : full_ip6(query_.client.bytes());
  conclude(engine_.evaluate(address + "\n" + record, [this](std::string_view question) { return answer(question); }));
  return std::move(report_);
}

/// Reads a record and gives its canonical form; stops the evaluation if it is broken.
std::string Evaluation::visit(std::string domain, const std::string& text) {
  report_.records.push_back({domain, text});
  Result<SpfRecord> parsed = parse_spf_record(text);
  if (!parsed) return stop(SpfResult::kPermerror, parsed.error().text + " of " + domain);
  const size_t number = visits_.size();
  visits_.push_back({std::move(domain), std::move(*parsed), {}});
  Visit& visit = visits_.back();
  std::string out = "#" + std::to_string(number) + "\n";
  for (size_t i = 0; i < visit.record.terms.size(); ++i) {
    add_piece(visit, i, out);
    if (visit.record.terms[i].mechanism == SpfMechanism::kAll) break;  // what follows is never reached
  }
  if (visit.record.redirect) {
    Token token;
    token.kind = Token::Kind::kRedirect;
    token.visit = number;
    out += "redirect=" + add_token(std::move(token)) + "\n";
  }
  return out;
}

/// Terms that need no DNS share a piece; the others stand alone, so that it is known which one matched.
void Evaluation::add_piece(Visit& visit, size_t index, std::string& out) {
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
    out.back() = '\t';
  } else {
    visit.pieces.emplace_back();
  }
  visit.pieces.back().push_back(index);
  out += canonical_directive(term, token) + "\n";
}

std::string Evaluation::add_token(Token token) {
  tokens_.push_back(std::move(token));
  return "x" + std::to_string(tokens_.size() - 1) + ".hf";
}

Token* Evaluation::find_token(std::string_view name) {
  if (name.size() < 5 || name.size() > 12 || name[0] != 'x' || name.substr(name.size() - 3) != ".hf") return nullptr;
  size_t number = 0;
  for (const char c : name.substr(1, name.size() - 4)) {
    if (!is_digit(c)) return nullptr;
    number = number * 10 + static_cast<size_t>(c - '0');
  }
  return number < tokens_.size() ? &tokens_[number] : nullptr;
}

std::string Evaluation::stop(SpfResult result, std::string problem) {
  if (!stopped_) {
    stopped_ = result;
    report_.problem = std::move(problem);
  }
  return std::string(kSpfStop);
}

std::string Evaluation::stop_engine(std::string problem) {
  report_.trouble = UnknownReason::kProbe;
  return stop(SpfResult::kTemperror, std::move(problem));
}

std::string Evaluation::failed(const DnsAnswer& answer) {
  report_.trouble = answer.unknown().reason;
  return stop(SpfResult::kTemperror, answer.why);
}

/// One question of the engine. It may have been taken over by hostile input: a question that it cannot have ends it.
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

/// Counts the term of a token, once, against the limit of RFC 7208 4.6.4. False: that was one too many.
bool Evaluation::count(Token& token) {
  if (token.counted) return true;
  token.counted = true;
  if (report_.lookups == kMaxSpfLookups) {
    stop(SpfResult::kPermerror, "more than 10 terms that ask DNS");
    return false;
  }
  ++report_.lookups;
  return true;
}

/// DNS has nothing for this term. A name that exists and only has no AAAA is not counted: else a domain whose hosts are
/// IPv4 only would be in error for every IPv6 client (4.6.4 says SHOULD, and speaks of terms).
std::string Evaluation::nothing(const Token& token, const DnsAnswer& answer) {
  const bool only_no_ip6 = answer.status == DnsStatus::kNoData && !query_.client.is_v4() &&
                           token.kind == Token::Kind::kTerm && term_of(token).mechanism == SpfMechanism::kA;
  if (only_no_ip6 || token.kind == Token::Kind::kMxHost) return {};
  if (++report_.voids > kMaxSpfVoidLookups) {
    return stop(SpfResult::kPermerror, "more than 2 terms for which DNS has nothing");
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
  if (!is_dns_name(domain)) return stop(SpfResult::kPermerror, "no SPF record can be at \"" + domain + "\"");
  const DnsAnswer answer = dns_.ask({domain, DnsType::kTxt});
  Selected selected = select_record(answer);
  if (selected.text) return visit(domain, *selected.text);
  if (selected.result == SpfResult::kTemperror) return failed(answer);
  return stop(SpfResult::kPermerror, selected.problem + ": " + domain);  // also none (RFC 7208 5.2, 6.1)
}

std::string Evaluation::answer_hosts(Token& token) {
  if (token.kind != Token::Kind::kTerm || term_of(token).mechanism != SpfMechanism::kMx) {
    return stop_engine("the SPF engine asked for something unexpected");
  }
  if (!count(token)) return std::string(kSpfStop);
  const std::string domain = name_of(token);
  if (stopped_) return std::string(kSpfStop);
  if (!is_dns_name(domain)) return {};
  const DnsAnswer answer = dns_.ask({domain, DnsType::kMx});
  if (answer.nothing()) return nothing(token, answer);
  if (!answer.found()) return failed(answer);
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
  if (questions.size() > 1) dns_.prefetch(questions);
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
  const DnsAnswer answer = dns_.ask({name, type});
  if (answer.nothing()) return nothing(token, answer);
  if (!answer.found()) return failed(answer);
  if (exists) return "127.0.0.2\n";
  const SpfTerm& term = term_of(token);
  const bool any = (query_.client.is_v4() ? term.prefix4 : term.prefix6) == 0;
  std::string out;
  for (const IpAddress& found : answer.addresses) {
    const IpAddress& address = any ? query_.client : found;
    out += (type == DnsType::kA ? address.to_string() : full_ip6(address.bytes())) + "\n";
    if (any) break;
  }
  return out;
}

/// The client's own address if one of its confirmed names is the domain or below it. Trouble is no match (RFC
/// 7208 5.5).
std::string Evaluation::answer_ptr(const Token& token) {
  const std::string domain = lower(name_of(token));
  if (reverse().state == ReverseState::kMissing) {
    DnsAnswer none;
    none.status = DnsStatus::kNoData;
    return nothing(token, none);
  }
  for (const std::string& name : reverse().verified) {
    if (!is_at_or_below(lower(name), domain)) continue;
    return query_.client.is_v4() ? query_.client.to_string() : full_ip6(query_.client.bytes());
  }
  return {};
}

// ---- names ----

const ReverseDns& Evaluation::reverse() {
  if (!reverse_) reverse_ = look_up_reverse(query_.client, dns_);
  return *reverse_;
}

/// %{p}: the domain itself, else a name below it, else any confirmed name, else "unknown" (RFC 7208 7.3).
std::string Evaluation::validated_name(const std::string& domain) {
  const std::string wanted = lower(domain);
  const std::string* best = nullptr;
  int best_rank = 0;
  for (const std::string& name : reverse().verified) {
    const std::string candidate = lower(name);
    const int rank = candidate == wanted ? 3 : is_at_or_below(candidate, wanted) ? 2 : 1;
    if (rank > best_rank) {
      best = &name;
      best_rank = rank;
    }
  }
  return best == nullptr ? "unknown" : *best;
}

SpfMacroValues Evaluation::macro_values(size_t visit) {
  SpfMacroValues values;
  values.local = query_.local;
  values.sender_domain = query_.domain;
  values.domain = visits_[visit].domain;
  values.helo = query_.helo;
  values.client = query_.client;
  values.validated_name = [this, domain = values.domain] { return validated_name(domain); };
  values.receiver = query_.receiver;
  values.now = query_.now;
  return values;
}

std::string Evaluation::name_of(const Token& token) {
  const std::string& spec = spec_of(token);
  if (spec.empty()) return visits_[token.visit].domain;
  return expand_domain_spec(spec, macro_values(token.visit));
}

// ---- the end ----

std::optional<SpfResult> result_named(std::string_view name) {
  for (const SpfResult result : {SpfResult::kNeutral, SpfResult::kPass, SpfResult::kFail, SpfResult::kSoftfail}) {
    if (name == spf_result_name(result)) return result;
  }
  return std::nullopt;
}

/// What the engine said in the end; it must make sense.
struct Said {
  SpfResult result;
  size_t visit;
  int piece;
  size_t directive;
};

std::optional<Said> parse_said(const std::string& text) {
  char name[16];
  unsigned visit = 0, directive = 0;
  int piece = 0, end = 0;
  if (sscanf(text.c_str(), "%15[a-z] %9u %9d %9u%n", name, &visit, &piece, &directive, &end) != 4) return std::nullopt;
  const auto result = result_named(name);
  if (!result || static_cast<size_t>(end) != text.size()) return std::nullopt;
  return Said{*result, visit, piece, directive};
}

void Evaluation::conclude(const Result<std::string>& said) {
  if (!stopped_ && !said) stop_engine(said.error().text);
  if (!stopped_) {
    const auto parsed = parse_said(*said);
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
    stop_engine("the SPF engine gave no answer that makes sense");
  }
  report_.result = *stopped_;
}

/// exp= of the record that said fail (RFC 7208 6.2). Whatever is wrong with it, the default stands.
void Evaluation::explain(size_t visit) {
  report_.explanation = query_.default_explanation.substr(0, kMaxSpfExplanationBytes);
  const auto& spec = visits_[visit].record.explain;
  if (!spec) return;
  const std::string name = expand_domain_spec(*spec, macro_values(visit));
  if (!is_dns_name(name)) return;
  const DnsAnswer answer = dns_.ask({name, DnsType::kTxt});
  if (!answer.found() || answer.texts.size() != 1) return;
  if (auto text = expand_explanation(answer.texts[0], macro_values(visit))) report_.explanation = std::move(*text);
}

// ---- asking ahead ----

bool contains_client(const SpfTerm& term, const IpAddress& client) {
  const bool ip4 = term.mechanism == SpfMechanism::kIp4;
  if (ip4 != client.is_v4()) return false;
  const int bits = ip4 ? 96 + term.prefix4 : term.prefix6;
  for (int bit = 0; bit < bits; bit += 8) {
    const int mask = bits - bit >= 8 ? 0xff : 0xff00 >> (bits - bit);
    const auto octet = static_cast<size_t>(bit / 8);
    if (((term.network.bytes()[octet] ^ client.bytes()[octet]) & mask) != 0) return false;
  }
  return true;
}

/// The names that evaluating a record of `domain` will ask, as far as it can be told: up to `all` or to an address that
/// matches, and none with a macro.
std::vector<DnsQuestion> names_ahead(const std::string& domain, const DnsAnswer& answer, const IpAddress& client) {
  std::vector<DnsQuestion> questions;
  const Selected selected = select_record(answer);
  if (!selected.text) return questions;
  const Result<SpfRecord> record = parse_spf_record(*selected.text);
  if (!record) return questions;
  const DnsType address = client.is_v4() ? DnsType::kA : DnsType::kAaaa;
  const auto add = [&](const std::string& spec, DnsType type) {
    std::string name = spec.empty() ? domain : expand_domain_spec(spec, SpfMacroValues());
    if (spec.find('%') == std::string::npos && is_dns_name(name)) questions.push_back({std::move(name), type});
  };
  for (const SpfTerm& term : record->terms) {
    if (term.mechanism == SpfMechanism::kAll) return questions;
    if (!term.needs_dns() && contains_client(term, client)) return questions;
    if (term.mechanism == SpfMechanism::kInclude) add(term.domain, DnsType::kTxt);
    if (term.mechanism == SpfMechanism::kMx) add(term.domain, DnsType::kMx);
    if (term.mechanism == SpfMechanism::kA) add(term.domain, address);
    if (term.mechanism == SpfMechanism::kExists) add(term.domain, DnsType::kA);
  }
  if (record->redirect) add(*record->redirect, DnsType::kTxt);
  return questions;
}

}  // namespace

SpfReport SpfChecker::check(const SpfQuery& query) { return Evaluation(query, dns_, engine_).run(); }

void prefetch_spf(std::string_view domain, const IpAddress& client, DnsProbe& dns) {
  if (!is_checkable_domain(domain)) return;
  dns.prefetch({{std::string(domain), DnsType::kTxt}}, [client](const DnsQuestion& question, const DnsAnswer& answer) {
    if (question.type == DnsType::kTxt) return names_ahead(question.name, answer, client);
    std::vector<DnsQuestion> hosts;
    if (question.type == DnsType::kMx && answer.texts.size() <= kMaxSpfMxHosts) {
      for (const std::string& host : answer.texts) {
        if (is_dns_name(host)) hosts.push_back({host, client.is_v4() ? DnsType::kA : DnsType::kAaaa});
      }
    }
    return hosts;
  });
}

}  // namespace hfilter
