#!/bin/sh
# usage: tests/run.sh SUITE...      runs suites and prints the failures; the last line is `N passed, N failed[, N skipped]`
#
# A suite is a program that prints a line for each result:
#   ok NAME
#   not ok NAME
#   skip NAME WORD: REASON       WORD is the missing thing: procmail, data, clang, ...
# Other lines are comments, shown if the suite has a failure.  A suite without results, or with a status other than 0 but
# without `not ok`, counts as one more failure.  The suites are:
#   unit         the GoogleTest program        (add tests/unit/FOLDER/NAME_test.cc)
#   golden       tests/golden.sh               (add tests/golden/NAME/)
#   cli          each tests/cli/*.sh           (sources tests/lib.sh)
#   integration  each tests/integration/*.sh and */run.sh
#   fuzz         the corpora of tests/fuzz, replayed
#   attack       the metamorphic test          (tests/attack)
#   layers docs style  tests/check_layers, tests/check_docs, tests/check_style
#   DIR/FILE     any program with this output
# Environment: HFILTER (the program; default $HFILTER_BUILD/hfilter), HFILTER_BUILD (default build), HFILTER_DATA (mail and
# tables for the larger checks), HFILTER_REQUIRE="WORD WORD": a skip because one of these is missing is a failure.
# JOBS suites run in parallel; $HFILTER_BUILD/log has their output.
set -u
cd "${0%/*}/.." || exit 1
B=${HFILTER_BUILD:-build}
case $B in /*) ;; *) B=$PWD/$B ;; esac
: "${HFILTER:=$B/hfilter}" "${HFILTER_DATA:=$PWD/../shared/data}" "${HFILTER_REQUIRE:=}" "${HFILTER_SUITE_TIMEOUT:=900}"
export HFILTER HFILTER_BUILD="$B" HFILTER_DATA HFILTER_REQUIRE
# A finding of a sanitizer ends with a status that no test expects.
export TZ=UTC LC_ALL=C ASAN_OPTIONS="${ASAN_OPTIONS:-exitcode=86}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-exitcode=86:print_stacktrace=1}"
unset NO_COLOR MAKEFLAGS MFLAGS MAKELEVEL
LOG=$B/log

# Converts GoogleTest's lines.  The reason of a skip is the text of GTEST_SKIP() << "WORD: REASON".
gtest() {
  { timeout -k 10 "$HFILTER_SUITE_TIMEOUT" "$B/tests/unit" --gtest_color=no; echo "[status] $?"; } 2>&1 | awk '
    /^\[       OK \] / { print "ok " $4; next }
    /^\[  FAILED  \] .* \([0-9]+ ms\)$/ { print "not ok " $4; failed = 1; next }
    /^\[  SKIPPED \] .* \([0-9]+ ms\)$/ { print "skip " $4 " " reason; next }
    /: Skipped$/ { getline reason; next }
    /^\[==========\] .* ran\./ { ended = 1 }
    /^\[status\] / { status = $2 }
    /^\[ RUN / { running = $0; next }
    /^\[/ { next }
    { print }
    END {
      if (!ended) print "did not come to its end, the last test was: " running
      if (!ended || (status != 0 && !failed)) print "not ok the-program-ends-well: status " status
    }'
}

run_suite() {
  case $1 in
  unit) gtest ;;
  attack) timeout -k 10 "$HFILTER_SUITE_TIMEOUT" "$B/tests/attack" ;;
  *) timeout -k 10 "$HFILTER_SUITE_TIMEOUT" "$1" ;;
  esac
}

# Runs one suite; writes its log and counts; prints one line, and after a failure all lines except `ok`.
one() {
  name=$(echo "${1#tests/}" | tr / -)
  began=$(date +%s%N)
  run_suite "$1" >"$LOG/$name" 2>&1 </dev/null
  status=$?
  awk -v name="$name" -v status="$status" -v require="$HFILTER_REQUIRE" -v ms="$((($(date +%s%N) - began) / 1000000))" \
    -v counts="$LOG/$name.counts" '
    BEGIN { n = split(require, word, " "); while (n) required[word[n--]] = 1 }
    /^ok / { passed++; next }
    /^not ok / { failed++; text = text $0 "\n"; next }
    /^skip / {
      want = $3; sub(/:$/, "", want)
      if (want in required) { failed++; text = text "not ok (required) " $0 "\n" } else { skipped++; skips = skips "    " $0 "\n" }
      next
    }
    { text = text $0 "\n" }
    END {
      if (!failed && (status != 0 || passed + skipped == 0)) {
        failed++; text = text "not ok " name ": ended with status " status (status == 124 ? " (too slow)" : "") ", " passed + 0 " passed\n"
      }
      printf "%s%-24s %5d passed, %d failed, %d skipped   %.1f s\n%s", failed ? text : "", name, passed, failed, skipped, ms / 1000, skips
      print passed + 0, failed + 0, skipped + 0 > counts
    }' "$LOG/$name" >"$LOG/$name.said"
  # The lock is needed: two cats with one open file (make check >log) overwrite each other if they use copy_file_range.
  flock "$LOG/lock" cat "$LOG/$name.said"
}

if [ "$1" = --one ]; then one "$2"; exit; fi

suites=
for word; do
  case $word in
  unit | attack) [ ! -x "$B/tests/$word" ] || suites="$suites $word" ;;
  golden) set -- tests/golden/*/; [ ! -d "$1" ] || suites="$suites tests/golden.sh" ;;
  layers | docs | style) [ ! -x "tests/check_$word" ] || suites="$suites tests/check_$word" ;;
  fuzz) set -- tests/fuzz/corpus/*/; [ ! -d "$1" ] || suites="$suites tests/check_fuzz" ;;
  cli | integration)
    for f in tests/"$word"/*.sh tests/"$word"/*/run.sh; do [ ! -f "$f" ] || suites="$suites $f"; done ;;
  */*) suites="$suites $word" ;;
  *) echo "tests/run.sh: no suite is called $word" >&2; exit 64 ;;
  esac
done

rm -rf "$LOG"; mkdir -p "$LOG"
printf '%s\n' $suites | xargs -P "${JOBS:-$(nproc)}" -n 1 "$0" --one
cat "$LOG"/*.counts | awk -v suites="$(echo $suites | wc -w)" '
  { passed += $1; failed += $2; skipped += $3 }
  END {
    if (NR != suites) failed += suites - NR
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""
    exit failed > 0
  }'
