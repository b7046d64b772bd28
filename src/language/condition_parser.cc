// SPDX-License-Identifier: BSD-2-Clause
#include "language/condition_parser.h"

#include <algorithm>
#include <utility>

#include "address/hostname.h"
#include "base/limits.h"
#include "message/message.h"
#include "rules/condition_types.h"
#include "rules/quantity.h"

namespace hfilter {
namespace {

using Kind = RuleToken::Kind;

bool may_be_entry(const RuleToken& token) {
  if (!token.is_word()) return token.is_string();
  if (is_reserved(token.text)) return token.is("domain");
  return !token.first_in_line || token.text.back() != ':';
}

class ConditionParser {
 public:
  ConditionParser(TokenCursor* in, const ParseScope& scope, ExprProperties* properties)
      : in_(*in), scope_(scope), properties_(*properties) {}

  void expression(Expr* out) {
    const size_t begin = in_.index();
    unary(out);
    const bool all = in_.is("and");
    if (!all && !in_.is("or")) return;
    Expr first = std::exchange(*out, Expr());
    out->kind = all ? Expr::Kind::kAnd : Expr::Kind::kOr;
    out->children.reserve(2);
    out->children.push_back(std::move(first));
    while (in_.take_if(all ? "and" : "or")) unary(&out->children.emplace_back());
    if (in_.is(all ? "or" : "and")) in_.fault(in_.peek(), FaultCode::kMixedAndOr);
    out->source = in_.source_since(begin);
  }

 private:
  void unary(Expr* out) {
    if (depth_ >= kMaxExprDepth) return in_.fault(in_.peek(), FaultCode::kTooMany, Expected::kCondition);
    const size_t begin = in_.index();
    out->kind = in_.is("not") ? Expr::Kind::kNot : in_.is("possibly") ? Expr::Kind::kPossibly : Expr::Kind::kSurely;
    if (out->kind == Expr::Kind::kSurely && !in_.is("surely")) return in_brackets(out);
    in_.take();
    ++depth_;
    unary(&out->children.emplace_back());
    --depth_;
    out->source = in_.source_since(begin);
  }

  /// Reads one condition, or an expression in brackets.
  void in_brackets(Expr* out) {
    const RuleToken& open = in_.peek();
    if (!in_.take_if(Kind::kOpen)) return condition(out);
    ++depth_;
    expression(out);
    --depth_;
    if (in_.take_if(Kind::kClose)) return;
    if (!in_.at_end() && !in_.is("then") && !in_.is("unless")) return in_.unexpected(Expected::kThen);
    in_.fault(open, FaultCode::kUnclosed, Expected::kCondition);
  }

  /// Reads `any hop ...` and `hop N ...`.
  void hop_condition(Expr* out) {
    if (in_.in_hop) return in_.fault(in_.peek(), FaultCode::kNested, Expected::kHop);
    out->kind = Expr::Kind::kHop;
    out->hop = Expr::kAnyHop;
    const bool any = in_.take_if("any");
    in_.take();
    if (!any) {
      const std::optional<double> number = parse_quantity(FactType::kNumber, in_.peek().text);
      out->hop = number && *number >= 1 && *number < 1e6 ? static_cast<int>(*number) : 0;
      if (!in_.peek().is_word() || out->hop == 0 || out->hop != *number) return in_.unexpected(Expected::kHopNumber);
      in_.take();
    }
    properties_.connection = true;
    in_.in_hop = true;
    in_brackets(&out->children.emplace_back());
    in_.in_hop = false;
  }

  void attachment_condition(Expr* out) {
    if (in_.in_hop) return in_.fault(in_.peek(1), FaultCode::kNotOfHop);
    if (in_attachment_) return in_.fault(in_.peek(), FaultCode::kNested, Expected::kAttachment);
    out->kind = Expr::Kind::kAttachment;
    in_.skip(2);
    in_attachment_ = true;
    in_brackets(&out->children.emplace_back());
    in_attachment_ = false;
  }

  void condition(Expr* out) {
    const size_t begin = in_.index();
    const RuleToken& token = in_.peek();
    in_.condition_begin = begin;
    in_.fact = nullptr;
    const RuleToken& scope = in_.peek(token.is("any") ? 1 : 0);
    const bool attachment = token.is("any") && scope.is("attachment");
    scope.is("hop") ? hop_condition(out) : attachment ? attachment_condition(out) : simple_condition(out);
    out->source = in_.source_since(begin);
  }

  void simple_condition(Expr* out) {
    const RuleToken& token = in_.peek();
    Condition* const c = &out->condition;
    out->kind = Expr::Kind::kCondition;
    ++properties_.weight;
    properties_.nesting = std::max(properties_.nesting, depth_ - scope_.draft.nesting);
    size_t words = token.is("is") ? 0 : 1;
    const FactDef* const fact = in_attachment_ ? attachment_fact() : find_fact(token.text, in_.peek(1).text, &words);
    if (token.is_word() && fact != nullptr) {
      if (is_ambiguous(*fact)) return in_.fault(token, FaultCode::kAmbiguous);
      in_.skip(words);
      fact_condition(c, *fact, token);
    } else if (!token.is_word() || in_.in_hop || in_attachment_) {
      in_.unexpected(in_.in_hop ? Expected::kHop : in_attachment_ ? Expected::kAttachment : Expected::kCondition);
    } else if (token.is("header") || token.is("believed")) {
      header_condition(c);
    } else {
      token.is("via") ? via_condition(c) : token.is("tagged") ? tagged_condition(c) : test_reference(out);
    }
    properties_.needs |= c->needs;
  }

  /// Returns the fact that is asked of one attachment: `name ...`, `type ...`, `size ...`, `is WORD`; or null.
  const FactDef* attachment_fact() const {
    if (in_.is("is")) return &fact_def(FactId::attachment);
    return find_fact("attachment " + std::string(in_.peek().text));
  }

  /// Returns true for `fact` in `x is a or fact`, if `fact` is a word of x, too.
  bool is_ambiguous(const FactDef& fact) const {
    return fact.type == FactType::kFlag && compared_ != nullptr && in_.before().is("or") &&
           find_word(compared_->id, fact.name) != nullptr;
  }

  void fact_condition(Condition* c, const FactDef& fact, const RuleToken& name) {
    if (in_.in_hop && !fact.per_hop) return in_.fault(name, FaultCode::kNotOfHop);
    in_.fact = &fact;
    c->subject = Subject::kFact;
    c->fact = fact.id;
    c->needs = fact.needs;
    c->domain = fact.type == FactType::kAddress && in_.take_if("domain");
    properties_.fixed = properties_.fixed && fact.id != FactId::score;
    properties_.connection = properties_.connection || fact.per_hop;
    test(c);
  }

  void header_condition(Condition* c) {
    const bool believed = in_.take_if("believed");
    if (!in_.take_if("header")) return in_.unexpected(Expected::kHeader);
    c->subject = Subject::kHeader;
    c->header_scope = believed ? HeaderScope::kBelievedFields : HeaderScope::kAllFields;
    c->needs = believed ? kNeedsHead | kNeedsTrace : kNeedsHead;
    properties_.connection = properties_.connection || believed;
    const RuleToken& name = in_.peek();
    c->name = in_.take_plain_string(Expected::kFieldName);
    if (!is_field_name(c->name)) return in_.fault(name, FaultCode::kInvalid, Expected::kFieldName);
    test(c);
  }

  void tagged_condition(Condition* c) {
    in_.take();
    if (!in_.peek().is_word() || is_reserved(in_.peek().text)) return in_.unexpected(Expected::kTagName);
    c->subject = Subject::kTagged;
    c->name = lower(in_.take().text);
    properties_.fixed = false;
  }

  void via_condition(Condition* c) {
    in_.take();
    in_.take_if("in");
    c->subject = Subject::kVia;
    c->needs = kNeedsTrace;
    properties_.connection = true;
    set_reference(c, ListKind::kHosts);
  }

  void test_reference(Expr* out) {
    const RuleToken& name = in_.peek();
    const TestDef* const test = need_test(name);
    if (test == nullptr) return is_undefined(name) ? in_.refuse() : in_.unexpected(Expected::kCondition);
    in_.take();
    const int nesting = depth_ - scope_.draft.nesting + test->properties.nesting + 1;
    if (nesting > kMaxExprDepth) return in_.fault(name, FaultCode::kTooMany, Expected::kCondition);
    out->kind = Expr::Kind::kTest;
    out->test = test;
    properties_.add(test->properties);
    properties_.nesting = std::max(properties_.nesting, nesting);
  }

  /// Returns the test of that name, after reading its statement if that waits; null after a fault or if there is none.
  const TestDef* need_test(const RuleToken& name) {
    if (const TestDef* test = scope_.known.find_test(name.text)) return test;
    const auto found = scope_.draft.tests.find(lower(name.text));
    if (found == scope_.draft.tests.end() || found->second->state == WaitingStatement::State::kRead) return nullptr;
    WaitingStatement* const waiting = found->second;
    if (waiting->state == WaitingStatement::State::kBeingRead) {
      in_.fault(name, FaultCode::kCircle, Expected::kTestName);
      return nullptr;
    }
    const int outside = std::exchange(scope_.draft.nesting, depth_ + 1);
    read_waiting_statement(scope_, waiting);
    scope_.draft.nesting = outside;
    return scope_.known.find_test(name.text);
  }

  /// Returns true iff a faulty statement would have defined this name: that fault is enough.
  bool is_undefined(const RuleToken& name) const { return scope_.draft.undefined_names.count(lower(name.text)) > 0; }

  void test(Condition* c) {
    const TypeRow& type = type_row(in_.fact, c->domain);
    if (!type.is && !type.in && !type.text && !type.number) {
      c->op = Operator::kFlag;
      if (in_.is("is") || in_.is("in")) in_.unexpected(Expected::kTest);
      return;
    }
    if (in_.is("is")) return is_clause(c);
    if (in_.is("listed") && in_.fact != nullptr && in_.fact->id == FactId::client) return listed_clause(c);
    const size_t skip = in_.is("not") ? 1 : 0;
    const RuleToken& word = in_.peek(skip);
    const std::optional<Operator> text = type.text && word.is_word() ? text_operator(word.text) : std::nullopt;
    if (text || (type.in && word.is("in"))) {
      c->negated = skip == 1;
      c->op = text.value_or(Operator::kIn);
      in_.skip(skip + 1);
      return text ? text_clause(c) : set_reference(c, type.inline_kind);
    }
    const bool number = in_.is(Kind::kOperator) || (in_.peek().is_word() && !is_reserved(in_.peek().text));
    return type.number && number ? number_clause(c) : in_.unexpected(Expected::kTest);
  }

  /// Reads `client listed in "ZONE" [as NETWORK, ...]`.
  void listed_clause(Condition* c) {
    if (in_.in_hop) return in_.fault(in_.peek(), FaultCode::kNotOfHop, Expected::kZone);
    in_.take();
    if (!in_.take_if("in")) return in_.unexpected(Expected::kZone);
    const RuleToken& zone = in_.peek();
    c->name = canonical_name(in_.take_plain_string(Expected::kZone));
    if (!is_valid_hostname(c->name)) return in_.fault(zone, FaultCode::kInvalid, Expected::kZone);
    c->op = Operator::kListed;
    c->needs |= kNeedsDnsList;
    if (!in_.take_if("as")) return;
    do {
      const auto network = Network::parse(in_.peek().text);
      if (!network || !network->address.is_loopback()) return in_.unexpected(Expected::kAnswer);
      c->networks.push_back(*network);
      in_.take();
    } while (in_.take_if(Kind::kComma));
  }

  void is_clause(Condition* c) {
    in_.take();
    c->op = Operator::kIs;
    c->negated = in_.take_if("not");
    compared_ = c->domain ? nullptr : in_.fact;
    do {
      is_item(c);
    } while (in_.take_if(Kind::kComma));
    in_.comparison = in_.source_since(in_.condition_begin);
  }

  void is_item(Condition* c) {
    const RuleToken& token = in_.peek();
    const FactType type = type_row(in_.fact, c->domain).type;
    std::optional<IsItem> item;
    if (token.is_string()) {
      item = quoted_value(type, in_.take_string(Expected::kValue));
    } else if (token.is_word() && !ends_a_condition(token)) {
      in_.take();
      item = bare_value(c->domain ? nullptr : in_.fact, type, token.text);
      if (const FactDef* other = item ? nullptr : find_fact(token.text)) {
        item = fact_value(in_.fact, c->domain, *other, other->type == FactType::kAddress && in_.take_if("domain"));
        if (in_.in_hop && !other->per_hop) return in_.fault(token, FaultCode::kNotOfHop);
        properties_.connection = properties_.connection || other->per_hop;
      }
    }
    if (!item) return in_.fault(token, FaultCode::kUnexpected, Expected::kValue);
    const Needs needs = needs_of(*item);
    if (in_.in_hop && (needs & kNeedsDns) != 0) return in_.fault(token, FaultCode::kNotOfHop, Expected::kValue);
    c->needs |= needs;
    c->items.push_back(std::move(*item));
  }

  void text_clause(Condition* c) {
    if (c->op == Operator::kBegins || c->op == Operator::kEnds) in_.take_if("with");
    if (c->op == Operator::kMatches) return regex_clause(c);
    do {
      const RuleToken& token = in_.peek();
      c->texts.push_back(in_.take_string(Expected::kText));
      if (c->texts.back().empty()) in_.fault(token, FaultCode::kInvalid, Expected::kText);
    } while (in_.take_if(Kind::kComma));
    in_.comparison = in_.source_since(in_.condition_begin);
    compared_ = nullptr;
  }

  void regex_clause(Condition* c) {
    if (!in_.is(Kind::kRegex)) return in_.unexpected(Expected::kRegex);
    const RuleToken& token = in_.take();
    const std::string_view flags = token.raw.substr(token.text.size() + 2);
    if (!flags.empty() && flags != "c") return in_.fault(token, FaultCode::kUnexpected, Expected::kRegex);
    const bool size = !token.text.empty() && token.text.size() <= kMaxRegexBytes;
    if (!size || check_regex(token.text)) return in_.fault(token, FaultCode::kInvalid, Expected::kRegex);
    c->regex = std::make_shared<Regex>(std::string(token.text), flags == "c");
  }

  void number_clause(Condition* c) {
    c->op = Operator::kNumber;
    const bool is_word = in_.peek().is_word();
    if (is_word && in_.peek().text[0] != '=') return range(c);
    const std::string_view op = is_word ? "=" : in_.peek().text;  // in `hops =0`, `=0` is one word
    if (op != "<" && op != "<=" && op != ">" && op != ">=" && op != "=") return in_.unexpected(Expected::kCompare);
    if (!is_word) in_.take();
    const RuleToken& operand = in_.take();
    c->number = number_test(op, read_number(&in_, *in_.fact, operand.text.substr(is_word ? 1 : 0), operand));
  }

  void range(Condition* c) {
    const RuleToken& token = in_.peek();
    const size_t dots = token.text.find("..");
    if (dots == token.text.npos) return in_.unexpected(Expected::kRange);
    in_.take();
    c->number.low = read_number(&in_, *in_.fact, token.text.substr(0, dots), token);
    c->number.high = read_number(&in_, *in_.fact, token.text.substr(dots + 2), token);
    if (c->number.low > c->number.high) in_.fault(token, FaultCode::kInvalid, Expected::kRange);
  }

  /// Reads the name of a list, entries in brackets, or one entry.
  void set_reference(Condition* c, ListKind kind) {
    const RuleToken& token = in_.peek();
    if (token.kind == Kind::kOpen) return inline_set(c, kind);
    const size_t end = token.text.find_last_not_of('.') + 1;  // of `mydomains.`
    const std::string_view name = token.text.substr(0, end).substr(token.text.substr(0, 1) == "!" ? 1 : 0);
    const bool is_list = is_entry(token.text) && scope_.known.find_list(name) != nullptr;
    if (!token.is_word() || ends_a_condition(token) || is_list) return in_.unexpected(Expected::kList);
    if (!is_entry(token.text)) {
      named_set(c);
    } else if (in_.peek(1).kind == Kind::kComma) {
      return in_.fault(in_.peek(1), FaultCode::kUnexpected, Expected::kList);
    } else {
      inline_set(c, kind);
    }
    in_.comparison = in_.source_since(in_.condition_begin);
  }

  void named_set(Condition* c) {
    const RuleToken& name = in_.take();
    const List* const list = scope_.known.find_list(name.text);
    c->mine = trust_list(name.text);
    if (c->mine == nullptr) c->list = list;  // a RuleSet moves: keep no pointer to its own lists
    if (list == nullptr && is_undefined(name)) return in_.refuse();
    if (list == nullptr) return in_.fault(name, FaultCode::kUndefined, Expected::kList);
    if (list_fits(*c, in_.fact, list->kind())) return;
    list->is_faulty() ? in_.refuse() : in_.fault(name, FaultCode::kWrongList, Expected::kList);
  }

  /// Reads `(a, b)`, or one entry.
  void inline_set(Condition* c, ListKind kind) {
    auto list = std::make_unique<List>(kind, std::string());
    list->set_today(scope_.known.today);
    const RuleToken& open = in_.peek();
    if (!in_.take_if(Kind::kOpen)) {
      read_list_entry(&in_, scope_, list.get());
    } else {
      list->mark_set();
      while (!in_.failed() && !in_.take_if(Kind::kClose)) {
        if (in_.at_end() || in_.is("then")) return in_.fault(open, FaultCode::kUnclosed, Expected::kList);
        if (!list->entries().empty()) in_.take_if(Kind::kComma);
        read_list_entry(&in_, scope_, list.get());
      }
      if (list->entries().empty()) in_.fault(open, FaultCode::kInvalid, Expected::kList);
    }
    c->list = list.get();
    scope_.inline_lists->push_back(std::move(list));
  }

  TokenCursor& in_;
  const ParseScope& scope_;
  ExprProperties& properties_;
  int depth_ = scope_.draft.nesting;   // the depth of open brackets and `not`
  bool in_attachment_ = false;         // the parser is behind `any attachment`
  const FactDef* compared_ = nullptr;  // the fact of the last comparison, if that comparison is one with `is`
};

}  // namespace

Expr read_condition(TokenCursor* in, const ParseScope& scope, ExprProperties* properties) {
  Expr out;
  ConditionParser(in, scope, properties).expression(&out);
  return out;
}

void read_list_entry(TokenCursor* in, const ParseScope& scope, List* list) {
  const RuleToken& token = in->peek();
  const bool is_list = list->name().empty() && token.is_word() && scope.known.find_list(token.text) != nullptr;
  if (is_list || !may_be_entry(token)) return in->unexpected(Expected::kEntry);
  const std::string text = token.is_string() ? in->take_string(Expected::kEntry) : std::string(in->take().text);
  Result<ListEntry> entry = parse_list_entry(list->kind(), text);
  if (!entry) return in->fault(token, FaultCode::kInvalid, Expected::kEntry);
  entry->line = token.line;
  if (in->take_if("until")) entry->until_day = in->take_date();
  const std::string& file = scope.source.path();
  list->add_entry(std::move(*entry), file == scope.draft.own_file ? std::string() : file);
}

bool read_expression(const ParseScope& scope, Expr* out) {
  TokenCursor in(scope.source, &scope.draft.faults);
  ExprProperties properties;
  in.read({scope.source.text(), 1});
  *out = read_condition(&in, scope, &properties);
  if (!in.at_end()) in.unexpected(Expected::kNothing);
  return !in.failed();
}

double read_number(TokenCursor* in, const FactDef& fact, std::string_view text, const RuleToken& token) {
  const std::optional<double> number = token.is_word() ? parse_quantity(fact.type, text) : std::nullopt;
  const bool negative = text.substr(0, 1) == "-" && fact.id != FactId::score;
  in->fact = &fact;
  if (!number || negative) in->fault(token, FaultCode::kInvalid, Expected::kNumber);
  return number.value_or(0);
}

}  // namespace hfilter
