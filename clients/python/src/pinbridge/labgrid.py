"""labgrid: a bench as a target's power and console, and its pins as digital outputs.

An environment imports it by `imports: [pinbridge.labgrid]` (docs/how-to/labgrid.md).
Written for labgrid 0.4 and later."""

import logging
from typing import Any, ClassVar

import attr
from labgrid.driver import Driver, ExecutionError
from labgrid.driver.consoleexpectmixin import ConsoleExpectMixin
from labgrid.factory import target_factory
from labgrid.protocol import ConsoleProtocol, DigitalOutputProtocol, PowerProtocol
from labgrid.resource import Resource
from labgrid.step import step
from pexpect import TIMEOUT

from . import bench as benches
from .arguments import Words
from .errors import DisconnectedError, Error

_TEXT = attr.validators.instance_of(str)


def _is_command(_instance: object, attribute: Any, value: str | list[str]) -> None:
    if not isinstance(value, (str, list)):
        raise TypeError(f'"{attribute.name}" is a text or a list of words, not {value!r}')


@target_factory.reg_resource
@attr.s(eq=False)
class PinbridgeBench(Resource):
    """A board, and the QEMU that is the target.

    Args:
        board (str): a diagram.json, or its directory
        qemu (str or list): the QEMU command
        program (str): the pinbridge to start (default: $PINBRIDGE, or the one on the PATH)
        timeout (float): how long the bench may take to answer, in seconds
    """

    board: str = attr.ib(validator=_TEXT)
    qemu: str | list[str] = attr.ib(validator=_is_command)
    program: str | None = attr.ib(default=None, validator=attr.validators.optional(_TEXT))
    timeout: float = attr.ib(default=60.0, converter=float)


@target_factory.reg_resource
@attr.s(eq=False)
class PinbridgeDigitalOutput(Resource):
    """A pin of the board.

    Args:
        pin (str): PART:PIN
        asserted (str): what the pin is set to for True: "1", "0" or "z" (released)
        deasserted (str): what it is set to for False
    """

    pin: str = attr.ib(validator=_TEXT)
    asserted: str = attr.ib(
        default="1", converter=str, validator=attr.validators.in_(("0", "1", "z"))
    )
    deasserted: str = attr.ib(
        default="0", converter=str, validator=attr.validators.in_(("0", "1", "z"))
    )


@target_factory.reg_driver
@attr.s(eq=False)
class PinbridgeDriver(ConsoleExpectMixin, Driver, PowerProtocol, ConsoleProtocol):
    """Power: QEMU runs on the board, or not. Console: what QEMU has on its standard input and output. `bench` is
    the pinbridge.Bench for all else, while the power is on."""

    bindings: ClassVar[dict[str, type]] = {"resource": PinbridgeBench}
    txdelay: float = attr.ib(default=0.0, validator=attr.validators.instance_of(float))
    linesep: str = attr.ib(default="\n", validator=_TEXT, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not hasattr(self, "logger"):  # labgrid before 24.0 leaves that to drivers
            self.logger = logging.getLogger(f"{self}({self.target})")
        self._bench: benches.Bench | None = None

    @property
    def bench(self) -> benches.Bench:
        if self._bench is None:
            raise ExecutionError(f"{self.resource.board} is off: turn it on first")
        return self._bench

    def on_deactivate(self) -> None:
        self._end()

    def resolve_conflicts(self, client: Driver) -> None:
        """Only one driver at a time uses the console; pins are for any number."""
        if isinstance(client, PinbridgeDigitalOutputDriver):
            return
        for other in tuple(self.clients):
            if other is not client and not isinstance(other, PinbridgeDigitalOutputDriver):
                self.target.deactivate(other)

    @Driver.check_active
    @step()
    def on(self) -> None:
        if self._bench is None:
            qemu: Words = self.resource.qemu
            self._bench = _tried(
                lambda: benches.run(
                    self.resource.board,
                    qemu,
                    program=self.resource.program,
                    timeout=self.resource.timeout,
                )
            )

    @Driver.check_active
    @step()
    def off(self) -> None:
        self._end()

    @Driver.check_active
    @step()
    def cycle(self) -> None:
        self._end()
        self.on()

    def _end(self) -> None:
        bench, self._bench = self._bench, None
        if bench is not None:
            bench.close()

    def _read(self, size: int = 1, timeout: float = 10, max_size: int | None = None) -> bytes:
        # A page or so at a time, whatever pexpect's size is, as labgrid's own drivers do.
        most = min(max_size or 4096, 4096)
        try:
            text = self.bench.console.read(timeout, most)
        except DisconnectedError as error:
            raise ExecutionError(f"{self.resource.board}: {error}") from error
        if not text:
            raise TIMEOUT(f"nothing came from the console within {timeout:.2f} s")
        return text.encode()

    def _write(self, data: bytes) -> int:
        _tried(lambda: self.bench.console.write(data.decode()))
        return len(data)


@target_factory.reg_driver
@attr.s(eq=False)
class PinbridgeDigitalOutputDriver(Driver, DigitalOutputProtocol):
    """A pin of the board that is on: set(True) puts `asserted` on it, and get() reads its net."""

    bindings: ClassVar[dict[str, type]] = {
        "output": PinbridgeDigitalOutput,
        "power": PinbridgeDriver,
    }

    @Driver.check_active
    @step(args=["status"])
    def set(self, status: bool) -> None:
        level = self.output.asserted if status else self.output.deasserted
        _tried(lambda: self.power.bench.set({self.output.pin: level}))

    @Driver.check_active
    @step(result=True)
    def get(self) -> bool:
        """Whether the pin is at what `asserted` is (at the opposite of `deasserted`, if that is released)."""
        state = _tried(lambda: self.power.bench.get(self.output.pin))[0].state
        if state not in ("low", "high"):
            raise ExecutionError(f'"{self.output.pin}" is {state}, and so neither on nor off')
        level = "1" if state == "high" else "0"
        if self.output.asserted == "z":
            return bool(level != self.output.deasserted)
        return bool(level == self.output.asserted)


def _tried(action: Any) -> Any:
    """labgrid's own error for ours, which its strategies and tests know how to take."""
    try:
        return action()
    except Error as error:
        raise ExecutionError(str(error)) from error
