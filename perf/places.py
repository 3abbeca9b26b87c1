"""Where benches and guests run that are measured."""

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from conftest import Place


@contextmanager
def a_place():
    """A directory of its own, and all that was started there, for the `with` block."""
    with ExitStack() as stack:
        yield Place(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
