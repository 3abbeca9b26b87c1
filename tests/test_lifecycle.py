"""Guests that reboot, unload their driver, are killed and start again; several at once; QEMUs without interrupts."""

import signal

import pytest

from machines import VEXPRESS, VIRT, virtio_label
from rpc import BenchError, wait_until


def release_is_seen(board):
    board.wait_for("vm:24", direction="in")


def set_led(guest, board):
    guest.sh("gpioset --daemonize led0=1")
    board.wait_for("vm:24", "high", direction="out")


def test_a_reboot_releases_every_line_and_the_guest_works_again(place, machine):
    guest = place.run(machine, reboots=True)
    board = place.bench()
    set_led(guest, board)
    guest.start("reboot -f")
    release_is_seen(board)
    guest.expect("guest ready")
    set_led(guest, board)


def test_a_driver_that_is_unloaded_leaves_its_outputs(place, machine):
    """As on hardware: nothing resets a controller when its driver is unloaded. QEMU stops the queues then, as in a pause."""
    guest = place.run(machine)
    board = place.bench()
    set_led(guest, board)
    device = virtio_label(guest)
    guest.sh(f"echo {device} >/sys/bus/virtio/drivers/gpio_virtio/unbind")
    board.part("vm").wait_for(connected=0)
    assert board.pin("vm:24").state == "high"


def test_a_driver_that_was_unloaded_and_loaded_works_again(place, machine):
    guest = place.run(machine)
    board = place.bench()
    device = virtio_label(guest)
    for action in ("unbind", "bind"):
        guest.sh(f"echo {device} >/sys/bus/virtio/drivers/gpio_virtio/{action}")
    board.part("vm").wait_for(connected=1)
    set_led(guest, board)


def test_a_killed_qemu_releases_its_lines_and_a_new_one_may_connect(place, machine):
    bench = place.serve()
    guest = place.qemu(machine)
    board = place.bench()
    set_led(guest, board)
    guest.signal(signal.SIGKILL)
    release_is_seen(board)
    board.part("vm").wait_for(connected=0)
    guest = place.qemu(machine)
    board.part("vm").wait_for(connected=1)
    set_led(guest, board)
    bench.expect_once("QEMU has disconnected")


def test_two_guests_on_two_boards_do_not_disturb_each_other(make_place):
    places = [make_place(), make_place()]
    guests = [place.run(machine) for place, machine in zip(places, (VIRT, VEXPRESS), strict=True)]
    boards = [place.bench() for place in places]
    recordings = [board.changes("vm:24", "vm:25") for board in boards]
    for number, guest in enumerate(guests):
        guest.sh(f"gpio-toggle {24 + number} 1000 &")
    for number, changes in enumerate(recordings):
        pins = {change.pin for change in changes.take(1000)}
        assert pins == {f"vm:{24 + number}"}
    guests[0].end()
    guests[1].sh("gpio-toggle 24 10")
    assert boards[1].wait_for("vm:24", direction="in")


def test_a_guest_on_two_chips_has_two_gpiochips(place):
    place.use_board(
        [
            {"id": "a", "type": "chip-virtio-gpio", "attrs": {"lines": "4", "names": "a0"}},
            {"id": "b", "type": "chip-virtio-gpio", "attrs": {"lines": "256", "names": "255=b255"}},
        ],
        [["a:0", "b:255", "", []]],
    )
    guest = place.run(VIRT)
    assert len([x for x in guest.sh("gpiodetect").splitlines() if "[virtio" in x]) == 2
    guest.sh("gpioset --daemonize a0=1")
    assert guest.sh("gpioget --numeric b255") == "1"


def test_qemu_7_carries_values_and_one_warning_names_the_lack_and_the_cure(place, machine):
    guest = place.run(machine, generation=7)
    board = place.bench()
    set_led(guest, board)
    board.set({"vm:30": "1"})
    assert guest.sh("gpioget --numeric led6") == "1"
    guest.sh("gpiomon -n 1 b0 2>&1 | grep -q 'No such device'")
    guest.expect_once("this QEMU (older than 9.0) supports values but no interrupts")
    guest.expect_once("bookworm-backports")


def test_a_client_that_does_not_read_is_notified_and_disconnected_and_others_miss_nothing(place):
    guest = place.run(VIRT)
    lazy = place.client()
    lazy.call("watch", "vm:24")
    busy = place.bench().changes("vm:24")
    # About 65 bytes each: far more than the socket and the bench queue for a client.
    toggles = 160_000
    guest.sh(f"gpio-toggle 24 {toggles} >/tmp/log &")
    assert levels(busy, toggles) == ["high", "low"] * (toggles // 2)
    told = 0
    with pytest.raises(BenchError, match="reads too slowly"):
        while lazy.change():
            told += 1
    assert 100_000 < told < toggles
    with pytest.raises(EOFError):
        lazy.change()


def levels(changes, count):
    """The next `count` levels of a line, from its first 0 as an output."""
    while changes.next().direction != "out":
        pass
    return [change.state for change in changes.take(count, timeout=300)]


def test_run_ends_with_qemus_exit_status_and_leaves_nothing_behind(place):
    command = VIRT.command(append='run="true"')
    guest = place.pinbridge_process("run", place.board, "--", *command)
    guest.expect("run exit status 0")
    assert guest.wait() == 0
    assert not place.socket.exists()
    assert list(place.directory.iterdir()) == []


def test_a_signal_to_run_ends_qemu_too(place):
    guest = place.run(VIRT)
    guest.signal(signal.SIGTERM)
    assert guest.wait() == 0
    wait_until(lambda: not place.socket.exists())
