#!/bin/sh
# The Makefile, tried on a small tree with a compiler that only creates its output: what is built, what is built again.
. "${0%/*}/../lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL BUILD STATIC SAN COV CXXFLAGS
cat >cxx <<'END'
#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" != -o ] || : >"$2"; shift; done
END
chmod +x cxx
mkdir -p tree/build tree/debian && cd tree || exit 1
cp "$TESTS/../Makefile" .
put() { mkdir -p "$(dirname "$1")"; : >"$1"; }
for f in src/main.cc src/base/text.cc src/base/part/deep.cc src/config.h.in src/config.mk.in tests/unit/base/text_test.cc \
  tests/unit/base/part/deep_test.cc tests/fuzz/driver.cc tests/fuzz/a.cc tests/bench/b.cc tests/corpus/c.cc tests/tools/d.cc \
  configure.ac debian/control; do put $f; done
printf 'HF_CONFIGURED = yes\nCXX = %s\n' "$T/cxx" >config.mk
touch build/configure && mv config.mk build/ && touch build/config.mk
programs='build/hfilter build/tests/unit build/tests/fuzz/a build/tests/bench/b build/tests/corpus/c build/tests/tools/d'
built() { make -s $programs >out 2>&1 || cat out; echo $(sed -n 's/^  *CXX *//p' out | LC_ALL=C sort); }

prints 'every source is compiled, also in a folder of a room' \
  'src/base/part/deep.cc src/base/text.cc src/main.cc tests/bench/b.cc tests/corpus/c.cc tests/fuzz/a.cc tests/fuzz/driver.cc tests/tools/d.cc tests/unit/base/part/deep_test.cc tests/unit/base/text_test.cc' built
prints 'no object is deleted as an intermediate file' 10 'find build/obj -name "*.o" | wc -l'
prints 'a second make compiles nothing' '' built
rm build/obj/base/text.o build/obj/tests/bench/b.o
prints 'a deleted object is compiled again' 'src/base/text.cc tests/bench/b.cc' built
touch build/obj/base/part/deep.o && rm src/base/text.cc
prints 'a source that is gone leaves the library' deep.o 'built >/dev/null; ar t build/libhfilter.a'
cd .. && mv tree moved && cd moved || exit 1
prints 'a tree that is moved compiles nothing' '' built
exit $failures
