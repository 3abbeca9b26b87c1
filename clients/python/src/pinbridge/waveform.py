"""Waveforms that this program records and writes as VCD, for example when a test fails."""

import asyncio
import os
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from . import values, wire
from .connection import Connection
from .errors import Error
from .values import STATES, PinState

#: The signs of states in a VCD.
SIGNS = {"low": "0", "high": "1", "highz": "z", "conflict": "x"}
_RECORD = 12
#: Timescales, in ns.
_UNITS = {1000: "1 us", 100: "100 ns", 10: "10 ns", 1: "1 ns"}
#: A frame of edges is sent each 16 ms.
_FRAMES = 0.05


class Waveform:
    """All edges of some pins from `start` on; of more than four million, the last."""

    MOST_PINS = 64
    MOST_EDGES = 4_000_000

    def __init__(self, connection: Connection, pins: Sequence[str]) -> None:
        self.pins = tuple(pins)
        self._connection = connection
        self._first: list[str] = []
        self._start = 0
        self._edges: deque[tuple[int, int, str]] = deque()
        self._lost = 0

    @classmethod
    async def start(cls, socket: str | os.PathLike[str], pins: Sequence[str]) -> "Waveform":
        """Over a connection of its own. Raises RequestError if the bench has as many as it can keep."""
        connection = await Connection.open(socket)
        waveform = cls(connection, pins)
        connection.listen(waveform._take)
        try:
            await connection.call("capture", *pins, on_answer=waveform._begin)
        except BaseException:
            await connection.close()
            raise
        return waveform

    async def close(self) -> None:
        await self._connection.close()

    async def vcd(self) -> str:
        """The waveform up to now, or up to the end of the bench, as a value change dump."""
        try:
            await asyncio.sleep(_FRAMES)
            await self._connection.call("hello")
        except Error:
            pass  # all that came before the end is here
        return vcd(self.pins, self._first, self._start, self._edges, self._lost)

    async def save(self, path: str | os.PathLike[str]) -> None:
        Path(path).write_text(await self.vcd())

    def _begin(self, answer: Any) -> None:
        states: list[PinState] = values.as_pin_states(answer.get("states"))
        self._first = [state.state for state in states]
        self._start = states[0].time if states else 0

    def _take(self, notification: wire.Notification) -> None:
        if notification.name != "edges":
            return
        edges = notification.parameter
        self._lost += int(edges["lost"])
        data = bytes(edges["data"])
        for at in range(0, len(data) - _RECORD + 1, _RECORD):
            record = data[at : at + _RECORD]
            channel = int.from_bytes(record[8:10], "little")
            state = STATES[record[10]] if record[10] < len(STATES) else "conflict"
            if channel < len(self.pins):
                if len(self._edges) == self.MOST_EDGES:
                    _, oldest, self._first[oldest] = self._edges.popleft()
                self._edges.append((int.from_bytes(record[:8], "little"), channel, state))


def vcd(
    pins: Sequence[str],
    first: Sequence[str],
    start: int,
    edges: Iterable[tuple[int, int, str]],
    lost: int = 0,
) -> str:
    """A value change dump, from `start` on. An edge is its time in ns, its pin's place and the state.

    Times are in us, which sigrok-cli and PulseView read quickly, or in a smaller unit where edges are closer.
    """
    edges = list(edges)
    # The time of a guest's edge may be before the recording.
    times = list(accumulate((time - start for time, _, _ in edges), max, initial=0))[1:]
    unit = _unit(times)
    lines = ["$comment", f"  Time 0 is {start} ns of CLOCK_MONOTONIC."]
    if lost:
        lines.append(f"  {lost} edges are missing: this client read too slowly.")
    lines += ["$end", f"$timescale {_UNITS[unit]} $end", "$scope module pinbridge $end"]
    for number, pin in enumerate(pins):
        lines.append(f"$var wire 1 {_identifier(number)} {pin.replace(' ', '_')} $end")
    lines += ["$upscope $end", "$enddefinitions $end", "#0", "$dumpvars"]
    lines += [f"{SIGNS[state]}{_identifier(number)}" for number, state in enumerate(first)]
    lines.append("$end")
    last = 0
    for time, (_, number, state) in zip(times, edges, strict=True):
        at = time // unit
        if at != last:
            lines.append(f"#{at}")
            last = at
        lines.append(f"{SIGNS[state]}{_identifier(number)}")
    return "\n".join(lines) + "\n"


def _unit(times: Iterable[int]) -> int:
    """The greatest unit of time, in ns, in which different times stay different."""
    unit, last = max(_UNITS), 0
    for time in times:
        while time != last and time // unit == last // unit:
            unit //= 10
        last = time
    return unit


def _identifier(number: int) -> str:
    """Printable characters, as the format has them."""
    text = ""
    while True:
        text += chr(33 + number % 94)
        number //= 94
        if number == 0:
            return text
