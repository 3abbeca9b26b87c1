"""Linux's own drivers of buses on the guest's lines, and of the parts on them, described by the device tree."""

import pytest

from device_tree import PL061, VIRTIO_GPIO, with_nodes
from machines import BUSES

# The slow machine that CI has boots Debian's kernel in half a minute.
PATIENCE = 240

# The chip of the board, and what its node is called "board" by.
PINS = {
    "virtio": (
        {"type": "chip-virtio-gpio", "attrs": {"lines": "8", "transport": "mmio"}},
        VIRTIO_GPIO,
    ),
    "pl061": ({"type": "chip-native-gpio", "attrs": {"controller": "pl061"}}, PL061),
}
CHIPS = pytest.mark.parametrize("pins", PINS)

# On the pl061 a pin is read back 0.2 ms after it was released, at the earliest.
I2C = """
/ {
    i2c-bus {
        compatible = "i2c-gpio";
        sda-gpios = <&board 0 6>;
        scl-gpios = <&board 1 6>;
        i2c-gpio,delay-us = <DELAY>;
        #address-cells = <1>;
        #size-cells = <0>;
        clock@68 { compatible = "dallas,ds1307"; reg = <0x68>; };
    };
};
"""
I2C_DELAY = {"virtio": "5", "pl061": "500"}

# A dh2228fv is one of the names that Linux's spidev takes from a device tree.
SPI = """
/ {
    spi-bus {
        compatible = "spi-gpio";
        sck-gpios = <&board 0 0>;
        mosi-gpios = <&board 1 0>;
        miso-gpios = <&board 2 0>;
        cs-gpios = <&board 4 1>;
        num-chipselects = <1>;
        #address-cells = <1>;
        #size-cells = <0>;
        device@0 { compatible = "DEVICE"; reg = <0>; spi-max-frequency = <100000>; PROPERTIES };
    };
};
"""


def boot(place, pins, nodes, parts, wires):
    """A guest with these parts on its lines; each wire is a line and a part's pin."""
    chip, chip_node = PINS[pins]
    connections = [[f"vm:{line}", pin, "", []] for line, pin in wires]
    place.use_board([{"id": "vm", **chip}, *parts], connections)
    machine = with_nodes(BUSES, chip_node + nodes, place.directory)
    guest = place.pinbridge_process("run", place.board, "--", *machine.command())
    guest.expect("guest ready", patience=PATIENCE)
    guest.sh("stty cols 1000")
    return guest


@CHIPS
def test_i2c_gpio_finds_and_uses_what_is_on_the_bus(place, pins):
    parts = [
        {"id": "lcd", "type": "wokwi-lcd1602", "attrs": {"pins": "i2c"}},
        {"id": "oled", "type": "board-ssd1306"},
        {"id": "rtc", "type": "wokwi-ds1307", "attrs": {"initTime": "2024-02-29T12:30:00Z"}},
    ]
    wires = [
        (line, f"{part['id']}:{pin}") for part in parts for line, pin in ((0, "SDA"), (1, "SCL"))
    ]
    guest = boot(place, pins, I2C.replace("DELAY", I2C_DELAY[pins]), parts, wires)
    client = place.client()

    found = guest.sh("busybox i2cdetect -y -r 0 0x20 0x3f", patience=PATIENCE)
    rows = dict(line.split(":", 1) for line in found.splitlines()[1:])
    assert rows["20"].split() == ["--"] * 7 + ["27"] + ["--"] * 8
    assert rows["30"].split() == ["--"] * 12 + ["3c"] + ["--"] * 3

    # The driver rtc-ds1307 is in Debian's kernel.
    assert "rtc-ds1307" in guest.sh("cat /sys/bus/i2c/devices/0-0068/rtc/rtc*/name")
    assert guest.sh("cat /sys/bus/i2c/devices/0-0068/rtc/rtc*/date") == "2024-02-29"

    # The display is off, which the highest bit but one of its status says; and then it is on.
    assert guest.sh("busybox i2cget -y 0 0x3c") == "0x40"
    guest.sh("busybox i2cset -y 0 0x3c 0x00 0xaf")
    client.wait_for_part("oled", display=1)
    assert guest.sh("busybox i2cget -y 0 0x3c") == "0x00"

    # Line 3 of the PCF8574 is the backlight.
    guest.sh("busybox i2cset -y 0 0x27 0x00")
    client.wait_for_part("lcd", backlight=0)
    guest.sh("busybox i2cset -y 0 0x27 0x08")
    client.wait_for_part("lcd", backlight=100)


@CHIPS
def test_spidev_on_spi_gpio_lights_a_matrix(place, pins):
    nodes = SPI.replace("DEVICE", "rohm,dh2228fv").replace("PROPERTIES", "")
    wires = [(0, "matrix:CLK"), (1, "matrix:DIN"), (4, "matrix:CS")]
    guest = boot(place, pins, nodes, [{"id": "matrix", "type": "wokwi-max7219-matrix"}], wires)
    client = place.client()
    # Out of shutdown, all rows, and the first and the last of them: a write is a transfer.
    for word in (r"\014\001", r"\013\007", r"\001\201", r"\010\377"):
        guest.sh(f"printf '{word}' >/dev/spidev0.0")
    client.wait_for_part("matrix", rows="81000000000000ff")


def test_mmc_spi_keeps_a_file_on_a_card(place):
    nodes = SPI.replace("DEVICE", "mmc-spi-slot").replace(
        "PROPERTIES", "voltage-ranges = <3200 3400>; disable-wp;"
    )
    wires = [(0, "sd:SCK"), (1, "sd:DI"), (2, "sd:DO"), (4, "sd:CS")]
    guest = boot(place, "virtio", nodes, [{"id": "sd", "type": "wokwi-microsd-card"}], wires)
    guest.sh("while [ ! -e /dev/mmcblk0p1 ]; do usleep 100000; done", patience=PATIENCE)
    assert guest.sh("cat /sys/block/mmcblk0/size") == str(8 * 2048)
    guest.sh("mount -t vfat /dev/mmcblk0p1 /tmp", patience=PATIENCE)
    guest.sh("echo kept >/tmp/note && umount /tmp", patience=PATIENCE)
    guest.sh("mount -t vfat -o ro /dev/mmcblk0p1 /tmp", patience=PATIENCE)
    assert guest.sh("cat /tmp/note", patience=PATIENCE) == "kept"
    assert place.client().part("sd")["shows"]["written"] > 0


# Not by virtio-gpio: w1-gpio is not for chips that sleep, and the kernel warns of it.
