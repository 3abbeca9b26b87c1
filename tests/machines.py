"""QEMU's command lines for the test guests."""

from dataclasses import dataclass, field, replace

import paths


@dataclass(frozen=True)
class Machine:
    """One that runs Linux: guest/build ARCH makes its kernel."""

    arch: str
    program: str
    # How a virtio-gpio device is plugged in; "" where the kernel has no driver for it.
    transport: str
    arguments: list = field(hash=False)
    memory: str = "128M"
    console: str = "ttyAMA0"
    # The console on QEMU's own input and output; sabrelite's is the second serial line.
    terminal: list = field(hash=False, default_factory=lambda: ["-nographic"])
    # Additional words on the kernel's command line.
    options: str = ""
    # Additional arguments that one generation of QEMU requires.
    generation_arguments: dict = field(hash=False, default_factory=dict)
    # Where the machine cannot power off, a reboot ends QEMU.
    powers_off: bool = True

    def running(self, program, generation=10):
        """The command for a guest that runs a program and then powers off."""
        if not self.powers_off:
            program += "; echo run exit status $?; reboot -f"
        return self.command(generation, append=f'run="{program}"')

    def command(self, generation=10, append="", reboots=False):
        words = [paths.qemu(generation, self.program), *self.arguments, "-m", self.memory]
        words += self.terminal + self.generation_arguments.get(generation, [])
        words += ["-kernel", paths.guest(self.arch, "kernel")]
        words += ["-initrd", paths.guest(self.arch, "initramfs.cpio.gz")]
        words += ["-append", f"console={self.console} quiet {self.options} {append}"]
        return words if reboots else [*words, "-no-reboot"]


VIRT = Machine("arm64", "qemu-system-aarch64", "pci", ["-M", "virt", "-cpu", "cortex-a53"])
VEXPRESS = Machine(
    "arm",
    "qemu-system-arm",
    "mmio",
    ["-M", "vexpress-a9", "-dtb", paths.guest("arm", "vexpress-v2p-ca9.dtb")],
    # Its device tree has four processors; the kernel would wait 0.8 s for each of those that QEMU does not have.
    options="maxcpus=1",
)

# Debian's kernel on several machines, whose own controllers it drives. The drivers of virtio-gpio and of the USB adapter
# DLN-2, which Debian does not configure, are modules of its source.

#: No tests of its cryptography: they take an emulated processor up to a fifth of a boot.
NO_SELF_TESTS = "initcall_blacklist=crypto_kdf108_init,jent_mod_init,load_system_certificate_list"
#: A Raspberry Pi's four processors in one thread: each in its own, on two of the host, they boot five times as long.
ONE_THREAD = ["-accel", "tcg,thread=single"]

# One pl061 of 8 lines: gpiochip0, [9030000.pl061].
DEBIAN_VIRT_64 = Machine(
    "debian-arm64",
    "qemu-system-aarch64",
    "pci",
    ["-M", "virt", "-cpu", "cortex-a53"],
    memory="256M",
    options=NO_SELF_TESTS,
)
# The same with Linux's drivers for buses on GPIO lines.
BUSES = replace(DEBIAN_VIRT_64, arch="buses-arm64", transport="mmio")
# A USB controller of its own, behind a hub of full speed; the console is its second serial line.
RASPI3B_LINUX = Machine(
    "debian-arm64",
    "qemu-system-aarch64",
    "",
    ["-M", "raspi3b", "-dtb", paths.guest("debian-arm64", "bcm2837-rpi-3-b.dtb"), *ONE_THREAD],
    memory="1G",
    console="ttyS1",
    terminal=["-display", "none", "-serial", "null", "-serial", "stdio"],
    powers_off=False,
    options=NO_SELF_TESTS,
)
# The same USB controller. It requires a device tree without what QEMU lacks: device_tree.raspi4b().
RASPI4B_LINUX = replace(RASPI3B_LINUX, arguments=["-M", "raspi4b", *ONE_THREAD], memory="2G")
# A PC, which runs programs of an amd64 host. Its firmware would search SATA for disks for half a minute.
DEBIAN_Q35 = Machine(
    "debian-amd64",
    "qemu-system-x86_64",
    "pci",
    ["-M", "q35,sata=off", "-cpu", "max"],
    memory="512M",
    console="ttyS0",
    options=NO_SELF_TESTS,
)
# The same as DEBIAN_VIRT_64, with 32 bits. The kernel uses line 3, the power key, and finds PCI only below 4 GB.
DEBIAN_VIRT_32 = Machine(
    "debian-armhf",
    "qemu-system-arm",
    "pci",
    ["-M", "virt,highmem=off", "-cpu", "cortex-a15"],
    memory="256M",
    options=NO_SELF_TESTS,
)
DEBIAN_VIRT_RISCV64 = Machine(
    "debian-riscv64",
    "qemu-system-riscv64",
    "pci",
    ["-M", "virt"],
    memory="256M",
    console="ttyS0",
    options=NO_SELF_TESTS,
)
# Seven imx.gpio of 32 lines, /machine/soc/gpio1 to gpio7: gpiochip0 to 6, [209c000.gpio] and so on.
# With QEMU 7.2 the console loses typed characters and then receives no more: give it a program to run.
SABRELITE = Machine(
    "debian-armhf",
    "qemu-system-arm",
    "",
    ["-M", "sabrelite", "-dtb", paths.guest("debian-armhf", "imx6q-sabrelite.dtb")],
    memory="512M",
    console="ttymxc1",
    terminal=["-display", "none", "-serial", "null", "-serial", "stdio"],
    powers_off=False,
    options=NO_SELF_TESTS,
)
# aspeed.gpio-ast2600 of 208 lines, /machine/soc/gpio, and aspeed.gpio-ast2600-1_8v of 36,
# /machine/soc/gpio_1_8v: gpiochip0 and 1, [1e780000.gpio] and [1e780800.gpio]. Lines 168 and 170
# are regulators'.
AST2600 = Machine(
    "debian-armhf",
    "qemu-system-arm",
    "",
    ["-M", "ast2600-evb", "-dtb", paths.guest("debian-armhf", "aspeed-ast2600-evb.dtb")],
    memory="1G",
    console="ttyS4",
    powers_off=False,
    options=NO_SELF_TESTS,
)
# One sifive_soc.gpio of 16 lines, /machine/soc/gpio, whose inputs and outputs QEMU keeps at
# /machine/soc: gpiochip0, [10060000.gpio]. The kernel uses line 10, the reset.
# QEMU 10.0 always reports room in the serial line's queue, and drops what does not fit. With
# instructions as its clock the queue is empty before the kernel writes again.
SIFIVE_U = Machine(
    "debian-riscv64",
    "qemu-system-riscv64",
    "",
    ["-M", "sifive_u"],
    memory="512M",
    console="ttySIF0",
    generation_arguments={10: ["-icount", "shift=4"], 11: ["-icount", "shift=4"]},
    options=NO_SELF_TESTS,
)


@dataclass(frozen=True)
class FirmwareMachine:
    """One that runs guest/firmware/NAME.c, which prints "firmware ready" once its pins are ready."""

    name: str
    # The type of its controllers, and each pin's controller, counted from 0, and line.
    controller: str
    pins: dict = field(hash=False)
    program: str = "qemu-system-arm"
    # Whether the controller can pull the button up.
    has_pulls: bool = True
    generations: tuple = (7, 10)

    def command(self, generation=10):
        words = [paths.qemu(generation, self.program), "-M", self.name, "-nographic"]
        return [*words, "-kernel", paths.firmware(self.name)]


def _pins(*lines, controller=0):
    names = ("led", "button", "follower", "start", "burst", "done", "release", "released")
    places = [line if isinstance(line, tuple) else (controller, line) for line in lines]
    return dict(zip(names, places, strict=True))


# Seven ports, A to G; a pin is on port F.
LM3S6965EVB = FirmwareMachine(
    "lm3s6965evb", "pl061_luminary", _pins(*range(8), controller=5), generations=(7, 10, 11)
)
# /machine/nrf51/gpio, whose inputs and outputs QEMU keeps at /machine/nrf51.
MICROBIT = FirmwareMachine(
    "microbit", "nrf51_soc.gpio", _pins(13, 17, 3, 2, 1, 16, 20, 21), generations=(7, 10, 11)
)
# Eight ports, /machine/soc/gpioa to gpioh; QEMU 7.2 does not have the machine.
B_L475E_IOT01A = FirmwareMachine(
    "b-l475e-iot01a",
    "stm32l4x5-gpio",
    _pins(14, (2, 13), 0, 2, 3, 4, 5, 8, controller=1),
    generations=(10, 11),
)
# /machine/soc/peripherals/gpio.
RASPI2B = FirmwareMachine(
    "raspi2b", "bcm2835_gpio", _pins(47, 17, 18, 22, 23, 24, 25, 27), has_pulls=False
)
RASPI3B = FirmwareMachine(
    "raspi3b",
    "bcm2835_gpio",
    _pins(16, 17, 18, 22, 23, 24, 25, 27),
    program="qemu-system-aarch64",
    has_pulls=False,
    generations=(7, 10, 11),
)
# The same place; QEMU 7.2 does not have the machine.
RASPI4B = FirmwareMachine(
    "raspi4b",
    "bcm2838-gpio",
    _pins(42, 17, 18, 22, 23, 24, 25, 27),
    program="qemu-system-aarch64",
    has_pulls=False,
    generations=(10, 11),
)
# Eight modules, /machine/soc/gpio[0] to gpio[7].
NPCM750_EVB = FirmwareMachine("npcm750-evb", "npcm7xx-gpio", _pins(*range(8)))
# A controller that QEMU's object tree has no name for.
SX1 = FirmwareMachine("sx1", "omap-gpio", _pins(*range(8)), has_pulls=False)
# Its inputs and outputs are its own, unlike sifive_u's.
SIFIVE_E = FirmwareMachine(
    "sifive_e",
    "sifive_soc.gpio",
    _pins(19, 18, 20, 21, 3, 4, 5, 11),
    program="qemu-system-riscv64",
)
# Another one without a name. Line 0 turns the machine off.
PPCE500 = FirmwareMachine(
    "ppce500", "mpc8xxx_gpio", _pins(*range(1, 9)), program="qemu-system-ppc", has_pulls=False
)


def virtio_label(guest):
    """The guest's name of its virtio device, and of the gpiochip on it: "virtio1"."""
    return guest.sh("gpiodetect | sed -n 's/.*\\[\\(virtio[0-9]*\\)\\].*/\\1/p'")
