"""Debian's own drivers on the guest's lines: of buses and of the parts on them, described by the device tree."""

import time

import pytest

from device_tree import PL061, VIRTIO_GPIO, with_nodes
from input_events import EV_MSC, MSC_SCAN, device, events, press_and_read
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


ONE_WIRE = """
/ {
    one-wire { compatible = "w1-gpio"; gpios = <&board 0 6>; };
};
"""

INFRARED = """
/ {
    infrared { compatible = "gpio-ir-receiver"; gpios = <&board 0 1>; };
};
"""

KEY_AND_LED = """
/ {
    keys {
        compatible = "gpio-keys";
        enter { label = "enter"; linux,code = <28>; gpios = <&board 0 1>; debounce-interval = <0>; };
    };
    lights {
        compatible = "gpio-leds";
        lamp { label = "lamp"; gpios = <&board 1 0>; };
    };
};
"""

# A column that is released is high a millisecond later, now and then.
KEYPAD = """
/ {
    keypad {
        compatible = "gpio-matrix-keypad";
        row-gpios = <&board 0 1>, <&board 1 1>;
        col-gpios = <&board 2 1>, <&board 3 1>;
        debounce-delay-ms = <5>;
        col-scan-delay-us = <10000>;
        gpio-activelow;
        linux,no-autorepeat;
        linux,keymap = <0x00000002 0x00010003 0x01000005 0x01010006>;
    };
};
"""


def boot(place, pins, nodes, parts, wires, pull=""):
    """A guest with these parts; each wire is a line of its chip, or a part's pin, and a part's pin."""
    chip, chip_node = PINS[pins]
    chip = chip | {"attrs": chip["attrs"] | {"pull": pull}}
    ends = [(f"vm:{end}" if isinstance(end, int) else end, pin) for end, pin in wires]
    connections = [[end, pin, "", []] for end, pin in ends]
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


def boot_with_card(place, pins):
    nodes = SPI.replace("DEVICE", "mmc-spi-slot").replace(
        "PROPERTIES", "voltage-ranges = <3200 3400>; disable-wp;"
    )
    wires = [(0, "sd:SCK"), (1, "sd:DI"), (2, "sd:DO"), (4, "sd:CS")]
    return boot(place, pins, nodes, [{"id": "sd", "type": "wokwi-microsd-card"}], wires)


def test_mmc_spi_keeps_a_file_on_a_card(place):
    guest = boot_with_card(place, "virtio")
    guest.sh("while [ ! -e /dev/mmcblk0p1 ]; do usleep 100000; done", patience=PATIENCE)
    assert guest.sh("cat /sys/block/mmcblk0/size") == str(8 * 2048)
    guest.sh("mount -t vfat /dev/mmcblk0p1 /tmp", patience=PATIENCE)
    guest.sh("echo kept >/tmp/note && umount /tmp", patience=PATIENCE)
    guest.sh("mount -t vfat -o ro /dev/mmcblk0p1 /tmp", patience=PATIENCE)
    assert guest.sh("cat /tmp/note", patience=PATIENCE) == "kept"
    assert place.client().part("sd")["shows"]["written"] > 0


def test_mmc_spi_finds_no_card_where_it_reads_before_the_machines_own_line_has_answered(place):
    guest = boot_with_card(place, "pl061")
    guest.sh("until dmesg | grep 'mmc0: error.*SD card'; do usleep 100000; done", patience=PATIENCE)
    guest.sh("test ! -e /dev/mmcblk0")


def hangs(guest):
    """Whether its shell has stopped to answer."""
    guest.type("echo an''swer\n")
    return not guest.prints("^answer", within=5)


def test_gpio_ir_recv_hangs_a_guest_whose_line_sleeps(place):
    guest = boot(
        place, "virtio", INFRARED, [{"id": "ir", "type": "wokwi-ir-receiver"}], [(0, "ir:DAT")]
    )
    assert not hangs(guest)
    place.client().call("control", "ir", "receive", "0x04,0xa2")
    assert hangs(guest)


def test_matrix_keypad_hangs_a_guest_whose_lines_sleep(place):
    parts = [{"id": "pad", "type": "wokwi-membrane-keypad", "attrs": {"bounce": "0"}}]
    wires = [(0, "pad:R1"), (1, "pad:R2"), (2, "pad:C1"), (3, "pad:C2")]
    guest = boot(place, "virtio", KEYPAD, parts, wires, pull="0-1:up")
    assert not hangs(guest)
    place.client().call("control", "pad", "5", 1)
    assert hangs(guest)


def test_the_kernel_warns_of_w1_gpio_on_a_line_that_sleeps(place):
    parts = [{"id": "t", "type": "board-ds18b20", "attrs": {"temperature": "21.5"}}]
    guest = boot(place, "virtio", ONE_WIRE, parts, [(0, "t:DQ")])
    guest.sh("until dmesg | grep WARNING.*gpiod; do usleep 100000; done", patience=PATIENCE)


@pytest.mark.keeps_time
def test_w1_gpio_reads_a_thermometer_if_its_times_are_a_hundred_times_longer(place):
    parts = [{"id": "t", "type": "board-ds18b20", "attrs": {"temperature": "21.5"}}]
    guest = boot(place, "pl061", ONE_WIRE, parts, [(0, "t:DQ")])
    guest.sh("cd /lib/modules && rmmod w1_therm w1_gpio wire && insmod wire.ko delay_coef=100")
    guest.sh("insmod w1-gpio.ko && insmod w1_therm.ko")
    sensor = "/sys/bus/w1/devices/28-060504030201"
    guest.sh(f"until [ -e {sensor}/temperature ]; do usleep 100000; done", patience=PATIENCE)
    read = f"until grep . {sensor}/temperature; do usleep 100000; done"
    assert guest.sh(read, patience=PATIENCE).splitlines()[-1] == "21500"
    place.client().call("control", "t", "temperature", "-7.25")
    assert guest.sh(read, patience=PATIENCE).splitlines()[-1] == "-7250"


def test_gpio_ir_recv_decodes_a_remote(place):
    parts = [{"id": "ir", "type": "wokwi-ir-receiver"}]
    guest = boot(place, "pl061", INFRARED, parts, [(0, "ir:DAT")])
    client = place.client()
    guest.sh("echo nec >/sys/class/rc/rc0/protocols")
    guest.sh(f"exec 3<{device(guest, 'gpio_ir_recv')}")
    # The guest is idle until then: at each message it has to look at its clock at once.
    guest.start("head -c 24 <&3 >/tmp/events; echo received")
    deadline = time.monotonic() + PATIENCE
    while not guest.prints("^received", within=0.4) and time.monotonic() < deadline:
        client.call("control", "ir", "receive", "0x04,0xa2")
    assert events(guest.sh("xxd -p /tmp/events")) == [(EV_MSC, MSC_SCAN, 0x04A2)]


def test_gpio_keys_and_leds_gpio_on_the_machines_own_controller(place):
    parts = [{"id": "key", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}]
    parts += [{"id": "led", "type": "wokwi-led"}, {"id": "gnd", "type": "wokwi-gnd"}]
    wires = [(0, "key:1.l"), ("key:2.l", "gnd:GND"), (1, "led:A"), ("led:C", "gnd:GND")]
    guest = boot(place, "pl061", KEY_AND_LED, parts, wires, pull="0:up")
    client = place.client()
    client.call("watch", "led:A")
    keys = press_and_read(guest, client, "key")
    assert keys == [(1, 28, 1), (0, 0, 0), (1, 28, 0), (0, 0, 0)]
    guest.sh("echo 1 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="high")
    guest.sh("echo 0 >/sys/class/leds/lamp/brightness")
    client.wait_for("led:A", state="low")


# Not by virtio-gpio: matrix-keypad disables interrupts where it must not sleep, and the guest hangs.
def test_matrix_keypad_reports_a_key(place):
    parts = [{"id": "pad", "type": "wokwi-membrane-keypad", "attrs": {"bounce": "0"}}]
    wires = [(0, "pad:R1"), (1, "pad:R2"), (2, "pad:C1"), (3, "pad:C2")]
    guest = boot(place, "pl061", KEYPAD, parts, wires, pull="0-1:up")
    keys = press_and_read(guest, place.client(), "pad", name="keypad", count=3, control="5")
    assert [key for key in keys if key[0] == 1] == [(1, 6, 1), (1, 6, 0)]
