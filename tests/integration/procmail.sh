#!/bin/sh
# procmail, called as a mail server calls it: procmail -d greg.
host=procmail packages=procmail
. "${0%/*}/world"

send() {
  { received "$2" "$3"; cat "$1"; } >with-trace
  procmail -f bob@mail.hewgill.net -d greg <with-trace
  exit_status=$?
}
word() { exit_word; }

example procmailrc $greg/.procmailrc greg
row 'procmail filter'
attempt 'procmail filter: the folder of a rule' folder plain folder
attempt 'procmail filter: a nested folder' folder plain nested
hostile 'procmail filter' junk

example procmailrc.test $greg/.procmailrc greg
judged=no row 'procmail test'

example procmailrc.deliver $greg/.procmailrc greg
row 'procmail deliver'

# Mail that is kept in /var/mail stays there.
kept_in_spool() {  # kept_in_spool NAME RC [JUNK]: where good mail and junk are
  for want in accept junk; do
    clean
    program plain
    rm -rf $greg/Maildir $greg/Junk
    install -m 660 -o greg -g mail /dev/null /var/mail/greg
    helo=mx.example.com client=203.0.113.9 place=/var/mail/greg
    [ $want != junk ] || helo=hewgill.com client=200.150.100.50 place=$3
    example "$2" $greg/.procmailrc greg
    send "$T/$want.eml" $helo $client
    check "$1 without a Maildir: $want is in $place" "grep -q '^X-Want: $want' $place && [ ! -e $greg/Maildir ]"
  done
  rm -f $greg/Junk
}
kept_in_spool 'procmail filter' procmailrc $greg/Junk
kept_in_spool 'procmail test' procmailrc.test $greg/Junk
kept_in_spool 'procmail deliver' procmailrc.deliver /var/mail/greg

for rc in "$EXAMPLES"/procmailrc*; do check "hfilter check finds nothing in ${rc##*/}" "hfilter check $rc"; done

# What `hfilter check` warns of is true: each of these goes wrong (gone: nowhere, or emptied), and check says so.
wrong() {  # wrong NAME WHAT-BECOMES STATE < RECIPES
  { printf 'MAILDIR=$HOME/Maildir\nDEFAULT=$MAILDIR/\n'; cat; } >$greg/.procmailrc
  [ "$3" = plain ] || [ "$3" = killed ] || [ "$3" = missing ] || [ -x "$HOOKED" ] || { skip "$1" hooks "no build with test hooks"; return; }
  attempt "wrong: $1" "$2" "$3" accept
  status "hfilter check finds: $1" 78 "hfilter check $greg/.procmailrc"
}
printf ':0f\n| /usr/bin/hfilter\n' >$greg/spam.rc
wrong 'a filter without w' gone crash <<'END'
:0f
| /usr/bin/hfilter
END
wrong 'a delivery without w' gone crash <<'END'
:0
| /usr/bin/hfilter deliver --maildir Maildir
END
judged=no wrong 'a negation outside' junk missing <<'END'
:0
* ! ? /usr/bin/hfilter test 'not helo in mydomains'
.Junk/
END
wrong 'the status of the killed' gone killed <<'END'
:0w
| /usr/bin/hfilter deliver --maildir Maildir
:0e
{ EXITCODE=$? HOST }
END
wrong 'a word in place of the mail' damaged plain <<'END'
:0fW
| /usr/bin/hfilter judge; true
END
wrong 'only the body' damaged plain <<'END'
:0fbw
| /usr/bin/hfilter
END
wrong 'a status that is thrown away' gone crash <<'END'
HF=/usr/bin/hfilter
:0fw
| $HF || true
END
wrong 'an output that goes elsewhere' gone plain <<'END'
:0fw
| /usr/bin/hfilter >/dev/null
END
judged=no wrong 'a negation by the shell' junk missing <<'END'
:0
* ? ! /usr/bin/hfilter test 'not helo in mydomains'; test $? = 0
.Junk/
END
wrong 'a filter without w in another file' gone crash <<'END'
INCLUDERC=$HOME/spam.rc
END
wrong 'a pipeline' gone crash <<'END'
:0fw
| /usr/bin/hfilter | cat
END

exit $failures
