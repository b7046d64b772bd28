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

# The others are read: the line of a command in zsh, all of fish; and below asked, where they are there.
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
# The others are asked, too, where they are there: what do they offer inside a condition?
mkdir bin && ln -s "$HFILTER" bin/hfilter
# fish_offers TEXT: what stands behind `hfilter test`, completed
fish_offers() { fish -c "set -x PATH $T/bin \$PATH; source $FILES/hfilter.fish; complete -C \"hfilter test $1\"" | cut -f 1; }
if command -v fish >/dev/null; then
  check 'fish: facts in a condition' 'fish_offers "'"'"'hel" | grep -qx "helo"'
  check 'fish: operators in a condition' 'fish_offers "'"'"'helo con" | grep -qx "helo contains"'
  check 'fish: behind `is` the words of the fact' '[ "$(fish_offers "'"'"'rdns is m" | tr "\n" ,)" = "rdns is mismatched,rdns is missing," ]'
  check 'fish: of a fact of two words' '[ "$(fish_offers "'"'"'spf helo is softf")" = "spf helo is softfail" ]'
  check 'fish: behind a comma, in brackets' '[ "$(fish_offers "'"'"'local or (helo is not me, bare-")" = "local or (helo is not me, bare-ip" ]'
else
  skip 'fish completion' fish 'not installed'
fi
# zsh_makes WANT TEXT: Tab makes WANT of it, in a terminal of its own
cat >line.zsh <<'END'
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PATH=$1/bin:\$PATH; PS1=; fpath=($2 \$fpath); autoload -U compinit; compinit -u -D; setopt nobeep; echo REA''DY"
zpty -r -m z all '*READY*'
zpty -n -w z "hfilter test $3"$'\t'
for i in {1..100}; do
  sleep 0.1
  while zpty -r -t z chunk; do all+=$chunk; done
  [[ $all == *$4* ]] && break
done
zpty -d z
print -r -- "$all"
END
zsh_makes() { zsh -f line.zsh "$T" "$FILES" "$2" "$1" </dev/null | grep -qF "$1"; }
if command -v zsh >/dev/null && zsh -fc 'zmodload zsh/zpty' 2>/dev/null; then
  check 'zsh: behind `is` the words of the fact' 'zsh_makes "helo is bare-ip" "'"'"'helo is bare"'
  check 'zsh: only of that fact' 'zsh_makes "helo is bare-ip" "'"'"'helo is ba"'
  check 'zsh: of a fact of two words' 'zsh_makes "spf helo is softfail" "'"'"'spf helo is so"'
  check 'zsh: operators in a condition' 'zsh_makes "subject contains" "'"'"'subject con"'
  check 'zsh: behind a comma, in brackets' 'zsh_makes "me, bare-ip" "'"'"'local or (helo is not me, bare-"'
else
  skip 'zsh completion' zsh 'not installed'
fi
for shell in zsh fish; do
  case $shell in zsh) file=_hfilter ;; fish) file=hfilter.fish ;; esac
  if command -v $shell >/dev/null; then check "$shell can read its file" "$shell -n $FILES/$file"; else skip "$shell -n" $shell 'not installed'; fi
done
exit $failures
