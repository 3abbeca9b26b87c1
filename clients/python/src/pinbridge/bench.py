"""Benches with blocking calls: the same as in `pinbridge.aio`, without asyncio."""

from __future__ import annotations

import atexit
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import aio
from . import console as aio_console
from . import edges as aio_edges
from . import parts as aio_parts
from .aio import DEFAULT_TIMEOUT, Board
from .arguments import Words
from .errors import NotFoundError, RequestError
from .measurement import Measurement
from .parts import Wanted
from .portal import Portal
from .values import (
    BenchInfo,
    ControlValue,
    Direction,
    Edge,
    Level,
    PartInfo,
    PartState,
    PinInfo,
    PinState,
    State,
)
from .waveform import Waveform


class Log:
    """What a program prints: the bench's log."""

    def __init__(self, portal: Portal, stream: aio_console.TextStream) -> None:
        self._portal = portal
        self._stream = stream

    @property
    def text(self) -> str:
        """All text printed so far."""
        return self._stream.text

    def expect(self, pattern: str | re.Pattern[str], timeout: float | None = None) -> re.Match[str]:
        """Waits for a pattern (a regular expression) behind what was expected before.

        Raises WaitTimeoutError when it does not come in time, and DisconnectedError when the program ends
        without it; both show the last of what was printed."""
        return self._portal.run(self._stream.expect(pattern, timeout))

    def read(self, timeout: float | None = None, most: int | None = None) -> str:
        """What was printed and neither expected nor read yet, as soon as there is any; "" if nothing comes in
        time. Raises DisconnectedError when the program has ended and all of it was read.
        """
        return self._portal.run(self._stream.read(timeout, most))


class Console(Log):
    """A guest's console: QEMU's standard output and input."""

    def __init__(self, portal: Portal, console: aio_console.Console) -> None:
        super().__init__(portal, console)
        self._console = console

    def write(self, text: str) -> None:
        """Sends text without a line end."""
        self._portal.run(self._console.write(text))

    def write_line(self, text: str) -> None:
        """Sends text and a line end."""
        self._portal.run(self._console.write_line(text))


class Edges:
    """Each change of its pins from its making on, in order: nothing between two statements is lost.

    Each edge is given once, by whichever method comes first. After the `with` block, and when the bench
    has ended, those that were recorded are still given; then DisconnectedError is raised. As an
    iterator it waits for each next edge, and ends when the bench does."""

    def __init__(self, portal: Portal, edges: aio_edges.Edges) -> None:
        self._portal = portal
        self._edges = edges
        portal.run(edges.open())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Edge:
        try:
            return self._portal.run(self._edges.__anext__())
        except StopAsyncIteration:
            raise StopIteration from None

    @property
    def first(self) -> dict[str, PinState]:
        """The state of each pin when the recording started."""
        return self._edges.first

    def close(self) -> None:
        """Ends the recording. What was recorded may still be taken."""
        self._portal.call(self._edges.close)

    def wait(self, timeout: float, state: State | None = None) -> Edge | None:
        """The next edge, to `state` if that is given, or None if the bench made none within `timeout` s from
        now. Edges that were recorded before count."""
        return self._portal.run(self._edges.wait(timeout, state))

    def next(self, timeout: float | None = None, state: State | None = None) -> Edge:
        """The same, but raises WaitTimeoutError if there is none in time."""
        return self._portal.run(self._edges.next(timeout, state))

    def take(self, count: int, timeout: float | None = None) -> list[Edge]:
        """So many edges; `timeout` is for all of them. Raises WaitTimeoutError; then those that came wait on."""
        return self._portal.run(self._edges.take(count, timeout))

    def so_far(self) -> list[Edge]:
        """All edges up to now that were not returned before."""
        return self._portal.run(self._edges.so_far())

    def during(self, seconds: float) -> list[Edge]:
        """All edges within `seconds` from now, and those that were not returned before."""
        return self._portal.run(self._edges.during(seconds))

    def wait_quiet(self, seconds: float, timeout: float | None = None) -> list[Edge]:
        """Waits until there is no edge for `seconds`; returns the edges before that.

        Raises WaitTimeoutError if the pins do not come to rest in time."""
        return self._portal.run(self._edges.wait_quiet(seconds, timeout))


class Pin:
    """One pin of a board, "PART:PIN"."""

    def __init__(self, portal: Portal, pin: aio_parts.Pin) -> None:
        self._portal = portal
        self._pin = pin
        self.name = pin.name

    def __repr__(self) -> str:
        return repr(self._pin)

    def get(self) -> PinState:
        """Its current state."""
        return self._portal.run(self._pin.get())

    @property
    def state(self) -> State:
        return self.get().state

    @property
    def direction(self) -> Direction:
        return self.get().direction

    def set(self, level: Level) -> PinState:
        """Drives the pin by hand until it is set again or released: what it is at then, which differs
        from `level` where a supply or another output drives it, too."""
        return self._portal.run(self._pin.set(level))

    def release(self) -> PinState:
        """Releases the pin."""
        return self._portal.run(self._pin.release())

    @contextmanager
    def held(self, level: Level) -> Iterator[PinState]:
        """Drives the pin by hand for the block."""
        state = self.set(level)
        try:
            yield state
        finally:
            self.release()

    def edges(self) -> Edges:
        """Its edges, from this statement on."""
        return Edges(self._portal, self._pin.edges())

    def wait_for(
        self,
        state: State | None = None,
        *,
        direction: Direction | None = None,
        timeout: float | None = None,
    ) -> PinState:
        """Waits until it has this state; returns at once if it already has. Raises WaitTimeoutError."""
        return self._portal.run(self._pin.wait_for(state, direction=direction, timeout=timeout))

    def measure(self, seconds: float) -> Measurement:
        """Its measurements for this time from now."""
        return self._portal.run(self._pin.measure(seconds))

    def frequency(self, seconds: float) -> float:
        """Its frequency in Hz, measured for this time from now; 0 if there are fewer than two rising or falling edges."""
        return self._portal.run(self._pin.frequency(seconds))

    def duty(self, seconds: float) -> float:
        """The share of time at high, 0 to 1, measured for this time from now."""
        return self._portal.run(self._pin.duty(seconds))


class Part:
    """One part of a board."""

    def __init__(self, portal: Portal, part: aio_parts.Part) -> None:
        self._portal = portal
        self._part = part
        self.name = part.name

    def __repr__(self) -> str:
        return repr(self._part)

    def pin(self, name: str) -> Pin:
        """A pin of this part, by its name or alias without the part: "A", "PB14". Raises NotFoundError."""
        pin = Pin(self._portal, self._part.pin(name))
        try:
            pin.get()
        except RequestError:
            pins = ", ".join(pin.pin.removeprefix(f"{self.name}:") for pin in self.pins)
            raise NotFoundError(f'part "{self.name}" has no pin "{name}"; it has {pins}') from None
        return pin

    @property
    def info(self) -> PartInfo:
        """Its type, pins, controls, and visible state."""
        return self._portal.run(self._part.info())

    @property
    def type(self) -> str:
        return self.info.type

    @property
    def pins(self) -> tuple[PinInfo, ...]:
        return self.info.pins

    @property
    def controls(self) -> dict[str, ControlValue]:
        """Where its controls are."""
        return dict(self.info.controls)

    @property
    def shows(self) -> dict[str, ControlValue]:
        """What it shows."""
        return dict(self.info.shows)

    @property
    def text(self) -> str:
        """What a display shows; the lines of one with several have line ends between them."""
        return self.info.text

    def control(self, name: str, value: ControlValue | bool) -> PartState:
        """Sets one of its controls."""
        return self._portal.run(self._part.control(name, value))

    def press(
        self, seconds: float = 0.1, control: str = "pressed", *, wait: bool = True
    ) -> PartState:
        """Presses a button, or with `control` a key, for so long; waits until it is released, or not. The
        bench times it, so that it is exact."""
        return self._portal.run(self._part.press(seconds, control, wait=wait))

    def hold(self, control: str = "pressed") -> PartState:
        """Presses a button or key, and keeps it pressed."""
        return self._portal.run(self._part.hold(control))

    def release(self, control: str = "pressed") -> PartState:
        """Releases a button or key."""
        return self._portal.run(self._part.release(control))

    @contextmanager
    def held(self, control: str = "pressed") -> Iterator[PartState]:
        """Keeps a button or key pressed for the block."""
        state = self.hold(control)
        try:
            yield state
        finally:
            self.release(control)

    def wait_for(self, timeout: float | None = None, **wanted: Wanted) -> PartState:
        """Waits until what it shows, or its controls, are so, from now or already: wait_for(lit=1), or
        wait_for(brightness=lambda percent: percent > 50). Raises WaitTimeoutError."""
        return self._portal.run(self._part.wait_for(timeout, **wanted))

    def wait_for_text(
        self, pattern: str | re.Pattern[str], timeout: float | None = None
    ) -> PartState:
        """Waits until the text of a display matches the pattern (a regular expression)."""
        return self._portal.run(self._part.wait_for_text(pattern, timeout))


class Guest:
    """A QEMU that `attach` started on a bench."""

    def __init__(self, portal: Portal, guest: aio.Guest) -> None:
        self._portal = portal
        self._guest = guest
        self.console = Console(portal, guest.console)
        #: The standard error of pinbridge and QEMU.
        self.log = Log(portal, guest.log)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """The pinbridge process that is the parent of QEMU."""
        return self._guest.pid

    @property
    def exit_status(self) -> int | None:
        """QEMU's exit status; None while it runs."""
        return self._guest.exit_status

    def wait(self, timeout: float | None = None) -> int:
        """Waits until QEMU exits, and returns its exit status."""
        return self._portal.run(self._guest.wait(timeout))

    def end(self) -> None:
        """Ends QEMU."""
        self._portal.run(self._guest.end())


class Bench:
    """A board that runs. As a context manager, it is closed at the end of the block."""

    def __init__(self, context: AbstractAsyncContextManager[aio.Bench]) -> None:
        self._portal = Portal()
        try:
            self._bench, self._leave = self._portal.enter(context)
        except BaseException:
            self._portal.close()
            raise
        self._is_open = True
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends what `run`, `serve` or `attach` started, and the connection."""
        if not self._is_open:
            return
        self._is_open = False
        atexit.unregister(self.close)
        try:
            self._leave()
        finally:
            self._portal.close()

    @property
    def is_open(self) -> bool:
        """Until it is closed."""
        return self._is_open

    @property
    def timeout(self) -> float:
        """The default of every timeout, in seconds."""
        return self._bench.timeout

    @property
    def info(self) -> BenchInfo:
        """The board's name, and who serves it."""
        return self._bench.info

    @property
    def socket(self) -> Path:
        return self._bench.socket

    @property
    def console(self) -> Console:
        """The guest's console, if `run` started the bench."""
        return Console(self._portal, self._bench.console)

    @property
    def log(self) -> Log:
        """The standard error of pinbridge and QEMU, if `run` or `serve` started the bench."""
        return Log(self._portal, self._bench.log)

    @property
    def pid(self) -> int:
        """The pinbridge process, if `run` or `serve` started it."""
        return self._bench.pid

    @property
    def exit_status(self) -> int | None:
        """None while the bench runs; with `run`, QEMU's exit status."""
        return self._bench.exit_status

    def wait(self, timeout: float | None = None) -> int:
        """Waits until the guest, and with it the bench, exits, and returns QEMU's exit status."""
        return self._portal.run(self._bench.wait(timeout))

    def attach(self, qemu: Words, *, machine: str | None = None) -> Guest:
        """Starts a guest on a served board. `machine` selects one of the board's machines."""
        return Guest(self._portal, self._portal.run(self._bench.attach(qemu, machine=machine)))

    def pin(self, name: str) -> Pin:
        """A pin, "PART:PIN". Raises RequestError if the board has none of that name."""
        pin = Pin(self._portal, self._bench.pin(name))
        pin.get()
        return pin

    def get(self, *pins: str) -> list[PinState]:
        """The states of pins at one moment; without names, of all pins of the board."""
        return self._portal.run(self._bench.get(*pins))

    def set(self, levels: Mapping[str, Level]) -> list[PinState]:
        """Drives pins by hand, all at the same time, and releases those that are set to "z"."""
        return self._portal.run(self._bench.set(levels))

    def edges(self, *pins: str) -> Edges:
        """Edges of pins from this statement on; without names, of all pins."""
        return Edges(self._portal, self._bench.edges(*pins))

    def changes(self, *pins: str) -> Edges:
        """The same, including changes of direction that keep the level."""
        return Edges(self._portal, self._bench.changes(*pins))

    def wait_for(
        self,
        pin: str,
        state: State | None = None,
        *,
        direction: Direction | None = None,
        timeout: float | None = None,
    ) -> PinState:
        """Waits until a pin has this state; returns at once if it already has. Raises WaitTimeoutError."""
        return self._portal.run(
            self._bench.wait_for(pin, state, direction=direction, timeout=timeout)
        )

    def measure(self, pin: str, seconds: float) -> Measurement:
        """Measures frequency, duty, periods and pulses of a pin for this time from now."""
        return self._portal.run(self._bench.measure(pin, seconds))

    def part(self, name: str) -> Part:
        """A part by its id. Raises NotFoundError if the board has none of that name."""
        self._portal.run(self._bench.part_info(name))
        return Part(self._portal, self._bench.part(name))

    @property
    def parts(self) -> list[PartInfo]:
        """All parts, with their pins, controls, and what they show."""
        return self._portal.run(self._bench.parts())

    def wait_for_part(
        self,
        name: str,
        fits: Callable[[PartState], bool],
        what: str = "what was wanted",
        timeout: float | None = None,
    ) -> PartState:
        """Waits until a part is such that `fits`, from now or already. Raises WaitTimeoutError, with `what`
        as the text of what it should have been."""
        return self._portal.run(self._bench.wait_for_part(name, fits, what, timeout))

    def wait_for_guest(self, machine: str | None = None, timeout: float | None = None) -> None:
        """Waits until a guest's driver has bound each chip of the board, or of one machine. Raises NotFoundError if there
        is no chip, and StartError if an attached QEMU ends."""
        self._portal.run(self._bench.wait_for_guest(machine, timeout))

    def call(self, method: str, *parameters: Any) -> Any:
        """A request of the client protocol. Raises RequestError if the bench refuses it."""
        return self._portal.run(self._bench.call(method, *parameters))

    def time(self) -> int:
        """The bench's time, in ns. When this returns, everything that happened before has been received."""
        return self._portal.run(self._bench.time())

    def record(self, *pins: str) -> Recorder:
        """Starts to record a waveform of up to 64 pins; without names, of the lines of the guests' chips."""
        return Recorder(self._portal, self._portal.run(self._bench.record(*pins)))

    def send_signal(self, number: signal.Signals | int) -> None:
        """Sends the pinbridge process a signal, where `run` or `serve` started it."""
        os.kill(self.pid, number)


class Recorder:
    """A waveform that is being recorded."""

    def __init__(self, portal: Portal, waveform: Waveform) -> None:
        self._portal = portal
        self._waveform = waveform

    @property
    def pins(self) -> tuple[str, ...]:
        return self._waveform.pins

    def vcd(self) -> str:
        """The waveform up to now, or up to the end of the bench, as a value change dump."""
        return self._portal.run(self._waveform.vcd())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes it to a file."""
        self._portal.run(self._waveform.save(path))


def run(
    board: Board,
    qemu: Words,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    seed: int | None = None,
    options: Words = (),
    cwd: str | os.PathLike[str] | None = None,
) -> Bench:
    """Runs a QEMU on a board, as `pinbridge run` does, and ends both when the bench is closed.

    `board`: a diagram.json, its directory, or the contents of such a file. `program`: the pinbridge to start (default:
    $PINBRIDGE, else the one on the PATH). `timeout`: the default of every timeout, in seconds. `seed`: seed for bounce
    and floating inputs; the same seed repeats a run. `options`: further options of the command. A page is only served if
    they have `--http`. `qemu` and `options` are lists of words, or a string that is split as a shell does.
    """
    return Bench(
        aio.run(
            board,
            qemu,
            program=program,
            timeout=timeout,
            seed=seed,
            options=options,
            cwd=cwd,
        )
    )


def serve(
    board: Board,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    seed: int | None = None,
    options: Words = (),
    cwd: str | os.PathLike[str] | None = None,
) -> Bench:
    """Serves a board, as `pinbridge serve` does; `attach` starts guests on it. Parameters are those of `run`."""
    return Bench(
        aio.serve(board, program=program, timeout=timeout, seed=seed, options=options, cwd=cwd)
    )


def connect(
    target: str | os.PathLike[str] | None = None,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> Bench:
    """A bench that runs already: by its socket, by its board (a diagram.json or its directory), or the default
    one. It goes on when it is closed here."""
    return Bench(aio.connect(target, program=program, timeout=timeout))
