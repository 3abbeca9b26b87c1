"""How fast a guest toggles a line of its PL061: with a bench, with a minimal reader of QEMU's trace in place of the bench,
and with a log that is thrown away. Each is compared with its own QEMU while that traces nothing: two processes of the same
QEMU differ by some percent. Rounds alternate, so that other load of the machine affects all alike."""

import fcntl
import os
import threading
from contextlib import ExitStack

from figures import medians, toggles_per_second
from machines import VIRT
from monitor import Monitor
from places import a_place

BOTH = [
    {"id": "gpio", "type": "chip-native-gpio", "attrs": {"controller": "pl061", "pull": "5:up"}},
    {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "8"}},
    {"id": "led", "type": "wokwi-led", "attrs": {}},
    {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
]
WIRES = [["gpio:6", "led:A", "red", []], ["led:C", "gnd:GND", "black", []]]

EVENT = "pl061_update"

#: Of a pipe, in bytes.
ROOM = 1 << 20


class Guest:
    """One whose QEMU can stop tracing."""

    def __init__(self, place, start):
        """`start` takes QEMU's command and starts it, or a bench with it."""
        path = place.directory / "monitor"
        self.console = place.booted(start(*VIRT.command(), *Monitor.arguments(path)))
        self.native = self.chip("pl061")
        self._monitor = Monitor(path)

    def chip(self, label):
        return self.console.sh(f"gpiodetect | sed -n 's/ .*{label}.*//p'")

    def rates(self, chip):
        """Toggles/s of this chip, and of the native one while nothing is traced."""
        self._monitor.trace(EVENT, False)
        untraced = self._toggles_per_second(self.native)
        self._monitor.trace(EVENT, True)
        return {"toggles_per_s": self._toggles_per_second(chip), "untraced_per_s": untraced}

    def _toggles_per_second(self, chip):
        return toggles_per_second(self.console, TOGGLES, "-c", chip, 6)


def with_log(stack, log, *arguments):
    place = stack.enter_context(a_place())
    return Guest(
        place,
        lambda *qemu: place.start(*qemu, "-D", log(place), "-trace", EVENT, *arguments),
    )


def bare_reader(place):
    """A FIFO with a reader that waits for data and discards it."""
    fifo = place.directory / "log"
    os.mkfifo(fifo)
    fd = os.open(fifo, os.O_RDWR)
    fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, ROOM)

    def read():
        while True:
            os.read(fd, ROOM)

    threading.Thread(target=read, daemon=True).start()
    return fifo


def with_bench(place, parts, *arguments):
    place.use_board(parts, WIRES)
    return Guest(
        place,
        lambda *qemu: place.pinbridge_process("run", place.board, "--", *qemu, *arguments),
    )


NOWHERE = "no reader: QEMU's log is /dev/null"
NOWHERE_TIMED = "the same with times"
BARE = "a bare reader of QEMU's trace"
BENCH = "the bench, by chip-native-gpio"
UNTIMED = "the bench without times"
VIRTIO = "the bench, by chip-virtio-gpio"

ROUNDS = 5
TOGGLES = 50_000


class NativeRates:
    """All ways, side by side, for as long as the stack lives."""

    def __init__(self, stack):
        self.place = stack.enter_context(a_place())
        self.guest = with_bench(self.place, BOTH)
        native = [part for part in BOTH if part["id"] != "vm"]
        alone = {
            NOWHERE: with_log(stack, lambda _: os.devnull),
            NOWHERE_TIMED: with_log(stack, lambda _: os.devnull, "-msg", "timestamp=on"),
            BARE: with_log(stack, bare_reader),
            UNTIMED: with_bench(stack.enter_context(a_place()), native, "-msg", "timestamp=off"),
        }
        self._ways = {name: (guest, guest.native) for name, guest in alone.items()}
        self._ways[BENCH] = (self.guest, self.guest.native)
        self._ways[VIRTIO] = (self.guest, self.guest.chip("virtio"))

    def measure(self):
        """{way: rates of a Guest}, medians of alternating rounds."""
        rounds = {name: [] for name in self._ways}
        for _ in range(ROUNDS):
            for name, (guest, chip) in self._ways.items():
                rounds[name].append(guest.rates(chip))
        return {name: medians(each) for name, each in rounds.items()}


def print_rates(rates):
    bare = rates[BARE]["toggles_per_s"]
    for name, rate in rates.items():
        toggles = rate["toggles_per_s"]
        print(
            f"{name:<36}{toggles:>10.0f} toggles/s, {toggles / rate['untraced_per_s']:>6.1%} of the same QEMU "
            f"without a trace, {toggles / bare:>6.1%} of the bare reader"
        )


def native_rates():
    with ExitStack() as stack:
        return NativeRates(stack).measure()
