"""Where the build left what the tests run."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINBRIDGE = ROOT / "build" / "pinbridge"
EXAMPLES = ROOT / "examples"
PANEL = EXAMPLES / "panel" / "diagram.json"


def qemu(generation, program):
    """A QEMU of generation 7 (values only) or 10 (interrupts)."""
    return ROOT / "build" / "qemu" / str(generation) / "bin" / program


def guest(arch, name):
    return ROOT / "build" / "guest" / arch / name


def firmware(machine):
    return ROOT / "build" / "guest" / "firmware" / f"{machine}.elf"
