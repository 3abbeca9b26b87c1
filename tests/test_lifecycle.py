"""Guests that reboot, unload their driver, die, come back; several at once; QEMUs that carry no interrupts."""

import signal

import pytest

from machines import VEXPRESS, VIRT, virtio_label
from rpc import BenchError, wait_until


def release_is_seen(client):
    client.wait_for("vm:24", direction="in")


def set_led(guest, client):
    guest.sh("gpioset --daemonize led0=1")
    client.call("watch", "vm:24")
    client.wait_for("vm:24", state="high", direction="out")


def test_a_reboot_releases_every_line_and_the_guest_works_again(place, machine):
    guest = place.run(machine, reboots=True)
    client = place.client()
    set_led(guest, client)
    guest.start("reboot -f")
    release_is_seen(client)
    guest.expect("guest ready")
    set_led(guest, client)


def test_unloading_the_driver_releases_every_line(place, machine):
    guest = place.run(machine)
    client = place.client()
    set_led(guest, client)
    guest.sh(f"echo {virtio_label(guest)} >/sys/bus/virtio/drivers/gpio_virtio/unbind")
    release_is_seen(client)
    client.wait_for_part("vm", connected=0)


def test_a_driver_that_was_unloaded_and_loaded_works_again(place, machine):
    guest = place.run(machine)
    client = place.client()
    device = virtio_label(guest)
    for action in ("unbind", "bind"):
        guest.sh(f"echo {device} >/sys/bus/virtio/drivers/gpio_virtio/{action}")
    client.wait_for_part("vm", connected=1)
    set_led(guest, client)


def test_a_killed_qemu_releases_its_lines_and_a_new_one_may_come(place, machine):
    bench = place.serve()
    guest = place.qemu(machine)
    client = place.client()
    set_led(guest, client)
    guest.signal(signal.SIGKILL)
    release_is_seen(client)
    client.wait_for_part("vm", connected=0)
    guest = place.qemu(machine)
    client.wait_for_part("vm", connected=1)
    set_led(guest, client)
    bench.expect_once("QEMU has left")


def test_two_guests_on_two_boards_do_not_disturb_each_other(make_place):
    places = [make_place(), make_place()]
    guests = [place.run(machine) for place, machine in zip(places, (VIRT, VEXPRESS))]
    clients = [place.client() for place in places]
    for number, (guest, client) in enumerate(zip(guests, clients)):
        client.call("watch", "vm:24", "vm:25")
        guest.sh(f"gpio-toggle {24 + number} 1000 &")
    for number, client in enumerate(clients):
        pins = {change["pin"] for change in client.changes(1000)}
        assert pins == {f"vm:{24 + number}"}
    guests[0].end()
    guests[1].sh("gpio-toggle 24 10")
    assert clients[1].wait_for("vm:24", direction="in")


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


def test_qemu_7_carries_values_and_says_once_what_it_lacks_and_the_cure(place, machine):
    guest = place.run(machine, generation=7)
    client = place.client()
    set_led(guest, client)
    client.drive("vm:30", "1")
    assert guest.sh("gpioget --numeric led6") == "1"
    guest.sh("gpiomon -n 1 b0 2>&1 | grep -q 'No such device'")
    guest.expect_once("this QEMU (older than 9.0) carries values but no interrupts")
    guest.expect_once("bookworm-backports")


def test_a_client_that_does_not_read_is_told_and_dropped_and_the_others_miss_nothing(place):
    guest = place.run(VIRT)
    lazy = place.client()
    busy = place.client()
    for client in (lazy, busy):
        client.call("watch", "vm:24")
    # Some 65 bytes each: far more than the socket and the bench keep for a client.
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


def levels(client, count):
    """The next `count` levels of an output, from when it is one at 0."""
    while client.change()["direction"] != "out":
        pass
    return [change["state"] for change in client.changes(count)]


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
