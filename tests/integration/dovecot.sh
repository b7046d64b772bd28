#!/bin/sh
# Dovecot's LDA and LMTP server with Pigeonhole: filter, execute and pipe of Sieve scripts.
host=dovecot packages='dovecot-core dovecot-lmtpd dovecot-sieve'
. "${0%/*}/world"

user dovecot; user dovenull
log=/var/log/dovecot.log
mkdir -p /usr/lib/dovecot/hfilter /etc/dovecot && ln -s /usr/bin/hfilter /usr/lib/dovecot/hfilter/hfilter
printf '#!/bin/sh\ncat >/mnt/tmp/posted\n' >/usr/local/bin/post
chmod 755 /usr/local/bin/post
cat >/etc/dovecot/dovecot.conf <<END
protocols = lmtp
log_path = $log
ssl = no
mail_location = maildir:~/Maildir
auth_username_format = %n
postmaster_address = postmaster@mail.hewgill.net
sendmail_path = /usr/local/bin/post
passdb {
  driver = static
}
userdb {
  driver = passwd
}
protocol lda {
  mail_plugins = sieve
}
protocol lmtp {
  mail_plugins = sieve
}
service lmtp {
  inet_listener lmtp {
    address = 192.0.2.25
    port = 24
  }
}
!include $EXAMPLES/dovecot.conf
END
dovecot >dovecot.log 2>&1 || { cat dovecot.log $log; not_ok 'Dovecot starts'; exit 1; }

lda() {
  { received "$2" "$3"; cat "$1"; } >with-trace
  /usr/lib/dovecot/dovecot-lda -e -d greg -f bob@mail.hewgill.net <with-trace
  exit_status=$?
}
lmtp() {
  { received "$2" "$3"; cat "$1"; } >with-trace
  "$TESTS/integration/smtp_send" 192.0.2.25:24 192.0.2.25 lhlo:mail.hewgill.net bob@mail.hewgill.net greg@mail.hewgill.net <with-trace
  exit_status=$?
}
# Dovecot posts what it gives back.
word() {
  if grep -qs 'not wanted here' /mnt/tmp/posted; then echo bounce; rm /mnt/tmp/posted
  elif [ $exit_status = 134 ]; then echo panic
  else exit_word
  fi
}
evidence() { tail -n 3 $log; cat $greg/.dovecot.sieve.log; found | head -n 3; }
script() { rm -f $greg/.dovecot.s*; example "$1" $greg/.dovecot.sieve greg; }

# logs_nothing NAME: good mail leaves no error in the logs; a program that is missing does
logs_nothing() {
  for state in plain missing; do
    : >$log
    rm -f $greg/.dovecot.sieve.log
    judged=no attempt "$1: $state, good mail" inbox $state accept
    cat $log $greg/.dovecot.sieve.log >"$T/$state.errors" 2>/dev/null
  done
  check "$1: good mail is no error in the log" '! grep -iE "error|failed|non-zero" plain.errors'
  check "$1: a missing program is" 'grep -qiE "error|failed" missing.errors'
}

send() { lda "$@"; }
script dovecot.sieve
# It depends on how much Dovecot has read by then.
halfway='plain|panic' row 'lda filter'
attempt 'lda filter: the folder of a rule' folder plain folder
hostile 'lda filter' junk
script dovecot-execute.sieve
judged=no row 'lda execute'
logs_nothing 'lda execute'
script dovecot-pipe.sieve
row 'lda pipe'

send() { lmtp "$@"; }
script dovecot.sieve
halfway='plain|again' row 'lmtp filter'
attempt 'lmtp filter: the folder of a rule' folder plain folder
hostile 'lmtp filter' junk
script dovecot-execute.sieve
judged=no row 'lmtp execute'
logs_nothing 'lmtp execute'
script dovecot-pipe.sieve
row 'lmtp pipe'

# What hfilter-recipes(7) warns of.
script dovecot-pipe.sieve
sed -i 's/^pipe/pipe :try/' $greg/.dovecot.sieve
attempt 'wrong: pipe :try' gone killed accept

# A program that outlives Dovecot's patience (here one second), which hfilter does not.
sed 's/^plugin {/&\n  sieve_filter_exec_timeout = 1s/' "$EXAMPLES/dovecot.conf" >/etc/dovecot/patience.conf
sed -i 's,^!include .*,!include /etc/dovecot/patience.conf,' /etc/dovecot/dovecot.conf
doveadm reload
script dovecot.sieve
# Dovecot 2.3.19 panics then: the LMTP client tries again, and the LDA ends by a signal.
send() { lda "$@"; }
attempt 'lda: a program that hangs for good is not success' panic asleep accept
send() { lmtp "$@"; }
attempt 'lmtp: a program that hangs for good' again asleep accept

exit $failures
