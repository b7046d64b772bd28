#!/bin/sh
# What the host takes away: descriptors, memory, file size, processes, space, places for temporary files. Whole or 75, and
# a Maildir holds the whole message or nothing.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
make_message 2000 >small
make_message 70000 >medium
make_message 2000000 >large
H=$T/home
M=$H/Maildir
fresh() { rm -rf "$M" "$H/got"; user mkdir "$M" "$M/new" "$M/cur" "$M/tmp"; }
files() { find "$1" -type f ! -name maildirfolder | wc -l | tr -d ' '; }
echo 'otherwise accept' >>"$EMPTY_RC"

# delivered NAME IN STATUS: with 0 one whole message in new, with anything else none anywhere; only 0 and 75 may be.
delivered() {
  set -- "$1" "$2" "$3" "$(files "$M")" "$M"/new/*
  if [ "$3" = 0 ] && [ "$4" = 1 ] && [ -f "$5" ] && cp "$5" .got && whole "$2" .got; then ok "$1"
  elif [ "$3" = 75 ] && [ "$4" = 0 ]; then ok "$1"
  else echo "  status $3, $4 files"; not_ok "$1"; fi
}
deliver_in() { user "$HFILTER" --rc "$EMPTY_RC" deliver --maildir "$M"; }

# 0, 1 and 2 closed, in every way.
for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
  fresh
  case $closed in *'<&-'*) in='' ;; *) in='<medium' ;; esac
  eval "user '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M' $in $closed"
  delivered "deliver, closed: $closed" medium $?
  eval "user '$HFILTER' --rc '$EMPTY_RC' deliver -- /bin/sh -c 'cat >$H/got' $in $closed"; got=$?
  if [ $got = 75 ] && [ ! -e "$H/got" ]; then ok "deliver to a command, closed: $closed"
  elif [ $got = 0 ] && cp "$H/got" .got && whole medium .got; then ok "deliver to a command, closed: $closed"
  else echo "  status $got"; not_ok "deliver to a command, closed: $closed"; fi
  eval "'$HFILTER' --rc '$BODY_RC' $in >out $closed"; got=$?
  case $closed:$got in
  *'>&-'*:75 | *'<&-'*:75) ok "filter, closed: $closed" ;;
  *:0) if whole medium out; then ok "filter, closed: $closed"; else not_ok "filter, closed: $closed"; fi ;;
  *) echo "  status $got"; not_ok "filter, closed: $closed" ;;
  esac
done

# Limits. A program that cannot even be loaded ends with 127 or a signal, and the loader has written nothing: that is the host's.
limited() {  # limited NAME IN 'ulimit ...'
  for rc in "$OWN_RC" "$BODY_RC"; do
    (eval "$3" && exec "$HFILTER" --rc "$rc") <"$2" >out 2>err; got=$?
    if [ $got = 127 ] || { [ $got -gt 128 ] && [ ! -s out ]; }; then got=75; fi
    case $(verdict_of $got "$2" out) in
    whole | 75) ok "filter, $1, ${rc##*/}" ;;
    *) echo "  $(verdict_of $got "$2" out)"; head -n 3 err; not_ok "filter, $1, ${rc##*/}" ;;
    esac
  done
  fresh
  (eval "$3" && deliver_in) <"$2" >out 2>err; got=$?
  if [ $got = 127 ] || [ $got -gt 128 ]; then got=75; fi
  delivered "deliver, $1" "$2" $got
}
if [ -z "${HFILTER_SAN:-}" ]; then
  for kb in 2000 6000 10000 14000 18000 22000 26000 30000 40000; do limited "$kb KiB of addresses" large "ulimit -v $kb"; done
  for kb in 8 16 32 64 128; do limited "$kb KiB of stack" large "ulimit -s $kb"; done
fi
for blocks in 0 1 4 8 100 1000 3900 3910 10000; do limited "files of $blocks blocks" large "ulimit -f $blocks"; done
for n in 5 6 7 8 9 10; do limited "$n descriptors" large "ulimit -n $n"; done
if [ -z "${HFILTER_SAN:-}" ] && command -v prlimit >/dev/null; then
  fresh; user prlimit --nproc=0 "$HFILTER" --rc "$EMPTY_RC" deliver --maildir "$M" <large; delivered 'deliver, no processes' large $?
fi
limited 'no core' large 'ulimit -c 0'
limited 'one second of CPU' large 'ulimit -t 1'

# A umask of nothing and of everything.
for mask in 0 077 0777; do
  for rule in accept junk; do
    fresh; echo "otherwise $rule" >rc/mask; chmod 644 rc/mask
    for i in 1 2; do (umask $mask; user "$HFILTER" --rc rc/mask deliver --maildir "$M" <medium) || not_ok "umask $mask, $rule"; done
    check "umask $mask, $rule: two messages that their owner can read" '[ "$(user find "$M" -type f -path "*/new/*" -perm 600 | wc -l)" = 2 ]'
  done
done

# Links, marks of groups, names of folders.
fresh; mv "$M" "$H/real"; user ln -s real "$M"; deliver_in <medium; got=$?
rm "$M"; mv "$H/real" "$M"; delivered 'a Maildir that is a link' medium $got
fresh; chmod 2755 "$M" "$M/new" "$M/tmp"; deliver_in <medium; delivered 'folders that pass on their group' medium $?
for name in '../x' 'a/../../x' '..' '.' 'a..b' 'a//b' '/' '~' "$(printf '%0300d' 0)" 'x/' './x' '.a.'; do
  fresh
  printf 'otherwise deliver "%s"\n' "$name" >rc/now; chmod 644 rc/now
  before=$(find "$T" -type d | sort)
  user "$HFILTER" --rc "$T/rc/now" deliver --maildir "$M" <small >out 2>&1; got=$?
  find "$T" -type d ! -path "$M*" | sort >after
  if [ "$(echo "$before" | grep -v "^$M" | diff - after)" = '' ] && { { [ $got = 75 ] && [ "$(files "$M")" = 0 ]; } || { [ $got = 0 ] && [ "$(files "$M")" = 1 ]; }; }; then
    ok "folder $(printf %.20s "$name"): nothing outside"
  else echo "  status $got"; find "$T" -newer rc/now | head; not_ok "folder $(printf %.20s "$name")"; fi
done

check 'a large input into a full place' "(ulimit -f 20000; head -c 30000000 /dev/zero | '$HFILTER' --rc '$OWN_RC' >full); [ \$? = 75 ]; rm -f full"

# Things that need a mount of our own.
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then skip robust_limits-mounts root 'mounts need root'; count; fi
in_mounts() { unshare -m sh -c "$1"; }
export HFILTER EMPTY_RC OWN_RC BODY_RC M H T
u='setpriv --reuid=65534 --regid=65534 --clear-groups --'
fresh
for kb in 0 4 8 12 16 48 52 56 60 64 200; do
  in_mounts "mount -t tmpfs -o size=$((kb + 12))k,uid=65534 none '$M' && cd '$M' && $u mkdir new cur tmp &&
    $u '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M' <'$T/medium'; echo \$? >'$T/.status'; find '$M' -type f >'$T/.list'
    cat '$M'/new/* >'$T/.got' 2>/dev/null"
  got=$(cat .status) n=$(wc -l <.list)
  if { [ "$got" = 0 ] && [ "$n" = 1 ] && whole medium .got; } || { [ "$got" = 75 ] && [ "$n" = 0 ]; }; then ok "a Maildir with $kb KiB of space: $got"
  else echo "  status $got, $n files"; not_ok "a Maildir with $kb KiB of space"; fi
done
for inodes in 4 5 6 7; do
  in_mounts "mount -t tmpfs -o nr_inodes=$inodes,uid=65534 none '$M' && cd '$M' && $u mkdir new cur tmp 2>/dev/null
    $u '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M' <'$T/medium'; echo \$? >'$T/.status'; find '$M' -type f >'$T/.list'"
  got=$(cat .status) n=$(wc -l <.list)
  if [ "$got:$n" = 0:1 ] || [ "$got:$n" = 75:0 ]; then ok "a Maildir with $inodes inodes: $got"; else echo "  $got, $n files"; not_ok "$inodes inodes"; fi
done
cp "$HFILTER" copy
for where in 'mount -t tmpfs -o ro none /tmp; mount -t tmpfs -o ro none /var/tmp' \
  'mount -t tmpfs -o size=64k none /tmp; mount -t tmpfs -o size=64k none /var/tmp' 'mount -t tmpfs -o mode=0 none /var/tmp'; do
  mkdir -p /run/hfilter-test.$$
  in_mounts "mount --bind '$T' /run/hfilter-test.$$ && cd /run/hfilter-test.$$ && $where
    cat large | ./copy --rc rc/body >out; echo \$? >.status"
  rmdir /run/hfilter-test.$$
  if [ "$(cat .status)" = 0 ] && whole large out; then ok "nowhere to spool: $where"; else echo "  status $(cat .status)"; not_ok "nowhere to spool: $where"; fi
done
# A full /var/tmp, and a /tmp that is not: nothing is unknown, and a command gets its file.
mkdir -p /run/hfilter-test.$$
in_mounts "mount --bind '$T' /run/hfilter-test.$$ && cd /run/hfilter-test.$$ && mount -t tmpfs -o size=64k none /var/tmp && mount -t tmpfs none /tmp &&
  { cat large | ./copy --rc rc/own test 'message size > 1'; echo \$? >.status; cat large | $u ./copy --rc rc/own deliver -- /bin/cat >out; echo \$? >>.status; }"
rmdir /run/hfilter-test.$$
check 'a full /var/tmp' '[ "$(tr "\n" " " <.status)" = "0 0 " ] && whole large out'
fresh
in_mounts "mount --bind '$H' '$H' && mount -o remount,ro,bind '$H' && $u '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M' <'$T/medium'; echo \$? >'$T/.status'"
delivered 'a home that is read-only' medium "$(cat .status)"
check 'a filter at a home that is read-only' "unshare -m sh -c \"mount --bind '$H' '$H' && mount -o remount,ro,bind '$H' && HOME='$H' $u '$HFILTER' <'$T/medium'\" >out && whole medium out"

# Twenty deliveries that all believe to be process 2, in one second.
fresh
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  unshare -p -f sh -c "$u '$HFILTER' --rc '$EMPTY_RC' deliver --maildir '$M' <'$T/medium'" &
done
wait
check 'twenty at once with the same process id' '[ "$(files "$M/new")" = 20 ] && [ "$(files "$M")" = 20 ]'
count
