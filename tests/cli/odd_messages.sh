#!/bin/sh
# Messages of every odd shape: each goes through filter, and without the lines that hfilter added it is the original, byte for byte.
. "${0%/*}/../lib.sh"
cat >rc <<'END'
mydomains  hewgill.com
mynetworks 192.0.2.0/24
match helo in mydomains then junk
END
postfix='Received: from hewgill.com (unknown [200.150.100.50])
	by occam.hewgill.net (Postfix) with SMTP id 5F2D13A0C1
	for <greg@hewgill.com>; Wed, 24 Mar 2004 16:00:10 +0000 (UTC)'

without_results() { perl -0777 -pe 's/^X-(HFilter-\w+|Spam-Flag):[^\n]*\n([ \t][^\n]*\n)*//mg'; }

# unchanged NAME VERDICT: of the message in `in`
unchanged() {
  hfilter --rc rc <in >out
  status "$1: status 0" 0 "exit $?"
  prints "$1: $2" "$2" 'LC_ALL=C sed -n "s/\r*$//; s/^X-HFilter-Verdict: //p" out | head -n 1'
  without_results <out >back
  cmp -s in back || { # a header without its last line end gets one, so that the new lines can stand
    printf '\n' >>in
  }
  same "$1: nothing else changed" in back
}

: >in
status 'an empty message is 75' 75 'hfilter --rc rc <in'
prints 'and writes nothing' '' 'hfilter --rc rc <in; echo'

printf 'Subject: x\nFrom: a@example.com\n' >in;               unchanged 'only headers' accept
printf 'Subject: x\n\n' >in;                                  unchanged 'headers and no body' accept
printf 'Subject: x\n\nbody' >in;                              unchanged 'no final newline' accept
printf 'Subject: x\r\n\r\nbody\r\n' >in;                      unchanged 'CRLF' accept
printf 'Subject: x\r\nTo: y\n\r\nbody\r\nmixed\n\r' >in;      unchanged 'mixed line ends' accept
printf 'Subject: x\rTo: y\n\nbo\rdy\r' >in;                   unchanged 'lone CR' accept
printf 'Subject: a\000b\n\nbo\000dy\377\n' >in;               unchanged 'NULs and 8-bit' accept
printf 'From a@example.com Wed Mar 24 16:00:10 2004\nSubject: x\n\nFrom b\n' >in; unchanged 'a From_ line' accept
printf 'From a@example.com Wed Mar 24 16:00:10 2004\nReturn-Path: <a@example.com>\nSubject: x\n\n' >in
unchanged 'a From_ line and Return-Path' accept
prints 'new lines stand behind them' 'From a@example.com Wed Mar 24 16:00:10 2004
Return-Path: <a@example.com>
X-HFilter-Verdict: accept' 'head -n 3 out'
printf '\nonly a body\n' >in;                                 unchanged 'a body and no header' accept
printf 'no field at all\nand more\n\nbody\n' >in;             unchanged 'no field at all' accept
printf 'Subject: x\n\n\n\n\n' >in;                            unchanged 'trailing blank lines' accept

{ echo "$postfix"; echo 'Subject: x'; echo; echo body; } >in
unchanged 'a worm' junk
sed 's/$/\r/' in >crlf; mv crlf in
unchanged 'a worm with CRLF' junk
status 'each new line of it has CRLF, too' 1 'LC_ALL=C grep -av "$(printf "\r")\$" out'

# 10,000 Received lines: all mine, and below them the worm.
awk 'BEGIN { for (i = 0; i < 10000; i++)
  printf "Received: from a%d.hewgill.net (a%d.hewgill.net [192.0.2.%d])\n\tby b.hewgill.net (Postfix) with ESMTP id %X;\n\tWed, 24 Mar 2004 16:00:10 +0000\n", i, i, i % 250 + 1, i + 1048576 }' >many
{ cat many; echo "$postfix"; echo; echo body; } >in;          unchanged '10,000 Received lines above the worm' junk
{ echo "$postfix"; cat many; echo; echo body; } >in;          unchanged '10,000 Received lines below the worm' junk

# A line of 3 MB.
{ echo "$postfix"; printf 'X-Long: '; head -c 3000000 /dev/zero | tr '\0' 'x'; echo; echo; echo body; } >in
unchanged 'a header line of 3 MB' junk
{ printf 'Received: from '; head -c 3000000 /dev/zero | tr '\0' '('; echo; echo; echo body; } >in
unchanged 'a Received line of 3 MB' accept
prints 'whose border is unreadable' 'T' 'hfilter test --rc rc "border is unreadable" <in && echo T'

# A header beyond the limit of 4 MiB: judged by what was read, passed on whole.
{ echo "$postfix"; printf 'X-Long: '; head -c 5000000 /dev/zero | tr '\0' 'x'; echo; echo; echo body; } >in
unchanged 'a header beyond the limit' junk
check 'which the status tells' 'perl -0777 -pe "s/\n[ \t]/ /g" out | grep -a "^X-HFilter-Status: .*header-limit"'
exit $failures
