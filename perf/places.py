"""Where benches and guests run that are measured."""

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from conftest import Place


@contextmanager
def a_place():
    """A temporary directory, and all that is started in it, until the `with` block ends."""
    with ExitStack() as stack:
        yield Place(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
