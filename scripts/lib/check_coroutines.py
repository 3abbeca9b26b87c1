#!/usr/bin/python3
"""Finds `co_await` in a condition that declares something, as `if (auto x = co_await f(); x)` and
`if (auto x = co_await f())` do: GCC 12 miscompiles it, and the program crashes.

scripts/lib/check_coroutines.py [FILE…]. Without files it reads all C++ of the repository. Prints FILE:LINE: and exits
with status 1 if there is one.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "perf", "fuzz")
CONDITION = re.compile(r"\b(?:if|while|switch|for)\s*(?:constexpr\s*)?\(")
# A comparison is no declaration.
DECLARES = re.compile(r";|[^=!<>]=[^=]")


def inside(text, start):
    """What stands between the parenthesis that is open at `start` and its end."""
    depth, end = 1, start
    while depth and end < len(text):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[start : end - 1]


def findings(text):
    for match in CONDITION.finditer(text):
        condition = inside(text, match.end())
        if "co_await" in condition and DECLARES.search(condition):
            yield text.count("\n", 0, match.start()) + 1


def main():
    files = [Path(f) for f in sys.argv[1:]] or sorted(
        f for folder in FOLDERS for f in (ROOT / folder).rglob("*.[ch]pp")
    )
    found = [(file, line) for file in files for line in findings(file.read_text())]
    for file, line in found:
        print(
            f"{file}:{line}: co_await in a condition that declares; write the declaration before it"
        )
    return 1 if found else 0


sys.exit(main())
