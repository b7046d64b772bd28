// SPDX-License-Identifier: BSD-2-Clause
//
// What stands behind `then`: notes, and at most one verdict, which is last.
#include "base/text.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"
#include "message/message.h"
#include "rules/condition_types.h"
#include "rules/maildir_folder.h"

namespace hfilter {

namespace {

using Kind = ActionItem::Kind;

/// Fields that say how the message came here, or that are our own words.
bool is_protected_field(std::string_view name) {
  return begins_ignoring_case(name, "X-HFilter-") || equal_ignoring_case(name, "Received") ||
         equal_ignoring_case(name, "Return-Path");
}

/// A text for this action.
std::string example_of(const RuleToken& action) {
  return action.is("reject") ? " \"not accepted here\"" : action.is("defer") ? " \"try again later\"" : " \"TEXT\"";
}

bool has_dot_dot(std::string_view path) {
  while (true) {
    const size_t slash = path.find('/');
    if (path.substr(0, slash) == "..") return true;
    if (slash == path.npos) return false;
    path.remove_prefix(slash + 1);
  }
}

bool is_verdict_word(const RuleToken& token) {
  const GrammarWord* row = find_action(token.text);
  return row != nullptr && row->kind == GrammarKind::kVerdict;
}

struct Refusal {
  const char* text = nullptr;  // %s is the token; null: nothing is wrong with it
  const char* help = nullptr;
};

/// What is wrong with a token behind the last action, where only the end, `since` or `until` may stand.
[[gnu::cold]] Refusal behind_actions(const RuleToken& token, const RuleToken& next) {
  const bool action = token.is_word() && is_action_word(token.text);
  if (token.is_operator(";")) {
    return {"`;` does not belong here", next.kind == RuleToken::Kind::kEnd
                                            ? "a statement ends with its line: take it out"
                                            : "actions are joined with commas, and the verdict stands last"};
  }
  if (token.raw.substr(0, 2) == "//") return {"a comment begins with #, not with //", "write: # ..."};
  if (token.is("if")) {
    return {"a condition stands before `then`",
            "in a rule of its own: match CONDITION then ACTION; at a score: at score 8 then junk"};
  }
  if (token.kind == RuleToken::Kind::kString) return {"a second text", "one text an action: put them together"};
  if (token.is("unless")) return {"`unless` stands before `then`", "write: match A unless B then ACTION"};
  if (token.first_in_line && token.is_word() && (is_statement_word(token.text) || token.text.back() == ':')) {
    return {"%s does not belong here", kContinuesNothing};
  }
  if (action) return {"a comma is missing before %s", "actions are joined with commas"};
  if (token.is_word() && !is_reserved(token.text)) return {"%s does not belong here", "a text stands in quotes"};
  return {};
}

/// What is wrong with the name of a tag.
[[gnu::cold]] Refusal bad_tag(const RuleToken& name) {
  if (name.kind == RuleToken::Kind::kString) return {"a tag is a name, not a text", "write: tag suspicious"};
  if (!name.is_word() || is_reserved(name.text)) return {"the name of the tag is missing", "write: tag suspicious"};
  for (const char c : name.text) {
    if (!is_alnum(c) && c != '-') return {"%s is no name for a tag", "a name has letters, digits and -"};
  }
  return {};
}

}  // namespace

bool Parser::actions(std::vector<ActionItem>& out, bool in_rule) {
  while (true) {
    const RuleToken first = peek();
    ActionItem& item = out.emplace_back();
    if (!action(item, in_rule)) return false;
    const bool verdict = item.is_verdict();
    if (peek().is("and")) {
      return fail_at(peek(), "actions are joined with commas", "write: " + std::string(first.text) + ", ...");
    }
    if (verdict && (peek().kind == RuleToken::Kind::kComma || (peek().is_word() && is_action_word(peek().text)))) {
      const RuleToken& next = peek().kind == RuleToken::Kind::kComma ? peek(1) : peek();
      if (!next.is_word() || !is_action_word(next.text)) {
        take();
        return refuse_action();
      }
      if (is_verdict_word(next)) {
        return fail_at(next, "a second verdict", "one verdict a rule: take out " + named(first) + " or " + named(next));
      }
      return fail_at(first, "the verdict " + named(first) + " is not last",
                     "notes stand before it: then NOTE, " + std::string(first.text));
    }
    if (!take_kind(RuleToken::Kind::kComma)) break;
  }
  if (at_end() || peek().is("since") || peek().is("until")) return true;
  const Refusal wrong = behind_actions(peek(), peek(1));
  if (wrong.text != nullptr) return fail_at(peek(), filled(wrong.text, named(peek())), wrong.help);
  return true;  // statement_end() says what is wrong
}

bool Parser::refuse_action() {
  const RuleToken& token = peek();
  const RuleToken& before = tokens_[at_ - 1];
  if (before.kind == RuleToken::Kind::kComma && (at_end() || token.is("until") || token.is("since"))) {
    return fail_at(before, "an action is missing behind this comma", "take the comma out");
  }
  if (token.is_operator("{")) {
    return fail_at(token, "actions stand without brackets", "write: " + rewritten(0, tokens_.size() - 1));
  }
  if (!token.is_word() && other_action(token.text).empty()) {
    return fail_at(token, "an action is missing before " + named(token), "actions are " + joined(action_words()));
  }
  std::string help(other_action(token.text));
  if (is_string(1) && (token.is("fileinto") || token.is("move"))) help = "write: deliver " + std::string(peek(1).raw);
  if (is_string(1) && token.is("prefix")) help = "write: subject prefix " + std::string(peek(1).raw);
  if (token.is("move") && peek(1).is("to")) {
    help = "write: deliver " + (is_string(2) ? std::string(peek(2).raw) : "\"" + std::string(peek(2).text) + "\"");
  }
  if (help.empty()) help = did_you_mean(token.text, action_words());
  if (help.empty()) help = "actions are " + joined(action_words());
  return fail_at(token, named(token) + " is not an action", help);
}

bool Parser::action(ActionItem& out, bool in_rule) {
  const GrammarWord* found = peek().is_word() ? find_action(peek().text) : nullptr;
  if (found == nullptr) return refuse_action();
  out.kind = std::get<ActionItem::Kind>(found->meaning);
  const RuleToken word = take();
  switch (out.kind) {
    case Kind::kAccept:
    case Kind::kDiscard:
      if (!is_string()) return true;
      return fail_at(peek(), named(word) + " has no text",
                     "to say why write: log " + std::string(peek().raw) + ", " + std::string(word.text));
    case Kind::kJunk:
      return !is_string() || text_template(out.text, "");
    case Kind::kReject:
    case Kind::kDefer:
      return text_template(out.text, out.kind == Kind::kReject
                                         ? "the text of the reject is missing, it goes to the sender"
                                         : "the text of the defer is missing, it goes to the log");
    case Kind::kDeliver:
    case Kind::kCopy:
      return folder(out, out.kind == Kind::kCopy ? "write: copy \"FOLDER\"" : "write: deliver \"FOLDER\"");
    case Kind::kPipe:
      return pipe_verdict(out);
    case Kind::kScore:
      if (in_rule) return score_note(out);
      return fail_at(word, "`score` comes too late here",
                     "thresholds and otherwise are asked when the score is settled");
    case Kind::kTag: {
      const RuleToken name = take();
      const Refusal wrong = bad_tag(name);
      if (wrong.text != nullptr) return fail_at(name, filled(wrong.text, named(name)), wrong.help);
      out.name = lower(name.text);
      return true;
    }
    case Kind::kAddHeader:
    case Kind::kSetHeader:
    case Kind::kRemoveHeader:
      return header_note(out, out.kind);
    case Kind::kSubjectPrefix:
      if (!take_if("prefix")) {
        return fail_at(peek(), "`prefix` is missing",
                       "write: subject prefix " + (is_string() ? std::string(peek().raw) : "\"[?] \""));
      }
      return text_template(out.text, "the prefix is missing");
    case Kind::kLog:
      return text_template(out.text, "the text for the log is missing");
  }
  return false;
}

bool Parser::score_note(ActionItem& out) {
  if (peek().is_operator("=") || peek().is_operator("+=")) {
    return fail_at(peek(), "no " + named(peek()) + " here: a score is added",
                   "write: score " + std::string(peek(1).raw));
  }
  RuleToken token = take();
  bool negative = false;
  if (token.is("-") || token.is("+")) {
    negative = token.is("-");
    token = take();
  }
  if (!number(fact_def(FactId::score), token.text, token, out.score)) return false;
  if (negative) out.score = -out.score;
  return !is_string() || text_template(out.text, "");
}

bool Parser::header_note(ActionItem& out, ActionItem::Kind kind) {
  const char* const forms[] = {"write: add header \"Name: value\"", "write: set header \"Name: value\"",
                               "write: remove header \"Name\""};
  const char* const form = forms[static_cast<size_t>(kind) - static_cast<size_t>(Kind::kAddHeader)];
  if (peek().is("score")) {
    return fail_at(peek(), "`header` is missing, or a score is meant", "write: " + rewritten(at_, at_ + 2));
  }
  if (!take_if("header")) return fail_at(peek(), "`header` is missing", form);
  if (peek().is_word() && peek(1).is_word() && peek().text.back() != ':' && is_field_name(peek().text)) {
    return fail_at(peek(), "the header field is missing",
                   "put it in quotes: \"" + std::string(peek().text) + ": " + std::string(peek(1).text) + "\"");
  }
  const RuleToken token = peek();
  std::string text;
  if (!string_value(text, "the header field is missing", form)) return false;
  const size_t colon = text.find(':');
  out.name = text.substr(0, colon);
  if (kind != Kind::kRemoveHeader && colon == text.npos) {
    const bool value = token.kind == RuleToken::Kind::kString && is_string();
    return fail_at(token, "a header field is a name, a colon and a value",
                   value ? "in one text: \"" + std::string(token.text) + ": " + std::string(peek().text) + "\"" : form);
  }
  if (kind == Kind::kRemoveHeader && colon != text.npos) {
    return fail_at(token, "only the name of the field stands here", "write: remove header \"" + out.name + "\"");
  }
  if (!TextTemplate::first_placeholder(out.name).empty()) {
    return fail_at(token, "no placeholder in the name of a header field",
                   "the sender must not choose a path or a name");
  }
  if (!is_field_name(out.name)) return fail_at(token, "`" + out.name + "` is not the name of a header field", form);
  if (is_protected_field(out.name)) {
    return fail_at(token, "`" + out.name + "` is not for rules",
                   "it tells how the message came here, or what hfilter said");
  }
  if (kind == Kind::kRemoveHeader) return true;
  Result<TextTemplate> value = TextTemplate::parse(trim(std::string_view(text).substr(colon + 1)));
  if (!value) return fail_at(token, value.error().text, value.error().help);
  out.text = std::move(*value);
  return true;
}

bool Parser::pipe_verdict(ActionItem& out) {
  do {
    const RuleToken token = peek();
    std::string argument;
    if (!plain_string(argument, "the command is missing", "write: pipe \"/absolute/path\" \"argument\"")) return false;
    if (out.command.empty() && (argument.empty() || argument[0] != '/')) {
      const bool blanks = argument.find(' ') != argument.npos;
      return fail_at(token, "a command begins with an absolute path",
                     blanks ? "each argument is a text of its own: pipe \"/path\" \"argument\"; there is no shell"
                            : "there is no PATH and no shell");
    }
    out.command.push_back(std::move(argument));
  } while (peek().kind == RuleToken::Kind::kString);
  return true;
}

bool Parser::folder(ActionItem& out, const char* form) {
  const RuleToken token = peek();
  if (!plain_string(out.name, "the folder is missing", form)) return false;
  if (out.name.empty()) return fail_at(token, "the folder's name is empty", form);
  if (out.name[0] == '|') {
    return fail_at(token, named(token) + " is a program, not a folder",
                   "write: pipe \"/usr/bin/program\" \"argument\"");
  }
  if (out.name.find('@') != out.name.npos && out.name.find('/') == out.name.npos) {
    return fail_at(token, named(token) + " is an address, not a folder",
                   "hfilter does not forward mail; a command can: pipe \"/usr/sbin/sendmail\" \"user@example.com\"");
  }
  if (out.name[0] == '/' || out.name[0] == '~' || has_dot_dot(out.name)) {
    return fail_at(token, named(token) + " leads out of the mailbox", "a folder is a name such as \"Lists/debian\"");
  }
  if (out.name[0] == '$') {
    return fail_at(token, named(token) + " is not a valid folder: there are no variables",
                   "write the name of a folder in the Maildir: \"Junk\" or \"Lists/work\"");
  }
  out.name = plain_folder(out.name);
  if (const Result<std::string> valid = maildir_folder(out.name); !valid) {
    return fail_at(token, valid.error().text, valid.error().help);
  }
  return true;
}

bool Parser::text_template(TextTemplate& out, const char* what) {
  const RuleToken token = peek();
  std::string text;
  if (token.kind == RuleToken::Kind::kOpen && is_string(1)) {
    return fail_at(token, "no brackets here",
                   "write: " + std::string(tokens_[at_ - 1].text) + " " + std::string(peek(1).raw));
  }
  if (!is_string()) {
    return string_value(text, what, "write: " + std::string(tokens_[at_ - 1].text) + example_of(tokens_[at_ - 1]));
  }
  if (!string_value(text, what, {})) return false;
  if (text.empty()) return fail_at(token, "the text is empty");
  Result<TextTemplate> parsed = TextTemplate::parse(text);
  if (!parsed) {
    const size_t brace = token.text.find(text.substr(static_cast<size_t>(parsed.error().column) - 1));
    return fail(
        brace == token.text.npos ? token.raw : token.text.substr(brace, token.text.find('}', brace) + 1 - brace),
        parsed.error().text, parsed.error().help);
  }
  out = std::move(*parsed);
  return true;
}

}  // namespace hfilter
