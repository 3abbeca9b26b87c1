"""Nothing is sent to a socket that might be another user's."""

import os
import socket
import subprocess
import sys

import pytest

from fake_bench import HELLO, FakeBench
from pinbridge import NoBenchError, UntrustedSocketError, connect, sockets

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")


@pytest.fixture
def fake(tmp_path):
    tmp_path.chmod(0o700)
    with FakeBench(tmp_path / "s", lambda *_: (HELLO, b"")) as bench:
        yield bench


def refused(path, kind, words):
    with pytest.raises(kind, match=words):
        connect(path)


def test_a_socket_of_this_users_own_is_taken(fake):
    with connect(fake.path) as bench:
        assert bench.info.board == "fake"


def test_a_socket_that_is_open_to_others_is_refused_before_a_byte_is_sent(fake):
    fake.path.chmod(0o666)
    refused(fake.path, UntrustedSocketError, r"open to other users \(mode 0666\)")
    assert fake.received == b""


def test_a_directory_that_others_may_write_is_refused_unless_it_is_sticky(fake):
    fake.path.parent.chmod(0o777)
    refused(fake.path, UntrustedSocketError, "may be written by other users")
    assert fake.received == b""
    fake.path.parent.chmod(0o1777)
    connect(fake.path).close()


@pytest.mark.parametrize("wrong", ["socket", "directory"])
@ROOT_ONLY
def test_another_users_socket_or_directory_is_refused_before_a_byte_is_sent(fake, wrong):
    os.chown(fake.path if wrong == "socket" else fake.path.parent, 65534, -1)
    refused(fake.path, UntrustedSocketError, "belongs to (another )?user")
    assert fake.received == b""


@ROOT_ONLY
def test_another_users_process_behind_a_socket_is_refused_before_a_byte_is_sent(
    tmp_path,
):
    tmp_path.chmod(0o700)
    path = tmp_path / "s"
    # The kernel reports the user of the process that called listen().
    program = (
        "import os, socket, sys; s = socket.socket(socket.AF_UNIX); os.umask(0o177); s.bind(sys.argv[1]);"
        "os.seteuid(65534); s.listen(); print('listening', flush=True); c, _ = s.accept(); print(len(c.recv(9)))"
    )
    with subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        refused(path, UntrustedSocketError, r"the process behind .* \(user 65534\)")
        assert server.stdout.read() == b"0\n"


def test_a_link_to_a_socket_and_a_file_are_not_taken_for_one(fake):
    link = fake.path.parent / "link"
    link.symlink_to(fake.path)
    refused(link, NoBenchError, "is not a socket")
    file = fake.path.parent / "file"
    file.touch()
    refused(file, NoBenchError, "is not a socket")


def test_without_a_bench_the_error_says_how_to_start_one(tmp_path):
    refused(
        tmp_path / "none" / "s",
        NoBenchError,
        'no bench serves on ".*none/s" .*pinbridge run',
    )
    stale = tmp_path / "stale"
    with socket.socket(socket.AF_UNIX) as listener:
        mask = os.umask(0o177)
        listener.bind(str(stale))
        os.umask(mask)
    refused(stale, NoBenchError, "Connection refused")


def test_the_default_directory_has_to_be_this_users_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.delenv("PINBRIDGE_SOCKET", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    directory = sockets.default_directory()
    assert directory == tmp_path / f"pinbridge-{os.getuid()}"
    directory.mkdir(mode=0o755)
    with FakeBench(sockets.default_socket(), lambda *_: (HELLO, b"")) as fake:
        refused(
            None,
            UntrustedSocketError,
            r"is not this user's alone \(owner \d+, mode 0755\)",
        )
        assert fake.received == b""
        directory.chmod(0o700)
        with connect() as bench:
            assert bench.info.board == "fake"


def test_the_socket_is_that_of_the_environment_or_of_the_runtime_directory(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("PINBRIDGE_SOCKET", raising=False)
    assert sockets.default_socket() == tmp_path / "pinbridge" / "pinbridge.sock"
    monkeypatch.setenv("PINBRIDGE_SOCKET", "/somewhere/s")
    assert str(sockets.default_socket()) == "/somewhere/s"


def test_a_path_longer_than_an_address_of_a_socket_is_no_hindrance(tmp_path, monkeypatch):
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True, mode=0o700)
    monkeypatch.chdir(deep)
    with FakeBench("s", lambda *_: (HELLO, b"")):
        with connect(deep / "s") as bench:
            assert bench.socket == deep / "s"
