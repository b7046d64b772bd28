// SPDX-License-Identifier: BSD-2-Clause
//
// The actions behind `then`: notes, and at most one verdict, which is last. Settings.
#include "language/parser.h"
#include "message/header_edit.h"
#include "message/message.h"
#include "rules/maildir_folder.h"
#include "rules/setting_value.h"

namespace hfilter {

using Kind = ActionItem::Kind;

bool Parser::actions(std::vector<ActionItem>* out, bool in_rule) {
  while (true) {
    if (!action(&out->emplace_back(), in_rule)) return false;
    const bool second = out->back().is_verdict() && peek(1).is_word() && find_action(peek(1).text) != nullptr;
    if (second || !take_kind(RuleToken::Kind::kComma)) break;
  }
  const bool ends = at_end() || (in_rule && (peek().is("since") || peek().is("until")));
  return ends || unexpected(peek(), Expected::kNextAction);
}

bool Parser::action(ActionItem* out, bool in_rule) {
  const GrammarWord* const found = peek().is_word() ? find_action(peek().text) : nullptr;
  if (found == nullptr) return unexpected(peek(), Expected::kAction);
  out->kind = std::get<Kind>(found->meaning);
  const RuleToken& word = take();
  switch (out->kind) {
    case Kind::kAccept:
    case Kind::kDiscard:
      return true;
    case Kind::kJunk:
      return !peek().is_string() || text_template(&out->text);
    case Kind::kReject:
    case Kind::kDefer:
    case Kind::kLog:
      return text_template(&out->text);
    case Kind::kDeliver:
    case Kind::kCopy:
      return folder(out);
    case Kind::kPipe:
      return pipe_verdict(out);
    case Kind::kScore:
      return in_rule ? score_note(out) : fault(word, FaultCode::kTooLate);
    case Kind::kTag:
      return tag_note(out);
    case Kind::kAddHeader:
    case Kind::kSetHeader:
    case Kind::kRemoveHeader:
      return header_note(out);
    case Kind::kSubjectPrefix:
      return take_if("prefix") ? text_template(&out->text) : unexpected(peek(), Expected::kPrefix);
  }
  return false;
}

bool Parser::score_note(ActionItem* out) {
  const bool sign = peek().is("-") || peek().is("+");
  const bool negative = sign && take().is("-");
  const RuleToken& token = take();
  if (!number(fact_def(FactId::score), token.text, token, &out->score)) return false;
  if (negative) out->score = -out->score;
  return !peek().is_string() || text_template(&out->text);
}

bool Parser::tag_note(ActionItem* out) {
  const RuleToken& name = take();
  const bool letters =
      name.text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == name.text.npos;
  if (!name.is_word() || is_reserved(name.text) || !letters) return unexpected(name, Expected::kTagName);
  out->name = lower(name.text);
  return true;
}

bool Parser::header_note(ActionItem* out) {
  const bool removes = out->kind == Kind::kRemoveHeader;
  const Expected what = removes ? Expected::kFieldName : Expected::kField;
  if (!take_if("header")) return unexpected(peek(), Expected::kHeader);
  const RuleToken& token = peek();
  std::string text;
  if (!string_value(&text, what)) return false;
  const size_t colon = text.find(':');
  out->name = text.substr(0, colon);
  const bool shape =
      removes == (colon == text.npos) && is_field_name(out->name) && TextTemplate::first_placeholder(out->name).empty();
  if (!shape) return fault(token, FaultCode::kInvalid, what);
  if (is_protected_field(out->name)) return fault(token, FaultCode::kProtected, what);
  return removes || set_template(trim(std::string_view(text).substr(colon + 1)), token, &out->text);
}

bool Parser::pipe_verdict(ActionItem* out) {
  do {
    const RuleToken& token = peek();
    std::string argument;
    if (!plain_string(&argument, Expected::kCommand)) return false;
    const bool absolute = !out->command.empty() || argument.substr(0, 1) == "/";
    if (!absolute) return fault(token, FaultCode::kInvalid, Expected::kCommand);
    out->command.push_back(std::move(argument));
  } while (peek().is_string());
  return true;
}

bool Parser::folder(ActionItem* out) {
  const RuleToken& token = peek();
  std::string name;
  if (!plain_string(&name, Expected::kFolder)) return false;
  Result<std::string> folder = folder_of_rule(name);
  if (!folder) return fault(token, FaultCode::kInvalid, Expected::kFolder);
  out->name = std::move(*folder);
  return true;
}

bool Parser::text_template(TextTemplate* out) {
  const RuleToken& token = peek();
  std::string text;
  if (!string_value(&text, Expected::kActionText)) return false;
  return text.empty() ? fault(token, FaultCode::kEmpty, Expected::kActionText) : set_template(text, token, out);
}

bool Parser::set_template(std::string_view text, const RuleToken& token, TextTemplate* out) {
  Result<TextTemplate> parsed = TextTemplate::parse(text);
  if (!parsed) return fault(token, FaultCode::kInvalid, Expected::kActionText);
  *out = std::move(*parsed);
  return true;
}

bool Parser::set_statement() {
  take();
  const RuleToken& name = take();
  const GrammarWord* const setting = name.is_word() ? find_setting(name.text) : nullptr;
  if (setting == nullptr) return unexpected(name, Expected::kSetting);
  std::vector<SettingItem> items;
  std::vector<const RuleToken*> places;
  do {
    const RuleToken& token = peek();
    places.push_back(&token);
    SettingItem& item = items.emplace_back();
    item.is_quoted = token.is_string();
    if (!item.is_quoted && !token.is_word()) return unexpected(token, Expected::kSettingValue);
    if (item.is_quoted && !plain_string(&item.text, Expected::kSettingValue)) return false;
    if (!item.is_quoted) item.text = take().text;
  } while (has_several_values(*setting) && take_kind(RuleToken::Kind::kComma));
  if (!draft_.settings_given.insert(setting->word).second) return fault(name, FaultCode::kTwice, Expected::kSetting);
  Settings settings = draft_.settings;
  const auto resolve = [&](const std::string& path) { return files_->resolve(path, source_.path()); };
  const size_t bad = store_setting(*setting, items, resolve, &settings);
  if (bad < items.size()) return fault(*places[bad], FaultCode::kInvalid, Expected::kSettingValue);
  if (!at_end()) return true;  // statement_end() refuses it
  draft_.settings = std::move(settings);
  if (name.is("on-error")) draft_.defer_on_error = draft_.settings.defer_on_error;
  return true;
}

}  // namespace hfilter
