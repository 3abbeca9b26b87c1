"""Arguments as people write them, checked before anything is sent."""

import math
import os
import re
import shlex
from collections.abc import Collection, Sequence

from .errors import InvalidArgumentError

#: The words of a command: a list, or one string that is split as a shell does.
Words = str | Sequence[str | os.PathLike[str]]


def words_of(words: Words) -> list[str | os.PathLike[str]]:
    """The words of a command, or of options."""
    if not isinstance(words, str):
        return list(words)
    try:
        return list(shlex.split(words))
    except ValueError as error:
        raise InvalidArgumentError(f'"{words}" is not a command line: {error}') from None


def pattern_of(pattern: str | re.Pattern[str], flags: int = 0) -> re.Pattern[str]:
    """A regular expression."""
    try:
        return re.compile(pattern, flags) if isinstance(pattern, str) else pattern
    except re.error as error:
        raise InvalidArgumentError(
            f'"{pattern}" is not a regular expression: {error}; re.escape makes one of any text'
        ) from None


def check_word(word: str | None, what: str, words: Collection[str]) -> None:
    """Raises unless the word is one of these, or None."""
    if word is not None and word not in words:
        raise InvalidArgumentError(f"{word!r} is not a {what}; write {', '.join(sorted(words))}")


def check_seconds(seconds: float) -> float:
    """Raises unless it is a finite number that is not negative."""
    if isinstance(seconds, (int, float)) and math.isfinite(seconds) and seconds >= 0:
        return seconds
    raise InvalidArgumentError(f"{seconds!r} is not a number of seconds; write 0 or more")
