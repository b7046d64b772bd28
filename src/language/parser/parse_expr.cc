// SPDX-License-Identifier: BSD-2-Clause
//
// and, or, not, brackets, and what a condition begins with.
#include <algorithm>
#include <charconv>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "language/one_line.h"
#include "language/parser/parser.h"
#include "language/vocabulary.h"
#include "message/message.h"

namespace hfilter {

namespace {

/// A fact of two words: `message size`.
const FactDef* find_long_fact(std::string_view first, std::string_view second) {
  const char letter = to_lower(first[0]);
  for (const FactDef& fact : all_facts()) {
    if (fact.name[0] != letter) continue;
    const std::string_view name = fact.name;
    if (name.size() != first.size() + 1 + second.size() || name[first.size()] != ' ') continue;
    if (begins_ignoring_case(name, first) && ends_ignoring_case(name, second)) return &fact;
  }
  return nullptr;
}

/// `subject`, `from`, or `header "X-Mailer"`: how a condition names the header field of this quoted name.
std::string field_subject(const RuleToken& name) {
  for (const char* fact : {"subject", "from", "to", "cc", "reply-to", "list-id"}) {
    if (equal_ignoring_case(name.text, fact)) return fact;
  }
  return "header " + std::string(name.raw);
}

}  // namespace

bool Parser::parse_whole_expression(Expr* expr) {
  // Not the statement lexer: an expression may begin with blanks, and its lines are one.
  Lexer lexer(source_.text());
  std::vector<RuleToken> part;
  tokens_.clear();
  while (const std::optional<Statement> statement = lexer.next()) {
    lex(*statement, &part);
    if (!tokens_.empty()) tokens_.pop_back();
    tokens_.insert(tokens_.end(), part.begin(), part.end());
  }
  if (tokens_.empty()) {
    RuleToken end;
    end.raw = source_.text();
    end.line = 1;
    tokens_.push_back(end);
  }
  for (RuleToken& token : tokens_) token.first_in_line = false;
  at_ = 0;
  if (!expression(*expr)) return false;
  if (peek().is("then")) return fail_at(peek(), "only a condition stands here", "leave `then` and the action out");
  if (peek().is("unless")) return fail_at(peek(), "only a condition stands here", "write: A and not B");
  return at_end() ? true : refuse_condition();
}

bool Parser::expression(Expr& out) {
  const size_t begin = at_;
  if (!unary(out)) return false;
  const bool all = peek().is("and");
  if (!all && !peek().is("or")) return true;
  Expr first = std::exchange(out, Expr());
  out.kind = all ? Expr::Kind::kAnd : Expr::Kind::kOr;
  out.children.reserve(2);
  out.children.push_back(std::move(first));
  while (take_if(all ? "and" : "or")) {
    if (!unary(out.children.emplace_back())) return false;
  }
  if (peek().is(all ? "or" : "and")) {
    return fail_at(peek(), "`and` mixed with `or` needs brackets",
                   all ? "write (A and B) or C, or: A and (B or C)" : "write (A or B) and C, or: A or (B and C)");
  }
  out.source = source_since(begin);
  return true;
}

bool Parser::unary(Expr& out) {
  const size_t begin = at_;
  struct Prefix {
    std::string_view word;
    Expr::Kind kind;
  };
  constexpr Prefix kPrefixes[] = {
      {"not", Expr::Kind::kNot}, {"possibly", Expr::Kind::kPossibly}, {"surely", Expr::Kind::kSurely}};
  if (depth_ >= kMaxExprDepth) return fail_at(peek(), "more than 200 brackets and nots in each other");
  for (const Prefix& prefix : kPrefixes) {
    if (!take_if(prefix.word)) continue;
    out.kind = prefix.kind;
    out.children.emplace_back();
    ++depth_;
    const bool good = unary(out.children.back());
    --depth_;
    out.source = source_since(begin);
    return good;
  }
  if (take_kind(RuleToken::Kind::kOpen)) {
    ++depth_;
    const bool good = expression(out);
    --depth_;
    if (!good) return false;
    if (take_kind(RuleToken::Kind::kClose)) return true;
    if (at_end() || peek().is("then") || peek().is("unless")) {
      return fail(tokens_[begin].raw, "this `(` is not closed", "its `)` is missing before " + named(peek()));
    }
    return refuse_condition();
  }
  return condition(out);
}

/// `any hop ...`, `hop N ...`.
bool Parser::hop_condition(Expr& out) {
  const size_t begin = at_;
  if (in_hop_) return fail_at(peek(), "`hop` inside `hop`", "one Received line at a time: join the two with `and`");
  out.kind = Expr::Kind::kHop;
  out.hop = Expr::kAnyHop;
  const bool any = take_if("any");
  take();
  if (!any) {
    const RuleToken& token = take();
    const char* end = token.text.data() + token.text.size();
    const std::from_chars_result got = std::from_chars(token.text.data(), end, out.hop);
    if (!token.is_word() || got.ec != std::errc() || got.ptr != end || out.hop < 1) {
      return fail_at(token, "the number of the hop is missing",
                     "hop 1 is the topmost Received line; `any hop` is each of them");
    }
  }
  in_hop_ = true;
  const bool good = scoped_condition(out, "hop");
  in_hop_ = false;
  out.source = source_since(begin);
  connection_ = true;
  return good;
}

/// What stands after `any hop` and `any attachment`: one condition, or an expression in brackets.
bool Parser::scoped_condition(Expr& out, const char* scope) {
  out.children.emplace_back();
  Expr& child = out.children.back();
  ++depth_;
  bool good = false;
  if (take_kind(RuleToken::Kind::kOpen)) {
    good = expression(child) && (take_kind(RuleToken::Kind::kClose) || fail_at(peek(), "the `)` is missing"));
  } else if (take_if("not")) {
    const std::string name = scope;
    good = fail_at(tokens_[at_ - 1], "`not` after `" + name + "` needs brackets",
                   "write `not any " + name + " ...`, or `any " + name + " (not ...)` for some " +
                       (name == "hop" ? "line" : name) + " that is not so");
  } else {
    good = condition(child);
  }
  --depth_;
  return good;
}

/// `any attachment ...`.
bool Parser::attachment_condition(Expr& out) {
  const size_t begin = at_;
  if (in_hop_) return fail_at(peek(1), "`attachment` cannot be asked of a hop");
  if (in_attachment_) {
    return fail_at(peek(), "`attachment` inside `attachment`", "one attachment at a time: join the two with `and`");
  }
  out.kind = Expr::Kind::kAttachment;
  take();
  take();
  in_attachment_ = true;
  const bool good = scoped_condition(out, "attachment");
  in_attachment_ = false;
  out.source = source_since(begin);
  return good;
}

/// Inside it: `name ...`, `type ...`, `size ...`, `is WORD`.
bool Parser::attachment_fact(Expr& out) {
  const size_t begin = at_;
  const RuleToken& token = peek();
  const FactDef* fact =
      token.is("is") ? &fact_def(FactId::attachment) : find_fact("attachment " + std::string(token.text));
  if (fact == nullptr && find_word(FactId::attachment, token.text) != nullptr) {
    return fail_at(token, "`is` is missing before " + named(token),
                   "write: any attachment is " + std::string(token.text));
  }
  if (fact == nullptr) {
    return fail_at(
        token, named(token) + " cannot be asked of an attachment",
        "an attachment has name, type and size, and is executable, archive, encrypted, disguised or unchecked");
  }
  if (!token.is("is")) take();
  ++weight_;
  condition_begin_ = begin;
  out.kind = Expr::Kind::kCondition;
  Condition& c = out.condition;
  c.subject = Subject::kFact;
  c.fact = fact->id;
  c.needs = fact->needs;
  const bool good = after_fact(c, fact);
  needs_ |= c.needs;
  out.source = source_since(begin);
  return good;
}

bool Parser::condition(Expr& out) {
  const size_t begin = at_;
  const RuleToken& token = peek();
  if (!token.is_word()) return refuse_condition();
  if ((token.is("any") && peek(1).is("hop")) || token.is("hop")) return hop_condition(out);
  if (token.is("any") && peek(1).is("attachment")) return attachment_condition(out);
  if (in_attachment_) return attachment_fact(out);
  ++weight_;
  condition_begin_ = begin;
  out.kind = Expr::Kind::kCondition;
  Condition& c = out.condition;
  bool good = false;
  const FactDef* fact = peek(1).is_word() ? find_long_fact(token.text, peek(1).text) : nullptr;
  const size_t words = fact != nullptr ? 2 : 1;
  if (fact == nullptr) fact = find_fact(token.text);
  if (fact != nullptr && fact->type == FactType::kFlag && clause_.word == "is" && clause_.fact != nullptr &&
      find_word(clause_.fact->id, fact->name) != nullptr && at_ > 0 && tokens_[at_ - 1].is("or")) {
    const bool inner = clause_.source.substr(0, 2) == "is";  // of `any attachment is ...`
    const std::string before = (inner ? clause_.subject + " " : "") + one_line(clause_.source);
    return fail_at(
        token, named(token) + " could be a word of `" + clause_.subject + "` or a fact of its own",
        "write: " + before + ", " + std::string(token.text) + "; or: " + std::string(token.text) + " or " + before);
  }
  if (fact != nullptr) {
    for (size_t i = 0; i < words; ++i) take();
    good = fact_condition(c, *fact);
  } else if (token.is("header") || token.is("believed")) {
    good = header_condition(c);
  } else if (token.is("via")) {
    good = via_condition(c);
  } else if (token.is("tagged")) {
    good = tagged_condition(c);
  } else if (const TestDef* test = need_test(token)) {
    return test_reference(out, *test);
  } else if (failed_ || is_lost(token.text)) {
    return false;
  } else {
    return refuse_condition();
  }
  out.source = source_since(begin);
  return good;
}

bool Parser::fact_condition(Condition& c, const FactDef& fact) {
  const RuleToken name = tokens_[at_ - 1];
  if (in_hop_ && !fact.per_hop) {
    return fail_at(name, "`" + std::string(fact.name) + "` cannot be asked of a hop",
                   "a hop has client, helo, rdns, by, protocol, encrypted, authenticated");
  }
  c.subject = Subject::kFact;
  c.fact = fact.id;
  c.needs = fact.needs;
  if (fact.type == FactType::kAddress && take_if("domain")) c.domain = true;
  if (!after_fact(c, &fact)) return false;
  if (fact.id == FactId::score) fixed_ = false;
  if (fact.per_hop) connection_ = true;
  needs_ |= c.needs;
  return true;
}

bool Parser::header_condition(Condition& c) {
  const bool believed = take_if("believed");
  if (believed && !peek().is("header")) {
    return fail_at(peek(), "`header` is missing behind `believed`",
                   "write: believed header \"X-Scanner-Customer\" is \"acme\"");
  }
  const RuleToken keyword = take();
  if (in_hop_) return fail_at(keyword, "`header` cannot be asked of a hop");
  c.subject = Subject::kHeader;
  if (believed) {
    c.writers = Writers::kBelieved;
    connection_ = true;
  }
  c.needs = believed ? kNeedsHead | kNeedsTrace : kNeedsHead;
  needs_ |= c.needs;
  const RuleToken name = peek();
  if (name.is_word() && name.text[0] == ':' && is_string(1) && is_string(2)) {
    const std::string_view test = name.is(":is") ? "is" : name.is(":matches") ? "like" : "contains";
    return fail_at(name, "the name of the field comes first",
                   "write: " + field_subject(peek(1)) + " " + std::string(test) + " " + std::string(peek(2).raw));
  }
  if (name.is_word() && is_field_name(name.text)) {
    return fail_at(name, "the name of a header field stands in quotes",
                   "put it in quotes: header \"" + std::string(name.text) + "\"");
  }
  if (!plain_string(c.name, "the name of the header field is missing",
                    "write: header \"X-Mailer\" contains \"text\"")) {
    return false;
  }
  if (!c.name.empty() && c.name.back() == ':') {
    return fail_at(name, "the name of a header field has no colon",
                   "write: header \"" + c.name.substr(0, c.name.size() - 1) + "\"");
  }
  if (!is_field_name(c.name)) return fail_at(name, named(name) + " is not the name of a header field");
  return after_fact(c, nullptr);
}

bool Parser::tagged_condition(Condition& c) {
  take();
  if (in_hop_) return fail_at(tokens_[at_ - 1], "`tagged` cannot be asked of a hop");
  const RuleToken& name = take();
  if (!name.is_word() || is_reserved(name.text)) {
    const bool quoted = name.kind == RuleToken::Kind::kString && is_name(name.text);
    return fail_at(name, quoted ? "the name of a tag stands without quotes" : "the name of the tag is missing",
                   "write: tagged " + (quoted ? std::string(name.text) : "NAME"));
  }
  c.subject = Subject::kTagged;
  c.name = lower(name.text);
  fixed_ = false;
  return true;
}

bool Parser::via_condition(Condition& c) {
  take();
  if (in_hop_) return fail_at(tokens_[at_ - 1], "`via` cannot be asked of a hop", "write: any hop by in SET");
  c.subject = Subject::kVia;
  c.needs = kNeedsTrace;
  needs_ |= kNeedsTrace;
  connection_ = true;
  take_if("in");
  if (peek().is("not")) return fail_at(peek(), "`not` stands before `via`", "write: not via SET");
  return set_reference(c, nullptr, ListKind::kHosts);
}

bool Parser::test_reference(Expr& out, const TestDef& test) {
  const RuleToken name = take();
  if (in_hop_) {
    return fail_at(name, "a test cannot be asked of a hop", "write its condition after `any hop`");
  }
  out.kind = Expr::Kind::kTest;
  out.test = &test;
  out.source = name.raw;
  needs_ |= test.needs;
  weight_ += test.weight;
  test_depth_ = std::max(test_depth_, test.depth);
  fixed_ = fixed_ && test.fixed;
  connection_ = connection_ || test.connection;
  return true;
}

}  // namespace hfilter
