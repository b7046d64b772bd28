#!/bin/sh
# Postfix: .forward, mailbox_command and pipe(8), with a stranger's SMTP session before it.
host=postfix packages='postfix procmail'
. "${0%/*}/world"

user postfix; group postdrop
user vmail /var/vmail
log=/var/log/postfix.log
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
cat >/etc/postfix/main.cf <<'END'
compatibility_level = 3.7
myhostname = mail.hewgill.net
mydestination = $myhostname, localhost
mynetworks = 192.0.2.0/24
inet_protocols = ipv4
maillog_file = /var/log/postfix.log
alias_maps =
alias_database =
home_mailbox = Maildir/
virtual_mailbox_domains = hewgill.com
virtual_mailbox_maps = inline:{ greg@hewgill.com=greg }
virtual_transport = hfilter
END
cat "$EXAMPLES/postfix-master.cf" >>/etc/postfix/master.cf
postconf -F '*/*/chroot = n'
mkdir -p /var/spool/postfix /var/lib/postfix
postfix set-permissions >postfix.log 2>&1
chgrp postdrop /usr/sbin/postdrop && chmod 2555 /usr/sbin/postdrop
postfix start >>postfix.log 2>&1 || { cat postfix.log; not_ok 'postfix starts'; exit 1; }

sender=bob@mail.hewgill.net to=greg@mail.hewgill.net
# The Maildirs of virtual users are created below the home of vmail.
fresh() { : >$log; }
send() {
  fresh
  "$TESTS/integration/smtp_send" 192.0.2.25:25 "$3" "$2" "$sender" $to <"$1"
  await "to=<$to>.*status=" $log
}
word() {
  case $(grep -ao "to=<$to>.*status=[a-z]*" $log | sed 's/.*status=//') in
  sent) ;;
  deferred) echo again ;;
  bounced) echo bounce; await "to=<bob@mail.hewgill.net>.*status=" $log ;;
  *) echo silence ;;
  esac
}
retry() { : >$log; postqueue -f; await "to=<$to>.*status=" $log; }
forget() { postsuper -d ALL; }
returned() { grep -rqsa "^X-Want: $1" $bob/Maildir/new /var/mail/bob; }
evidence() { grep -a 'to=<' $log; found | head -n 3; }

example forward $greg/.forward greg
row 'postfix forward'
hostile 'postfix forward' junk
# local(8) writes _ in CLIENT_HELO for what a shell could read. The line has what was said.
echo 'literal: match helo is literal then junk' >>$greg/.hfilterrc
says='[203.0.113.9]' attempt 'postfix forward: a literal in HELO' junk plain accept
says='[192.0.2.25]' attempt 'postfix forward: the literal of another in HELO' junk plain accept
says='hewgill.com..' attempt 'postfix forward: my name with two dots in HELO' junk plain accept
says='mx$(x).example' attempt 'postfix forward: a HELO for a shell' inbox plain accept
says='mx.bänk.example' attempt 'postfix forward: a HELO of 8 bits' inbox plain accept
attempt 'a bounce' bounce plain reject
check 'the bounce says why' 'grep -rq "^Status: 5.7.1" $bob/Maildir/new && grep -rq "^<greg.*: not wanted here" $bob/Maildir/new'

skipped_helo 'postfix forward' 203.0.113.9 junk

# queued NAME MESSAGE TEXT: the message stays, and both the log and the queue show why
queued() {
  clean
  program plain
  ${before:-:}
  send "$T/$2.eml" mx.example.com 203.0.113.9 >"$T/send.log" 2>&1
  check "$1" "grep -q 'dsn=4.7.1, status=deferred ($3 *)' $log && postqueue -p | grep -qF '($3)'"
}
queued 'postfix forward: the text of a defer' defer 'not now'
no_home() { rm -rf $greg/Maildir; chown root $greg; chmod 755 $greg; }
before=no_home queued 'postfix forward: a home that belongs to root' accept "there is no Maildir $greg/Maildir: the home belongs to another user"
chown greg $greg; chmod 700 $greg
retry
check 'postfix forward: a missing Maildir is created' "[ $(find $greg/Maildir/new -type f | wc -l) = 1 ]"

# What hfilter-recipes(7) warns of: a shell between Postfix and hfilter.
sed 's,--maildir Maildir,--maildir ~/Maildir,' "$EXAMPLES/forward" >$greg/.forward
attempt 'wrong: a .forward that needs a shell' bounce killed accept

# Mail that procmail keeps in /var/mail.
example forward.procmail $greg/.forward greg
spool() { rm -rf $greg/Maildir; install -m 660 -o greg -g mail /dev/null /var/mail/greg; }
clean
program plain
spool
send "$T/accept.eml" mx.example.com 203.0.113.9 >"$T/send.log" 2>&1
check 'postfix forward: procmail puts it into /var/mail' "grep -q '^X-HFilter-Verdict: accept' /var/mail/greg && grep -q '^X-Want: accept' /var/mail/greg && [ ! -e $greg/Maildir ]"

rm $greg/.forward
example procmailrc $greg/.procmailrc greg
cat "$EXAMPLES/postfix-main.cf" >>/etc/postfix/main.cf
postfix reload >>postfix.log 2>&1
row 'postfix mailbox'

to=greg@hewgill.com mine=/var/vmail/hewgill.com
install -m 644 $greg/.hfilterrc /etc/hfilterrc
row 'postfix pipe'
queued 'postfix pipe: the text of a defer' defer 'not now'
no_home() { chown root /var/vmail; chmod 755 /var/vmail; }
before=no_home queued 'postfix pipe: a Maildir that is not created' accept "there is no Maildir $mine/greg: the home belongs to another user"
chown vmail /var/vmail; chmod 700 /var/vmail

# pipe(8) passes an empty --helo= for a client that said no HELO; the line has `unknown`.
says='' attempt 'postfix pipe: no HELO' inbox plain accept
says='[203.0.113.9]' attempt 'postfix pipe: a literal in HELO' junk plain accept
says='mx$(x).example' attempt 'postfix pipe: a HELO for a shell' inbox plain accept
says='--helo=x' attempt 'postfix pipe: a HELO like an option' inbox plain accept
sender=
attempt 'postfix pipe: the null sender' inbox plain accept
send() {
  fresh
  as bob /usr/sbin/sendmail -i -f bob@mail.hewgill.net $to <"$1"
  await "to=<$to>.*status=" $log
}
judged=no attempt 'postfix pipe: submitted here, no client' inbox plain accept

# A content filter hands the mail in again by sendmail(1), and Postfix writes no `for` after a second RCPT. Sender and SPF are known all
# the same, also in the other spellings of greg's address.
NAME_SERVER=$HFILTER_BUILD/tests/tools/name_server
[ -x "$NAME_SERVER" ] || { skip 'postfix filter by pickup' name_server 'not built: make check-spf'; exit $failures; }
echo 'TXT mail.hewgill.net v=spf1%20-all' >zone
"$NAME_SERVER" zone >server & until_says server $!
cat >/etc/hfilterrc <<END
hfilter 1
set dns-server $(cat server)
mynetworks 192.0.2.0/24
forged: match sender is "bob@mail.hewgill.net" and spf is fail then junk
END
rm $greg/.hfilterrc
example forward $greg/.forward greg
echo 'rescan unix - n n - - pipe flags=q user=bob argv=/usr/sbin/sendmail -G -i -f ${sender} -- ${recipient}' >>/etc/postfix/master.cf
postconf -P smtp/inet/content_filter=rescan:
postfix reload >>postfix.log 2>&1
sender=bob@mail.hewgill.net mine=
word() { :; }
send() {
  fresh
  "$TESTS/integration/smtp_send" 192.0.2.25:25 "$3" "$2" "$sender" $to <"$1"
  await 'to=<[^>]*greg[^>]*>.*relay=local,.*status=' $log
}
for to in greg@mail.hewgill.net 'greg@mail.hewgill.net bob@mail.hewgill.net' 'greg@mail.hewgill.net greg@mail.hewgill.net' \
  greg greg@MAIL.hewgill.net '"greg"@mail.hewgill.net' greg%mail.hewgill.net@mail.hewgill.net 'greg@[192.0.2.25]'; do
  attempt "postfix filter by pickup: RCPT TO $to" junk plain accept
done

exit $failures
