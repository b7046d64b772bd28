# ~/.dovecot.sieve: hfilter delivers. If it does not deliver (reject, defer, failure), Dovecot keeps the mail as it came.
# Never use :try here: it loses such mail.
require ["vnd.dovecot.pipe"];

pipe "hfilter" ["deliver", "--maildir", "Maildir"];
