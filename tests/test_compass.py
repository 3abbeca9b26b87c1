"""The board reaches each machine of each QEMU as the table of the documents says: see compass.py."""

import subprocess
import sys

import pytest

import compass
import paths
from compass import GENERATIONS, INTERRUPTS, LINKS, NO, NO_MACHINE, POLLED, ROWS, VALUES


def row_of(machine, link):
    [row] = [row for row in ROWS if (row.machine, row.link) == (machine, link)]
    return row


# The command of a machine without a guest.
PROGRAMS = {
    "virt, arm64": "aarch64",
    "sifive_u": "riscv64",
    "virt, riscv64": "riscv64",
    "q35": "x86_64",
    "raspi3b": "aarch64",
    "raspi4b": "aarch64",
}

SENTENCES = {
    "virtio": "has neither PCI nor virtio-mmio",
    "native": "the machine has no controller",
    "USB": "has neither USB nor PCI",
}


def refusals():
    for machine in dict.fromkeys(row.machine for row in ROWS):
        for generation in GENERATIONS:
            lacking = [
                row.link
                for row in ROWS
                if row.machine == machine and row.reach_of(generation) in (NO, NO_MACHINE)
            ]
            if lacking:
                yield pytest.param(machine, generation, lacking, id=f"{machine}, QEMU {generation}")


@pytest.mark.parametrize("machine, generation, lacking", refusals())
def test_what_a_machine_lacks_is_refused(place, machine, generation, lacking):
    program = paths.qemu(generation, f"qemu-system-{PROGRAMS.get(machine, 'arm')}")
    command = [program, "-M", machine.split(",")[0], "-nographic"]
    for link in lacking:
        place.use_board([{"id": "chip", "type": LINKS[link], "attrs": {}}], [])
        done = place.tool("run", place.board, "--", *command)
        is_missing = row_of(machine, link).reach_of(generation) == NO_MACHINE
        assert (done.returncode == 0, link) == (False, link)
        assert ("unsupported machine type" if is_missing else SENTENCES[link]) in done.stderr


TESTED = [
    (row, generation)
    for row in ROWS
    for generation in GENERATIONS
    if row.reach_of(generation) != compass.NOT_TESTED
]


def test_each_cell_of_the_table_names_a_test():
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    files = sorted({row.proof_of(generation).partition("::")[0] for row, generation in TESTED})
    listed = subprocess.run(
        [*words, *files], cwd=paths.ROOT / "tests", capture_output=True, text=True, check=True
    )
    tests = {line.rpartition("/")[2] for line in listed.stdout.splitlines() if "::" in line}
    for row, generation in TESTED:
        assert row.reach_of(generation) in (INTERRUPTS, POLLED, VALUES, NO, NO_MACHINE)
        assert row.proof_of(generation) in tests


def test_the_documents_have_this_table():
    page = (paths.ROOT / "docs" / "reference" / "links.md").read_text()
    assert compass.table() in page
