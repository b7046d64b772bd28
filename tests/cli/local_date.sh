#!/bin/sh
# since, until and today are dates of the place where the mail is judged: a day begins there, not in Greenwich.
. "${0%/*}/../lib.sh"
printf 'Received: from a.example (unknown [203.0.113.9])\n\tby mx.hewgill.net (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 16:00:10 +0000\n\nx\n' >mail
EAST=EAS-24 WEST=WES+24  # POSIX: a day ahead of Greenwich, and a day behind
east=$(TZ=$EAST date +%F) west=$(TZ=$WEST date +%F)
# judged ZONE RULE: the verdict there
judged() { printf 'hfilter 1\nmynetworks 192.0.2.0/24\n%s\n' "$2" >rc; TZ=$1 hfilter judge --rc rc --no-dns <mail; }
rows() {
  prints "$1: in the east" "$2" "judged $EAST '$4' || :"
  prints "$1: in the west" "$3" "judged $WEST '$4' || :"
}
rows 'since the day of the east' junk accept "match stranger then junk since $east"
rows 'until the day of the west' accept junk "match stranger then junk until $west"
rows 'until the day of the east' junk junk "match stranger then junk until $east"
rows 'today' junk accept "match today = $east then junk"
rows 'an entry until the day of the west' accept junk "match client in (203.0.113.0/24 until $west) then junk"
printf '203.0.113.0/24 until %s\n' "$west" >list
rows 'an entry of a file' accept junk "networks n from \"list\"
match client in n then junk"
exit $failures
