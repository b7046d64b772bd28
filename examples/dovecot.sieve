# ~/.dovecot.sieve: hfilter as a filter. Sieve cannot defer; if hfilter fails, the mail goes on as it came.
require ["fileinto", "mailbox", "reject", "variables", "vnd.dovecot.filter"];

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
# The folder of a rule: write it as Dovecot calls it, "Lists.work" or, with the separator /, "Lists/work". The name comes from your
# rules: hfilter removes what a sender writes into this field.
if allof (header :is "X-HFilter-Verdict" "deliver", header :matches "X-HFilter-Folder" "*") {
  fileinto :create "${1}";
  stop;
}
