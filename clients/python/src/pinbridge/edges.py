"""Recorded edges of pins, for asyncio."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from . import waiting
from .arguments import check_word
from .connection import Connection
from .errors import DisconnectedError, LaggedError, ProtocolError, WaitTimeoutError
from .recording import Recording
from .values import NS, STATES, Edge, PinState, State, to_ns


class Edges:
    """Each change of its pins from when it is opened on, in order: nothing between two statements is lost.

    Each edge is given once, by whichever method comes first. After `close`, and when the bench has
    ended, those that were recorded are still given; then DisconnectedError is raised.
    """

    def __init__(
        self,
        connection: Connection,
        pins: tuple[str, ...],
        flush: Callable[[], Awaitable[int]],
        timeout: float,
        levels_only: bool,
    ) -> None:
        self._recording = Recording(connection, pins, levels_only)
        self._flush = flush
        self._timeout = timeout
        self._names = ", ".join(pins) or "all pins"

    @property
    def first(self) -> dict[str, PinState]:
        """The state of each pin when the recording started."""
        return self._recording.first

    async def open(self) -> Self:
        await self._recording.open()
        return self

    def close(self) -> None:
        self._recording.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Edge:
        """Ends when the bench has ended. Raises WaitTimeoutError if none comes in time."""
        try:
            return await self.next()
        except (LaggedError, ProtocolError):
            raise
        except DisconnectedError:
            raise StopAsyncIteration from None

    async def wait(self, timeout: float, state: State | None = None) -> Edge | None:
        """The next edge, to `state` if that is given, or None if the bench made none within `timeout` s from
        now. Edges that were recorded before count."""
        check_word(state, "state", STATES)
        return await self._wait_until(waiting.after(timeout), state)

    async def next(self, timeout: float | None = None, state: State | None = None) -> Edge:
        """The same, but raises WaitTimeoutError if there is none in time."""
        seconds = self._timeout if timeout is None else timeout
        edge = await self.wait(seconds, state)
        if edge is None:
            what = f"edge to {state}" if state else "edge"
            raise WaitTimeoutError(f"no {what} of {self._names} within {seconds:g} s")
        return edge

    async def take(self, count: int, timeout: float | None = None) -> list[Edge]:
        """So many edges; `timeout` is for all of them. Raises WaitTimeoutError; then those that came wait on."""
        seconds = self._timeout if timeout is None else timeout
        deadline = waiting.after(seconds)
        taken: list[Edge] = []
        with self._kept_on_error(taken):
            while len(taken) < count:
                edge = await self._wait_until(deadline, None)
                if edge is None:
                    raise WaitTimeoutError(
                        f"{len(taken)} of {count} edges of {self._names} within {seconds:g} s"
                    )
                taken.append(edge)
        return taken

    async def so_far(self) -> list[Edge]:
        """All edges up to now that were not returned before."""
        if not self._recording.has_ended():
            await self._flush()
        return self._recording.take_all()

    async def during(self, seconds: float) -> list[Edge]:
        """All edges within `seconds` from now, and those that were not returned before."""
        deadline = waiting.now() + to_ns(seconds)
        taken: list[Edge] = []
        with self._kept_on_error(taken):
            while edge := await self._wait_until(deadline, None):
                taken.append(edge)
        return taken

    async def wait_quiet(self, seconds: float, timeout: float | None = None) -> list[Edge]:
        """Waits until there is no edge for `seconds`; returns the edges before that.

        Raises WaitTimeoutError if the pins do not come to rest in time."""
        limit = self._timeout if timeout is None else timeout
        start = quiet_since = waiting.now()
        taken: list[Edge] = []
        while edge := await self._wait_until(quiet_since + to_ns(seconds), None):
            taken.append(edge)
            quiet_since = max(quiet_since, edge.time)
            if quiet_since - start > to_ns(limit):
                raise WaitTimeoutError(
                    f"{self._names} did not rest for {seconds:g} s within {limit:g} s: "
                    f"{len(taken)} edges, the last to {edge.state}"
                )
        return taken

    @contextmanager
    def _kept_on_error(self, taken: list[Edge]) -> Iterator[None]:
        """No edge is lost when the block raises."""
        try:
            yield
        except BaseException:
            self._recording.put_back(taken)
            raise

    async def _wait_until(self, deadline: int, state: State | None) -> Edge | None:
        is_told = False
        while True:
            while edge := self._recording.take_until(deadline):
                if state in (None, edge.state):
                    return edge
            left = deadline - waiting.now()
            if self._recording.has_later_than(deadline) or (left <= 0 and is_told):
                return None
            if left > 0:
                try:
                    async with asyncio.timeout(left / NS):
                        await self._recording.wait_for_news()
                except TimeoutError:
                    pass
            else:
                # What the bench made by now comes before its answer, however late that is.
                await self._flush()
                is_told = True
