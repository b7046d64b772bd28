// SPDX-License-Identifier: BSD-2-Clause
//
// All Received fields of a message, newest first. Each is parsed once and on demand, because the walk usually needs the
// first few and a message may have 10,000.
// Lifetime: the chain has views into the Message, which must outlive it.
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

  /// Returns the number of Received fields, at most kMaxHops.
  int size() const { return static_cast<int>(fields_.size()); }
  /// Returns true if there were more fields or the header was cut, so that the oldest hops are missing.
  bool truncated() const { return truncated_; }
  /// Returns hop `number`, 1 to size(). The reference is valid as long as the chain.
  const ReceivedHop& hop(int number) const;
  /// Returns the index of Received field `number` in message.fields(). Its position decides which other fields are
  /// believed.
  size_t field_index(int number) const { return fields_[static_cast<size_t>(number - 1)]; }
  /// Returns the fields between lines `number` and `number + 1` as indexes [begin, end). 0: those above the first line.
  std::pair<size_t, size_t> fields_below(int number) const {
    return {number == 0 ? 0 : field_index(number) + 1,
            number < size() ? field_index(number + 1) : message_.fields().size()};
  }

 private:
  const Message& message_;
  std::vector<size_t> fields_;
  mutable std::vector<std::unique_ptr<ReceivedHop>> hops_;  // hops are parsed on demand, also by const functions
  bool truncated_ = false;
};

}  // namespace hfilter
