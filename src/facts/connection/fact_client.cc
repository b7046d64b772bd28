// SPDX-License-Identifier: BSD-2-Clause
// `client`: the address of the stranger.
#include "facts/connection/connection.h"
#include "facts/fact.h"

namespace hfilter {

FactValue fact_client(const FactContext& context) {
  return as_fact(client_of(context), [](const IpAddress& client) { return client; });
}

Truth word_client_private(const FactContext& context) {
  return client_of(context).as_truth([](const IpAddress& client) {
    return Truth::of(client.is_private(), client.to_string() + (client.is_private() ? " is private" : " is public"));
  });
}

}  // namespace hfilter
