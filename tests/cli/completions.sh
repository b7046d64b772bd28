#!/bin/sh
# The completions for bash, zsh and fish: every command with its options, and the words of the language.
. "${0%/*}/../lib.sh"
FILES=$TESTS/../src/completions
commands=$(hfilter --help | sed -nE 's/^  ([a-z]+)  .*/\1/p')
options() { hfilter "$1" --help | sed -nE 's/^  (-[a-z] \[ )?--([a-z-]+).*/\2/p'; }
check '--help has commands' '[ "$(echo "$commands" | wc -l)" -ge 8 ]'

# bash is asked itself: complete WORD... is what it offers for the last of them
complete() {
  bash -c '. "$0"/hfilter.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hfilter; printf "%s\n" "${COMPREPLY[@]}"' "$FILES" "$HFILTER" "$@"
}
offers() { echo "offered: $(complete "$@" | tr '\n' ' ')"; complete "$@" | grep -qxF -e "$want"; }
if command -v bash >/dev/null; then
  for command in $commands; do
    check "bash: $command" "want=$command; offers ''"
    for option in $(options $command); do check "bash: $command --$option" "want=--$option; offers $command --"; done
  done
  check 'bash: words of the language' 'want=dns-timeout; offers words dns-'
  check 'bash: parts of it' 'want=settings; offers words set'
  check 'bash: facts in a condition' "want=\"'helo\"; offers test \"'hel\""
  check 'bash: operators in a condition' "want=\"'helo contains\"; offers test \"'helo con\""
  check 'bash: no settings in a condition' "! complete test \"'dns-\" | grep ."
  check 'bash: behind `is` the words of the fact' "[ \"\$(complete test \"'rdns is m\" | tr '\n' ,)\" = \"'rdns is mismatched,'rdns is missing,\" ]"
  check 'bash: of a fact of two words' "[ \"\$(complete test \"'spf helo is softf\")\" = \"'spf helo is softfail\" ]"
  check 'bash: behind a comma, in brackets' "[ \"\$(complete test \"'local or (helo is not me, bare-\")\" = \"'local or (helo is not me, bare-ip\" ]"
else
  skip 'bash completion' bash 'not installed'
fi

# The others are read: the line of a command in zsh, all of fish.
for command in $commands; do
  check "zsh: $command" "grep -q \"^    '$command:\" $FILES/_hfilter && grep -q \"^    $command) \" $FILES/_hfilter"
  # a command's part, with what it takes from the common list
  sed -n "/^    $command) /,/;;/p" "$FILES/_hfilter" >zsh
  ! grep -q '\$envelope' zsh || sed -n '/^  envelope=/,/)$/p' "$FILES/_hfilter" >>zsh
  check "fish: $command" "grep -q '^set -l commands .*$command' $FILES/hfilter.fish"
  for option in $(options $command); do
    [ $option = version ] || check "zsh: $command --$option" "grep -qE -e '--$option[^a-z-]' zsh"
    # fish: a line for the command, or for all or all but some, that names the option itself or in a loop
    check "fish: $command --$option" "awk -v command=$command -v option=$option '
      /^for /   { loop = \$0 \" \" }
      /^end/    { loop = \"\" }
      /complete -c hfilter/ {
        named = \$0 ~ \"-l \" option \"( |\$)\" || (/-l \\\$option / && loop ~ \"[ ]\" option \" \")
        for_it = /not __fish_seen/ ? \$0 !~ \" \" command \"[ \\047]\" : !/__fish_seen/ || \$0 ~ \" \" command \"[ \\047]\"
        if (named && for_it) found = 1
      }
      END { exit !found }' $FILES/hfilter.fish"
  done
done
for shell in zsh fish; do
  case $shell in zsh) file=_hfilter ;; fish) file=hfilter.fish ;; esac
  if command -v $shell >/dev/null; then check "$shell can read its file" "$shell -n $FILES/$file"; else skip "$shell -n" $shell 'not installed'; fi
done
exit $failures
