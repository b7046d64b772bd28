#!/bin/sh
# A small message and one rule, beside true, cat and procmail; then 100 MB through the filter.  RUNS=101
. "${0%/*}/../lib.sh"
measure=${HFILTER_BENCH:-$TESTS/../build/tests/bench}/measure
cp "$TESTS/../examples/worm.eml" m.eml
head -c 1200 /dev/zero | tr '\0' x | fold -w 70 >>m.eml; echo >>m.eml
printf 'mydomains hewgill.com\nmynetworks 192.0.2.0/24\nmatch helo in mydomains then junk\n' >rc
printf 'DEFAULT=/dev/null\n:0\n* ^Received:.*from hewgill.com\n/dev/null\n' >procmailrc
chmod 600 rc procmailrc

echo "one message of $(wc -c <m.eml) bytes"
set -- true -- cat -- "$HFILTER" --rc "$T/rc" filter -- "$HFILTER" --rc "$T/rc" test 'helo in mydomains'
! command -v procmail >/dev/null || set -- "$@" -- procmail "$T/procmailrc"
"$measure" "${RUNS:-101}" m.eml "$@"

{ cat m.eml; head -c 98600000 /dev/zero | tr '\0' x | fold -w 72; } >big.eml
echo "one message of $(wc -c <big.eml) bytes"
"$measure" 7 big.eml cat -- "$HFILTER" --rc "$T/rc" filter -- "$HFILTER" --rc "$T/rc" test 'helo in mydomains'
