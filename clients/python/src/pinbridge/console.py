"""Text that a program prints, read as it arrives: a guest's console, or a bench's log."""

import asyncio
import codecs
import re

from .arguments import pattern_of
from .errors import DisconnectedError, Error, WaitTimeoutError

#: How much text is kept; of more, the oldest is dropped.
MOST_KEPT = 16 << 20
_SHOWN = 3000


class TextStream:
    """The text from one stream. `expect` continues after the previous match."""

    def __init__(self, name: str, timeout: float) -> None:
        self._name = name
        self._timeout = timeout
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._read = 0
        self._ended = False
        self._news = asyncio.Event()

    @property
    def text(self) -> str:
        """All text printed so far."""
        return self._text

    async def collect(self, stream: asyncio.StreamReader) -> None:
        """Reads to the end of the stream."""
        while data := await stream.read(1 << 16):
            self.add(data)
        self.end()

    def add(self, data: bytes) -> None:
        self._text += self._decoder.decode(data)
        if len(self._text) > MOST_KEPT:
            dropped = len(self._text) - MOST_KEPT // 2
            self._text = self._text[dropped:]
            self._read = max(0, self._read - dropped)
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()

    async def expect(
        self, pattern: str | re.Pattern[str], timeout: float | None = None
    ) -> re.Match[str]:
        """Waits for a pattern (a regular expression) behind what was expected before.

        Raises WaitTimeoutError when it does not come in time, and DisconnectedError when the stream ends
        without it; both show the last of what was printed."""
        seconds = self._timeout if timeout is None else timeout
        compiled = pattern_of(pattern, re.MULTILINE)
        try:
            async with asyncio.timeout(seconds):
                return await self._expect(compiled)
        except TimeoutError:
            raise WaitTimeoutError(
                f'{self._name} did not print "{compiled.pattern}" within {seconds:g} s; '
                f"{self.last_words()}"
            ) from None

    async def _expect(self, pattern: re.Pattern[str]) -> re.Match[str]:
        while True:
            self._news.clear()
            if found := pattern.search(self._text, self._read):
                self._read = found.end()
                return found
            if self._ended:
                raise DisconnectedError(
                    f'{self._name} ended without "{pattern.pattern}"; {self.last_words()}'
                )
            await self._news.wait()

    async def read(self, timeout: float | None = None, most: int | None = None) -> str:
        """What was printed and neither expected nor read yet, as soon as there is any; "" if nothing comes in
        time. Raises DisconnectedError when the stream has ended and all of it was read.
        """
        seconds = self._timeout if timeout is None else timeout
        try:
            async with asyncio.timeout(seconds):
                while self._read == len(self._text) and not self._ended:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return ""
        if self._read == len(self._text):
            raise DisconnectedError(f"{self._name} ended")
        end = len(self._text) if most is None else min(len(self._text), self._read + most)
        read = self._text[self._read : end]
        self._read = end
        return read

    def last_words(self) -> str:
        """The end of the printed text, for an error."""
        if not self._text:
            return "it printed nothing"
        return f"it printed:\n{self._text[-_SHOWN:]}"


class Console(TextStream):
    """A guest's console: QEMU's standard output and input."""

    def __init__(
        self, name: str, timeout: float, stdin: asyncio.StreamWriter, log: TextStream
    ) -> None:
        super().__init__(name, timeout)
        self._stdin = stdin
        self._log = log

    def last_words(self) -> str:
        """With the log: a QEMU that does not start explains it there."""
        return f"{super().last_words()}\nand its log: {self._log.last_words()}"

    async def write(self, text: str) -> None:
        """Sends text without a line end."""
        try:
            self._stdin.write(text.encode())
            await self._stdin.drain()
        except ConnectionError as error:
            raise Error(f"cannot type at {self._name}: it ended") from error

    async def write_line(self, text: str) -> None:
        """Sends text and a line end."""
        await self.write(text + "\n")
