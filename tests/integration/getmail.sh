#!/bin/sh
# getmail, with hfilter as its filter and as its delivery agent.
host=getmail packages='getmail6 dovecot-core dovecot-imapd dovecot-pop3d'
. "${0%/*}/world"
. "$here/provider"
adds='X-getmail-retrieved-from-mailbox: INBOX'  # at the end of the header

# The provider of the test speaks no TLS.
recipe() {
  rc=$greg/.config/getmail/getmailrc
  as greg mkdir -p ${rc%/*}
  sed 's/IMAPSSL/IMAP/' "$EXAMPLES/$1" >$rc
  chown greg: $rc && chmod 600 $rc
}
retry() { as greg getmail; }
send() {
  at_provider "$@"
  retry
}

recipe getmailrc.filter
row 'getmail filter'

recipe getmailrc
row 'getmail deliver'

exit $failures
