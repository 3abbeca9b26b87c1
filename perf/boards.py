"""Large boards: how long one takes to open, and how long a bench keeps its clients waiting while one is saved."""

import time

from figures import measure, output
from places import a_place
from rpc import BenchError

#: Parts, and lines of guests that nothing is wired to: the last has a million pins.
SIZES = ((10_000, 0), (50_000, 0), (100_000, 0), (100_000, 660_000))
STEPS = ("read", "assemble", "check", "bench")


def opening():
    """A row of figures for each size: parts, pins, wires, bytes, and the ms of each step and of all."""
    rows = []
    with a_place() as place:
        file = place.directory / "diagram.json"
        for size in SIZES:
            file.write_text(output("diagram", *size))
            row = measure("open-board", file)
            rows.append({**row, "ms": sum(row[f"{step}_ms"] for step in STEPS)})
    return rows


def print_opening(rows):
    for row in rows:
        print(
            f"opening a board of {row['parts']:>7} parts, {row['pins']:>7} pins, {row['wires']:>6} wires: {row['ms']:5.0f} ms ("
            + ", ".join(f"{step} {row[f'{step}_ms']:.0f}" for step in STEPS)
            + f"), {1000 * row['ms'] / row['pins']:.2f} us and {row['bytes'] / row['pins']:.0f} bytes a pin"
        )


def _longest_answer(client, pin, until):
    """The longest wait, in ms, of a client that asks for a pin again and again until `until(found)`."""
    longest = 0.0
    done = False
    while not done:
        began = time.perf_counter()
        try:
            client.call("get", pin)
            found = True
        except BenchError:
            found = False
        longest = max(longest, time.perf_counter() - began)
        done = until(found)
    return 1000 * longest


def saving(parts=10_000, times=5, quiet_s=3):
    """The longest wait of a client for an answer, in ms: while the board is saved with one more part, and while it is not."""
    text = output("diagram", parts)
    with a_place() as place:
        place.board = place.directory / "diagram.json"
        place.board.write_text(text)
        place.serve()
        client = place.client()
        end = time.monotonic() + quiet_s
        quiet = _longest_answer(client, "led0:A", lambda _: time.monotonic() > end)
        waits = []
        for number in range(times):
            part = f'{{"id":"new{number}","type":"wokwi-led","top":0,"left":0,"attrs":{{}}}},'
            place.board.write_text(text.replace('"parts":[', f'"parts":[{part}'))
            waits.append(_longest_answer(client, f"new{number}:A", bool))
        return {"saved_ms": max(waits), "quiet_ms": quiet}


def print_saving(waits):
    print(
        f"the longest wait of a client while a board of 10,000 parts is saved: {waits['saved_ms']:.1f} ms; "
        f"while it is not: {waits['quiet_ms']:.1f} ms"
    )
