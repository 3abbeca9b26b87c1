"""A board on a ZynqMP machine of Xilinx's QEMU, with a stand-in for that QEMU."""

import socket

import pytest

from xilinx_qemu import EMIO0, MIO_IN, XilinxQemu

PATIENCE = 60

# Lines of Linux's gpiochip: a MIO pin, and the first two of EMIO.
MIO_BUTTON, LED, BUTTON = 22, 78, 79


@pytest.fixture
def board(place):
    parts = [
        {
            "id": "zynq",
            "type": "chip-remote-port",
            "attrs": {"pull": f"{MIO_BUTTON}:up,{BUTTON}:up"},
        },
        {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "b0", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "b1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
    ]
    wires = [
        [f"zynq:{LED}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"zynq:{BUTTON}", "b0:1.l", "green", []],
        ["b0:2.l", "gnd:GND", "black", []],
        [f"zynq:{MIO_BUTTON}", "b1:1.l", "green", []],
        ["b1:2.l", "gnd:GND", "black", []],
    ]
    place.use_board(parts, wires)
    return place


@pytest.fixture
def client(board):
    board.serve()
    return board.client()


def connect(client):
    qemu = XilinxQemu(client.part("zynq")["shows"]["socket"])
    client.wait_for_part("zynq", connected=1)
    qemu.sync(1_000_000)
    qemu.expect_input(MIO_IN, MIO_BUTTON, 1)
    # The LED's line floats, and is not sent.
    qemu.expect_input(EMIO0, BUTTON - 78, 1)
    return qemu


def test_a_guest_lights_an_led_and_reads_buttons_while_time_goes_on(client):
    with connect(client) as qemu:
        qemu.set_wire(EMIO0, 32, 1)
        qemu.set_wire(EMIO0, 0, 1)
        client.wait_for_part("led", lit=1)
        for time in range(2, 102):
            qemu.sync(time * 1_000_000)
        client.call("control", "b0", "pressed", 1)
        qemu.expect_input(EMIO0, 1, 0)
        client.call("control", "b1", "pressed", 1)
        qemu.expect_input(MIO_IN, MIO_BUTTON, 0)
        qemu.set_wire(EMIO0, 0, 0)
        client.wait_for_part("led", lit=0)


def test_many_edges_are_all_delivered_to_a_qemu_that_reads_them(client):
    with connect(client) as qemu:
        for _ in range(1000):
            for pressed in 1, 0:
                client.call("control", "b0", "pressed", pressed)
                qemu.expect_input(EMIO0, 1, 1 - pressed)
    assert client.part("zynq")["shows"]["merged"] == 0


def test_a_qemu_that_ends_releases_its_lines_and_another_may_connect(client):
    client.call("watch", f"zynq:{LED}")
    for _ in range(2):
        with connect(client) as qemu:
            qemu.set_wire(EMIO0, 32, 1)
            client.wait_for(f"zynq:{LED}", direction="out")
        client.wait_for(f"zynq:{LED}", direction="in")
        client.wait_for_part("zynq", connected=0)


def test_an_access_to_the_pl_fails_in_the_guest_and_does_not_hang(client):
    with connect(client) as qemu:
        assert qemu.read_memory(0xA0000000) == 2
        qemu.sync(2_000_000)


def test_a_board_without_the_chip_is_refused_while_its_qemu_runs(board):
    bench = board.serve()
    with connect(board.client()) as qemu:
        board.use_board([{"id": "gnd", "type": "wokwi-gnd", "attrs": {}}], [])
        bench.expect("chip zynq cannot be removed while a guest is connected to it", "err")
        qemu.sync(2_000_000)


def test_what_is_not_remote_port_ends_the_connection(client):
    path = client.part("zynq")["shows"]["socket"]
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(PATIENCE)
        peer.connect(path)
        peer.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while peer.recv(4096):
            pass
    with connect(client):
        pass
