"""The pinbridge program as a child: found, started, ended."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

from .console import Console, TextStream
from .errors import StartError, WaitTimeoutError

_PATIENCE = 10


def find_program(given: str | os.PathLike[str] | None = None) -> str:
    """The program: as given, else $PINBRIDGE, else on the PATH."""
    wanted = os.fspath(given) if given is not None else os.environ.get("PINBRIDGE") or "pinbridge"
    found = shutil.which(wanted)
    if found is None:
        raise StartError(
            f'there is no program "{wanted}"; install pinbridge, or name its program with '
            "$PINBRIDGE or program="
        )
    return found


class Program:
    """A pinbridge that runs, with its console and its log. It ends with `end`, or by itself."""

    def __init__(self, process: asyncio.subprocess.Process, name: str, timeout: float) -> None:
        assert process.stdin and process.stdout and process.stderr
        self._process = process
        self.name = name
        self.log = TextStream(f"the log of {name}", timeout)
        self.console = Console(f"the console of {name}", timeout, process.stdin, self.log)
        self._readers = [
            asyncio.create_task(self.console.collect(process.stdout)),
            asyncio.create_task(self.log.collect(process.stderr)),
        ]

    @classmethod
    async def start(
        cls,
        words: Sequence[str | os.PathLike[str]],
        timeout: float,
        cwd: str | os.PathLike[str] | None = None,
    ) -> "Program":
        """`timeout` is how long its console and log are waited for."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(os.fspath(word) for word in words),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=cwd,
                # Ctrl-C is for this program, which then ends that one in order.
                start_new_session=True,
            )
        except OSError as error:
            raise StartError(f"cannot start {os.fspath(words[0])}: {error}") from error
        return cls(process, f"{Path(words[0]).name} {os.fspath(words[1])}", timeout)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; as a shell has it."""
        status = self._process.returncode
        return status if status is None or status >= 0 else 128 - status

    def send_signal(self, number: signal.Signals | int) -> None:
        self._process.send_signal(number)

    async def wait(self, timeout: float | None) -> int:
        """Its exit status, once all that it printed is read."""
        try:
            async with asyncio.timeout(timeout):
                await self._process.wait()
                await asyncio.gather(*self._readers)
        except TimeoutError:
            raise WaitTimeoutError(f"{self.name} did not end within {timeout:g} s") from None
        assert self.exit_status is not None
        return self.exit_status

    async def end(self) -> None:
        """Ends it, if it runs, with all that it has started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._process.wait()
            except TimeoutError:
                # It leads its session, so all of this group is its own.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                await self._process.wait()
        # What it printed last; not for ever, for a stream may have been handed on.
        await asyncio.wait(self._readers, timeout=1)
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        if self._process.stdin:
            self._process.stdin.close()
