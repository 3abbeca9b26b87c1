"""Paths of the programs and guests that the tests run."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINBRIDGE = Path(os.environ.get("PINBRIDGE", ROOT / "build" / "pinbridge"))
#: The Python package, as its wheel has it.
PYTHON_PACKAGE = ROOT / "clients" / "python" / "src"
EXAMPLES = ROOT / "examples"
PANEL = EXAMPLES / "panel" / "diagram.json"


def qemu(generation, program):
    """A QEMU of generation 7 (values only on the virtio-gpio link), 10 or 11."""
    return ROOT / "build" / "qemu" / str(generation) / "bin" / program


def guest(arch, name):
    return ROOT / "build" / "guest" / arch / name


def firmware(machine):
    return ROOT / "build" / "guest" / "firmware" / f"{machine}.elf"
