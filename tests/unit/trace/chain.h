// SPDX-License-Identifier: BSD-2-Clause
//
// A message, its chain and the lists of a test, from short texts.
#pragma once

#include <memory>
#include <sstream>
#include <string>

#include "trace/border.h"

namespace hfilter_test {

/// A message with these header lines and no body.
inline std::unique_ptr<hfilter::Message> make_message(const std::string& header) {
  return std::make_unique<hfilter::Message>(header + "\n", std::make_unique<hfilter::MemoryBody>(""));
}

/// Each word of `text` as an entry, all in line `line`; "" sets the list without entries.
inline void fill(hfilter::List* list, const std::string& text, int line) {
  list->mark_set();
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    auto entry = hfilter::parse_list_entry(list->kind(), word);
    entry->line = line;
    list->add_entry(*entry, "");
  }
}

/// "mynetworks 192.0.2.0/24 / myscanners scanner.example.net": the words count as lines 1, 2, ...
inline void read_trust(const std::string& text, hfilter::TrustLists* trust) {
  hfilter::List* const lists[] = {&trust->mydomains,    &trust->mynetworks, &trust->myhosts, &trust->myscanners,
                                  &trust->myforwarders, &trust->myrelays,   &trust->mylists};
  std::istringstream statements(text);
  int line = 1;
  for (std::string statement; std::getline(statements, statement, '/'); ++line) {
    // A network's own slash: "192.0.2.0" "24 ..." belong together.
    for (std::string more;
         statement.size() > 0 && std::isdigit(statements.peek()) && std::getline(statements, more, '/');) {
      statement += "/" + more;
    }
    std::istringstream words(statement);
    std::string name, rest;
    words >> name;
    std::getline(words, rest);
    for (hfilter::List* list : lists) {
      if (list->name() == name) fill(list, rest, line);
    }
  }
}

/// "found 2 198.51.100.7 helo=x [authenticated] [local] [fetched=1] [sent-on] [picked-up] [disagrees]".
inline std::string spell(const hfilter::Border& border) {
  std::string text = std::string(border_state_name(border.state)) + " " + std::to_string(border.line);
  if (border.client) text += " " + border.client->to_string();
  if (border.helo) text += " helo=" + *border.helo;
  if (border.authenticated) text += " authenticated";
  if (border.local) text += " local";
  if (border.fetched) text += " fetched=" + std::to_string(border.fetched);
  if (border.sent_on) text += " sent-on";
  if (border.picked_up) text += " picked-up";
  if (border.why.find(" names another address") != border.why.npos) text += " disagrees";
  return text;
}

/// The roles, newest first: "yours believed inside stranger".
inline std::string spell_roles(const hfilter::Border& border) {
  static const char* const names[] = {"yours", "believed", "inside", "stranger", "stop", "not-believed"};
  std::string text;
  for (const hfilter::HopRole& role : border.roles) {
    text += (text.empty() ? "" : " ") + std::string(names[static_cast<int>(role.role)]);
  }
  return text;
}

}  // namespace hfilter_test
