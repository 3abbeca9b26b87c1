"""Device trees for guests: QEMU's own, with nodes for what a board has on a chip's lines."""

import subprocess
from dataclasses import replace

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
