# Sourced by tests/cli/robust_*.sh after lib.sh: messages to try, what "whole" means, faults, a user who is not root.
#
#   $EMPTY_RC $OWN_RC $BODY_RC        rules: none; one on HELO; one that needs the body
#   make_message BYTES >FILE          a message with a body of so many octets
#   whole IN OUT                      true if OUT is IN and result fields, byte for byte
#   outcome NAME WANT IN 'COMMANDS'   runs COMMANDS, whose stdout is the mail: WANT is `whole` (0 and the whole message), 75
#                                     (75, whatever was written), or `either`; anything else is a mail that was lost
#   faults NAME WANT IN 'FAULTS' 'COMMANDS'   the same under the shim; a fault that did not happen is a failure of the test
#   user COMMAND...                   as somebody who is not root (as oneself if one is not root)
#   count                             at the end: how many cases there were
# The sanitizers' own signal handlers and the shim do not live together: then faults are skipped.
: "${HFILTER_BUILD:=$TESTS/../build}"
HOOKED=$HFILTER_BUILD/tests/hfilter-hooked
SHIM=$HFILTER_BUILD/tests/shims/faults.so
cases=0
ok() { cases=$((cases + 1)); echo "ok $1"; }
not_ok() { cases=$((cases + 1)); echo "not ok $1"; failures=1; }

user() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"; else "$@"; fi
}

chmod 755 "$T"
# A project below root's own home cannot be reached by that user.
if ! user test -x "$HFILTER"; then
  mkdir -m 755 "$T/bin" && cp "$HFILTER" "$T/bin" || exit 1
  HFILTER=$T/bin/hfilter
  if [ -e "$SHIM" ]; then cp "$SHIM" "$T/bin" && SHIM=$T/bin/faults.so; fi
fi
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$T/home"; fi
mkdir "$T/rc"
EMPTY_RC=$T/rc/empty OWN_RC=$T/rc/own BODY_RC=$T/rc/body
echo 'set log off' >"$EMPTY_RC"
{ cat "$EMPTY_RC"; echo 'mydomains hewgill.com'; echo 'match helo in mydomains then junk'; } >"$OWN_RC"
{ cat "$EMPTY_RC"; echo 'match message size > 1 then tag seen'; } >"$BODY_RC"
chmod 644 "$T"/rc/*

make_message() {
  printf 'Return-Path: <bob@example.com>\nReceived: from hewgill.com (unknown [200.150.100.50])\n\tby mx.example.net (Postfix) with SMTP id A\n\tfor <greg@hewgill.com>; Wed, 24 Mar 2004 16:00:00 +0000\nSubject: a message\n\n'
  awk -v n="$1" 'BEGIN { line = "a line of the body, and another, and one more, until it is as long as it should be\n"
    while (n >= length(line)) { printf "%s", line; n -= length(line) } printf "%s", substr(line, 1, n) }'
}

# Result fields may be folded; the messages of these tests have no other lines of that kind.
whole() {
  LC_ALL=C sed -e ':again' -e '/^X-HFilter-[A-Za-z]*:/{N;/\n[ ]/{s/\n[^\n]*//;b again' -e '};D' -e '}' -e '/^X-Spam-Flag: YES/d' "$2" |
    cmp -s "$1" -
}

verdict_of() {  # STATUS IN OUT: whole, 75 or lost
  if [ "$1" = 0 ] && whole "$2" "$3"; then echo whole
  elif [ "$1" = 75 ]; then echo 75
  else echo "lost (status $1, $(wc -c <"$3") octets of $(wc -c <"$2"))"; fi
}

outcome() {
  (eval "$4") <"$3" >"$T/.mail" 2>"$T/.err"
  got=$(verdict_of $? "$3" "$T/.mail")
  case $2:$got in
  whole:whole | 75:75 | either:whole | either:75)
    if [ -s "$T/.err" ]; then sed 's/^/  | /' "$T/.err" | head -n 5; not_ok "$1 (something on stderr)"; else ok "$1"; fi ;;
  *) echo "  got $got, want $2: $4"; sed 's/^/  | /' "$T/.err" | head -n 5; not_ok "$1" ;;
  esac
}

faults() {
  [ -z "${HFILTER_SAN:-}" ] || { skip "$1" no-sanitizer "LD_PRELOAD under a sanitizer"; return; }
  rm -f "$T/.made"; : >"$T/.made"; chmod 666 "$T/.made"
  outcome "$1: $4" "$2" "$3" "export HFILTER_FAULTS='$4' HFILTER_FAULTS_MADE='$T/.made'; ${5:-LD_PRELOAD='$SHIM' '$HFILTER' --rc '$OWN_RC'}"
  [ -s "$T/.made" ] || not_ok "$1: $4 (the fault did not happen)"
}

count() {
  echo "# $cases cases"
  exit $failures
}
