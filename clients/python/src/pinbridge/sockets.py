"""A bench's socket: where it is, and whether it may be trusted.

A client hands a bench its commands, and `attach` its QEMU. So nothing is sent before it is certain
that the directory, the socket and the process behind it are this user's own."""

import os
import socket
import stat
import struct
import tempfile
from pathlib import Path

from .errors import NoBenchError, UntrustedSocketError

_UCRED = struct.Struct("iII")
_START = 'start one with "pinbridge run" or "pinbridge serve", or name its socket'


def default_directory() -> Path:
    """The directory of sockets that no option named."""
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "pinbridge"
    named = (os.environ.get(name) for name in ("TMPDIR", "TMP", "TEMP", "TEMPDIR"))
    return Path(next(filter(None, named), "/tmp")) / f"pinbridge-{os.getuid()}"


def default_socket() -> Path:
    """The socket that the program and its tools take when no option names another."""
    if given := os.environ.get("PINBRIDGE_SOCKET"):
        return Path(given).absolute()
    return default_directory() / "pinbridge.sock"


def connect(path: str | os.PathLike[str]) -> socket.socket:
    """A connection to the bench on a socket. It blocks; nothing was sent yet.

    Raises NoBenchError, or UntrustedSocketError if the socket might be another user's.
    """
    place = Path(path).absolute()
    try:
        directory = os.open(place.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _no_bench(place, error) from error
    try:
        _check_directory(place.parent, os.fstat(directory))
        try:
            status = os.stat(place.name, dir_fd=directory, follow_symlinks=False)
        except OSError as error:
            raise _no_bench(place, error) from error
        _check_socket(place, status)
        return _connect_in(directory, place)
    finally:
        os.close(directory)


def _connect_in(directory: int, place: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    try:
        # By the directory that was checked, and not by its name, which may be another's by now. It
        # also spares the limit of 107 bytes.
        connection.connect(f"/proc/self/fd/{directory}/{place.name}")
        _check_peer(place, connection)
    except OSError as error:
        connection.close()
        raise _no_bench(place, error) from error
    except UntrustedSocketError:
        connection.close()
        raise
    return connection


def _no_bench(place: Path, error: OSError) -> NoBenchError:
    return NoBenchError(f'no bench serves on "{place}" ({error.strerror}); {_START}')


def _check_directory(directory: Path, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if directory == default_directory():
        if status.st_uid != os.geteuid() or mode & 0o077:
            raise UntrustedSocketError(
                f'"{directory}" is not this user\'s alone (owner {status.st_uid}, mode {mode:04o}); '
                "remove it, or set XDG_RUNTIME_DIR, and start the bench again"
            )
        return
    if status.st_uid not in (0, os.geteuid()):
        raise UntrustedSocketError(
            f'"{directory}", the socket\'s directory, belongs to user {status.st_uid}; '
            "use one of your own"
        )
    if mode & 0o022 and not mode & stat.S_ISVTX:
        raise UntrustedSocketError(
            f'"{directory}", the socket\'s directory, may be written by other users '
            f"(mode {mode:04o}); use one of mode 0700"
        )


def _check_socket(place: Path, status: os.stat_result) -> None:
    if not stat.S_ISSOCK(status.st_mode):
        raise NoBenchError(f'"{place}" is not a socket; {_START}')
    mode = stat.S_IMODE(status.st_mode)
    if status.st_uid != os.geteuid():
        raise UntrustedSocketError(
            f'the bench on "{place}" belongs to another user (user {status.st_uid}); '
            "run this as the user who started it, or specify the socket of your own bench"
        )
    if mode & 0o077:
        raise UntrustedSocketError(
            f'the socket "{place}" is open to other users (mode {mode:04o}); '
            "a bench makes it with mode 0600"
        )


def _check_peer(place: Path, connection: socket.socket) -> None:
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    user = _UCRED.unpack(told)[1]
    if user != os.geteuid():
        raise UntrustedSocketError(
            f'the process behind "{place}" belongs to another user (user {user}); nothing was sent to it'
        )


def new_directory() -> Path:
    """A directory for a bench's socket, which is this user's alone."""
    return Path(tempfile.mkdtemp(prefix="pinbridge-"))
