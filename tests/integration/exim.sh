#!/bin/sh
# Exim: .forward, a pipe transport, and a transport filter, with a stranger's SMTP session before it.
host=exim packages=exim4-daemon-light
. "${0%/*}/world"

user Debian-exim
mkdir -p /var/spool/exim4 /var/log/exim4 /etc/exim4 /run/exim4
chown Debian-exim: /var/spool/exim4 /var/log/exim4 /run/exim4
log=/var/log/exim4/mainlog
cat >/etc/exim4/exim4.conf <<END
primary_hostname = mail.hewgill.net
domainlist local_domains = mail.hewgill.net
local_interfaces = 192.0.2.25
daemon_smtp_ports = 25
acl_smtp_rcpt = accept
hosts_require_helo =
exim_user = Debian-exim
keep_environment =
never_users = root

begin routers
forward:
  driver = redirect
  check_local_user
  file = \$home/.forward
  no_verify
  no_expn
  pipe_transport = address_pipe
  file_transport = address_pipe
local:
  driver = accept
  domains = +local_domains
  check_local_user
  transport = \${if eq{\$local_part}{bob} {maildir} {\${readfile{/etc/exim4/transport}{}}}}

begin transports
address_pipe:
  driver = pipe
  return_fail_output
maildir:
  driver = appendfile
  directory = \$home/Maildir
  maildir_format
  user = \$local_part_data
hfilter_argument:
  driver = pipe
  command = /usr/bin/hfilter deliver --helo=\$sender_helo_name --maildir Maildir
  user = \$local_part_data
.include $EXAMPLES/exim-transports

begin retry
* * F,1d,1h
END
echo nothing >/etc/exim4/transport
exim4 -bd >exim.log 2>&1 || { cat exim.log; not_ok 'Exim starts'; exit 1; }

tried() { await '(=>|==|\*\*) .*greg@mail|(=>|==|\*\*) greg |(=>|==|\*\*) .*<greg' $log; }
send() {
  : >$log
  "$TESTS/integration/smtp_send" 192.0.2.25:25 "$3" "$2" bob@mail.hewgill.net greg@mail.hewgill.net <"$1"
  tried
}
# Those that it froze, too.
retry() { : >$log; exim4 -qff; tried; }
forget() { exim4 -bp | awk 'NF >= 4 { print $3 }' | xargs -r exim4 -Mrm; }
returned() { grep -rqsa "^X-Want: $1" $bob/Maildir/new /var/mail/bob; }
word() {
  if grep -qa ' \*\* ' $log; then echo bounce; await '=> bob ' $log
  elif grep -qaE ' == |\b[Ff]rozen' $log; then echo again
  elif ! grep -qa ' => ' $log; then echo silence
  fi
}
evidence() { cat $log; found | head -n 3; }

example forward $greg/.forward greg
row 'exim forward'

printf '%s\n' 'literal: match helo is literal then junk' 'no-helo: match helo is missing then junk' >>$greg/.hfilterrc
says='[203.0.113.9]' attempt 'exim forward: a literal in HELO' junk plain accept
says='hewgill.com..' attempt 'exim forward: my name with two dots in HELO' junk plain accept

# With this option Exim bounces what prints, whatever the exit status.
sed -i 's/^  return_fail_output$/  return_output/' /etc/exim4/exim4.conf
attempt 'exim forward, return_output: defer' again plain defer
attempt 'exim forward, return_output: reject' bounce plain reject
sed -i 's/^  return_output$/  return_fail_output/' /etc/exim4/exim4.conf

rm $greg/.forward
printf hfilter_delivery >/etc/exim4/transport
row 'exim pipe'

# Exim writes no helo= for a literal that is the address, and none where the client said no HELO: then CLIENT_HELO is empty. It is
# empty, too, after a malformed second HELO, but the line keeps the first.
says='[203.0.113.9]' attempt 'exim pipe: a literal in HELO' junk plain accept
says='[192.0.2.25]' attempt 'exim pipe: the literal of another in HELO' junk plain accept
says='' attempt 'exim pipe: no HELO' junk plain accept
says='hewgill.com|mx@@example' attempt 'exim pipe: a malformed second HELO after my name' junk plain accept
says='mx.example.com|hewgill.com' attempt 'exim pipe: my name in a second HELO' junk plain accept

# What hfilter-recipes(7) warns of.
printf hfilter_argument >/etc/exim4/transport
attempt "wrong: a stranger's words as an argument" bounce plain accept

printf hfilter_headers >/etc/exim4/transport
row 'exim filter'

exit $failures
