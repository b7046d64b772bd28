#!/bin/sh
# The rules of a whole process, above an empty rule file: twenty regexes, a thousand rules, lists of 10,000 names (plain) and
# 100,000 (sorted). Ratios of one run; what a line costs is its CPU less that of "empty", its goal beside it.  RUNS=201
. "${0%/*}/../lib.sh"
measure=${HFILTER_BENCH:-$TESTS/../build/tests/bench}/measure
unset HFILTER_FAULTS
cp "$TESTS/../examples/worm.eml" m.eml
head='set log off
mynetworks 192.0.2.0/24'
echo "$head" >empty
{ echo "$head"; for i in $(seq 20); do echo "match subject matches /^(re: )?word$i [a-z]+\$/ then junk"; done; } >regex
{ echo "$head"; for i in $(seq 1000); do echo "match helo in (name$i.example) then junk"; done; } >rules
for i in $(seq 10000); do echo "name$i.example.com"; done >plain-names
{ echo '# sorted'; for i in $(seq 100000); do echo "name$i.example.com"; done | LC_ALL=C sort; } >sorted-names
for kind in plain sorted; do
  printf '%s\ndomains big from "%s-names"\nmatch helo in big then junk\n' "$head" "$kind" >$kind
done
chmod 600 empty regex rules plain sorted plain-names sorted-names
set -- -n empty "$HFILTER" --rc "$T/empty" filter
for kind in regex rules plain sorted; do set -- "$@" -- -n $kind "$HFILTER" --rc "$T/$kind" filter; done
"$measure" "${RUNS:-201}" m.eml "$@" | awk '
  BEGIN { goal["regex"] = 0.2; goal["rules"] = 3; goal["plain"] = 0.3; goal["sorted"] = 0.2 }
  $1 == "empty" { empty = $2 }
  { line = $0 }
  $1 in goal { more = $2 - empty; line = line sprintf("  +%.2f ms, goal +%.1f: %s", more, goal[$1], more <= goal[$1] ? "met" : "MISSED") }
  { print line }'
