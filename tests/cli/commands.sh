#!/bin/sh
# Each command as a user meets it: help, exit statuses, what it prints and where.
. "${0%/*}/../lib.sh"
printf 'mydomains hewgill.com\nmynetworks 192.0.2.0/24\nown-helo: match helo in mydomains then junk "my own name"\nlist: match subject contains "[talk]" then deliver "talk"\nno: match subject is "no" then discard\nlater: match subject is "later" then defer "busy"\n' >rc
mail() {  # mail HELO SUBJECT
  printf 'Received: from %s (unknown [200.150.100.50])\n\tby occam.hewgill.net (Postfix) with SMTP id 5F2D13A0C1;\n\tWed, 24 Mar 2004 16:00:10 +0000 (UTC)\nSubject: %s\n\nbody\n' "$1" "$2"
}
mail hewgill.com hello >worm
mail example.com hello >good

# Help and version.
for command in filter deliver test judge explain check words spf; do
  check "$command --help has an example" "hfilter $command --help | grep -q Example"
  status "$command --help fits 80 columns" 1 "hfilter $command --help | grep -E '^.{81}'"
  status "$command refuses an option it does not know" 1 "hfilter $command --nonsense <good | grep -v '^4[.]7[.]1 deliver has no option --nonsense\$'"
done
check '--help names each command' 'for c in filter deliver test judge explain check words spf; do hfilter --help | grep -q "^  $c " || exit 1; done'
check '--version' 'hfilter --version | grep -q "^hfilter [0-9]"'
status 'a bad option of filter is 75' 75 'hfilter --nonsense <good'
status 'a bad option of explain is 64' 64 'hfilter explain --nonsense good'
prints 'a slip in an option' 'hfilter: check has no option --stricd
did you mean: --strict' 'hfilter check --stricd rc 2>&1; true'
prints 'an option of another command' 'hfilter: words has no option --strict
see: hfilter words --help' 'hfilter words --strict 2>&1; true'
status 'a command that is none is 75: it may stand in a .forward' 75 'hfilter fliter <good'
check 'and the host can write its whole mail all the same' '{ head -c 5000000 /dev/zero && : >wrote; } | hfilter fliter; [ -e wrote ]'
prints 'and in no bounce' '' 'hfilter fliter <good 2>&1; echo'
check 'an option may stand before the command' 'hfilter --rc rc explain good | grep -q VERDICT'

# judge
for case in 'worm 10 junk' 'good 0 accept'; do
  set -- $case
  status "judge $1: status $2" "$2" "hfilter judge --rc rc <$1"
  prints "judge $1: $3" "$3" "hfilter judge --rc rc <$1; true"
done
mail example.com '[talk] x' >talk; mail example.com no >no; mail example.com later >later
status 'judge: deliver is 14' 14 'hfilter judge --rc rc <talk'
status 'judge: discard is 13' 13 'hfilter judge --rc rc <no'
status 'judge: defer is 12' 12 'hfilter judge --rc rc <later'
status 'judge of nothing is 75' 75 'hfilter judge --rc rc </dev/null'
prints 'judge --json' '{"schema":1,"verdict":{"action":"junk","rule":"own-helo","text":"my own name","score":0.0,"tags":[]}}' \
  'hfilter judge --rc rc --json <worm; true'

prints 'judge --json names the folder' '{"schema":1,"verdict":{"action":"deliver","rule":"list","text":"","score":0.0,"tags":[],"folder":"talk"}}' \
  'hfilter judge --rc rc --json <talk; true'

# test
status 'test: true' 0 'hfilter test --rc rc "helo in mydomains" <worm'
status 'test: false' 1 'hfilter test --rc rc "helo in mydomains" <good'
status 'test: unknown' 2 'hfilter test --rc rc "helo in mydomains" <rc'
status 'test: a bad condition' 64 'hfilter test --rc rc "helo inn mydomains" <worm'
status 'test: no condition' 64 'hfilter test --rc rc <worm'
status 'test: two conditions' 64 'hfilter test --rc rc helo missing <worm'
status 'test: no message' 75 'hfilter test --rc rc "helo in mydomains" </dev/null'
prints 'test prints nothing' '' 'hfilter test --rc rc "helo in mydomains" <worm 2>&1; echo'
check 'test -v says why' 'hfilter test -v --rc rc "helo in mydomains" <worm 2>&1 | grep -q "true: .*hewgill.com"'

check 'test -v shows the values' 'hfilter test -v --rc rc "helo in mydomains and subject is empty" <worm 2>&1 | grep -q "^  helo  *hewgill.com$"'
check 'test -v says what is not set' 'hfilter test -v "helo in mydomains" <worm 2>&1 | grep -q "^  mydomains  *is not set: there is no rule file$"'
check 'test -v says why it is unknown' 'hfilter test -v --rc rc --no-dns "spf is fail" --sender bob@example.com <worm 2>&1 | grep -q "^hfilter: unknown: .*dns is off$"'
check 'test -v says what is wrong with the condition' 'hfilter test -v "helo inn x" <worm 2>&1 | grep -q "did you mean .in.?"'
check 'test -v says what is wrong with the rules' 'hfilter test -v -c nowhere "helo in mydomains" <worm 2>&1 | grep -q nowhere'
check 'test -v says what is wrong with the input' 'hfilter test -v "helo in mydomains" </dev/null 2>&1 | grep -q "the input is empty"'
prints 'test -v says it on standard error' '' 'hfilter test -v --rc rc "helo in mydomains" <worm 2>err; echo; [ -s err ]'
prints 'without -v all of these are silent' '' 'for e in "helo in mydomains" "helo inn x"; do hfilter test -c nowhere "$e" <worm 2>&1; done; echo'
prints 'judge -v prints the same' 'junk' 'hfilter judge -v --rc rc <worm 2>err; grep -q "^hfilter: junk by own-helo (rc, line 3): my own name$" err && grep -q "^  own-helo  *in mydomains (hewgill.com, line 1)$" err'
for command in filter deliver; do
  status "$command has no -v" 75 "hfilter $command -v <worm"
  check "$command is silent about it" "! hfilter $command -v <worm 2>&1 >out | grep ."
  check "$command prints no more than the line for the host" '[ $command = filter ] && ! grep . out || grep -qx "4.7.1 deliver has no option -v" out'
done

# What the mail server knows.
status '--client-ip that agrees' 0 'hfilter test --rc rc --client-ip 200.150.100.50 --helo hewgill.com "helo in mydomains" <worm'
status '--client-ip that does not is no answer' 2 'hfilter test --rc rc --client-ip 198.51.100.1 "helo in mydomains" <worm'
status 'another --helo is no contradiction' 0 'hfilter test --rc rc --client-ip 200.150.100.50 --helo _x_ "helo in mydomains and border is found" <worm'
status 'nor is another CLIENT_HELO' 0 'CLIENT_ADDRESS=200.150.100.50 CLIENT_HELO=_x_ hfilter test --rc rc "helo in mydomains and border is found" <worm'
status 'an empty CLIENT_HELO is not known' 0 'CLIENT_ADDRESS=200.150.100.50 CLIENT_HELO= hfilter test --rc rc "helo in mydomains and border is found" <worm'
status 'CLIENT_ADDRESS is the same' 2 'CLIENT_ADDRESS=198.51.100.1 hfilter test --rc rc "helo in mydomains" <worm'
status 'but not for explain' 0 'CLIENT_ADDRESS=198.51.100.1 hfilter explain --rc rc worm | grep -q "border  *found"'
status 'a client that the host does not know' 0 'hfilter test --rc rc --client-ip= --helo= "helo in mydomains" <worm'
status 'a client that the host does not know, in other words' 0 'hfilter test --rc rc --client-ip unknown --helo "" "helo in mydomains" <worm'
status 'the null sender' 0 'hfilter test --rc rc --sender= "sender is empty" <worm'
status 'a sender that looks like an option' 0 'hfilter test --rc rc --sender=--helo=x@example.com "sender domain is example.com" <worm'
status '--client-ip must be an address' 64 'hfilter test --client-ip x true <worm'
status 'SENDER' 0 'SENDER=bob@example.com hfilter test --rc rc "sender domain is example.com" <worm'
status 'an empty SENDER is the null sender' 0 'SENDER= hfilter test --rc rc "sender is empty" <worm'
status 'FROM, where there is no SENDER' 0 'FROM=bob@example.com hfilter test --rc rc "sender domain is example.com" <worm'
check 'Return-Path beats the From line, which beats SENDER' '{ echo "From line@example.net x"; cat worm; } >from; { head -n 1 from; echo "Return-Path: <path@example.org>"; cat worm; } >path; SENDER=ceo@b__nk.example hfilter test --rc rc "sender domain is example.net" <from && SENDER=ceo@b__nk.example hfilter test --rc rc "sender domain is example.org" <path'
status 'Return-Path and a From line below the topmost Received are anybody'"'"'s' 0 '{ head -n 3 worm; echo "Return-Path: <x@example.net>"; echo "From x@example.net x"; tail -n +4 worm; } | SENDER=bob@example.com hfilter test --rc rc "sender domain is example.com"'
status '--sender beats it' 0 'SENDER=x@example.net hfilter test --rc rc --sender bob@example.com "sender domain is example.com" <worm'

# explain
check 'explain of a file, of -, of standard input' 'hfilter explain --rc rc worm >1; hfilter explain --rc rc - <worm >2; hfilter explain --rc rc <worm >3; cmp 2 3 && tail -n +2 1 >4 && tail -n +2 2 | cmp - 4'
prints 'explain is the same twice' '' 'hfilter explain --rc rc --json worm >1; hfilter explain --rc rc --json worm | cmp - 1; echo'
# What a delivery by hfilter added is hidden: the message is judged as it was.
cat >own.rc <<'END'
set host mx.example.net
set log off
again: match header "X-HFilter-Verdict" is not missing then junk
again-results: match header "Authentication-Results" contains "hfilter.mx.example.net" then junk
again-spf: match header "Received-SPF" contains "receiver=mx.example.net" then junk
END
{ printf 'Authentication-Results: hfilter.mx.example.net; spf=fail\n'
  printf 'Received-SPF: fail (x) client-ip=192.0.2.1; envelope-from=x@example.com;\n helo=x.example.com; receiver=mx.example.net;\n identity=mailfrom\n'
  cat good; } >marked
hfilter --rc own.rc filter <good >delivered
hfilter --rc own.rc filter <marked >delivered-again
prints 'judge: a delivered message is judged as before' 'accept' 'hfilter --rc own.rc judge <delivered'
prints 'filter: a delivered message is judged as before' 1 'hfilter --rc own.rc filter <delivered | grep -c "^X-HFilter-Verdict: accept"'
for field in X-HFilter-Verdict Authentication-Results Received-SPF; do
  status "test hides our $field" 1 "hfilter --rc own.rc test 'header \"$field\" is not missing' <good; [ \$? = 1 ] && hfilter --rc own.rc test 'header \"$field\" is not missing' <marked; got=\$?; [ \$got = 1 ] && hfilter --rc own.rc test 'header \"$field\" is not missing' <delivered"
done
check 'delivery removes our Received-SPF' '! grep -q "^Received-SPF" delivered-again && grep -q "^X-HFilter-Verdict: accept" delivered-again'
check "another program's Received-SPF stays" 'printf "Received-SPF: pass (x) receiver=mx.example.net; identity=mailfrom\n" >spf; cat good >>spf; hfilter --rc own.rc <spf | grep -q "^Received-SPF: pass" && hfilter --rc own.rc test "header \"Received-SPF\" is not missing" <spf'
check 'explain hides them, too' 'cp good m; hfilter --rc own.rc explain m >1; { head -n 3 delivered; cat marked; } >m; hfilter --rc own.rc explain m | cmp - 1'

# explain of an mbox shows the first message alone.
{ echo 'From bob@example.com Wed Mar 24 16:00:00 2004'; cat good; echo
  echo 'From eve@example.com Wed Mar 24 16:01 2004'; cat worm; echo; echo 'From my window I see 2004 trees'; echo
  echo 'From x@example.com Wed Mar 24 16:00:00 +0000 2004'; cat worm; } >mbox
check 'explain of an mbox says how many messages there are' 'hfilter --rc rc explain mbox | sed -n 2p | grep -qx "message 1 of 3 in this mbox"'
check 'explain of an mbox, JSON' 'hfilter --rc rc explain --json mbox | grep -q "\"mbox\":{\"messages\":3,\"shown\":1}" && hfilter --rc rc explain --json good | grep -q "\"mbox\":null"'
check 'explain of an mbox judges the first message alone' '{ echo "From bob@example.com Wed Mar 24 16:00:00 2004"; cat good; } >one; for f in one mbox; do cp $f m; hfilter --rc rc explain --no-dns --all m | grep -v "^message 1 of" >$f.out; done; cmp one.out mbox.out'
check 'explain of an mbox from a pipe' 'cat mbox | hfilter --rc rc explain | grep -qx "message 1 of 3 in this mbox"'
status 'explain of a file that is not there' 66 'hfilter explain --rc rc nowhere'
status 'explain of nothing' 66 'hfilter explain --rc rc </dev/null'
check 'explain of several files is a line each' '[ "$(hfilter explain --rc rc --json worm good | wc -l)" = 2 ]'
check 'explain of several files: a blank line between them' 'hfilter explain --rc rc worm >1; hfilter explain --rc rc good >2; { cat 1; echo; cat 2; } >3; hfilter explain --rc rc worm good | cmp - 3'
check 'explain leaves the mail as it is' 'cp worm w; touch -d 2004-03-24 w; before=$(stat -c "%y %s" w); hfilter explain --rc rc w; [ "$(stat -c "%y %s" w)" = "$before" ] && cmp w worm'
check 'explain in a terminal of LANG=C is ASCII' '! hfilter explain --rc rc worm | LC_ALL=C grep -q "[^ -~]"'
check 'explain in UTF-8 draws the border' 'LC_ALL=C.UTF-8 hfilter explain --rc rc worm | grep -q "══ border"'
status 'explain: no line is wider than 80' 1 'hfilter explain --all -v --rc rc worm | grep -E "^.{81}"'
status 'nor than COLUMNS' 1 'COLUMNS=50 hfilter explain --all -v --rc rc worm | grep -E "^.{51}"'
check 'COLUMNS that are none are 80' 'for c in 0 -1 x 99999999; do COLUMNS=$c hfilter explain --rc rc worm | cmp - 80 2>/dev/null || { hfilter explain --rc rc worm >80; COLUMNS=$c hfilter explain --rc rc worm | cmp - 80; } || exit 1; done'
printf 'Subject: Gr\303\274\303\237e\n\n' >latin
check 'a subject in another locale is ASCII' '! hfilter explain --rc rc latin | LC_ALL=C grep -q "[^ -~]" && LC_ALL=C.UTF-8 hfilter explain --rc rc latin | grep -q "Grüße"'
check 'no colour where it is no terminal' '! hfilter explain --rc rc worm | grep -q "$(printf "\033")"'
check '--color always' 'hfilter explain --color always --rc rc worm | grep -q "$(printf "\033")"'
printf 'Subject: \033[31mred\302\233 \342\200\256x\n\n' >nasty
check 'no control of a mail reaches the terminal' '! hfilter explain --rc rc nasty | LC_ALL=C grep -q "$(printf "[\001-\010\013-\037\177-\237]")"'

# check and words
status 'check: clean' 0 'hfilter check rc'
prints 'check -q of good rules says nothing' '' 'hfilter check -q rc; echo'
printf 'match helo is bare-ip or localhost then junk\n' >slip
status 'check: errors' 78 'hfilter check slip'
check 'check names place and help' 'hfilter check slip | grep -q "^slip:1:26: error: " && hfilter check slip | grep -q "= help: .*bare-ip, localhost"'
check 'check counts no lists of a file that cannot be read' 'hfilter check . | grep -q "0 rules, 0 lists with 0 entries: 1 error"'
check 'check --json' 'hfilter check --json slip | grep -q "\"line\":1,\"column\":26"'
check 'words' 'hfilter words | grep -q "^helo" && hfilter words helo | grep -q bare-ip && hfilter words message size | grep -q size'
status 'words: no such word' 66 'hfilter words nonsense'
check 'words: a suggestion' 'hfilter words jnuk 2>&1 | grep -q "did you mean .junk.?"'
check 'words: settings with their defaults' 'COLUMNS=120 hfilter words settings | grep -q "^dns-timeout .*(default: 2s)"'
status 'words: no line is wider than 80' 1 'hfilter words | grep -E "^.{81}"'

# No rules at all.
status 'no rule file: passed on' 0 'hfilter <good >out'
check 'with no-rules in the status' '[ ! -e /etc/hfilterrc ] && grep -q "^X-HFilter-Status: no-rules" out || [ -e /etc/hfilterrc ]'
for option in -h --help; do
  check "hfilter $option lists the commands" "hfilter $option | grep -q '^  explain '"
  check "hfilter check $option shows the help of check" "hfilter check $option | grep -q '^usage: hfilter check '"
done
for command in $(hfilter -h | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
  for option in -h -V; do status "hfilter $command $option" 0 "hfilter $command $option"; done
done
for option in -V --version; do check "hfilter $option" "hfilter $option | grep -qE '^hfilter [0-9]+[.][0-9]'"; done
check 'hfilter help lists the commands' "hfilter help | grep -q '^  explain '"
check 'hfilter help COMMAND' "hfilter help deliver | grep -q '^usage: hfilter deliver '"
status 'hfilter help of no command' 64 'hfilter help delivre 2>said'
check 'names the one that was meant' 'hfilter help delivre 2>said; grep -qx "did you mean: hfilter deliver" said'
check 'options may be written together' 'printf "match helo is bare-ip then junk\n" >rc-together; hfilter check -qc rc-together'
exit $failures
