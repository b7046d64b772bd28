// SPDX-License-Identifier: BSD-2-Clause
//
// Three-valued logic (Kleene): true, false, unknown. Only a condition that is certainly true lets a rule act.
// Unknown is a value with a reason, not an error.
#pragma once

#include <string>
#include <utility>

namespace hfilter {

enum class Kleene : unsigned char { kFalse = 0, kUnknown = 1, kTrue = 2 };

inline Kleene kleene(bool value) { return value ? Kleene::kTrue : Kleene::kFalse; }
inline Kleene operator!(Kleene a) { return static_cast<Kleene>(2 - static_cast<int>(a)); }
inline Kleene kleene_or(Kleene a, Kleene b) { return a < b ? b : a; }

/// The reason why a fact or a condition is unknown. explain, --json and the log print the reason.
enum class UnknownReason {
  kNoStranger,   // the mail is from the user's own servers: no outside client exists
  kBorder,       // the Received line about the outside client is ambiguous or unreadable
  kNotLookedUp,  // the MTA that wrote the Received line does not look up this fact
  kPrivate,      // the outside client has a private address: no rDNS, SPF or list applies
  kSentOn,       // an own server sent the mail on: the envelope sender is not the outside client's
  kNotGiven,     // the delivery agent did not pass the value (sender, recipient)
  kList,         // a list file is missing, empty or malformed
  kDns,          // DNS had a timeout or a SERVFAIL, or the DNS budget is spent
  kDnsOff,       // the user wrote `set dns off`
  kProbe,        // a contained child crashed, or its deadline passed
  kLimit,        // a bound of base/limits.h was reached
  kNoSpace,      // the disk has no space to spool the body
  kMalformed,    // the data is broken (MIME, archive, encoding)
  kCharset,      // hfilter cannot decode the character set
  kUndecided,    // an earlier rule is unknown, and its score or tag would decide
};

/// Returns the name of a reason in --json and in the log, such as "border" or "dns-off".
const char* reason_name(UnknownReason reason);

struct Unknown {
  UnknownReason reason = UnknownReason::kNotGiven;
  std::string text;        // the reason as the user reads it: "10.0.0.5 is not in mynetworks"
  bool temporary = false;  // a retry may help: `set when-unsure defer` uses this
};

/// The value of a condition. `why` is the evidence for true and false ("in mydomains (hewgill.com, line 3)") and the
/// reason for unknown.
struct Truth {
  Kleene value = Kleene::kFalse;
  std::string why;
  UnknownReason reason = UnknownReason::kNotGiven;  // the reason; valid only if value is kUnknown
  bool temporary = false;                           // a retry may help; valid only if value is kUnknown

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
