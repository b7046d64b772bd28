// SPDX-License-Identifier: BSD-2-Clause
#include "app/options.h"

#include <boost/program_options.hpp>
#include <sstream>

#include "base/text.h"

namespace hfilter {
namespace {

namespace po = boost::program_options;

void add_rule_options(po::options_description& list) {
  list.add_options()("rc,c", po::value<std::vector<std::string>>()->value_name("FILE"),
                     "rules to use instead of /etc/hfilterrc and ~/.hfilterrc (may be repeated)");
}

void add_envelope_options(po::options_description& list) {
  list.add_options()("client-ip", po::value<std::string>()->value_name("ADDRESS"),
                     "client of the topmost SMTP hop, as the MTA knows it")(
      "helo", po::value<std::string>()->value_name("NAME"), "its HELO")(
      "sender", po::value<std::string>()->value_name("ADDRESS"), "envelope sender (\"\" is the null sender)")(
      "recipient", po::value<std::string>()->value_name("ADDRESS"), "envelope recipient");
}

po::options_description describe(unsigned groups) {
  po::options_description list("options", 80);
  if (groups & kTakesRules) add_rule_options(list);
  if (groups & kTakesEnvelope) add_envelope_options(list);
  if (groups & kTakesTriple) {
    list.add_options()("ip", po::value<std::string>()->value_name("ADDRESS"), "address of the client")(
        "helo", po::value<std::string>()->value_name("NAME"), "what it said in HELO")(
        "sender", po::value<std::string>()->value_name("ADDRESS"), "envelope sender")(
        "default-explanation", po::value<std::string>()->value_name("TEXT"), "for a fail without one of its own");
  }
  if (groups & kTakesNoDns) list.add_options()("no-dns", "ask no DNS: what needs it is unknown");
  if (groups & kTakesDns) {
    list.add_options()("dns-server", po::value<std::vector<std::string>>()->value_name("HOST[:PORT]"),
                       "ask this server instead of those in /etc/resolv.conf (may be repeated)")(
        "dns-timeout", po::value<std::string>()->value_name("DURATION"), "for one answer, such as 500ms or 2s");
  }
  if (groups & kTakesOnError) {
    list.add_options()("on-error", po::value<std::string>()->value_name("pass|defer"),
                       "what to do with the mail when the rules are faulty (default: pass)");
  }
  if (groups & kTakesJson) list.add_options()("json", "one JSON object instead of text");
  if (groups & kTakesAll) list.add_options()("all", "evaluate the facts that no rule asked for, too");
  if (groups & kTakesStrict) list.add_options()("strict", "exit with 1 if there are warnings");
  if (groups & kTakesVerbose) {
    list.add_options()("verbose,v", "say why: also of rules that do not match (test: on standard error)");
  }
  if (groups & kTakesQuiet) list.add_options()("quiet,q", "say only what is asked: no summary, only the names");
  if (groups & kTakesTarget) {
    list.add_options()("maildir", po::value<std::string>()->value_name("DIR"),
                       "the Maildir to deliver to (Maildir is ~/Maildir)")(
        "junk", po::value<std::string>()->value_name("DIR"), "another Maildir for junk (default: its folder .Junk)");
  }
  if (groups & kTakesColor) {
    list.add_options()("color", po::value<std::string>()->value_name("auto|always|never"),
                       "colours (NO_COLOR is obeyed)");
  }
  list.add_options()("help", "this text")("version", "the version");
  return list;
}

Error usage_error(std::string text, std::string help) {
  Error error;
  error.kind = ErrorKind::kSyntax;
  error.text = std::move(text);
  error.help = std::move(help);
  return error;
}

std::string more_help(const CommandDef& command) { return std::string("see: hfilter ") + command.name + " --help"; }

std::optional<std::string> text_of(const po::variables_map& given, const char* name) {
  if (!given.count(name)) return std::nullopt;
  return given[name].as<std::string>();
}

/// Options whose value is one of a few words. True if `value` is absent or good.
template <class T>
bool choose(const std::optional<std::string>& value, std::initializer_list<std::pair<const char*, T>> choices,
            T& target) {
  if (!value) return true;
  for (const auto& [word, meaning] : choices) {
    if (*value == word) {
      target = meaning;
      return true;
    }
  }
  return false;
}

/// "2s", "500ms", "2" (seconds); at most an hour.
std::optional<int> duration_ms(std::string_view text) {
  size_t digits = 0;
  int64_t number = 0;
  while (digits < text.size() && is_digit(text[digits]) && digits < 7) number = number * 10 + (text[digits++] - '0');
  const std::string_view unit = text.substr(digits);
  if (digits == 0 || (unit != "" && unit != "s" && unit != "ms")) return std::nullopt;
  const int64_t ms = unit == "ms" ? number : number * 1000;
  if (ms > 3'600'000) return std::nullopt;
  return static_cast<int>(ms);
}

std::optional<Error> read_values(const po::variables_map& given, const CommandDef& command, Options& options) {
  options.help = given.count("help") > 0;
  options.version = given.count("version") > 0;
  options.json = given.count("json") > 0;
  options.all = given.count("all") > 0;
  options.no_dns = given.count("no-dns") > 0;
  options.strict = given.count("strict") > 0;
  options.verbose = given.count("verbose") > 0;
  options.quiet = given.count("quiet") > 0;
  if (given.count("rc")) options.rc_files = given["rc"].as<std::vector<std::string>>();
  options.helo = text_of(given, "helo");
  options.maildir = text_of(given, "maildir").value_or("");
  options.junk_maildir = text_of(given, "junk").value_or("");
  options.sender = text_of(given, "sender");
  options.recipient = text_of(given, "recipient");
  options.ip = text_of(given, "ip").value_or("");
  options.default_explanation = text_of(given, "default-explanation").value_or("");
  if (given.count("dns-server")) options.dns_servers = given["dns-server"].as<std::vector<std::string>>();
  if (const auto text = text_of(given, "dns-timeout")) {
    options.dns_timeout_ms = duration_ms(*text);
    if (!options.dns_timeout_ms)
      return usage_error("--dns-timeout: `" + *text + "` is no duration", "write 500ms or 2s");
  }
  // A host that knows no client says so in these two words, for mail that was submitted on the machine itself.
  const auto text = text_of(given, "client-ip");
  if (text && !text->empty() && *text != "unknown") {
    options.client_ip = parse_address_literal(*text);
    if (!options.client_ip) {
      return usage_error("--client-ip: `" + *text + "` is no IP address", "write it like 192.0.2.1 or 2001:db8::1");
    }
  }
  if (!options.client_ip && options.helo && options.helo->empty()) options.helo.reset();
  if (!choose(text_of(given, "color"),
              {std::pair("auto", ColorChoice::kAuto), {"always", ColorChoice::kAlways}, {"never", ColorChoice::kNever}},
              options.color)) {
    return usage_error("--color is auto, always or never", more_help(command));
  }
  bool defer = false;
  const auto on_error = text_of(given, "on-error");
  if (!choose(on_error, {std::pair("pass", false), {"defer", true}}, defer)) {
    return usage_error("--on-error is pass or defer", more_help(command));
  }
  if (on_error) options.defer_on_error = defer;
  return std::nullopt;
}

std::optional<Error> check_arguments(const CommandDef& command, const Options& options) {
  const int count = static_cast<int>(options.arguments.size());
  if (options.help || options.version) return std::nullopt;
  if (count < command.min_arguments) {
    return usage_error(
        std::string(command.name) + " needs an argument: hfilter " + command.name + " " + command.arguments,
        more_help(command));
  }
  if (command.max_arguments >= 0 && count > command.max_arguments) {
    const std::string& extra = options.arguments[static_cast<size_t>(command.max_arguments)];
    return usage_error(
        std::string(command.name) + ": `" + extra + "` is one argument too many",
        command.id == CommandId::kTest ? "put the whole condition into one pair of quotes" : more_help(command));
  }
  return std::nullopt;
}

/// True if the option word `text` of any command is followed by its value: "--rc", but not "--rc=FILE" or "--json".
bool takes_next_word(std::string_view text) {
  if (text == "-c") return true;
  if (text.substr(0, 2) != "--" || text.find('=') != std::string_view::npos) return false;
  // Two groups have --helo and --sender, each its own: Boost cannot find what stands twice.
  static const po::options_description most = describe(~kTakesTriple), triple = describe(kTakesTriple);
  const std::string name(text.substr(2));
  const po::option_description* option = most.find_nothrow(name, false);
  if (option == nullptr) option = triple.find_nothrow(name, false);
  return option && option->semantic()->max_tokens() > 0;
}

/// The command's place in argv: the first word that is no option or an option's value; 0 if there is none. A word there
/// that is no command is an error.
std::optional<Error> find_command_name(int argc, const char* const* argv, const CommandDef*& command, int& place) {
  command = &command_def(CommandId::kFilter);
  place = 0;
  int i = 1;
  while (i < argc && argv[i][0] == '-') i += takes_next_word(argv[i]) ? 2 : 1;
  if (i >= argc) return std::nullopt;
  place = i;
  if (const CommandDef* named = find_command(argv[i])) {
    command = named;
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  for (const CommandDef& each : all_commands()) names.push_back(each.name);
  const std::string_view near = nearest_word(argv[i], names);
  return usage_error("`" + std::string(argv[i]) + "` is no command",
                     near.empty() ? "see: hfilter --help" : "did you mean: hfilter " + std::string(near));
}

/// The words of argv that Boost reads. What stands behind `--` is CMD, and its options are its own.
std::vector<std::string> take_command(int argc, const char* const* argv, int place, const CommandDef& command,
                                      Options& options) {
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    if (i == place) continue;
    if ((command.options & kTakesTarget) && std::string_view(argv[i]) == "--") {
      options.deliver_command.assign(argv + i + 1, argv + argc);
      break;
    }
    std::string word = argv[i];
    // "--sender=" is the null sender: hosts fill in what they know. Boost wants an empty value as a word of its own.
    const bool empty_value = word.substr(0, 2) == "--" && word.find('=') == word.size() - 1;
    if (empty_value) word.pop_back();
    words.push_back(std::move(word));
    if (empty_value) words.emplace_back();
  }
  return words;
}

}  // namespace

ParsedOptions parse_options(int argc, const char* const* argv) {
  ParsedOptions result;
  Options& options = result.options;
  const CommandDef* command = nullptr;
  int place = 0;
  result.error = find_command_name(argc, argv, command, place);
  options.command = command->id;
  options.general_help = place == 0;
  options.bare = argc < 2;
  result.usage_status = command->usage_status;
  if (result.error) {
    result.usage_status =
        command_def(CommandId::kFilter).usage_status;  // a delivery line with a slip must not bounce mail
    return result;
  }
  try {
    po::options_description all = describe(command->options);
    po::options_description hidden;
    hidden.add_options()("argument", po::value<std::vector<std::string>>());
    all.add(hidden);
    po::positional_options_description positional;
    positional.add("argument", -1);
    const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
    const std::vector<std::string> words = take_command(argc, argv, place, *command, options);
    po::variables_map given;
    po::store(po::command_line_parser(words).options(all).positional(positional).style(style).run(), given);
    if (given.count("argument")) options.arguments = given["argument"].as<std::vector<std::string>>();
    result.error = read_values(given, *command, options);
    if (!result.error) result.error = check_arguments(*command, options);
  } catch (const po::error& bad) {
    result.error = usage_error(bad.what(), more_help(*command));
  }
  return result;
}

std::string command_help(const CommandDef& command) {
  std::ostringstream text;
  text << "usage: hfilter " << command.name << " [OPTION]... " << command.arguments << "\n\n"
       << command.details << "\n"
       << describe(command.options);
  return text.str();
}

}  // namespace hfilter
