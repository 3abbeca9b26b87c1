"""Your own parts under asyncio: a program embodies a part of the board."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from . import values, waiting, wire
from .connection import Connection
from .errors import DisconnectedError, Error, OverflowedError
from .recording import MOST_KEPT
from .values import ControlValue, Level, State

if TYPE_CHECKING:
    from .aio import Bench

Strength = Literal["strong", "pull"]


@dataclass(frozen=True, slots=True)
class PinSensed:
    """The level of a pin of the part has changed. `time` is in ns."""

    pin: str
    state: State
    time: int


@dataclass(frozen=True, slots=True)
class ControlSet:
    """A control of the part was set."""

    name: str
    value: ControlValue
    time: int


class PartLink:
    """A connection over which a program embodies one part, until it is closed."""

    def __init__(self, connection: Connection, part: str, timeout: float) -> None:
        self.part = part
        self.states: dict[str, State] = {}
        self.controls: dict[str, ControlValue] = {}
        self._connection = connection
        self._timeout = timeout
        self._news: asyncio.Queue[PinSensed | ControlSet | Error | None] = asyncio.Queue()
        self._end: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls, socket: str | os.PathLike[str], part: str, pins: Iterable[str], timeout: float
    ) -> PartLink:
        """Raises RequestError if the part cannot be embodied, or lacks one of the pins."""
        connection = await Connection.open(socket)
        link = cls(connection, part, timeout)
        try:
            connection.listen(link._take)
            link._begin(await link._call("embody", list(pins)))
        except BaseException:
            await connection.close()
            raise
        link._end = asyncio.create_task(link._wait_for_end())
        return link

    async def close(self) -> None:
        await self._connection.close()
        if self._end is not None:
            await self._end

    async def drive(self, levels: Mapping[str, Level], strength: Strength) -> None:
        drives = [
            {"pin": pin, "state": level, "strength": strength} for pin, level in levels.items()
        ]
        await self._call("drive", *drives)

    async def show(self, shown: Mapping[str, ControlValue]) -> None:
        await self._call("show", dict(shown))

    async def next(self) -> PinSensed | ControlSet | None:
        """The next event, or None when the bench has ended, the board has lost the part, or this was closed.
        `states` and `controls` are those at the event."""
        event = await self._news.get()
        if event is None or isinstance(event, Error):
            self._news.put_nowait(None)
        if isinstance(event, Error):
            raise event
        if isinstance(event, PinSensed):
            self.states[event.pin] = event.state
        if isinstance(event, ControlSet):
            self.controls[event.name] = event.value
        return event

    async def _call(self, method: str, *parameters: Any) -> Any:
        return await waiting.within(
            self._timeout,
            self._connection.call(method, self.part, *parameters),
            lambda: f'the bench did not answer "{method}"',
        )

    async def _wait_for_end(self) -> None:
        await self._connection.wait_for_end()
        self._news.put_nowait(None)

    def _begin(self, answer: Any) -> None:
        state = values.as_part_state(answer)
        pins = values.as_pin_states(answer.get("pins"))
        self.controls = dict(state.controls)
        self.states = {pin.pin.removeprefix(f"{self.part}:"): pin.state for pin in pins}

    def _take(self, notification: wire.Notification) -> None:
        try:
            event = wire.complaint(notification) or self._event(notification)
        except Error as error:
            event = error
        if self._news.qsize() == MOST_KEPT:
            event = OverflowedError(
                f'part "{self.part}" is full: {MOST_KEPT} events wait for its program'
            )
        if self._news.qsize() <= MOST_KEPT and event is not None:
            self._news.put_nowait(event)
        if notification.name == "ended":
            self._news.put_nowait(None)

    @staticmethod
    def _event(notification: wire.Notification) -> PinSensed | ControlSet | None:
        if notification.name == "sensed":
            return PinSensed(*values.as_sensed(notification.parameter))
        if notification.name == "controlled":
            return ControlSet(*values.as_controlled(notification.parameter))
        return None


class PartStand:
    """What a part of either kind, blocking or asynchronous, knows of itself."""

    #: Names of pins that the part must have.
    pins: ClassVar[tuple[str, ...]] = ()

    def __init__(self, part: str) -> None:
        self.part = part
        self._link: PartLink | None = None

    @property
    def states(self) -> Mapping[str, State]:
        """The pins' states, as of the present event."""
        return self._opened().states

    @property
    def controls(self) -> Mapping[str, ControlValue]:
        """The controls' values, as of the present event."""
        return self._opened().controls

    def _opened(self) -> PartLink:
        if self._link is None:
            raise Error(f'part "{self.part}" is this program\'s only within its "with" block')
        return self._link


class OwnPart(PartStand):
    """A part that this program is, for an `async with` block. Its pins are released after the block.

    To be subclassed: the three methods below are called as things happen, one at a time. `part` is a custom chip
    of the board (`chip-NAME`), or a part of an unknown type."""

    def __init__(self, bench: Bench, part: str) -> None:
        super().__init__(part)
        self.bench = bench
        self._task: asyncio.Task[None] | None = None

    async def started(self) -> None:
        """The program embodies the part from here on. Called before the block begins."""

    async def pin_changed(self, pin: str, state: State, time: int) -> None:
        """The level of a pin has changed, also by the part's own drive. `time` is in ns."""

    async def control_set(self, name: str, value: ControlValue, time: int) -> None:
        """A control was set, by a client or at the page."""

    async def drive(self, levels: Mapping[str, Level], strength: Strength = "strong") -> None:
        """Drives pins, all at the same time, until they are driven otherwise; "z" releases a pin. `"pull"` is
        weaker than any output."""
        await self._opened().drive(levels, strength)

    async def show(self, **shown: ControlValue) -> None:
        """Adds to what the part shows, on the page and to clients. An empty text removes a value."""
        await self._opened().show(shown)

    async def wait(self) -> None:
        """Until the bench has ended, or its board has lost the part. Raises what a method raised."""
        self._opened()
        assert self._task is not None
        await asyncio.shield(self._task)

    async def __aenter__(self) -> Self:
        link = await PartLink.open(self.bench.socket, self.part, self.pins, self.bench.timeout)
        self._link = link
        try:
            await self.started()
        except BaseException:
            await link.close()
            raise
        self._task = asyncio.create_task(self._run(link))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._task is not None
        await self._opened().close()
        await asyncio.wait({self._task})
        failed = self._task.exception()
        # The block ended while a method was at work.
        if kind is None and failed is not None and type(failed) is not DisconnectedError:
            raise failed

    async def _run(self, link: PartLink) -> None:
        try:
            while event := await link.next():
                if isinstance(event, PinSensed):
                    await self.pin_changed(event.pin, event.state, event.time)
                else:
                    await self.control_set(event.name, event.value, event.time)
        finally:
            await link.close()
