#!/bin/sh
# Bytes that no rule touches come out as they went in, whatever they are, from every kind of input to every kind of output.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"

mkdir in
m() { name=$1; shift; printf "$@" >"in/$name"; }
m lf 'A: b\nC: d\n\nbody\n'
m crlf 'A: b\r\nC: d\r\n\r\nbody\r\n'
m lf-header-crlf-body 'A: b\n\nbody\r\n\r\n'
m crlf-header-lf-body 'A: b\r\n\r\nbody\n'
m mixed 'A: b\r\nC: d\n\r\nbody\n\r\nmore\r\n'
m bare-cr 'A: b\rC: d\n\nbo\rdy\r'
m nul 'A: b\0c\n\nbo\0dy\0'
m eight-bit 'A: \377\376\n\n\200\201\377'
m no-final-newline 'A: b\n\nbody'
m no-body 'A: b\nC: d\n\n'
m no-empty-line 'A: b\nC: d\n'
m no-empty-line-no-newline 'A: b\nC: d'
m blank-lines-at-the-end 'A: b\n\nbody\n\n\n\n\n'
m from-line 'From bob@example.com Wed Mar 24 16:00:00 2004\nA: b\n\nbody\n'
m from-line-crlf 'From bob@example.com Wed Mar 24 16:00:00 2004\r\nA: b\r\n\r\nbody\r\n'
m from-line-lf-mail-crlf 'From bob@example.com Wed Mar 24 16:00:00 2004\nA: b\r\n\r\nbody\r\n'
m from-line-and-return-path 'From bob@example.com Wed\nReturn-Path: <bob@example.com>\nA: b\n\nFrom x\n'
m return-path-folded 'Return-Path:\n <bob@example.com>\nA: b\n\nbody\n'
m from-line-only 'From bob@example.com Wed\n\nbody\n'
m begins-with-empty-line '\nbody\n'
m begins-with-folding ' folded onto nothing\nA: b\n\nbody\n'
m no-fields 'this is no mail at all\nreally\n'
m one-byte 'x'
m one-newline '\n'
m one-nul '\0'
m dots 'A: b\n\n.\n..\n.\n'
m form-feed 'A: b\f\v\n\n\f\n'
m colon-first ': b\nA: c\n\nbody\n'
{ printf 'A: b\n\n'; head -c 300000 /dev/urandom; } >in/random-body
{ printf 'A: b\nB: '; head -c 3000000 /dev/zero | tr '\0' h; printf '\n\nbody'; } >in/three-megabyte-line
{ awk 'BEGIN { for (i = 0; i < 10000; i++) print "Received: from a by b; Wed, 24 Mar 2004 16:00:00 +0000" }'; printf '\nbody\n'; } >in/ten-thousand-received
make_message 2000 >in/usual
make_message 5000000 >in/large

for rc in own body; do
  for file in in/*; do
    name=${file#in/}-$rc
    h="'$HFILTER' --rc '$T/rc/$rc'"
    outcome "$name file-to-file" whole "$file" "$h"
    outcome "$name pipe-to-pipe" whole "$file" "cat | $h | cat; test \$? = 0"
    outcome "$name file-to-appended" whole "$file" "rm -f app; $h >>app && cat app"
    outcome "$name pipe-to-appended" whole "$file" "rm -f app; cat | $h >>app && cat app"
  done
done

# What the sender forged goes, and nothing else with it.
printf 'A: 1\nX-HFilter-Verdict: accept\nx-hfilter-status :\n junk\nB: 2\nX-HFilter: 3\n\nX-HFilter-Verdict: body\n' >forged
check 'forged fields go' '"$HFILTER" --rc "$EMPTY_RC" <forged >out && sed "/^X-HFilter-\(Verdict: accept\|Status: accept; id=[0-9a-f]*; v=.*\)$/d" out >kept &&
  printf "A: 1\nB: 2\nX-HFilter: 3\n\nX-HFilter-Verdict: body\n" | cmp - kept && [ "$(grep -c "^X-HFilter-Verdict: accept" out)" = 1 ]'
check 'whole() finds a lost byte' 'printf "A: b\n\nbod" >short; ! whole in/lf short'
count
