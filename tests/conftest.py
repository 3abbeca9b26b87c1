"""Fixtures of the whole-program tests: a board in a directory of the test's own, benches, guests, clients."""

import json
import signal
import subprocess
from contextlib import ExitStack

import pytest

import paths
from console import Console
from machines import VEXPRESS, VIRT
from mqtt_broker import Broker
from own_pins import OwnPins
from rpc import Client, pinbridge

# Under nohup, what the tests start would ignore it too.
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "keeps_time: its guest measures microseconds itself, and does so again if another process interrupts it",
    )


class Place:
    """One board with its socket, and all that is started on it; ended with the test."""

    def __init__(self, directory, stack):
        self.directory = directory
        self.socket = directory / "s"
        self.board = paths.PANEL
        self._stack = stack

    def use_board(self, parts, connections):
        self.board = self.directory / "diagram.json"
        board = {"version": 1, "author": "", "editor": "wokwi"}
        self.board.write_text(json.dumps({**board, "parts": parts, "connections": connections}))

    def use_panel(self, **attributes):
        """The panel with other attributes of its switches and buttons: bounce="0"."""
        board = json.loads(paths.PANEL.read_text())
        for part in board["parts"]:
            if part["type"] in ("wokwi-slide-switch", "wokwi-pushbutton"):
                part["attrs"].update(attributes)
        self.use_board(board["parts"], board["connections"])

    def use_example(self, name, *guests):
        """An example's board; a guest for each of its chips. Returns the machines to boot for them.

        Where a guest is OwnPins, the chip on the board is one of its machine's own controllers."""
        self.board = paths.EXAMPLES / name / "diagram.json"
        if not any(isinstance(guest, OwnPins) for guest in guests):
            return guests
        board = json.loads(self.board.read_text())
        chips = [part for part in board["parts"] if part["type"] == "chip-virtio-gpio"]
        machines = [self._give_pins(*pair) for pair in zip(chips, guests, strict=True)]
        self.use_board(board["parts"], board["connections"])
        return machines

    def _give_pins(self, chip, guest):
        if not isinstance(guest, OwnPins):
            return guest
        names = self._labels(chip["id"])
        guest.replace(chip)
        return guest.with_names(names, self.directory / f"{chip['id']}.dtb")

    def _labels(self, chip):
        """The board's names of a chip's lines."""
        with self.serve(), Client(self.socket) as client:
            return [pin["label"] for pin in client.part(chip)["pins"]]

    def start(self, *arguments):
        return self._stack.enter_context(Console(arguments))

    def pinbridge_process(self, command, *arguments):
        return self.start(paths.PINBRIDGE, command, "--socket", self.socket, *arguments)

    def serve(self):
        bench = self.pinbridge_process("serve", self.board)
        bench.expect("is served on", "err")
        return bench

    def run(self, machine, generation=10, append="", reboots=False):
        """The guest's console, once its shell has started."""
        command = machine.command(generation, append, reboots)
        return self.booted(self.pinbridge_process("run", self.board, "--", *command))

    def attach(self, machine, name=None, generation=10):
        """The console of a guest that joins a served board, once its shell has started."""
        words = ["--machine", name] if name else []
        command = machine.command(generation)
        return self.booted(self.pinbridge_process("attach", *words, "--", *command))

    def run_program(self, machine, program, generation=10):
        """The console of a guest that runs one program and then powers off.

        The board is served by now, so that a client misses nothing of what the guest does."""
        command = machine.running(program, generation)
        console = self.pinbridge_process("run", self.board, "--", *command)
        console.expect("is served on", "err")
        return console

    def attach_program(self, machine, name, program, generation=10):
        """The same for a guest that joins a served board."""
        command = machine.running(program, generation)
        return self.pinbridge_process("attach", "--machine", name, "--", *command)

    def qemu(self, machine, generation=10):
        """A QEMU started by hand with the arguments that qemu-args prints."""
        printed = self.pinbridge(
            "qemu-args", "-m", machine.memory, "--transport", machine.transport, self.board
        )
        words = " ".join(f"'{word}'" for word in machine.command(generation))
        return self.booted(self.start("sh", "-c", f"exec {words} {printed}"))

    @staticmethod
    def booted(console):
        console.expect("guest ready")
        # The shell wraps typed text at the edge of its terminal.
        console.sh("stty cols 1000")
        return console

    def bench(self):
        """The package's bench, connected to this board's: for tests of what guests and boards do."""
        return self._stack.enter_context(pinbridge.connect(self.socket))

    def client(self):
        """A connection that reads only while a test waits: for tests of the protocol."""
        return self._stack.enter_context(Client(self.socket))

    def tool(self, command, *arguments):
        """A tool of the command line, run to its end: subprocess.CompletedProcess."""
        words = [paths.PINBRIDGE, command, "--socket", self.socket, *arguments]
        return subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=60)

    def pinbridge(self, command, *arguments):
        """The same, which must succeed: its output."""
        done = self.tool(command, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.strip()


@pytest.fixture
def make_place(tmp_path):
    with ExitStack() as stack:
        count = 0

        def make():
            nonlocal count
            count += 1
            directory = tmp_path / str(count)
            directory.mkdir()
            return Place(directory, stack)

        yield make


@pytest.fixture
def place(make_place):
    return make_place()


@pytest.fixture(params=[VIRT, VEXPRESS], ids=["virt", "vexpress-a9"])
def machine(request):
    return request.param


@pytest.fixture
def broker(tmp_path):
    """A Mosquitto that any client may use."""
    broker = Broker(tmp_path).start()
    yield broker
    broker.end()
