#!/bin/sh
# Where it is started: descriptors, environment, users, rule files as they should not be. No mail is lost in any of them.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
make_message 2000 >small
make_message 300000 >large
own="'$HFILTER' --rc '$OWN_RC'"

# Descriptors.
outcome 'stdin closed' 75 small "$own <&-"
check 'stdout closed' "$own <small >&-; [ \$? = 75 ]"
check 'stdout closed, large' "cat large | { $own >&-; echo \$? >ended; }; [ \$(cat ended) = 75 ]"
outcome 'stderr closed' whole small "$own 2>&-"
check 'all closed' "$own <&- >&- 2>&-; [ \$? = 75 ]"
check 'stdin and stdout closed' "$own <&- >&-; [ \$? = 75 ]"
check 'stdout closed, and another file has no part in it' "echo keep >other; $own <small >&- 2>>other; [ \$? = 75 ] && [ \$(cat other) = keep ]"
outcome 'stdin is a folder' 75 small "$own </"
outcome 'stdin is /dev/null' 75 small "$own </dev/null"
outcome 'stdin is open for writing only' 75 small "exec $own 0>junk"
check 'stdout is open for reading only' "$own <large 1<small; [ \$? = 75 ]"
check 'stdout is full' "$own <large >/dev/full; [ \$? = 75 ]"
check 'stdout is full, small' "$own <small >/dev/full; [ \$? = 75 ]"
check 'stdout is the file of stdin' "cp small itself; (ulimit -f 2000; $own <itself >>itself); [ \$? = 75 ] && cmp itself small"
check 'stdout is /dev/null' "$own <large >/dev/null"
outcome 'stdout is a file in the middle' whole small "echo before >file; { $own; } >>file; tail -n +2 file"
outcome 'stdin and stdout are the same FIFO pair' whole large "mkfifo p; cat large >p & $own <p"
if command -v script >/dev/null; then
  make_message 2000 >tty-in
  if script -qec "stty raw -echo; $own <tty-in" /dev/null </dev/null >tty-out 2>/dev/null && whole tty-in tty-out; then ok 'stdout is a terminal'; else not_ok 'stdout is a terminal'; fi
  check 'without arguments on a terminal: the help, and 75' 'script -qec "$HFILTER; echo status \$?" /dev/null </dev/null >said; grep -q "^  deliver " said && grep -q "status 75" said'
fi

# Environment.
outcome 'no environment at all' whole small "env -i $own"
outcome 'no PATH' whole small "env -u PATH $own"
outcome 'a PATH that leads nowhere' whole small "env PATH=/nonexistent $own"
outcome 'no USER, no LOGNAME' whole small "env -u USER -u LOGNAME $own"
outcome 'no HOME' whole small "env -u HOME $own"
for home in '' / /nonexistent /dev/null . /etc/passwd /root/x; do
  outcome "HOME=$home" whole small "HOME='$home' $own"
done
outcome 'a folder that went away' whole small "mkdir gone; cd gone; rmdir ../gone; $own"
outcome 'TZ and LC_ALL are nonsense' whole small "TZ=:/dev/zero LC_ALL=xx_YY.nonsense LANG=/ $own"
for odd in LOCPATH=/tmp GCONV_PATH=/tmp 'LOCALDOMAIN=a b' 'RES_OPTIONS=ndots:15 timeout:30' HOSTALIASES=/dev/zero NLSPATH=/dev/zero TZDIR=/dev \
  TZ=: TZ=:/ 'TZ=A-99:99' MALLOC_PERTURB_=1 MALLOC_ARENA_MAX=0 MALLOC_CHECK_=3 COLUMNS=-1 TERM= LD_BIND_NOW=1 LD_LIBRARY_PATH=/nonexistent \
  HFILTER_VERDICT=accept HFILTER_TEST_HOOK=segv:decide HFILTER_FAULTS=write=EIO "SENDER=a
X-Evil: b" CLIENT_ADDRESS=nonsense "CLIENT_HELO=a
X-Evil: b" RECIPIENT= FROM=; do
  outcome "$(echo "$odd" | head -n 1)" whole small "env CLIENT_ADDRESS=192.0.2.1 '$odd' $own"
done
check 'an address that is a line of its own' "SENDER='a
X-Evil: b' CLIENT_ADDRESS=192.0.2.1 CLIENT_HELO='a
X-Evil: b' $own <small >out; ! grep -q '^X-Evil' out"
[ -n "${HFILTER_SAN:-}" ] || outcome 'a library that ends the program says nothing' 75 small "MALLOC_TOP_PAD_=99999999999 $own"
mkfifo -m 644 "$T/zone"
if [ -x "$HOOKED" ]; then
  outcome 'a time zone that is read for ever' 75 small "TZ=:$T/zone HFILTER_TEST_IDLE_MS=200 timeout 20 '$HOOKED' --rc '$OWN_RC'"
else
  skip 'a time zone that is read for ever' hooks "make check builds it"
fi
outcome 'TMPDIR is not looked at' whole large "TMPDIR=/nonexistent '$HFILTER' --rc '$BODY_RC'"
outcome 'a thousand variables' whole small "i=0; while [ \$i -lt 1000 ]; do export V\$i=\$i; i=\$((i + 1)); done; $own"
outcome 'few descriptors' whole small "ulimit -n 6; $own"
outcome 'umask 0777' whole large "umask 0777; cat large | '$HFILTER' --rc '$BODY_RC'"

# HOME of somebody else: its rules are not ours.
mkdir -p bobs/.hfilter
echo 'otherwise junk' >bobs/.hfilterrc; chmod 644 bobs/.hfilterrc
if [ "$(id -u)" = 0 ]; then
  outcome 'HOME of somebody else' whole small 'HOME="$T/bobs" user "$HFILTER"'
  check 'its rules are not read' 'HOME="$T/bobs" user "$HFILTER" <small >out; ! grep -q "^X-HFilter-Verdict: junk" out'
  outcome 'root does not read a .hfilterrc' whole small 'HOME="$T/bobs" "$HFILTER"'
  check 'it really does not' 'HOME="$T/bobs" "$HFILTER" <small >out; ! grep -q "^X-HFilter-Verdict: junk" out'
  outcome 'a user who is in no database' whole small 'setpriv --reuid=54321 --regid=54321 --clear-groups -- "$HFILTER" --rc "$OWN_RC"'
  outcome 'a user who is in no database, without HOME' whole small 'env -i setpriv --reuid=54321 --regid=54321 --clear-groups -- "$HFILTER"'
  status 'root delivers nothing: Maildir' 75 '"$HFILTER" --rc "$OWN_RC" deliver --maildir "$T/home" <small'
  status 'root delivers nothing: command' 75 '"$HFILTER" --rc "$OWN_RC" deliver -- /bin/true <small'
  cp "$HFILTER" setuid && chown 65534 setuid && chmod 4755 setuid
  if [ "$(./setuid --version 2>/dev/null; echo $?)" = 75 ]; then
    ok 'set-user-ID is refused'
    for command in filter judge 'test stranger' check explain 'deliver -- /bin/true'; do
      status "set-user-ID: $command" 75 "./setuid $command <small"
    done
  else
    skip 'set-user-ID is refused' setuid 'this file system has none'
  fi
fi
own_home=$T/home; cp bobs/.hfilterrc "$own_home/.hfilterrc"; chmod 644 "$own_home/.hfilterrc"
check 'HOME of our own: its rules are read' 'user "$HFILTER" <small >out; grep -q "^X-HFilter-Verdict: junk" out'
rm "$own_home/.hfilterrc"

# Rule files.
error_is() {  # error_is NAME 'COMMANDS that make bad': filter passes the original, test and judge say 75, defer defers
  rm -rf bad; mkdir -m 755 bad
  eval "$2"
  "$HFILTER" --rc bad/rc <small >out 2>err; filtered=$?
  "$HFILTER" --rc bad/rc --on-error defer <small >out2 2>>err; deferred=$?
  "$HFILTER" --rc bad/rc judge <small >out3 2>>err; judged=$?
  "$HFILTER" --rc bad/rc test stranger <small >out3 2>>err; tested=$?
  got="$filtered $deferred $judged $tested"
  chmod -R u+rwx bad
  if [ "$got" = '0 75 75 75' ] && whole small out && grep -q '^X-HFilter-Status: error' out && [ ! -s out2 ] && [ ! -s err ] &&
    ! grep -q '^X-HFilter-Verdict' out; then
    ok "$1"
  else
    echo "  got $got, want 0 75 75 75"; grep -a '^X-HFilter' out; head -n 3 err; not_ok "$1"
  fi
}
error_is 'missing' :
error_is 'a folder' 'mkdir bad/rc'
error_is 'a FIFO' 'mkfifo bad/rc'
error_is 'a device' 'ln -s /dev/zero bad/rc'
error_is 'a terminal that is not there' 'ln -s /dev/tty bad/rc'
error_is 'a socket' 'ln -s /dev/log bad/rc; [ -e bad/rc ] || { rm bad/rc; mkdir bad/rc; }'
error_is 'a dangling link' 'ln -s nowhere bad/rc'
error_is 'a loop of links' 'ln -s rc bad/rc'
error_is 'world-writable' 'cp "$OWN_RC" bad/rc; chmod 666 bad/rc'
error_is 'in a folder of everybody' 'cp "$OWN_RC" bad/rc; chmod 777 bad'
error_is 'a link into a folder of everybody' 'mkdir -m 777 bad/open; cp "$OWN_RC" bad/open/rc; ln -s open/rc bad/rc'
error_is 'faulty' 'echo "match helo is bare-ip or localhost then junk" >bad/rc'
error_is 'binary' 'head -c 10000 /dev/urandom >bad/rc'
error_is 'too large' 'head -c 5000000 /dev/zero >bad/rc'
error_is 'an include that is missing' 'echo "include \"none\"" >bad/rc'
error_is 'an include that is world-writable' 'cp "$OWN_RC" bad/more; chmod 666 bad/more; echo "include \"more\"" >bad/rc'
if [ "$(id -u)" = 0 ]; then
  error_is 'of another user' 'cp "$OWN_RC" bad/rc; chown 1234 bad/rc'
  error_is 'writable by a group of many' 'cp "$OWN_RC" bad/rc; chgrp mail bad/rc; chmod 664 bad/rc'
fi
check 'a file without rights' 'mkdir -m 755 none; cp "$OWN_RC" none/rc; chmod 0 none/rc; user "$HFILTER" --rc none/rc <small >out && whole small out && grep -q "^X-HFilter-Status: error" out'
count
