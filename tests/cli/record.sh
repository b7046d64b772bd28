#!/bin/sh
# What filter and deliver record: the log line, X-HFilter-Status, errors and faulty command lines.
. "${0%/*}/../lib.sh"
need perl
LOG=$HOME/.hfilter/log
printf 'set dns off\nmyhosts occam.hewgill.net\nown: match helo is literal then tag odd, score 1\nspf: match spf is fail then junk\n' >rc
printf 'Received: from [200.150.100.50] (unknown [200.150.100.50])\n\tby occam.hewgill.net (Postfix) with SMTP id 5F2D13A0C1;\n\tWed, 24 Mar 2004 16:00:10 +0000 (UTC)\nSubject: x\nMessage-ID: <1@example.com>\nX-HFilter-Status: accept; id=forged\n\nbody\n' >mail
# field NAME < LINE: the JSON text of a member, by a parser of its own; a line is parsed from its first {.
field() { perl -MJSON::PP -e 'my $l = <STDIN>; $l =~ s/^[^{]*//; my $v = JSON::PP->new->decode($l)->{$ARGV[0]}; print defined $v ? (ref $v ? JSON::PP->new->canonical->encode($v) : $v) : "absent", "\n"' "$1"; }
last() { tail -n 1 "$LOG" | field "$1"; }
status_pair() { perl -0777 -pe 's/\n[ \t]/ /g' "$1" | sed -n "s/^X-HFilter-Status: .*; $2=\([^;]*\).*/\1/p"; }
# What is in a line, and has no entry in the manual.
undocumented() {
  perl -MJSON::PP -ne 's/^[^{]*//; print "$_\n" for keys %{JSON::PP->new->decode($_)}' "$@" | sort -u >keys
  sed -n '/^\.Sh LOG/,/^\.Sh ENV/s/^\.It Li //p' "$TESTS/../src/man/hfilter.1" | tr -s ' ,' '\n\n' | sort -u | comm -23 keys -
}
filtered() { rm -rf "$HOME/.hfilter"; hfilter --rc rc --sender bob@example.com <mail >out; }

filtered
check 'a record has an id of 96 bits' 'last id | grep -qxE "[0-9a-f]{24}"'
check 'X-HFilter-Status carries it' '[ "$(status_pair out id)" = "$(last id)" ]'
check 'and no other' '[ "$(grep -c "id=" out)" = 1 ]'
check 'each has its own' 'last id >1; filtered; last id >2; ! cmp -s 1 2'
prints 'one schema number' 1 'last schema'
prints 'the queue id of the border line' 5F2D13A0C1 'last queue_id'
prints 'the tags' '["odd"]' 'last tags'
prints 'an unknown fact, with its reason' '[{"fact":"spf","reason":"dns-off","why":"SPF of \"example.com\": dns is off"}]' 'last unknown'
prints 'in short, too' 'spf:dns-off' 'status_pair out unknown'
prints 'the answer itself' 'temperror' 'status_pair out spf'
prints 'of the same sender only' 'example.com' 'status_pair out sender-domain'
prints 'what was not asked is absent' 'absent absent absent absent' 'echo $(for f in spf_helo rdns listed dkim; do last $f; done)'
prints 'without an error no user' 'absent absent' 'echo $(last user) $(last uid)'
prints 'a line is read from its first {' 5F2D13A0C1 'echo "Mar 24 16:00:00 host hfilter[7]: $(tail -n 1 "$LOG")" | field queue_id'
check 'the commands that only look write no line' 'rm -rf "$HOME/.hfilter"; for c in judge "test spf\ is\ fail" explain check; do eval hfilter $c --rc rc <mail; done >/dev/null 2>&1; [ ! -e "$HOME/.hfilter" ]'

# Every member that a line can have here is in the manual.
{ cat rc; printf 'set log-detail full\nnote: match helo is literal then log "text"\ntry: trial match helo is literal then junk\n'; } >many
check 'each member is documented' 'rm -rf "$HOME/.hfilter"; hfilter --rc many --sender bob@example.com --recipient greg@hewgill.com <mail >out; hfilter --rc nowhere <mail >out
  undocumented "$LOG"; [ "$(wc -l <keys)" -ge 20 ] && [ -z "$(undocumented "$LOG")" ]'
check 'a member that is not documented is found' 'echo "{\"nonsense\":1}" >odd; [ "$(undocumented odd)" = nonsense ]'

# log-keep
{ cat rc; echo 'set log-keep 2'; } >keep
full() { head -c 1048576 /dev/zero | tr '\0' "$1"; }
check 'set log-keep keeps older parts' 'rm -rf "$HOME/.hfilter"; hfilter --rc keep <mail >out; full b >"$LOG.1"; full a >>"$LOG"; hfilter --rc keep <mail >out
  full c >>"$LOG"; hfilter --rc keep <mail >out
  [ "$(wc -l <"$LOG")" = 1 ] && tail -c 1 "$LOG.1" | grep -q c && tail -c 1 "$LOG.2" | grep -q a && [ ! -e "$LOG.3" ]'

# Errors.
printf 'match nonsense\n' >bad
check 'faulty rules' 'rm -rf "$HOME/.hfilter"; hfilter --rc bad <mail >out; last error | grep -q "^bad:1:"'
check 'with the user' '[ "$(last user) $(last uid)" = "$(id -un) $(id -u)" ]'
prints 'and the client' '200.150.100.50 guessed' 'echo $(last client) $(last border)'
check 'X-HFilter-Status: error carries the id' 'perl -0777 -pe "s/\n[ \t]/ /g" out | grep -q "^X-HFilter-Status: error; id=$(last id); bad:1:"'
prints 'no message at all' 'the input is empty 75' 'rm -rf "$HOME/.hfilter"; hfilter --rc rc </dev/null; echo $(last error) $(last exit)'
for line in '--nonsense' 'deliver --nonsense' 'deliver' 'fliter'; do
  check "a faulty command line: hfilter $line" "rm -rf \"\$HOME/.hfilter\"; hfilter $line <mail; [ \$? = 75 ] && [ \"\$(last error)\" != absent ] && [ \"\$(last exit)\" = 75 ] && [ \"\$(last user)\" = \"\$(id -un)\" ]"
done
prints 'says why' 'filter has no option --nonsense' 'rm -rf "$HOME/.hfilter"; hfilter --nonsense <mail; last error'
check 'but not where the log is off' 'rm -rf "$HOME/.hfilter"; echo "set log off" >"$HOME/.hfilterrc"; hfilter --nonsense <mail; rm "$HOME/.hfilterrc"; [ "$(id -u)" = 0 ] || [ ! -e "$HOME/.hfilter" ]'
check 'nor for a command that only looks' 'rm -rf "$HOME/.hfilter"; hfilter judge --nonsense <mail; hfilter test <mail; [ ! -e "$HOME/.hfilter" ]'
exit $failures
