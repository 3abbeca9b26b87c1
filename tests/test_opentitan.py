"""A stand-in for the GPIO controller of lowRISC's QEMU, on its character device."""

import socket

import pytest

PATIENCE = 60


class OtGpio:
    """What QEMU's model sends when its character device opens, and then what a test has it send."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("r")
        for frame in "Z:ffffffff", "P:00000000", "D:00000000", "O:00000000", "Y:00000000":
            self.send(frame)
        self.send("Q:00000000")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._lines.close()  # which keeps the socket open
        self._socket.close()

    def send(self, frame):
        self._socket.sendall(f"{frame}\r\n".encode())

    def expect(self, *frames):
        assert [self._lines.readline() for _ in frames] == [f"{frame}\n" for frame in frames]


@pytest.fixture
def board(place):
    parts = [
        {"id": "soc", "type": "chip-opentitan", "attrs": {"pull": "1:up"}},
        {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
    ]
    wires = [
        ["soc:0", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        ["soc:1", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board(parts, wires)
    place.serve()
    return place


def test_a_guest_lights_an_led_and_reads_a_button(board):
    client = board.client()
    with OtGpio(client.part("soc")["shows"]["socket"]) as guest:
        guest.expect("M:fffffffd", "I:00000002")
        client.wait_for_part("soc", connected=1)
        guest.send("O:00000001")
        guest.send("D:00000001")
        guest.expect("M:fffffffc", "I:00000003")
        client.wait_for_part("led", lit=1)
        client.call("control", "button", "pressed", 1)
        guest.expect("I:00000001")
        guest.send("O:00000000")
        guest.expect("I:00000000")
        client.wait_for_part("led", lit=0)


def test_a_qemu_that_ends_releases_its_lines_and_another_may_connect(board):
    client = board.client()
    for _ in range(2):
        with OtGpio(client.part("soc")["shows"]["socket"]) as guest:
            guest.expect("M:fffffffd", "I:00000002")
            guest.send("D:00000003")
            client.call("watch", "soc:0")
            client.wait_for("soc:0", direction="out", state="low")
        client.wait_for("soc:0", direction="in")
        client.wait_for_part("soc", connected=0)


def test_what_is_not_a_frame_ends_the_connection_with_a_reason(board):
    client = board.client()
    path = client.part("soc")["shows"]["socket"]
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(PATIENCE)
        peer.connect(path)
        peer.sendall(b"GET / HTTP/1.1\r\n")
        assert peer.recv(1) == b""
    with OtGpio(path) as guest:
        guest.expect("M:fffffffd", "I:00000002")
