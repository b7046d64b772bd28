#!/usr/bin/env python3
"""usage: draw_texts.py [--seed N] [--comments 100] [--messages 50] [--where]

Draws comments and messages of src/ at random and prints them numbered, without file names and without the code around
them, so that a reader can say whether each is clear by itself. The same seed draws the same texts of the same sources.
--where prints the same list with the file and line of each text, for the person who corrects it.

A comment is a whole block of // lines. A message is a string literal of three words or more; the expressions in a
concatenation are shown as <...>.
"""
import argparse, pathlib, random, re

SRC = pathlib.Path(__file__).resolve().parents[2] / 'src'
TOKEN = re.compile(r'''
    (?P<raw>R"(?P<mark>[^(\s]*)\((?:.|\n)*?\)(?P=mark)")
  | (?P<text>"(?:\\.|[^"\\\n])*")
  | (?P<char>(?<!\w)'(?:\\.|[^'\\\n])+')
  | (?P<comment>//[^\n]*)
  | (?P<star>/\*(?:.|\n)*?\*/)
  | (?P<line>^[ \t]*\#[ \t]*include[^\n]*)
''', re.VERBOSE | re.MULTILINE)
MACHINE = re.compile(r'SPDX-License-Identifier|clang-format (?:on|off)|NOLINT|^(?:end )?namespace\b|^HFILTER_\w+$')
JOINED = re.compile(r'\s*(?:\+[^;?{}]*\+)?\s*')
# Files whose literals are words of mail or of other filters, not messages.
DATA = ('bounce_words.cc', 'foreign.cc', 'received_writers.cc')
# A row of advice/habits.cc is {E::kPlace, "pattern", text, help, "example"}. Its pattern and example are not messages.
PATTERN = re.compile(r'\{E::\w+,\s*\Z')
EXAMPLE = re.compile(r'\s*(?:,\s*-?\d+\s*)?\}')


def tokens(source):
    """Yields (kind, start, text) for each comment and string literal of C++ source."""
    for match in TOKEN.finditer(source):
        if match.lastgroup == 'comment':
            yield 'comment', match.start(), match.group().lstrip('/')
        elif match.group('text'):
            yield 'text', match.start(), match.group()
        elif match.group('raw'):
            yield 'raw', match.start(), match.group()


def comments(source):
    """Returns [(line, text)] of the comment blocks of C++ source. A block is a run of comments in the same column."""
    blocks, last = [], None
    for kind, start, text in tokens(source):
        if kind != 'comment':
            continue
        line, column = source.count('\n', 0, start) + 1, start - source.rfind('\n', 0, start) - 1
        alone = not source[start - column:start].strip()
        if alone and last == (line - 1, column):
            blocks[-1][1].append(text)
        else:
            blocks.append((line, [text]))
        last = (line, column)
    kept = [(line, [text for text in texts if not MACHINE.search(text.strip())]) for line, texts in blocks]
    return [(line, '\n'.join(texts).strip('\n')) for line, texts in kept if any(text.strip() for text in texts)]


def unquoted(literal):
    """Returns the characters of an ordinary string literal."""
    return re.sub(r'\\(.)', lambda match: '\n' if match.group(1) == 'n' else match.group(1), literal[1:-1])


def messages(source):
    """Returns [(line, text)] of the string literals of C++ source that have at least three words."""
    found, end, in_habit = [], None, False
    for kind, start, literal in tokens(source):
        if kind == 'comment':
            continue
        is_pattern = PATTERN.search(source, max(0, start - 80), start) is not None
        is_example = in_habit and EXAMPLE.match(source, start + len(literal)) is not None
        in_habit = is_pattern or (in_habit and not is_example)
        if is_pattern or is_example:
            continue
        text = unquoted(literal) if kind == 'text' else literal[literal.index('(') + 1:literal.rindex(')')]
        between = source[end:start] if end is not None else None
        if between is not None and len(between) < 200 and JOINED.fullmatch(between):
            found[-1][1].append(('<...>' if '+' in between else '') + text)
        else:
            found.append((source.count('\n', 0, start) + 1, [text]))
        end = start + len(literal)
    joined = [(line, ''.join(texts).strip()) for line, texts in found]
    return [(line, text) for line, text in joined if is_sentence(text)]


def is_sentence(text):
    """Returns whether text has at least three words in a row."""
    return re.search(r"[A-Za-z][a-z'-]*[,:]? [`<A-Za-z][\w'.>-]*[`,:]? [`<A-Za-z]", text) is not None


def draw(rand, find, suffixes, count):
    """Returns `count` of the texts that `find` returns for each file, as [(place, text)]."""
    texts = []
    for path in sorted(path for path in SRC.rglob('*') if path.suffix in suffixes):
        if find is messages and path.name in DATA:
            continue
        name = path.relative_to(SRC.parent).as_posix()
        texts += [(f'{name}:{line}', text) for line, text in find(path.read_text())]
    return rand.sample(texts, min(count, len(texts)))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('\n', 1)[0].removeprefix('usage: '))
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--comments', type=int, default=100)
    parser.add_argument('--messages', type=int, default=50)
    parser.add_argument('--where', action='store_true')
    options = parser.parse_args()
    rand = random.Random(options.seed)
    for title, find, suffixes, count in (('COMMENT', comments, ('.h', '.cc'), options.comments),
                                         ('MESSAGE', messages, ('.h', '.cc', '.def'), options.messages)):
        for number, (place, text) in enumerate(draw(rand, find, suffixes, count), 1):
            print(f'{title} {number}' + (f'  {place}' if options.where else ''))
            print('\n'.join('    ' + line.strip() for line in text.split('\n')) + '\n')


if __name__ == '__main__':
    main()
