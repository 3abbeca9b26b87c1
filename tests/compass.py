"""Which machine of which QEMU a board reaches by which link, and the test that proves it: the table "Machines" of
docs/reference/links.md, cell by cell."""

from dataclasses import dataclass, field

GENERATIONS = {7: "7.2", 10: "10.0", 11: "11.1"}

#: What a cell says: outputs and inputs of the guest, and the edges of inputs.
INTERRUPTS, POLLED, VALUES, NO = "interrupts", "polled", "values", "no"
#: The machine has the bus, but Debian's kernel does not find it.
NO_DRIVER = "no driver"
#: The machine itself is missing from this QEMU.
NO_MACHINE = "no machine"

LINKS = {"virtio": "chip-virtio-gpio", "native": "chip-native-gpio", "USB": "chip-usb-gpio"}

BOOT = "test_compass.py::test_a_guest_has_each_link_of_its_machine[{machine}, QEMU {generation}]"
REFUSAL = "test_compass.py::test_what_a_machine_lacks_is_refused[{machine}, QEMU {generation}]"
FIRMWARE = (
    "test_native_guests.py::test_firmware_blinks_follows_a_button_bursts_and_releases_a_line"
    "[{machine}, QEMU {generation}]"
)
VIRTIO_7 = (
    "test_lifecycle.py::test_qemu_7_carries_values_and_one_warning_names_the_lack_and_the_cure"
    "[{machine}]"
)
VIRTIO_10 = "test_interrupts.py::test_a_press_prints_falling_and_rising_in_gpiomon[{machine}]"
VIRTIO_11 = "test_interrupts.py::test_the_newest_qemu_interrupts_its_guest[{machine}]"
LINUX = (
    "test_native_guests.py::test_a_stock_kernel_has_outputs_inputs_interrupts_and_high_z[{linux}]"
)
POLLED_ASPEED = (
    "test_native_guests.py::"
    "test_a_polled_controller_shows_lasting_levels_and_has_inputs_and_interrupts[QEMU {generation}]"
)
DLN2 = "test_usb_gpio.py::test_debians_drivers_drive_read_and_monitor_a_dln2[QEMU {generation}]"


@dataclass(frozen=True)
class Row:
    machine: str
    link: str
    #: For each of GENERATIONS.
    reach: tuple
    #: Why a cell is not INTERRUPTS.
    remark: str = ""
    #: The test of each cell that the board reaches, by generation.
    proofs: dict = field(hash=False, default_factory=dict)

    def reach_of(self, generation):
        return self.reach[list(GENERATIONS).index(generation)]

    def proof_of(self, generation):
        """The test of a cell."""
        is_missing = self.reach_of(generation) in (NO, NO_MACHINE)
        pattern = REFUSAL if is_missing else self.proofs[generation]
        return pattern.format(machine=self.machine, generation=generation)


def _all(value):
    return (value, value, value)


def _linux(name):
    old, new = (LINUX.format(linux=f"{name}, QEMU {generation}") for generation in (7, 11))
    return {7: old, 10: LINUX.format(linux=name), 11: new}


_FIRMWARE = {7: FIRMWARE, 10: FIRMWARE, 11: FIRMWARE}
_NO_BUS = "neither PCI nor virtio-mmio"
_NO_CONTROLLER = "QEMU's machine has no GPIO controller"
_NO_USB = "neither USB nor PCI"
_OLD_VIRTIO = "QEMU 7.2 does not offer interrupts"
_NO_PINS = "QEMU's controller has no interrupts"
_BOOT = {7: BOOT, 10: BOOT, 11: BOOT}
_DLN2 = "a DLN-2"
_SABRELITE = "QEMU 7.2 has no PCI here; the device tree requires QEMU's interrupts of PCI"


def _bare(machine, native, remark=""):
    """A microcontroller."""
    missing = tuple(NO_MACHINE if reach == NO_MACHINE else NO for reach in native)
    return [
        Row(machine, "virtio", missing, _NO_BUS),
        Row(machine, "native", native, remark, _FIRMWARE),
        Row(machine, "USB", missing, _NO_USB),
    ]


ROWS = [
    Row(
        "virt, arm64",
        "virtio",
        (VALUES, INTERRUPTS, INTERRUPTS),
        _OLD_VIRTIO,
        {
            7: VIRTIO_7.format(machine="virt"),
            10: VIRTIO_10.format(machine="virt"),
            11: VIRTIO_11.format(machine="virt"),
        },
    ),
    Row("virt, arm64", "native", _all(INTERRUPTS), "", _linux("virt-arm64")),
    Row("virt, arm64", "USB", _all(INTERRUPTS), _DLN2, {7: DLN2, 10: DLN2, 11: DLN2}),
    Row(
        "virt, arm",
        "virtio",
        (VALUES, INTERRUPTS, INTERRUPTS),
        f"{_OLD_VIRTIO}; Debian finds PCI with highmem=off only",
        _BOOT,
    ),
    Row("virt, arm", "native", _all(INTERRUPTS), "", _linux("virt-armhf")),
    Row("virt, arm", "USB", _all(INTERRUPTS), f"{_DLN2}; with highmem=off", _BOOT),
    Row(
        "vexpress-a9",
        "virtio",
        (VALUES, INTERRUPTS, INTERRUPTS),
        _OLD_VIRTIO,
        {7: VIRTIO_7, 10: VIRTIO_10, 11: VIRTIO_11},
    ),
    Row("vexpress-a9", "native", _all(NO), _NO_CONTROLLER),
    Row("vexpress-a9", "USB", _all(NO), _NO_USB),
    Row("sabrelite", "virtio", (NO, INTERRUPTS, INTERRUPTS), _SABRELITE, _BOOT),
    Row(
        "sabrelite",
        "native",
        _all(INTERRUPTS),
        "",
        {**_linux("sabrelite"), 7: BOOT},
    ),
    Row("sabrelite", "USB", _all(INTERRUPTS), _DLN2, _BOOT),
    Row("sifive_u", "virtio", _all(NO), _NO_BUS),
    Row("sifive_u", "native", _all(INTERRUPTS), "", _linux("sifive_u")),
    Row("sifive_u", "USB", _all(NO), _NO_USB),
    Row("virt, riscv64", "virtio", (VALUES, INTERRUPTS, INTERRUPTS), _OLD_VIRTIO, _BOOT),
    Row("virt, riscv64", "native", _all(NO), _NO_CONTROLLER),
    Row("virt, riscv64", "USB", _all(INTERRUPTS), _DLN2, _BOOT),
    Row("q35", "virtio", (VALUES, INTERRUPTS, INTERRUPTS), _OLD_VIRTIO, _BOOT),
    Row("q35", "native", _all(NO), _NO_CONTROLLER),
    Row("q35", "USB", _all(INTERRUPTS), _DLN2, _BOOT),
    Row(
        "ast2600-evb",
        "virtio",
        (NO, NO, NO_DRIVER),
        "QEMU 7.2 and 10.0 have no PCI here, and Linux 6.12 has no driver for that of 11.1",
        _BOOT,
    ),
    Row(
        "ast2600-evb",
        "native",
        _all(INTERRUPTS),
        "",
        {7: POLLED_ASPEED, 10: LINUX.format(linux="ast2600-evb"), 11: POLLED_ASPEED},
    ),
    Row("ast2600-evb", "USB", _all(INTERRUPTS), _DLN2, _BOOT),
    Row("raspi3b", "virtio", _all(NO), _NO_BUS),
    Row("raspi3b", "native", _all(VALUES), _NO_PINS, _FIRMWARE),
    Row("raspi3b", "USB", _all(INTERRUPTS), _DLN2, _BOOT),
    Row("raspi4b", "virtio", (NO_MACHINE, NO, NO), _NO_BUS),
    Row("raspi4b", "native", (NO_MACHINE, VALUES, VALUES), _NO_PINS, _FIRMWARE),
    Row(
        "raspi4b",
        "USB",
        (NO_MACHINE, INTERRUPTS, INTERRUPTS),
        "a DLN-2; Debian requires a device tree without what QEMU lacks",
        _BOOT,
    ),
    *_bare("microbit", _all(VALUES), _NO_PINS),
    *_bare("lm3s6965evb", _all(INTERRUPTS)),
    *_bare("b-l475e-iot01a", (NO_MACHINE, INTERRUPTS, INTERRUPTS)),
]


def table():
    """The table of docs/reference/links.md."""
    versions = " | ".join(f"QEMU {version}" for version in GENERATIONS.values())
    lines = [f"| machine | link | {versions} | remark |", "|---|---|---|---|---|---|"]
    for row in ROWS:
        cells = " | ".join(row.reach)
        lines.append(f"| {row.machine} | {row.link} | {cells} | {row.remark} |")
    return "\n".join(lines) + "\n"
