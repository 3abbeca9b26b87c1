"""Machines whose own GPIO controllers are on the board, with unmodified guests: Debian's kernels, firmware."""

import signal
import subprocess
from dataclasses import dataclass

import pytest

import paths
from machines import (
    AST2600,
    B_L475E_IOT01A,
    LM3S6965EVB,
    MICROBIT,
    NPCM750_EVB,
    PPCE500,
    RASPI2B,
    RASPI3B,
    RASPI4B,
    SABRELITE,
    SIFIVE_E,
    SIFIVE_U,
    DEBIAN_VIRT_32,
    DEBIAN_VIRT_64,
    SX1,
)

GND = {"id": "gnd", "type": "wokwi-gnd", "attrs": {}}
LED = {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}}
BUTTON = {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}}


@dataclass(frozen=True)
class Linux:
    """A machine with Linux, the controller that a chip represents, and its gpiochip in the guest."""

    machine: object
    generation: int
    controller: str
    gpiochip: str
    output: int
    input: int
    toggles: int = 10_000


LINUX = {
    "virt-arm64, QEMU 7": Linux(DEBIAN_VIRT_64, 7, "pl061", "gpiochip0", 6, 5),
    "virt-arm64": Linux(DEBIAN_VIRT_64, 10, "pl061", "gpiochip0", 6, 5),
    "virt-arm64, QEMU 11": Linux(DEBIAN_VIRT_64, 11, "pl061", "gpiochip0", 6, 5),
    "virt-armhf, QEMU 7": Linux(DEBIAN_VIRT_32, 7, "pl061", "gpiochip0", 6, 5),
    "virt-armhf": Linux(DEBIAN_VIRT_32, 10, "pl061", "gpiochip0", 6, 5),
    "virt-armhf, QEMU 11": Linux(DEBIAN_VIRT_32, 11, "pl061", "gpiochip0", 6, 5),
    "sabrelite": Linux(SABRELITE, 10, "imx.gpio[1]", "gpiochip1", 5, 6),
    "sabrelite, QEMU 11": Linux(SABRELITE, 11, "imx.gpio[1]", "gpiochip1", 5, 6),
    "sifive_u, QEMU 7": Linux(SIFIVE_U, 7, "auto", "gpiochip0", 2, 3, toggles=2000),
    "sifive_u": Linux(SIFIVE_U, 10, "auto", "gpiochip0", 2, 3, toggles=2000),
    "sifive_u, QEMU 11": Linux(SIFIVE_U, 11, "auto", "gpiochip0", 2, 3, toggles=2000),
    "ast2600-evb": Linux(AST2600, 10, "aspeed.gpio-ast2600", "gpiochip0", 0, 2),
}


def linux_board(place, linux):
    pull = f"{linux.input}:up"
    chip = {
        "id": "gpio",
        "type": "chip-native-gpio",
        "attrs": {"controller": linux.controller, "pull": pull},
    }
    wires = [
        [f"gpio:{linux.output}", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        [f"gpio:{linux.input}", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board([chip, LED, BUTTON, GND], wires)


@pytest.mark.parametrize("linux", LINUX.values(), ids=LINUX.keys())
def test_a_stock_kernel_has_outputs_inputs_interrupts_and_high_z(place, linux):
    linux_board(place, linux)
    guest = place.run(linux.machine, linux.generation)
    client = place.client()
    out = f"gpio:{linux.output}"
    client.call("watch", out)

    guest.sh(f"gpio-toggle -c {linux.gpiochip} {linux.output} {linux.toggles}")
    first = client.change()["state"]
    # Where outputs are intercepted, the line's turn to output, at 0, is not an edge.
    edges = [first] if first == "high" else []
    edges += [change["state"] for change in client.changes(linux.toggles - len(edges))]
    assert edges == ["high", "low"] * (linux.toggles // 2)

    guest.sh(f"gpio-toggle -c {linux.gpiochip} {linux.output} 1")
    client.wait_for(out, direction="out", state="high")
    guest.sh(f"gpioget -c {linux.gpiochip} {linux.output}")
    client.wait_for(out, direction="in", state="highz")
    reads_and_hears_the_button(place, guest, linux)


def reads_and_hears_the_button(place, guest, linux):
    assert guest.sh(f"gpioget -c {linux.gpiochip} --numeric {linux.input}") == "1"
    guest.start(f"gpiomon --banner -c {linux.gpiochip} {linux.input}")
    guest.expect("Monitoring line")
    place.pinbridge("control", "button", "pressed=1")
    guest.expect("falling")
    place.pinbridge("control", "button", "pressed=0")
    guest.expect("rising")


@pytest.mark.parametrize(
    "generation, number",
    [
        pytest.param(7, signal.SIGKILL, id="QEMU 7, killed"),
        pytest.param(10, signal.SIGKILL, id="QEMU 10, killed"),
        pytest.param(10, signal.SIGTERM, id="QEMU 10, stopped"),
        pytest.param(11, signal.SIGKILL, id="QEMU 11, killed"),
    ],
)
def test_a_running_guest_is_taken_over_by_the_next_bench(place, generation, number):
    linux = LINUX["virt-arm64"]
    linux_board(place, linux)
    bench = place.serve()
    guest = place.attach(linux.machine, generation=generation)
    toggle = f"gpio-toggle -c {linux.gpiochip} {linux.output}"
    out = f"gpio:{linux.output}"
    for _ in range(2):
        guest.sh(f"{toggle} 2")
        bench.signal(number)
        bench.wait()
        # With a wrong level until the next edge, if the next bench did not read it.
        guest.sh(f"{toggle} 101")
        bench = place.serve()
        client = place.client()
        client.wait_for_part("gpio", connected=1)
        client.call("watch", out)
        client.wait_for(out, direction="out", state="high")
        guest.sh(f"{toggle} 10000")
        # From high to its first level, low.
        states = [change["state"] for change in client.changes(10_001)]
        assert states == ["low", *["high", "low"] * 5000]
    reads_and_hears_the_button(place, guest, linux)
    assert "warning" not in bench.errors


@pytest.mark.parametrize("generation", [7, 10], ids=["QEMU 7", "QEMU 10"])
def test_an_intercepted_controller_is_taken_over_too(place, generation):
    board = FirmwareBoard(place, PPCE500, generation, served=True)
    board.bench.signal(signal.SIGKILL)
    board.bench.wait()
    place.serve()
    board.client = place.client()
    board.client.wait_for_part("c0", connected=1)
    assert "every edge" in board.client.part("c0")["shows"]["guest"]
    board.client.call("watch", board.pin("follower"))
    for level, state in (1, "high"), (0, "low"), (1, "high"):
        board.put("button", level)
        board.client.wait_for(board.pin("follower"), state=state)


@pytest.mark.parametrize("generation", [7, 11], ids=["QEMU 7", "QEMU 11"])
def test_a_polled_controller_shows_lasting_levels_and_has_inputs_and_interrupts(place, generation):
    linux = LINUX["ast2600-evb"]
    linux_board(place, linux)
    guest = place.run(linux.machine, generation)
    client = place.client()
    out = f"gpio:{linux.output}"
    assert "levels that last longer than 10 ms" in client.part("gpio")["shows"]["guest"]
    client.call("watch", out)
    guest.sh(f"gpioset -c {linux.gpiochip} --toggle 200ms,200ms,200ms,0 {linux.output}=1")
    # Linux writes the first level, high, before the direction, and QEMU's model ignores levels of an input. The
    # last level lasts, and is seen when the registers are read next.
    for level in ("low", "high", "low"):
        while (change := client.change())["direction"] != "out":
            pass
        assert change["state"] == level
    reads_and_hears_the_button(place, guest, linux)


def test_a_sabrelite_has_all_seven_of_its_controllers_on_the_board_at_once(place):
    chips = [
        {"id": f"gpio{i}", "type": "chip-native-gpio", "attrs": {"controller": f"imx.gpio[{i}]"}}
        for i in range(7)
    ]
    place.use_board(chips, [])
    guest = place.run(SABRELITE)
    client = place.client()
    # Lines that no driver of the kernel uses.
    free = {0: 10, 1: 5, 2: 5, 3: 14, 4: 5, 5: 7, 6: 7}
    for chip, line in free.items():
        pin = f"gpio{chip}:{line}"
        client.call("watch", pin)
        guest.sh(f"gpio-toggle -c gpiochip{chip} {line} 1")
        client.wait_for(pin, direction="out", state="high")


def test_a_raspberry_pi_is_given_the_values_of_its_inputs_but_no_interrupts(place):
    board = FirmwareBoard(place, RASPI2B, 10)
    assert "values, no interrupts" in board.client.part("c0")["shows"]["guest"]
    board.client.call("watch", board.pin("follower"))
    for level, state in (1, "high"), (0, "low"), (1, "high"):
        board.put("button", level)
        board.client.wait_for(board.pin("follower"), state=state)


def test_of_untraced_controllers_one_is_intercepted_and_the_others_are_polled(place):
    chips = [
        {"id": f"gpio{i}", "type": "chip-native-gpio", "attrs": {"controller": f"imx.gpio[{i}]"}}
        for i in (1, 4)
    ]
    place.use_board(chips, [])
    program = "gpio-toggle -c gpiochip1 5 10000; gpioset -c gpiochip4 --toggle 200ms,200ms,0 5=1"
    place.serve()
    client = place.client()
    client.call("watch", "gpio1:5", "gpio4:5")
    guest = place.attach_program(SABRELITE, "vm", program, generation=7)
    client.wait_for("gpio4:5", direction="out", state="high")
    shown = {part["part"]: part["shows"]["guest"] for part in client.call("list")["parts"]}
    assert "every edge, a change of direction within 10 ms" in shown["gpio1"]
    assert "levels that last longer than 10 ms" in shown["gpio4"]
    client.wait_for("gpio4:5", direction="out", state="low")
    assert guest.wait() == 0


FIRMWARE_MACHINES = (
    LM3S6965EVB,
    MICROBIT,
    B_L475E_IOT01A,
    RASPI2B,
    RASPI3B,
    RASPI4B,
    NPCM750_EVB,
    SX1,
    SIFIVE_E,
    PPCE500,
)
FIRMWARE = [
    pytest.param(machine, generation, id=f"{machine.name}, QEMU {generation}")
    for machine in FIRMWARE_MACHINES
    for generation in machine.generations
]


class FirmwareBoard:
    """A machine with our firmware, its pins on the board; inputs by buttons and switches."""

    def __init__(self, place, machine, generation, *more, served=False):
        self._machine = machine
        chips = {
            index: {"controller": f"{machine.controller}[{index}]"}
            for index, _ in machine.pins.values()
        }
        index, line = machine.pins["button"]
        if not machine.has_pulls:
            chips[index]["pull"] = f"{line}:up"
        wires = [
            ["button:1.l", self.pin("button"), "green", []],
            ["button:2.l", "gnd:GND", "black", []],
        ]
        parts = [
            {"id": f"c{index}", "type": "chip-native-gpio", "attrs": chip}
            for index, chip in chips.items()
        ]
        place.use_board([*parts, BUTTON, GND], wires)
        self.bench = place.serve() if served else None
        self._words = ["attach"] if served else ["run", place.board]
        self._place, self._command = place, machine.command(generation)
        self.start_guest(*more)
        if not served:
            self.guest.expect("is served on", "err")
        self.client = place.client()
        if "-S" not in more:
            self.guest.expect("firmware ready")

    def start_guest(self, *more):
        command = [*self._command, *more]
        self.guest = self._place.pinbridge_process(*self._words, "--", *command)

    def pin(self, name):
        index, line = self._machine.pins[name]
        return f"c{index}:{line}"

    def put(self, name, level):
        if name == "button":
            self.client.call("control", "button", "pressed", 0 if level else 1)
        else:
            self.client.call("set", {"pin": self.pin(name), "state": str(level)})

    def follows(self, level):
        """The guest does, whose "follower" the client watches."""
        self.put("button", level)
        self.client.wait_for(self.pin("follower"), state="high" if level else "low")

    def blinks(self):
        for state in ("high", "low", "high"):
            self.client.wait_for(self.pin("led"), state=state)

    def monitor(self, *commands):
        """QEMU's, on the serial line."""
        self.guest.type("\x01c")
        for command in commands:
            self.guest.type(command + "\n")
            self.guest.expect(command)
            self.guest.expect(r"\(qemu\) ")
        self.guest.type("\x01c")


def test_wires_commands_and_scenarios_name_pins_as_the_chips_manual_does(place, tmp_path):
    ports = {"portb": "stm32l4x5-gpio[1]", "portc": "/machine/soc/gpioc"}
    chips = [
        {"id": port, "type": "chip-native-gpio", "attrs": {"controller": controller}}
        for port, controller in ports.items()
    ]
    wires = [
        ["portb:PB14", "led:A", "red", []],
        ["led:C", "gnd:GND", "black", []],
        ["portc:PC13", "button:1.l", "green", []],
        ["button:2.l", "gnd:GND", "black", []],
    ]
    place.use_board([*chips, LED, BUTTON, GND], wires)
    command = B_L475E_IOT01A.command()
    guest = place.pinbridge_process("run", place.board, "--", *command)
    guest.expect("firmware ready")
    place.client().wait_for_part("led", lit=1)
    place.client().wait_for_part("led", lit=0)
    for pressed, level in (1, "low"), (0, "high"):
        place.pinbridge("control", "button", f"pressed={pressed}")
        place.pinbridge("wait", f"portb:PB0={level}", "--timeout", "60s")
    assert place.pinbridge("info", "portb:PB0").split()[:3] == ["portb:0", "output", "high"]
    # Beside a name that is looked up in the list of pins.
    assert place.pinbridge("get", "portb:PB0", "led").startswith('"portb:0"=')
    assert place.pinbridge("measure", "portb:PB0", "--for", "10ms").startswith("portb:0\n")
    assert place.bench().part("portb").pin("PB0").get().pin == "portb:0"
    with pytest.raises(LookupError, match='no pin "PC0"; it has 0, 1, '):
        place.bench().part("portb").pin("PC0")

    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        "name: blink\nversion: 1\nsteps:\n"
        '  - wait-serial: "firmware ready"\n'
        '  - expect-edge: {pin: "portb:PB14", edge: rising, count: 2, within: 30s}\n'
    )
    words = [paths.PINBRIDGE, "test", place.board, scenario, "--", *command]
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("machine, generation", FIRMWARE)
def test_firmware_blinks_follows_a_button_bursts_and_releases_a_line(place, machine, generation):
    board = FirmwareBoard(place, machine, generation)
    client = board.client
    for name in ("start", "release"):
        board.put(name, 0)

    client.call("watch", board.pin("led"))
    for state in ("high", "low", "high"):
        client.wait_for(board.pin("led"), state=state)
    client.call("unwatch", board.pin("led"))

    client.call("watch", board.pin("follower"))
    for level, state in (1, "high"), (0, "low"), (1, "high"):
        board.put("button", level)
        client.wait_for(board.pin("follower"), direction="out", state=state)

    client.call("unwatch", board.pin("follower"))
    client.changes_so_far()  # the LED and the follower may have changed before they were unwatched
    client.call("watch", board.pin("burst"))
    board.put("start", 1)
    assert [c["state"] for c in client.changes(10_000)] == ["high", "low"] * 5000
    client.call("watch", board.pin("done"))
    client.wait_for(board.pin("done"), state="high")
    assert [c for c in client.changes_so_far() if c["pin"] == board.pin("burst")] == []

    client.call("watch", board.pin("released"))
    assert client.state(board.pin("released")) == "high"
    board.put("release", 1)
    client.wait_for(board.pin("released"), direction="in", state="highz")
    board.put("release", 0)
    client.wait_for(board.pin("released"), direction="out", state="high")


def test_a_controllers_own_pulls_are_on_the_board_before_the_guest_writes(place):
    board = FirmwareBoard(place, NPCM750_EVB, 10, "-S")
    board.client.wait_for_part("c0", connected=1)
    # After a reset GPIO0 to 17 are pulled up and 18 to 23 down.
    states = [board.client.state(f"c0:{line}") for line in (8, 17, 18, 23, 24)]
    assert states == ["high", "high", "low", "low", "high"]


@pytest.mark.parametrize(
    "machine", [MICROBIT, B_L475E_IOT01A, SIFIVE_E, NPCM750_EVB], ids=lambda machine: machine.name
)
def test_a_guest_restored_from_a_snapshot_and_the_board_agree(place, tmp_path, machine):
    image = tmp_path / "snapshots.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", image, "16M"], check=True)
    board = FirmwareBoard(place, machine, 10, "-drive", f"if=none,format=qcow2,file={image}")
    for name in ("start", "release"):
        board.put(name, 0)
    board.client.call("watch", board.pin("follower"), board.pin("led"))

    board.follows(0)
    board.follows(1)
    board.monitor("savevm up")
    board.follows(0)
    board.monitor("loadvm up")
    # The guest of the snapshot saw the button released: it receives that it is pressed.
    board.blinks()
    assert board.client.state(board.pin("follower")) == "low"
    board.follows(1)
    board.follows(0)


@pytest.mark.parametrize(
    "machine", [MICROBIT, B_L475E_IOT01A, SIFIVE_E, NPCM750_EVB], ids=lambda machine: machine.name
)
def test_a_guest_that_migrated_and_the_board_agree(place, tmp_path, machine):
    board = FirmwareBoard(place, machine, 10, served=True)
    board.client.call("watch", board.pin("follower"), board.pin("led"))
    board.follows(0)
    board.follows(1)
    board.monitor(f"migrate exec:cat>{tmp_path}/guest")
    board.guest.type("\x01cquit\n")
    board.guest.wait()
    board.client.wait_for_part(board.pin("button").split(":")[0], connected=0)
    # The guest saw the button released: it receives that it is pressed.
    board.put("button", 0)
    board.start_guest("-incoming", f"exec:cat {tmp_path}/guest")
    board.blinks()
    assert board.client.state(board.pin("follower")) == "low"
    board.follows(1)
    board.follows(0)
