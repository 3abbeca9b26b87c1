"""A board at either end of the message queues: stand-ins for the patched QEMU and for its panel."""

import uuid

import pytest

from message_queues import Queue

LED, BUTTON = 24, 12


@pytest.fixture
def queues():
    name = f"/pinbridge-{uuid.uuid4().hex[:12]}"
    with Queue(f"{name}-to") as to_qemu, Queue(f"{name}-from") as from_qemu:
        yield name, to_qemu, from_qemu


def serve(place, name, side):
    attributes = {"side": side, "toQemu": f"{name}-to", "fromQemu": f"{name}-from"}
    parts = [
        {"id": "mq", "type": "chip-message-queue", "attrs": {**attributes, "pull": f"{BUTTON}:up"}},
        {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
    ]
    wires = [
        [f"mq:{LED}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"mq:{BUTTON}", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board(parts, wires)
    return place.serve()


def test_a_patched_qemu_is_a_guest_of_the_board(place, queues):
    name, to_qemu, from_qemu = queues
    serve(place, name, "guest")
    client = place.client()
    assert to_qemu.receive() == (BUTTON, 1)
    from_qemu.send(LED, 1)
    client.wait_for_part("led", lit=1)
    from_qemu.send(LED, 0)
    client.wait_for_part("led", lit=0)
    for pressed in 1, 0:
        client.call("control", "button", "pressed", pressed)
        assert to_qemu.receive() == (BUTTON, 1 - pressed)
    assert client.part("mq")["shows"]["connected"] == 1


def test_a_panel_works_the_board_as_if_it_were_its_qemu(place, queues):
    name, to_qemu, from_qemu = queues
    serve(place, name, "panel")
    client = place.client()
    assert from_qemu.receive() == (BUTTON, 1)
    to_qemu.send(LED, 1)
    client.wait_for_part("led", lit=1)
    client.call("control", "button", "pressed", 1)
    assert from_qemu.receive() == (BUTTON, 0)
    # What a panel asks when it connects again.
    to_qemu.send(255, 0)
    assert from_qemu.receive() == (BUTTON, 0)


def test_messages_sent_before_the_bench_came_are_taken_and_foreign_ones_counted(place, queues):
    name, _, from_qemu = queues
    from_qemu.send(LED, 1)
    from_qemu.send_raw(b"hello")
    bench = serve(place, name, "guest")
    bench.expect("mq: 1 messages of .*-from do not follow the protocol and were ignored", "err")
    place.client().wait_for_part("led", lit=1)


def test_a_full_queue_delays_neither_the_bench_nor_the_newest_level(place, queues):
    name, to_qemu, _ = queues
    serve(place, name, "guest")
    client = place.client()
    for _ in range(50):
        for pressed in 1, 0:
            client.call("control", "button", "pressed", pressed)
    client.call("control", "button", "pressed", 1)
    received = [to_qemu.receive() for _ in range(11)]
    assert received[-1] == (BUTTON, 0)
    assert client.part("mq")["shows"]["merged"] > 0
