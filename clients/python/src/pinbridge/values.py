"""Values that the bench reports: pins, edges, parts. All times are ns of the host's CLOCK_MONOTONIC."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from .arguments import check_seconds
from .errors import ProtocolError

State = Literal["low", "high", "highz", "conflict"]
STATES: tuple[State, ...] = get_args(State)
Direction = Literal["in", "out"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
#: What may be put on a pin: 0, 1, False, True, "low", "high"; "z" or "highz" releases it.
Level = bool | int | str
ControlValue = int | str

NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PinState:
    """The state of a pin's net, and whether the pin drives it (`direction` is "out")."""

    pin: str
    direction: Direction
    state: State
    time: int

    @property
    def seconds(self) -> float:
        """The time in seconds, as time.monotonic() counts them."""
        return self.time / NS


@dataclass(frozen=True, slots=True)
class Edge(PinState):
    """A change of a pin's state. `previous` is the state before it."""

    previous: State

    @property
    def is_rising(self) -> bool:
        return self.state == "high"

    @property
    def is_falling(self) -> bool:
        return self.state == "low"


@dataclass(frozen=True, slots=True)
class PinInfo:
    """A pin from the list of parts. `label` is the guest's name for the line, or empty."""

    pin: str
    label: str
    direction: Direction
    state: State


@dataclass(frozen=True, slots=True)
class PartState:
    """The values of a part's controls, and its visible state."""

    part: str
    controls: Mapping[str, ControlValue]
    shows: Mapping[str, ControlValue]
    time: int

    @property
    def text(self) -> str:
        """The text of a display: its lines are separated by line ends."""
        if "text" in self.shows:
            return str(self.shows["text"])
        lines = [key for key in self.shows if key.startswith("line") and key[4:].isdigit()]
        return "\n".join(
            str(self.shows[key]) for key in sorted(lines, key=lambda key: int(key[4:]))
        )


@dataclass(frozen=True, slots=True)
class PartInfo(PartState):
    """A part from the list of parts."""

    type: str
    pins: tuple[PinInfo, ...]


@dataclass(frozen=True, slots=True)
class BenchInfo:
    """Information about the bench. `time` is the time of the response."""

    board: str
    version: str
    protocol: int
    time: int


def _field(message: object, key: str, kind: type) -> Any:
    if isinstance(message, dict):
        value = message.get(key)
        if isinstance(value, kind):
            return value
    raise ProtocolError(f'the bench sent no "{key}" where one belongs; is it of another version?')


def _one_of(message: object, key: str, words: tuple[str, ...]) -> str:
    word = _field(message, key, str)
    if word not in words:
        raise ProtocolError(f'the bench sent "{key}": "{word}"; known are {", ".join(words)}')
    return cast(str, word)


def _state(message: object) -> State:
    return cast(State, _one_of(message, "state", STATES))


def _direction(message: object) -> Direction:
    return cast(Direction, _one_of(message, "direction", DIRECTIONS))


def as_pin_state(message: object) -> PinState:
    return PinState(
        _field(message, "pin", str),
        _direction(message),
        _state(message),
        _field(message, "time", int),
    )


def as_pin_states(message: object) -> list[PinState]:
    if not isinstance(message, list):
        raise ProtocolError("the bench sent no array of pins where one belongs")
    return [as_pin_state(item) for item in message]


def as_part_state(message: object) -> PartState:
    return PartState(
        _field(message, "part", str),
        _field(message, "controls", dict),
        _field(message, "shows", dict),
        _field(message, "time", int),
    )


def as_parts(message: object, time: int = 0) -> list[PartInfo]:
    """The parts of a list, which has no time."""
    return [_as_part(item, time) for item in _field(message, "parts", list)]


def _as_part(message: object, time: int) -> PartInfo:
    pins = tuple(
        PinInfo(
            _field(pin, "pin", str),
            _field(pin, "label", str),
            _direction(pin),
            _state(pin),
        )
        for pin in _field(message, "pins", list)
    )
    return PartInfo(
        part=_field(message, "part", str),
        controls=_field(message, "controls", dict),
        shows=_field(message, "shows", dict),
        time=time,
        type=_field(message, "type", str),
        pins=pins,
    )


def as_sensed(message: object) -> tuple[str, State, int]:
    """The pin, its state, the time."""
    return _field(message, "pin", str), _state(message), _field(message, "time", int)


def as_controlled(message: object) -> tuple[str, ControlValue, int]:
    """The control, its value, the time."""
    value = message.get("value") if isinstance(message, dict) else None
    if not isinstance(value, int | str):
        raise ProtocolError("the bench sent no value of a control where one belongs")
    return _field(message, "control", str), value, _field(message, "time", int)


def as_bench_info(message: object) -> BenchInfo:
    return BenchInfo(
        _field(message, "board", str),
        _field(message, "version", str),
        _field(message, "protocol", int),
        _field(message, "time", int),
    )


def to_ns(seconds: float) -> int:
    """Raises InvalidArgumentError unless it is a finite number that is not negative."""
    return round(check_seconds(seconds) * NS)
