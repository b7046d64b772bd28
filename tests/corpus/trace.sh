#!/bin/sh
# usage: tests/corpus/trace.sh      the trace against the survey, the forged lines and the mail archives of $HFILTER_DATA:
# figures, and a result for each check.  The archives are unpacked once, below $HFILTER_BUILD.
set -u
cd "${0%/*}/../.." || exit 1
: "${HFILTER_BUILD:=build}" "${HFILTER_DATA:=../shared/data}"
unpacked=$HFILTER_BUILD/corpus
for file in received/shapes.jsonl received/attacks.jsonl received/corpus-oracle.jsonl mail; do
  [ -e "$HFILTER_DATA/$file" ] || { echo "skip trace-corpus data: no $file (HFILTER_DATA)"; exit 0; }
done
if [ ! -e "$unpacked/done" ]; then
  rm -rf "$unpacked" && mkdir -p "$unpacked" || exit 1
  for archive in "$HFILTER_DATA"/mail/*.tar.xz; do
    tar -xJf "$archive" -C "$unpacked" || { echo "not ok $archive is unpacked"; exit 1; }
  done
  : >"$unpacked/done"
fi
exec "$HFILTER_BUILD/tests/corpus/trace_check" "$HFILTER_DATA" "$unpacked" tests/corpus
