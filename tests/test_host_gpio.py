"""Lines of a real kernel as parts: Pinbridge runs in a guest whose USB adapter is on the board of another bench."""

import json
import platform
import re
import shutil
import signal
import subprocess

import pytest

import paths
from machines import DEBIAN_Q35
from test_usb_gpio import IN, OUT, use_board

#: Where the guest has this machine's programs.
HERE = "/pinbridge"
SOCKET = "/tmp/bench/s"
PINBRIDGE = f"{HERE}/ld.so --library-path {HERE} {HERE}/pinbridge"

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the guest runs programs of an amd64 machine"
)


def libraries(program):
    """The paths of the loader and of the libraries that a program loads."""
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S+) \(0x", listed)


def initramfs(directory, board):
    """The guest's files, and the program with what it loads and its board: the kernel reads one archive after the
    other."""
    root = directory / "root"
    here = root / HERE.strip("/")
    (here / "board").mkdir(parents=True)
    shutil.copy(paths.PINBRIDGE, here)
    for library in libraries(paths.PINBRIDGE):
        shutil.copy(library, here / ("ld.so" if "/ld-linux" in library else library.split("/")[-1]))
    (here / "board" / "diagram.json").write_text(json.dumps(board))
    archive = directory / "initramfs.cpio.gz"
    packed = subprocess.run(
        "find . | cpio --create --format=newc --quiet | gzip -1",
        shell=True,
        cwd=root,
        capture_output=True,
    )
    assert packed.returncode == 0, packed.stderr
    archive.write_bytes(
        paths.guest("debian-amd64", "initramfs.cpio.gz").read_bytes() + packed.stdout
    )
    return archive


def host_gpio(name, **attributes):
    return {"id": name, "type": "host-gpio", "attrs": {"chip": "gpiochip0", **attributes}}


INNER = {
    "version": 1,
    "parts": [
        host_gpio("button", line=str(IN)),
        host_gpio("lamp", line=str(OUT), direction="out"),
        {"id": "follower", "type": "wokwi-led"},
    ],
    "connections": [["button:IO", "follower:A", "green", []]],
}


@pytest.fixture
def world(place):
    """The board of the guest's adapter: what is real for the guest."""
    use_board(place, "cp2112")
    return place


@pytest.fixture
def guest(world):
    """Its shell, with a bench that serves the inner board."""
    files = initramfs(world.directory, INNER)
    command = [*DEBIAN_Q35.command(), "-initrd", files]
    guest = world.booted(world.pinbridge_process("run", world.board, "--", *command))
    guest.sh("until gpiodetect | grep -q cp2112; do usleep 50000; done")
    serve(guest)
    return guest


def serve(guest):
    guest.sh("mkdir -p -m 700 /tmp/bench")
    guest.start(f"{PINBRIDGE} serve --http off --socket {SOCKET} {HERE}/board &")
    guest.expect("is served on")


def inner(guest, command, *words):
    return guest.sh(" ".join([PINBRIDGE, command, "--socket", SOCKET, *words]))


def test_a_real_button_works_an_input_and_an_output_lights_a_real_led(world, guest):
    outside = world.bench()
    assert inner(guest, "get", "--numeric", "button:IO") == "1"
    guest.start(f"{PINBRIDGE} mon --socket {SOCKET} --banner -n 2 button:IO")
    guest.expect("Monitoring")
    with outside.part("button").held():
        guest.expect("falling.*button:IO")
        outside.wait_for(f"usb:{IN}", "low")
    guest.expect("rising.*button:IO")
    assert inner(guest, "get", "--numeric", "follower:A") == "1"

    for state, lit in ("1", 1), ("0", 0):
        inner(guest, "set", f"lamp:IO={state}")
        outside.wait_for(f"usb:{OUT}", "high" if lit else "low", direction="out")
        outside.part("led").wait_for(lit=lit)
    inner(guest, "set", "lamp:IO=z")
    outside.wait_for(f"usb:{OUT}", direction="in")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_bench_that_ends_releases_its_lines(world, guest, number):
    outside = world.bench()
    inner(guest, "set", "lamp:IO=1")
    outside.wait_for(f"usb:{OUT}", direction="out")
    assert guest.sh("gpioinfo | grep -c 'consumer=.*pinbridge'") == "2"
    guest.sh(f"kill -{int(number)} $(pidof ld.so)")
    guest.sh("until ! gpioinfo | grep -q pinbridge; do usleep 50000; done")
    if number == signal.SIGTERM:
        outside.wait_for(f"usb:{OUT}", direction="in")
    serve(guest)
    assert inner(guest, "get", "--numeric", "button:IO") == "1"


def test_a_line_that_another_program_has_is_refused_with_its_name(guest):
    guest.sh("kill $(pidof ld.so)")
    guest.sh("until ! gpioinfo | grep -q pinbridge; do usleep 50000; done")
    guest.sh(f"gpioset --daemonize --consumer other -c gpiochip0 {OUT}=1")
    told = guest.sh(f"{PINBRIDGE} serve --http off --socket {SOCKET} {HERE}/board 2>&1", status=1)
    assert "lamp: " in told and "other" in told, told
