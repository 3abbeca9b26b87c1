"""What other users, boards and sites may not do to who uses a bench."""

import json
import os
import socket
import subprocess
import threading

import msgpack
import pytest

import paths
from test_http import page_of

SEQUENCE = "\x1b]0;PWNED\x07\x1b[2J"
NAMES = [SEQUENCE, "c\u009b31mone", "bidi\u202e", "a\nvm: warning: forged line"]


def is_clean(text):
    """Whether a terminal shows it as it is."""
    return not any(
        (ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in text
    )


@pytest.fixture
def hostile_board(place):
    """A board whose names a terminal would obey."""
    parts = [{"id": "vm", "type": "chip-virtio-gpio"}, {"id": "x", "type": "my-\x1b[31mtype"}]
    place.use_board(parts, [["vm:1", f"x:{name}", "", []] for name in NAMES])
    return place.serve()


def test_names_of_a_board_reach_no_terminal_as_commands(place, hostile_board):
    pins = [f"x:{name}" for name in NAMES]
    printed = [
        place.tool("info"),
        place.tool("info", "x"),
        place.tool("get", *pins),
        place.tool("get", f"nosuch{SEQUENCE}"),
        place.tool("check", place.board),
    ]
    for done in printed:
        assert is_clean(done.stdout) and is_clean(done.stderr), done
        assert "forged line" not in [line.strip() for line in done.stdout.splitlines()]
    assert "\\x1b]0;PWNED\\x07\\x1b[2J" in printed[2].stdout
    assert "\\u202e" in printed[1].stdout and "\\u009b" in printed[1].stdout


def test_names_of_a_board_reach_no_log_as_commands(place, hostile_board):
    client = place.client()
    client.call("set", {"pin": "vm:1", "state": 1}, {"pin": f"x:{SEQUENCE}", "state": 0})
    line = hostile_board.expect(r"conflict: [^\n]*\n", "err")[0]
    assert is_clean(line)
    assert "\\x1b]0;PWNED" in line


def test_set_that_is_overruled_names_what_is_stronger(place):
    place.use_board(
        [{"id": "vm", "type": "chip-virtio-gpio"}, {"id": "vcc", "type": "wokwi-vcc"}],
        [["vm:1", "vcc:VCC", "", []]],
    )
    place.serve()
    done = place.tool("set", "vm:1=0")
    assert (done.returncode, done.stderr) == (
        0,
        'pinbridge: warning: "vm:1" stays high: "vcc:VCC" drives its net more strongly\n',
    )
    assert place.tool("set", "vm:1=1").stderr == ""


def test_a_client_trusts_no_socket_that_another_user_could_have_put_there(place, tmp_path):
    """Also where the other user answers as a bench would: nothing is sent to it."""
    received = []
    open_directory = tmp_path / "open"
    open_directory.mkdir()
    path = open_directory / "s"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def answer():
        while True:
            client = listener.accept()[0]
            received.append(client.recv(1 << 16))
            client.sendall(msgpack.packb([1, 1, None, {"parts": []}]))

    threading.Thread(target=answer, daemon=True).start()
    open_directory.chmod(0o777)
    for command in (["info"], ["attach", "--", "qemu-system-aarch64", "-M", "virt"]):
        done = subprocess.run(
            [paths.PINBRIDGE, command[0], "--socket", str(path), *command[1:]],
            capture_output=True,
            text=True,
        )
        assert "other users can replace files in" in done.stderr
        assert done.returncode == 1
    assert not received
    open_directory.chmod(0o755)
    subprocess.run([paths.PINBRIDGE, "info", "--socket", str(path)], check=True)
    assert received


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_the_default_directory_of_another_user_is_not_trusted(place, tmp_path):
    squatted = tmp_path / "pinbridge-0"
    squatted.mkdir()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(squatted / "pinbridge.sock"))
    listener.listen()
    os.chown(squatted, 65534, 65534)
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PINBRIDGE_"))}
    done = subprocess.run(
        [paths.PINBRIDGE, "info"],
        capture_output=True,
        text=True,
        env={**keep, "TMPDIR": str(tmp_path)},
    )
    assert (done.returncode, "belongs to another user (uid 65534)" in done.stderr) == (1, True)


def test_a_page_of_another_site_costs_the_bench_no_answer(place):
    place.use_board([{"id": "vm", "type": "chip-virtio-gpio"}], [])
    console = place.pinbridge_process("serve", place.board, "--http", "127.0.0.1:0")
    port = int(page_of(console).rstrip("/").rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as page:
        page.sendall(
            f"GET /api/board HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n\r\n".encode()
        )
        answer = page.makefile("rb").read()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 403")
    assert json.loads(body)["message"] == "request of another site's page refused"
