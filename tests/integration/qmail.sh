#!/bin/sh
# qmail is no package of Debian: a stand-in for qmail-local, which keeps to qmail-command(8).
host=qmail packages=coreutils
. "${0%/*}/world"
printf '%s\n' 'set agent qmail' >>$greg/.hfilterrc

# A seekable file without a "From " line; a shell; the environment of qmail-command(8).
send() {
  { printf 'Return-Path: <bob@mail.hewgill.net>\nDelivered-To: greg@mail.hewgill.net\n'; received "$2" "$3"; cat "$1"; } >with-trace
  as greg SENDER=bob@mail.hewgill.net NEWSENDER=bob@mail.hewgill.net RECIPIENT=greg@mail.hewgill.net HOST=mail.hewgill.net EXT= \
    sh -c "$(sed 's/^|//' "$greg/.qmail")" <with-trace
  exit_status=$?
}
word() {
  case $exit_status in
  0 | 99) ;;
  100 | 64 | 65 | 70 | 76 | 77 | 78 | 112) echo bounce ;;
  *) echo again ;;
  esac
}

example qmail $greg/.qmail greg
row 'qmail deliver'

exit $failures
