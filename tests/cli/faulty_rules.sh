#!/bin/sh
# Faulty rules never lose or change a mail: it comes out whole with X-HFilter-Status: error and status 0, or 75 and nothing.
. "${0%/*}/../lib.sh"
chmod 755 . home; cp "$HFILTER" program; chmod 755 program
printf 'Received: from hewgill.com (unknown [200.150.100.50])\n\tby occam.hewgill.net (Postfix) with SMTP id 5F2D13A0C1; Wed, 24 Mar 2004 16:00:10 +0000\nSubject: x\nX-HFilter-Verdict: accept\n\nbody\n' >in
chmod 644 in
# Each case begins with a new file: owner and mode of the last one would stay.
printf 'mydomains hewgill.com\nmatch helo in mydomains then junk\n' >good
cp good rc

# passes NAME COMMAND: whole but for the forged X-HFilter-Verdict and one line of status
passes() {
  (eval "$2") <in >out
  status "$1: status 0" 0 "exit $?"
  check "$1: says error" 'grep -q "^X-HFilter-Status: error" out'
  grep -v '^X-HFilter-' in >want
  perl -0777 -pe 's/^X-HFilter-Status: error[^\n]*\n([ \t][^\n]*\n)*//m' <out >got
  same "$1: nothing else changed" want got
}
# fails NAME COMMAND: 75 and not one byte
fails() {
  (eval "$2") <in >out
  status "$1: status 75" 75 "exit $?"
  check "$1: writes nothing" '[ ! -s out ]'
}
both() {
  passes "$1" "$2"
  fails "$1, on-error defer" "$2 --on-error defer"
}

both 'a rule with a slip' 'rm -rf rc; printf "match helo in mydomain then junk\n" >rc; hfilter --rc rc'
both 'a word that is not there' 'rm -rf rc; printf "match helo is strange then junk\n" >rc; hfilter --rc rc'
both 'no rule file where one was named' 'hfilter --rc nowhere'
both 'a folder as rule file' 'hfilter --rc .'
both 'a pipe as rule file' 'rm -f fifo; mkfifo fifo; hfilter --rc fifo'
both 'a world-writable file' 'rm -rf rc; cp good rc; chmod 666 rc; hfilter --rc rc'
both 'a group-writable file of another group' 'rm -rf rc; cp good rc; chgrp 1 rc; chmod 664 rc; hfilter --rc rc'
both 'a folder that others write' 'rm -rf d; mkdir d; cp good d/rc; chmod 777 d; hfilter --rc d/rc'
both 'NUL bytes' 'rm -rf rc; printf "match\000 helo\n" >rc; hfilter --rc rc'
both 'an include that is not there' 'rm -rf rc; printf "include \"nowhere\"\n" >rc; hfilter --rc rc'
both 'an include of itself' 'rm -rf rc; printf "include \"rc\"\n" >rc; hfilter --rc rc'
fails 'set on-error defer in the faulty file' 'rm -rf rc; printf "set on-error defer\nmatch helo is strange then junk\n" >rc; hfilter --rc rc'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
  both 'a file that cannot be read' "rm -rf rc; cp good rc; chmod 600 rc; $as_nobody ./program --rc \$T/rc"
  cp good foreign; chmod 644 foreign; chown 1 foreign
  both 'a file of another user' "$as_nobody ./program --rc \$T/foreign"
else
  skip 'a file that cannot be read' root 'needs root and setpriv'
  skip 'a file of another user' root 'needs root and setpriv'
fi

# The other commands do not pass faulty rules for an answer.
rm -rf rc; printf 'match helo is strange then junk\n' >rc
status 'judge is 75' 75 'hfilter judge --rc rc <in'
status 'test is 75' 75 'hfilter test --rc rc "helo is missing" <in'
status 'check is 78' 78 'hfilter check rc'
# A list that is not there is unknown in both polarities, and no error of the rules.
rm -rf rc; printf 'domains d from "nowhere"\nmatch helo in d then junk\nmatch helo not in d then discard\n' >rc
prints 'a missing list file decides nothing' accept 'hfilter judge --rc rc <in'
: >empty; rm -rf rc; printf 'domains d from "empty"\nmatch helo in d then junk\nmatch helo not in d then discard\n' >rc
prints 'nor does an empty one' accept 'hfilter judge --rc rc <in'
status 'but check says so' 78 'rm -rf rc; printf "domains d from \"nowhere\"\nmatch helo in d then junk\n" >rc; hfilter check rc'
exit $failures
