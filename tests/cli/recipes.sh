#!/bin/sh
# hfilter-recipes(7) and examples/ say the same: each file, without its comments, stands in the page as it is, and the tests with
# the real programs run it.
. "${0%/*}/../lib.sh"
cd "$TESTS/.." || exit 1

# without FILE: no comments and no blank lines, in the page no markup either
without() { grep -v -e '^#' -e '^ *$' "$1"; }
sed -e 's/\\e/\\/g' -e 's/^\\&//' src/man/hfilter-recipes.7 | grep -v '^ *$' >"$T/page"

holds='local $/; my @text = map { open my $f, "<", $_ or die; <$f> } @ARGV; exit(index($text[0], $text[1]) < 0)'
for file in examples/*; do
  case ${file##*/} in hfilterrc* | *.eml | *.txt) continue ;; esac
  without "$file" >"$T/file"
  check "the page has $file" 'perl -e "$holds" "$T/page" "$T/file"'
  name=$(echo "${file##*/}" | sed 's/[.]/[.]/g')
  check "an integration test runs $file" 'grep -qE "(^|[ (])(example|recipe|script) $name( |\$)|EXAMPLES/$name([\" ]|\$)" tests/integration/*.sh'
done
exit $failures
