// SPDX-License-Identifier: BSD-2-Clause
#include "app/options.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <sstream>

#include "base/text.h"
#include "system/dns/dns_settings.h"

namespace hfilter {
namespace {

namespace po = boost::program_options;

constexpr unsigned kTakenByAll = 1u << 31;  // The option can be given with every command.

/// One option, and the groups of commands that accept it.
struct OptionDef {
  unsigned groups;    // the groups of commands, as a set of kTakes bits
  const char* names;  // the names of the option as Boost needs them: "rc,c"
  const char* value;  // the name of the value in the help; null: the option has no value
  bool repeated;      // the option may be given more than once
  const char* help;

  /// Returns the long name, such as "rc".
  std::string_view name() const { return std::string_view(names).substr(0, std::string_view(names).find(',')); }
};

constexpr OptionDef kOptions[] = {
    {kTakesRules, "rc,c", "FILE", true,
     "rule file to use instead of /etc/hfilterrc and ~/.hfilterrc (may be repeated)"},
    {kTakesEnvelope, "client-ip", "ADDRESS", false, "address of the client that handed the message to the mail server"},
    {kTakesEnvelope, "helo", "NAME", false, "name that this client sent in HELO"},
    {kTakesEnvelope, "sender", "ADDRESS", false, "envelope sender (\"\": the null sender)"},
    {kTakesEnvelope, "recipient", "ADDRESS", false, "envelope recipient"},
    {kTakesTriple, "ip", "ADDRESS", false, "address of the client"},
    {kTakesTriple, "helo", "NAME", false, "name that the client sent in HELO"},
    {kTakesTriple, "sender", "ADDRESS", false, "envelope sender"},
    {kTakesTriple, "default-explanation", "TEXT", false,
     "explanation to show for the result fail if the domain publishes none"},
    {kTakesNoDns, "no-dns", nullptr, false, "do not ask DNS; conditions that need it are unknown"},
    {kTakesAskDns, "dns", nullptr, false,
     "ask DNS which hosts take mail for mydomains, and warn of hosts that are in none of your lists"},
    {kTakesDns, "dns-server", "HOST[:PORT]", true,
     "DNS server to ask instead of those in /etc/resolv.conf (may be repeated)"},
    {kTakesDns, "dns-timeout", "DURATION", false, "how long to wait for one answer of DNS, such as 500ms or 2s"},
    {kTakesOnError, "on-error", "pass|defer", false,
     "what to do with the mail if the rules are faulty (default: pass)"},
    {kTakesJson, "json", nullptr, false, "print one JSON object instead of text"},
    {kTakesAll, "all", nullptr, false, "also evaluate the facts that no rule asked for"},
    {kTakesStrict, "strict", nullptr, false, "exit with 1 if there are warnings"},
    {kTakesVerbose, "verbose,v", nullptr, false,
     "test and judge: also print the reasons on standard error; explain: also show why a rule does not match"},
    {kTakesQuiet, "quiet,q", nullptr, false, "check: print nothing if there is no error; words: print only the names"},
    {kTakesTarget, "maildir", "DIR", false, "Maildir to deliver to; a relative path is below the home"},
    {kTakesTarget, "junk", "DIR", false, "other Maildir for junk (default: the folder .Junk of the Maildir)"},
    {kTakesColor, "color", "auto|always|never", false,
     "whether to use colours (auto: on a terminal, unless NO_COLOR is set)"},
    {kTakesUser, "user", "NAME", false, "check the rule files that a delivery to this user reads (only for root)"},
    {kTakenByAll, "help,h", nullptr, false, "show this text"},
    {kTakenByAll, "version,V", nullptr, false, "show the version"},
};

po::value_semantic* value_of(const OptionDef& option) {
  if (option.repeated) return po::value<std::vector<std::string>>()->value_name(option.value);
  return po::value<std::string>()->value_name(option.value);
}

void add_option(const OptionDef& option, po::options_description& list) {
  if (option.value) {
    list.add_options()(option.names, value_of(option), option.help);
  } else {
    list.add_options()(option.names, option.help);
  }
}

/// Returns the options of `groups` for Boost.
po::options_description describe(unsigned groups) {
  po::options_description list("options", 80);
  for (const OptionDef& option : kOptions) {
    if (option.groups & (groups | kTakenByAll)) add_option(option, list);
  }
  return list;
}

[[gnu::cold]] Error usage_error(std::string text, std::string help) {
  return failure(ErrorKind::kSyntax, std::move(text), std::move(help));
}

std::string more_help(const CommandDef& command) { return std::string("see: hfilter ") + command.name + " --help"; }

/// Returns "check has no option --alll", with the nearest option as help.
Error unknown_option(const std::string& word, const CommandDef& command) {
  std::vector<std::string_view> own;
  for (const OptionDef& option : kOptions) {
    if (option.groups & (command.options | kTakenByAll)) own.push_back(option.name());
  }
  const std::string_view near = nearest_word(word.substr(std::min(word.find_first_not_of('-'), word.size())), own);
  return usage_error(std::string(command.name) + " has no option " + word,
                     near.empty() ? more_help(command) : "did you mean: --" + std::string(near));
}

std::optional<std::string> text_of(const po::variables_map& given, const char* name) {
  if (!given.count(name)) return std::nullopt;
  return given[name].as<std::string>();
}

/// Parses an option with a fixed set of words. Returns true iff `value` is absent or valid.
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

/// Parses "2s", "500ms" or "2" (seconds), up to one hour.
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

/// Copies the values that need no check.
void take_values(const po::variables_map& given, Options& options) {
  options.help = given.count("help") > 0;
  options.version = given.count("version") > 0;
  options.json = given.count("json") > 0;
  options.all = given.count("all") > 0;
  options.no_dns = given.count("no-dns") > 0;
  options.ask_dns = given.count("dns") > 0;
  options.strict = given.count("strict") > 0;
  options.verbose = given.count("verbose") > 0;
  options.quiet = given.count("quiet") > 0;
  if (given.count("rc")) options.rc_files = given["rc"].as<std::vector<std::string>>();
  options.user = text_of(given, "user").value_or("");
  options.helo = text_of(given, "helo");
  options.maildir = text_of(given, "maildir").value_or("");
  options.junk_maildir = text_of(given, "junk").value_or("");
  options.sender = text_of(given, "sender");
  options.recipient = text_of(given, "recipient");
  options.ip = text_of(given, "ip").value_or("");
  options.default_explanation = text_of(given, "default-explanation").value_or("");
  if (given.count("dns-server")) options.dns_servers = given["dns-server"].as<std::vector<std::string>>();
}

std::optional<Error> read_values(const po::variables_map& given, Options& options) {
  take_values(given, options);
  for (const std::string& server : options.dns_servers) {
    if (const auto parsed = parse_dns_server(server); !parsed) {
      return usage_error("--dns-server: " + parsed.error().text, parsed.error().help);
    }
  }
  if (const auto text = text_of(given, "dns-timeout")) {
    options.dns_timeout_ms = duration_ms(*text);
    if (!options.dns_timeout_ms) {
      return usage_error("--dns-timeout: `" + *text + "` is not a valid duration", "write, for example, 500ms or 2s");
    }
  }
  // Mail servers pass "" or `unknown` as the client of mail that was submitted on the machine itself.
  const auto text = text_of(given, "client-ip");
  if (text && !text->empty() && *text != "unknown") {
    options.client_ip = parse_address_literal(*text);
    if (!options.client_ip) {
      return usage_error("--client-ip: `" + *text + "` is not a valid IP address",
                         "write, for example, 192.0.2.1 or 2001:db8::1");
    }
  }
  if (!options.client_ip && options.helo && options.helo->empty()) options.helo.reset();
  if (!choose(text_of(given, "color"),
              {std::pair("auto", ColorChoice::kAuto), {"always", ColorChoice::kAlways}, {"never", ColorChoice::kNever}},
              options.color)) {
    return usage_error("--color: `" + *text_of(given, "color") + "` is not a valid value",
                       "write auto, always or never");
  }
  bool defer = false;
  const auto on_error = text_of(given, "on-error");
  if (!choose(on_error, {std::pair("pass", false), {"defer", true}}, defer)) {
    return usage_error("--on-error: `" + *on_error + "` is not a valid value", "write pass or defer");
  }
  if (on_error) options.defer_on_error = defer;
  return std::nullopt;
}

/// Returns "`chek` is not a command", with the nearest command as help.
Error unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const CommandDef& each : all_commands()) names.push_back(each.name);
  const std::string_view near = nearest_word(word, names);
  return usage_error("`" + word + "` is not a command",
                     near.empty() ? "see: hfilter --help" : "did you mean: hfilter " + std::string(near));
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
        std::string(command.name) + ": `" + extra + "` is an argument too many",
        command.id == CommandId::kTest ? "put the whole condition into one pair of quotes" : more_help(command));
  }
  if (command.id == CommandId::kHelp && count == 1 && find_command(options.arguments.front()) == nullptr) {
    return unknown_command(options.arguments.front());
  }
  return std::nullopt;
}

/// Returns whether the next word is the value of the option `text`: "--rc", but not "--rc=FILE" or "--json".
bool takes_next_word(std::string_view text) {
  if (text == "-c") return true;
  if (text.substr(0, 2) != "--" || text.find('=') != std::string_view::npos) return false;
  for (const OptionDef& option : kOptions) {
    if (option.name() == text.substr(2)) return option.value != nullptr;
  }
  return false;
}

/// Finds the command's place in argv: the first word that is neither an option nor its value; 0 if there is none.
/// Fails if that word is not a command.
std::optional<Error> find_command_name(int argc, const char* const* argv, const CommandDef** command, int* place) {
  *command = &command_def(CommandId::kFilter);
  *place = 0;
  int i = 1;
  while (i < argc && argv[i][0] == '-') i += takes_next_word(argv[i]) ? 2 : 1;
  if (i >= argc) return std::nullopt;
  *place = i;
  if (const CommandDef* named = find_command(argv[i])) {
    *command = named;
    return std::nullopt;
  }
  return unknown_command(argv[i]);
}

/// Returns the words that Boost parses. Stores those after `--`, CMD and its arguments, in `options`.
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
    // "--sender=" is the null sender. Boost needs an empty value as a separate word.
    const bool empty_value = word.substr(0, 2) == "--" && word.find('=') == word.size() - 1;
    if (empty_value) word.pop_back();
    words.push_back(std::move(word));
    if (empty_value) words.emplace_back();
  }
  return words;
}

po::variables_map parse_words(const std::vector<std::string>& words, unsigned groups) {
  po::options_description options = describe(groups);
  options.add_options()("argument", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("argument", -1);
  const int style = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  po::variables_map given;
  po::store(po::command_line_parser(words).options(options).positional(positional).style(style).run(), given);
  return given;
}

}  // namespace

ParsedOptions parse_options(int argc, const char* const* argv) {
  ParsedOptions result;
  Options& options = result.options;
  const CommandDef* command = nullptr;
  int place = 0;
  result.error = find_command_name(argc, argv, &command, &place);
  options.command = command->id;
  options.general_help = place == 0;
  options.bare = argc < 2;
  result.usage_status = command->usage_status;
  if (result.error) {
    // A typing error in a delivery command must not bounce mail.
    result.usage_status = command_def(CommandId::kFilter).usage_status;
    return result;
  }
  try {
    const std::vector<std::string> words = take_command(argc, argv, place, *command, options);
    po::variables_map given;
    if (!words.empty()) given = parse_words(words, command->options);
    if (given.count("argument")) options.arguments = given["argument"].as<std::vector<std::string>>();
    result.error = read_values(given, options);
    if (!result.error) result.error = check_arguments(*command, options);
  } catch (const po::unknown_option& bad) {
    result.error = unknown_option(bad.get_option_name(), *command);
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
