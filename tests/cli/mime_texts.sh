#!/bin/sh
# Header texts and names in character sets that only a contained child decodes, and archives of kinds that need a packer.
. "${0%/*}/../lib.sh"
printf 'From: a@example.com\nSubject: =?iso-2022-jp?B?GyRCJEYkOSRIGyhC?= =?koi8-r?Q?=D0=D2?=\n\nx\n' >text.eml
check 'ISO-2022-JP' 'hfilter test "subject contains \"てすと\"" <text.eml'
check 'KOI8-R' 'hfilter test "subject ends \"пр\"" <text.eml'
printf 'From: a@example.com\nSubject: =?x-none?Q?=D0=D2?=\n\nx\n' >none.eml
status 'no such character set: cannot tell' 2 'hfilter test "subject contains \"x\"" <none.eml'
printf 'Content-Type: text/plain; charset=koi8-r\n\n\320\322\n' >body.eml
check 'a body in KOI8-R' 'hfilter test "body contains \"пр\"" <body.eml'
printf 'Subject: big\r\n\tnews  for \r\n  you\r\n\r\nclick\r\nhere\r\n' >folded.eml
check 'a subject that is folded with a tab' 'hfilter test "subject is \"big news for you\"" <folded.eml'
check 'a part of it' 'hfilter test "subject contains \"big news\" and subject begins \"big news for\"" <folded.eml'
check 'a fold is one blank to a regular expression' 'hfilter test "subject matches /^big news  for you$/" <folded.eml'
check 'a run of blanks that is asked for' 'hfilter test "subject contains \"news  for\"" <folded.eml'
status 'a longer one is not there' 1 'hfilter test "subject contains \"news   for\"" <folded.eml'
status 'blanks alone are not everywhere' 1 'hfilter test "subject contains \"    \"" <folded.eml'
check 'words over a line end of the body' 'hfilter test "body contains \"click here\"" <folded.eml'
hfilter <folded.eml | sed '/^X-HFilter/d;/^Authentication/d;/^ spf=/d' | cmp - folded.eml && ok 'the mail passes as it was' || not_ok 'the mail passes as it was'
need bsdtar
printf 'MZ' >x.exe
mail_of() { printf 'Content-Type: application/octet-stream; name=packed\nContent-Transfer-Encoding: base64\n\n'; base64 "$1"; }
# FILE: it is an archive with a program in it, and so is a zip, a 7z, a tar.gz of it.
has_program() {
  mail_of "$1" >mail
  check "a program in $1" "hfilter test 'attachment is executable and attachment is archive' <mail"
  for outer in zip 7zip; do
    bsdtar -cf outer --format=$outer "$1"
    mail_of outer >mail
    check "a program in $1 in $outer" "hfilter test 'attachment is executable' <mail"
  done
  bsdtar -czf outer "$1"
  mail_of outer >mail
  check "a program in $1 in tar.gz" "hfilter test 'attachment is executable' <mail"
}
bsdtar -cf packed.zip --format=zip x.exe && has_program packed.zip
bsdtar -cf packed.7z --format=7zip x.exe && has_program packed.7z
bsdtar -cf packed.iso --format=iso9660 x.exe && has_program packed.iso
bsdtar -cf packed.tar --format=ustar x.exe && has_program packed.tar
bsdtar -cf packed.tgz --gzip x.exe && has_program packed.tgz
bsdtar -cf packed.tbz2 --bzip2 x.exe && has_program packed.tbz2
bsdtar -cf packed.txz --xz x.exe && has_program packed.txz
bsdtar -cf packed.tar.zst --zstd x.exe && has_program packed.tar.zst
# A single file in gzip: by its content, by the name that gzip keeps, by the name of the attachment.
head -c 100 /dev/zero >program && printf 'MZ' | dd of=program conv=notrunc 2>/dev/null
gzip -n <program >packed.gz && has_program packed.gz
printf 'text' >y.exe && gzip -N -c y.exe >packed.gz && has_program packed.gz
printf 'text' | gzip -n >plain.gz
mail_of plain.gz >mail
status 'no program in gzip' 1 "hfilter test 'attachment is executable' <mail"
{ printf 'Content-Type: application/gzip; name="y.exe.gz"\nContent-Transfer-Encoding: base64\n\n'; base64 plain.gz; } >mail
check 'a program in gzip by the name outside' "hfilter test 'attachment is executable' <mail"
cp plain.gz y.exe.gz && bsdtar -cf packed.zip --format=zip y.exe.gz && mail_of packed.zip >mail
check 'a program in gzip in zip by its name' "hfilter test 'attachment is executable' <mail"
# What unpacks itself is a program, whatever is packed.
{ cat program; cat packed.7z; } >sfx && mail_of sfx >mail
check 'a program with an archive behind it' "hfilter test 'attachment is executable' <mail"
exit $failures
