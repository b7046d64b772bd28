// SPDX-License-Identifier: BSD-2-Clause
#include "facts/message/address_fields.h"

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "facts/message/header_text.h"

namespace hfilter {
namespace {

bool is_name_char(char c) { return c > 0x20 && c < 0x7f && c != ':'; }

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

/// Finds all fields with one name in a header. A line begins after an LF and after a CR.
class LooseFields {
 public:
  LooseFields(const Message& message, std::string_view name)
      : text_(message.header()), name_(name), complete_(message.header_complete()) {}

  /// Returns the values in order, at most kMaxAddresses + 1.
  std::vector<std::string_view> values() {
    std::vector<std::string_view> found;
    size_t begin = 0;
    while (begin < text_.size() && found.size() <= kMaxAddresses) {
      const size_t colon = colon_of_field(begin);
      const size_t end = colon == std::string_view::npos ? colon : value_end(begin, colon + 1);
      if (end != std::string_view::npos) found.push_back(text_.substr(colon + 1, end - colon - 1));
      begin = next_line(begin);
    }
    return found;
  }

 private:
  /// Returns the colon of the field at `at`, or npos if that field has another name.
  size_t colon_of_field(size_t at) const {
    const auto is_passed_over = [](char c) { return !is_name_char(c) && c != ':'; };
    while (at < text_.size() && is_passed_over(text_[at]) && !is_blank(text_[at]) && !is_line_end(text_[at])) ++at;
    if (!equal_ignoring_case(text_.substr(at, name_.size()), name_)) return std::string_view::npos;
    at += name_.size();
    while (at < text_.size() && is_passed_over(text_[at])) ++at;
    return at < text_.size() && text_[at] == ':' ? at : std::string_view::npos;
  }

  /// Returns the end of the value at `at`: the first LF that is not folding. In a line that began after a CR, a CR ends
  /// the value too, so that many such lines take linear time. Returns npos if the header was cut.
  size_t value_end(size_t line, size_t at) const {
    const bool by_cr = line > 0 && text_[line - 1] == '\r';
    for (; at < text_.size(); ++at) {
      if (!is_line_end(text_[at]) || (text_[at] == '\r' && !by_cr)) continue;
      if (text_.substr(at, 2) == "\r\n") continue;
      if (at + 1 == text_.size()) break;
      if (!is_blank(text_[at + 1])) return at;
    }
    return complete_ ? at : std::string_view::npos;
  }

  size_t next_line(size_t at) {
    if (lf_ < at) lf_ = std::min(text_.find('\n', at), text_.size());
    if (cr_ < at) cr_ = std::min(text_.find('\r', at), text_.size());
    return std::min(lf_, cr_) + 1;
  }

  std::string_view text_;
  std::string_view name_;
  bool complete_;
  size_t lf_ = 0;  // the position of the next LF; text_.size() if there is none
  size_t cr_ = 0;
};

AddressListValue as_one_list(const std::vector<std::string_view>& values) {
  AddressListValue all;
  for (std::string_view value : values) {
    AddressListValue one = parse_address_list(value);
    for (MailAddress& address : one.addresses) {
      if (address.is_null()) continue;  // `From: <>` has no address
      if (all.addresses.size() == kMaxAddresses) {
        all.truncated = true;
        break;
      }
      all.addresses.push_back(std::move(address));
    }
    all.malformed |= one.malformed;
    all.undisclosed |= one.undisclosed;
    all.group |= one.group;
    all.truncated |= one.truncated;
  }
  all.undisclosed = all.undisclosed && all.addresses.empty();
  return all;
}

}  // namespace

Finding<AddressListValue> addresses_of(const FactContext& context, std::string_view name) {
  const std::vector<std::string_view> values = LooseFields(context.message, name).values();
  if (!values.empty()) return as_one_list(values);
  if (is_header_cut(context)) return header_cut();
  return {};
}

Finding<Hostname> author_domain(const FactContext& context) {
  const std::vector<std::string_view> values = LooseFields(context.message, "From").values();
  if (values.size() > 1) return {};
  const AddressListValue from = as_one_list(values);
  const std::vector<MailAddress>& all = from.addresses;
  const auto is_elsewhere = [&](const MailAddress& address) { return address.domain != all.front().domain; };
  const bool single = !all.empty() && !all.front().domain.empty() && std::none_of(all.begin(), all.end(), is_elsewhere);
  if (is_header_cut(context) && (values.empty() || single)) return header_cut();
  if (!single || from.group || from.truncated) return {};
  return all.front().domain;
}

}  // namespace hfilter
