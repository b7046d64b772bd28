# ~/.dovecot.sieve: hfilter as a condition. Nothing is added to the mail. If hfilter fails, the condition is false.
# Dovecot logs each program that does not exit with 0. So the first test asks for good mail, and exits with 0 for it. The second test runs
# only for other mail. The second test must be true, because the first test is also not true if hfilter fails.
require ["fileinto", "mailbox", "vnd.dovecot.execute"];

if allof (
  not execute :pipe "hfilter" ["test", "not surely (helo in mydomains and not surely (helo is rdns or spf helo is pass))"],
  execute :pipe "hfilter" ["test", "helo in mydomains and not surely (helo is rdns or spf helo is pass)"]
) {
  fileinto :create "Junk";
  stop;
}
