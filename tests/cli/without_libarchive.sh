#!/bin/sh
# Archives where libarchive is not installed: the names in a zip are judged, all other content is unchecked.
. "${0%/*}/../lib.sh"
library=$(ldconfig -p | sed -n 's/.*libarchive\.so\.13 .*=> //p' | head -n 1)
[ -n "$library" ] || { skip without_libarchive libarchive 'not installed'; exit 0; }
# bare COMMANDS: where that file is empty
bare() { unshare -m sh -c "mount --bind /dev/null '$library' && $1"; }
bare true 2>/dev/null || { skip without_libarchive root 'needs root and a mount namespace'; exit 0; }
mail() {  # mail NAME BASE64
  printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="%s"\n\n%s\n--b--\n' "$1" "$2"
}
# A zip of a.exe, a zip of a.txt, a rar 5 and a rar 4 of a.exe, a rar of a.txt, a tar.gz of a.exe.
mail x.zip UEsDBBQAAAAAAJ18fl1Bm4InAwAAAAMAAAAFAAAAYS5leGVNWgpQSwECFAMUAAAAAACdfH5dQZuCJwMAAAADAAAABQAAAAAAAAAAAAAApIEAAAAAYS5leGVQSwUGAAAAAAEAAQAzAAAAJgAAAAAA >exe
mail t.zip UEsDBBQAAAAAAJ18fl16em/tAwAAAAMAAAAFAAAAYS50eHRoaQpQSwECFAMUAAAAAACdfH5denpv7QMAAAADAAAABQAAAAAAAAAAAAAApIEAAAAAYS50eHRQSwUGAAAAAAEAAQAzAAAAJgAAAAAA >txt
mail x.rar UmFyIRoHAQDFGjMyAwEAABdzfXUSAgIDBAMgQZuCJwAABWEuZXhlTVoKGbI6NQMFAAA= >rar5
mail x.rar UmFyIRoHAM+QcwAADQAAAAAAAACS8XQAgCUAAwAAAAMAAAACQZuCJwAAAAAUMAUAIAAAAGEuZXhlTVoKxD17AEAHAA== >rar4
mail t.rar UmFyIRoHAQDFGjMyAwEAANh73G4SAgIDBAMgenpv7QAABWEudHh0aGkKGbI6NQMFAAA= >rartxt
mail x.tar.gz H4sICBuYDWsC/3gudGFyAO3Uvw6CMBDH8c4+BU9Qrv8ABxNHFxNntyZ2cCAkiAmPL+jghE6QoN/Pck17yS33q851vj/F/pDiJbVqFvIyVUWcf5/HeyPWWJX1agH3WxfbYbz6T7bK6u5ap50pt4UEJ2arQ3BVGfxG4edFnfo084wx1IX30/kXp8ywes4Z//wLjATrVSZL5r9tmu5T37f3lTqeiTkAAAAAAAAAAAAAAMCaPQD3KLULACgAAA== >tar

# mail | condition | status with libarchive | status without
while IFS='|' read -r name condition with without; do
  status "$name: $condition" "$with" "hfilter test 'attachment is $condition' <$name"
  status "$name: $condition, without libarchive" "$without" "bare '\$HFILTER test \"attachment is $condition\" <$name'"
done <<'E'
exe|executable|0|0
exe|unchecked|1|1
txt|executable|1|1
txt|unchecked|1|1
rar5|executable|0|0
rar4|executable|0|0
rartxt|executable|1|1
rartxt|unchecked|1|1
tar|executable|0|2
tar|unchecked|1|0
E
printf 'match attachment is executable, unchecked then junk\n' >rc
check 'check says so' "bare '\$HFILTER check rc' | grep -q 'help: the library libarchive.so.13 cannot be loaded'"
exit $failures
