"""Benches for asyncio. The methods are the same as those of the blocking Bench in this package.

    async with pinbridge.aio.run("examples/panel", ["qemu-system-aarch64", ...]) as bench:
        await bench.console.expect("guest ready")
        async with bench.edges("led0:A") as edges:
            await bench.part("b0").press(0.1)
            print(await edges.wait(1.5))

All timeouts are in seconds.
"""

import asyncio
import difflib
import json
import os
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from . import own_part, sockets, values, waiting, wire
from .arguments import Words, check_word, words_of
from .connection import Connection
from .console import Console, TextStream
from .edges import Edges
from .errors import (
    DisconnectedError,
    Error,
    InvalidArgumentError,
    NoBenchError,
    NotFoundError,
    StartError,
    WaitTimeoutError,
)
from .measurement import Measurement, measure
from .parts import Part, Pin
from .program import Program, find_program
from .values import BenchInfo, Direction, Level, PartInfo, PartState, PinState, State
from .waveform import Waveform

OwnPart = own_part.OwnPart

#: A diagram.json, its directory, or what is in such a file.
Board = str | os.PathLike[str] | Mapping[str, Any]

#: The default of every timeout, in seconds.
DEFAULT_TIMEOUT = 60.0


class Guest:
    """A QEMU that `attach` started on a bench."""

    def __init__(self, program: Program, timeout: float) -> None:
        self._program = program
        self._timeout = timeout

    @property
    def console(self) -> Console:
        return self._program.console

    @property
    def log(self) -> TextStream:
        """The standard error of pinbridge and QEMU."""
        return self._program.log

    @property
    def pid(self) -> int:
        """The pinbridge process that is the parent of QEMU."""
        return self._program.pid

    @property
    def exit_status(self) -> int | None:
        """QEMU's exit status; None while it runs."""
        return self._program.exit_status

    async def wait(self, timeout: float | None = None) -> int:
        """Waits until QEMU exits, and returns its exit status."""
        return await self._program.wait(self._timeout if timeout is None else timeout)

    async def end(self) -> None:
        """Ends QEMU."""
        await self._program.end()


class Bench:
    """A running board, and this program's connection to it."""

    def __init__(
        self,
        socket: Path,
        connection: Connection,
        info: BenchInfo,
        timeout: float,
        program: Program | None = None,
        program_path: str | os.PathLike[str] | None = None,
    ) -> None:
        self.socket = socket
        self.info = info
        self.timeout = timeout
        self._connection = connection
        self._program = program
        self._program_path = program_path
        self._guests: list[Program] = []
        self._waveforms: list[Waveform] = []

    # The program that serves it.

    @property
    def console(self) -> Console:
        """The guest's console, if `run` started the bench."""
        return self._own_program("console").console

    @property
    def log(self) -> TextStream:
        """The standard error of pinbridge and QEMU, if `run` or `serve` started the bench."""
        return self._own_program("log").log

    @property
    def pid(self) -> int:
        """The pinbridge process, if `run` or `serve` started it."""
        return self._own_program("process").pid

    @property
    def exit_status(self) -> int | None:
        """None while the bench runs; with `run`, QEMU's exit status."""
        return self._own_program("exit status").exit_status

    async def wait(self, timeout: float | None = None) -> int:
        """Waits until the guest, and with it the bench, exits, and returns QEMU's exit status."""
        program = self._own_program("exit status")
        return await program.wait(self.timeout if timeout is None else timeout)

    async def attach(self, qemu: Words, *, machine: str | None = None) -> Guest:
        """Starts a guest on a served board. `machine` selects one of the board's machines."""
        program = await Program.start(
            [
                find_program(self._program_path),
                "attach",
                "--socket",
                self.socket,
                *(["--machine", machine] if machine else []),
                "--",
                *words_of(qemu),
            ],
            self.timeout,
        )
        self._guests.append(program)
        return Guest(program, self.timeout)

    async def close(self) -> None:
        """Stops all processes that this program started, and closes its connection."""
        for waveform in self._waveforms:
            await waveform.close()
        for guest in self._guests:
            await guest.end()
        if self._program is not None:
            await self._program.end()
        await self._connection.close()

    def _own_program(self, what: str) -> Program:
        if self._program is None:
            raise Error(f"the {what} of this bench is where it was started, and not here")
        return self._program

    # Pins.

    def pin(self, name: str) -> Pin:
        """A pin, "PART:PIN". Its existence is checked when it is used."""
        return Pin(self, name)

    async def get(self, *pins: str) -> list[PinState]:
        """The states of pins at one moment; without names, of all pins of the board."""
        return values.as_pin_states(await self.call("get", *pins))

    async def set(self, levels: Mapping[str, Level]) -> list[PinState]:
        """Drives pins by hand, all at the same time, and releases those that are set to "z"."""
        settings = [{"pin": pin, "state": level} for pin, level in levels.items()]
        return values.as_pin_states(await self.call("set", *settings))

    def edges(self, *pins: str) -> Edges:
        """Edges of pins, recorded from the time when `async with` opens it; without names, of all pins."""
        return Edges(self._connection, pins, self.time, self.timeout, levels_only=True)

    def changes(self, *pins: str) -> Edges:
        """The same, including changes of direction that keep the level."""
        return Edges(self._connection, pins, self.time, self.timeout, levels_only=False)

    async def wait_for(
        self,
        pin: str,
        state: State | None = None,
        *,
        direction: Direction | None = None,
        timeout: float | None = None,
    ) -> PinState:
        """Waits until a pin has this state; returns at once if it already has. Raises WaitTimeoutError."""
        check_word(state, "state", values.STATES)
        check_word(direction, "direction", values.DIRECTIONS)
        seconds = self.timeout if timeout is None else timeout
        deadline = waiting.after(seconds)

        def fits(now: PinState) -> bool:
            return state in (None, now.state) and direction in (None, now.direction)

        async with self.changes(pin) as changes:
            last = next(iter(changes.first.values()))
            while not fits(last):
                left = (deadline - waiting.now()) / values.NS
                change = await changes.wait(max(left, 0))
                if change is None:
                    wanted = " and ".join(filter(None, (state, direction)))
                    raise WaitTimeoutError(
                        f'"{pin}" was not {wanted} within {seconds:g} s; '
                        f"it is {last.state} and {last.direction}"
                    )
                last = change
            return PinState(last.pin, last.direction, last.state, last.time)

    async def measure(self, pin: str, seconds: float) -> Measurement:
        """Measures frequency, duty, periods and pulses of a pin for this time from now."""
        async with self.edges(pin) as edges:
            first = next(iter(edges.first.values()))
            end = first.time + values.to_ns(seconds)
            await waiting.until(end)
            measured = [edge for edge in await edges.so_far() if edge.time <= end]
        return measure(first.state, measured, first.time, end)

    # Parts.

    def part(self, name: str) -> Part:
        """A part by its id. Its existence is checked when it is used."""
        return Part(self, name)

    async def parts(self) -> list[PartInfo]:
        """All parts, with their pins, controls, and what they show."""
        return values.as_parts(await self.call("list"), time.monotonic_ns())

    async def part_info(self, name: str) -> PartInfo:
        return _part_of(await self.parts(), name)

    async def wait_for_part(
        self,
        name: str,
        fits: Callable[[PartState], bool],
        what: str = "what was wanted",
        timeout: float | None = None,
    ) -> PartState:
        """Waits until a part is such that `fits`, from now or already. Raises WaitTimeoutError, with `what`
        as the text of what it should have been."""
        last: PartState | None = None
        seconds = self.timeout if timeout is None else timeout

        async def wait() -> PartState:
            nonlocal last
            async with aclosing(self._states_of(name)) as states:
                async for last in states:
                    if fits(last):
                        return last
            raise DisconnectedError(f'the bench ended before part "{name}" had {what}')

        def instead() -> str:
            now = (
                f"it has { {**last.controls, **last.shows} }"
                if last
                else "its state did not arrive"
            )
            return f'part "{name}" did not have {what}; {now}'

        return await waiting.within(seconds, wait(), instead)

    async def wait_for_guest(
        self, machine: str | None = None, timeout: float | None = None
    ) -> None:
        """Waits until a guest's driver has bound each chip of the board, or of one machine. Raises NotFoundError if there
        is no chip, and StartError if an attached QEMU ends."""
        chips = [part for part in await self.parts() if "connected" in part.shows]
        chips = [chip for chip in chips if machine in (None, chip.shows.get("machine"))]
        if not chips:
            of_machine = "" if machine is None else f' of a machine "{machine}"'
            raise NotFoundError(f"the board has no chip{of_machine} that a guest's driver binds")
        waits = asyncio.gather(
            *(self.part(chip.part).wait_for(timeout, **_bound(chip)) for chip in chips)
        )
        failure = asyncio.create_task(self._failure_of_guest())
        both: tuple[asyncio.Future[Any], ...] = (waits, failure)
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if not waits.done():
                raise failure.result()
            await waits
        finally:
            waits.cancel()
            failure.cancel()
            # A future that nothing waits for prints its exception.
            await asyncio.gather(*both, return_exceptions=True)

    async def _failure_of_guest(self) -> StartError:
        """Once the guest that was attached last has ended with an error."""
        if not self._guests or await self._guests[-1].wait(None) == 0:
            await asyncio.Event().wait()
        guest = self._guests[-1]
        return StartError(
            f"{guest.name} ended with status {guest.exit_status}; {guest.log.last_words()}"
        )

    async def _states_of(self, name: str) -> AsyncGenerator[PartState, None]:
        """A part's state now, and each later one. A client that watches parts is notified of all pins as well,
        so this opens its own connection while it runs."""
        news: asyncio.Queue[PartState | Error] = asyncio.Queue()

        def take(notification: wire.Notification) -> None:
            try:
                if notification.name == "list":
                    news.put_nowait(_part_of(values.as_parts(notification.parameter), name))
                elif notification.name == "part":
                    state = values.as_part_state(notification.parameter)
                    if state.part == name:
                        news.put_nowait(state)
                elif error := wire.complaint(notification):
                    news.put_nowait(error)
            except Error as error:
                news.put_nowait(error)

        connection = await Connection.open(self.socket)
        ended = asyncio.create_task(connection.wait_for_end())
        try:
            connection.listen(take)
            await connection.call("watch")
            listed = await connection.call("list")
            # The list includes what was reported before it.
            while not news.empty():
                news.get_nowait()
            yield _part_of(values.as_parts(listed, waiting.now()), name)
            while True:
                next_one = asyncio.create_task(news.get())
                try:
                    await asyncio.wait({next_one, ended}, return_when=asyncio.FIRST_COMPLETED)
                    if not next_one.done():
                        return
                    state = next_one.result()
                finally:
                    next_one.cancel()
                if isinstance(state, Error):
                    raise state
                yield state
        finally:
            ended.cancel()
            await connection.close()

    # The rest.

    async def call(self, method: str, *parameters: Any) -> Any:
        """A request of the client protocol. Raises RequestError if the bench refuses it."""
        try:
            return await waiting.within(
                self.timeout,
                self._connection.call(method, *parameters),
                lambda: f'the bench did not answer "{method}"',
            )
        except DisconnectedError as error:
            if self._program is not None and self._program.exit_status is not None:
                raise type(error)(
                    f"{error}: {self._program.name} ended with status "
                    f"{self._program.exit_status}; its log: {self.log.last_words()}"
                ) from error
            raise

    async def time(self) -> int:
        """The bench's time, in ns. When this returns, everything that happened before has been received."""
        return values.as_bench_info(await self.call("hello")).time

    async def record(self, *pins: str) -> Waveform:
        """Starts to record a waveform of up to 64 pins; without names, of the lines of the guests' chips."""
        waveform = await Waveform.start(self.socket, pins or _interesting(await self.parts()))
        self._waveforms.append(waveform)
        return waveform


def _part_of(parts: list[PartInfo], name: str) -> PartInfo:
    for part in parts:
        if part.part == name:
            return part
    nearest = difflib.get_close_matches(name, [part.part for part in parts], 1)
    hint = f'; did you mean "{nearest[0]}"?' if nearest else ""
    raise NotFoundError(f'there is no part "{name}" on the board{hint}')


def _bound(chip: PartInfo) -> dict[str, int]:
    """What a chip shows once its guest's driver is there."""
    return {"driver" if "driver" in chip.shows else "connected": 1}


def _interesting(parts: list[PartInfo]) -> tuple[str, ...]:
    chips = [part for part in parts if part.type.startswith("chip-")] or parts
    return tuple(pin.pin for part in chips for pin in part.pins)[: Waveform.MOST_PINS]


@asynccontextmanager
async def run(
    board: Board,
    qemu: Words,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    seed: int | None = None,
    options: Words = (),
    cwd: str | os.PathLike[str] | None = None,
) -> AsyncIterator[Bench]:
    """Runs QEMU on a board for the block, like `pinbridge run`.

    `program`: the pinbridge to start (default: $PINBRIDGE, else the one on the PATH). `timeout`: how long anything is
    waited for, in seconds. `options`: more of the command's. `cwd`: where it is started.
    """
    async with _started(
        "run", board, ["--", *words_of(qemu)], program, timeout, seed, options, cwd
    ) as bench:
        yield bench


@asynccontextmanager
async def serve(
    board: Board,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    seed: int | None = None,
    options: Words = (),
    cwd: str | os.PathLike[str] | None = None,
) -> AsyncIterator[Bench]:
    """Serves a board for the block, like `pinbridge serve`. `bench.attach` starts guests on it."""
    async with _started("serve", board, [], program, timeout, seed, options, cwd) as bench:
        yield bench


@asynccontextmanager
async def connect(
    target: str | os.PathLike[str] | None = None,
    *,
    program: str | os.PathLike[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> AsyncIterator[Bench]:
    """A bench that runs already: by its socket, by its board (a diagram.json or its directory), or the default
    one. It goes on when the block ends."""
    socket = await find_socket(target)
    bench = await _connected(socket, timeout, program_path=program)
    try:
        yield bench
    finally:
        await bench.close()


@asynccontextmanager
async def _started(
    command: Literal["run", "serve"],
    board: Board,
    more: list[str | os.PathLike[str]],
    program_path: str | os.PathLike[str] | None,
    timeout: float,
    seed: int | None,
    options: Words,
    cwd: str | os.PathLike[str] | None,
) -> AsyncIterator[Bench]:
    async with AsyncExitStack() as stack:
        directory = sockets.new_directory()
        stack.callback(shutil.rmtree, directory, ignore_errors=True)
        socket = directory / "s"
        words: list[str | os.PathLike[str]] = [
            find_program(program_path),
            command,
            "--socket",
            socket,
        ]
        words += [] if seed is None else ["--seed", str(seed)]
        words += [*_completed(options), _board_file(board, directory), *more]
        program = await Program.start(words, timeout, cwd)
        stack.push_async_callback(program.end)
        serving = _serving(program, socket, timeout, program_path)
        bench = await waiting.within(
            timeout,
            serving,
            lambda: f"{program.name} serves no board; {program.log.last_words()}",
        )
        stack.push_async_callback(bench.close)
        yield bench


def _completed(options: Words) -> list[str | os.PathLike[str]]:
    """A page is only served if the options have it."""
    words = words_of(options)
    names = {os.fspath(word).split("=")[0] for word in words}
    if "--socket" in names:
        raise InvalidArgumentError("options cannot have --socket, which this package chooses")
    return words if "--http" in names else ["--http", "off", *words]


async def _serving(
    program: Program,
    socket: Path,
    timeout: float,
    program_path: str | os.PathLike[str] | None,
) -> Bench:
    """The bench, once it answers. Raises StartError if the program ends before."""
    while True:
        try:
            return await _connected(socket, timeout, program, program_path)
        except (NoBenchError, DisconnectedError):
            if program.exit_status is not None:
                await program.wait(timeout)
                raise StartError(
                    f"{program.name} ended with status {program.exit_status} before it served the "
                    f"board; {program.log.last_words()}"
                ) from None
        await asyncio.sleep(0.01)


async def _connected(
    socket: Path,
    timeout: float,
    program: Program | None = None,
    program_path: str | os.PathLike[str] | None = None,
) -> Bench:
    connection = await Connection.open(socket)
    try:
        hello = await waiting.within(
            timeout,
            connection.call("hello"),
            lambda: f'the bench on "{socket}" does not answer',
        )
        info = values.as_bench_info(hello)
        if info.protocol != 1:
            raise Error(
                f'the bench on "{socket}" speaks protocol {info.protocol}, and this package 1: '
                f"take the package of Pinbridge {info.version}"
            )
    except BaseException:
        await connection.close()
        raise
    return Bench(socket, connection, info, timeout, program, program_path)


def _board_file(board: Board, directory: Path) -> str | os.PathLike[str]:
    if not isinstance(board, Mapping):
        return board
    file = directory / "diagram.json"
    file.write_text(json.dumps(board))
    return file


async def find_socket(target: str | os.PathLike[str] | None) -> Path:
    """The socket of a bench: the target is a socket, or a board; None is the default socket."""
    if target is None:
        return sockets.default_socket()
    place = Path(target).absolute()
    if not place.is_dir() and place.suffix != ".json":
        return place
    name = place.parent.name if place.name == "diagram.json" else place.stem
    name = place.name if place.is_dir() else name
    found = [socket for socket in _own_sockets() if await _board_on(socket) == name]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoBenchError(f'no bench serves the board "{name}"; start one, or name its socket')
    raise NoBenchError(
        f'several benches serve the board "{name}"; name a socket: '
        + ", ".join(f'"{socket}"' for socket in found)
    )


def _own_sockets() -> list[Path]:
    directory = sockets.default_directory()
    return list(dict.fromkeys([sockets.default_socket(), *sorted(directory.glob("*.sock"))]))


async def _board_on(socket: Path) -> str | None:
    try:
        connection = await Connection.open(socket)
    except Error:
        return None
    try:
        async with asyncio.timeout(5):
            return values.as_bench_info(await connection.call("hello")).board
    except (Error, TimeoutError):
        return None
    finally:
        await connection.close()
