"""What grows: watchers of one pin, guests of one bench, and edges into a guest that come faster than it takes them."""

import json
import statistics
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from conftest import Place
from figures import TOOL, cpu_seconds, resident_mb, toggles_per_second
from machines import VIRT
from test_pacing import EDGES, LINE, PL061, VIRTIO, Board

WATCHERS = (0, 1, 10, 100, 1000)
GUESTS = (1, 4, 16)
PIN = 24


@contextmanager
def a_place():
    with ExitStack() as stack:
        yield Place(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)


@contextmanager
def watching(socket, count, received):
    """Clients that watch the pin; the fewest and most changes that one of them has received, at the end."""
    if count == 0:
        yield
        return
    words = [TOOL, "watchers", socket, f"vm:{PIN}", count]
    with subprocess.Popen(
        [str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "watching\n"
        yield
        received.append(json.loads(process.communicate("enough")[0]))


def watchers(rounds=3, toggles=10_000):
    """{number of watchers: toggles/s}, medians of alternating rounds; and the memory of a client in kB.

    Each watcher has received each edge, or this fails."""
    rates = {count: [] for count in WATCHERS}
    with a_place() as place:
        place.use_panel(bounce="0")
        console = place.pinbridge_process("run", place.board, "--", *VIRT.command())
        guest = place.booted(console)
        # The clients of the first round are the first of all: what they take is not there yet.
        before = resident_mb(console.pid)
        for _ in range(rounds):
            for count in WATCHERS:
                received = []
                with watching(place.socket, count, received):
                    rates[count].append(toggles_per_second(guest, toggles, PIN))
                for counts in received:
                    assert counts["fewest"] == counts["most"] >= toggles, counts
        each_kb = 1024 * (resident_mb(console.pid) - before) / max(WATCHERS)
    return {count: statistics.median(each) for count, each in rates.items()}, each_kb


def guests(toggles=20_000, idle_s=3):
    """{number of guests: figures}: one guest toggles a line of its PL061, and the others are idle."""
    names = [f"m{number}" for number in range(max(GUESTS))]
    attributes = {"controller": "pl061"}
    chips = [
        {"id": name, "type": "chip-native-gpio", "attrs": {**attributes, "machine": name}}
        for name in names
    ]
    figures = {}
    with a_place() as place:
        place.use_board(chips, [])
        bench = place.serve()
        running = []
        for count in GUESTS:
            while len(running) < count:
                running.append(place.attach(VIRT, names[len(running)]))
            before = cpu_seconds(bench.pid)
            running[0].sh(f"sleep {idle_s}")
            figures[count] = {
                "idle_core_percent": 100 * (cpu_seconds(bench.pid) - before) / idle_s,
                "toggles_per_s": toggles_per_second(running[0], toggles, "-c gpiochip0", 6),
                "rss_mb": resident_mb(bench.pid),
            }
    return figures


def fast_edges():
    """{"virtio, paced": edges that the guest has seen of EDGES, 100 µs apart}, for each link, with and without pacing."""
    seen = {}
    for link in (VIRTIO, PL061):
        for pace in ("off", "on"):
            with a_place() as place:
                board = Board(place, link, pace=pace, pull=f"{LINE}:down")
                board.count(EDGES, "-t", 2000)
                count = int(board.guest.expect(r"edges (\d+) ")[1])
                merged = board.shown("merged") or 0
            seen[f"{link[0]}, {'paced' if pace == 'on' else 'as fast as driven'}"] = {
                "seen": count,
                "merged": merged,
            }
    return seen
