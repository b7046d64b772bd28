#!/bin/sh
# What runs before main: nothing of ours.
. "${0%/*}/../lib.sh"
: "${HFILTER_BUILD:=$TESTS/../build}"
[ -z "${HFILTER_SAN:-}" ] || { skip start-up no-sanitizer 'it has initialisers of its own'; exit 0; }
[ -f "$HFILTER_BUILD/libhfilter.a" ] || { skip start-up library 'only the program is here'; exit 0; }
! nm "$HFILTER_BUILD/libhfilter.a" 2>/dev/null | grep -q __gcov_init || { skip start-up no-coverage 'it has initialisers of its own'; exit 0; }

objdump -h "$HFILTER_BUILD/libhfilter.a" | awk '/file format/ { object = $1 } $2 == ".init_array" { print object }' >initialisers
prints 'no object of ours has static initialisers, except the one that includes <iostream> by mimetic' 'mime_mimetic.o:' 'cat initialisers'
# It would be mapped and relocated for each mail in the build with static dependencies.
check 'nothing is asked of libm' '! nm -u "$HFILTER_BUILD/libhfilter.a" 2>/dev/null | grep -E " U (l?l?r(ound|int)|nearbyint|floor|ceil|trunc|pow|exp|log|log2|log10|sqrt|fmod|scalbn)[fl]?$"'
check 'nothing is asked of glibc that is its own affair' '! objdump -T "$HFILTER" | grep GLIBC_PRIVATE'
exit $failures
