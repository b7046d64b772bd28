# ~/.dovecot.sieve: hfilter delivers. What it does not take (refused, deferred, failed) is kept as it came: but never with :try,
# which loses the mail then.
require ["vnd.dovecot.pipe"];

pipe "hfilter" ["deliver", "--maildir", "Maildir"];
