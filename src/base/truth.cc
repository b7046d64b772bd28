// SPDX-License-Identifier: BSD-2-Clause
#include "base/truth.h"

namespace hfilter {

const char* reason_name(UnknownReason reason) {
  switch (reason) {
    case UnknownReason::kNoStranger:
      return "yours";
    case UnknownReason::kBorder:
      return "border";
    case UnknownReason::kNotLookedUp:
      return "not-looked-up";
    case UnknownReason::kPrivate:
      return "private";
    case UnknownReason::kSentOn:
      return "sent-on";
    case UnknownReason::kNotGiven:
      return "not-given";
    case UnknownReason::kList:
      return "list";
    case UnknownReason::kDns:
      return "dns";
    case UnknownReason::kDnsOff:
      return "dns-off";
    case UnknownReason::kProbe:
      return "probe";
    case UnknownReason::kLimit:
      return "limit";
    case UnknownReason::kNoSpace:
      return "no-space";
    case UnknownReason::kMalformed:
      return "malformed";
    case UnknownReason::kUndecided:
      return "undecided";
    case UnknownReason::kCharset:
      return "charset";
  }
  return "unknown";
}

}  // namespace hfilter
