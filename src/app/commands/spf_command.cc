// SPDX-License-Identifier: BSD-2-Clause
//
// `hfilter spf`: checks SPF for HELO and sender of a client in the same way as a delivery, with the queries and the
// mechanism that matched. The exit status is about the sender, or about HELO if the sender is empty: 0 pass; 1 fail
// or softfail; 2 none, neutral or permerror; 75 temperror; 64 wrong argument.
#include <sysexits.h>

#include <ctime>

#include "address/mail_address.h"
#include "app/commands/command_runs.h"
#include "app/dns_and_spf_probes.h"
#include "app/options.h"
#include "app/print.h"
#include "app/report/spf_text.h"
#include "base/escape.h"
#include "spf/spf_domain.h"
#include "spf/spf_query.h"

namespace hfilter {
namespace {

int exit_status(SpfResult result) {
  switch (result) {
    case SpfResult::kPass:
      return 0;
    case SpfResult::kFail:
    case SpfResult::kSoftfail:
      return 1;
    case SpfResult::kTemperror:
      return EX_TEMPFAIL;
    default:
      return 2;
  }
}

int usage(const std::string& text, const std::string& help) {
  print_error(escape_terminal(text) + "\n  = help: " + help);
  return EX_USAGE;
}

}  // namespace

int run_spf(const Options& options) {
  const auto client = parse_address_literal(options.ip);
  if (!client) {
    return usage("`" + options.ip + "` is not a valid IP address", "write --ip 192.0.2.1 or --ip 2001:db8::1");
  }
  const std::string helo = options.helo.value_or("");
  const std::string sender = parse_path(options.sender.value_or("")).text;
  if (helo.empty() && sender.empty()) {
    return usage("there is nothing to check", "write --sender ADDRESS, --helo NAME or both");
  }

  DnsAndSpfProbes probes(dns_settings(options, Settings()));
  SpfQuery mailfrom_query = spf_mailfrom_query(*client, helo, sender);
  SpfQuery helo_query = spf_helo_query(*client, helo);
  for (SpfQuery* query : {&mailfrom_query, &helo_query}) {
    query->receiver = own_host(Settings());
    query->default_explanation = options.default_explanation;
    query->now = time(nullptr);
    prefetch_spf(*query, probes.dns());
  }
  const SpfReport mailfrom = probes.spf().check(mailfrom_query);
  const SpfReport helo_report = probes.spf().check(helo_query);

  std::string text;
  if (options.json) {
    JsonWriter json;
    json.begin_object().key("mailfrom");
    write_spf_report(json, mailfrom);
    json.key("helo");
    write_spf_report(json, helo_report);
    json.key("dns");
    write_dns_lookups(json, probes.dns().lookups());
    text = json.end_object().result() + "\n";
  } else {
    const Terminal terminal = terminal_for_stdout(ColorChoice::kNever);
    text = terminal.encoded(spf_report_text("sender", mailfrom, terminal) +
                            spf_report_text("helo", helo_report, terminal) +
                            dns_lookups_text("dns", probes.dns().lookups(), terminal));
  }
  return print(text, exit_status(mailfrom.result));
}

}  // namespace hfilter
