# SPDX-License-Identifier: BSD-2-Clause
# bash completion for hfilter(1). The words of the language come from `hfilter words -q`, the options from --help.

_hfilter_options() {
  "$1" "$2" --help 2>/dev/null | sed -n 's/^  \(-[a-z] \[ \)\{0,1\}\(--[a-z-]*\).*/\2/p'
}

_hfilter() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} program=${COMP_WORDS[0]}
  local commands='filter deliver test judge explain check words spf help'
  local IFS=$' \t\n'
  COMPREPLY=()
  case $prev in
    --rc | -c) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --maildir | --junk) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
    --user) COMPREPLY=($(compgen -u -- "$cur")); return ;;
    --on-error) COMPREPLY=($(compgen -W 'pass defer' -- "$cur")); return ;;
    --client-ip | --helo | --sender | --recipient | --dns-server | --dns-timeout) return ;;
  esac
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W "$commands --help --version" -- "$cur"))
    return
  fi
  case $cur in
    -*) COMPREPLY=($(compgen -W "$(_hfilter_options "$program" "$command")" -- "$cur")); return ;;
  esac
  case $command in
    explain | check) COMPREPLY=($(compgen -f -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W "$commands" -- "$cur")) ;;
    words) COMPREPLY=($(compgen -W "facts conditions statements actions settings $("$program" words -q 2>/dev/null)" -- "$cur")) ;;
    test)
      # Inside the quotes of a condition: complete its last word; behind `FACT is` with the words of that fact.
      local quote='' text=$cur head='' words word
      case $text in \'* | \"*) quote=${text:0:1}; text=${text:1} ;; esac
      case $text in *[\ \(]*) head=${text%"${text##*[ (]}"}; text=${text##*[ (]} ;; esac
      if [[ $head =~ ([a-z-]+\ )?([a-z-]+)\ is\ (not\ )?([a-z-]+,\ )*$ ]]; then
        words=$("$program" words -q "${BASH_REMATCH[1]}${BASH_REMATCH[2]}" 2>/dev/null || "$program" words -q "${BASH_REMATCH[2]}" 2>/dev/null)
      fi
      for word in $(compgen -W "${words:-$("$program" words -q conditions 2>/dev/null)}" -- "$text"); do
        COMPREPLY+=("$quote$head$word")
      done ;;
  esac
}

complete -o nospace -F _hfilter hfilter
