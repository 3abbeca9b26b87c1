"""QEMU's command lines for the test guests."""

from dataclasses import dataclass, field

import paths


@dataclass(frozen=True)
class Machine:
    arch: str
    program: str
    transport: str
    arguments: list = field(hash=False)

    def command(self, generation=10, append="", reboots=False):
        words = [paths.qemu(generation, self.program), *self.arguments, "-m", "128M", "-nographic"]
        words += ["-kernel", paths.guest(self.arch, "kernel")]
        words += ["-initrd", paths.guest(self.arch, "initramfs.cpio.gz")]
        words += ["-append", f"console=ttyAMA0 quiet {append}"]
        return words if reboots else [*words, "-no-reboot"]


VIRT = Machine("arm64", "qemu-system-aarch64", "pci", ["-M", "virt", "-cpu", "cortex-a53"])
VEXPRESS = Machine(
    "arm",
    "qemu-system-arm",
    "mmio",
    ["-M", "vexpress-a9", "-dtb", paths.guest("arm", "vexpress-v2p-ca9.dtb")],
)


def virtio_label(guest):
    """What a guest calls its virtio device, and the gpiochip on it: "virtio1"."""
    return guest.sh("gpiodetect | sed -n 's/.*\\[\\(virtio[0-9]*\\)\\].*/\\1/p'")
