#!/bin/sh
# Sendmail: .forward, which its prog mailer gives to a shell, with a stranger's SMTP session before it.
host=sendmail packages='sendmail-bin m4'
. "${0%/*}/world"

user smmta; user smmsp
sendmail=/usr/libexec/sendmail/sendmail queue=/var/spool/mqueue
mkdir -p /etc/mail $queue /var/run/sendmail && chmod 700 $queue
cat >sendmail.mc <<'END'
include(`/usr/share/sendmail/cf/m4/cf.m4')
OSTYPE(`linux')
define(`confDOMAIN_NAME', `mail.hewgill.net')
define(`confTO_IDENT', `0')
dnl Upstream's flags, with which a client may skip HELO.
define(`confPRIVACY_FLAGS', `authwarnings')
define(`confDELIVERY_MODE', `interactive')
define(`confDEF_USER_ID', `bob:bob')
define(`LOCAL_MAILER_PATH', `/bin/false')
define(`confLOG_LEVEL', `0')
define(`confBIND_OPTS', `WorkAroundBrokenAAAA')
undefine(`ALIAS_FILE')
DAEMON_OPTIONS(`Addr=192.0.2.25, Port=25')
FEATURE(`no_default_msa')
FEATURE(`nocanonify')
FEATURE(`accept_unresolvable_domains')
MAILER(`local')
MAILER(`smtp')
END
m4 sendmail.mc >/etc/mail/sendmail.cf 2>sendmail.log
echo /var/home/bob/mbox >$bob/.forward && chown bob: $bob/.forward
$sendmail -C /etc/mail/sendmail.cf -bd >>sendmail.log 2>&1 || { cat sendmail.log; not_ok 'Sendmail starts'; exit 1; }

# The session's last answer comes when the delivery has been tried.
send() {
  "$TESTS/integration/smtp_send" 192.0.2.25:25 "$3" "$2" bob@mail.hewgill.net greg@mail.hewgill.net <"$1"
}
retry() { $sendmail -C /etc/mail/sendmail.cf -q -v; }
forget() { rm -f $queue/* $bob/mbox; }
returned() { grep -qa "^X-Want: $1" $bob/mbox; }
word() {
  if [ -s $bob/mbox ]; then echo bounce
  elif [ -n "$(ls $queue)" ]; then echo again
  fi
}
evidence() { cat sendmail.log; cat $queue/qf* | head -n 20; found | head -n 3; }

example forward.sh $greg/.forward greg
row 'sendmail forward'
# It writes the reverse name, or the literal, where there is no HELO.
adds='X-Authentication-Warning: mail.hewgill.net: [203.0.113.9] didn'"'"'t use HELO protocol'
skipped_helo 'sendmail, no name' 203.0.113.9 inbox
echo '200.150.100.50 dsl.example.org' >>/etc/hosts
adds='X-Authentication-Warning: mail.hewgill.net: dsl.example.org [200.150.100.50] didn'"'"'t use HELO protocol'
skipped_helo 'sendmail, a name' 200.150.100.50 inbox

exit $failures
