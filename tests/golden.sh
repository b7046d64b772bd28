#!/bin/sh
# usage: tests/golden.sh [NAME...]            compares; prints ok or not ok for each case
#        tests/golden.sh --update NAME...     writes the present answers to `want` and `want.status` (read the diff!)
#
# tests/golden/NAME/ contains a message and the required output of hfilter, byte for byte:
#   message.eml  the message on stdin            hfilterrc     the rules; without it no --rc is given
#   cmd          the arguments, as in a shell;   default: filter
#   want         the stdout                      want.status   the exit code; default: 0
# A table `cases`, in addition to or instead of cmd and want, has one case per line for the same files:
#   ARGUMENTS|STATUS|STDOUT
#       judge|10|junk
#       test 'helo in mydomains' < dotted.eml|0|
#       explain --json|0|@want.json          the content of this file
#       filter < plain.eml|0|*               any output
# STDOUT is the text and one newline; if it is empty, no output is allowed.  It cannot contain `|`; the ARGUMENTS can.
# Empty lines, and lines that begin with #, are ignored.
#
# The program runs in a copy of the directory, so that its output has short file names and the rules have the right owner
# and mode: `hfilter --rc hfilterrc ARGUMENTS < message.eml`, with an empty HOME, TZ=UTC, LC_ALL=C.  ARGUMENTS may
# redirect stdin and contain --rc.
set -u
update=
[ "${1:-}" != --update ] || { update=yes; shift; [ $# -gt 0 ] || { echo "say which: NAME=..." >&2; exit 64; }; }
here=$(cd "${0%/*}/golden" && pwd)
: "${HFILTER:=${0%/*}/../build/hfilter}"
case $HFILTER in /*) ;; *) HFILTER=$PWD/$HFILTER ;; esac
export TZ=UTC LC_ALL=C
umask 022
T=$(mktemp -d "${TMPDIR:-/tmp}/hfilter-golden.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$T/home" && export HOME="$T/home"
bad=0

# Runs the ARGUMENTS; the result is in $T/out, $T/err and $status.
run() {
  rc='--rc hfilterrc'
  [ -f hfilterrc ] || rc=
  case " $1 " in *" --rc"* | *" -c "*) rc= ;; esac
  input=/dev/null
  [ ! -f message.eml ] || input=message.eml
  (eval "exec \"\$HFILTER\" $rc $1") <"$input" >"$T/out" 2>"$T/err"
  status=$?
}

# compare NAME STATUS WANT-FILE: compares the last run with the required result
compare() {
  if [ "$status" = "$2" ] && { [ -z "$3" ] || cmp -s "$3" "$T/out"; }; then echo "ok $1"; return; fi
  [ "$status" = "$2" ] || echo "  $1: got status $status, want $2"
  [ -z "$3" ] || cmp "$3" "$T/out" || diff -a "$3" "$T/out" | cat -v | head -n 40
  head -n 10 "$T/err" | cat -v
  echo "not ok $1"; bad=1
}

table() {
  number=0
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in '' | '#'*) continue ;; esac
    stdout=${line##*|} rest=${line%|*}
    arguments=${rest%|*} want_status=${rest##*|}
    run "$arguments"
    want=$T/want
    case $stdout in
    '') : >"$want" ;;
    '*') want= ;;
    @*) want=${stdout#@}; [ -z "$update" ] || { cp "$T/out" "$here/$1/$want"; cp "$T/out" "$want"; } ;;
    *) printf '%s\n' "$stdout" >"$want" ;;
    esac
    compare "$1:$number $arguments" "$want_status" "$want"
  done <cases
}

# A loop without a pipe, because a pipe would lose the value of $bad.
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d */ 2>/dev/null | tr -d /)
for name; do
  rm -rf "$T/case"
  cp -R "$here/$name" "$T/case" && chmod -R go-w,u+rw "$T/case" && cd "$T/case" || { echo "not ok $name"; bad=1; continue; }
  [ ! -f cases ] || table "$name"
  if [ -f want ] || [ -f cmd ] || [ ! -f cases ]; then
    run "$(cat cmd 2>/dev/null || echo filter)"
    if [ -n "$update" ]; then
      cp "$T/out" "$here/$name/want"; cp "$T/out" want
      rm -f "$here/$name/want.status" want.status
      [ "$status" = 0 ] || { echo "$status" | tee want.status >"$here/$name/want.status"; }
    fi
    if [ -f want ]; then compare "$name" "$(cat want.status 2>/dev/null || echo 0)" want; else echo "not ok $name (no want file)"; bad=1; fi
  fi
done
exit $bad
