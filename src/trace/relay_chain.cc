// SPDX-License-Identifier: BSD-2-Clause
#include "trace/relay_chain.h"

#include "base/limits.h"
#include "base/text.h"
#include "trace/received_parser.h"

namespace hfilter {

RelayChain::RelayChain(const Message& message) : message_(message) {
  truncated_ = message.fields_truncated() || !message.header_complete();
  for (size_t i = 0; i < message.fields().size(); ++i) {
    if (!equal_ignoring_case(message.fields()[i].name, "Received")) continue;
    if (fields_.size() == kMaxHops) {
      truncated_ = true;
      break;
    }
    fields_.push_back(i);
  }
  hops_.resize(fields_.size());
}

const ReceivedHop& RelayChain::hop(int number) const {
  const size_t at = static_cast<size_t>(number - 1);
  if (!hops_[at]) {
    const std::string_view value = message_.fields()[fields_[at]].value;
    hops_[at] = std::make_unique<ReceivedHop>(parse_received(value, number));
  }
  return *hops_[at];
}

}  // namespace hfilter
