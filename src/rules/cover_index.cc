// SPDX-License-Identifier: BSD-2-Clause
#include "rules/cover_index.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace hfilter {

namespace {

using Keys = std::vector<std::string>;

constexpr size_t kLongText = 500;      // octets; one that is longer is compared with all rules about its fact
constexpr size_t kMostParts = 10'000;  // of one text, all lengths together; one that has more is as good as longer
constexpr char kLong[] = "\n";         // no text holds a line end
constexpr size_t kMostKeys = 64;       // of one rule; one with more is compared with each below it
constexpr char kEveryRule[] = "*";

/// What both conditions have in common, one that implies the other.
std::string signature(const Condition& c) {
  std::string key = "c";
  for (const int part : {static_cast<int>(c.subject), static_cast<int>(c.op), c.domain ? 1 : 0, c.negated ? 1 : 0,
                         static_cast<int>(c.fact), static_cast<int>(c.writers)}) {
    key += std::to_string(part) + " ";
  }
  return key + lower(c.name) + "\n";
}

std::string item_key(const IsItem& item) {
  std::string key = std::to_string(static_cast<int>(item.kind)) + " " + item.text + " ";
  if (item.word != nullptr) key += item.word->word;
  if (item.kind == IsItem::Kind::kAddress) key += item.address.to_string();
  return key;
}

bool is_text_operator(Operator op) {
  return op == Operator::kContains || op == Operator::kBegins || op == Operator::kEnds || op == Operator::kLike;
}

/// The parts of `text` that have one of these lengths and could be what a condition above asks for.
Keys parts_of(Operator op, const std::string& text, const std::set<size_t>& lengths) {
  Keys keys;
  for (const size_t length : lengths) {
    if (length > text.size()) break;
    const size_t last = text.size() - length;
    if (op == Operator::kLike && last > 0) continue;
    if (op == Operator::kEnds) keys.push_back(text.substr(last));
    if (op != Operator::kEnds) keys.push_back(text.substr(0, length));
    for (size_t at = 1; op == Operator::kContains && at <= last; ++at) keys.push_back(text.substr(at, length));
  }
  return keys;
}

Keys with(const std::string& front, Keys keys) {
  for (std::string& key : keys) key.insert(0, front);
  return keys;
}

Keys keys_of_items(const Condition& c) {
  Keys keys;
  for (const IsItem& item : c.items) keys.push_back(item_key(item));
  return keys;
}

/// `lengths` is null for a condition that is implied, under which a rule is filed. Of a negated `is` the roles are
/// changed.
Keys keys_of_condition(const Condition& c, const CoverIndex::Lengths* lengths) {
  const std::string front = signature(c);
  const bool each = (lengths == nullptr) != c.negated;
  if (c.op == Operator::kIs && !c.items.empty()) {
    return with(front, each ? keys_of_items(c) : Keys{item_key(c.items.front())});
  }
  if (c.op == Operator::kIn) {
    return {front + (c.list != nullptr ? std::to_string(reinterpret_cast<uintptr_t>(c.list)) : "mine")};
  }
  if (c.op == Operator::kMatches && c.regex) return {front + c.regex->pattern()};
  if (!is_text_operator(c.op) || c.negated || c.texts.empty()) return {front};
  if (lengths == nullptr) {
    Keys keys;
    for (const std::string& part : c.texts) keys.push_back(lower(part));
    return with(front, keys);
  }
  const auto known = lengths->find(front);
  if (known == lengths->end()) return {};
  const std::string text = lower(c.texts.front());
  const bool is_long = text.size() > kLongText || text.size() * known->second.size() > kMostParts;
  return is_long ? Keys{front + kLong} : with(front, parts_of(c.op, text, known->second));
}

/// How many rules are filed under these already.
size_t crowd(const Keys& keys, const CoverIndex::Rules& rules) {
  size_t all = 0;
  for (const std::string& key : keys) {
    const auto found = rules.find(key);
    all += found == rules.end() ? 0 : found->second.size();
  }
  return all;
}

Keys keys_of(const Expr& expr, const CoverIndex::Lengths* lengths, const CoverIndex::Rules& rules) {
  if (expr.kind == Expr::Kind::kTest && expr.test->expr) return keys_of(*expr.test->expr, lengths, rules);
  if (expr.kind == Expr::Kind::kCondition) return keys_of_condition(expr.condition, lengths);
  if (expr.kind != Expr::Kind::kAnd && expr.kind != Expr::Kind::kOr) {
    return {std::to_string(static_cast<int>(expr.kind)) + " " + std::to_string(expr.hop)};
  }
  Keys keys;
  bool first = true;
  for (const Expr& child : expr.children) {
    Keys more = keys_of(child, lengths, rules);
    // All parts of an `and` are implied: one is enough to be filed under, best where few others are.
    if (lengths == nullptr && expr.kind == Expr::Kind::kAnd) {
      if (first || crowd(more, rules) < crowd(keys, rules)) keys.swap(more);
    } else {
      keys.insert(keys.end(), more.begin(), more.end());
    }
    first = false;
  }
  return keys;
}

/// The lengths of the texts under which a rule was filed.
void note_lengths(const Expr& expr, CoverIndex::Lengths& lengths, std::vector<std::string>& fronts) {
  if (expr.kind == Expr::Kind::kTest && expr.test->expr) return note_lengths(*expr.test->expr, lengths, fronts);
  for (const Expr& child : expr.children) note_lengths(child, lengths, fronts);
  const Condition& c = expr.condition;
  if (expr.kind != Expr::Kind::kCondition || !is_text_operator(c.op) || c.negated) return;
  fronts.push_back(signature(c));
  for (const std::string& part : c.texts) lengths[fronts.back()].insert(part.size());
}

}  // namespace

void CoverIndex::add(const Rule& rule, size_t number) {
  const Keys keys = keys_of(*rule.condition, nullptr, rules_);
  if (keys.size() > kMostKeys) return rules_[kEveryRule].push_back(number);
  std::vector<std::string> fronts;
  note_lengths(*rule.condition, lengths_, fronts);
  for (const std::string& front : fronts) rules_[front + kLong].push_back(number);
  for (const std::string& key : keys) rules_[key].push_back(number);
}

std::vector<size_t> CoverIndex::candidates(const Rule& rule) const {
  std::vector<size_t> all;
  Keys keys = keys_of(*rule.condition, &lengths_, rules_);
  keys.emplace_back(kEveryRule);
  for (const std::string& key : keys) {
    const auto found = rules_.find(key);
    if (found != rules_.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace hfilter
