// SPDX-License-Identifier: BSD-2-Clause
//
// All Received fields of a message, newest first, each parsed at most once and only when it is asked for (the walk
// mostly needs the first few; a message may carry ten thousand). Total. Views into the Message, which must outlive the
// chain.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "message/message.h"
#include "trace/received_hop.h"

namespace hfilter {

class RelayChain {
 public:
  explicit RelayChain(const Message& message);
  RelayChain(const RelayChain&) = delete;
  RelayChain& operator=(const RelayChain&) = delete;

  /// How many Received fields there are, at most kMaxHops.
  int size() const { return static_cast<int>(fields_.size()); }
  /// True if there were more than kMaxHops, or the header was cut: the chain's lower end is not known.
  bool truncated() const { return truncated_; }
  /// Hop `number`, 1..size(). Valid as long as the chain.
  const ReceivedHop& hop(int number) const;
  /// Where field `number` stands in message.fields(): what is above and below it decides what is believed.
  size_t field_index(int number) const { return fields_[static_cast<size_t>(number - 1)]; }
  /// The fields between lines `number` and `number + 1`, as indexes [begin, end); 0: those above the first line.
  std::pair<size_t, size_t> fields_below(int number) const {
    return {number == 0 ? 0 : field_index(number) + 1,
            number < size() ? field_index(number + 1) : message_.fields().size()};
  }

 private:
  const Message& message_;
  std::vector<size_t> fields_;
  mutable std::vector<std::unique_ptr<ReceivedHop>> hops_;  // logically const: parsed on demand
  bool truncated_ = false;
};

}  // namespace hfilter
