"""A bench keeps serving whatever becomes of its log, its board's file, its clocks and its sockets, and ends in order."""

import json
import os
import select
import signal
import socket
import subprocess

import msgpack
import pytest

import paths
from processes import resident_mb
from rpc import PATIENCE, Client, wait_until

CHIP = {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "4"}}
LED = {"id": "led", "type": "wokwi-led", "attrs": {}}
UNKNOWN = {"id": "x", "type": "wokwi-unknown", "attrs": {}}


class Served:
    """A bench whose stderr the test chooses."""

    def __init__(self, place, stderr):
        self.place = place
        self.socket = place.socket
        command = [paths.PINBRIDGE, "serve", place.board, "--socket", place.socket, "--http", "off"]
        self.process = subprocess.Popen([str(word) for word in command], stderr=stderr)
        wait_until(self.listens)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def listens(self):
        with socket.socket(socket.AF_UNIX) as peer:
            return peer.connect_ex(str(self.socket)) == 0

    def answers(self):
        with Client(self.socket) as client:
            return len(client.call("list")["parts"])

    def connect_as_qemu(self):
        """Connects to the chip and disconnects again, which is logged."""
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(f"{self.socket}.vm")

    def ends_by(self, number):
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def board(place):
    place.use_board([CHIP, LED], [])
    return place


@pytest.fixture
def logged(board, tmp_path):
    """A bench with a log in a file."""
    with open(tmp_path / "log", "wb") as log, Served(board, log) as bench:
        bench.log = tmp_path / "log"
        yield bench


def save(place, *parts):
    new = place.directory / "new"
    new.write_text(json.dumps({"version": 1, "parts": list(parts), "connections": []}))
    new.replace(place.board)


def test_an_unread_log_does_not_stop_the_bench(board):
    unread, log = os.pipe()
    with Served(board, log) as bench:
        os.close(log)
        # Each makes two lines; a pipe holds 64 KiB of them.
        for _ in range(2000):
            bench.connect_as_qemu()
        assert bench.answers() == 2
        assert bench.ends_by(signal.SIGTERM) == 0
    os.close(unread)


def test_a_log_that_is_read_late_has_the_number_of_its_lost_lines(board):
    unread, log = os.pipe()
    with Served(board, log) as bench, open(unread, "rb") as reader:
        os.close(log)
        for _ in range(20000):
            bench.connect_as_qemu()
        text = b""
        while b"log lines were dropped" not in text:
            text = text[-100:] + os.read(reader.fileno(), 65536)
        assert bench.answers() == 2


@pytest.mark.parametrize("kind", ["closed pipe", "full disk"])
def test_a_board_with_warnings_does_not_end_a_bench_whose_log_cannot_be_written(board, kind):
    reader, log = os.pipe()
    if kind == "full disk":
        os.close(log)
        log = os.open("/dev/full", os.O_WRONLY)
    with Served(board, log) as bench:
        os.close(log)
        os.close(reader)
        save(board, CHIP, LED, UNKNOWN)
        wait_until(lambda: bench.answers() == 3)
        assert bench.ends_by(signal.SIGTERM) == 0


def make_fifo(place):
    os.mkfifo(place.directory / "new")


def make_directory(place):
    place.board.unlink()
    (place.directory / "new").mkdir()


def link_to_zero(place):
    (place.directory / "new").symlink_to("/dev/zero")


def make_huge(place):
    with open(place.directory / "new", "wb") as new:
        new.truncate(65 << 20)


@pytest.mark.parametrize(
    ("become", "said"),
    [
        (make_fifo, "it is a FIFO, not a regular file"),
        (make_directory, "it is a directory, not a regular file"),
        (link_to_zero, "it is a device, not a regular file"),
        (make_huge, "is larger than 64 MiB"),
    ],
)
def test_a_board_file_that_turns_into_something_else_is_refused(logged, become, said):
    become(logged.place)
    (logged.place.directory / "new").rename(logged.place.board)
    wait_until(lambda: said in logged.log.read_text(), logged.log.read_text)
    assert logged.answers() == 2
    if logged.place.board.is_dir():
        logged.place.board.rmdir()
    save(logged.place, CHIP)
    wait_until(lambda: logged.answers() == 1)


def link_by_name(other, board):
    board.symlink_to(other.name)


@pytest.mark.parametrize("put", [link_by_name, os.link])
def test_a_board_that_is_removed_is_reported_once_and_a_link_in_its_place_is_noticed(logged, put):
    board = logged.place.board
    other = board.with_name("other.json")
    other.write_text(json.dumps({"version": 1, "parts": [CHIP], "connections": []}))
    board.unlink()
    gone = f"the board's file {board} is gone; the old board is kept until the file is back"
    wait_until(lambda: gone in logged.log.read_text(), logged.log.read_text)
    assert logged.answers() == 2
    put(other, board)
    wait_until(lambda: logged.answers() == 1)
    assert logged.log.read_text().count("is gone") == 1


def test_a_board_directory_that_is_replaced_is_noticed(place, tmp_path):
    tree = tmp_path / "tree"
    tree.mkdir()
    place.use_board([CHIP, LED], [])
    place.board = place.board.rename(tree / "diagram.json")
    with Served(place, subprocess.DEVNULL) as bench:
        new = tmp_path / "new-tree"
        new.mkdir()
        (new / "diagram.json").write_text(
            json.dumps({"version": 1, "parts": [CHIP], "connections": []})
        )
        tree.rename(tmp_path / "old")
        new.rename(tree)
        wait_until(lambda: bench.answers() == 1)
        (tree / "diagram.json").write_text(
            json.dumps({"version": 1, "parts": [CHIP, LED], "connections": []})
        )
        wait_until(lambda: bench.answers() == 2)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_bench_in_order(logged, number):
    assert logged.ends_by(number) == 0
    assert not logged.socket.exists()
    assert not os.path.exists(f"{logged.socket}.vm")


def test_the_end_of_a_bench_leaves_the_sockets_of_another(logged):
    for name in (logged.socket, f"{logged.socket}.vm"):
        os.unlink(name)
    with Served(logged.place, subprocess.DEVNULL) as other:
        wait_until(lambda: other.answers() == 2)
        assert logged.ends_by(signal.SIGTERM) == 0
        assert other.answers() == 2
        other.connect_as_qemu()


def test_clocks_that_are_too_fast_leave_clients_their_turns_and_are_named(place, tmp_path):
    clocks = [
        {"id": f"c{i}", "type": "wokwi-clock-generator", "attrs": {"frequency": "100k"}}
        for i in range(100)
    ]
    place.use_board([CHIP, *clocks], [])
    with open(tmp_path / "log", "wb") as log, Served(place, log) as bench:
        wait_until(lambda: "cannot keep up with its clocks" in (tmp_path / "log").read_text())
        assert "the busiest is c" in (tmp_path / "log").read_text()
        for _ in range(10):
            assert bench.answers() == 101
        assert bench.ends_by(signal.SIGTERM) == 0


def is_readable(peer):
    return bool(select.select([peer], [], [], 0)[0])


def answers_before(peer, request, other):
    """Sends a request; how often another client is answered until the first byte of the response has come."""
    peer.sendall(request)
    count = 0
    while not is_readable(peer):
        other.call("hello")
        count += 1
    # The rest of the response, so that the next request has its own.
    while is_readable(peer) and peer.recv(1 << 20):
        other.call("hello")
    return count


@pytest.mark.parametrize("method", ["list", "get", "view"])
def test_a_large_request_leaves_other_clients_their_turns(place, tmp_path, method):
    leds = [{"id": f"led{i}", "type": "wokwi-led", "attrs": {}} for i in range(20_000)]
    place.use_board([CHIP, *leds], [])
    with open(tmp_path / "log", "wb") as log, Served(place, log) as bench:
        with socket.socket(socket.AF_UNIX) as peer, Client(bench.socket) as other:
            peer.connect(str(bench.socket))
            request = msgpack.packb([0, 1, method, []])
            # If all of it were done at once, another client would be answered once or twice in between.
            wait_until(lambda: answers_before(peer, request, other) >= 5)
            peer.sendall(request * 20)
            assert bench.ends_by(signal.SIGTERM) == 0


def test_a_large_board_that_is_saved_is_replaced_as_a_whole(place, tmp_path):
    def leds(count, color):
        attributes = {"color": color}
        return [
            {"id": f"{color}{i}", "type": "wokwi-led", "attrs": attributes} for i in range(count)
        ]

    place.use_board([CHIP, *leds(3000, "red")], [])
    with open(tmp_path / "log", "wb") as log, Served(place, log) as bench:
        with Client(bench.socket) as client, Client(bench.socket) as watcher:
            watcher.call("watch")
            save(place, CHIP, *leds(4000, "blue"))
            seen = set()

            def has_the_new_board():
                seen.add(len(client.call("list")["parts"]))
                return 4001 in seen

            wait_until(has_the_new_board)
            assert seen <= {3001, 4001}
            name, new = watcher.next_notification()
            assert name == "list"
            assert len(new["parts"]) == 4001
            # What has changed since, in the order in which it happened.
            client.call("set", {"pin": "blue0:A", "state": 1})
            client.call("set", {"pin": "blue0:A", "state": 0})
            levels = []
            while levels[-2:] != ["high", "low"]:
                name, change = watcher.next_notification()
                if name == "change" and change["pin"] == "blue0:A":
                    levels.append(change["state"])


def test_what_waited_for_clients_that_did_not_read_is_given_back(place, tmp_path):
    clock = {"id": "clock", "type": "wokwi-clock-generator", "attrs": {"frequency": "50k"}}
    place.use_board([clock], [])
    log = tmp_path / "log"
    with open(log, "wb") as errors, Served(place, errors) as bench:
        for number in range(1, 4):
            deaf = [socket.socket(socket.AF_UNIX) for _ in range(40)]
            for peer in deaf:
                peer.connect(str(bench.socket))
                peer.sendall(msgpack.packb([0, 1, "watch", ["clock:CLK"]]))
            most = 25 * number
            wait_until(lambda: log.read_text().count("more than 128 MiB") >= most)
            for peer in deaf:
                peer.close()
        wait_until(
            lambda: resident_mb(bench.process.pid) < 40,
            lambda: f"it keeps {resident_mb(bench.process.pid):.0f} MB",
        )
