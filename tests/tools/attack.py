#!/usr/bin/env python3
"""usage: attack.py HFILTER WORKDIR ROUNDS SEED [USER-COMMAND...]

Tries to make hfilter lose, truncate, duplicate or alter mail, with odd messages, odd descriptors, and signals at any time.
A second parser of the header, which shares no code with hfilter, computes the required output.
Prints `ok NAME` or `not ok NAME` for each test; WORKDIR keeps the failing message.  USER-COMMAND runs the deliveries.
"""
import fcntl, os, pty, random, re, signal, socket, subprocess, sys, threading, time, tty

HFILTER, WORK, ROUNDS, SEED = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
USER = sys.argv[5:]
RC = WORK + '/rc/attack'
MAILDIR = WORK + '/home/Maildir'
BOUND = 4 << 20
rand = random.Random(SEED)

# ---- the second parser ---------------------------------------------------------------------------------------------

FIELD = re.compile(rb'([\x21-\x39\x3b-\x7e]+)[ \t]*:')


def header_groups(message):
    """Returns the header as groups of physical lines, one group per field, and the body with the empty line before it."""
    groups, at = [], 0
    while at < len(message):
        end = message.find(b'\n', at)
        end = len(message) if end < 0 else end + 1
        line = message[at:end]
        if line in (b'\n', b'\r\n'):
            break
        from_line = groups and len(groups) == 1 and is_from_line(groups[0])
        if groups and line[:1] in (b' ', b'\t') and not from_line:
            groups[-1] += line
        else:
            groups.append(line)
        at = end
    return groups, message[at:]


def is_from_line(line):
    return line.startswith(b'From ') and not re.match(rb'From[ \t]+:', line)


def is_forged(group):
    name = FIELD.match(group)
    if not name:
        return False
    if name[1].lower().startswith(b'x-hfilter-'):
        return True
    return name[1].lower() == b'authentication-results' and b'hfilter.mx.example.net;' in group


def pieces(message):
    """Returns the parts of the required output before and after the new lines."""
    # Forged fields are removed first, so a field below them may then be the topmost.
    groups, rest = header_groups(message)
    groups, rest = header_groups(b''.join(g for g in groups if not is_forged(g)) + rest)
    first = 1 if groups and is_from_line(groups[0]) else 0
    place = first
    if len(groups) > first and groups[first][:1] in (b' ', b'\t'):  # a continuation line without a field
        place = first + 1
    named = [i for i, g in enumerate(groups) if i >= first and FIELD.match(g)]
    if named and FIELD.match(groups[named[0]])[1].lower() == b'return-path':
        place = named[0] + 1
    return b''.join(groups[:place]), b''.join(groups[place:]) + rest


OURS = re.compile(rb'(X-HFilter-[A-Za-z]+|X-Spam-Flag|Authentication-Results): .*|[ ].*', re.S)


def fault_of(message, got, strip_from=False):
    """Returns a description of the fault in `got`, or the empty string."""
    before, after = pieces(message)
    if strip_from and is_from_line(before):
        before = before[before.find(b'\n') + 1:] if b'\n' in before else b''
    if not got.startswith(before):
        return 'the beginning differs'
    if not got.endswith(after):
        return 'the end differs'
    new = got[len(before):len(got) - len(after)]
    if len(got) < len(before) + len(after) or not new:
        return 'too short'
    if before and not before.endswith(b'\n'):  # the last line has no line end
        end = b'\r\n' if new.startswith(b'\r\n') else b'\n'
        new = new[len(end):] + end
    ends = set()
    for line in new.split(b'\n')[:-1]:
        ends.add(line.endswith(b'\r'))
        if not OURS.fullmatch(line):
            return 'a new line is none of ours: %r' % line[:60]
    return 'mixed ends of new lines' if len(ends) > 1 else ''


# ---- messages ------------------------------------------------------------------------------------------------------

FORGED = [b'X-HFilter-Verdict: accept', b'x-hfilter-status :accept', b'X-HFILTER-REPORT\t: x', b'X-HFilter-:', b'X-Hfilter-Folder:\n x\n\ty',
          b'X-HFilter-Verdict:accept\r\n junk', b'Authentication-Results: hfilter.mx.example.net; spf=pass', b'X-HFilter-Verdict \t :\0']
PLAIN = [b'Subject: hello', b'A: b', b'B:', b'C :  d  ', b'D:\n e\n f', b'E: \xff\xfe', b'F: a\0b', b'G: a\rX-HFilter-Verdict: b', b'X-HFilter: x',
         b'From bob@example.com Wed Mar 24 16:00:00 2004', b'>From bob', b'no field', b' folded', b'\tfolded X-HFilter-Verdict: x', b':', b'X-HFilter-A\0: x',
         b'\xc3\xa4: x', b'Return-Path: <x@example.com>', b'From : bob@example.com', b'\r', b'\x0b', b'Authentication-Results: mx.example.net; spf=pass',
         b'Received: from hewgill.com (unknown [200.150.100.50])\n\tby mx.example.net (Postfix) with SMTP id A; Wed, 24 Mar 2004 16:00:00 +0000']
TOPS = [b'', b'', b'', b'From bob@example.com Wed Mar 24 16:00:00 2004', b'Return-Path: <bob@example.com>', b'From : bob', b' folded onto nothing',
        b'From bob@example.com Wed\nReturn-Path: <bob@example.com>', b'From bob\n folded']
BODIES = [b'', b'x', b'\n', b'body\n', b'body', b'From bob\n\n\n\n', b'\0\0\xff\r\r\n', b'X-HFilter-Verdict: body\n', b'.\n..\n']
SIZES = [1, 4095, 4096, 4097, 65535, 65536, 65537, (1 << 20) - 1, 1 << 20, (1 << 20) + 1]


def odd_message():
    lines = [rand.choice(TOPS)] + [rand.choice(FORGED + PLAIN * 2) for _ in range(rand.randrange(8))]
    end = rand.choice([b'\n', b'\n', b'\r\n'])
    text = b''
    for line in lines:
        if line:
            if rand.random() < 0.05:
                end = rand.choice([b'\n', b'\r\n'])
            text += line.replace(b'\r\n', b'\n').replace(b'\n', end) + end
    if rand.random() < 0.9:
        text += end + rand.choice(BODIES)
        if rand.random() < 0.2:
            text += rand.randbytes(rand.choice(SIZES))
    elif text and rand.random() < 0.5:
        text = text[:-len(end)]
    return text or b'\n'


def sized_message(size):
    head = b'Received: from hewgill.com (unknown [200.150.100.50])\n\tby mx.example.net (Postfix) with SMTP id A; Wed, 24 Mar 2004 16:00:00 +0000\n\n'
    return head + rand.randbytes(size)


# ---- descriptors ---------------------------------------------------------------------------------------------------

def feed(fd, data, gone):
    """Writes all data. Appends True to `gone` if the reader closed its end."""
    at = 0
    try:
        while at < len(data):
            at += os.write(fd, data[at:at + rand.choice([1, 100, 65536, 1 << 20])])
    except OSError:
        gone.append(True)
    os.close(fd)


def drain(fd, into):
    try:
        while True:
            data = os.read(fd, rand.choice([1000, 65536, 1 << 20]))
            if not data:
                break
            into.append(data)
    except OSError:  # the other end of the pty is closed
        pass
    os.close(fd)


def nonblocking(fd):
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)


class Ends:
    """The descriptors of one run, and the threads that move the bytes."""

    def __init__(self, data, inp, out):
        self.threads, self.got, self.gone, self.out_path = [], [], [], None
        if inp.startswith('file'):
            with open(WORK + '/in', 'wb') as f:
                skip = b'skipped' if inp == 'file-in-the-middle' else b''
                f.write(skip + data)
            self.stdin = os.open(WORK + '/in', os.O_RDONLY)
            os.lseek(self.stdin, len(skip), os.SEEK_SET)
        else:
            self.stdin, write = os.pipe() if inp.startswith('pipe') else [s.detach() for s in socket.socketpair()]
            if inp.endswith('nonblocking'):
                nonblocking(self.stdin)
            self.start(feed, write, data, self.gone)
        self.slave = None
        if out.startswith('file') or out == 'appended':
            self.out_path = WORK + '/out'
            flags = os.O_APPEND if out == 'appended' else 0
            self.stdout = os.open(self.out_path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | flags)
        else:
            if out == 'pty':
                read, self.stdout = pty.openpty()
                tty.setraw(self.stdout)
            else:
                read, self.stdout = os.pipe() if out.startswith('pipe') else [s.detach() for s in socket.socketpair()]
            if out.endswith('nonblocking'):
                nonblocking(self.stdout)
            self.start(drain, read, self.got)

    def start(self, what, *arguments):
        os.set_inheritable(arguments[0], False)
        self.threads.append(threading.Thread(target=what, args=arguments))

    def run(self, command, meanwhile=None, **options):
        process = subprocess.Popen(command, stdin=self.stdin, stdout=self.stdout, stderr=subprocess.PIPE, **options)
        os.close(self.stdin)
        os.close(self.stdout)
        for thread in self.threads:
            thread.start()
        if meanwhile:
            meanwhile(process)
        noise = process.stderr.read()
        status = process.wait()
        process.stderr.close()
        for thread in self.threads:
            thread.join()
        if self.out_path:
            with open(self.out_path, 'rb') as f:
                return status, f.read(), noise
        return status, b''.join(self.got), noise


INPUTS = ['file', 'file-in-the-middle', 'pipe', 'pipe-nonblocking', 'socket', 'socket-nonblocking']
OUTPUTS = ['file', 'appended', 'pipe', 'pipe-nonblocking', 'socket', 'socket-nonblocking', 'pty']

# ---- tests ---------------------------------------------------------------------------------------------------------

failures = 0


def report(name, count, fault, message=b''):
    global failures
    if not fault:
        print(f'ok {name}, {count} cases')
        return
    failures += 1
    kept = f'{WORK}/failed-{failures}'
    with open(kept, 'wb') as f:
        f.write(message)
    os.system(f'cp {kept} /tmp/hfilter-attack-failed-{failures} 2>/dev/null')
    print(f'  {fault}; seed {SEED}, the message is in /tmp/hfilter-attack-failed-{failures}')
    print(f'not ok {name}')


def filtered(message, inp='pipe', out='pipe', meanwhile=None):
    return Ends(message, inp, out).run([HFILTER, '--rc', RC, 'filter'], meanwhile)


def without_id(message):
    """Returns the message without the record id, which differs in each run."""
    return re.sub(rb'\bid=[0-9a-f]{24};', b'id=;', message)


def odd_messages():
    for i in range(ROUNDS):
        message = odd_message()
        inp, out = rand.choice(INPUTS), rand.choice(OUTPUTS)
        status, got, noise = filtered(message, inp, out)
        fault = 'noise on stderr' if noise else f'status {status}' if status else fault_of(message, got)
        if not fault and got[-1:] == message[-1:]:
            again = filtered(got)[1]
            fault = '' if without_id(again) == without_id(got) else 'filtered twice is not filtered once'
        if fault:
            return i, f'{inp} to {out}: {fault}', message
    return ROUNDS, '', b''


def name_of(group):
    name = FIELD.match(group)
    return name[1].lower() if name else b''


def edited_messages():
    """Rules set A, remove B, add X-New and a prefix of the Subject. All other lines must be unchanged."""
    touched = (b'a', b'b', b'x-new', b'subject')
    for i in range(ROUNDS):
        message = odd_message()
        status, got, noise = Ends(message, rand.choice(INPUTS), 'pipe').run([HFILTER, '--rc', RC + '-edit', 'filter'])
        if not header_groups(message)[0] or not message.endswith(b'\n'):
            continue  # only new lines, or a last line without its end
        (groups, rest), (new, new_rest) = header_groups(message), header_groups(got)
        kept = [g for g in groups if not is_forged(g) and name_of(g) not in touched]
        others = [g for g in new if not name_of(g).startswith((b'x-hfilter-', b'x-spam-flag')) and name_of(g) not in touched]
        count = lambda name, which: [g for g in which if name_of(g) == name]
        subjects, news = count(b'subject', groups), count(b'subject', new)
        fault = ''
        if status or noise:
            fault = f'status {status}, noise {noise[:50]}'
        elif rest != new_rest:
            fault = 'another body'
        elif b''.join(kept) != b''.join(others):
            fault = 'another line was touched'
        elif [g.strip() for g in count(b'a', new)] != [b'A: z'] or count(b'b', new) or len(count(b'x-new', new)) != 1:
            fault = 'A, B or X-New'
        elif len(news) != max(1, len(subjects)) or b'[?]' not in news[0] or news[1:] != subjects[1:]:
            fault = 'the subject'
        if fault:
            return i, fault, message
    return ROUNDS, '', b''


def sizes():
    count = 0
    for size in SIZES:
        message = sized_message(size)
        for inp in INPUTS:
            for out in OUTPUTS:
                count += 1
                status, got, noise = filtered(message, inp, out)
                fault = 'noise on stderr' if noise else f'status {status}' if status else fault_of(message, got)
                if fault:
                    return count, f'{size} octets, {inp} to {out}: {fault}', message
    return count, '', b''


def large_headers():
    """Headers up to the bound are read completely, larger ones in part. Both must be passed on completely."""
    cases = []
    for size in [BOUND - 1, BOUND, BOUND + 1, 10_000_000]:
        for end in [b'\n\nbody', b'\nX-HFilter-Verdict: late\n\nbody', b'', b'\n']:
            head = b'X-HFilter-Verdict: early\nLong: '
            cases.append(head + b'x' * max(0, size - len(head) - len(end)) + end)
    for message in cases:
        status, got, noise = filtered(message, rand.choice(INPUTS), rand.choice(OUTPUTS[:-1]))
        late = message.find(b'\nX-HFilter-Verdict: late')
        header_end = message.find(b'\n\n') + 2 if b'\n\n' in message else len(message)
        want = message[message.find(b'\n') + 1:]
        if header_end <= BOUND and late >= 0:
            want = want.replace(b'X-HFilter-Verdict: late\n', b'')
        if noise or status or not got.endswith(want) or len(got) - len(want) > 2000:
            return len(cases), f'status {status}, {len(got)} octets of {len(message)}', message[:1000]
    return len(cases), '', b''


SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGSEGV, signal.SIGSTOP]


def struck(process, log):
    time.sleep(rand.expovariate(1 / 0.004))
    number = rand.choice(SIGNALS)
    log.append(number)
    process.send_signal(number)
    if number == signal.SIGSTOP:
        time.sleep(0.005)
        process.send_signal(signal.SIGCONT)


def dead_of(status, log, got):
    """Returns whether the signal killed the process: before its handlers were installed, or by KILL."""
    return log and status == -log[0] and (not got or log[0] == signal.SIGKILL)


def killed_filters():
    ends = {}
    for i in range(ROUNDS):
        message = sized_message(rand.choice(SIZES + [3_000_000]))
        log = []
        out = rand.choice(OUTPUTS)
        status, got, _ = filtered(message, rand.choice(INPUTS), out, lambda p: struck(p, log))
        ends[status] = ends.get(status, 0) + 1
        fault = ''
        if status == 0:
            fault = fault_of(message, got)
        elif status != 75 and not dead_of(status, log, got):
            fault = f'status {status}, {len(got)} octets'
        if fault:
            return i, f'signal {log} to {out}: {fault}', message
    print('#', 'filter, killed at random: ended with', ends)
    return ROUNDS, '', b''


def in_maildir():
    found = []
    for folder, _, files in os.walk(MAILDIR):
        for name in files:
            if name != 'maildirfolder':
                found.append(folder + '/' + name)
    return found


def killed_deliveries():
    """Each file in new must be complete. Success means one file there; status 75 means none."""
    ends = {}
    for i in range(ROUNDS):
        message = rand.choice([odd_message, lambda: sized_message(rand.choice(SIZES))])()
        for path in in_maildir():
            os.unlink(path)
        log = []
        status, _, noise = Ends(message, rand.choice(INPUTS), 'pipe').run(
            USER + [HFILTER, '--rc', RC, 'deliver', '--maildir', MAILDIR], lambda p: struck(p, log))
        ends[status] = ends.get(status, 0) + 1
        found = in_maildir()
        new = [path for path in found if '/new/' in path]
        fault = ''
        for path in new:
            with open(path, 'rb') as f:
                fault = fault_of(message, f.read(), strip_from=True)
        if status == 0 and (len(new) != 1 or len(found) != 1):
            fault = f'{len(new)} in new, {len(found)} in all'
        if status == 75 and found and log != [signal.SIGSEGV]:  # a crash is possible between rename and exit
            fault = f'75, and there is {found}'
        if status not in (0, 75) and not dead_of(status, log, new):
            fault = f'status {status}, {len(new)} in new'
        if fault:
            return i, f'signal {log}: {fault}', message
    print('#', 'deliver, killed at random: ended with', ends)
    return ROUNDS, '', b''


def killed_commands():
    """A signal may also hit the command. If it reports success, it must have the whole message."""
    ends, path = {}, WORK + '/home/got'
    for i in range(ROUNDS):
        message, log = sized_message(rand.choice(SIZES)), []
        if os.path.exists(path):
            os.unlink(path)
        command = ['/bin/sh', '-c', 'cat >"$0"', path]
        status, _, noise = Ends(message, rand.choice(INPUTS), 'pipe').run(
            USER + [HFILTER, '--rc', RC, 'deliver', '--'] + command, lambda p: struck(p, log))
        ends[status] = ends.get(status, 0) + 1
        fault = '' if status in (0, 75) or (log and status == -log[0]) else f'status {status}'
        if status == 0:
            with open(path, 'rb') as f:
                fault = fault_of(message, f.read())
        if fault:
            return i, f'signal {log}: {fault}', message
    print('#', 'deliver to a command, killed at random: ended with', ends)
    return ROUNDS, '', b''


def main():
    os.makedirs(MAILDIR + '/new', exist_ok=True)
    for name in ['cur', 'tmp']:
        os.makedirs(MAILDIR + '/' + name, exist_ok=True)
    if USER:
        for path in [MAILDIR] + [MAILDIR + '/' + name for name in ['new', 'cur', 'tmp']]:
            os.chown(path, 65534, 65534)
    attacks = [('odd messages come out as they should', odd_messages),
               ('edited messages are the same elsewhere', edited_messages),
               ('all sizes, inputs and outputs', sizes), ('large headers', large_headers)]
    # A signal during the start of a sanitizer makes it hang.
    if not os.environ.get('HFILTER_SAN'):
        attacks += [('filter is struck by signals', killed_filters), ('deliver is struck by signals', killed_deliveries),
                    ('deliver to a command is struck by signals', killed_commands)]
    for name, what in attacks:
        report(name, *what())
    sys.exit(1 if failures else 0)


main()
