"""The machine's own GPIO controller: a stock QEMU's PL061, wired to the board, with nothing added to the guest."""

import os
import pty
import select
import signal
import subprocess

import pytest

import paths
from machines import VIRT

CHIP = {"id": "gpio", "type": "chip-native-gpio", "attrs": {"controller": "pl061", "pull": "5:up"}}
PARTS = [
    CHIP,
    {"id": "led", "type": "wokwi-led", "attrs": {"color": "red"}},
    {"id": "button", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    {"id": "switch", "type": "wokwi-slide-switch", "attrs": {"bounce": "0", "value": "1"}},
    {"id": "vcc", "type": "wokwi-vcc", "attrs": {}},
    {"id": "gnd", "type": "wokwi-gnd", "attrs": {}},
]
WIRES = [
    ["gpio:6", "led:A", "red", []],
    ["led:C", "gnd:GND", "black", []],
    ["button:1.l", "gpio:5", "green", []],
    ["button:2.l", "gnd:GND", "black", []],
    ["switch:2", "gpio:4", "blue", []],
    ["switch:3", "vcc:VCC", "red", []],
    ["switch:1", "gnd:GND", "black", []],
]


@pytest.fixture(params=[7, 10], ids=["qemu-7", "qemu-10"])
def generation(request):
    return request.param


@pytest.fixture
def board(place):
    place.use_board(PARTS, WIRES)
    return place


def guest_of(client):
    return client.part("gpio")["shows"]["guest"]


def test_every_edge_of_10000_toggles_arrives_in_order(board, generation):
    guest = board.run(VIRT, generation)
    client = board.client()
    client.call("watch", "gpio:6")
    guest.sh("gpio-toggle -c gpiochip0 6 10000")
    told = [change["state"] for change in client.changes(10_001)]
    assert told == ["low"] + ["high", "low"] * 5000
    assert "every edge" in guest_of(client)


def test_a_guest_without_its_driver_is_not_ready_and_one_with_it_is(board, generation):
    without_kernel = [paths.qemu(generation, VIRT.program), "-M", "virt", "-display", "none"]
    alone = board.pinbridge_process("run", board.board, "--", *without_kernel)
    alone.expect("is served on", "err")
    board.client().wait_for_part("gpio", connected=1)
    early = board.tool("wait", "--guest", "--timeout", "200ms")
    assert (early.returncode, "no guest driver has bound the chip" in early.stderr) == (124, True)
    alone.end()
    guest = board.run(VIRT, generation)
    board.pinbridge("wait", "--guest", "--timeout", "10s")
    assert board.client().part("gpio")["shows"]["driver"] == 1
    guest.sh("gpioget -c gpiochip0 4")
    assert "pl061_write" not in guest.errors


def test_an_input_is_correct_from_the_guests_first_read_on(board):
    guest = board.run(VIRT)
    assert guest.sh("gpioget -c gpiochip0 --numeric 4 5") == "1 1"
    board.pinbridge("control", "switch", "value=0")
    assert guest.sh("gpioget -c gpiochip0 --numeric 4 5") == "0 1"


def test_a_press_raises_the_guests_interrupt_twice(board, generation):
    guest = board.run(VIRT, generation)
    guest.start("gpiomon --banner -c gpiochip0 -n 2 5")
    guest.expect("Monitoring line")
    board.pinbridge("control", "button", "pressed=1")
    guest.expect("falling")
    board.pinbridge("control", "button", "pressed=0")
    guest.expect("rising")


def test_a_line_that_turns_to_input_releases_its_net(board):
    guest = board.run(VIRT)
    client = board.client()
    client.call("watch", "gpio:6")
    guest.sh("gpio-toggle -c gpiochip0 6 1")
    client.wait_for("gpio:6", direction="out", state="high")
    guest.sh("gpioget -c gpiochip0 6")
    client.wait_for("gpio:6", direction="in", state="highz")


def test_a_reset_releases_the_lines_and_sets_the_guests_inputs_again(board, generation):
    guest = board.run(VIRT, generation, reboots=True)
    client = board.client()
    client.call("watch", "gpio:6")
    guest.sh("gpio-toggle -c gpiochip0 6 1")
    client.wait_for("gpio:6", direction="out", state="high")
    guest.start("reboot -f")
    client.wait_for("gpio:6", direction="in")
    guest.expect("guest ready")
    assert guest.sh("gpioget -c gpiochip0 --numeric 4 5") == "1 1"


def test_an_unwired_line_is_left_to_the_machine(board):
    # Line 3 of virt's PL061 is the power key: a level there would shut the guest down.
    guest = board.run(VIRT)
    for pressed, read in ("1", "0"), ("0", "1"):
        board.pinbridge("control", "button", f"pressed={pressed}")
        assert guest.sh("gpioget -c gpiochip0 --numeric 5") == read
    assert "GPIO Key Poweroff" in guest.sh("gpioinfo")


def test_a_killed_qemu_releases_its_lines_and_another_may_connect(board):
    board.serve()
    client = board.client()
    client.call("watch", "gpio:6")
    for _ in range(2):
        guest = board.attach(VIRT)
        guest.sh("gpio-toggle -c gpiochip0 6 1")
        client.wait_for("gpio:6", direction="out", state="high")
        guest.signal(signal.SIGKILL)
        client.wait_for("gpio:6", direction="in")
        client.wait_for_part("gpio", connected=0)


def test_a_machine_may_have_native_and_virtio_chips_at_once(place):
    chip = {"id": "vm", "type": "chip-virtio-gpio", "attrs": {"lines": "2", "names": "in,out"}}
    place.use_board([*PARTS, chip], [*WIRES, ["vm:0", "gpio:6", "yellow", []]])
    guest = place.run(VIRT)
    client = place.client()
    client.call("watch", "vm:1")
    chip = guest.sh("gpiodetect | sed -n 's/ .*pl061.*//p'")
    guest.sh(f"gpio-toggle -c {chip} 6 1")
    guest.sh("test $(gpioget --numeric in) = 1")
    guest.sh("gpioset --daemonize out=1")
    client.wait_for("vm:1", direction="out", state="high")


def test_qemus_own_log_lines_are_forwarded(board):
    command = [*VIRT.command(), "-trace", "pl061_read"]
    guest = board.booted(board.pinbridge_process("run", board.board, "--", *command))
    guest.sh("gpioget -c gpiochip0 4")
    guest.expect(r"QEMU: pl061_read /machine/unattached/device\[7\] offset", "err")


def test_a_log_file_or_qtest_of_the_user_is_refused_with_a_reason(board):
    for more, sentence in (["-D", "/dev/null"], "QEMU's log"), (
        ["-qtest", "unix:q"],
        "QEMU's only qtest socket",
    ):
        done = board.tool("run", board.board, "--", *VIRT.command(), *more)
        assert done.returncode == 2
        assert sentence in done.stderr


@pytest.mark.parametrize(
    "controller, sentence",
    [
        ("imx.gpio[0]", 'chip gpio: the machine has no controller "imx.gpio[0]"; it has pl061'),
        (
            "/machine/soc/gpio",
            'chip gpio: the machine has no controller "/machine/soc/gpio"; it has pl061',
        ),
    ],
)
def test_a_controller_that_the_machine_does_not_have_is_refused_before_it_starts(
    place, controller, sentence
):
    place.use_board([{**CHIP, "attrs": {"controller": controller}}], [])
    done = place.tool("run", place.board, "--", *VIRT.command())
    assert done.returncode == 2
    assert sentence in done.stderr


def test_controllers_lists_the_machines_controllers(generation):
    words = [paths.PINBRIDGE, "controllers", "--", *VIRT.command(generation)]
    printed = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=60
    )
    assert (printed.returncode, printed.stderr) == (0, "")
    header, row = printed.stdout.splitlines()
    assert header.split()[:2] == ["controller", "lines"]
    assert row.split()[:2] == ["pl061", "8"]
    assert "every edge" in row
    assert "with interrupts" in row


def test_qemu_args_prints_the_arguments_for_a_qemu_started_by_hand(board):
    board.serve()
    guest = board.qemu(VIRT)
    assert guest.sh("gpioget -c gpiochip0 --numeric 4 5") == "1 1"
    assert "QEMU 10.0, pl061" in guest_of(board.client())


def test_on_a_terminal_ctrl_c_goes_to_the_guest_and_ctrl_a_x_ends_qemu(board):
    command = [paths.PINBRIDGE, "run", "--socket", board.socket, board.board, "--", *VIRT.command()]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(paths.PINBRIDGE, [str(word) for word in command])

    def expect(text):
        seen = b""
        while text not in seen:
            assert select.select([terminal], [], [], 60)[0], f"no {text} in {seen[-1000:]}"
            seen += os.read(terminal, 4096)

    try:
        expect(b"guest# ")
        os.write(terminal, b"sh -c 'echo asleep $((6 * 7)); exec sleep 1000'\n")
        expect(b"asleep 42")
        os.write(terminal, b"\x03")
        expect(b"guest# ")
        os.write(terminal, b"\x01x")
        expect(b"QEMU: Terminated")
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    finally:
        os.close(terminal)  # ends what is still there
