#!/usr/bin/python3
"""Checks the wording of documents, comments, texts and names of tests: scripts/lib/check_prose.py [FILE…]

Reports phrases of the list below, sentences of more than 25 words in Markdown, and links in Markdown that lead nowhere.
Without files it reads all files of the repository. Exit status 1: something was found.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SENTENCE = 25

# What is found, and what to write. Letters match in either case; a space matches any white space.
PHRASES = {
    r"let(s|ting)? go of": "release",
    r"whoever|whomever|somebody|someone|nobody|anybody|anyone|everybody": "name the actor",
    r"(is|are|was|were|be|been|being|gets|get) told": "is notified, receives; is reported",
    r"told (of|about|by|that|to|so|off)": "notified, reported",
    r"tells?|telling": "notify, report, send, show",
    r"(has|have|had|is|was) said": "sent, reported",
    r"(winds?|winding|wound) up": "shut down, drain",
    r"(has|have|had) no say": "refused",
    r"last words?": "name the message",
    r"patience": "time-out, deadline",
    r"heard|hears": "received; event handler on_x",
    r"(by|a|its|whose|the user's|a client's) hand (on|does|puts|holds|stays|lets)": "drive by hand, override",
    r"hands (on|for|of|stay|to)": "drive by hand, override",
    r"(rings?|rang|rung|ringing) (a|the|its|their|for|no|that|us|it|when) ?(bells?)?": "kick, notify",
    r"bells?": "kick, notification",
    # Not "there is no x", and not where a sentence ends.
    r"(it|that|this|which|who|what|\w+['\"]) (is|are) no (?!longer|more|less|better|other)[a-z]+": (
        "is not a …, there is no …"
    ),
    r"come and go|comes and goes|came and went": "connect and disconnect; start and stop",
    r"wants (a|an|the|no|its|to be)|(is|are) wanted": "requires",
    r"round and round": "without end",
    r"(for|to|of|by|with|but|from|and|what) who (?!are you)": "name the actor: clients that …",
    r"strangers?": "other site, other user, unauthorized client",
    r"turned away|let in\b": "refused, accepted",
    r"(for|on|by|with|of) luck": "name the condition",
    r"in (a|his|no|such a) hurry|hurried": "name the deadline",
    r"goes on as|go on as|went on as": "stays unchanged",
    r"of its own accord": "by itself",
    r"(has|have|had) gone": "ended, disconnected",
    r"(does|do) not mind": "is not affected",
    r"as (it|they) will have it": "depending on",
    r"says? (so|no|yes|nothing|what|which|when|where|that|of)": "reports, describes, names",
    r"said no": "refused",
}

EXEMPT = (
    # What the test of this program has it find.
    "tests/test_prose.py",
    # Part of the hash of each guest's kernel: a changed comment would compile it again.
    "guest/arch/",
    "guest/lib/kernel.sh",
    "guest/lib/stock_kernel.sh",
)

C_LIKE = {".cpp", ".hpp", ".c", ".h", ".ts", ".js", ".S", ".json"}
HASH = {".py", ".sh", ".cmake", ".txt", ".yaml", ".yml"}

PATTERNS = [
    (re.compile(r"(?<![\w-])(?:" + phrase.replace(" ", r"\s+") + r")(?!\w)", re.I), advice)
    for phrase, advice in PHRASES.items()
]

C_PROSE = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>R"\((?:.*?)\)"|"(?:[^"\\\n]|\\.)*")|'(?:[^'\\\n]|\\.)*'""",
    re.S,
)
HASH_PROSE = re.compile(
    r'''(?P<string>""".*?"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?P<comment>(?<![\w$&{])\#[^\n]*)''',
    re.S,
)
TEST_NAME = re.compile(r"\bTEST(?:_F|_P)?\(\s*\w+,\s*(\w+)\s*\)|\bdef (test_\w+)\(")


def spaces(text):
    """As long as the text, with its lines."""
    return re.sub(r"[^\n]", " ", text)


def barrier(text):
    """Stands for what is no prose: no phrase reaches across it."""
    return re.sub(r"\S", "\1", text)


def prose_of_markdown(text):
    text = re.sub(r"(?m)^(?: {4}|\t).*$", lambda m: barrier(m[0]), text)
    text = re.sub(r"(?ms)^```.*?^```", lambda m: barrier(m[0]), text)
    return re.sub(r"`[^`\n]*`", lambda m: barrier(m[0]), text)


def prose_of_code(text, pattern):
    """Comments and strings where they stand; the rest is a barrier."""
    result, at = [], 0
    for match in pattern.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        result.append(barrier(text[at : match.start()]))
        piece = match[0]
        if kind == "comment":
            # Its leaders are spaces, so that a phrase is found across lines.
            piece = re.sub(
                r"(?m)^[ \t]*(?://[/!]?<?|/\*+|\*/|\*|#+!?)", lambda m: spaces(m[0]), piece
            )
            piece = re.sub(r"`[^`\n]*`", lambda m: barrier(m[0]), piece)
        elif not re.search(r"\s", piece):
            # One word is a name, such as that of a user.
            piece = barrier(piece)
        else:
            piece = re.sub(r'"\s*$|^"', lambda m: spaces(m[0]), piece)
        result.append(piece)
        at = match.end()
    result.append(barrier(text[at:]))
    return "".join(result)


def names_of_tests(text):
    for match in TEST_NAME.finditer(text):
        name = match[1] or match[2]
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).replace(
            "_", " "
        )
        yield match.start(), words


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def found_in(text, prose):
    for pattern, advice in PATTERNS:
        for match in pattern.finditer(prose):
            phrase = " ".join(match[0].split())
            yield line_of(text, match.start()), f'"{phrase}": write: {advice}'


def slug(heading):
    heading = re.sub(r"[`*]", "", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def broken_links(path, text):
    """Relative links of Markdown to files or headings that do not exist."""
    visible = re.sub(r"(?m)^ {4}.*$", "", text)
    for match in re.finditer(r"\[[^\]]*\]\(([^)\s]+)\)", visible):
        target = match[1]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        file = (path.parent / name) if name else path
        if not file.exists():
            yield line_of(visible, match.start()), f'"{target}": no such file'
        elif fragment and file.suffix == ".md":
            headings = re.findall(r"(?m)^#+ (.*)$", file.read_text())
            if fragment not in map(slug, headings):
                yield line_of(visible, match.start()), f'"{target}": no such heading'


def long_sentences(text):
    """Sentences of paragraphs, items and cells. What stands in backquotes counts as one word."""
    # The pins of a part, in the page that the program prints, are no sentence.
    kept = re.sub(r"(?m)^(?: {4}|#|Pins: ).*$", "", text)
    kept = re.sub(r"(?ms)^```.*?^```", lambda m: spaces(m[0]), kept)
    kept = re.sub(r"`[^`\n]*`", "x", kept)
    kept = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", kept)
    for block in re.finditer(r"(?:(?!\n\s*\n|\n\s*[-*] |\n\s*\d+\. |\n\|).)+", kept, re.S):
        for cell in block[0].split("|"):
            for sentence in re.split(r"(?<=[.:;!?])[*)\"]*\s+", cell):
                words = [word for word in sentence.split() if re.search(r"\w", word)]
                if len(words) > LONGEST_SENTENCE:
                    yield f"{len(words)} words, {LONGEST_SENTENCE} at most: " + " ".join(
                        words[:8]
                    ) + " …"


def problems_of(path):
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return
    if path.suffix == ".md":
        yield from found_in(text, prose_of_markdown(text))
        yield from broken_links(path, text)
        yield from ((0, problem) for problem in long_sentences(text))
        return
    script = path.suffix == "" and text.startswith("#!")
    if path.suffix in C_LIKE:
        prose = prose_of_code(text, C_PROSE)
    elif path.suffix in HASH or script:
        prose = prose_of_code(text, HASH_PROSE)
    else:
        return
    yield from found_in(text, prose)
    for offset, words in names_of_tests(text):
        for _, problem in found_in(words, words):
            yield line_of(text, offset), f"name of a test: {problem}"


def files_of_repository():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        ROOT / name for name in listed.stdout.split("\0") if name and not name.startswith(EXEMPT)
    ]


def main():
    paths = [Path(name).resolve() for name in sys.argv[1:]] or files_of_repository()
    found = 0
    for path in paths:
        if path == Path(__file__).resolve() or not path.is_file():
            continue
        for line, problem in sorted(set(problems_of(path))):
            found += 1
            print(f"{os.path.relpath(path, ROOT)}:{line}: {problem}")
    if found:
        print(
            f"scripts/lib/check_prose.py: {found} found; CONTRIBUTING.md has the rules of prose",
            file=sys.stderr,
        )
    sys.exit(1 if found else 0)


main()
