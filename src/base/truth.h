// SPDX-License-Identifier: BSD-2-Clause
//
// Three-valued truth (Kleene): a rule may fire only on what is certainly true.
// Unknown is a value with a reason, never an error. All of it owns its text.
#pragma once

#include <string>
#include <utility>

namespace hfilter {

enum class Kleene : unsigned char { kFalse = 0, kUnknown = 1, kTrue = 2 };

inline Kleene kleene(bool value) { return value ? Kleene::kTrue : Kleene::kFalse; }
inline Kleene operator!(Kleene a) { return static_cast<Kleene>(2 - static_cast<int>(a)); }
inline Kleene kleene_or(Kleene a, Kleene b) { return a < b ? b : a; }

/// Why something cannot be known. Closed: explain, --json and the log name it.
enum class UnknownReason {
  kYours,        // the mail is yours: it has no stranger
  kBorder,       // the border line is ambiguous or unreadable
  kNotLookedUp,  // the writer of the line does not look this up (or the fact is not in it)
  kPrivate,      // a private border client: no rDNS, SPF or list can speak of it
  kSentOn,       // sent on inside your border: the envelope sender is not the stranger's
  kNotGiven,     // the delivery agent did not tell (sender, recipient)
  kList,         // a list file is missing, empty or malformed
  kDns,          // time-out, SERVFAIL, budget spent
  kDnsOff,       // dns off
  kProbe,        // a contained library died, or its deadline passed
  kLimit,        // one of base/limits.h was reached
  kNoSpace,      // the body could not be spooled
  kMalformed,    // the data is broken (MIME, archive, encoding)
  kCharset,      // a character set that is not decoded
  kUndecided,    // a rule above is unknown, and its score or tag would decide
};

/// The name of a reason in --json and in the log, such as "border" or "dns-off". Never fails.
const char* reason_name(UnknownReason reason);

struct Unknown {
  UnknownReason reason = UnknownReason::kNotGiven;
  std::string text;        // for people: "10.0.0.5 is not in mynetworks"
  bool temporary = false;  // may be known on the next try: `when-unsure defer` looks at this
};

/// The value of a condition. `why` is the evidence for T and F ("in mydomains (hewgill.com, line 3)"), the reason for
/// U.
struct Truth {
  Kleene value = Kleene::kFalse;
  std::string why;
  UnknownReason reason = UnknownReason::kNotGiven;  // only when value is kUnknown
  bool temporary = false;                           // only when value is kUnknown

  static Truth yes(std::string why = {}) { return {Kleene::kTrue, std::move(why)}; }
  static Truth no(std::string why = {}) { return {Kleene::kFalse, std::move(why)}; }
  static Truth of(bool value, std::string why = {}) { return {kleene(value), std::move(why)}; }
  static Truth unknown(Unknown u) { return {Kleene::kUnknown, std::move(u.text), u.reason, u.temporary}; }

  bool is_true() const { return value == Kleene::kTrue; }
  bool is_false() const { return value == Kleene::kFalse; }
  bool is_unknown() const { return value == Kleene::kUnknown; }
  Truth negated() const {
    Truth result = *this;
    result.value = !value;
    return result;
  }
};

}  // namespace hfilter
