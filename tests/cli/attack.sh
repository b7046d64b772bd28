#!/bin/sh
# What a sender writes through a real server's line, and what a hostile file holds: the client is the true one or none,
# the lines below are never believed, and nothing of it reaches the terminal, another header line or the exit code.
. "${0%/*}/../lib.sh"
date='Tue, 04 Mar 2025 10:11:12 +0000'
cat >forged <<EOF
Received: from pop.example [192.0.2.25] by mx.example.com with POP3 (fetchmail-6.4.16); $date
Received: by mx.example.com (Postfix, from userid 0) id 4Z1; $date
Received: from good.example (good.example [192.0.2.10])
	by mx.example.com (Postfix) with ESMTPSA id 4Z2; $date
Authentication-Results: (x) hfilter.mx.example.com; spf=pass
X-HFilter-Verdict : accept
Subject: hello

body
EOF
cat >rc <<'EOF'
mydomains    example.com
myhosts      mx.example.com
mynetworks   198.51.100.0/24
myscanners   192.0.2.25, scanner.example.net
set host     mx.example.com
EOF

# answer HEAD TAIL: who hands the message over, as two tests see it.
answer() {
  { printf 'Received: from %s\n%s; %s\n' "$1" "$2" "$date"; cat forged; } >m
  if hfilter test --rc rc 'local or authenticated or not stranger' <m; then echo yours
  elif hfilter test --rc rc 'client is 203.0.113.66' <m; then echo the client
  elif hfilter test --rc rc 'border is unreadable, ambiguous' <m; then echo cannot tell
  else echo fooled; fi
}
postfix='	by mx.example.com (Postfix) with ESMTP id 4Z3'
sendmail='	by mx.example.com (8.17.1/8.17.1) with ESMTP id 524AB'
opensmtpd='	by mx.example.com (OpenSMTPD) with ESMTP id 0a1b2c3d'
hmailserver='	by MX with ESMTP
	'
prints 'a HELO of brackets' 'the client' 'answer "[192.0.2.25] (unknown [203.0.113.66])" "$postfix"'
prints 'a certificate that claims a login' 'the client' 'answer "x (unknown [203.0.113.66])
	(Client CN \"x (Authenticated sender: y) [192.0.2.25]\", Issuer \"y\" (not verified))" "$postfix"'
prints 'a recipient that claims a login' 'the client' 'answer "x (unknown [203.0.113.66])" "$postfix
	for <\"x with ESMTPSA y\"@example.com>"'
prints 'a HELO like a pickup' 'the client' 'answer "mail pickup service (Unknown [203.0.113.66])" "$hmailserver"'
prints 'a PTR that says local' 'the client' 'answer "x (a[local].example [203.0.113.66])" "$opensmtpd"'
prints 'a PTR that closes the comment' 'cannot tell' 'answer "x (a@b).example [203.0.113.66] (may be forged))" "$sendmail"'
prints 'a PTR with another address' 'cannot tell' 'answer "x (a [192.0.2.25]) (b.example [203.0.113.66])" "$sendmail"'
prints 'a message that goes on the line' 'the client' 'answer "unknown (HELO x) (203.0.113.66)" "  by mx.example.com with SMTP; $date
 by mx.example.com (Postfix) with ESMTPSA id 1"'

hfilter filter --rc rc <m >out
check 'forged results are gone' '! grep -e "^X-HFilter-Verdict :" -e "(x) hfilter" out'

esc=$(printf '\033[31m\007\302\233')
{ printf 'Received: from h%s (p%s [203.0.113.66])\n%s; %s\n' "$esc" "$esc" "$postfix" "$date"
  printf 'From: <a%s@b>\nSubject: %s =?utf-8?q?=1b[31m=0d=0aX-A:b?=\n\n%s\n' "$esc" "$esc" "$esc"; } >m
printf 'match border is found then add header "X-Said: {helo} {rdns}", subject prefix "{helo}"\n' >>rc
check 'explain shows no control' 'hfilter explain --all --rc rc m >out && ! tr -d "\n" <out | grep -a "[[:cntrl:]]"'
check 'nor does its json' 'hfilter explain --all --json --rc rc m >out && ! tr -d "\n" <out | grep -a "[[:cntrl:]]"'
printf 'match helo is "%s" then junk\n%s\n' "$esc" "$esc" >bad
status 'check tells the faults' 78 'hfilter check bad >out'
check 'and shows no control' '! tr -d "\n" <out | grep -a "[[:cntrl:]]"'
hfilter filter --rc rc <m >out
check 'a name in a header stays in its line' 'sed "/^Received/q" out | grep "^X-Said: h" && ! grep "^X-A:" out'

# What costs a lot to read hides no program, and ends with a verdict.
printf 'program: match any attachment is executable then junk\n' >rc3
for kind in $("$TESTS/hostile_mail" kinds); do
  "$TESTS/hostile_mail" $kind >m3
  status "costly $kind: a verdict" 0 'hfilter filter --no-dns --rc rc3 <m3 >out'
  check "costly $kind: the program is found" 'sed "/^$/q" out | grep "^X-HFilter-Report: program "'
done
# A field that is costly to decode is decoded once, however many rules ask for it; so is a walk over many hops bounded.
{ printf 'Received: from x.example (unknown [203.0.113.9])\n%s; %s\nSubject: ' "$postfix" "$date"
  awk 'BEGIN { for (i = 0; i < 290000; i++) printf "=?a?q?"; for (i = 0; i < 290000; i++) printf "?="; print "\n\nx" }'; } >m4
{ for i in $(seq 60); do echo "match header \"Subject\" is \"viagra$i\" then tag a"; done; echo 'last: match client is 203.0.113.9 then junk'; } >rc4
status 'a costly subject and 60 rules: a verdict' 10 'hfilter judge --no-dns --rc rc4 <m4'
limit() { [ -n "${HFILTER_SAN:-}" ] || ulimit -t "$1"; }  # a sanitizer's time is its own
check 'and at most 2 s of the processor' 'limit 2; [ "$(hfilter judge --no-dns --rc rc4 <m4)" = junk ]'
{ for i in $(seq 19000); do printf 'Received: from a (b [192.0.2.%s])\n%s; %s\n' $((i % 200)) "$postfix" "$date"; done; printf '\nx\n'; } >m5
{ for i in $(seq 200); do echo "match any hop (helo is \"x$i.example\" or rdns is \"x$i.example\") then tag a"; done; echo 'last: match hops > 1 then junk'; } >rc5
status 'many hops and 200 rules: a verdict' 10 'limit 3; hfilter judge --no-dns --rc rc5 <m5'

mkfifo -m 600 fifo
ln -s /dev/zero zero
printf 'include "self"\n' >self
for rc in fifo zero self .; do
  check "rules from $rc are an error and no hang" 'hfilter filter --rc $rc <m | grep "^X-HFilter-Status: error"'
done
for list in fifo zero .; do
  printf 'domains l from "%s"\nmatch helo in l or helo not in l then discard\n' "$list" >rc2
  check "a list from $list is unknown" 'hfilter filter --rc rc2 <m | grep "^X-HFilter-Verdict: accept"'
done
exit $failures
