#!/bin/sh
# OpenSMTPD: an mda action and .forward, with a stranger's SMTP session before it.
host=opensmtpd packages=opensmtpd
. "${0%/*}/world"

user opensmtpd; user opensmtpq
mkdir -p -m 711 /var/spool/smtpd
log=/var/log/smtpd.log
configure() {  # configure ACTION
  cat >/etc/smtpd.conf <<END
table aliases { "root" = "bob" }
listen on 192.0.2.25
$(cat "$EXAMPLES/smtpd.conf")
action "maildir" maildir "~/Maildir"
match from any for rcpt-to "greg@mail.hewgill.net" action "$1"
match from any for domain "mail.hewgill.net" action "maildir"
END
  smtpd -d -f /etc/smtpd.conf >>$log 2>&1 &
  server=$!
}

send() {
  : >$log
  "$TESTS/integration/smtp_send" 192.0.2.25:25 "$3" "$2" bob@mail.hewgill.net greg@mail.hewgill.net <"$1"
  await 'delivery.*to=<greg.*result=' $log
}
# It tries again by itself, after ten seconds.
retry() { : >$log; await 'delivery.*to=<greg.*result=' $log; }
forget() { smtpctl show queue | cut -d'|' -f1 | xargs -r -n1 smtpctl remove; }
returned() { grep -rqsa "^X-Want: $1" $bob/Maildir/new /var/mail/bob; }
word() {
  case $(grep -ao 'to=<greg.*result=[A-Za-z"]*' $log | tail -n 1 | sed 's/.*result="*//') in
  Ok*) ;;
  TempFail*) echo again ;;
  PermFail*) echo bounce; await 'to=<bob@.*result=' $log ;;
  *) echo silence ;;
  esac
}
evidence() { cat $log; found | head -n 3; }

configure maildir
example forward.sh $greg/.forward greg
row 'opensmtpd forward'
kill $server; wait $server

rm $greg/.forward
configure hfilter
row 'opensmtpd mda'

exit $failures
