"""Linux's own drivers on the guest's lines, wired to them by the device tree: gpio-keys and leds-gpio."""

import struct
import subprocess

import pytest

from machines import VIRT

# struct input_event of a 64-bit guest: seconds, microseconds, type, code, value.
EVENT = struct.Struct("<qqHHi")

# On -M virt the first virtio-mmio device stands at the last of 32 places.
NODES = """
&{/virtio_mmio@a003e00} {
    board: gpio {
        compatible = "virtio,device29";
        gpio-controller;
        #gpio-cells = <2>;
        interrupt-controller;
        #interrupt-cells = <2>;
    };
};
/ {
    keys {
        compatible = "gpio-keys";
        enter { label = "enter"; linux,code = <28>; gpios = <&board 0 1>; debounce-interval = <0>; };
        level { label = "level"; linux,code = <29>; interrupts-extended = <&board 2 8>; };
    };
    lights {
        compatible = "gpio-leds";
        lamp { label = "lamp"; gpios = <&board 1 0>; };
    };
};
"""

BOARD = [
    {"id": "vm", "type": "chip-virtio-gpio",
     "attrs": {"lines": "4", "pull": "0:up,2:up", "transport": "mmio"}},
    {"id": "key", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    {"id": "alarm", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    {"id": "led", "type": "wokwi-led"},
    {"id": "gnd", "type": "wokwi-gnd"},
]
WIRES = [
    ["vm:0", "key:1.l", "", []],
    ["key:2.l", "gnd:GND", "", []],
    ["vm:2", "alarm:1.l", "", []],
    ["alarm:2.l", "gnd:GND", "", []],
    ["vm:1", "led:A", "", []],
    ["led:C", "gnd:GND", "", []],
]


@pytest.fixture
def guest(place):
    """A guest whose device tree says what is on the lines of its chip."""
    tree = place.directory / "virt"
    command = [str(word) for word in VIRT.command()]
    machine = command[: command.index("-kernel")]
    machine[machine.index("virt")] = f"virt,dumpdtb={tree}.dtb"
    subprocess.run(machine, check=True, capture_output=True)
    source = subprocess.run(
        ["dtc", "-q", "-I", "dtb", "-O", "dts", f"{tree}.dtb"], check=True, capture_output=True
    ).stdout
    (place.directory / "virt.dts").write_bytes(source + NODES.encode())
    subprocess.run(
        ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", f"{tree}.dtb", f"{tree}.dts"], check=True
    )
    place.use_board(BOARD, WIRES)
    command += ["-dtb", f"{tree}.dtb"]
    return place.booted(place.pinbridge_process("run", place.board, "--", *command))


def press_and_read(guest, client, button):
    """The first two events of gpio-keys when a button is pressed, and the next two when it is not any
    more: their types, codes and values. The guest knows of the one before the other is done."""
    # Opened before the press: what came earlier is not read.
    name = guest.sh("grep -l '^keys$' /sys/class/input/event*/device/name").split("/")[4]
    guest.sh(f"exec 3</dev/input/{name}")
    two = f"head -c {EVENT.size * 2} <&3"
    guest.start(f"({two}; echo two more >&2; {two}) >/tmp/events; echo got them")
    client.call("control", button, "pressed", 1)
    guest.expect("^two more")
    client.call("control", button, "pressed", 0)
    guest.expect("^got them")
    raw = bytes.fromhex(guest.sh("xxd -p /tmp/events").replace("\n", ""))
    return [(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(raw)]


def test_gpio_keys_reports_a_press_and_a_release(place, guest):
    events = press_and_read(guest, place.client(), "key")
    assert events == [(1, 28, 1), (0, 0, 0), (1, 28, 0), (0, 0, 0)]


def test_gpio_keys_on_a_level_interrupt_rests_when_the_level_is_gone(place, guest):
    client = place.client()
    events = press_and_read(guest, client, "alarm")
    assert events == [(1, 29, 1), (0, 0, 0), (1, 29, 0), (0, 0, 0)]
    client.call("watch", "vm:2")
    client.wait_for("vm:2", state="high")
    count = "sed -n 's/.*: *\\([0-9]*\\) .*virtio-gpio.* level$/\\1/p' /proc/interrupts"
    interrupts = guest.sh(count)
    assert int(interrupts) > 0
    guest.sh("sleep 0.2")
    assert guest.sh(count) == interrupts


def test_leds_gpio_lights_the_led(place, guest):
    client = place.client()
    client.call("watch", "led:A")
    guest.sh("echo 1 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="high")
    guest.sh("echo 0 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="low")
