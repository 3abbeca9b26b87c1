"""Guests with native controllers that another bench takes over, or that are restored or migrate."""

import signal
import subprocess

import pytest

from machines import B_L475E_IOT01A, MICROBIT, NPCM750_EVB, PPCE500, SIFIVE_E
from native_boards import LINUX, FirmwareBoard, linux_board, reads_and_hears_the_button


@pytest.mark.parametrize(
    "generation, number",
    [
        pytest.param(7, signal.SIGKILL, id="QEMU 7, killed"),
        pytest.param(10, signal.SIGKILL, id="QEMU 10, killed"),
        pytest.param(10, signal.SIGTERM, id="QEMU 10, stopped"),
        pytest.param(11, signal.SIGKILL, id="QEMU 11, killed"),
    ],
)
def test_a_running_guest_is_taken_over_by_the_next_bench(place, generation, number):
    linux = LINUX["virt-arm64"]
    linux_board(place, linux)
    bench = place.serve()
    guest = place.attach(linux.machine, generation=generation)
    toggle = f"gpio-toggle -c {linux.gpiochip} {linux.output}"
    out = f"gpio:{linux.output}"
    for _ in range(2):
        guest.sh(f"({toggle} 10000000 >/dev/null & echo $! >/tmp/pid)")
        bench.signal(number)
        bench.wait()
        bench = place.serve()
        place.client().wait_for_part("gpio", connected=1)
        guest.sh("kill $(cat /tmp/pid); until ! pidof gpio-toggle; do usleep 10000; done")
        assert "pl061_update" not in bench.errors, "a trace is not the user's log"
        bench.signal(number)
        bench.wait()
        # With a wrong level until the next edge, if the next bench did not read it.
        guest.sh(f"{toggle} 101")
        bench = place.serve()
        client = place.client()
        client.wait_for_part("gpio", connected=1)
        client.call("watch", out)
        client.wait_for(out, direction="out", state="high")
        guest.sh(f"{toggle} 10000")
        # From high to its first level, low.
        states = [change["state"] for change in client.changes(10_001)]
        assert states == ["low", *["high", "low"] * 5000]
    reads_and_hears_the_button(place, guest, linux)
    assert "warning" not in bench.errors


@pytest.mark.parametrize("generation", [7, 10], ids=["QEMU 7", "QEMU 10"])
def test_an_intercepted_controller_is_taken_over_too(place, generation):
    board = FirmwareBoard(place, PPCE500, generation, served=True)
    board.bench.signal(signal.SIGKILL)
    board.bench.wait()
    place.serve()
    board.client = place.client()
    board.client.wait_for_part("c0", connected=1)
    assert "every edge" in board.client.part("c0")["shows"]["guest"]
    board.client.call("watch", board.pin("follower"))
    for level, state in (1, "high"), (0, "low"), (1, "high"):
        board.put("button", level)
        board.client.wait_for(board.pin("follower"), state=state)


@pytest.mark.parametrize(
    "machine", [MICROBIT, B_L475E_IOT01A, SIFIVE_E, NPCM750_EVB], ids=lambda machine: machine.name
)
def test_a_guest_restored_from_a_snapshot_and_the_board_agree(place, tmp_path, machine):
    image = tmp_path / "snapshots.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", image, "16M"], check=True)
    board = FirmwareBoard(place, machine, 10, "-drive", f"if=none,format=qcow2,file={image}")
    for name in ("start", "release"):
        board.put(name, 0)
    board.client.call("watch", board.pin("follower"), board.pin("led"))

    board.follows(0)
    board.follows(1)
    board.monitor("savevm up")
    board.follows(0)
    board.monitor("loadvm up")
    # The guest of the snapshot saw the button released: it receives that it is pressed.
    board.blinks()
    assert board.client.state(board.pin("follower")) == "low"
    board.follows(1)
    board.follows(0)


@pytest.mark.parametrize(
    "machine", [MICROBIT, B_L475E_IOT01A, SIFIVE_E, NPCM750_EVB], ids=lambda machine: machine.name
)
def test_a_guest_that_migrated_and_the_board_agree(place, tmp_path, machine):
    board = FirmwareBoard(place, machine, 10, served=True)
    board.client.call("watch", board.pin("follower"), board.pin("led"))
    board.follows(0)
    board.follows(1)
    board.monitor(f"migrate exec:cat>{tmp_path}/guest")
    board.guest.type("\x01cquit\n")
    board.guest.wait()
    board.client.wait_for_part(board.pin("button").split(":")[0], connected=0)
    # The guest saw the button released: it receives that it is pressed.
    board.put("button", 0)
    board.start_guest("-incoming", f"exec:cat {tmp_path}/guest")
    board.client.wait_for(board.pin("follower"), state="low")
    board.follows(1)
    board.follows(0)
