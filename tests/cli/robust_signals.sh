#!/bin/sh
# Signals, crashes, hangs and closed ends: 75 and never a signal, within a bounded time; the agent gets the host's signals.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
[ -x "$HOOKED" ] || { skip robust_signals hooks "make check builds it"; exit 0; }
make_message 2000 >small
make_message 3000000 >large
own="'$HFILTER' --rc '$OWN_RC'"
hooked="'$HOOKED' --rc '$OWN_RC'"

# A crash while it decides: before the first byte of output.
if [ -z "${HFILTER_SAN:-}" ]; then
  for action in segv abort overflow; do
    outcome "crash: $action" 75 small "HFILTER_TEST_HOOK=$action:decide $hooked"
    check "crash: $action writes nothing" "HFILTER_TEST_HOOK=$action:decide $hooked <small >out; [ ! -s out ]"
  done
fi
outcome 'an exception' either small "HFILTER_TEST_HOOK=throw:decide $hooked"
outcome 'a hang while it decides' 75 small "HFILTER_TEST_LAST_RESORT_MS=100 HFILTER_TEST_DECIDE_MS=100 HFILTER_TEST_HOOK=hang:decide $hooked"
for command in test\ stranger judge; do
  status "a hang of $command" 75 "HFILTER_TEST_LAST_RESORT_MS=100 HFILTER_TEST_DECIDE_MS=100 HFILTER_TEST_HOOK=hang:decide $hooked $command <small"
done
outcome 'the hook does nothing elsewhere' whole small "HFILTER_TEST_HOOK=segv:nowhere $hooked"
outcome 'the program that is shipped has no hook' whole small "HFILTER_TEST_HOOK=segv:decide $own"

# A stdin that stops.
for stop in 0 1 100 400 10000; do
  outcome "stdin hangs after $stop octets" 75 small "{ head -c $stop large; sleep 3; } | HFILTER_TEST_IDLE_MS=200 $hooked"
done
outcome 'stdin hangs while the body is spooled' 75 small \
  "{ head -c 100000 large; sleep 3; } | HFILTER_TEST_IDLE_MS=200 '$HOOKED' --rc '$BODY_RC'"
outcome 'stdin is slow, but does not hang' whole small "{ head -c 300 small; sleep 0.15; tail -c +301 small; } | HFILTER_TEST_IDLE_MS=2000 $hooked"
# A stdout that nobody reads.
mkfifo hole
check 'stdout hangs' '(sleep 3 <hole) & HFILTER_TEST_IDLE_MS=200 '"$hooked"' <large >hole; [ $? = 75 ]'
# A stdout that closes early, and the input is read all the same.
for close in 0 1 500 100000; do
  check "stdout closes after $close octets" "
    { { cat large; echo \$? >fed; } | { $own; echo \$? >ended; } | head -c $close >/dev/null; }
    [ \"\$(cat fed)\" = 0 ] && [ \"\$(cat ended)\" = 75 ]"
done
check 'stdout closes, pipe ignored by the host' "
  (trap '' PIPE; { cat large; echo \$? >fed; } | { $own; echo \$? >ended; } | true)
  [ \"\$(cat fed)\" = 0 ] && [ \"\$(cat ended)\" = 75 ]"

# A signal from outside, while it waits for the header, spools, or writes.
sent() {  # sent NAME SIGNAL PHASE
  rm -f fifo; mkfifo fifo
  case $3 in
  header) "$HFILTER" --rc "$OWN_RC" <fifo >out & ;;
  spool) "$HFILTER" --rc "$BODY_RC" <fifo >out & ;;
  output) "$HFILTER" --rc "$OWN_RC" <large >fifo & ;;
  esac
  pid=$!
  case $3 in
  header) exec 7>fifo; printf 'A: b\n' >&7 ;;
  spool) exec 7>fifo; head -c 50000 large >&7 ;;
  output) exec 7<fifo; head -c 100 <&7 >/dev/null ;;
  esac
  sleep 0.1
  kill -"$2" "$pid"
  wait "$pid"; got=$?
  exec 7>&- 7<&-
  if [ $got = 75 ]; then ok "$1"; else echo "  got $got, want 75"; not_ok "$1"; fi
}
for phase in header spool output; do
  for signal in TERM HUP XCPU ALRM ${HFILTER_SAN:+} $([ -n "${HFILTER_SAN:-}" ] || echo SEGV BUS ABRT FPE ILL); do
    sent "$signal, phase $phase" $signal $phase
  done
done
# A shell starts what runs in the background with INT and QUIT ignored: the host's ignoring must not stick.
for signal in INT QUIT; do sent "$signal that was ignored" $signal header; done

# What the host ignores or blocks does not change what comes out.
outcome 'all signals ignored' whole small "trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2 CHLD XFSZ; $own"
outcome 'all signals ignored, large' whole large "trap '' HUP INT QUIT PIPE ALRM TERM USR1 USR2 CHLD XFSZ; cat large | $own | cat; test \$? = 0"
outcome 'a file size limit' 75 large "ulimit -f 1000; $own"
outcome 'a file size limit, signal ignored' 75 large "trap '' XFSZ; ulimit -f 1000; $own"
outcome 'a file size limit for the spool' whole large "cat large | (ulimit -f 1000; exec '$HFILTER' --rc '$BODY_RC') | cat; test \$? = 0"

# The agent that it becomes: signals as the host had them, stdin from its beginning, nothing else open.
sed 's/^set log off/&/' "$OWN_RC" >home/rc; chmod 644 home/rc
for host in '' 'HUP INT USR1 TERM' 'PIPE XFSZ' 'QUIT' 'HUP INT PIPE' 'CHLD ALRM USR2'; do
  (for s in $host; do trap '' $s; done; user grep -E '^Sig(Blk|Ign|Cgt):' /proc/self/status) <small >want
  (for s in $host; do trap '' $s; done
   user "$HFILTER" --rc "$OWN_RC" deliver -- /bin/grep -E '^Sig(Blk|Ign|Cgt):' /proc/self/status) <small >got
  same "the agent's signals, the host ignores: ${host:-nothing}" want got
done
check 'the agent has no other descriptor' 'exec 5</dev/null 6<small; user "$HFILTER" --rc "$OWN_RC" deliver -- /bin/ls /proc/self/fd <small >got; [ "$(tr "\n" " " <got)" = "0 1 2 3 " ]'
count
