# SPDX-License-Identifier: BSD-2-Clause
# fish completion for hfilter(1). The words of the language come from `hfilter words -q`.

# The last word of the condition that is being written; behind `FACT is` the words of that fact.
function __hfilter_condition
    set -l text (string replace -r '^[\'"]' '' -- (commandline -ct))
    set -l head (string match -r '^.*[ (]' -- $text; or echo '')
    set -l words
    set -l clause (string match -r '(?:[a-z-]+ )?[a-z-]+ is (?:not )?(?:[a-z-]+, )*[a-z-]*$' -- $text)
    if set -q clause[1]
        set -l fact (string replace -r ' is .*' '' -- $clause)
        set words (hfilter words -q $fact 2>/dev/null)
        or set words (hfilter words -q (string replace -r '.* ' '' -- $fact) 2>/dev/null)
    end
    set -q words[1]
    or set words (hfilter words -q conditions)
    for word in $words
        echo "$head$word"
    end
end

set -l commands filter deliver test judge explain check words spf help
complete -c hfilter -f
for command in $commands
    complete -c hfilter -n "not __fish_seen_subcommand_from $commands" -a $command
end
complete -c hfilter -s h -l help -d 'help, with an example'
complete -c hfilter -s V -l version -d 'the version'
complete -c hfilter -n 'not __fish_seen_subcommand_from words spf help' -s c -l rc -r -F -d 'rules to use'
complete -c hfilter -n '__fish_seen_subcommand_from filter deliver' -l on-error -x -a 'pass defer' -d 'what to do if the rules are faulty'
complete -c hfilter -n '__fish_seen_subcommand_from deliver' -l maildir -x -a '(__fish_complete_directories)' -d 'the Maildir to deliver to'
complete -c hfilter -n '__fish_seen_subcommand_from deliver' -l junk -x -a '(__fish_complete_directories)' -d 'another Maildir for junk'
for option in ip helo sender default-explanation
    complete -c hfilter -n '__fish_seen_subcommand_from spf' -l $option -x -d 'the client and its envelope'
end
for option in client-ip helo sender recipient
    complete -c hfilter -n '__fish_seen_subcommand_from filter deliver test judge explain' -l $option -x -d 'what the mail server knows'
end
complete -c hfilter -n '__fish_seen_subcommand_from filter deliver test judge explain' -l no-dns -d 'do not ask DNS'
for option in dns-server dns-timeout
    complete -c hfilter -n '__fish_seen_subcommand_from filter deliver test judge explain check spf' -l $option -x -d 'the DNS server and its timeout'
end
complete -c hfilter -n '__fish_seen_subcommand_from judge explain check words spf' -l json -d 'one JSON object'
complete -c hfilter -n '__fish_seen_subcommand_from explain check words' -l color -x -a 'auto always never' -d 'colours'
complete -c hfilter -n '__fish_seen_subcommand_from explain' -l all -d 'evaluate every fact'
complete -c hfilter -n '__fish_seen_subcommand_from check' -l dns -d 'ask who takes mail for mydomains'
complete -c hfilter -n '__fish_seen_subcommand_from check' -l user -x -a '(__fish_complete_users)' -d 'check the files of this user'
complete -c hfilter -n '__fish_seen_subcommand_from help' -a "$commands"
complete -c hfilter -n '__fish_seen_subcommand_from check' -l strict -d 'exit with 1 if there are warnings'
complete -c hfilter -n '__fish_seen_subcommand_from check words' -s q -l quiet -d 'check: nothing if there is no error; words: names only'
complete -c hfilter -n '__fish_seen_subcommand_from test judge explain' -s v -l verbose -d 'print the reasons'
complete -c hfilter -n '__fish_seen_subcommand_from explain check' -F
complete -c hfilter -n '__fish_seen_subcommand_from words' -a 'facts conditions statements actions settings (hfilter words -q)'
complete -c hfilter -n '__fish_seen_subcommand_from test' -a '(__hfilter_condition)'
