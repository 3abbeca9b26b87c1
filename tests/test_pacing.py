"""Edges into the guest that are faster than its interrupts: counted where they merge, and all delivered by a paced chip."""

import pytest

from machines import VIRT

LINE = 4
PIN = f"gpio:{LINE}"
EDGES = 1000
STEP_NS = 100_000

VIRTIO = ("virtio", {"type": "chip-virtio-gpio", "attrs": {"lines": "8"}})
PL061 = ("pl061", {"type": "chip-native-gpio", "attrs": {"controller": "pl061"}})
EACH_LINK = pytest.mark.parametrize("link", [VIRTIO, PL061], ids=["virtio", "pl061"])


class Board:
    """A guest whose chip has nothing but pulls on its lines; the test drives them by a waveform."""

    def __init__(self, place, link, **attributes):
        name, chip = link
        place.use_board([{**chip, "id": "gpio", "attrs": {**chip["attrs"], **attributes}}], [])
        self.guest = place.run(VIRT)
        self.client = place.client()
        self.chip = self.guest.sh(f"gpiodetect | sed -n 's/ .*{name}.*//p'")

    def play(self, waveforms):
        """Plays changes, {pin: [time in ns, state, …]}."""
        for pin, changes in waveforms.items():
            self.client.call("load", pin, changes)
        length = 1_000_000 + max(changes[-2] for changes in waveforms.values())
        self.client.call("play", length, 1)

    def count(self, edges=EDGES, *options):
        self.client.call("set", {"pin": PIN, "state": "0"})
        options = " ".join(map(str, options))
        self.guest.start(f"gpio-count -c {self.chip} {options} {LINE} both")
        self.guest.expect("counting")
        changes = [(i * STEP_NS, i % 2) for i in range(1, edges + 1)]
        self.play({PIN: [item for change in changes for item in change]})

    def shown(self, name):
        return self.client.part("gpio")["shows"].get(name)


@EACH_LINK
def test_each_of_1000_edges_100_us_apart_reaches_the_guest_of_a_paced_chip(place, link):
    board = Board(place, link, pace="on", pull=f"{LINE}:down")
    board.count(EDGES, "-n", EDGES)
    board.guest.expect(f"edges {EDGES} rising {EDGES // 2} falling {EDGES // 2} gaps 0")
    assert board.shown("merged") == 0
    assert board.shown("held") == 0


def test_of_a_chip_without_pacing_each_merged_edge_is_counted(place):
    board = Board(place, VIRTIO, pull=f"{LINE}:down")
    board.count(EDGES, "-t", 2000)
    seen = board.guest.expect(r"edges (\d+) .* gaps (\d+)")
    merged = board.shown("merged")
    assert int(seen[1]) + int(seen[2]) + merged == EDGES
    assert board.shown("merged_by_line") == (f"{LINE}: {merged}" if merged else None)


@EACH_LINK
def test_a_paced_chip_delivers_the_26_bits_of_a_wiegand_reader_in_order(place, link):
    """Each bit is a pulse of 50 µs on one of two lines, 1 ms after the previous one."""
    pulls = {"pull": f"{LINE}:up,{LINE + 1}:up"}
    # Linux's handler of a PL061's falling edges gives no sign of its end: the pause is for a busy machine.
    board = Board(place, link, pace="20ms", **pulls)
    bits = [int(bit) for bit in "10010110100111100010110010"]
    waveforms = {f"gpio:{LINE}": [], f"gpio:{LINE + 1}": []}
    for index, bit in enumerate(bits, 1):
        start = index * 1_000_000
        waveforms[f"gpio:{LINE + bit}"] += [start, 0, start + 50_000, "z"]
    board.guest.start(
        f"gpiomon --banner -c {board.chip} -e falling -n {len(bits)} -F 'bit %o' {LINE} {LINE + 1}"
    )
    board.guest.expect("Monitoring")
    board.play(waveforms)
    for bit in bits:
        assert board.guest.expect(r"^bit (\d+)")[1] == str(LINE + bit)
