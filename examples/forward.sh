"|/usr/bin/hfilter deliver --maildir Maildir || { test $? = 77 && exit 77; exit 75; }"
