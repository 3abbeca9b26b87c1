"""Device trees for guests: QEMU's own, with nodes for what a board has on a chip's lines."""

import shutil
import subprocess
from dataclasses import replace

import paths

# On -M virt the first virtio-mmio device stands at the last of 32 places.
VIRTIO_GPIO = """
&{/virtio_mmio@a003e00} {
    board: gpio {
        compatible = "virtio,device29";
        gpio-controller;
        #gpio-cells = <2>;
        interrupt-controller;
        #interrupt-cells = <2>;
    };
};
"""

# The key would take line 3.
PL061 = """
board: &{/pl061@9030000} { };
/delete-node/ &{/gpio-keys};
"""


def with_nodes(machine, nodes, directory):
    """The machine -M virt with these nodes, which call the board's chip "board"."""
    given, tree = directory / "given.dtb", directory / "tree.dtb"
    command = [str(word) for word in machine.command()]
    command = command[: command.index("-kernel")]
    command[command.index("-M") + 1] += f",dumpdtb={given}"
    subprocess.run(command, check=True, capture_output=True)
    source = compiled("-I", "dtb", "-O", "dts", given)
    (directory / "tree.dts").write_bytes(source + nodes.encode())
    tree.write_bytes(compiled("-I", "dts", "-O", "dtb", directory / "tree.dts"))
    return replace(machine, arguments=[*machine.arguments, "-dtb", tree])


def compiled(*arguments):
    return subprocess.run(["dtc", "-q", *arguments], check=True, capture_output=True).stdout


#: Nodes of a Raspberry Pi 4 whose registers QEMU's machine lacks: Debian's kernel would not survive to read them.
MISSING_IN_RASPI4B = (
    "interrupt-controller@7ef00100",
    "i2c@7ef04500",
    "i2c@7ef09500",
    "hdmi@7ef00700",
    "hdmi@7ef05700",
    "clock@7ef00000",
)


#: The interrupts of PCI's pins A to D. QEMU's machine raises them in the order opposite to the board's.
PINS_OF_SABRELITE = (120, 121, 122, 123)


def raspi4b(machine, directory):
    """The machine with Debian's device tree without those, and with its USB controller as a host."""
    tree = copy_of(machine, "bcm2711-rpi-4-b.dtb", directory)
    for node in MISSING_IN_RASPI4B:
        put(tree, f"/soc/{node}", "status", "disabled")
    put(tree, "/soc/usb@7e980000", "dr_mode", "host")
    return replace(machine, arguments=[*machine.arguments, "-dtb", tree])


def sabrelite(machine, directory):
    """The machine with the PCI interrupts that QEMU raises: with the board's own, the first would never end."""
    tree = copy_of(machine, "imx6q-sabrelite.dtb", directory)
    bus = "/soc/pcie@1ffc000"
    put(tree, bus, "interrupts", 0, PINS_OF_SABRELITE[-1], 4)
    controller = get(tree, bus, "interrupt-map")[4]
    pins = enumerate(PINS_OF_SABRELITE, start=1)
    entries = [(0, 0, 0, pin, controller, 0, interrupt, 4) for pin, interrupt in pins]
    put(tree, bus, "interrupt-map", *(cell for entry in entries for cell in entry))
    return replace(machine, arguments=[*machine.arguments, "-dtb", tree])


def copy_of(machine, name, directory):
    return shutil.copy(paths.guest(machine.arch, name), directory)


def get(tree, node, name):
    command = ["fdtget", "-t", "u", tree, node, name]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [int(cell) for cell in printed.split()]


def put(tree, node, name, *values):
    kind = "s" if isinstance(values[0], str) else "u"
    subprocess.run(
        ["fdtput", "-t", kind, tree, node, name, *(str(value) for value in values)], check=True
    )
