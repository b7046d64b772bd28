# ~/.dovecot.sieve: hfilter as a condition. Nothing is added to the mail; a hfilter that fails is a condition that is not met.
require ["fileinto", "mailbox", "vnd.dovecot.execute"];

if execute :pipe "hfilter" ["test", "helo in mydomains and not surely (helo is rdns or spf helo is pass)"] {
  fileinto :create "Junk";
  stop;
}
