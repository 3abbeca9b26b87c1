"""A round trip on the machine's own controllers, with a bench and with a bare program on the same path."""

import os
from contextlib import ExitStack

from figures import measure, medians
from machines import VIRT
from places import a_place


class BareNative:
    """A guest with a PL061 whose inputs and trace belong to a bare program in place of a bench."""

    IN, OUT = 5, 6

    def __init__(self, stack):
        place = stack.enter_context(a_place())
        self._fifo = place.directory / "trace"
        self._qtest = place.directory / "qtest"
        os.mkfifo(self._fifo)
        # QEMU would wait for a reader.
        fd = os.open(self._fifo, os.O_RDWR)
        stack.callback(os.close, fd)
        words = ["-D", self._fifo, "-trace", "pl061_update", "-msg", "timestamp=on"]
        words += ["-chardev", f"socket,id=qtest,path={self._qtest},server=on,wait=off"]
        words += ["-qtest", "chardev:qtest", "-qtest-log", "/dev/null"]
        self._guest = place.booted(place.start(*VIRT.command(), *words))

    def round_trips(self, trips):
        self._guest.start(f"gpio-echo -c gpiochip0 -n {trips} {self.IN} {self.OUT}")
        self._guest.expect("echoing")
        return measure("bare-native", self._qtest, self._fifo, self.IN, self.OUT, trips)


class NativeBench:
    """The same guest with a bench."""

    def __init__(self, stack):
        self._place = stack.enter_context(a_place())
        chip = {"id": "gpio", "type": "chip-native-gpio", "attrs": {"controller": "pl061"}}
        self._place.use_board([chip], [])
        self._guest = self._place.run(VIRT)
        self._place.pinbridge("set", f"gpio:{BareNative.IN}=0")

    def round_trips(self, trips):
        pins = f"{BareNative.IN} {BareNative.OUT}"
        self._guest.start(f"gpio-echo -c gpiochip0 -n {trips} {pins}")
        self._guest.expect("echoing")
        pins = [f"gpio:{line}" for line in pins.split()]
        return measure("roundtrips", self._place.socket, *pins, trips)


def native_round_trips(rounds=5, trips=1_000):
    """The medians of alternating rounds, without and with a bench, and their ratio."""
    with ExitStack() as stack:
        ways = {"bare": BareNative(stack), "bench": NativeBench(stack)}
        taken = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                taken[name].append(way.round_trips(trips))
    figures = {name: medians(all_rounds) for name, all_rounds in taken.items()}
    figures["ratio_p50"] = figures["bench"]["p50_us"] / figures["bare"]["p50_us"]
    figures["ratio_p99"] = figures["bench"]["p99_us"] / figures["bare"]["p99_us"]
    return figures


def print_native_trips(native):
    print(
        f"\nPL061, host -> interrupt -> guest -> host: "
        f"a bare program p50 {native['bare']['p50_us']:.0f} us, p99 {native['bare']['p99_us']:.0f} us; "
        f"the bench p50 {native['bench']['p50_us']:.0f} us, p99 {native['bench']['p99_us']:.0f} us; "
        f"{native['ratio_p50']:.2f} x and {native['ratio_p99']:.2f} x the bare program"
    )
