"""Shutting down a bench loses nothing: neither the last output of guests nor what is queued for clients."""

import signal
from pathlib import Path

import pytest

from machines import VIRT
from rpc import wait_until

PL061 = {"id": "gpio", "type": "chip-native-gpio", "attrs": {"controller": "pl061"}}

LED = {"id": "led", "type": "wokwi-led", "attrs": {}}
GND = {"id": "gnd", "type": "wokwi-gnd", "attrs": {}}


def child_of(console):
    """The id of the only process that it has started."""
    return int(Path(f"/proc/{console.pid}/task/{console.pid}/children").read_text())


def has_ended(pid):
    """Whether the process has ended, even if its parent has not waited for it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def states_until_the_end(client):
    return [told["state"] for name, told in client.told_until_the_end() if name == "change"]


def toggle_and_end_unheard(guest):
    """Line 6 toggles 2,000 times and QEMU ends while the bench is stopped: it receives both at once."""
    qemu = child_of(guest)
    guest.signal(signal.SIGSTOP)
    guest.start("gpio-toggle -c /dev/gpiochip0 6 2000; poweroff -f")
    wait_until(lambda: has_ended(qemu))
    guest.signal(signal.SIGCONT)


@pytest.mark.parametrize("generation", [7, 10])
def test_edges_traced_before_qemu_ended_arrive_even_if_both_are_received_at_once(place, generation):
    place.use_board([PL061], [])
    guest = place.run(VIRT, generation)
    client = place.client()
    client.call("watch", "gpio:6")
    toggle_and_end_unheard(guest)
    edges = [state for state in states_until_the_end(client) if state != "highz"]
    # First the line becomes an output, which is low.
    assert edges[-2000:] == ["high", "low"] * 1000
    assert guest.wait() == 0


def test_a_capture_has_the_last_edges_and_clients_receive_that_the_led_went_out(place):
    place.use_board([PL061, LED, GND], [["gpio:6", "led:A", "", []], ["led:C", "gnd:GND", "", []]])
    guest = place.run(VIRT)
    client, watcher = place.client(), place.client()
    client.call("capture", "gpio:6")
    watcher.call("watch")
    toggle_and_end_unheard(guest)
    told = [told for name, told in client.told_until_the_end() if name == "edges"]
    assert sum(edges["lost"] for edges in told) == 0
    # Twelve bytes an edge; the last driven level is low, and then the line is released.
    records = b"".join(edges["data"] for edges in told)
    levels = [records[at + 10] for at in range(0, len(records), 12)]
    assert levels[-2001:-1] == [1, 0] * 1000 and levels[-1] == 2
    lit = [
        told["shows"]["lit"]
        for name, told in watcher.told_until_the_end()
        if name == "part" and told["part"] == "led"
    ]
    assert 1 in lit and lit[-1] == 0


def test_a_client_that_reads_late_receives_all_that_is_queued_after_the_guest_ended(place):
    guest = place.run(VIRT)
    client = place.client()
    client.call("watch", "vm:24")
    qemu = child_of(guest)
    # Some megabytes: more than the socket buffers.
    guest.start("gpio-toggle 24 60000; poweroff -f")
    wait_until(lambda: has_ended(qemu))
    # Requests during shutdown are ignored; a client that sends them and reads later does not hang.
    for _ in range(20000):
        client.drive("vm:30", "1")
    edges = [state for state in states_until_the_end(client) if state != "highz"]
    assert edges == ["low"] + ["high", "low"] * 30000
    assert guest.wait() == 0


def test_a_client_that_does_not_read_does_not_prevent_shutdown(place):
    place.use_board([LED], [])
    bench = place.serve()
    lazy = place.client()
    lazy.call("watch", "led:A")
    driver = place.client()
    for _ in range(20000):
        for state in "10":
            driver.drive("led:A", state)
    driver.call("hello")
    bench.signal(signal.SIGTERM)
    wait_until(lambda: not place.socket.exists())
    # A second signal ends the bench at once.
    bench.signal(signal.SIGTERM)
    assert bench.wait() == 0
    bench.expect_once(
        "a client or the broker did not drain in time; its last messages were dropped"
    )
