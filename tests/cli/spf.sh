#!/bin/sh
# hfilter spf, and rules that ask DNS, against a name server on loopback.
. "${0%/*}/../lib.sh"
NAME_SERVER=${HFILTER_BUILD:-$TESTS/../build}/tests/tools/name_server
[ -x "$NAME_SERVER" ] || { skip spf name_server "not built: make check-spf"; exit 0; }

# serve DELAY_MS: the zone on stdin; $A is its address, $T/log what was asked.
server=
serve() {
  stop
  cat >zone
  rm -f address
  "$NAME_SERVER" --delay "$1" --log "$T/log" zone >address &
  server=$!
  until_says address $server
  A=$(cat address)
}
stop() { [ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; server=; }; }
trap 'stop; rm -rf "$T"' EXIT
spf() { hfilter spf --dns-server "$A" --dns-timeout 400ms --helo mx.example.org "$@"; }
result() { spf "$@" --json | sed 's/^{"mailfrom":{"result":"\([a-z]*\)".*/\1/'; }
asked() { echo $(sort -u log); }

cat >first <<'E'
TXT pass.example v=spf1%20ip4:192.0.2.7%20-all
TXT fail.example v=spf1%20-all%20exp=exp.example
TXT exp.example %25{c}:%1b[31m%09red
TXT softfail.example v=spf1%20~all
TXT neutral.example v=spf1%20?all
TXT broken.example v=spf1%20moo
A none.example 192.0.2.7
SERVFAIL servfail.example
TIMEOUT timeout.example
TXT cut.example v=spf1%20ip4:192.0.2.7%20-all
TRUNCATE cut.example
TXT alias.example v=spf1%20include:alias2.example%20-all
CNAME alias2.example pass.example
TXT macro.example v=spf1%20ip4:192.0.2.7%20exists:%25{l}.spy.example%20a:later.example%20-all
TXT red.example v=spf1%20-all%20x=y
TXT red.example %1b[31mred
E
serve 0 <first
for row in 'pass 0' 'fail 1' 'softfail 1' 'neutral 2' 'none 2' 'broken 2' 'servfail 75' 'timeout 75' 'cut 0' 'alias 0'; do
  status "spf of ${row% *}.example" "${row#* }" "spf --ip 192.0.2.7 --sender bob@${row% *}.example"
done
prints 'spf: the broken record' permerror 'result --ip 192.0.2.7 --sender bob@broken.example'
check 'spf: truncated over UDP, asked again over TCP' "grep -q '^TXT cut.example tcp' log"
prints 'spf: nothing is asked behind the address that matches' 'TXT macro.example udp TXT mx.example.org udp' \
  ': >log; spf --ip 192.0.2.7 --sender bob@macro.example >out; asked'
check 'spf: foreign text is made safe for the terminal' \
  "spf --ip 192.0.2.8 --sender bob@red.example >out; grep -q '.x1b.31mred' out && ! grep -q '$(printf '\033')' out"
check 'spf: a bad explanation is not shown' \
  "spf --ip 192.0.2.7 --sender bob@fail.example >out; ! grep -q ' says' out"
status 'spf: no address' 64 'spf --ip here --sender bob@pass.example'
status 'spf: nothing to check' 64 'hfilter spf --ip 192.0.2.7'
status 'spf: a bad name server' 64 'hfilter spf --ip 192.0.2.7 --helo mx.example.org --dns-server 192.0.2.53:x'
status 'spf: no name server there' 75 'hfilter spf --ip 192.0.2.7 --helo mx.example.org --dns-server 127.0.0.1:1'

# The libraries are loaded when they are needed: one that is not there is a temperror with its name. Linked, nothing is loaded.
SHIM=${HFILTER_BUILD:-$TESTS/../build}/tests/shims/faults.so
if [ -n "${HFILTER_SAN:-}" ]; then skip spf SAN "a sanitizer wants to be the first library"
elif [ ! -e "$SHIM" ]; then skip spf shims "not built: make check"
elif ldd "$HFILTER" | grep -q libstdc++; then
  check 'spf: neither library is linked' "! ldd '$HFILTER' | grep -E 'libspf2|libcares'"
  absent() { HFILTER_FAULTS=$1 LD_PRELOAD=$SHIM "$HFILTER" spf --dns-server "$A" --ip 192.0.2.7 --sender bob@pass.example; }
  for row in 'libcares.so.2 libc-ares2 dlopen=ENOENT' 'libspf2.so.2 libspf2-2 dlopen=ENOENT+1'; do
    library=${row%% *} package=${row#* }; package=${package% *}
    status "spf: $library is not there" 75 "absent '${row##* }'"
    check "spf: $library is not there, and that is said" \
      "absent '${row##* }' 2>&1 | tr -s '\n ' ' ' | grep 'library $library cannot be loaded: apt install $package'"
  done
fi
status 'spf: an IPv4-mapped client' 0 'spf --ip ::ffff:192.0.2.7 --sender bob@pass.example'
status 'spf: only HELO' 2 'hfilter spf --ip 192.0.2.7 --helo none.example --dns-server "$A"'

# ---- in rules ----

{
  printf 'Received: from mx.example.org (unknown [192.0.2.7])\n\tby occam.hewgill.net (Postfix) with ESMTP id 4Bxyz1Zz9\n'
  printf '\tfor <greg@hewgill.com>; Wed, 31 Dec 2025 23:00:00 +0000 (UTC)\nFrom: bob@example.org\nSubject: x\n\nbody\n'
} >msg
judge() { # RULES [OPTION...]: the exit status of the verdict; the log is empty before
  printf 'hfilter 1\nmynetworks 198.51.100.0/24\n%b' "$1" >rc
  shift
  : >log
  hfilter judge --rc "$T/rc" --sender bob@fail.example --dns-server "$A" --dns-timeout 400ms "$@" <msg
}
status 'rules: spf fail is junk' 10 'judge "match spf is fail then junk\n"'
prints 'rules: only what a rule names is asked' 'TXT exp.example udp TXT fail.example udp' 'asked'
status 'rules: nothing that is not reached' 0 \
  'judge "match helo is \"mx.example.org\" then accept\nmatch spf is fail then junk\n"'
check 'rules: is asked' '[ ! -s log ]'
status 'rules: --no-dns is not the guilt of anybody' 0 'judge "match spf is fail or rdns is missing then junk\n" --no-dns'
status 'rules: nor is a server that is not there' 0 \
  'A=127.0.0.1:1 judge "match rdns is mismatched or helo is unresolvable then junk\n"'
status 'rules: a list zone is not asked ahead' 0 \
  'judge "match rdns is trouble then junk\nmatch helo is \"mx.example.org\" then accept\nmatch client listed in \"bl.example\" then junk\n"'
prints 'rules: the list was not asked' 'PTR 7.2.0.192.in-addr.arpa udp' 'asked'
check 'rules: the result is in fields of our own' \
  'printf "hfilter 1\nset host mx.hewgill.net\nset received-spf yes\nmatch spf is fail then junk\n" >rc
   hfilter --rc "$T/rc" --sender bob@fail.example --dns-server "$A" <msg >out &&
   grep -q "^Authentication-Results: hfilter.mx.hewgill.net; spf=fail" out && grep -q "^Received-SPF: fail " out'
printf 'hfilter 1\nmatch client listed in "bl.example" then junk\nmatch rdns is mismatched or spf is pass then junk\n' >recorded
recorded() { # OPTION...: the log line and X-HFilter-Status of one delivery, each on one line
  rm -rf "$HOME/.hfilter"
  hfilter --rc "$T/recorded" --sender bob@fail.example --dns-timeout 400ms "$@" <msg | perl -0777 -ne 's/\n[ \t]/ /g; print /^(X-HFilter-Status.*\n)/m'
  cat "$HOME/.hfilter/log"
}
check 'rules: what was asked and answered is recorded' \
  'recorded --dns-server "$A" >out
   grep -q "; sender-domain=fail.example; spf=fail; rdns=none; listed=bl.example=none; v=" out &&
   grep -qF "\"spf\":{\"result\":\"fail\",\"domain\":\"fail.example\",\"why\":\"-all\"},\"rdns\":{\"source\":\"dns\",\"state\":\"none\"},\"listed\":[{\"zone\":\"bl.example\"}]}" out'
check 'rules: so is what nobody answered' \
  'recorded --dns-server 127.0.0.1:1 >out
   grep -q "; spf=temperror; rdns=unknown; listed=bl.example=unknown; unknown=rdns:dns spf:dns; v=" out &&
   grep -q "\"listed\":\[{\"zone\":\"bl.example\",\"why\":\"[^\"]*127.0.0.1:1" out && grep -q "\"fact\":\"spf\",\"reason\":\"dns\",\"why\":\"SPF of [^}]*127.0.0.1:1" out'

# ---- bounds ----

{
  printf 'TXT long.example v=spf1'
  i=0
  while [ $i -lt 500 ]; do
    printf '%%20ip4:10.%d.%d.1' $((i / 250)) $((i % 250))
    i=$((i + 1))
  done
  printf '%%20ip4:192.0.2.7%%20-all\n'
  for d in a b; do
    printf 'TXT %s.many.example v=spf1' $d
    for i in 0 1 2 3 4 5 6 7 8 9; do printf '%%20mx:%s%d.example' $d $i; done
    printf '%%20-all\n'
    for i in 0 1 2 3 4 5 6 7 8 9; do
      for j in 0 1 2 3 4 5 6 7 8 9; do
        printf 'MX %s%d.example 10 h%s%d%d.example\nA h%s%d%d.example 10.0.0.1\n' $d $i $d $i $j $d $i $j
      done
    done
  done
} >second
serve 0 <second
status 'bounds: 500 terms arrive over TCP and are all read' 0 'spf --ip 192.0.2.7 --sender bob@long.example'
prints 'bounds: DNS questions of one message, a half for the sender and an eighth for HELO' 'temperror 93' \
  ': >log; hfilter spf --dns-server "$A" --ip 192.0.2.7 --helo b.many.example --sender bob@a.many.example --json >out
   echo $(sed "s/^{.mailfrom.:{.result.:.\([a-z]*\).*/\1/" out) $(sort -u log | wc -l)'

# ---- time: each party has its share of dns-budget ----

# Names with macros cannot be asked ahead, so this takes 300 ms a level.
for i in 0 1 2 3 4 5 6 7 8; do
  printf 'TXT s%d.example v=spf1%%20include:s%d.%%25{d1}%%20-all\n' $i $((i + 1))
done >third
cat >>third <<'E'
DELAY example 300
DELAY arpa 60000
A 7.2.0.192.bl.test 127.0.0.2
TXT forged.test v=spf1%20exists:%25{i}.forged.test%20-all
TXT slow.test v=spf1%20include:a.slow.test%20-all
DELAY a.slow.test 60000
SERVFAIL servfail.test
TIMEOUT timeout.test
REFUSED refused.test
TXT long.test v=spf1%20ip4:192.0.2.7%20-all
TRUNCATE long.test
DELAY long.test 900 tcp
TXT notcp.test v=spf1%20ip4:192.0.2.7%20-all
NOTCP notcp.test
TXT other.test v=spf1%20ip4:192.0.2.7%20-all
OTHER other.test
E
serve 0 <third
# within MS WANT COMMAND: its exit status and its time, with $RULES
within() {
  printf '%b' "$RULES" >rc
  began=$(date +%s%N)
  eval "$3"
  s=$?
  ms=$((($(date +%s%N) - began) / 1000000))
  echo "status $s (want $2), $ms ms (at most $1)"
  [ $s = "$2" ] && [ $ms -le "$1" ]
}
slow() { hfilter judge --rc "$T/rc" --sender "bob@$1" --dns-server "$A" <msg; }
head='hfilter 1\nmynetworks 198.51.100.0/24\nset dns-budget 2s\n'
listed='match client listed in "bl.test" then junk\n'
RULES="${head}match spf is not pass then junk\n"
check 'time: includes with macros' 'within 1900 0 "slow s0.example"'
RULES="${head}match spf is not pass then junk\n$listed"
check 'time: slow includes, and the list still answers' 'within 1900 10 "slow slow.test"'
RULES="${head}match rdns is missing then junk\n$listed"
check 'time: a slow reverse zone, and the list still answers' 'within 1200 10 "slow forged.test"'
RULES="${head}match rdns is missing then junk\nmatch spf is fail then junk\n"
check 'time: a slow reverse zone, and SPF of a forged domain still says fail' 'within 1200 10 "slow forged.test"'
RULES="${head}match rdns is missing or helo is mismatched or spf helo is fail or spf is fail then junk\n$listed"
sed 's/mx\.example\.org/a.slow.test/' msg >slow_helo && mv slow_helo msg
check 'time: all are slow, and the list still answers' 'within 2900 10 "slow slow.test"'

# ---- reasons ----

why() { # TIMEOUT DOMAIN: what is said about the sender
  hfilter spf --dns-server "$A" --dns-timeout "$1" --ip 192.0.2.7 --sender "bob@$2" | sed '/^helo/,$d' | tr -s '\n ' ' '
}
while read -r domain reason; do
  check "reasons: $domain" "why 400ms $domain.test | grep -F '$reason'"
done <<E
servfail SERVFAIL from $A
timeout no answer from $A after 0.4 s
refused REFUSED from $A
notcp no answer from $A over TCP after 0.4 s
other no answer from $A after 0.4 s
E
check 'reasons: the share' \
  "why 60s timeout.test | grep 'no answer from $A after [0-9.]* s: the share of SPF of the sender in dns-budget is 2 s'"
check 'reasons: in JSON' \
  'hfilter spf --dns-server "$A" --dns-timeout 400ms --ip 192.0.2.7 --helo timeout.test --sender bob@servfail.test --json >out
   grep -F "\"status\":\"servfail\"" out && grep -F "\"status\":\"timeout\"" out && grep -F "SERVFAIL from $A" out'
judged() { hfilter "$1" -v --rc "$T/rc" --sender bob@servfail.test --dns-server "$A" <msg 2>&1 | tr -s '\n ' ' '; }
RULES="${head}match spf is fail then junk\n"
printf '%b' "$RULES" >rc
for command in judge explain; do
  check "reasons: in $command -v" "judged $command | grep -F 'SERVFAIL from $A'"
done
check 'servers: another one answers for one that is not there' \
  'hfilter spf --dns-server 127.0.0.1:1 --dns-server "$A" --ip 192.0.2.7 --sender bob@long.test'
check 'time: a question that is repeated over TCP has the whole dns-timeout' \
  'hfilter spf --dns-server "$A" --dns-timeout 1s --ip 192.0.2.7 --sender bob@long.test'
exit $failures
