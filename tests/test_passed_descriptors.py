"""A peer that passes a descriptor whose close takes an hour stops neither the bench nor its end.

It is a Unix socket in whose receive queue a TCP socket with unsent data and SO_LINGER waits.
"""

import array
import os
import signal
import socket
import struct
from contextlib import contextmanager
from pathlib import Path

import pytest

from rpc import PATIENCE, wait_until

VIRTIO = {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "4"}}
NATIVE = {
    "id": "gpio",
    "type": "chip-native-gpio",
    "attrs": {"controller": "pl061", "machine": "native"},
}
USB = {"id": "usb", "type": "chip-usb-gpio", "attrs": {"machine": "other"}}

HOUR = 3600
GET_FEATURES, UNKNOWN = 1, 99


def pass_fds(peer, data, *files):
    """False if the kernel refuses: from Linux 6.16 on, for a socket that takes no descriptors."""
    rights = array.array("i", [file.fileno() for file in files])
    try:
        peer.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    except PermissionError:
        return False
    return True


class SlowToClose:
    """The socket `near`, and the ends of both connections that keep its close waiting."""

    def __init__(self):
        self.near, self._other = socket.socketpair()
        with socket.create_server(("127.0.0.1", 0)) as server:
            lingering = socket.create_connection(server.getsockname())
            self._unread, _ = server.accept()
        lingering.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, HOUR))
        lingering.setblocking(False)
        try:
            while True:
                lingering.send(bytes(65536))
        except BlockingIOError:
            pass
        pass_fds(self._other, b"x", lingering)
        # The last descriptor is in the queue: nothing is closed here.
        lingering.close()

    def end(self):
        for end in (self._unread, self._other, self.near):
            end.close()


@pytest.fixture
def slow():
    made = SlowToClose()
    yield made
    made.end()


@pytest.fixture
def bench(place):
    place.use_board([VIRTIO, NATIVE, USB], [])
    bench = place.serve()
    bench.place = place
    return bench


def connect(path):
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(PATIENCE)
    peer.connect(str(path))
    return peer


def vhost_user(request, flags=1):
    return struct.pack("III", request, flags, 0)


@contextmanager
def stopped(bench):
    """The bench receives at once what is sent meanwhile."""
    stat = Path(f"/proc/{bench.pid}/stat")
    bench.signal(signal.SIGSTOP)
    wait_until(lambda: stat.read_text().rsplit(")", 1)[1].split()[0] == "T")
    yield
    bench.signal(signal.SIGCONT)


def give(peer, data, slow, others=()):
    """Passes the socket on to a bench that is stopped: its descriptor is the last one. False if the kernel refuses."""
    passed = pass_fds(peer, data, *others, slow.near)
    if passed:
        slow.near.close()
    return passed


def wait_for_the_end(peer):
    """The bench has closed the connection."""

    def has_ended():
        try:
            return peer.recv(4096) == b""
        except ConnectionResetError:
            return True

    wait_until(has_ended)


def to_a_client_socket(bench, slow):
    with connect(bench.place.socket) as peer:
        with stopped(bench):
            passed = give(peer, b"\x94\x00\x01\xa5hello\x90", slow)
        if passed:
            wait_for_the_end(peer)


def unread_by_a_client_socket(bench, slow):
    with connect(bench.place.socket) as peer:
        # Room for all of it while the bench is stopped.
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        with stopped(bench):
            peer.sendall(b"\xc1" + bytes(65535))  # not MessagePack: the bench reads no further
            give(peer, b"x", slow)


def with_many_to_a_chip(bench, slow, others):
    with connect(f"{bench.place.socket}.vm") as peer:
        with stopped(bench):
            assert give(peer, vhost_user(GET_FEATURES), slow, [peer] * others)
        wait_for_the_end(peer)


def with_too_many_to_a_chip(bench, slow):
    with_many_to_a_chip(bench, slow, 8)


def with_very_many_to_a_chip(bench, slow):
    with_many_to_a_chip(bench, slow, 252)


def unread_by_a_chip(bench, slow):
    with connect(f"{bench.place.socket}.vm") as peer:
        with stopped(bench):
            peer.sendall(vhost_user(UNKNOWN, flags=7))
            assert give(peer, vhost_user(GET_FEATURES), slow)
        wait_for_the_end(peer)


def refused_as_a_second_qemu(bench, slow):
    with stopped(bench):
        first = connect(f"{bench.place.socket}.vm")
        second = connect(f"{bench.place.socket}.vm")
        assert give(second, vhost_user(GET_FEATURES), slow)
    wait_for_the_end(second)
    first.close()


def to_the_qtest_socket(bench, slow):
    # One of two sockets: it is not read until the other connects, so it is closed with the bench.
    peer = connect(f"{bench.place.socket}-native/qtest")
    with stopped(bench):
        give(peer, b"OK\n", slow)


def to_a_usb_chip(bench, slow):
    with connect(f"{bench.place.socket}.usb") as peer:
        with stopped(bench):
            passed = give(peer, b"x", slow)
        if passed:
            wait_for_the_end(peer)


@pytest.mark.parametrize(
    "attack",
    [
        to_a_client_socket,
        unread_by_a_client_socket,
        with_too_many_to_a_chip,
        with_very_many_to_a_chip,
        unread_by_a_chip,
        refused_as_a_second_qemu,
        to_the_qtest_socket,
        to_a_usb_chip,
    ],
)
def test_a_descriptor_whose_close_blocks_stops_nothing(bench, slow, attack):
    client = bench.place.client()
    attack(bench, slow)
    assert len(client.call("list")["parts"]) == 3
    with connect(bench.place.socket):
        assert client.call("get", "vm:0")[0]["pin"] == "vm:0"
    bench.signal(signal.SIGTERM)
    assert bench.wait() == 0


def test_descriptors_of_a_chip_do_not_remain_open(bench):
    fds = f"/proc/{bench.pid}/fd"
    before = len(os.listdir(fds))
    reader, writer = socket.socketpair()
    for _ in range(50):
        with connect(f"{bench.place.socket}.vm") as peer:
            assert pass_fds(peer, vhost_user(GET_FEATURES), *[reader] * 100)
            wait_for_the_end(peer)
    reader.close()
    writer.close()
    wait_until(lambda: len(os.listdir(fds)) <= before, lambda: os.listdir(fds))
