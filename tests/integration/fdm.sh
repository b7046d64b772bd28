#!/bin/sh
# fdm, with hfilter in rewrite and in pipe.
host=fdm packages='fdm dovecot-core dovecot-imapd dovecot-pop3d'
. "${0%/*}/world"
. "$here/provider"

recipe() { example "$1" $greg/.fdm.conf greg; chmod 600 $greg/.fdm.conf; }
retry() { as greg fdm -l -v fetch; }
send() {
  at_provider "$@"
  retry
}

recipe fdm.conf.filter
row 'fdm filter'
attempt 'fdm filter: the folder of a rule' folder plain folder

recipe fdm.conf
row 'fdm deliver'

# What hfilter-recipes(7) warns of.
sed 's/^account.*/account "stdin" stdin/' "$EXAMPLES/fdm.conf.filter" >$greg/.fdm.conf
rm -rf $box
send() { { received "$2" "$3"; cat "$1"; } | as greg fdm -l fetch; exit_status=$?; }
word() { exit_word; }
attempt 'wrong: a filter with a stdin account' gone missing accept

exit $failures
