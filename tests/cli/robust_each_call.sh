#!/bin/sh
# Each call of the system in its turn fails, is interrupted, or is the last one (TERM, KILL): the whole message and 0, or 75;
# a Maildir never holds a part of a message, holds one where the status is 0, and none where it is 75.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
[ -z "${HFILTER_SAN:-}" ] || { skip robust_each_call no-sanitizer 'a sanitizer wants to be the first library'; exit 0; }
[ -x "$SHIM" ] || { skip robust_each_call shim "make check builds it"; exit 0; }
make_message 2000 >small
make_message 1200000 >large
M=$T/home/Maildir
echo 'otherwise junk' >>"$EMPTY_RC"
{ cat "$EMPTY_RC"; echo 'set agent qmail'; } >rc/qmail; chmod 644 rc/qmail
H="LD_PRELOAD='$SHIM' '$HFILTER'"

# each NAME IN WHAT LEAST 'COMMANDS' JUDGE: for the first call, the second, ... until there is none; at least LEAST of them
each() {
  n=0 wrong=
  while :; do
    rm -rf "$M" .made; : >.made; chmod 666 .made
    user mkdir -p "$M/new" "$M/cur" "$M/tmp"
    (export HFILTER_FAULTS="any=$3+$n*1" HFILTER_FAULTS_MADE="$T/.made"; eval "$5") <"$2" >.mail 2>.err; got=$?
    [ -s .made ] || break
    wrong=$($6 "$2") || { echo "  $(cat .made), call $n: status $got, $wrong"; break; }
    [ ! -s .err ] || [ $got = 137 ] || { wrong="something on stderr: $(head -n 1 .err)"; break; }
    n=$((n + 1)) cases=$((cases + 1))
  done
  if [ -z "$wrong" ] && [ $n -ge "$4" ]; then ok "$1, $3 at each of $n calls"; else echo "  $wrong, $n calls"; not_ok "$1, $3"; fi
}
passed_on() { [ $got = 137 ] || [ "$(verdict_of $got "$1" .mail)" = 75 ] || [ "$(verdict_of $got "$1" .mail)" = whole ] || verdict_of $got "$1" .mail; }
delivered() {
  set -- "$1" "$(find "$M" -path '*/new/*' -type f)" "$(find "$M" -type f ! -name maildirfolder | wc -l)"
  [ -z "$2" ] || { [ "$(echo "$2" | wc -l)" = 1 ] && cp "$2" .got && whole "$1" .got; } || { echo "in new: $2"; return 1; }
  case $got:${2:+one}:$3 in 0:one:1 | 75::0 | 137:*:[01] | 137:one:2) ;; *) echo "in new: $2; $3 files"; return 1 ;; esac
}
# Before the rules are known nobody knows of qmail: 75, to which it is "try again", or 0 for a mail whose rules cannot be read.
qmailed() {
  case $got in 99) got=0 ;; 111) got=75 ;; 0) grep -qs '^X-HFilter-Status: error' "$M"/new/* || got=lost ;; esac
  delivered "$1"
}
taken() { case $got in 0) cp "$T/home/got" .got && whole "$1" .got ;; 75 | 137) ;; *) false ;; esac; }

for what in EIO EINTR ENOSPC TERM KILL; do
  each 'filter, a file' small $what 8 "$H --rc '$OWN_RC'" passed_on
  each 'filter, a pipe' large $what 30 "cat '$T/large' | $H --rc '$OWN_RC'" passed_on
  each 'filter, spooled' large $what 30 "cat '$T/large' | $H --rc '$BODY_RC'" passed_on
  each 'deliver to a Maildir' small $what 20 "user env LD_PRELOAD='$SHIM' '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M'" delivered
  each 'deliver for qmail' small $what 20 "user env LD_PRELOAD='$SHIM' '$HFILTER' --rc '$T/rc/qmail' deliver --maildir '$M'" qmailed
  each 'deliver to a command' small $what 10 \
    "user env LD_PRELOAD='$SHIM' '$HFILTER' --rc '$OWN_RC' deliver -- /usr/bin/env -u LD_PRELOAD /bin/sh -c 'cat >$T/home/got'" taken
done
count
