"""Measurements of a waveform: frequency, duty, periods, pulse widths."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .values import NS, Edge, State


@dataclass(frozen=True, slots=True)
class Spread:
    """The shortest, the mean and the longest of some durations, in seconds."""

    min: float
    mean: float
    max: float

    @classmethod
    def of(cls, durations: Sequence[int]) -> "Spread | None":
        if not durations:
            return None
        mean = sum(durations) / len(durations)
        return cls(min(durations) / NS, mean / NS, max(durations) / NS)


@dataclass(frozen=True, slots=True)
class Measurement:
    """Measurements of a pin over some time. Values that require more edges are None."""

    #: For how long it was measured, in seconds.
    duration: float
    edges: int
    rising: int
    falling: int
    #: Hz, from the first rising edge to the last, or from falling to falling where there are more;
    #: 0 where there are not two of a kind.
    frequency: float
    #: The share of the time for which the pin was high: of whole periods, or without one, of all.
    duty: float
    period: Spread | None
    #: Pulses that began and ended while it was measured.
    high: Spread | None
    low: Spread | None


def measure(first: State, edges: Sequence[Edge], start: int, end: int) -> Measurement:
    """Measures one pin, from `start` to `end` in ns; `first` is its state before the first edge."""
    rising = [edge.time for edge in edges if edge.is_rising]
    falling = [edge.time for edge in edges if edge.is_falling]
    marks = rising if len(rising) >= len(falling) else falling
    periods = [after - before for before, after in pairwise(marks)]
    # Edges of one moment have no period.
    is_periodic = bool(periods) and marks[-1] > marks[0]
    whole = (marks[0], marks[-1]) if is_periodic else (start, end)
    span = whole[1] - whole[0]
    return Measurement(
        duration=(end - start) / NS,
        edges=len(edges),
        rising=len(rising),
        falling=len(falling),
        frequency=len(periods) * NS / span if is_periodic else 0.0,
        duty=_time_high(first, edges, *whole) / span if span else float(first == "high"),
        period=Spread.of(periods),
        high=Spread.of(_widths(edges, "high")),
        low=Spread.of(_widths(edges, "low")),
    )


def _widths(edges: Sequence[Edge], state: State) -> list[int]:
    return [after.time - edge.time for edge, after in pairwise(edges) if edge.state == state]


def _time_high(first: State, edges: Sequence[Edge], start: int, end: int) -> int:
    total, since, state = 0, start, first
    for edge in edges:
        at = min(max(edge.time, start), end)
        if state == "high":
            total += at - since
        since, state = at, edge.state
    return total + (end - since if state == "high" else 0)
