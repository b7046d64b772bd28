#!/bin/sh
# The test in hfilterrc(5), SECURITY CONSIDERATIONS, by which an owner proves that his server removes forged results: the message
# and the questions of the manual, and what becomes of them at a server that removes such fields, or does not.
. "${0%/*}/../lib.sh"

page=$TESTS/../src/man/hfilterrc.5

# display TEXT: the display of the manual that holds the text
display() {
  awk -v wanted="$1" '/^\.Bd -unfilled/ { block = ""; inside = 1; next }
    /^\.Ed/ { if (inside && index(block, wanted)) printf "%s", block; inside = 0 }
    inside { block = block $0 "\n" }' "$page"
}

display 'Subject: forged results' >forged
display 'border is found' >ask
check 'the manual has the message' 'grep -q "^Authentication-Results: mx.hewgill.net;" forged && grep -q "^test$" forged'
check 'the manual has two questions' '[ "$(grep -c "<arrived$" ask)" = 2 ]'

printf 'hfilter 1\nmydomains hewgill.com\nmynetworks 192.0.2.0/24\nmyhosts mx.hewgill.net\nset results-from mx.hewgill.net\n' >trial
line='Received: from elsewhere.example (elsewhere.example [203.0.113.45])
	by mx.hewgill.net (Postfix) with ESMTPS id 5F2D13A0C1
	for <greg@hewgill.com>; Wed, 24 Mar 2004 16:00:10 +0000 (UTC)'

# arrives NAME BORDER ANSWER: the exit codes of the two questions about the file arrived
arrives() {
  sed -n 1p ask >one && sed -n 2p ask >two
  status "$1: the border" "$2" '. ./one'
  status "$1: the forged results" "$3" '. ./two'
}

{ echo "$line"; cat forged; } >arrived
arrives 'a server that removes nothing' 0 0
for kept in 4 5 6,7; do
  { echo "$line"; sed -n "1,3p;${kept}p;8,\$p" forged; } >arrived
  arrives "a server that overlooks line $kept" 0 0
done
{ echo "$line"; sed 4,7d forged; } >arrived
arrives 'a server that removes them' 0 2
{ echo "$line"; echo 'Authentication-Results: mx.hewgill.net; dkim=none; dmarc=fail header.from=hewgill.com'; sed 4,7d forged; } >arrived
arrives 'a server that removes them and writes its own' 0 1
{ echo 'Authentication-Results: mx.hewgill.net; dkim=none'; echo "$line"; cat forged; } >arrived
arrives 'a server that writes its own on top' 0 2
{ echo "$line"; echo "$line" | sed 's/mx.hewgill.net/relay.example/'; cat forged; } >arrived
arrives 'through another server: the test proves nothing' 0 2
exit $failures
