"""What a bench says, held against the schema that the page's types are made of."""

import json

import jsonschema
import pytest

import paths
from rpc import wait_until

SCHEMA = json.loads((paths.ROOT / "src" / "api" / "messages.schema.json").read_text())
ANSWERS = {"hello": "Hello", "list": "List", "control": "PartState", "press": "PartState", "view": "View",
           "net": "Net", "bounce": "Bounce", "capture": "Capture"}
NOTIFICATIONS = {"change": "PinState", "part": "PartState", "list": "List", "view": "View", "levels": "Levels",
                 "bounce": "Bounce", "edges": "Edges", "conflict": "PinsNotice", "oscillation": "PinsNotice",
                 "error": "Failure", "lagged": "Failure"}


def check(value, name):
    schema = {"$ref": f"#/definitions/{name}", "definitions": SCHEMA["definitions"]}
    jsonschema.Draft7Validator(schema).validate(value)


def every_shape(client, board):
    """Calls each method with what the board has, so that each notification comes, too."""
    part = next(p for p in board["parts"] if p["type"].startswith("wokwi-pushbutton"))
    first, second = (pin["pin"] for pin in part["pins"] if pin["state"] == "high")
    yield "view", client.call("view")
    yield "get", client.call("get")
    yield "watch", client.call("watch")
    yield "capture", client.call("capture", first)
    yield "bounce", client.call("bounce", "off", 1000000)
    yield "set", client.call("set", {"pin": first, "state": "high"}, {"pin": second, "state": "low"})
    yield "set", client.call("set", {"pin": first, "state": "z"}, {"pin": second, "state": "z"})
    yield "control", client.call("control", part["part"], "pressed", 1)
    yield "net", client.call("net", first)
    yield "press", client.call("press", part["part"], 1000000)
    yield "unwatch", client.call("unwatch")
    yield "hello", client.call("hello")
    client.drive("nobody:1", "high")


@pytest.mark.parametrize("example", sorted(p.parent.name for p in paths.EXAMPLES.glob("*/diagram.json")))
def test_every_list_and_view_of_an_example_is_of_the_schemas_shape(place, example):
    place.use_example(example)
    place.serve()
    client = place.client()
    check(client.call("list"), "List")
    check(client.call("view"), "View")


def test_every_answer_and_every_notification_is_of_the_schemas_shape(place):
    place.use_panel(bounce="0")
    place.serve()
    client = place.client()
    board = client.call("list")
    for method, answer in every_shape(client, board):
        if method in ("get", "set", "watch"):
            assert answer
            for state in answer:
                check(state, "PinState")
        elif method != "unwatch":
            check(answer, ANSWERS[method])
    wanted = {"levels", "part", "bounce", "change", "conflict", "edges", "error", "view", "list"}
    place.board.write_text(place.board.read_text() + " ")
    told = set()

    def all_told():
        client.call("hello")
        for name, parameters in client.notifications:
            check(parameters[0], NOTIFICATIONS[name])
            told.add(name)
        client.notifications.clear()
        return wanted <= told

    wait_until(all_told)


def test_the_levels_of_a_view_number_the_pins_in_the_order_of_its_parts(place):
    place.serve()
    client = place.client()
    view = client.call("view")
    names = [f"{part['part']}:{pin['name']}" for part in view["diagram"]["parts"] for pin in part["pins"]]
    assert len(names) == len(view["pins"])
    words = ["low", "high", "highz", "conflict"]
    states = {state["pin"]: state["state"] for state in client.call("get")}
    assert {name: words[levels[0]] for name, levels in zip(names, view["pins"])} == states
