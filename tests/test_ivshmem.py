"""A board in memory that a stock QEMU shares with its guest: ivshmem-doorbell, with our firmware."""

import pytest

import paths

# The pins of guest/firmware/firmware.h are the lines.
LED, BUTTON, FOLLOWER = 0, 1, 2
RELEASE, RELEASED = 6, 7


@pytest.fixture(params=[7, 10], ids=["QEMU 7", "QEMU 10"])
def generation(request):
    return request.param


@pytest.fixture
def board(place):
    parts = [
        {"id": "shm", "type": "chip-ivshmem-gpio", "attrs": {"pull": f"{BUTTON}:up"}},
        {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
    ]
    wires = [
        [f"shm:{LED}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"shm:{BUTTON}", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board(parts, wires)
    return place


def boot(board, client, generation):
    socket = client.part("shm")["shows"]["socket"]
    guest = board.start(
        paths.qemu(generation, "qemu-system-aarch64"),
        *("-M", "virt,highmem=off", "-cpu", "cortex-a72", "-nographic"),
        *("-chardev", f"socket,path={socket},id=shm"),
        *("-device", "ivshmem-doorbell,chardev=shm"),
        *("-kernel", paths.firmware("virt-ivshmem")),
    )
    guest.expect("firmware ready")
    return guest


def test_a_guest_blinks_follows_a_button_by_interrupts_and_releases_a_line(board, generation):
    bench = board.serve()
    client = board.client()
    client.call("set", {"pin": f"shm:{RELEASE}", "state": "0"})
    guest = boot(board, client, generation)
    for lit in 1, 0, 1:
        client.wait_for_part("led", lit=lit)

    # QEMU drops interrupts until the guest enables bus mastering, which its driver does not do.
    client.call("control", "button", "pressed", 1)
    bench.expect("shm: the guest has not handled an interrupt .* setpci", "err")
    guest.type("m")
    guest.expect("M")
    client.call("watch", f"shm:{FOLLOWER}")
    for pressed, state in (0, "high"), (1, "low"), (0, "high"):
        client.call("control", "button", "pressed", pressed)
        client.wait_for(f"shm:{FOLLOWER}", state=state)

    client.call("watch", f"shm:{RELEASED}")
    client.wait_for(f"shm:{RELEASED}", direction="out", state="high")
    client.call("set", {"pin": f"shm:{RELEASE}", "state": "1"})
    client.wait_for(f"shm:{RELEASED}", direction="in")


def test_a_chip_stays_while_its_qemu_runs_and_another_qemu_may_connect_later(board):
    bench = board.serve()
    client = board.client()
    for is_first in True, False:
        guest = boot(board, client, 10)
        client.wait_for_part("shm", connected=1)
        if is_first:
            board.use_board([{"id": "gnd", "type": "wokwi-gnd", "attrs": {}}], [])
            bench.expect("chip shm cannot be removed while a guest is connected to it", "err")
        guest.type("\x01x")  # ends QEMU
        assert guest.wait() == 0
        client.wait_for_part("shm", connected=0)
        assert client.call("get", f"shm:{LED}")[0]["direction"] == "in"
