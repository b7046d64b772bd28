# ~/.dovecot.sieve: hfilter as a filter. Sieve cannot defer. If hfilter fails, the mail is delivered as it came.
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
# The folder of a rule. In your rules, use the name that Dovecot uses: "Lists.work", or "Lists/work" if the separator is /.
# The name always comes from your rules, because hfilter removes this field if a sender wrote it.
if allof (header :is "X-HFilter-Verdict" "deliver", header :matches "X-HFilter-Folder" "*") {
  fileinto :create "${1}";
  stop;
}
