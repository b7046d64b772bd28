#!/bin/sh
# One message through hfilter beside true, cat, procmail and maildrop, and the goals: 2 KB, by one rule and by the standard
# rules, then 100 MB between all kinds of descriptors.  RUNS=101 and LARGE_RUNS=7 say how often; the goals are those of the
# build that is measured.
. "${0%/*}/../lib.sh"
measure=${HFILTER_BENCH:-$TESTS/../build/tests/bench}/measure
unset HFILTER_FAULTS
cp "$TESTS/../examples/worm.eml" m.eml
head -c 1200 /dev/zero | tr '\0' x | fold -w 70 >>m.eml; echo >>m.eml
printf 'set log off\nmydomains hewgill.com\nmynetworks 192.0.2.0/24\nmatch helo in mydomains then junk\n' >rc
printf 'set log off\nmatch message size > 1 then tag seen\n' >rc-body
printf 'DEFAULT=/dev/null\n:0\n* ^Received:.*from hewgill.com\n/dev/null\n' >procmailrc
printf 'if (/^Received:.*from hewgill.com/)\n  to "/dev/null"\nto "/dev/null"\n' >mailfilter
chmod 600 rc rc-body procmailrc mailfilter
have() { command -v "$1" >/dev/null; }
# As `install` puts it: what the linker has just written lies in the page cache in small pieces, which costs as much as a rule.
cp "$HFILTER" "$T/hfilter"; HFILTER=$T/hfilter

if ldd "$HFILTER" | grep -q libstdc++; then
  echo 'dynamic build'
  small='cpu<=4.2*true rss<=7'
else
  echo 'build with static dependencies'
  small='cpu<=1.8*true cpu<=0.9*procmail rss<=3'
fi

echo "one message of $(wc -c <m.eml) bytes, one header rule"
set -- -n true true -- -n cat cat -- -n 'hfilter filter' -g "$small" "$HFILTER" --rc "$T/rc" filter \
  -- -n 'hfilter test' -g "$small" "$HFILTER" --rc "$T/rc" test 'helo in mydomains'
! have procmail || set -- "$@" -- -n procmail procmail "$T/procmailrc"
! have maildrop || set -- "$@" -- -n maildrop maildrop "$T/mailfilter"
"$measure" "${RUNS:-101}" m.eml "$@"

# Every rule is judged: the message is nobody's worm.
sed 's/^Received: from hewgill.com/Received: from mail.example.org/' m.eml >letter.eml
{ cat "$TESTS/../examples/hfilterrc.standard"; echo 'set log off'; } >rc-standard
chmod 600 rc-standard
echo "the same by the standard rules, without DNS"
"$measure" "${RUNS:-101}" letter.eml -n true true -- -n 'standard rules' "$HFILTER" --rc "$T/rc-standard" filter --no-dns

{ cat m.eml; head -c 98600000 /dev/zero | tr '\0' x | fold -w 72; } >big.eml
echo "one message of $(wc -c <big.eml) bytes"
set --
for in in pipe file socket; do
  for out in pipe file append socket null; do
    goal="cpu<=1.3*cat,$in-$out wall<=1.3*cat,$in-$out rss<=7"
    [ $in-$out != pipe-pipe ] || goal="cpu<=0.6*cat,$in-$out wall<=1.2*cat,$in-$out rss<=7"
    [ $# = 0 ] || set -- "$@" --
    set -- "$@" -i $in -o $out -n cat,$in-$out cat -- -i $in -o $out -n filter,$in-$out -g "$goal" "$HFILTER" --rc "$T/rc" filter
  done
done
set -- "$@" -- -n filter,spooled -g 'rss<=8' "$HFILTER" --rc "$T/rc-body" filter \
  -- -n test -g 'cpu<=1.0*cat,pipe-pipe rss<=7' "$HFILTER" --rc "$T/rc" test 'helo in mydomains'
# Of the spooled one, one MiB is the spool.
"$measure" "${LARGE_RUNS:-7}" big.eml "$@"
