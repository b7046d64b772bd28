#!/bin/sh
# 100 MB and 1 GB: memory does not grow with the message (the data segment is limited to 40 MB), and all of it comes out.
. "${0%/*}/../lib.sh"
. "$TESTS/robust.sh"
[ -z "${HFILTER_SAN:-}" ] || { skip robust_memory no-sanitizer 'a sanitizer needs more memory'; exit 0; }
make_message 100000000 >huge
limit='ulimit -d 40000'
check 'the limit is one' "! ($limit; head -c 60000000 /dev/zero | tr '\\0' x | awk '{ print length(\$0) }' >/dev/null 2>&1)"
for rc in "$OWN_RC" "$BODY_RC"; do
  h="($limit; exec '$HFILTER' --rc '$rc')"
  n=$(basename "$rc")
  outcome "$n: file to file" whole huge "$h"
  outcome "$n: pipe to pipe" whole huge "cat | $h | cat; test \$? = 0"
  outcome "$n: pipe to file" whole huge "cat | $h"
  status "$n: test" 0 "$limit; cat huge | '$HFILTER' --rc '$rc' test stranger"
done
M=$T/home/Maildir
{ cat "$EMPTY_RC"; echo 'otherwise accept'; } >rc/deliver; chmod 644 rc/deliver
u="$limit; user '$HFILTER' --rc rc/deliver deliver"
outcome 'deliver to a Maildir' whole huge "user mkdir '$M' '$M/new' '$M/cur' '$M/tmp' && cat | ($u --maildir '$M') && cat '$M'/new/*; rm -r '$M'"
outcome 'deliver to a command' whole huge "cat | ($u -- /bin/cat)"
gigabyte() { make_message 0; yes 'a line of a very long message' | head -c 1000000000; }
check 'a gigabyte from pipe to pipe' '[ "$(gigabyte | { ($limit; exec "$HFILTER" --rc "$OWN_RC"); echo $? >ended; } | sed "1,/^\$/d" | wc -c)" = 1000000000 ] &&
  [ "$(cat ended)" = 0 ]'

# 4 MiB of header can be 1.4 million fields, and a rule can touch each of them.
{ printf 'Subject: x\n'; yes 'A:' | head -n 1398000; printf '\nbody\n'; } >fields
for what in 'set header "A: z"' 'remove header "A"'; do
  { cat "$EMPTY_RC"; echo "match local or not local then $what"; } >rc/touch; chmod 644 rc/touch
  check "$what, of 1.4 million" "($limit; exec '$HFILTER' --rc rc/touch) <fields >touched && [ \$(wc -l <touched) -lt 20 ] && tail -n 1 touched | grep -qx body"
done
outcome 'to an appended file' whole huge "rm -f app; cat | ($limit; exec '$HFILTER' --rc '$OWN_RC') >>app; cat app; rm -f app"
count
