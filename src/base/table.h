// SPDX-License-Identifier: BSD-2-Clause
//
// A view of a constant array, for the tables of the program: facts, words, writers of Received lines.
// Lifetime: the array must outlive the view.
#pragma once

#include <cstddef>

namespace hfilter {

template <class Row>
class Table {
 public:
  template <size_t N>
  constexpr explicit Table(const Row (&rows)[N]) : Table(rows, N) {}
  constexpr Table(const Row* first, size_t size) : first_(first), size_(size) {}

  constexpr const Row* begin() const { return first_; }
  constexpr const Row* end() const { return first_ + size_; }
  constexpr const Row* data() const { return first_; }
  constexpr size_t size() const { return size_; }
  constexpr const Row& operator[](size_t i) const { return first_[i]; }

 private:
  const Row* first_;
  size_t size_;
};

}  // namespace hfilter
