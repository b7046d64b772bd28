#!/bin/sh
# The harness, tried on suites and cases that must fail: a test that cannot fail is no test.
. "${0%/*}/../lib.sh"
unset HFILTER_REQUIRE HFILTER_BUILD JOBS

suite() { mkdir -p s; { echo '#!/bin/sh'; cat; } >"s/$1"; chmod +x "s/$1"; }
sum() {  # sum SUITE...: the last line of a run
  (for s; do set -- "$@" "$T/s/$s"; shift; done; HFILTER_BUILD=$T/build "$TESTS/run.sh" "$@") >run.out
  code=$?; tail -n 1 run.out; return $code
}

echo 'echo ok a; echo chatter; echo ok b' | suite good
echo 'echo ok a; echo not ok b; exit 1' | suite bad
echo 'echo ok a; echo "skip b procmail: not installed"' | suite skips
echo 'echo ok a; kill -9 $$' | suite dies
echo ':' | suite silent

prints 'good results are summed' '2 passed, 0 failed' 'sum good'
prints 'skips are counted' '3 passed, 0 failed, 1 skipped' 'sum good skips'
prints 'a failure is a failure' '4 passed, 1 failed, 1 skipped' 'sum good skips bad >line; [ $? = 1 ] && cat line'
prints 'a suite that dies fails' '1 passed, 1 failed' 'sum dies >line; [ $? = 1 ] && cat line'
prints 'a suite that says nothing fails' '0 passed, 1 failed' 'sum silent >line; [ $? = 1 ] && cat line'
prints 'a required skip fails' '1 passed, 1 failed' 'export HFILTER_REQUIRE="mandoc procmail"; sum skips >line; [ $? = 1 ] && cat line'
prints 'another requirement does not' '1 passed, 0 failed, 1 skipped' 'export HFILTER_REQUIRE=mandoc; sum skips'

# What GoogleTest prints, as run.sh reads it: a pass, a failure (named twice), a skip with its reason, an end too early.
mkdir -p build/tests
gtest() { { echo '#!/bin/sh'; echo 'cat <<"END"'; cat; echo END; echo "exit $1"; } >build/tests/unit; chmod +x build/tests/unit; }
unit() { HFILTER_BUILD=$T/build "$TESTS/run.sh" unit | tail -n 1; }
gtest 1 <<'END'
[==========] Running 3 tests from 1 test suite.
[ RUN      ] A.Good
[       OK ] A.Good (0 ms)
[ RUN      ] A.Bad
a.cc:3: Failure
[  FAILED  ] A.Bad (0 ms)
[ RUN      ] A.Skipped
a.cc:9: Skipped
data: no corpus
[  SKIPPED ] A.Skipped (0 ms)
[==========] 3 tests from 1 test suite ran. (0 ms total)
[  FAILED  ] 1 test, listed below:
[  FAILED  ] A.Bad
END
prints 'unit: pass, failure, skip' '1 passed, 1 failed, 1 skipped' unit
prints 'unit: a required skip' '1 passed, 2 failed' 'export HFILTER_REQUIRE=data; unit'
gtest 139 <<'END'
[==========] Running 3 tests from 1 test suite.
[ RUN      ] A.Good
[       OK ] A.Good (0 ms)
[ RUN      ] A.Crashes
END
prints 'unit: a crash' '1 passed, 1 failed' unit
gtest 86 <<'END'
[ RUN      ] A.Good
[       OK ] A.Good (0 ms)
[==========] 1 test from 1 test suite ran. (0 ms total)
END
prints 'unit: a leak found at the end' '1 passed, 1 failed' unit

# The words of lib.sh, each with what must not pass.
prints 'check fails' 'not ok x' 'check x false | tail -n 1'
prints 'status compares' 'not ok x' 'status x 3 "exit 4" | tail -n 1'
prints 'prints is exact about the last newline' 'not ok x' 'prints x y "printf y" | tail -n 1'
prints 'same compares bytes' 'not ok x' 'printf "a\000b" >1; printf "a\000c" >2; same x 1 2 | tail -n 1'
prints 'need skips the file' 'skip harness no-such-program: not installed' 'need no-such-program; echo went on'

# The golden runner, with a program of our own: it prints its arguments, then its stdin, and ends with 3 when told so.
cat >program <<'END'
#!/bin/sh
echo "$*"; cat; case "$*" in *three*) exit 3 ;; esac
END
chmod +x program
mkdir -p g/golden/one && cp "$TESTS/golden.sh" g/ && cd g/golden/one || exit 1
printf 'hello\r\n' >message.eml; echo '# none' >hfilterrc
golden() { HFILTER=$T/program "$T/g/golden.sh" "$@" | grep -E '^(not )?ok'; }
prints 'golden: no want file' 'not ok one (no want file)' golden
printf -- '--rc hfilterrc filter\nhello\r\n' >want
prints 'golden: equal' 'ok one' golden
printf -- '--rc hfilterrc filter\nhello\n' >want
prints 'golden: one byte differs' 'not ok one' golden
echo three >cmd; printf -- '--rc hfilterrc three\nhello\r\n' >want
prints 'golden: the status is wanted, too' 'not ok one' golden
echo 3 >want.status
prints 'golden: another status' 'ok one' golden
echo 'changed' >message.eml
check 'golden: update' 'golden --update one && golden one'
prints 'golden: update writes the answer' '--rc hfilterrc three
changed' 'cat want'
rm -f cmd want want.status
cat >cases <<'END'
# a comment
'a|b' < /dev/null|0|@a-b
x < /dev/null|0|--rc hfilterrc x
three < /dev/null|3|*
x < /dev/null|0|
--rc other x < /dev/null|0|--rc other x
x|0|@more
END
printf -- '--rc hfilterrc x\nchanged\n' >more; echo '--rc hfilterrc a|b' >a-b
prints 'golden: a table' 'ok one:2 '\''a|b'\'' < /dev/null
ok one:3 x < /dev/null
ok one:4 three < /dev/null
not ok one:5 x < /dev/null
ok one:6 --rc other x < /dev/null
ok one:7 x' golden
exit $failures
