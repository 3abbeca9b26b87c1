"""How fast a guest toggles a line of its PL061: with a bench, with minimal readers of QEMU's trace in place of the bench,
and without a reader. Rounds alternate, so that other load of the machine affects all alike."""

import fcntl
import os
import statistics
import threading
import time
from contextlib import ExitStack

from figures import toggles_per_second
from machines import VIRT
from places import a_place

BOTH = [
    {"id": "gpio", "type": "chip-native-gpio", "attrs": {"controller": "pl061", "pull": "5:up"}},
    {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "8"}},
    {"id": "led", "type": "wokwi-led", "attrs": {}},
    {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
]
WIRES = [["gpio:6", "led:A", "red", []], ["led:C", "gnd:GND", "black", []]]


#: Of a pipe, in bytes: more than is traced in 10 ms.
ROOM = 1 << 20


def without_trace(stack):
    """The guest of a QEMU that does not trace."""
    place = stack.enter_context(a_place())
    return place.booted(place.start(*VIRT.command()))


def with_bare_reader(stack, every_s=0):
    """The guest of a QEMU whose trace goes to a reader that discards it: at once, or every so many seconds."""
    place = stack.enter_context(a_place())
    fifo = place.directory / "log"
    os.mkfifo(fifo)
    fd = os.open(fifo, os.O_RDWR)
    fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, ROOM)

    def read():
        while True:
            if every_s:
                time.sleep(every_s)
            os.read(fd, ROOM)

    threading.Thread(target=read, daemon=True).start()
    return place.booted(place.start(*VIRT.command(), "-D", fifo, "-trace", "pl061_update"))


def without_times(stack):
    """The guest of a bench for which QEMU does not write the time of each edge."""
    place = stack.enter_context(a_place())
    place.use_board([part for part in BOTH if part["id"] != "vm"], WIRES)
    return place.booted(
        place.pinbridge_process("run", place.board, "--", *VIRT.command(), "-msg", "timestamp=off")
    )


NO_READER = "no reader, nothing is traced"
BARE = "a bare reader of QEMU's trace"
RARE = "the same, which reads every 10 ms"
BENCH = "the bench, by chip-native-gpio"
UNTIMED = "the bench without times"
VIRTIO = "the bench, by chip-virtio-gpio"


class NativeRates:
    """All ways, side by side, for as long as the stack lives."""

    def __init__(self, stack):
        self.place = stack.enter_context(a_place())
        self.place.use_board(BOTH, WIRES)
        self.bench = self.place.run(VIRT)
        self.chip = self.bench.sh("gpiodetect | sed -n 's/ .*pl061.*//p'")
        virtio = self.bench.sh("gpiodetect | sed -n 's/ .*virtio.*//p'")
        self._ways = {
            NO_READER: (without_trace(stack), "gpiochip0"),
            BARE: (with_bare_reader(stack), "gpiochip0"),
            RARE: (with_bare_reader(stack, every_s=0.01), "gpiochip0"),
            BENCH: (self.bench, self.chip),
            UNTIMED: (without_times(stack), "gpiochip0"),
            VIRTIO: (self.bench, virtio),
        }

    def measure(self, rounds, toggles):
        """{way: toggles/s}, medians of alternating rounds."""
        rates = {name: [] for name in self._ways}
        for _ in range(rounds):
            for name, (guest, chip) in self._ways.items():
                rates[name].append(toggles_per_second(guest, toggles, "-c", chip, 6))
        return {name: statistics.median(rate) for name, rate in rates.items()}


def print_rates(rates):
    for name, rate in rates.items():
        print(
            f"{name:<34}{rate:>10.0f} toggles/s, {rate / rates[NO_READER]:>6.1%} of no reader, "
            f"{rate / rates[BARE]:>6.1%} of the bare reader"
        )


def native_rates(rounds=3, toggles=50_000):
    with ExitStack() as stack:
        return NativeRates(stack).measure(rounds, toggles)
