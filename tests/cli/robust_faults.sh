#!/bin/sh
# Calls of the system that fail, one by one: the whole message and 0, or 75. Never 0 with less.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
[ -z "${HFILTER_SAN:-}" ] || { skip robust_faults no-sanitizer 'a sanitizer wants to be the first library'; exit 0; }
[ -x "$SHIM" ] || { skip robust_faults shim "make check builds it"; exit 0; }
make_message 2000 >small
make_message 3000000 >large
: >empty

f="LD_PRELOAD='$SHIM' '$HFILTER'"
own="$f --rc '$OWN_RC'"
body="$f --rc '$BODY_RC'"

# Writing: the first call, and later ones.
for e in ENOSPC EIO EPIPE EDQUOT EFBIG EINVAL; do
  faults "write, small" 75 small "writev@1=$e" "$own"
  faults "write, small, from a pipe" 75 small "writev@1=$e" "cat | $own"
  faults "write after the header, file" 75 large "sendfile@1=EINVAL write@1=$e" "$own"
  faults "write after the header, from a pipe" 75 large "write@1=$e" "cat | $own"
  faults "write in the middle" 75 large "write@1=$e+5" "cat | $own"
  faults "write of a spooled body" 75 large "write@1=$e+3" "cat | $body"
done
# What the kernel cannot copy is copied by hand.
for e in EINVAL ENOSYS EPERM EIO ENOMEM; do
  faults "splice" whole large "splice=$e" "cat | $own | cat; test \$? = 0"
  faults "splice in the middle" whole large "splice=$e+3" "cat | $own | cat; test \$? = 0"
  faults "splice of a spooled body" whole large "splice=$e" "cat | $body | cat; test \$? = 0"
done
# Interrupted and short.
for e in EINTR EAGAIN; do
  faults "write again" whole large "writev@1=$e*1 write@1=$e*3" "cat | $own"
  faults "splice again" whole large "splice=$e*3" "cat | $own | cat; test \$? = 0"
  faults "read again" whole small "read@0=$e*3" "cat | $own"
  faults "read again, file" whole small "read@0=EINTR*3" "$own"
  faults "read again, spooled" whole large "read@0=$e+1*3" "cat | $body"
done
faults "poll again" whole small "poll=EINTR*3" "cat | $own"
faults "one byte at a time, in" whole small "read@0=short" "cat | $own"
faults "one byte at a time, out" whole small "writev@1=short write@1=short" "$own"
faults "a short splice" whole small "splice=short*1000" "cat | $own | cat; test \$? = 0"
faults "write takes nothing" 75 large "write@1=0" "cat | $own"
# Reading.
for e in EIO ENOMEM; do
  faults "read of the header" 75 small "read@0=$e" "$own"
  faults "read of the header, pipe" 75 small "read@0=$e" "cat | $own"
  faults "read of the body" 75 large "read@0=$e+3" "cat | $own"
  faults "read while spooling" 75 large "read@0=$e+3" "cat | $body"
  faults "poll" 75 small "poll@0=$e+1" "cat | $own"
done
# Spooling: body facts are unknown then, the message is whole.
for e in ENOSPC EIO EROFS EMFILE EACCES EDQUOT; do
  faults "no temporary file" whole large "open_tmpfile=$e mkostemp=$e" "cat | $body"
  faults "the temporary file is full" whole large "pwrite=$e" "cat | $body"
  faults "the temporary file is full later" whole large "pwrite=$e+3" "cat | $body"
done
for e in EOPNOTSUPP EINVAL; do
  faults "no O_TMPFILE here" whole large "open_tmpfile=$e" "cat | $body"
done
faults "a short temporary file" whole large "pwrite=short*50" "cat | $body"
# The last flush: only of a regular file does it say something.
for e in EIO ENOSPC EDQUOT; do
  faults "close tells of an error" 75 small "close=$e" "$own"
done
faults "close is interrupted" whole small "close=EINTR" "$own"
# No memory.
for n in 1 5 10 20 40 60 80; do
  faults "malloc fails from call $n on" either small "malloc=ENOMEM+$n" "$own"
done
# The rules cannot be read: the original with its status, or 75.
for e in EIO EMFILE EACCES ENOMEM; do
  faults "rules cannot be opened" whole small "open=$e" "$own"
done
faults "rules cannot be looked at" whole small "fstat=EIO*1" "$own"
faults "rules cannot be read" whole small "read@3=EIO" "$own"
# They change while they are read: a line more each time they are looked at, before and behind the reading.
cp rc/own own-before
changes() { faults "$1" whole small "$2" "cp own-before '$OWN_RC'; $own"; check "$1: $3" "tr -d '\n' <.mail | grep -q '$3'"; }
changes 'rules that change once are read again' 'fstat@3=grows*3' 'X-HFilter-Verdict: junk'
changes 'rules that change twice are read again' 'fstat@3=grows*6' 'X-HFilter-Verdict: junk'
changes 'rules that change each time are an error' 'fstat@3=grows' 'X-HFilter-Status: error.*changes while it is read'
cp own-before "$OWN_RC"
# A list file is asked at the moment of the question, by pread.
printf 'hewgill.com\n' >plain; printf '# sorted\nhewgill.com\n' >sorted; chmod 644 plain sorted
for kind in plain sorted; do
  { cat "$EMPTY_RC"; printf 'domains mine from "%s"\nmatch helo in mine then junk\n' "$T/$kind"; } >rc/$kind; chmod 644 rc/$kind
  cp $kind list-before
  ask() { cp list-before "$T/$kind"; HFILTER_FAULTS=$1 LD_PRELOAD=$SHIM "$HFILTER" --rc "$T/rc/$kind" test -v 'helo in mine' <small; }
  status "a $kind list that changes once is asked again" 0 "ask 'pread=grows*1'"
  status "a $kind list that changes each time is unknown" 2 "ask pread=grows"
  check "a $kind list that changes each time is the reason" "ask pread=grows 2>&1 | grep -q 'unknown: .*/$kind: changes while it is read'"
done
# The log: a failure changes nothing.
echo 'set log "'"$T"'/home/log"' >rc/log; chmod 644 rc/log
for e in ENOSPC EIO EACCES EROFS; do
  faults "the log cannot be made" whole small "open_new=$e" "rm -f '$T/home/log'; $f --rc '$T/rc/log'"
done
echo >home/log; chmod 600 home/log
for e in ENOSPC EIO EINTR; do
  faults "the log cannot be written" whole small "write@3=$e*2" "$f --rc '$T/rc/log'"
done
faults "the log takes half a line" whole small "write@3=short" "$f --rc '$T/rc/log'"
count
