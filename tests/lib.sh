# Functions for tests of the real program, and a clean directory for them. tests/cli/*.sh and tests/integration/* source it.
#
#   #!/bin/sh
#   . "${0%/*}/../lib.sh"
#   check  NAME 'COMMANDS'                 ok if the commands end with 0
#   status NAME WANT 'COMMANDS'            ok if they end with exactly this status
#   prints NAME 'TEXT' 'COMMANDS'          ok if stdout is TEXT and one newline, byte for byte, and the status is 0
#   same   NAME WANT-FILE GOT-FILE         ok if the two files are equal, byte for byte
#   skip   NAME WORD 'REASON'              WORD is the missing thing (HFILTER_REQUIRE in tests/run.sh)
#   need   PROGRAM...                      skips the whole file if one of these programs is missing
#   need_data FILE                         sets DATA to $HFILTER_DATA/FILE, or skips the whole file
#   until_says FILE PID                    waits until the server PID has written to FILE; the test fails if the server dies, or after 20 seconds
#   exit $failures                         the last line
#
# COMMANDS run by eval in a subshell, in $T, a new directory that is removed at the end. `hfilter` is the program under test,
# HOME is $T/home, and $TESTS is the directory of the tests.
set -u
TESTS=$(cd "${0%/*}/.." && pwd)
: "${HFILTER:=$TESTS/../build/hfilter}" "${HFILTER_DATA:=$TESTS/../../shared/data}"
export HFILTER TZ=UTC LC_ALL=C
umask 022
T=$(mktemp -d "${TMPDIR:-/tmp}/hfilter-test.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$T/home"
export HOME="$T/home"
cd "$T" || exit 1
failures=0

hfilter() { "$HFILTER" "$@"; }
ok() { echo "ok $1"; }
not_ok() { echo "not ok $1"; failures=1; }
skip() { echo "skip $1 $2: ${3:-missing}"; }

check() { status "$1" 0 "$2"; }

status() {
  (eval "$3") >"$T/.out" 2>"$T/.err" </dev/null
  got=$?
  if [ "$got" = "$2" ]; then ok "$1"; return; fi
  echo "  got status $got, want $2: $3"; sed 's/^/  | /' "$T/.out" "$T/.err" | head -n 40
  not_ok "$1"
}

prints() {
  (eval "$3") >"$T/.out" 2>"$T/.err" </dev/null
  got=$?
  printf '%s\n' "$2" >"$T/.want"
  if [ "$got" = 0 ] && cmp -s "$T/.want" "$T/.out"; then ok "$1"; return; fi
  echo "  status $got: $3"; diff "$T/.want" "$T/.out" | head -n 40; sed 's/^/  | /' "$T/.err" | head -n 10
  not_ok "$1"
}

same() {
  if cmp "$2" "$3" 2>&1; then ok "$1"; else diff -a "$2" "$3" | cat -v | head -n 40; not_ok "$1"; fi
}

until_says() {
  left=2000
  until [ -s "$1" ]; do
    left=$((left - 1))
    if [ $left = 0 ] || ! kill -0 "$2" 2>/dev/null; then not_ok "$(basename "$0" .sh): a server says where it is"; exit 1; fi
    sleep 0.01
  done
}

need() {
  for program; do
    command -v "$program" >/dev/null || { skip "$(basename "$0" .sh)" "$program" "not installed"; exit 0; }
  done
}

need_data() {
  DATA=$HFILTER_DATA/$1
  [ -e "$DATA" ] || { skip "$(basename "$0" .sh)" data "no $1 (HFILTER_DATA)"; exit 0; }
}
