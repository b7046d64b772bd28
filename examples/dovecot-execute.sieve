# ~/.dovecot.sieve: hfilter as a condition. Nothing is added to the mail; a hfilter that fails is a condition that is not met.
# Dovecot logs each program that does not end with 0. So good mail is asked for first, and the second test is only for the rest: it must
# hold, too, since a hfilter that fails does not meet the first.
require ["fileinto", "mailbox", "vnd.dovecot.execute"];

if allof (
  not execute :pipe "hfilter" ["test", "not surely (helo in mydomains and not surely (helo is rdns or spf helo is pass))"],
  execute :pipe "hfilter" ["test", "helo in mydomains and not surely (helo is rdns or spf helo is pass)"]
) {
  fileinto :create "Junk";
  stop;
}
