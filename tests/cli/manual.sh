#!/bin/sh
# The examples of hfilter(1) and of each command's --help do what they say: commands are run, recipes of procmail are checked.
. "${0%/*}/../lib.sh"
PAGE=$TESTS/../src/man/hfilter.1
cp "$TESTS/../examples/worm.eml" worm.eml
tail -n +4 worm.eml >mail  # as the first server of mine saw it
mkdir -p home/Maildir/new && cp worm.eml home/Maildir/new/1080143999.M1P2.mail
cp "$TESTS/../examples/hfilterrc.demo" home/.hfilterrc
chmod go-w home/.hfilterrc
# Root's own rules are not read; they are the same.
[ "$(id -u)" != 0 ] || hfilter() {
  case $1 in judge | explain) "$HFILTER" --rc "$HOME/.hfilterrc" "$@" ;; *) "$HFILTER" "$@" ;; esac
}

# runs WHERE < COMMANDS: with standard input from a message where none is named; 0, or what the command promises of the worm
runs() {
  while IFS= read -r line; do
    case $line in
    'hfilter judge'*) want=10 ;;
    'hfilter spf'*) line="$line --dns-server 127.0.0.1:1" want=75 ;;  # nobody answers here
    *) want=0 ;;
    esac
    status "$1: $line" $want "$line"
  done
}
sed -n 's/^\.Dl \(hfilter .*\)/\1/p' "$PAGE" >page
check 'hfilter(1) has examples' '[ $(wc -l <page) -ge 5 ]'
runs 'hfilter(1)' <page
for command in filter deliver test judge explain check words spf; do
  hfilter $command --help | sed -n '/^Example/,/^options/p' >help
  sed -n 's/^    \(hfilter .*\)/\1/p' help >lines
  grep -q '^ *:0' help && sed -n 's/^    \(.*\)/\1/p' help >recipe || : >recipe
  grep -q '"|' help && sed -n 's/.*"|\(.*\)"/\1/p' help >forward || : >forward
  check "$command --help has an example that is tested" '[ -s lines ] || [ -s recipe ] || [ -s forward ]'
  runs "$command --help" <lines
  [ ! -s recipe ] || check "$command --help: the recipe" 'hfilter check recipe'
  # a .forward: hfilter understands the line, whatever delivers behind it
  while IFS= read -r line; do
    check "$command --help: \"|$line\"" "case \"$line\" in '/usr/bin/hfilter deliver --maildir '* | '/usr/bin/hfilter deliver -- /'*) ;; *) exit 1 ;; esac"
  done <forward
done
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$PAGE" | grep -v '^\.' >recipe
check 'hfilter(1): the recipe' 'grep -q "^:0fw" recipe && hfilter check recipe'
exit $failures
