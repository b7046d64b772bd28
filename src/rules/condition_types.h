// SPDX-License-Identifier: BSD-2-Clause
//
// Which conditions a fact has follows from its type alone: one table, for the parser. Pure, static data.
#pragma once

#include <string>
#include <string_view>

#include "rules/expr.h"

namespace hfilter {

/// Which conditions a type has.
struct TypeRow {
  FactType type;
  bool is, in, text, number;
  ListKind inline_kind;
  const char* form;  // for help
};

/// Of `header "X"` (null) and of `X domain` there is no row of their own: text, and a name without words.
const TypeRow& type_row(const FactDef* fact, bool domain);
/// "helo", "sender domain", `header "X"`.
std::string subject_name(const Condition& c, const FactDef* fact);
/// `form` with each %s replaced by the subject's name.
std::string filled(const char* form, const std::string& name);
/// A bare word that can only be an entry, not the name of a list.
bool is_entry(std::string_view word);
/// May a list of this kind be asked about this fact?
bool list_fits(const Condition& c, const FactDef* fact, ListKind kind);

/// Returns the value of a text in quotes behind `is`; nullopt if a fact of this type has no such value.
std::optional<IsItem> quoted_value(FactType type, const std::string& text);
/// Returns the value of a bare word behind `is`: a word of `fact` (null: of a header field or a domain), an address, a
/// name or a mail address; nullopt if it is none of these.
std::optional<IsItem> bare_value(const FactDef* fact, FactType type, std::string_view text);

}  // namespace hfilter
