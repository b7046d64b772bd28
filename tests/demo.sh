#!/bin/sh
# usage: tests/demo.sh PROGRAM     the output of `make demo`: the explanation of an example worm, then the filtered worm
set -eu
hfilter=$(cd "${1%/*}" && pwd)/${1##*/}
cd "${0%/*}/../examples"
copy=$(mktemp) # rule files must belong to the user who runs hfilter
trap 'rm -f "$copy"' EXIT
cat hfilterrc.demo >"$copy"
echo "\$ hfilter explain worm.eml"
"$hfilter" explain --rc "$copy" worm.eml
echo
echo "\$ hfilter filter < worm.eml"
"$hfilter" filter --rc "$copy" <worm.eml
