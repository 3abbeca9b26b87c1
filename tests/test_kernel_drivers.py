"""Linux's own drivers on the guest's lines, wired to them by the device tree: gpio-keys and leds-gpio."""

import pytest

from device_tree import VIRTIO_GPIO, with_nodes
from input_events import press_and_read
from machines import VIRT

NODES = """
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
    {
        "id": "vm",
        "type": "chip-virtio-gpio",
        "attrs": {"lines": "4", "pull": "0:up,2:up", "transport": "mmio"},
    },
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
    """A guest whose device tree describes what is on the lines of its chip."""
    place.use_board(BOARD, WIRES)
    return place.run(with_nodes(VIRT, VIRTIO_GPIO + NODES, place.directory))


def test_gpio_keys_reports_a_press_and_a_release(place, guest):
    events = press_and_read(guest, place.client(), "key")
    assert events == [(1, 28, 1), (0, 0, 0), (1, 28, 0), (0, 0, 0)]


def test_gpio_keys_on_a_level_interrupt_is_idle_when_the_level_ends(place, guest):
    client = place.client()
    events = press_and_read(guest, client, "alarm")
    assert events == [(1, 29, 1), (0, 0, 0), (1, 29, 0), (0, 0, 0)]
    client.call("watch", "vm:2")
    client.wait_for("vm:2", state="high")
    count = "sed -n 's/.*: *\\([0-9]*\\) .*virtio-gpio.* level$/\\1/p' /proc/interrupts"
    # A level that is still served interrupts thousands of times while a command runs.
    counts = {int(guest.sh(count)) for _ in range(5)}
    assert len(counts) == 1 and counts.pop() > 0


def test_leds_gpio_lights_the_led(place, guest):
    client = place.client()
    client.call("watch", "led:A")
    guest.sh("echo 1 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="high")
    guest.sh("echo 0 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="low")
