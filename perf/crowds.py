"""What grows: watchers of one pin, guests of one bench, and edges into a guest that come faster than it takes them."""

import json
import statistics
import subprocess
from contextlib import contextmanager

import paths
from figures import TOOL, cpu_seconds, measure, medians, toggles_per_second
from machines import VIRT
from places import a_place
from processes import resident_mb
from test_pacing import EDGES, LINE, PL061, VIRTIO, Board

WATCHERS = (0, 1, 10, 100, 1000)
BESIDE = (0, 10, 100)
GUESTS = (1, 4, 16, 64)
REAL = 16
PIN, IN = 24, 30


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
    """Toggles/s by the number of watchers, medians of alternating rounds; and the memory of a client in kB.

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
    return {
        "toggles_per_s": {count: statistics.median(each) for count, each in rates.items()},
        "kb_each": each_kb,
    }


def print_watchers(figures):
    rates = figures["toggles_per_s"]
    print(f"\nwatchers of a pin that a virtio guest toggles ({figures['kb_each']:.1f} kB each):")
    for count, rate in rates.items():
        print(f"{count:>6}{rate:>9.0f} toggles/s, {rate / rates[0]:.0%} of none")


def trips_beside_watchers(rounds=41, trips=150):
    """{number of watchers: p50 and p99 in µs}, medians of alternating rounds: a client drives an input, and receives
    the output to which the guest copies it. Each watcher receives that, too."""
    taken = {count: [] for count in BESIDE}
    with a_place() as place:
        place.use_panel(bounce="0")
        guest = place.booted(place.pinbridge_process("run", place.board, "--", *VIRT.command()))
        place.pinbridge("set", f"vm:{IN}=0")
        guest.start(f"gpio-echo -n {trips * rounds * len(BESIDE)} {IN} {PIN}")
        guest.expect("echoing")
        for _ in range(rounds):
            for count in BESIDE:
                with watching(place.socket, count, []):
                    words = [f"vm:{IN}", f"vm:{PIN}", trips]
                    taken[count].append(measure("roundtrips", place.socket, *words))
    return {count: medians(each) for count, each in taken.items()}


def print_trips(figures):
    print("a round trip beside watchers of its output:")
    for count, trip in figures.items():
        print(
            f"{count:>6}: p50 {trip['p50_us']:.0f} us, p99 {trip['p99_us']:.0f} us; "
            f"{trip['p50_us'] / figures[0]['p50_us']:.2f} x and {trip['p99_us'] / figures[0]['p99_us']:.2f} x those of none"
        )


def stand_in(place, name):
    """A machine without a kernel, whose processor waits for an interrupt that never comes."""
    program = place.directory / "sleep"
    wait, again = 0xD503207F, 0x17FFFFFF
    program.write_bytes(wait.to_bytes(4, "little") + again.to_bytes(4, "little"))
    words = [paths.qemu(10, "qemu-system-aarch64"), "-M", "virt", "-cpu", "cortex-a53", "-m", "16"]
    words += ["-display", "none", "-serial", "none", "-monitor", "none", "-kernel", program]
    return place.pinbridge_process("attach", "--machine", name, "--", *words)


def guests(toggles=20_000, idle_s=3):
    """{number of guests: figures}: one guest toggles a line of its PL061, and the others are idle; beyond REAL of them,
    those are stand-ins."""
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
        client = place.client()
        running = []
        for count in GUESTS:
            for name in names[len(running) : count]:
                running.append(
                    place.attach(VIRT, name) if len(running) < REAL else stand_in(place, name)
                )
            for name in names[:count]:
                client.wait_for_part(name, connected=1)
            before = cpu_seconds(bench.pid)
            running[0].sh(f"sleep {idle_s}")
            figures[count] = {
                "idle_core_percent": 100 * (cpu_seconds(bench.pid) - before) / idle_s,
                "toggles_per_s": toggles_per_second(running[0], toggles, "-c gpiochip0", 6),
                "rss_mb": resident_mb(bench.pid),
            }
    return figures


def print_guests(figures):
    print(f"guests of one bench, of which one toggles a PL061's line; beyond {REAL}, stand-ins:")
    for count, row in figures.items():
        print(
            f"{count:>6}{row['toggles_per_s']:>9.0f} toggles/s, {row['rss_mb']:.1f} MB; "
            f"all idle: {row['idle_core_percent']:.2f} % of a core"
        )


def fast_edges():
    """{"virtio, paced": edges that the guest has seen of EDGES, 100 µs apart}, for each link, with and without pacing."""
    seen = {}
    for link in (VIRTIO, PL061):
        for pace in ("off", "on"):
            with a_place() as place:
                board = Board(place, link, pace=pace, pull=f"{LINE}:down")
                board.count(EDGES, "-t", 2000)
                count = int(board.guest.expect(r"edges (\d+) ")[1])
                merged = board.shown("merged") if link is VIRTIO else None
            seen[f"{link[0]}, {'paced' if pace == 'on' else 'as fast as driven'}"] = {
                "seen": count,
                "merged": merged,
            }
    return seen


def print_fast_edges(figures):
    print(f"of {EDGES} edges into a guest, 100 us apart (a PL061 does not report which it merges):")
    for name, row in figures.items():
        merged = "" if row["merged"] is None else f", {row['merged']} counted as merged"
        print(f"{name:>26}: {row['seen']} seen{merged}")
