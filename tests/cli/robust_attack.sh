#!/bin/sh
# Odd messages, odd descriptors, signals at odd moments, against a second reading of the header (tests/tools/attack.py).
# HFILTER_ATTACK="ROUNDS SEED" makes it longer, and another one.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
need python3
{ cat "$OWN_RC"; echo 'set host mx.example.net'; } >"$T/rc/attack"
{ cat "$T/rc/attack"; echo 'match not local or local then set header "A: z", remove header "B", add header "X-New: n", subject prefix "[?]"'; } |
  sed '/then junk/d' >"$T/rc/attack-edit"
chmod 644 "$T/rc/attack" "$T/rc/attack-edit"
set -- ${HFILTER_ATTACK:-60 1}
if [ "$(id -u)" = 0 ]; then set -- "$@" setpriv --reuid=65534 --regid=65534 --clear-groups --; fi
python3 "$TESTS/tools/attack.py" "$HFILTER" "$T" "$@" || failures=1
exit $failures
