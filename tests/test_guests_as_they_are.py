"""Guests that pause, sleep or are saved, that look by sysfs, and that are started by a foreign script."""

import subprocess

from device_tree import PL061, with_nodes
from machines import BUSES, DEBIAN_VIRT_64, VIRT, virtio_label
from test_usb_gpio import gpiochip

LED = {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}}
GND = {"id": "gnd", "type": "wokwi-gnd", "attrs": {}}
LINE = 3


def use_board(place, **attributes):
    chip = {"id": "vm", "type": "chip-virtio-gpio", "attrs": attributes}
    wires = [[f"vm:{LINE}", "led:A", "red", []], ["led:C", "gnd:GND", "black", []]]
    place.use_board([chip, LED, GND], wires)


def lights_by_sysfs(guest, client):
    """As old scripts do: by the number of the line."""
    guest.sh("cd /sys/class/gpio; chip=$(dirname $(grep -l virtio gpiochip*/label))")
    guest.sh(f"number=$(($(cat $chip/base) + {LINE})); echo $number >export")
    for value in 1, 0, 1:
        guest.sh(f"echo out >gpio$number/direction; echo {value} >gpio$number/value")
        client.wait_for_part("led", lit=value)


def test_a_line_without_a_name_is_found_by_its_number_in_sysfs(place):
    use_board(place, names="none")
    guest = place.run(VIRT)
    lights_by_sysfs(guest, place.client())


def test_a_guest_that_pauses_keeps_its_outputs_without_an_edge(place):
    use_board(place)
    guest = place.run(VIRT)
    client = place.client()
    guest.sh("gpioset --daemonize led=1")
    client.wait_for_part("led", lit=1)
    client.call("watch", f"vm:{LINE}")
    guest.type("\x01c")  # from the serial line to the monitor
    for command, connected in ("stop", 0), ("cont", 1), ("stop", 0):
        guest.type(command + "\n")
        client.wait_for_part("vm", connected=connected)
        assert client.part("led")["shows"]["lit"] == 1
    assert client.changes_so_far() == []


def test_qemu_refuses_to_save_or_migrate_a_machine_with_virtio_gpio(place, tmp_path):
    image = tmp_path / "snapshots.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", image, "16M"], check=True)
    use_board(place)
    disk = ["-drive", f"if=none,format=qcow2,file={image}"]
    words = [*VIRT.command(), *disk]
    guest = place.booted(place.pinbridge_process("run", place.board, "--", *words))
    guest.type("\x01c")  # from the serial line to the monitor
    for command in "savevm one", "migrate exec:cat":
        guest.type(command + "\n")
        guest.expect("non-migratable device .*vhost-user-gpio")
    guest.type("\x01c\n")
    guest.sh("gpioset --daemonize led=1")
    place.client().wait_for_part("led", lit=1)


def test_a_snapshot_with_an_adapter_in_use_ends_qemu_and_releases_its_lines(place, tmp_path):
    """An assertion of QEMU's usb-redir. A later QEMU may do better, and this test then fails."""
    image = tmp_path / "snapshots.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", image, "16M"], check=True)
    place.use_board([{"id": "chip", "type": "chip-usb-gpio", "attrs": {"model": "dln2"}}], [])
    place.serve()
    client = place.client()
    disk = ["-drive", f"if=none,format=qcow2,file={image}"]
    words = [*DEBIAN_VIRT_64.command(), *disk]
    guest = place.booted(place.pinbridge_process("attach", "--", *words))
    client.call("watch", "chip:6")
    guest.sh(f"gpioset --daemonize -c {gpiochip(guest, 'dln2')} 6=1")
    client.wait_for("chip:6", state="high")
    guest.type("\x01csavevm one\nloadvm one\n")
    guest.expect("Assertion .* failed", "err")
    client.wait_for("chip:6", direction="in", state="highz")


def test_a_guest_that_slept_has_its_lines_if_the_driver_was_unbound_meanwhile(place):
    use_board(place)
    guest = place.run(DEBIAN_VIRT_64)
    client = place.client()
    label = virtio_label(guest)
    guest.sh(f"cd /sys/bus/virtio/drivers/gpio_virtio; echo {label} >unbind")
    guest.sh("echo +2 >/sys/class/rtc/rtc0/wakealarm; echo freeze >/sys/power/state")
    guest.sh(f"echo {label} >bind")
    guest.sh("gpioset --daemonize led=1")
    client.wait_for_part("led", lit=1)


def use_chip_and_button(place, **chip):
    parts = [
        {"id": "chip", **chip},
        {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "gnd", "type": "wokwi-gnd"},
    ]
    wires = [["chip:5", "button:1.l", "", []], ["button:2.l", "gnd:GND", "", []]]
    place.use_board(parts, wires)


def sleeps(guest):
    """All but the last step of going to sleep, for a second."""
    guest.sh("echo devices >/sys/power/pm_test; echo freeze >/sys/power/state")


def holds_and_monitors(guest, client, chip):
    client.call("watch", "chip:6")
    guest.sh(f"gpioset --daemonize -c {chip} 6=1")
    client.wait_for("chip:6", state="high")
    guest.start(f"gpiomon --banner -c {chip} 5 &")
    guest.expect("Monitoring")


def test_a_guest_that_slept_has_the_lines_of_its_machines_controller(place):
    use_chip_and_button(place, type="chip-native-gpio", attrs={"pull": "5:up"})
    guest = place.run(DEBIAN_VIRT_64, append="suspend.pm_test_delay=1")
    client = place.client()
    holds_and_monitors(guest, client, "gpiochip0")
    sleeps(guest)
    [pin] = client.call("get", "chip:6")
    assert (pin["direction"], pin["state"]) == ("out", "high")
    client.call("control", "button", "pressed", 1)
    guest.expect("falling")


def test_a_guest_that_slept_finds_its_usb_adapter_again(place):
    """QEMU's USB controller forgets its devices meanwhile: Linux resets them, and their drivers begin again."""
    attributes = {"model": "dln2", "pull": "5:up"}
    use_chip_and_button(place, type="chip-usb-gpio", attrs=attributes)
    guest = place.run(DEBIAN_VIRT_64, append="suspend.pm_test_delay=1")
    client = place.client()
    chip = gpiochip(guest, "dln2")
    holds_and_monitors(guest, client, chip)
    sleeps(guest)
    guest.sh("until ! pidof gpiomon gpioset; do usleep 50000; done")
    client.wait_for("chip:6", direction="in", state="highz")
    holds_and_monitors(guest, client, gpiochip(guest, "dln2"))
    client.call("control", "button", "pressed", 1)
    guest.expect("falling")


WAKING_KEY = """
/ {
    keys {
        compatible = "gpio-keys";
        enter { label = "enter"; linux,code = <28>; gpios = <&board 5 1>; wakeup-source; };
    };
};
"""


def test_a_button_wakes_a_guest_that_sleeps(place):
    use_chip_and_button(place, type="chip-native-gpio", attrs={"pull": "5:up"})
    guest = place.run(with_nodes(BUSES, PL061 + WAKING_KEY, place.directory))
    client = place.client()
    # One that is pressed too early prevents the guest from sleeping.
    guest.start("until echo freeze >/sys/power/state; do :; done; echo awake")
    while not guest.prints("^awake", within=2):
        for pressed in 1, 0:
            client.call("control", "button", "pressed", pressed)
    assert guest.sh("cat /sys/power/suspend_stats/success") == "1"


def test_a_script_for_vhost_device_finds_its_socket(place):
    socket = place.directory / "gpio.sock0"
    use_board(place, socket=str(socket), names="none")
    place.serve()
    command = " ".join(f"'{word}'" for word in VIRT.command())
    script = (
        f"exec {command} -object memory-backend-memfd,id=mem,size=128M,share=on "
        f"-numa node,memdev=mem -chardev socket,path={socket},id=vgpio "
        "-device vhost-user-gpio-pci,chardev=vgpio,id=gpio"
    )
    guest = place.booted(place.start("sh", "-c", script))
    lights_by_sysfs(guest, place.client())
