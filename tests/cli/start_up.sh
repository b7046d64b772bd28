#!/bin/sh
# What runs before main: nothing of ours, and of the libraries only what each message needs.
. "${0%/*}/../lib.sh"
: "${HFILTER_BUILD:=$TESTS/../build}"
[ -z "${HFILTER_SAN:-}" ] || { skip start-up no-sanitizer 'it has initialisers of its own'; exit 0; }
[ -f "$HFILTER_BUILD/libhfilter.a" ] || { skip start-up library 'only the program is here'; exit 0; }
! nm "$HFILTER_BUILD/libhfilter.a" 2>/dev/null | grep -q __gcov_init || { skip start-up no-coverage 'it has initialisers of its own'; exit 0; }

# mimetic's header includes <iostream>; src/late_objects.ld has it wait.
objdump -h "$HFILTER_BUILD/libhfilter.a" | awk '/file format/ { object = $1 } $2 == ".init_array" { print object }' >initialisers
prints 'no object of ours has static initialisers, but for one that waits' 'mime_mimetic.o:' 'cat initialisers'
# It would be mapped and relocated for each mail in the build with static dependencies.
check 'nothing is asked of libm' '! nm -u "$HFILTER_BUILD/libhfilter.a" 2>/dev/null | grep -E " U (l?l?r(ound|int)|nearbyint|floor|ceil|trunc|pow|exp|log|log2|log10|sqrt|fmod|scalbn)[fl]?$"'
check 'nothing is asked of glibc that is its own affair' '! objdump -T "$HFILTER" | grep GLIBC_PRIVATE'
if objdump -h "$HFILTER" | grep -q late_objects; then
  # The compiler's own, and of libstdc++ what has no iostreams in it.
  check 'few constructors run at start' 'objdump -h "$HFILTER" | awk '\''$2 == ".init_array" { n = $3 } END { exit n != "" && n > "00000060" }'\'''
fi
# What was left for later is there when it is asked for.
check 'options are read' 'hfilter check --json --rc /dev/null >out 2>&1; grep -q . out'
check 'help is shown' 'hfilter filter --help | grep -q dns-server'
printf 'set log off\nmatch attachment name is "x.exe" then junk\n' >rc
printf 'From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: a/b; name=x.exe\n\nMZ\n--b--\n' >m
status 'a MIME structure is read' 10 'hfilter judge --rc "$T/rc" <m'
exit $failures
