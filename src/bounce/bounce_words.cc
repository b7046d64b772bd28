// SPDX-License-Identifier: BSD-2-Clause
#include "bounce/bounce_words.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace hfilter {
namespace {

constexpr size_t kMaxWordDistance = 70;   // The most octets between a negation and a delivery verb: a sentence.
constexpr size_t kMaxCodeDistance = 200;  // The most octets between a status code and a mail address: a few lines.

/// The stems of one language, separated by "|". A stem omits a first letter that is not ASCII and can be upper case.
struct Tongue {
  const char* name;
  std::string_view negations;
  std::string_view deliveries;
};

constexpr Tongue kTongues[] = {
    {"English", "not |n't |unable|fail|cannot|impossible|refused|problem deliver", "deliver"},
    {"German", "nicht |fehl|gescheitert|unm\u00f6glich",
     "zugestellt|zustell|\u00fcbermittel|bermittelt|ausgeliefert|auslieferung"},
    {"French", " pas |impossib|chec |chou\u00e9|erreur", "remis|livr|distribu|achemin|d\u00e9livr"},
    {"Spanish", "no |imposib|fall|error", "entreg|distribu"},
    {"Portuguese", "n\u00e3o |nao |impossi|falh|erro ", "entreg"},
    {"Italian", "non |impossibil|mancat|errore|fallit", "consegn|recapit|inoltr"},
    {"Dutch", "niet|mislukt|onmogelijk", "bezorg|aflever|besteld"},
    {"Swedish, Danish, Norwegian", "inte |ikke |misslyck|mislyk", "levere|levera|leveri|levert"},
    {"Finnish", "ei |onnistu", "toimit|perille|v\u00e4litt"},
    {"Polish", "nie |b\u0142\u0105d|niepowodz", "dostarcz|dor\u0119cz"},
    {"Czech, Slovak", "nelze|neby|nepoda|nemohl|nebol", "doru\u010d"},
    {"Hungarian", "nem |sikertelen|hiba", "k\u00e9zbes"},
    {"Turkish", "ilemedi|edilemedi|ar\u0131s\u0131z|ilemiyor", "ilet|teslim"},
    {"Russian",
     "\u043d\u0435 |\u0435\u0432\u043e\u0437\u043c\u043e\u0436|\u0448\u0438\u0431\u043a|\u043d\u0435\u0443\u0434\u0430",
     "\u043e\u0441\u0442\u0430\u0432\u043b|\u043e\u0441\u0442\u0430\u0432\u043a|"
     "\u043e\u0441\u0442\u0430\u0432\u0438\u0442"},
    {"Japanese",
     "\u3067\u304d\u307e\u305b\u3093|\u3067\u304d\u306a|\u4e0d\u80fd|\u5931\u6557|\u30a8\u30e9\u30fc|"
     "\u307e\u305b\u3093\u3067\u3057\u305f",
     "\u914d\u4fe1|\u914d\u9001|\u9001\u4fe1|\u9001\u9054|\u5c4a"},
    {"Chinese",
     "\u65e0\u6cd5|\u672a\u80fd|\u5931\u8d25|\u4e0d\u80fd|\u7121\u6cd5|\u5931\u6557|\u9519\u8bef|\u932f\u8aa4",
     "\u6295\u9012|\u9001\u8fbe|\u53d1\u9001|\u6295\u905e|\u9001\u9054|\u5bc4\u9001|\u905e\u9001|\u50b3\u9001"},
    {"Korean", "\uc2e4\ud328|\ubd88\uac00|\uc5c6\uc2b5\ub2c8\ub2e4|\ubabb",
     "\uc804\uc1a1|\ubc30\ub2ec|\ubc1c\uc1a1|\uc804\ub2ec"},
};

/// Stems that contain both a negation and a delivery verb.
constexpr std::string_view kNegatedDeliveries =
    "undeliver|non-deliver|nondeliver|not deliverable|unzustellbar|nicht zustellbar|unbestellbar|zustellungsfehler|"
    "onbestelbaar|non remis|niedostarcz|nedoru\u010d|devuelto|devolvid|"
    "\u0435\u0434\u043e\u0441\u0442\u0430\u0432\u043b|\u9000\u4fe1|\u5b9b\u5148\u4e0d\u660e|\ubc18\uc1a1";

std::string_view next_stem(std::string_view* stems) {
  const size_t bar = stems->find('|');
  const std::string_view stem = stems->substr(0, bar);
  stems->remove_prefix(bar == std::string_view::npos ? stems->size() : bar + 1);
  return stem;
}

/// Returns the sorted offsets of all stems in `text`, which is in lower case.
std::vector<size_t> places(std::string_view text, std::string_view stems) {
  std::vector<size_t> found;
  while (!stems.empty()) {
    const std::string_view stem = next_stem(&stems);
    size_t at = text.find(stem);
    for (size_t i = 0; i < kMaxWordPlaces && at != std::string_view::npos; ++i) {
      found.push_back(at);
      at = text.find(stem, at + stem.size());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool are_near(const std::vector<size_t>& some, const std::vector<size_t>& others, size_t distance) {
  size_t i = 0, j = 0;
  while (i < some.size() && j < others.size()) {
    const size_t apart = some[i] > others[j] ? some[i] - others[j] : others[j] - some[i];
    if (apart <= distance) return true;
    ++(some[i] < others[j] ? i : j);
  }
  return false;
}

bool begins_word(std::string_view text, size_t at) {
  return at == 0 || (!is_alnum(text[at - 1]) && text[at - 1] != '.' && text[at - 1] != '-' && text[at - 1] != '@');
}

/// Returns true if a status code such as "550 ", "421-" or "5.1.1" begins at `at`.
bool is_status(std::string_view text, size_t at) {
  if ((text[at] != '4' && text[at] != '5') || !begins_word(text, at)) return false;
  const std::string_view rest = text.substr(at);
  if (rest.size() >= 5 && rest[1] == '.') {
    size_t dot = 2;
    while (dot < rest.size() && dot < 5 && is_digit(rest[dot])) ++dot;
    return dot > 2 && dot + 1 < rest.size() && rest[dot] == '.' && is_digit(rest[dot + 1]);
  }
  return rest.size() >= 5 && rest[1] >= '0' && rest[1] <= '5' && is_digit(rest[2]) &&
         (rest[3] == ' ' || rest[3] == '-') && (is_alnum(rest[4]) || rest[4] == '<' || rest[4] == '#');
}

bool is_in_address(std::string_view text, size_t at) {
  return text[at] == '@' && at > 0 && at + 1 < text.size() && is_alnum(text[at - 1]) && is_alnum(text[at + 1]);
}

}  // namespace

bool reports_nondelivery(std::string_view text) {
  const std::string low = lower(text);
  if (!places(low, kNegatedDeliveries).empty()) return true;
  return std::any_of(std::begin(kTongues), std::end(kTongues), [&](const Tongue& tongue) {
    const std::vector<size_t> deliveries = places(low, tongue.deliveries);
    return !deliveries.empty() && are_near(places(low, tongue.negations), deliveries, kMaxWordDistance);
  });
}

bool has_status_code_near_address(std::string_view text) {
  size_t status = std::string_view::npos, address = std::string_view::npos;
  for (size_t at = 0; at < text.size(); ++at) {
    if (is_in_address(text, at)) {
      address = at;
    } else if (is_status(text, at)) {
      status = at;
    } else {
      continue;
    }
    if (status == std::string_view::npos || address == std::string_view::npos) continue;
    if (std::max(status, address) - std::min(status, address) <= kMaxCodeDistance) return true;
  }
  return false;
}

}  // namespace hfilter
