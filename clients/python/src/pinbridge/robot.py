"""Robot Framework: a library of keywords for a bench.

    *** Settings ***
    Library          pinbridge.robot.Bench
    Test Setup       Start Bench    firmware    qemu-system-arm -M b-l475e-iot01a -nographic -kernel firmware.elf
    Test Teardown    Stop Bench

The class does not import Robot Framework. Its public methods are the keywords, and their type hints convert the
arguments: times are written as Robot writes them, such as 500ms or 2 seconds."""

from datetime import timedelta

from . import bench as benches
from .aio import DEFAULT_TIMEOUT
from .errors import Error, NotFoundError
from .values import STATES, Edge, State
from .waveform import SIGNS

#: States by their names and by their signs in a VCD.
_STATES = {word: state for state in STATES for word in (state, SIGNS[state])}


class Bench:
    """Keywords for one bench. Robot makes one object for each suite."""

    ROBOT_LIBRARY_SCOPE = "SUITE"

    def __init__(
        self,
        program: str | None = None,
        timeout: timedelta = timedelta(seconds=DEFAULT_TIMEOUT),
    ) -> None:
        """`program`: the pinbridge to start (default: $PINBRIDGE, else the one on the PATH). `timeout`: the default of
        every timeout."""
        self._program = program
        self._timeout = timeout.total_seconds()
        self._bench: benches.Bench | None = None
        self._edges: benches.Edges | None = None

    def start_bench(self, board: str, qemu: str | None = None, seed: int | None = None) -> None:
        """Starts QEMU on a board (a diagram.json, or its directory), or serves the board without a QEMU.

        `qemu` is the command, quoted as in a shell. `seed`: seed for bounce and floating inputs."""
        self.stop_bench()
        if qemu:
            self._bench = benches.run(
                board, qemu, program=self._program, timeout=self._timeout, seed=seed
            )
        else:
            self._bench = benches.serve(
                board, program=self._program, timeout=self._timeout, seed=seed
            )

    def stop_bench(self) -> None:
        """Ends QEMU and the bench, if there is one."""
        bench, self._bench, self._edges = self._bench, None, None
        if bench is not None:
            bench.close()

    def wait_for_console(self, pattern: str, timeout: timedelta | None = None) -> str:
        """Waits until the guest prints a pattern (a regular expression) after the previous match; returns the match."""
        return self._running().console.expect(pattern, _seconds(timeout))[0]

    def write_to_console(self, line: str) -> None:
        """Sends a line to the guest's console."""
        self._running().console.write_line(line)

    def press_button(
        self,
        part: str,
        duration: timedelta = timedelta(milliseconds=100),
        control: str = "pressed",
    ) -> None:
        """Presses a button, or with `control` a key of a keypad, and returns when it is released."""
        self._running().part(part).press(duration.total_seconds(), control)

    def set_control(self, part: str, name: str, value: int | str) -> None:
        """Sets a control of a part. `pinbridge info` lists them."""
        self._running().part(part).control(name, value)

    def set_pin(self, pin: str, level: str) -> None:
        """Drives a pin by hand: 0 or low, 1 or high; z or highz releases it."""
        self._running().set({pin: level})

    def get_pin(self, pin: str) -> str:
        """The state of a pin: low, high, highz or conflict."""
        return self._running().pin(pin).state

    def pin_should_be(self, pin: str, state: str) -> None:
        """Fails unless the pin has this state: 0 or low, 1 or high, z or highz, x or conflict."""
        wanted, seen = _state(state), self.get_pin(pin)
        if seen != wanted:
            raise AssertionError(f'"{pin}" is {seen}, not {wanted}')

    def wait_for_pin(self, pin: str, state: str, timeout: timedelta | None = None) -> None:
        """Waits until the pin has this state; returns at once if it already has it."""
        self._running().wait_for(pin, _state(state), timeout=_seconds(timeout))

    def record_edges(self, *pins: str) -> None:
        """Records each edge of these pins from now on, for the keywords that expect edges."""
        bench = self._running()
        if self._edges is not None:
            self._edges.close()
        self._edges = bench.edges(*pins)

    def edge_should_occur(
        self, state: str | None = None, within: timedelta = timedelta(seconds=1)
    ) -> Edge:
        """Waits for the next recorded edge, or the next one to this state, and returns it. Edges that were recorded
        before count."""
        return self._recorded().next(
            within.total_seconds(), None if state is None else _state(state)
        )

    def no_edge_should_occur(self, duration: timedelta = timedelta(seconds=1)) -> None:
        """Fails if an edge was recorded that no keyword has returned yet, or is within this time from now."""
        edge = self._recorded().wait(duration.total_seconds())
        if edge is not None:
            raise AssertionError(f'"{edge.pin}" went {edge.state} at {edge.seconds:.6f} s')

    def frequency_should_be(
        self,
        pin: str,
        frequency: float,
        tolerance: float = 5,
        duration: timedelta = timedelta(seconds=1),
    ) -> float:
        """Measures a pin for this time, and returns its frequency in Hz. Fails unless it is within the tolerance, which
        is in percent of `frequency`."""
        measured = self._running().pin(pin).frequency(duration.total_seconds())
        if abs(measured - frequency) > frequency * tolerance / 100:
            raise AssertionError(
                f'"{pin}" has {measured:g} Hz, not {frequency:g} Hz within {tolerance:g} %'
            )
        return measured

    def display_should_show(
        self, part: str, pattern: str, timeout: timedelta | None = None
    ) -> None:
        """Waits until the text of a display matches a pattern (a regular expression)."""
        self._running().part(part).wait_for_text(pattern, _seconds(timeout))

    def _running(self) -> benches.Bench:
        if self._bench is None:
            raise Error('no bench is running; call "Start Bench" first')
        return self._bench

    def _recorded(self) -> benches.Edges:
        if self._edges is None:
            raise Error('no edges are recorded; call "Record Edges" first')
        return self._edges


def _seconds(time: timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()


def _state(text: str) -> State:
    if text not in _STATES:
        raise NotFoundError(f'"{text}" is not a state; write low, high, highz or conflict')
    return _STATES[text]
