# Messages, faults, and checks that no mail is lost. tests/cli/robust_*.sh source it after lib.sh.
#
#   $EMPTY_RC $OWN_RC $BODY_RC        rule files: no rule; a rule on HELO; a rule that needs the body
#   make_message BYTES >FILE          writes a message with a body of BYTES octets
#   whole IN OUT                      true if OUT is IN plus result fields, byte for byte
#   outcome NAME WANT IN 'COMMANDS'   runs COMMANDS, whose stdout is the mail. WANT is `whole` (status 0, whole message), 75
#                                     (status 75, any output), or `either`; any other result is lost mail
#   faults NAME WANT IN 'FAULTS' 'COMMANDS'   the same with FAULTS made by the shim; the test fails if no fault happened
#   user COMMAND...                   runs COMMAND as a user other than root
#   count                             prints the number of cases, at the end
# Faults are skipped under a sanitizer, because its signal handlers and the shim exclude each other.
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
# That user cannot reach a project in root's home.
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

# Result fields may be folded. The messages of these tests have no other such fields.
whole() {
  LC_ALL=C sed -e ':again' -e '/^X-HFilter-[A-Za-z]*:/{N;/\n[ ]/{s/\n[^\n]*//;b again' -e '};D' -e '}' -e '/^X-Spam-Flag: YES/d' "$2" |
    cmp -s "$1" -
}

verdict_of() {  # STATUS IN OUT: prints whole, 75 or lost
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
