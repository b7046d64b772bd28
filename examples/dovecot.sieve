# ~/.dovecot.sieve: hfilter as a filter. Sieve cannot defer; if hfilter fails, the mail goes on as it came.
require ["fileinto", "mailbox", "reject", "vnd.dovecot.filter"];

filter "hfilter";

if header :is "X-HFilter-Verdict" "reject" {
  reject "not wanted here";
  stop;
}
if header :is "X-HFilter-Verdict" "discard" {
  discard;
  stop;
}
if header :is "X-HFilter-Verdict" "junk" {
  fileinto :create "Junk";
  stop;
}
