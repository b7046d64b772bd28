#!/bin/sh
# hfilter check: which rules it reads, from where, and what --dns asks a name server on loopback.
. "${0%/*}/../lib.sh"
NAME_SERVER=${HFILTER_BUILD:-$TESTS/../build}/tests/tools/name_server

printf 'mynetworks 192.0.2.0/24\nmyhosts a.example\nmatch stranger then junk\n' >good
printf 'match helo is bare-ip or localhost then junk\n' >slip

# ---- which rules ----
export COLUMNS=200  # names of files are long here
understood='  mynetworks    192.0.2.0/24
  myhosts       a.example'
prints 'check FILE' "good: 1 rule, 2 lists with 2 entries: no errors, no warnings
$understood" 'hfilter check good'
prints 'check -c FILE is the same' "good: 1 rule, 2 lists with 2 entries: no errors, no warnings
$understood" 'hfilter check -c good'
prints 'check of standard input' "-: 1 rule, 2 lists with 2 entries: no errors, no warnings
$understood" 'hfilter check - <good'
status 'check of a slip on standard input' 78 'hfilter check - <slip'
check 'and its place' 'hfilter check - <slip | grep -q "^-:1:26: error: "'
check 'includes of standard input are relative to where one is' 'printf "include \"good\"\n" | hfilter check - | grep -q "1 rule"'
status 'check of nothing on standard input' 0 'hfilter check - </dev/null'
check '-c and FILE: both, in their order' 'printf "mydomains b.example\n" >more; hfilter check -c good more | grep -q "^good, more: 1 rule, 3 lists"'
check 'a procmailrc on standard input' 'printf ":0f\n| hfilter\n" | hfilter check - | grep -q "^-:1:.* error: "'
check 'check -q is silent about a procmailrc with a warning' '[ -z "$(printf ":0fhw\n| hfilter\n" | hfilter check -q -)" ]'
status 'check --strict' 1 'printf "match helo is bare-ip then junk\n" | hfilter check --strict -'
status 'a file that is not there' 78 'hfilter check nowhere'
check 'more errors than are shown are said to be more' \
  'for i in $(seq 300); do echo "match helo is nonsense$i then junk"; done | hfilter check - | tail -n 1 | grep -q ": at least 100 errors, "'
check 'and not called no file at all' 'hfilter check nowhere | grep -qx "no rule file: 0 rules, 0 lists with 0 entries: 1 error, 0 warnings"'
# The trust lists as they were understood: canonical, with their marks, folded to the terminal.
{ echo 'mydomains  Example.COM =exact.example .below.example !not.example.com'
  echo 'mynetworks 192.0.2.0/24 2001:DB8:0::/32 !192.0.2.7'
  echo 'myhosts    from "hosts"'
  echo "myscanners $(seq -s ' ' -f 'scanner-%g.example.net' 30)"
  echo 'myrelays   198.51.100.1 until 2099-12-31'
  echo 'match stranger then junk'; } >trust
seq -f 'host-%g.example.org' 5000 >hosts
# checked COLUMNS: what it prints of this file, with a long name
checked() { (unset COLUMNS; [ -z "$1" ] || export COLUMNS="$1"; mkdir -p a-folder-with-a-long-name && cp trust hosts a-folder-with-a-long-name && hfilter check a-folder-with-a-long-name/trust); }
for columns in '' 60 40; do status "no line is wider than ${columns:-80}" 1 "checked '$columns' | grep -E '^.{$((${columns:-80} + 1))}'"; done
check 'the trust lists as they were understood' 'checked 1000 >out; for line in "  mydomains     example.com, =exact.example, .below.example, !not.example.com" \
  "  mynetworks    192.0.2.0/24, 2001:db8::/32, !192.0.2.7" "  myhosts       from a-folder-with-a-long-name/hosts (5000 entries)" \
  "  myrelays      198.51.100.1 until 2099-12-31"; do grep -qxF "$line" out || { echo "$line"; cat out; exit 1; }; done'
check 'twenty entries of each' 'grep -q "^  myscanners .* scanner-20.example.net and 10 more$" out'
check 'all of them in the JSON' 'hfilter check --json trust | grep -o "{\"name\":\"myscanners\",[^]]*]" | grep -o "\"entry\":" | wc -l | grep -qx 30'
check 'marks and ends in the JSON' 'hfilter check --json trust | grep -qF "{\"entry\":\"!192.0.2.7\",\"until\":null}" && hfilter check --json trust | grep -qF "{\"entry\":\"198.51.100.1\",\"until\":\"2099-12-31\"}" &&
  hfilter check --json trust | grep -q "\"name\":\"myhosts\",\"entries\":\[\],\"files\":\[\"./hosts\"\],\"count\":5000}"'
status 'two files' 64 'hfilter check good more'
status 'a closed pipe is no crash' 0 'hfilter check good | :'

# ---- whose files: ~/.hfilterrc, or $XDG_CONFIG_HOME/hfilter/rc, as the user who owns them ----
# as_user COMMANDS: as the user carl, whose home is $T/carl; as root in a mount namespace with a password database of its own
printf 'root:x:0:0::/root:/bin/sh\ncarl:x:4242:4242::%s/carl:/bin/sh\n' "$T" >passwd
printf 'root:x:0:\ncarl:x:4242:\n' >group
apart() { unshare -m sh -c "mount --bind '$T/passwd' /etc/passwd && mount --bind '$T/group' /etc/group && $1"; }
if [ "$(id -u)" = 0 ] && apart true 2>/dev/null; then
  chmod 755 "$T"
  home_of_carl() { rm -rf carl; mkdir -p carl/.config/hfilter; cp good carl/.hfilterrc; cp good carl/.config/hfilter/rc; chown -R 4242:4242 carl; }
  as_carl() { apart "HOME=/ setpriv --reuid 4242 --regid 4242 --clear-groups $1"; }
  home_of_carl
  check 'root judges the files of a user as that user would' "apart '\$HFILTER check --user carl' | grep -qx 'checked as the user carl'"
  check 'and reads the same file as a delivery' "apart '\$HFILTER check --user carl' | grep -q '^$T/carl/.hfilterrc: 1 rule'"
  check 'a file of a user is judged as that user would' "apart '\$HFILTER check $T/carl/.hfilterrc' | grep -qx 'checked as the user carl'"
  check 'also by a relative name' "apart 'cd carl && \$HFILTER check .hfilterrc' | grep -qx 'checked as the user carl'"
  check 'also among the configuration files' "apart '\$HFILTER check $T/carl/.config/hfilter/rc' | grep -qx 'checked as the user carl'"
  check 'any other file is checked as root' "apart '\$HFILTER check $T/good' >out; ! grep -q 'as the user' out"
  chown 0:0 carl/.hfilterrc; chmod 600 carl/.hfilterrc
  status 'a file that its user cannot read is an error' 78 "apart '\$HFILTER check --user carl'"
  chmod 666 carl/.hfilterrc; chown 4243 carl/.hfilterrc
  check 'a file that belongs to a third user is refused' "apart '\$HFILTER check $T/carl/.hfilterrc' | grep -q 'belongs to another user (4243)'"
  status 'a user who does not exist' 67 "apart '\$HFILTER check --user nobody-here'"
  status 'only root can judge for another user' 67 "as_carl '\$HFILTER check --user root'"
  check 'root hears that it reads no file of its own' "apart '\$HFILTER check' | grep -q '^hfilter reads no ~/.hfilterrc for root; '"
  check 'and that is in the JSON' "apart '\$HFILTER check --json' | grep -q '\"user\":null,\"skips_home\":true'"

  home_of_carl
  check 'both files: ~/.hfilterrc is read' "as_carl '\$HFILTER check' | grep -q '^$T/carl/.hfilterrc: 1 rule, .* 1 warning$'"
  check 'and the other one is warned of' "as_carl '\$HFILTER check' | grep -q '^$T/carl/.config/hfilter/rc: warning: is not read, because $T/carl/.hfilterrc exists'"
  rm carl/.hfilterrc
  check 'without ~/.hfilterrc that in .config is read' "as_carl '\$HFILTER check' | grep -q '^$T/carl/.config/hfilter/rc: 1 rule, .* no warnings$'"
  check 'by a delivery, too' "as_carl 'sh -c \"printf \\\"Received: from a.example (unknown [203.0.113.9]) by a.example (Postfix) with ESMTP id 1; Wed, 24 Mar 2004 16:00:10 +0000\\\n\\\nx\\\n\\\" | \$HFILTER judge\"' | grep -qx junk"
  mkdir -p carl/conf/hfilter; mv carl/.config/hfilter/rc carl/conf/hfilter/; chown -R 4242:4242 carl
  check 'XDG_CONFIG_HOME names the folder' "XDG_CONFIG_HOME=$T/carl/conf as_carl '\$HFILTER check' | grep -q '^$T/carl/conf/hfilter/rc: 1 rule'"
  check 'and deliveries would not find it' "XDG_CONFIG_HOME=$T/carl/conf as_carl '\$HFILTER check' | grep -q 'XDG_CONFIG_HOME, which delivery agents do not set'"
  chown 0:0 carl/conf
  check 'a folder of another user is not believed' "XDG_CONFIG_HOME=$T/carl/conf as_carl '\$HFILTER check' | grep -q '^no rule file'"
  rm -rf carl
else
  skip 'whose files are checked' root 'needs root and a mount namespace'
fi

# ---- programs on this machine ----
printf '#!/bin/sh\n' >prog; chmod 755 prog
check 'a program that can be run' "printf 'match client is private then pipe \"$T/prog\"\n' | hfilter check - >out; ! grep -q program out"
chmod 644 prog
check 'one that is not executable' "printf 'match client is private then pipe \"$T/prog\"\n' | hfilter check - | grep -q 'warning: the program .$T/prog. is not executable for this user'"
check 'a folder is not a program' "printf 'match client is private then pipe \"$T\"\n' | hfilter check - | grep -q 'help: install the program, or correct the path'"
check 'one that is missing, and its arguments' "printf 'match client is private then pipe \"$T/none -x\"\n' | hfilter check - | grep -q 'help: write each argument in quotes of its own: pipe \"$T/none\" \"-x\"'"
status 'is part of --strict' 1 "printf 'match header \"X\" is \"y\" then pipe \"$T/none\"\n' | hfilter check --strict -"
library=$(ldconfig -p | sed -n 's/.*libidn2\.so\.0 .*=> //p' | head -n 1)
if [ -n "$library" ] && unshare -m mount --bind /dev/null "$library" 2>/dev/null; then
  check 'an international name without libidn2' "printf 'mydomains b\303\244nk.example\n' >idn; unshare -m sh -c 'mount --bind /dev/null $library && \$HFILTER check idn' | grep -q 'help: the library libidn2.so.0 cannot be loaded: apt install libidn2-0'"
else
  skip 'an international name without libidn2' root 'needs root, a mount namespace and libidn2'
fi
mkdir -p "$T/home/Maildir/.Spam"
check 'the text of junk is a folder of the Maildir' "printf 'match local then junk \"Spam\"\n' | HOME='$T/home' hfilter check - | grep -q 'help: write: deliver \"Spam\"'"
check 'and other texts are not' "printf 'match local then junk \"Other\"\nmatch stranger then junk \"INBOX\"\n' | HOME='$T/home' hfilter check --strict -"

# ---- --dns ----
[ -x "$NAME_SERVER" ] || { skip 'check --dns' name_server 'not built: make check'; exit $failures; }
server=
serve() {  # serve < ZONE: $A is its address, $T/log what was asked
  stop
  cat >zone
  rm -f address
  "$NAME_SERVER" --log "$T/log" zone >address &
  server=$!
  until_says address $server
  A=$(cat address)
}
stop() { [ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; server=; }; }
trap 'stop; rm -rf "$T"' EXIT

cat >rc <<'E'
hfilter 1
mydomains  hewgill.com, good.example, =exact.example, .below.example, !not.good.example
mydomains  null.example
mynetworks 192.0.2.0/24
myhosts    mx.hewgill.net
myscanners .scanner.example, 198.51.100.25
match not via myscanners then junk
E
serve <<'E'
MX hewgill.com 10 in.other.example
MX hewgill.com 20 mx.hewgill.net
A in.other.example 203.0.113.7
MX good.example 10 in7.scanner.example
MX exact.example 10 in.x.example
A in.x.example 198.51.100.25
MX below.example 10 in.other.example
MX not.good.example 10 in.other.example
MX null.example 0 .
A null.example 203.0.113.9
E
dns() { hfilter check --dns --dns-server "$A" "$@"; }
check 'check --dns: the foreign MX, at its entry' \
  'dns rc >out; grep -qF "rc:2:12: warning: \`in.other.example\` (203.0.113.7), an MX of hewgill.com, is neither mine nor believed" out && [ "$(grep -c warning: out)" = 1 ]'
check 'and what was looked up' 'dns rc | grep -qx "DNS: 4 of 4 domains and 2 mail hosts looked up"'
check 'only what is needed is asked' ': >log; dns rc >out; [ "$(cut -d " " -f 1,2 log | sort -u | tr "\n" ,)" = "A in.other.example,A in.x.example,AAAA in.other.example,AAAA in.x.example,MX exact.example,MX good.example,MX hewgill.com,MX null.example," ]'
status 'a warning is no error' 0 'dns rc'
status 'but with --strict' 1 'dns --strict rc'
check '--json' 'dns --json rc | grep -q "\"name\":\"mail-host\",\"file\":\"rc\",\"line\":2,\"column\":12,.*\"dns\":{\"domains\":4,\"looked_up\":4,\"hosts\":2}"'
check 'without --dns nothing is asked' ': >log; hfilter check rc >out; [ ! -s log ] && ! grep -q DNS out'
check 'set dns off is no hindrance' '{ cat rc; echo "set dns off"; } >off; dns off | grep -q "neither mine"'
check 'the server of the rules is asked' '{ cat rc; echo "set dns-server $A"; } >own; hfilter check --dns own | grep -q "neither mine"'
check 'no name server there: one warning, no error' \
  'hfilter check --dns --dns-server 127.0.0.1:1 rc >out && [ "$(grep -c warning: out)" = 1 ] && grep -q "warning: DNS cannot be asked: " out'
status 'a name server that is none' 64 'hfilter check --dns --dns-server x rc'
for row in 'filter 75' 'deliver 75' 'judge 75' 'test 64 local' 'explain 64 rc' 'spf 64 --ip=192.0.2.1 --helo=a.example'; do
  set -- $row; command=$1 want=$2; shift 2
  status "$command: a name server that is none" $want "hfilter $command --dns-server x $* <rc"
done
check 'rules on standard input that cannot be read' 'hfilter check - </ 2>said; [ $? = 66 ] && grep -qx "hfilter: standard input: cannot read the rules: Is a directory" said'
check 'a list file that is missing: where it is named' 'printf "hfilter 1\ndomains d from \"gone\"\n" >names; hfilter check names >said; [ $? = 78 ] && grep -qF "names:2:16: error: ./gone: cannot open the file" said'
check 'and one that is malformed: its line' 'printf "a.example\nb c\n" >gone; hfilter check names | grep -qF "./gone:2:1: error:"'

# An administrator of thousands of domains.
{ i=0; while [ $i -lt 3000 ]; do printf 'd%d.example\n' $i; i=$((i + 1)); done; } >domains
printf 'mydomains from "domains"\nmynetworks 192.0.2.0/24\nmyhosts mx.hewgill.net\nmatch helo in mydomains then junk\n' >many
sed 's/.*/MX & 10 mx.hewgill.net/; $s/mx.hewgill.net/in.other.example/; $aA in.other.example 203.0.113.7' domains >lines && serve <lines
check 'three thousand domains' 'dns many >out; grep -q "domains:3000: warning: .*an MX of d2999.example, is neither" out'
check 'all of them' 'grep -qx "DNS: 3000 of 3000 domains and 1 mail host looked up" out'
sed 's/.*/MX & 10 in.other.example/; $aA in.other.example 203.0.113.7' domains >lines && serve <lines
check 'that share a host share a warning' 'dns many >out; [ "$(grep -c warning: out)" = 1 ] && grep -q "d2.example and 2997 more" out'
exit $failures
