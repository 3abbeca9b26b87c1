"""What pins do from a moment on, kept until it is asked for."""

import asyncio
from collections import deque

from .connection import Connection
from .errors import DisconnectedError, Error, OverflowedError
from .values import Edge, PinState, State

#: How many changes wait in a recording at most.
MOST_KEPT = 4_000_000


class Recording:
    """Follows pins over a connection. Changes wait in it, in order, until they are taken.

    `levels_only`: a change of direction alone is left out."""

    def __init__(
        self,
        connection: Connection,
        pins: tuple[str, ...],
        levels_only: bool = True,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self.pins = pins
        #: The state of each pin when the recording started.
        self.first: dict[str, PinState] = {}
        self._connection = connection
        self._levels_only = levels_only
        self._most_kept = most_kept
        self._kept: deque[Edge] = deque()
        self._states: dict[str, State] = {}
        self._end: Error | None = None
        self._news = asyncio.Event()
        self._is_open = False

    async def open(self) -> None:
        if not self._is_open:
            await self._connection.watch(self)
            self._is_open = True

    def close(self) -> None:
        """Ends it. What was recorded may still be taken."""
        if self._is_open:
            self._is_open = False
            self._connection.unwatch(self)
        self.fail(DisconnectedError("this recording was closed"))

    # What the connection calls.

    def begin(self, states: list[PinState]) -> None:
        self.first = {state.pin: state for state in states}
        self._states = {state.pin: state.state for state in states}

    def change(self, state: PinState) -> None:
        previous = self._states[state.pin]
        self._states[state.pin] = state.state
        if self._end or (self._levels_only and state.state == previous):
            return
        if len(self._kept) == self._most_kept:
            self.fail(
                OverflowedError(
                    f"the recording of {', '.join(self.pins)} is full: {self._most_kept} changes "
                    "wait in it, and later ones are lost"
                )
            )
            return
        self._kept.append(
            Edge(state.pin, state.direction, state.state, state.time, previous=previous)
        )
        self._news.set()

    def fail(self, error: Error) -> None:
        self._end = self._end or error
        self._news.set()

    # For those who wait.

    def take(self) -> Edge | None:
        """The oldest change that waits, or None. When no more wait and the recording has ended, raises the
        reason."""
        if self._kept:
            return self._kept.popleft()
        if self._end is not None:
            raise type(self._end)(*self._end.args)
        return None

    def take_until(self, deadline: int) -> Edge | None:
        """The same, and None if the oldest is later than that."""
        if self._kept and self._kept[0].time > deadline:
            return None
        return self.take()

    def take_all(self) -> list[Edge]:
        """All changes that wait. Raises the reason, and takes nothing, if the recording ended before its bench
        and without `close`: then later changes are missing."""
        if self._end is not None and type(self._end) is not DisconnectedError:
            raise type(self._end)(*self._end.args)
        taken = list(self._kept)
        self._kept.clear()
        return taken

    def put_back(self, taken: list[Edge]) -> None:
        """Changes that were taken last wait again."""
        self._kept.extendleft(reversed(taken))

    def has_later_than(self, deadline: int) -> bool:
        """Whether the oldest change that waits is later than that."""
        return bool(self._kept) and self._kept[0].time > deadline

    def has_ended(self) -> bool:
        return self._end is not None

    async def wait_for_news(self) -> None:
        """Until there is something to take, or the recording has ended."""
        while not self._kept and self._end is None:
            self._news.clear()
            await self._news.wait()
