#!/bin/sh
# fetchmail, with hfilter as its mda.
host=fetchmail packages='fetchmail dovecot-core dovecot-imapd dovecot-pop3d'
. "${0%/*}/world"
. "$here/provider"

retry() { as greg fetchmail -v; }
send() {
  at_provider "$@"
  retry
}

# The provider of the test speaks no TLS.
sed "s/ ssl\$/ sslproto ''/" "$EXAMPLES/fetchmailrc" >$greg/.fetchmailrc
chown greg: $greg/.fetchmailrc && chmod 600 $greg/.fetchmailrc

row 'fetchmail deliver'

exit $failures
