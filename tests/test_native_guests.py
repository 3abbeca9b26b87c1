"""Machines whose own GPIO controllers are on the board, with unmodified guests: Debian's kernels, firmware."""

import subprocess

import pytest

import paths
from machines import (
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
    SX1,
)
from native_boards import (
    BUTTON,
    GND,
    LED,
    LINUX,
    FirmwareBoard,
    linux_board,
    reads_and_hears_the_button,
)


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
