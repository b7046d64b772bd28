#!/bin/sh
# Odd messages, odd descriptors, signals at odd moments, against a second reading of the header (tests/tools/attack.py).
# HFILTER_ATTACK="ROUNDS SEED" makes it longer, and another one.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
need python3
{ cat "$OWN_RC"; echo 'set host mx.example.net'; } >"$T/rc/attack"
chmod 644 "$T/rc/attack"
set -- ${HFILTER_ATTACK:-60 1}
if [ "$(id -u)" = 0 ]; then set -- "$@" setpriv --reuid=65534 --regid=65534 --clear-groups --; fi
python3 "$TESTS/tools/attack.py" "$HFILTER" "$T" "$@" || failures=1
exit $failures
