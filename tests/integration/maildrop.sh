#!/bin/sh
# maildrop, called as a mail server calls it: maildrop -d greg.
host=maildrop packages=maildrop
. "${0%/*}/world"
# What installing the package does, and unpacking does not.
command -v maildirmake >/dev/null || ln -s maildirmake.maildrop /usr/bin/maildirmake

send() {
  { received "$2" "$3"; cat "$1"; } >with-trace
  maildrop -f bob@mail.hewgill.net -d greg <with-trace
  exit_status=$?
}
word() { exit_word; }
recipe() { example "$1" $greg/.mailfilter greg; chmod 600 $greg/.mailfilter; }

recipe mailfilter
row 'maildrop filter'
attempt 'maildrop filter: the folder of a rule' folder plain folder
attempt 'maildrop filter: a nested folder' folder plain nested

recipe mailfilter.judge
judged=no row 'maildrop judge'

recipe mailfilter.deliver
row 'maildrop deliver'

# What hfilter-recipes(7) warns of.
echo 'to "|/usr/bin/hfilter deliver --maildir Maildir"' >$greg/.mailfilter
attempt 'wrong: to "|hfilter"' bounce killed accept

exit $failures
