"""One board for several guests: attach, and effects on each other's lines."""

import signal

import pytest

from machines import VEXPRESS, VIRT


TWO_MACHINES = [
    {
        "id": "a",
        "type": "chip-virtio-gpio",
        "attrs": {"lines": "2", "names": "req,ack", "machine": "alice"},
    },
    {
        "id": "b",
        "type": "chip-virtio-gpio",
        "attrs": {"lines": "2", "names": "req,ack", "machine": "bob"},
    },
]
HANDSHAKE = [["a:0", "b:0", "green", []], ["a:1", "b:1", "green", []]]


@pytest.fixture
def pair(place):
    """A bench for two machines: a wire joins their lines 0, another their lines 1."""
    place.use_board(TWO_MACHINES, HANDSHAKE)
    place.serve()
    return place


def test_two_guests_shake_hands_over_two_wires_with_interrupts_both_ways(place):
    # Inputs are pulled down: a floating wire has random levels before the first edge.
    pulls = {"a": {"pull": "1:down"}, "b": {"pull": "0:down"}}
    place.use_board(
        [{**chip, "attrs": chip["attrs"] | pulls[chip["id"]]} for chip in TWO_MACHINES], HANDSHAKE
    )
    place.serve()
    alice = place.attach(VIRT, "alice")
    bob = place.attach(VEXPRESS, "bob")
    client = place.client()
    client.call("watch", "a:0", "b:1")
    # Bob copies wire 0 to wire 1; Alice copies wire 1 to wire 0, inverted.
    bob.start("gpio-echo 0 1")
    bob.expect("echoing")
    alice.sh("gpio-echo -i -n 1000 1 0")
    changes = [c for c in client.changes_so_far() if c["state"] in ("high", "low")]
    heard = [(c["pin"], c["state"]) for c in changes if c["direction"] == "out"]
    once = [("a:0", "high"), ("b:1", "high"), ("a:0", "low"), ("b:1", "low")]
    start = heard.index(("a:0", "high"))
    assert heard[start : start + 2000] == once * 500


def test_a_guest_that_disconnects_releases_its_lines_and_the_other_keeps_running(pair):
    alice = pair.attach(VIRT, "alice")
    bob = pair.attach(VIRT, "bob")
    client = pair.client()
    client.call("watch", "a:0", "b:0", "b:1")
    alice.sh("gpioset --daemonize req=1")
    client.wait_for("a:0", state="high", direction="out")
    alice.signal(signal.SIGKILL)
    client.wait_for("b:0", state="highz")
    bob.sh("gpio-toggle 1 10")
    client.wait_for("b:1", state="high")


def test_the_bench_shows_the_qemu_of_an_attached_guest(pair):
    pair.attach(VIRT, "alice")
    told = {part["part"]: part["shows"]["guest"] for part in pair.client().call("list")["parts"]}
    assert told["a"] == "QEMU 10.0, virtio-gpio with interrupts"
    assert told["b"] == "no guest"


def test_attach_refuses_an_unknown_machine_and_one_that_has_a_guest(pair):
    command = [str(word) for word in VIRT.command()]
    nobody = pair.tool("attach", "--machine", "carol", "--", *command)
    assert nobody.returncode == 2
    assert 'no chip of a machine "carol"; it has alice, bob' in nobody.stderr
    either = pair.tool("attach", "--", *command)
    assert either.returncode == 2
    assert "chips of 2 machines, alice, bob: name one with --machine" in either.stderr
    pair.attach(VIRT, "alice")
    taken = pair.tool("attach", "--machine", "alice", "--", *command)
    assert taken.returncode == 1
    assert "machine alice already has a guest, on chip a" in taken.stderr


def test_run_refuses_a_board_of_several_machines(place):
    place.use_board(TWO_MACHINES, HANDSHAKE)
    done = place.tool("run", place.board, "--", "qemu-system-aarch64", "-M", "virt")
    assert done.returncode == 2
    assert "or serve the board and start each guest with pinbridge attach" in done.stderr
