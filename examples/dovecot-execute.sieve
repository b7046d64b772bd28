# ~/.dovecot.sieve: hfilter as a condition. Nothing is added to the mail; a hfilter that fails is a condition that is not met.
# Dovecot logs each program that does not end with 0. So the first test asks for good mail, and ends with 0 for it. The second test runs
# only for the other mail. It must also be true, because the first test is not true either if hfilter fails.
require ["fileinto", "mailbox", "vnd.dovecot.execute"];

if allof (
  not execute :pipe "hfilter" ["test", "not surely (helo in mydomains and not surely (helo is rdns or spf helo is pass))"],
  execute :pipe "hfilter" ["test", "helo in mydomains and not surely (helo is rdns or spf helo is pass)"]
) {
  fileinto :create "Junk";
  stop;
}
