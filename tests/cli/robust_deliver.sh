#!/bin/sh
# deliver: one whole message in the right place, or the exit code that keeps it with the host, and nothing left behind.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
umask 022
make_message 2000 >small
make_message 300000 >large
{ printf 'From bob@example.com Wed Mar 24 16:00:00 2004\n'; cat small; } >mbox-style
H=$T/home
M=$H/Maildir
chmod 755 "$H"

rules() { { echo "set log \"$H/log\""; cat; } >"$T/rc/now"; chmod 644 "$T/rc/now"; }
fresh() { rm -rf "$M" "$H"/other "$H"/log "$H"/got; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"; }
deliver() { user "$HFILTER" --rc "$T/rc/now" deliver "$@"; }
files() { find "$1" -type f ! -name maildirfolder ! -name log* ! -name rc | wc -l | tr -d ' '; }
one_in() { set -- "$1"/*; [ $# = 1 ] && [ -f "$1" ] && cp "$1" "$T/.got"; }

# there NAME VERDICT FOLDER: with this verdict the message is in FOLDER, whole, and nowhere else
there() {
  fresh
  echo "otherwise $2" | rules
  for message in small large mbox-style; do
    rm -rf "$M"; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"
    deliver --maildir "$M" <$message >out 2>err; got=$?
    sed '/^From bob@/d' $message >want
    if [ $got = 0 ] && [ "$(files "$M")" = 1 ] && one_in "$3/new" && whole want .got && [ ! -s out ] && [ ! -s err ]; then
      ok "$1, $message"
    else
      echo "  status $got, $(files "$M") files"; find "$M"; cat out err; not_ok "$1, $message"
    fi
  done
}
there 'accept' 'accept' "$M"
there 'junk' 'junk' "$M/.Junk"
there 'a folder' 'deliver "Lists/work"' "$M/.Lists.work"
there 'a folder in another writing' 'deliver ".Lists.work"' "$M/.Lists.work"

fresh
echo 'otherwise accept' | rules
deliver --maildir "$M" <small
id=$(sed -n 's/.*"id":"\([0-9a-f]*\)".*"command":"deliver".*/\1/p' "$H/log")
check 'header and log of a delivery have one id' '[ ${#id} = 24 ] && tr -d "\n" <"$(echo "$M"/new/*)" | grep -q "X-HFilter-Status: accept; id=$id; "'

# ends NAME STATUS STDOUT ARGS...: this status, this output, no file anywhere
ends() {
  name=$1 want=$2 text=$3; shift 3
  deliver "$@" <large >out 2>err; got=$?
  printf '%s' "$text" >want
  if [ $got = "$want" ] && cmp -s want out && [ ! -s err ] && [ "$(files "$H")" = 0 ]; then ok "$name"
  else echo "  got $got, want $want; $(files "$H") files"; cat out err; not_ok "$name"; fi
}
fresh
echo 'set reject always
otherwise reject "not this way"' | rules; ends 'reject' 77 '5.7.1 not this way
' --maildir "$M"
status 'reject, and its line cannot be written' 77 'deliver --maildir "$M" <small >/dev/full'
ends 'reject, CMD' 77 '5.7.1 not this way
' -- /bin/false
echo 'otherwise reject "not this way"' | rules
deliver --maildir "$M" <small >out 2>err; got=$?
if [ $got = 0 ] && one_in "$M/.Junk/new"; then ok 'a reject that would bounce to a stranger is junk'; else not_ok 'a reject that would bounce to a stranger is junk'; fi
fresh
now=$(date -u '+%a, %d %b %Y %H:%M:%S +0000')
sed "s/Wed, 24 Mar 2004 16:00:00 +0000/$now/" small >today
echo 'otherwise defer "later"' | rules
deliver --maildir "$M" <today >out 2>err; got=$?
if [ $got = 75 ] && [ "$(files "$M")" = 0 ] && [ ! -s err ] && [ "$(cat out)" = '4.7.1 later' ]; then ok 'defer'; else echo "  got $got"; cat out; not_ok 'defer'; fi
status 'defer, CMD' 75 '[ "$(deliver -- /bin/true <today)" = "4.7.1 later" ] && exit 75'
# With return_output Exim makes a bounce of any output; QUALIFY_DOMAIN is in the environment of its pipes.
status 'defer in Exim says nothing' 75 'QUALIFY_DOMAIN=example.com deliver --maildir "$M" <today >out; got=$?; [ ! -s out ] && exit $got'
for command in filter judge 'test stranger'; do
  check "defer: $command does not say so" "user '$HFILTER' --rc rc/now $command <today | grep -c '^4[.]' | grep -qx 0"
done
fresh
echo 'otherwise discard' | rules; ends 'discard' 0 '' --maildir "$M"
check 'discard leaves a log line' 'grep -q "\"verdict\":\"discard\"" "$H/log"'
ends 'no destination' 75 '4.7.1 there is no destination
'
ends 'a faulty command line' 75 '4.7.1 deliver has no option --nonsense
' --nonsense
ends 'two destinations' 75 '4.7.1 there are two destinations
' --maildir "$M" -- /bin/true
echo 'otherwise accept' | rules
check 'a Maildir below the home, whatever the working directory' 'cd / && deliver --maildir Maildir <"$T/small" && one_in "$M/new"'
fresh
check 'a missing Maildir below the home is created' 'rm -rf "$M"; deliver --maildir Maildir <small && one_in "$M/new" && [ "$(find "$M" -type d -perm 700 | wc -l)" = 4 ]'
fresh
mkdir "$H/other"
ends 'no such Maildir' 75 "4.7.1 there is no Maildir $T/none: it is created only below the home of the user
" --maildir "$T/none"
ends 'no such Maildir, in the folder of another user' 75 "4.7.1 there is no Maildir $H/other/in: the folder above it belongs to another user
" --maildir "$H/other/in"
rmdir "$H/other"
check 'the log says what is missing' 'grep -q "\"error\":\"there is no Maildir $T/none: it is created only below the home" "$H/log"'
check 'in Exim a failure says nothing' 'QUALIFY_DOMAIN=example.com deliver --maildir "$T/none" <small >out; [ $? = 75 ] && [ ! -s out ]'
ends 'no such program' 75 '4.7.1 cannot run /nonexistent/lda: No such file or directory
' -- /nonexistent/lda
member() { sed -n "s/.*\"$1\":\"*\([0-9a-f]*\).*/\1/p" "$H/log"; }
for message in small large; do
  fresh
  deliver -- /nonexistent/lda <$message >out
  check "and a second line of the log says so, $message" '[ "$(echo $(member exit))" = "0 75" ] && [ "$(member id | uniq | wc -l)" = 1 ] && [ "$(member size | tail -n 1)" = "$(wc -c <$message)" ]'
done
ends 'a program without its path' 75 '4.7.1 the command is not an absolute path
' -- true

# qmail
for row in 'accept 99' 'junk 99' 'discard 99'; do
  fresh; { echo 'set agent qmail'; echo "otherwise ${row% *}"; } | rules
  status "qmail: ${row% *}" "${row#* }" 'deliver --maildir "$M" <small'
done
fresh; printf 'set agent qmail\nset reject always\notherwise reject "no"\n' | rules
status 'qmail: reject' 100 'deliver --maildir "$M" <small'
printf 'set agent qmail\notherwise accept\n' | rules
printf 'set agent qmail\nmatch nonsense\n' | rules
status 'qmail: faulty rules' 99 'deliver --maildir "$M" <small'
status 'qmail: faulty rules, defer' 111 'deliver --on-error defer --maildir "$M" <small'
printf 'set agent qmail\notherwise accept\n' | rules
status 'qmail: no Maildir' 111 'deliver --maildir "$T/none" <small'
status 'qmail: empty input' 111 'deliver --maildir "$M" </dev/null'
printf 'set agent qmail\notherwise defer "later"\n' | rules
status 'qmail: defer' 111 'deliver --maildir "$M" <today'

# --junk, copy, pipe, CMD
fresh; user mkdir "$H/other" "$H/other/new" "$H/other/cur" "$H/other/tmp"; echo 'otherwise junk' | rules
check 'the junk folder, its rights, and names without flags' 'deliver --maildir "$M" <small &&
  [ "$(find "$M/.Junk" -type d -perm 700 | wc -l)" = 4 ] && [ "$(find "$M/.Junk/maildirfolder" -size 0 -perm 600)" ] &&
  ls "$M/.Junk/new" | grep -qE "^[0-9]+\.M[0-9]+P[0-9]+R[0-9a-f]+Q0\.[^:/]+,S=[0-9]+$"'
rm -r "$M/.Junk"
check '--junk below the home' 'cd / && deliver --maildir Maildir --junk other <"$T/small" && one_in "$H/other/new"'
rm -f "$H"/other/new/*
check '--junk' 'deliver --maildir "$M" --junk "$H/other" <small && one_in "$H/other/new" && [ "$(files "$M")" = 0 ] && whole small .got'
fresh; echo 'match stranger then copy "Copies"
otherwise accept' | rules
check 'copy' 'deliver --maildir "$M" <large && one_in "$M/.Copies/new" && whole large .got && one_in "$M/new" && whole large .got'
fresh; echo "otherwise pipe \"/bin/sh\" \"-c\" \"cat >$H/got; echo noise; echo noise >&2\"" | rules
check 'pipe' 'deliver --maildir "$M" <large >out 2>&1 && whole large "$H/got" && [ ! -s out ] && [ "$(files "$M")" = 0 ]'
echo 'otherwise pipe "/bin/false"' | rules
status 'pipe that fails' 75 'deliver --maildir "$M" <large'
echo 'otherwise pipe "/nonexistent"' | rules
status 'pipe that is not there' 75 'deliver --maildir "$M" <large'
fresh; echo 'otherwise junk' | rules
check 'CMD gets it whole' "deliver -- /bin/sh -c 'cat >$H/got; exit 0' <large && whole large $H/got && grep -q '^X-HFilter-Verdict: junk' $H/got"
check 'CMD gets it from a pipe' "cat large | deliver -- /bin/sh -c 'cat >$H/got' && whole large $H/got"
code=0
while [ $code -lt 256 ]; do
  deliver -- /bin/sh -c "exit $code" <small || [ $? = $code ] || break
  code=$((code + 1))
done
check 'CMD ends with 0, 1, ... 255' "[ $code = 256 ]"
: >"$H/plain"; mkdir -p "$H/folder"; printf 'no program' >"$H/nonsense"; chmod 755 "$H/nonsense"
for wrong in plain folder nonsense nothing; do status "CMD cannot be run: $wrong" 75 "deliver -- '$H/$wrong' <small"; done
rm -r "$H/plain" "$H/folder" "$H/nonsense"
check 'CMD has long arguments' 'long=$(head -c 120000 /dev/zero | tr "\\0" x); [ "$(deliver -- /bin/sh -c "echo \${#1}\${#2}\${#3}" x "$long" "$long" "" <small)" = 1200001200000 ]'
check 'CMD dies by a signal' "deliver -- /bin/sh -c 'kill -9 \$\$' <small; [ \$? = 137 ]"
status 'empty input' 75 '[ "$(deliver --maildir "$M" </dev/null)" = "4.7.1 the input is empty" ] && exit 75'
check 'a faulty rule file delivers the original' 'echo "match nonsense" >rc/now; fresh; deliver --maildir "$M" <small && one_in "$M/new" && whole small .got && grep -q "^X-HFilter-Status: error" .got'
status 'a faulty rule file with defer' 75 'fresh; deliver --on-error defer --maildir "$M" <small | grep -q "^4.7.1 .*rc/now:1:7: " && deliver --on-error defer --maildir "$M" <small'

# Faults on the way into the Maildir: 75, and neither new nor tmp holds anything. TERM is no fault but a signal: behind
# the rename it comes too late, or the host would deliver once more.
if [ -x "$SHIM" ] && [ -z "${HFILTER_SAN:-}" ]; then
  echo 'otherwise junk' | rules
  for fault in openat_new=ENOSPC openat_new=EACCES writev=EIO writev=ENOSPC fsync=EIO fsync=ENOSPC close=EIO \
    'write=ENOSPC+1' 'renameat2=EACCES' 'renameat2=ENOSYS linkat=EACCES' mkdirat=ENOSPC+1 'fsync=EIO+1' 'fsync=EIO+3' \
    'openat_new=TERM*1' 'writev=TERM*1' 'fsync=TERM+2*1'; do
    rm -rf "$M"; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"; rm -f .made; : >.made; chmod 666 .made
    HFILTER_FAULTS=$fault HFILTER_FAULTS_MADE=$T/.made user env LD_PRELOAD="$SHIM" "$HFILTER" --rc rc/now deliver --maildir "$M" <large >out 2>err
    got=$?
    if [ $got = 75 ] && [ "$(files "$M")" = 0 ] && [ -s .made ]; then ok "fault: $fault"
    else echo "  got $got, want 75; $(files "$M") files; faults: $(tr '\n' ' ' <.made)"; not_ok "fault: $fault"; fi
  done
  for fault in 'renameat2=ENOSYS' 'renameat2=EINVAL' 'fsync=EINVAL' 'openat_new=EEXIST+1*3' 'close_range=ENOSYS' \
    'renameat2=TERM*1' 'fsync=TERM+3*1'; do
    case $fault in close_range*) to="-- /bin/sh -c cat>$H/got" ;; *) to="--maildir $M" ;; esac
    rm -rf "$M" "$H/got"; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"; rm -f .made; : >.made; chmod 666 .made
    # shellcheck disable=SC2086  # words
    HFILTER_FAULTS=$fault HFILTER_FAULTS_MADE=$T/.made user env LD_PRELOAD="$SHIM" "$HFILTER" --rc rc/now deliver $to <large >out 2>err
    got=$?
    [ ! -f "$H/got" ] || cp "$H/got" .got
    if [ $got = 0 ] && [ -s .made ] && { [ -f "$H/got" ] || one_in "$M/.Junk/new"; } && whole large .got; then ok "no harm: $fault"
    else echo "  got $got, want 0; faults: $(tr '\n' ' ' <.made)"; not_ok "no harm: $fault"; fi
  done
  rm -f "$H/got"
  # What is thrown away is read to its end all the same: a host that cannot give it all tries again.
  echo 'otherwise discard' | rules
  status 'discard, the input cannot be read' 75 "HFILTER_FAULTS='read@0=EIO+3' user env LD_PRELOAD='$SHIM' '$HFILTER' --rc rc/now deliver --maildir '$M' <large"
  for fault in fork=EAGAIN pipe2=EMFILE execve=EACCES open_tmpfile=ENOSPC waitpid=EIO; do
    echo "otherwise pipe \"/bin/sh\" \"-c\" \"cat >$H/got\"" | rules
    status "pipe, fault: $fault" 75 "HFILTER_FAULTS='$fault mkostemp=ENOSPC' user env LD_PRELOAD='$SHIM' '$HFILTER' --rc rc/now deliver --maildir '$M' <large"
  done
  echo 'otherwise accept' | rules
  for fault in execve=ENOMEM dup2=EIO lseek=EIO open_tmpfile=ENOSPC pwrite=EIO+99 'writev=ENOSPC' write=EIO+1; do
    [ "$fault" != pwrite=EIO+99 ] || continue
    status "CMD, fault: $fault" 75 "HFILTER_FAULTS='$fault mkostemp=ENOSPC' user env LD_PRELOAD='$SHIM' '$HFILTER' --rc rc/now deliver -- /bin/true <large"
  done

  # interrupted NAME RULE FAULTS LEFT: the signal comes right behind the call that makes something; 75, and LEFT finds nothing.
  interrupted() {
    rm -rf "$M" "$H/got"; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"; rm -f .made; : >.made; chmod 666 .made
    echo "$2" | rules
    HFILTER_FAULTS=$3 HFILTER_FAULTS_MADE=$T/.made user env LD_PRELOAD="$SHIM" "$HFILTER" --rc rc/now deliver --maildir "$M" <large >out 2>err
    got=$? left=$(eval "$4")
    if [ $got = 75 ] && grep -q sigterm .made && [ -z "$left" ]; then ok "a signal $1"
    else echo "  got $got, want 75; faults: $(tr '\n' ' ' <.made); left: $left"; not_ok "a signal $1"; fi
  }
  interrupted 'behind the opening of the file in tmp' 'otherwise accept' openat_new=sigterm 'find "$M" -type f'
  # Of others, working at the same time, it is gone by the second look.
  temporaries() { for f in $(find /var/tmp /tmp -maxdepth 1 -name 'hfilter.??????' -newer "$T/small"); do sleep 1; ls "$f"; done 2>/dev/null; }
  interrupted 'behind the making of a named temporary file' 'otherwise pipe "/bin/true"' 'open_tmpfile=EOPNOTSUPP mkostemp=sigterm' temporaries
  interrupted 'behind the fork of a command' "otherwise pipe \"/bin/sh\" \"-c\" \"sleep 0.3; echo late >$H/got\"" fork=sigterm \
    'sleep 1; ls "$H/got" 2>/dev/null'
fi

# A hundred at once: what is in new is whole, and each has a name of its own and a line in the log, which is moved aside meanwhile.
fresh; echo 'otherwise junk' | rules
user sh -c 'yes "{\"a\":\"$0\"}" | head -n 9980 >"$1"; chmod 600 "$1"' "$(printf '%096d' 0)" "$H/log"
check 'the log is almost full' 'size=$(wc -c <"$H/log"); [ $size -lt 1048576 ] && [ $size -gt 1040000 ]'
rm -f done.*
i=0
while [ $i -lt 100 ]; do
  (deliver --maildir "$M" <large; echo $? >done.$i) &
  i=$((i + 1))
done
wait
check 'a hundred at once' '[ "$(cat done.* | sort | uniq -c | tr -d " \n")" = 1000 ] && [ "$(files "$M/.Junk/new")" = 100 ] && [ "$(files "$M")" = 100 ]'
check 'the log was moved aside' '[ -f "$H/log.1" ] && [ "$(wc -l <"$H/log")" -lt 100 ]'
check 'each has its line in the log, whole' '[ "$(cat "$H/log.1" "$H/log" | grep -c "^{\"schema\":1,[^{}]*\"command\":\"deliver\"[^{}]*\(\[[^{}]*\]\)*}$")" = 100 ] &&
  [ "$(cat "$H/log.1" "$H/log" | wc -l)" = 10080 ]'
check 'all of them whole' 'for f in "$M"/.Junk/new/*; do whole large "$f" || exit 1; done'
count
