#!/bin/sh
# Who may write a rule file, an included file or a list file, and what it may be: the same for the three, in check, in a
# delivery and as the reason of a condition; and the error says what to do.
. "${0%/*}/../lib.sh"
printf 'Received: from a.example (unknown [203.0.113.9])\n\tby mx.hewgill.net (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 16:00:10 +0000\n\nbody\n' >mail
uid=$(id -u)

# fresh KIND: a good file d/file of that kind, which ./rc names or which is the rule file itself: $RC
fresh() {
  rm -rf d rc elsewhere; mkdir -m 755 d elsewhere
  case $1 in
  rc) printf 'domains x = a.example\nmatch helo in x then junk\n' >d/file; RC=d/file ;;
  include) printf 'match helo in (a.example) then junk\n' >d/file; printf 'include "d/file"\n' >rc; RC=rc ;;
  list) printf 'a.example\n' >d/file; printf 'domains x from "d/file"\nmatch helo in x then junk\n' >rc; RC=rc ;;
  esac
}
verdict() { hfilter judge --rc "$RC" <mail; }
works() { hfilter check "$RC" >out && [ "$(verdict)" = junk ]; }
# What is wrong and what to do are said; the mail passes unharmed; nothing is decided, in either polarity.
refused() {
  hfilter check "$RC" >out
  [ $? = 78 ] && grep -qF "$1" out && grep -qF "$2" out || { cat out; return 1; }
  hfilter --rc "$RC" <mail >mailed && grep -q '^body$' mailed && ! grep -q '^X-HFilter-Verdict: junk' mailed || return 1
  [ "$kind" = list ] || { grep -q '^X-HFilter-Status: error' mailed; return; }
  for expr in 'helo in x' 'helo not in x'; do
    hfilter test --rc rc "$expr" <mail
    [ $? = 2 ] || return 1
  done
}

# what is done | what is said, or nothing | what to do
while IFS='|' read -r name do text help; do
  case $name in '' | '#'*) continue ;; '@'*) [ "$uid" = 0 ] || { skip "$name" root 'needs root'; continue; } ;; esac
  for kind in rc include list; do
    fresh $kind
    eval "$do" || { not_ok "$kind: $name"; continue; }
    if [ -z "$text" ]; then check "$kind: $name is used" works; else check "$kind: $name is refused" "refused '$text' '$help'"; fi
  done
done <<'E2'
as it is|:||
only mine|chmod 600 d/file||
read-only|chmod 444 d/file||
a link|mv d/file elsewhere/file; ln -s ../elsewhere/file d/file||
a link to a link|mv d/file elsewhere/f; ln -s f elsewhere/g; ln -s ../elsewhere/g d/file||
a folder with the sticky bit|chmod 1777 d||
@ of root, read by root|chown 0:0 d/file||
@ the group may write, and is my own|chgrp 0 d/file; chmod 664 d/file||
others may write|chmod 646 d/file|others may write|chmod go-w
all may write|chmod 666 d/file|others may write|chmod go-w
@ a group of others may write|chgrp 8 d/file; chmod 664 d/file|group|chmod go-w
@ of another user|chown 1 d/file|belongs to another user|
a folder that others may write|chmod 777 d|others may write|chmod o-w
a folder above it that others may write|mkdir d/e; mv d/file d/e/f; ln -s e/f d/file; chmod 777 d/e|others may write|chmod o-w
a link in a folder that others may write|mv d/file elsewhere/f; ln -s ../elsewhere/f d/file; chmod 777 d|others may write|chmod o-w
a link to a file that others may write|mv d/file elsewhere/f; chmod 666 elsewhere/f; ln -s ../elsewhere/f d/file|others may write|chmod go-w
a link to nowhere|rm d/file; ln -s nowhere d/file|d/file|
a link to itself|rm d/file; ln -s file d/file|d/file|
no file|rm d/file|d/file|
a folder|rm d/file; mkdir d/file|not a regular file|
a pipe|rm d/file; mkfifo d/file|not a regular file|
a device|rm d/file; ln -s /dev/null d/file|not a regular file|
E2
exit $failures
