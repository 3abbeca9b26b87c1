"""GPIO adapters on a guest's USB: stock kernels, several machines, benches that restart under a running guest."""

import signal
from dataclasses import replace

import pytest

from machines import DEBIAN_VIRT_64, RASPI3B_LINUX

OUT, IN = 6, 5


def use_board(place, model):
    attributes = {"model": model, "pull": f"{IN}:up"}
    parts = [
        {"id": "usb", "type": "chip-usb-gpio", "attrs": attributes},
        {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
    ]
    wires = [
        [f"usb:{OUT}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"usb:{IN}", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board(parts, wires)


@pytest.fixture
def cp2112(place):
    use_board(place, "cp2112")
    return place


def gpiochip(guest, model="cp2112"):
    """The guest's name of the adapter's gpiochip, once its driver has made it."""
    search = f"gpiodetect | sed -n 's/ .*{model}.*//p'"
    return guest.sh(f'until chip=$({search}); [ -n "$chip" ]; do usleep 50000; done; echo $chip')


def drives_and_reads(guest, client, chip, toggles=20):
    client.call("watch", f"usb:{OUT}")
    guest.sh(f"gpio-toggle -c {chip} {OUT} {toggles}")
    client.wait_for(f"usb:{OUT}", direction="out", state="low")
    edges = [change["state"] for change in client.changes(toggles)]
    assert edges == ["high", "low"] * (toggles // 2)
    guest.sh(f"gpioget -c {chip} {OUT}")
    client.wait_for(f"usb:{OUT}", direction="in", state="highz")
    for pressed, level in (1, "0"), (0, "1"):
        client.call("control", "button", "pressed", pressed)
        assert guest.sh(f"gpioget -c {chip} --numeric {IN}") == level


def hears_the_button(guest, client, chip, *, polls):
    guest.start(f"gpiomon --banner -c {chip} {IN} &")
    guest.expect("Monitoring line")
    if polls:
        wait_for_polls(guest)
    client.call("control", "button", "pressed", 1)
    guest.expect("falling")
    if polls:
        wait_for_polls(guest)
    client.call("control", "button", "pressed", 0)
    guest.expect("rising")


def wait_for_polls(guest):
    """Linux's driver of the CP2112 asks for the levels every ten jiffies. Before its first answer it takes them for low,
    so a button that is pressed until then causes no edge. It may report a pressed button at two answers: one that is released
    between these is an edge less. Each answer is an interrupt of the USB controller."""
    count = "awk '/xhci/ { n += $2 } END { print n }' /proc/interrupts"
    guest.sh(f"first=$({count}); until [ $({count}) -ge $((first + 4)) ]; do usleep 10000; done")


@pytest.fixture(params=[7, 10, 11], ids=["QEMU 7", "QEMU 10", "QEMU 11"])
def generation(request):
    return request.param


def test_qemu_args_for_a_command_are_what_its_version_accepts(cp2112):
    """QEMU 11 refuses what QEMU 7 calls the time between two attempts to connect."""
    cp2112.serve()
    command = DEBIAN_VIRT_64.command(11)
    printed = cp2112.pinbridge("qemu-args", cp2112.board, "--", *command)
    words = " ".join(f"'{word}'" for word in command)
    guest = cp2112.booted(cp2112.start("sh", "-c", f"exec {words} {printed}"))
    assert gpiochip(guest).startswith("gpiochip")


def test_a_stock_kernel_drives_reads_and_monitors_a_cp2112(cp2112, generation):
    guest = cp2112.run(DEBIAN_VIRT_64, generation)
    client = cp2112.client()
    chip = gpiochip(guest)
    client.wait_for_part("usb", connected=1)
    assert "CP2112" in client.part("usb")["shows"]["guest"]
    drives_and_reads(guest, client, chip)
    hears_the_button(guest, client, chip, polls=True)


def test_debians_drivers_drive_read_and_monitor_a_dln2(place, generation):
    use_board(place, "dln2")
    guest = place.run(DEBIAN_VIRT_64, generation)
    client = place.client()
    chip = gpiochip(guest, "dln2")
    client.wait_for_part("usb", connected=1)
    assert "with interrupts" in client.part("usb")["shows"]["guest"]
    drives_and_reads(guest, client, chip)
    client.call("watch", "usb:31")
    guest.sh(f"gpio-toggle -c {chip} 31 1")
    client.wait_for("usb:31", direction="out", state="high")
    hears_the_button(guest, client, chip, polls=False)


@pytest.mark.parametrize("newer", [10, 11], ids=["QEMU 10", "QEMU 11"])
def test_a_raspberry_pi_drives_and_reads_a_cp2112_on_its_own_usb(cp2112, newer):
    guest = cp2112.run(RASPI3B_LINUX, newer)
    drives_and_reads(guest, cp2112.client(), gpiochip(guest))


def test_a_guest_finds_its_adapter_again_when_the_bench_was_killed(cp2112):
    bench = cp2112.serve()
    guest = cp2112.attach(DEBIAN_VIRT_64)
    client = cp2112.client()
    drives_and_reads(guest, client, gpiochip(guest))
    bench.signal(signal.SIGKILL)
    bench.wait()
    guest.sh("until ! gpiodetect | grep -q cp2112; do usleep 50000; done")
    cp2112.serve()
    drives_and_reads(guest, cp2112.client(), gpiochip(guest))


def test_a_chip_is_plugged_into_the_bus_that_it_names(place):
    chip = {"id": "usb", "type": "chip-usb-gpio", "attrs": {"model": "dln2", "bus": "mine.0"}}
    place.use_board([chip], [])
    place.serve()
    controllers = ["-device", "qemu-xhci", "-device", "qemu-xhci,id=mine"]
    machine = replace(DEBIAN_VIRT_64, arguments=[*DEBIAN_VIRT_64.arguments, *controllers])
    guest = place.attach(machine)
    gpiochip(guest, "dln2")
    # The second of the two: each has a bus of USB 2 and one of USB 3.
    assert guest.sh("ls -d /sys/bus/usb/devices/?-?") == "/sys/bus/usb/devices/3-1"


def test_a_guest_may_start_before_its_bench(cp2112):
    guest = cp2112.qemu(DEBIAN_VIRT_64)
    assert "cp2112" not in guest.sh("gpiodetect")
    cp2112.serve()
    drives_and_reads(guest, cp2112.client(), gpiochip(guest))


def test_a_killed_guest_releases_its_lines_and_another_may_connect(cp2112):
    cp2112.serve()
    client = cp2112.client()
    client.call("watch", f"usb:{OUT}")
    for _ in range(2):
        guest = cp2112.attach(DEBIAN_VIRT_64)
        chip = gpiochip(guest)
        guest.sh(f"gpio-toggle -c {chip} {OUT} 1")
        client.wait_for(f"usb:{OUT}", direction="out", state="high")
        guest.signal(signal.SIGKILL)
        client.wait_for(f"usb:{OUT}", direction="in")
        client.wait_for_part("usb", connected=0)
