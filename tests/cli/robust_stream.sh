#!/bin/sh
# filter passes the body on as it comes where the header decides, and keeps it first where a rule that is reached needs it.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
make_message 3000000 >worm
sed 's/from hewgill.com/from mx.example.com/' worm >good
{ cat "$OWN_RC"; echo 'match body contains "a word that is not there" then junk'; } >"$T/rc/sometimes"; chmod 644 "$T/rc/sometimes"

# early RC MESSAGE SECONDS: true if some of the body comes out before all of it went in, for which it has so much time
early() {
  rm -f in out early; mkfifo in out
  "$HFILTER" --rc "$T/rc/$1" <in >out & pid=$!
  exec 7>in 8<out
  head -c 2000000 "$2" >&7 &
  { timeout "$3" head -c 100000 | wc -c; } <&8 >early
  { wait $!; tail -c +2000001 "$2"; } >&7 &
  exec 7>&-
  cat <&8 >/dev/null
  exec 8<&-
  wait $pid || return 2
  [ "$(cat early)" = 100000 ]
}
status 'the header decides: the body comes at once' 0 'early own worm 30'
status 'the header decides "accept": the body comes at once' 0 'early own good 30'
status 'the body decides: nothing comes before its end' 1 'early body worm 1'
status 'the header decides before the rule about the body: it comes at once' 0 'early sometimes worm 30'
status 'the rule about the body is reached: nothing comes before its end' 1 'early sometimes good 1'
# The same by what is made: a temporary file, only where a rule that is reached asks for the body.
if [ -x "$SHIM" ] && [ -z "${HFILTER_SAN:-}" ]; then
  temporary() {  # temporary RC MESSAGE: how many are made
    : >made; chmod 666 made
    cat "$2" | HFILTER_FAULTS='open_tmpfile=EIO' HFILTER_FAULTS_MADE=$T/made LD_PRELOAD=$SHIM "$HFILTER" --rc "$T/rc/$1" >spooled || return
    whole "$2" spooled && grep -c tmpfile made
  }
  while read -r rules message attempts; do
    check "$rules, $message: $attempts attempts to make a temporary file" '[ "$(temporary $rules $message)" = $attempts ]'
  done <<END
own worm 0
own good 0
body worm 2
sometimes worm 0
sometimes good 2
END
fi
count
