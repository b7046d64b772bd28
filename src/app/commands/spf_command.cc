// SPDX-License-Identifier: BSD-2-Clause
#include "app/commands/spf_command.h"

#include <sysexits.h>

#include <ctime>

#include "app/outside.h"
#include "app/report/spf_text.h"
#include "app/say.h"
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
  say(escape_terminal(text) + "\n  = help: " + help);
  return EX_USAGE;
}

/// The sender without its angle brackets.
std::string bare_sender(const std::string& sender) {
  if (sender.size() >= 2 && sender.front() == '<' && sender.back() == '>') return sender.substr(1, sender.size() - 2);
  return sender;
}

}  // namespace

int run_spf(const SpfArguments& arguments) {
  const auto client = parse_address_literal(arguments.ip);
  if (!client) return usage("\"" + arguments.ip + "\" is no address", "--ip 192.0.2.1 or --ip 2001:db8::1");
  const std::string sender = bare_sender(arguments.sender);
  if (arguments.helo.empty() && sender.empty()) {
    return usage("there is nothing to check", "give --sender ADDRESS, --helo NAME or both");
  }

  Outside outside(arguments.dns);
  SpfQuery mailfrom_query = spf_mailfrom_query(*client, arguments.helo, sender);
  SpfQuery helo_query = spf_helo_query(*client, arguments.helo);
  for (SpfQuery* query : {&mailfrom_query, &helo_query}) {
    query->receiver = arguments.receiver;
    query->default_explanation = arguments.default_explanation;
    query->now = time(nullptr);
    prefetch_spf(*query, outside.dns());
  }
  const SpfReport mailfrom = outside.spf().check(mailfrom_query);
  const SpfReport helo = outside.spf().check(helo_query);

  std::string text;
  if (arguments.json) {
    JsonWriter json;
    json.begin_object().key("mailfrom");
    write_spf_report(json, mailfrom);
    json.key("helo");
    write_spf_report(json, helo);
    json.key("dns");
    write_dns_lookups(json, outside.dns().lookups());
    text = json.end_object().result() + "\n";
  } else {
    const Terminal terminal = terminal_for_stdout(ColorChoice::kNever);
    text = terminal.encoded(spf_report_text("sender", mailfrom, terminal) + spf_report_text("helo", helo, terminal) +
                            dns_lookups_text("dns", outside.dns().lookups(), terminal));
  }
  return print(text, exit_status(mailfrom.result));
}

}  // namespace hfilter
