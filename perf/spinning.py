"""What polling for a guest's requests gains and costs: run --spin auto, on and off, in alternating rounds."""

import statistics
from contextlib import ExitStack

from figures import cpu_seconds, toggles_per_second
from machines import VIRT
from places import a_place

MODES = ("auto", "on", "off")
PIN = 24


def spinning(rounds=5, toggles=20_000):
    """{mode: toggles/s and the bench's µs of a processor for each}, medians; and their ratios to those of "off"."""
    rates = {mode: [] for mode in MODES}
    costs = {mode: [] for mode in MODES}
    with ExitStack() as stack:
        guests = {}
        for mode in MODES:
            place = stack.enter_context(a_place())
            place.use_panel(bounce="0")
            words = ["run", "--spin", mode, place.board, "--", *VIRT.command()]
            console = place.pinbridge_process(*words)
            guests[mode] = (console, place.booted(console))
        for _ in range(rounds):
            for mode, (console, guest) in guests.items():
                before = cpu_seconds(console.pid)
                rates[mode].append(toggles_per_second(guest, toggles, PIN))
                costs[mode].append(1e6 * (cpu_seconds(console.pid) - before) / toggles)
    figures = {
        mode: {
            "toggles_per_s": statistics.median(rates[mode]),
            "cpu_us_each": statistics.median(costs[mode]),
        }
        for mode in MODES
    }
    for each in figures.values():
        each["gain"] = each["toggles_per_s"] / figures["off"]["toggles_per_s"]
        each["cost"] = each["cpu_us_each"] / figures["off"]["cpu_us_each"]
    return figures


def print_spinning(all_modes):
    print("\n--spin    toggles/s  x off   us of the bench's processor each  x off")
    for mode, each in all_modes.items():
        print(
            f"{mode:<8}{each['toggles_per_s']:>11.0f}{each['gain']:>7.2f}"
            f"{each['cpu_us_each']:>35.1f}{each['cost']:>7.2f}"
        )
