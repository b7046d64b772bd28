// SPDX-License-Identifier: BSD-2-Clause
// usage: trace_check DATA UNPACKED LISTS [--list]
//
// Reads the survey of Received lines, the forged lines and the mail archives of DATA (the archives unpacked below
// UNPACKED) and compares what the trace makes of them with what is written there. What differs must stand in
// LISTS/shapes.txt or LISTS/disagreements.txt with the class of its reason, and nothing else may. Prints figures and
// `ok`, `not ok` lines;
// --list prints the disagreements in the form of the list, each with a class that is proposed.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "corpus/json.h"
#include "trace/border.h"
#include "trace/received_parser.h"
#include "trace/relay_chain.h"

using namespace hfilter;
using hfilter_test::Json;

namespace {

struct Counts {
  int passed = 0, failed = 0;
};

Counts& counts() {
  static Counts all;
  return all;
}

void result(bool good, const std::string& name) {
  std::printf("%s %s\n", good ? "ok" : "not ok", name.c_str());
  ++(good ? counts().passed : counts().failed);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void each_line(const std::string& path, const std::function<void(const Json&)>& visit) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) visit(Json::parse(line));
  }
}

/// "KEY CLASS" lines; # begins a comment.
std::map<std::string, std::string> read_list(const std::string& path) {
  std::map<std::string, std::string> list;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line.substr(0, line.find('#') == 0 ? 0 : line.size()));
    std::string key, reason;
    if (words >> key >> reason) list[key] = reason;
  }
  return list;
}

Message message_of(const std::string& text) {
  const size_t end = Message::header_end(text);
  const size_t size = end == std::string::npos ? text.size() : end;
  return Message(text.substr(0, size), std::make_unique<MemoryBody>(""));
}

std::string address(const std::optional<IpAddress>& client) { return client ? client->to_string() : ""; }

/// An address as it is written in the data, in our own form.
std::string canonical(const std::string& text) {
  const auto parsed = parse_address_literal(text);
  return parsed ? parsed->to_string() : text;
}

std::string without_angles(const std::string& text) {
  return text.size() > 1 && text.front() == '<' && text.back() == '>' ? text.substr(1, text.size() - 2) : text;
}

// ---- the survey -----------------------------------------------------------------------------------------------------

struct Field {
  const char* name;
  std::function<std::string(const ReceivedHop&)> got;
};

const std::vector<Field>& shape_fields() {
  static const std::vector<Field> fields = {
      {"ip", [](const ReceivedHop& hop) { return address(hop.client); }},
      {"helo", [](const ReceivedHop& hop) { return std::string(hop.helo.value_or("")); }},
      {"rdns", [](const ReceivedHop& hop) { return std::string(hop.rdns); }},
      {"by", [](const ReceivedHop& hop) { return std::string(hop.by); }},
      {"byip", [](const ReceivedHop& hop) { return address(hop.by_address); }},
      {"with", [](const ReceivedHop& hop) { return std::string(hop.protocol); }},
      {"id", [](const ReceivedHop& hop) { return std::string(hop.id); }},
      {"for", [](const ReceivedHop& hop) { return std::string(hop.for_recipient); }},
      {"envfrom", [](const ReceivedHop& hop) { return std::string(hop.envelope_from.value_or("")); }},
  };
  return fields;
}

void check_shapes(const std::string& data, const std::string& lists) {
  const auto exceptions = read_list(lists + "/shapes.txt");
  std::set<std::string> used;
  each_line(data + "/received/shapes.jsonl", [&](const Json& shape) {
    const std::string name = shape["shape"].text;
    const Json& want = shape["fields"];
    const ReceivedHop hop = parse_received(shape["example"].text, 1);
    std::string wrong;
    for (const Field& field : shape_fields()) {
      if (!want.has(field.name)) continue;
      const std::string expected = without_angles(canonical(want[field.name].text));
      const std::string got = canonical(field.got(hop));
      if (got == expected || (field.name == std::string("with") && equal_ignoring_case(got, expected))) continue;
      const std::string key = name + "." + field.name;
      if (exceptions.count(key)) used.insert(key);
      if (!exceptions.count(key)) wrong += std::string(" ") + field.name + ": got " + got + ", want " + expected + ";";
    }
    if (want.has("tls") && !hop.tls) wrong += " tls: got no, want yes;";
    if (want.has("auth") && hop.auth == HopAuth::kNone) wrong += " auth: got no, want yes;";
    if (!want.has("auth") && hop.auth != HopAuth::kNone &&
        want["with"].text.find_last_of("Aa") + 1 != want["with"].text.size()) {
      wrong += " auth: got yes, want no;";
    }
    result(wrong.empty(), "shape " + name + wrong);
  });
  for (const auto& [key, reason] : exceptions) result(used.count(key) > 0, "shapes.txt still needs " + key);
}

// ---- forged lines ---------------------------------------------------------------------------------------------------

bool is_bounded(const std::string& mta) {
  for (const char* name : {"Postfix", "Exim", "qmail", "Sendmail", "OpenSMTPD", "Courier", "Exchange", "Gmail"}) {
    if (mta.find(name) != std::string::npos) return true;
  }
  return false;
}

void check_attacks(const std::string& data) {
  each_line(data + "/received/attacks.jsonl", [&](const Json& attack) {
    TrustLists trust;
    for (const Json& network : attack["my_networks"].items) {
      trust.mynetworks.add_entry(*parse_list_entry(ListKind::kNetworks, network.text), "");
    }
    const Message message = message_of(attack["headers"].text + "\n");
    const RelayChain chain(message);
    const Border border = find_border(chain, trust);
    const Json& want = attack["true"];
    // Where the mail is yours (authenticated, loopback), the line itself must tell the truth.
    const ReceivedHop& hop = border.hop ? *border.hop : chain.hop(1);
    const bool stopped = border.state == BorderState::kAmbiguous || border.state == BorderState::kUnreadable;
    const bool honest = stopped && !border.client && !is_bounded(attack["mta"].text);
    const bool truth = address(hop.client) == want["ip"].text && hop.helo.value_or("") == want["helo"].text &&
                       hop.by == want["by"].text && hop.rdns == want["rdns"].text &&
                       (hop.auth != HopAuth::kNone) == !want["auth"].text.empty() && !stopped &&
                       (!border.client || border.client == hop.client);
    std::string name = "attack " + attack["name"].text;
    if (!truth && !honest) name += ": got " + address(hop.client) + " helo " + std::string(hop.helo.value_or("(none)"));
    result(truth || honest, name);
  });
}

// ---- the archives ---------------------------------------------------------------------------------------------------

struct Figures {
  int messages = 0, headers = 0, with_client = 0, unparsed = 0, ambiguous = 0, disagree = 0;
  std::map<std::string, int> classes;
};

/// The oracle writes ! for [ and ].
std::string oracle_form(std::string_view text) {
  std::string form(text);
  for (char& c : form) {
    if (c == '[' || c == ']') c = '!';
  }
  return form;
}

/// Which of client, helo, rdns differs, and the class of reason that fits; empty if they agree.
std::string difference(const ReceivedHop& hop, const Json& oracle) {
  if (oracle.type == Json::Type::kString) {
    const bool passes = hop.kind == HopKind::kLocal || hop.kind == HopKind::kQueue || hop.kind == HopKind::kLmtp ||
                        hop.kind == HopKind::kRetrieval;
    return hop.client && !passes ? "only-ours" : "";
  }
  const std::string client = oracle.items[0].text, helo = oracle.items[1].text, rdns = oracle.items[2].text;
  const std::string our_helo = oracle_form(hop.helo.value_or(""));
  if (address(hop.client) != canonical(client)) {
    if (hop.kind == HopKind::kLocal) return "local-with-address";
    if (hop.kind == HopKind::kRetrieval) return "retrieval";
    if (hop.kind == HopKind::kSmtp) return "proxied";
    return hop.why.find("words") == std::string::npos ? "lone-address" : "unknown-words";
  }
  if (!equal_ignoring_case(our_helo, helo)) {
    if (hop.writer == std::string_view("exim")) return "old-exim";
    return hop.helo ? "helo-form" : "no-helo";
  }
  if (equal_ignoring_case(oracle_form(hop.rdns), rdns)) return "";
  if (hop.rdns.empty()) return equal_ignoring_case(rdns, helo) ? "helo-is-no-rdns" : "no-name";
  return equal_ignoring_case(hop.rdns, hop.helo.value_or("")) ? "one-name" : "rdns-in-place";
}

void check_file(const std::string& unpacked, const Json& line, Figures* figures,
                std::map<std::string, std::string>* found) {
  const std::string file = line["file"].text;
  const Message message = message_of(read_file(unpacked + "/" + file));
  const RelayChain chain(message);
  ++figures->messages;
  if (chain.size() != static_cast<int>(line["hops"].items.size())) {
    (*found)[file] = "other-number-of-lines";
    return;
  }
  for (int n = 1; n <= chain.size(); ++n) {
    const ReceivedHop& hop = chain.hop(n);
    const Json& oracle = line["hops"].items[static_cast<size_t>(n - 1)];
    ++figures->headers;
    if (oracle.type == Json::Type::kArray) {
      ++figures->with_client;
      figures->unparsed += hop.kind == HopKind::kUnparsed;
      figures->ambiguous += hop.kind == HopKind::kAmbiguous;
    }
    const std::string reason = difference(hop, oracle);
    if (!reason.empty()) (*found)[file + "#" + std::to_string(n)] = reason;
  }
}

void check_archives(const std::string& data, const std::string& unpacked, const std::string& lists, bool print) {
  Figures figures;
  std::map<std::string, std::string> found;
  each_line(data + "/received/corpus-oracle.jsonl",
            [&](const Json& line) { check_file(unpacked, line, &figures, &found); });
  if (print) {
    for (const auto& [place, reason] : found) std::printf("%s %s\n", place.c_str(), reason.c_str());
    return;
  }
  const auto listed = read_list(lists + "/disagreements.txt");
  int unlisted = 0, stale = 0;
  for (const auto& [place, reason] : found) {
    ++figures.classes[reason];
    const auto entry = listed.find(place);
    if (entry != listed.end() && entry->second == reason) continue;
    std::printf("not in the list: %s %s\n", place.c_str(), reason.c_str());
    ++unlisted;
  }
  for (const auto& [place, reason] : listed) {
    if (found.count(place)) continue;
    std::printf("no longer there: %s %s\n", place.c_str(), reason.c_str());
    ++stale;
  }
  const double clients = figures.with_client;
  std::printf("%d messages, %d Received lines, %d with a client\n", figures.messages, figures.headers,
              figures.with_client);
  std::printf("unparsed %d (%.2f %%), ambiguous %d (%.2f %%)\n", figures.unparsed, 100 * figures.unparsed / clients,
              figures.ambiguous, 100 * figures.ambiguous / clients);
  std::printf("%zu differ from the oracle:\n", found.size());
  for (const auto& [reason, count] : figures.classes) std::printf("  %5d %s\n", count, reason.c_str());
  result(figures.with_client > 20'000, "archives are there");
  result(unlisted == 0, "archives: every disagreement is listed");
  result(stale == 0, "archives: every listed disagreement is there");
  result(figures.unparsed <= 0.005 * clients, "archives: at most 0.5 % unparsed");
  result(figures.ambiguous <= 0.001 * clients, "archives: at most 0.1 % ambiguous");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: trace_check DATA UNPACKED LISTS [--list]\n");
    return 64;
  }
  const bool print = argc > 4;
  if (!print) {
    check_shapes(argv[1], argv[3]);
    check_attacks(argv[1]);
  }
  check_archives(argv[1], argv[2], argv[3], print);
  if (!print) std::printf("%d passed, %d failed\n", counts().passed, counts().failed);
  return counts().failed > 0;
}
