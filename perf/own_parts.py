"""What a part costs that a program embodies."""

import statistics

from figures import measure
from places import a_place


def own_part_trips(rounds=5, trips=2_000):
    """The medians of alternating rounds: a client that drives a pin and sees that change, and the same through a
    part that a program is."""
    with a_place() as place:
        place.use_board([{"id": "own", "type": "chip-own", "attrs": {}}], [])
        (place.directory / "own.chip.json").write_text('{"name": "Own", "pins": ["IN", "OUT"]}')
        place.serve()
        taken = {"client": [], "part": []}
        for _ in range(rounds):
            taken["client"].append(
                measure("roundtrips", place.socket, "own:IN", "own:IN", trips)["p50_us"]
            )
            taken["part"].append(
                measure("own-part", place.socket, "own", "IN", "OUT", trips)["p50_us"]
            )
    figures = {name: statistics.median(each) for name, each in taken.items()}
    return {**figures, "ratio": figures["part"] / figures["client"]}


def print_own_part(own):
    print(
        f"\na client's edge, back to the client: p50 {own['client']:.0f} us; through a part that a program embodies: "
        f"{own['part']:.0f} us, {own['ratio']:.2f} x"
    )
