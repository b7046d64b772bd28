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
need bsdtar
printf 'MZ' >x.exe
for kind in zip 7zip iso9660 ustar; do
  bsdtar -cf packed --format=$kind x.exe
  { printf 'Content-Type: application/octet-stream; name=packed\nContent-Transfer-Encoding: base64\n\n'; base64 packed; } >$kind.eml
  check "a program in $kind" "hfilter test 'attachment is executable and attachment is archive' <$kind.eml"
done
for filter in gzip bzip2 xz zstd; do
  bsdtar -cf packed --$filter x.exe
  { printf 'Content-Type: application/octet-stream; name=packed\nContent-Transfer-Encoding: base64\n\n'; base64 packed; } >$filter.eml
  check "a program in tar and $filter" "hfilter test 'attachment is executable and attachment is archive' <$filter.eml"
done
exit $failures
