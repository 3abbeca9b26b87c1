"""Chooses sources that are compiled together: groups_of() for clang_tidy.py; for CMake: groups.py SOURCE…

Most of the time to compile a source is spent in library headers, so a file includes several sources of a folder. No two
sources of a group define the same name in unnamed namespaces, so a name need not be unique in its folder.
"""

import functools
import re
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src"
AT_ONCE = 10
# At the start of a line: a class, a function, a constant or an alias.
DEFINITION = re.compile(
    rb"^(?:(?:class|struct|enum class) (\w+)|using (\w+) =|"
    rb"(?!using|namespace|[A-Z_]+\()\w[^\n({;=]*?\b(\w+)(?:\(|\{| = |;))",
    re.M,
)

# "using testing::HasSubstr;". Several sources of a group may have the same.
USING = re.compile(rb"^using (?:\w*::)+(\w+);", re.M)


@functools.cache
def names_of(path):
    """Names that a source defines in unnamed namespaces, as far as a pattern finds them, and names in its using-declarations."""
    text = path.read_bytes()
    defined = set()
    for part in re.findall(rb"(?ms)^namespace \{$(.*?)^\}  // namespace$", text):
        defined.update(b"".join(found) for found in DEFINITION.findall(part))
    return defined, set(USING.findall(text))


class Group:
    def __init__(self, at_most):
        self.paths = []
        self._at_most = at_most
        self._defined = set()
        self._used = set()

    def takes(self, path):
        defined, used = names_of(path)
        collides = defined & (self._defined | self._used) or used & self._defined
        if len(self.paths) == self._at_most or collides:
            return False
        self.paths.append(path)
        self._defined |= defined
        self._used |= used
        return True


def groups_of(paths, at_most=AT_ONCE):
    """Divides sources into groups of at most that many. No two sources of a group define the same name."""
    groups = []
    for path in paths:
        if not any(group.takes(path) for group in groups):
            groups.append(Group(at_most))
            groups[-1].takes(path)
    return [group.paths for group in groups]


def main():
    """Prints each group on a line: its sources, as they are included, divided by spaces."""
    for group in groups_of([Path(argument) for argument in sys.argv[1:]]):
        print(*(path.relative_to(SOURCES) for path in group))


if __name__ == "__main__":
    main()
