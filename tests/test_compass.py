"""The board reaches each machine of each QEMU as the table of the documents says: see compass.py."""

import platform
import subprocess
import sys

import pytest

import device_tree
import paths
from compass import (
    BOOT,
    GENERATIONS,
    INTERRUPTS,
    LINKS,
    NO,
    NO_DRIVER,
    NO_MACHINE,
    POLLED,
    ROWS,
    VALUES,
    table,
)
from machines import (
    AST2600,
    DEBIAN_Q35,
    DEBIAN_VIRT_32,
    DEBIAN_VIRT_RISCV64,
    RASPI3B_LINUX,
    RASPI4B_LINUX,
    SABRELITE,
)


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


OUT, IN = 6, 5
#: The guests of the test below. Other tests boot the other machines.
GUESTS = {
    "virt, arm": DEBIAN_VIRT_32,
    "sabrelite": SABRELITE,
    "virt, riscv64": DEBIAN_VIRT_RISCV64,
    "q35": DEBIAN_Q35,
    "ast2600-evb": AST2600,
    "raspi3b": RASPI3B_LINUX,
    "raspi4b": RASPI4B_LINUX,
}

#: Those whose device tree describes another machine than QEMU's.
TREES = {SABRELITE: device_tree.sabrelite, RASPI4B_LINUX: device_tree.raspi4b}

#: What the guest does with a link, as a shell program: its driver's gpiochip, an output, an input.
CHIP = "until c=$(gpiodetect | grep {driver}); do usleep 50000; done; c=${{c%% *}}"
TOGGLE = f"gpio-toggle -c $c {OUT} 20"
MONITOR = f"gpiomon --banner -n 2 -c $c {IN}"
READ = (
    f"until [ $(gpioget --numeric -c $c {IN}) = {{level}} ]; do usleep 10000; done; echo {{word}}"
)
DRIVERS = {"virtio": "virtio", "USB": "dln2"}


def program(link, reach):
    if reach == NO_DRIVER:
        return ["ls /sys/bus/pci/devices/* || echo found nothing"]
    if link == "native":
        return ["c=gpiochip1", MONITOR]
    steps = [CHIP.format(driver=DRIVERS[link]), TOGGLE]
    if reach == INTERRUPTS:
        return [*steps, MONITOR]
    return [*steps, READ.format(level=0, word="pressed"), READ.format(level=1, word="released")]


def board(links):
    parts = [{"id": "gnd", "type": "wokwi-gnd", "attrs": {}}]
    wires = []
    for link in links:
        model = {"USB": {"model": "dln2"}, "native": {"controller": "imx.gpio[1]"}}.get(link, {})
        parts += [
            {"id": link, "type": LINKS[link], "attrs": {"pull": f"{IN}:up", **model}},
            {"id": f"{link}-led", "type": "wokwi-led", "attrs": {"color": "red"}},
            {"id": f"{link}-button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        ]
        wires += [
            [f"{link}:{OUT}", f"{link}-led:A", "red", []],
            [f"{link}-led:C", "gnd:GND", "black", []],
            [f"{link}:{IN}", f"{link}-button:1.l", "green", []],
            [f"{link}-button:2.l", "gnd:GND", "black", []],
        ]
    return parts, wires


def boots():
    for machine, guest in GUESTS.items():
        for generation in GENERATIONS:
            links = {
                row.link: row.reach_of(generation)
                for row in ROWS
                if row.machine == machine and row.proofs.get(generation) == BOOT
                if row.reach_of(generation) in USABLE
            }
            if links:
                yield pytest.param(guest, generation, links, id=f"{machine}, QEMU {generation}")


USABLE = (INTERRUPTS, VALUES, NO_DRIVER)


def driven_states(client, pin, count):
    """The next levels that the guest drives the pin to."""
    states = []
    while len(states) < count:
        change = client.change()
        if change["pin"] == pin and change["direction"] == "out":
            states.append(change["state"])
    return states


@pytest.mark.parametrize("machine, generation, links", boots())
def test_a_guest_has_each_link_of_its_machine(place, machine, generation, links):
    if machine is DEBIAN_Q35 and platform.machine() != "x86_64":
        pytest.skip("its kernel is made on amd64 machines only")
    if machine in TREES:
        machine = TREES[machine](machine, place.directory)
    place.use_board(*board(links))
    steps = [step for link, reach in links.items() for step in program(link, reach)]
    guest = place.run_program(machine, "; ".join(steps), generation)
    client = place.client()
    client.call("watch", *(f"{link}:{OUT}" for link in links))
    for link, reach in links.items():
        if reach == NO_DRIVER:
            guest.expect("found nothing")
            continue
        if link != "native":
            states = driven_states(client, f"{link}:{OUT}", 21)
            assert states == ["low", *["high", "low"] * 10]
        first, second = "pressed", "released"
        if reach == INTERRUPTS:
            first, second = "falling", "rising"
            guest.expect("Monitoring line")
        client.call("control", f"{link}-button", "pressed", 1)
        guest.expect(first)
        client.call("control", f"{link}-button", "pressed", 0)
        guest.expect(second)
    guest.expect("run exit status 0")


TESTED = [(row, generation) for row in ROWS for generation in GENERATIONS]


def test_each_cell_of_the_table_names_a_test():
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    files = sorted({row.proof_of(generation).partition("::")[0] for row, generation in TESTED})
    listed = subprocess.run(
        [*words, *files], cwd=paths.ROOT / "tests", capture_output=True, text=True, check=True
    )
    tests = {line.rpartition("/")[2] for line in listed.stdout.splitlines() if "::" in line}
    for row, generation in TESTED:
        assert row.reach_of(generation) in (INTERRUPTS, POLLED, VALUES, NO_DRIVER, NO, NO_MACHINE)
        assert row.proof_of(generation) in tests


def test_the_documents_have_this_table():
    page = (paths.ROOT / "docs" / "reference" / "links.md").read_text()
    assert table() in page
