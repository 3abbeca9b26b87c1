"""Pins and parts of a bench, for asyncio."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from . import values, waiting
from .arguments import pattern_of
from .edges import Edges
from .errors import NotFoundError
from .measurement import Measurement
from .values import (
    ControlValue,
    Direction,
    Level,
    PartInfo,
    PartState,
    PinState,
    State,
    to_ns,
)

if TYPE_CHECKING:
    from .aio import Bench

#: What a control or a shown value has to be: equal to that, or such that this is true of it.
Wanted = ControlValue | bool | Callable[[ControlValue], bool]


class Pin:
    """One pin of a board, "PART:PIN"."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench = bench
        self.name = name

    def __repr__(self) -> str:
        return f"Pin({self.name!r})"

    async def get(self) -> PinState:
        """Its current state."""
        return (await self._bench.get(self.name))[0]

    async def state(self) -> State:
        return (await self.get()).state

    async def direction(self) -> Direction:
        return (await self.get()).direction

    async def set(self, level: Level) -> PinState:
        """Drives the pin by hand until it is set again or released: what it is at then, which differs
        from `level` where a supply or another output drives it, too."""
        return (await self._bench.set({self.name: level}))[0]

    async def release(self) -> PinState:
        """Releases the pin."""
        return await self.set("z")

    @asynccontextmanager
    async def held(self, level: Level) -> AsyncIterator[PinState]:
        """Drives the pin by hand for the block."""
        state = await self.set(level)
        try:
            yield state
        finally:
            await self.release()

    def edges(self) -> Edges:
        """Its edges, from when the recording is opened."""
        return self._bench.edges(self.name)

    async def wait_for(
        self,
        state: State | None = None,
        *,
        direction: Direction | None = None,
        timeout: float | None = None,
    ) -> PinState:
        """Waits until it has this state; returns at once if it already has. Raises WaitTimeoutError."""
        return await self._bench.wait_for(self.name, state, direction=direction, timeout=timeout)

    async def measure(self, seconds: float) -> Measurement:
        """Its measurements for this time from now."""
        return await self._bench.measure(self.name, seconds)

    async def frequency(self, seconds: float) -> float:
        """Its frequency in Hz, measured for this time from now; 0 if there are fewer than two rising or falling edges."""
        return (await self.measure(seconds)).frequency

    async def duty(self, seconds: float) -> float:
        """The share of time at high, 0 to 1, measured for this time from now."""
        return (await self.measure(seconds)).duty


class Part:
    """One part of a board."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench = bench
        self.name = name

    def __repr__(self) -> str:
        return f"Part({self.name!r})"

    def pin(self, name: str) -> Pin:
        """A pin of this part, by its name without the part: "A"."""
        return self._bench.pin(f"{self.name}:{name}")

    async def info(self) -> PartInfo:
        """Its type, pins, controls, and visible state."""
        return await self._bench.part_info(self.name)

    async def controls(self) -> dict[str, ControlValue]:
        return dict((await self.info()).controls)

    async def shows(self) -> dict[str, ControlValue]:
        return dict((await self.info()).shows)

    async def text(self) -> str:
        """What a display shows; the lines of one with several have line ends between them."""
        return (await self.info()).text

    async def control(self, name: str, value: ControlValue | bool) -> PartState:
        """Sets one of its controls."""
        return values.as_part_state(await self._bench.call("control", self.name, name, value))

    async def press(
        self, seconds: float = 0.1, control: str = "pressed", *, wait: bool = True
    ) -> PartState:
        """Presses a button, or with `control` a key, for so long; waits until it is released, or not. The
        bench times it, so that it is exact."""
        target = self.name if control == "pressed" else f"{self.name}:{control}"
        pressed = values.as_part_state(await self._bench.call("press", target, to_ns(seconds)))
        if not wait:
            return pressed
        await waiting.until(pressed.time + to_ns(seconds))
        return await self.wait_for(**{control: 0})

    async def hold(self, control: str = "pressed") -> PartState:
        """Presses a button or key, and keeps it pressed."""
        return await self.control(control, 1)

    async def release(self, control: str = "pressed") -> PartState:
        """Releases a button or key."""
        return await self.control(control, 0)

    @asynccontextmanager
    async def held(self, control: str = "pressed") -> AsyncIterator[PartState]:
        """Keeps a button or key pressed for the block."""
        state = await self.hold(control)
        try:
            yield state
        finally:
            await self.release(control)

    async def wait_for(self, timeout: float | None = None, **wanted: Wanted) -> PartState:
        """Waits until what it shows, or its controls, are so, from now or already: wait_for(lit=1), or
        wait_for(brightness=lambda percent: percent > 50). Raises WaitTimeoutError."""
        return await self._bench.wait_for_part(
            self.name, lambda part: _fits(part, wanted), _describe(wanted), timeout
        )

    async def wait_for_text(
        self, pattern: str | re.Pattern[str], timeout: float | None = None
    ) -> PartState:
        """Waits until the text of a display matches the pattern (a regular expression)."""
        compiled = pattern_of(pattern)
        return await self._bench.wait_for_part(
            self.name,
            lambda part: compiled.search(part.text) is not None,
            f'the text "{compiled.pattern}"',
            timeout,
        )


def _fits(part: PartState, wanted: dict[str, Wanted]) -> bool:
    all_values = {**part.controls, **part.shows}
    for name, value in wanted.items():
        if name not in all_values:
            known = ", ".join(all_values) or "nothing"
            raise NotFoundError(f'part "{part.part}" has no "{name}"; it has {known}')
        have = all_values[name]
        if not (value(have) if callable(value) else have == value):
            return False
    return True


def _describe(wanted: dict[str, Wanted]) -> str:
    return ", ".join(
        f"{name} as wanted" if callable(value) else f"{name}={value}"
        for name, value in wanted.items()
    )
