"""Changes on the board interrupt the guest: by libgpiod, by the old sysfs interface, by a driver."""

from itertools import pairwise

import pytest

from machines import virtio_label


@pytest.fixture
def guest(place, machine):
    place.use_panel(bounce="0")
    return place.run(machine)


@pytest.fixture
def bench(place, guest):
    return place.bench()


@pytest.fixture
def client(place, guest):
    return place.client()


def test_a_press_prints_falling_and_rising_in_gpiomon(guest, bench):
    presses_are_monitored(guest, bench)


def test_the_newest_qemu_interrupts_its_guest(place, machine):
    place.use_panel(bounce="0")
    presses_are_monitored(place.run(machine, generation=11), place.bench())


def presses_are_monitored(guest, bench):
    guest.start("gpiomon --banner -n 2 b0")
    guest.expect("Monitoring")
    bench.part("b0").hold()
    guest.expect(r"falling\s.*b0")
    bench.part("b0").release()
    guest.expect(r"rising\s.*b0")


@pytest.mark.parametrize("edges", ["both", "rising", "falling"])
def test_the_guest_receives_the_edges_that_it_requested_and_no_others(guest, bench, edges):
    bench.set({"vm:30": "0"})
    guest.start(f"gpio-count -v -t 1000 30 {edges}")
    guest.expect("counting")
    told = 0
    for edge in ["rising", "falling"] * 3:
        bench.set({"vm:30": "1" if edge == "rising" else "0"})
        if edges in ("both", edge):
            told += 1
            guest.expect(rf"edge {edge} seqno {told}\b")
    rising, falling = (3 if edges in ("both", edge) else 0 for edge in ("rising", "falling"))
    guest.expect(f"edges {told} rising {rising} falling {falling} gaps 0")


def test_every_edge_arrives_when_the_host_waits_for_the_guests_response(guest, client):
    """The guest copies each edge to an output: the round trip of a handshake, 500 times."""
    client.call("set", {"pin": "vm:30", "state": "0"})
    guest.start("gpio-echo -n 500 30 24")
    guest.expect("echoing")
    client.call("watch", "vm:24")
    for turn in range(500):
        wanted = "high" if turn % 2 == 0 else "low"
        client.drive("vm:30", wanted)
        assert client.wait_for("vm:24", state=wanted)


def test_stopping_a_monitor_and_starting_it_again_leaves_nothing_pending(guest, bench):
    for _ in range(3):
        guest.sh("gpio-count -t 100 12 both &")
        guest.expect("edges 0 ")
        # No program monitors the line now.
        bench.part("b0").press(0.005)
        bench.wait_for("vm:12", "high")
    guest.start("gpio-count -v -n 1 12 falling")
    guest.expect("counting")
    bench.part("b0").press(0.02)
    guest.expect("edge falling seqno 1")
    guest.expect("edges 1 rising 0 falling 1 gaps 0")


@pytest.mark.parametrize("kind, active, idle", [("high", "1", "0"), ("low", "0", "1")])
def test_level_interrupts_repeat_while_the_level_lasts_and_end_with_it(
    guest, bench, kind, active, idle
):
    bench.set({"vm:30": idle})
    guest.sh("dmesg -n 8")
    label = virtio_label(guest)
    guest.sh(f"echo {label} 30 {kind} >/dev/irq_probe")
    bench.set({"vm:30": active})
    guest.expect("irq_probe: offset 30 count 1 ")
    # The level is still active: acknowledged, it interrupts again.
    guest.start("echo ack >/dev/irq_probe")
    guest.expect("irq_probe: offset 30 count 2 ")
    bench.set({"vm:30": idle})
    guest.sh("echo ack >/dev/irq_probe")
    # The next one is that of the next level; there was none in between.
    bench.set({"vm:30": active})
    guest.expect(f"irq_probe: offset 30 count 3 value {active}")
    guest.sh("echo off >/dev/irq_probe")


def test_an_edge_while_the_interrupt_is_masked_is_not_lost(guest, bench):
    bench.set({"vm:30": "0"})
    guest.sh("dmesg -n 8")
    label = virtio_label(guest)
    guest.sh(f"echo {label} 30 rising hold >/dev/irq_probe")
    bench.set({"vm:30": "1"})
    guest.expect("irq_probe: offset 30 count 1 ")
    for state in ("0", "1"):
        bench.set({"vm:30": state})
    guest.start("echo ack >/dev/irq_probe")
    guest.expect("irq_probe: offset 30 count 2 ")
    guest.sh("echo ack >/dev/irq_probe; echo off >/dev/irq_probe")


def test_the_old_sysfs_interface_wakes_poll_at_each_edge(guest, bench):
    bench.set({"vm:30": "0"})
    guest.start("gpio-sysfs-poll -n 4 30")
    guest.expect("polling")
    for state in ("1", "0", "1", "0"):
        bench.set({"vm:30": state})
        guest.expect(f"value {state}")


def test_a_bouncing_button_interrupts_and_settles_at_its_new_level(place, machine):
    place.use_panel(**{"bounce-ms": "20"})
    guest = place.run(machine)
    bench = place.bench()
    recording = bench.edges("vm:13")
    guest.start("gpio-count -v -t 500 13 both")
    guest.expect("counting")
    bench.part("b1").press(0.1)
    guest.expect("edges ")
    edges = [edge.state for edge in recording.so_far()]
    assert edges[0] == "low" and edges[-1] == "high"
    assert len(edges) > 2 and all(a != b for a, b in pairwise(edges))
