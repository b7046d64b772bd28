// SPDX-License-Identifier: BSD-2-Clause
//
// The conditions that each type of fact allows, as one table for the parser.
#pragma once

#include <string>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

struct TypeRow {
  FactType type;
  bool is, in, text, number;
  ListKind inline_kind;
  const char* form;  // the form shown in help; %s is the subject
};

/// Returns the row of a fact. `header "X"` (null) uses the row of texts, and `X domain` the row of names.
const TypeRow& type_row(const FactDef* fact, bool domain);
/// Returns the subject as written: "helo", "sender domain", `header "X"`.
std::string subject_name(const Condition& c, const FactDef* fact);
/// Returns `form` with `name` in place of each %s.
std::string filled(const char* form, const std::string& name);
/// Returns true for a bare word that must be an entry and not the name of a list.
bool is_entry(std::string_view word);
/// Returns true if a list of this kind can be asked about this fact.
bool list_fits(const Condition& c, const FactDef* fact, ListKind kind);

/// Returns the test of a text that `word` begins: contains, begins, ends, like, matches; or nothing.
std::optional<Operator> text_operator(std::string_view word);
/// Returns the value of a text in quotes behind `is`; nullopt if a fact of this type has no such value.
std::optional<IsItem> quoted_value(FactType type, const std::string& text);
/// Returns the value of a bare word behind `is`: a word of `fact` (null: of a header field or a domain), an address, a
/// name or a mail address; nullopt if it is none of these.
std::optional<IsItem> bare_value(const FactDef* fact, FactType type, std::string_view text);

/// Returns what the value needs beside its fact: a word or another fact may need DNS.
Needs needs_of(const IsItem& item);
/// Returns the value `other`, or the domain of that address, to be compared with `fact` (null: a header field) or its
/// domain; nullopt unless both are names or both are addresses, of different facts.
std::optional<IsItem> fact_value(const FactDef* fact, bool domain, const FactDef& other, bool other_domain);

}  // namespace hfilter
