// SPDX-License-Identifier: BSD-2-Clause
#include "app/report/verdict_json.h"

namespace hfilter {

void write_verdict(JsonWriter& json, const Verdict& verdict) {
  json.key("verdict").begin_object();
  json.key("action").text(action_name(verdict.action));
  json.key("rule").text_or_null(verdict.rule);
  json.key("text").text(verdict.text);
  json.key("score").decimal(verdict.score);
  json.key("tags").begin_array();
  for (const std::string& tag : verdict.tags) json.text(tag);
  json.end_array();
  if (verdict.action == Action::kDeliver) json.key("folder").text(verdict.folder);
  if (!verdict.milder_reason.empty()) {
    json.key("asked").text(action_name(verdict.rule_action)).key("guard").text(verdict.milder_reason);
  }
  json.end_object();
}

std::string verdict_json(const Verdict& verdict) {
  JsonWriter json;
  json.begin_object().key("schema").number(1);
  write_verdict(json, verdict);
  json.end_object();
  return json.result();
}

}  // namespace hfilter
