// SPDX-License-Identifier: BSD-2-Clause
#include "facts/sender/believed_results.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "unit/facts/sample.h"

namespace hfilter {
namespace {

/// "id| method=result name=value| ..."
std::string summary_of(const AuthResults& results) {
  std::string out = results.authserv_id;
  for (const AuthResult& result : results.results) {
    out += "| " + result.method + "=" + result.result;
    for (const auto& [name, value] : result.properties) out += " " + name + "=" + value;
  }
  return out;
}

TEST(AuthResults, Reads) {
  const struct {
    const char* name;
    const char* in;
    const char* want;
  } cases[] = {
      {"one", " mx.hewgill.net; dkim=pass header.d=example.com", "mx.hewgill.net| dkim=pass header.d=example.com"},
      {"none", "mx.hewgill.net 1; none", "mx.hewgill.net"},
      {"version, comments, folding",
       "MX.Hewgill.net. 1 (x; y);\r\n\tspf=Pass (a \\) (nested) =) smtp.mailfrom=bob@example.com ;\n dmarc=fail",
       "mx.hewgill.net| spf=pass smtp.mailfrom=bob@example.com| dmarc=fail"},
      {"quoted", "mx; dkim=fail reason=\"bad; dkim=pass\" header.i=\"@ex\\\"ample.com\"",
       "mx| dkim=fail reason=bad; dkim=pass header.i=@ex\"ample.com"},
      {"method version", "mx; dkim/1=pass header.d=x", "mx| dkim=pass header.d=x"},
      {"values with marks", "mx; dkim=pass header.b=a/b+c= header.i=@x", "mx| dkim=pass header.b=a/b+c= header.i=@x"},
      {"several", "mx; dkim=fail header.d=a; dkim=pass header.d=b", "mx| dkim=fail header.d=a| dkim=pass header.d=b"},
      {"broken ones are left out", "mx; dkim; =pass; spf=; dkim=pass; x=y z", "mx| dkim=pass"},
      {"empty", "", ""},
      {"only a mark", ";", ""},
      {"open comment", "mx (dkim=pass; dkim=pass", "mx"},
      {"open quote", "mx; dkim=\"pass; dkim=pass", "mx| dkim=pass; dkim=pass"},
  };
  for (const auto& c : cases) EXPECT_EQ(summary_of(parse_auth_results(c.in)), c.want) << c.name;
}

TEST(AuthResults, ResultsAreBounded) {
  std::string value = "mx";
  for (int i = 0; i < 10'000; ++i) value += "; dkim=pass";
  EXPECT_EQ(parse_auth_results(value).results.size(), kMaxAuthResults);
}

constexpr char kForged[] = "Authentication-Results: mx.hewgill.net; dkim=pass header.d=example.com\n";
constexpr char kLine[] = "Received: from x by y\n";
constexpr char kFrom[] = "From: bob@example.com\n";

TEST(BelievedResults, ByTheirPlace) {
  const struct {
    const char* name;
    std::string head;
    std::vector<std::string> results_from;
    BorderState state;
    const char* want;
  } cases[] = {
      {"above the border line", std::string(kForged) + kLine, {}, BorderState::kFound, "pass"},
      {"below it", std::string(kLine) + kForged, {}, BorderState::kFound, "? not-looked-up"},
      {"below it, the id is believed", std::string(kLine) + kForged, {"mx.hewgill.net"}, BorderState::kFound, "pass"},
      {"below it, behind a comment",
       std::string(kLine) + "Authentication-Results: (x) mx.hewgill.net; dkim=none\n",
       {"mx.hewgill.net"},
       BorderState::kFound,
       "? not-looked-up"},
      {"below it, in quotes",
       std::string(kLine) + "Authentication-Results:\n \"mx.hewgill.net\"; dkim=none\n",
       {"mx.hewgill.net"},
       BorderState::kFound,
       "? not-looked-up"},
      {"below it, a blank before the colon",
       std::string(kLine) + "Authentication-Results : mx.hewgill.net; dkim=none\n",
       {"mx.hewgill.net"},
       BorderState::kFound,
       "? not-looked-up"},
      {"below it, another id is", std::string(kLine) + kForged, {"other"}, BorderState::kFound, "? not-looked-up"},
      {"below the next Received",
       std::string(kLine) + kLine + kForged,
       {"mx.hewgill.net"},
       BorderState::kFound,
       "? not-looked-up"},
      {"guessed: only above",
       std::string(kLine) + kForged,
       {"mx.hewgill.net"},
       BorderState::kGuessed,
       "? not-looked-up"},
      {"yours: above the lowest line", std::string(kLine) + kForged + kLine, {}, BorderState::kNone, "pass"},
      {"yours: not what its author wrote",
       std::string(kLine) + kForged,
       {"mx.hewgill.net"},
       BorderState::kNone,
       "? not-looked-up"},
      {"no Received line at all", kForged, {"mx.hewgill.net"}, BorderState::kNone, "? not-looked-up"},
  };
  for (const auto& c : cases) {
    Sample sample(
        Given().headed(c.head + kFrom).border(c.state).with([&](Given& g) { g.results_from = c.results_from; }));
    EXPECT_EQ(sample.value("dkim"), c.want) << c.name;
  }
}

/// A results field that the site's server, or who forges it, wrote.
std::string says(const char* what, const char* id = "mx.hewgill.net") {
  return std::string("Authentication-Results: ") + id + "; " + what + "\n";
}

TEST(BelievedResults, AboveOutranksBelow) {
  const std::string forged = says("dkim=pass header.d=example.com; dmarc=pass header.from=example.com");
  const struct {
    const char* name;
    std::string head;
    const char* dkim;
    const char* dmarc;
  } cases[] = {
      {"nobody outranks it", kLine + forged, "pass", "pass"},
      {"above the border line", says("dkim=none; dmarc=fail") + kLine + forged, "none", "fail"},
      {"above it, of one method: all below is out", says("dkim=none") + kLine + forged, "none", "? not-looked-up"},
      {"above it, and it says nothing", says("none") + kLine + forged, "? not-looked-up", "? not-looked-up"},
      {"above it, in another case", says("dkim=none", "(a) MX.Hewgill.NET. 1") + kLine + forged, "none",
       "? not-looked-up"},
      {"above it, of another id", says("dkim=none", "other.example") + kLine + forged, "none|pass", "pass"},
      {"below it, higher", kLine + says("dkim=none; dmarc=fail") + forged, "none", "fail"},
      {"below it, higher, of one method", kLine + says("dkim=none") + forged, "none", "pass"},
      {"below it, lower", kLine + forged + says("dkim=none; dmarc=fail"), "pass", "pass"},
      {"below it, two methods in two fields", kLine + says("dmarc=fail") + says("dkim=none"), "none", "fail"},
      {"below it, another id that is believed", kLine + says("dkim=none", "milter.example") + forged, "none|pass",
       "pass"},
      {"two above are both believed", says("dkim=none") + says("dkim=fail") + kLine, "none|fail", "? not-looked-up"},
      {"several of one field", kLine + says("dkim=none; dkim=fail; dkim=neutral"), "none|fail|neutral",
       "? not-looked-up"},
  };
  for (const auto& c : cases) {
    Sample sample(Given().headed(c.head + kFrom).with([](Given& g) {
      g.results_from = {"mx.hewgill.net", "milter.example"};
    }));
    EXPECT_EQ(sample.value("dkim"), c.dkim) << c.name;
    EXPECT_EQ(sample.value("dmarc"), c.dmarc) << c.name;
  }
}

}  // namespace
}  // namespace hfilter
