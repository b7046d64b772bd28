#!/bin/sh
# debian/deps, with a dpkg-query, an apt-get and an id of our own: what is missing, and who may install it.
. "${0%/*}/../lib.sh"
mkdir -p p/debian bin && cp "$TESTS/../debian/deps" p/debian/
cat >p/debian/control <<'END'
Source: x
# a comment
Build-Depends: debhelper-compat (= 13), g++,
               liba-dev (>= 2) | libold-a-dev,
               libb-dev,
# another
               mandoc <!nocheck>
Build-Conflicts: libc-dev

Package: x
Depends: libd
END
printf '#!/bin/sh\ncat "%s/installed"\n' "$T" >bin/dpkg-query
printf '#!/bin/sh\necho apt-get "$@"; echo "$@" >>"%s/apt"\n' "$T" >bin/apt-get
printf '#!/bin/sh\necho "${UID_OF_TEST:-1000}"\n' >bin/id
chmod +x bin/*
PATH=$T/bin:$PATH
unset HFILTER_NO_APT
deps() { p/debian/deps "$@"; }

printf '+installed make, \n' >installed
prints 'all are missing' 'debhelper-compat
g++
liba-dev
libb-dev
mandoc' 'deps missing all'
prints 'test packages only when asked for' 'debhelper-compat
g++
liba-dev
libb-dev' 'deps missing'
printf '+installed debhelper, debhelper-compat (= 12), debhelper-compat (= 13)\n+installed g++, c++-compiler\n+installed libold-a-dev, \n+config-files libb-dev, \n' >installed
prints 'provided, alternative, removed' 'libb-dev' 'deps missing'
check 'a user is told' '! deps ensure 2>said && grep -q "sudo make deps" said && grep -q "missing: libb-dev$" said'
check 'and nothing is installed for him' '[ ! -e apt ]'
check 'HFILTER_NO_APT=1' 'HFILTER_NO_APT=1 deps ensure all'
check 'root installs' 'UID_OF_TEST=0 deps ensure && grep -q "build-dep.* \.$" apt'
prints 'the list comes first' 'Installing the Debian packages that debian/control lists: libb-dev mandoc' 'UID_OF_TEST=0 deps install | head -n 1'
rm -f apt
printf '+installed libb-dev, debhelper-compat, g++, liba-dev, mandoc, \n' >installed
check 'nothing is missing: silence' '[ -z "$(deps ensure all 2>&1)" ]'
check 'and no apt' 'UID_OF_TEST=0 deps ensure; [ ! -e apt ]'
exit $failures
