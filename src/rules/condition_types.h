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

}  // namespace hfilter
