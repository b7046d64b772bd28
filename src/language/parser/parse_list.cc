// SPDX-License-Identifier: BSD-2-Clause
//
// Lists: mydomains and its like, named lists, entries.
#include "base/text.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"

namespace hfilter {

namespace {

bool may_be_entry(const RuleToken& token) {
  if (!token.is_word()) return token.kind == RuleToken::Kind::kString;
  if (is_reserved(token.text)) return token.is("domain");
  return !token.first_in_line || token.text.back() != ':';
}

struct Refusal {
  std::string text;
  std::string help;
};

/// What is wrong with a token that may not be an entry.
[[gnu::cold]] Refusal bad_entry(const RuleToken& token, const RuleToken& next, const List& list,
                                const std::string& name) {
  if (token.is_word()) {
    std::string help = "to list a word that means something else put it in quotes";
    if (token.first_in_line && (is_statement_word(token.text) || token.text.back() == ':')) help = kContinuesNothing;
    if (token.is("from")) {
      help = "entries and files stand in statements of their own: " + list.name() + " from \"FILE\"";
    }
    return {name + " in a list of " + list_kind_name(list.kind()), help};
  }
  if (token.kind == RuleToken::Kind::kComma) return {"an entry is missing before this comma", {}};
  if (token.kind == RuleToken::Kind::kEnd) {
    return {"an entry is missing", "a list that is empty on purpose is written = ()"};
  }
  std::string help;
  if (token.is_operator("~")) help = "a file of entries is written: from \"~/FILE\"";
  if (token.is_operator(";")) help = "entries are separated by commas or blanks";
  if (token.is_operator("<")) help = "an address stands without < >: " + std::string(next.raw);
  if (token.is_operator("{")) help = "a list stands without brackets, or in round ones";
  return {name + " does not belong in a list", help};
}

/// The help for an entry that its list's kind cannot have.
[[gnu::cold]] std::string help_for_entry(const std::string& text, ListKind kind, const std::string& help) {
  const bool bracket = text[0] == '[' && kind != ListKind::kNetworks && kind != ListKind::kHosts;
  if (bracket) return "a list stands without brackets, or in round ones";
  const bool path = text[0] == '/' || begins_ignoring_case(text, "./") || begins_ignoring_case(text, "../");
  return path ? "a file of entries is written: from \"FILE\"" : help;
}

}  // namespace

bool Parser::my_list() {
  List& list = rules_->trust.*trust_list(take().text);
  if (peek().is("from") && peek(1).kind == RuleToken::Kind::kString) return list_from(list);
  if (peek().is_operator("+=")) {
    return fail_at(peek(), "`+=` does not belong here", "repeated lines add up: " + list.name() + " ENTRY, ENTRY");
  }
  if (peek().is_operator("=")) take();  // not take_equals(): in `mydomains =a.example` the entry is only itself
  return list_entries(list);
}

bool Parser::named_list(ListKind kind) {
  const RuleToken keyword = take();
  const RuleToken name = take();
  if (name.is_word() && name.text.back() == ':' && is_name(name.text.substr(0, name.text.size() - 1))) {
    return fail_at(name, "a list needs `=` behind its name, not a colon",
                   "write: " + std::string(keyword.text) + " " +
                       std::string(name.text.substr(0, name.text.size() - 1)) + " = " +
                       rewritten(at_, tokens_.size() - 1));
  }
  if (!name.is_word() || !is_name(name.text)) {
    return fail_at(name, "the name of the list is missing",
                   "write: " + std::string(keyword.text) + " NAME = ENTRY, ENTRY (letters, digits and - in the name)");
  }
  List* list = find_list(name.text);
  if (list != nullptr && trust_list(name.text) != nullptr) {
    return fail_at(name, named(name) + " has its own statement", "write: " + std::string(name.text) + " ENTRY, ENTRY");
  }
  const bool adds = peek().is_operator("+=");
  const bool from = peek().is("from") && peek(1).kind == RuleToken::Kind::kString;
  if (!adds && !from && !peek().is_operator("=") && (peek().text.empty() || peek().text[0] != '=')) {
    return fail_at(peek(), "a list needs `=`, `+=` or `from` behind its name",
                   "write: " + std::string(keyword.text) + " " + std::string(name.text) + " = ENTRY, ENTRY");
  }
  if (list == nullptr) {
    if (!new_name(name, "a list")) return false;
    list = &add_list(kind, name.text);
  } else if (list->kind() != kind) {
    return fail_at(keyword, named(name) + " is a list of " + list_kind_name(list->kind()),
                   "write: " + std::string(list_kind_name(list->kind())) + " " + list->name() + " ...");
  } else if (!adds && !from && list->is_set()) {
    return fail_at(name, "the list " + named(name) + " is there already", "to add to it write +=");
  }
  if (from) return list_from(*list);
  if (adds) {
    take();
  } else {
    take_equals();
  }
  return list_entries(*list);
}

bool Parser::list_from(List& list) {
  take();
  std::string path;
  if (!plain_string(path, "the file's name is missing", "write: from \"FILE\"")) return false;
  if (path.empty()) return fail_at(tokens_[at_ - 1], "the file's name is empty");
  const std::string file = files_->resolve(path, source_.path());
  list.add_file(files_->list_file(file));
  rules_->list_files.emplace_back(file, tokens_[at_ - 1].raw);
  return true;
}

bool Parser::list_entries(List& list) {
  list.mark_set();
  const bool bracket = take_kind(RuleToken::Kind::kOpen);
  if (bracket && take_kind(RuleToken::Kind::kClose)) return true;
  if (!list_entry(list)) return false;
  while (!at_end() && peek().kind != RuleToken::Kind::kClose) {
    take_kind(RuleToken::Kind::kComma);
    if (!list_entry(list)) return false;
  }
  if (bracket && !take_kind(RuleToken::Kind::kClose)) return fail_at(peek(), "the `)` is missing");
  return true;
}

bool Parser::list_entry(List& list) {
  const RuleToken token = take();
  if (list.name().empty() && token.is_word() &&
      (trust_list(token.text) != nullptr || find_list(token.text) != nullptr)) {
    const bool more = peek().kind == RuleToken::Kind::kComma && find_list(peek(1).text) != nullptr;
    return fail_at(token, named(token) + " is a list of its own",
                   "write: " + clause_.subject + " in " + std::string(token.text) + " or " + clause_.subject + " in " +
                       (more ? std::string(peek(1).text) : "LIST"));
  }
  if (token.kind == RuleToken::Kind::kEnd && tokens_[at_ - 1].kind == RuleToken::Kind::kComma) {
    return fail_at(tokens_[at_ - 1], "an entry is missing behind this comma", "take the comma out");
  }
  if (!may_be_entry(token)) {
    const Refusal wrong = bad_entry(token, peek(), list, named(token));
    return fail_at(token, wrong.text, wrong.help);
  }
  std::string text(token.text);
  size_t at = 0;
  if (token.kind == RuleToken::Kind::kString && !unquote(token.text, &text, &at)) {
    return fail(token.text.substr(at, 1), "only \\\" and \\\\ are known in a text");
  }
  Result<ListEntry> entry = parse_list_entry(list.kind(), text);
  if (!entry) {
    return fail_at(token, entry.error().text, help_for_entry(text, list.kind(), entry.error().help));
  }
  entry->line = token.line;
  if (take_if("until")) {
    int64_t day = 0;
    if (!date(day)) return false;
    entry->until_day = day;
  }
  list.add_entry(std::move(*entry), draft_->main ? std::string() : source_.path());
  return true;
}

}  // namespace hfilter
