"""Validates the messages of a bench against the schema that the page's types are generated from."""

import json
import re

import jsonschema
import pytest

import paths
from rpc import BenchError, wait_until

SCHEMA = json.loads((paths.ROOT / "src" / "api" / "messages.schema.json").read_text())
DEFINITIONS = SCHEMA["definitions"]
PARAMETERS, RESULTS, NOTIFICATIONS = (
    DEFINITIONS[name]["properties"] for name in ("Parameters", "Results", "Notifications")
)
PROTOCOL = (paths.ROOT / "docs" / "reference" / "client-protocol.md").read_text()


def check(value, shape):
    jsonschema.Draft7Validator({"allOf": [shape], "definitions": DEFINITIONS}).validate(value)


def rows_of(heading):
    """The cells of the table in a section of the page of the protocol."""
    section = PROTOCOL.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:3] == "| `"]
    assert rows, heading
    return rows


def names_in(heading):
    return [name for row in rows_of(heading) for name in re.findall(r"`(\w+)`", row[0])]


class CheckedCalls:
    """Calls methods of a client, and compares parameters and results with the schema."""

    def __init__(self, client):
        self.client = client
        self.called = set()

    def __call__(self, method, *parameters):
        check(list(parameters), PARAMETERS[method])
        result = self.client.call(method, *parameters)
        check(result, RESULTS[method])
        self.called.add(method)
        return result


def call_every_method(call, board):
    """With parts of the board, so that each notification is sent, too."""
    part = next(p for p in board["parts"] if p["type"].startswith("wokwi-pushbutton"))
    first, second = (pin["pin"] for pin in part["pins"] if pin["state"] == "high")
    call("view")
    assert call("get")
    assert call("watch")
    call("capture", first)
    call("bounce", "off", 1000000)
    assert call("set", {"pin": first, "state": "high"}, {"pin": second, "state": "low"})
    call("set", {"pin": first, "state": "z"}, {"pin": second, "state": "z"})
    call("control", part["part"], "pressed", 1)
    call("actions")
    assert call("load", first, [0, "high", 1000, "z"]) == 2
    call("play", 2000, 1)
    call("net", first)
    call("press", part["part"], 1000000)
    call("unwatch")
    call("announce", "m", "QEMU 10.0")
    call("hello")


def embody_a_part(call, part):
    """Calls every method of parts, of which all notifications but `ended` follow. Embodies it at the end."""
    call("embody", part, ["A"])
    call("leave", part)
    call("embody", part, [])
    call("drive", part, {"pin": "A", "state": "high", "strength": "pull"}, {"pin": "A", "state": 0})
    call("show", part, {"text": "on", "count": 3})
    call("control", part, "speed", 3)


@pytest.mark.parametrize(
    "example", sorted(p.parent.name for p in paths.EXAMPLES.glob("*/diagram.json"))
)
def test_every_list_and_view_of_an_example_matches_the_schema(place, example):
    place.use_example(example)
    place.serve()
    client = place.client()
    check(client.call("list"), RESULTS["list"])
    check(client.call("view"), RESULTS["view"])


def test_every_response_and_every_notification_matches_the_schema(place):
    place.use_panel(bounce="0")
    chip = {"name": "Box", "pins": ["A"], "controls": [{"id": "speed", "min": 0, "max": 9}]}
    (place.directory / "box.chip.json").write_text(json.dumps(chip))
    panel = json.loads(place.board.read_text())
    place.board.write_text(
        json.dumps(panel | {"parts": [*panel["parts"], {"id": "box", "type": "chip-box"}]})
    )
    place.serve()
    client = place.client()
    call = CheckedCalls(client)
    call_every_method(call, call("list"))
    embody_a_part(call, "box")
    client.drive("led99:1", "high")
    wanted = {
        "action",
        "played",
        "levels",
        "part",
        "bounce",
        "change",
        "conflict",
        "edges",
        "error",
        "view",
        "list",
        "sensed",
        "controlled",
        "ended",
    }
    place.board.write_text(json.dumps(panel))
    told = set()

    def all_told():
        client.call("hello")
        for name, parameter in client.notifications:
            check(parameter, NOTIFICATIONS[name])
            told.add(name)
        client.notifications.clear()
        return wanted <= told

    wait_until(all_told)
    call("stop")
    assert call.called == set(RESULTS)


def test_the_program_has_the_methods_of_the_schema_and_no_others(place):
    place.serve()
    with pytest.raises(BenchError, match="there is no method") as refused:
        place.client().call("nothing")
    assert str(refused.value).split("there are: ")[1].split(", ") == list(RESULTS)
    assert list(PARAMETERS) == list(RESULTS)


def test_the_page_of_the_protocol_lists_each_method_and_notification_once():
    methods = [
        name
        for heading in ("Methods", "Methods for your own parts", "Methods of the page")
        for name in names_in(heading)
    ]
    assert sorted(methods) == sorted(RESULTS)
    documented = names_in("Notifications") + names_in("Notifications of the page")
    assert sorted(documented) == sorted(NOTIFICATIONS)


def test_the_levels_of_a_view_number_the_pins_in_the_order_of_its_parts(place):
    place.serve()
    client = place.client()
    view = client.call("view")
    names = [
        f"{part['part']}:{pin['name']}" for part in view["diagram"]["parts"] for pin in part["pins"]
    ]
    assert len(names) == len(view["pins"])
    words = ["low", "high", "highz", "conflict"]
    states = {state["pin"]: state["state"] for state in client.call("get")}
    assert {
        name: words[levels[0]] for name, levels in zip(names, view["pins"], strict=True)
    } == states
