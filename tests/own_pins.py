"""Pins of a machine's own controller in place of a virtio-gpio chip: a board made for one runs on the other."""

import subprocess
from dataclasses import dataclass, replace

from machines import Machine, SABRELITE, VIRT


@dataclass(frozen=True)
class OwnPins:
    """A machine, and the one of its controllers that replaces a virtio-gpio chip."""

    machine: Machine
    controller: str
    # The controller's node in the device tree, which names its lines.
    node: str
    # Nodes whose drivers would request lines.
    unwanted: tuple = ()

    def replace(self, chip):
        """Replaces a board's virtio-gpio chip by these pins."""
        chip["type"] = "chip-native-gpio"
        chip["attrs"].pop("lines")
        chip["attrs"]["controller"] = self.controller

    def with_names(self, names, tree):
        """The machine with a device tree, in the file tree, that gives its lines these names."""
        arguments = list(self.machine.arguments)
        if "-dtb" in arguments:
            given = arguments.index("-dtb")
            tree.write_bytes(arguments[given + 1].read_bytes())
            del arguments[given : given + 2]
        else:
            self._dump(tree)
        for node in self.unwanted:
            subprocess.run(["fdtput", "-r", tree, node], check=True)
        subprocess.run(
            ["fdtput", "-t", "s", tree, self.node, "gpio-line-names", *names], check=True
        )
        return replace(self.machine, arguments=[*arguments, "-dtb", tree])

    def _dump(self, tree):
        """The device tree that QEMU gives the guest."""
        command = [str(word) for word in self.machine.command()]
        where = command.index("-M") + 1
        command[where] += f",dumpdtb={tree}"
        subprocess.run(command, check=True, capture_output=True)


# Eight lines. Line 3 is the power key.
VIRT_PL061 = OwnPins(VIRT, "pl061", "/pl061@9030000", unwanted=("/gpio-keys",))
# 32 lines, of which the board's device tree uses none.
SABRELITE_GPIO5 = OwnPins(SABRELITE, "imx.gpio[4]", "/soc/bus@2000000/gpio@20ac000")
