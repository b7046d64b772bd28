#!/bin/sh
# The e-card of the second report in its full size, which is made here rather than kept.
. "${0%/*}/../lib.sh"
cp -R "$TESTS/golden/past-the-scanner" p && chmod -R go-w p && cd p || exit 1
{ cat ecard-head; head -c 686000 /dev/zero | tr '\0' 'A' | fold -w 76; } >ecard.eml
prints 'the e-card is discarded' discard 'hfilter judge --rc hfilterrc <ecard.eml; [ $? = 13 ]'
{ cat ecard-head; head -c 800000 /dev/zero | tr '\0' 'A' | fold -w 76; } >large.eml
prints 'a larger one is only junk' junk 'hfilter judge --rc hfilterrc <large.eml; [ $? = 10 ]'
sed 's/hallmark.com/hallmark.com.example/' ecard.eml >other.eml
prints 'another HELO is only junk' junk 'hfilter judge --rc hfilterrc <other.eml; [ $? = 10 ]'
exit $failures
